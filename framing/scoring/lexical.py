"""Lexicon scores by voice and speaker: shares of sentences, never averages over dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, units

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

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
    known = units.of(documents)
    english = documents["language"].isin(["en", ""]).to_numpy(dtype=bool)
    usable = hits[hits["doc_id"].isin(documents["doc_id"][english]) & hits["counted"]]
    rows = _complete(_count(_signed(usable, dimensions), known, len(dimensions)), known, dimensions)
    return _finish(rows, exposed, known, documents, english, dimensions, parameters)


@dataclass(frozen=True)
class _Signed:
    """Hits that lean: their rows, and of each dimension, entry (numbers) and signed weight."""

    rows: pd.DataFrame
    dim: Ints
    entry: Ints
    lean: Floats


@dataclass(frozen=True)
class _Rows:
    """The rows of the scores: numbers of place, dimension, voice, speaker, and what was counted."""

    place: Ints
    dim: Ints
    voice: Ints
    speaker: Ints
    speakers: list[str]
    n1: Ints
    n2: Ints
    n_hits: Ints
    low: Floats
    high: Floats


def _signed(hits: pd.DataFrame, dimensions: Sequence[base.Dimension]) -> _Signed:
    """Give every hit the number of its dimension and its signed weight."""
    dim = pd.Index([d.id for d in dimensions]).get_indexer(pd.Index(hits["dimension"]))
    poles, names = pd.factorize(hits["pole"])
    signs = np.zeros((len(dimensions), max(1, len(names))))
    for number, dimension in enumerate(dimensions):
        of_pole = {pole.id: 1.0 if place else -1.0 for place, pole in enumerate(dimension.poles)}
        signs[number, : len(names)] = [of_pole.get(str(name), 0.0) for name in names]
    sign = np.where(dim >= 0, signs[dim, poles], 0.0)
    kept = sign != 0
    entry = pd.factorize(hits["entry"])[0]
    lean = sign * hits["weight"].to_numpy(dtype=np.float64)
    return _Signed(hits[kept], dim[kept].astype(np.int64), entry[kept].astype(np.int64), lean[kept])


def _count(signed: _Signed, known: units.Units, n_dims: int) -> _Rows:
    """Count hits and leaning sentences of every unit, and its share without any one entry."""
    rows = signed.rows
    views = known.views(rows["doc_id"], rows["voice"], rows["speaker"])
    at = views.row
    n_speakers = len(views.speakers)
    key = ((views.place * n_dims + signed.dim[at]) * units.N_VOICES + views.voice) * n_speakers
    keys, unit = np.unique(key + views.speaker, return_inverse=True)
    unit = unit.astype(np.int64)
    told = base.sentences_of(known.docs(rows["doc_id"]), rows["sent_id"])
    sentence = _pairs(unit, told[at])
    n_units, n_sents = len(keys), int(sentence.max()) + 1 if len(sentence) else 0
    lean = signed.lean[at]
    net = np.bincount(sentence, weights=lean, minlength=n_sents).astype(np.float64)
    of_unit = np.zeros(n_sents, dtype=np.int64)
    of_unit[sentence] = unit
    n1 = np.bincount(of_unit[net < -_TINY], minlength=n_units)
    n2 = np.bincount(of_unit[net > _TINY], minlength=n_units)
    low, high = _leave_one_out(unit, sentence, signed.entry[at], lean, net, n1, n2)
    n_hits = np.bincount(unit, minlength=n_units)
    decoded = _decoded(keys, n_dims, n_speakers)
    return _Rows(*decoded, views.speakers, n1, n2, n_hits, low, high)


def _decoded(keys: Ints, n_dims: int, n_speakers: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Take the number of a unit apart: place, dimension, voice, speaker."""
    rest, speaker = np.divmod(keys, n_speakers)
    rest, voice = np.divmod(rest, units.N_VOICES)
    place, dim = np.divmod(rest, n_dims)
    return place, dim, voice, speaker


def _pairs(one: Ints, two: Ints) -> Ints:
    """Number the distinct pairs of two numbers; give each row's number."""
    stride = int(two.max()) + 1 if len(two) else 1
    return pd.factorize(one * stride + two)[0].astype(np.int64)


def _leave_one_out(
    unit: Ints, sentence: Ints, entry: Ints, lean: Floats, net: Floats, n1: Ints, n2: Ints
) -> tuple[Floats, Floats]:
    """Give the lowest and the highest share of each unit when any one entry is left out."""
    pair = _pairs(sentence, entry)
    n_pairs = int(pair.max()) + 1 if len(pair) else 0
    of_pair = np.zeros((3, n_pairs), dtype=np.int64)
    of_pair[:, pair] = sentence, unit, entry
    before = net[of_pair[0]]
    without = before - np.bincount(pair, weights=lean, minlength=n_pairs)
    drop = _pairs(of_pair[1], of_pair[2])
    n_drops = int(drop.max()) + 1 if len(drop) else 0
    whose = np.zeros(n_drops, dtype=np.int64)
    whose[drop] = of_pair[1]
    first = 1.0 * (without < -_TINY) - (before < -_TINY)
    second = 1.0 * (without > _TINY) - (before > _TINY)
    one = n1[whose] + np.bincount(drop, weights=first, minlength=n_drops)
    two = n2[whose] + np.bincount(drop, weights=second, minlength=n_drops)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = two / (one + two)
    low, high = np.full(len(n1), np.inf), np.full(len(n1), -np.inf)
    defined = np.isfinite(share)
    np.minimum.at(low, whose[defined], share[defined])
    np.maximum.at(high, whose[defined], share[defined])
    return np.where(np.isfinite(low), low, np.nan), np.where(np.isfinite(high), high, np.nan)


