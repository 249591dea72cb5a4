from __future__ import annotations

import pandas as pd
import pytest

from framing import tables
from framing.text import deeds


def reported(text: str, content: str, cue: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    start, low = text.index(content), text.index(cue)
    row = {
        "quote_id": "q", "part_no": 0, "doc_id": "a", "start": start, "end": start + len(content),
        "text": content, "kind": "indirect", "speaker": "Portugal", "speaker_start": 0,
        "speaker_end": 8, "cue_start": low, "cue_end": low + len(cue),
    }  # fmt: skip
    quotes = tables.frame("quotes", {name: [value] for name, value in row.items()})
    return pd.DataFrame({"doc_id": ["a"], "text": [text]}), quotes


@pytest.mark.parametrize(
    ("text", "content", "cue", "kept"),
    [
        ("Portugal refused to take the guests.", "to take the guests", "refused", 0),
        ("Portugal announced new tariffs.", "new tariffs", "announced", 0),
        ("Portugal announced that tariffs rise.", "that tariffs rise", "announced", 1),
        ("Portugal said the guests were ill.", "the guests were ill", "said", 1),
        ("Portugal condemned the treatment.", "the treatment", "condemned", 1),
        ("Portugal asked for an inquiry.", "an inquiry", "asked for", 0),
        ("Portugal dislikes the plan.", "the plan", "dislikes", 0),
        ("Portugal knows that it failed.", "that it failed", "knows", 0),
        ("Portugal found that it failed.", "that it failed", "found", 1),
    ],
)
def test_a_deed_is_told_in_the_narrators_words(
    text: str, content: str, cue: str, kept: int
) -> None:
    assert len(deeds.without(*reported(text, content, cue))) == kept


def test_words_in_marks_always_stay() -> None:
    documents, quotes = reported("Portugal refused “the guests”.", "the guests", "refused")
    quotes = quotes.assign(kind="partial")
    pd.testing.assert_frame_equal(deeds.without(documents, quotes), quotes)


@pytest.mark.parametrize(
    ("text", "content", "cue", "kept"),
    [
        ("Nobody said that every guest is ill.", "that every guest is ill", "said", 0),
        ("It was a reportedly empty boat.", "empty boat", "reportedly", 1),
    ],
)
def test_what_nobody_is_found_to_say_is_the_narrators(
    text: str, content: str, cue: str, kept: int
) -> None:
    documents, quotes = reported(text, content, cue)
    quotes = quotes.assign(speaker="", speaker_start=-1, speaker_end=-1)
    assert len(deeds.without(documents, quotes)) == kept
