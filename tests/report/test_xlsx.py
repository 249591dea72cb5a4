from __future__ import annotations

from pathlib import Path

import openpyxl

from framing import tables
from framing.report import xlsx
from framing.report.view import Report
from tests.report import sample


def test_the_spreadsheet_has_a_codebook_of_every_column(written: Path) -> None:
    book = openpyxl.load_workbook(written / "report.xlsx", read_only=True)
    assert book.sheetnames[0] == "codebook"
    rows = {(row[0], row[1]) for row in book["codebook"].iter_rows(values_only=True)}
    for name, table in tables.TABLES.items():
        assert {(name, column) for column in table.names} <= rows


def test_values_come_back(written: Path, report: Report) -> None:
    book = openpyxl.load_workbook(written / "report.xlsx", read_only=True)
    rows = list(book["hits"].iter_rows(values_only=True))
    assert list(rows[0]) == tables.TABLES["hits"].names
    assert [row[7] for row in rows[1:]] == report.table("hits")["text"].tolist()


def test_a_formula_is_kept_as_text_and_control_characters_are_named(tmp_path: Path) -> None:
    texts = {"=1+1": sample.TEXTS["Harbour Post"], "a\x0bb": sample.TEXTS["Daily Ferry"]}
    path = xlsx.write(sample.report(texts), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path)["documents"]
    cell = sheet["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet["C3"].value == "a[U+000B]b"
