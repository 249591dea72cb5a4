"""Differences between outlets: each against the rest and each pair, with what may be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.comparison import cautions, crowd, statistics
from framing.comparison.statistics import Sums
from framing.parameters import Parameters

PRIMARY, EXPLORATORY = "primary", "exploratory"
JUDGED = ("tone", "wording")
MOST_DRAWS = 20_000

_VOICES = tables.POOLED_VOICES
_POOL = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}


class Dimension(Protocol):
    """A dimension as a comparison sees it."""

    @property
    def id(self) -> str:
        """Name the dimension."""

    @property
    def kind(self) -> str:
        """Say whether it is bipolar or presence."""

    @property
    def status(self) -> str:
        """Say whether it is untested, provisional or validated."""


@dataclass(frozen=True)
class _Measure:
    """What is counted: a row per column of the matrices of an event."""

    dimension: str
    scorer: str
    voice: str
    share: bool
    untested: bool


@dataclass(frozen=True)
class _World:
    """One event as matrices: articles x measures."""

    event: str
    outlets: list[str]
    outlet_of: npt.NDArray[np.int64]
    measures: list[_Measure]
    pairs: list[tuple[str, str]]
    top: npt.NDArray[np.float64]
    count: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]
    hits: npt.NDArray[np.float64]

    def sums(self, articles: npt.NDArray[Any], columns: npt.NDArray[Any]) -> Sums:
        where = np.ix_(articles, columns)
        return Sums(self.top[where], self.count[where], self.squares[where])


def compare(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    scores: pd.DataFrame,
    judgements: pd.DataFrame,
    dimensions: Sequence[Dimension],
    parameters: Parameters,
    copies: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Set each outlet against the rest and against each other outlet, by dimension and voice.

    Of more than fifty outlets those with the most words are set against each other
    (``crowd.foremost``); every outlet is set against the rest.

    Arguments are the tables of those names, the dimensions, the settings and, if known, the
    near-copies (doc_id, other_doc_id). Returns the table ``contrasts``. A lexical difference is
    one of shares of sentences (never of the displayed value, which depends on how many hits
    there are), one of tone or wording a difference of means; the rest excludes the outlet.
    ``n`` counts the sentences on both sides. Intervals: ``statistics.share``, ``.mean``,
    ``.difference``. p: permutation of whole articles, exact where there are few ways, else at
    least 20 times as many draws as the family has tests. Families are corrected apart
    (Benjamini-Hochberg): ``primary`` is the narrator's voice, outlet against the rest, on the
    lexicon dimensions; all else is ``exploratory``. With one article on either side p is NaN, and
    the interval speaks of the stability of this text alone. A difference
    with fewer than ``parameters.too_few_hits`` counted hits on either side is withheld.

    >>> from framing import tables
    >>> empty = [tables.empty(name) for name in
    ...          ("documents", "sentences", "hits", "scores", "judgements")]
    >>> len(compare(*empty, [], Parameters()))
    0
    """
    parts = []
    for event, group in documents.groupby("event", sort=True):
        if group["outlet"].nunique() < 2:
            continue
        world = _world(str(event), group, scores, judgements, dimensions)
        found = cautions.find(group, copies, parameters, world.pairs)
        parts.append(_compare_event(world, found, parameters))
    return tables.concat("contrasts", parts)


def attainable(
    documents: pd.DataFrame, n_tests: int, parameters: Parameters | None = None
) -> float:
    """Give the smallest adjusted p that any outlet of these articles could reach against the rest.

    ``documents`` is the table of one event, ``n_tests`` the number of tests of the family.
    Returns min(1, n_tests x smallest p of one test): that of a finding that stands alone. Above
    0.05 no claim about an outlet can be made, whatever the texts say.

    >>> two = pd.DataFrame({"outlet": [name for name in "ABCDEFGH" for _ in range(2)]})
    >>> round(attainable(two, 56), 2)
    0.47
    """
    parameters = parameters or Parameters()
    sizes = documents["outlet"].value_counts()
    total, least = int(sizes.sum()), _least(n_tests, parameters)
    sides = [(int(size), total - int(size)) for size in sizes if 1 < size < total - 1]
    best = min((statistics.smallest_p(*side, least) for side in sides), default=1.0)
    return min(1.0, n_tests * best)


