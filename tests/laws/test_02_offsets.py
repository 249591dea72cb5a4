"""Law 2: text[start:end] is the match, in every row of every table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

NAMES = ("sentences", "quotes", "hits", "labels", "elements")


@pytest.mark.parametrize("name", NAMES)
def test_text_is_at_its_offsets(name: str, sample_tables: Mapping[str, pd.DataFrame]) -> None:
    texts = sample_tables["documents"].set_index("doc_id")["text"]
    table = sample_tables[name]
    for row in table.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text, row
    if name != "elements":
        assert len(table), f"the sample event has no {name}: the test would say nothing"


@pytest.mark.parametrize("name", ["scopes", "judgements"])
def test_offsets_lie_in_the_text(name: str, sample_tables: Mapping[str, pd.DataFrame]) -> None:
    texts = sample_tables["documents"].set_index("doc_id")["text"]
    for row in sample_tables[name].itertuples():
        assert 0 <= row.start < row.end <= len(texts[row.doc_id]), row


def test_seeds_keep_the_law(shared_comparison: Mapping[str, pd.DataFrame]) -> None:
    texts = shared_comparison["documents"].set_index("doc_id")["text"]
    for name in NAMES:
        for row in shared_comparison[name].itertuples():
            assert texts[row.doc_id][row.start : row.end] == row.text, row
