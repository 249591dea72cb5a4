"""The answers of a class as tables: what the spread, the export and the class report rest on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pandas as pd

from framing.classroom.store import Store

PUPILS = ("pupil", "name", "cue", "source")
RATINGS = ("pupil", "phase", "text", "scale", "value", "turned")
MARKS = ("pupil", "phase", "text", "start", "end", "words", "reason", "hidden")
NOTES = ("pupil", "kind", "words", "hidden")


@dataclass(frozen=True)
class Answers:
    """The answers of one class, one table each.

    - ``pupils``: pupil (number), name (animal), cue (group of the source-cue experiment: 0 saw
      the outlet, 1 another one), source (screen or paper)
    - ``ratings``: pupil, phase (first, again, third), text (label), scale (id), value (float, 1 =
      the scale's low end, 7 = its high end, NaN = can't tell), turned (bool: the pupil saw the
      high end at the left; value is recoded already)
    - ``marks``: pupil, phase, text, start, end (characters of the excerpt), words, reason, hidden
    - ``notes``: pupil, kind (exit, headline), words, hidden

    Rows that the teacher hid are in the tables with ``hidden`` true; no screen and no export may
    show their words.
    """

    pupils: pd.DataFrame
    ratings: pd.DataFrame
    marks: pd.DataFrame
    notes: pd.DataFrame


def of_section(store: Store, section: str) -> Answers:
    """Read all answers of a class; rows in the order of joining, then phase, text, place.

    ``section`` is the class's id. A class without answers gives empty tables with their columns.
    """
    return Answers(
        _frame(
            store.rows("SELECT pupil, name, cue, source FROM pupil WHERE section = ?", section),
            PUPILS,
            ["pupil"],
        ),
        _frame(
            store.rows(f"SELECT r.* FROM rating r {_JOIN}", section),  # noqa: S608
            RATINGS,
            ["pupil", "phase", "text", "scale"],
        ),
        _frame(
            store.rows(
                f"SELECT r.* FROM mark r {_JOIN}",  # noqa: S608
                section,
            ),
            MARKS,
            ["pupil", "phase", "text", "start"],
        ),
        _frame(
            store.rows(f"SELECT r.* FROM note r {_JOIN}", section),  # noqa: S608
            NOTES,
            ["pupil", "kind"],
        ),
    )


def by_scale(ratings: pd.DataFrame, phase: str = "first") -> pd.DataFrame:
    """Turn ratings into units by raters: one row per text and scale, one column per pupil.

    Values 1 to 7, NaN = can't tell or no answer. For ``framing.comparison.agreement`` with level
    ordinal; two texts and four scales are eight units.
    """
    own = ratings[ratings["phase"] == phase]
    return own.pivot(index=["text", "scale"], columns="pupil", values="value")


def by_word(
    marks: pd.DataFrame, pupils: dict[str, list[int]], words: dict[str, list[tuple[int, int]]]
) -> pd.DataFrame:
    """Turn marked words into units by raters: one row per word of the texts, a column per pupil.

    ``pupils`` names for each text the pupils who handed in their marks of it, ``words`` gives
    start and end of every word of each text (``Text.words()``). Returns 1.0 = marked, 0.0 = not
    marked, NaN = has not handed in; index text and start. For ``framing.comparison.agreement``
    with level nominal.

    >>> marks = pd.DataFrame({"pupil": [1], "text": ["A"], "start": [0], "end": [2]})
    >>> by_word(marks, {"A": [1, 2]}, {"A": [(0, 2), (3, 7)]}).to_numpy().tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    index = pd.MultiIndex.from_tuples(
        [(text, start) for text, spans in words.items() for start, _ in spans],
        names=["text", "start"],
    )
    everyone = sorted({pupil for there in pupils.values() for pupil in there})
    table = pd.DataFrame(float("nan"), index=index, columns=pd.Index(everyone, name="pupil"))
    for text, there in pupils.items():
        table.loc[[text], there] = 0.0
    for row in marks.itertuples():
        for start, end in words.get(str(row.text), []):
            if start < int(row.end) and end > int(row.start) and row.pupil in table.columns:  # type: ignore[arg-type]
                table.loc[(row.text, start), row.pupil] = 1.0
    return table


def handed_in(store: Store, section: str, phase: str = "first") -> dict[str, list[int]]:
    """List for each text the pupils of a class who have handed in their answers of a phase."""
    found: dict[str, list[int]] = {}
    for row in store.rows(
        f"SELECT r.pupil, r.text FROM done r {_JOIN} AND r.phase = ? ORDER BY r.text, r.pupil",  # noqa: S608
        section,
        phase,
    ):
        found.setdefault(row["text"], []).append(int(row["pupil"]))
    return found


_JOIN = "JOIN pupil p ON p.pupil = r.pupil WHERE p.section = ?"
_TYPES = {
    "value": "float64",
    "turned": "bool",
    "hidden": "bool",
    **dict.fromkeys(("pupil", "cue", "start", "end"), "int64"),
}


def _frame(rows: list[sqlite3.Row], columns: tuple[str, ...], by: list[str]) -> pd.DataFrame:
    made = pd.DataFrame([tuple(row) for row in rows], columns=list(columns))
    types = {name: _TYPES.get(name, "str") for name in columns}
    return made.astype(types).sort_values(by, kind="stable", ignore_index=True)
