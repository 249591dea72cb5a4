"""Loaded wording, sentence by sentence and voice by voice, with the words that carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, means, units

OnPart = Callable[[int, int], None]
Span = tuple[int, int]
Ints = npt.NDArray[np.int64]
LABELS = ("plain", "loaded")
THRESHOLD = 0.5
# a shorter piece ("he said") holds too little to be judged
LEAST_WORDS = 3
# two decimals: the third is noise of the calibration, and differs between processors
DECIMALS = 2


class Model(Protocol):
    """What answers how likely a sentence is loaded."""

    def judge(
        self, questions: Iterable[tuple[str, tuple[Span, ...]]], on_part: OnPart
    ) -> list[float]:
        """Give the probability for every (text, stretches of it that are judged)."""

    def words(
        self, text: str, stretches: Sequence[Span] | None, most: int
    ) -> list[tuple[int, int, float]]:
        """Give the words that carry it: start, end, share."""


def _silent(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def judge(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    model: Model,
    on_part: OnPart = _silent,
    pieces: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say how likely each analysed sentence is loaded; it is cut where the voice changes.

    ``documents``, ``sentences`` and ``quotes`` are the tables of those names; ``model`` is what
    ``framing.models.wording.load`` gives; ``pieces`` is what ``scoring.base.cut`` gives, if it is
    at hand. Each piece of one voice is judged for itself, though
    read in its sentence, so that what is quoted is not charged to the narrator. Returns the table
    ``judgements`` (scorer ``wording``): value is the probability that the piece is loaded, label
    is loaded from .5 and plain below, probability that of the label. Pieces of fewer than three
    words, page debris and articles that are not in English are left out.

    >>> from framing import tables
    >>> class Half:
    ...     def judge(self, questions, on_part):
    ...         return [0.5 for _ in questions]
    >>> documents = pd.DataFrame({"doc_id": ["a"], "language": ["en"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [16], "part": ["body"], "text": ["The so-called ally"[:16]]})
    >>> judge(documents, sentences, tables.empty("quotes"), Half())["label"].tolist()
    ['loaded']
    """
    english = documents.loc[documents["language"].isin(["en", ""]), "doc_id"]
    pieces = base.cut(documents, sentences, quotes) if pieces is None else pieces
    enough = (pieces["n_words"] >= LEAST_WORDS) & pieces["doc_id"].isin(english)
    pieces = pieces[enough].reset_index(drop=True)
    questions = _questions(pieces, sentences)
    chance = np.round(np.array(model.judge(questions, on_part), dtype=np.float64), DECIMALS)
    loaded = chance >= THRESHOLD
    return tables.frame(
        "judgements",
        {
            **{name: pieces[name] for name in ("doc_id", "sent_id", "start", "end", "voice")},
            "scorer": ["wording"] * len(pieces),
            "target": [""] * len(pieces),
            "label": np.array(LABELS, dtype=object)[loaded.astype(int)],
            "value": chance,
            "probability": np.where(loaded, chance, np.round(1 - chance, DECIMALS)),
        },
    )


def _questions(pieces: pd.DataFrame, sentences: pd.DataFrame) -> list[tuple[str, tuple[Span, ...]]]:
    """Give each piece's whole sentence, and where in it the piece stands."""
    whole = sentences[["doc_id", "sent_id", "start", "text"]].rename(
        columns={"start": "first", "text": "whole"}
    )
    placed = pieces[["doc_id", "sent_id", "start", "end"]].merge(
        whole, on=["doc_id", "sent_id"], how="left"
    )
    return [
        (text, ((start - first, end - first),))
        for text, start, end, first in zip(
            placed["whole"], placed["start"], placed["end"], placed["first"], strict=True
        )
    ]


def carriers(
    judgements: pd.DataFrame, sentences: pd.DataFrame, model: Model, most: int = 3
) -> pd.DataFrame:
    """Find the words that carry the loaded pieces, for underlining.

    ``judgements`` is what ``judge`` gives, ``sentences`` the table, ``model`` the same model,
    ``most`` the number of words of a piece. Returns doc_id, sent_id, start, end (characters of
    the document's text), text, voice, weight: by how much the probability falls without the word.
    """
    loaded = judgements[(judgements["scorer"] == "wording") & (judgements["label"] == "loaded")]
    loaded = loaded.reset_index(drop=True)
    rows = []
    for row, (text, stretches) in zip(
        loaded.itertuples(index=False), _questions(loaded, sentences), strict=True
    ):
        first = int(str(row.start)) - stretches[0][0]
        for start, end, weight in model.words(text, stretches, most):
            place = (first + start, first + end)
            rows.append((row.doc_id, row.sent_id, *place, text[start:end], row.voice, weight))
    columns = ["doc_id", "sent_id", "start", "end", "text", "voice", "weight"]
    return pd.DataFrame(rows, columns=columns)


def score(
    documents: pd.DataFrame,
    judgements: pd.DataFrame,
    exposure: pd.DataFrame,
    parameters: Parameters,
) -> pd.DataFrame:
    """Average the loadedness of the sentences of each article and outlet, by voice.

    ``judgements`` is what ``judge`` gives and ``exposure`` what ``scoring.base.exposure`` gives.
    Returns rows of the table ``scores`` (scorer and dimension ``wording``): value is the mean
    probability over the pieces of that voice, low and high its t interval, share the part of the
    pieces that are loaded, n_hits the number of pieces, n_pole_1 and n_pole_2 those that are
    plain and loaded. With fewer than ``parameters.too_few_hits`` pieces value and share are
    withheld.
    """
    if not len(documents):
        return tables.empty("scores")
    own = judgements[judgements["scorer"] == "wording"]
    known = units.of(documents)
    views = known.views(own["doc_id"], own["voice"])
    value = own["value"].to_numpy(dtype=np.float64)[views.row]
    place, voice = means.every_voice(known)
    return means.table(
        "wording", known, documents, exposure, parameters, place=place, voice=voice, key=views.key,
        value=value, poles=(value < THRESHOLD, value >= THRESHOLD), least=0.0, shares=True,
    )  # fmt: skip
