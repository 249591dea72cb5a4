"""Which texts are copies of each other, word for word or nearly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.parameters import Parameters

Hashes = npt.NDArray[np.uint64]

_WORD = re.compile(r"\w+")
# words in a shingle: long enough that independent texts hardly share any, short enough that a
# changed word in a line does not hide the copy
SHINGLE = 3
# documents up to which all pairs are compared exactly; beyond, min-hashes propose the pairs
_ALL_PAIRS = 200
# 32 bands of 4 rows propose a pair of similarity 0.5 with probability 0.87, of 0.6 with 0.99
_BANDS, _ROWS = 32, 4
# members of one bucket that are set against each other; beyond, each against those before it
_MOST = 50
_PART = 2000
COLUMNS = {"doc_id": "str", "other_doc_id": "str", "similarity": "float64", "kind": "str"}


def copies(
    documents: pd.DataFrame,
    parameters: Parameters = Parameters(),  # noqa: B008
) -> pd.DataFrame:
    """Find texts that are copies of each other, so that they are not taken for independent voices.

    ``documents`` has columns doc_id and text. Returns a table doc_id, other_doc_id (the earlier
    row), similarity (0 to 1: Jaccard similarity of three-word shingles), kind (exact: the same
    words; near: similarity at least ``parameters.near_copy``). Of several exact copies each is
    set against the first. Above 200 different texts, min-hashes (rensa) propose the pairs.

    >>> two = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Rain fell.", "Rain fell!"]})
    >>> copies(two)["kind"].tolist()
    ['exact']
    """
    first: dict[bytes, int] = {}
    rows: list[tuple[int, int, float, str]] = []
    sets: list[Hashes] = []
    for row, words in enumerate(hash_words(documents["text"])):
        if not len(words):
            continue
        key = hashlib.blake2b(words.tobytes(), digest_size=16).digest()
        if (earlier := first.setdefault(key, row)) != row:
            rows.append((row, earlier, 1.0, "exact"))
        else:
            sets.append(shingle(words))
    unique = list(first.values())
    for one, other in candidates(sets, parameters):
        if (similarity := jaccard(sets[one], sets[other])) >= parameters.near_copy:
            rows.append((unique[other], unique[one], similarity, "near"))
    rows.sort(key=lambda row: row[:2])
    doc_ids = documents["doc_id"].tolist()
    return pd.DataFrame(
        {
            "doc_id": [doc_ids[row[0]] for row in rows],
            "other_doc_id": [doc_ids[row[1]] for row in rows],
            "similarity": [row[2] for row in rows],
            "kind": [row[3] for row in rows],
        }
    ).astype(COLUMNS)


def hash_words(texts: Sequence[str] | pd.Series[str]) -> Iterator[Hashes]:
    """Turn texts into arrays of word hashes, one by one, the same on every machine.

    >>> [len(words) for words in hash_words(["Rain fell.", ""])]
    [2, 0]
    """
    known = _Hashed()
    for text in texts:
        yield np.fromiter(map(known.__getitem__, _WORD.findall(text.lower())), np.uint64)


class _Hashed(dict[str, int]):
    """Hashes of words, each computed once."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        found = self[word] = int.from_bytes(digest, "big")
        return found


def shingle(words: Hashes, size: int = SHINGLE) -> Hashes:
    """Cut a text's word hashes into overlapping runs; returns their hashes, sorted, each once.

    >>> len(shingle(np.arange(5, dtype=np.uint64)))
    3
    """
    if len(words) < size:
        size = max(1, len(words))
    count = len(words) - size + 1
    runs = np.zeros(max(0, count), dtype=np.uint64)
    for place in range(size):
        # an odd factor makes the order of the words matter; uint64 wraps around
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + words[place : place + count]
    return np.unique(runs)


def jaccard(one: Hashes, other: Hashes) -> float:
    """Divide what two sets of hashes share by what they hold together.

    >>> jaccard(np.array([1, 2], np.uint64), np.array([2, 3], np.uint64))
    0.3333333333333333
    """
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def candidates(sets: Sequence[Hashes], parameters: Parameters) -> Iterator[tuple[int, int]]:
    """Propose pairs of sets that may be alike: all pairs of a few, min-hash neighbours of many.

    ``sets`` are arrays of hashes, none empty. Yields pairs of row numbers, the smaller first.

    >>> list(candidates([np.array([1], np.uint64), np.array([1, 2], np.uint64)], Parameters()))
    [(0, 1)]
    """
    if len(sets) <= _ALL_PAIRS:
        yield from ((i, j) for i in range(len(sets)) for j in range(i + 1, len(sets)))
        return
    yield from dict.fromkeys(_neighbours(digest(sets, parameters.seed)))


def digest(sets: Sequence[Hashes], seed: int) -> npt.NDArray[np.uint32]:
    """Make the min-hash signature of every set.

    Returns an array of 128 numbers per set. Method: rensa's RMinHash.

    >>> digest([np.array([1, 2], np.uint64)], 1).shape
    (1, 128)
    """
    from rensa import RMinHash

    digests = np.empty((len(sets), _BANDS * _ROWS), dtype=np.uint32)
    # in parts, because rensa hands its rows over as lists of numbers
    for start in range(0, len(sets), _PART):
        part = sets[start : start + _PART]
        offsets = np.cumsum([0, *map(len, part)], dtype=np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(
            np.concatenate(part), offsets, _BANDS * _ROWS, seed
        )
        digests[start : start + len(part)] = matrix.to_rows()
    return digests


def _neighbours(digests: npt.NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pair the sets whose signatures agree in at least one band."""
    for band in range(_BANDS):
        rows = np.ascontiguousarray(digests[:, band * _ROWS : (band + 1) * _ROWS])
        keys = rows.view([("", np.uint32)] * _ROWS).ravel()
        _, bucket, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(sizes)
        for size, end in zip(sizes[sizes > 1].tolist(), ends[sizes > 1].tolist(), strict=True):
            yield from _pairs(order[end - size : end].tolist())


def _pairs(bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, row in enumerate(bucket):
        for other in bucket[max(0, place - _MOST) : place]:
            yield other, row
