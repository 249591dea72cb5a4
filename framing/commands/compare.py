"""``framing compare``: the main job."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from framing.event import Corpus

# events from which starting further processes is worth while
_WORTH = 4


@click.command(short_help="Compare the articles of one event and write a report.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The report's folder (default: reports/<event>).",
)
@click.option(
    "--by",
    type=click.Choice(["event"]),
    help="Several events in one input: one report for each in DIR/<event>/.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes for --by event (default: cores).",
)
@click.option("--xlsx", is_flag=True, help="Write report.xlsx with a codebook sheet, too.")
@click.option(
    "--pages",
    type=click.Choice(["full", "short"]),
    default="full",
    show_default=True,
    help="Length of the PDF.",
)
@click.option(
    "--size",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Paper of the PDF.",
)
@click.option(
    "--audit",
    is_flag=True,
    help="Count the findings in null worlds made of the same texts (takes a while).",
)
@click.option("--grey", is_flag=True, help="Charts and PDF in greys.")
@click.option(
    "--share", is_flag=True, help="No full texts: snippets of at most 25 words, for publishing."
)
@options.analysis
def compare(
    path: Path,
    out: Path | None,
    by: str | None,
    audit: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    **rest: Any,
) -> int:
    """Compare how the outlets of PATH word one event; write PDF, HTML, PNG and tables.

    PATH is a folder of articles (.txt, .md, .html; with or without corpus.toml), or a CSV, JSON
    Lines or Parquet file with the columns outlet and text.
    """
    from framing import pipeline
    from framing.batch import reports
    from framing.report import folder

    written = {k: rest.pop(k) for k in ("xlsx", "pages", "size", "grey", "share")}
    with options.progress(quiet or as_json) as on_step:
        on_step("reading")
        corpora = [pipeline.load(one, **rest) for one in _sources(path, bool(by))]
        parts, alone = _by_event(corpora) if by else (corpora, [])
        places = _places(parts, out, bool(by))
        for place in places:
            folder.check(place)
        manner = reports.Manner(
            tuple(str(p) for p in options.own_folders(lexicon_folders, path)),
            options.settings(seed),
            written,
            audit,
            *_terminal(),
        )
        orders = [
            reports.Order(number, part, place, manner)
            for number, (part, place) in enumerate(zip(parts, places, strict=True))
        ]
        made = list(reports.each(orders, _processes(workers, len(orders)), on_step))
    if as_json:
        # with --by event always a list: a script need not look how many events there were
        options.say_json([one.data for one in made] if by else made[0].data)
    elif not quiet:
        for one in made:
            click.echo(one.said, nl=False)
    for corpus in corpora:
        options.say_rejected(corpus.rejected)
    options.say_alone(alone)
    return 3 if any(len(corpus.rejected) for corpus in corpora) else 0


def _sources(path: Path, several: bool) -> list[Path]:
    """Name what is loaded: of a folder of events, each event with its own corpus.toml."""
    if not several or not path.is_dir() or (path / "corpus.toml").exists():
        return [path]
    return sorted(one.parent for one in path.glob("*/corpus.toml")) or [path]


def _processes(workers: int | None, events: int) -> int:
    """Decide how many processes are worth their start."""
    most = workers or (options.cores() if events >= _WORTH else 1)
    return min(most, events)


def _terminal() -> tuple[int, bool]:
    """Ask how wide the terminal is and whether it shows colours."""
    from rich.console import Console

    console = Console()
    return console.width, console.is_terminal and not console.no_color


def _places(parts: list[Corpus], out: Path | None, several: bool) -> list[Path]:
    """Name each report's folder: no two events share one, whatever their ids are."""
    if out is not None and not several:
        return [out]
    names: list[str] = []
    for part in parts:
        name = options.folder_name(part.event.id)
        # folders that differ only by case are one folder on many disks
        if name.casefold() in map(str.casefold, names):
            name = f"{name}-{hashlib.sha256(part.event.id.encode()).hexdigest()[:12]}"
        names.append(name)
    return [(out or Path("reports")) / name for name in names]


def _by_event(corpora: list[Corpus]) -> tuple[list[Corpus], list[str]]:
    """Split the articles by event; events with a single article are named, not compared."""
    from framing.errors import InputError

    split = [_split(corpus) for corpus in corpora]
    parts = [part for found, _ in split for part in found]
    if not parts:
        raise InputError(
            found="no event with two articles",
            expected="at least two articles of one event",
            action="check the column event; 'framing annotate' reads single articles",
            where="column event",
        )
    return parts, [event for _, found in split for event in found]


def _split(corpus: Corpus) -> tuple[list[Corpus], list[str]]:
    from dataclasses import replace

    parts, alone = [], []
    for event, documents in corpus.documents.groupby("event", sort=True):
        if len(documents) < 2:
            alone.append(str(event))
            continue
        documents = documents.reset_index(drop=True)
        debris = corpus.debris[corpus.debris["doc_id"].isin(documents["doc_id"])]
        others = corpus.documents["doc_id"][corpus.documents["event"] != event]
        # a note about an article begins with its doc_id: those of other events stay there
        foreign = tuple(f"{doc_id}{end}" for doc_id in others for end in (": ", " has ", " is "))
        parts.append(
            replace(
                corpus,
                documents=documents,
                event=replace(corpus.event, id=str(event)),
                debris=debris.reset_index(drop=True),
                cautions=tuple(c for c in corpus.cautions if not c.startswith(foreign)),
            )
        )
    return parts, alone
