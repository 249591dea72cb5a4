"""Simulate how often the intervals hold the truth, and how often tests cry wolf.

Run: python benchmarks/intervals.py [--quick]

Shares of sentences with a known true share, and differences between two outlets, by number of
sentences; with one article, with several articles that differ among themselves; the speed of the
permutations of five outlets on twenty dimensions.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from framing.comparison import statistics
from framing.comparison.statistics import Sums

LEVEL = 0.95
SENTENCES = (10, 25, 50, 100, 200, 400, 800)
SHARES = (0.5, 0.7, 0.8, 0.9, 0.95)


def share_holds(n: int, true: float, worlds: int, rng: np.random.Generator) -> float:
    """One article of n leaning sentences: how often Jeffreys' interval holds the true share."""
    top = rng.binomial(n, true, worlds).astype(float)[None, :]
    _, low, high = statistics.share(Sums(top, np.full_like(top, n)), LEVEL)
    return float(((low <= true) & (true <= high)).mean())


def difference_holds(
    n: int, shares: tuple[float, float], worlds: int, rng: np.random.Generator
) -> float:
    """Two articles of n leaning sentences: how often the interval holds the true difference."""
    parts = []
    for true in shares:
        top = rng.binomial(n, true, worlds).astype(float)[None, :]
        parts.append(statistics.share(Sums(top, np.full_like(top, n)), LEVEL))
    _, low, high = statistics.difference(parts[0], parts[1])
    true_gap = shares[0] - shares[1]
    return float(((low <= true_gap) & (true_gap <= high)).mean())


def clustered_holds(
    n_articles: int, n: int, true: float, spread: float, worlds: int, rng: np.random.Generator
) -> float:
    """n_articles whose own shares scatter (Beta, intra-article correlation = spread)."""
    strength = 1 / spread - 1
    own = rng.beta(true * strength, (1 - true) * strength, (n_articles, worlds))
    size = max(1, n // n_articles)
    top = rng.binomial(size, own).astype(float)
    _, low, high = statistics.share(Sums(top, np.full_like(top, size)), LEVEL)
    return float(((low <= true) & (true <= high)).mean())


def mean_holds(n: int, worlds: int, rng: np.random.Generator) -> float:
    """Tone: a mixture of zeros and skewed values, mean over n sentences, t interval."""
    zero = rng.random((n, worlds)) < 0.4
    values = np.where(zero, 0.0, np.tanh(rng.gamma(2.0, 0.4, (n, worlds)) - 0.6))
    draws = np.tanh(rng.gamma(2.0, 0.4, 2_000_000) - 0.6)
    true = 0.6 * draws.mean()
    sums = Sums(
        values.sum(axis=0)[None, :],
        np.full((1, worlds), float(n)),
        (values**2).sum(axis=0)[None, :],
    )
    _, low, high = statistics.mean(sums, LEVEL)
    return float(((low <= true) & (true <= high)).mean())


def false_alarms(
    n_outlets: int, n_articles: int, n_dimensions: int, worlds: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Part of tests with p < .05, and of worlds with any claim, where no outlet differs.

    Articles differ among themselves (Beta, correlation 0.1) and outlets do not.
    """
    total = n_outlets * n_articles
    alarms, claims, tests = 0, 0, 0
    least = max(2000, 20 * n_outlets * n_dimensions)
    chosen, exact = statistics.draws(total, n_articles, least, 1)
    for _ in range(worlds):
        own = rng.beta(0.6 * 9, 0.4 * 9, (total, n_dimensions))
        count = rng.integers(3, 20, (total, n_dimensions)).astype(float)
        top = rng.binomial(count.astype(int), own).astype(float)
        p = []
        for outlet in range(n_outlets):
            mine = np.zeros(total, dtype=bool)
            mine[outlet * n_articles : (outlet + 1) * n_articles] = True
            one = top[mine].sum(axis=0) / count[mine].sum(axis=0)
            two = top[~mine].sum(axis=0) / count[~mine].sum(axis=0)
            p.append(statistics.permute(Sums(top, count), chosen, exact, one - two))
        flat = np.concatenate(p)
        alarms, tests = alarms + int((flat < 0.05).sum()), tests + len(flat)
        claims += int((statistics.adjust(flat) < 0.05).any())
    return alarms / tests, claims / worlds


def speed() -> float:
    """Seconds for 5 outlets x 20 dimensions x 2,000 permutations of 40 articles."""
    rng = np.random.default_rng(1)
    count = rng.integers(3, 20, (40, 20)).astype(float)
    top = rng.binomial(count.astype(int), 0.5).astype(float)
    began = time.perf_counter()
    chosen, exact = statistics.draws(40, 8, 2000, 1)
    for _ in range(5):
        statistics.permute(Sums(top, count), chosen, exact, np.zeros(20))
    return time.perf_counter() - began


def main(quick: bool) -> None:
    rng = np.random.default_rng(20250126)
    worlds = 2_000 if quick else 20_000
    print("Interval of a share, one article: part of worlds in which it holds the truth")
    print("sentences  " + "  ".join(f"{true:>6.2f}" for true in SHARES))
    for n in SENTENCES:
        print(f"{n:9}  " + "  ".join(f"{share_holds(n, t, worlds, rng):6.3f}" for t in SHARES))
    print("Interval of a difference of shares, two articles")
    pairs = ((0.5, 0.5), (0.8, 0.5), (0.9, 0.7), (0.95, 0.9))
    print("sentences  " + "  ".join(f"{a:.2f}-{b:.2f}" for a, b in pairs))
    for n in SENTENCES:
        print(f"{n:9}  " + "  ".join(f"{difference_holds(n, p, worlds, rng):9.3f}" for p in pairs))
    print("Interval of a share over several articles that differ (correlation 0.1)")
    print("sentences  " + "  ".join(f"{k:3} articles" for k in (2, 4, 8, 16)))
    for n in SENTENCES[1:]:
        row = [clustered_holds(k, n, 0.7, 0.1, worlds, rng) for k in (2, 4, 8, 16)]
        print(f"{n:9}  " + "  ".join(f"{value:12.3f}" for value in row))
    print("Interval of a mean tone, one article")
    for n in SENTENCES:
        print(f"{n:9}  {mean_holds(n, min(worlds, 4000), rng):6.3f}")
    print("False alarms where no outlet differs: outlets x articles, dimensions, tests, worlds")
    for shape in ((5, 4, 7), (5, 8, 7), (3, 6, 7)):
        alarm, claim = false_alarms(*shape, 40 if quick else 1000, rng)
        print(f"{shape[0]} x {shape[1]}, {shape[2]}: {alarm:.3f} of tests, {claim:.3f} of worlds")
    print(f"5 outlets x 20 dimensions x 2,000 permutations: {speed():.2f} s")


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
