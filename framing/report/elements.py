"""The frame elements of a report as plain data: the grid, who blames whom, who must act."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.charts import elements
from framing.report import wording
from framing.report.view import Report
from framing.scoring.elements import EXPERIMENTAL

Data = dict[str, Any]
_WORDS, _TARGETS, _DUTIES = 25, 6, 14
_POLARITIES = {
    "negated": "denied",
    "rejected": "rejected",
    "alleged": "alleged",
    "hypothetical": "supposed",
}


def section(report: Report, *, share: bool = False) -> Data:
    """Give the elements of all outlets; an empty dictionary if none was found.

    ``share`` quotes once in a cell, else twice. Returns outlets, rows (one per element, a cell
    per outlet), blame (targets and rows), must (a list), experimental (names of elements).
    """
    table, documents = report.table("elements"), report.table("documents")
    if not table["counted"].any():
        return {}
    outlets = report.outlet_names()
    chosen = elements.grid(table, documents, outlets, 1 if share else 2)
    unsure = sorted(set(table["element"][table["reason"] == EXPERIMENTAL]))
    return {
        "outlets": outlets,
        "rows": [
            {
                "element": words,
                "experimental": element in unsure,
                "cells": [_cell(report, chosen, outlet, element) for outlet in outlets],
            }
            for element, words in wording.ELEMENTS.items()
        ],
        "blame": _blame(elements.blame(table, documents), outlets),
        "must": _must(elements.duties(table, documents)),
        "experimental": [wording.ELEMENTS[name] for name in unsure],
    }


def _cell(report: Report, chosen: pd.DataFrame, outlet: str, element: str) -> Data:
    rows = chosen[(chosen["outlet"] == outlet) & (chosen["element"] == element)]
    own, told = (int(rows[name].iloc[0]) if len(rows) else 0 for name in ("own", "told"))
    table = report.table("elements")
    quotes = [_quote(report, table.loc[number]) for number in rows["row"]]
    return {"outlet": outlet, "quotes": quotes, "own": own, "told": told}


def _quote(report: Report, row: Any) -> Data:
    sentences = report.table("sentences")
    whole = sentences[
        (sentences["doc_id"] == row["doc_id"]) & (sentences["sent_id"] == row["sent_id"])
    ]
    before, core, after = "", row["text"], ""
    if len(whole):
        text, first = whole["text"].iloc[0], int(whole["start"].iloc[0])
        start, end = int(row["start"]) - first, int(row["end"]) - first
        if 0 <= start < end <= len(text):  # a shared table keeps no sentences
            before, core, after = window(text, start, end)
    own = row["voice"] == "narrator"
    return {
        "before": before,
        "core": core,
        "after": after,
        "who": "own voice" if own else row["actor"] or "speaker not known",
        "own": own,
        "polarity": _POLARITIES.get(row["polarity"], ""),
    }


def window(text: str, start: int, end: int, most: int = _WORDS) -> tuple[str, str, str]:
    """Cut a sentence to ``most`` words round a stretch: what stands before, the stretch, after.

    >>> window("One two three four five six.", 8, 13, 4)
    ('… two ', 'three', ' four five …')
    """
    core = text[start:end].split()
    if len(core) >= most:
        return ("… " if start else ""), " ".join(core[:most]) + " …", ""
    left, right = text[:start].split(), text[end:].split()
    room = most - len(core)
    after = min(len(right), max(room // 2 + room % 2, room - len(left)))
    before = min(len(left), room - after)
    head = " ".join(left[len(left) - before :])
    tail = " ".join(right[:after])
    head = ("… " if before < len(left) else "") + head
    tail = tail + (" …" if after < len(right) else "")
    glued = end < len(text) and not text[end].isspace()
    joined = start > 0 and not text[start - 1].isspace()
    head = head if joined or not head.strip("… ") else head + " "
    return head, " ".join(core), tail if glued or not tail else " " + tail


def _blame(rows: pd.DataFrame, outlets: list[str]) -> Data:
    """Give the matrix: a row for each outlet's own voice and each speaker, a column per target."""
    targets = list(dict.fromkeys(rows["target"]))
    shown = targets[:_TARGETS]
    keys = list(dict.fromkeys(zip(rows["voice"], rows["who"], strict=True)))
    place = {name: number for number, name in enumerate(outlets)}
    keys.sort(key=lambda key: (key[0] != "own", place.get(key[1], len(place)), key[1]))
    made = []
    for voice, who in keys:
        own = rows[(rows["voice"] == voice) & (rows["who"] == who)]
        counts = own.groupby("target")["count"].sum()
        others = [target for target in own["target"] if target not in shown]
        made.append(
            {
                "who": who,
                "voice": "own voice" if voice == "own" else "told",
                "where": [name for name in outlets if name in set(own["outlet"])],
                "counts": [int(counts.get(target, 0)) for target in shown],
                "others": list(dict.fromkeys(others)),
            }
        )
    return {"targets": shown, "rows": made}


def _must(rows: pd.DataFrame) -> list[Data]:
    """List the duties; the same demand of the same speaker in several outlets is one row."""
    made: dict[tuple[str, str, str], Data] = {}
    for _, row in rows.iterrows():
        own = row["voice"] == "own"
        key = (row["target"], row["outlet"] if own else row["who"], row["text"].casefold())
        words = row["text"].split()
        duty = made.setdefault(
            key,
            {
                "target": row["target"],
                "text": " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else ""),
                "who": "own voice" if own else row["who"],
                "outlets": [],
                "polarity": _POLARITIES.get(row["polarity"], ""),
            },
        )
        if row["outlet"] not in duty["outlets"]:
            duty["outlets"].append(row["outlet"])
    return list(made.values())[:_DUTIES]
