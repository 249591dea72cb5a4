"""How often a dimension's hits are right and how much it misses, weighed back to the material."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.comparison import coding
from framing.comparison.agreement import Agreement
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
LEAST_DRAWN, LEAST_CODED, LEAST_HITS, LEAST_POLE = 200, 180, 100, 20
LEAST_PRECISION = LEAST_ALPHA = 0.7
# a list that is right on one side and a coin toss on the other would lean by its errors
LEAST_ONE_POLE = 0.6
# part of a voice's units that may stand in strata without a coded unit
_MOST_UNSEEN = 0.05
VALIDITY = ("measure", "pole", "voice", "value", "low", "high", "n", "caution")


def truth(
    codings: pd.DataFrame, poles: Sequence[str], variable: str = "leaning", rater: str = ""
) -> pd.DataFrame:
    """Say for each unit what part of its coders saw each pole.

    ``codings`` has unit, rater, variable, value. Where two coders differ a unit counts half;
    ``rater`` takes one coder's codes alone (a decision after disagreement, say). Returns one row
    per coded unit (index: unit), one column per pole, 0 to 1.

    >>> two = pd.DataFrame({"unit": ["u", "u"], "rater": ["a", "b"], "variable": "leaning",
    ...                     "value": ["calm", "neither"]})
    >>> truth(two, ["calm", "loud"]).loc["u"].tolist()
    [0.5, 0.0]
    """
    mine = codings[codings["variable"] == variable]
    mine = mine[mine["rater"] == rater] if rater else mine
    said = {pole: (mine["value"] == pole).groupby(mine["unit"]).mean() for pole in poles}
    return pd.DataFrame(said, columns=list(poles)).astype("float64")


def validate(
    key: pd.DataFrame,
    told: pd.DataFrame,
    poles: Sequence[str],
    frame: pd.DataFrame | None = None,
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """Figure precision, recall and F1 of a dimension, per pole and voice.

    ``key`` has unit, pole (of the lexicon), stratum, population (and voice); ``told`` is what
    ``truth`` gives; ``frame`` lists all units of the material (stratum, voice). Each stratum's
    coded units stand for all of it. Returns measure, pole (all or one), voice (all or one), value,
    low, high, n (coded units it rests on), caution; NaN = withheld.

    Precision is the part of hits that lean to their pole, recall the part of leaning units that
    have the right hit. Interval (95 %): in each stratum the share is drawn from Jeffreys'
    posterior, so that "none found in 50" is not taken for none; the quantiles of 2,000 draws. An
    end is 0 or 1 where nothing else was seen. Source: Brown, Cai and DasGupta 2001 for the prior;
    Cochran 1977, ch. 5A for the strata.
    """
    parameters = parameters or Parameters()
    coded = key.merge(told, left_on="unit", right_index=True, how="inner", suffixes=("", "_told"))
    rows = _domain(coded, poles, _sizes(coded), "all", "", parameters)
    if "voice" in coded and coded["voice"].nunique() > 1:
        for voice in sorted(set(coded["voice"])):
            part = coded[coded["voice"] == voice]
            sizes, caution = _voice_sizes(coded, part, frame, str(voice))
            rows += _domain(part, poles, sizes, str(voice), caution, parameters)
    return pd.DataFrame(rows, columns=list(VALIDITY))


def _sizes(coded: pd.DataFrame) -> dict[str, float]:
    return {str(n): float(p["population"].iloc[0]) for n, p in coded.groupby("stratum")}


def _voice_sizes(
    coded: pd.DataFrame, part: pd.DataFrame, frame: pd.DataFrame | None, voice: str
) -> tuple[dict[str, float], str]:
    if frame is not None and "voice" in frame:
        counts = frame[frame["voice"] == voice]["stratum"].value_counts()
        return {str(name): float(size) for name, size in counts.items()}, ""
    taken, mine = (
        {str(name): int(n) for name, n in one["stratum"].value_counts().items()}
        for one in (coded, part)
    )
    sizes = {name: size * mine.get(name, 0) / taken[name] for name, size in _sizes(coded).items()}
    return sizes, "sizes by voice estimated from the sample"


def _domain(
    coded: pd.DataFrame,
    poles: Sequence[str],
    sizes: dict[str, float],
    voice: str,
    caution: str,
    parameters: Parameters,
) -> list[tuple[object, ...]]:
    """Figure all measures of one voice."""
    strata = [
        _Stratum.of(part, poles, sizes.get(str(name), float(len(part))))
        for name, part in coded.groupby("stratum")
    ]
    random = np.random.default_rng(parameters.seed)
    draws = [one.draw(random, parameters.resamples) for one in strata]
    seen_strata = {str(name) for name in coded["stratum"]}
    unseen = sum(size for name, size in sizes.items() if name not in seen_strata)
    blind = unseen > _MOST_UNSEEN * max(1.0, sum(sizes.values()))
    rows: list[tuple[object, ...]] = []
    for pole in ["all", *poles] if len(poles) > 1 else ["all"]:
        wanted = list(range(len(poles))) if pole == "all" else [list(poles).index(pole)]
        counts = [one.counts(one.shares[None, :] * one.size, wanted) for one in strata]
        drawn = [one.counts(draw, wanted) for one, draw in zip(strata, draws, strict=True)]
        point, many = _measures(counts), _measures(drawn)
        hits = sum(one.n for one in strata if one.own in wanted)
        seen = {"precision": hits, "recall": len(coded), "F1": len(coded)}
        for measure, exact in point.items():
            said = "some strata without a coded unit" if blind and measure != "precision" else ""
            low, high = _ends(many[measure], parameters.level)
            value = float(exact[0])
            if said or not seen[measure]:
                value = low = high = float("nan")
            # one end is known when nothing else was seen: none wrong, none missed
            low, high = (0.0 if value == 0 else low), (1.0 if value == 1 else high)
            note = "; ".join(one for one in (caution, said) if one)
            rows.append((measure, pole, voice, value, low, high, seen[measure], note))
    return rows


def _ends(values: Floats, level: float) -> tuple[float, float]:
    if np.isnan(values).all():
        return float("nan"), float("nan")
    tail = (1 - level) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _measures(counts: list[tuple[Floats, Floats, Floats]]) -> dict[str, Floats]:
    """Turn (hits, right ones, leaning units) of all strata into precision, recall and F1."""
    found, right, leaning = (np.stack([one[i] for one in counts]).sum(axis=0) for i in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "precision": right / found,
            "recall": right / leaning,
            "F1": 2 * right / (found + leaning),
        }


@dataclass(frozen=True)
class _Stratum:
    """A stratum: its size, the pole of its hits (-1 = none), and what its coded units were."""

    size: float
    own: int
    n: int
    sums: Floats

    @classmethod
    def of(cls, part: pd.DataFrame, poles: Sequence[str], size: float) -> _Stratum:
        pole = str(part["pole"].iloc[0])
        own = list(poles).index(pole) if pole in poles else -1
        columns = [f"{p}_told" if f"{p}_told" in part else p for p in poles]
        sums = part[columns].to_numpy(dtype=np.float64).sum(axis=0)
        return cls(max(size, float(len(part))), own, len(part), sums)

    @property
    def shares(self) -> Floats:
        return np.asarray(self.sums / self.n, dtype=np.float64)

    def draw(self, random: np.random.Generator, resamples: int) -> Floats:
        """Draw how many units of the stratum lean to each pole, from Jeffreys' posterior.

        In a stratum of hits: the hits' own pole first, then the others of what is left. In one
        without: whether a unit leans at all, then where; a prior for each pole would weigh twice.
        """
        order = sorted(range(len(self.sums)), key=lambda pole: pole != self.own)
        drawn = np.zeros((resamples, len(self.sums)))
        left, remaining = np.full(resamples, self.size), float(self.n)
        if self.own < 0:
            leaning = float(self.sums.sum())
            left = left * _jeffreys(random, leaning, remaining - leaning, resamples)
            remaining = leaning
        for pole in order:
            k = float(self.sums[pole])
            last = self.own < 0 and pole == order[-1]
            part = 1.0 if last else _jeffreys(random, k, remaining - k, resamples)
            drawn[:, pole] = left * part
            left, remaining = left - drawn[:, pole], remaining - k
        return drawn

    def counts(self, leaning: Floats, wanted: list[int]) -> tuple[Floats, Floats, Floats]:
        """Give the hits of the wanted poles, the right ones among them, the units that lean so."""
        hit = self.own in wanted
        right = leaning[:, self.own] if hit else np.zeros(len(leaning))
        found = np.full(len(leaning), self.size if hit else 0.0)
        return found, right, leaning[:, wanted].sum(axis=1)


def _jeffreys(random: np.random.Generator, yes: float, no: float, size: int) -> Floats:
    return random.beta(max(0.0, yes) + 0.5, max(0.0, no) + 0.5, size)


def alpha(codings: pd.DataFrame, variable: str, parameters: Parameters) -> Agreement:
    """Give nominal alpha of the coded variable over all raters; arguments as in ``truth``."""
    from framing.comparison import agreement

    return agreement.alpha(coding.matrix(codings, variable), "nominal", parameters)


def standing(
    validity: pd.DataFrame,
    agreed: Agreement,
    key: pd.DataFrame,
    poles: Sequence[str],
    *,
    drawn: int,
    spent: str = "",
    outside: bool = False,
) -> tuple[str, list[str]]:
    """Say which status the figures allow, and what stands in the way of a higher one.

    ``validity`` and ``agreed`` are the figures, ``key`` the drawn units (stratum, population),
    ``drawn`` their number when drawn; ``spent`` says why the reading is spent (it chose entries);
    ``outside`` whether the coders were people outside the project. Returns untested, provisional
    or validated, and the reasons why not more. Provisional takes: 200 units drawn, 180 coded
    twice, 100 hits in the material, 20 on each pole, precision and alpha of 0.7, precision of
    0.6 on each pole, a fresh reading.
    """
    sizes = _sizes(key)
    hits = {pole: sizes.get(f"hit-{pole}", 0.0) for pole in poles}
    whole = validity[(validity["pole"] == "all") & (validity["voice"] == "all")]
    precision = float(whole.set_index("measure")["value"].get("precision", float("nan")))
    measured = validity[(validity["measure"] == "precision") & (validity["voice"] == "all")]
    worst = float(measured.loc[measured["pole"].isin(poles), "value"].min())
    bars = (
        (drawn >= LEAST_DRAWN, f"{drawn} units drawn, {LEAST_DRAWN} are needed"),
        (
            agreed.n_units >= LEAST_CODED,
            f"{agreed.n_units} units coded by two, {LEAST_CODED} are needed",
        ),
        (
            sum(hits.values()) >= LEAST_HITS,
            f"{sum(hits.values()):.0f} hits in the material, {LEAST_HITS} are needed",
        ),
        (
            min(hits.values()) >= LEAST_POLE,
            f"{min(hits.values()):.0f} hits on one pole, {LEAST_POLE} are needed",
        ),
        (
            precision >= LEAST_PRECISION,
            f"precision is {precision:.2f}, {LEAST_PRECISION} is needed",
        ),
        (
            not worst < LEAST_ONE_POLE,
            f"precision is {worst:.2f} on one pole, {LEAST_ONE_POLE} is needed",
        ),
        (agreed.value >= LEAST_ALPHA, f"alpha is {agreed.value:.2f}, {LEAST_ALPHA} is needed"),
        (not spent, spent),
    )
    reasons = [reason for passed, reason in bars if not passed]
    if reasons:
        return "untested", reasons
    if not outside:
        return "provisional", ["validated takes coders outside the project"]
    return "validated", []
