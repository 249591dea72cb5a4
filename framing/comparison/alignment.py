"""Which sentences of different articles tell the same thing, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.comparison import crowd, words
from framing.parameters import Parameters

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NEAR_COPY = 0.8
# sentences that are set against as many others at once
_BLOCK = 2000
_LEAST_STEMS = 3


@dataclass(frozen=True)
class _Text:
    """The analysed sentences of one event as weighted vectors of length one."""

    rows: pd.DataFrame
    of_words: csr_matrix
    of_letters: csr_matrix
    long_enough: npt.NDArray[np.bool_]
    foremost: npt.NDArray[np.bool_]


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

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "event": ["e", "e"],
    ...     "outlet": ["A", "B"]})
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
    known = set(crowd.foremost(documents))
    mine = documents.loc[documents["outlet"].isin(known), "doc_id"]
    foremost = rows["doc_id"].isin(mine).to_numpy(dtype=bool)
    return _Text(rows, of_words.tocsr(), of_letters.tocsr(), long_enough, foremost)


def content(text: str) -> list[str]:
    """List the stems of the words of a sentence that carry content.

    >>> content("The planes were refused")
    ['plan', 'refus']
    """
    light = words.function_words()
    return [words.stem(word.form) for word in words.cut(text) if word.form not in light]


def _pairs(event: str, text: _Text, parameters: Parameters) -> pd.DataFrame:
    """Match every two articles and number the groups."""
    one, two, close = _links(text, parameters.same_fact)
    cluster = _clusters(one, two, len(text.rows))
    doc_ids = text.rows["doc_id"].to_numpy(dtype=object)
    sent_ids = text.rows["sent_id"].to_numpy(dtype=np.int64)
    return tables.frame(
        "alignments",
        {
            "event": [event] * len(one),
            "cluster": cluster[one],
            "doc_id": doc_ids[one],
            "sent_id": sent_ids[one],
            "other_doc_id": doc_ids[two],
            "other_sent_id": sent_ids[two],
            "similarity": [round(min(1.0, value), 6) for value in close.tolist()],
            "near_copy": _copied(text.rows["text"].tolist(), one, two),
        },
    )


def _links(text: _Text, least: float) -> tuple[Ints, Ints, Floats]:
    """List the pairs in which each sentence is the other's best match in that article.

    Returns numbers of rows, the earlier article's first, and their similarity. Whole articles are
    taken together up to some two thousand sentences, so that the memory has a bound.
    """
    places = text.rows["place"].to_numpy(dtype=np.int64)
    blocks = _blocks(np.flatnonzero(text.long_enough), places)
    found = [
        _mutual(text, places, ours, theirs, least)
        for number, ours in enumerate(blocks)
        for theirs in blocks[number:]
        # a long article alone has no partner in its own block
        if theirs is not ours or places[ours[0]] != places[ours[-1]]
    ]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    one, two, close = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((one, places[two], places[one]))
    return one[order], two[order], close[order]


def _blocks(rows: Ints, places: Ints) -> list[Ints]:
    """Put whole articles together until the next one would not fit."""
    heads = np.flatnonzero(np.diff(places[rows], prepend=-1))
    starts = [0]
    for head, end in zip(heads.tolist(), [*heads[1:].tolist(), len(rows)], strict=True):
        if end - starts[-1] > _BLOCK and head > starts[-1]:
            starts.append(head)
    return np.split(rows, starts[1:])


def _mutual(
    text: _Text, places: Ints, ours: Ints, theirs: Ints, least: float
) -> tuple[Ints, Ints, Floats]:
    """List the mutual best matches between the articles of two blocks of sentences."""
    close = similarity(text.of_words[ours], text.of_words[theirs])
    close += similarity(text.of_letters[ours], text.of_letters[theirs])
    close /= 2
    row, column = np.nonzero(close >= least)
    one, two, value = ours[row], theirs[column], close[row, column]
    wanted = (places[one] < places[two]) & (text.foremost[one] | text.foremost[two])
    one, two, value = one[wanted], two[wanted], value[wanted]
    # of equally close sentences the first is the best
    best = _first(np.lexsort((two, -value, places[two], one)), one, places[two])
    back = _first(np.lexsort((one, -value, places[one], two)), two, places[one])
    both = np.flatnonzero(best & back)
    return one[both], two[both], value[both]


def _first(order: Ints, sentence: Ints, article: Ints) -> npt.NDArray[np.bool_]:
    """Mark the first row of each sentence and other article, in the order given."""
    sentence, article = sentence[order], article[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (sentence[1:] != sentence[:-1]) | (article[1:] != article[:-1])
    marked = np.zeros(len(order), dtype=bool)
    marked[order[new]] = True
    return marked


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
    return float(_matcher(_forms(one), _forms(two)).ratio())


def _forms(text: str) -> list[str]:
    return [word.form for word in words.cut(text)]


def _matcher(ours: list[str], theirs: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, ours, theirs, autojunk=False)


def _copied(texts: list[str], one: Ints, two: Ints) -> list[bool]:
    """Say of each pair of sentences whether they are nearly the same words in the same order."""
    known: dict[tuple[str, str], bool] = {}
    forms: dict[str, list[str]] = {}
    found = []
    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        pair = texts[a], texts[b]
        if pair not in known:
            for text in pair:
                if text not in forms:
                    forms[text] = _forms(text)
            matcher = _matcher(forms[pair[0]], forms[pair[1]])
            # two quick upper bounds spare the slow matching of what is far from a copy
            known[pair] = (
                matcher.real_quick_ratio() >= NEAR_COPY
                and matcher.quick_ratio() >= NEAR_COPY
                and matcher.ratio() >= NEAR_COPY
            )
        found.append(known[pair])
    return found


def _clusters(one: Ints, two: Ints, size: int) -> Ints:
    """Number the groups of linked sentences from 0, in the order of their first sentence."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, two)), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    linked = np.union1d(one, two)
    heads, first = np.unique(group[linked], return_index=True)
    number = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    number[heads[np.argsort(first)]] = np.arange(len(heads))
    return np.asarray(number[group], dtype=np.int64)
