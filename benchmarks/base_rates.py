"""Where ordinary news lies on every axis: the mark to read a value against.

    python benchmarks/base_rates.py ../shared/data [--write]

Annotates three research sets (BABE, NewsMTSC, PolNeAR; 6 MB of news sentences and articles) and
gives, for each bipolar dimension, the share of sentences leaning to the second pole among those
that lean, in the narrator's voice, with its Jeffreys interval. ``--write`` puts it on the cards.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pandas as pd
from scipy import stats

from framing import paths, pipeline, tables
from framing.event import Corpus, Event
from framing.parameters import Parameters

SETS = {
    "babe.jsonl": "text",
    "newsmtsc.jsonl": "sentence",
    "polnear_train.jsonl": "text",
    "polnear_dev.jsonl": "text",
}


def documents(data: Path) -> pd.DataFrame:
    """Put the texts of the sets into one table, each text once."""
    texts: dict[str, None] = {}
    for name, key in SETS.items():
        with (data / name).open(encoding="utf-8") as lines:
            texts |= {json.loads(line)[key]: None for line in lines}
    columns: dict[str, list[object]] = {
        name: [""] * len(texts) for name in tables.TABLES["documents"].names
    }
    columns |= {
        "doc_id": [f"d{i}" for i in range(len(texts))],
        "event": ["news"] * len(texts),
        "outlet": ["news"] * len(texts),
        "language": ["en"] * len(texts),
        "completeness": ["complete"] * len(texts),
        "text": list(texts),
        "n_words": [len(text.split()) for text in texts],
        "warnings": [[] for _ in texts],
    }
    return tables.frame("documents", columns)


def rates(data: Path) -> pd.DataFrame:
    """Give one row per bipolar dimension: share, low, high, n (sentences that lean)."""
    packs = pipeline.lexicons()
    annotated = pipeline.annotate(Corpus(documents(data), Event("news")), packs)
    scores = pipeline.score(annotated, packs, Parameters(models=False))["scores"]  # lexicons alone
    pooled = scores[
        (scores["doc_id"] == "")
        & (scores["voice"] == "narrator")
        & (scores["speaker"] == "")
        & (scores["scorer"] == "lexical")
    ].set_index("dimension")
    rows = []
    for dimension in (d for d in packs.dimensions if d.kind == "bipolar"):
        if dimension.id not in pooled.index:
            continue
        n1, n2 = (int(pooled.loc[dimension.id, c]) for c in ("n_pole_1", "n_pole_2"))
        low, high = stats.beta.ppf([0.025, 0.975], n2 + 0.5, n1 + 0.5)
        rows.append((dimension.id, n2 / max(1, n1 + n2), low, high, n1 + n2))
    return pd.DataFrame(rows, columns=["dimension", "share", "low", "high", "n"])


def put(path: Path, row: pd.Series) -> None:
    """Put a base rate on the card of a lexicon file; everything else stays as it is."""
    numbers = ", ".join(
        f"{k} = {row[c]:.2f}"
        for k, c in zip(("value", "low", "high"), ("share", "low", "high"), strict=True)
    )
    figure = f"{{ {numbers}, n = {row['n']} }}"
    text = re.sub(r"^base_rate = .*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
    if "\n[card]\n" not in text:
        text = text.rstrip() + "\n\n[card]\n"
    path.write_text(
        text.replace("\n[card]\n", f"\n[card]\nbase_rate = {figure}\n", 1), encoding="utf-8"
    )


def main() -> None:
    found = rates(Path(sys.argv[1]))
    print(found.round(2).to_string(index=False))
    if "--write" in sys.argv:
        for _, row in found.iterrows():
            put(paths.data_dir("lexicons") / f"{row['dimension']}.toml", row)


if __name__ == "__main__":
    main()
