"""Cut a document into words, with every stretch in quotation marks as a single piece."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from operator import sub

from framing.text import cues
from framing.text.marks import Region

QUOTED = "\x00"
LONGEST = 250
MARKS = "\"'“”„‟«»‘’‚‹›`"
# The matches cover the whole text, so that their lengths add up to the offsets: much faster than
# asking each match for its place. Latin, Greek, Cyrillic and other near scripts take the fast one.
_LETTER = r"[a-z0-9\u00df-\u024f\u0370-\u1fff\u0300-\u036f]"
_COMMA = r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"  # within a number: 4,000
_LABEL = re.compile(r"^([^\Wa-z][^:\na-z]{0,80}):", re.MULTILINE)
_FAST = re.compile(
    rf"(?s) *+(?:{_LETTER}++(?:(?:[-'&.]|{_COMMA}){_LETTER}++)*+"
    rf"(?:(?<=s)'(?!{_LETTER})|(?<=\.[a-z])\.)?|.)"
)
_OTHER = re.compile(
    rf"(?s) *(?:[^\W_]+(?:(?:[-'&.]|{_COMMA})[^\W_]+)*(?:(?<=s)'(?![^\W_])|(?<=\.[^\W_])\.)?|.)"
)
_FAR = re.compile("[\u2c00-\ud7ff\uf900-\ufdff\ufe70-\uffdc\U00010000-\U0010ffff]")


@dataclass
class Words:
    """The pieces of a document: offsets, folded words, quoted stretches, sentence borders.

    ``low[i]`` is the folded word, ``QUOTED`` for a stretch in marks (``quoted[i]`` is then its
    region's number); ``first[i]`` and ``last[i]`` are the pieces that open and end (exclusive) the
    sentence of piece i.
    """

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    quoted: dict[int, int] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded words that somewhere inside a sentence are written with a capital: Lund."""
        return frozenset(
            word
            for i, word in enumerate(self.low)
            if i != self.first[i] and self.text[self.starts[i] : self.ends[i]].istitle()
        )

    @cached_property
    def labels(self) -> Counter[str]:
        """How often each label in capitals stands before a colon at the head of a line.

        ADA LUND counts for LUND as well.
        """
        found = _LABEL.findall(self.text)
        return Counter(found) + Counter(label.split()[-1] for label in found if " " in label)

    def capital(self, i: int) -> bool:
        """Tell whether the piece starts with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def titled(self, i: int) -> bool:
        """Tell whether a stretch in marks is the title of a work: on ABC’s “Good Morning”."""
        body = self.text[self.starts[i] : self.ends[i]]
        if len(body) > 60 or i == 0 or self.low[i] != QUOTED:
            return False
        names = [word for word in body.strip(MARKS).split() if len(word) > 3]
        if not names or not all(word[0].isupper() or word[0].isdigit() for word in names):
            return False
        before = self.low[i - 1]
        if before == "of" and i > 1 and self.low[i - 2] in cues.english().verbs:
            return False  # spoke of “Illegal Arrivals”: the words of whoever speaks
        return before.endswith(("'s", "s'")) or before in cues.english().words["before_title"]

    def raw(self, start: int, end: int) -> str:
        """Give the text of the pieces [start, end)."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


def cut(text: str, sentences: Sequence[tuple[int, int]], found: Sequence[Region]) -> Words:
    """Cut the sentences of a text into words; ``found`` are its regions in marks, in order.

    Sentences that are not analysed are simply not given.

    >>> words = cut("“No,” he said.", [(0, 14)], [Region(0, 5, 1, 4)])
    >>> words.low[1:]
    ['he', 'said', '.']
    """
    masked, borders = _masked(text, sentences, found)
    far = not masked.isascii() and _FAR.search(masked, 0, 4000)
    pieces = (_OTHER if far else _FAST).findall(masked)
    ends = list(accumulate(map(len, pieces)))
    low = list(map(str.strip, pieces))
    if not all(low):
        kept = [i for i, word in enumerate(low) if word]
        ends, low = [ends[i] for i in kept], [low[i] for i in kept]
    starts = list(map(sub, ends, map(len, low)))
    words = Words(text, starts, ends, low)
    for number, region in enumerate(found):
        i = bisect_left(starts, region.start)
        if i < len(starts) and starts[i] == region.start and low[i] == QUOTED:
            words.quoted[i] = number
            ends[i] = region.end
    _borders(words, borders)
    return words


def _masked(
    text: str, sentences: Sequence[tuple[int, int]], found: Sequence[Region]
) -> tuple[str, list[int]]:
    """Fold the text, blank what is in marks or in no sentence, and list where sentences open.

    A sentence that opens inside marks opens no new clause: “It rained. It hailed,” she said.
    """
    folded = _lower(text)
    parts: list[str] = []
    borders: list[int] = []
    position, next_region, many = 0, 0, len(found)
    for start, end in sentences:
        if end <= position:
            continue
        if start >= position:
            borders.append(start)
            parts.append(" " * (start - position))
            position = start
        while next_region < many and found[next_region].start < end:
            region = found[next_region]
            next_region += 1
            if region.start < position:
                continue
            parts.append(folded[position : region.start])
            parts.append(QUOTED + " " * (region.end - region.start - 1))
            position = region.end
        if position < end:
            parts.append(folded[position:end])
            position = end
    return "".join(parts), borders


def _lower(text: str) -> str:
    """Fold case without changing the length, and make apostrophes and zero characters plain."""
    text = text.replace("’", "'").replace("\n", " ").replace("\x00", " ")
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _borders(words: Words, borders: list[int]) -> None:
    opens = sorted({bisect_left(words.starts, border) for border in borders})
    total = len(words.low)
    opens = [i for i in opens if i < total]
    if opens and opens[0] > 0:
        opens[0] = 0
    firsts, lasts = words.first, words.last
    for begin, stop in pairwise([*opens, total]):
        if stop - begin <= LONGEST:
            firsts += [begin] * (stop - begin)
            lasts += [stop] * (stop - begin)
            continue
        # no sentence is longer than that: text without any stop must not cost the square of it
        for first in range(begin, stop, LONGEST):
            last = min(first + LONGEST, stop)
            firsts += [first] * (last - first)
            lasts += [last] * (last - first)
