"""Spreadsheets and CSV files that people edited, to rows with the numbers that they see."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from typing import Any

from framing.corpus import decoding
from framing.errors import InputError

_LARGEST = 50_000_000

Row = tuple[int, list[str]]


def read(path: Path) -> list[Row]:
    """Read a file's rows with their numbers as a spreadsheet program shows them.

    ``path`` is CSV (any common separator and encoding) or xlsx (the sheet ``coding``, else the
    first). Returns row numbers and cells as text, rows without any text left out. Raises
    ``InputError`` for what is neither, is empty, or is larger than 50 MB.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(
                "a file of more than 50 MB", "a sheet", "leave out what is none", path.name
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"'{path.name}' cannot be read: {error.strerror}",
            "a sheet",
            "check the path",
            str(path),
        ) from error
    rows = _xlsx(data, path.name) if data.startswith(b"PK\x03\x04") else _csv(data, path.name)
    filled = [row for row in rows if any(cell.strip() for cell in row[1])]
    if not filled:
        raise InputError("an empty sheet", "a line of names and rows", "fill it in", path.name)
    return filled


def _csv(data: bytes, name: str) -> list[Row]:
    text = decoding.decode(data, name).text
    first = next(line for line in text.splitlines() if line.strip())
    if first.casefold().startswith("sep=") and len(first) == 5:
        text, sign = text.split("\n", 1)[-1], first[4]
    else:
        sign = max(",;\t|", key=first.count)
    limit = csv.field_size_limit(_LARGEST)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except csv.Error as error:
        raise InputError(
            found=f"the file cannot be read as CSV: {error}",
            expected="rows with the same columns, texts in quotation marks",
            action="save the sheet anew as CSV (UTF-8)",
            where=name,
        ) from error
    finally:
        csv.field_size_limit(limit)
    return list(enumerate(rows, start=1))


def _xlsx(data: bytes, name: str) -> list[Row]:
    import warnings
    import zipfile
    import zlib

    from openpyxl import load_workbook

    broken = (zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError)
    try:
        with warnings.catch_warnings():
            # what the library does not know (a chart, a rule) is no matter for codes
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book["coding"] if "coding" in book.sheetnames else book.worksheets[0]
            return [
                (number, [_cell(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            ]
    except (*broken, AttributeError, EOFError, OSError, RuntimeError) as error:
        raise InputError(
            found=f"the file cannot be read as a spreadsheet: {str(error)[:120]}",
            expected="an xlsx file",
            action="save it anew as .xlsx or CSV",
            where=name,
        ) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
