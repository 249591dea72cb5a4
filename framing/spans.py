"""Look-up of offsets in quotations and scopes: in whose voice, and is it asserted?

Vectorised, because every hit, label, judgement and element of a large batch asks the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]

# stretches within stretches, ever deeper: beyond this many pieces they are painted one by one
_MOST_PIECES = 10_000_000
VOICE_OF_KIND = {
    "direct": "direct",
    "partial": "partial",
    "mixed": "partial",
    "indirect": "indirect",
}


def by_document(table: pd.DataFrame, *names: str) -> dict[str, tuple[list[Any], ...]]:
    """Give each document's rows of a table as lists, one for each column, in the table's order.

    ``table`` has doc_id and the columns ``names``. Returns the lists by doc_id.

    >>> rows = pd.DataFrame({"doc_id": ["a", "a", "b"], "start": [0, 9, 0], "end": [8, 20, 5]})
    >>> by_document(rows, "start", "end")["a"]
    ([0, 9], [8, 20])
    """
    found: dict[str, tuple[list[Any], ...]] = {}
    code, doc_ids = pd.factorize(table["doc_id"])
    order = np.argsort(code, kind="stable")
    ends = np.cumsum(np.bincount(code, minlength=len(doc_ids))).tolist()
    sorted_already = bool((order == np.arange(len(order))).all())
    columns = [
        (table[name] if sorted_already else table[name].take(order)).tolist() for name in names
    ]
    start = 0
    for doc_id, end in zip(doc_ids.tolist(), ends, strict=True):
        found[doc_id] = tuple(column[start:end] for column in columns)
        start = end
    return found


def innermost(
    covers: pd.DataFrame, doc_ids: Sequence[str] | pd.Series[Any], starts: Any, ends: Any
) -> Ints:
    """Find, for every span, the smallest covering stretch that holds its middle.

    ``covers`` has columns doc_id, start, end (characters); ``doc_ids``, ``starts``, ``ends`` are
    equally long. A span belongs to a stretch that holds its middle character, so that a label
    that sticks out of a quotation by a word still belongs to it. Returns row numbers of
    ``covers`` (-1 = none); of equal stretches the first row wins.

    >>> quotes = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 10], "end": [40, 20]})
    >>> innermost(quotes, ["a", "a", "b"], [12, 30, 3], [15, 35, 9]).tolist()
    [1, 0, -1]
    """
    starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    found = np.full(len(starts), -1, dtype=np.int64)
    if not len(covers) or not len(starts):
        return found
    codes, codebook = pd.factorize(covers["doc_id"])
    wanted = pd.Index(codebook).get_indexer(pd.Index(doc_ids))
    # one number line for all documents: document code times a stride beyond every offset
    stride = int(max(covers["end"].max(), ends.max())) + 2
    low = codes.astype(np.int64) * stride + covers["start"].to_numpy()
    high = codes.astype(np.int64) * stride + covers["end"].to_numpy()
    middle = np.where(
        wanted >= 0, wanted * stride + (starts + np.maximum(ends - 1, starts)) // 2, -1
    )
    return _smallest_holding(low, high, middle)


def _smallest_holding(low: Ints, high: Ints, points: Ints) -> Ints:
    """Give the row of the smallest [low, high) that holds each point, by painting large to small.

    The number line is cut at every border; pieces are painted from the largest stretch to the
    smallest, so the last paint on a piece is the innermost stretch.
    """
    borders = np.unique(np.concatenate([low, high]))
    first, last = np.searchsorted(borders, low), np.searchsorted(borders, high)
    order = np.lexsort((-np.arange(len(low)), -(high - low)))
    paint = np.full(len(borders) + 1, -1, dtype=np.int64)
    sizes = (last - first)[order]
    if sizes.sum() > _MOST_PIECES:
        for row in order:
            paint[first[row] : last[row]] = row
    else:
        # all at once; of several paints on one piece the last one stays
        nth = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        paint[np.repeat(first[order], sizes) + nth] = np.repeat(order, sizes)
    piece = np.searchsorted(borders, points, side="right") - 1
    return np.where(piece >= 0, paint[piece], -1)


def voice_at(
    quotes: pd.DataFrame, doc_ids: Sequence[str] | pd.Series[Any], starts: Any, ends: Any
) -> tuple[list[str], list[str]]:
    """Say in whose voice each span stands: the narrator's unless a quotation covers it.

    Arguments as in ``innermost``, with the table ``quotes``. Returns two lists: voices
    (narrator, direct, partial, indirect) and speakers (empty for the narrator).

    >>> import framing.tables
    >>> voice_at(framing.tables.empty("quotes"), ["a"], [0], [4])
    (['narrator'], [''])
    """
    rows = innermost(quotes, doc_ids, starts, ends)
    kinds = [*quotes["kind"].tolist(), "narrator"]
    speakers = [*quotes["speaker"].tolist(), ""]
    voices = [VOICE_OF_KIND.get(kind, "narrator") for kind in kinds]
    return [voices[row] for row in rows], [speakers[row] for row in rows]


def polarity_at(
    scopes: pd.DataFrame, doc_ids: Sequence[str] | pd.Series[Any], starts: Any, ends: Any
) -> list[str]:
    """Say whether each span is asserted, or negated, rejected, alleged or hypothetical.

    Arguments as in ``innermost``, with the table ``scopes``. Returns a list of polarities.

    >>> import framing.tables
    >>> polarity_at(framing.tables.empty("scopes"), ["a"], [0], [4])
    ['asserted']
    """
    rows = innermost(scopes, doc_ids, starts, ends)
    polarities = [*scopes["polarity"].tolist(), "asserted"]
    return [polarities[row] for row in rows]
