"""Groups of frame elements that recur over many articles, and how stable they are.

After Matthes and Kohring (2008): not whole frames are coded but their elements, and articles are
grouped by the elements they share. Groups are found in any data, so each is resampled (Hennig
2007) and set against worlds in which the elements have nothing to do with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import paths
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COLUMNS = [
    "frame", "n_articles", "share", "stability", "low", "high", "chance", "features", "articles",
    "caution",
]  # fmt: skip
LEAST_ARTICLES = 50
STABLE = 0.6
UNSTABLE = "not stable under resampling"
BY_CHANCE = "may be no more stable than chance"
_RARE, _COMMON, _MOST, _GROUPS, _DRAWS, _WORLDS = 3, 0.8, 2000, 8, 50, 5
_TOP = 8
_WORD = re.compile(r"[^\W\d_]{3,}")


def find(
    elements: pd.DataFrame,
    documents: pd.DataFrame,
    parameters: Parameters,
    *,
    least: int = LEAST_ARTICLES,
    draws: int = _DRAWS,
) -> pd.DataFrame:
    """Group articles by the problems, causes, judgements and remedies that they share.

    ``elements`` and ``documents`` are the tables of those names; ``least`` is the number of
    articles with an element below which nothing is grouped; ``draws`` the number of resamples.
    Returns one row per group, the largest first: frame (from 1), n_articles, share (of the
    articles with an element), stability (mean Jaccard overlap of the group with its nearest group
    in resampled articles, 0 to 1) with low and high, chance (the same where each element's
    column was shuffled), features (elements that mark the group, most telling first), articles
    (doc_id) and caution. The number of groups, 2 to 8, is the one that resampling repeats best.
    What an element is counted by, ``features`` says.

    >>> from framing import tables
    >>> find(tables.empty("elements"), tables.empty("documents"), Parameters()).shape
    (0, 10)
    """
    names, matrix, articles = features(elements, documents)
    if len(articles) < least or len(names) < 2:
        return _table([])
    random = np.random.default_rng(parameters.seed)
    places = np.arange(len(articles))
    if len(articles) > _MOST:
        places = np.sort(random.choice(len(articles), _MOST, replace=False))
    used = _unit(matrix)
    number, overlaps = _best_number(used[places], random, draws)
    groups = _nearest(used, used[places], _group(used[places], number))
    chance = _chance(matrix[places], number, random)
    order = np.argsort(-np.bincount(groups, minlength=number), kind="stable")
    level = 100 * (1 - parameters.level) / 2
    rows = []
    for rank, group in enumerate(order.tolist(), start=1):
        inside = groups == group
        own = overlaps[group]
        low, high = np.percentile(own, [level, 100 - level])
        stability = float(own.mean())
        rows.append(
            {
                "frame": rank,
                "n_articles": int(inside.sum()),
                "share": float(inside.mean()),
                "stability": stability,
                "low": float(low),
                "high": float(high),
                "chance": chance,
                "features": _telling(names, matrix, inside),
                "articles": [articles[place] for place in np.flatnonzero(inside)],
                "caution": _caution(stability, float(low), chance),
            }
        )
    return _table(rows)


def _caution(stability: float, low: float, chance: float) -> str:
    found = [UNSTABLE] if stability < STABLE else []
    return "; ".join([*found, BY_CHANCE] if low <= chance else found)


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    kinds = {"frame": "int64", "n_articles": "int64", "caution": "str"}
    kinds |= dict.fromkeys(("share", "stability", "low", "high", "chance"), "float64")
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.astype({name: kinds.get(name, "object") for name in COLUMNS})


def features(
    elements: pd.DataFrame, documents: pd.DataFrame
) -> tuple[list[str], Floats, list[str]]:
    """Lay out which article has which element: "cause: council", "remedy: [a speaker]".

    Arguments are the tables. An element counts by its words (of the target for cause and remedy),
    by who says it and by its construction, the last two in brackets. Returns the names of the
    features, the matrix (articles x features, 0 or 1) and the doc_ids of its rows. A feature
    stands in three articles or more, in at most eight of ten, and, where there are several
    events, in two of them.

    >>> from framing import tables
    >>> features(tables.empty("elements"), tables.empty("documents"))[0]
    []
    """
    event = dict(zip(documents["doc_id"], documents["event"], strict=True))
    rows = elements[elements["counted"] & elements["doc_id"].isin(list(event))]
    pairs = {
        (doc_id, f"{element}: {word}")
        for doc_id, element, text, target, voice, cue in zip(
            *(rows[name] for name in ("doc_id", "element", "text", "target", "voice", "cue")),
            strict=True,
        )
        for word in (
            *_words(element, text, target),
            "[own voice]" if voice == "narrator" else "[a speaker]",
            f"[{cue}]",
        )
    }
    long = pd.DataFrame(sorted(pairs), columns=["doc_id", "feature"])
    articles = [one for one in documents["doc_id"] if one in set(long["doc_id"])]
    long = long.assign(event=long["doc_id"].map(event))
    counts = long.groupby("feature").agg(n=("doc_id", "nunique"), events=("event", "nunique"))
    several = 2 if len({event[one] for one in articles}) > 1 else 1
    kept = counts[
        (counts["n"] >= _RARE)
        & (counts["n"] <= _COMMON * max(1, len(articles)))
        & (counts["events"] >= several)
    ]
    names = sorted(kept.index)
    long = long[long["feature"].isin(names)]
    articles = [one for one in articles if one in set(long["doc_id"])]
    matrix = np.zeros((len(articles), len(names)))
    row = pd.Index(articles).get_indexer(pd.Index(long["doc_id"]))
    matrix[row, pd.Index(names).get_indexer(pd.Index(long["feature"]))] = 1.0
    return names, matrix, articles


def _words(element: str, text: str, target: str) -> Iterable[str]:
    """Give the words of an element: of its target, if it has one, else of its own phrase."""
    words = _WORD.findall((target if element in ("cause", "remedy") and target else text).lower())
    return {_stem(word) for word in words if word not in _stop_words()}


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def _stop_words() -> frozenset[str]:
    path = paths.data_dir("lexicons") / "background" / "function-words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _unit(matrix: Floats) -> Floats:
    """Bring every article to length one, so that long articles are no group of their own."""
    length = np.sqrt((matrix**2).sum(axis=1, keepdims=True))
    return np.asarray(matrix / np.maximum(length, 1), dtype=np.float64)


def _group(matrix: Floats, number: int) -> Ints:
    """Group rows by Ward's method."""
    from sklearn.cluster import AgglomerativeClustering

    return np.asarray(AgglomerativeClustering(number).fit_predict(matrix), dtype=np.int64)


