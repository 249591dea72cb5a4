"""The shipped head on sentences of our own: names swapped, quotation, denial."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from framing.models import weights, wording

SET = tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> wording.Wording:
    if not weights.there("wording"):
        pytest.skip("the folder models/ was removed")
    return wording.load()


def first_upper(text: str) -> str:
    return text[0].upper() + text[1:]


def test_swapped_names_move_it_by_less_than_a_twentieth(model: wording.Wording) -> None:
    moved = []
    for frame in SET["frames"]:
        for one, two in SET["names"]:
            texts = [first_upper(frame.format(a=a, b=b)) for a, b in ((one, two), (two, one))]
            moved.append(abs(model.probability(texts[0]) - model.probability(texts[1])))
    assert len(moved) == 200
    assert max(moved) < 0.05, sorted(moved)[-5:]


def test_quoted_heat_weighs_less_than_the_narrators(model: wording.Wording) -> None:
    apart = [model.probability(own) - model.probability(said) for said, own in SET["quoted"]]
    assert min(apart) > 0.1, apart


def test_a_denial_of_something_plain_is_plain(model: wording.Wording) -> None:
    odds = np.array([[model.probability(text) for text in pair] for pair in SET["denied"]])
    assert (odds < 0.5).all(), odds


def test_the_words_that_carry_it(model: wording.Wording) -> None:
    text = "The mayor shamelessly rammed the budget through the council on Monday."
    named = {text[start:end] for start, end, _ in model.words(text)}
    assert named & {"shamelessly", "rammed"}
