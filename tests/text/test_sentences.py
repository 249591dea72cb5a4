from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import tables
from framing.text import sentences

NO_DEBRIS = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in sentences.pieces(text, "", [])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        (
            "Gov. Okafor met Dr. B. Lund at 5 p.m. Monday. She left.",
            ["Gov. Okafor met Dr. B. Lund at 5 p.m. Monday.", "She left."],
        ),
        ("The U.S. President spoke.", ["The U.S. President spoke."]),
        ("He lives in the U.S. The end.", ["He lives in the U.S.", "The end."]),
        ("He left the U.S. Okafor warned him.", ["He left the U.S.", "Okafor warned him."]),
        ("Growing Anti-U.S. Sentiment in Lund.", ["Growing Anti-U.S. Sentiment in Lund."]),
        ("J. F. Lund said no. Plan B. The end.", ["J. F. Lund said no.", "Plan B.", "The end."]),
        ("“Why?” Ada Okafor asked. “No.”", ["“Why?” Ada Okafor asked.", "“No.”"]),
        ("“We left.” Okafor said. Then it rained.", ["“We left.” Okafor said.", "Then it rained."]),
        ("“It rained. It hailed,” she said.", ["“It rained.", "It hailed,” she said."]),
        ("It cost $5.2 million. (He paid.) Yes.", ["It cost $5.2 million.", "(He paid.)", "Yes."]),
        ("1. Expanded trade\n2. More rain", ["1. Expanded trade", "2. More rain"]),
        ("He waited … then left. No. 7 won.", ["He waited … then left.", "No. 7 won."]),
        ("Really?! Yes! So he left...", ["Really?!", "Yes!", "So he left..."]),
        ("彼は言った。「はい。」終わり。", ["彼は言った。", "「はい。」", "終わり。"]),
        ("measures:\n\nOfficial: No.", ["measures:", "Official: No."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


def test_lines_wrapped_by_hand_are_joined() -> None:
    text = (
        "The council of Lund met on Monday to talk about the new bridge and\n"
        "its price. The mayor said that nobody would have to pay for it in\n"
        "the coming year. After the meeting some members of the council went\n"
        "to look at the old bridge, which is closed."
    )
    assert len(cut(text)) == 3


def frame(text: str, title: str = "", debris: pd.DataFrame = NO_DEBRIS) -> pd.DataFrame:
    documents = pd.DataFrame({"doc_id": ["a"], "title": [title], "text": [text]})
    return sentences.split(documents, debris)


def test_headline_is_the_known_title_or_what_looks_like_one() -> None:
    text = "Flood hits town\n\nIt rained for days. We left."
    assert frame(text)["part"].tolist() == ["headline", "body", "body"]
    assert frame(text, "Flood hits town")["part"].tolist() == ["headline", "body", "body"]
    assert frame(text, "Another title")["part"].tolist() == ["body", "body", "body"]
    assert frame("It rained for days.\n\nWe left.")["part"].tolist() == ["body", "body"]


def test_debris_is_cut_out_as_sentences_of_its_own() -> None:
    text = "It rained.\n0\n3434\nShare and enjoy\nWe left."
    start, end = text.index("0"), text.index("\nWe")
    debris = pd.DataFrame({"doc_id": ["a"], "start": [start], "end": [end], "reason": ["counter"]})
    table = frame(text, debris=debris)
    assert table["part"].tolist() == ["body", "debris", "debris", "debris", "body"]
    assert table["sent_id"].tolist() == [0, 1, 2, 3, 4]


def test_table_is_sound_and_empty_input_gives_an_empty_table() -> None:
    assert tables.check("sentences", frame("It rained.")) == []
    assert tables.check("sentences", frame("")) == []
    assert len(frame(" \n\t ")) == 0


def check_offsets(text: str) -> None:
    rows = sentences.pieces(text, "", [])
    covered = set()
    last = 0
    for start, end, _ in rows:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered |= set(range(start, end))
        last = end
    assert all(i in covered for i, letter in enumerate(text) if not letter.isspace())


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_covered(text: str) -> None:
    check_offsets(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aB.!?…\n\r \"”“'’)(1U.S。•-\xa0\u2028"))
def test_any_mix_of_stops_and_marks_is_covered(text: str) -> None:
    check_offsets(text)


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=4))
def test_any_debris_keeps_the_text_covered(spans: list[tuple[int, int]]) -> None:
    text = "Flood hits town\n\nIt rained. 0 / 3434 Share. We left."
    rows = sentences.pieces(text, "", sorted(spans))
    covered = {i for start, end, _ in rows for i in range(start, end)}
    assert all(i in covered for i, letter in enumerate(text) if not letter.isspace())
