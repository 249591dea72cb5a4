"""What a class sees of its own answers: dots, marked words, agreement, class against tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.classroom import answers
from framing.classroom.lesson import STEPS, Hit, Material, Text

if TYPE_CHECKING:
    import pandas as pd

    from framing.comparison.agreement import Agreement

COLUMN, FILLED, TALLEST = 46.0, 38.0, 84.0


@dataclass(frozen=True)
class Row:
    """One row of dots: how many chose each of the seven steps, and how many could not tell."""

    label: str
    counts: tuple[int, ...]
    cant: int

    @property
    def n(self) -> int:
        """Count the pupils who chose a step."""
        return sum(self.counts)


@dataclass(frozen=True)
class Shift:
    """How many moved towards the low end, stayed, moved towards the high end of a scale."""

    label: str
    low: int
    same: int
    high: int


@dataclass(frozen=True)
class Word:
    """A marked word of a text, how many marked it, and the tool's hits on it."""

    start: int
    end: int
    words: str
    n: int
    hits: tuple[Hit, ...] = ()


def rows(
    ratings: pd.DataFrame, scale: str, phase: str, labels: Sequence[str], pupils: set[int] | None
) -> list[Row]:
    """Count the answers on one scale: a row for each text that anybody rated.

    ``ratings`` is the table of ``answers.Answers``; ``pupils`` limits it to a group (None = all).
    """
    own = ratings[(ratings["scale"] == scale) & (ratings["phase"] == phase)]
    if pupils is not None:
        own = own[own["pupil"].isin(list(pupils))]
    made = []
    for label in labels:
        values = own.loc[own["text"] == label, "value"]
        counts = tuple(int((values == step).sum()) for step in range(1, STEPS + 1))
        made.append(Row(label, counts, int(values.isna().sum())))
    return made


def shifts(ratings: pd.DataFrame, scale: str, labels: Sequence[str]) -> list[Shift]:
    """Compare every pupil's two judgements of a text, before and after the outlet was known."""
    own = ratings[ratings["scale"] == scale]
    made = []
    for label in labels:
        there = own[own["text"] == label]
        wide = there.pivot(index="pupil", columns="phase", values="value")
        steps: list[float] = []
        if {"first", "again"} <= set(wide.columns):
            steps = (wide["again"] - wide["first"]).dropna().tolist()
        made.append(
            Shift(
                label,
                sum(step < 0 for step in steps),
                sum(step == 0 for step in steps),
                sum(step > 0 for step in steps),
            )
        )
    return made


def heat(marks: pd.DataFrame, text: Text, phase: str) -> list[Word]:
    """Count how many pupils marked each word of a text; words that nobody marked are left out."""
    own = marks[(marks["text"] == text.label) & (marks["phase"] == phase)]
    placed = list(zip(own["start"], own["end"], own["pupil"], strict=True))
    found = []
    for start, end in text.words():
        who = {pupil for low, high, pupil in placed if low < end and high > start}
        if who:
            found.append(Word(start, end, text.text[start:end], len(who)))
    return found


def against(words: Sequence[Word], text: Text) -> dict[str, list[Word]]:
    """Sort marked words into those of both, of the class alone and of the tool alone.

    Only hits that the tool counts stand against the class; the others are listed as ``left_out``.
    """
    counted = [hit for hit in text.hits if hit.counted]
    both, alone = [], []
    for word in words:
        own = tuple(h for h in counted if h.start < word.end and h.end > word.start)
        if own:
            both.append(Word(word.start, word.end, word.words, word.n, own))
        else:
            alone.append(word)
    seen = {hit for word in both for hit in word.hits}

    def gather(hits: Sequence[Hit]) -> list[Word]:
        places = sorted({(hit.start, hit.end) for hit in hits})
        return [
            Word(s, e, text.text[s:e], 0, tuple(h for h in hits if (h.start, h.end) == (s, e)))
            for s, e in places
        ]

    return {
        "both": sorted(both, key=lambda word: (-word.n, word.start)),
        "class": sorted(alone, key=lambda word: (-word.n, word.start))[:12],
        "tool": gather([hit for hit in counted if hit not in seen]),
        "left_out": gather([hit for hit in text.hits if not hit.counted]),
    }


def agree(
    found: answers.Answers, material: Material, there: dict[str, list[int]], phase: str = "first"
) -> tuple[Agreement, Agreement, int]:
    """Give Krippendorff's alpha and Gwet's AC2 of the marked words, and the number of readers.

    Every word of the texts is a unit, marked or not; every pupil who handed in is a rater.
    Withheld (NaN) under six units. See ``framing.comparison.agreement``.
    """
    from framing.comparison import agreement
    from framing.parameters import Parameters

    words = {text.label: text.words() for text in material.texts if text.label in there}
    marks = found.marks[found.marks["phase"] == phase]
    table = answers.by_word(marks, there, words)
    parameters = Parameters(resamples=1000)
    return (
        agreement.alpha(table, parameters=parameters),
        agreement.ac(table, parameters=parameters),
        table.shape[1],
    )


def layout(counts: Sequence[int]) -> tuple[list[tuple[float, float]], float, float]:
    """Place the dots of a row: x and y of each (low to high, upwards), their radius, the height.

    Seven columns; a column holds as many dots side by side as keeps the pile low.

    >>> layout([0, 0, 0, 2, 0, 0, 0])[0]
    [(154.7, 11.3), (167.3, 11.3)]
    """
    most = max([*counts, 1])
    across = 3
    while -(-most // across) * FILLED / across > TALLEST:
        across += 1
    size = FILLED / across
    height = max(-(-most // across), 1) * size + 10
    dots = []
    for column, count in enumerate(counts):
        for n in range(count):
            level, place = divmod(n, across)
            in_row = min(across, count - level * across)
            x = (column + 0.5) * COLUMN + (place - (in_row - 1) / 2) * size
            dots.append((round(x, 1), round(height - 5 - (level + 0.5) * size, 1)))
    return dots, round(size * 0.42, 1), round(height, 1)
