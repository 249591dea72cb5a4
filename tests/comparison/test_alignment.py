from __future__ import annotations

import pandas as pd

from framing import tables
from framing.comparison import alignment
from framing.parameters import Parameters
from tests.comparison import worlds


def align(articles: list[tuple[str, str, str]]) -> pd.DataFrame:
    table = worlds.documents(articles)
    return alignment.align(table, worlds.sentences(table), Parameters())


def test_sentences_that_tell_the_same_are_paired_and_others_not() -> None:
    rows = align(
        [
            ("a", "A", "The council closed the old bridge.\nFishermen protested at the market."),
            ("b", "B", "Rain fell on Sunday evening.\nThe old bridge was closed by the council."),
        ]
    )
    assert rows[["doc_id", "sent_id", "other_doc_id", "other_sent_id"]].to_numpy().tolist() == [
        ["a", 0, "b", 1]
    ]
    assert 0.3 <= rows["similarity"].iloc[0] <= 1
    assert not rows["near_copy"].iloc[0]


def test_a_sentence_against_itself_is_a_near_copy_with_similarity_one() -> None:
    text = "The council closed the old bridge.\nFishermen protested at the market."
    rows = align([("a", "A", text), ("b", "B", text)])
    assert rows["near_copy"].all()
    assert rows["similarity"].round(6).eq(1).all()
    assert rows["cluster"].tolist() == [0, 1]


def test_linked_pairs_share_a_group() -> None:
    line = "The council closed the old bridge"
    rows = align([("a", "A", line), ("b", "B", f"{line} today"), ("c", "C", f"{line} again")])
    assert len(rows) == 3
    assert rows["cluster"].nunique() == 1


def test_same_wording_by_hand() -> None:
    # 3 of 4 words in order, on both sides: 2 * 3 / 8
    assert alignment.same_wording("The bridge was closed", "The bridge was shut") == 0.75


def test_no_pairs_within_an_article_and_none_from_short_lines() -> None:
    line = "The council closed the old bridge"
    assert len(align([("a", "A", f"{line}\n{line}")])) == 0
    assert len(align([("a", "A", "Rain fell"), ("b", "B", "Rain fell")])) == 0
    assert tables.check("alignments", align([("a", "A", line), ("b", "B", line)])) == []
