"""Outlets over many events: differences within shared events, the events as sampling units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.comparison import cautions, shared, statistics
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]

# shared events from which the mean difference of an outlet may be tested
LEAST_EVENTS = 10
FEW_EVENTS = f"fewer than {LEAST_EVENTS} shared events: no test"
ALL = "all"
KEYS = ["event", "outlet", "dimension", "scorer", "voice"]
SUMS = ["top", "count", "articles", "words"]
# signs are drawn in parts of so many numbers
_PART = 4_000_000
_EXACT_EVENTS = 14


def count(documents: pd.DataFrame, scores: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Sum the scores of articles by event, outlet, dimension, scorer and voice.

    ``documents`` (doc_id, event, outlet, n_words) and ``scores`` are tables of any articles,
    ``kinds`` maps a dimension to bipolar or presence. Returns the columns of ``KEYS``, ``top``
    (sentences that lean to the second pole, or carry the presence; for other scorers the sum of
    values), ``count`` (sentences that lean, analysed sentences, judged pieces), ``articles``,
    ``words`` and ``untested``. Sums of parts may be added up by ``total``.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": [], "event": [], "outlet": [], "n_words": []})
    >>> len(count(documents, tables.empty("scores"), {}))
    0
    """
    own = scores[(scores["doc_id"] != "") & (scores["speaker"] == "") & (scores["target"] == "")]
    lexical = (own["scorer"] == "lexical").to_numpy()
    presence = own["dimension"].map(kinds).eq("presence").to_numpy()
    one, two = own["n_pole_1"].to_numpy(float), own["n_pole_2"].to_numpy(float)
    value, hits = own["value"].to_numpy(float), own["n_hits"].to_numpy(float)
    judged = np.where(np.isfinite(value), hits, 0.0)
    base = np.where(presence, own["n_sentences"].to_numpy(float), one + two)
    carried = np.where(presence, one + two, two)
    row = pd.Index(documents["doc_id"]).get_indexer(pd.Index(own["doc_id"]))
    words = documents["n_words"].to_numpy(float)
    found = pd.DataFrame(
        {
            "event": documents["event"].to_numpy()[row],
            "outlet": documents["outlet"].to_numpy()[row],
            **{name: own[name].to_numpy() for name in ("dimension", "scorer", "voice")},
            "top": np.where(lexical, carried, np.nan_to_num(value) * judged),
            "count": np.where(lexical, base, judged),
            "articles": 1,
            "words": words[row] if len(words) else words,
            "untested": ~own["status"].isin(["provisional", "validated"]).to_numpy(),
        }
    )
    return total(found)


def total(counts: pd.DataFrame) -> pd.DataFrame:
    """Add up sums of the same event, outlet, dimension, scorer and voice.

    >>> row = {**dict.fromkeys(KEYS, "a"), **dict.fromkeys(SUMS, 1), "untested": True}
    >>> total(pd.DataFrame([row, row]))["count"].tolist()
    [2]
    """
    how: dict[str, Any] = dict.fromkeys(SUMS, "sum") | {"untested": "max"}
    return counts.groupby(KEYS, sort=True, as_index=False).agg(how)


def weeks(documents: pd.DataFrame, period: str) -> pd.Series[str]:
    """Give each event its period by the date of its earliest article.

    ``documents`` has event and published; ``period`` is week (ISO, ``2034-W10``), month or all.
    Returns the period by event; an event without any date is ``undated``.

    >>> articles = pd.DataFrame({"event": ["e", "e"], "published": ["2034-03-08", "2034-03-06"]})
    >>> weeks(articles, "week")["e"]
    '2034-W10'
    """
    known = documents[documents["published"] != ""]
    first = known.groupby("event")["published"].min()
    everyone = pd.Index(documents["event"].unique()).sort_values()
    days = pd.to_datetime(first.reindex(everyone), format="%Y-%m-%d", errors="coerce")
    text = days.dt.strftime({"week": "%G-W%V", "month": "%Y-%m"}.get(period, "all"))
    return text.where(days.notna(), "undated").astype("str")


