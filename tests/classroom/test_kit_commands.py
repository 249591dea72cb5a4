from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from framing.__main__ import main
from framing.classroom import answers
from framing.classroom.lesson import Material, Scale, Text
from framing.classroom.store import Store

MATERIAL = Material(
    "flood",
    "A flood",
    (Text("A", "a", "Post", "", "The river rose."), Text("B", "b", "Mail", "", "Water came.")),
    tuple(Scale(f"s{n}", f"low{n}", f"high{n}") for n in range(4)),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "class.sqlite"
    store = Store(path)
    store.add_section(store.add_lesson("A flood", MATERIAL, "en", 45).id, "9b")
    store.close()
    return path


def _typed(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(["code,A_scale1,A_word1,exit", *lines]), encoding="utf-8")
    return file


def test_sheets_go_into_the_class_and_into_its_report(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _typed(tmp_path, *(f"P{n:02d},{n},river,Word {n}" for n in range(1, 7)))
    assert main(["class", "import", str(file), "--data", str(data), "--section", "9b"]) == 0
    assert capsys.readouterr().out == "Class 9b: 6 new sheets, 0 replaced.\n"
    out = tmp_path / "out"
    assert main(["class", "report", "--data", str(data), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert Path(said["files"][1]).name == "class-report.pdf"
    pages = pypdf.PdfReader(out / "class-report.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "9b" in text
    assert "6 pupils handed in" in text
    assert "P01" not in text
    assert "river" in (out / "words.csv").read_text(encoding="utf-8")


def test_a_wrong_code_imports_nothing(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _typed(tmp_path, "P01,1,river,", "Anna,2,river,")
    assert main(["class", "import", str(file), "--data", str(data)]) == 2
    assert "row 3, column A (code)" in capsys.readouterr().err
    store = Store(data)
    section = store.sections(store.lessons()[0].id)[0]
    assert answers.of_section(store, section.id).pupils.empty
    store.close()


def test_without_a_lesson_the_way_around_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _typed(tmp_path, "P01,1,river,")
    assert main(["class", "import", str(file), "--data", str(tmp_path / "none.sqlite")]) == 2
    assert "framing class report EVENT --answers FILE" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite").exists()
    assert main(["class", "report", "--answers", str(file)]) == 2
    assert "name the event" in capsys.readouterr().err
