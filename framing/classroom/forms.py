"""Reading what a pupil sent: kept as it came, so that nothing is lost when it is not accepted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from framing.classroom.lesson import MARKS, STEPS, Scale, Text, recode
from framing.classroom.store import Mark, Rating

LONGEST = {"reason": 160, "exit": 600, "headline": 140}
CANT = "x"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True)
class Fault:
    """What is missing or too much: a key of the catalogue and what is filled into it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What a pupil filled in for one text, as it stood on the pupil's page.

    ``steps`` maps a scale's id to 1-7 or ``x`` (can't tell); ``words`` are starts of marked words
    in the order of the text, ``reasons`` maps them to reasons.
    """

    steps: Mapping[str, str] = field(default_factory=dict)
    words: tuple[int, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)

    def empty(self) -> bool:
        """Tell whether nothing was filled in."""
        return not self.steps and not self.words


def plain(value: object, longest: int) -> str:
    """Give a written line without control signs and with single blanks, cut at ``longest``.

    >>> plain("  a\\x00  b ", 9)
    'a b'
    """
    text = value if isinstance(value, str) else ""
    return " ".join(_CONTROL.sub(" ", text).split())[:longest]


def read(form: FormData, text: Text, scales: Sequence[Scale], prefix: str = "") -> Sheet:
    """Read the answers to one text; what is not a possible answer is left out.

    Reasons come under the word's start (``reason-12``), or from a page without JavaScript in the
    order of the text (``reason1`` to ``reason3``). ``prefix`` stands before every name.
    """
    steps = {}
    for scale in scales:
        value = form.get(f"{prefix}scale-{scale.id}")
        if value in {CANT, *map(str, range(1, STEPS + 1))}:
            steps[scale.id] = str(value)
    starts = {str(start) for start, _ in text.words()}
    words = sorted({int(str(w)) for w in form.getlist(f"{prefix}w") if w in starts})
    reasons = {}
    for n, start in enumerate(words, 1):
        given = form.get(f"{prefix}reason-{start}") or form.get(f"{prefix}reason{n}")
        reasons[start] = plain(given, LONGEST["reason"])
    return Sheet(steps, tuple(words), reasons)


def faults(
    sheet: Sheet, text: Text, scales: Sequence[Scale], marking: bool, between: str = "{0} – {1}"
) -> list[Fault]:
    """Say what is missing from a sheet; an empty list means that it can be stored."""
    found = []
    if marking:
        if len(sheet.words) > MARKS:
            found.append(Fault("fault_marks", {"n": len(sheet.words)}))
        elif not sheet.words:
            found.append(Fault("fault_none"))
        else:
            ends = dict(text.words())
            for start in sheet.words:
                if not sheet.reasons.get(start):
                    word = text.text[start : ends[start]]
                    found.append(Fault("fault_reason", {"word": word}))
    for scale in scales:
        if scale.id not in sheet.steps:
            found.append(Fault("fault_scale", {"name": between.format(scale.low, scale.high)}))
    return found


def ratings(sheet: Sheet, scales: Sequence[Scale], turned: Mapping[str, bool]) -> list[Rating]:
    """Recode the steps of a sheet; ``turned`` tells for each scale if its sides stood turned."""
    made = []
    for scale in scales:
        if scale.id in sheet.steps:
            step = sheet.steps[scale.id]
            shown = None if step == CANT else int(step)
            made.append(Rating(scale.id, recode(shown, turned[scale.id]), turned[scale.id]))
    return made


def marks(sheet: Sheet, text: Text) -> list[Mark]:
    """Give the marked words of a sheet as spans of the excerpt, with their reasons."""
    ends = dict(text.words())
    return [
        Mark(start, ends[start], text.text[start : ends[start]], sheet.reasons.get(start, ""))
        for start in sheet.words[:MARKS]
    ]