@dataclass(frozen=True)
class _Unit:
    """One outlet on one measure in the shared events of one period."""

    period: str
    outlet: str
    measure: tuple[str, str, str]
    gap: Floats
    weight: Floats
    articles: int
    uneven: bool
    untested: bool
    flags: tuple[str, ...]

    @property
    def primary(self) -> bool:
        return self.period == ALL and self.measure[1:] == ("lexical", "narrator")

    @property
    def tested(self) -> bool:
        return len(self.gap) >= LEAST_EVENTS


def compare(
    counts: pd.DataFrame,
    periods: pd.Series[str],
    parameters: Parameters,
    flags: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say how an outlet's wording differs from that of the others within the same events.

    ``counts`` is what ``total`` gives, ``periods`` what ``weeks`` gives, ``flags`` what
    ``shared.flags`` gives of the articles, for the cautions on genre and copies. Returns the table
    ``panel``: for each period, and for ``all`` of them, the mean over shared events of the
    outlet's share minus the share of the other outlets' articles of the same event. An event
    weighs n m / (n + m) for n and m sentences on both sides (Mantel & Haenszel 1959), so that one
    with few words moves little. The interval is a t interval whose units are the events; p is
    that of flipping the signs of whole events, exact up to 14 events, and given from ten shared
    events on. Corrected apart (Benjamini-Hochberg): the narrator's voice on the lexicon dimensions
    over all periods, which alone allows a claim, and everything else.

    >>> from framing.parameters import Parameters
    >>> empty = pd.DataFrame({name: [] for name in [*KEYS, *SUMS, "untested"]})
    >>> len(compare(empty, pd.Series([], dtype="str"), Parameters()))
    0
    """
    units = _units(counts, periods, flags)
    if not units:
        return tables.empty("panel")
    p, adjusted, notes = _tested(units, parameters)
    bounds = np.array([_interval(unit, parameters.level) for unit in units])
    return tables.frame(
        "panel",
        {
            "period": [unit.period for unit in units],
            "outlet": [unit.outlet for unit in units],
            "dimension": [unit.measure[0] for unit in units],
            "scorer": [unit.measure[1] for unit in units],
            "voice": [unit.measure[2] for unit in units],
            "n_events": [len(unit.gap) for unit in units],
            "n_articles": [unit.articles for unit in units],
            "difference": bounds[:, 0],
            "low": bounds[:, 1],
            "high": bounds[:, 2],
            "p": p,
            "p_adjusted": adjusted,
            "caution": [
                cautions.join(
                    cautions.UNTESTED if unit.untested else "",
                    "" if unit.tested else FEW_EVENTS,
                    cautions.LENGTH if unit.uneven else "",
                    *unit.flags,
                    note,
                )
                for unit, note in zip(units, notes, strict=True)
            ],
        },
    )


def _tested(units: list[_Unit], parameters: Parameters) -> tuple[Floats, Floats, list[str]]:
    """Give p of every unit, p adjusted within its family, and whether it could be small enough."""
    primary = np.array([unit.primary for unit in units])
    tests = {kind: sum(u.tested for u in units if u.primary is kind) for kind in (True, False)}
    p, least = np.full(len(units), np.nan), np.full(len(units), np.nan)
    for place, unit in enumerate(units):
        if unit.tested:
            draws = max(parameters.permutations, min(20 * tests[unit.primary], 20_000))
            p[place], least[place] = _flip(unit.gap * unit.weight, draws, parameters.seed)
    adjusted = np.full(len(units), np.nan)
    notes = [""] * len(units)
    for kind in (True, False):
        mine = primary == kind
        adjusted[mine] = statistics.adjust(p[mine])
        tested = mine & np.isfinite(p)
        best = min(1.0, tests[kind] * float(least[tested].min())) if tested.any() else 1.0
        if best > parameters.alpha:
            for index in np.flatnonzero(tested).tolist():
                notes[index] = f"too few events: smallest attainable adjusted p is {best:.2f}"
    return p, adjusted, notes


def claims(panel: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Keep the rows on which a sentence about an outlet may rest.

    They speak of all periods, the narrator's voice and a lexicon dimension that is not untested,
    rest on ten shared events or more, and their adjusted p is below ``parameters.alpha``.

    >>> from framing.parameters import Parameters
    >>> len(claims(tables.empty("panel"), Parameters()))
    0
    """
    allowed = (
        (panel["period"] == ALL)
        & (panel["scorer"] == "lexical")
        & (panel["voice"] == "narrator")
        & (panel["n_events"] >= LEAST_EVENTS)
        & (panel["p_adjusted"] < parameters.alpha)
        & ~panel["caution"].str.contains(cautions.UNTESTED, regex=False)
    )
    return panel[allowed].reset_index(drop=True)


def _units(
    counts: pd.DataFrame, periods: pd.Series[str], flags: pd.DataFrame | None
) -> list[_Unit]:
    """Lay out the shared events of every outlet, measure and period."""
    keys = ["event", "dimension", "scorer", "voice"]
    both = counts.join(counts.groupby(keys)[SUMS].sum().add_suffix("_all"), on=keys)
    rest = {name: both[f"{name}_all"] - both[name] for name in SUMS}
    both = both.assign(rest_count=rest["count"], rest_top=rest["top"], rest_words=rest["words"])
    both = both.assign(rest_articles=rest["articles"])
    both = both[(both["count"] > 0) & (both["rest_count"] > 0)]
    both = both.assign(period=both["event"].map(periods))
    if flags is None:
        both = both.assign(**dict.fromkeys(shared.FLAGS, False))
    else:
        both = both.merge(flags, on=["event", "outlet"], how="left")
    both = pd.concat([both.assign(period=ALL), both[both["period"] != ALL]], ignore_index=True)
    found = []
    for (period, outlet, *measure), group in both.groupby(
        ["period", "outlet", "dimension", "scorer", "voice"], sort=True
    ):
        n, m = group["count"].to_numpy(float), group["rest_count"].to_numpy(float)
        words = group["words"].sum() / max(1, group["articles"].sum())
        others = group["rest_words"].sum() / max(1, group["rest_articles"].sum())
        found.append(
            _Unit(
                str(period),
                str(outlet),
                (str(measure[0]), str(measure[1]), str(measure[2])),
                group["top"].to_numpy(float) / n - group["rest_top"].to_numpy(float) / m,
                n * m / (n + m),
                int(group["articles"].sum()),
                bool(max(words, others) > 2 * min(words, others)),
                bool(group["untested"].any()),
                tuple(shared.notes({f: int(group[f].sum()) for f in shared.FLAGS}, len(group))),
            )
        )
    return found


def _interval(unit: _Unit, level: float) -> tuple[float, float, float]:
    """Give the weighted mean and its t interval over events."""
    from scipy.special import stdtrit

    weight, size = unit.weight, len(unit.gap)
    mean = float((weight * unit.gap).sum() / weight.sum())
    if size < 2:
        return mean, float("nan"), float("nan")
    spread = float((weight**2 * (unit.gap - mean) ** 2).sum()) * size / (size - 1)
    error = np.sqrt(spread) / weight.sum()
    # events of very unequal weight are fewer than they look (Kish 1965)
    free = max(1.0, float(weight.sum() ** 2 / (weight**2).sum()) - 1)
    half = float(stdtrit(free, 1 - (1 - level) / 2)) * error
    return mean, mean - half, mean + half


def _flip(moved: Floats, draws: int, seed: int) -> tuple[float, float]:
    """Give p of flipping the signs of events, and the smallest that it could be."""
    size, observed = len(moved), abs(float(moved.sum()))
    bar = observed - 1e-12 * max(1.0, observed)
    if size <= _EXACT_EVENTS:
        extreme = int((np.abs(_every_sign(size) @ moved) >= bar).sum())
        return extreme / 2**size, 2 / 2**size
    random, extreme, left = np.random.default_rng([seed, size]), 0, draws
    while left:
        part = min(left, max(1, _PART // size))
        signs = random.integers(0, 2, (part, size), dtype=np.int8) * 2.0 - 1.0
        extreme += int((np.abs(signs @ moved) >= bar).sum())
        left -= part
    return (extreme + 1) / (draws + 1), 1 / (draws + 1)


@lru_cache(maxsize=_EXACT_EVENTS)
def _every_sign(size: int) -> Floats:
    numbers = np.arange(2**size)[:, None] >> np.arange(size)[None, :]
    return np.asarray((numbers & 1) * 2.0 - 1.0, dtype=np.float64)
