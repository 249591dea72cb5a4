"""Lexicon files that try to make the matcher burst."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing
from framing import pipeline
from framing.errors import InputError
from framing.lexicon import dictionary, files

HEAD = """id = "calm-loud"
title = "Calm or loud"
question = "Is it told as calm or as loud?"
kind = "bipolar"
[[pole]]
id = "calm"
title = "calm"
[[pole]]
id = "loud"
title = "loud"
"""


def lexicon(folder: Path, *entries: str, pole: str = "loud") -> Path:
    path = folder / "calm-loud.toml"
    made = "".join(f'[[entry]]\nterm = "{term}"\npole = "{pole}"\n' for term in entries)
    path.write_text(HEAD + made, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "terms",
    [
        ["*"],
        ["a*" * 40],
        ["(a+)+$"],
        [".*"],
        ["x" * 81],
        ["{}"],
        ["(verb)"],
        [" "],
        ["\\u0000"],
        ["\\u202e"],
        ["..."],
        ["a " * 40],
        [f"w{n}" for n in range(5001)],
        ["[[[[" * 10],
        ["loud", "LOUD", "loud"],
    ],
    ids=lambda terms: terms[0][:12],
)
def test_terms_of_every_kind_are_refused_or_are_words(tmp_path: Path, terms: list[str]) -> None:
    """Either the file is refused with its place, or the term finds nothing but itself."""
    path = lexicon(tmp_path, *terms)
    try:
        read = files.load(path)
    except InputError as error:
        assert "calm-loud.toml" in str(error)  # noqa: PT017
        return
    compiled = dictionary.compile([read])
    corpus = framing.load(
        pd.DataFrame({"outlet": ["One"], "text": ["aaaaaaaaaaaaaaaa! Rain fell. " * 20]})
    )
    found = pipeline.annotate(corpus, pipeline.Lexicons((read,), (), compiled))["hits"]
    for row in found.itertuples():
        assert row.text.strip()
        assert len(row.text) <= files.MAX_TERM


@pytest.mark.parametrize("letters", ["a", "ab", "a b "])
def test_terms_inside_terms_find_a_bounded_number(tmp_path: Path, letters: str) -> None:
    """a, aa, aaa, ... on a text of nothing else: one hit at most for each place and entry."""
    most = 15 if " " in letters else 70  # a term has eight words at most
    terms = [(letters * 40)[: n + 1].strip() for n in range(most)]
    read = files.load(lexicon(tmp_path, *dict.fromkeys(terms)))
    text = (letters * 40 + " ") * 60
    corpus = framing.load(pd.DataFrame({"outlet": ["One"], "text": [text]}))
    packs = pipeline.Lexicons((read,), (), dictionary.compile([read]))
    found = pipeline.annotate(corpus, packs)["hits"]
    assert len(found) <= len(text)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text
