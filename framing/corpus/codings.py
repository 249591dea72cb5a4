"""Sheets that people filled in, as spreadsheet programs leave them, to one table of codings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from framing.codebook import RESERVED, Codebook, Variable
from framing.corpus import sheets
from framing.errors import FaultsError, InputError

COLUMNS = ("unit", "rater", "variable", "value")
NOTE = "note"
_ALIASES = {"coder": "rater", "id": "unit", "code": "value"}
_MOST_FAULTS, _COMPARED = 40, 120
_DATE = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}( .*)?|\d{1,2}[-. ][A-Za-z]{3,9}\.?|[A-Za-z]{3,9}[-. ]\d{1,4}"
)
_LETTERS = re.compile(r"[^A-Za-z0-9]+")

Fault = Callable[[str, str, str, str], None]


@dataclass(frozen=True)
class Codings:
    """What people coded: one row per unit, rater and variable, and what they saw.

    ``table`` has unit, rater, variable, value (no missing answers; notes are the variable
    ``note``); ``shown`` has unit, before, text, after where the sheets hold them; ``cautions``
    say what was passed over.
    """

    table: pd.DataFrame
    shown: pd.DataFrame
    cautions: tuple[str, ...] = ()


def read(
    files: Sequence[Path], book: Codebook | None = None, shown: pd.DataFrame | None = None
) -> Codings:
    """Read sheets and tables of codings, as they come back from a spreadsheet program.

    ``files`` are CSV (any common separator and encoding) or xlsx: sheets with one column per
    variable, or long tables with unit, rater, variable, value (classroom answers come so).
    ``book`` says which codes there are; ``shown`` (unit, text) which units. Rows may be in any
    order and may be missing. Returns the codings. Raises ``InputError`` that names file, row and
    column of every fault: unknown units and codes, units coded twice, texts that slipped from
    their units.
    """
    reader = _Reader(book, shown)
    for path in files:
        reader.take(path)
    return reader.done()


class _Reader:
    def __init__(self, book: Codebook | None, shown: pd.DataFrame | None) -> None:
        self.book = book
        self.known = None if shown is None else dict(zip(shown["unit"], shown["text"], strict=True))
        self.faults: list[InputError] = []
        self.cautions: list[str] = []
        self.codes: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.texts: dict[str, tuple[str, str, str]] = {}

    def take(self, path: Path) -> None:
        rows = sheets.read(path)
        header, body = rows[0], rows[1:]
        names = _header(header[1])
        for name in ("unit", "variable", "value", "rater"):
            if names.count(name) > 1:
                self._fault(path, header[0], name, "the column a second time", "each once", "")
                return
        if "unit" not in names:
            found = f"no column 'unit' (columns: {', '.join(n for n in names if n)[:200]})"
            self._fault(path, header[0], "", found, "the sheet's first line as it was given", "")
            return
        long = "variable" in names and "value" in names
        variables = self._variables(path, names, long)
        before = len(self.codes)
        for number, cells in body:
            row = dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=False))
            if any(cell.strip() for cell in cells):
                self._row(path, number, row, variables, long)
        if len(self.codes) == before and not self.faults:
            self.cautions.append(f"{path.name}: no code in it")

    def _variables(self, path: Path, names: list[str], long: bool) -> list[Variable]:
        if self.book is not None:
            known = list(self.book.variables)
        else:
            known = [Variable(n, "") for n in dict.fromkeys(names) if n and n not in RESERVED]
        if long:
            return known
        mine = {one.id.casefold() for one in known}
        there = [one for one in known if one.id.casefold() in names]
        if not there:
            found = f"no column {' or '.join(one.id for one in known) or 'with codes'}"
            self._fault(path, 1, "", found, "one column for each variable", "")
        lost = [one.id for one in known if one not in there]
        if lost and there:
            self.cautions.append(f"{path.name}: no column {', '.join(lost)}")
        extra = [n for n in names if n and n not in RESERVED and n not in mine]
        if extra:
            self.cautions.append(f"{path.name}: columns ignored: {', '.join(extra[:20])}")
        return there

    def _row(
        self, path: Path, number: int, row: Mapping[str, str], variables: list[Variable], long: bool
    ) -> None:
        unit = row["unit"].strip()
        rater = " ".join(row.get("rater", "").split()) or ("" if long else path.stem)
        if not self._unit(path, number, unit, row):
            return
        if not rater:
            self._fault(path, number, "rater", "no rater", "who gave this code", "fill the cell")
            return
        if long:
            name = " ".join(row["variable"].split())
            if name.casefold() == NOTE:
                self._keep(path, number, unit, rater, NOTE, row["value"].strip())
                return
            found = next((v for v in variables if v.id.casefold() == name.casefold()), None)
            if self.book is None:
                found = Variable(name, "") if name else None
            if found is None:
                expected = ", ".join(v.id for v in variables) or "a name"
                self._fault(path, number, "variable", f"the variable '{name[:60]}'", expected, "")
                return
            self._code(path, number, unit, rater, found, row["value"], "value")
            return
        for variable in variables:
            self._code(
                path, number, unit, rater, variable, row[variable.id.casefold()], variable.id
            )
        if row.get(NOTE, "").strip():
            self._keep(path, number, unit, rater, NOTE, row[NOTE].strip())

    def _unit(self, path: Path, number: int, unit: str, row: Mapping[str, str]) -> bool:
        if not unit:
            self._fault(
                path, number, "unit", "no unit in a row with text or codes",
                "the unit's name as it was given",
                "put the name back (it stands in sample.csv), or delete the row",
            )  # fmt: skip
            return False
        text = row.get("text", "").removeprefix("'")
        if self.known is not None:
            if unit not in self.known:
                self._fault(
                    path, number, "unit", f"the unit '{unit[:60]}', which was not drawn",
                    "a unit of this study", "take the sheet of this study, or put the name back",
                )  # fmt: skip
                return False
            if text and not _same(text, self.known[unit]):
                self._fault(
                    path, number, "text", f"the text of another unit beside '{unit[:60]}'",
                    "the text that the unit was given with",
                    "sort whole rows, never one column alone: take back the last sorting",
                )  # fmt: skip
                return False
        if text:
            self.texts.setdefault(unit, (row.get("before", ""), text, row.get("after", "")))
        return True

    def _code(
        self, path: Path, number: int, unit: str, rater: str, variable: Variable, answer: str,
        column: str,
    ) -> None:  # fmt: skip
        code = variable.read(answer)
        if code is None:
            said = f"the code '{' '.join(answer.split())[:60]}'"
            action = "correct the cell, or empty it"
            if _DATE.fullmatch(answer.strip()):
                said += ", a date that a spreadsheet program made of a code"
                action = "format the column as text and write the code again"
            expected = ", ".join(one.code for one in variable.codes) or "a number"
            self._fault(path, number, column, said, f"{expected}, or nothing", action)
        elif code:
            self._keep(path, number, unit, rater, variable.id, code)

    def _keep(
        self, path: Path, number: int, unit: str, rater: str, variable: str, value: str
    ) -> None:
        if not value:
            return
        key = (unit, rater, variable)
        old, where = self.codes.get(key, (value, ""))
        if old != value and variable != NOTE:
            self._fault(
                path, number, variable,
                f"'{value[:40]}' for unit {unit} by {rater}, coded '{old[:40]}' in {where}",
                "one code of each coder for each unit",
                "delete one of the rows, or give each coder's sheet its own name in column rater",
            )  # fmt: skip
            return
        self.codes.setdefault(key, (value, f"{path.name}, row {number}"))

    def _fault(
        self, path: Path, row: int, column: str, found: str, expected: str, action: str
    ) -> None:
        where = f"{path.name}, row {row}" + (f", column {column}" if column else "")
        self.faults.append(
            InputError(found, expected, action or "correct the file's first line", where)
        )

    def done(self) -> Codings:
        if self.faults:
            more = len(self.faults) - _MOST_FAULTS
            head = f"{len(self.faults)} fault(s) in the codings; nothing was written"
            head += f" (the first {_MOST_FAULTS} are named)" if more > 0 else ""
            raise FaultsError(self.faults[:_MOST_FAULTS], head)
        rows = [(*key, value) for key, (value, _) in sorted(self.codes.items())]
        if not any(variable != NOTE for _, _, variable, _ in rows):
            raise InputError(
                "no code in any sheet", "at least one", "fill the sheets in first", "the sheets"
            )
        if self.known is not None:
            self._count(rows)
        shown = [(unit, *texts) for unit, texts in sorted(self.texts.items())]
        return Codings(
            pd.DataFrame(rows, columns=list(COLUMNS), dtype=str),
            pd.DataFrame(shown, columns=["unit", "before", "text", "after"], dtype=str),
            tuple(self.cautions),
        )

    def _count(self, rows: Sequence[tuple[str, ...]]) -> None:
        assert self.known is not None
        for rater, variable in sorted({(r, v) for _, r, v, _ in rows if v != NOTE}):
            coded = sum(1 for _, r, v, _ in rows if (r, v) == (rater, variable))
            if coded < len(self.known):
                missing = len(self.known) - coded
                self.cautions.append(
                    f"{rater}: {missing} of {len(self.known)} units without {variable}"
                )


def _header(cells: Sequence[str]) -> list[str]:
    names = [" ".join(cell.split()).casefold() for cell in cells]
    return [_ALIASES.get(n, n) if _ALIASES.get(n, n) not in names else n for n in names]


def _same(text: str, other: str) -> bool:
    """Compare letters only: an encoding may have lost a dash or an accent on the way."""
    one, two = (_LETTERS.sub("", t.encode("ascii", "ignore").decode()) for t in (text, other))
    return one[:_COMPARED] == two[:_COMPARED]