def _complete(counted: _Rows, known: units.Units, dimensions: Sequence[base.Dimension]) -> _Rows:
    """Add the articles, pools and voices without a hit, in a fixed order."""
    n_dims, n_speakers = len(dimensions), len(counted.speakers)
    every = np.arange(len(known) * n_dims * units.N_VOICES, dtype=np.int64) * n_speakers
    of_unit = (counted.place * n_dims + counted.dim) * units.N_VOICES + counted.voice
    own = of_unit * n_speakers + counted.speaker
    keys = np.sort(np.concatenate([every, own[counted.speaker > 0]]))
    at = np.searchsorted(keys, own)

    def spread(values: Any, empty: float) -> Any:
        full = np.full(len(keys), empty, dtype=values.dtype)
        full[at] = values
        return full

    counts = (spread(values, 0) for values in (counted.n1, counted.n2, counted.n_hits))
    bounds = (spread(values, np.nan) for values in (counted.low, counted.high))
    return _Rows(*_decoded(keys, n_dims, n_speakers), counted.speakers, *counts, *bounds)


def _heard(rows: _Rows, exposed: pd.DataFrame) -> tuple[Ints, Ints]:
    """Look up the sentences and words of every row's voice and speaker."""
    code = pd.Index(rows.speakers).get_indexer(pd.Index(exposed["speaker"]))
    numbers = {name: number for number, name in enumerate(tables.POOLED_VOICES)}
    voice = units.coded(exposed["voice"], numbers)
    place, n_speakers = exposed["place"].to_numpy(dtype=np.int64), len(rows.speakers)
    known = np.flatnonzero(code >= 0)
    keys = ((place * units.N_VOICES + voice) * n_speakers + code)[known]
    order = np.argsort(keys)
    keys, known = keys[order], known[order]
    wanted = (rows.place * units.N_VOICES + rows.voice) * n_speakers + rows.speaker
    at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
    there = keys[at] == wanted
    n_sentences, n_words = (
        np.where(there, exposed[name].to_numpy(dtype=np.int64)[known[at]], 0)
        for name in ("n_sentences", "n_words")
    )
    return n_sentences, n_words


def _finish(
    rows: _Rows,
    exposed: pd.DataFrame,
    known: units.Units,
    documents: pd.DataFrame,
    english: npt.NDArray[np.bool_],
    dimensions: Sequence[base.Dimension],
    parameters: Parameters,
) -> pd.DataFrame:
    """Work out share, value, bounds and cautions, and withhold what rests on too few words."""
    presence = np.array([d.kind == "presence" for d in dimensions])[rows.dim]
    statuses = [d.status or "untested" for d in dimensions]
    n_sentences, n_words = _heard(rows, exposed)
    n1, n2 = rows.n1, rows.n2
    carry = np.where(presence, n1 + n2, n2)
    base_count = np.where(presence, n_sentences, n1 + n2)
    few = (rows.n_hits < parameters.too_few_hits) | (base_count == 0)
    share = np.where(few, np.nan, carry / np.maximum(base_count, 1))
    value = np.where(presence, share, (n2 - n1) / (n1 + n2 + parameters.shrinkage))
    low, high = jeffreys(carry, base_count - carry, parameters.level)
    robust = few | presence
    # a place that rests on no English text at all
    none = np.bincount(known.pool, weights=english, minlength=len(known) - len(documents)) == 0
    foreign = np.concatenate([~english, none])[rows.place]
    untested = np.array([status == "untested" for status in statuses])[rows.dim]
    salience = 1000 * rows.n_hits / np.maximum(n_words, 1)
    return tables.frame(
        "scores",
        {
            **known.named(rows.place, rows.voice),
            "speaker": tables.picked(rows.speakers, rows.speaker),
            "dimension": tables.picked([d.id for d in dimensions], rows.dim),
            "scorer": "lexical",
            "target": "",
            "value": np.where(few, np.nan, value),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "share": share,
            "n_pole_1": n1,
            "n_pole_2": n2,
            "n_hits": rows.n_hits,
            "n_sentences": n_sentences,
            "n_words": n_words,
            "salience": np.where(foreign | (n_words == 0), np.nan, salience),
            "robust_low": np.where(robust, np.nan, rows.low),
            "robust_high": np.where(robust, np.nan, rows.high),
            "status": tables.picked(statuses, rows.dim),
            "caution": known.cautions(
                documents,
                parameters.short_words,
                rows.place,
                [(base.NOT_ENGLISH, foreign), (base.TOO_FEW, few & ~foreign)],
                [(base.UNTESTED, untested)],
            ),
        },
    )


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
    # few pairs of counts differ: each is worked out once
    one, two = pd.factorize(hits)[0], pd.factorize(misses)[0]
    pair = _pairs(one.astype(np.int64), two.astype(np.int64))
    first = np.zeros(int(pair.max()) + 1 if len(pair) else 0, dtype=np.int64)
    first[pair] = np.arange(len(pair))
    hits, misses, tail = hits[first], misses[first], (1 - level) / 2
    low = betaincinv(hits + 0.5, misses + 0.5, tail)
    high = betaincinv(hits + 0.5, misses + 0.5, 1 - tail)
    low, high = np.where(hits <= 0, 0.0, low), np.where(misses <= 0, 1.0, high)
    return low.astype(np.float64)[pair], high.astype(np.float64)[pair]
