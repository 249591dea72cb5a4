from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison import keywords
from framing.parameters import Parameters
from tests.comparison import worlds

PARAMETERS = Parameters(permutations=500)


def find(articles: list[tuple[str, str, str]], **options: object) -> pd.DataFrame:
    table = worlds.documents(articles)
    return keywords.find(table, worlds.sentences(table), PARAMETERS, **options)  # type: ignore[arg-type]


def test_log_odds_by_hand() -> None:
    # 4 of 10 content words against 1 of 20, one pseudo-mention of each of two terms:
    # a = 5, b = 2; sizes 12 and 22
    own, rest = 4.0, 1.0
    z = keywords._log_odds(
        np.array([[own, 0.0]]), np.array([10.0]), np.array([own + rest, 0.0]), 30.0, np.ones(2)
    )
    gap = np.log(5 / (12 - 5)) - np.log(2 / (22 - 2))
    assert z[0, 0] == pytest.approx(gap / np.sqrt(1 / 5 + 1 / 2))


def test_the_prior_is_the_background_plus_one() -> None:
    prior = keywords._prior(["harbour", "unseen"], {"harbour": 3, "other": 7})
    assert prior.tolist() == pytest.approx([200 * 3 / 10 + 1, 1.0])


def test_a_planted_word_is_found_and_nothing_in_the_other() -> None:
    plain = ["The council met on the harbour plan", "Boats wait near the market", "Rain fell again"]
    marked = [f"{line} of the cunning lobby" for line in plain]
    rows = find(
        [("a", "A", "\n".join(marked * 6)), ("b", "B", "\n".join(plain * 6))], background={}
    )
    found = rows[rows["p_adjusted"] < 0.05]
    assert set(found["outlet"]) == {"A"}
    assert any("lobby" in term for term in found["term"])
    assert (found["count_rest"] == 0).all()


def test_the_same_text_twice_has_no_distinctive_word() -> None:
    text = "\n".join(["The harbour plan failed", "Boats wait near the harbour", "Rain fell"] * 4)
    rows = find([("a", "A", text), ("b", "B", text)])
    assert not (rows["p_adjusted"] < 0.05).any()
    assert not len(rows) or rows["log_odds"].abs().max() < 1e-9


def test_singular_and_plural_are_one_word() -> None:
    lines = ["One tariff rose", "Two tariffs rose", "Tariffs again"]
    rows = find([("a", "A", "\n".join(lines)), ("b", "B", "Rain fell all day\nRain fell")])
    row = rows[rows["term"].isin(["tariff", "tariffs"])].iloc[0]
    assert row["count"] == 3


def test_initials_keep_their_last_dot() -> None:
    assert keywords._written("u.s") == "u.s."
    assert keywords._written("u.s president") == "u.s. president"
    assert keywords._written("e-mail president") == "e-mail president"


def test_the_same_seed_gives_the_same_rows() -> None:
    articles = [("a", "A", "Red boats sail\n" * 5), ("b", "B", "Blue boats sail\n" * 5)]
    pd.testing.assert_frame_equal(find(articles), find(articles))


def test_every_mention_in_context() -> None:
    table = worlds.documents([("a", "A", "The tariffs rose.\nOne tariff fell.")])
    cut = worlds.sentences(table)
    marked = pd.DataFrame({"event": ["e"], "outlet": ["A"], "term": ["tariffs"]})
    rows = keywords.in_context(table, cut, marked)
    assert rows["text"].tolist() == ["tariffs", "tariff"]
    text = table["text"].iloc[0]
    for row in rows.itertuples():
        assert text[row.start : row.end] == row.text
        assert row.left + row.text + row.right in text.split("\n")[row.sent_id]


def test_of_five_real_articles_only_one_has_distinctive_words(shared) -> None:  # type: ignore[no-untyped-def]
    from framing.corpus import readers
    from framing.text import sentences

    corpus = readers.load(shared / "seeds")
    cut = sentences.split(corpus.documents, corpus.debris)
    rows = keywords.find(corpus.documents, cut, Parameters())
    found = rows[rows["p_adjusted"] < 0.05]
    assert len(found)
    assert {outlet[:3] for outlet in found["outlet"]} == {"003"}
