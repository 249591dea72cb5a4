"""Which texts are copies of each other, word for word or nearly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from framing.parameters import Parameters

_WORD = re.compile(r"\w+")
# words in a shingle: long enough that independent texts hardly share any, short enough that a
# changed word in a line does not hide the copy
SHINGLE = 3
# documents up to which all pairs are compared exactly; beyond, min-hashes propose the pairs
_ALL_PAIRS = 200
_BANDS, _ROWS = 32, 4
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
    doc_ids = documents["doc_id"].tolist()
    words = [_WORD.findall(text.lower()) for text in documents["text"]]
    first: dict[bytes, int] = {}
    rows: list[tuple[int, int, float, str]] = []
    for row, tokens in enumerate(words):
        if not tokens:
            continue
        key = hashlib.blake2b(" ".join(tokens).encode("utf-8"), digest_size=16).digest()
        if (earlier := first.setdefault(key, row)) != row:
            rows.append((row, earlier, 1.0, "exact"))
    unique = list(first.values())
    shingles = {row: shingle(words[row]) for row in unique}
    for one, other in candidates([shingles[row] for row in unique], parameters):
        a, b = unique[one], unique[other]
        if (similarity := jaccard(shingles[a], shingles[b])) >= parameters.near_copy:
            rows.append((max(a, b), min(a, b), similarity, "near"))
    rows.sort(key=lambda row: row[:2])
    return pd.DataFrame(
        {
            "doc_id": [doc_ids[row[0]] for row in rows],
            "other_doc_id": [doc_ids[row[1]] for row in rows],
            "similarity": [row[2] for row in rows],
            "kind": [row[3] for row in rows],
        }
    ).astype(COLUMNS)


def shingle(words: Sequence[str], size: int = SHINGLE) -> frozenset[str]:
    """Cut a list of words into overlapping runs.

    >>> sorted(shingle(["a", "b", "c", "d"]))
    ['a b c', 'b c d']
    """
    if len(words) <= size:
        return frozenset([" ".join(words)]) if words else frozenset()
    return frozenset(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Divide what two sets share by what they hold together.

    >>> jaccard(frozenset("ab"), frozenset("bc"))
    0.3333333333333333
    """
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def candidates(sets: Sequence[frozenset[str]], parameters: Parameters) -> Iterator[tuple[int, int]]:
    """Propose pairs of sets that may be alike: all pairs of a few, min-hash neighbours of many.

    >>> list(candidates([frozenset("ab"), frozenset("bc")], Parameters()))
    [(0, 1)]
    """
    if len(sets) <= _ALL_PAIRS:
        yield from ((i, j) for i in range(len(sets)) for j in range(i + 1, len(sets)))
        return
    from rensa import RMinHash

    digests = RMinHash.digests_from_token_sets(
        [sorted(one) for one in sets], num_perm=_BANDS * _ROWS, seed=parameters.seed
    )
    seen: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        buckets: dict[tuple[int, ...], list[int]] = {}
        for row, digest in enumerate(digests):
            if sets[row]:
                key = tuple(digest[band * _ROWS : (band + 1) * _ROWS])
                buckets.setdefault(key, []).append(row)
        for bucket in buckets.values():
            for pair in _pairs(bucket):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _pairs(bucket: Sequence[int], most: int = 50) -> Iterator[tuple[int, int]]:
    """Pair the members of a bucket; in a very large one, each with the ones just before it."""
    for place, row in enumerate(bucket):
        for other in bucket[max(0, place - most) : place]:
            yield other, row
