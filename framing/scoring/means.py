"""A mean and how far it may be trusted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
