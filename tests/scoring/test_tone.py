from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment import vaderSentiment

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, tone
from framing.scoring.vader import compound
from tests.comparison import worlds


@cache
def analyzer() -> vaderSentiment.SentimentIntensityAnalyzer:
    return vaderSentiment.SentimentIntensityAnalyzer()


MODIFIERS = [
    *vaderSentiment.BOOSTER_DICT, *vaderSentiment.SPECIAL_CASES, *vaderSentiment.NEGATE,
    "no", "but", "BUT", "least", "at", "very", "so", "this", "without", "doubt", "or", "nor",
    "kind", "of", "the", "!", "?", "??", "!!!", "😀", "a😀b", "©", "The", "minister", "it's",
]  # fmt: skip
VALENCED = [
    "good",
    "GOOD",
    "bad",
    "terrible",
    "great!",
    "war",
    "no",
    "fun",
    "crisis,",
    "love",
    ":)",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from([*MODIFIERS, *VALENCED, *VALENCED, *VALENCED]), max_size=9))
def test_the_same_number_as_vader(tokens: list[str]) -> None:
    text = " ".join(tokens)
    assert compound(text) == analyzer().polarity_scores(text)["compound"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_vaders_number(text: str) -> None:
    assert compound(text) == analyzer().polarity_scores(text)["compound"]


def test_every_word_of_the_lexicon_alone_and_after_a_negator() -> None:
    for word in list(analyzer().lexicon)[::7]:
        for text in (word, f"not {word}", f"very {word.upper()} it was"):
            assert compound(text) == analyzer().polarity_scores(text)["compound"], text


def test_real_sentences_give_vaders_number(shared) -> None:  # type: ignore[no-untyped-def]
    for path in sorted((shared / "seeds").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert compound(line) == analyzer().polarity_scores(line)["compound"]


def judged(text: str) -> tuple:  # type: ignore[type-arg]
    documents = worlds.documents([("a", "A", text)])
    cut, said = worlds.sentences(documents), tables.empty("quotes")
    judgements = tone.judge(documents, cut, said)
    exposed = base.exposure(documents, cut, said)
    return judgements, tone.score(documents, cut, judgements, exposed, Parameters())


def test_labels_by_hand() -> None:
    judgements, _ = judged("A good day\nA bad day\nA day")
    assert judgements["label"].tolist() == ["positive", "negative", "neutral"]
    # good is 1.9 in the lexicon: 1.9 / sqrt(1.9 ** 2 + 15)
    assert judgements["value"].tolist()[0] == pytest.approx(1.9 / (1.9**2 + 15) ** 0.5, abs=5e-5)
    assert judgements["value"].tolist()[2] == 0.0


def test_mean_and_interval_by_hand() -> None:
    judgements, scores = judged("A good day\nA bad day\nA day\nA good day")
    row = scores[(scores["doc_id"] == "a") & (scores["voice"] == "narrator")].iloc[0]
    values = judgements["value"].to_numpy()
    half = 3.182446 * values.std(ddof=1) / 2  # t(3), four sentences
    assert row["value"] == pytest.approx(values.mean())
    assert row["low"] == pytest.approx(values.mean() - half, abs=1e-5)
    assert row["high"] == pytest.approx(values.mean() + half, abs=1e-5)
    assert (row["n_pole_1"], row["n_pole_2"], row["n_hits"]) == (1, 2, 4)
    assert np.isnan(row["share"])


def test_two_sentences_are_too_few() -> None:
    _, scores = judged("A good day\nA bad day")
    assert scores["value"].isna().all()
    assert scores["caution"].str.contains("too few words").all()
    assert tables.check("scores", scores) == []


def test_other_languages_and_debris_are_not_judged() -> None:
    documents = worlds.documents([("a", "A", "Un buen día")], language=["es"])
    cut = worlds.sentences(documents)
    assert len(tone.judge(documents, cut, tables.empty("quotes"))) == 0
