"""``framing annotate`` and ``framing score``: tables without a report."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANNOTATED = ("documents", "sentences", "quotes", "scopes", "hits", "labels")


@click.command(short_help="Write who says what, and every framing word, as tables.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for NAME.parquet.",
)
@options.analysis
def annotate(
    path: Path,
    out: Path,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Annotate the articles of PATH: one Parquet file per table in DIR."""
    from framing import pipeline, storage

    for name in ANNOTATED:
        _refuse(name, out / f"{name}.parquet", path)
    with options.progress(quiet or as_json) as on_step:
        corpus = pipeline.load(path, **rest)
        annotated = pipeline.annotate(corpus, options.packs(lexicon_folders, path), on_step)
        with _together(out) as stage:
            for name in ANNOTATED:
                storage.write_parquet(name, annotated[name], stage / f"{name}.parquet")
    counts = {name: len(annotated[name]) for name in ANNOTATED}
    _say(counts | {"out": str(out)}, corpus.cautions, as_json, quiet)
    options.say_rejected(corpus.rejected)
    return 3 if len(corpus.rejected) else 0


@click.command(short_help="Write the scores of every article and outlet as a table.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.parquet",
    required=True,
    help="The Parquet file to write.",
)
@options.analysis
def score(
    path: Path,
    out: Path,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Score the articles of PATH by dimension and voice; one article is enough."""
    from framing import pipeline, storage

    _refuse("scores", out, path)
    with options.progress(quiet or as_json) as on_step:
        corpus = pipeline.load(path, **rest)
        packs = options.packs(lexicon_folders, path)
        annotated = pipeline.annotate(corpus, packs, on_step)
        settings = options.settings(seed)
        scored = pipeline.score(annotated, packs, settings, on_step, corpus.actors)
        storage.write_parquet("scores", scored["scores"], out)
    without = packs.learned.caution(settings.models)
    cautions = (*corpus.cautions, without) if without else corpus.cautions
    _say({"scores": len(scored["scores"]), "out": str(out)}, cautions, as_json, quiet)
    options.say_rejected(corpus.rejected)
    return 3 if len(corpus.rejected) else 0


def _refuse(name: str, target: Path, source: Path) -> None:
    from framing import tables

    refuse_foreign(tables.TABLES[name].names, target, source, f"table '{name}'")


def refuse_foreign(
    columns: Sequence[str], target: Path, source: Path, called: str = "file of this kind"
) -> None:
    """Refuse to write over anything but an earlier file of ours, and over the input itself."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from framing.errors import InputError

    if target.parent.exists() and not target.parent.is_dir():
        raise InputError(
            found=f"'{target.parent.name}' is not a folder",
            expected="a folder, or a new name",
            action="choose another name with --out",
            where=str(target.parent),
        )
    if not target.exists() and not target.is_symlink():
        return
    try:
        ours = list(pq.read_schema(target).names) == list(columns)
    except (OSError, pa.ArrowException):
        ours = False
    if not ours or target.is_symlink() or (source.exists() and target.samefile(source)):
        raise InputError(
            found=f"'{target.name}' is there and is no {called} of an earlier run",
            expected="a new name, or an earlier result to be replaced",
            action="move the file away or choose another name with --out",
            where=str(target),
        )


@contextmanager
def _together(out: Path) -> Iterator[Path]:
    """Fill a folder and put its tables into ``out`` when all are whole: never those of two runs.

    A folder that holds nothing else is swapped whole. In one with files of the user's own the
    tables of the earlier run go first, so that a kill between two moves leaves a table missing.
    """
    from framing import storage

    if _swappable(out):
        with storage.staged(out) as stage:
            yield stage
        return
    with storage.beside(out / "tables") as stage:
        yield stage
        for file in sorted(stage.iterdir()):
            (out / file.name).unlink(missing_ok=True)
        for file in sorted(stage.iterdir()):
            file.replace(out / file.name)


def _swappable(out: Path) -> bool:
    """Say whether a folder is missing or holds only our tables, and may be renamed."""
    ours = {f"{name}.parquet" for name in ANNOTATED}
    if out.is_symlink() or out.is_mount() or Path.cwd().is_relative_to(out.absolute()):
        return False
    if out.exists() and any(file.name not in ours for file in out.iterdir()):
        return False
    near = next(folder for folder in out.absolute().parents if folder.exists())
    return os.access(near, os.W_OK)


def _say(counts: dict[str, Any], cautions: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    if as_json:
        options.say_json(counts | {"cautions": list(cautions)})
    elif not quiet:
        for name, count in counts.items():
            click.echo(f"{name}: {count}")
        for caution in cautions:
            click.echo(f"caution: {caution}", err=True)
