"""``framing class worksheet``: student sheet and answer key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.commands import options


@click.command(short_help="Write a student sheet and an answer key for an event.")
@click.argument("event")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write (default: reports/<event>-worksheet).",
)
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="DOC_ID",
    help="An article to put on the sheet; may be given several times.",
)
@click.option(
    "--size",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Paper of the sheets.",
)
@click.option("--grey", is_flag=True, help="Sheets in greys.")
@options.analysis
def worksheet(
    event: str,
    out: Path | None,
    articles: tuple[str, ...],
    size: str,
    grey: bool,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Write student-sheet.pdf (outlets masked, lines numbered) and answer-key.pdf.

    Without --article also answers.csv, to type the answers into for `framing class report`.
    EVENT is the name of a sample event, or a path to articles of your own.
    """
    from framing import pipeline
    from framing.classroom import paper
    from framing.report import worksheet as sheets

    path = Path(event) if Path(event).exists() else pipeline.sample(event)
    with options.progress(quiet or as_json) as on_step:
        done = pipeline.compare(
            path,
            packs=options.packs(lexicon_folders, path),
            parameters=options.settings(seed),
            on_step=on_step,
            **rest,
        )
        name = options.folder_name(done.corpus.event.id)
        folder = out or Path("reports") / f"{name}-worksheet"
        made = sheets.write(done.view(), folder, articles=articles, size=size, grey=grey)
        if not articles:
            # a class report is of the lesson's own texts, not of any two that somebody chose
            labels = "ABC"[: min(3, len(done.documents))]
            made.append(paper.write_template(folder / "answers.csv", labels))
    if as_json:
        options.say_json({"event": done.corpus.event.id, "files": [str(file) for file in made]})
    elif not quiet:
        for file in made:
            click.echo(str(file))
    return 0
