"""Intervals, permutation tests and corrections: every number a comparison rests on.

All functions take and give arrays, draw only from the seed they are given, and know nothing of
outlets or words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

EXACT_LIMIT = 20_000


@dataclass(frozen=True)
class Sums:
    """A sum and a count per article and column (articles x columns).

    For shares ``top`` counts sentences that lean to the second pole and ``count`` those that lean
    at all; for means ``top`` is the sum of the values, ``squares`` of their squares.
    """

    top: Floats
    count: Floats
    squares: Floats | None = None


def jeffreys(hits: Any, misses: Any, level: float) -> tuple[Floats, Floats]:
    """Bound a share by Jeffreys' interval: the middle of a Beta(hits + 1/2, misses + 1/2).

    ``hits`` and ``misses`` are counts of equal shape (fractions allowed, for effective counts),
    ``level`` lies between 0 and 1. Returns low and high; low is 0 without hits, high is 1 without
    misses (Brown, Cai, DasGupta 2001).

    >>> low, high = jeffreys([3], [0], 0.95)
    >>> round(float(low[0]), 2), float(high[0])
    (0.46, 1.0)
    """
    from scipy.special import betaincinv

    hits, misses = np.asarray(hits, dtype=float), np.asarray(misses, dtype=float)
    tail = (1 - level) / 2
    low = np.where(hits <= 0, 0.0, betaincinv(hits + 0.5, misses + 0.5, tail))
    high = np.where(misses <= 0, 1.0, betaincinv(hits + 0.5, misses + 0.5, 1 - tail))
    return low.astype(np.float64), high.astype(np.float64)


def share(sums: Sums, level: float) -> tuple[Floats, Floats, Floats]:
    """Give the share of each column over all articles, with an interval.

    Returns share, low, high (columns). With one article the interval is Jeffreys' on its
    sentences. With several, sentences of one article resemble each other: the counts are shrunk
    to an effective size by the design effect between articles and by the ratio of t quantiles
    (Korn & Graubard 1998) before Jeffreys' interval is taken.

    >>> both = share(Sums(np.array([[3.0], [3.0]]), np.array([[4.0], [4.0]])), 0.95)
    >>> float(both[0][0])
    0.75
    """
    top, count = sums.top.sum(axis=0), sums.count.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(count > 0, top / count, np.nan)
    size = _effective(sums, part, count, level)
    centre = np.nan_to_num(part)
    low, high = jeffreys(centre * size, (1 - centre) * size, level)
    return part, np.where(count > 0, low, np.nan), np.where(count > 0, high, np.nan)


def _effective(sums: Sums, part: Floats, count: Floats, level: float) -> Floats:
    """Shrink the counts by how much more the articles differ than single sentences would."""
    from scipy.special import stdtrit

    used = (sums.count > 0).sum(axis=0)
    rest = sums.top - np.nan_to_num(part) * sums.count
    several = np.maximum(used - 1, 1)
    between = (rest**2).sum(axis=0) * used / several
    plain = count * np.nan_to_num(part) * (1 - np.nan_to_num(part))
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(plain > 0, between / plain, 1.0)
    q = 1 - (1 - level) / 2
    ratio = (stdtrit(np.maximum(count - 1, 1), q) / stdtrit(several, q)) ** 2
    shrunk = count / np.maximum(effect, 1.0) * np.minimum(ratio, 1.0)
    return np.where(used > 1, shrunk, count).astype(np.float64)


def mean(sums: Sums, level: float) -> tuple[Floats, Floats, Floats]:
    """Give the mean of each column over all articles, with a t interval.

    Returns mean, low, high (columns). With one article the interval rests on its sentences, with
    several on the articles (ratio estimator, Cochran 1977, ch. 6).

    >>> one = mean(Sums(np.array([[2.0]]), np.array([[4.0]]), np.array([[2.0]])), 0.95)
    >>> [round(float(x[0]), 2) for x in one]
    [0.5, -0.42, 1.42]
    """
    from scipy.special import stdtrit

    total, count = sums.top.sum(axis=0), sums.count.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.where(count > 0, total / count, np.nan)
        squares = np.zeros_like(total) if sums.squares is None else sums.squares.sum(axis=0)
        within = (squares - count * centre**2) / (count - 1) / count
        used = (sums.count > 0).sum(axis=0)
        rest = sums.top - centre * sums.count
        between = (rest**2).sum(axis=0) * used / np.maximum(used - 1, 1) / count**2
        variance = np.where(used > 1, np.maximum(between, within), within)
    free = np.where(used > 1, used - 1, count - 1)
    half = stdtrit(np.maximum(free, 1), 1 - (1 - level) / 2) * np.sqrt(np.maximum(variance, 0))
    half = np.where(free >= 1, half, np.nan)
    return centre, centre - half, centre + half


def difference(
    one: tuple[Floats, Floats, Floats], two: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Bound the difference of two estimates by recovering their variances from their bounds.

    Each argument is estimate, low, high; returns difference, low, high (MOVER: Newcombe 1998,
    method 10; Zou & Donner 2008).

    >>> a = (np.array([0.8]), np.array([0.6]), np.array([0.9]))
    >>> b = (np.array([0.4]), np.array([0.2]), np.array([0.6]))
    >>> [round(float(x[0]), 3) for x in difference(a, b)]
    [0.4, 0.117, 0.624]
    """
    gap = one[0] - two[0]
    low = gap - np.sqrt((one[0] - one[1]) ** 2 + (two[2] - two[0]) ** 2)
    high = gap + np.sqrt((one[2] - one[0]) ** 2 + (two[0] - two[1]) ** 2)
    return gap, low, high


