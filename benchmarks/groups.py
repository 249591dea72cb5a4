"""How well a dimension parts two groups of outlets that are known to word a matter differently.

    python benchmarks/groups.py criminals-migrants FILE.jsonl ... --one A,B --other C,D

Each line of a file has ``outlet`` and ``text``. Prints, by voice, the area under the curve: the
chance that an article of the other group lies further towards the second pole than one of the
first (ties count half), with a bootstrap interval over articles. Articles without a counted hit
of that voice have no value and are left out; ``--least`` also leaves out articles with fewer hits
(of any voice), which touch the matter in passing. The groups are the caller's: this says what a
dimension can tell apart, and ranks no outlet.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

from framing import pipeline
from framing.parameters import Parameters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dimension")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--one", required=True, help="outlets of the first pole's side, by commas")
    parser.add_argument("--other", required=True, help="outlets of the second pole's side")
    parser.add_argument("--least", type=int, default=1, help="counted hits an article must have")
    given = parser.parse_args()
    side = dict.fromkeys(given.one.split(","), 0) | dict.fromkeys(given.other.split(","), 1)
    values = hits(given.dimension, read(given.files, side))
    values = values[values.groupby("doc_id")["doc_id"].transform("size") >= given.least]
    rows = {voice: area(values, side, voice) for voice in ("narrator", "all")}
    print(pd.DataFrame(rows).T.to_string())


def read(files: list[Path], side: dict[str, int]) -> pd.DataFrame:
    """Take the articles of the named outlets."""
    rows = [json.loads(line) for path in files for line in path.open(encoding="utf-8")]
    kept = [row for row in rows if row["outlet"] in side]
    texts = {name: [row[name] for row in kept] for name in ("outlet", "text")}
    return pd.DataFrame(texts).drop_duplicates("text").assign(event="all")


def hits(dimension: str, articles: pd.DataFrame) -> pd.DataFrame:
    """Find the counted hits of one dimension; adds ``outlet`` and ``side`` (-1 or 1)."""
    corpus = pipeline.load(articles)
    packs = pipeline.lexicons()
    first = next(d for d in packs.dimensions if d.id == dimension).poles[0].id
    found = pipeline.annotate(corpus, packs)["hits"]
    found = found[(found["dimension"] == dimension) & found["counted"]]
    outlet = corpus.documents.set_index("doc_id")["outlet"]
    return found.assign(
        outlet=found["doc_id"].map(outlet), side=np.where(found["pole"] == first, -1, 1)
    )


def area(found: pd.DataFrame, side: dict[str, int], voice: str) -> dict[str, float]:
    """Area under the curve of the articles' mean side."""
    mine = found if voice == "all" else found[found["voice"] == voice]
    means = mine.groupby(["outlet", "doc_id"])["side"].mean().reset_index()
    group = means["outlet"].map(side).to_numpy()
    one, other = means["side"].to_numpy()[group == 0], means["side"].to_numpy()[group == 1]
    random = np.random.default_rng(Parameters().seed)
    draws = [
        chance(random.choice(one, len(one)), random.choice(other, len(other))) for _ in range(2000)
    ]
    low, high = np.quantile(draws, [0.025, 0.975])
    return {
        "area": round(chance(one, other), 3), "low": round(low, 3), "high": round(high, 3),
        "articles one": len(one), "articles other": len(other), "hits": len(mine),
    }  # fmt: skip


def chance(one: np.ndarray, other: np.ndarray) -> float:  # type: ignore[type-arg]
    """The chance that one of ``other`` is greater than one of ``one``; a tie counts half."""
    over = (other[:, None] > one[None, :]).mean()
    return float(over + 0.5 * (other[:, None] == one[None, :]).mean())


if __name__ == "__main__":
    main()
