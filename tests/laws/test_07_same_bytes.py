"""Law 7: same input, same bytes, whatever the hash seed, the locale and the time zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORLDS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "America/Bogota"},
)


def prints(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for number, world in enumerate(WORLDS):
        out = tmp_path / str(number) / "report"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "framing",
                "compare",
                "corpus/us-colombia-flights",
                "--out",
                str(out),
                "--xlsx",
                "--quiet",
            ],
            cwd=ROOT,
            check=True,
            env={**os.environ, **world},
        )
        found.append(prints(out))
    assert found[0] == found[1]
    for name in ("report.pdf", "report.html", "report.png", "report.xlsx", "tables/hits.parquet"):
        assert name in found[0]
