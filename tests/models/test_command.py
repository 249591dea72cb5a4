from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.__main__ import main

ROW = {"text": "The mayor thanked Bo, who mocked Ada.", "start": 4, "end": 9}


def lines(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_predict_toward(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = lines(tmp_path / "in.jsonl", ROW, {"text": ""}), tmp_path / "out.jsonl"
    call = ["model", "predict", "toward", source, "--out", str(out), "--weights", str(tiny)]
    assert main([*call, "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["faulty"]) == (2, 1)
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert first["label"] in (-1, 0, 1)
    assert second == {"label": None, "error": "the text is empty"}
    lines(tmp_path / "in.jsonl", ROW)
    assert main(call) == 0


def test_evaluate_toward(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lines(tmp_path / "in.jsonl", {**ROW, "label": 0}, {**ROW, "label": 1})
    call = ["model", "evaluate", "toward", source, "--weights", str(tiny)]
    assert main([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 0.5


def test_damaged_weights_write_nothing(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = tiny / "toward" / "head.npz"
    head.write_bytes(head.read_bytes()[:-7])
    source, out = lines(tmp_path / "in.jsonl", ROW), tmp_path / "out.jsonl"
    call = ["model", "predict", "toward", source, "--out", str(out), "--weights", str(tiny)]
    assert main(call) == 2
    said = capsys.readouterr().err
    assert "the weight file head.npz is damaged" in said
    assert "to do:" in said
    assert not out.exists()


def test_in_and_out_are_two_files(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", ROW)
    call = ["model", "predict", "toward", source, "--out", source, "--weights", str(tiny)]
    assert main(call) == 2
    assert "the file to write is the file to read" in capsys.readouterr().err
    assert json.loads(Path(source).read_text()) == ROW


def test_an_unknown_card_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "card", "astrology"]) == 2
    assert "no model is called 'astrology'" in capsys.readouterr().err


def test_score_says_that_models_were_left_out(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["score", str(root / "tests" / "tiny"), "--out", str(tmp_path / "s.parquet")]
    assert main([*call, "--no-models"]) == 0
    assert "caution: no learned model was used" in capsys.readouterr().err
