from __future__ import annotations

import math

import numpy as np
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, toward

TEXT = "Ada is good. Ada is bad and Bo came. “Ada is bad,” said Bo. Ada is good, Ada said."


class Words:
    """A model that judges by two words, so that every number can be checked by hand."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, questions, on_part):
        rows = []
        for text, start, end in questions:
            self.asked.append((text, text[start:end]))
            bad, good = 0.8 * ("bad" in text), 0.8 * ("good" in text)
            rows.append([0.1 + bad, 1 - 0.2 - bad - good, 0.1 + good])
        return np.array(rows)


def example(text: str = TEXT) -> tuple[pd.DataFrame, ...]:
    documents = pd.DataFrame(
        {
            "doc_id": ["a"],
            "event": ["e"],
            "outlet": ["A"],
            "language": ["en"],
            "n_words": [19],
            "completeness": ["complete"],
        }
    )
    starts = [0, 13, 37, 60]
    ends = [12, 36, 59, len(text)]
    sentences = tables.frame(
        "sentences",
        {
            "doc_id": ["a"] * 4,
            "sent_id": range(4),
            "start": starts,
            "end": ends,
            "part": ["body"] * 4,
            "text": [text[s:e] for s, e in zip(starts, ends, strict=True)],
        },
    )
    quotes = tables.frame(
        "quotes",
        {
            "quote_id": ["q"],
            "part_no": [0],
            "doc_id": ["a"],
            "start": [38],
            "end": [49],
            "text": ["Ada is bad,"],
            "kind": ["direct"],
            "speaker": ["Bo"],
            "speaker_start": [56],
            "speaker_end": [58],
            "cue_start": [51],
            "cue_end": [55],
        },
    )
    places = [(n, i) for n in ("Ada", "Bo") for i in range(len(text)) if text.startswith(n, i)]
    mentions = pd.DataFrame(
        {
            "doc_id": ["a"] * len(places),
            "target": [n for n, _ in places],
            "start": [i for _, i in places],
            "end": [i + len(n) for n, i in places],
        }
    )
    return documents, sentences, quotes, mentions


def test_each_piece_and_target_is_asked_once() -> None:
    model = Words()
    rows = toward.judge(*example(), model)
    assert model.asked == [
        ("Ada is good.", "Ada"),
        ("Ada is bad and Bo came.", "Ada"),
        ("Ada is bad and Bo came.", "Bo"),
        ("Ada is bad,", "Ada"),
        ("” said Bo.", "Bo"),
        ("Ada is good, Ada said.", "Ada"),
    ]
    assert rows["label"].tolist() == ["1", "-1", "-1", "-1", "0", "1"]
    assert rows["voice"].tolist() == [
        "narrator", "narrator", "narrator", "direct", "narrator", "narrator",
    ]  # fmt: skip
    assert rows["value"].tolist() == [0.8, -0.8, -0.8, -0.8, 0.0, 0.8]
    assert tables.check("judgements", rows) == []
    for row in rows.itertuples():
        assert TEXT[row.start : row.end] in [text for text, _ in model.asked]


def test_the_mean_by_voice_and_its_counts() -> None:
    documents, sentences, quotes, mentions = example()
    judged = toward.judge(documents, sentences, quotes, mentions, Words())
    exposed = base.exposure(documents, sentences, quotes)
    scores = toward.score(documents, judged, exposed, Parameters())
    assert tables.check("scores", scores) == []
    ada = scores[(scores["target"] == "Ada") & (scores["doc_id"] == "a")].set_index("voice")
    assert sorted(ada.index) == ["all", "narrator", "quoted"]
    # narrator: .8, -.8, .8; all: and -.8
    assert math.isclose(ada.loc["narrator", "value"], 0.8 / 3)
    assert ada.loc["all", "value"] == 0
    assert ada.loc["all", ["n_hits", "n_pole_1", "n_pole_2"]].tolist() == [4, 2, 2]
    assert math.isnan(ada.loc["quoted", "value"])
    assert "too few words" in ada.loc["quoted", "caution"]
    assert (scores["dimension"] == "toward").all()
    assert set(scores["doc_id"]) == {"a", ""}


def test_other_languages_and_no_mentions_give_no_rows() -> None:
    documents, sentences, quotes, mentions = example()
    foreign = toward.judge(documents.assign(language="es"), sentences, quotes, mentions, Words())
    nobody = toward.judge(documents, sentences, quotes, mentions[:0], Words())
    for rows in (foreign, nobody):
        assert len(rows) == 0
        assert tables.check("judgements", rows) == []
        exposed = base.exposure(documents, sentences, quotes)
        assert len(toward.score(documents, rows, exposed, Parameters())) == 0


def test_a_mention_that_a_piece_cuts_is_judged_where_it_begins() -> None:
    documents, sentences, quotes, mentions = example()
    wide = mentions[mentions["target"] == "Bo"][1:].assign(start=45, end=58)
    model = Words()
    toward.judge(documents, sentences, quotes, wide, model)
    assert model.asked == [("Ada is bad,", "bad,")]
