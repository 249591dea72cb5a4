from __future__ import annotations

import pandas as pd

from framing.comparison import cautions
from framing.parameters import Parameters
from tests.comparison import worlds


def find(copies: pd.DataFrame | None = None, **columns: list[str]) -> dict[tuple[str, str], str]:
    articles = [("a", "A", "word " * 100), ("b", "B", "word " * 150), ("c", "C", "word " * 120)]
    return cautions.find(worlds.documents(articles, **columns), copies, Parameters())


def test_nothing_known_nothing_said() -> None:
    assert set(find().values()) == {""}


def test_genre() -> None:
    found = find(genre=["news", "essay", ""])
    assert found["A", "B"] == "different genre"
    assert found["A", "C"] == ""


def test_dates_are_apart_from_more_than_seven_days() -> None:
    found = find(published=["2030-01-01", "2030-01-08", "2030-01-20"])
    assert found["A", "B"] == ""
    assert found["B", "C"] == "dates apart"
    assert found["A", "rest"] == ""
    assert found["C", "rest"] == "dates apart"


def test_length_ratio() -> None:
    articles = [("a", "A", "word " * 100), ("b", "B", "word " * 201)]
    found = cautions.find(worlds.documents(articles), None, Parameters())
    assert found["A", "rest"] == "length ratio over 2"


def test_incomplete_text() -> None:
    found = find(completeness=["stump", "complete", "complete"])
    assert found["A", "B"] == "incomplete text"
    assert found["B", "C"] == ""
    assert found["B", "rest"] == "incomplete text"


def test_shared_wire_text() -> None:
    copies = pd.DataFrame({"doc_id": ["b"], "other_doc_id": ["a"]})
    found = find(copies)
    assert found["A", "B"] == found["B", "A"] == "shared wire text"
    assert found["A", "C"] == ""


def test_each_caution_is_named_once() -> None:
    assert cautions.join("a; b", "", "b; c") == "a; b; c"
