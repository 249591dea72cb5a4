"""How often findings appear where there is nothing to find: null worlds of the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.parameters import Parameters

Compare = Callable[[pd.DataFrame], Mapping[str, pd.DataFrame]]

HALVES, PARAGRAPHS, BLOCKS, LABELS = (
    "halves of one article",
    "odd and even paragraphs",
    "blocks of sentences dealt",
    "outlets' names permuted",
)
DRAWS = 5
_BLOCK = 3
_LEAST_SENTENCES = 8


class World(NamedTuple):
    """One null world: its kind, its number and its articles (table ``documents``)."""

    kind: str
    number: int
    documents: pd.DataFrame


def null_worlds(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    compare: Compare,
    parameters: Parameters,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Count findings in worlds in which outlets cannot differ, because chance made them.

    ``documents`` and ``sentences`` are the tables of one event; ``compare`` takes a table
    ``documents`` and gives the tables contrasts and keywords (and findings, if it likes);
    ``draws`` is the number of random worlds of each kind. The worlds: the two halves of an
    article as two outlets; its odd and even paragraphs as two outlets; blocks of three sentences
    of all articles dealt at random to the outlets; with several articles per outlet, the outlets'
    names dealt anew to whole articles. Returns a row per world: world, number, n_tests (tested
    differences of the primary family), n_claims (of those with adjusted p below
    ``parameters.alpha``), n_words (keywords below it). Where nothing is to be found, a world with
    any finding should be rarer than one in twenty; more say that the tests are too lenient for
    texts like these. (Renaming articles one to one is no null: every shuffle of five articles
    has the same findings.)

    >>> from framing import tables
    >>> empty = tables.empty("documents"), tables.empty("sentences")
    >>> len(null_worlds(*empty, lambda documents: {}, Parameters()))
    0
    """
    rows = []
    for world in worlds(documents, sentences, parameters, draws):
        found = compare(world.documents)
        contrasts, keywords = found["contrasts"], found["keywords"]
        primary = contrasts[contrasts["family"] == "primary"]
        rows.append(
            {
                "world": world.kind,
                "number": world.number,
                "n_tests": int(primary["p"].notna().sum()),
                "n_claims": int((primary["p_adjusted"] < parameters.alpha).sum()),
                "n_words": int((keywords["p_adjusted"] < parameters.alpha).sum()),
            }
        )
    names = ["world", "number", "n_tests", "n_claims", "n_words"]
    return pd.DataFrame(rows, columns=names).astype({"world": "str"})


def worlds(
    documents: pd.DataFrame, sentences: pd.DataFrame, parameters: Parameters, draws: int
) -> Iterator[World]:
    """Make the null worlds one by one; arguments as in ``null_worlds``.

    >>> from framing import tables
    >>> empty = tables.empty("documents"), tables.empty("sentences")
    >>> list(worlds(*empty, Parameters(), 2))
    []
    """
    if not len(documents):
        return
    body = sentences[sentences["part"] == "body"]
    cut = {
        doc_id: list(zip(rows["start"], rows["end"], strict=True))
        for doc_id, rows in body.groupby("doc_id", sort=False)
    }
    for number, row in enumerate(documents.to_dict("records")):
        spans = cut.get(row["doc_id"], [])
        if len(spans) >= _LEAST_SENTENCES:
            yield World(HALVES, number, _halves(row, spans))
            paragraphs = _odd_even(row, spans)
            if paragraphs is not None:
                yield World(PARAGRAPHS, number, paragraphs)
    rng = np.random.default_rng([parameters.seed, 7])
    blocks = _blocks(documents, cut)
    for number in range(draws if len(blocks) >= 2 * len(documents) else 0):
        yield World(BLOCKS, number, _dealt(documents, blocks, rng))
    several = documents["outlet"].value_counts().max() > 1
    for number in range(draws if several else 0):
        order = rng.permutation(len(documents))
        renamed = documents.assign(outlet=documents["outlet"].to_numpy()[order])
        yield World(LABELS, number, renamed)


def _made(row: Mapping[Any, Any], texts: list[str]) -> pd.DataFrame:
    """Make an article of each text, with a name of its own as outlet."""
    parts = []
    for number, text in enumerate(texts):
        part = pd.DataFrame([row]).assign(
            doc_id=f"{row['doc_id']}-{number}",
            outlet=f"part {number}",
            title="",
            text=text,
            n_words=len(text.split()),
        )
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _halves(row: Mapping[Any, Any], spans: list[tuple[int, int]]) -> pd.DataFrame:
    middle = spans[len(spans) // 2][0]
    text = str(row["text"])
    halves = [text[spans[0][0] : middle].rstrip(), text[middle : spans[-1][1]]]
    return _made(row, halves)


def _odd_even(row: Mapping[Any, Any], spans: list[tuple[int, int]]) -> pd.DataFrame | None:
    """Split an article into its odd and its even paragraphs (None if there are too few)."""
    text = str(row["text"])[spans[0][0] : spans[-1][1]]
    paragraphs = [part for part in text.split("\n") if part.strip()]
    if len(paragraphs) < 4:
        return None
    return _made(row, ["\n".join(paragraphs[0::2]), "\n".join(paragraphs[1::2])])


def _blocks(documents: pd.DataFrame, cut: Mapping[Any, list[tuple[int, int]]]) -> list[str]:
    """Cut all articles into blocks of three sentences, which keep their order inside."""
    found = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        spans = cut.get(doc_id, [])
        for first in range(0, len(spans), _BLOCK):
            block = spans[first : first + _BLOCK]
            found.append(text[block[0][0] : block[-1][1]])
    return found


def _dealt(documents: pd.DataFrame, blocks: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Deal the blocks to articles of the same sizes as the real ones."""
    order = rng.permutation(len(blocks))
    share = documents["n_words"].to_numpy(dtype=float)
    edges = np.round(np.cumsum(share) / share.sum() * len(blocks)).astype(int)
    starts = np.concatenate([[0], edges[:-1]])
    texts = [
        "\n".join(blocks[place] for place in order[low:high])
        for low, high in zip(starts, edges, strict=True)
    ]
    words = [len(text.split()) for text in texts]
    return documents.assign(text=texts, title="", n_words=words)
