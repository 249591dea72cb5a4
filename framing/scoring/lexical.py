"""Lexicon scores by voice and speaker: shares of sentences, never averages over dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_UNIT = ["level", "unit", "dim", "voice", "speaker"]
_TINY = 1e-9


def score(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    hits: pd.DataFrame,
    dimensions: Sequence[base.Dimension],
    parameters: Parameters,
    exposed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say for every article and outlet how its sentences lean on each dimension, by voice.

    Arguments are the tables of those names, the dimensions and the settings; ``exposed`` is what
    ``base.exposure`` gives, if it is there already. Returns the table ``scores`` (scorer
    ``lexical``): a row per article, dimension and voice, the same pooled over an outlet's
    articles of one event (doc_id empty), and a row for each speaker with a hit.
    share = n_pole_2 / (n_pole_1 + n_pole_2), counted in sentences whose counted hits lean;
    value = (n_pole_2 - n_pole_1) / (n_pole_1 + n_pole_2 + k) with k ``parameters.shrinkage``;
    low and high bound the share (Jeffreys; Brown, Cai, DasGupta 2001); robust_low and
    robust_high are the share's range when any one entry is left out (Card et al. 2022). Of a
    dimension of kind ``presence``, n_pole_1 counts the sentences that carry it and share is their
    part of all analysed sentences. Under ``parameters.too_few_hits`` counted hits, value, share
    and bounds are withheld (NaN). An article that is not in English gets no lexical score.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"],
    ...     "language": ["en"], "n_words": [2], "completeness": ["short"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [9], "part": ["body"], "text": ["It rained"]})
    >>> rows = score(documents, sentences, tables.empty("quotes"), tables.empty("hits"), [],
    ...              Parameters())
    >>> len(rows)
    0
    """
    if exposed is None:
        exposed = base.exposure(documents, sentences, quotes)
    if not len(documents) or not dimensions:
        return tables.empty("scores")
    english = _english(documents)
    usable = hits[hits["doc_id"].isin(documents["doc_id"][english]) & hits["counted"]]
    views = base.expand(_signed(usable, dimensions), documents)
    counted = _count(views)
    rows = _complete(counted, documents, dimensions)
    named = base.name_units(rows, documents)
    named = named.merge(exposed, on=["doc_id", "event", "outlet", "voice", "speaker"], how="left")
    named[["n_sentences", "n_words"]] = named[["n_sentences", "n_words"]].fillna(0).astype("int64")
    return _finish(named, documents, english, dimensions, parameters)


