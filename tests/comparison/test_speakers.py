from __future__ import annotations

import pandas as pd

from framing import tables
from framing.comparison import speakers
from framing.event import Actor
from tests.comparison import worlds


def quotes(rows: list[tuple[str, str, str, str, str, str]], texts: dict[str, str]) -> pd.DataFrame:
    """Rows of (quote_id, doc_id, kind, speaker, mention, words), found in the texts."""
    given: dict[str, list[object]] = {name: [] for name in tables.TABLES["quotes"].names}
    for quote_id, doc_id, kind, speaker, mention, words in rows:
        text = texts[doc_id]
        cue = text.find("said")
        values = {
            "quote_id": quote_id, "part_no": 0, "doc_id": doc_id, "start": text.index(words),
            "end": text.index(words) + len(words), "text": words, "kind": kind,
            "speaker": speaker, "speaker_start": text.find(mention),
            "speaker_end": text.find(mention) + len(mention), "cue_start": cue, "cue_end": cue + 4,
        }  # fmt: skip
        for name, value in values.items():
            given[name].append(value)
    return tables.frame("quotes", given)


TEXTS = {
    "a": "Mayor Ada Okafor said “the bridge will reopen” soon.",
    "b": "The fisherman's family said “we lost it all” today. Professor Lind said it was old.",
    "c": "Rain fell.",
}
ARTICLES = [("a", "A", TEXTS["a"]), ("b", "B", TEXTS["b"]), ("c", "C", TEXTS["c"])]


def test_counts_by_hand() -> None:
    found = quotes(
        [
            ("q1", "a", "direct", "Ada Okafor", "Ada Okafor", "the bridge will reopen"),
            ("q2", "b", "direct", "family", "The fisherman's family", "we lost it all"),
            ("q3", "b", "indirect", "Lind", "Lind", "it was old"),
        ],
        TEXTS,
    )
    rows = speakers.count(worlds.documents(ARTICLES), found, [])
    table = {
        (r.outlet, r.speaker, r.kind): (r.role, r.n_quotes, r.n_words) for r in rows.itertuples()
    }
    assert table["A", "Ada Okafor", "direct"] == ("official", 1, 4)
    assert table["B", "family", "direct"] == ("affected", 1, 4)
    assert table["B", "Lind", "indirect"] == ("expert", 1, 3)
    assert rows.loc[rows["speaker"] == "Ada Okafor", "cues"].tolist() == [["said"]]
    assert tables.check("speakers", rows) == []


def test_the_silence_of_those_affected_is_a_row() -> None:
    rows = speakers.count(worlds.documents(ARTICLES), tables.empty("quotes"), [])
    assert rows[["outlet", "role", "n_quotes"]].to_numpy().tolist() == [
        ["A", "affected", 0],
        ["B", "affected", 0],
        ["C", "affected", 0],
    ]


def test_a_known_actor_beats_the_guess() -> None:
    found = quotes(
        [("q1", "a", "direct", "Ada Okafor", "Ada Okafor", "the bridge will reopen")], TEXTS
    )
    actor = Actor("Ada Okafor", ("Mayor Okafor",), "party", "Harbour List")
    rows = speakers.count(worlds.documents(ARTICLES), found, [actor])
    row = rows[rows["speaker"] == "Ada Okafor"].iloc[0]
    assert (row["role"], row["side"]) == ("party", "Harbour List")


def test_a_title_in_another_clause_gives_no_role() -> None:
    texts = {"a": "Handcuffed deportees sat there, and Brill said it was late."}
    found = quotes([("q1", "a", "indirect", "Brill", "Brill", "it was late")], texts)
    rows = speakers.count(worlds.documents([("a", "A", texts["a"])]), found, [])
    assert rows.loc[rows["speaker"] == "Brill", "role"].tolist() == ["other"]


def test_parts_of_one_quotation_are_one() -> None:
    found = quotes(
        [
            ("q1", "a", "direct", "Ada Okafor", "Ada Okafor", "the bridge"),
            ("q1", "a", "direct", "Ada Okafor", "Ada Okafor", "will reopen"),
        ],
        TEXTS,
    )
    rows = speakers.count(worlds.documents(ARTICLES), found, [])
    row = rows[rows["speaker"] == "Ada Okafor"].iloc[0]
    assert (row["n_quotes"], row["n_words"]) == (1, 4)
