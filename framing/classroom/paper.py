"""Answers on paper: the table to type them into, read back whole or refused cell by cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.classroom.lesson import MARKS, STEPS, Material, Text, recode
from framing.classroom.store import Mark, Rating
from framing.corpus import decoding
from framing.errors import FaultsError, InputError

CODES = 40
NOTES = {"exit": "exit", "headline": "headline"}
_CODE = re.compile(r"^p?\s*0*(\d{1,3})$", re.IGNORECASE)
_NUMBER = re.compile(r"^([1-7])(?:[.,]0+)?$")
_CANNOT = ("?", "x", "can't tell", "can’t tell")
_WORD = re.compile(r"\w+(?:['’‘\-]\w+)*")
_MOST_FAULTS = 20


@dataclass(frozen=True)
class Sheet:
    """One pupil's sheets: code, answers by phase and text, and notes by kind.

    ``answers`` maps (phase, text label) to ratings (recoded, 1 = low) and marks.
    """

    code: str
    answers: Mapping[tuple[str, str], tuple[tuple[Rating, ...], tuple[Mark, ...]]]
    notes: Mapping[str, str]


def columns(labels: Sequence[str], scales: int = 4) -> list[str]:
    """List the columns of the table, in the order of the sheet's pages.

    >>> columns(["A", "B"])[:5]
    ['code', 'A_scale1', 'A_scale2', 'A_scale3', 'A_scale4']
    """
    made = ["code"]
    for label in labels[:2]:
        made += _own(label, scales)
    for label in labels[:2]:
        made += [f"{label}_again{n}" for n in range(1, scales + 1)]
    made.append("exit")
    if len(labels) > 2:
        made += [*_own(labels[2], scales), "headline"]
    return made


def _own(label: str, scales: int) -> list[str]:
    words = [f"{label}_{what}{n}" for n in range(1, MARKS + 1) for what in ("word", "why")]
    return [*(f"{label}_scale{n}" for n in range(1, scales + 1)), *words]


def template(labels: Sequence[str], scales: int = 4, codes: int = CODES) -> str:
    """Write the empty table: a header and one row for each code P01, P02, …

    >>> template(["A", "B"], codes=2).splitlines()[1].startswith("P01,,")
    True
    """
    names = columns(labels, scales)
    blank = "," * (len(names) - 1)
    return "\n".join([",".join(names), *(f"P{n:02d}{blank}" for n in range(1, codes + 1))]) + "\n"


def write_template(path: Path, labels: Sequence[str], scales: int = 4) -> Path:
    """Write the empty table to a file and return its path."""
    path.write_text(template(labels, scales), encoding="utf-8", newline="\n")
    return path


def read(path: str | Path, material: Material) -> tuple[list[Sheet], list[str]]:
    """Read a table of answers; all of it or nothing.

    ``path`` is a CSV file made from ``template`` (comma, semicolon or tab; rows and columns in
    any order; empty rows are passed over); ``material`` is the lesson's. Returns the sheets in
    the order of their codes, and cautions: words that do not stand in the text keep no place.
    Raises ``InputError`` or ``FaultsError`` naming row and column of everything that is wrong.
    """
    path = Path(path)
    rows = _rows(path)
    labels = [text.label for text in material.texts]
    known = columns(labels, len(material.scales))
    places = _header(rows[0], known, path.name)
    faults: list[InputError] = []
    cautions: list[str] = []
    sheets: dict[str, Sheet] = {}
    for number, cells in enumerate(rows[1:], start=2):
        row = _Row(path.name, number, cells, places, faults, cautions)
        if row.empty():
            continue
        sheet = _sheet(row, material)
        if sheet.code in sheets:
            row.fault("code", sheet.code, "each code in one row only", "join or rename the rows")
        sheets[sheet.code] = sheet
    if faults:
        raise FaultsError(
            faults[:_MOST_FAULTS],
            f"{path.name}: {len(faults)} cell{'s' if len(faults) > 1 else ''} cannot be read; "
            "nothing was imported",
        )
    if not sheets:
        raise InputError(
            found="no row has an answer",
            expected="one row for each sheet, with a code and at least one answer",
            action="type the answers into the table and save it as CSV",
            where=path.name,
        )
    return [sheets[code] for code in sorted(sheets)], cautions


def _rows(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            found=f"the file cannot be read ({error.strerror})",
            expected="a CSV file with answers",
            action="check the name",
            where=str(path),
        ) from error
    text = decoding.decode(data, path.name).text
    lines = text.splitlines()
    # some spreadsheets say in a first line which sign parts the cells
    if lines and lines[0].lower().startswith("sep="):
        lines = lines[1:]
    text = "\n".join(lines)
    head = lines[0] if lines else ""
    sign = max(";,\t", key=head.count)
    return list(csv.reader(io.StringIO(text), delimiter=sign)) or [[]]


def _header(cells: Sequence[str], known: Sequence[str], where: str) -> dict[str, int]:
    plain = {name.casefold(): name for name in known}
    names = ["_".join(cell.replace("\ufeff", "").split()).casefold() for cell in cells]
    faults = []
    for n, name in enumerate(names):
        if name and name not in plain:
            faults.append(
                InputError(
                    f"a column called '{cells[n].strip()[:40]}'",
                    f"one of {', '.join(known[:6])}, …",
                    "name it as in answers.csv, or delete it",
                    f"{where}, row 1, column {_letter(n)}",
                )
            )
        elif name and names.index(name) != n:
            faults.append(
                InputError(
                    f"two columns called '{plain[name]}'",
                    "each column once",
                    "delete one",
                    f"{where}, row 1, column {_letter(n)}",
                )
            )
    if "code" not in names:
        faults.insert(
            0, InputError("no column 'code'", "the header of answers.csv", "put it back", where)
        )
    if faults:
        raise FaultsError(faults[:_MOST_FAULTS], f"{where}: the header cannot be read")
    return {plain[name]: n for n, name in enumerate(names) if name}


def _letter(number: int) -> str:
    """Name a column as spreadsheets do: A … Z, AA …"""
    first, second = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


@dataclass(frozen=True)
class _Row:
    where: str
    number: int
    cells: Sequence[str]
    places: Mapping[str, int]
    faults: list[InputError]
    cautions: list[str]

    def cell(self, column: str) -> str:
        place = self.places.get(column, len(self.cells))
        return " ".join(self.cells[place].split()) if place < len(self.cells) else ""

    def empty(self) -> bool:
        """Tell whether the row has no answer (a code alone is none)."""
        return not any(
            cell.strip() for n, cell in enumerate(self.cells) if n != self.places["code"]
        )

    def at(self, column: str) -> str:
        place = self.places.get(column, 0)
        return f"{self.where}, row {self.number}, column {_letter(place)} ({column})"

    def fault(self, column: str, found: str, expected: str, action: str) -> None:
        shown = f"'{found[:40]}'" if found else "an empty cell"
        self.faults.append(InputError(shown, expected, action, self.at(column)))


def _sheet(row: _Row, material: Material) -> Sheet:
    answers = {}
    for text in material.texts:
        phase = "third" if text.label == "C" else "first"
        ratings = _ratings(row, material, f"{text.label}_scale")
        marks = _marks(row, text)
        if ratings or marks:
            answers[phase, text.label] = (ratings, marks)
        again = _ratings(row, material, f"{text.label}_again")
        if again:
            answers["again", text.label] = (again, ())
    notes = {kind: row.cell(column) for column, kind in NOTES.items() if row.cell(column)}
    return Sheet(_code(row), answers, notes)


def _code(row: _Row) -> str:
    found = _CODE.match(row.cell("code"))
    if found is None or int(found.group(1)) == 0:
        row.fault(
            "code", row.cell("code"), "a code as on the sheet, such as P07", "look at the sheet"
        )
        return f"row {row.number}"
    return f"P{int(found.group(1)):02d}"


def _ratings(row: _Row, material: Material, prefix: str) -> tuple[Rating, ...]:
    """Read the circles of one text; a line without a mark is no answer, ``?`` is can't tell."""
    made = []
    for n, scale in enumerate(material.scales):
        column = f"{prefix}{n + 1}"
        cell = row.cell(column)
        if not cell:
            continue
        found = _NUMBER.match(cell)
        if found is None and cell.casefold() not in _CANNOT:
            row.fault(column, cell, f"a number from 1 to {STEPS}, ? or nothing", "look again")
            continue
        shown = int(found.group(1)) if found else None
        made.append(Rating(scale.id, recode(shown, scale.turned), scale.turned))
    return tuple(made)


