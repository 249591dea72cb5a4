"""``framing code sample`` and ``framing code sheet``: what is given to people to code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from framing.lexicon.files import Dimension
    from framing.report.study import Study

THIN = 20
PARTS = ("documents", "sentences", "quotes", "hits", "labels", "elements")


@click.command(short_help="Draw sentences with and without hits, to be coded blind.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dimension", metavar="ID", help="The dimension to check (not for elements).")
@click.option(
    "--n", default=300, show_default=True, type=click.IntRange(1), help="How many units to draw."
)
@click.option(
    "--unit",
    type=click.Choice(["sentence", "mention", "article", "element"]),
    default="sentence",
    show_default=True,
    help="What is coded at a time.",
)
@click.option(
    "--context",
    default=1,
    show_default=True,
    type=click.IntRange(0, 20),
    help="Sentences shown before and after.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The new folder of the study.",
)
@options.analysis
def sample(
    path: Path,
    dimension: str | None,
    n: int,
    unit: str,
    context: int,
    out: Path,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Draw units of PATH to be coded by people who know neither outlet nor score.

    PATH is what `framing compare` takes (several events are fine), or a folder that `framing
    annotate` wrote. DIR gets sample.csv (what coders see), codebook.toml (change it before you
    make the sheets), key.csv (outlet, hit, stratum, probability: not for coders), frame.parquet
    (all units, for weighing back) and sample.json.
    """
    from framing.report import study

    packs = options.packs(lexicon_folders, path)
    chosen = _dimension(dimension, unit, packs.dimensions)
    with options.progress(quiet or as_json) as on_step:
        annotated, cautions, rejected = _annotated(path, packs, unit, on_step, rest)
        on_step("drawing")
        drawn = study.draw(
            annotated,
            chosen,
            unit,
            n,
            options.settings(seed).seed,
            context,
            fresh=rejected is not None,
        )
        names = study.write(drawn, out)
    _say_sample(drawn, n, out, [*cautions, *_thin(drawn, n)], names, as_json, quiet)
    if rejected is not None:
        options.say_rejected(rejected)
    return 3 if rejected is not None and len(rejected) else 0


@click.command(short_help="Write a sheet to code in for each coder.")
@click.argument("study_folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--coder",
    "coders",
    multiple=True,
    required=True,
    metavar="NAME",
    help="Who will code; give it once for each.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the sheets (default: DIR/sheets).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def sheet(
    study_folder: Path, coders: tuple[str, ...], out: Path | None, as_json: bool, quiet: bool
) -> int:
    """Write NAME.csv, NAME.xlsx and NAME.html for each coder, and codebook.md.

    DIR is the folder that `framing code sample` wrote. A coder uses one of the three; the page
    works without a network. Give coders these files only, never the key.
    """
    from framing.report import codesheet, study

    folder = out or study_folder / "sheets"
    made = codesheet.write(study.read(study_folder), coders, folder)
    if as_json:
        options.say_json({"out": str(folder), "files": made})
    elif not quiet:
        for name in made:
            click.echo(str(folder / name))
    return 0


def _dimension(name: str | None, unit: str, known: tuple[Dimension, ...]) -> Dimension | None:
    """Find the dimension to check; elements belong to none."""
    from framing.errors import InputError

    if unit == "element" and name in (None, "elements"):
        return None
    for one in known:
        if one.id == name and unit != "element":
            return one
    raise InputError(
        found=f"the dimension '{name}'" if name else "no dimension",
        expected="no --dimension for elements"
        if unit == "element"
        else f"one of {', '.join(one.id for one in known)}",
        action="choose one with --dimension" if unit != "element" else "leave --dimension out",
        where="--dimension",
    )


def _annotated(
    path: Path, packs: Any, unit: str, on_step: Any, rest: Mapping[str, Any]
) -> tuple[dict[str, pd.DataFrame], list[str], pd.DataFrame | None]:
    """Read the tables that `framing annotate` wrote, or make them; None = nothing was read anew."""
    from framing import pipeline
    from framing.text import deeds

    if path.is_dir() and all(_parts(path, name) for name in PARTS[:5]):
        found, cautions, rejected = _stored(path), [], None
    else:
        corpus = pipeline.load(path, **rest)
        found = pipeline.annotate(corpus, packs, on_step)
        if unit == "element":
            found = pipeline.score(found, packs, options.settings(None), on_step)
        cautions, rejected = list(corpus.cautions), corpus.rejected
    told = deeds.without(found["documents"], found["quotes"])
    return {**found, "quotes": told}, cautions, rejected


def _parts(folder: Path, name: str) -> list[Path]:
    single = folder / f"{name}.parquet"
    return [single] if single.is_file() else sorted((folder / name).glob("part-*.parquet"))


def _stored(folder: Path) -> dict[str, pd.DataFrame]:
    import pyarrow as pa

    from framing import storage, tables
    from framing.errors import FramingError, InputError

    found = {}
    for name in PARTS:
        try:
            parts = [storage.read_parquet(name, part) for part in _parts(folder, name)]
        except (OSError, pa.ArrowException, FramingError, ValueError) as error:
            raise InputError(
                found=f"the table '{name}' cannot be read: {str(error).splitlines()[0][:200]}",
                expected="the tables as 'framing annotate' writes them",
                action="annotate the articles again, or give the articles themselves",
                where=str(folder),
            ) from error
        found[name] = tables.concat(name, parts)
    return found


def _thin(drawn: Study, n: int) -> list[str]:
    said = [] if len(drawn.key) == n else [f"{n} units asked for, {len(drawn.key)} there were"]
    thin = [
        f"{name} {counts['drawn']}"
        for name, counts in drawn.settings["strata"].items()
        if counts["drawn"] < THIN and name != "hit-mixed"
    ]
    if thin:
        said.append(f"few units, so figures will be wide: {', '.join(thin)}")
    return said


def _say_sample(
    drawn: Study,
    n: int,
    out: Path,
    cautions: list[str],
    names: list[str],
    as_json: bool,
    quiet: bool,
) -> None:
    strata = drawn.settings["strata"]
    if as_json:
        said = {"drawn": len(drawn.key), "units": len(drawn.frame), "strata": strata}
        options.say_json(said | {"out": str(out), "files": names, "cautions": cautions})
    elif not quiet:
        click.echo(f"{len(drawn.key)} of {len(drawn.frame)} units drawn into {out}")
        for name, counts in strata.items():
            click.echo(f"  {name}: {counts['drawn']} of {counts['units']}")
        click.echo(f"next: framing code sheet {out} --coder NAME --coder NAME")
        for caution in cautions:
            click.echo(f"caution: {caution}", err=True)
