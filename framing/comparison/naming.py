"""What outlets call the same people and things: how often, how differently, how consistently."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import paths, tables
from framing.comparison import cautions, divergence, statistics
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEW = "fewer than 3 mentions"
STANDING = ("asserted", "alleged")
_POOL = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}


@dataclass(frozen=True)
class _Side:
    """One side of a comparison: its units' counts of each name, and how many articles they are."""

    units: Floats
    articles: int


@cache
def _off() -> frozenset[str]:
    """Words that are no part of a name: determiners and numbers."""
    path = paths.data_dir("lexicons") / "referents" / "lists" / "nounphrase.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset([*data["determiners"], *data["quantities"], *data["measures"], "of", "than"])


def fold(text: str, head: str) -> str:
    """Fold a phrase to its name: lower case, modifiers and noun; the plural is kept.

    Determiners, numbers, "a group of" in front and all that follows the noun are left out.

    >>> fold("About 80 deported guests who left", "guests")
    'deported guests'
    """
    low = text.lower().replace("’", "'")
    at = low.find(head)
    words = low[:at].split() if at >= 0 else []
    if "of" in words and any(_is_off(word) for word in words[: words.index("of")]):
        # a group of, a large number of
        words = words[len(words) - words[::-1].index("of") :]
    while words and _is_off(words[0]):
        words.pop(0)
    kept = [word.strip(",\"'“”‘()") for word in words]
    return " ".join([*(word for word in kept if word), head])


def _is_off(word: str) -> bool:
    bare = word.strip(",\"'“”‘()")
    return bare in _off() or bare[:1].isdigit() or bare.endswith(("'s", "s'")) or not bare


