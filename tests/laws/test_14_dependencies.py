"""Law 14: every declared dependency imports, and every import is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODULE_OF = {
    "charset-normalizer": "charset_normalizer",
    "pyahocorasick": "ahocorasick",
    "python-multipart": "python_multipart",
    "scikit-learn": "sklearn",
    "sse-starlette": "sse_starlette",
    "vaderSentiment": "vaderSentiment.vaderSentiment",
    "hatchling": "hatchling.build",
    "pytest-xdist": "xdist",
}
TEST = PROJECT["optional-dependencies"]["test"]


def module(requirement: str) -> str:
    name = re.split(r"[<>=!~\[; ]", requirement)[0]
    return MODULE_OF.get(name, name)


@pytest.mark.parametrize("requirement", [*PROJECT["dependencies"], *TEST])
def test_declared_dependency_imports(requirement: str) -> None:
    assert import_module(module(requirement))


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_bounds_are_lower_bounds(requirement: str) -> None:
    assert ">=" in requirement
    assert "<" not in requirement or requirement.startswith("typst")


def test_every_import_of_the_package_is_declared() -> None:
    declared = {module(r).split(".")[0] for r in PROJECT["dependencies"]}
    optional = {"onnxruntime", "dask", "distributed"}
    used: set[str] = set()
    for path in (ROOT / "framing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                used.add(node.module.split(".")[0])
    foreign = used - set(sys.stdlib_module_names) - {"framing"}
    # markupsafe, pydantic_core and lxml come with jinja2, pydantic and lxml_html_clean
    assert foreign <= declared | optional | {"markupsafe", "pydantic_core", "lxml"}
    assert "pandas" in foreign
