"""Which sentences of different articles tell the same thing, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.comparison import words
from framing.parameters import Parameters

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]

NEAR_COPY = 0.8
_LEAST_STEMS = 3


@dataclass(frozen=True)
class _Text:
    """The analysed sentences of one event as weighted vectors of length one."""

    rows: pd.DataFrame
    of_words: csr_matrix
    of_letters: csr_matrix
    long_enough: npt.NDArray[np.bool_]


def align(documents: pd.DataFrame, sentences: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Find sentences of different articles that tell the same thing.

    Arguments are the tables of those names and the settings. Returns the table ``alignments``: a
    pair stands in it if each sentence is the other's best match in that article and their
    similarity reaches ``parameters.same_fact``. Similarity, from 0 to 1, is the mean of the
    cosine of word stems weighted by rarity (idf over the event's sentences) and the cosine of
    letter groups (TF-IDF of 3 to 5 letters; as good as a sentence encoder for this, measured).
    ``cluster`` numbers the groups of linked sentences; near_copy says that four fifths of the
    words are the same and in the same order. Debris, headlines and sentences with fewer than
    three content words are left out.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "event": ["e", "e"]})
    >>> text = "The minister closed the old bridge"
    >>> sentences = tables.frame("sentences", {"doc_id": ["a", "b"], "sent_id": [0, 0],
    ...     "start": [0, 0], "end": [34, 34], "part": ["body"] * 2, "text": [text, text]})
    >>> align(documents, sentences, Parameters())["near_copy"].tolist()
    [True]
    """
    parts = []
    for event, group in documents.groupby("event", sort=True):
        text = _vectors(group, sentences)
        if text is not None:
            parts.append(_pairs(str(event), text, parameters))
    return tables.concat("alignments", parts)


def _vectors(documents: pd.DataFrame, sentences: pd.DataFrame) -> _Text | None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = sentences[sentences["doc_id"].isin(documents["doc_id"]) & (sentences["part"] == "body")]
    order = {doc_id: place for place, doc_id in enumerate(documents["doc_id"])}
    rows = rows.assign(place=rows["doc_id"].map(order)).sort_values(
        ["place", "sent_id"], ignore_index=True
    )
    cut = [content(text) for text in rows["text"].tolist()]
    long_enough = np.array([len(set(stems)) >= _LEAST_STEMS for stems in cut], dtype=bool)
    if rows["place"].nunique() < 2 or not long_enough.any():
        return None
    of_words = TfidfVectorizer(analyzer=lambda stems: stems).fit_transform(cut)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    of_letters = letters.fit_transform(rows["text"].tolist())
    return _Text(rows, of_words.tocsr(), of_letters.tocsr(), long_enough)


def content(text: str) -> list[str]:
    """List the stems of the words of a sentence that carry content.

    >>> content("The planes were refused")
    ['plan', 'refus']
    """
    light = words.function_words()
    return [words.stem(word.form) for word in words.cut(text) if word.form not in light]


def _pairs(event: str, text: _Text, parameters: Parameters) -> pd.DataFrame:
    """Match every two articles and number the groups."""
    places = text.rows["place"].to_numpy()
    members = [np.flatnonzero((places == place) & text.long_enough) for place in np.unique(places)]
    links: list[tuple[int, int, float]] = []
    for i, ours in enumerate(members):
        for theirs in members[i + 1 :]:
            links += _mutual(text, ours, theirs, parameters.same_fact)
    cluster = _clusters(links, len(places))
    doc_ids, sent_ids = text.rows["doc_id"].tolist(), text.rows["sent_id"].tolist()
    raw = text.rows["text"].tolist()
    return tables.frame(
        "alignments",
        {
            "event": [event] * len(links),
            "cluster": [cluster[a] for a, _, _ in links],
            "doc_id": [doc_ids[a] for a, _, _ in links],
            "sent_id": [sent_ids[a] for a, _, _ in links],
            "other_doc_id": [doc_ids[b] for _, b, _ in links],
            "other_sent_id": [sent_ids[b] for _, b, _ in links],
            "similarity": [value for _, _, value in links],
            "near_copy": [same_wording(raw[a], raw[b]) >= NEAR_COPY for a, b, _ in links],
        },
    )


def _mutual(
    text: _Text, ours: npt.NDArray[Any], theirs: npt.NDArray[Any], least: float
) -> list[tuple[int, int, float]]:
    """List the pairs in which each sentence is the other's best match."""
    if not len(ours) or not len(theirs):
        return []
    close = similarity(text.of_words[ours], text.of_words[theirs])
    close = (close + similarity(text.of_letters[ours], text.of_letters[theirs])) / 2
    best, back = close.argmax(axis=1), close.argmax(axis=0)
    return [
        (int(ours[row]), int(theirs[column]), round(min(1.0, float(close[row, column])), 6))
        for row, column in enumerate(best)
        if back[column] == row and close[row, column] >= least
    ]


def similarity(one: Any, two: Any) -> Floats:
    """Give the cosines of every row of one sparse matrix with every row of another.

    Rows have length one.

    >>> from scipy.sparse import csr_matrix
    >>> similarity(csr_matrix([[1.0, 0.0]]), csr_matrix([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [[1.0, 0.0]]
    """
    return np.asarray((one @ two.T).toarray(), dtype=np.float64)


def same_wording(one: str, two: str) -> float:
    """Say which part of the words two sentences share in the same order, from 0 to 1.

    >>> same_wording("The bridge was closed", "The bridge was shut")
    0.75
    """
    ours, theirs = ([word.form for word in words.cut(text)] for text in (one, two))
    return float(SequenceMatcher(None, ours, theirs, autojunk=False).ratio())


def _clusters(links: list[tuple[int, int, float]], size: int) -> list[int]:
    """Number the groups of linked sentences from 0, in the order of their first sentence."""
    root = list(range(size))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b, _ in links:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    heads = sorted({find(a) for a, _, _ in links})
    number = {head: place for place, head in enumerate(heads)}
    return [number.get(find(node), -1) for node in range(size)]
