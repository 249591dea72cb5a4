"""``framing class kit``: everything for a lesson on paper and a projector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.commands import options


@click.command(short_help="Write a lesson's kit: plan, sheets, key, slides, report.")
@click.argument("event")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write (default: reports/<event>-kit).",
)
@click.option(
    "--size",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Paper of the sheets.",
)
@click.option("--grey", is_flag=True, help="Everything in greys.")
@click.option(
    "--language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="Language of sheet and slides (articles, plan and key stay English).",
)
@options.analysis
def kit(
    event: str,
    out: Path | None,
    size: str,
    grey: bool,
    language: str,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Write the kit for a lesson of 20, 45 or 90 minutes: nobody else needs to install anything.

    Plan with scripts, student sheet, answer key, slides, the report as HTML and PDF, and
    answers.csv to type the answers into (see `framing class import` and `framing class report`).
    EVENT is the name of a sample event, or a path to articles of your own.
    """
    from framing import pipeline
    from framing.classroom import kit as kits
    from framing.report import folder

    path = Path(event) if Path(event).exists() else pipeline.sample(event)
    if out is not None:
        folder.check(out, kits.RECORD)
    with options.progress(quiet or as_json) as on_step:
        done = pipeline.compare(
            path,
            packs=options.packs(lexicon_folders, path),
            parameters=options.settings(seed),
            on_step=on_step,
            **rest,
        )
        on_step("kit")
        made = kits.write(
            done.view(),
            out or Path("reports") / f"{options.folder_name(done.corpus.event.id)}-kit",
            size=size,
            grey=grey,
            language=language,
        )
    if as_json:
        files = sorted(file for file in made.rglob("*") if file.is_file())
        options.say_json({"event": done.corpus.event.id, "files": [str(file) for file in files]})
    elif not quiet:
        click.echo(str(made))
    return 0