def _least(n_tests: int, parameters: Parameters) -> int:
    return max(parameters.permutations, min(20 * n_tests, MOST_DRAWS))


def _world(
    event: str,
    documents: pd.DataFrame,
    scores: pd.DataFrame,
    judgements: pd.DataFrame,
    dimensions: Sequence[Dimension],
) -> _World:
    """Lay the articles' counts out as matrices."""
    outlets = sorted(documents["outlet"].unique())
    rows = pd.Index(documents["doc_id"])
    measures: list[_Measure] = []
    blocks: list[npt.NDArray[np.float64]] = []
    own = scores[
        (scores["scorer"] == "lexical") & (scores["speaker"] == "") & scores["doc_id"].isin(rows)
    ]
    for dimension in dimensions:
        mine = own[own["dimension"] == dimension.id]
        for voice in _VOICES:
            here = mine[mine["voice"] == voice].set_index("doc_id").reindex(rows)
            one, two = (here[c].fillna(0).to_numpy(float) for c in ("n_pole_1", "n_pole_2"))
            presence = dimension.kind == "presence"
            top = one + two if presence else two
            count = here["n_sentences"].fillna(0).to_numpy(float) if presence else one + two
            blocks.append(np.stack([top, count, top, here["n_hits"].fillna(0).to_numpy(float)]))
            untested = dimension.status not in ("provisional", "validated")
            measures.append(_Measure(dimension.id, "lexical", voice, True, untested))
    for scorer in JUDGED:
        said = judgements[(judgements["scorer"] == scorer) & judgements["doc_id"].isin(rows)]
        for voice in _VOICES if len(said) else ():
            blocks.append(_judged(said, voice, rows))
            measures.append(_Measure(scorer, scorer, voice, False, True))
    cube = np.stack(blocks, axis=2) if blocks else np.zeros((4, len(rows), 0))
    outlet_of = pd.Index(outlets).get_indexer(pd.Index(documents["outlet"])).astype(np.int64)
    pairs = list(combinations(sorted(crowd.foremost(documents)), 2))
    return _World(event, outlets, outlet_of, measures, pairs, *cube)


def _judged(said: pd.DataFrame, voice: str, rows: pd.Index[Any]) -> npt.NDArray[np.float64]:
    """Sum the values of one scorer and voice for each article."""
    mine = said if voice == "all" else said[said["voice"].map(_POOL) == voice]
    code = rows.get_indexer(pd.Index(mine["doc_id"]))
    value = mine["value"].to_numpy(float)
    n = np.bincount(code, minlength=len(rows)).astype(float)
    sums = np.bincount(code, weights=value, minlength=len(rows))
    squares = np.bincount(code, weights=value**2, minlength=len(rows))
    return np.stack([sums, n, squares, n])


def _sides(world: _World) -> Iterator[tuple[str, str, Any, Any]]:
    """List every outlet against the rest, then the pairs, as row numbers of articles."""
    articles = {
        outlet: np.flatnonzero(world.outlet_of == code) for code, outlet in enumerate(world.outlets)
    }
    for code, outlet in enumerate(world.outlets):
        yield outlet, "rest", articles[outlet], np.flatnonzero(world.outlet_of != code)
    for one, two in world.pairs:
        yield one, two, articles[one], articles[two]


