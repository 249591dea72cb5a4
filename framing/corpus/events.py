"""Which articles tell one event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.corpus.copies import copies
from framing.corpus.vectors import vectorize
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# mean similarity of two groups from which they tell one event: chosen on half of the topics of
# ECB+ (BCubed F1 0.899 there, 0.925 on the other half; the other half chooses the same)
SAME_EVENT = 0.15
# days between two articles beyond which likeness alone does not connect them: a weekly paper may
# tell on one Sunday what happened after the last
WINDOW = 14
# articles up to which every pair is compared; beyond, only pairs that share telling words
_ALL_PAIRS = 3000
_TELLING, _TOO_COMMON = 60, 400
_LARGEST_BLOCK = 2000
_ROWS = 500
_UNDATED = np.int64(-(10**6))


def group(
    documents: pd.DataFrame,
    known: pd.DataFrame | None = None,
    *,
    similarity: float = SAME_EVENT,
    days: int = WINDOW,
    parameters: Parameters = Parameters(),  # noqa: B008
) -> pd.DataFrame:
    """Group articles that tell the same event.

    ``documents`` has columns doc_id, text and, if known, published. ``known`` holds earlier groups
    (doc_id, event): they stay as they are, and new articles join them or found new ones; the
    earlier articles must be among ``documents``. ``similarity`` is the mean likeness (0 to 1)
    from which two groups are one event; ``days`` is the time window within which articles
    connect (an undated one connects with all). Returns a table doc_id, event in the order of
    ``documents``; an event is named after its earliest article. Method: TF-IDF, average-linkage
    clustering within connected blocks, min-hash near-copies as additional pairs.

    >>> table = pd.DataFrame({"doc_id": ["a", "b"], "text": ["The harbour is closed."] * 2})
    >>> group(table)["event"].nunique()
    1
    """
    doc_ids = documents["doc_id"].tolist()
    dates = documents["published"].tolist() if "published" in documents else [""] * len(doc_ids)
    numbers = _days(dates)
    matrix = vectorize(documents["text"])
    names = np.full(len(doc_ids), "", dtype=object)
    if known is not None:
        given = dict(zip(known["doc_id"], known["event"], strict=True))
        names[:] = [given.get(doc_id, "") for doc_id in doc_ids]
        _join(names, matrix, numbers, similarity, days)
    new = np.flatnonzero(names == "")
    pairs = _edges(matrix[new], numbers[new], similarity, days)
    if len(new) > _ALL_PAIRS:
        pairs = np.vstack([pairs, _copied(documents.iloc[new], parameters)])
    for block in _blocks(pairs, matrix[new], similarity):
        for cluster in _clusters(matrix[new[block]], similarity):
            members = new[block[cluster]]
            names[members] = _name([(dates[i], doc_ids[i]) for i in members])
    return pd.DataFrame({"doc_id": doc_ids, "event": names.tolist()}, dtype="str")


def _days(dates: list[str]) -> Ints:
    numbers = pd.to_datetime(pd.Series(dates, dtype="str"), format="%Y-%m-%d", errors="coerce")
    days = (numbers - pd.Timestamp("1970-01-01")).dt.days
    return np.asarray(days.fillna(int(_UNDATED)), dtype=np.int64)


def _near(one: Ints, other: Ints, days: int) -> npt.NDArray[np.bool_]:
    undated = (one == _UNDATED) | (other == _UNDATED)
    return np.asarray(undated | (np.abs(one - other) <= days))


def _name(members: list[tuple[str, str]]) -> str:
    """Name an event after its earliest article: its date and a hash of its id, fit for a folder."""
    date, doc_id = min((date or "undated", doc_id) for date, doc_id in members)
    digest = hashlib.blake2b(doc_id.encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"{date}-{digest}"


def _join(
    names: npt.NDArray[Any], matrix: Any, numbers: Ints, similarity: float, days: int
) -> None:
    """Let new articles join the known event that they are most like."""
    from scipy.sparse import csr_matrix

    old, new = np.flatnonzero(names != ""), np.flatnonzero(names == "")
    if not len(old) or not len(new):
        return
    codes, events = pd.factorize(names[old], sort=True)
    sizes = np.bincount(codes)
    shares = (1 / sizes[codes]).astype(np.float32)
    mean = csr_matrix((shares, (codes, np.arange(len(old)))))
    centres = (mean @ matrix[old]).T.tocsr()
    first = np.full(len(events), np.iinfo(np.int64).max)
    last = np.full(len(events), np.iinfo(np.int64).min)
    np.minimum.at(first, codes, numbers[old])
    np.maximum.at(last, codes, numbers[old])
    for start in range(0, len(new), _ROWS):
        rows = new[start : start + _ROWS]
        likeness = np.asarray((matrix[rows] @ centres).todense())
        day = numbers[rows][:, None]
        undated = (day == _UNDATED) | (first == _UNDATED)[None, :]
        inside = undated | ((day >= first - days) & (day <= last + days))
        likeness = np.where(inside, likeness, 0)
        best = likeness.argmax(axis=1)
        joins = likeness[np.arange(len(rows)), best] >= similarity
        names[rows[joins]] = np.asarray(events, dtype=object)[best[joins]]


def _edges(matrix: Any, numbers: Ints, similarity: float, days: int) -> Ints:
    """List the pairs that are alike enough to stand in one event, the smaller row first."""
    few = matrix.shape[0] <= _ALL_PAIRS
    telling = matrix if few else _telling(matrix)
    # pairs that share telling words are proposed at a third of the likeness, then measured in full
    least = similarity if few else similarity / 3
    order = np.argsort(numbers, kind="stable")
    telling, day = telling[order], numbers[order]
    turned = telling.T.tocsc()
    found = []
    for start in range(0, matrix.shape[0], _ROWS):
        last = day[min(start + _ROWS, len(day)) - 1]
        # undated articles stand first and connect with all; the others with the days that follow
        end = (
            len(day) if day[start] == _UNDATED else int(np.searchsorted(day, last + days, "right"))
        )
        product = (telling[start : start + _ROWS] @ turned[:, start:end]).tocoo()
        rows, others = product.row.astype(np.int64), product.col.astype(np.int64)
        kept = (product.data >= least) & (rows < others)
        rows, others = rows[kept] + start, others[kept] + start
        kept = _near(day[rows], day[others], days)
        pair = np.column_stack([order[rows[kept]], order[others[kept]]])
        found.append(np.sort(pair, axis=1))
    pairs = np.vstack(found) if found else np.empty((0, 2), dtype=np.int64)
    return pairs if few else pairs[_measured(matrix, pairs) >= similarity]


def _measured(matrix: Any, pairs: Ints) -> Floats:
    values = [
        np.asarray(
            matrix[part[:, 0]].multiply(matrix[part[:, 1]]).sum(axis=1), dtype=np.float64
        ).ravel()
        for part in (pairs[i : i + 50_000] for i in range(0, len(pairs), 50_000))
    ]
    return np.concatenate(values) if values else np.empty(0)


def _telling(matrix: Any) -> Any:
    """Keep each text's heaviest words, without those of very many texts or of one text only."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    common = (frequency > _TOO_COMMON) | (frequency < 2)
    kept = matrix.copy()
    kept.data[common[kept.indices]] = 0
    for row in range(kept.shape[0]):
        span = slice(kept.indptr[row], kept.indptr[row + 1])
        data = kept.data[span]
        if len(data) > _TELLING:
            least = np.partition(data, -_TELLING)[-_TELLING]
            data[data < least] = 0
    kept.eliminate_zeros()
    return kept


