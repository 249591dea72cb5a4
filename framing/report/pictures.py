"""The pictures of a report: drawn from its tables, each with its words for who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from framing.charts import coverage, hits, naming, speakers, spectrum, strip, style, tone, words
from framing.report.view import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HATCHED = ("naming", "speakers")
NAMES = ("strip", "spectrum", "naming", "speakers", "coverage", "tone", "words", "hits")


def texts(report: Report) -> dict[str, str]:
    """Say every picture in words; a picture without content is left out.

    Returns a dictionary from the picture's name to its alternative text.
    """
    if "texts" not in report.gathered:
        report.gathered["texts"] = _texts(report)
    return dict(report.gathered["texts"])


def _texts(report: Report) -> dict[str, str]:
    outlets, shown = report.outlet_names(), report.dimensions_shown()
    table = report.table
    labels = report.fact_labels()
    said = {
        "strip": strip.alt(table("naming"), outlets),
        "spectrum": spectrum.alt(table("scores"), shown, outlets),
        "naming": naming.alt(table("naming"), outlets),
        "speakers": speakers.alt(table("speakers"), outlets),
        "coverage": coverage.alt(table("coverage"), table("documents"), labels),
        "tone": tone.alt(table("scores"), outlets),
        "words": words.alt(table("keywords"), outlets, alpha=report.parameters.alpha),
        "hits": hits.alt(table("hits"), table("documents"), shown),
    }
    empty = {
        "strip": not len(table("naming")),
        "naming": not len(table("naming")),
        "spectrum": not shown,
        "speakers": not len(table("speakers")),
        "coverage": not len(table("coverage")),
        "tone": not (table("scores")["scorer"] == "tone").any(),
        "words": not len(table("keywords")),
        "hits": not len(hits.prepare(table("hits"), table("documents"), shown)),
    }
    return {name: said[name] for name in NAMES if not empty[name]}


def draw(report: Report, name: str, *, grey: bool = False) -> Figure:
    """Draw one picture of a report by name."""
    outlets, shown = report.outlet_names(), report.dimensions_shown()
    table = report.table
    if name == "strip":
        return strip.draw(table("naming"), outlets, grey=grey)
    if name == "spectrum":
        return spectrum.draw(table("scores"), shown, outlets, grey=grey)
    if name == "naming":
        return naming.draw(table("naming"), outlets, grey=grey)
    if name == "speakers":
        return speakers.draw(table("speakers"), outlets, grey=grey)
    if name == "coverage":
        return coverage.draw(table("coverage"), table("documents"), report.fact_labels(), grey=grey)
    if name == "tone":
        return tone.draw(table("scores"), outlets, grey=grey)
    if name == "words":
        return words.draw(table("keywords"), outlets, alpha=report.parameters.alpha, grey=grey)
    return hits.draw(table("hits"), table("documents"), shown, report.letters(), grey=grey)


def save(report: Report, folder: Path, *, grey: bool = False) -> dict[str, Path]:
    """Draw every picture that has content into a folder, as PNG and SVG.

    Returns a dictionary from the picture's name to its SVG file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for name in texts(report):
        figure = draw(report, name, grey=grey)
        for ending in (".png", ".svg"):
            style.save(figure, folder / f"{name}{ending}")
        made[name] = folder / f"{name}.svg"
    return made


def on_paper(charts: Mapping[str, Path]) -> dict[str, Path]:
    """Choose the file of each picture for the PDF: lines as SVG, hatched bars as PNG.

    Hatches are tiles in SVG, whose seams show on paper. ``charts`` maps names to files.
    """
    chosen = dict(charts)
    for name in _HATCHED:
        if name in chosen and chosen[name].with_suffix(".png").is_file():
            chosen[name] = chosen[name].with_suffix(".png")
    return chosen
