"""``framing code merge`` and ``framing code validate``: what is made of people's codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import lexicon, options

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from framing.lexicon.files import Dimension
    from framing.report.study import Study


@click.command(short_help="Put codings together and say how far the coders agree.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--study",
    "study_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the study (default: found beside or above the first sheet).",
)
@click.option(
    "--codebook",
    "book_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A codebook for codings that belong to no study.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for merged.csv and the figures.",
)
@click.option("--seed", type=int, metavar="N", help="Start of every random draw.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def merge(
    files: tuple[Path, ...],
    study_folder: Path | None,
    book_file: Path | None,
    out: Path,
    seed: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Read FILES (sheets as CSV or xlsx, or tables unit, rater, variable, value) and compare.

    Writes merged.csv (every code), agreement.csv and .json (percent, Krippendorff's alpha, Gwet's
    AC1 and AC2 with intervals), confusion.csv and disagreements.csv. Answers of a class come in
    as a table with the columns unit, rater, variable, value. Faults are named with file, row and
    column, and then nothing is written.
    """
    from framing import codebook
    from framing.codebook import Variable
    from framing.comparison import coding
    from framing.corpus import codings
    from framing.report import coded

    found = _study(files[0], study_folder)
    book = codebook.read(book_file) if book_file else (found.book if found else None)
    read = codings.read(files, book, found.shown if found else None)
    names = [name for name in dict.fromkeys(read.table["variable"]) if name != codings.NOTE]
    variables = [book.variable(name) if book else Variable(name, "") for name in names]
    cautions = list(read.cautions)
    if book is None:
        cautions.append("no codebook: every column is a variable, every answer a code")
    agreed = coding.agree(read.table, variables, options.settings(seed))
    crossed = coding.confusions(read.table, variables)
    apart = coding.disagreements(read.table, variables, found.shown if found else read.shown)
    tables = dict(zip(coded.MERGED, (read.table, agreed, crossed, apart), strict=True))
    said = {"agreement": coded.records(agreed), "disagreements": len(apart), "cautions": cautions}
    made = coded.write(out, tables, {"agreement": said})
    if as_json:
        options.say_json(said | {"out": str(out), "files": made})
    elif not quiet:
        click.echo(coded.agreement(agreed, crossed, apart))
        for caution in cautions:
            click.echo(f"caution: {caution}", err=True)
    return 0


def _study(first: Path, given: Path | None) -> Study | None:
    """Read the study that codings belong to: the one named, or the one around the first sheet."""
    from framing.report import study

    if given is not None:
        return study.read(given)
    for folder in (first.parent, first.parent.parent):
        if (folder / study.SETTINGS).is_file():
            return study.read(folder)
    return None


@click.command(short_help="Say how often the dimension is right, and how much it misses.")
@click.argument("study_folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for the figures.",
)
@click.option("--variable", default="", metavar="ID", help="The variable whose codes are poles.")
@click.option("--truth", default="", metavar="CODER", help="Take this coder's codes for the truth.")
@click.option("--update-card", is_flag=True, help="Write figures and status into the lexicon file.")
@click.option(
    "--spent", is_flag=True, help="Entries were chosen or dropped by this reading: no status."
)
@click.option("--outside", is_flag=True, help="The coders are people outside the project.")
@click.option("--coders", "who", default="", metavar="TEXT", help="For the card: who coded.")
@click.option("--texts", "on", default="", metavar="TEXT", help="For the card: what was read.")
@click.option(
    "--lexicons",
    "lexicon_folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with lexicons of your own; may be given several times.",
)
@click.option("--seed", type=int, metavar="N", help="Start of every random draw.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def validate(
    study_folder: Path,
    files: tuple[Path, ...],
    out: Path,
    variable: str,
    truth: str,
    update_card: bool,
    spent: bool,
    outside: bool,
    who: str,
    on: str,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Weigh the codings in FILES back to the material of the study in DIR.

    FILES are sheets, or the merged.csv of `framing code merge`. Writes validity.csv and .json
    (precision, recall, F1 by pole and voice), outlets.csv (means corrected for measured error),
    units.csv (corrected values for models of your own) and methods.md (a paragraph to publish).
    """
    from framing.corpus import codings
    from framing.report import coded, study, validity

    read = study.read(study_folder)
    given = codings.read(files, read.book, read.shown)
    _known_rater(truth, given.table)
    dimension, why = _reading(read, spent, lexicon._load(lexicon_folders))
    found = validity.of(
        read,
        given.table,
        variable,
        truth,
        spent=why,
        outside=outside,
        parameters=options.settings(seed),
    )
    card = None
    if update_card:
        who = who or f"{found.raters} coders apart, outlet and score masked"
        on = on or f"{len(read.key)} units drawn from {len(read.frame)}"
        card = _card(dimension, validity.card(found, who, on), found.status)
    tables = {"validity": found.validity}
    if len(found.outlets):
        tables |= {"outlets": found.outlets, "units": found.units}
    said = validity.data(found)
    said["cautions"] = [*given.cautions, *found.cautions]
    made = coded.write(
        out, tables, {"validity": said}, {"methods.md": validity.methods(found, read)}
    )
    if card is not None:
        _write_card(*card)
    if as_json:
        options.say_json(said | {"out": str(out), "files": made})
    elif not quiet:
        click.echo(validity.summary(found))
        for caution in said["cautions"]:
            click.echo(f"caution: {caution}", err=True)
    return 0


def _known_rater(name: str, codings: pd.DataFrame) -> None:
    from framing.errors import InputError

    raters = sorted(set(codings["rater"]))
    if name and name not in raters:
        raise InputError(
            found=f"no coder is called '{name}'",
            expected=f"one of {', '.join(raters)}",
            action="choose one of these with --truth",
            where="--truth",
        )


def _reading(
    read: Study, spent: bool, known: tuple[Dimension, ...]
) -> tuple[Dimension | None, str]:
    """Find the study's dimension, and why its reading may not raise a status."""
    from framing.lexicon import measured

    name = read.settings.get("dimension", "")
    dimension = next((one for one in known if one.id == name), None)
    if spent:
        return dimension, "the reading is spent: it chose or dropped entries"
    drawn_with = read.settings.get("entries", "")
    if dimension is not None and drawn_with and drawn_with != measured.fingerprint(dimension):
        return dimension, "the entries have changed since the sample was drawn"
    return dimension, ""


def _card(dimension: Dimension | None, figures: Mapping[str, Any], status: str) -> tuple[Path, str]:
    """Work out the lexicon file with its new card; nothing is written yet."""
    from framing.errors import InputError
    from framing.lexicon import measured

    if dimension is None:
        raise InputError(
            found="no lexicon file of this study's dimension",
            expected="a dimension among the project's lexicons or those of --lexicons",
            action="give its folder with --lexicons, or leave --update-card out",
            where="--update-card",
        )
    old, new = dimension.card.precision, figures.get("precision")
    if old is not None and old.n and (new is None or (new.n or 0) < old.n):
        raise InputError(
            found=f"{getattr(new, 'n', 0) or 0} coded hits, where the card rests on {old.n}",
            expected="at least as many as the card has",
            action="leave --update-card out; the figures are complete without it",
            where=dimension.path,
        )
    path = Path(dimension.path)
    return path, measured.put(path.read_text(encoding="utf-8"), figures, status, path)


def _write_card(path: Path, text: str) -> None:
    from framing import storage

    with storage.replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
