"""``framing compare``: the main job."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from framing.commands import options

if TYPE_CHECKING:
    import pandas as pd

    from framing.event import Corpus
    from framing.pipeline import Comparison

# bytes of a folder's name; file systems allow 255 and the staging name is longer than this
LONGEST_NAME = 120


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
    from framing.report import folder

    written = {k: rest.pop(k) for k in ("xlsx", "pages", "size", "grey", "share")}
    with options.progress(quiet or as_json) as on_step:
        on_step("reading")
        corpora = [pipeline.load(one, **rest) for one in _sources(path, bool(by))]
        parts, alone = _by_event(corpora) if by else (corpora, [])
        places = _places(parts, out, bool(by))
        for place in places:
            folder.check(place)
        packs = options.packs(lexicon_folders, path)
        results = []
        for part, place in zip(parts, places, strict=True):
            done = pipeline.compare(
                part, packs=packs, parameters=options.settings(seed), on_step=on_step
            )
            on_step("writing the report")
            done.report(place, **written)
            worlds = pipeline.null_worlds(done, on_step) if audit else None
            results.append(Result(done, place, worlds))
    _print(results, as_json, quiet, bool(by))
    for corpus in corpora:
        options.say_rejected(corpus.rejected)
    options.say_alone(alone)
    return 3 if any(len(corpus.rejected) for corpus in corpora) else 0


def _sources(path: Path, several: bool) -> list[Path]:
    """Name what is loaded: of a folder of events, each event with its own corpus.toml."""
    if not several or not path.is_dir() or (path / "corpus.toml").exists():
        return [path]
    return sorted(one.parent for one in path.glob("*/corpus.toml")) or [path]


class Result(NamedTuple):
    """One event's comparison, where its report lies, and its null worlds (None = not asked)."""

    done: Comparison
    folder: Path
    worlds: pd.DataFrame | None


def _places(parts: list[Corpus], out: Path | None, several: bool) -> list[Path]:
    """Name each report's folder: no two events share one, whatever their ids are."""
    if out is not None and not several:
        return [out]
    names: list[str] = []
    for part in parts:
        name = _folder_name(part.event.id)
        # folders that differ only by case are one folder on many disks
        if name.casefold() in map(str.casefold, names):
            name = f"{name}-{hashlib.sha256(part.event.id.encode()).hexdigest()[:12]}"
        names.append(name)
    return [(out or Path("reports")) / name for name in names]


def _folder_name(event: str) -> str:
    """Turn an event's id into a plain folder name that leads nowhere else and fits any disk."""
    name = re.sub(r"[^\w.-]+", "-", event).strip(".-") or "event"
    if len(name.encode()) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(event.encode()).hexdigest()[:12]
    cut = name.encode()[: LONGEST_NAME - 13].decode(errors="ignore")
    return f"{cut}-{digest}"


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


def _print(results: list[Result], as_json: bool, quiet: bool, several: bool) -> None:
    if as_json:
        said = [_as_data(*result) for result in results]
        # with --by event always a list: a script need not look how many events there were
        options.say_json(said if several else said[0])
        return
    if quiet:
        return
    from rich.console import Console

    from framing.report import summary

    console = Console()
    for done, folder, worlds in results:
        console.print(summary.text(done.view()))
        if worlds is not None:
            console.print(_audited(worlds))
        console.print(f"Report: {folder / 'report.pdf'}, {folder / 'report.html'}", soft_wrap=True)


def _audited(worlds: pd.DataFrame) -> str:
    any_finding = int(((worlds["n_claims"] > 0) | (worlds["n_words"] > 0)).sum())
    return (
        f"Audit: {any_finding} of {len(worlds)} null worlds made of these texts have a finding, "
        f"where there is nothing to find ({int(worlds['n_tests'].sum())} tests of differences, "
        f"{int(worlds['n_claims'].sum())} claims, {int(worlds['n_words'].sum())} words)."
    )


def _as_data(done: Comparison, folder: Path, worlds: pd.DataFrame | None) -> dict[str, Any]:
    return {
        "event": done.corpus.event.id,
        "out": str(folder),
        "files": sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()),
        "articles": len(done.documents),
        "findings": done.findings.to_dict("records"),
        "cautions": list(done.cautions),
        "limits": list(done.limits),
        "audit": None if worlds is None else worlds.to_dict("records"),
    }
