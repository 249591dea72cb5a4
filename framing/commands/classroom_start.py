"""``framing class start`` and ``wipe``: hold a lesson, and delete it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.commands import options

if TYPE_CHECKING:
    from framing.classroom.store import Lesson, Section, Store

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where lessons are kept (default: a file in your own program data).",
)


@click.command(short_help="Hold a lesson: pupils join with their phones.")
@click.argument("event", required=False)
@click.option(
    "--minutes",
    type=click.Choice(["20", "45", "90"]),
    default="45",
    show_default=True,
    help="Length of the lesson.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="Language of the pages (the articles stay as they are).",
)
@click.option(
    "--class",
    "names",
    multiple=True,
    metavar="NAME",
    help="Name of a class; may be given several times: each gets its own code.",
)
@click.option(
    "--experiment",
    is_flag=True,
    help="Source-cue experiment with the third text (90 minutes): half of the class sees "
    "another outlet above it; the lesson tells them afterwards.",
)
@click.option("--new", is_flag=True, help="Set the lesson up anew instead of going on with it.")
@click.option("--host", default="0.0.0.0", metavar="ADDRESS", help="Listen on this address only.")  # noqa: S104 - pupils come over the local network
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--name", "hosts", multiple=True, metavar="HOST", help="A name of this computer.")
@_DATA
@click.option(
    "--lexicons",
    "lexicon_folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with lexicons of your own; may be given several times.",
)
@click.option("--no-serve", is_flag=True, help="Set up and print, but do not serve.")
@click.option("--json", "as_json", is_flag=True, help="Print addresses and codes as JSON.")
def start(
    event: str | None,
    minutes: str,
    language: str,
    names: tuple[str, ...],
    experiment: bool,
    new: bool,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    data: Path | None,
    lexicon_folders: tuple[Path, ...],
    no_serve: bool,
    as_json: bool,
) -> int:
    """Hold a lesson on this computer: pupils join with a code, nobody needs an account.

    EVENT is the name of a sample event, or a path to two or three articles of your own. Without
    EVENT the events are offered, the calmest first; your own link lets you paste articles. A
    lesson that was interrupted goes on where it was: nothing that was sent in is lost.
    """
    from framing.classroom import serve, store

    kept = store.Store(data or serve.place())
    kept.expire()
    lesson = _going_on(kept, event, int(minutes), language, experiment) if not new else None
    going_on = lesson is not None
    if lesson is None and event is None and sys.stdin.isatty() and not as_json:
        event = _chosen()
    if lesson is None and event is not None:
        lesson = _set_up(kept, event, int(minutes), language, experiment, lexicon_folders)
    sections = _sections(kept, lesson, names) if lesson else []
    shown = (*hosts, host if host not in ("0.0.0.0", "::") else serve.own_address())[0]  # noqa: S104
    address = serve.link(shown, port)
    if as_json:
        options.say_json(
            {
                "address": address,
                "teacher": f"{address}/t/{kept.teacher_key()}",
                "lesson": lesson.id if lesson else "",
                "classes": [{"name": one.name, "code": one.code} for one in sections],
            }
        )
    else:
        if lesson is None:
            click.echo(_offer())
        elif going_on:
            click.echo("Going on with the lesson that was begun (another one: --new).")
        click.echo(serve.board(kept, lesson, sections, address))
    sys.stdout.flush()
    if not no_serve:
        serve.run(kept, host, port, address, hosts)
    kept.close()
    return 0


def _going_on(
    kept: Store, event: str | None, minutes: int, language: str, experiment: bool
) -> Lesson | None:
    """Give the newest lesson if it is the one that is asked for, so that a restart goes on.

    Without an event it goes on as long as a class has not come to the end.
    """
    there = kept.lessons()
    if not there:
        return None
    newest = there[-1]
    if event is None:
        phases = [one.phase for one in kept.sections(newest.id)]
        return None if phases and set(phases) == {"end"} else newest
    path = Path(event)
    same = newest.material.event == (path.resolve().name if path.exists() else event)
    asked = (newest.minutes, newest.language, newest.experiment) == (minutes, language, experiment)
    return newest if same and asked else None


def _set_up(
    kept: Store,
    event: str,
    minutes: int,
    language: str,
    experiment: bool,
    folders: tuple[Path, ...],
) -> Lesson:
    from framing.classroom import material

    with options.progress(False) as on_step:
        on_step("reading the articles (about ten seconds)")
        made = material.build(event, options.packs(folders, Path(event)), language)
    return kept.add_lesson(made.title, made, language, minutes, experiment)


def _sections(kept: Store, lesson: Lesson, names: tuple[str, ...]) -> list[Section]:
    there = kept.sections(lesson.id)
    wanted = names or (() if there else ("1",))
    for name in wanted:
        if name not in [one.name for one in there]:
            kept.add_section(lesson.id, name[:40])
    return kept.sections(lesson.id)


def _offer() -> str:
    from framing.classroom import material

    lines = ["Events for a lesson, the calmest first (framing class start NAME):", ""]
    for number, offer in enumerate(material.offers(), 1):
        grades = f" (grades {offer.grades})" if offer.grades else ""
        lines.append(f"  {number}  {offer.id}: {offer.title}{grades}")
    return "\n".join([*lines, ""])


def _chosen() -> str:
    from framing.classroom import material

    click.echo(_offer())
    offers = material.offers()
    number = click.prompt("Which one", type=click.IntRange(1, len(offers)), default=1)
    return offers[number - 1].id


@click.command(short_help="Delete lessons with all their answers.")
@click.argument("lesson", required=False)
@click.option("--all", "everything", is_flag=True, help="Delete every lesson of this computer.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_DATA
def wipe(lesson: str | None, everything: bool, yes: bool, data: Path | None) -> int:
    """Delete a lesson and all its answers for good; without LESSON, list what there is.

    Lessons are deleted by themselves after 30 days.
    """
    from framing.classroom import serve, store

    path = data or serve.place()
    if not path.exists():
        click.echo("There are no lessons on this computer.")
        return 0
    kept = store.Store(path)
    kept.expire()
    if not (lesson or everything):
        for one in kept.lessons():
            names = ", ".join(f"{s.name} ({s.code})" for s in kept.sections(one.id))
            click.echo(f"{one.id}  {one.title}  {names}")
        if not kept.lessons():
            click.echo("There are no lessons on this computer.")
        return 0
    if lesson and not everything:
        kept.lesson(lesson)
    if not yes:
        click.confirm("Delete for good, with every answer?", abort=True)
    gone = kept.wipe(None if everything else lesson)
    kept.close()
    click.echo(f"Deleted: {gone} lesson{'' if gone == 1 else 's'}.")
    return 0
