"""How far people who coded the same things apart agree, beyond what chance would give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import InputError
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]
FEWEST_UNITS = 6


@dataclass(frozen=True)
class Agreement:
    """A coefficient with its interval and the number of units it rests on (NaN = withheld)."""

    value: float
    low: float
    high: float
    n_units: int


def alpha(
    codings: pd.DataFrame, level: Level = "nominal", parameters: Parameters | None = None
) -> Agreement:
    """Give Krippendorff's alpha: 1 when coders agree, 0 when only chance makes them agree.

    ``codings`` has one row per unit and one column per coder; missing values are allowed, units
    with fewer than two codes carry no weight. ``level`` says how far apart two codes are: equal
    or not (nominal), by rank (ordinal), by difference (interval; codes must be numbers).
    Returns value and percentile bootstrap interval over units; withheld under six units.
    Raises ``InputError`` for an unknown level. Method: Krippendorff 2019, ch. 12.

    >>> same = pd.DataFrame({"a": [1, 2, 1, 2, 1, 2], "b": [1, 2, 1, 2, 1, 2]})
    >>> alpha(same).value
    1.0
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise InputError(
            found=f"a level of measurement called '{level}'",
            expected="nominal, ordinal or interval",
            action="choose one of these",
            where="alpha",
        )
    counts, values = _counts(codings)

    def of(rows: Floats) -> float:
        return _alpha(rows, values, level)

    return _with_interval(counts, of, parameters or Parameters())


def ac(
    codings: pd.DataFrame, level: Level = "nominal", parameters: Parameters | None = None
) -> Agreement:
    """Give Gwet's AC1 (nominal) or AC2: agreement that a rare category does not pull down.

    Arguments, result and errors as in ``alpha``; AC2 takes the ordinal or quadratic weights.
    Method: Gwet 2014, Handbook of Inter-Rater Reliability, ch. 4 and 5.

    >>> same = pd.DataFrame({"a": [1, 2, 1, 2, 1, 2], "b": [1, 2, 1, 2, 1, 2]})
    >>> ac(same).value
    1.0
    """
    counts, values = _counts(codings)
    weights = _weights(values, level)

    def of(rows: Floats) -> float:
        return _ac(rows, weights)

    return _with_interval(counts, of, parameters or Parameters())


def percent(codings: pd.DataFrame) -> float:
    """Give the share of pairs of codes of one unit that are the same (0 to 1).

    >>> percent(pd.DataFrame({"a": [1, 2], "b": [1, 3]}))
    0.5
    """
    return _same(_counts(codings)[0])


def same(codings: pd.DataFrame, parameters: Parameters | None = None) -> Agreement:
    """Give the share of pairs of codes that are the same, with its interval.

    Arguments and result as in ``alpha``; chance is not taken off.

    >>> same(pd.DataFrame({"a": [1, 2, 1, 2, 1, 2], "b": [1, 2, 1, 2, 1, 2]})).value
    1.0
    """
    counts, _ = _counts(codings)
    return _with_interval(counts, _same, parameters or Parameters())


def _same(counts: Floats) -> float:
    made = counts[counts.sum(axis=1) > 1]
    if not len(made):
        return float("nan")
    total = made.sum(axis=1)
    return float((((made * (made - 1)).sum(axis=1)) / (total * (total - 1))).mean())


def confusion(codings: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Cross two coders' codes: how often each pair of codes was given to one unit.

    >>> confusion(pd.DataFrame({"a": [1, 1], "b": [1, 2]}), "a", "b").to_numpy().tolist()
    [[1, 1]]
    """
    both = codings[[first, second]].dropna()
    return pd.crosstab(both[first], both[second])


def _counts(codings: pd.DataFrame) -> tuple[Floats, list[Any]]:
    """Count, for every unit, how many coders gave each value; values in order."""
    present = codings.to_numpy(dtype=object).ravel()
    found = {value for value in present if not pd.isna(value)}
    numbers = all(isinstance(v, int | float | np.number) for v in found)
    values = sorted(found, key=float if numbers else str)
    table = (
        np.stack([(codings == value).sum(axis=1).to_numpy(dtype=float) for value in values], axis=1)
        if values
        else np.zeros((len(codings), 0))
    )
    return table, values


def _distances(values: Sequence[Any], totals: Floats, level: Level) -> Floats:
    size = len(values)
    if level == "nominal":
        return 1.0 - np.eye(size)
    if level == "interval":
        at = np.array([float(v) for v in values])
        return np.asarray((at[:, None] - at[None, :]) ** 2, dtype=np.float64)
    # ordinal: the ranks between two values, their own counted half (Krippendorff 2019, 12.3.4)
    upto = np.cumsum(totals)
    middle = upto - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)


def _alpha(counts: Floats, values: Sequence[Any], level: Level) -> float:
    made = counts[counts.sum(axis=1) > 1]
    if not len(made):
        return float("nan")
    per_unit = made.sum(axis=1)
    scaled = made / (per_unit - 1)[:, None]
    together = scaled.T @ made - np.diag(scaled.sum(axis=0))
    totals = together.sum(axis=1)
    distances = _distances(values, totals, level)
    everything = totals.sum()
    expected = (np.outer(totals, totals) * distances).sum() / (everything - 1)
    if expected == 0:
        return float("nan")
    return float(1 - (together * distances).sum() / expected)


def _weights(values: Sequence[Any], level: Level) -> Floats:
    size = len(values)
    if level == "nominal" or size < 2:
        return np.eye(size)
    if level == "interval":
        at = np.array([float(v) for v in values])
        return np.asarray(1 - (at[:, None] - at[None, :]) ** 2 / (at[-1] - at[0]) ** 2)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    pairs = (steps + 1) * steps / 2
    return np.asarray(1 - pairs / pairs.max(), dtype=np.float64)


def _ac(counts: Floats, weights: Floats) -> float:
    size = counts.shape[1]
    rated = counts[counts.sum(axis=1) > 0]
    made = rated[rated.sum(axis=1) > 1]
    if not len(made):
        return float("nan")
    if size == 1:
        return 1.0
    near = made @ weights
    per_unit = made.sum(axis=1)
    observed = ((made * (near - 1)).sum(axis=1) / (per_unit * (per_unit - 1))).mean()
    prevalence = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    chance = weights.sum() / (size * (size - 1)) * (prevalence * (1 - prevalence)).sum()
    return float((observed - chance) / (1 - chance))


def _with_interval(
    counts: Floats, of: Callable[[Floats], float], parameters: Parameters
) -> Agreement:
    units = int((counts.sum(axis=1) > 1).sum()) if counts.size else 0
    if units < FEWEST_UNITS:
        return Agreement(float("nan"), float("nan"), float("nan"), units)
    random = np.random.default_rng(parameters.seed)
    draws = random.integers(0, len(counts), size=(parameters.resamples, len(counts)))
    found = np.array([of(counts[draw]) for draw in draws])
    tail = (1 - parameters.level) / 2
    defined = found[~np.isnan(found)]
    low, high = np.quantile(defined, [tail, 1 - tail]) if len(defined) else (np.nan, np.nan)
    return Agreement(of(counts), float(low), float(high), units)
