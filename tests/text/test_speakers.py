"""Whom a speaker's phrase names: people, bodies, documents, and nobody rather than a wrong one."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.event import Actor
from framing.text import quotes, sentences

NO_DEBRIS = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})


def speakers(text: str, *actors: Actor) -> list[str]:
    documents = pd.DataFrame({"doc_id": ["d"], "title": [""], "text": [text]})
    found, _ = quotes.find(documents, sentences.split(documents, NO_DEBRIS), actors)
    return found["speaker"].tolist()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Police left after what a spokeswoman described as “repeated and clear warnings.”",
            "police",
        ),
        ("“It will rain,” said Mr Lund from the chair.", "Lund"),
        ("“It will rain,” said Ada Okafor from 6a.", "Ada Okafor"),
        ("“It will rain,” said the chair, Ada Okafor, who left early.", "Ada Okafor"),
        ("“It will rain,” said the company’s manager, Tom Brandt.", "Tom Brandt"),
        ("Ada Okafor, the chair of the club, came. The chair said that it rained.", "Ada Okafor"),
        ("Mayors Ada Okafor and Tom Brandt said that it rained.", "Ada Okafor and Tom Brandt"),
        ("Tom Brandt came. U.S. Brandt said that it rained.", "Tom Brandt"),
        ("Two teachers said that it rained.", "Two teachers"),
        ("The city’s letters said that it rained.", "city’s letters"),
        ("It heard Norland, whose ministry on Monday denounced as “vile” a rule.",
         "Norland’s ministry"),
        ("Norland said that it rained.", "Norland"),
    ],
)  # fmt: skip
def test_the_speaker_is_named(text: str, speaker: str) -> None:
    found = speakers(text, Actor("police", aliases=("spokeswoman",), role="official"))
    assert speaker in found


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Radical union bosses shut the port, threatening to ruin trade.", "Radical union bosses"),
        ("More than 4,000 porters left the port, vowing to stay away.", "More than 4,000 porters"),
        ("Okafor shut the port, threatening to ruin trade.", "Okafor"),
        ("Porters left after the companies refused to agree on pay.", "companies"),
        ("A lawyer for the union, Amit Rao, said that it rained.", "Amit Rao"),
        ("“It rained,” said a surgeon, Petra Halm.", "Petra Halm"),
        ("It rained, according to the union, which blamed “old pipes” for it.", "union"),
        ("Marchers carried signs reading “No more” and sang.", "Marchers"),
        ("Witnesses told the Post that it rained.", "Witnesses"),
        (
            "Ada Lund’s mother, Ruth, disputed that. “It is wrong,” she said.",
            "Ada Lund’s mother, Ruth",
        ),
        ("Ada Lund’s father asked for silence. “Do not sing,” he said.", "Ada Lund’s father"),
        ("LUND: It rained all day.\n\nMOLL: It did not.\n\nLUND: It did.", "LUND"),
    ],
)
def test_the_speaker_is_found_in_the_sentence(text: str, speaker: str) -> None:
    assert speaker in speakers(text)


@pytest.mark.parametrize(
    "text",
    [
        "INFERNO: Foreman dies saving workmates.",
        "Mayor Okafor failed to condemn the violence.",
        "Mayor Okafor has resisted calls to break the strike.",
        "Port of Lund closed by strike.",
        "She coddled the guests with talk of “listening.”",
        "The question was whether homes are kept “safe and dry in every winter.”",
        "My operation was to be on “a date that will be communicated.”",
        "What the authority must do is offer a berth that is “real and within reach.”",
        "Nobody said that it rained.",
        "Every city will read that line tonight.",
        "It is a country that says no to every ship.",
    ],
)
def test_nobody_is_named_rather_than_something_absurd(text: str) -> None:
    assert set(speakers(text)) <= {""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mayor Ada Okafor wrote of “Illegal Arrivals” aboard.", ["Illegal Arrivals"]),
        ("Mayor Ada Okafor spoke of “Illegal Arrivals” aboard.", ["Illegal Arrivals"]),
        ("It did not keep Ada Okafor from speaking by supper of “a mob.”", ["a mob."]),
        ("Ada Okafor on Monday denounced as “vile” the long detention.", ["vile"]),
        ("It was a vote that Ada Okafor described as “large for us.”", ["large for us."]),
        ("It was, in the words of Ada Okafor, “a fine day.”", ["a fine day."]),
        ("Ada Okafor spoke of “a mob” and “a rabble.”", ["a mob", "a rabble."]),
        ("It got help, in a letter Ada Okafor called “a threat.”", ["a threat."]),
        ("Ada Okafor of Lund, whose book they quoted, calls it “a small key that fits.”",
         ["a small key that fits."]),
        ("“It was a long night,” Ada Okafor said. “Now count.”",
         ["It was a long night,", "Now count."]),
    ],
)  # fmt: skip
def test_labels_in_marks_are_somebodys_words(text: str, words: list[str]) -> None:
    documents = pd.DataFrame({"doc_id": ["d"], "title": [""], "text": [text]})
    found, _ = quotes.find(documents, sentences.split(documents, NO_DEBRIS))
    for label in words:
        held = found[(found["text"] == label) & (found["speaker"] == "Ada Okafor")]
        assert set(held["kind"]) & {"partial", "mixed", "direct"}, found[["text", "speaker"]]


def test_titles_and_terms_stay_the_narrators() -> None:
    for text in ("The book of “Good Fishes” is new.", "The word “petition” is old."):
        assert speakers(text) == []


def test_words_in_marks_and_places_are_not_who_he_and_she_are() -> None:
    label = "Tom Brandt spoke. “Illegal Arrivals,” Brandt wrote. He said that it rained."
    assert speakers(label)[-1] == "Tom Brandt"
    place = "Vera Moll lives at Tilby Reach. The radio named Tilby Reach. “I am glad,” she said."
    assert speakers(place)[-1] == "Vera Moll"


def test_a_role_before_a_name_opens_the_sentence_like_a_name() -> None:
    text = "“No,” said Tom Brandt. The director, Emil Moll, spoke next. He said that it rained."
    assert speakers(text)[-1] == "Emil Moll"


def test_a_first_name_stands_for_the_actor() -> None:
    text = "Vera, who runs the club, left. “I am glad,” she said."
    assert speakers(text, Actor("Vera Moll", role="affected"))[-1] == "Vera Moll"
