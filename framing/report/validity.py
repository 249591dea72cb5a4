"""What a coding study found, in words: a summary to read and a paragraph to publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.comparison import coding, corrected, validation
from framing.comparison.agreement import Agreement
from framing.lexicon.files import Figure
from framing.parameters import Parameters
from framing.report import coded
from framing.report.study import Study

SOURCES = (
    "Krippendorff, K. (2019). Content Analysis, 4th ed., ch. 12.",
    "Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 5A.",
    "Brown, L. D., Cai, T. T., DasGupta, A. (2001). Interval estimation for a binomial "
    "proportion. Statistical Science 16.",
    "Egami, N., Hinck, M., Stewart, B. M., Wei, H. (2023). Using imperfect surrogates for "
    "downstream inference: design-based supervised learning for social science applications of "
    "large language models. NeurIPS 36.",
)


@dataclass(frozen=True)
class Validity:
    """The figures of a study: validity, outlets, agreement, status with its reasons, cautions.

    ``validity`` and ``outlets`` are tables; ``units`` has every unit's corrected values (both
    empty without frame.parquet).
    """

    settings: Mapping[str, Any]
    validity: pd.DataFrame
    outlets: pd.DataFrame
    units: pd.DataFrame
    agreed: Agreement
    raters: int
    status: str
    reasons: Sequence[str] = ()
    cautions: Sequence[str] = field(default_factory=tuple)

    def whole(self, measure: str) -> pd.Series[Any]:
        """Give the row of a measure over all poles and voices."""
        table = self.validity
        row = table[
            (table["measure"] == measure) & (table["pole"] == "all") & (table["voice"] == "all")
        ]
        return row.iloc[0]


def of(
    study: Study,
    codings: pd.DataFrame,
    variable: str = "",
    rater: str = "",
    *,
    spent: str = "",
    outside: bool = False,
    parameters: Parameters | None = None,
) -> Validity:
    """Figure what the codings of a study say of its dimension.

    ``codings`` has unit, rater, variable, value; ``variable`` is the one whose codes are poles
    (default: the codebook's first); ``rater`` takes one coder's codes for the truth; ``spent``
    says why the reading may not raise a status; ``outside`` that the coders are people outside the
    project. Returns the figures. Raises ``InputError`` for an unknown variable.
    """
    parameters = parameters or Parameters()
    chosen = study.book.variable(variable or study.book.variables[0].id)
    poles = [str(pole) for pole in study.settings["poles"]]
    told = validation.truth(codings, poles, chosen.id, rater)
    there = len(study.frame) > 0 and set(study.frame) >= {"unit", "stratum", "voice", "pole"}
    table = validation.validate(study.key, told, poles, study.frame if there else None, parameters)
    agreed = validation.alpha(codings, chosen.id, parameters)
    status, reasons = validation.standing(
        table, agreed, study.key, poles,
        drawn=int(study.settings.get("n", len(study.key))), spent=spent, outside=outside,
    )  # fmt: skip
    units = outlets = pd.DataFrame()
    if there and study.settings.get("unit") in ("sentence", "article"):
        units = corrected.pseudo(study.frame, told, poles)
        outlets = corrected.outlets(units, told, poles, parameters)
    mine = coding.matrix(codings, chosen.id)
    return Validity(
        study.settings, table, outlets, units, agreed, len(mine.columns), status, reasons,
        tuple(_cautions(study, mine, chosen.id, poles, there)),
    )  # fmt: skip


def _cautions(
    study: Study, codes: pd.DataFrame, variable: str, poles: Sequence[str], there: bool
) -> list[str]:
    said = []
    other = sorted({str(code) for code in pd.unique(codes.to_numpy().ravel()) if code == code})
    other = [code for code in other if code not in (*poles, "neither")]
    if other:
        said.append(f"codes that count as leaning to no end: {', '.join(other)}")
    lost = sorted(set(study.key["stratum"]) - set(
        study.key.loc[study.key["unit"].isin(codes.index), "stratum"]))  # fmt: skip
    if lost:
        said.append(f"nothing coded in {', '.join(lost)}: precision and recall leave it out")
    if len(codes.columns) < 2:
        said.append(f"{variable} was coded by one person only: no agreement can be figured")
    if not there:
        said.append("no frame.parquet: no correction of outlets' means")
    return said


def card(found: Validity, coders: str, texts: str) -> dict[str, Figure | int | str]:
    """Give what stands on the dimension's card.

    ``coders`` says who coded, ``texts`` on what.
    """
    table = found.validity
    poles = table[(table["measure"] == "precision") & (table["voice"] == "all")]
    poles = poles[(poles["pole"] != "all") & poles["value"].notna()]
    strata = found.settings["strata"]
    hits = sum(n["units"] for name, n in strata.items() if name.startswith("hit-"))
    agreed = found.agreed
    figures: dict[str, Figure | int | str] = {}
    for name in ("precision", "recall"):
        row = found.whole(name)
        value, low, high = (float(row[column]) for column in ("value", "low", "high"))
        if value == value:
            figures[name] = _figure(value, low, high, int(row["n"]))
    if agreed.value == agreed.value:
        figures["alpha"] = _figure(agreed.value, agreed.low, agreed.high, agreed.n_units)
    figures["hits_found"] = int(hits)
    if len(poles):
        figures["precision_by_pole"] = "; ".join(
            f"{pole} {value:.2f}" for pole, value in zip(poles["pole"], poles["value"], strict=True)
        )
    return figures | {"coders": coders, "measured_on": texts}


def _figure(value: float, low: float, high: float, n: int) -> Figure:
    return Figure(value=round(value, 2), low=round(low, 2), high=round(high, 2), n=n)


def summary(found: Validity) -> str:
    """Say the figures in a few lines."""
    lines = []
    for row in coded.records(found.validity):
        if row["pole"] == "all" or row["measure"] != "F1":
            where = ", ".join(str(row[name]) for name in ("pole", "voice") if row[name] != "all")
            name = f"{row['measure']}{' (' + where + ')' if where else ''}"
            note = f"  [{row['caution']}]" if row["caution"] else ""
            lines.append(f"{name:<34} {_row(row)}{note}")
    agreed = found.agreed
    lines.append(f"{'alpha':<34} {coded.figure(agreed.value, agreed.low, agreed.high)}")
    for row in coded.records(found.outlets):
        if row["voice"] == "all" and row["quantity"] in ("share", *_single(found)):
            told = f"measured {_plain(row['measured'])}, corrected {_corrected(row)}"
            note = f"  [{row['caution']}]" if row["caution"] else ""
            lines.append(f"{row['outlet']}, {row['quantity']}: {told}{note}")
    lines.append(f"status: {found.status}" + "".join(f"\n  {one}" for one in found.reasons))
    return "\n".join(lines)


def _single(found: Validity) -> list[str]:
    poles = list(found.settings["poles"])
    return poles if len(poles) != 2 else []


def _plain(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _row(row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return f"withheld (n = {row['n']})"
    return f"{coded.figure(row['value'], row['low'], row['high'])} (n = {row['n']})"


def _corrected(row: Mapping[str, Any]) -> str:
    if row["corrected"] is None:
        return "withheld"
    return coded.figure(row["corrected"], row["low"], row["high"])


def methods(found: Validity, study: Study) -> str:
    """Write the paragraph of a methods section, with the figures and their sources."""
    settings = found.settings
    strata = "; ".join(
        f"{name} {n['drawn']} of {n['units']}" for name, n in sorted(settings["strata"].items())
    )
    key = study.key
    outlets = key["outlet"].nunique() if "outlet" in key else 0
    of_outlets = f" of {outlets} outlets" if outlets else ""
    lines = [
        f"# Validity of {settings['dimension']}",
        "",
        f"From {sum(n['units'] for n in settings['strata'].values()):,} units "
        f"({settings['unit']}){of_outlets}, {settings.get('n', len(key))} were drawn by strata "
        f"(seed {settings.get('seed', 'not noted')}; {strata}) and coded by {found.raters} "
        "coder(s) apart, who saw neither outlet nor score. "
        + _agreement(found)
        + "Weighed back to the material, "
        + ", ".join(_sentence(found, name) for name in ("precision", "recall", "F1"))
        + " (95 % intervals: draws from Jeffreys' posterior in each stratum). Where coders "
        "differed, a unit counts half.",
        "",
        *_table(found.validity),
    ]
    if len(found.outlets):
        lines += [
            "",
            "Outlets' means were corrected for measured error by design-based supervised "
            "learning (Egami and others 2023). The intervals say how far the mean of these very "
            "texts is left open by coding only a part of them; they do not speak of other texts.",
            "",
            *_outlet_table(found.outlets),
        ]
    lines += ["", f"Status by these figures: {found.status}."]
    lines += [f"- {reason}" for reason in found.reasons]
    lines += [f"- caution: {caution}" for caution in found.cautions]
    return "\n".join([*lines, "", "Sources:", "", *(f"- {one}" for one in SOURCES), ""])


def _agreement(found: Validity) -> str:
    agreed = found.agreed
    if agreed.value != agreed.value:
        return "Krippendorff's alpha is withheld (one coder, too few units, or a single code). "
    return (
        f"Krippendorff's alpha (nominal) was {coded.figure(agreed.value, agreed.low, agreed.high)}"
        f" on {agreed.n_units} units. "
    )


def _sentence(found: Validity, measure: str) -> str:
    row = found.whole(measure)
    return f"{measure} was {coded.figure(*(float(row[c]) for c in ('value', 'low', 'high')))}"


def _table(validity: pd.DataFrame) -> list[str]:
    lines = ["| measure | pole | voice | value | n |", "|---|---|---|---|---|"]
    for row in coded.records(validity[(validity["voice"] == "all") | (validity["pole"] == "all")]):
        value = coded.figure(
            *(float("nan") if row[c] is None else row[c] for c in ("value", "low", "high"))
        )
        lines.append(
            f"| {row['measure']} | {row['pole']} | {row['voice']} | {value} | {row['n']} |"
        )
    return lines


def _outlet_table(outlets: pd.DataFrame) -> list[str]:
    lines = [
        "| outlet | voice | quantity | measured | corrected | coded of all |",
        "|" + "---|" * 6,
    ]
    for row in coded.records(outlets):
        lines.append(
            f"| {row['outlet']} | {row['voice']} | {row['quantity']} | {_plain(row['measured'])} "
            f"| {_corrected(row)} | {row['n_coded']} of {row['n_units']} |"
        )
    return lines


def data(found: Validity) -> dict[str, Any]:
    """Give the figures for JSON."""
    agreed = {
        name: None if value != value else value
        for name, value in (
            ("value", found.agreed.value),
            ("low", found.agreed.low),
            ("high", found.agreed.high),
        )
    }
    return {
        "dimension": found.settings["dimension"],
        "unit": found.settings["unit"],
        "validity": coded.records(found.validity),
        "outlets": coded.records(found.outlets),
        "alpha": {**agreed, "n_units": found.agreed.n_units},
        "status": found.status,
        "reasons": list(found.reasons),
        "cautions": list(found.cautions),
    }
