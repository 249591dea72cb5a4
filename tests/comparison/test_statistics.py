"""Every statistic once with numbers that a reader can work out with a pencil."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison import statistics
from framing.comparison.statistics import Sums


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def test_share_of_one_article_is_jeffreys() -> None:
    part, low, high = statistics.share(Sums(column(1), column(3)), 0.95)
    assert part[0] == pytest.approx(1 / 3)
    # Beta(1.5, 2.5): tests/tiny/BY-HAND.md
    assert (round(low[0], 4), round(high[0], 4)) == (0.0387, 0.8233)


def test_share_without_misses_ends_at_one() -> None:
    _, low, high = statistics.share(Sums(column(1), column(1)), 0.95)
    assert (round(low[0], 4), high[0]) == (0.1467, 1.0)


def test_share_of_articles_that_differ_has_a_wider_interval() -> None:
    alike = statistics.share(Sums(column(5, 5, 5, 5), column(10, 10, 10, 10)), 0.95)
    apart = statistics.share(Sums(column(10, 0, 10, 0), column(10, 10, 10, 10)), 0.95)
    assert alike[0][0] == apart[0][0] == 0.5
    assert apart[2][0] - apart[1][0] > alike[2][0] - alike[1][0]


def test_mean_by_hand() -> None:
    # values 0, 0, 1, 1: mean 1/2, variance 1/3, standard error sqrt(1/12), t(3) = 3.1824
    centre, low, high = statistics.mean(Sums(column(2), column(4), column(2)), 0.95)
    half = 3.182446 * (1 / 12) ** 0.5
    assert centre[0] == 0.5
    assert (low[0], high[0]) == (pytest.approx(0.5 - half, 1e-5), pytest.approx(0.5 + half, 1e-5))


def test_difference_by_hand() -> None:
    one = (np.array([0.5]), np.array([0.3]), np.array([0.6]))
    two = (np.array([0.2]), np.array([0.1]), np.array([0.6]))
    gap, low, high = statistics.difference(one, two)
    assert gap[0] == pytest.approx(0.3)
    assert low[0] == pytest.approx(0.3 - (0.2**2 + 0.4**2) ** 0.5)
    assert high[0] == pytest.approx(0.3 + (0.1**2 + 0.1**2) ** 0.5)


def test_exact_permutation_by_hand() -> None:
    # articles with 3/3, 3/3, 0/3, 0/3: of six ways to choose two, the observed one and its
    # mirror are as far apart: p = 2/6
    sums = Sums(column(3, 3, 0, 0), column(3, 3, 3, 3))
    chosen, exact = statistics.draws(4, 2, 100, seed=1)
    assert exact
    assert len(chosen) == 6
    assert statistics.permute(sums, chosen, exact, np.array([1.0]))[0] == pytest.approx(2 / 6)


def test_sampled_permutation_counts_the_observed_way() -> None:
    sums = Sums(column(*[1.0] * 10, *[0.0] * 30), column(*[1.0] * 40))
    chosen, exact = statistics.draws(40, 10, 500, seed=1)
    assert not exact
    assert chosen.shape == (500, 40)
    assert (chosen.sum(axis=1) == 10).all()
    assert statistics.permute(sums, chosen, exact, np.array([1.0]))[0] == 1 / 501


def test_the_smallest_p_of_the_methods() -> None:
    assert statistics.smallest_p(2, 14, 2000) == 1 / 120
    assert statistics.smallest_p(4, 16, 2000) == 1 / 4845
    assert statistics.smallest_p(1, 2, 2000) == 1 / 3
    assert statistics.smallest_p(8, 32, 2000) == 1 / 2001


def test_benjamini_hochberg_by_hand() -> None:
    # sorted: .01, .02, .04 of three tests -> .03, .03, .04
    assert statistics.adjust([0.04, 0.01, 0.02]).tolist() == pytest.approx([0.04, 0.03, 0.03])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_is_never_smaller_and_keeps_the_order(p: list[float]) -> None:
    adjusted = statistics.adjust(p)
    assert (adjusted >= np.array(p) - 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= -1e-12).all()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6),
)
def test_a_share_lies_in_its_interval(articles: list[tuple[int, int]]) -> None:
    top = column(*[min(a, b) for a, b in articles])
    count = column(*[max(a, b) for a, b in articles])
    part, low, high = statistics.share(Sums(top, count), 0.95)
    if count.sum():
        assert 0 <= low[0] <= part[0] <= high[0] <= 1
    else:
        assert np.isnan(part[0])
