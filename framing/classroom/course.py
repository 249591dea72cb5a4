"""Where a pupil stands: which page comes next, in which order, with which side at the left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from framing.classroom.lesson import PHASES, Material

NOTES = ("headline", "exit")
ANSWERED = {"first": "first", "again": "reveal", "third": "third"}


@dataclass(frozen=True)
class Step:
    """The page that a pupil sees: its kind, and for an answer the phase and the text's label.

    ``kind`` is wait, answer, spread, reveal, tool, debrief, note, headline or end.
    """

    kind: str
    phase: str = ""
    text: str = ""


def order(seed: int, labels: tuple[str, ...]) -> list[str]:
    """Put the texts into the order that chance gave this pupil.

    >>> sorted(order(7, ("A", "B")))
    ['A', 'B']
    """
    return sorted(labels, key=lambda label: _draw(seed, f"text {label}"))


def turned(seed: int, scale: str) -> bool:
    """Tell whether this pupil sees the high end of a scale at the left; the same in every phase.

    >>> {turned(seed, "calm-heated") for seed in range(9)} == {True, False}
    True
    """
    return _draw(seed, f"side {scale}") % 2 == 1


def _draw(seed: int, what: str) -> int:
    return int(hashlib.sha256(f"{seed} {what}".encode()).hexdigest()[:8], 16)


def reached(minutes: int, now: str, phase: str) -> bool:
    """Tell whether a class that is in phase ``now`` has come to ``phase`` (or is past it).

    >>> reached(45, "spread", "first"), reached(45, "spread", "reveal")
    (True, False)
    """
    phases = PHASES[minutes]
    return phase in phases and phases.index(now) >= phases.index(phase)


def may_send(minutes: int, now: str, kind: str) -> bool:
    """Tell whether an answer (first, again, third) or a note (headline, exit) is taken now."""
    return reached(minutes, now, ANSWERED.get(kind, kind))


def step(material: Material, minutes: int, now: str, seed: int, done: set[tuple[str, str]]) -> Step:
    """Say what a pupil sees now: own answers first, everybody's only when they are in.

    ``now`` is the phase of the class, ``done`` what the pupil has handed in.

    >>> from framing.classroom.lesson import Text
    >>> two = Material("e", "t", tuple(Text(label, label, "", "", "") for label in "AB"), ())
    >>> step(two, 45, "spread", 1, {("first", "A")})
    Step(kind='answer', phase='first', text='B')
    """
    if now == "join":
        return Step("wait")
    there = [text.label for text in material.texts]
    for label in order(seed, tuple(there[:2])):
        if ("first", label) not in done:
            return Step("answer", "first", label)
    if now == "reveal":
        for label in order(seed, tuple(there[:2])):
            if ("again", label) not in done:
                return Step("answer", "again", label)
    if now in ("third", "debrief") and "C" in there and ("third", "C") not in done:
        return Step("answer", "third", "C")
    if now in NOTES and (now, "") not in done:
        return Step("note", now)
    shown = {"first": "wait", "third": "wait", "exit": "wait"}
    return Step(shown.get(now, now), now)
