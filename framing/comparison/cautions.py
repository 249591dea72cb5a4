"""What could explain a difference without any difference in framing: said before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class _Side:
    """What is known of the articles of one side of a comparison."""

    genres: frozenset[str]
    dates: tuple[date, ...]
    words: float
    stump: bool
    doc_ids: frozenset[str]


def find(
    documents: pd.DataFrame, copies: pd.DataFrame | None, parameters: Parameters
) -> dict[Pair, str]:
    """Say for every outlet and reference of one event what else could explain a difference.

    ``documents`` is the table of one event; ``copies`` has doc_id, other_doc_id (near-copies of
    one text) or is None. Returns the cautions joined by ``; `` for each pair (outlet, reference),
    where the reference is another outlet or ``rest``. Kinds: different genre, dates apart (more
    than ``parameters.days_apart`` days between the nearest articles), length ratio over 2 (mean
    words), incomplete text, shared wire text. What is unknown gives no caution.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["A", "B"], "n_words": [90, 300],
    ...     "genre": ["news", "essay"], "published": ["", ""], "completeness": ["complete"] * 2})
    >>> find(documents, None, Parameters())[("A", "rest")]
    'different genre; length ratio over 2'
    """
    outlets = sorted(documents["outlet"].unique())
    linked = _linked(copies)
    sides = {outlet: _side(documents[documents["outlet"] == outlet]) for outlet in outlets}
    found: dict[Pair, str] = {}
    for outlet in outlets:
        rest = _side(documents[documents["outlet"] != outlet])
        found[outlet, "rest"] = "; ".join(_between(sides[outlet], rest, linked, parameters))
        for other in outlets:
            if other != outlet:
                pair = _between(sides[outlet], sides[other], linked, parameters)
                found[outlet, other] = "; ".join(pair)
    return found


def _linked(copies: pd.DataFrame | None) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    if copies is not None:
        for one, other in zip(copies["doc_id"], copies["other_doc_id"], strict=True):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {key: frozenset(value) for key, value in found.items()}


def _side(documents: pd.DataFrame) -> _Side:
    dates = [_day(text) for text in documents["published"]]
    return _Side(
        genres=frozenset(genre for genre in documents["genre"] if genre),
        dates=tuple(sorted(day for day in dates if day is not None)),
        words=float(documents["n_words"].mean()) if len(documents) else 0.0,
        stump=bool((documents["completeness"] == "stump").any()),
        doc_ids=frozenset(documents["doc_id"]),
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
