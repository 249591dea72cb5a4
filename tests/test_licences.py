from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_nothing_that_is_needed_is_under_gpl_only() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "licences.py"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout
    # a choice between licences counts as its freer part
    assert "tld" in ran.stdout
