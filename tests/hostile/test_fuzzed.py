"""Inputs that broke something once, found by ``benchmarks/fuzz.sh``; and a short turn of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from framing import storage, tables
from framing.errors import InputError
from framing.lexicon import exchange

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("text", ["\r0", "term,pole\r\rcalm,a", "x" * 200_000 + ",y\n1,2"])
def test_a_lexicon_table_with_strange_lines_is_read_or_refused(text: str) -> None:
    """Was: an error of the csv module, with a traceback."""
    with pytest.raises(InputError):
        exchange.bring(text, "csv", "calm-loud", ("x",), "a.csv")


@pytest.mark.parametrize("text", ["1:0 \r0:0", "calm: [calm]\nloud: ['...']"])
def test_a_category_without_a_usable_word_is_refused(text: str) -> None:
    """Was: two names for one pole, with a traceback."""
    with pytest.raises(InputError):
        exchange.bring(text, "yaml", "calm-loud", (), "a.yaml")


@pytest.mark.parametrize("name", ["\r", "a\rb", "a\r\nb", ",\r", '"\r"'])
def test_a_carriage_return_does_not_tear_a_row(name: str, tmp_path: Path) -> None:
    """Was: one row of the table came back as two."""
    row = {c.name: [] for c in tables.TABLES["speakers"].columns}
    kinds = {"str": name, "int": 1, "float": 0.5, "bool": True, "list": ["a"]}
    for column in tables.TABLES["speakers"].columns:
        row[column.name] = [kinds[column.type]]
    storage.write_csv(tables.frame("speakers", row), tmp_path / "a.csv")
    back = pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    assert len(back) == 1


def test_tables_without_one_keep_their_plain_form(tmp_path: Path) -> None:
    storage.write_csv(tables.empty("speakers"), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().count('"') == 0


@pytest.mark.slow
def test_ten_seconds_of_made_up_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "benchmarks" / "fuzz.py"), "10", "7"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
