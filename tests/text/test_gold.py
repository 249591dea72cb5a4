"""Floors on the project's own coding of real articles, which lies outside the repository."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("attribution", ROOT / "benchmarks/attribution.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["attribution"] = module
    spec.loader.exec_module(module)
    return module


def test_quotations_of_the_own_coding_are_found_with_their_speakers(
    benchmark: ModuleType, shared: Path
) -> None:
    first = benchmark.own_gold(shared / "gold")[0]
    assert "quotations found 9 of 9" in first
    assert "right name 9 of 9" in first
    assert "taken for speech 0 of 3" in first


@pytest.mark.slow
def test_floors_on_coded_news(benchmark: ModuleType, shared: Path) -> None:
    rows = benchmark.read(shared / "data" / "polnear_dev.jsonl")
    quoted, speaker, words, outside, spans = benchmark.figures(rows)
    assert quoted >= 0.95
    assert speaker >= 0.86
    assert words >= 0.85
    assert outside >= 0.75
    assert spans >= 0.69
