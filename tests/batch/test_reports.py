from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.__main__ import main
from framing.paths import data_dir
from tests.batch.made import articles, write


@pytest.mark.slow
def test_many_reports_are_those_of_one_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "news.csv", articles(10, sentences=3))
    told = []
    for workers in ("1", "2"):
        call = ["compare", str(source), "--by", "event", "--workers", workers, "--json"]
        assert main([*call, "--out", str(tmp_path / workers)]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert [one["event"] for one in told[0]] == [one["event"] for one in told[1]]
    assert len(told[0]) == 2
    assert {one["event"] for one in told[0]} <= {p.name for p in data_dir("corpus").iterdir()}
    files = [p.relative_to(tmp_path / "1") for p in (tmp_path / "1").rglob("*") if p.is_file()]
    assert len(files) > 20
    for name in files:
        assert (tmp_path / "2" / name).read_bytes() == (tmp_path / "1" / name).read_bytes(), name