def _nearest(matrix: Floats, sample: Floats, groups: Ints) -> Ints:
    """Give every article the group whose centre is nearest (those of the sample keep theirs)."""
    if len(matrix) == len(sample):
        return groups
    centres = np.stack([sample[groups == one].mean(axis=0) for one in np.unique(groups)])
    distance = ((matrix[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(distance.argmin(axis=1), dtype=np.int64)


def _best_number(
    matrix: Floats, random: np.random.Generator, draws: int
) -> tuple[int, dict[int, Floats]]:
    """Choose the number of groups that resampling repeats best, with each group's overlaps."""
    most = min(_GROUPS, len(matrix) // 5)
    subsets = [_subset(len(matrix), random) for _ in range(draws)]
    best: tuple[float, int, dict[int, Floats]] = (-1.0, 2, {})
    for number in range(2, max(2, most) + 1):
        overlaps = _overlaps(matrix, number, subsets)
        mean = float(np.mean([own.mean() for own in overlaps.values()]))
        if mean > best[0] + 1e-9:
            best = (mean, number, overlaps)
    return best[1], best[2]


def _subset(size: int, random: np.random.Generator) -> Ints:
    return np.sort(random.choice(size, max(2, round(0.8 * size)), replace=False))


def _overlaps(matrix: Floats, number: int, subsets: list[Ints]) -> dict[int, Floats]:
    """Give, for each group, its Jaccard overlap with the nearest group of every resample."""
    groups = _group(matrix, number)
    found: dict[int, list[float]] = {group: [] for group in range(number)}
    for subset in subsets:
        again, before = _group(matrix[subset], number), groups[subset]
        for group in range(number):
            own = before == group
            if own.any():
                found[group].append(
                    max(
                        float((own & (again == other)).sum() / (own | (again == other)).sum())
                        for other in range(number)
                    )
                )
    return {group: np.array(values or [0.0]) for group, values in found.items()}


def _chance(matrix: Floats, number: int, random: np.random.Generator) -> float:
    """Give the mean stability where each element is dealt anew to the articles."""
    worlds = []
    for _ in range(_WORLDS):
        dealt = _unit(np.column_stack([random.permutation(column) for column in matrix.T]))
        subsets = [_subset(len(dealt), random) for _ in range(_WORLDS)]
        worlds += [own.mean() for own in _overlaps(dealt, number, subsets).values()]
    return float(np.mean(worlds))


def _telling(names: list[str], matrix: Floats, inside: npt.NDArray[np.bool_]) -> list[str]:
    """List the elements that the group has more often than the others, most telling first."""
    if inside.all():
        return []
    more = matrix[inside].mean(axis=0) - matrix[~inside].mean(axis=0)
    order = np.lexsort((names, -more))[:_TOP]
    return [names[place] for place in order.tolist() if more[place] > 0]
