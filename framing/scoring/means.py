"""A mean and how far it may be trusted, and the scores that are means of judgements."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.parameters import Parameters
from framing.scoring import base, units

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


def interval(
    key: Ints, value: Doubles, n: Ints, level: float, least: float = -1.0
) -> tuple[Doubles, Doubles, Doubles]:
    """Give each unit's mean and its t interval, kept between ``least`` and 1.

    ``key`` is the unit of each value, ``n`` how many values each unit has, ``level`` the level of
    the interval. With one value the interval is unknown (NaN).

    >>> mean, low, high = interval(np.array([0, 0]), np.array([0.0, 1.0]), np.array([2]), 0.4)
    >>> mean.tolist(), low.round(2).tolist(), high.round(2).tolist()
    ([0.5], [0.14], [0.86])
    """
    from scipy.special import stdtrit

    size = len(n)
    mean = np.bincount(key, weights=value, minlength=size) / np.maximum(n, 1)
    squares = np.bincount(key, weights=(value - mean[key]) ** 2, minlength=size)
    free = np.maximum(n - 1, 1)
    half = stdtrit(free, 1 - (1 - level) / 2) * np.sqrt(squares / free / np.maximum(n, 1))
    half = np.where(n > 1, half, np.nan).astype(np.float64)
    return mean, np.maximum(mean - half, least), np.minimum(mean + half, 1.0)


def table(
    scorer: str,
    known: units.Units,
    documents: pd.DataFrame,
    exposed: pd.DataFrame,
    parameters: Parameters,
    *,
    place: Ints,
    voice: Ints,
    key: Ints,
    value: Doubles,
    poles: tuple[Any, Any],
    target: Any = "",
    least: float = -1.0,
    shares: bool = False,
) -> pd.DataFrame:
    """Average judgements into rows of the table ``scores``, one for each place and voice.

    ``scorer`` names scorer and dimension; ``exposed`` is what ``base.exposure`` gives. Of each row
    to be made ``place`` and ``voice`` give the numbers and ``target`` whom it is about. Of each
    judgement ``key`` is the row it belongs to, ``value`` its value, ``poles`` whether it lies at
    the first and at the second end. ``least`` is the lowest value that can be, ``shares`` says
    whether the part at the second end is given. With fewer than ``parameters.too_few_hits``
    judgements value, bounds and share are withheld (NaN).
    """
    size = len(place)
    n = np.bincount(key, minlength=size)
    mean, low, high = interval(key, value, n, parameters.level, least)
    few = n < parameters.too_few_hits
    first, second = (np.bincount(key, weights=one, minlength=size).astype(int) for one in poles)
    blank = np.full(size, np.nan)
    n_sentences, n_words = base.heard(exposed, known, place, voice)
    always = [(base.UNTESTED, np.ones(size, dtype=bool))]
    return tables.frame(
        "scores",
        {
            **known.named(place, voice),
            "speaker": "",
            "dimension": scorer,
            "scorer": scorer,
            "target": target,
            "value": np.where(few, np.nan, mean),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "share": np.where(few, np.nan, second / np.maximum(n, 1)) if shares else blank,
            "n_pole_1": first,
            "n_pole_2": second,
            "n_hits": n,
            "n_sentences": n_sentences,
            "n_words": n_words,
            "salience": blank,
            "robust_low": blank,
            "robust_high": blank,
            "status": "untested",
            "caution": known.cautions(
                documents, parameters.short_words, place, [(base.TOO_FEW, few)], always
            ),
        },
    )


def every_voice(known: units.Units) -> tuple[Ints, Ints]:
    """List every voice of every article and pool: the numbers of places, and of voices."""
    return (
        np.repeat(np.arange(len(known)), units.N_VOICES),
        np.tile(np.arange(units.N_VOICES), len(known)),
    )
