"""The program's numbers on five sentences are those of BY-HAND.md."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import paths
from framing.comparison import keywords, naming
from framing.corpus import readers
from framing.lexicon import dictionary, files, labels, match, referents
from framing.parameters import Parameters
from framing.scoring import lexical
from framing.text import quotes, scope, sentences

TINY = Path(__file__).resolve().parent
DIMENSION = "criminals-migrants"
Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tiny() -> Tables:
    """The five sentences, run through the stages one by one."""
    home = paths.data_dir("lexicons")
    dimensions = files.load_folder([home])
    corpus = readers.load(TINY)
    cut = sentences.split(corpus.documents, corpus.debris)
    said, _ = quotes.find(corpus.documents, cut, corpus.actors)
    denied = scope.find(corpus.documents, cut)
    known = referents.load(home / "referents")
    named = labels.find(corpus.documents, cut, said, denied, known, corpus.actors, corpus.event)
    words = dictionary.compile(dimensions)
    hits = match.find(corpus.documents, cut, said, denied, named, words)
    scores = lexical.score(corpus.documents, cut, said, hits, dimensions, Parameters())
    return {
        "documents": corpus.documents,
        "sentences": cut,
        "quotes": said,
        "labels": named,
        "hits": hits[hits["dimension"] == DIMENSION],
        "scores": scores[(scores["dimension"] == DIMENSION) & (scores["speaker"] == "")],
    }


def _pooled(tiny: Tables, outlet: str, voice: str) -> pd.Series:
    scores = tiny["scores"]
    rows = scores[
        (scores["doc_id"] == "") & (scores["outlet"] == outlet) & (scores["voice"] == voice)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_five_sentences(tiny: Tables) -> None:
    assert tiny["sentences"]["doc_id"].tolist() == [
        "north-1",
        "north-1",
        "north-2",
        "south-1",
        "south-1",
    ]


def test_two_quotations_with_their_speakers(tiny: Tables) -> None:
    columns = ["doc_id", "start", "end", "kind", "speaker"]
    assert tiny["quotes"][columns].to_numpy().tolist() == [
        ["north-1", 103, 135, "direct", "Mayor Okafor"],
        ["south-1", 103, 140, "direct", "Minister Adair"],
    ]


def test_ten_hits_of_which_eight_count(tiny: Tables) -> None:
    columns = ["doc_id", "start", "end", "pole", "voice", "polarity", "counted"]
    found = tiny["hits"].sort_values(["doc_id", "start"])[columns].to_numpy().tolist()
    assert found == [
        ["north-1", 18, 32, "criminals", "narrator", "asserted", True],
        ["north-1", 49, 63, "criminals", "narrator", "asserted", True],
        ["north-1", 107, 115, "migrants", "direct", "asserted", True],
        ["north-1", 125, 134, "criminals", "direct", "negated", False],
        ["north-2", 4, 12, "migrants", "narrator", "asserted", True],
        ["north-2", 48, 56, "migrants", "narrator", "asserted", True],
        ["south-1", 4, 12, "migrants", "narrator", "asserted", True],
        ["south-1", 37, 45, "migrants", "narrator", "asserted", True],
        ["south-1", 92, 100, "migrants", "narrator", "asserted", True],
        ["south-1", 130, 139, "criminals", "direct", "rejected", False],
    ]


@pytest.mark.parametrize(
    ("outlet", "voice", "hits", "n1", "n2", "share", "value"),
    [
        ("North Post", "narrator", 4, 2, 1, 1 / 3, -1 / 6),
        ("North Post", "all", 5, 1, 1, 1 / 2, 0.0),
        ("South Post", "narrator", 3, 0, 1, 1.0, 1 / 4),
        ("South Post", "all", 3, 0, 1, 1.0, 1 / 4),
    ],
)
def test_share_and_value(
    tiny: Tables,
    outlet: str,
    voice: str,
    hits: int,
    n1: int,
    n2: int,
    share: float,
    value: float,
) -> None:
    row = _pooled(tiny, outlet, voice)
    assert (row["n_hits"], row["n_pole_1"], row["n_pole_2"]) == (hits, n1, n2)
    assert row["share"] == pytest.approx(share)
    assert row["value"] == pytest.approx(value)


@pytest.mark.parametrize(("outlet", "hits"), [("North Post", 1), ("South Post", 0)])
def test_under_three_hits_nothing_is_said(tiny: Tables, outlet: str, hits: int) -> None:
    scores = tiny["scores"]
    rows = scores[
        (scores["doc_id"] == "") & (scores["outlet"] == outlet) & (scores["voice"] == "quoted")
    ]
    assert rows["n_hits"].tolist() in ([hits], [])
    assert rows["share"].isna().all()
    assert rows["value"].isna().all()


@pytest.mark.parametrize(
    ("outlet", "voice", "low", "high"),
    [
        ("North Post", "narrator", 0.0387, 0.8233),
        ("North Post", "all", 0.0608, 0.9392),
        ("South Post", "narrator", 0.1467, 1.0),
    ],
)
def test_interval(tiny: Tables, outlet: str, voice: str, low: float, high: float) -> None:
    row = _pooled(tiny, outlet, voice)
    assert (round(row["low"], 4), round(row["high"], 4)) == (low, high)


@pytest.mark.parametrize(
    ("outlet", "words", "salience"),
    [("North Post", 29, 137.93), ("South Post", 22, 136.36)],
)
def test_salience(tiny: Tables, outlet: str, words: int, salience: float) -> None:
    row = _pooled(tiny, outlet, "narrator")
    assert row["n_words"] == words
    assert round(row["salience"], 2) == salience


def test_share_hangs_on_single_words(tiny: Tables) -> None:
    row = _pooled(tiny, "North Post", "narrator")
    assert (row["robust_low"], row["robust_high"]) == (0.0, 1.0)


def test_naming(tiny: Tables) -> None:
    rows = naming.distribution(tiny["labels"], tiny["documents"])
    rows = rows[(rows["referent"] == "people_removed") & (rows["voice"] == "narrator")]
    found = {(row.outlet, row.name): (row.count, row.share) for row in _tuples(rows)}
    assert found == {
        ("North Post", "illegal aliens"): (2, 0.5),
        ("North Post", "migrants"): (2, 0.5),
        ("South Post", "migrants"): (3, 1.0),
    }


class _Name:
    """A row of naming: the column count would hide a method of a named tuple."""

    def __init__(self, row: dict[str, object]) -> None:
        self.outlet, self.name = str(row["outlet"]), str(row["name"])
        self.count, self.share = row["count"], row["share"]


def _tuples(rows: pd.DataFrame) -> list[_Name]:
    return [_Name(row) for row in rows.to_dict("records")]


def test_naming_distance_of_the_two_outlets(tiny: Tables) -> None:
    rows = naming.distances(tiny["labels"], tiny["documents"])
    rows = rows[(rows["dimension"] == "people_removed") & (rows["voice"] == "narrator")]
    assert len(rows) > 0
    assert rows["difference"].round(4).eq(0.5579).all()
    assert rows["p"].isna().all()


def test_gate_is_no_finding(tiny: Tables) -> None:
    rows = keywords.find(tiny["documents"], tiny["sentences"], Parameters())
    rows = rows[(rows["outlet"] == "South Post") & (rows["term"] == "gate")]
    assert (rows["count"] <= 2).all()
    assert not (rows["p_adjusted"] < 0.05).any()
