"""Texts on one number line, so that one pass and integer columns serve all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# What stands inside a phrase without parting it: a wrapped line, doubled blanks, invisible marks.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SEAM = re.compile(rf"[^\S\n]*\n[^\S\n]+|[^\S\n]+\n|[^\S\n]{{2,}}|[{_INVISIBLE}]")
_SEAM_SIGNS = ("  ", " \n", "\n ", "\r", "\t", *_INVISIBLE)
_GAP = "\n\n"


@dataclass(frozen=True)
class Line:
    """All texts on one number line: the characters, each text's base, and the way back.

    ``view`` is what the matcher reads (seams taken out); ``origin`` maps its places to ``text``
    (None: they are the same).
    """

    text: str
    view: str
    bases: Ints
    origin: Ints | None

    def back(self, places: Ints) -> Ints:
        """Give places of the view as places of the text."""
        return places if self.origin is None else self.origin[places]


def put_on_line(texts: Sequence[str]) -> Line:
    """Put texts on one number line, so that one pass and integer columns serve all of them.

    >>> put_on_line(["ab", "cd"]).bases.tolist()
    [1, 5]
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    bases = 1 + np.concatenate([[0], np.cumsum(lengths + len(_GAP))])[:-1].astype(np.int64)
    text = "\n" + _GAP.join(texts) + "\n"
    if not any(sign in text for sign in _SEAM_SIGNS):
        return Line(text, text, bases, None)
    keep = np.ones(len(text), dtype=np.bool_)
    for seam in _SEAM.finditer(text):
        first = seam.start() + int(seam.group()[0].isspace())
        keep[first : seam.end()] = False
    if keep.all():
        return Line(text, text, bases, None)
    origin = np.flatnonzero(keep)
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    view = characters[origin].tobytes().decode("utf-32-le", "surrogatepass")
    return Line(text, view, bases, np.append(origin, len(text)))
