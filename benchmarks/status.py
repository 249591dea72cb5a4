"""What two codings apart say of a dimension: precision, recall, alpha, with intervals.

    python benchmarks/status.py [--write]

Reads ``lexicons/coding/*.csv`` (200 sentences of real news per dimension, coded twice apart; the
sentences themselves are not ours and stay out: data set, row and hash stand for them). ``--write``
puts the figures on the cards of the lexicon files and sets their status.

A hit coded 1 carries its pole; an unmarked sentence coded 1 or 2 leans to a pole and was missed.
Where the two codings differ, the item counts half. Hits were drawn by pole, unmarked sentences
half from those with a hit of another dimension; both are weighed back to the 6 MB they stand for.
The figures are those of ``framing code merge`` and ``framing code validate``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from framing import paths
from framing.comparison import validation
from framing.comparison.agreement import Agreement
from framing.lexicon import files, measured
from framing.lexicon.files import Figure
from framing.parameters import Parameters

DRAWN = 200
# entries were taken out by the very reading that measures them: such a reading is spent
SPENT: dict[str, str] = {}
# read item by item, without a default
EACH = ("burden-investment", "fighters-terrorists", "force-safety", "order-dignity", "us-them")
CODERS = (
    "the project: two codings apart, exceptions noted against a default; no study with outsiders"
)
CODERS_EACH = "the project: two codings apart, item by item; no study with outsiders"
MEASURED_ON = "real news sentences of BABE, NewsMTSC and PolNeAR (2026-11)"


def codings(table: pd.DataFrame, poles: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn a file of codings into a key and codes: unit, rater, variable, value."""
    key = table[["pole", "stratum", "population"]].assign(unit=table["item"].astype(str))
    parts = [
        pd.DataFrame(
            {
                "unit": key["unit"],
                "rater": rater,
                "variable": "leaning",
                "value": [
                    "neither" if not code else pole or poles[code - 1]
                    for code, pole in zip(table[rater], table["pole"], strict=True)
                ],
            }
        )
        for rater in ("coder_a", "coder_b")
    ]
    return key, pd.concat(parts, ignore_index=True)


def figures(path: Path) -> tuple[pd.DataFrame, Agreement, int, tuple[str, list[str]]]:
    """Figure validity, agreement, hits in the material and status of one dimension."""
    home = paths.data_dir("lexicons")
    poles = [pole.id for pole in files.load(home / f"{path.stem}.toml").poles]
    key, codes = codings(pd.read_csv(path, keep_default_na=False), poles)
    table = validation.validate(key, validation.truth(codes, poles), poles)
    agreed = validation.alpha(codes, "leaning", Parameters())
    sizes = key.drop_duplicates("stratum").set_index("stratum")["population"]
    hits = int(sizes[sizes.index.str.startswith("hit-")].sum())
    spent = SPENT.get(path.stem, "")
    status = validation.standing(table, agreed, key, poles, drawn=DRAWN, spent=spent)
    return table, agreed, hits, status


def card(
    table: pd.DataFrame, agreed: Agreement, hits: int, coders: str
) -> dict[str, Figure | int | str]:
    """Give the figures of a card in its order."""
    whole = table[table["voice"] == "all"].set_index(["measure", "pole"])
    found: dict[str, Figure | int | str] = {
        name: Figure(**{k: whole.loc[(name, "all"), k] for k in ("value", "low", "high", "n")})
        for name in ("precision", "recall")
    }
    found["alpha"] = Figure(value=agreed.value, low=agreed.low, high=agreed.high, n=agreed.n_units)
    found["hits_found"] = hits
    poles = whole.loc["precision"]["value"].drop("all")
    found["precision_by_pole"] = "; ".join(f"{p} {v:.2f}" for p, v in poles.sort_index().items())
    return found | {"coders": coders, "measured_on": MEASURED_ON}


def main() -> None:
    home = paths.data_dir("lexicons")
    rows = []
    for path in sorted((home / "coding").glob("*.csv")):
        if path.stem == "elements":  # coded by span: benchmarks/elements.py
            continue
        if not (home / f"{path.stem}.toml").is_file():
            continue  # codings of something that is no dimension
        table, agreed, hits, (status, reasons) = figures(path)
        made = card(table, agreed, hits, CODERS_EACH if path.stem in EACH else CODERS)
        shown = {
            name: f"{one.value:.2f} ({one.low:.2f}-{one.high:.2f})"
            for name, one in made.items()
            if isinstance(one, Figure)
        }
        rows.append(
            {"dimension": path.stem, "hits": hits, "status": status}
            | shown
            | {"by pole": made["precision_by_pole"]}
            | {"why": "; ".join(reasons) if status == "untested" else ""}
        )
        if "--write" in sys.argv:
            target = home / f"{path.stem}.toml"
            text = target.read_text(encoding="utf-8")
            target.write_text(measured.put(text, made, status, target), encoding="utf-8")
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
