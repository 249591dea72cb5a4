"""What could explain a difference without any difference in framing: said before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import numpy as np
import pandas as pd

from framing.parameters import Parameters

GENRE = "different genre"
DATES = "dates apart"
LENGTH = "length ratio over 2"
INCOMPLETE = "incomplete text"
WIRE = "shared wire text"
UNTESTED = "untested dimension"
TOO_FEW = "too few words"
ONE_ARTICLE = "one article per outlet: stability of this text, no claim about the outlet"

Pair = tuple[str, str]
# genre, day, words, whether it is cut off, doc_id
_Article = tuple[str, date | None, int, bool, str]


@dataclass(frozen=True)
class _Side:
    """What is known of the articles of one side of a comparison."""

    genres: frozenset[str]
    dates: tuple[date, ...]
    words: float
    stump: bool
    doc_ids: frozenset[str]


def find(
    documents: pd.DataFrame,
    copies: pd.DataFrame | None,
    parameters: Parameters,
    pairs: Iterable[Pair] | None = None,
) -> dict[Pair, str]:
    """Say for every outlet and reference of one event what else could explain a difference.

    ``documents`` is the table of one event; ``copies`` has doc_id, other_doc_id (near-copies of
    one text) or is None; ``pairs`` are the pairs of outlets to look at (default: all).
    Returns the cautions joined by ``; `` for each pair (outlet, reference), where the reference is
    another outlet or ``rest``. Kinds: different genre, dates apart (more than
    ``parameters.days_apart`` days between the nearest articles), length ratio over 2 (mean
    words), incomplete text, shared wire text. What is unknown gives no caution.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["A", "B"], "n_words": [90, 300],
    ...     "genre": ["news", "essay"], "published": ["", ""], "completeness": ["complete"] * 2})
    >>> find(documents, None, Parameters())[("A", "rest")]
    'different genre; length ratio over 2'
    """
    outlets = sorted(documents["outlet"].unique())
    linked = _linked(copies)
    articles = _articles(documents)
    owner = documents["outlet"].to_numpy(dtype=object)
    sides = {outlet: _side(articles, np.flatnonzero(owner == outlet)) for outlet in outlets}
    found: dict[Pair, str] = {}
    for outlet in outlets:
        rest = _side(articles, np.flatnonzero(owner != outlet))
        found[outlet, "rest"] = "; ".join(_between(sides[outlet], rest, linked, parameters))
    for one, two in permutations(outlets, 2) if pairs is None else pairs:
        found[one, two] = "; ".join(_between(sides[one], sides[two], linked, parameters))
    return found


def _linked(copies: pd.DataFrame | None) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    if copies is not None:
        for one, other in zip(copies["doc_id"], copies["other_doc_id"], strict=True):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {key: frozenset(value) for key, value in found.items()}


def _articles(documents: pd.DataFrame) -> list[_Article]:
    columns = (documents[name] for name in ("genre", "published", "n_words", "completeness"))
    return [
        (genre, _day(published), int(n_words), completeness == "stump", doc_id)
        for doc_id, genre, published, n_words, completeness in zip(
            documents["doc_id"], *columns, strict=True
        )
    ]


def _side(articles: Sequence[_Article], rows: Iterable[int]) -> _Side:
    own = [articles[row] for row in rows]
    return _Side(
        genres=frozenset(genre for genre, *_ in own if genre),
        dates=tuple(sorted(day for _, day, *_ in own if day is not None)),
        words=sum(n_words for _, _, n_words, *_ in own) / len(own) if own else 0.0,
        stump=any(stump for *_, stump, _ in own),
        doc_ids=frozenset(doc_id for *_, doc_id in own),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _between(
    one: _Side, two: _Side, linked: Mapping[str, frozenset[str]], parameters: Parameters
) -> list[str]:
    short, long = sorted((one.words, two.words))
    checks = [
        (GENRE, bool(one.genres and two.genres) and one.genres != two.genres),
        (DATES, _days(one.dates, two.dates) > parameters.days_apart),
        (LENGTH, long > parameters.length_ratio * short),
        (INCOMPLETE, one.stump or two.stump),
        (WIRE, any(linked.get(doc_id, frozenset()) & two.doc_ids for doc_id in one.doc_ids)),
    ]
    return [text for text, holds in checks if holds]


def _days(one: Sequence[date], two: Sequence[date]) -> int:
    """Count the days between the nearest two articles of both sides (0 where none is dated)."""
    return min((abs((a - b).days) for a in one for b in two), default=0)


def join(*parts: str) -> str:
    """Join cautions by ``; ``, each named once.

    >>> join("short text", "", "short text; dates apart")
    'short text; dates apart'
    """
    single = [piece for part in parts for piece in part.split("; ") if piece]
    return "; ".join(dict.fromkeys(single))
