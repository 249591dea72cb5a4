"""The answers of one class, from the store or from paper, in one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from framing.classroom import answers, paper
from framing.classroom.lesson import Material
from framing.classroom.store import Store

PHASES = ("first", "again", "third")


@dataclass(frozen=True)
class ClassAnswers:
    """The answers of one class and who handed in what.

    ``there`` maps a phase to the pupils (numbers) who handed in, by text label; ``experiment``
    tells whether half of the class saw another outlet above the third text.
    """

    material: Material
    found: answers.Answers
    there: Mapping[str, dict[str, list[int]]]
    experiment: bool = False

    @property
    def pupils(self) -> int:
        """Count the pupils who handed in anything."""
        everyone = {p for texts in self.there.values() for own in texts.values() for p in own}
        return len(everyone | set(self.found.notes["pupil"]))


def of_section(
    store: Store, section: str, material: Material, experiment: bool = False
) -> ClassAnswers:
    """Read the answers of a class from the store; ``section`` is the class's id."""
    there = {phase: answers.handed_in(store, section, phase) for phase in PHASES}
    return ClassAnswers(material, answers.of_section(store, section), there, experiment)


def of_sheets(sheets: Sequence[paper.Sheet], material: Material) -> ClassAnswers:
    """Turn sheets read from paper into the answers of a class, as if they came from the store."""
    pupils, ratings, marks, notes = [], [], [], []
    there: dict[str, dict[str, list[int]]] = {phase: {} for phase in PHASES}
    for number, sheet in enumerate(sheets, 1):
        pupils.append((number, sheet.code, 0, "paper"))
        for (phase, text), (rated, marked) in sheet.answers.items():
            there[phase].setdefault(text, []).append(number)
            ratings += [(number, phase, text, r.scale, r.value, r.turned) for r in rated]
            marks += [
                (number, phase, text, m.start, m.end, m.words, m.reason, False) for m in marked
            ]
        notes += [(number, kind, words, False) for kind, words in sheet.notes.items()]
    return ClassAnswers(
        material,
        answers.Answers(
            _table(pupils, answers.PUPILS),
            _table(ratings, answers.RATINGS),
            _table(marks, answers.MARKS),
            _table(notes, answers.NOTES),
        ),
        there,
    )


def _table(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pd.DataFrame:
    types = {
        "value": "float64",
        **dict.fromkeys(("turned", "hidden"), "bool"),
        **dict.fromkeys(("pupil", "cue", "start", "end"), "int64"),
    }
    made = pd.DataFrame(list(rows), columns=list(columns))
    return made.astype({name: types.get(name, "str") for name in columns})