def _compare_event(
    world: _World, found: dict[cautions.Pair, str], parameters: Parameters
) -> pd.DataFrame:
    sides = list(_sides(world))
    n_rest, size = len(world.outlets), len(world.measures)
    lexical = sum(m.scorer == "lexical" and m.voice == "narrator" for m in world.measures)
    least = (_least(n_rest * lexical, parameters), _least(0, parameters))
    parts = [
        _contrast(world, side, least[0] if side[1] == "rest" else least[1], parameters)
        for side in sides
    ]
    single = [min(len(ours), len(theirs)) == 1 for _, _, ours, theirs in sides]
    numbers = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    enough = numbers.pop("enough").reshape(len(sides), size)
    own = [(m.dimension, m.scorer, m.voice) for m in world.measures]
    frame = pd.DataFrame(
        {
            **{
                name: [value[place] for value in own] * len(sides)
                for place, name in enumerate(("dimension", "scorer", "voice"))
            },
            "outlet": [outlet for outlet, *_ in sides for _ in range(size)],
            "reference": [reference for _, reference, *_ in sides for _ in range(size)],
            "family": [_family(m, side[1]) for side in sides for m in world.measures],
            **numbers,
            "caution": [
                cautions.join(
                    found.get((outlet, reference), ""),
                    cautions.UNTESTED if measure.untested else "",
                    "" if told else cautions.TOO_FEW,
                    cautions.ONE_ARTICLE if alone else "",
                )
                for (outlet, reference, *_), alone, row in zip(sides, single, enough, strict=True)
                for measure, told in zip(world.measures, row.tolist(), strict=True)
            ],
        }
    )
    return _correct(frame.assign(event=world.event), parameters)


def _contrast(
    world: _World, side: tuple[str, str, Any, Any], least: int, parameters: Parameters
) -> dict[str, npt.NDArray[Any]]:
    """Work out one outlet against one reference, on every measure at once."""
    _, _, ours, theirs = side
    size = len(world.measures)
    gap, low, high, p = (np.full(size, np.nan) for _ in range(4))
    few = np.minimum(world.hits[ours].sum(axis=0), world.hits[theirs].sum(axis=0))
    n_ours, n_theirs = world.count[ours].sum(axis=0), world.count[theirs].sum(axis=0)
    enough = (few >= parameters.too_few_hits) & (np.minimum(n_ours, n_theirs) > 0)
    single = min(len(ours), len(theirs)) == 1
    shares = np.array([measure.share for measure in world.measures], dtype=bool)
    for is_share, estimate in ((True, statistics.share), (False, statistics.mean)):
        columns = np.flatnonzero(enough & (shares == is_share))
        if not len(columns):
            continue
        one, two = world.sums(ours, columns), world.sums(theirs, columns)
        bounds = statistics.difference(
            estimate(one, parameters.level), estimate(two, parameters.level)
        )
        gap[columns], low[columns], high[columns] = bounds
        if not single:
            everyone = np.concatenate([ours, theirs])
            chosen, exact = statistics.draws(len(everyone), len(ours), least, parameters.seed)
            together = world.sums(everyone, columns)
            p[columns] = statistics.permute(together, chosen, exact, gap[columns])
    smallest = 1.0 if single else statistics.smallest_p(len(ours), len(theirs), least)
    return {
        "difference": gap,
        "low": low,
        "high": high,
        "p": p,
        "n": (n_ours + n_theirs).astype(np.int64),
        "smallest": np.full(size, smallest),
        "enough": enough,
    }


def _family(measure: _Measure, reference: str) -> str:
    primary = measure.scorer == "lexical" and measure.voice == "narrator" and reference == "rest"
    return PRIMARY if primary else EXPLORATORY


def _correct(frame: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Correct p within each family, and say where the family is too large for its articles."""
    frame["p_adjusted"] = np.nan
    for family in (PRIMARY, EXPLORATORY):
        mine = (frame["family"] == family).to_numpy()
        p = frame.loc[mine, "p"].to_numpy(float)
        frame.loc[mine, "p_adjusted"] = statistics.adjust(p)
        n_tests = int(np.isfinite(p).sum())
        floor = frame.loc[mine, "smallest"].to_numpy(float)[np.isfinite(p)]
        best = min(1.0, n_tests * floor.min()) if n_tests else 1.0
        if n_tests and best > parameters.alpha:
            note = f"too few articles: smallest attainable adjusted p is {best:.2f}"
            tested = mine & frame["p"].notna().to_numpy()
            frame.loc[tested, "caution"] = [
                cautions.join(text, note) for text in frame.loc[tested, "caution"]
            ]
    return tables.frame(
        "contrasts", {name: frame[name] for name in tables.TABLES["contrasts"].names}
    )
