"""What two codings apart say of a dimension: precision, recall, alpha, with intervals.

    python benchmarks/status.py [--write]

Reads ``lexicons/coding/*.csv`` (200 sentences of real news per dimension, coded twice apart; the
sentences themselves are not ours and stay out: data set, row and hash stand for them). ``--write``
puts the figures on the cards of the lexicon files and sets their status.

A hit coded 1 carries its pole; an unmarked sentence coded 1 or 2 leans to a pole and was missed.
Where the two codings differ, the item counts half. Hits were drawn by pole, unmarked sentences
half from those with a hit of another dimension; both are weighted back to the 6 MB they stand
for. Intervals: 2,000 bootstrap draws of items within strata.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from framing import paths
from framing.comparison import agreement
from framing.parameters import Parameters

LEAST_PRECISION = 0.7
# entries were taken out by the very reading that measures them: such a reading is spent
SPENT = frozenset({"order-dignity"})
CODERS = (
    "the project: two codings apart, exceptions noted against a default; no study with outsiders"
)
MEASURED_ON = "real news sentences of BABE, NewsMTSC and PolNeAR (2026-11)"


@dataclass(frozen=True)
class Figures:
    precision: tuple[float, float, float, int]
    recall: tuple[float, float, float, int]
    alpha: tuple[float, float, float, int]
    by_pole: dict[str, float]
    found: dict[str, int]
    spent: bool = False

    @property
    def hits(self) -> int:
        return sum(self.found.values())

    @property
    def status(self) -> str:
        """Provisional takes 100 hits in the data, 20 on each pole, and the least precision."""
        enough = self.hits >= 100 and min(self.found.values()) >= 20
        right = self.precision[0] >= LEAST_PRECISION and not self.spent
        return "provisional" if enough and right else "untested"


def figures(coded: pd.DataFrame, parameters: Parameters) -> Figures:
    """Weigh the codings of one dimension back to the corpus."""
    random = np.random.default_rng(parameters.seed)
    strata = {
        name: (
            (part[["coder_a", "coder_b"]] > 0).mean(axis=1).to_numpy(),
            int(part["population"].iloc[0]),
        )
        for name, part in coded.groupby("stratum")
    }
    draws = [
        _precision_recall({n: (random.choice(v, len(v)), size) for n, (v, size) in strata.items()})
        for _ in range(parameters.resamples)
    ]
    point = _precision_recall(strata)
    low, high = np.nanquantile(np.array(draws), [0.025, 0.975], axis=0)
    hits = coded["stratum"].str.startswith("hit-")
    three = _three_codes(coded)
    both = agreement.alpha(three, "nominal", parameters)
    return Figures(
        (point[0], low[0], high[0], int(hits.sum())),
        (point[1], low[1], high[1], len(coded)),
        (both.value, both.low, both.high, both.n_units),
        {
            n.removeprefix("hit-"): float(v.mean())
            for n, (v, _) in strata.items()
            if n.startswith("hit-")
        },
        {n.removeprefix("hit-"): size for n, (_, size) in strata.items() if n.startswith("hit-")},
    )


def _precision_recall(strata: dict[str, tuple[np.ndarray, int]]) -> tuple[float, float]:
    right = sum(v.mean() * size for n, (v, size) in strata.items() if n.startswith("hit-"))
    found = sum(size for n, (_, size) in strata.items() if n.startswith("hit-"))
    missed = sum(v.mean() * size for n, (v, size) in strata.items() if not n.startswith("hit-"))
    return right / found, right / (right + missed)


def _three_codes(coded: pd.DataFrame) -> pd.DataFrame:
    """Bring hits and unmarked sentences onto one code: 0 neither, 1 first pole, 2 second pole."""
    poles = sorted({p for p in coded["pole"] if p})
    number = coded["pole"].map({pole: i + 1 for i, pole in enumerate(poles)})
    return pd.DataFrame(
        {
            c: np.where(coded["pole"] != "", coded[c] * number.fillna(0), coded[c])
            for c in ("coder_a", "coder_b")
        }
    )


def card(found: Figures) -> str:
    """Write the [card] table of a lexicon file."""

    def figure(values: tuple[float, float, float, int]) -> str:
        value, low, high, n = values
        return f"{{ value = {value:.2f}, low = {low:.2f}, high = {high:.2f}, n = {n} }}"

    poles = "; ".join(f"{pole} {value:.2f}" for pole, value in sorted(found.by_pole.items()))
    return (
        f"precision = {figure(found.precision)}\nrecall = {figure(found.recall)}\n"
        f"alpha = {figure(found.alpha)}\nhits_found = {found.hits}\n"
        f'precision_by_pole = "{poles}"\ncoders = "{CODERS}"\nmeasured_on = "{MEASURED_ON}"\n'
    )


def put(path: Path, found: Figures) -> None:
    """Put figures and status into a lexicon file; everything else stays as it is."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^status = ".*"\n', "", text, flags=re.M)
    text = re.sub(
        r'^(version = ".*"\n)', rf'\1status = "{found.status}"\n', text, count=1, flags=re.M
    )
    own = "precision|recall|alpha|hits_found|precision_by_pole|coders|measured_on"
    head, mark, tail = text.partition("\n[card]\n")
    kept = re.sub(rf"^(?:{own}) = .*\n", "", tail, flags=re.M) if mark else ""
    path.write_text(f"{head.rstrip()}\n\n[card]\n{card(found)}{kept}", encoding="utf-8")


def main() -> None:
    home = paths.data_dir("lexicons")
    rows = []
    for path in sorted((home / "coding").glob("*.csv")):
        coded = pd.read_csv(path, keep_default_na=False)
        found = replace(figures(coded, Parameters()), spent=path.stem in SPENT)
        rows.append(
            {"dimension": path.stem, "hits": found.hits, "status": found.status}
            | {
                name: "{:.2f} ({:.2f}-{:.2f})".format(*getattr(found, name)[:3])
                for name in ("precision", "recall", "alpha")
            }
            | {"by pole": ", ".join(f"{k} {v:.2f}" for k, v in found.by_pole.items())}
        )
        if "--write" in sys.argv:
            put(home / f"{path.stem}.toml", found)
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
