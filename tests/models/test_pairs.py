"""The pairs of the wording head: what every line must be."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "training" / "wording" / "pairs"
PAIRS = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def test_there_are_fifteen_hundred_over_forty_topics() -> None:
    assert len(PAIRS) >= 1500
    assert len({pair["topic"] for pair in PAIRS}) >= 40


def test_no_sentence_stands_twice() -> None:
    texts = [pair[side] for pair in PAIRS for side in ("plain", "loaded")]
    assert len(set(texts)) == len(texts)
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)


def test_the_words_that_carry_it_stand_in_it() -> None:
    for pair in PAIRS:
        assert pair["words"], pair["id"]
        assert all(word in pair["loaded"] for word in pair["words"]), pair["id"]
