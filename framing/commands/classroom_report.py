"""``framing class import`` and ``report``: answers from paper, and what the class did."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.commands import options

if TYPE_CHECKING:
    from framing.classroom.given import ClassAnswers
    from framing.classroom.store import Store

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where lessons are kept (default: a file in your own program data).",
)
_SECTION = click.option(
    "--section",
    default="",
    metavar="CLASS",
    help="The class: its join code or its name (not needed if there is one only).",
)


@click.command(name="import", short_help="Put answers from paper into a class.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_SECTION
@_DATA
@options.json_
@options.quiet_
def import_(file: Path, section: str, data: Path | None, as_json: bool, quiet: bool) -> int:
    """Put the answers of paper sheets into a class, all of them or none.

    FILE is the kit's answers.csv, filled in: one row for each sheet, the number of the marked
    circle, ? for can't tell. A code that is there already gets its answers replaced. Without a
    lesson on this computer use `framing class report EVENT --answers FILE`.
    """
    from framing.classroom import intake, paper

    kept = _kept(data)
    try:
        own = intake.find(kept, section)
        sheets, cautions = paper.read(file, kept.lesson(own.lesson).material)
        new, replaced = intake.add(kept, own, sheets)
    finally:
        kept.close()
    if as_json:
        made = {"class": own.name, "new": new, "replaced": replaced, "cautions": cautions}
        options.say_json(made)
    elif not quiet:
        for caution in cautions:
            click.echo(caution, err=True)
        click.echo(f"Class {own.name}: {new} new sheets, {replaced} replaced.")
    return 0


@click.command(short_help="Write the report of a class, without names.")
@click.argument("event", required=False)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Answers from paper (the kit's answers.csv); then EVENT says what was read.",
)
@_SECTION
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write (default: reports/<event>-class).",
)
@click.option("--title", default="", metavar="TEXT", help="Name of the class on the first page.")
@click.option(
    "--size",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Paper of the report.",
)
@_DATA
@options.lexicon_folders
@options.json_
@options.quiet_
def report(
    event: str | None,
    answers: Path | None,
    section: str,
    out: Path | None,
    title: str,
    size: str,
    data: Path | None,
    lexicon_folders: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> int:
    """Write class-report.pdf and its tables: what a class saw, without a name or a grade.

    How the class put the texts, blind and at the second look, which words it marked, how far the
    markings agree, the class against the tool, exit answers. Numbers under five are hidden.
    Without --answers the class is read from the lessons kept on this computer.
    """
    from framing.classroom import export

    if answers is not None:
        own, cautions = _from_paper(event, answers, lexicon_folders, quiet or as_json)
        language = "en"
    else:
        own, name, language = _from_lesson(data, section, event)
        title, cautions = title or name, []
    name = options.folder_name(own.material.event)
    folder = out or Path("reports") / f"{name}-class{_tail(title)}"
    made = export.write(own, folder, title=title, size=size, language=language)
    files = sorted(str(file) for file in made.iterdir())
    if as_json:
        options.say_json({"event": own.material.event, "files": files, "cautions": cautions})
    elif not quiet:
        for caution in cautions:
            click.echo(caution, err=True)
        click.echo(str(made))
    return 0


def _tail(title: str) -> str:
    """Make a piece of a folder's name of a class's name, so that two classes get two folders."""
    plain = re.sub(r"\W+", "-", title).strip("-").lower()
    return f"-{plain[:40]}" if plain else ""


def _kept(data: Path | None) -> Store:
    from framing.classroom import serve, store
    from framing.errors import InputError

    path = data or serve.place()
    if not path.exists():
        raise InputError(
            found="there are no lessons on this computer",
            expected="a lesson made with 'framing class start'",
            action="without a lesson use 'framing class report EVENT --answers FILE'",
            where=str(path),
        )
    kept = store.Store(path)
    kept.expire()
    return kept


def _from_lesson(
    data: Path | None, section: str, event: str | None
) -> tuple[ClassAnswers, str, str]:
    from framing.classroom import export, intake

    kept = _kept(data)
    try:
        return export.from_store(kept, intake.find(kept, section, event or "").id)
    finally:
        kept.close()


def _from_paper(
    event: str | None, file: Path, folders: tuple[Path, ...], silent: bool
) -> tuple[ClassAnswers, list[str]]:
    from framing.classroom import given, material, paper
    from framing.errors import InputError

    if event is None:
        raise InputError(
            found="answers without the event that was read",
            expected="framing class report EVENT --answers FILE",
            action="name the event, or the folder with your articles",
            where=file.name,
        )
    with options.progress(silent) as on_step:
        on_step("reading the articles")
        made = material.build(event, options.packs(folders, Path(event)))
    sheets, cautions = paper.read(file, made)
    return given.of_sheets(sheets, made), cautions
