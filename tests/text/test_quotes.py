"""Every form of quoted and reported speech, on sentences about invented people."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import tables
from framing.event import Actor
from framing.spans import voice_at
from framing.text import quotes, sentences

NO_DEBRIS = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})


def table(
    *texts: str, actors: tuple[Actor, ...] = (), debris: pd.DataFrame = NO_DEBRIS
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    ids = [f"d{number}" for number in range(len(texts))]
    documents = pd.DataFrame({"doc_id": ids, "title": [""] * len(ids), "text": list(texts)})
    return quotes.find(documents, sentences.split(documents, debris), actors)


def rows(text: str) -> list[tuple[str, str, str]]:
    found, _ = table(text)
    return list(zip(found["kind"], found["text"], found["speaker"], strict=True))


OKAFOR = "Mayor Ada Okafor opened the bridge. "


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("“It will rain,” said Mayor Ada Okafor.", "It will rain,", "Ada Okafor"),
        ("“It will rain,” Ada Okafor said.", "It will rain,", "Ada Okafor"),
        ("Ada Okafor said, “It will rain.”", "It will rain.", "Ada Okafor"),
        ("Ada Okafor said: “It will rain.”", "It will rain.", "Ada Okafor"),
        ("“It will rain,” Ada Okafor told reporters in Lund.", "It will rain,", "Ada Okafor"),
        ("“Will it rain?” Ada Okafor asked.", "Will it rain?", "Ada Okafor"),
        ("“It will rain.” Okafor said.", "It will rain.", "Okafor"),
        ("In a letter, Ada Okafor wrote: “It will rain.”", "It will rain.", "Ada Okafor"),
        ("“We lost,” said Ada Okafor, the mayor of Lund.", "We lost,", "Ada Okafor"),
        ("Ada Okafor, the mayor of Lund, said, “We lost it all.”", "We lost it all.", "Ada Okafor"),
        ("„Wir haben verloren“, said Ada Okafor.", "Wir haben verloren", "Ada Okafor"),
        ("«We lost it», Ada Okafor said.", "We lost it", "Ada Okafor"),
        ("‘We lost it,’ Ada Okafor said.", "We lost it,", "Ada Okafor"),
        ('"We lost it," Ada Okafor said.', "We lost it,", "Ada Okafor"),
        ("Ada Okafor’s answer came fast. Okafor replied, “We won.”", "We won.", "Ada Okafor"),
    ],
)
def test_direct_quotations(text: str, content: str, speaker: str) -> None:
    assert ("direct", content, speaker) in rows(text)


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The minister said that the road is safe.", "that the road is safe", "minister"),
        ("The minister said the road is safe.", "the road is safe", "minister"),
        ("The road is safe, the minister said.", "The road is safe", "minister"),
        ("The road is safe, said the minister.", "The road is safe", "minister"),
        ("According to the minister, the road is safe.", "the road is safe", "minister"),
        ("The road is safe, according to the minister.", "The road is safe", "minister"),
        ("Police told reporters that the road is safe.", "that the road is safe", "Police"),
        ("The mayor asked whether the road is safe.", "whether the road is safe", "mayor"),
        (
            "The mayor accused the minister of closing the road.",
            "the minister of closing the road",
            "mayor",
        ),
        ("The mayor urged drivers to stay home.", "drivers to stay home", "mayor"),
        ("The mayor promised to open the road.", "to open the road", "mayor"),
        ("The mayor wrote that the road is safe.", "that the road is safe", "mayor"),
        ("The mayor called for a new road.", "a new road", "mayor"),
        ("The mayor criticized the new road.", "the new road", "mayor"),
        ("A new poll shows that few use the road.", "that few use the road", "new poll"),
        ("As the Lund Post reported, the road is closed.", "the road is closed", "Lund Post"),
        ("The mayor’s claim that the road is safe is new.", None, "mayor"),
        ("Critics expressed the fear that the road is old.", None, "Critics"),
        ("Critics gave the warning that the road is old.", "that the road is old", "Critics"),
        ("The mayor is confident that the road is safe.", "that the road is safe", "mayor"),
        ("The mayor, who said that the road is safe, left.", "that the road is safe", "mayor"),
        ("The plan was praised by the mayor.", "The plan", "mayor"),
        (
            "The road, the mayor said, is safe for all.",
            "is safe for all",
            "mayor",
        ),
        (
            "LUND, Sweden (LP) — Sweden’s minister, Ada Okafor, has urged drivers to stay home.",
            "drivers to stay home",
            "Ada Okafor",
        ),
    ],
)
def test_indirect_speech(text: str, content: str | None, speaker: str) -> None:
    found = [(kind, words, who) for kind, words, who in rows(text) if kind == "indirect"]
    assert speaker in [who for _, _, who in found]
    if content is not None:
        assert ("indirect", content, speaker) in found


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lawyers who meet families at the airport say that rights matter.", "Lawyers"),
        ("Nurses who work nights say that the wards are full.", "Nurses"),
        ("The clerk who the mayor says lost the key went home.", "mayor"),
    ],
)
def test_a_clause_without_commas_is_not_the_speaker(text: str, speaker: str) -> None:
    assert table(text)[0]["speaker"].iloc[0] == speaker


def test_those_who_are_told_not_to_do_it_do_not_speak() -> None:
    text = "The port was shut, and the union, though it stayed, instructed members not to cross."
    assert "members not" not in [who for _, _, who in rows(text)]


def test_what_somebody_could_say_is_said_by_nobody() -> None:
    assert rows("The board meets today. It could say: yes to a court.") == []
    assert rows("The board met today. It said: yes to a court.")[0][0] == "direct"


def test_what_follows_the_report_is_the_narrator_again() -> None:
    found = rows("When the mayor said the road was safe, nobody believed her.")
    assert found[0] == ("indirect", "the road was safe", "mayor")


def test_adding_takes_the_speaker_over() -> None:
    found = rows("Ada Okafor said the road was safe, adding that it would stay open.")
    assert [(words, who) for _, words, who in found] == [
        ("the road was safe", "Ada Okafor"),
        ("that it would stay open", "Ada Okafor"),
    ]


def test_mixed_quotation_has_the_whole_and_the_marked_part_under_one_id() -> None:
    text = "The minister said the road was “a risk to every child” in the town."
    found, _ = table(text)
    assert found["kind"].tolist() == ["indirect", "mixed"]
    assert found["quote_id"].nunique() == 1
    assert found["text"].tolist()[1] == "a risk to every child"
    at = [text.index("road"), text.index("risk"), text.index("town"), text.index("minister")]
    voices, speakers = voice_at(found, ["d0"] * 4, at, [position + 3 for position in at])
    assert voices == ["indirect", "partial", "indirect", "narrator"]
    assert speakers == ["minister"] * 3 + [""]


def test_partial_quotation() -> None:
    text = "The ministry condemned the “degrading” treatment of travellers."
    assert ("partial", "degrading", "ministry") in rows(text)
    assert ("partial", "prison camp.", "Okafor") in rows("Okafor called the hotel a “prison camp.”")


def test_unmarked_direct_speech_after_a_colon() -> None:
    text = "The mayor has new rules:\nSenior town official: This is a clear sign to all drivers."
    assert rows(text)[-1] == (
        "direct",
        "This is a clear sign to all drivers.",
        "Senior town official",
    )


def test_split_quotation_is_one_quotation_in_parts() -> None:
    text = "“The road is old,” Ada Okafor warned. “We will not open it.”"
    found, _ = table(text)
    assert found["text"].tolist() == ["The road is old,", "We will not open it."]
    assert found["quote_id"].nunique() == 1
    assert found["part_no"].tolist() == [0, 1]
    assert set(found["speaker"]) == {"Ada Okafor"}


def test_quotation_over_paragraphs_is_one_quotation() -> None:
    text = "Ada Okafor said: “The road is old.\n\n“It must be closed today.”\n\nNobody came."
    found, warnings = table(text)
    assert found["text"].tolist() == ["The road is old.", "It must be closed today."]
    assert found["quote_id"].nunique() == 1
    assert warnings == {}


def test_quotation_after_a_sentence_about_its_speaker() -> None:
    text = OKAFOR + "Okafor answered at once. “I was just told that the road is closed.”"
    assert rows(text)[-1] == ("direct", "I was just told that the road is closed.", "Ada Okafor")


@pytest.mark.parametrize(
    "text",
    [
        "Tom “The Hammer” Lund, the new chief, came to town.",
        "The party played “Rivers of Lund” on its radio show “Good Morning Lund” for an hour.",
        "Good manners often mean saying “Nice doggie, nice doggie” while reaching for a stick.",
        "The office may “decertify” a firm for missing targets.",
        "He bought a 27\" screen and a 6' table.",
        "The workers' and the drivers' unions met in the '90s.",
        "The town refused to open the road and agreed to close the bridge.",
        "Flood in Lund: Three people are missing.",
        "The result: Nobody came to see it.",
        "It rained in Lund on Monday. The road was closed.",
    ],
)
def test_what_is_no_speech(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Gustav Lund spoke on Monday. “We won,” Lund said.", "Gustav Lund"),
        ("Gustav Lund spoke on Monday. “We won,” he said.", "Gustav Lund"),
        ("Gustav Lund met Ada Okafor. “We won the game,” she said.", "Ada Okafor"),
        ("Gustav Lund met Ada Okafor. “We won the game,” he said.", "Gustav Lund"),
        ("President Gustav Lund spoke. “We won,” the president said.", "Gustav Lund"),
        ("President Gustav Lund spoke. The leader said that he had won.", "Gustav Lund"),
        ("Mayor Ada Okafor met Senator Gustav Lund. “Yes,” the senator said.", "Gustav Lund"),
        ("Mr. Lund and Mrs. Okafor met. “We won the game,” she said.", "Okafor"),
        ("As President Gustav Lund declared, “We are here.”", "Gustav Lund"),
        ("Tom “The Hammer” Lund met us. “We won the game,” Lund said.", "Tom Lund"),
        (
            "The foreign ministry said it was safe. It added that roads are open.",
            "foreign ministry",
        ),
        ("Two hundred and twelve children said they want it.", "Two hundred and twelve children"),
        ("The board said no. The residents asked for time. It says that they get it.", "board"),
    ],
)
def test_speakers_get_their_full_name(text: str, speaker: str) -> None:
    assert rows(text)[-1][2] == speaker


def test_actors_give_the_canonical_name() -> None:
    actors = (Actor("Ministry of Roads", aliases=("the roads ministry", "MoR")),)
    found, _ = table("The roads ministry said that all is well.", actors=actors)
    assert found["speaker"].tolist() == ["Ministry of Roads"]
    actors = (Actor("Adaeze Okafor", aliases=("Ada Okafor",)),)
    found, _ = table("Ada Okafor came. “We won the game,” Okafor said.", actors=actors)
    assert found["speaker"].tolist() == ["Adaeze Okafor"]


def test_cue_and_mention_point_at_their_words() -> None:
    text = "“It will rain,” said Mayor Ada Okafor, who left."
    found, _ = table(text)
    row = found.iloc[0]
    assert text[row["speaker_start"] : row["speaker_end"]] == "Mayor Ada Okafor"
    assert text[row["cue_start"] : row["cue_end"]] == "said"


def test_debris_carries_no_quotes() -> None:
    text = "It rained.\n“Share this,” said Ada Okafor."
    start = text.index("“")
    debris = pd.DataFrame(
        {"doc_id": ["d0"], "start": [start], "end": [len(text)], "reason": ["button"]}
    )
    assert len(table(text, debris=debris)[0]) == 0


def test_odd_marks_are_told_and_nothing_raises() -> None:
    found, warnings = table("Okafor said, “It will rain.\n\nNobody came.", "", " \n ")
    assert warnings == {"d0": ["unclosed quotation mark at 13"]}
    assert found["text"].tolist() == ["It will rain."]
    assert len(table('"' * 999)[1]["d0"]) <= 21


def test_a_document_does_not_change_with_its_neighbours() -> None:
    texts = [OKAFOR + "“We won the game,” she said.", "Gustav Lund said that he had lost."]
    both, _ = table(*texts)
    alone = pd.concat([table(text)[0] for text in texts], ignore_index=True)
    columns = ["start", "end", "text", "kind", "speaker", "cue_start"]
    assert both[columns].equals(alone[columns])


def test_table_is_sound() -> None:
    assert tables.check("quotes", table("Ada Okafor said no.")[0]) == []
    assert tables.check("quotes", table("")[0]) == []


def check(text: str) -> None:
    found, _ = table(text)
    for row in found.itertuples():
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start : row.end] == row.text
        assert -1 <= row.speaker_start <= row.speaker_end <= len(text)
        assert -1 <= row.cue_start <= row.cue_end <= len(text)
        assert row.kind in ("direct", "partial", "mixed", "indirect")


WORDS = (
    "Ada Okafor said says saying told according to the mayor who that , . : — “ ” \" ' ’ ( ) "
    "asked whether was by and but “We won” rain she he it \n \n\n poll in a claim of confident "
    "would not called Lund’s 5 % U.S. as reported expected expressed hope"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60))
def test_any_mix_of_reporting_words_gives_valid_offsets(words: list[str]) -> None:
    check(" ".join(words))


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_gives_valid_offsets(text: str) -> None:
    check(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["“", '"', "said ", "he said, ", "“a” said ", ": ", "that, ", "Ada "]
)
def test_long_texts_end(unit: str) -> None:
    check(unit * (500_000 // len(unit)))
