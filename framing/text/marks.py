"""Find what stands in quotation marks, whatever the marks look like.

A small state machine walks over the marks of each paragraph: straight and curly, single and
double, guillemets, low German ones, doubled apostrophes. Wrong and missing marks are tolerated and
told in warnings. One pass, linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# One class of characters, so that the search runs at the speed of the regex engine; what a mark
# is, is decided afterwards.
_MARK = re.compile(r"""["“”„‟«»〝〞「」『』‘’‚‹›'`]|\n""")
_DOUBLE = frozenset('"“”„‟«»〝〞「」『』')
_SINGLE_OPENING = frozenset("‘'‚‹")
_SINGLE_CLOSING = frozenset("’'›")
_OPENING = frozenset("“„‟«〝「『") | {"``"}
_ALWAYS_CLOSING = frozenset("〞」』")
_BEFORE = frozenset(" \t\r\n\xa0\u2009\u202f([{-–—/:;,‘'’“\"") | {""}
_AFTER = frozenset(" \t\r\n\xa0\u2009\u202f)]}.,;:!?…-–—/’'”\"") | {""}
_ELISIONS = re.compile(r"['‘](?:em|til|till|cause|n|tis|twas|bout|round|\d\ds?)\b", re.IGNORECASE)
_SINGLE_LIMIT = 600
_SINGLE_TRIES = 8


@dataclass(slots=True)
class Region:
    """Text in quotation marks: with marks [start, end), without them [low, high).

    ``follows`` says that it carries on the quotation of the paragraph before, ``closed`` that a
    closing mark was found or the next paragraph carries on.
    """

    start: int
    end: int
    low: int
    high: int
    single: bool = False
    closed: bool = True
    follows: bool = False


def regions(text: str) -> tuple[list[Region], list[str]]:
    """Find all stretches in quotation marks, outermost only, in order, and what is odd about them.

    >>> found, warnings = regions('She called it “a day of joy,” and left.')
    >>> [(r.low, r.high) for r in found], warnings
    ([(15, 28)], [])
    """
    machine = _Machine(text)
    skip = -1
    for match in _MARK.finditer(text):
        start = match.start()
        mark = text[start]
        if mark == "\n":
            if machine.opened or machine.pending or machine.single:
                machine.end_paragraph(start)
            machine.paragraph = start + 1
        elif mark in _DOUBLE:
            machine.double(mark, start, start + 1)
        elif start < skip:
            continue
        elif mark in "'`" and text[start + 1 : start + 2] == mark:
            machine.double(mark * 2, start, start + 2)
            skip = start + 2
        elif not machine.opened:
            machine.single_mark(mark, start, start + 1)
    machine.end_paragraph(len(text))
    machine.settle()
    machine.found.sort(key=lambda region: region.start)
    return machine.found, machine.warnings


