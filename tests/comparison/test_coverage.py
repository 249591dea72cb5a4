from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path

import pandas as pd
import pytest

from framing import tables
from framing.comparison import alignment, coverage
from framing.event import Fact
from framing.parameters import Parameters
from tests.comparison import worlds

PARAMETERS = Parameters()
CLOSED = "The old bridge was closed on Monday"
RAIN = "Rain fell on the market"
FISH = "Fishermen sold their catch early"


def check(
    articles: list[tuple[str, str, str]], facts: list[Fact], **columns: list[str]
) -> pd.DataFrame:
    table = worlds.documents(articles, **columns)
    cut = worlds.sentences(table)
    aligned = alignment.align(table, cut, PARAMETERS)
    return coverage.check(table, cut, aligned, facts, PARAMETERS)


def states(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(r.fact, r.doc_id): r.state for r in rows.itertuples()}


def test_overlap_by_hand() -> None:
    # of weights 3, 2, 1 the first stands there, the second in another form, the third not
    label = {"bridge": 3.0, "closure": 2.0, "mayor": 1.0}
    assert coverage.overlap(label, frozenset({"bridge", "closur"})) == pytest.approx(
        (3 + 0.9 * 2) / 6
    )
    assert coverage.overlap({}, frozenset({"bridge"})) == 0.0


def test_five_states() -> None:
    facts = [
        Fact("F1", "the old bridge was closed"),
        Fact("F2", "fishermen sold their catch", known_from="2030-05-02"),
        Fact("F3", "bridge"),
        Fact("F4", "parliament dissolved after scandal"),
    ]
    rows = check(
        [("a", "A", f"{CLOSED}\n{RAIN}"), ("b", "B", f"{RAIN}\n{FISH}"), ("c", "C", RAIN)],
        facts,
        published=["2030-05-01", "2030-05-03", ""],
        completeness=["complete", "complete", "stump"],
    )
    found = states(rows)
    assert found["F1", "a"] == "stated"
    assert found["F1", "b"] == "not_found"
    assert found["F2", "a"] == "not_yet_known"
    assert found["F2", "b"] == "stated"
    assert found["F3", "b"] == "undecidable"
    assert found["F4", "a"] == "not_found"
    assert found["F4", "c"] == "undecidable"
    assert not rows["state"].eq("absent").any()
    assert tables.check("coverage", rows) == []


def test_weight_leaves_the_outlet_itself_out() -> None:
    rows = check(
        [("a", "A", CLOSED), ("b", "B", CLOSED), ("c", "C", FISH)],
        [Fact("F1", "the bridge was closed")],
    )
    assert rows["weight"].tolist() == [0.5, 0.5, 1.0]


def test_who_could_not_know_does_not_weigh() -> None:
    facts = [Fact("F1", "the bridge was closed", known_from="2030-05-02")]
    rows = check(
        [("a", "A", FISH), ("b", "B", CLOSED), ("c", "C", FISH)],
        facts,
        published=["2030-05-01", "2030-05-03", "2030-05-03"],
    )
    assert rows["weight"].tolist()[2] == 1.0
    assert rows["weight"].tolist()[1] == 0.0


def test_a_phrase_states_the_fact() -> None:
    facts = [Fact("F1", "the crossing is shut to traffic", phrases=("old bridge was closed",))]
    rows = check([("a", "A", CLOSED), ("b", "B", RAIN)], facts)
    assert rows["state"].tolist() == ["stated", "not_found"]
    assert rows["sent_id"].tolist() == [0, -1]


def test_without_facts_shared_sentences_are_the_facts() -> None:
    rows = check(
        [("a", "A", f"{CLOSED}\n{FISH}"), ("b", "B", f"{RAIN}\n{CLOSED}"), ("c", "C", FISH)], []
    )
    assert set(rows["fact"]) == {"c0", "c1"}
    found = states(rows)
    assert found["c0", "a"] == found["c0", "b"] == "stated"
    assert found["c0", "c"] == "not_found"


def test_dates_may_be_parts_of_dates() -> None:
    assert coverage._too_early("2025-03", "2025-02-28")
    assert not coverage._too_early("2025-03", "2025-03-01")
    assert not coverage._too_early("", "2025-03-01")
    assert not coverage._too_early("2025-03", "")


def test_one_outlet_has_no_weight() -> None:
    rows = check([("a", "A", CLOSED), ("b", "A", RAIN)], [Fact("F1", "the bridge was closed")])
    assert all(math.isnan(weight) for weight in rows["weight"])


def test_real_articles_against_hand_made_truth(shared: Path, root: Path) -> None:
    path = root / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    from framing.corpus import readers
    from framing.text import sentences

    lines = (shared / "gold" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    corpus = readers.load(shared / "seeds")
    dates = {"000": "2025-01-26", "002": "2025-03-26"}
    documents = corpus.documents
    documents["published"] = [dates.get(doc_id[:3], "") for doc_id in documents["doc_id"]]
    cut = sentences.split(documents, corpus.debris)
    facts = [Fact(row["id"], row["label"], row["known_from"]) for row in truth]
    rows = coverage.check(documents, cut, tables.empty("alignments"), facts, PARAMETERS)
    figures = benchmark.figures(truth, rows)
    assert figures["found"] >= 0.70
    assert figures["not_found_right"] >= 0.85
    assert figures["kappa"] >= 0.5


def test_a_percentage_is_the_same_in_signs_and_words() -> None:
    texts = ("Duties of 25% were announced.", "Duties of 25 per cent were announced.")
    documents = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "event": ["e"] * 2,
            "outlet": ["A", "B"],
            "published": ["", ""],
            "completeness": ["complete"] * 2,
        }
    )
    sentences = tables.frame(
        "sentences",
        {
            "doc_id": ["a", "b"],
            "sent_id": [0, 0],
            "start": [0, 0],
            "end": [len(text) for text in texts],
            "part": ["body"] * 2,
            "text": list(texts),
        },
    )
    facts = [Fact("F1", "Duties of 25 percent were announced")]
    found = coverage.check(documents, sentences, tables.empty("alignments"), facts, Parameters())
    assert found["state"].tolist() == ["stated", "stated"]
