"""Hundreds of outlets in one event: counted all, drawn and listed up to a bound."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pypdf
import pytest

import framing
from framing.comparison import crowd
from framing.parameters import Parameters
from framing.report import described
from framing.report.view import Report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))


def crowded(outlets: int) -> pd.DataFrame:
    import synthetic

    made = pd.DataFrame(list(synthetic.articles(outlets, words=60)))
    return made.assign(event="many", outlet=[f"Invented Outlet {n:03d}" for n in range(outlets)])


def test_those_with_most_text_are_drawn_and_the_claimed_ones_always() -> None:
    table = pd.DataFrame(
        {"outlet": [f"o{n:03d}" for n in range(120)], "n_words": [n % 60 for n in range(120)]}
    )
    chosen = crowd.foremost(table, first=["o000"])
    assert len(chosen) == crowd.MOST
    assert chosen[0] == "o000"
    assert chosen == sorted(chosen)
    shuffled = table.sample(frac=1, random_state=1)
    assert sorted(crowd.foremost(shuffled, first=["o000"])) == chosen


def test_a_sentence_names_twelve_outlets_at_most() -> None:
    names = [f"o{n}" for n in range(40)]
    assert described.listed(names).endswith("o9 and 30 more")
    assert described.told(names).endswith("o9; and 30 more outlets")


@pytest.mark.slow
def test_a_report_of_two_hundred_outlets_has_a_bound(tmp_path: Path) -> None:
    done = framing.compare(crowded(200), parameters=Parameters(models=False))
    out = done.report(tmp_path / "report")
    view: Report = done.view()
    part = view.drawn()
    assert part.outlet_names() == [n for n in view.outlet_names() if n in part.outlet_names()]
    assert len(part.outlet_names()) == crowd.MOST
    assert part.table("hits").index.isin(view.table("hits").index).all()
    pairs = done.contrasts[done.contrasts["reference"] != "rest"]
    assert pairs["outlet"].nunique() < crowd.MOST
    # every outlet is scored, set against the rest and in the tables
    rest = done.contrasts[done.contrasts["reference"] == "rest"]
    assert rest["outlet"].nunique() == 200
    written = pd.read_parquet(out / "tables" / "documents.parquet")
    assert written["outlet"].nunique() == 200
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "200 articles of 200 outlets" in page
    assert "50 of 200 outlets are drawn and listed here" in page
    assert len(pypdf.PdfReader(out / "report.pdf").pages) < 60
    sizes = {file.name: file.stat().st_size for file in out.rglob("*") if file.is_file()}
    assert sizes["report.html"] < 6_000_000
    assert sizes["report.pdf"] < 6_000_000
    assert max(size for name, size in sizes.items() if name.endswith(".png")) < 2_000_000
