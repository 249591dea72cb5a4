"""What a batch found, on one screen: counts, outlets, dates, and how often each pole stands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from framing import storage
from framing.batch import folder
from framing.batch.folder import Record

MOST = 20


def write(out: Path, record: Record, marks: Iterable[Mapping[str, Any]]) -> None:
    """Write summary.json from the marks of all partitions and some columns of ``documents``."""
    marks = list(marks)
    outlets: Counter[str] = Counter()
    events: set[str] = set()
    days: list[str] = []
    for part in folder.parts(out, record, "documents", ["outlet", "event", "published"]):
        outlets.update(part["outlet"].tolist())
        events.update(part["event"].tolist())
        dated = part["published"][part["published"] != ""]
        days += [dated.min(), dated.max()] if len(dated) else []
    rows: Counter[str] = Counter()
    for mark in marks:
        rows.update(mark["rows"])
    data = {
        "articles": sum(mark["articles"] for mark in marks),
        "words": sum(mark["words"] for mark in marks),
        "rejected": sum(len(mark["rejected"]) for mark in marks),
        "partitions": len(marks),
        "runs": len(record.nights),
        "events": len(events),
        "first": min(days, default=""),
        "last": max(days, default=""),
        "outlets": dict(outlets.most_common()),
        "rows": dict(rows),
        "dimensions": _dimensions(marks),
    }
    storage.write_json(data, out / folder.SUMMARY)


def _dimensions(marks: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, int]]]:
    names = ("n_pole_1", "n_pole_2", "n_hits")
    total: dict[str, dict[str, list[int]]] = {}
    for mark in marks:
        for dimension, voices in mark["dimensions"].items():
            for voice, counts in voices.items():
                own = total.setdefault(dimension, {}).setdefault(voice, [0, 0, 0])
                own[:] = [a + b for a, b in zip(own, counts, strict=True)]
    return {
        dimension: {
            voice: dict(zip(names, counts, strict=True)) for voice, counts in voices.items()
        }
        for dimension, voices in total.items()
    }


def read(out: Path) -> dict[str, Any]:
    """Read summary.json of a finished batch.

    Raises ``InputError`` if the folder holds no batch.
    """
    folder.need(out)
    return dict(json.loads((out / folder.SUMMARY).read_text(encoding="utf-8")))


def lines(data: Mapping[str, Any]) -> list[str]:
    """Say a summary in lines for a terminal; counts only, no claim about any outlet.

    >>> lines({"articles": 2, "words": 9, "outlets": {"A": 2}, "events": 1, "first": "",
    ...        "last": "", "rejected": 0, "runs": 1, "dimensions": {}})[0]
    '2 articles, 9 words, 1 outlets, 1 events, 1 run(s)'
    """
    said = [
        f"{data['articles']:,} articles, {data['words']:,} words, {len(data['outlets']):,} outlets,"
        f" {data['events']:,} events, {data['runs']} run(s)"
    ]
    if data["first"]:
        said.append(f"published {data['first']} to {data['last']}")
    if data["rejected"]:
        said.append(f"{data['rejected']:,} rows left out, listed in {folder.REJECTED}")
    said += [
        f"  {outlet}: {count:,} articles" for outlet, count in [*data["outlets"].items()][:MOST]
    ]
    if len(data["outlets"]) > MOST:
        said.append(f"  and {len(data['outlets']) - MOST:,} more outlets")
    used = [
        (voices["narrator"]["n_hits"], name, voices["narrator"])
        for name, voices in data["dimensions"].items()
        if voices.get("narrator", {}).get("n_hits")
    ]
    if used:
        said.append("sentences of the narrators that lean to the first and the second pole:")
    said += [
        f"  {name}: {own['n_pole_1']:,} and {own['n_pole_2']:,} ({hits:,} counted words)"
        for hits, name, own in sorted(used, reverse=True)
    ]
    return said
