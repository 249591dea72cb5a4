from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

import framing.report
from framing import storage, tables
from framing.errors import InputError
from framing.report import folder, page
from framing.report.view import Report
from tests.report import sample


def _digests(home: Path) -> dict[str, str]:
    return {
        file.relative_to(home).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(home.rglob("*"))
        if file.is_file()
    }


def test_the_folder_has_every_file_of_the_contract(written: Path, report: Report) -> None:
    names = set(_digests(written))
    assert {
        "report.pdf",
        "report.html",
        "report.png",
        "report.xlsx",
        "run.json",
        "methods.md",
    } <= names
    for name in report.tables:
        assert {f"tables/{name}.csv", f"tables/{name}.parquet"} <= names
    for name in ("strip", "spectrum", "naming", "tone", "hits", "words", "coverage", "speakers"):
        assert {f"charts/{name}.png", f"charts/{name}.svg"} <= names


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = framing.report.write(sample.report(), tmp_path / "other name", xlsx=True)
    assert _digests(again) == _digests(written)


def test_run_json_has_hashes_and_neither_clock_nor_path(
    written: Path, report: Report, tmp_path: Path
) -> None:
    run = json.loads((written / "run.json").read_text(encoding="utf-8"))
    assert run["schema"] == tables.SCHEMA_VERSION
    assert run["parameters"] == report.parameters.as_dict()
    assert [row["sha256"] for row in run["inputs"]] == list(report.table("documents")["sha256"])
    assert {"versions", "lexicons", "options"} <= set(run)
    digests = _digests(written)
    del digests["run.json"]
    assert run["files"] == digests
    assert str(written.parent) not in (written / "run.json").read_text(encoding="utf-8")


def test_tables_come_back_as_they_were(written: Path, report: Report) -> None:
    for name, table in report.tables.items():
        back = storage.read_parquet(name, written / "tables" / f"{name}.parquet")
        pd.testing.assert_frame_equal(back, table)


@pytest.mark.slow
def test_a_report_is_replaced_by_the_next_one(tmp_path: Path) -> None:
    home = tmp_path / "out"
    full = sample.report()
    folder.write(sample.without_hits(full), home)
    assert not (home / "charts" / "strip.png").exists()
    (home / ".DS_Store").write_text("x")
    folder.write(full, home)
    assert (home / "charts" / "strip.png").exists()
    assert [child.name for child in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["notes.txt", "tables/mine.csv", ".hidden"])
def test_a_folder_with_somebodys_file_is_left_alone(
    written: Path, tmp_path: Path, name: str
) -> None:
    import shutil

    home = tmp_path / "out"
    shutil.copytree(written, home)
    (home / name).write_text("my notes", encoding="utf-8")
    before = _digests(home)
    with pytest.raises(InputError) as caught:
        folder.write(sample.report(), home)
    assert name in caught.value.found
    assert "--out" in caught.value.action
    assert _digests(home) == before


def test_a_folder_without_our_run_json_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "out"
    home.mkdir()
    (home / "run.json").write_text('{"made_by": "somebody else"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json"):
        folder.check(home)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not a folder"):
        folder.check(tmp_path / "file")
    folder.check(tmp_path / "missing")


@pytest.mark.slow
def test_a_report_that_fails_leaves_the_old_one(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    home = tmp_path / "out"
    shutil.copytree(written, home)
    before = _digests(home)

    def broken(*args: object, **more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(page, "write", broken)
    with pytest.raises(OSError, match="disk full"):
        folder.write(sample.report(), home)
    assert _digests(home) == before
    assert [child.name for child in tmp_path.iterdir()] == ["out"]


def test_formulas_are_text_in_csv_and_exact_in_parquet() -> None:
    table = tables.frame(
        "scopes",
        {
            "doc_id": ["=HYPERLINK(1)", "+1", "-2", "@x", "\tx", "plain"],
            "start": [-1] * 6,
            "end": [1] * 6,
            "polarity": ["negated"] * 6,
            "cue_start": [0] * 6,
            "cue_end": [0] * 6,
        },
    )
    safe = folder.harmless(table)
    assert safe["doc_id"].tolist() == ["'=HYPERLINK(1)", "'+1", "'-2", "'@x", "'\tx", "plain"]
    assert safe["start"].tolist() == [-1] * 6


@pytest.mark.slow
def test_shared_tables_hold_no_full_text(report: Report, tmp_path: Path) -> None:
    home = folder.write(report, tmp_path / "shared", share=True, xlsx=True)
    for file in (home / "tables").glob("*.parquet"):
        table = storage.read_parquet(file.stem, file)
        for column in table.columns:
            if tables.TABLES[file.stem].columns[table.columns.get_loc(column)].type == "str":
                longest = table[column].str.split().str.len().max()
                assert not longest > 26, (file.stem, column)
    documents = storage.read_parquet("documents", home / "tables" / "documents.parquet")
    assert set(documents["text"]) == {""}
    assert list(documents["sha256"]) == list(report.table("documents")["sha256"])
