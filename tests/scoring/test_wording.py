from __future__ import annotations

import pandas as pd
import pytest

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, wording

TEXT = 'The thugs met again here. He said: "The vile thugs met." They went home.'
SAID = "The vile thugs met."


class Thugs:
    """Loaded is what judges somebody a thug in the stretch that is asked."""

    def judge(self, questions, on_part):
        found = []
        for text, stretches in questions:
            judged = "".join(text[start:end] for start, end in stretches)
            found.append(0.9 if "thugs" in judged else 0.2)
        return found

    def words(self, text, stretches, most):
        start = text.index("thugs", stretches[0][0])
        return [(start, start + 5, 0.7)][:most]


def event(text: str = TEXT, doc_id: str = "a") -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    documents = pd.DataFrame(
        {
            "doc_id": [doc_id],
            "event": ["e"],
            "outlet": ["A"],
            "language": ["en"],
            "n_words": [14],
            "completeness": ["complete"],
        }
    )
    ends = [text.index(mark) + len(mark) for mark in ("here.", 'met."', "home.")]
    starts = [0, ends[0] + 1, ends[1] + 1]
    sentences = tables.frame(
        "sentences",
        {
            "doc_id": [doc_id] * 3,
            "sent_id": [0, 1, 2],
            "start": starts,
            "end": ends,
            "part": ["body"] * 3,
            "text": [text[start:end] for start, end in zip(starts, ends, strict=True)],
        },
    )
    low = text.index(SAID)
    quotes = tables.frame(
        "quotes",
        {
            "quote_id": ["q"],
            "part_no": [0],
            "doc_id": [doc_id],
            "start": [low],
            "end": [low + len(SAID)],
            "text": [SAID],
            "kind": ["direct"],
            "speaker": ["Bo"],
            "speaker_start": [-1],
            "speaker_end": [-1],
            "cue_start": [-1],
            "cue_end": [-1],
        },
    )
    return documents, sentences, quotes


def test_each_voice_is_judged_for_itself() -> None:
    rows = wording.judge(*event(), Thugs())
    assert rows[["voice", "label", "value"]].values.tolist() == [
        ["narrator", "loaded", 0.9],
        ["direct", "loaded", 0.9],
        ["narrator", "plain", 0.2],
    ]
    assert [TEXT[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == [
        "The thugs met again here.",
        SAID,
        "They went home.",
    ]
    assert rows["probability"].tolist() == [0.9, 0.9, 0.8]


def test_other_languages_are_left_out() -> None:
    documents, sentences, quotes = event()
    rows = wording.judge(documents.assign(language="es"), sentences, quotes, Thugs())
    assert not len(rows)


def test_the_words_stand_in_the_documents_text() -> None:
    documents, sentences, quotes = event()
    rows = wording.judge(documents, sentences, quotes, Thugs())
    found = wording.carriers(rows, sentences, Thugs())
    assert [TEXT[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == ["thugs"] * 2
    assert found["voice"].tolist() == ["narrator", "direct"]


def test_scores_by_hand() -> None:
    documents, sentences, quotes = event()
    rows = wording.judge(documents, sentences, quotes, Thugs())
    exposed = base.exposure(documents, sentences, quotes)
    settings = Parameters(too_few_hits=2)
    scores = wording.score(documents, rows, exposed, settings)
    narrator = scores[(scores["voice"] == "narrator") & (scores["doc_id"] == "a")].iloc[0]
    # (.9 + .2) / 2; one of the two pieces is loaded
    assert narrator["value"] == pytest.approx(0.55)
    assert narrator["share"] == 0.5
    assert (narrator["n_pole_1"], narrator["n_pole_2"], narrator["n_hits"]) == (1, 1, 2)
    assert narrator["low"] >= 0
    quoted = scores[(scores["voice"] == "quoted") & (scores["doc_id"] == "a")].iloc[0]
    assert pd.isna(quoted["value"])
    assert "too few words" in quoted["caution"]
    assert scores["caution"].str.contains("untested dimension").all()


def test_nothing_gives_nothing() -> None:
    documents, sentences, quotes = (table.iloc[:0] for table in event())
    rows = wording.judge(documents, sentences, quotes, Thugs())
    assert not len(rows)
    exposed = pd.DataFrame()
    assert not len(wording.score(documents, rows, exposed, Parameters()))
