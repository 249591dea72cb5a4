"""All tables in one spreadsheet, with a codebook sheet in front; the same bytes every time."""

from __future__ import annotations

import io
import math
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import storage, tables
from framing.report import folder
from framing.report.view import Report

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 32_000
_MOST_ROWS = 1_000_000
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = (1980, 1, 1, 0, 0, 0)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>framing-compare</dc:creator></cp:coreProperties>"
)


def write(report: Report, path: str | Path, *, share: bool = False) -> Path:
    """Write a spreadsheet with a sheet for each table and a codebook of all columns.

    ``path`` is the file to be; ``share`` leaves out full texts. Text is always stored as text,
    so that nothing is run as a formula; a cell holds at most 32,000 characters (the Parquet file
    has all). Returns the path.
    """
    from openpyxl import Workbook

    book, raw = Workbook(write_only=True), io.BytesIO()
    shown = folder.shared(report) if share else dict(report.tables)
    with storage.workbook_writing():
        _codebook(book)
        for name in tables.TABLES:
            if name in shown:
                _sheet(book, name, tables.as_text(shown[name]))
        book.save(raw)
    path = Path(path)
    path.write_bytes(dated(raw.getvalue()))
    return path


def _codebook(book: Workbook) -> None:
    sheet = book.create_sheet("codebook")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (14, 18, 8, 16, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    _row(sheet, ["table", "column", "type", "unit", "meaning"])
    for table in tables.TABLES.values():
        _row(sheet, [table.name, "", "", "", f"one row is {table.row}"])
        for column in table.columns:
            _row(sheet, [table.name, column.name, column.type, column.unit, column.meaning])


def _sheet(book: Workbook, name: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    _row(sheet, list(table.columns))
    for values in table.head(_MOST_ROWS).itertuples(index=False):
        _row(sheet, list(values))


def _row(sheet: Worksheet, values: list[Any]) -> None:
    from openpyxl.cell import WriteOnlyCell

    cells = []
    for value in values:
        value = cell_value(value)
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)


def cell_value(value: Any) -> Any:
    """Turn a value into what a cell may hold: no NaN, no control characters, no endless text.

    >>> cell_value("a\\x00b")
    'a[U+0000]b'
    """
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str):
        text = _BROKEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", value)
        return text if len(text) <= _LONGEST else text[:_LONGEST] + " […]"
    return value.item() if hasattr(value, "item") else value


def dated(raw: bytes) -> bytes:
    """Pack the file again with one fixed date everywhere: the library writes the clock into it.

    ``raw`` are the bytes of a spreadsheet as openpyxl saves it. Returns those of the same one.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = _CORE.encode() if name == "docProps/core.xml" else old.read(name)
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data)
    return made.getvalue()
