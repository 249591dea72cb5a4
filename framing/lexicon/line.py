"""Texts on one number line, so that one pass and integer columns serve all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.lexicon.dictionary import FOLDS, codes

Ints = npt.NDArray[np.int64]

GAP = "\n\n"
# What stands inside a phrase without parting it: a wrapped line, doubled blanks, invisible marks.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SEAM_SIGNS = ("  ", " \n", "\n ", "\r", "\t", "\u00a0", *_INVISIBLE)
_BLANK = np.zeros(65536, dtype=np.bool_)
_BLANK[[ord(one) for one in " \t\r\n\x0b\x0c\u00a0"]] = True


@dataclass(frozen=True)
class Line:
    """All texts on one number line: the characters, each text's base, and the seams.

    The matcher reads ``folded``, the text in lower case without seams; ``seams`` are the places
    left out, ``bases`` the place where each text begins (in characters).
    """

    text: str
    folded: str
    bases: Ints
    seams: Ints

    def back(self, places: Ints) -> Ints:
        """Give the places of the text for places that were read.

        >>> put_on_line(["a  b"]).back(np.array([3])).tolist()
        [4]
        """
        if not len(self.seams):
            return places
        before = self.seams - np.arange(len(self.seams))
        return places + np.searchsorted(before, places, side="right")

    def between(self, start: int, end: int) -> str:
        """Give the words of the text between two places that were read.

        >>> put_on_line(["a  b"]).between(1, 4)
        'a  b'
        """
        if start >= end:
            return ""
        low, last = self.back(np.array([start, end - 1])).tolist()
        return self.text[low : last + 1]


def put_on_line(texts: Sequence[str]) -> Line:
    """Put texts on one number line.

    ``texts`` are kept as they are; only what the matcher reads has its seams taken out: blanks
    and line breaks in a row become one (an empty line parts), invisible marks none.

    >>> put_on_line(["A  b", "cd"]).folded
    ' a b  cd '
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    bases = 1 + np.concatenate([[0], np.cumsum(lengths + len(GAP))])[:-1].astype(np.int64)
    text = "\n" + GAP.join(texts) + "\n"
    raw = codes(text)
    seams = np.empty(0, dtype=np.int64)
    if any(sign in text for sign in _SEAM_SIGNS):
        seams = _seams(text, raw)
    folded = np.delete(FOLDS.take(raw, mode="clip"), seams)
    return Line(text, folded.tobytes().decode("utf-16-le", "surrogatepass"), bases, seams)


def _seams(text: str, raw: npt.NDArray[np.uint32]) -> Ints:
    """List the places that the matcher does not read, in order."""
    blank = _BLANK.take(raw, mode="clip")
    second = np.flatnonzero(blank[1:] & blank[:-1]) + 1
    if len(second):
        is_break = raw[second] == ord("\n")
        fresh = np.concatenate([[True], np.diff(second) > 1])
        opens = fresh & (raw[second - 1] == ord("\n"))
        run = np.cumsum(fresh) - 1
        # an empty line (two line breaks) parts what stands before it from what follows
        breaks = np.bincount(run, weights=is_break.astype(np.float64) + opens)
        second = second[breaks[run] < 2]
    hidden = [np.flatnonzero(raw == ord(mark)) for mark in _INVISIBLE if mark in text]
    return np.unique(np.concatenate([second, *hidden]))
