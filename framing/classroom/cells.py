"""Small numbers are hidden, so that nobody in a class can be picked out of a table."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST = 5


def hide(counts: Sequence[int]) -> list[int | None]:
    """Hide the numbers of a row that would point at single pupils; None = hidden.

    ``counts`` add up to a number that everybody knows. Numbers from 1 to 4 are hidden. Where
    they could be worked out from the sum, the smallest of the other numbers is hidden as well:
    when one cell alone is hidden, when the hidden ones together are under five, or when their sum
    leaves one solution. Zeros are shown: nobody stands behind them.

    >>> hide([0, 12, 7, 2, 3])
    [0, 12, 7, None, None]
    >>> hide([0, 12, 7, 2])
    [0, 12, None, None]
    >>> hide([5, 6])
    [5, 6]
    """
    hidden = {n for n, count in enumerate(counts) if 0 < count < FEWEST}
    while hidden and _open(counts, hidden):
        left = [n for n, count in enumerate(counts) if count >= FEWEST and n not in hidden]
        if not left:
            break
        hidden.add(min(left, key=lambda n: (counts[n], n)))
    return [None if n in hidden else count for n, count in enumerate(counts)]


def _open(counts: Sequence[int], hidden: set[int]) -> bool:
    """Tell whether hidden numbers can be worked out from their sum."""
    together = sum(counts[n] for n in hidden)
    small = all(counts[n] < FEWEST for n in hidden)
    return (
        len(hidden) == 1 or together < FEWEST or (small and together == len(hidden) * (FEWEST - 1))
    )


def enough(number: int) -> bool:
    """Tell whether so many pupils may be spoken of.

    >>> enough(4), enough(5)
    (False, True)
    """
    return number >= FEWEST
