"""Every sentence of a finding says what stands in its rows, and nothing that may not be said."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from framing import tables
from framing.comparison import alignment, contrasts
from framing.event import Fact
from framing.parameters import Parameters
from framing.report import described as shown
from framing.report import findings
from tests.comparison import worlds
from tests.comparison.worlds import Dimension

PARAMETERS = Parameters()
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# numbers that name a setting, not a result
_FIXED = {"100", "0", "1", "2"}


def compared(bright: list[float], seed: int = 1, n_articles: int = 8, status: str = "provisional"):  # type: ignore[no-untyped-def]
    dimension = Dimension(status=status)
    table, found = worlds.dealt(len(bright), n_articles, bright, seed)
    # each article says something of its own, so that none is a copy of another
    table["text"] = [text + f"\nNumber {n}" for n, text in enumerate(table["text"])]
    world = worlds.scored(table, found, [dimension])
    names = ("documents", "sentences", "hits", "scores", "judgements")
    rows = contrasts.compare(*(world[name] for name in names), [dimension], PARAMETERS)
    result = worlds.everything(**world, contrasts=rows)
    return result, findings.write(result, [dimension], PARAMETERS)


def test_a_planted_difference_is_claimed_and_comes_first() -> None:
    result, written = compared([0.85, 0.4, 0.4, 0.4, 0.4])
    first = written.iloc[0]
    assert first["table"] == "contrasts"
    row = result["contrasts"].iloc[first["rows"][0]]
    assert row["outlet"] == "Outlet 0"
    assert "In its coverage of this event" in first["text"]
    assert "leaning sentences more" in first["text"]
    assert first["text"].index(row["outlet"]) < first["text"].index("bright words")
    assert written["rank"].tolist() == list(range(1, len(written) + 1))


def test_claims_are_ranked_by_the_interval_end_nearest_zero() -> None:
    result, written = compared([0.95, 0.1, 0.5, 0.5, 0.5])
    claims = written[written["text"].str.contains("coverage of this event")]
    assert len(claims) >= 2
    rows = result["contrasts"].iloc[[row[0] for row in claims["rows"]]]
    near = np.maximum(rows["low"], -rows["high"])
    assert (np.diff(near) <= 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_none_is_claimed_where_none_is_planted(seed: int) -> None:
    _, written = compared([0.5] * 5, seed)
    assert not written["text"].str.contains("coverage of this event").any()
    assert written["text"].iloc[0].startswith("No finding of a difference")
    assert written["table"].tolist() == [""]


def test_an_untested_dimension_never_enters() -> None:
    _, written = compared([0.95, 0.1, 0.5, 0.5, 0.5], status="untested")
    assert not written["text"].str.contains("bright").any()


def test_one_article_per_outlet_claims_nothing_and_the_limits_say_so() -> None:
    result, written = compared([0.95, 0.05, 0.5], n_articles=1)
    assert not written["text"].str.contains("coverage of this event").any()
    limits = findings.limits(result, PARAMETERS)
    assert any("Each outlet has one article" in text for text in limits)


def test_too_few_articles_for_the_tests_are_a_limit() -> None:
    result, written = compared([0.95, 0.05], n_articles=2)
    assert not written["text"].str.contains("coverage of this event").any()
    assert any("are too few for" in text for text in findings.limits(result, PARAMETERS))


def test_the_same_text_twice_is_only_a_copy() -> None:
    lines = "The council closed the old bridge.\nFishermen protested at the market.\nRain fell."
    table = worlds.documents([("a", "A", lines), ("b", "B", lines)])
    found = worlds.hits([(d, n, pole) for d in "ab" for n, pole in enumerate(("dark", "bright"))])
    world = worlds.scored(table, found)
    names = ("documents", "sentences", "hits", "scores", "judgements")
    result = worlds.everything(
        **world,
        contrasts=contrasts.compare(*(world[n] for n in names), [Dimension()], PARAMETERS),
        alignments=alignment.align(table, world["sentences"], PARAMETERS),
        speakers=_speakers([("A", "", "affected", 0), ("B", "", "affected", 0)]),
    )
    written = findings.write(result, [Dimension()], PARAMETERS)
    assert len(written) == 1
    assert written["text"].iloc[0] == (
        "A and B print the same text: they are not independent voices."
    )


def _speakers(rows: list[tuple[str, str, str, int]]) -> pd.DataFrame:
    given = {
        "event": ["e"] * len(rows), "outlet": [r[0] for r in rows], "speaker": [r[1] for r in rows],
        "role": [r[2] for r in rows], "side": [""] * len(rows), "kind": ["direct"] * len(rows),
        "n_quotes": [r[3] for r in rows], "n_words": [7 * r[3] for r in rows],
        "cues": [[] for _ in rows],
    }  # fmt: skip
    return tables.frame("speakers", given)


def described() -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    table = worlds.documents([(d, d.upper(), f"Text {d}.") for d in "abcd"])
    rows = [
        ("A", "deportees", "asserted", 3), ("A", "migrants", "asserted", 2),
        ("B", "migrants", "asserted", 4), ("B", "criminals", "negated", 1),
    ]  # fmt: skip
    size = len(rows)
    naming = tables.frame(
        "naming",
        {
            "event": ["e"] * size, "referent": ["people_removed"] * size,
            "outlet": [r[0] for r in rows], "voice": ["narrator"] * size,
            "name": [r[1] for r in rows], "polarity": [r[2] for r in rows],
            "count": [r[3] for r in rows], "share": [0.5] * size, "caution": [""] * size,
        },
    )  # fmt: skip
    keyword = {
        "event": ["e"], "outlet": ["A"], "term": ["harbour"], "log_odds": [4.0], "low": [2.0],
        "high": [6.0], "p_adjusted": [0.012], "count": [9], "count_rest": [1],
    }  # fmt: skip
    covered = {
        "event": ["e"] * 4, "fact": ["F1"] * 4, "doc_id": list("abcd"),
        "state": ["not_found", "stated", "stated", "stated"], "sent_id": [-1, 0, 0, 0],
        "weight": [1.0, 0.67, 0.67, 0.67],
    }  # fmt: skip
    edited = {
        "event": ["e"] * 2, "doc_id": ["b"] * 2, "source_doc_id": ["a"] * 2, "start": [0, 9],
        "end": [4, 9], "old": ["boats", "reportedly"], "new": ["wrecks", ""],
        "kind": ["label", "hedge"],
    }  # fmt: skip
    result = worlds.everything(
        documents=table,
        sentences=worlds.sentences(table),
        naming=naming,
        keywords=tables.frame("keywords", keyword),
        coverage=tables.frame("coverage", covered),
        edits=tables.frame("edits", edited),
        speakers=_speakers(
            [("A", "", "affected", 0), ("B", "Ada", "affected", 2), ("C", "Bo", "official", 3)]
        ),
    )
    facts = [Fact("F1", "the bridge was closed")]
    return result, findings.write(result, [], PARAMETERS, facts)


def test_findings_without_a_test_are_worded_of_these_articles() -> None:
    _, written = described()
    text = " ".join(written["text"])
    assert "coverage of this event" not in text
    assert "A “deportees” (3), “migrants” (2); B “migrants” (4)." in text
    assert "“criminals”" not in text
    assert "Not found in these articles of A: “the bridge was closed”" in text
    assert "In this article of A, set against all the others: “harbour” (9 against 1" in text
    assert (
        "“wrecks” stands where “boats” stood; how certain it is: “reportedly” is missing." in text
    )
    assert "quoted in their own words by B (2 quotations)" in text
    assert set(written["table"]) == {"naming", "keywords", "coverage", "edits", "speakers"}


def numbers_of(rows: pd.DataFrame) -> set[str]:
    """All ways in which a number of the rows may be written."""
    said: set[str] = {str(len(rows))}
    for column in rows.select_dtypes("number"):
        for value in rows[column].dropna():
            for scaled in (value, -value, 100 * value, -100 * value):
                said |= {f"{scaled:.0f}", f"{scaled:.2f}", f"{scaled:.3f}", str(round(scaled))}
    for column in rows.select_dtypes(exclude="number"):
        for value in rows[column]:
            said |= set(_NUMBER.findall(str(value)))
    return said


def check_numbers(result: Mapping[str, pd.DataFrame], written: pd.DataFrame) -> int:
    checked = 0
    for finding in written.itertuples():
        if not finding.table:
            continue
        rows = result[finding.table].iloc[list(finding.rows)]
        text = re.sub(r"^Keep in mind: [^.]*\. ", "", finding.text)
        for quoted in re.findall(r"“[^”]*”", text):
            text = text.replace(quoted, "")
        names = [*result["documents"]["outlet"], *result["documents"]["doc_id"]]
        for name in sorted(set(names), key=len, reverse=True):
            text = text.replace(name, "")
        known = numbers_of(rows)
        for number in _NUMBER.findall(text):
            assert number in known | _FIXED, (number, finding.text)
            checked += 1
    return checked


def test_every_number_stands_in_the_rows() -> None:
    assert check_numbers(*compared([0.95, 0.1, 0.5, 0.5, 0.5])) >= 8
    assert check_numbers(*described()) >= 6


def test_every_number_of_the_sample_report_stands_in_the_rows(
    sample_tables: Mapping[str, pd.DataFrame],
) -> None:
    assert check_numbers(sample_tables, sample_tables["findings"]) >= 3


def test_of_the_real_articles_too(shared_comparison: Mapping[str, pd.DataFrame]) -> None:
    written = shared_comparison["findings"]
    assert check_numbers(shared_comparison, written) >= 3
    text = " ".join(written["text"])
    assert "coverage of this event" not in text
    assert "Nobody who is known as one of the people affected is quoted" in text


def test_cautions_stand_before_the_claim() -> None:
    result, _ = compared([0.9, 0.4, 0.4, 0.4, 0.4])
    rows = result["contrasts"]
    mine = (rows["outlet"] == "Outlet 0") & (rows["reference"] == "rest")
    rows.loc[mine, "caution"] = "different genre; dates apart"
    text = findings.write(result, [Dimension()], PARAMETERS)["text"].iloc[0]
    assert text.startswith("Keep in mind: different genre; dates apart. In its coverage")


def test_no_word_of_judgement_even_in_a_quoted_phrase() -> None:
    result, _ = described()
    result["keywords"].loc[0, "term"] = "biased propaganda"
    written = findings.write(result, [], PARAMETERS)
    assert not written["text"].str.contains("biased|propaganda").any()


def test_an_event_without_anything_says_so() -> None:
    written = findings.write(worlds.everything(), [], PARAMETERS)
    assert written["text"].tolist() == [findings.NOTHING]
    assert tables.check("findings", written) == []


def test_two_registers_in_one_article_are_pointed_out() -> None:
    found = {name: tables.empty(name) for name in tables.TABLES}
    names = ["illegal aliens", "migrants", "the migrants"]
    found["documents"] = pd.DataFrame({"doc_id": ["a"], "outlet": ["A"], "event": ["e"]})
    found["labels"] = tables.frame(
        "labels",
        {
            "doc_id": ["a"] * 3,
            "sent_id": [0, 1, 2],
            "referent": ["people_removed"] * 3,
            "start": [0, 20, 40],
            "end": [14, 28, 52],
            "text": names,
            "head": ["aliens", "migrants", "migrants"],
            "voice": ["narrator", "narrator", "direct"],
            "speaker": ["", "", "Ada"],
            "polarity": ["asserted"] * 3,
            "pole": ["criminals", "migrants", "migrants"],
            "counted": [True] * 3,
            "reason": [""] * 3,
        },
    )
    (finding,) = shown.registers(found)
    assert "both “illegal aliens” and “migrants”" in finding.text
    assert (finding.table, finding.rows) == ("labels", (0, 1))
