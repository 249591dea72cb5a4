"""Real articles: what must count, what must not, and in whose voice."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.lexicon import files

from .annotating import annotate


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, pd.DataFrame]:
    paths = sorted((shared / "seeds").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    packs = files.load_folder([files.shipped()])
    return annotate(texts, packs, [path.stem[:3] for path in paths])


@pytest.fixture(scope="module")
def hits(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return found["hits"]


def counted(hits: pd.DataFrame, doc_id: str, pole: str) -> pd.DataFrame:
    return hits[(hits["doc_id"] == doc_id) & (hits["pole"] == pole) & hits["counted"]]


def test_the_narrators_own_label_is_one_hit(hits: pd.DataFrame) -> None:
    own = counted(hits, "000", "criminals")
    own = own[own["text"].str.contains("illegal aliens")]
    assert own["voice"].tolist() == ["narrator"]


def test_the_quoted_label_counts_for_its_speaker(hits: pd.DataFrame) -> None:
    rows = counted(hits, "002", "criminals")
    rows = rows[rows["text"] == "Illegal Criminals"]
    assert rows["voice"].tolist() == ["direct"]
    assert "Trump" in rows["speaker"].iloc[0]


def test_rejected_and_negated_criminals_count_for_no_pole(hits: pd.DataFrame) -> None:
    people = hits[(hits["dimension"] == "criminals-migrants") & (hits["text"] == "criminals")]
    assert sorted(people["doc_id"]) == ["000", "000", "001", "002"]
    assert not people["counted"].any()


def test_ironical_diplomacy_is_no_diplomacy(hits: pd.DataFrame) -> None:
    rows = counted(hits, "000", "diplomatic")
    assert not rows["text"].str.lower().str.contains("diploma").any()


def test_other_people_are_not_the_deported(hits: pd.DataFrame, shared: Path) -> None:
    text = next((shared / "seeds").glob("000_*")).read_text(encoding="utf-8")
    start = text.index("15,660")
    rows = hits[(hits["doc_id"] == "000") & (hits["dimension"] == "criminals-migrants")]
    inside = rows[(rows["start"] >= start) & (rows["end"] <= start + 62)]
    assert not inside["counted"].any()


def test_hits_of_the_people_agree_with_the_hand_made_truth(
    hits: pd.DataFrame, shared: Path
) -> None:
    lines = (shared / "gold" / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    gold = pd.DataFrame([json.loads(line) for line in lines])
    gold = gold[gold["referent"].isin(["people_removed", "other_people"])]
    names = {"affirm": "asserted", "rejected_simile": "rejected"}
    right = total = 0
    for row in hits[hits["dimension"] == "criminals-migrants"].itertuples():
        here = gold[gold["file"].str.startswith(row.doc_id)]
        here = here[(here["start"] < row.end) & (here["end"] > row.start)]
        if not len(here):
            continue
        truth = here.assign(size=here["end"] - here["start"]).sort_values("size").iloc[0]
        polarity = names.get(truth["polarity"], truth["polarity"])
        said = truth["voice"] == row.voice and polarity == row.polarity
        other = truth["referent"] == "other_people"
        # in "treats migrants like criminals" only the simile is rejected, the migrants stand
        simile = polarity == "rejected" and row.pole == "migrants" and row.polarity == "asserted"
        total += 1
        right += (
            (not row.counted) if other else bool(said or (simile and truth["voice"] == row.voice))
        )
    assert total >= 20
    assert right / total >= 0.9
