"""Law 6: a number travels with n, interval and caution; a claim only where it could be wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.parameters import Parameters


def test_a_score_has_its_n_and_interval_or_is_withheld(
    sample_tables: Mapping[str, pd.DataFrame],
) -> None:
    scores = sample_tables["scores"]
    lexical = scores[scores["scorer"] == "lexical"]
    shown = lexical[lexical["share"].notna()]
    assert len(shown)
    assert (shown["n_hits"] > 0).all()
    assert (shown["low"] <= shown["share"]).all()
    assert (shown["share"] <= shown["high"]).all()
    withheld = lexical[lexical["value"].isna()]
    assert (withheld["caution"] != "").all()
    few = lexical["n_hits"] < Parameters().too_few_hits
    assert lexical.loc[few & (lexical["doc_id"] == ""), "value"].isna().all()


def test_one_article_per_outlet_makes_no_claim(
    sample_tables: Mapping[str, pd.DataFrame],
) -> None:
    contrasts = sample_tables["contrasts"]
    assert len(contrasts)
    assert contrasts["p"].isna().all()
    assert contrasts["p_adjusted"].isna().all()
    assert (contrasts["caution"] != "").all()
    assert not sample_tables["findings"]["text"].str.contains("its coverage of this event").any()


def test_no_verdict_words(sample_tables: Mapping[str, pd.DataFrame]) -> None:
    text = " ".join(sample_tables["findings"]["text"]).lower()
    assert text
    for word in ("biased", "bias ", "unfair", "propaganda", "untrue", "truthful", "manipulat"):
        assert word not in text


def test_findings_name_rows_that_exist(sample_tables: Mapping[str, pd.DataFrame]) -> None:
    for finding in sample_tables["findings"].itertuples():
        if finding.table:
            assert finding.rows, finding
            assert max(finding.rows) < len(sample_tables[finding.table])


def test_no_table_averages_dimensions(sample_tables: Mapping[str, pd.DataFrame]) -> None:
    for name, table in sample_tables.items():
        if "dimension" in table:
            assert not table["dimension"].isin(["all", "total", "mean", "bias"]).any(), name