def draws(n: int, size: int, least: int, seed: int) -> tuple[Floats, bool]:
    """List the ways to choose ``size`` of ``n`` articles: all of them if few, else a sample.

    Returns a matrix of 0 and 1 (ways x articles) and whether it is all of them. A sample has
    ``least`` rows, drawn from ``seed``, and does not hold the observed choice.

    >>> draws(4, 2, 100, 1)[0].shape, draws(4, 2, 100, 1)[1]
    ((6, 4), True)
    """
    if comb(n, size) <= max(EXACT_LIMIT, least):
        return _all_ways(n, size), True
    rng = np.random.default_rng([seed, n, size])
    order = np.argsort(rng.random((least, n)), axis=1)[:, :size]
    chosen = np.zeros((least, n))
    np.put_along_axis(chosen, order, 1.0, axis=1)
    return chosen, False


@cache
def _all_ways(n: int, size: int) -> Floats:
    ways = np.array(list(combinations(range(n), size)), dtype=np.int64)
    chosen = np.zeros((len(ways), n))
    np.put_along_axis(chosen, ways, 1.0, axis=1)
    chosen.setflags(write=False)
    return chosen


def permute(sums: Sums, chosen: Floats, exact: bool, observed: Floats) -> Floats:
    """Give the two-sided p of a difference of shares or means between two groups of articles.

    ``chosen`` is what ``draws`` gives; ``observed`` is the difference of each column. Ways in
    which one side has nothing to count leave the difference undefined and are left out, for the
    observed way as for all others. p = (b + 1) / (m + 1) for a sample (Phipson & Smyth 2010),
    b / m over all ways.

    >>> sums = Sums(np.array([[3.0], [3.0], [0.0], [0.0]]), np.full((4, 1), 3.0))
    >>> float(permute(sums, draws(4, 2, 100, 1)[0], True, np.array([1.0]))[0])
    0.3333333333333333
    """
    top, count = chosen @ sums.top, chosen @ sums.count
    other_top, other_count = sums.top.sum(axis=0) - top, sums.count.sum(axis=0) - count
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.abs(top / count - other_top / other_count)
        extreme = (gap >= np.abs(observed) - 1e-12).sum(axis=0)
    defined = np.isfinite(gap).sum(axis=0)
    p = extreme / np.maximum(defined, 1) if exact else (extreme + 1) / (defined + 1)
    return np.where(np.isfinite(observed), p, np.nan).astype(np.float64)


def smallest_p(size: int, other: int, least: int) -> float:
    """Give the smallest p a permutation test of ``size`` against ``other`` articles can reach.

    With equal sides every way has a mirror image that is as extreme. ``least`` is the number of
    permutations where not all ways are listed.

    >>> smallest_p(4, 16, 2000) == 1 / 4845, smallest_p(1, 1, 2000), smallest_p(2, 2, 2000)
    (True, 1.0, 0.3333333333333333)
    """
    ways = comb(size + other, size)
    if ways > max(EXACT_LIMIT, least):
        return 1 / (least + 1)
    return min(1.0, (2 if size == other else 1) / ways)


def adjust(p: Any) -> Floats:
    """Correct the p of a family so that few of the claims are false (Benjamini-Hochberg 1995).

    ``p`` is an array; NaN (not tested) stays NaN and does not count. Returns adjusted p.

    >>> adjust([0.01, 0.04, 0.03, float("nan")]).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    p = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    out = np.full(len(p), np.nan)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out
