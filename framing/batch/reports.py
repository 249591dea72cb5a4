"""One report for each of many events, by processes that load matplotlib once each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing import pipeline
from framing.batch import job, pool
from framing.event import Corpus
from framing.parameters import Parameters


@dataclass(frozen=True)
class Manner:
    """How every report of a run is made: lexicon folders, settings, options of the folder.

    ``written`` are the options of ``framing.report.folder.write``; ``audit`` asks for null
    worlds; ``width`` is that of the terminal, ``colour`` whether it shows any.

    >>> Manner().audit
    False
    """

    folders: tuple[str, ...] = ()
    parameters: Parameters | None = None
    written: Mapping[str, Any] | None = None
    audit: bool = False
    width: int = 100
    colour: bool = False


class Order(NamedTuple):
    """One report to be made: its number, the articles of the event, the folder, the manner."""

    number: int
    corpus: Corpus
    place: Path
    manner: Manner


class Made(NamedTuple):
    """One report that was made: its number, what a script wants of it, its summary as text."""

    number: int
    data: dict[str, Any]
    said: str


def each(
    orders: Sequence[Order], workers: int, on_step: Callable[[str], None] | None = None
) -> Iterator[Made]:
    """Make every report, in order; a worker that dies costs no report.

    ``workers`` is the number of processes (1 = this one). Raises what a comparison raises.
    """
    on_step = on_step or _silent
    if workers <= 1:
        for order in orders:
            yield make(order, on_step)
        return
    waiting: dict[int, Made] = {}
    wanted = 0
    given = (orders[0].manner.folders,)
    for made in pool.each(make, iter(orders), workers, _prepare, given):
        waiting[made.number] = made
        on_step(f"{len(waiting) + wanted} of {len(orders)} reports")
        while wanted in waiting:
            yield waiting.pop(wanted)
            wanted += 1


def _prepare(folders: tuple[str, ...]) -> None:
    """Load in a new process what every report needs."""
    from framing.charts import style
    from framing.report import folder

    job.packs(folders)
    with style.settings():
        assert folder.MADE_BY


def _silent(step: str) -> None:
    """Tell nobody which step runs."""


def make(order: Order, on_step: Callable[[str], None] = _silent) -> Made:
    """Compare the articles of one event and write its report."""
    manner = order.manner
    done = pipeline.compare(
        order.corpus,
        packs=job.packs(manner.folders),
        parameters=manner.parameters or Parameters(),
        on_step=on_step,
    )
    on_step("writing the report")
    done.report(order.place, **(manner.written or {}))
    worlds = pipeline.null_worlds(done, on_step) if manner.audit else None
    return Made(order.number, _data(done, order.place, worlds), _said(done, order, worlds))


def _data(done: pipeline.Comparison, place: Path, worlds: pd.DataFrame | None) -> dict[str, Any]:
    return {
        "event": done.corpus.event.id,
        "out": str(place),
        "files": sorted(str(p.relative_to(place)) for p in place.rglob("*") if p.is_file()),
        "articles": len(done.documents),
        "findings": done.findings.to_dict("records"),
        "cautions": list(done.cautions),
        "limits": list(done.limits),
        "audit": None if worlds is None else worlds.to_dict("records"),
    }


def _said(done: pipeline.Comparison, order: Order, worlds: pd.DataFrame | None) -> str:
    """Give the summary as the terminal shows it."""
    from rich.console import Console

    from framing.report import summary

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=order.manner.width,
        force_terminal=order.manner.colour,
        legacy_windows=False,
    )
    console.print(summary.text(done.view()))
    if worlds is not None:
        console.print(_audited(worlds))
    place = order.place
    console.print(f"Report: {place / 'report.pdf'}, {place / 'report.html'}", soft_wrap=True)
    return stream.getvalue()


def _audited(worlds: pd.DataFrame) -> str:
    any_finding = int(((worlds["n_claims"] > 0) | (worlds["n_words"] > 0)).sum())
    return (
        f"Audit: {any_finding} of {len(worlds)} null worlds made of these texts have a finding, "
        f"where there is nothing to find ({int(worlds['n_tests'].sum())} tests of differences, "
        f"{int(worlds['n_claims'].sum())} claims, {int(worlds['n_words'].sum())} words)."
    )
