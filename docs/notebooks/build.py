"""Write the notebooks from their sources: one text file each, cells parted by ``# %%``.

``python docs/notebooks/build.py`` writes them, without outputs; ``--check`` says which are stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
TEXT, CODE = "# %% [markdown]", "# %%"


def cells(source: str) -> list[dict[str, Any]]:
    """Part a source into the cells of a notebook."""
    found: list[tuple[str, list[str]]] = []
    for line in source.splitlines():
        if line in (TEXT, CODE):
            found.append(("markdown" if line == TEXT else "code", []))
        elif found:
            found[-1][1].append(line)
    return [_cell(kind, lines, number) for number, (kind, lines) in enumerate(found, start=1)]


def _cell(kind: str, lines: list[str], number: int) -> dict[str, Any]:
    text = "\n".join(lines).strip("\n").split("\n")
    if kind == "markdown":
        text = [line.removeprefix("#").removeprefix(" ") for line in text]
    parts = [f"{line}\n" for line in text[:-1]] + text[-1:]
    cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": parts}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook(source: str) -> str:
    """Write a notebook as JSON."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {
        "cells": cells(source),
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def made() -> dict[Path, str]:
    """Give every notebook with its text."""
    return {
        HERE / f"{path.stem}.ipynb": notebook(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.glob("*.py"))
    }


def stale() -> list[str]:
    """Name the notebooks that are not as their sources say."""
    return [
        path.name
        for path, text in made().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        print("\n".join(f"stale: {name}" for name in stale()) or "all notebooks are fresh")
        sys.exit(bool(stale()))
    for target, words in made().items():
        target.write_text(words, encoding="utf-8", newline="\n")
