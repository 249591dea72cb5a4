"""Sheets as spreadsheet programs leave them: read, or refused with row and column."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from framing.__main__ import main
from framing.codebook import Code, Variable
from framing.comparison import agreement, coding
from framing.corpus import codings
from framing.errors import InputError
from framing.report import codesheet, study

Capture = pytest.CaptureFixture[str]
A = ["calm", "loud", "neither", "calm", "neither", "loud", "calm", ""]
B = ["calm", "loud", "neither", "calm", "neither", "neither", "loud", "loud"]


def filled(small: study.Study, rater: str, codes: list[str]) -> pd.DataFrame:
    return codesheet.table(small, rater).assign(leaning=codes)


def said(
    table: pd.DataFrame, sign: str = ",", end: str = "\r\n", quote: int = csv.QUOTE_MINIMAL
) -> str:
    return table.to_csv(sep=sign, index=False, lineterminator=end, quoting=quote)


def value(read: codings.Codings, rater: str = "anna") -> dict[str, str]:
    mine = read.table.query("variable == 'leaning' and rater == @rater")
    return dict(zip(mine["unit"], mine["value"], strict=True))


def expected(small: study.Study, codes: list[str]) -> dict[str, str]:
    return {u: c for u, c in zip(small.shown["unit"], codes, strict=True) if c}


ENCODED = {
    "utf-8": lambda t: said(t).encode(),
    "byte order mark": lambda t: said(t).encode("utf-8-sig"),
    "semicolons in cp1252": lambda t: said(t, ";").encode("cp1252"),
    "tabs in UTF-16": lambda t: said(t, "\t").encode("utf-16"),
    "sep line": lambda t: ("sep=;\r\n" + said(t, ";")).encode("utf-8-sig"),
    "all quoted, old line ends": lambda t: said(t, end="\n", quote=csv.QUOTE_ALL).encode(),
    "rows in another order": lambda t: said(t.iloc[[5, 2, 7, 0, 1, 6, 4, 3]]).encode(),
    "columns in another order": lambda t: said(t[list(t.columns[::-1])]).encode(),
    "extra columns": lambda t: said(t.assign(colour="red", done="x")).encode(),
    "blank lines": lambda t: (",,,,,,\r\n" + said(t) + ",,,,,,\r\n\r\n").encode(),
    "names changed": lambda t: said(
        t.rename(columns={"unit": " Unit", "leaning": "LEANING ", "rater": "Coder"})
    ).encode(),
    "no text columns": lambda t: said(t[["unit", "rater", "leaning"]]).encode(),
    "no rater column": lambda t: said(t.drop(columns="rater")).encode(),
    "keys in the place of codes": lambda t: said(
        t.assign(leaning=t["leaning"].map({"calm": "1", "neither": "0", "loud": "2.0", "": ""}))
    ).encode(),
    "capitals and blanks": lambda t: said(
        t.assign(leaning=[f" {c.upper()} " if c else "NA" for c in t["leaning"]])
    ).encode(),
    "long": lambda t: said(
        t.assign(variable="leaning", value=t["leaning"])[["unit", "rater", "variable", "value"]]
    ).encode(),
}


@pytest.mark.parametrize("form", ENCODED)
def test_edited_sheets_are_read(form: str, small: study.Study, tmp_path: Path) -> None:
    path = tmp_path / "anna.csv"
    path.write_bytes(ENCODED[form](filled(small, "anna", A)))
    read = codings.read([path], small.book, small.shown)
    assert value(read) == expected(small, A)
    assert f"anna: 1 of {len(A)} units without leaning" in read.cautions
    assert any("colour" in one for one in read.cautions) == (form == "extra columns")


def xlsx(table: pd.DataFrame, path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(table.columns))
    for row in table.to_numpy().tolist():
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def test_a_spreadsheet_is_read(small: study.Study, tmp_path: Path) -> None:
    codesheet.write(small, ["anna"], tmp_path)
    book = load_workbook(tmp_path / "anna.xlsx")
    for row, code in enumerate(A, start=2):
        book["coding"][f"F{row}"] = {"calm": 1, "loud": 2.0}.get(code, code)
    book.save(tmp_path / "anna.xlsx")
    read = codings.read([tmp_path / "anna.xlsx"], small.book, small.shown)
    assert value(read) == expected(small, A)


FAULTS = {
    "an unknown code": (lambda t: t.assign(leaning=["quiet", *A[1:]]), "row 2, column leaning"),
    "an empty id": (lambda t: t.assign(unit=["", *t["unit"][1:]]), "row 2, column unit"),
    "an unknown id": (lambda t: t.assign(unit=[*t["unit"][:7], "u99"]), "row 9, column unit"),
    "an id twice": (
        lambda t: t.assign(unit=["u02", *t["unit"][1:]], text=[t["text"][1], *t["text"][1:]]),
        "row 3, column leaning",
    ),
    "one column sorted alone": (
        lambda t: t.assign(unit=sorted(t["unit"], reverse=True)),
        "row 2, column text",
    ),
    "a date": (lambda t: t.assign(leaning=["2-Jan", *A[1:]]), "row 2, column leaning"),
    "no unit column": (lambda t: t.drop(columns="unit"), "row 1"),
    "no code column": (lambda t: t.drop(columns="leaning"), "row 1"),
    "one column twice": (
        lambda t: t.rename(columns={"note": "rater"}),
        "row 1, column rater",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_named_with_row_and_column(
    fault: str, small: study.Study, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    change, where = FAULTS[fault]
    path = tmp_path / "anna.csv"
    path.write_text(said(change(filled(small, "anna", A))), encoding="utf-8", newline="")
    out = tmp_path / "out"
    words = ["code", "merge", str(path), "--study", str(folder), "--out", str(out)]
    assert main(words) == 2
    err = capsys.readouterr().err
    assert f"anna.csv, {where}" in err
    for part in ("expected:", "to do:", "where:"):
        assert part in err
    assert "Traceback" not in err
    assert not out.exists()


def test_a_date_of_a_spreadsheet_is_told_as_such(small: study.Study, tmp_path: Path) -> None:
    table = filled(small, "anna", A).astype(object)
    table.loc[4, "leaning"] = datetime.datetime(2025, 1, 2)
    with pytest.raises(InputError, match="a date that a spreadsheet program made") as caught:
        codings.read([xlsx(table, tmp_path / "anna.xlsx")], small.book, small.shown)
    assert "row 6, column leaning" in str(caught.value)


def test_all_faults_at_once(small: study.Study, tmp_path: Path) -> None:
    path = tmp_path / "anna.csv"
    path.write_text(said(filled(small, "anna", ["x", "y", "", "z", *A[4:]])), encoding="utf-8")
    with pytest.raises(InputError, match="3 fault") as caught:
        codings.read([path], small.book, small.shown)
    assert [f"row {n}" in str(caught.value) for n in (2, 3, 5)] == [True] * 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file"),
        (b"\n\n", "an empty file"),
        (b"PK\x03\x04 broken", "cannot be read as a spreadsheet"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b'unit,leaning\r\nu01,"calm', "cannot be read as CSV"),
        (b"unit,rater,leaning,note\r\nu01,a,,\r\n", "no code in any sheet"),
    ],
)
def test_what_is_no_sheet_is_refused(
    data: bytes, said: str, small: study.Study, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match=said):
        codings.read([tmp_path / "a.csv"], small.book, small.shown)


def test_two_coders_of_one_name_are_noticed(small: study.Study, tmp_path: Path) -> None:
    for name, codes in (("one", A), ("two", B)):
        (tmp_path / f"{name}.csv").write_text(said(filled(small, "anna", codes)), encoding="utf-8")
    with pytest.raises(InputError, match="its own name in column rater"):
        codings.read([tmp_path / "one.csv", tmp_path / "two.csv"], small.book, small.shown)


# merging


def test_merge_writes_what_the_coders_did(
    small: study.Study, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    for name, codes in (("anna", A), ("ben", B)):
        table = filled(small, name, codes)
        table.loc[5, "note"] = f"unsure, {name}"
        (tmp_path / f"{name}.csv").write_text(said(table), encoding="utf-8", newline="")
    words = ["code", "merge", str(tmp_path / "anna.csv"), str(tmp_path / "ben.csv")]
    out = tmp_path / "out"
    assert main([*words, "--study", str(folder), "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "leaning: 7 units coded twice or more, 2 coders" in told.out
    assert "2 units coded differently" in told.out
    assert "anna: 1 of 8 units without leaning" in told.err
    assert sorted(path.name for path in out.iterdir()) == [
        "agreement.csv",
        "agreement.json",
        "confusion.csv",
        "disagreements.csv",
        "merged.csv",
    ]
    merged = pd.read_csv(out / "merged.csv", keep_default_na=False)
    assert merged.columns.tolist() == ["unit", "rater", "variable", "value"]
    assert len(merged) == 7 + 8 + 2
    codes = coding.matrix(merged, "leaning")
    agreed = pd.read_csv(out / "agreement.csv").set_index("coefficient")
    assert agreed.loc["percent", "value"] == pytest.approx(5 / 7)
    assert agreed.loc["alpha", "value"] == pytest.approx(agreement.alpha(codes).value)
    assert agreed.loc["AC1", "low"] == pytest.approx(agreement.ac(codes).low)
    crossed = pd.read_csv(out / "confusion.csv")
    assert crossed["n"].sum() == 7
    apart = pd.read_csv(out / "disagreements.csv", keep_default_na=False)
    assert apart["unit"].tolist() == ["u06", "u07"]
    assert apart["text"].tolist() == ["The band played on.", "Silence fell on the quay."]
    assert apart["notes"].tolist() == ["anna: unsure, anna; ben: unsure, ben", ""]
    # what was merged can be merged again, with the same result
    again = [str(out / "merged.csv"), "--study", str(folder), "--out", str(tmp_path / "two")]
    assert main(["code", "merge", *again, "--quiet"]) == 0
    for name in ("agreement.csv", "merged.csv"):
        assert (tmp_path / "two" / name).read_bytes() == (out / name).read_bytes()
    # a folder that holds something else is left alone
    (out / "mine.txt").write_text("mine")
    assert main([*words, "--study", str(folder), "--out", str(out)]) == 2
    assert (out / "mine.txt").read_text() == "mine"


def test_json_has_no_nan(small: study.Study, tmp_path: Path, capsys: Capture) -> None:
    table = filled(small, "anna", A).head(3)
    (tmp_path / "a.csv").write_text(said(table), encoding="utf-8")
    (tmp_path / "b.csv").write_text(said(table.assign(rater="ben")), encoding="utf-8")
    words = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "o")]
    assert main(["code", "merge", *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(name))
    alpha = next(row for row in found["agreement"] if row["coefficient"] == "alpha")
    assert (alpha["value"], alpha["n_units"]) == (None, 3)


def test_a_class_comes_in_by_the_same_door(tmp_path: Path, capsys: Capture) -> None:
    rows = [
        (f"s{unit}", f"pupil {rater}", "dots", str(1 + (unit + rater // 9) % 5))
        for unit in range(7)
        for rater in range(12)
    ]
    table = pd.DataFrame(rows, columns=["unit", "rater", "variable", "value"])
    (tmp_path / "class.csv").write_text(said(table, ";"), encoding="utf-8-sig")
    (tmp_path / "codebook.toml").write_text(
        '[[variable]]\nid = "dots"\nquestion = "How loaded?"\nlevel = "interval"\n'
    )
    words = ["code", "merge", str(tmp_path / "class.csv"), "--out", str(tmp_path / "out")]
    assert main([*words, "--codebook", str(tmp_path / "codebook.toml")]) == 0
    assert "dots: 7 units coded twice or more, 12 coders" in capsys.readouterr().out
    agreed = pd.read_csv(tmp_path / "out" / "agreement.csv")
    assert agreed["coefficient"].tolist() == ["percent", "alpha", "AC1", "alpha", "AC2"]
    assert agreed["level"].tolist()[-1] == "interval"
    assert set(agreed["raters"]) == {"all"}
    numbers = table.assign(value=table["value"].astype(float))
    by_hand = agreement.alpha(coding.matrix(numbers, "dots"), "interval")
    assert agreed["value"][3] == pytest.approx(by_hand.value)


def test_ordinal_follows_the_codebook_not_the_alphabet() -> None:
    codes = tuple(Code(name) for name in ("none", "some", "all"))
    rows = [
        (f"u{unit}", rater, "v", codes[(unit + (rater == "b" and unit == 0)) % 3].code)
        for unit in range(9)
        for rater in ("a", "b")
    ]
    table = pd.DataFrame(rows, columns=["unit", "rater", "variable", "value"])
    agreed = coding.agree(table, [Variable("v", "", "ordinal", codes)])
    numbers = coding.matrix(table, "v").replace({"none": 0, "some": 1, "all": 2}).astype(float)
    found = agreed.query("coefficient == 'alpha' and level == 'ordinal'")["value"].iloc[0]
    assert found == pytest.approx(agreement.alpha(numbers, "ordinal").value)


def test_three_coders_are_paired(small: study.Study, tmp_path: Path) -> None:
    paths = []
    for name, codes in (("anna", A), ("ben", B), ("cleo", B)):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(said(filled(small, name, codes)), encoding="utf-8")
    read = codings.read(paths, small.book, small.shown)
    agreed = coding.agree(read.table, small.book.variables)
    assert list(dict.fromkeys(agreed["raters"])) == [
        "all",
        "anna and ben",
        "anna and cleo",
        "ben and cleo",
    ]
    same = agreed.query("raters == 'ben and cleo' and coefficient == 'percent'")
    assert same["value"].iloc[0] == 1.0


def test_wide_columns_without_a_codebook(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.csv").write_text(
        "unit,rater,tone\n" + "".join(f"u{n},a,{n % 2}\n" for n in range(8))
    )
    (tmp_path / "b.csv").write_text(
        "unit,rater,tone\n" + "".join(f"u{n},b,{n % 2}\n" for n in range(8))
    )
    words = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "o")]
    assert main(["code", "merge", *words]) == 0
    told = capsys.readouterr()
    assert "alpha (nominal)   1.00" in told.out
    assert "no codebook" in told.err


def test_an_unreadable_file_is_named(tmp_path: Path, capsys: Capture) -> None:
    assert main(["code", "merge", str(tmp_path / "no.csv"), "--out", str(tmp_path / "o")]) == 2
    assert "'no.csv' cannot be read" in capsys.readouterr().err


def test_texts_that_lost_their_accents_still_match(small: study.Study, tmp_path: Path) -> None:
    raw = io.StringIO()
    filled(small, "anna", A).to_csv(raw, index=False)
    lossy = raw.getvalue().encode("ascii", "replace")
    (tmp_path / "anna.csv").write_bytes(lossy)
    assert value(codings.read([tmp_path / "anna.csv"], small.book, small.shown)) == expected(
        small, A
    )
