from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.charts import panel as chart
from framing.charts import style
from framing.comparison import panel, shared
from framing.parameters import Parameters

QUICK = Parameters(permutations=500)


def counts(shares: dict[str, list[tuple[int, int]]], **rest: object) -> pd.DataFrame:
    """(top, count) of each outlet in event 0, 1, ..."""
    rows = [
        {
            "event": f"e{n:02d}",
            "outlet": outlet,
            "dimension": "a-b",
            "scorer": "lexical",
            "voice": "narrator",
            "top": top,
            "count": count,
            "articles": 1,
            "words": 100,
            "untested": False,
        }
        | rest
        for outlet, found in shares.items()
        for n, (top, count) in enumerate(found)
    ]
    return panel.total(pd.DataFrame(rows))


def periods(table: pd.DataFrame, period: str = "all") -> pd.Series:
    return pd.Series(period, index=sorted(table["event"].unique()))


def test_two_events_by_hand() -> None:
    # event 0: 3 of 4 against 1 of 4, gap 0.5, weight 4*4/8 = 2
    # event 1: 1 of 2 against 3 of 6, gap 0.0, weight 2*6/8 = 1.5
    table = counts({"A": [(3, 4), (1, 2)], "B": [(1, 4), (3, 6)]})
    found = panel.compare(table, periods(table), QUICK).set_index("outlet")
    assert found.loc["A", "difference"] == pytest.approx(0.5 * 2 / 3.5)
    assert found.loc["B", "difference"] == pytest.approx(-0.5 * 2 / 3.5)
    assert found.loc["A", "n_events"] == found.loc["A", "n_articles"] == 2
    assert np.isnan(found.loc["A", "p"])
    assert found.loc["A", "caution"] == panel.FEW_EVENTS


def test_a_difference_in_every_event_is_found_and_may_be_claimed() -> None:
    many = {"A": [(8, 10)] * 11, "B": [(4, 10)] * 11, "C": [(4, 10)] * 11}
    table = counts(many)
    found = panel.compare(table, periods(table), QUICK).set_index("outlet")
    assert found.loc["A", "difference"] == pytest.approx(0.4)
    # all of 2^11 sign patterns, of which two are as extreme
    assert found.loc["A", "p"] == pytest.approx(2 / 2**11)
    claimed = panel.claims(found.reset_index(), QUICK)
    assert "A" in claimed["outlet"].tolist()
    few = counts({name: rows[:9] for name, rows in many.items()})
    assert panel.compare(few, periods(few), QUICK)["p"].isna().all()
    untested = panel.compare(counts(many, untested=True), periods(table), QUICK)
    assert panel.claims(untested, QUICK).empty


def test_another_genre_and_the_same_text_are_said() -> None:
    many = {"A": [(8, 10)] * 4, "B": [(4, 10)] * 4, "C": [(4, 10)] * 4}
    table = counts(many)
    articles = pd.DataFrame(
        [
            {
                "event": f"e{n:02d}",
                "outlet": outlet,
                "genre": "essay" if outlet == "A" else "news",
                # B and C print one text in the first event alone
                "sha256": "wire" if n == 0 and outlet != "A" else f"{outlet}{n}",
            }
            for outlet in many
            for n in range(4)
        ]
    )
    found = panel.compare(table, periods(table), QUICK, shared.flags(articles)).set_index("outlet")
    assert "different genre in 4 of 4 events" in found.loc["A", "caution"]
    assert "shared wire text" not in found.loc["A", "caution"]
    assert "shared wire text in 1 of 4 events" in found.loc["B", "caution"]
    assert "different genre" not in found.loc["B", "caution"]
    unknown = shared.flags(articles.assign(genre=""))
    assert not unknown["other_genre"].any()


def test_only_shared_events_count() -> None:
    table = counts({"A": [(1, 2)] * 3, "B": [(1, 2)] * 1})
    found = panel.compare(table, periods(table), QUICK)
    assert found["n_events"].tolist() == [1, 1]
    alone = counts({"A": [(1, 2)] * 3})
    assert panel.compare(alone, periods(alone), QUICK).empty


def test_where_outlets_do_not_differ_few_are_claimed() -> None:
    draw = np.random.default_rng(5)
    claimed = worlds = 0
    for seed in range(16):
        made = {outlet: [(int(draw.binomial(8, 0.4)), 8) for _ in range(16)] for outlet in "ABC"}
        table = counts(made)
        found = panel.compare(table, periods(table), Parameters(seed=seed, permutations=200))
        claimed += len(panel.claims(found, QUICK)) > 0
        worlds += 1
    # a family-wise level of 0.05 in 16 worlds: more than 4 has a probability under 0.001
    assert claimed <= 4, f"{claimed} of {worlds}"


def test_periods_stand_beside_the_whole_and_too_many_tests_are_said() -> None:
    table = counts({"A": [(8, 10)] * 20, "B": [(4, 10)] * 20})
    weeks = pd.Series(["2034-W10"] * 10 + ["2034-W11"] * 10, sorted(table["event"].unique()))
    found = panel.compare(table, weeks, QUICK)
    assert found["period"].tolist() == ["2034-W10"] * 2 + ["2034-W11"] * 2 + ["all"] * 2
    assert found["n_events"].tolist() == [10, 10, 10, 10, 20, 20]
    wide = pd.concat(
        [counts({"A": [(8, 10)] * 10, "B": [(4, 10)] * 10}, dimension=f"d{n}") for n in range(40)]
    )
    crowded = panel.compare(wide, periods(wide), QUICK)
    assert crowded["caution"].str.contains("smallest attainable adjusted p is 0.16").all()


def test_the_picture_and_its_words_take_the_table(tmp_path) -> None:
    table = counts({"A": [(8, 10)] * 11, "B": [(4, 10)] * 11, "C": [(3, 10)] * 11})
    found = panel.compare(table, periods(table), QUICK)
    claims = panel.claims(found, QUICK)
    style.save(chart.draw(found, claims), tmp_path / "panel.png")
    assert (tmp_path / "panel.png").stat().st_size > 5000
    assert "a-b, A: +0.45 (" in chart.alt(found, claims)
    assert "11 events, may be claimed" in chart.alt(found, claims)


def test_weeks_go_by_the_earliest_article() -> None:
    articles = pd.DataFrame(
        {"event": ["e", "e", "f"], "published": ["2034-01-02", "2034-01-01", ""]}
    )
    assert panel.weeks(articles, "week").to_dict() == {"e": "2033-W52", "f": "undated"}
    assert panel.weeks(articles, "month")["e"] == "2034-01"
