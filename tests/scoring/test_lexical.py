from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import tables
from framing.parameters import Parameters
from framing.scoring import lexical
from tests.comparison import worlds
from tests.comparison.worlds import Dimension

NO_QUOTES = tables.empty("quotes")


def score(
    documents: pd.DataFrame, hits: pd.DataFrame, dimension: Dimension | None = None
) -> pd.DataFrame:
    dimensions = [dimension or Dimension()]
    cut = worlds.sentences(documents)
    return lexical.score(documents, cut, NO_QUOTES, hits, dimensions, Parameters())


def narrator(rows: pd.DataFrame, doc_id: str = "a") -> pd.Series:
    found = rows[(rows["voice"] == "narrator") & (rows["doc_id"] == doc_id)]
    assert len(found) == 1
    return found.iloc[0]


def article(n: int = 6) -> pd.DataFrame:
    return worlds.documents([("a", "A", "\n".join(["one two three four five"] * n))])


def test_a_sentence_leans_once_and_a_tie_is_neither() -> None:
    # sentence 0: bright, two against one; sentence 1: a tie; then one each
    leans = [(0, "bright"), (0, "bright"), (0, "dark"), (1, "bright"), (1, "dark")]
    hits = worlds.hits([("a", *lean) for lean in (*leans, (2, "dark"), (3, "bright"))])
    row = narrator(score(article(), hits))
    assert (row["n_pole_1"], row["n_pole_2"], row["n_hits"]) == (1, 2, 7)
    assert row["share"] == pytest.approx(2 / 3)
    assert row["value"] == pytest.approx((2 - 1) / (3 + 3))
    assert row["salience"] == pytest.approx(1000 * 7 / 30)
    assert (row["n_sentences"], row["n_words"]) == (6, 30)


def test_weights_decide_a_sentence() -> None:
    hits = worlds.hits([("a", n, "dark") for n in range(3)] + [("a", 0, "bright")])
    hits.loc[3, "weight"] = 2.0
    row = narrator(score(article(), hits))
    assert (row["n_pole_1"], row["n_pole_2"]) == (2, 1)


def test_leave_one_entry_out_by_hand() -> None:
    poles = ("dark", "dark", "bright", "bright")
    hits = worlds.hits([("a", n, pole) for n, pole in enumerate(poles)])
    hits["entry"] = ["x", "y", "z", "z"]
    row = narrator(score(article(), hits))
    # without x or y: 2 of 3; without z: 0 of 2
    assert row["share"] == 0.5
    assert (row["robust_low"], row["robust_high"]) == (0.0, pytest.approx(2 / 3))


def test_uncounted_hits_do_not_count() -> None:
    hits = worlds.hits([("a", n, "dark") for n in range(4)])
    hits["counted"] = [True, False, True, False]
    row = narrator(score(article(), hits))
    assert row["n_hits"] == 2
    assert np.isnan(row["share"])
    assert "too few words" in row["caution"]


def test_voices_and_speakers_have_their_own_rows() -> None:
    hits = worlds.hits([("a", n, pole) for pole in ("dark", "bright") for n in range(3)])
    hits["voice"] = ["narrator"] * 3 + ["direct", "partial", "indirect"]
    hits["speaker"] = [""] * 3 + ["Ada"] * 3
    rows = score(article(), hits)
    mine = rows[rows["doc_id"] == "a"].set_index(["voice", "speaker"])["n_hits"].to_dict()
    assert mine == {
        ("narrator", ""): 3, ("quoted", ""): 2, ("quoted", "Ada"): 2, ("reported", ""): 1,
        ("reported", "Ada"): 1, ("all", ""): 6, ("all", "Ada"): 3,
    }  # fmt: skip


def test_presence_is_a_part_of_all_sentences() -> None:
    dimension = Dimension(kind="presence", poles=(worlds.Pole("dark"),))
    hits = worlds.hits([("a", n, "dark") for n in (0, 0, 1, 2)])
    row = narrator(score(article(), hits, dimension))
    assert row["n_pole_1"] == 3
    assert row["share"] == row["value"] == pytest.approx(3 / 6)


def test_pooled_rows_are_sums_over_an_outlets_articles() -> None:
    table = worlds.documents([("a", "A", "x\ny\nz"), ("b", "A", "x\ny\nz"), ("c", "B", "x")])
    bright = [("a", 1, "bright"), ("b", 0, "bright"), ("b", 1, "bright")]
    hits = worlds.hits([("a", 0, "dark"), *bright])
    rows = score(table, hits)
    pooled = rows[(rows["doc_id"] == "") & (rows["voice"] == "narrator")].set_index("outlet")
    assert pooled.loc["A", ["n_pole_1", "n_pole_2"]].tolist() == [1, 3]
    assert pooled.loc["A", "share"] == 0.75
    assert pooled.loc["B", "n_hits"] == 0


def test_an_article_in_another_language_has_no_lexical_score() -> None:
    table = article().assign(language="es")
    row = narrator(score(table, worlds.hits([("a", n, "dark") for n in range(4)])))
    assert row["n_hits"] == 0
    assert np.isnan(row["share"])
    assert "not English: no lexical score" in row["caution"]


def test_no_article_changes_the_numbers_of_another() -> None:
    table, hits = worlds.dealt(4, 2, [0.2, 0.4, 0.6, 0.8], 1)
    together = score(table, hits)
    for doc_id in table["doc_id"]:
        alone = score(table[table["doc_id"] == doc_id].reset_index(drop=True), hits)
        pd.testing.assert_frame_equal(
            together[together["doc_id"] == doc_id].reset_index(drop=True),
            alone[alone["doc_id"] == doc_id].reset_index(drop=True),
        )


def test_the_table_is_sound() -> None:
    table, hits = worlds.dealt(2, 2, [0.2, 0.8], 1)
    assert tables.check("scores", score(table, hits)) == []
    assert len(score(table, tables.empty("hits")))