def _copied(documents: pd.DataFrame, parameters: Parameters) -> Ints:
    found = copies(documents, parameters)
    place = pd.Index(documents["doc_id"])
    one, other = place.get_indexer(found["other_doc_id"]), place.get_indexer(found["doc_id"])
    return np.column_stack([one, other]).astype(np.int64)


def _blocks(pairs: Ints, matrix: Any, similarity: float) -> Iterator[Ints]:
    """Cut the articles into blocks without a pair between them; too large ones at a higher bar."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = matrix.shape[0]
    if not size:
        return
    waiting = [(np.arange(size, dtype=np.int64), pairs, _measured(matrix, pairs), similarity)]
    while waiting:
        rows, edges, weights, bar = waiting.pop()
        place = np.full(size, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        graph = coo_matrix(
            (np.ones(len(edges)), (place[edges[:, 0]], place[edges[:, 1]])), (len(rows), len(rows))
        )
        _, labels = connected_components(graph, directed=False)
        order = np.argsort(labels, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
            block = rows[part]
            if len(block) <= _LARGEST_BLOCK:
                yield block
                continue
            inside = np.isin(edges[:, 0], block) & (weights >= bar + 0.05)
            waiting.append((block, edges[inside], weights[inside], bar + 0.05))


def _clusters(matrix: Any, similarity: float) -> Iterator[Ints]:
    """Join the articles of a block, the likest first, while the mean likeness holds."""
    if matrix.shape[0] == 1:
        yield np.array([0])
        return
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    likeness = np.asarray((matrix @ matrix.T).todense(), dtype=np.float64)
    distance = np.clip(1 - (likeness + likeness.T) / 2, 0, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    labels = fcluster(tree, 1 - similarity, "distance")
    for label in range(1, int(labels.max()) + 1):
        yield np.flatnonzero(labels == label)
