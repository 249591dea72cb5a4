"""The shipped weights on sentences of our own: two targets, negation, quotation, names swapped."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from framing.models import toward, weights

SET = tomllib.loads((Path(__file__).parent / "targets.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def model() -> toward.Toward:
    if not weights.there("toward"):
        pytest.skip("the folder models/ was removed")
    return toward.load()


def value(model: toward.Toward, text: str, target: str) -> float:
    start = text.index(target)
    odds = model.judge([(text, start, start + len(target))])[0]
    return float(odds[2] - odds[0])


def test_it_follows_its_target_in_two_target_sentences(model: toward.Toward) -> None:
    apart = [value(model, text, one) - value(model, text, two) for text, one, two in SET["two"]]
    assert np.mean(np.array(apart) > 0) >= 0.85, apart
    assert np.mean(apart) > 0.5


def test_a_praised_b_who_insulted_c(model: toward.Toward) -> None:
    text = "Anders praised Bergit, who insulted Colin."
    assert value(model, text, "Bergit") > value(model, text, "Colin")
    assert value(model, text, "Colin") < 0


def test_negation_and_quotation_move_the_tone(model: toward.Toward) -> None:
    apart = [value(model, kind, who) - value(model, harsh, who) for kind, harsh, who in SET["pair"]]
    # plain negations (was not corrupt) move it too little to turn the label: see the card
    assert np.mean(np.array(apart) > 0) >= 0.75, apart


def test_plain_sentences_are_neutral(model: toward.Toward) -> None:
    assert np.mean([abs(value(model, text, who)) < 0.5 for text, who in SET["still"]]) >= 0.85


def test_swapped_names_keep_the_label(model: toward.Toward) -> None:
    moved = []
    for frame in SET["frames"]:
        for one, two in SET["names"]:
            texts = [frame.format(name) for name in (one, two)]
            moved.append(abs(value(model, texts[0], one) - value(model, texts[1], two)))
    assert np.mean(moved) < 0.15, np.mean(moved)


@pytest.mark.slow
def test_two_countries_in_each_others_place_move_the_mean_little(model: toward.Toward) -> None:
    import re

    import framing

    swaps = {"Colombia": "Mexico", "Colombian": "Mexican", "Colombians": "Mexicans"}
    both = swaps | {there: here for here, there in swaps.items()}
    pattern = re.compile(r"\b(" + "|".join(sorted(both, key=len, reverse=True)) + r")\b")
    corpus = framing.load(framing.sample())
    judged = framing.compare(corpus).judgements
    asked = judged[judged["scorer"] == "toward"]
    texts = corpus.documents.set_index("doc_id")["text"]
    moved = []
    for row in asked.itertuples():
        text = texts[row.doc_id][row.start : row.end]
        start = next((text.find(w) for w in row.target.split()[::-1] if w in text), -1)
        if start < 0 or not pattern.search(text):
            continue
        word = next(w for w in row.target.split()[::-1] if w in text)
        turned = pattern.sub(lambda found: both[found.group()], text)
        if turned.count(word) != 1 or text.count(word) != 1:
            continue
        here, there = (
            model.judge([(t, t.index(word), t.index(word) + len(word))])[0] for t in (text, turned)
        )
        moved.append((here[2] - here[0]) - (there[2] - there[0]))
    assert moved
    assert abs(np.mean(moved)) < 0.05, moved
