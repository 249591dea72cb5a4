"""Small invented worlds with consistent tables, in which every number can be foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import lexical, tone

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Pole:
    id: str
    title: str = ""


@dataclass(frozen=True)
class Dimension:
    id: str = "dark-bright"
    kind: str = "bipolar"
    status: str = "provisional"
    poles: tuple[Pole, ...] = (Pole("dark"), Pole("bright", "bright words"))
    referent: str = ""


def documents(articles: Sequence[tuple[str, str, str]], **columns: Sequence[str]) -> pd.DataFrame:
    """``articles`` are (doc_id, outlet, text); other columns may be given."""
    size = len(articles)
    texts = [text for _, _, text in articles]
    given: dict[str, object] = {
        "doc_id": [doc_id for doc_id, _, _ in articles],
        "event": ["e"] * size,
        "outlet": [outlet for _, outlet, _ in articles],
        "text": texts,
        "language": ["en"] * size,
        "n_words": [len(text.split()) for text in texts],
        "completeness": ["complete"] * size,
        "warnings": [[] for _ in texts],
    }
    given |= columns
    return tables.frame(
        "documents",
        {name: given.get(name, [""] * size) for name in tables.TABLES["documents"].names},
    )


def sentences(table: pd.DataFrame) -> pd.DataFrame:
    """One sentence a line."""
    rows = []
    for doc_id, text in zip(table["doc_id"], table["text"], strict=True):
        at = 0
        for number, line in enumerate(text.split("\n")):
            rows.append((doc_id, number, at, at + len(line), "body", line))
            at += len(line) + 1
    names = tables.TABLES["sentences"].names
    return tables.frame(
        "sentences", {name: [row[i] for row in rows] for i, name in enumerate(names)}
    )


def hits(rows: Sequence[tuple[str, int, str]], dimension: str = "dark-bright") -> pd.DataFrame:
    """Counted hits of the narrator: (doc_id, sent_id, pole)."""
    size = len(rows)
    given: dict[str, object] = {
        "doc_id": [row[0] for row in rows],
        "sent_id": [row[1] for row in rows],
        "dimension": [dimension] * size,
        "pole": [row[2] for row in rows],
        "entry": [row[2] for row in rows],
        "start": [0] * size,
        "end": [1] * size,
        "weight": [1.0] * size,
        "voice": ["narrator"] * size,
        "polarity": ["asserted"] * size,
        "counted": [True] * size,
    }
    return tables.frame(
        "hits", {name: given.get(name, [""] * size) for name in tables.TABLES["hits"].names}
    )


def scored(
    table: pd.DataFrame, found: pd.DataFrame, dimensions: Sequence[Dimension] = (Dimension(),)
) -> Tables:
    cut, said = sentences(table), tables.empty("quotes")
    return {
        "documents": table,
        "sentences": cut,
        "hits": found,
        "scores": lexical.score(table, cut, said, found, dimensions, Parameters()),
        "judgements": tone.judge(table, cut, said),
    }


def dealt(
    n_outlets: int, n_articles: int, bright: Sequence[float], seed: int, n_sentences: int = 12
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles whose sentences lean to ``bright`` with a chance that each outlet has."""
    rng = np.random.default_rng(seed)
    articles, found = [], []
    for outlet in range(n_outlets):
        for number in range(n_articles):
            doc_id = f"{outlet}-{number}"
            articles.append((doc_id, f"Outlet {outlet}", "\n".join(["A plain day."] * n_sentences)))
            for sentence in range(n_sentences):
                pole = "bright" if rng.random() < bright[outlet] else "dark"
                found.append((doc_id, sentence, pole))
    return documents(articles), hits(found)


def everything(**given: pd.DataFrame) -> Tables:
    """All tables, empty where nothing is given."""
    return {name: given.get(name, tables.empty(name)) for name in tables.TABLES}
