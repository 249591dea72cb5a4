"""Measure how well facts are found, against hand-made truth, by labels alone.

Run: python benchmarks/coverage.py TEXTS FACTS.jsonl [FILE=DATE ...]

TEXTS is a folder of articles; each line of FACTS has id, label, known_from and ``state``: a
mapping of file name to 1 (stated), p (partly), 0 (not there), x (not yet known), ? (open).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from framing.comparison import alignment, coverage
from framing.corpus import readers
from framing.event import Fact
from framing.parameters import Parameters
from framing.text import sentences


def main(folder: str, facts_file: str, *dates: str) -> None:
    lines = Path(facts_file).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    facts = [Fact(r["id"], r["label"], r.get("known_from", "")) for r in rows]
    corpus = readers.load(folder)
    documents = corpus.documents
    given = dict(pair.split("=", 1) for pair in dates)
    documents["published"] = [
        next((day for name, day in given.items() if _is(name, doc_id)), published)
        for doc_id, published in zip(documents["doc_id"], documents["published"], strict=True)
    ]
    cut = sentences.split(documents, corpus.debris)
    aligned = alignment.align(documents, cut, Parameters())
    found = coverage.check(documents, cut, aligned, facts, Parameters())
    print("\n".join(report(rows, found)))


def _is(name: str, doc_id: str) -> bool:
    return doc_id.startswith(name.removesuffix(".txt"))


def cells(rows: list[dict], found) -> Counter[tuple[str, str]]:  # type: ignore[no-untyped-def,type-arg]
    """Count the cells by truth and by the state that was found."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        mine = found[found["fact"] == row["id"]]
        states = list(zip(mine["doc_id"], mine["state"], strict=True))
        for name, truth in row["state"].items():
            counted[truth, next(state for doc_id, state in states if _is(name, doc_id))] += 1
    return counted


def figures(rows: list[dict], found) -> dict[str, float]:  # type: ignore[no-untyped-def,type-arg]
    """Give the part of told facts that are found, of "not_found" that is right, and kappa."""
    counted = cells(rows, found)
    told = sum(n for (truth, _), n in counted.items() if truth in "1p")
    hit = sum(n for (truth, s), n in counted.items() if truth in "1p" and s in coverage.CARRIES)
    missing = sum(n for (_, s), n in counted.items() if s == "not_found")
    right = counted["0", "not_found"]
    pairs = Counter[tuple[bool, bool]]()
    for (truth, state), n in counted.items():
        if truth in "1p0" and state in (*coverage.CARRIES, "not_found"):
            pairs[truth in "1p", state in coverage.CARRIES] += n
    return {
        "n_told": told,
        "found": hit / max(told, 1),
        "n_not_found": missing,
        "not_found_right": right / max(missing, 1),
        "kappa": kappa(pairs),
    }


def report(rows: list[dict], found) -> list[str]:  # type: ignore[no-untyped-def,type-arg]
    return [
        *(f"truth {t}: {state:14} {n}" for (t, state), n in sorted(cells(rows, found).items())),
        *(f"{name}: {value:.2f}" for name, value in figures(rows, found).items()),
    ]


def kappa(pairs: Counter[tuple[bool, bool]]) -> float:
    """Cohen's kappa (1960) of two yes-or-no codings."""
    n = sum(pairs.values())
    same = (pairs[True, True] + pairs[False, False]) / n
    ours = (pairs[True, True] + pairs[False, True]) / n
    theirs = (pairs[True, True] + pairs[True, False]) / n
    chance = ours * theirs + (1 - ours) * (1 - theirs)
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


if __name__ == "__main__":
    main(*sys.argv[1:])
