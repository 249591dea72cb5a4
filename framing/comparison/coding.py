"""Codings of several people set side by side: how far they agree, and where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from framing.codebook import Variable
from framing.comparison import agreement
from framing.comparison.agreement import Agreement, Level
from framing.parameters import Parameters

# raters up to which each pair is figured, too
MOST_PAIRED = 5
AGREEMENT = (
    "variable", "raters", "coefficient", "level", "value", "low", "high", "n_units", "n_raters",
)  # fmt: skip


def matrix(codings: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Give one variable's codes: a row per unit, a column per rater, missing where none is.

    ``codings`` has unit, rater, variable, value.

    >>> matrix(pd.DataFrame({"unit": ["u1"], "rater": ["a"], "variable": ["v"], "value": ["x"]}),
    ...        "v").to_numpy().tolist()
    [['x']]
    """
    mine = codings[codings["variable"] == variable]
    return mine.pivot(index="unit", columns="rater", values="value").sort_index().sort_index(axis=1)


def agree(
    codings: pd.DataFrame,
    variables: Sequence[Variable],
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """Figure how far raters agree on each variable, all together and in pairs.

    ``codings`` has unit, rater, variable, value; ``variables`` give levels and the order of codes.
    Returns variable, raters (all, or two names), coefficient (percent, alpha, AC1, AC2), level,
    value, low, high (95 %, bootstrap over units; NaN = withheld under six units), n_units with
    two codes, n_raters. Alpha is given nominal and, where the variable is ordinal or interval,
    at its own level; pairs up to five raters. Methods: Krippendorff 2019; Gwet 2014.
    """
    parameters = parameters or Parameters()
    rows = []
    for variable in variables:
        codes = matrix(codings, variable.id)
        raters = [str(name) for name in codes.columns]
        groups = [("all", raters)]
        if 2 < len(raters) <= MOST_PAIRED:
            groups += [(f"{a} and {b}", [a, b]) for a, b in combinations(raters, 2)]
        for name, members in groups if len(raters) > 1 else []:
            for figure, level, found in _figures(codes[members], variable, parameters):
                rows.append(
                    (variable.id, name, figure, level, found.value, found.low, found.high,
                     found.n_units, len(members))
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(AGREEMENT))


def _figures(
    codes: pd.DataFrame, variable: Variable, parameters: Parameters
) -> list[tuple[str, str, Agreement]]:
    found = [
        ("percent", "nominal", agreement.same(codes, parameters)),
        ("alpha", "nominal", agreement.alpha(codes, "nominal", parameters)),
        ("AC1", "nominal", agreement.ac(codes, "nominal", parameters)),
    ]
    level: Level
    if variable.level in ("ordinal", "interval"):
        level = "ordinal" if variable.level == "ordinal" else "interval"
        numbers = _numbers(codes, variable)
        found.append(("alpha", level, agreement.alpha(numbers, level, parameters)))
        found.append(("AC2", level, agreement.ac(numbers, level, parameters)))
    return found


def _numbers(codes: pd.DataFrame, variable: Variable) -> pd.DataFrame:
    """Turn codes into numbers: their place in the codebook (ordinal), or what they say."""
    place = {one.code: float(number) for number, one in enumerate(variable.codes)}
    by_place = variable.level == "ordinal" and bool(place)
    return pd.DataFrame(
        {
            name: codes[name].map(place)
            if by_place
            else pd.to_numeric(codes[name], errors="coerce")
            for name in codes.columns
        }
    )


def confusions(codings: pd.DataFrame, variables: Sequence[Variable]) -> pd.DataFrame:
    """Cross the codes of every two raters (up to five raters).

    Returns variable, rater, other, code, other_code, n; only pairs of codes that were given.

    >>> confusions(pd.DataFrame({"unit": ["u", "u"], "rater": ["a", "b"], "variable": "v",
    ...                          "value": ["x", "y"]}), [Variable("v", "")])["n"].tolist()
    [1]
    """
    rows = []
    for variable in variables:
        codes = matrix(codings, variable.id)
        if len(codes.columns) > MOST_PAIRED:
            continue
        for one, other in combinations(map(str, codes.columns), 2):
            crossed = agreement.confusion(codes, one, other)
            rows += [
                (variable.id, one, other, code, other_code, int(crossed.loc[code, other_code]))
                for code in crossed.index
                for other_code in crossed.columns
                if crossed.loc[code, other_code]
            ]
    return pd.DataFrame(rows, columns=["variable", "rater", "other", "code", "other_code", "n"])


def disagreements(
    codings: pd.DataFrame, variables: Sequence[Variable], shown: pd.DataFrame
) -> pd.DataFrame:
    """List the units that were not coded alike, with what the coders saw and noted.

    ``shown`` has unit, before, text, after (or no rows). Returns variable, unit, before, text,
    after, one column per rater, notes, and an empty column ``decided`` for a later decision.
    """
    notes = codings[codings["variable"] == "note"]
    said = (notes["rater"] + ": " + notes["value"]).groupby(notes["unit"]).agg("; ".join)
    texts = shown.set_index("unit")[["before", "text", "after"]]
    parts = []
    for variable in variables:
        codes = matrix(codings, variable.id)
        apart = codes[codes.nunique(axis=1) > 1].fillna("")
        found = texts.reindex(apart.index).fillna("").join(apart)
        found.insert(0, "variable", variable.id)
        parts.append(found.assign(notes=said.reindex(apart.index).fillna("")))
    whole = pd.concat(parts).rename_axis("unit").reset_index()
    raters = sorted(set(codings["rater"]))
    columns = ["variable", "unit", "before", "text", "after", *raters, "notes"]
    return whole.reindex(columns=columns).fillna("").assign(decided="")