def distribution(labels: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Count what each outlet's articles of an event call each referent, by voice.

    ``labels`` and ``documents`` are their tables; only counted labels enter. Returns the table
    ``naming``: one row per event, referent, outlet, voice (narrator, quoted, reported, all), name
    and polarity; ``share`` is of that outlet's mentions of the referent in that voice, whatever
    their polarity. A caution says when there are fewer than three mentions.

    >>> distribution(tables.empty("labels"), tables.empty("documents")).shape
    (0, 9)
    """
    mentions = _mentions(labels, documents)
    if not len(mentions):
        return tables.empty("naming")
    both = pd.concat([mentions, mentions.assign(voice="all")], ignore_index=True)
    keys = ["event", "referent", "outlet", "voice"]
    counted = both.groupby([*keys, "name", "polarity"], sort=True).size().rename("count")
    rows = counted.reset_index()
    total = rows.groupby(keys)["count"].transform("sum")
    rank = rows["voice"].map({voice: n for n, voice in enumerate(tables.POOLED_VOICES)})
    rows = rows.assign(
        share=rows["count"] / total,
        caution=np.where(total < 3, FEW, ""),
        rank=rank,
        less=-rows["count"],
    ).sort_values(["event", "referent", "outlet", "rank", "less", "name", "polarity"])
    names = tables.TABLES["naming"].names
    return tables.frame("naming", {name: rows[name].tolist() for name in names})


def _mentions(labels: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Give counted labels with their event, outlet, pooled voice and folded name."""
    counted = labels[labels["counted"]]
    known = documents.set_index("doc_id")
    counted = counted[counted["doc_id"].isin(known.index)]
    return pd.DataFrame(
        {
            "event": known["event"].reindex(counted["doc_id"]).to_numpy(),
            "outlet": known["outlet"].reindex(counted["doc_id"]).to_numpy(),
            "doc_id": counted["doc_id"].to_numpy(),
            "sent_id": counted["sent_id"].to_numpy(),
            "referent": counted["referent"].to_numpy(),
            "voice": [_POOL[voice] for voice in counted["voice"]],
            "name": [
                fold(text, head)
                for text, head in zip(counted["text"], counted["head"], strict=True)
            ],
            "polarity": counted["polarity"].to_numpy(),
        }
    )


def distances(
    labels: pd.DataFrame, documents: pd.DataFrame, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Measure how differently outlets name a referent: each against the rest, and each pair.

    ``labels`` and ``documents`` are their tables. Returns rows of the table ``contrasts``:
    dimension = referent, scorer and family = naming, difference = Jensen-Shannon distance (base
    2) between the shares of names, 0 = the same names as often, 1 = no name in common; counted
    mentions that are asserted or alleged; n = mentions of both sides. The interval is a
    percentile bootstrap over articles, or over sentences where a side has one article. p permutes
    articles between the sides and is empty where one side has a single article.
    Source: Lin 1991, IEEE Transactions on Information Theory 37(1).

    >>> distances(tables.empty("labels"), tables.empty("documents")).shape
    (0, 14)
    """
    parameters = parameters or Parameters()
    mentions = _mentions(labels, documents)
    mentions = mentions[mentions["polarity"].isin(STANDING)]
    rows: list[dict[str, Any]] = []
    for event, group in documents.groupby("event", sort=True):
        said = mentions[mentions["event"] == event]
        if group["outlet"].nunique() > 1 and len(said):
            rows += _event_rows(str(event), group, said, parameters)
    if not rows:
        return tables.empty("contrasts")
    found = pd.DataFrame(rows)
    for _, index in found.groupby(["event", "reference"], sort=False).groups.items():
        found.loc[index, "p_adjusted"] = statistics.adjust(found.loc[index, "p"].to_numpy())
    names = tables.TABLES["contrasts"].names
    return tables.frame("contrasts", {name: found[name].tolist() for name in names})


def _event_rows(
    event: str, documents: pd.DataFrame, mentions: pd.DataFrame, parameters: Parameters
) -> Iterator[dict[str, Any]]:
    explained = cautions.find(documents, None, parameters)
    outlets = sorted(documents["outlet"].unique())
    pairs = [(outlet, "rest") for outlet in outlets] + list(combinations(outlets, 2))
    for referent, voice in _measures(mentions):
        mine = mentions[mentions["referent"] == referent]
        mine = mine if voice == "all" else mine[mine["voice"] == voice]
        for outlet, reference in pairs:
            one = mine[mine["outlet"] == outlet]
            two = mine[
                mine["outlet"] == reference if reference != "rest" else mine["outlet"] != outlet
            ]
            if not len(one) or not len(two):
                continue
            articles = _articles(documents, outlet, reference)
            yield {
                "event": event,
                "dimension": referent,
                "scorer": "naming",
                "voice": voice,
                "outlet": outlet,
                "reference": reference,
                "family": "naming",
                **_measure(one, two, articles, parameters),
                "p_adjusted": np.nan,
                "n": len(one) + len(two),
                "caution": _caution(one, two, articles, explained.get((outlet, reference), "")),
            }


def _measures(mentions: pd.DataFrame) -> list[tuple[str, str]]:
    referents = sorted(mentions["referent"].unique())
    return [(referent, voice) for referent in referents for voice in tables.POOLED_VOICES]


def _articles(documents: pd.DataFrame, outlet: str, reference: str) -> tuple[list[str], list[str]]:
    mine = documents["outlet"] == outlet
    others = ~mine if reference == "rest" else documents["outlet"] == reference
    return documents.loc[mine, "doc_id"].tolist(), documents.loc[others, "doc_id"].tolist()


def _caution(
    one: pd.DataFrame, two: pd.DataFrame, articles: tuple[list[str], list[str]], known: str
) -> str:
    parts = [known] if known else []
    if min(len(one), len(two)) < 3:
        parts.append(FEW)
    if min(len(articles[0]), len(articles[1])) < 2:
        parts.append(cautions.ONE_ARTICLE)
    return "; ".join(parts)


def _measure(
    one: pd.DataFrame,
    two: pd.DataFrame,
    articles: tuple[list[str], list[str]],
    parameters: Parameters,
) -> dict[str, float]:
    names = sorted({*one["name"], *two["name"]})
    by_article = [_counts(side, names, ids) for side, ids in zip((one, two), articles, strict=True)]
    sides = [
        _Side(counts if len(counts) > 1 else _counts(side, names, None), len(counts))
        for counts, side in zip(by_article, (one, two), strict=True)
    ]
    observed = float(
        divergence.jensen_shannon(sides[0].units.sum(axis=0), sides[1].units.sum(axis=0))
    )
    low, high = divergence.interval([side.units for side in sides], observed, parameters)
    p = np.nan
    if min(side.articles for side in sides) > 1:
        p = divergence.permuted(by_article, observed, parameters)
    return {"difference": observed, "low": low, "high": high, "p": p}


def _counts(side: pd.DataFrame, names: Sequence[str], articles: list[str] | None) -> Floats:
    """Count names in each unit: every article, those without a mention too, or each sentence."""
    column = pd.Index(names).get_indexer(pd.Index(side["name"]))
    if articles is not None:
        row, n_units = pd.Index(articles).get_indexer(pd.Index(side["doc_id"])), len(articles)
    else:
        row, units = pd.factorize(pd.MultiIndex.from_frame(side[["doc_id", "sent_id"]]))
        n_units = len(units)
    counts = np.zeros((n_units, len(names)))
    np.add.at(counts, (row, column), 1.0)
    return counts


def inconsistencies(labels: pd.DataFrame) -> list[dict[str, Any]]:
    """Point out articles whose own voice names the same people in two registers.

    ``labels`` is the table. Returns one dictionary per article and referent with doc_id,
    referent, names (pole to its folded names, most frequent first) and rows (row numbers of
    ``labels``). Only counted, asserted labels of the narrator that have a pole.

    >>> inconsistencies(tables.empty("labels"))
    []
    """
    own = labels[
        labels["counted"]
        & (labels["voice"] == "narrator")
        & (labels["polarity"] == "asserted")
        & (labels["pole"] != "")
    ]
    found = []
    for (doc_id, referent), group in own.groupby(["doc_id", "referent"], sort=True):
        if group["pole"].nunique() < 2:
            continue
        names = {}
        for pole, part in group.groupby("pole", sort=True):
            folded = [fold(t, h) for t, h in zip(part["text"], part["head"], strict=True)]
            counts = pd.Series(folded).value_counts().sort_index()
            names[str(pole)] = counts.sort_values(ascending=False, kind="stable").index.tolist()
        found.append(
            {
                "doc_id": doc_id,
                "referent": referent,
                "names": names,
                "rows": [int(row) for row in group.index],
            }
        )
    return found
