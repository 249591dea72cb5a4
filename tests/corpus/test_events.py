from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import events
from framing.corpus.readers import load
from framing.paths import data_dir

FLOOD = "The river flooded the lower town and the dam held."
STRIKE = "Nurses of the hospital went on strike over night shifts and pay."


@pytest.fixture(scope="module")
def own() -> pd.DataFrame:
    return load(data_dir("corpus")).documents


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables cut the articles into the same groups, whatever the names."""
    pairs = set(zip(one["event"], other["event"], strict=True))
    return len(pairs) == one["event"].nunique() == other["event"].nunique()


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_id", "published", "text"])


def test_our_own_events_are_found(own: pd.DataFrame) -> None:
    assert same(events.group(own.assign(published="")), own[["event"]])


def test_order_of_articles_does_not_matter(own: pd.DataFrame) -> None:
    one = events.group(own).sort_values("doc_id", ignore_index=True)
    other = events.group(own[::-1]).sort_values("doc_id", ignore_index=True)
    pd.testing.assert_frame_equal(one, other)


def test_an_event_is_named_after_its_earliest_article() -> None:
    found = events.group(
        table(("b", "2025-01-27", FLOOD), ("a", "2025-01-26", FLOOD), ("c", "", STRIKE))
    )
    assert found["event"].iloc[0] == found["event"].iloc[1]
    assert found["event"].iloc[0].startswith("2025-01-26-")
    assert found["event"].iloc[2].startswith("undated-")
    alone = events.group(table(("a", "2025-01-26", FLOOD)))
    assert alone["event"].iloc[0] == found["event"].iloc[1]


def test_articles_far_apart_in_time_are_two_events() -> None:
    near = table(("a", "2025-01-26", FLOOD), ("b", "2025-02-09", FLOOD))
    far = table(("a", "2025-01-26", FLOOD), ("b", "2025-02-10", FLOOD))
    assert events.group(near)["event"].nunique() == 1
    assert events.group(far)["event"].nunique() == 2
    assert events.group(far, days=15)["event"].nunique() == 1
    undated = table(("a", "2025-01-26", FLOOD), ("b", "", FLOOD))
    assert events.group(undated)["event"].nunique() == 1


def test_late_articles_join_and_names_stay(own: pd.DataFrame) -> None:
    first = own[own["event"].isin(["river-flood", "wire-edits"])].iloc[::2]
    known = events.group(first)
    late = events.group(own, known=known)
    kept = late[late["doc_id"].isin(first["doc_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, known)
    assert same(late, own[["event"]])
    earlier = table(("z", "2000-01-01", FLOOD), ("a", "2000-01-02", FLOOD))
    given = pd.DataFrame({"doc_id": ["a"], "event": ["the-flood"]})
    # an earlier article that comes late joins all the same, and does not rename the event
    assert events.group(earlier, known=given)["event"].tolist() == ["the-flood", "the-flood"]


def test_nothing_and_texts_without_words() -> None:
    assert events.group(table().astype(str)).empty
    found = events.group(table(("a", "", ""), ("b", "", "😀"), ("c", "", FLOOD)))
    assert found["event"].nunique() == 3


def test_many_articles_take_the_other_way_and_come_out_the_same(
    own: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = events.group(own)
    monkeypatch.setattr(events, "_ALL_PAIRS", 10)
    pd.testing.assert_frame_equal(events.group(own), whole)


def test_large_blocks_are_cut(own: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_LARGEST_BLOCK", 7)
    found = events.group(own)
    assert found["event"].value_counts().max() <= 7
    # a block that is cut never joins what the whole would keep apart
    whole = events.group(own)
    assert len(set(zip(found["event"], own["event"], strict=True))) == found["event"].nunique()
    assert whole["event"].nunique() >= own["event"].nunique() or len(whole)


@pytest.mark.slow
def test_ecb(shared: Path) -> None:
    import json

    path = shared / "data" / "ecb_events.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ecb = pd.DataFrame(rows).rename(columns={"id": "doc_id"})
    half = ecb[~ecb["topic"].isin(sorted(ecb["topic"].unique(), key=int)[::2])]
    found = events.group(half[["doc_id", "text"]])
    cross = pd.crosstab(half["event"].to_numpy(), found["event"].to_numpy()).to_numpy(dtype=float)
    precision = (cross**2 / cross.sum(axis=0)).sum() / cross.sum()
    recall = (cross**2 / cross.sum(axis=1, keepdims=True)).sum() / cross.sum()
    assert 2 * precision * recall / (precision + recall) >= 0.90
