"""Where two copies of one text differ: sentences matched in order, then word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

_PIECE = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’.\-][^\W_]+)*|[^\w\s]")
_MARKS = frozenset('"“”„«»‘')
_SAME_SENTENCE = 0.4
_GAP = 2

Sentence = tuple[int, int, str]


class Piece(NamedTuple):
    """A word or a mark of punctuation, folded, with its place in the article."""

    form: str
    start: int
    end: int


class Change(NamedTuple):
    """A changed stretch: places in the source and in the copy."""

    old: tuple[int, int]
    new: tuple[int, int]
    whole: bool
    headline: bool


def find(
    source: str, of_source: Sequence[Sentence], copy: str, of_copy: Sequence[Sentence]
) -> list[Change]:
    """List the changed stretches between two copies of a text, in the order of the copy.

    ``source`` and ``copy`` are the texts, ``of_source`` and ``of_copy`` their sentences: start,
    end (characters), part (headline or body). Sentences are matched in order so that they share
    as many words as possible; what is left is a whole sentence gone, new or replaced; matched
    sentences are compared word by word, and changes within two words of each other are one.

    >>> find("It rained.", [(0, 10, "body")], "It snowed.", [(0, 10, "body")])
    [Change(old=(3, 9), new=(3, 9), whole=False, headline=False)]
    """
    ours = [pieces(source, low, high) for low, high, _ in of_source]
    theirs = [pieces(copy, low, high) for low, high, _ in of_copy]
    found: list[Change] = []
    heads = [bool(side) and side[0][2] == "headline" for side in (of_source, of_copy)]
    if all(heads) and [p.form for p in ours[0]] != [p.form for p in theirs[0]]:
        found.append(Change(of_source[0][:2], of_copy[0][:2], True, True))
    i = j = int(all(heads))
    for row, column in [*_match(ours, theirs, i, j), (len(ours), len(theirs))]:
        at = of_copy[j - 1][1] if j else 0
        if i < row and j < column:
            old = (of_source[i][0], of_source[row - 1][1])
            new = (of_copy[j][0], of_copy[column - 1][1])
            found.append(Change(old, new, True, False))
        elif i < row:
            found += [Change(of_source[k][:2], (at, at), True, False) for k in range(i, row)]
        else:
            found += [
                Change((of_source[i - 1][1],) * 2, of_copy[k][:2], True, False)
                for k in range(j, column)
            ]
        if row < len(ours):
            found += _within(ours[row], theirs[column])
        i, j = row + 1, column + 1
    return found


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """Cut a stretch of text into words and marks, folded, with their places in the text.

    >>> [piece.form for piece in pieces("“We go,” he said.", 0, 8)]
    ['"', 'we', 'go', ',', '"']
    """
    found = []
    for match in _PIECE.finditer(text, start, end):
        raw = match.group()
        form = '"' if raw in _MARKS else "'" if raw == "’" else raw.lower().replace("’", "'")
        found.append(Piece(form, match.start(), match.end()))
    return found


def _match(
    ours: Sequence[Sequence[Piece]], theirs: Sequence[Sequence[Piece]], i: int, j: int
) -> list[tuple[int, int]]:
    """Match sentences in order so that they share as many words as possible."""
    n, m = len(ours), len(theirs)
    bags = [[frozenset(p.form for p in pieces) for pieces in side] for side in (ours, theirs)]
    close = np.zeros((n + 1, m + 1))
    for a in range(i, n):
        for b in range(j, m):
            one, two = bags[0][a], bags[1][b]
            value = 2 * len(one & two) / max(1, len(one) + len(two))
            close[a, b] = value if value >= _SAME_SENTENCE else 0.0
    best = np.zeros((n + 2, m + 2))
    for a in range(n - 1, i - 1, -1):
        for b in range(m - 1, j - 1, -1):
            together = best[a + 1, b + 1] + close[a, b] if close[a, b] else 0.0
            best[a, b] = max(best[a + 1, b], best[a, b + 1], together)
    pairs = []
    a, b = i, j
    while a < n and b < m:
        if close[a, b] and best[a, b] == best[a + 1, b + 1] + close[a, b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif best[a, b] == best[a + 1, b]:
            a += 1
        else:
            b += 1
    return pairs


def _within(ours: Sequence[Piece], theirs: Sequence[Piece]) -> list[Change]:
    """Compare two matched sentences word by word; changes close to each other are one."""
    matcher = SequenceMatcher(
        None, [piece.form for piece in ours], [piece.form for piece in theirs], autojunk=False
    )
    regions: list[list[int]] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if regions and a1 - regions[-1][1] <= _GAP and b1 - regions[-1][3] <= _GAP:
            regions[-1][1], regions[-1][3] = a2, b2
        else:
            regions.append([a1, a2, b1, b2])
    return [
        Change(_span(ours, a1, a2), _span(theirs, b1, b2), False, False)
        for a1, a2, b1, b2 in _paired_marks(ours, theirs, regions)
    ]


def _paired_marks(
    ours: Sequence[Piece], theirs: Sequence[Piece], regions: Sequence[list[int]]
) -> list[list[int]]:
    """Make one change of two that take away, or add, the two marks of one quotation."""

    def marks(region: list[int]) -> tuple[int, int]:
        sides = (ours[region[0] : region[1]], theirs[region[2] : region[3]])
        one, two = (sum(piece.form == '"' for piece in side) for side in sides)
        return one, two

    joined: list[list[int]] = []
    for region in regions:
        if joined and marks(joined[-1]) == marks(region) and sorted(marks(region)) == [0, 1]:
            joined[-1] = [joined[-1][0], region[1], joined[-1][2], region[3]]
        else:
            joined.append(list(region))
    return joined


def _span(pieces: Sequence[Piece], first: int, last: int) -> tuple[int, int]:
    """Give the characters from one piece to another; an empty stretch lies before its piece."""
    if first < last:
        return pieces[first].start, pieces[last - 1].end
    if first < len(pieces):
        return (pieces[first].start,) * 2
    return (pieces[-1].end,) * 2 if pieces else (0, 0)