class _Machine:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Region] = []
        self.warnings: list[str] = []
        self.opened: list[tuple[int, str]] = []
        self.last_close = -1
        self.single: tuple[int, int] | None = None
        self.tries = 0
        self.pending: Region | None = None
        self.pending_mark = ""
        self.follow_at = -1
        self.paragraph = 0

    # -- double marks -------------------------------------------------------------------------
    def double(self, mark: str, start: int, end: int) -> None:
        before = self.text[start - 1 : start]
        after = self.text[end : end + 1]
        may_open = before in _BEFORE and not (after in " \t\r\n" or after == "")
        may_close = after in _AFTER and not before.isspace() and before != ""
        if self.pending is not None:
            self._carry_on(start, end, may_open, may_close)
            if self.pending is None and (self.last_close == end or self.follow_at == start):
                return
        if self.opened:
            self._while_open(mark, start, end, may_open, may_close)
        else:
            self._while_closed(mark, start, end, may_open, may_close)

    def _while_open(self, mark: str, start: int, end: int, may_open: bool, may_close: bool) -> None:
        straight = mark in ('"', "''")
        opening = mark in _OPENING and self.opened[-1][1] not in ("»",)
        nested = opening and may_open and not (self.opened[-1][1] == "„" and may_close)
        other = straight and may_open and not may_close and self.opened[-1][1] != mark
        if nested or other:
            if len(self.opened) < 3:
                self.opened.append((start, mark))
        else:
            self._close(start, end)

    def _while_closed(
        self, mark: str, start: int, end: int, may_open: bool, may_close: bool
    ) -> None:
        if mark in ('"', "''"):
            if self._inch(start, mark):
                return
            if may_close and not may_open:
                self.warnings.append(f"closing quotation mark without an opening one at {start}")
                return
            self.opened.append((start, mark))
        elif mark in _OPENING or (mark == "»" and may_open):
            self.opened.append((start, mark))
        elif may_open and not may_close and mark not in _ALWAYS_CLOSING:
            self.warnings.append(f"closing quotation mark used as an opening one at {start}")
            self.opened.append((start, mark))
        else:
            self.warnings.append(f"closing quotation mark without an opening one at {start}")

    def _inch(self, start: int, mark: str) -> bool:
        """Tell whether the mark stands for inches, minutes or seconds: 6'2", a 27" screen."""
        return self.text[start - 1 : start].isdigit() and (
            mark == '"' or self.text[start - 2 : start - 1] == "'"
        )

    def _close(self, start: int, end: int) -> None:
        opened, mark = self.opened.pop()
        self.last_close = end
        if not self.opened:
            # a single mark that closes just before or after the double one: ''... 'yes,''' he said
            if self.text[end : end + 1] == "'" and self.text[end - 1] == "'":
                start, end = start + 1, end + 1
            self._keep(Region(opened, end, opened + len(mark), start))

    def _keep(self, region: Region) -> None:
        self.single = None  # double marks are surer than single ones around them
        region.low = min(region.low, region.high)
        region.follows = region.follows or region.start == self.follow_at
        if region.high > region.low:  # nothing stands in empty marks
            self.found.append(region)

    # -- paragraphs ---------------------------------------------------------------------------
    def end_paragraph(self, position: int) -> None:
        """Deal with a quotation that is still open where the paragraph ends."""
        self.single = None
        if self.pending is not None and self.text[self.paragraph : position].strip():
            self.settle()
        if self.opened:
            opened, mark = self.opened[0]
            stop = position
            while stop > opened and self.text[stop - 1].isspace():
                stop -= 1
            region = Region(opened, stop, min(opened + len(mark), stop), stop, closed=False)
            self.opened = []
            self.pending = region
            self.pending_mark = mark

    def _carry_on(self, start: int, end: int, may_open: bool, may_close: bool) -> None:
        """See whether the first mark of a paragraph carries on the quotation before."""
        region = self.pending
        if region is None:
            return
        if self.text[self.paragraph : start].strip() == "" and may_open:
            region.closed = True
            self._keep(region)
            self.pending = None
            self.opened = [(start, self.text[start:end])]
            self.last_close = -1
            self.follow_at = start
        elif may_close and not may_open:
            low = self.paragraph
            while low < start and self.text[low].isspace():
                low += 1
            while self.found and self.found[-1].start >= low:
                self.found.pop()  # single marks within what now proves to be quoted
            region.closed = True
            self._keep(region)
            self.pending = None
            self.last_close = end
            self._keep(Region(low, end, low, start, follows=True))
        else:
            self.settle()

    def settle(self) -> None:
        """Decide about a quotation that was never closed."""
        region, self.pending = self.pending, None
        if region is None:
            return
        self.warnings.append(f"unclosed quotation mark at {region.start}")
        before = self.text[max(0, region.start - 2) : region.start].strip()
        line_start = self.text[max(0, region.start - 1) : region.start] in ("", "\n")
        sure = self.pending_mark not in ('"', "''") or before.endswith((",", ":")) or line_start
        if sure and region.high - region.low <= 3000:
            self._keep(region)

    # -- single marks -------------------------------------------------------------------------
    def single_mark(self, mark: str, start: int, end: int) -> None:
        """Open or close single marks; most of them are apostrophes."""
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        inside = before.isalnum()
        if inside and after.isalnum():
            return
        opens = not inside and mark in _SINGLE_OPENING and before not in ("'", "’")
        if opens and after and (after.isalnum() or after in '$“"'):
            if not _ELISIONS.match(self.text, start):
                self.single, self.tries = (start, end), 0
            return
        if mark not in _SINGLE_CLOSING or before.isspace() or before in ("", "'"):
            return
        if after.isalnum() or after == "'":
            return
        if self.single is None or start - self.single[0] > _SINGLE_LIMIT:
            return
        self.tries += 1
        if before in "sz" and self.text[end : end + 1] == " " and self.tries < _SINGLE_TRIES:
            following = self.text[end + 1 : end + 2]
            if following.islower() and self._closes_later(end):
                return
        opened, low = self.single
        self.single = None
        self._keep(Region(opened, end, low, start, single=True))

    def _closes_later(self, position: int) -> bool:
        """Tell whether a surer closing mark follows: dogs' in ‘the dogs' day,’ is no end."""
        rest = self.text[position : position + 200].split("\n", 1)[0]
        return bool(re.search(r"[\w,.!?…][’'](?!\w)", rest)) and not re.search(r"\s[‘']\w", rest)
