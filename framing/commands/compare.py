"""``framing compare``: the main job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from framing.event import Corpus
    from framing.pipeline import Comparison


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
@click.option("--grey", is_flag=True, help="Charts and PDF in greys.")
@click.option(
    "--share", is_flag=True, help="No full texts: snippets of at most 25 words, for publishing."
)
@options.analysis
def compare(
    path: Path,
    out: Path | None,
    by: str | None,
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

    written = {k: rest.pop(k) for k in ("xlsx", "pages", "size", "grey", "share")}
    with options.progress(quiet or as_json) as on_step:
        on_step("reading")
        corpus = pipeline.load(path, **rest)
        packs = options.packs(lexicon_folders, path)
        parts = _by_event(corpus) if by else [corpus]
        home = out or Path("reports")
        results = []
        for part in parts:
            folder = home / part.event.id if by or out is None else home
            done = pipeline.compare(
                part, packs=packs, parameters=options.settings(seed), on_step=on_step
            )
            on_step("writing the report")
            done.report(folder, **written)
            results.append((done, folder))
    _print(results, as_json, quiet)
    return 3 if len(corpus.rejected) else 0


def _by_event(corpus: Corpus) -> list[Corpus]:
    from dataclasses import replace

    from framing.event import Event

    parts = []
    for event, documents in corpus.documents.groupby("event", sort=True):
        documents = documents.reset_index(drop=True)
        debris = corpus.debris[corpus.debris["doc_id"].isin(documents["doc_id"])]
        known = corpus.event if corpus.event.id == event else Event(str(event))
        parts.append(
            replace(corpus, documents=documents, event=known, debris=debris.reset_index(drop=True))
        )
    return parts


def _print(results: list[tuple[Comparison, Path]], as_json: bool, quiet: bool) -> None:
    if as_json:
        said = [_as_data(done, folder) for done, folder in results]
        click.echo(json.dumps(said[0] if len(said) == 1 else said, ensure_ascii=False, indent=2))
        return
    if quiet:
        return
    from rich.console import Console

    from framing.report import summary

    console = Console()
    for done, folder in results:
        console.print(summary.text(done.view()))
        console.print(f"Report: {folder / 'report.pdf'}, {folder / 'report.html'}")


def _as_data(done: Comparison, folder: Path) -> dict[str, Any]:
    return {
        "event": done.corpus.event.id,
        "out": str(folder),
        "files": sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()),
        "articles": len(done.documents),
        "findings": done.findings.to_dict("records"),
        "cautions": list(done.cautions),
        "limits": list(done.limits),
    }
