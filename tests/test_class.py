from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


def test_a_worksheet_of_ones_own_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["class", "worksheet", str(ROOT / "tests/tiny"), "--out", str(tmp_path), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == 0
    names = [Path(file).name for file in said["files"]]
    assert names == ["student-sheet.pdf", "answer-key.pdf", "answers.csv"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in names[:2])
    assert (tmp_path / "answers.csv").read_text(encoding="utf-8").startswith("code,A_scale1,")


def test_an_unknown_event_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["class", "worksheet", "no-such-event"]) == 2
    assert "us-colombia-flights" in capsys.readouterr().err
