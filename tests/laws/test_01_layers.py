"""Law 1: imports point down, siblings never meet, every module has a layer."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = ("errors", "paths", "tables", "event", "spans", "words", "parameters", "storage", "codebook")
LAYERS = [
    set(BASE),
    {"models"},
    {"corpus", "text", "lexicon", "scoring", "comparison"},
    {"charts"},
    {"report"},
    {"pipeline"},
    {"batch", "classroom"},
    {"commands"},
    {"cli"},
]
TOP = {"__init__", "__main__"}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def height(name: str) -> int:
    found = [i for i, layer in enumerate(LAYERS) if name in layer]
    assert found, f"{name} has no layer: give it one in tests/laws/test_01_layers.py"
    return found[0]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("framing.")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "framing":
            base = node.module or ""
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


MODULES = sorted((ROOT / "framing").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    own = room(name)
    if own in TOP:
        return
    for target in imports(path):
        other = room(target)
        if other == own or target == "framing.__version__":
            continue
        assert height(other) < height(own) or {own, other} <= set(BASE), (
            f"{name} imports {target}: an arrow upward or between siblings"
        )


def test_no_function_bears_the_name_of_a_subpackage() -> None:
    import framing

    packages = {p.name for p in (ROOT / "framing").iterdir() if p.is_dir()}
    modules = {p.stem for p in (ROOT / "framing").glob("*.py")}
    assert not set(framing.__all__) & (packages | modules)
