"""``framing annotate`` and ``framing score``: tables without a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from framing.commands import options

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

    with options.progress(quiet or as_json) as on_step:
        corpus = pipeline.load(path, **rest)
        annotated = pipeline.annotate(corpus, options.packs(lexicon_folders, path), on_step)
        for name in ANNOTATED:
            storage.write_parquet(name, annotated[name], out / f"{name}.parquet")
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

    with options.progress(quiet or as_json) as on_step:
        corpus = pipeline.load(path, **rest)
        packs = options.packs(lexicon_folders, path)
        annotated = pipeline.annotate(corpus, packs, on_step)
        scored = pipeline.score(annotated, packs, options.settings(seed), on_step)
        storage.write_parquet("scores", scored["scores"], out)
    _say({"scores": len(scored["scores"]), "out": str(out)}, corpus.cautions, as_json, quiet)
    options.say_rejected(corpus.rejected)
    return 3 if len(corpus.rejected) else 0


def _say(counts: dict[str, Any], cautions: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts | {"cautions": list(cautions)}, ensure_ascii=False, indent=2))
    elif not quiet:
        for name, count in counts.items():
            click.echo(f"{name}: {count}")
        for caution in cautions:
            click.echo(f"caution: {caution}", err=True)
