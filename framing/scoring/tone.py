"""Tone, sentence by sentence: how friendly or hostile the words are. Tone is not framing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, means, units
from framing.scoring.vader import compound

THRESHOLD = 0.05
LABELS = ("negative", "neutral", "positive")


def judge(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    pieces: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give every analysed sentence its tone; a sentence is cut where the voice changes.

    Arguments are the tables of those names; ``pieces`` is what ``base.cut`` gives of them, if it
    is there already. Returns the table ``judgements`` (scorer ``tone``): value is VADER's compound
    score of the piece, from -1 to 1, label is negative up to -0.05, positive from 0.05 and neutral
    between, as VADER's authors propose (Hutto & Gilbert 2014).
    Page debris and articles that are not in English are left out.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": ["a"], "language": ["en"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [14], "part": ["body"], "text": ["A great relief"]})
    >>> judge(documents, sentences, tables.empty("quotes"))[["label", "value"]].values.tolist()
    [['positive', 0.802]]
    """
    english = documents[documents["language"].isin(["en", ""])]
    if pieces is None:
        pieces = base.cut(english, sentences, quotes)
    elif len(english) < len(documents):
        pieces = pieces[pieces["doc_id"].isin(english["doc_id"])].reset_index(drop=True)
    values = np.array([compound(text) for text in pieces["text"].tolist()], dtype=np.float64)
    place = 1 + (values >= THRESHOLD).astype(int) - (values <= -THRESHOLD).astype(int)
    return tables.frame(
        "judgements",
        {
            **{name: pieces[name] for name in ("doc_id", "sent_id", "start", "end", "voice")},
            "scorer": "tone",
            "target": "",
            "label": tables.picked(LABELS, place),
            "value": values,
            "probability": np.full(len(pieces), np.nan),
        },
    )


def score(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    judgements: pd.DataFrame,
    exposure: pd.DataFrame,
    parameters: Parameters,
) -> pd.DataFrame:
    """Average the tone of the sentences of each article and outlet, by voice.

    ``judgements`` is what ``judge`` gives and ``exposure`` what ``scoring.base.exposure`` gives.
    Returns rows of the table ``scores`` (scorer and dimension ``tone``): value is the mean over
    the pieces of that voice, low and high its t interval, n_hits the number of pieces, n_pole_1
    and n_pole_2 those that are negative and positive; share is not used (NaN). With fewer than
    ``parameters.too_few_hits`` pieces the value is withheld. The mean over sentences, not the
    score of the whole text, because VADER's sum over a long text runs to an end of its scale.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"],
    ...     "language": ["en"], "n_words": [9], "completeness": ["complete"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"] * 3, "sent_id": [0, 1, 2],
    ...     "start": [0, 6, 12], "end": [5, 11, 17], "part": ["body"] * 3,
    ...     "text": ["A war", "A joy", "A day"]})
    >>> quotes = tables.empty("quotes")
    >>> rows = score(documents, sentences, judge(documents, sentences, quotes),
    ...              base.exposure(documents, sentences, quotes), Parameters())
    >>> rows["value"].round(3).tolist()[0], rows["n_pole_2"].tolist()[0]
    (-0.005, 1)
    """
    if not len(documents):
        return tables.empty("scores")
    own = judgements[judgements["scorer"] == "tone"]
    known = units.of(documents)
    views = known.views(own["doc_id"], own["voice"])
    value = own["value"].to_numpy(dtype=np.float64)[views.row]
    place, voice = means.every_voice(known)
    return means.table(
        "tone", known, documents, exposure, parameters, place=place, voice=voice, key=views.key,
        value=value, poles=(value <= -THRESHOLD, value >= THRESHOLD),
    )  # fmt: skip
