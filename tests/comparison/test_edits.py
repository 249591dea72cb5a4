"""Twenty edits are planted in a copied article; each must be found and named."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing import tables
from framing.comparison import edits
from framing.corpus import hygiene, readers
from framing.text import quotes, sentences
from tests.comparison import worlds

SOURCE = (Path(__file__).parent / "marrow-quay.txt").read_text(encoding="utf-8").rstrip()

PLANTED = [
    ("other", "Council closes old bridge at Marrow Quay", "Lorry ban splits Marrow Quay"),
    ("hedge", "Engineers had reportedly found cracks", "Engineers had found cracks"),
    ("quote", "“The bridge has carried too much for too long,” said Mayor Ada Okafor. ", ""),
    ("attribution", "She said that the repair would cost", "The repair will cost"),
    ("label", "About 300 residents gathered", "About 300 agitators gathered"),
    ("label", "Some of the protesters carried", "Some of the mob carried"),
    ("cut", " Shopkeepers along the quay fear for the summer trade.", ""),
    ("attribution", "According to the harbour office, a ferry", "A ferry"),
    ("cut", " The ferry company has not yet answered.", ""),
    ("quote", "“a scandal in slow motion.”", "a scandal in slow motion."),
    ("cut", " Brill had voted against the repair fund three years ago.", ""),
    ("hedge", "were apparently weakened", "were weakened"),
    ("label", "by the floods of last winter", "by the neglect of last winter"),
    ("cut", " A report on the floods was never published.", ""),
    ("hedge", "Officials may open", "Officials will open"),
    ("label", "Travellers from the islands", "Islanders"),
    ("attribution", "The hospital said it had been told", "The hospital had been told"),
    ("attribution", "Roth warned that medieval foundations lay", "Roth knew that foundations lay"),
    ("quote", " “Nobody asked us,” she added.", ""),
    ("cut", " Its plans were lost in a fire.", ""),
]  # fmt: skip


def world(texts: dict[str, str]) -> tuple[pd.DataFrame, ...]:
    documents = worlds.documents([(name, f"Outlet {name}", text) for name, text in texts.items()])
    debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    cut = sentences.split(documents, debris)
    said, _ = quotes.find(documents, cut, ())
    copies = hygiene.copies(documents)
    found = edits.diff(documents, cut, copies, said, tables.empty("hits"))
    return documents, found


@pytest.fixture(scope="module")
def edited() -> tuple[str, pd.DataFrame]:
    text = SOURCE
    for _, old, new in PLANTED:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    documents, found = world({"a": SOURCE, "b": text})
    return documents["text"].iloc[1], found


def test_there_are_twenty_of_every_kind() -> None:
    assert len(PLANTED) == 20
    assert {kind for kind, _, _ in PLANTED} == {
        "label", "attribution", "quote", "hedge", "cut", "other",
    }  # fmt: skip


@pytest.mark.parametrize("number", range(len(PLANTED)))
def test_planted_edit_is_found_and_named(edited: tuple[str, pd.DataFrame], number: int) -> None:
    kind, old, new = PLANTED[number]
    _, found = edited
    before, after = set(old.lower().split()), set(new.lower().split())
    gone, come = before - after, after - before
    rows = found[found["kind"] == kind]
    touching = [
        (row.old, row.new)
        for row in rows.itertuples()
        if _covers(gone, row.old) and _covers(come, row.new)
    ]
    assert touching, (kind, old, new, found[["kind", "old", "new"]].to_numpy().tolist())


def _covers(words: set[str], text: str) -> bool:
    """Half the planted words or more stand in what was found."""
    inside = sum(word.strip(" .,“”").lower() in text.lower() for word in words)
    return 2 * inside >= len(words)


def test_nothing_else_is_found(edited: tuple[str, pd.DataFrame]) -> None:
    _, found = edited
    assert len(found) <= len(PLANTED) + 2


def test_offsets_are_those_of_the_copy(edited: tuple[str, pd.DataFrame]) -> None:
    text, found = edited
    for row in found.itertuples():
        assert text[row.start : row.end] == row.new
        assert row.old in SOURCE
    assert tables.check("edits", found) == []


def test_an_identical_copy_has_no_edits() -> None:
    assert len(world({"a": SOURCE, "b": SOURCE})[1]) == 0


def test_texts_that_are_no_copies_have_no_edits() -> None:
    other = "Rain fell on the islands all day. The ferry stayed in port and nobody minded."
    assert len(world({"a": SOURCE, "b": other})[1]) == 0


def test_the_sample_of_wire_edits(root: Path) -> None:
    folder = root / "corpus" / "wire-edits"
    corpus = readers.load(folder)
    documents = corpus.documents
    cut = sentences.split(documents, corpus.debris)
    said, _ = quotes.find(documents, cut, corpus.actors)
    found = edits.diff(documents, cut, hygiene.copies(documents), said, tables.empty("hits"))
    lines = (folder / "gold" / "edits.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    named = 0
    for row in truth:
        mine = found[(found["doc_id"] == Path(row["file"]).stem) & (found["kind"] == row["kind"])]
        near = (mine["start"] <= row["end"] + 2) & (mine["end"] >= row["start"] - 2)
        named += bool(near.any())
    assert named >= 0.9 * len(truth)
