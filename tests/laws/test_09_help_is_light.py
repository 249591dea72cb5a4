"""Law 9: --help and usage errors import neither numpy nor anything above it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from framing.cli import LAZY

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "pandas", "sklearn", "matplotlib", "scipy", "rich", "typst", "pydantic")
PROBE = """
import json, sys
from framing.__main__ import main
code = main(sys.argv[1:])
print(json.dumps([code, [m for m in {heavy!r} if m in sys.modules]]))
"""


def run(*arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE.format(heavy=HEAVY), *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    return code, loaded


@pytest.mark.parametrize("command", ["", *LAZY])
def test_help_imports_nothing_heavy(command: str) -> None:
    code, loaded = run(*([command] if command else []), "--help")
    assert (code, loaded) == (0, [])


@pytest.mark.parametrize("words", [["compare"], ["compare", "x", "--nonsense"], ["nonsense"]])
def test_usage_errors_are_exit_2_and_light(words: list[str]) -> None:
    code, loaded = run(*words)
    assert (code, loaded) == (2, [])
