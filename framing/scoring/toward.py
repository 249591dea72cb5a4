"""Tone toward a person or actor: does a sentence treat them harshly or kindly? A learned score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, means, units

Doubles = npt.NDArray[np.float64]
OnPart = Callable[[int, int], None]
LABELS = ("-1", "0", "1")
# two decimals: the third is noise of the calibration, and differs between processors
DECIMALS = 2


class Model(Protocol):
    """What answers how a text treats a target."""

    def judge(self, questions: Iterable[tuple[str, int, int]], on_part: OnPart) -> Doubles:
        """Give the probabilities of -1, 0, 1 for every (text, start, end)."""


def _silent(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def judge(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    model: Model,
    on_part: OnPart = _silent,
) -> pd.DataFrame:
    """Say how each sentence treats each person or actor that it names, by voice.

    ``documents``, ``sentences`` and ``quotes`` are the tables of those names; ``mentions`` has
    doc_id, target, start, end (characters of the text); ``model`` is what
    ``framing.models.toward.load`` gives. A sentence is cut where the voice changes, and a target
    that a piece names twice is asked once, where it stands first.
    Returns the table ``judgements`` (scorer ``toward``): start and end are those of the piece,
    label is -1, 0 or 1, probability that of the label, value the probability of 1 less that of
    -1. Page debris and articles that are not in English are left out.

    >>> from framing import tables
    >>> class Kind:
    ...     def judge(self, questions, on_part):
    ...         return np.array([[0.1, 0.2, 0.7] for _ in questions])
    >>> documents = pd.DataFrame({"doc_id": ["a"], "language": ["en"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [11], "part": ["body"], "text": ["Ada is good"]})
    >>> mentions = pd.DataFrame({"doc_id": ["a"], "target": ["Ada"], "start": [0], "end": [3]})
    >>> rows = judge(documents, sentences, tables.empty("quotes"), mentions, Kind())
    >>> rows[["target", "label", "value"]].values.tolist()
    [['Ada', '1', 0.6]]
    """
    english = documents[documents["language"].isin(["en", ""])]
    asked = _asked(base.cut(english, sentences, quotes), mentions)
    questions = list(zip(asked["text"], asked["low"], asked["high"], strict=True))
    odds = np.round(np.asarray(model.judge(questions, on_part)).reshape(-1, 3), DECIMALS)
    place = odds.argmax(axis=1)
    return tables.frame(
        "judgements",
        {
            **{n: asked[n] for n in ("doc_id", "sent_id", "start", "end", "voice", "target")},
            "scorer": ["toward"] * len(asked),
            "label": np.array(LABELS, dtype=object)[place],
            "value": np.round(odds[:, 2] - odds[:, 0], DECIMALS),
            "probability": odds.max(axis=1) if len(odds) else odds[:, 0],
        },
    )


def _asked(pieces: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find the piece that holds each mention: one row for each piece and target."""
    pieces = pieces.sort_values(["doc_id", "start"], kind="stable").reset_index(drop=True)
    holder = _holders(pieces, mentions)
    inside = holder >= 0
    held = pieces.iloc[holder[inside]].reset_index(drop=True)
    named = mentions[inside].reset_index(drop=True)
    found = held.assign(
        target=named["target"].astype("str"),
        low=np.maximum(named["start"] - held["start"], 0).astype(int),
        high=np.minimum(named["end"], held["end"]).astype(int) - held["start"],
    )
    found = found[found["low"] < found["high"]]
    ordered = found.sort_values(["doc_id", "start", "low"], kind="stable")
    once = ordered.drop_duplicates(["doc_id", "start", "target"])
    rows: pd.DataFrame = once.reset_index(drop=True)
    for column in ("low", "high"):
        rows[column] = pd.Series(rows[column].tolist(), dtype=object)
    return rows


def _holders(pieces: pd.DataFrame, mentions: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Give the row of the piece that holds a mention's first character; -1 = none does."""
    found = np.full(len(mentions), -1, dtype=np.int64)
    of_piece = pieces.groupby("doc_id", sort=False).indices
    for doc_id, rows in mentions.groupby("doc_id", sort=False).indices.items():
        own = of_piece.get(doc_id)
        if own is None:
            continue
        at = mentions["start"].to_numpy()[rows]
        near = np.searchsorted(pieces["start"].to_numpy()[own], at, side="right") - 1
        row = own[np.maximum(near, 0)]
        holds = (near >= 0) & (at < pieces["end"].to_numpy()[row])
        found[rows] = np.where(holds, row, -1)
    return found


def score(
    documents: pd.DataFrame,
    judgements: pd.DataFrame,
    exposure: pd.DataFrame,
    parameters: Parameters,
) -> pd.DataFrame:
    """Average the tone toward each target over the pieces of each article and outlet, by voice.

    ``judgements`` is what ``judge`` gives and ``exposure`` what ``scoring.base.exposure`` gives.
    Returns rows of the table ``scores`` (scorer and dimension ``toward``, target set) for the
    targets that an article or outlet names in that voice: value is the mean over the pieces, low
    and high its t interval, n_hits the number of pieces, n_pole_1 and n_pole_2 those labelled -1
    and 1; share is not used (NaN). With fewer than ``parameters.too_few_hits`` pieces the value
    is withheld.
    """
    own = judgements[judgements["scorer"] == "toward"].reset_index(drop=True)
    if not len(documents) or not len(own):
        return tables.empty("scores")
    known = units.of(documents)
    views = known.views(own["doc_id"], own["voice"])
    code, targets = pd.factorize(own["target"], sort=True)
    # rows in the order of place, target and voice
    of_view = views.place * len(targets) + code[views.row]
    keys, key = np.unique(of_view * units.N_VOICES + views.voice, return_inverse=True)
    named, voice = np.divmod(keys, units.N_VOICES)
    place, target = np.divmod(named, len(targets))
    value = own["value"].to_numpy(dtype=np.float64)[views.row]
    label = own["label"].to_numpy(dtype=object)[views.row]
    return means.table(
        "toward", known, documents, exposure, parameters, place=place, voice=voice, key=key,
        value=value, poles=(label == "-1", label == "1"),
        target=tables.picked(list(targets), target),
    )  # fmt: skip


def frequent(judgements: pd.DataFrame, actors: Sequence[str], least: int = 3) -> list[str]:
    """Choose the targets that a report shows: the event's actors first, then frequent names.

    ``judgements`` is the table, ``actors`` the names of corpus.toml, ``least`` the number of
    pieces from which a name is shown. Returns names, the most often judged first.

    >>> rows = pd.DataFrame({"scorer": ["toward"] * 4, "target": ["Bo", "Ada", "Ada", "Ada"]})
    >>> frequent(rows, ["Bo", "Cy"], least=2)
    ['Ada', 'Bo']
    """
    counts = judgements.loc[judgements["scorer"] == "toward", "target"].value_counts()
    shown = [(-int(n), str(name)) for name, n in counts.items() if n >= least or name in actors]
    return [name for _, name in sorted(shown)]
