"""What the answer key says: the tool's marks voice by voice, and where the tool is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from framing.report import content, sections, worksheet
from framing.report.view import Report
from framing.report.view import rows as rows_of

_RICH = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<emph>.+?)\*|`(?P<code>.+?)`")
_TOLD = {"direct": "quoted", "partial": "quoted", "indirect": "reported"}


def add(report: Report, data: content.Data) -> content.Data:
    """Add to what ``worksheet.gather`` gave what only the teacher's key shows.

    Each text gets ``voices`` (who, words with the end they lean to) and ``names`` (what it calls
    people); the key gets ``against`` (scale by scale, what the tool counted in the articles),
    ``teaching`` (notice, questions, errors as runs of text) and ``referent``.
    """
    say = data["say"]["key"]
    strip = sections.word_strip(report)
    called = {row["outlet"]: row for row in strip["rows"]}
    texts = [
        {
            **text,
            "voices": voices(report, text, data["say"]),
            "names": _names(called.get(text["outlet"])),
        }
        for text in data["texts"]
    ]
    ready = worksheet.lesson(report)
    return {
        **data,
        "texts": texts,
        "few": report.parameters.too_few_hits,
        "referent": strip["referent"],
        "against": [
            {"low": s["low"], "high": s["high"], "cells": [_cell(t, s, say) for t in texts]}
            for s in data["scales"]
        ],
        "teaching": {
            name: [rich(item) for item in getattr(ready, name)]
            for name in ("notice", "questions", "errors")
        },
    }


def voices(report: Report, text: content.Data, say: content.Data) -> list[content.Data]:
    """List the counted words of an excerpt by who says them: the paper first, then others.

    ``say`` are the kit's sentences (``teaching.words``). Returns dictionaries with who and words
    (text, lean: the end in plain words).
    """
    hits = report.table("hits")
    rows = list(dict.fromkeys(m["row"] for p in text["pieces"] for m in p["marks"] if m["counted"]))
    found: dict[str, list[content.Data]] = {}
    for row in rows_of(hits.loc[rows].sort_values("start", kind="stable")):
        word = {"text": worksheet.mask(" ".join(row.text.split()), report.outlet_names())}
        found.setdefault(_who(row, say["key"]), []).append(
            {**word, "lean": lean(report, row, say["poles"])}
        )
    own = say["key"]["narrator"]
    order = sorted(found, key=lambda who: who != own)
    return [{"who": who, "words": found[who]} for who in order]


def lean(report: Report, hit: Any, plain_words: Mapping[str, str]) -> str:
    """Name the end that a hit leans to, in plain words if there are any; else by its title."""
    dimension = next(d for d in report.dimensions if d.id == hit.dimension)
    pole = next((p for p in dimension.poles if p.id == hit.pole), None)
    title = pole.title if pole is not None and len(dimension.poles) > 1 else dimension.title
    return plain_words.get(hit.pole, title.lower())


def _who(hit: Any, say: content.Data) -> str:
    if hit.voice == "narrator":
        return str(say["narrator"])
    return str(say[_TOLD[hit.voice]].format(speaker=hit.speaker or say["nobody"]))


def _names(row: content.Data | None) -> content.Data | None:
    return row if row is not None and (row["own"] or row["told"]) else None


def _cell(text: content.Data, scale: content.Data, say: content.Data) -> str:
    row = next((n for n in text["numbers"] if n["id"] == scale["dimension"]), None)
    if row is None:
        return str(say["no_dimension"])
    cell = row["narrator"]
    if cell is None or cell["few"]:
        return str(say["too_few"].format(hits=cell["hits"] if cell else 0))
    return f"{cell['n1']} ◂  ▸ {cell['n2']}"


def rich(markdown: str) -> list[dict[str, str]]:
    """Cut a line of Markdown into runs of plain, strong and emphasised text.

    >>> rich("**Look** at it.")
    [{'text': 'Look', 'style': 'strong'}, {'text': ' at it.', 'style': 'plain'}]
    """
    markdown = re.sub(r'"([^"]*)"', r"“\1”", markdown)
    runs, at = [], 0
    for match in _RICH.finditer(markdown):
        runs.append({"text": markdown[at : match.start()], "style": "plain"})
        style = "emph" if match.lastgroup == "code" else str(match.lastgroup)
        runs.append({"text": str(match.group(str(match.lastgroup))), "style": style})
        at = match.end()
    runs.append({"text": markdown[at:], "style": "plain"})
    return [run for run in runs if run["text"]]


def plain(markdown: str) -> str:
    """Take the signs of Markdown out of a line.

    >>> plain("**Look** at *it*.")
    'Look at it.'
    """
    return "".join(run["text"] for run in rich(markdown))
