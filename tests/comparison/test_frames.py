from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing import pipeline, tables
from framing.comparison import frames
from framing.parameters import Parameters
from framing.pipeline import Lexicons

PARAMETERS = Parameters()
ORDER = ("problem: crime", "cause: gang", "remedy: prison")
CARE = ("problem: poverty", "cause: landlord", "remedy: housing")


def table(articles: dict[str, list[str]]) -> pd.DataFrame:
    rows = [
        (doc_id, *feature.split(": ")) for doc_id, found in articles.items() for feature in found
    ]
    number = len(rows)
    plain: dict[str, list[object]] = {
        name: [{"str": "", "int": 0, "bool": True}[column.type]] * number
        for name, column in ((c.name, c) for c in tables.TABLES["elements"].columns)
    }
    plain["doc_id"] = [row[0] for row in rows]
    plain["element"] = [row[1] for row in rows]
    plain["text"] = [row[2] for row in rows]
    return tables.frame("elements", plain)


def documents(ids: list[str], events: int = 1) -> pd.DataFrame:
    event = [f"e{number % events}" for number in range(len(ids))]
    return pd.DataFrame({"doc_id": ids, "event": event})


def planted(number: int, seed: int = 1) -> dict[str, list[str]]:
    """Deal each article most elements of its own frame and now and then one of the other."""
    random = np.random.default_rng(seed)
    made = {}
    for place in range(number):
        own, other = (ORDER, CARE) if place % 2 else (CARE, ORDER)
        found = [one for one in own if random.random() < 0.9] or [own[0]]
        made[f"a{place:03}"] = found + [one for one in other if random.random() < 0.1]
    return made


def test_two_planted_frames_are_found_again_and_again() -> None:
    articles = planted(60)
    found = frames.find(table(articles), documents(list(articles)), PARAMETERS, draws=6)
    assert len(found) == 2
    assert found["n_articles"].sum() == 60
    marks = {frozenset(features[:3]) for features in found["features"]}
    assert marks == {frozenset(ORDER), frozenset(CARE)}
    assert (found["stability"] > 0.8).all()
    assert (found["stability"] > found["chance"]).all()
    assert (found["caution"] == "").all()
    odd = {one for one in articles if int(one[1:]) % 2}
    assert max(len(odd & set(own)) / len(odd) for own in found["articles"]) > 0.9


def test_elements_dealt_at_random_make_no_stable_frame() -> None:
    random = np.random.default_rng(7)
    words = [f"problem: word{letter}" for letter in "abcdefghijkl"]
    articles = {f"a{n}": list(random.choice(words, 3, replace=False)) for n in range(60)}
    found = frames.find(table(articles), documents(list(articles)), PARAMETERS, draws=6)
    assert (found["caution"] != "").mean() >= 0.5
    assert found["stability"].mean() < 0.75


def test_few_articles_are_not_grouped() -> None:
    articles = planted(49)
    assert len(frames.find(table(articles), documents(list(articles)), PARAMETERS)) == 0


def test_a_word_of_one_event_only_is_no_recurrent_element() -> None:
    articles = planted(20) | {f"x{n}": ["problem: flood"] for n in range(5)}
    ids = list(articles)
    one = documents(ids)
    two = one.assign(event=["x" if i.startswith("x") else f"e{n % 2}" for n, i in enumerate(ids)])
    assert "problem: flood" in frames.features(table(articles), one)[0]
    assert "problem: flood" not in frames.features(table(articles), two)[0]


def test_the_same_articles_give_the_same_groups() -> None:
    articles = planted(50)
    once, again = (
        frames.find(table(articles), documents(list(articles)), PARAMETERS, draws=3)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.slow
def test_the_events_of_the_corpus_make_groups_with_their_stability(
    root: Path, packs: Lexicons
) -> None:
    parts = []
    for folder in sorted(path.parent for path in (root / "corpus").glob("*/corpus.toml")):
        corpus = pipeline.load(folder)
        done = pipeline.annotate(corpus, packs)
        parts.append(
            (
                corpus.documents.assign(doc_id=folder.name + "/" + corpus.documents["doc_id"]),
                pipeline.score(done, packs, PARAMETERS, actors=corpus.actors)["elements"].pipe(
                    lambda t, name=folder.name: t.assign(doc_id=name + "/" + t["doc_id"])
                ),
            )
        )
    texts = pd.concat([one for one, _ in parts], ignore_index=True)
    found = frames.find(
        pd.concat([one for _, one in parts], ignore_index=True),
        texts,
        PARAMETERS,
        least=45,
        draws=10,
    )
    assert len(texts) >= 50
    assert len(found) >= 2
    assert found["n_articles"].sum() >= 45
    assert found["stability"].between(0, 1).all()
    assert (found["low"] <= found["stability"]).all()
    assert (found["stability"] <= found["high"]).all()
    assert all(found["features"].map(len))
