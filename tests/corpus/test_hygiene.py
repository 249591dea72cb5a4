from __future__ import annotations

import pandas as pd
import pytest

from framing.corpus import hygiene
from framing.parameters import Parameters

BODY = "The river rose in the night and the mayor asked people to leave their houses. " * 8


@pytest.mark.parametrize(
    ("text", "completeness"),
    [
        (BODY, "complete"),
        (BODY + "\n\nSubscribe to continue reading", "stump"),
        (BODY + "\n\nContinue reading", "stump"),
        (BODY + "The mayor said that the people of the lower town would", "stump"),
        (BODY + "The mayor said that the people of the lower town would ...", "stump"),
        (BODY + "The mayor said that people should go home early [+512 chars]", "stump"),
        (BODY + "\n\nBy Ada Okafor", "complete"),
        (BODY + "\n\nMayor Asks People Of The Lower Town To Leave Their Homes", "complete"),
        ("The river rose.", "short"),
        ("", "short"),
    ],
)
def test_completeness(text: str, completeness: str) -> None:
    assert hygiene.assess(text).completeness == completeness


def test_words_are_counted_without_debris() -> None:
    plain = hygiene.assess(BODY)
    littered = hygiene.assess(BODY + "\n\nLeave a Reply\nShare this article")
    assert plain.n_words == littered.n_words == 8 * 15


def test_short_words_is_a_parameter() -> None:
    assert (
        "short text (120 words)" in hygiene.assess(BODY, "", Parameters(short_words=121)).warnings
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        (
            "El río creció durante la noche y la alcaldesa pidió a la gente que dejara sus casas. "
            * 3,
            "es",
        ),
        (
            "Der Fluss stieg in der Nacht, und die Bürgermeisterin bat die Leute zu gehen. " * 3,
            "de",
        ),
        (
            "Le fleuve est monté dans la nuit et la maire a demandé aux habitants de partir. " * 3,
            "fr",
        ),
        ("Река поднялась ночью, и мэр попросила людей покинуть свои дома до утра. " * 3, "ru"),
        ("川は夜の間に増水し、市長は住民に家を離れるよう求めた。" * 4, "ja"),
        ("ارتفع النهر في الليل وطلبت رئيسة البلدية من الناس مغادرة منازلهم. " * 4, "ar"),
        ("Rain.", ""),
        ("😀 🎉 " * 60, ""),
        ("12 345 " * 60, ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert hygiene.language(text) == language


def test_other_languages_and_emptiness_are_cautioned() -> None:
    spanish = "El río creció durante la noche y la alcaldesa pidió a la gente que saliera. " * 8
    assert "not English (es)" in hygiene.assess(spanish).warnings
    assert "no words" in hygiene.assess("😀 🎉").warnings


def test_copies_by_hand() -> None:
    # four words make two shingles of three; one changed word at the end keeps one of them:
    # one shared of three
    texts = ["a b c d", "a b c e", "A B, c d!", "x y z w"]
    table = pd.DataFrame({"doc_id": list("pqrs"), "text": texts})
    found = hygiene.copies(table, Parameters(near_copy=0.3))
    assert found.to_dict("records") == [
        {"doc_id": "q", "other_doc_id": "p", "similarity": 1 / 3, "kind": "near"},
        {"doc_id": "r", "other_doc_id": "p", "similarity": 1.0, "kind": "exact"},
    ]
    assert len(hygiene.copies(table, Parameters(near_copy=0.34))) == 1


def test_copies_of_nothing() -> None:
    empty = pd.DataFrame({"doc_id": ["a", "b"], "text": ["", "!!!"]})
    assert hygiene.copies(empty).empty
    assert hygiene.copies(empty.iloc[:0]).empty


def _many(n: int) -> pd.DataFrame:
    texts = [" ".join(f"w{(i * 37 + j * (i % 11 + 3)) % 997}" for j in range(80)) for i in range(n)]
    texts[n - 1] = texts[3].replace("w1", "other", 1)
    texts[n - 2] = texts[5].upper()
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(n)], "text": texts})


def test_min_hashes_find_the_same_clear_copies_as_all_pairs() -> None:
    table = _many(400)
    found = hygiene.copies(table, Parameters(near_copy=0.9))
    pairs = set(zip(found["doc_id"], found["other_doc_id"], strict=True))
    assert ("d398", "d5") in pairs
    assert ("d399", "d3") in pairs
    again = hygiene.copies(table, Parameters(near_copy=0.9))
    pd.testing.assert_frame_equal(found, again)
