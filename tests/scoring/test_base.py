from __future__ import annotations

import pandas as pd

from framing import tables
from framing.scoring import base
from tests.comparison import worlds

TEXT = "Ada said: “We go, and soon.” Bo left."


def quoted(start: int, end: int, kind: str = "direct", speaker: str = "Ada") -> pd.DataFrame:
    given = {
        "quote_id": ["q"], "part_no": [0], "doc_id": ["a"], "start": [start], "end": [end],
        "text": [TEXT[start:end]], "kind": [kind], "speaker": [speaker],
        "speaker_start": [0], "speaker_end": [3], "cue_start": [4], "cue_end": [8],
    }  # fmt: skip
    return tables.frame("quotes", given)


def world() -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = worlds.documents([("a", "A", TEXT)])
    return documents, worlds.sentences(documents)


def test_a_sentence_is_cut_where_the_voice_changes() -> None:
    documents, sentences = world()
    start, end = TEXT.index("We"), TEXT.index("”")
    pieces = base.cut(documents, sentences, quoted(start, end))
    assert pieces[["voice", "speaker", "n_words"]].to_numpy().tolist() == [
        ["narrator", "", 2],
        ["direct", "Ada", 4],
        ["narrator", "", 2],
    ]
    for piece in pieces.itertuples():
        assert TEXT[piece.start : piece.end] == piece.text


def test_exposure_by_hand() -> None:
    documents, sentences = world()
    start, end = TEXT.index("We"), TEXT.index("”")
    rows = base.exposure(documents, sentences, quoted(start, end))
    article = rows[rows["doc_id"] == "a"].set_index(["voice", "speaker"])
    assert article.loc[("narrator", ""), "n_words"] == 4
    assert article.loc[("quoted", ""), "n_words"] == 4
    assert article.loc[("quoted", "Ada"), "n_words"] == 4
    assert article.loc[("reported", ""), "n_words"] == 0
    assert article.loc[("all", ""), "n_words"] == 8
    # the one sentence has two voices: once for each, once for all
    assert article.loc[("narrator", ""), "n_sentences"] == 1
    assert article.loc[("all", ""), "n_sentences"] == 1
    pooled = rows[rows["doc_id"] == ""]
    assert pooled["n_words"].tolist() == rows[rows["doc_id"] == "a"]["n_words"].tolist()


def test_reported_speech_is_another_voice() -> None:
    documents, sentences = world()
    start, end = TEXT.index("We"), TEXT.index("”")
    rows = base.exposure(documents, sentences, quoted(start, end, "indirect"))
    article = rows[(rows["doc_id"] == "a") & (rows["speaker"] == "")].set_index("voice")
    assert article["n_words"].to_dict() == {"narrator": 4, "quoted": 0, "reported": 4, "all": 8}


def test_debris_and_other_documents_do_not_count() -> None:
    documents, sentences = world()
    sentences.loc[0, "part"] = "debris"
    quotes = quoted(11, 20).assign(doc_id="elsewhere")
    rows = base.exposure(documents, sentences, quotes)
    assert (rows["n_words"] == 0).all()


def test_no_document_at_all() -> None:
    empty = [tables.empty(name) for name in ("documents", "sentences", "quotes")]
    assert len(base.exposure(*empty)) == 0
