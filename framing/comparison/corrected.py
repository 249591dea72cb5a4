"""Outlets' means corrected for what a dimension gets wrong, from units that people coded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
OUTLETS = (
    "outlet", "voice", "quantity", "measured", "corrected", "low", "high", "n_units", "n_coded",
    "caution",
)  # fmt: skip
_FOLDS, _FEW_CODED = 5, 10


def pseudo(frame: pd.DataFrame, told: pd.DataFrame, poles: Sequence[str]) -> pd.DataFrame:
    """Give every unit a corrected value for each pole, from the units that people coded.

    ``frame`` lists all units of the material (unit, pole, stratum); ``told`` is what
    ``validation.truth`` gives. For unit i of stratum h the value is

        g + (R / pi) (Y - g)

    with Y what people coded, R = 1 if it was coded, pi the share of its stratum that was coded,
    and g what units of the stratum were coded in the other four fifths of the sample (what the
    lexicon says, where there are none). Its mean is right however wrong the lexicon is, because pi
    is known from the draw. Returns ``frame`` with coded (bool) and one column corrected_POLE per
    pole; single values may lie outside 0 and 1. Source: design-based supervised learning, Egami,
    Hinck, Stewart and Wei 2023.
    """
    truth = told.reindex(frame["unit"])
    coded: npt.NDArray[np.bool_] = np.asarray(truth.notna().all(axis=1), dtype=np.bool_)
    share = pd.Series(coded, index=frame.index).groupby(frame["stratum"]).transform("mean")
    chance = share.to_numpy(dtype=np.float64)
    # a unit's name is a hash: its digits deal the units to fifths, in any order of rows
    fold = np.array([int(name[1:9], 16) % _FOLDS for name in frame["unit"]])
    made = frame.assign(coded=coded)
    strata = frame["stratum"].to_numpy(dtype=object)
    for pole in poles:
        said = np.asarray(frame["pole"] == pole, dtype=np.float64)
        y = truth[pole].to_numpy(dtype=np.float64)
        guess = _guess(y, said, coded, strata, fold)
        with np.errstate(divide="ignore", invalid="ignore"):
            gap = np.where(coded, (y - guess) / chance, 0.0)
        made[f"corrected_{pole}"] = guess + gap
    return made


def _guess(
    y: Floats,
    said: Floats,
    coded: npt.NDArray[np.bool_],
    strata: npt.NDArray[np.object_],
    fold: npt.NDArray[np.int64],
) -> Floats:
    guess = said.copy()
    for stratum in np.unique(strata):
        here = strata == stratum
        for part in range(_FOLDS):
            others = here & coded & (fold != part)
            if others.any():
                guess[here & (fold == part)] = y[others].mean()
    return guess


def outlets(
    made: pd.DataFrame,
    told: pd.DataFrame,
    poles: Sequence[str],
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """Give each outlet's means, as the lexicon measured them and corrected.

    ``made`` is what ``pseudo`` gives (with outlet and voice), ``told`` what people coded. Returns
    outlet, voice (all or one), quantity (a pole's id: part of all units that lean to it; ``share``:
    part of the leaning units that lean to the second pole), measured, corrected, low, high (95 %),
    n_units, n_coded, caution; NaN = withheld.

    The interval says how far the mean of these very texts is left open because people coded only
    a part of them; it does not speak of other texts of the outlet. Its variance is that of the
    draw, ``sum over strata of N (1 / pi - 1) p (1 - p) / N_outlet^2``, with p of the stratum over
    all outlets, half a unit added to either side: an outlet's own few coded units would often
    show no miss and claim to be sure. The share's is by the delta method.
    """
    parameters = parameters or Parameters()
    noise = _noise(made, told, poles)
    rows: list[tuple[object, ...]] = []
    for outlet, whole in made.groupby("outlet"):
        voices = sorted({str(voice) for voice in whole["voice"]})
        for voice in ["all", *voices] if len(voices) > 1 else ["all"]:
            part = whole if voice == "all" else whole[whole["voice"] == voice]
            rows += [(outlet, voice, *row) for row in _means(part, noise, poles, parameters)]
    return pd.DataFrame(rows, columns=list(OUTLETS))


def _noise(made: pd.DataFrame, told: pd.DataFrame, poles: Sequence[str]) -> dict[str, Floats]:
    """Give for each stratum the covariance that one of its units adds by being drawn or not."""
    found = {}
    for stratum, part in made.groupby("stratum"):
        coded = told.reindex(part.loc[part["coded"], "unit"])[list(poles)].to_numpy(dtype=float)
        if not len(coded):
            found[str(stratum)] = np.full((len(poles), len(poles)), np.nan)
            continue
        p = (coded.sum(axis=0) + 0.5) / (len(coded) + 1)
        chance = len(coded) / len(part)
        found[str(stratum)] = (1 / chance - 1) * (np.diag(p) - np.outer(p, p))
    return found


def _means(
    part: pd.DataFrame, noise: dict[str, Floats], poles: Sequence[str], parameters: Parameters
) -> list[tuple[object, ...]]:
    from scipy import stats

    values = part[[f"corrected_{pole}" for pole in poles]].to_numpy(dtype=np.float64)
    said = np.array([(part["pole"] == pole).mean() for pole in poles])
    mean = values.mean(axis=0)
    sizes = {str(name): int(size) for name, size in part["stratum"].value_counts().items()}
    spread = np.sum([size * noise[name] for name, size in sizes.items()], axis=0) / len(part) ** 2
    n_coded = int(part["coded"].sum())
    caution = "" if n_coded >= _FEW_CODED else f"few coded units ({n_coded})"
    z = float(stats.norm.ppf(0.5 + parameters.level / 2))
    rows: list[tuple[object, ...]] = [
        (pole, float(said[i]), *_bounded(mean[i], z * np.sqrt(spread[i, i]), n_coded),
         len(part), n_coded, caution)
        for i, pole in enumerate(poles)
    ]  # fmt: skip
    if len(poles) == 2:
        total = mean.sum()
        # a share of next to nothing is no share: what leans cannot be told from nothing
        sure = bool(total > z * np.sqrt(max(0.0, spread.sum())))
        slope = np.array([-mean[1], mean[0]]) / total**2 if sure else np.zeros(2)
        error = z * np.sqrt(max(0.0, slope @ spread @ slope))
        measured = float(said[1] / said.sum()) if said.sum() else float("nan")
        value = float(mean[1] / total) if sure else float("nan")
        note = "; ".join(one for one in (caution, "" if sure else "too little leans") if one)
        rows.append(("share", measured, *_bounded(value, error, n_coded), len(part), n_coded, note))
    return rows


def _bounded(value: float, error: float, n_coded: int) -> tuple[float, float, float]:
    """Keep shares within 0 and 1; without a coded unit nothing was corrected."""
    if not n_coded or np.isnan(value) or np.isnan(error):
        return float("nan"), float("nan"), float("nan")
    low, high = (float(np.clip(end, 0, 1)) for end in (value - error, value + error))
    return float(np.clip(value, 0, 1)), low, high
