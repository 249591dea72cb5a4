"""The sample events hold what they promise: exact offsets, invented outlets, listed quotations."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from framing import paths
from framing.corpus import readers

EVENTS = sorted(folder.parent for folder in paths.data_dir("corpus").glob("*/corpus.toml"))
WORD = re.compile(r"[^\W_]+")
RUN = 10


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / "gold" / f"{name}.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def _manifest(folder: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((folder / "corpus.toml").read_text(encoding="utf-8"))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in WORD.findall(text)]
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def test_there_are_eight_events() -> None:
    assert len(EVENTS) >= 8


@pytest.fixture(params=EVENTS, ids=lambda folder: folder.name)
def event(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


def test_every_text_is_listed_and_read_as_it_stands(event: Path) -> None:
    corpus = readers.load(event)
    listed = {entry["file"]: entry["doc_id"] for entry in _manifest(event)["article"]}
    texts = _texts(event)
    assert set(listed) == set(texts)
    read = corpus.documents.set_index("doc_id")["text"]
    for file, doc_id in listed.items():
        assert read[doc_id] == texts[file], f"{file}: offsets of gold/ would not be those read"
    assert len(corpus.debris) == 0
    assert set(corpus.documents["language"]) == {"en"}


def test_length(event: Path) -> None:
    shortest = 250 if event.name == "ferry-panel" else 350
    lengths = {name: len(text.split()) for name, text in _texts(event).items()}
    assert {n: words for n, words in lengths.items() if not shortest <= words <= 700} == {}


def test_outlets_say_that_they_are_invented(event: Path) -> None:
    manifest = _manifest(event)
    outlets = {outlet["name"]: outlet for outlet in manifest["outlet"]}
    assert {article["outlet"] for article in manifest["article"]} == set(outlets)
    for outlet in outlets.values():
        assert outlet["invented"] is True
        assert "nvented" in outlet["profile"]


@pytest.mark.parametrize("name", ["mentions", "quotes", "indirect"])
def test_offsets_of_the_truth_are_exact(event: Path, name: str) -> None:
    texts = _texts(event)
    rows = _rows(event, name)
    assert rows
    for row in rows:
        assert texts[row["file"]][row["start"] : row["end"]] == row["text"] == row["text"].strip()


def test_every_quotation_mark_is_coded(event: Path) -> None:
    rows = _rows(event, "quotes")
    for file, text in _texts(event).items():
        spans = [(row["start"], row["end"]) for row in rows if row["file"] == file]
        for found in re.finditer('[“"]', text):
            at = found.start()
            assert any(start - 1 <= at <= end for start, end in spans), text[at : at + 40]


def test_facts_have_a_state_for_every_article(event: Path) -> None:
    published = {row["file"]: row["published"] for row in _manifest(event)["article"]}
    facts = _rows(event, "facts")
    listed = [fact.id for fact in readers.load(event).event.facts]
    assert [fact["id"] for fact in facts] == listed
    for fact in facts:
        assert set(fact["state"]) == set(published)
        for file, state in fact["state"].items():
            known = fact["known_from"] <= published[file]
            assert state in ({"1", "p", "0", "?"} if known else {"x"}), (fact["id"], file, state)


def test_the_listed_edits_turn_the_report_into_the_copies() -> None:
    folder = paths.data_dir("corpus") / "wire-edits"
    texts, rows = _texts(folder), _rows(folder, "edits")
    copies = sorted({row["file"] for row in rows})
    assert len(copies) == 3
    for copy in copies:
        edits = sorted((r for r in rows if r["file"] == copy), key=lambda r: -r["source_start"])
        text = texts[edits[0]["source"]]
        for row in edits:
            assert texts[copy][row["start"] : row["end"]] == row["new"]
            assert text[row["source_start"] : row["source_end"]] == row["old"]
            text = text[: row["source_start"]] + row["new"] + text[row["source_end"] :]
        assert text == texts[copy]


def test_real_people_are_quoted_only_in_listed_words() -> None:
    folder = paths.data_dir("corpus") / "us-colombia-flights"
    invented = {"Rosalba Quintín", "Hana Lindqvist"}
    listed = {(row["speaker"], row["text"].strip(".,!")) for row in _manifest(folder)["quotation"]}
    for row in _rows(folder, "quotes"):
        if row["speaker"] not in invented and row["kind"] != "not_a_quotation":
            assert (row["speaker"], row["text"].strip(".,!")) in listed
            assert row["words"] < 25


def test_listed_quotations_stand_on_record(shared: Path) -> None:
    seeds = [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    record = "\n".join(seeds).replace("’", "'")
    for row in _manifest(paths.data_dir("corpus") / "us-colombia-flights")["quotation"]:
        assert row["text"].replace("’", "'") in record


def test_no_sentence_is_taken_from_the_real_articles(event: Path, shared: Path) -> None:
    seeds = [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    foreign = set().union(*(_runs(text) for text in seeds))
    for file, text in _texts(event).items():
        assert not _runs(text) & foreign, file
