"""How far two lists of names are apart: Jensen-Shannon distance, its interval, its p."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.comparison import statistics
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
_MOST_DRAWS = 20_000


def jensen_shannon(one: Any, two: Any) -> Any:
    """Measure the distance of two lists of counts: the root of Jensen-Shannon divergence, base 2.

    Both have the same shape, names in the last axis; every side needs a count. Returns 0 to 1,
    NaN where a side is empty.

    >>> float(jensen_shannon([2, 0], [0, 5])), float(jensen_shannon([1, 1], [3, 3]))
    (1.0, 0.0)
    """
    one, two = np.asarray(one, dtype=np.float64), np.asarray(two, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = (side / side.sum(axis=-1, keepdims=True) for side in (one, two))
        middle = (p + q) / 2
        bits = [
            np.where(side > 0, side * np.log2(np.where(side > 0, side / middle, 1.0)), 0.0)
            for side in (p, q)
        ]
    divergence = (bits[0].sum(axis=-1) + bits[1].sum(axis=-1)) / 2
    empty = ~np.isfinite(p).all(axis=-1) | ~np.isfinite(q).all(axis=-1)
    return np.where(empty, np.nan, np.sqrt(np.clip(divergence, 0.0, 1.0)))


def interval(
    sides: Sequence[Floats], observed: float, parameters: Parameters
) -> tuple[float, float]:
    """Bound the distance by drawing units anew; NaN where a side has a single unit.

    ``sides`` are two matrices of counts, units x names; ``observed`` is their distance.

    >>> sides = (np.eye(2), np.eye(2))
    >>> interval(sides, 0.0, Parameters(resamples=50))[0]
    0.0
    """
    if min(len(side) for side in sides) < 2:
        return np.nan, np.nan
    times = _times(len(sides[0]), len(sides[1]), parameters.resamples, parameters.seed)
    drawn = [_drawn(each, side) for each, side in zip(times, sides, strict=True)]
    distance = jensen_shannon(drawn[0], drawn[1])
    distance = distance[np.isfinite(distance)]
    tail = (1 - parameters.level) / 2
    low, high = np.quantile(distance, [tail, 1 - tail]) if len(distance) else (np.nan, np.nan)
    # resampling loses names and so drifts upwards: the interval is made to hold what was seen
    return min(float(low), observed), max(float(high), observed)


# an event of many outlets asks for the same few sizes again and again
@lru_cache(maxsize=8)
def _times(one: int, two: int, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """Draw how often each unit of both sides is taken (units x resamples)."""
    rng = np.random.default_rng([seed, one, two])
    first, second = (
        np.ascontiguousarray(rng.multinomial(n, np.full(n, 1 / n), size=resamples).T, np.float64)
        for n in (one, two)
    )
    return first, second


def _drawn(times: Floats, side: Floats) -> Floats:
    """Count names in every resample (resamples x names); most units name few of them."""
    from scipy.sparse import csr_matrix

    return np.ascontiguousarray((csr_matrix(side.T) @ times).T)


def permuted(by_article: Sequence[Floats], observed: float, parameters: Parameters) -> float:
    """Give the share of all ways to deal the articles out that differ at least as much.

    ``by_article`` are two matrices of counts, articles x names; ``observed`` is their distance.

    >>> one, two = np.array([[1.0, 0], [1, 0]]), np.array([[0.0, 1], [0, 1]])
    >>> round(permuted((one, two), 1.0, Parameters()), 3)
    0.333
    """
    pool = np.concatenate(by_article)
    least = min(parameters.permutations, _MOST_DRAWS)
    chosen, exact = statistics.draws(len(pool), len(by_article[0]), least, parameters.seed)
    one = chosen @ pool
    distance = jensen_shannon(one, pool.sum(axis=0) - one)
    defined = np.isfinite(distance)
    extreme = int((distance[defined] >= observed - 1e-12).sum())
    if exact:
        return extreme / max(int(defined.sum()), 1)
    return (extreme + 1) / (int(defined.sum()) + 1)
