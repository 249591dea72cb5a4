from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing import tables
from framing.comparison import audit, keywords
from framing.parameters import Parameters
from tests.comparison import worlds

PARAMETERS = Parameters(permutations=200)
LINES = ["The council met on the harbour plan", "Boats wait near the market", "Rain fell again"]


def world(n_articles: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = [
        (f"{outlet}{n}", outlet, "\n".join(f"{line} {outlet} {n}" for line in LINES * 4))
        for outlet in ("A", "B")
        for n in range(n_articles)
    ]
    table = worlds.documents(articles)
    return table, worlds.sentences(table)


def compare(documents: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    cut = worlds.sentences(documents)
    return {
        "contrasts": tables.empty("contrasts"),
        "keywords": keywords.find(documents, cut, PARAMETERS),
    }


def test_the_kinds_of_worlds() -> None:
    made = list(audit.worlds(*world(2), PARAMETERS, 3))
    counts = pd.Series([one.kind for one in made]).value_counts().to_dict()
    assert counts == {audit.HALVES: 4, audit.PARAGRAPHS: 4, audit.BLOCKS: 3, audit.LABELS: 3}


def test_names_are_not_permuted_with_one_article_per_outlet() -> None:
    assert audit.LABELS not in {one.kind for one in audit.worlds(*world(1), PARAMETERS, 3)}


def test_no_sentence_is_lost_or_made() -> None:
    table, cut = world(2)
    real = sorted(cut["text"])
    for one in audit.worlds(table, cut, PARAMETERS, 2):
        made = sorted(worlds.sentences(one.documents)["text"])
        if one.kind in (audit.BLOCKS, audit.LABELS):
            assert made == real
        else:
            assert set(made) <= set(real)
            assert len(made) == len(LINES) * 4


def test_halves_of_an_article_have_no_distinctive_words() -> None:
    rows = audit.null_worlds(*world(2), compare, PARAMETERS, draws=2)
    halves = rows[rows["world"].isin([audit.HALVES, audit.PARAGRAPHS])]
    assert len(halves) == 8
    assert (halves["n_words"] == 0).all()
    assert (rows["n_claims"] == 0).all()


def test_the_same_seed_makes_the_same_worlds() -> None:
    one, two = (list(audit.worlds(*world(2), PARAMETERS, 2)) for _ in range(2))
    for first, second in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(first.documents, second.documents)
