"""Is a hit about the people the dimension asks for? Hits set against the labels of a referent."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.paths import data_dir

Ints = npt.NDArray[np.int64]
_BORDER = re.compile(r"[,;:.!?()\[\]\"“”„«»—–\n]")


@dataclass(frozen=True)
class Spans:
    """Labels on one number line for all documents, sorted by start (in characters).

    ``rows`` are their row numbers in the table.
    """

    starts: Ints
    ends: Ints
    rows: Ints
    reasons: tuple[str, ...]

    def touching(self, starts: Ints, ends: Ints) -> Ints:
        """Find for every hit a label that it overlaps or touches; -1 = none.

        >>> spans = Spans(np.array([5]), np.array([9]), np.array([0]), ("",))
        >>> spans.touching(np.array([0, 20]), np.array([4, 24])).tolist()
        [0, -1]
        """
        found = np.full(len(starts), -1, dtype=np.int64)
        if not len(self.starts):
            return found
        reach = np.maximum.accumulate(self.ends)
        farthest = np.maximum.accumulate(np.where(self.ends == reach, np.arange(len(reach)), 0))
        last = np.searchsorted(self.starts, ends + 1, side="right") - 1
        known = last >= 0
        near = farthest[np.maximum(last, 0)]
        touches = known & (self.ends[near] >= starts - 1)
        found[touches] = near[touches]
        return found


def spans(labels: pd.DataFrame, bases: Ints, doc_index: pd.Index[Any]) -> Spans:
    """Put labels on the number line: ``bases`` are the documents' offsets on it.

    >>> rows = pd.DataFrame({"doc_id": ["b"], "start": [3], "end": [7], "reason": ["look-alike"]})
    >>> spans(rows, np.array([0, 100]), pd.Index(["a", "b"])).starts.tolist()
    [103]
    """
    where = doc_index.get_indexer(pd.Index(labels["doc_id"]))
    known = where >= 0
    base = bases[where[known]]
    starts = base + labels["start"].to_numpy(dtype=np.int64)[known]
    ends = base + labels["end"].to_numpy(dtype=np.int64)[known]
    order = np.lexsort((ends, starts))
    reasons = labels["reason"].to_numpy()[known][order]
    numbers = np.flatnonzero(known)[order]
    return Spans(starts[order], ends[order], numbers, tuple(str(one) for one in reasons))


@cache
def _cues() -> dict[str, frozenset[str]]:
    path = data_dir("lexicons") / "cues" / "predicates.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: frozenset(str(value).split()) for key, value in data.items()}


def said_of(gap: str, term: str = "") -> bool:
    """Say whether the words between a name and a later term make the term say something of it.

    >>> said_of(" are all hardened "), said_of(" fled from armed ")
    (True, False)
    >>> said_of(" who live ", "in the country illegally"), said_of(" who live ", "criminals")
    (True, False)
    """
    cues = _cues()
    if _BORDER.search(gap):
        return False
    words = gap.lower().split()
    if len(words) > int(min(cues["most_words"])):
        return False
    if term.lower().split()[:1] and term.lower().split()[0] in cues["modifiers"]:
        return set(words) <= cues["between"]
    return bool(cues["copulas"] & set(words[:2])) or bool(cues["links"] & set(words[-2:]))


def read(
    text: str, starts: Ints, ends: Ints, sentence_starts: Ints, right: Spans, wrong: Spans
) -> tuple[list[str], Ints]:
    """Say for every hit why it is not about the referent, and which label it is part of.

    ``right`` are the labels that name the referent, ``wrong`` the look-alikes; ``text`` is the
    number line as characters; ``sentence_starts`` where each hit's sentence begins. Returns the
    reasons (empty: it is about the referent) and rows of ``right``'s table (-1: part of none).

    >>> none = Spans(*(np.array([], dtype=int) for _ in range(3)), ())
    >>> read("criminals", np.array([0]), np.array([9]), np.array([0]), none, none)[0]
    ['no person of this referent named here']
    """
    touched = right.touching(starts, ends)
    mistaken = wrong.touching(starts, ends)
    before = np.searchsorted(right.ends, starts, side="right") - 1
    found: list[str] = []
    places = zip(starts.tolist(), ends.tolist(), sentence_starts.tolist(), strict=True)
    for row, (start, end, begin) in enumerate(places):
        label = int(before[row])
        if touched[row] >= 0:
            found.append("")
        elif mistaken[row] >= 0:
            why = wrong.reasons[int(mistaken[row])]
            found.append("not the people of this event" + (f": {why}" if why else ""))
        elif (
            label >= 0
            and right.ends[label] >= begin
            and said_of(text[right.ends[label] : start], text[start:end])
        ):
            found.append("")
        else:
            found.append("no person of this referent named here")
    rows = np.append(right.rows, -1)[touched] if len(right.rows) else touched
    return found, rows
