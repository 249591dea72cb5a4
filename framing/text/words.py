"""Cut a document into words, with every stretch in quotation marks as a single piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.text.marks import Region

QUOTED = "\x00"
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&.][^\W_]+)*(?:[’'](?=\W|$))?|@\w+|[^\s]"
)


@dataclass(slots=True)
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

    def capital(self, i: int) -> bool:
        """Tell whether the piece starts with a capital letter."""
        return self.text[self.starts[i]].isupper()

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
    words = Words(text)
    next_region, position = 0, 0
    opens: list[int] = []
    for start, end in sentences:
        if end <= position:
            continue
        if start >= position and (not opens or opens[-1] != len(words.low)):
            opens.append(len(words.low))
        start = max(start, position)
        while next_region < len(found) and found[next_region].end <= start:
            next_region += 1
        while next_region < len(found) and found[next_region].start < end:
            region = found[next_region]
            _add(words, max(position, start), region.start)
            words.quoted[len(words.low)] = next_region
            words.starts.append(region.start)
            words.ends.append(region.end)
            words.low.append(QUOTED)
            position = start = region.end
            next_region += 1
        _add(words, max(position, start), end)
        position = max(position, end)
    _borders(words, opens)
    return words


def _add(words: Words, start: int, end: int) -> None:
    for match in _WORD.finditer(words.text, start, end):
        words.starts.append(match.start())
        words.ends.append(match.end())
        words.low.append(match.group().lower().replace("’", "'"))


def _borders(words: Words, opens: list[int]) -> None:
    total = len(words.low)
    for index, begin in enumerate(opens):
        end = opens[index + 1] if index + 1 < len(opens) else total
        words.first += [begin] * (end - begin)
        words.last += [end] * (end - begin)
