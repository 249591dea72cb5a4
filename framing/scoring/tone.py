"""Tone, sentence by sentence: how friendly or hostile the words are. Tone is not framing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, means
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
            "scorer": ["tone"] * len(pieces),
            "target": [""] * len(pieces),
            "label": np.array(LABELS, dtype=object)[place],
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
    own = judgements[judgements["scorer"] == "tone"].assign(speaker="")
    views = base.expand(own, documents)
    units = base.frame_of_units(documents)
    n_voices = len(tables.POOLED_VOICES)
    offset = np.where(views["level"].to_numpy() == 0, 0, len(documents))
    key = (offset + views["unit"].to_numpy()) * n_voices + views["voice"].to_numpy()
    value = views["value"].to_numpy(dtype=np.float64)
    size = len(units)
    n = np.bincount(key, minlength=size)
    mean, low, high = means.interval(key, value, n, parameters.level)
    few = n < parameters.too_few_hits
    rows = base.name_units(units, documents).merge(
        exposure, on=["doc_id", "event", "outlet", "voice", "speaker"], how="left"
    )
    blank = np.full(size, np.nan)
    return tables.frame(
        "scores",
        {
            **{name: rows[name] for name in ("doc_id", "event", "outlet", "voice", "speaker")},
            "dimension": ["tone"] * size,
            "scorer": ["tone"] * size,
            "target": [""] * size,
            "value": np.where(few, np.nan, mean),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "share": blank,
            "n_pole_1": np.bincount(key, weights=value <= -THRESHOLD, minlength=size).astype(int),
            "n_pole_2": np.bincount(key, weights=value >= THRESHOLD, minlength=size).astype(int),
            "n_hits": n,
            "n_sentences": rows["n_sentences"].fillna(0).astype("int64"),
            "n_words": rows["n_words"].fillna(0).astype("int64"),
            "salience": blank,
            "robust_low": blank,
            "robust_high": blank,
            "status": ["untested"] * size,
            "caution": _cautions(units, documents, few, parameters),
        },
    )


def _cautions(
    units: pd.DataFrame,
    documents: pd.DataFrame,
    few: npt.NDArray[np.bool_],
    parameters: Parameters,
) -> list[str]:
    of_article, of_pool = base.text_cautions(documents, parameters.short_words)
    place = np.where(units["level"] == 0, units["unit"], len(documents) + units["unit"])
    text = np.array(of_article + of_pool, dtype=object)[place]
    flags = [(base.TOO_FEW, few)]
    flags += [(caution, text == caution) for caution in sorted({*text} - {""})]
    return base.join_cautions([*flags, (base.UNTESTED, np.ones(len(units), dtype=bool))])
