"""Law 4: a thing against itself is 0; swapping sides flips the sign; names change no score."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

import framing
from framing import pipeline
from framing.parameters import Parameters

SWAPS = {
    "Colombia": "Mexico",
    "Colombian": "Mexican",
    "Colombians": "Mexicans",
    "Bogotá": "Guadalajara",
}
BOTH = SWAPS | {v: k for k, v in SWAPS.items()}


def sample_texts() -> pd.DataFrame:
    documents = framing.load(framing.sample()).documents
    return documents[["outlet", "text"]].reset_index(drop=True)


def shares(texts: pd.DataFrame, packs: pipeline.Lexicons) -> pd.Series:
    corpus = framing.load(texts.assign(event="e"))
    done = pipeline.score(pipeline.annotate(corpus, packs), packs, Parameters())["scores"]
    lexical = done[(done["scorer"] == "lexical") & (done["doc_id"] == "") & (done["speaker"] == "")]
    return lexical.set_index(["outlet", "dimension", "voice"])[["share", "n_hits"]].sort_index()


def test_the_same_text_under_two_names_differs_by_nothing(packs: pipeline.Lexicons) -> None:
    text = sample_texts()["text"][0]
    twice = pd.DataFrame({"outlet": ["One", "Two"], "text": [text, text], "event": "e"})
    contrasts = framing.compare(twice, packs=packs).contrasts
    assert len(contrasts)
    assert (contrasts["difference"].dropna().abs() < 1e-12).all()


def test_the_other_side_has_the_other_sign(packs: pipeline.Lexicons) -> None:
    texts = sample_texts().iloc[[0, 2]].assign(event="e")
    contrasts = framing.compare(texts, packs=packs).contrasts
    rows = contrasts[(contrasts["scorer"] == "lexical") & (contrasts["reference"] == "rest")]
    rows = rows.dropna(subset=["difference"])
    assert len(rows)
    sums = rows.groupby(["dimension", "voice"])["difference"].agg(["sum", "size"])
    assert (sums.loc[sums["size"] == 2, "sum"].abs() < 1e-12).all()


def test_swapping_poles_flips_the_share(packs: pipeline.Lexicons) -> None:
    from dataclasses import replace

    texts = sample_texts()
    corpus = framing.load(texts.assign(event="e"))
    turned = tuple(
        d.model_copy(update={"poles": d.poles[::-1]})
        if hasattr(d, "model_copy")
        else replace(d, poles=d.poles[::-1])
        for d in packs.dimensions
    )
    annotated = pipeline.annotate(corpus, packs)
    other = pipeline.Lexicons(turned, packs.referents, packs.dictionary)
    plain = pipeline.score(annotated, packs, Parameters())["scores"]
    flipped = pipeline.score(annotated, other, Parameters())["scores"]
    bipolar = {d.id for d in packs.dimensions if d.kind == "bipolar"}
    mask = plain["dimension"].isin(bipolar) & plain["share"].notna()
    assert mask.any()
    np.testing.assert_allclose(flipped["share"][mask], 1 - plain["share"][mask])
    np.testing.assert_allclose(flipped["value"][mask], -plain["value"][mask])


def test_swapping_two_countries_changes_no_lexical_score(packs: pipeline.Lexicons) -> None:
    texts = sample_texts()
    pattern = re.compile(r"\b(" + "|".join(sorted(BOTH, key=len, reverse=True)) + r")\b")
    swapped = texts.assign(
        text=[pattern.sub(lambda m: BOTH[m.group()], text) for text in texts["text"]]
    )
    assert (swapped["text"] != texts["text"]).any()
    pd.testing.assert_frame_equal(shares(swapped, packs), shares(texts, packs))


def test_a_text_twice_over_has_the_same_share(packs: pipeline.Lexicons) -> None:
    texts = sample_texts()
    doubled = texts.assign(text=[f"{t.strip()}\n\n{t.strip()}" for t in texts["text"]])
    once, twice = shares(texts, packs), shares(doubled, packs)
    both = once.join(twice, suffixes=("_1", "_2")).dropna()
    assert len(both) > 5
    np.testing.assert_allclose(both["share_1"], both["share_2"])
