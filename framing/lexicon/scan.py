"""One pass of the matcher over the line of texts: matches, what voids them, longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from framing.lexicon.dictionary import BLOCK, CONTEXT, ENTRY, NAME, Dictionary, prefixes
from framing.lexicon.line import Line

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
CONTEXT_WORDS = 5


@dataclass(frozen=True)
class Found:
    """Matches as integer columns: places in the view and the entry's number (-1 for a name)."""

    starts: Ints
    ends: Ints
    owner: Ints

    def only(self, rows: npt.NDArray[np.bool_] | Ints) -> Found:
        """Keep some rows, in the order given."""
        return Found(self.starts[rows], self.ends[rows], self.owner[rows])


def scan(line: Line, dictionary: Dictionary) -> tuple[Found, Found]:
    """Find all terms on the line: those not inside a phrase that voids them, and context words.

    Returns (matches, context phrases of ``not_in`` that stand outside a match).

    >>> from framing.lexicon import dictionary, files
    >>> from framing.lexicon.line import put_on_line
    >>> words = dictionary.compile(files.load_folder([files.shipped()]))
    >>> found, _ = scan(put_on_line(["The Alien Enemies Act is old."]), words)
    >>> len(found.starts)
    0
    """
    none = np.empty(0, dtype=np.int64)
    if not len(dictionary.length):
        return Found(none, none, none), Found(none, none, none)
    folded = line.folded
    pairs = np.fromiter(chain.from_iterable(dictionary.automaton.iter(folded)), dtype=np.int64)
    stops, keys = pairs[0::2], pairs[1::2]
    open_end = dictionary.open_end[keys]
    starts = stops + open_end - dictionary.length[keys]
    ends = np.where(open_end, _word_ends(folded, stops, open_end), stops)
    counts = dictionary.first[keys + 1] - dictionary.first[keys]
    rows = np.repeat(np.arange(len(keys)), counts)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    meaning = dictionary.first[keys][rows] + nth
    every = Found(starts[rows], ends[rows], dictionary.owner[meaning])
    kind = dictionary.kind[meaning]
    right = _capitals_right(every, meaning, line, dictionary)
    hits = every.only((kind == ENTRY) & right)
    void = _inside(hits, every.only((kind == BLOCK) & right), each_owner=True)
    void |= _inside(hits, every.only((kind == NAME) & right), each_owner=False)
    void |= _prefixed(hits, line)
    return hits.only(~void), every.only((kind == CONTEXT) & right)


def _word_ends(folded: str, stops: Ints, open_end: Bools) -> Ints:
    """Give where the word ends that a wildcard match began."""
    if not open_end.any():
        return stops
    characters = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    blanks = np.append(np.flatnonzero(characters == ord(" ")), len(folded))
    return blanks[np.searchsorted(blanks, stops)]


def _capitals_right(found: Found, meaning: Ints, line: Line, dictionary: Dictionary) -> Bools:
    """Check that capitals of a term are capitals in the text (few terms have any)."""
    right = np.ones(len(meaning), dtype=np.bool_)
    cased = np.array([bool(one) for one in dictionary.capitals], dtype=np.bool_)
    for row in np.flatnonzero(cased[meaning]) if len(meaning) else ():
        wanted = dictionary.capitals[int(meaning[row])]
        there = " ".join(line.between(int(found.starts[row]), int(found.ends[row])).split())
        right[row] = all(b.isupper() for a, b in zip(wanted, there, strict=False) if a.isupper())
    return right