def _english(documents: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return documents["language"].isin(["en", ""]).to_numpy()


def _signed(hits: pd.DataFrame, dimensions: Sequence[base.Dimension]) -> pd.DataFrame:
    """Give every hit the number of its dimension and its signed weight."""
    ids = [dimension.id for dimension in dimensions]
    signs = {
        (dimension.id, pole.id): -1.0 if place == 0 else 1.0
        for dimension in dimensions
        for place, pole in enumerate(dimension.poles)
    }
    dim = pd.Index(ids).get_indexer(pd.Index(hits["dimension"]))
    pairs = list(zip(hits["dimension"], hits["pole"], strict=True))
    sign = np.array([signs.get(pair, 0.0) for pair in pairs], dtype=np.float64)
    found = pd.DataFrame(
        {
            "doc_id": hits["doc_id"].to_numpy(),
            "sent_id": hits["sent_id"].to_numpy(),
            "voice": hits["voice"].to_numpy(),
            "speaker": hits["speaker"].to_numpy(),
            "dim": dim,
            "entry": pd.factorize(hits["entry"], sort=True)[0],
            "lean": sign * hits["weight"].to_numpy(),
        }
    )
    signed: pd.DataFrame = found[(dim >= 0) & (sign != 0)]
    return signed


def _count(views: pd.DataFrame) -> pd.DataFrame:
    """Count hits and leaning sentences of every unit, and its share without any one entry."""
    units, unit = _number(views, _UNIT)
    sentence = _number(pd.DataFrame({"unit": unit, "doc": views["doc"], "s": views["sent_id"]}))[1]
    n_units, n_sents = len(units), int(sentence.max()) + 1 if len(sentence) else 0
    lean = views["lean"].to_numpy(dtype=np.float64)
    net = np.bincount(sentence, weights=lean, minlength=n_sents).astype(np.float64)
    of_unit = np.zeros(n_sents, dtype=np.int64)
    of_unit[sentence] = unit
    n1 = np.bincount(of_unit[net < -_TINY], minlength=n_units)
    n2 = np.bincount(of_unit[net > _TINY], minlength=n_units)
    low, high = _leave_one_out(unit, sentence, views["entry"].to_numpy(), lean, net, n1, n2)
    return units.assign(
        n_pole_1=n1,
        n_pole_2=n2,
        n_hits=np.bincount(unit, minlength=n_units),
        robust_low=low,
        robust_high=high,
    )


def _number(frame: pd.DataFrame, keys: Sequence[str] | None = None) -> tuple[pd.DataFrame, Ints]:
    """Number the distinct rows of a frame in sorted order; give them and each row's number."""
    keys = list(keys or frame.columns)
    grouped = frame.groupby(keys, sort=True)
    distinct = grouped.size().index.to_frame(index=False)
    return distinct, np.asarray(grouped.ngroup(), dtype=np.int64)


def _leave_one_out(
    unit: Ints, sentence: Ints, entry: Ints, lean: Floats, net: Floats, n1: Ints, n2: Ints
) -> tuple[Floats, Floats]:
    """Give the lowest and the highest share of each unit when any one entry is left out."""
    pairs, pair = _number(pd.DataFrame({"sentence": sentence, "entry": entry}))
    without = net[pairs["sentence"]] - np.bincount(pair, weights=lean, minlength=len(pairs))
    before = net[pairs["sentence"]]
    owner = np.zeros(len(pairs), dtype=np.int64)
    owner[pair] = unit
    drops, drop = _number(pd.DataFrame({"unit": owner, "entry": pairs["entry"]}))
    whose = drops["unit"].to_numpy(dtype=np.int64)
    first = 1.0 * (without < -_TINY) - (before < -_TINY)
    second = 1.0 * (without > _TINY) - (before > _TINY)
    one = n1[whose] + np.bincount(drop, weights=first, minlength=len(drops))
    two = n2[whose] + np.bincount(drop, weights=second, minlength=len(drops))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = two / (one + two)
    low, high = np.full(len(n1), np.inf), np.full(len(n1), -np.inf)
    defined = np.isfinite(share)
    np.minimum.at(low, whose[defined], share[defined])
    np.maximum.at(high, whose[defined], share[defined])
    return np.where(np.isfinite(low), low, np.nan), np.where(np.isfinite(high), high, np.nan)


def _complete(
    counted: pd.DataFrame, documents: pd.DataFrame, dimensions: Sequence[base.Dimension]
) -> pd.DataFrame:
    """Add the articles, pools and voices without a hit, in a fixed order."""
    every = base.frame_of_units(documents).merge(
        pd.DataFrame({"dim": np.arange(len(dimensions))}), how="cross"
    )
    counts = ["n_pole_1", "n_pole_2", "n_hits"]
    rows = every.merge(counted, on=_UNIT, how="outer")
    rows[counts] = rows[counts].fillna(0).astype("int64")
    return rows.sort_values(_UNIT, ignore_index=True)


def _finish(
    rows: pd.DataFrame,
    documents: pd.DataFrame,
    english: npt.NDArray[np.bool_],
    dimensions: Sequence[base.Dimension],
    parameters: Parameters,
) -> pd.DataFrame:
    """Work out share, value, bounds and cautions, and withhold what rests on too few words."""
    dim = rows["dim"].to_numpy()
    presence = np.array([d.kind == "presence" for d in dimensions])[dim]
    status = np.array([d.status or "untested" for d in dimensions])[dim]
    n1, n2 = rows["n_pole_1"].to_numpy(), rows["n_pole_2"].to_numpy()
    carry = np.where(presence, n1 + n2, n2)
    base_count = np.where(presence, rows["n_sentences"].to_numpy(), n1 + n2)
    few = (rows["n_hits"].to_numpy() < parameters.too_few_hits) | (base_count == 0)
    share = np.where(few, np.nan, carry / np.maximum(base_count, 1))
    value = np.where(presence, share, (n2 - n1) / (n1 + n2 + parameters.shrinkage))
    low, high = jeffreys(carry, base_count - carry, parameters.level)
    robust = few | presence
    foreign = _foreign(rows, documents, english)
    words = rows["n_words"].to_numpy()
    return tables.frame(
        "scores",
        {
            **{name: rows[name] for name in ("doc_id", "event", "outlet", "voice", "speaker")},
            "dimension": np.array([d.id for d in dimensions], dtype=object)[dim],
            "scorer": ["lexical"] * len(rows),
            "target": [""] * len(rows),
            "value": np.where(few, np.nan, value),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "share": share,
            **{name: rows[name] for name in ("n_pole_1", "n_pole_2", "n_hits")},
            **{name: rows[name] for name in ("n_sentences", "n_words")},
            "salience": np.where(
                foreign | (words == 0), np.nan, 1000 * rows["n_hits"] / np.maximum(words, 1)
            ),
            "robust_low": np.where(robust, np.nan, rows["robust_low"]),
            "robust_high": np.where(robust, np.nan, rows["robust_high"]),
            "status": status,
            "caution": _cautions(rows, documents, few, foreign, status, parameters),
        },
    )


def _foreign(
    rows: pd.DataFrame, documents: pd.DataFrame, english: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Say which rows rest on no English text at all."""
    pool, names = base.groups_of(documents)
    none = np.bincount(pool, weights=english, minlength=len(names)) == 0
    unit = rows["unit"].to_numpy()
    both = np.concatenate([~english, none])
    return both[np.where(rows["level"] == 0, unit, len(documents) + unit)]


def _cautions(
    rows: pd.DataFrame,
    documents: pd.DataFrame,
    few: npt.NDArray[np.bool_],
    foreign: npt.NDArray[np.bool_],
    status: Any,
    parameters: Parameters,
) -> list[str]:
    of_article, of_pool = base.text_cautions(documents, parameters.short_words)
    unit = rows["unit"].to_numpy()
    place = np.where(rows["level"] == 0, unit, len(documents) + unit)
    text = np.array(of_article + of_pool, dtype=object)[place]
    flags = [
        (base.NOT_ENGLISH, foreign),
        (base.TOO_FEW, few & ~foreign),
        *((caution, text == caution) for caution in sorted({*text} - {""})),
        (base.UNTESTED, status == "untested"),
    ]
    return base.join_cautions(flags)


def jeffreys(hits: Any, misses: Any, level: float) -> tuple[Floats, Floats]:
    """Bound a share by Jeffreys' interval: the middle of a Beta(hits + 1/2, misses + 1/2).

    ``hits`` and ``misses`` are counts of equal shape, ``level`` lies between 0 and 1. Returns low
    and high; low is 0 without hits, high is 1 without misses (Brown, Cai, DasGupta 2001).

    >>> low, high = jeffreys([8], [2], 0.95)
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (0.5, 0.96)
    """
    from scipy.special import betaincinv

    hits, misses = np.asarray(hits, dtype=float), np.asarray(misses, dtype=float)
    pairs, inverse = np.unique(np.column_stack([hits, misses]), axis=0, return_inverse=True)
    tail = (1 - level) / 2
    low = betaincinv(pairs[:, 0] + 0.5, pairs[:, 1] + 0.5, tail)
    high = betaincinv(pairs[:, 0] + 0.5, pairs[:, 1] + 0.5, 1 - tail)
    low, high = np.where(pairs[:, 0] <= 0, 0.0, low), np.where(pairs[:, 1] <= 0, 1.0, high)
    place = inverse.ravel()
    return low.astype(np.float64)[place], high.astype(np.float64)[place]
