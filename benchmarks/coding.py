"""Do the intervals of `framing code` hold what is known? Simulated coders with known errors.

    python benchmarks/coding.py [RUNS]

Each run makes four outlets of 20 articles with 40 sentences each, in which a lexicon with known
precision finds a known part of what leans to one of two poles; draws 300 sentences as
`framing code sample` does; lets two coders code them, who take a wrong code at a known rate; and
asks whether the intervals hold the figures that the same two coders would have got by coding every
sentence, and the outlets' true means. For comparison: a bootstrap within strata.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from framing.comparison import agreement, corrected, sampling, validation
from framing.parameters import Parameters

POLES = ("calm", "loud")
CODES = np.array(["calm", "neither", "loud"])
OUTLETS, ARTICLES, SENTENCES = 4, 20, 40
# rates of the lexicon's hits and of what leans without one, by stratum: calm, neither, loud
TRUE = {
    "hit-calm": (0.90, 0.08, 0.02),
    "hit-loud": (0.05, 0.20, 0.75),
    "near": (0.03, 0.92, 0.05),
    "far": (0.005, 0.985, 0.01),
}


def world(random: np.random.Generator) -> pd.DataFrame:
    """Make the sentences of a corpus with what the lexicon says and what is true."""
    size = OUTLETS * ARTICLES * SENTENCES
    article = np.repeat(np.arange(OUTLETS * ARTICLES), SENTENCES)
    # outlets differ in what they write, articles of one outlet do, too
    lean = (
        0.5 + 0.1 * (article // ARTICLES - 1.5) + random.normal(0, 0.1, OUTLETS * ARTICLES)[article]
    )
    kind = random.choice(4, size, p=[0.04, 0.04, 0.30, 0.62])
    swap = (kind < 2) & (random.random(size) < np.abs(lean - 0.5) * 1.6)
    kind = np.where(swap, (lean > 0.5).astype(int), kind)
    strata = np.array(list(TRUE))[kind]
    rates = np.array([TRUE[name] for name in strata]).cumsum(axis=1)
    truth = (random.random(size)[:, None] > rates).sum(axis=1).clip(0, 2)
    return pd.DataFrame(
        {
            "doc_id": [f"d{n:03}" for n in article],
            "outlet": [f"outlet {n // ARTICLES}" for n in article],
            "sent_id": np.tile(np.arange(SENTENCES), OUTLETS * ARTICLES),
            "start": 0,
            "end": 1,
            "entry": "",
            "voice": np.where(random.random(size) < 0.6, "narrator", "quoted"),
            "stratum": strata,
            "pole": [
                name.removeprefix("hit-") if name.startswith("hit-") else "" for name in strata
            ],
            "truth": CODES[truth],
        }
    )


def coded(frame: pd.DataFrame, error: float, random: np.random.Generator) -> pd.DataFrame:
    """Let two coders code every sentence; each takes any code at random at the given rate."""
    parts = []
    for rater in ("a", "b"):
        wrong = random.random(len(frame)) < error
        value = np.where(wrong, random.choice(CODES, len(frame)), frame["truth"])
        parts.append(pd.DataFrame({"unit": frame["unit"], "rater": rater, "value": value}))
    return pd.concat(parts, ignore_index=True).assign(variable="leaning")


def bootstrap(key: pd.DataFrame, told: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Give the quantiles of a bootstrap within strata for precision and recall of both poles."""
    found = []
    groups = [
        (name.removeprefix("hit-"), part["population"].iloc[0], told.loc[part["unit"]].to_numpy())
        for name, part in key.groupby("stratum")
    ]
    for _ in range(400):
        right = hits = leaning = 0.0
        for pole, size, values in groups:
            shares = values[random.integers(0, len(values), len(values))].mean(axis=0) * size
            leaning += shares.sum()
            if pole in POLES:
                hits += size
                right += shares[POLES.index(pole)]
        found.append((right / hits, right / leaning))
    return np.quantile(found, [0.025, 0.975], axis=0)


