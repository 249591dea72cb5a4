"""Law 11: error texts are snapshots that say found, expected, what to do, where.

``UPDATE_SNAPSHOTS=1 pytest tests/laws/test_11_errors.py`` writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.__main__ import main

HERE = Path(__file__).resolve().parent / "errors"
MANIFEST = """[event]
id = "e"
title = "An event"
[[article]]
file = "one.txt"
outlet = "One"
{extra}
"""
TEXT = "The bridge was closed on Monday. The mayor said it would open again in May.\n" * 9


def put(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def two(folder: Path) -> Path:
    return put(folder, one__txt=TEXT, two__txt=TEXT.replace("mayor", "engineer"))


def foreign_output(tmp: Path) -> list[str]:
    put(tmp / "out", mine__txt="my own notes")
    return [str(two(tmp / "in")), "--out", str(tmp / "out")]


CASES: dict[str, Callable[[Path], list[str]]] = {
    "missing-folder": lambda tmp: [str(tmp / "nowhere")],
    "empty-folder": lambda tmp: [str(put(tmp / "in"))],
    "empty-file": lambda tmp: [str(put(two(tmp / "in"), three__txt=""))],
    "binary-file": lambda tmp: [str(put(two(tmp / "in"), three__txt=bytes(range(256)) * 40))],
    "manifest-missing-file": lambda tmp: [
        str(
            put(
                tmp / "in",
                one__txt=TEXT,
                corpus__toml=MANIFEST.format(extra='[[article]]\nfile = "two.txt"\noutlet = "Two"'),
            )
        )
    ],
    "manifest-unknown-key": lambda tmp: [
        str(put(tmp / "in", one__txt=TEXT, corpus__toml=MANIFEST.format(extra="colour = 1")))
    ],
    "manifest-outside": lambda tmp: [
        str(
            put(
                tmp / "in",
                one__txt=TEXT,
                corpus__toml=MANIFEST.format(
                    extra='[[article]]\nfile = "../two.txt"\noutlet = "Two"'
                ),
            )
        )
    ],
    "duplicate-doc-id": lambda tmp: [
        str(
            put(tmp, a__csv="doc_id,outlet,text\nx,One,Some words.\nx,Two,Other words.\n") / "a.csv"
        )
    ],
    "one-article": lambda tmp: [str(put(tmp / "in", one__txt=TEXT))],
    "csv-without-text": lambda tmp: [
        str(put(tmp, a__csv="outlet,body\nOne,Some words.\n") / "a.csv")
    ],
    "several-events": lambda tmp: [
        str(put(tmp, a__csv="event,outlet,text\ne1,One,Some words.\ne2,Two,Others.\n") / "a.csv")
    ],
    "foreign-output": foreign_output,
}


def said(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    words = CASES[case](tmp_path)
    if "--out" not in words:
        words += ["--out", str(tmp_path / "out")]
    code = main(["compare", *words])
    text = capsys.readouterr().err.replace(str(tmp_path), "TMP")
    assert code == 2, text
    return text


@pytest.mark.parametrize("case", CASES)
def test_error_text(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(case, tmp_path, capsys)
    path = HERE / f"{case}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        HERE.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    for part in ("expected:", "to do:", "where:"):
        assert part in text
    assert "Traceback" not in text
    left = [p.name for p in tmp_path.iterdir() if p.name == "out" and case != "foreign-output"]
    assert left == [], "something half-written was left"


def test_a_users_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said("foreign-output", tmp_path, capsys)
    assert (tmp_path / "out" / "mine.txt").read_text() == "my own notes"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]
