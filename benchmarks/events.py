"""How well articles are grouped by event: BCubed F1 on ECB+, and on our own events.

    python benchmarks/events.py FILE

FILE is JSON Lines with id, topic, event, text. The threshold is chosen on every second topic and
reported on the others; the fixed default is reported on both halves and on our own events.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from framing.corpus.events import SAME_EVENT, group
from framing.corpus.readers import load


def bcubed(gold: list[str], found: list[str]) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    table = pd.crosstab(pd.Series(gold), pd.Series(found)).to_numpy(dtype=float)
    precision = float((table**2 / table.sum(axis=0)).sum() / table.sum())
    recall = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / table.sum())
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(table: pd.DataFrame, similarity: float) -> tuple[float, float, float]:
    found = group(table, similarity=similarity)
    return bcubed(table["event"].tolist(), found["event"].tolist())


def main(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    table = pd.DataFrame(rows).rename(columns={"id": "doc_id"})
    topics = sorted(table["topic"].unique(), key=int)
    chosen = table["topic"].isin(topics[::2])
    halves = {"first half": table[chosen], "second half": table[~chosen]}
    bars = np.round(np.arange(0.08, 0.26, 0.01), 2).tolist()
    best = {name: max(bars, key=lambda b: measure(half, b)[2]) for name, half in halves.items()}
    for one, other in (("first half", "second half"), ("second half", "first half")):
        print(
            f"chosen on the {one}: {best[one]:.2f}; there F1 "
            f"{measure(halves[one], best[one])[2]:.3f}, on the {other} "
            f"{measure(halves[other], best[one])[2]:.3f}"
        )
    own = load(Path(__file__).resolve().parent.parent / "corpus").documents
    for name, part in {**halves, "all": table, "our own events": own}.items():
        precision, recall, f1 = measure(part, SAME_EVENT)
        print(
            f"default {SAME_EVENT}: {name} ({len(part)} texts, {part['event'].nunique()} events) "
            f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