def run(
    seed: int, error: float, n: int = 300, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Make one world, draw, code, figure: one row per figure, with whether its interval holds."""
    parameters = parameters or Parameters(resamples=1000)
    random = np.random.default_rng([seed, round(error * 1000)])
    frame = sampling.draw(world(random), n, seed)
    everything = coded(frame, error, random)
    all_told = validation.truth(everything, POLES)
    key = frame[frame["sampled"]]
    codings = everything[everything["unit"].isin(set(key["unit"]))]
    told = validation.truth(codings, POLES)
    known = known_figures(frame, all_told)
    rows = []
    for row in validation.validate(key, told, POLES, frame, parameters).itertuples():
        truth = known[(row.measure, row.pole, row.voice)]
        rows.append(
            (f"{row.measure}, {row.pole}, {row.voice}", truth, row.value, row.low, row.high)
        )
    ends = bootstrap(key, told, random)
    for place, measure in enumerate(("precision", "recall")):
        truth = known[(measure, "all", "all")]
        rows.append((f"{measure}, all, all (bootstrap)", truth, np.nan, *ends[:, place]))
    made = corrected.pseudo(frame, told, POLES)
    for row in (
        corrected.outlets(made, told, POLES, parameters).query("voice == 'all'").itertuples()
    ):
        mine = all_told.loc[frame.loc[frame["outlet"] == row.outlet, "unit"]].mean()
        truth = mine["loud"] / mine.sum() if row.quantity == "share" else mine[row.quantity]
        rows.append((f"outlet mean, {row.quantity}", truth, row.corrected, row.low, row.high))
        rows.append((f"outlet mean, {row.quantity} (not corrected)", truth, row.measured,
                     np.nan, np.nan))  # fmt: skip
    both = codings.pivot(index="unit", columns="rater", values="value")
    found = agreement.alpha(both, "nominal", Parameters(resamples=400))
    rows.append(("alpha", expected_alpha(key, error), found.value, found.low, found.high))
    table = pd.DataFrame(rows, columns=["figure", "known", "value", "low", "high"])
    return table.assign(held=(table["low"] <= table["known"]) & (table["known"] <= table["high"]))


def known_figures(frame: pd.DataFrame, told: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Figure what coding every sentence gives, by plain counting."""
    y = told.loc[frame["unit"]].to_numpy()
    known = {}
    for voice in ("all", "narrator", "quoted"):
        here = np.ones(len(frame), bool) if voice == "all" else (frame["voice"] == voice).to_numpy()
        for pole in ("all", *POLES):
            wanted = [POLES.index(p) for p in POLES if pole in ("all", p)]
            hit = {i: here & (frame["pole"] == POLES[i]).to_numpy() for i in wanted}
            right = sum(y[hit[i], i].sum() for i in wanted)
            hits = sum(hit[i].sum() for i in wanted)
            leaning = y[here][:, wanted].sum()
            known[("precision", pole, voice)] = right / hits
            known[("recall", pole, voice)] = right / leaning
            known[("F1", pole, voice)] = 2 * right / (hits + leaning)
    return known


def expected_alpha(key: pd.DataFrame, error: float) -> float:
    """Work alpha out from the rates: agreement given the true code, chance from the mix."""
    keep = 1 - error
    mix = key["truth"].value_counts(normalize=True).reindex(CODES).fillna(0).to_numpy()
    given = mix * keep + error / 3
    same = (keep + error / 3) ** 2 + 2 * (error / 3) ** 2
    n = 2 * len(key)
    chance = (n * (given**2).sum() - 1) / (n - 1)
    return float(1 - (1 - same) / (1 - chance))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for error in (0.0, 0.05, 0.15):
        whole = pd.concat([run(seed, error) for seed in range(runs)])
        table = whole.groupby("figure", sort=False).agg(
            known=("known", "mean"), value=("value", "mean"), held=("held", "mean")
        )
        table["off"] = (whole["value"] - whole["known"]).abs().groupby(whole["figure"]).mean()
        table.loc[table.index.str.contains("not corrected"), "held"] = np.nan
        print(f"\ncoders wrong at {error:.0%}, {runs} runs")
        print(table.round(3).to_string())


if __name__ == "__main__":
    main()
