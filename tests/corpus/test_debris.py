from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import hygiene
from framing.corpus.debris import Pattern, debris_lines, patterns
from framing.corpus.readers import load
from framing.paths import data_dir


@pytest.mark.parametrize("pattern", patterns().each, ids=lambda p: p.reason)
def test_examples_match_and_counter_examples_match_nothing(pattern: Pattern) -> None:
    for example in pattern.examples:
        assert pattern.match.fullmatch(example), example
    for example in pattern.counter_examples:
        assert not debris_lines(example), example


def test_offsets_are_those_of_the_text() -> None:
    text = "Rain fell on the harbour.\r\n\r\n  Share and Enjoy !  \r\n12 comments\r\nIt was late."
    found = hygiene.debris(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    spans = [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)]
    assert spans == ["Share and Enjoy !", "12 comments"]
    assert found["reason"].tolist() == ["share button", "share counter"]


def test_headline_is_never_debris() -> None:
    assert debris_lines("Breaking news\nRain fell.", title="Breaking news") == []
    assert len(debris_lines("Breaking news\nRain fell.")) == 1


def test_own_articles_have_no_debris() -> None:
    folders = sorted(path.parent for path in data_dir("corpus").glob("*/corpus.toml"))
    assert folders
    for folder in folders:
        assert load(folder).debris.empty, folder.name


def test_debris_of_real_pages_is_found_and_no_sentence_of_the_body(shared: Path) -> None:
    corpus = load(shared / "seeds")
    texts = corpus.documents.set_index("doc_id")["text"]
    found = corpus.debris.assign(
        line=[texts[r.doc_id][r.start : r.end] for r in corpus.debris.itertuples()],
        seed=corpus.debris["doc_id"].str[:3],
    )
    assert set(found["seed"]) == {"002", "003"}
    second = found[found["seed"] == "002"]
    assert second["reason"].tolist() == ["lone number", "lone number", "photo caption"]
    third = found[found["seed"] == "003"]
    assert third["reason"].tolist() == [
        "follow notice",
        "share button",
        "share button",
        "comment form",
        "comment form",
        "copy protection",
        "share button",
    ]
    # a sentence of the body has a full stop and more than a dozen words, or stands in a paragraph
    kept = second[second["reason"] != "photo caption"]["line"].tolist()
    assert all(len(line.split()) < 3 for line in kept)
    assert corpus.documents["completeness"].eq("complete").all()
    assert corpus.documents["language"].eq("en").all()
