from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import tables
from framing.comparison import contrasts
from framing.parameters import Parameters
from tests.comparison import worlds
from tests.comparison.worlds import Dimension, Pole

PARAMETERS = Parameters()


def compare(
    world: worlds.Tables, dimensions: tuple[Dimension, ...] = (Dimension(),)
) -> pd.DataFrame:
    names = ("documents", "sentences", "hits", "scores", "judgements")
    return contrasts.compare(*(world[name] for name in names), dimensions, PARAMETERS)


def narrator(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["voice"] == "narrator") & (rows["scorer"] == "lexical")]


def planted(bright: list[float], seed: int = 1) -> pd.DataFrame:
    return compare(worlds.scored(*worlds.dealt(5, 8, bright, seed)))


def test_difference_by_hand() -> None:
    # A: 2 of 3 leaning sentences are bright, B: 1 of 4
    table = worlds.documents([("a", "A", "x y\n" * 3 + "z"), ("b", "B", "x y\n" * 4 + "z")])
    found = worlds.hits(
        [("a", n, pole) for n, pole in enumerate(("bright", "bright", "dark"))]
        + [("b", n, pole) for n, pole in enumerate(("bright", "dark", "dark", "dark"))]
    )
    rows = narrator(compare(worlds.scored(table, found)))
    against = rows[rows["reference"] == "rest"].set_index("outlet")
    assert against.loc["A", "difference"] == pytest.approx(2 / 3 - 1 / 4)
    assert against.loc["B", "difference"] == pytest.approx(1 / 4 - 2 / 3)
    assert against.loc["A", "n"] == 7
    assert against["family"].eq("primary").all()
    pair = rows[rows["reference"] == "B"]
    assert pair["family"].tolist() == ["exploratory"]


def test_one_article_per_outlet_has_no_p_and_says_why() -> None:
    rows = compare(worlds.scored(*worlds.dealt(3, 1, [0.2, 0.5, 0.9], 1)))
    assert rows["p"].isna().all()
    assert rows["p_adjusted"].isna().all()
    assert rows["caution"].str.contains("no claim about the outlet").all()


def test_a_planted_difference_is_found_and_only_that() -> None:
    rows = narrator(planted([0.85, 0.4, 0.4, 0.4, 0.4]))
    rows = rows[rows["family"] == "primary"].set_index("outlet")
    assert rows.loc["Outlet 0", "p_adjusted"] < 0.05
    assert rows.loc["Outlet 0", "low"] > 0
    assert (rows.drop("Outlet 0")["p_adjusted"] > 0.01).all()


def test_none_is_found_when_none_is_planted() -> None:
    found = [planted([0.5] * 5, seed) for seed in range(5)]
    p = np.concatenate([rows.loc[rows["family"] == "primary", "p_adjusted"] for rows in found])
    assert (p[np.isfinite(p)] >= 0.05).all()


def test_the_same_text_twice_differs_by_nothing() -> None:
    text = "A bright day.\nA dark day.\nA bright night.\nRain."
    table = worlds.documents([("a", "A", text), ("b", "B", text)])
    found = worlds.hits(
        [(d, n, pole) for d in "ab" for n, pole in enumerate(("bright", "dark", "bright"))]
    )
    rows = compare(worlds.scored(table, found))
    shown = rows["difference"].dropna()
    assert len(shown)
    assert (shown == 0).all()


def test_swapping_the_poles_flips_the_sign() -> None:
    table, found = worlds.dealt(3, 3, [0.2, 0.5, 0.8], 4)
    turned = Dimension(poles=(Pole("bright"), Pole("dark")))
    one = compare(worlds.scored(table, found))
    two = compare(worlds.scored(table, found, [turned]), (turned,))
    lexical = one["scorer"] == "lexical"
    np.testing.assert_allclose(
        one.loc[lexical, "difference"], -two.loc[lexical, "difference"], equal_nan=True, atol=1e-12
    )
    np.testing.assert_allclose(
        one.loc[lexical, "p"], two.loc[lexical, "p"], equal_nan=True, atol=1e-12
    )


def test_too_few_hits_are_withheld() -> None:
    table = worlds.documents([("a", "A", "x\ny\nz"), ("b", "B", "x\ny\nz")])
    found = worlds.hits(
        [("a", 0, "bright"), ("a", 1, "dark")] + [("b", n, "dark") for n in range(3)]
    )
    rows = narrator(compare(worlds.scored(table, found)))
    assert rows["difference"].isna().all()
    assert rows["caution"].str.contains("too few words").all()


def test_families_are_corrected_apart_and_an_untested_dimension_is_named() -> None:
    table, found = worlds.dealt(4, 3, [0.5] * 4, 2)
    grey = Dimension(status="untested")
    rows = compare(worlds.scored(table, found, [grey]), (grey,))
    assert set(rows["family"]) == {"primary", "exploratory"}
    primary = rows[rows["family"] == "primary"]
    assert primary["voice"].eq("narrator").all()
    assert primary["reference"].eq("rest").all()
    assert rows["caution"].str.contains("untested dimension").all()


def test_attainable_of_the_methods() -> None:
    eight = pd.DataFrame({"outlet": [name for name in "ABCDEFGH" for _ in range(2)]})
    five = pd.DataFrame({"outlet": [name for name in "ABCDE" for _ in range(4)]})
    assert contrasts.attainable(eight, 56) == pytest.approx(56 / 120)
    assert contrasts.attainable(five, 35) == pytest.approx(35 / 4845)
    assert contrasts.attainable(pd.DataFrame({"outlet": list("ABC")}), 3) == 1.0


def test_too_few_articles_are_said_in_the_caution() -> None:
    table, found = worlds.dealt(8, 2, [0.5] * 8, 3)
    dimensions = tuple(Dimension(id=f"d{n}-x") for n in range(7))
    hits = pd.concat([found.assign(dimension=d.id) for d in dimensions], ignore_index=True)
    rows = compare(worlds.scored(table, hits, dimensions), dimensions)
    primary = rows[rows["family"] == "primary"]
    assert primary["caution"].str.contains("smallest attainable adjusted p is 0.47").all()


def test_several_events_are_compared_apart() -> None:
    table, found = worlds.dealt(2, 3, [0.2, 0.8], 5)
    table["event"] = ["e", "f", "e"] * 2
    rows = compare(worlds.scored(table, found))
    assert set(rows["event"]) == {"e", "f"}
    assert tables.check("contrasts", rows) == []
