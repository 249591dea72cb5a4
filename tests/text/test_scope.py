from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import tables
from framing.text import scope

# text with the words in scope between marks: {polarity: words}
CASES = [
    ("The guests were not thieves.", [("negated", "thieves")]),
    ("They weren’t thieves but cooks.", [("negated", "thieves")]),
    (
        "None of the guests was named a thief by the court.",
        [("negated", "of the guests was named a thief by the court")],
    ),
    ("The crew promised not to chain or film anybody.", [("negated", "to chain or film anybody")]),
    ("They have no links to any gang, and they work.", [("negated", "links to any gang")]),
    ("She lives there without papers.", [("negated", "papers")]),
    ("The row nearly led to a trade war.", [("negated", "a trade war")]),
    ("He denied being a thief.", [("negated", "a thief")]),
    ("They refused to negotiate with the mayor.", [("negated", "negotiate with the mayor")]),
    ("It was anything but dignified.", [("negated", "dignified")]),
    (
        "They did not bring shackles, ropes or chains.",
        [("negated", "bring shackles, ropes or chains")],
    ),
    # longer phrases that only look like cues
    ("They were not only cooks.", []),
    ("There is no doubt that he lied.", []),
    ("Whether or not it rains is known.", []),
    # similes
    ("The town must not treat harvest workers like thieves.", [("rejected", "thieves")]),
    ("The union said the town cannot treat harvest workers as thieves.", [("rejected", "thieves")]),
    (
        "The union condemned that the town treats the workers as intruders.",
        [("rejected", "intruders")],
    ),
    ("The town treats harvest workers like criminals.", [("rejected", "criminals")]),
    ("They were shackled like animals.", [("rejected", "animals")]),
    ("They must be treated like human beings.", []),
    ("They should be treated like criminals.", []),
    ("They acted as if it were a war.", [("rejected", "it were a war")]),
    ("Critics denounce papers branding strikers as wreckers.", [("rejected", "wreckers")]),
    # set aside
    ("It is more than a diplomatic spat.", [("rejected", "diplomatic spat")]),
    ("It took more than a year.", []),
    ("A so-called reform passed.", [("alleged", "reform passed")]),
    (
        "They were polite in the sense that they knocked before they broke the door.",
        [("rejected", "polite in the sense that they knocked before they broke the door.")],
    ),
    # alleged
    ("The crew allegedly beat two passengers.", [("alleged", "beat two passengers")]),
    ("It was a step seemingly meant to calm the mayor.", [("alleged", "meant to calm the mayor")]),
    ("Three suspected smugglers were held.", [("alleged", "smugglers")]),
    ("They were accused of theft.", [("alleged", "theft")]),
    ("The union accuses the mayor of cheating voters.", [("alleged", "cheating voters")]),
    ("The mayor accused the union on Friday.", []),
    ("He suspected the worst.", []),
    ("Two of them are reportedly cousins.", [("alleged", "cousins")]),
    # hypothetical
    ("If the bridge falls, the town is cut off.", [("hypothetical", "the bridge falls")]),
    ("The bridge could fall.", [("hypothetical", "fall")]),
    ("The bridge may fall.", [("hypothetical", "fall")]),
    ("In May the bridge fell.", []),
    ("They would call it a war.", [("hypothetical", "call it a war")]),
    ("The mayor said that he would call it a war.", []),
    ("Was it theft?", [("hypothetical", "Was it theft?")]),
    ("He paused and asked: “Was it theft?”", [("hypothetical", "Was it theft?”")]),
]


def found(text: str) -> list[tuple[str, str]]:
    return [
        (polarity, text[start:end])
        for start, end, polarity, _, _ in scope.scopes_of(text, [(0, len(text))])
    ]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_reach_of_each_cue(text, expected):
    assert found(text) == expected


def test_the_verb_of_a_simile_and_its_object_stay_asserted():
    text = "The town cannot treat harvest workers as thieves."
    covered = [text[start:end] for start, end, *_ in scope.scopes_of(text, [(0, len(text))])]
    assert not any("workers" in words for words in covered)


def test_a_condition_holds_the_simile_inside_it():
    text = "If the town treats guests like criminals, they leave."
    assert found(text) == [
        ("hypothetical", "the town treats guests like criminals"),
        ("rejected", "criminals"),
    ]


def test_scopes_end_with_the_sentence_and_know_their_cue():
    text = "They were not here. They stole."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    sentences = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 20], "end": [19, 31]})
    table = scope.find(documents, sentences)
    assert tables.check("scopes", table) == []
    row = table.iloc[0]
    assert text[row["cue_start"] : row["cue_end"]] == "not"
    assert text[row["start"] : row["end"]] == "here"
    assert len(table) == 1


def test_documents_do_not_touch_each_other():
    one = pd.DataFrame({"doc_id": ["a"], "text": ["He is not here."]})
    cut = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [15]})
    both = pd.concat([one, one.assign(doc_id="b")], ignore_index=True)
    cut_both = pd.concat([cut, cut.assign(doc_id="b")], ignore_index=True)
    alone = scope.find(one, cut)
    together = scope.find(both, cut_both)
    pd.testing.assert_frame_equal(alone, together[together["doc_id"] == "a"])


def test_no_documents():
    documents = pd.DataFrame({"doc_id": [], "text": []}, dtype=str)
    sentences = tables.empty("sentences")
    assert tables.check("scopes", scope.find(documents, sentences)) == []


@given(st.text(st.characters() | st.sampled_from("not like“”?’'., \n"), max_size=200))
@settings(deadline=None, max_examples=200)
def test_any_text_gives_valid_offsets(text):
    for start, end, polarity, cue_start, cue_end in scope.scopes_of(text, [(0, len(text))]):
        assert 0 <= start < end <= len(text)
        assert 0 <= cue_start < cue_end <= len(text)
        assert polarity in tables.POLARITIES


@pytest.mark.parametrize("unit", ["not ", "like ", "treat ", "“”?", ", ", "not treat x like y "])
def test_a_very_long_sentence_comes_to_an_end(unit):
    text = unit * (100_000 // len(unit))
    rows = scope.scopes_of(text, [(0, len(text))])
    assert all(0 <= row[0] < row[1] <= len(text) for row in rows)


def test_the_real_articles(shared):
    wanted = {
        "001": [("negated", "criminals")],
        "000": [("rejected", "criminals"), ("rejected", "criminals")],
        "002": [("rejected", "criminals")],
    }
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        from framing.text import sentences

        cut = [(start, end) for start, end, _ in sentences.pieces(text, "", [])]
        rows = scope.scopes_of(text, cut)
        said = [
            (polarity, "criminals")
            for start, end, polarity, _, _ in rows
            if "criminals" in text[start:end] and polarity in ("negated", "rejected")
        ]
        assert said == wanted.get(path.name[:3], [])