def _marks(row: _Row, text: Text) -> tuple[Mark, ...]:
    made: dict[int, Mark] = {}
    for n in range(1, MARKS + 1):
        column = f"{text.label}_word{n}"
        words, why = row.cell(column), row.cell(f"{text.label}_why{n}")
        if not words:
            continue
        place = find(words, text.text)
        if place is None:
            row.cautions.append(
                f"{row.at(column)}: “{words[:60]}” does not stand in text {text.label}; left out"
            )
        else:
            start, end = place
            made.setdefault(start, Mark(start, end, text.text[start:end], why))
    return tuple(made[start] for start in sorted(made))


def find(words: str, text: str) -> tuple[int, int] | None:
    """Find typed words in a text, whatever their case, quotation marks and spaces.

    Returns start and end of the first place (characters), or None.

    >>> find("act  of DEFIANCE.", "It was an act of defiance, they say.")
    (10, 25)
    """
    parts = _WORD.findall(words)
    if not parts:
        return None
    # between two words of a phrase may stand what nobody copies by hand: marks, line ends
    phrase = r"\W{1,6}".join(re.sub(r"['’‘]", "['’‘]", re.escape(part)) for part in parts)
    found = re.search(rf"(?<!\w){phrase}(?!\w)", text, re.IGNORECASE)
    return found.span() if found else None
