"""The committed sample report is what the program writes today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing
from framing.classroom import kit
from framing.pipeline import Comparison, Lexicons
from framing.report import folder, teaching
from framing.storage import sha256, write_csv

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "reports" / "sample"
STALE = "the sample is stale: run python docs/pictures.py"


def test_tables_are_those_of_today(sample_comparison: Comparison, tmp_path: Path) -> None:
    for name, table in sample_comparison.tables.items():
        fresh = write_csv(folder.harmless(table), tmp_path / f"{name}.csv")
        assert fresh.read_bytes() == (SAMPLE / "tables" / f"{name}.csv").read_bytes(), STALE


def test_run_is_that_of_today(sample_comparison: Comparison) -> None:
    # versions and pictures change with libraries, which is no reason to write the sample anew
    run = json.loads((SAMPLE / "run.json").read_text(encoding="utf-8"))
    view = sample_comparison.view()
    assert run["shown"] == list(view.shown), STALE
    assert run["parameters"] == view.parameters.as_dict(), STALE
    assert run["cautions"] == list(view.cautions), STALE
    assert {d["id"]: d["sha256"] for d in run["lexicons"]} == {
        d.id: d.sha256 for d in sample_comparison.packs.dimensions
    }, STALE


@pytest.mark.parametrize("event", teaching.events())
def test_kits_are_of_todays_texts(event: str, packs: Lexicons) -> None:
    folder = ROOT / "reports" / "classroom-kit" / event
    record = json.loads((folder / "made-of.json").read_text(encoding="utf-8"))
    articles = framing.load(framing.sample(event)).documents
    for name, hashes in kit.made_of(event, articles, packs.dimensions).items():
        assert record[name] == hashes, f"{name} of {event}: {STALE}"
    for name, digest in record["files"].items():
        assert sha256((folder / name).read_bytes()) == digest, f"{name} of {event}: {STALE}"
    assert {"lesson-plan.pdf", "slides/01-title.png", "report.html"} <= set(record["files"])


@pytest.mark.parametrize("name", ["report.pdf", "report.html", "report.png", "methods.md"])
def test_the_files_are_there(name: str) -> None:
    assert (SAMPLE / name).stat().st_size > 500