def _inside(hits: Found, phrases: Found, each_owner: bool) -> Bools:
    """Say which hits lie inside a phrase: of their own entry, or a longer name for all."""
    if not len(phrases.starts) or not len(hits.starts):
        return np.zeros(len(hits.starts), dtype=np.bool_)
    stride = int(max(hits.ends.max(), phrases.ends.max())) + 2
    shift = (hits.owner * stride, phrases.owner * stride) if each_owner else (0, 0)
    low, high = hits.starts + shift[0], hits.ends + shift[0]
    order = np.argsort(phrases.starts + shift[1], kind="stable")
    begin, stop = (phrases.starts + shift[1])[order], (phrases.ends + shift[1])[order]
    reach = np.append(np.maximum.accumulate(stop), -1)
    upto, before = np.searchsorted(begin, low, "right") - 1, np.searchsorted(begin, low) - 1
    if each_owner:
        return np.asarray(reach[upto] >= high)
    # a name voids what is shorter than it: a term that is itself the name stays
    return np.asarray((reach[upto] > high) | (reach[before] >= high))


def _prefixed(hits: Found, line: Line) -> Bools:
    """Say which hits are the rest of a word such as non-criminal or anti-migrant."""
    void = np.zeros(len(hits.starts), dtype=np.bool_)
    for row, place in enumerate(line.back(hits.starts).tolist()):
        if line.text[place - 1] in "-‐‑":
            before = re.search(r"\w+(?=\W$)", line.text[max(0, place - 12) : place])
            void[row] = before is not None and before[0].lower() in prefixes()
    return void


def without_context(found: Found, contexts: Found, line: Line) -> Bools:
    """Drop hits that have a context phrase of their entry within five words of them.

    Returns a mask of the rows to keep.

    >>> from framing.lexicon.line import put_on_line
    >>> nothing = Found(*(np.empty(0, dtype=np.int64) for _ in range(3)))
    >>> without_context(nothing, nothing, put_on_line([])).tolist()
    []
    """
    keep = np.ones(len(found.starts), dtype=np.bool_)
    near = np.flatnonzero(np.isin(found.owner, contexts.owner))
    order = np.lexsort((contexts.starts, contexts.owner))
    contexts = contexts.only(order)
    for row in near.tolist():
        start, end, owner = int(found.starts[row]), int(found.ends[row]), int(found.owner[row])
        first, last = np.searchsorted(contexts.owner, [owner, owner + 1])
        begin, stop = np.searchsorted(contexts.starts[first:last], [start - 200, end + 200])
        for other in range(first + begin, first + stop):
            other_start, other_end = int(contexts.starts[other]), int(contexts.ends[other])
            gap = line.between(min(end, other_end), max(start, other_start))
            if not re.search(r"[.!?]\s|\n\n", gap) and len(gap.split()) <= CONTEXT_WORDS:
                keep[row] = False
    return keep


def longest_first(found: Found, dictionary: Dictionary) -> Ints:
    """Choose, within each dimension, matches that do not overlap, the longest first.

    Returns row numbers in order. Of two equal spans the entry that stands first in its file wins.

    >>> from framing.lexicon import dictionary
    >>> nothing = np.empty(0, dtype=np.int64)
    >>> longest_first(Found(nothing, nothing, nothing), dictionary.compile([])).tolist()
    []
    """
    if not len(found.starts):
        return np.empty(0, dtype=np.int64)
    stride = int(found.ends.max()) + 2
    shift = dictionary.dimension_of[found.owner] * stride
    low, high = found.starts + shift, found.ends + shift
    order = np.lexsort((found.owner, -high, low))
    low, high = low[order], high[order]
    fresh = np.ones(len(low), dtype=np.bool_)
    fresh[1:] = low[1:] >= np.maximum.accumulate(high)[:-1]
    first = np.flatnonzero(fresh)
    sizes = np.diff(np.append(first, len(low)))
    chosen = list(order[first[sizes == 1]])
    for begin, size in zip(first[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        chosen += [order[row] for row in _greedy(low, high, range(begin, begin + size))]
    return np.sort(np.array(chosen, dtype=np.int64))


def _greedy(low: Ints, high: Ints, rows: range) -> list[int]:
    taken: list[int] = []
    for row in sorted(rows, key=lambda one: (low[one] - high[one], low[one], one)):
        if all(high[row] <= low[other] or low[row] >= high[other] for other in taken):
            taken.append(row)
    return taken
