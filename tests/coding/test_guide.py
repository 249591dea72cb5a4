"""The researcher's guide: its commands run, in order, on the sample event."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from framing.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(bash|py)\n(.*?)^```", re.M | re.S)


@pytest.mark.slow
def test_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    guide = (ROOT / "docs" / "researchers.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    ran = []
    for kind, block in FENCE.findall(guide):
        if kind == "py":
            exec(compile(block, "researchers.md", "exec"), names)
            continue
        for line in block.splitlines():
            program, *words = shlex.split(line)
            assert program == "framing"
            assert main(words) == 0, line
            ran.append(words[1])
    assert ran == ["sample", "sheet", "merge", "validate"]
    said = json.loads((tmp_path / "study" / "validity" / "validity.json").read_text())
    rows = [row for row in said["validity"] if row["pole"] == row["voice"] == "all"]
    whole = {row["measure"]: row for row in rows}
    # the made-up coders drop one code in ten, and never find what the lexicon missed
    assert 0.7 < whole["precision"]["value"] <= 1
    assert said["alpha"]["value"] > 0.6
    assert said["status"] == "untested"
    out = capsys.readouterr().out
    assert "60 of" in out
    assert "units coded differently (disagreements.csv)" in out
