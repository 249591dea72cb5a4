"""Tone toward the people and actors of an event as plain data: counts by outlet and voice."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.view import Report
from framing.scoring import toward

Data = dict[str, Any]
MOST = 8
# what stands above the table, on paper and screen alike
LEAD = (
    "How many pieces of text treat each of them harshly (−), neither (○) or kindly (+), in the "
    "outlet's own voice and in words it relays. A learned score, right about three times in four "
    "on single sentences of other news; greyed, and never a finding. Its card: framing model card "
    "toward."
)
_SIGNS = {"-1": "harsh", "0": "neither", "1": "kind"}


def section(report: Report) -> Data:
    """Give the tone toward the event's actors and frequent names; empty if it was not judged.

    Returns lead (a text), outlets (names), rows: target and cells (one for each outlet: own and
    told, each with harsh, neither, kind as counts).
    """
    judged = report.table("judgements")
    judged = judged[judged["scorer"] == "toward"]
    names = toward.frequent(judged, [actor.name for actor in report.actors])[:MOST]
    if not names:
        return {}
    outlets = report.outlet_names()
    counts = _counts(judged.assign(outlet=judged["doc_id"].map(report.outlet_of())))
    rows = [
        {"target": name, "cells": [_cell(counts, name, outlet) for outlet in outlets]}
        for name in names
    ]
    return {"lead": LEAD, "outlets": outlets, "rows": rows}


def _counts(judged: pd.DataFrame) -> dict[tuple[str, str, bool, str], int]:
    own = judged["voice"] == "narrator"
    keys = [judged["target"], judged["outlet"], own, judged["label"]]
    return {key: int(n) for key, n in judged.groupby(keys).size().items()}  # type: ignore[misc]


def _cell(counts: dict[tuple[str, str, bool, str], int], target: str, outlet: str) -> Data:
    def of(own: bool) -> Data:
        found = {
            word: counts.get((target, outlet, own, label), 0) for label, word in _SIGNS.items()
        }
        return {**found, "any": any(found.values())}

    return {"outlet": outlet, "own": of(True), "told": of(False)}
