"""Which outlets are set against each other one by one, where there are too many for all pairs."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

MOST = 50


def foremost(documents: pd.DataFrame, most: int = MOST, first: Iterable[str] = ()) -> list[str]:
    """Choose the outlets of an event that are drawn and compared in pairs: those with most text.

    ``documents`` is the table of one event; up to ``most`` outlets all are chosen. Of more, those
    of ``first`` come before those with the most words; of equally many words the first by name.
    Every outlet is always scored and set against the rest. Returns names, in the order of the
    articles.

    >>> three = pd.DataFrame({"outlet": ["A", "B", "C"], "n_words": [9, 5, 7]})
    >>> foremost(three, 2), foremost(three, 2, ["B"])
    (['A', 'C'], ['A', 'B'])
    """
    names = [str(name) for name in dict.fromkeys(documents["outlet"])]
    if len(names) <= most:
        return names
    words = documents.groupby("outlet")["n_words"].sum().to_dict()
    wanted = set(first)
    ranked = sorted(names, key=lambda name: (name not in wanted, -int(words[name]), name))
    chosen = set(ranked[:most])
    return [name for name in names if name in chosen]
