"""What outlets call the same people and things: how often, how differently, how consistently."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import paths, tables
from framing.comparison import cautions, crowd, divergence, statistics
from framing.parameters import Parameters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEW = "fewer than 3 mentions"
STANDING = ("asserted", "alleged")
_POOL = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}


@dataclass(frozen=True)
class _Side:
    """One side of a comparison: counts of each name in its articles and in its sentences."""

    articles: Floats
    sentences: Floats

    @property
    def units(self) -> Floats:
        """What is drawn anew: articles, or the sentences of a single article."""
        return self.articles if len(self.articles) > 1 else self.sentences


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


@cache
def _proper() -> frozenset[str]:
    """Words of nations and peoples, lower case: they keep their capital in a name."""
    path = paths.data_dir("lexicons") / "referents" / "lists" / "nationalities.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))["nation"]
    people = [word for words in data.values() for word in words]
    found = {word.lower() for word in (*data, *people)}
    return frozenset(found | {f"{word}s" for word in found} | {"u.s.", "u.k.", "u.s", "u.k", "eu"})


def capitals(name: str) -> str:
    """Give nations and peoples in a folded name their capital letter back.

    >>> capitals("deported colombian migrants"), capitals("u.s. deportation flights")
    ('deported Colombian migrants', 'U.S. deportation flights')
    """

    def written(word: str) -> str:
        if word.strip(".") in ("u.s", "u.k", "eu"):
            return word.upper()
        return word.capitalize() if word in _proper() else word

    words = ["-".join(written(part) for part in word.split("-")) for word in name.split(" ")]
    return " ".join(words)


def _is_off(word: str) -> bool:
    bare = word.strip(",\"'“”‘()")
    if bare in _off() or bare[:1].isdigit() or bare.endswith(("'s", "s'")) or not bare:
        return True
    return "-" in bare and all(part in _off() for part in bare.split("-"))


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
                capitals(fold(text, head))
                for text, head in zip(counted["text"], counted["head"], strict=True)
            ],
            "polarity": counted["polarity"].to_numpy(),
        }
    )


def distances(
    labels: pd.DataFrame, documents: pd.DataFrame, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Measure how differently outlets name a referent: each against the rest, and each pair.

    Of more than fifty outlets those with the most words are set against each other
    (``crowd.foremost``).

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
    # outlets against the rest are one family of tests, pairs another
    for _, index in found.groupby(["event", found["reference"] == "rest"]).groups.items():
        found.loc[index, "p_adjusted"] = statistics.adjust(found.loc[index, "p"].to_numpy())
    names = tables.TABLES["contrasts"].names
    return tables.frame("contrasts", {name: found[name].tolist() for name in names})


def _event_rows(
    event: str, documents: pd.DataFrame, mentions: pd.DataFrame, parameters: Parameters
) -> Iterator[dict[str, Any]]:
    outlets = sorted(documents["outlet"].unique())
    between = list(combinations(sorted(crowd.foremost(documents)), 2))
    explained = cautions.find(documents, None, parameters, between)
    pairs = [(outlet, "rest") for outlet in outlets] + between
    articles = {o: sorted(documents.loc[documents["outlet"] == o, "doc_id"]) for o in outlets}
    for referent, mine in mentions.groupby("referent", sort=True):
        for voice in tables.POOLED_VOICES:
            said = mine if voice == "all" else mine[mine["voice"] == voice]
            sides = _sides(said, articles)
            rest = _Rest(sides)
            for outlet, reference in pairs:
                one = sides[outlet]
                two = sides[reference] if reference != "rest" else rest.of(outlet)
                n = int(one.units.sum()), int(two.units.sum())
                if not min(n):
                    continue
                known = explained.get((outlet, reference), "")
                yield {
                    "event": event,
                    "dimension": referent,
                    "scorer": "naming",
                    "voice": voice,
                    "outlet": outlet,
                    "reference": reference,
                    "family": "naming",
                    **_measure(one, two, parameters),
                    "p_adjusted": np.nan,
                    "n": sum(n),
                    "caution": _caution(min(n), min(len(one.articles), len(two.articles)), known),
                }


def _sides(said: pd.DataFrame, articles: Mapping[str, Sequence[str]]) -> dict[str, _Side]:
    """Count names for every outlet: article by article, and sentence by sentence."""
    column, names = pd.factorize(said["name"], sort=True)
    owner = said["outlet"].to_numpy(dtype=object)
    doc_ids = said["doc_id"].to_numpy(dtype=object)
    sent_ids = said["sent_id"].to_numpy(dtype=np.int64)
    sides = {}
    for outlet, own in articles.items():
        rows = np.flatnonzero(owner == outlet)
        place = {doc_id: number for number, doc_id in enumerate(own)}
        article = np.array([place[doc_ids[row]] for row in rows], dtype=np.int64)
        # one number for each sentence of each article
        sentence = article * (int(sent_ids.max(initial=0)) + 1) + sent_ids[rows]
        units, unit = np.unique(sentence, return_inverse=True)
        sides[outlet] = _Side(
            _counts(article, column[rows], (len(own), len(names))),
            _counts(unit, column[rows], (len(units), len(names))),
        )
    return sides


def _counts(row: Ints, column: Ints, shape: tuple[int, int]) -> Floats:
    counts = np.zeros(shape)
    np.add.at(counts, (row, column), 1.0)
    return counts


class _Rest:
    """The counts of all outlets but one, laid out once for all of them."""

    def __init__(self, sides: Mapping[str, _Side]) -> None:
        every = list(sides.values())
        self._place = {outlet: number for number, outlet in enumerate(sides)}
        self._articles = np.concatenate([side.articles for side in every])
        self._sentences = np.concatenate([side.sentences for side in every])
        numbers = range(len(every))
        self._of_article = np.repeat(numbers, [len(side.articles) for side in every])
        self._of_sentence = np.repeat(numbers, [len(side.sentences) for side in every])

    def of(self, outlet: str) -> _Side:
        own = self._place[outlet]
        return _Side(
            self._articles[self._of_article != own], self._sentences[self._of_sentence != own]
        )


def _caution(fewest: int, articles: int, known: str) -> str:
    parts = [known] if known else []
    if fewest < 3:
        parts.append(FEW)
    if articles < 2:
        parts.append(cautions.ONE_ARTICLE)
    return "; ".join(parts)


def _measure(one: _Side, two: _Side, parameters: Parameters) -> dict[str, float]:
    totals = [side.articles.sum(axis=0) for side in (one, two)]
    observed = float(divergence.jensen_shannon(*totals))
    low, high = divergence.interval((one.units, two.units), observed, parameters)
    p = np.nan
    if min(len(one.articles), len(two.articles)) > 1:
        p = divergence.permuted((one.articles, two.articles), observed, parameters)
    return {"difference": observed, "low": low, "high": high, "p": p}


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
