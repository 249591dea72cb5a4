from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from framing import words

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


@given(
    st.lists(st.text(st.sampled_from("aZé9²ß中ا\u0301_'’.- \n\x00—“😀"), max_size=30), max_size=8)
)
@settings(max_examples=50, deadline=None)
def test_words_are_those_that_a_plain_search_finds(texts: list[str]) -> None:
    assert words.count(texts).tolist() == [len(WORD.findall(text)) for text in texts]


def test_no_text_at_all() -> None:
    assert words.count([]).tolist() == []
