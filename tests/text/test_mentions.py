from __future__ import annotations

import pandas as pd

from framing.event import Actor
from framing.text import mentions

TEXT = (
    "Mayor Ada Okafor opened the bridge. If Okafor is right, the Harbour Board saves money. "
    "The board’s chair, Tom Lund, praised the mayor. Officials cheered. Okafor’s office closed."
)


def found(text: str, *actors: Actor) -> list[tuple[str, str]]:
    rows = mentions.find(pd.DataFrame({"doc_id": ["a"], "text": [text]}), actors)
    return [
        (target, text[start:end])
        for target, start, end in zip(rows["target"], rows["start"], rows["end"], strict=True)
    ]


def test_title_and_surname_are_one_person() -> None:
    assert found(TEXT) == [
        ("Ada Okafor", "Mayor Ada Okafor"),
        ("Ada Okafor", "Okafor"),
        ("Tom Lund", "Tom Lund"),
        ("Ada Okafor", "Okafor"),
    ]


def test_an_actor_has_the_name_of_corpus_toml() -> None:
    board = Actor("Harbour Board", ("the board", "officials"), role="organisation")
    mayor = Actor("A. Okafor", ("Ada Okafor", "Okafor"))
    assert found(TEXT, board, mayor) == [
        ("A. Okafor", "Ada Okafor"),
        ("A. Okafor", "Okafor"),
        ("Harbour Board", "Harbour Board"),
        ("Harbour Board", "The board"),
        ("Tom Lund", "Tom Lund"),
        ("A. Okafor", "Okafor"),
    ]


def test_a_plain_word_in_lower_case_is_anybody() -> None:
    assert found("The officials left.", Actor("Officials", ("officials",))) == []
    assert found("Officials left.", Actor("Officials")) == [("Officials", "Officials")]


def test_other_articles_change_nothing() -> None:
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": [TEXT, "Okafor won. Ada Okafor left."]})
    both = mentions.find(documents)
    for doc_id in ("a", "b"):
        alone = mentions.find(documents[documents["doc_id"] == doc_id])
        own = both[both["doc_id"] == doc_id].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone.reset_index(drop=True), own)


def test_nothing_is_found_in_nothing() -> None:
    assert list(mentions.find(pd.DataFrame({"doc_id": ["a"], "text": [""]})).columns) == [
        *mentions.COLUMNS
    ]
