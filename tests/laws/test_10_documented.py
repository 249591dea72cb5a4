"""Law 10: every command, column, dimension is documented; documented code runs."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import os
import pkgutil
import re
import sys
from pathlib import Path

import pytest

import framing
from framing import pipeline, tables
from framing.cli import LAZY

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", *ROOT.glob("corpus/*/teacher.md")])
MODULES = sorted(
    m.name for m in pkgutil.walk_packages(framing.__path__, "framing.") if "__main__" not in m.name
)


def generator():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_fresh() -> None:
    assert generator().stale() == [], "run: python docs/generate.py"


@pytest.mark.parametrize("command", LAZY)
def test_every_command_is_documented(command: str) -> None:
    assert f"framing {command}" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_column_has_a_meaning(name: str) -> None:
    page = (DOCS / "tables.md").read_text(encoding="utf-8")
    assert f"### {name}\n" in page
    for column in tables.TABLES[name].columns:
        assert column.meaning, column
        assert f"| {column.name} |" in page


def test_every_dimension_is_documented(packs: pipeline.Lexicons) -> None:
    page = "\n".join(p.read_text(encoding="utf-8") for p in DOCS.rglob("*.md"))
    missing = [d.id for d in packs.dimensions if d.id not in page]
    assert missing == []


@pytest.mark.parametrize(
    "page",
    [
        # writes a whole report
        pytest.param(p, marks=pytest.mark.slow) if p.name == "reports.md" else p
        for p in PAGES
        if BLOCK.search(p.read_text(encoding="utf-8"))
    ],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_documented_python_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.environ.setdefault("COLUMNS", "100")
    names: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, str(page), "exec"), names)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
