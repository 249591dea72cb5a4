"""Which facts of an event each article tells, and which were not found in it.

A pool of articles cannot see its own blind spot: what no article and no list of facts names is
unknowable from here. And "not found" is not "absent": it may stand there in words that a
comparison of words does not recognise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing import tables
from framing.comparison import numerals, words
from framing.event import Fact
from framing.parameters import Parameters

STATED, PARTIAL, NOT_FOUND = "stated", "partial", "not_found"
NOT_YET, UNDECIDABLE = "not_yet_known", "undecidable"
CARRIES = (STATED, PARTIAL)

OPEN_FROM = 0.28
FOUND_FROM = 0.36
STATED_FROM = 0.5
PHRASE_FROM = 0.8
_NUMBER, _KIN, _PREFIX, _TWO_SENTENCES, _UNSEEN = 2.0, 0.5, 0.9, 0.85, 0.6
_LONGEST_ENDING = 4

Stems = frozenset[str]


@dataclass(frozen=True)
class _Article:
    """One article as sets of stems, sentence by sentence."""

    doc_id: str
    outlet: str
    published: str
    stump: bool
    sent_ids: list[int]
    stems: list[Stems]
    every: Stems


def check(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    alignments: pd.DataFrame,
    facts: Sequence[Fact],
    parameters: Parameters,
) -> pd.DataFrame:
    """Say for every fact and article whether it is stated, partly told, or not found.

    ``facts`` (id, label, known_from, phrases) are the event's; without any, the groups of aligned
    sentences (table ``alignments``) serve as facts, named ``c`` and the number of the group.
    Returns the table ``coverage``. A fact is looked for by the part of its words, weighted by
    their rarity in the event's sentences and with numbers weighing twice, that one sentence or
    two in a row hold in any form; kin words (``lexicons/background/kin-words.txt``) count half,
    words that no article uses weigh less. From 0.36 it is partial, from 0.5 stated; a sentence
    that holds one of its phrases states it. not_yet_known: the article is older than the fact.
    undecidable: between 0.28 and 0.36, or the label has fewer than two content words and no
    phrase, or nothing was found in a text that is cut off. weight
    is the share of the *other* outlets, of those that could know it, that carry the fact (NaN if
    there are none). Thresholds: ``benchmarks/coverage.py``.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "event": ["e"] * 2, "outlet": ["A", "B"],
    ...     "published": ["", ""], "completeness": ["complete"] * 2})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a", "b"], "sent_id": [0, 0],
    ...     "start": [0, 0], "end": [22, 17], "part": ["body"] * 2,
    ...     "text": ["The bridge was closed.", "Rain fell all day."]})
    >>> facts = [Fact("F1", "the bridge was closed")]
    >>> check(documents, sentences, tables.empty("alignments"), facts, Parameters())[
    ...     ["doc_id", "state", "weight"]].values.tolist()
    [['a', 'stated', 0.0], ['b', 'not_found', 1.0]]
    """
    parts = []
    for event, group in documents.groupby("event", sort=True):
        articles = _articles(group, sentences)
        if facts:
            rows = _listed(articles, facts)
        else:
            mine = alignments[alignments["event"] == event]
            rows = _grouped(articles, mine, parameters)
        parts.append(_weighed(str(event), articles, rows))
    return tables.concat("coverage", parts)


_PER_CENT = re.compile(r"(?<=\d)\s?%|\sper cent\b", re.IGNORECASE)


def _articles(documents: pd.DataFrame, sentences: pd.DataFrame) -> list[_Article]:
    body = sentences[sentences["part"] != "debris"]
    by_article = dict(list(body.groupby("doc_id", sort=False)))
    found = []
    for row in documents.to_dict("records"):
        own = by_article.get(row["doc_id"], body.iloc[:0])
        stems = [frozenset(_stems(text)) for text in own["text"].tolist()]
        found.append(
            _Article(
                str(row["doc_id"]),
                str(row["outlet"]),
                str(row["published"]),
                row["completeness"] == "stump",
                [int(number) for number in own["sent_id"]],
                stems,
                frozenset().union(*stems),
            )
        )
    return found


def _stems(text: str) -> list[str]:
    """List the stems of content words; numbers in words are written as digits."""
    light = words.function_words()
    # 25%, 25 per cent and 25 percent are one thing
    text = _PER_CENT.sub(" percent", text)
    forms = numerals.digits([word.form for word in words.cut(text)])
    return [words.stem(form) for form in forms if form not in light]


def _listed(articles: Sequence[_Article], facts: Sequence[Fact]) -> list[tuple[str, str, int]]:
    """Look for every listed fact in every article: fact, state, sentence."""
    weight, vocabulary = _rarity(articles), _vocabulary(articles)
    rows = []
    for fact in facts:
        label, *phrases = (
            vocabulary.label({stem: weight(stem) for stem in _stems(text)})
            for text in (fact.label, *fact.phrases)
        )
        vague = len(label.words) < 2 and not phrases
        for article in articles:
            state, sent_id = _look(article, label, phrases)
            if _too_early(fact.known_from, article.published):
                state, sent_id = NOT_YET, -1
            elif state == NOT_FOUND and (vague or article.stump):
                state = UNDECIDABLE
            rows.append((fact.id, state, sent_id))
    return rows


def _rarity(articles: Sequence[_Article]) -> Any:
    """Give a function that weighs a stem by how few of the event's sentences hold it."""
    holding = Counter(stem for article in articles for stems in article.stems for stem in stems)
    size = sum(len(article.stems) for article in articles)

    def weight(stem: str) -> float:
        rare = math.log((size + 1) / (holding[stem] + 0.5))
        rare *= 1.0 if holding[stem] else _UNSEEN
        return max(rare, 0.1) * (_NUMBER if stem[0].isdigit() else 1.0)

    return weight


def _vocabulary(articles: Sequence[_Article]) -> _Vocabulary:
    return _Vocabulary(stem for article in articles for stems in article.stems for stem in stems)


def _look(article: _Article, label: _Label, phrases: Sequence[_Label]) -> tuple[str, int]:
    """Find the sentence of an article that tells a fact best."""
    # what the whole article does not hold, none of its sentences holds
    if label.held(article.every) < OPEN_FROM and not any(
        phrase.held(article.every) >= PHRASE_FROM for phrase in phrases
    ):
        return NOT_FOUND, -1
    best, where = 0.0, -1
    for sent_id, stems, discount in _windows(article):
        for phrase in phrases if discount == 1.0 else ():
            if phrase.held(stems) >= PHRASE_FROM:
                return STATED, sent_id
        value = discount * label.held(stems)
        if value > best:
            best, where = value, sent_id
    if best < FOUND_FROM:
        return (NOT_FOUND if best < OPEN_FROM else UNDECIDABLE), -1
    return (STATED if best >= STATED_FROM else PARTIAL), where


def _windows(article: _Article) -> Iterator[tuple[int, Stems, float]]:
    """List single sentences, then two in a row, which count a little less."""
    for sent_id, stems in zip(article.sent_ids, article.stems, strict=True):
        yield sent_id, stems, 1.0
    for place in range(len(article.stems) - 1):
        both = article.stems[place] | article.stems[place + 1]
        yield article.sent_ids[place], both, _TWO_SENTENCES


@dataclass(frozen=True)
class _Label:
    """A fact's words: weight, stem, stems of the same root, and kin stems of the event."""

    words: tuple[tuple[float, str, Stems, Stems], ...]
    total: float

    def held(self, stems: Stems) -> float:
        """Say which part of the weight a set of stems holds."""
        if not self.total:
            return 0.0
        found = 0.0
        for weight, stem, roots, kin in self.words:
            if stem in stems:
                found += weight
            elif not roots.isdisjoint(stems):
                found += weight * _PREFIX
            elif not kin.isdisjoint(stems):
                found += weight * _KIN
        return found / self.total


class _Vocabulary:
    """The stems of an event, looked up by their first letters and by their families."""

    def __init__(self, stems: Iterable[str]) -> None:
        self.by_start: dict[str, list[str]] = {}
        self.by_family: dict[int, list[str]] = {}
        for stem in sorted(set(stems)):
            self.by_start.setdefault(stem[:4], []).append(stem)
            for family in words.kin().get(stem, ()):
                self.by_family.setdefault(family, []).append(stem)

    def label(self, weights: Mapping[str, float]) -> _Label:
        """Prepare a fact's words for look-up."""
        found = []
        for stem, weight in weights.items():
            near = self.by_start.get(stem[:4], ())
            roots = frozenset(other for other in near if _same_root(stem, other))
            families = words.kin().get(stem, ())
            kin = frozenset(other for f in families for other in self.by_family.get(f, ()))
            found.append((weight, stem, roots, kin))
        return _Label(tuple(found), sum(weights.values()))


def overlap(weights: Mapping[str, float], stems: Stems) -> float:
    """Say which part of a label's weight a set of stems holds, in these or in kin words.

    >>> overlap({"bridg": 2.0, "clos": 1.0}, frozenset({"bridg"}))
    0.6666666666666666
    """
    return _Vocabulary(stems).label(weights).held(stems)


def _same_root(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    near = len(short) >= 4 and len(long) - len(short) <= _LONGEST_ENDING
    return near and long.startswith(short) and not short[0].isdigit()


def _too_early(known_from: str, published: str) -> bool:
    """Say whether an article came out before a fact was known (unknown dates: no)."""
    if not known_from or not published:
        return False
    size = min(len(known_from), len(published))
    return published[:size] < known_from[:size]


def _grouped(
    articles: Sequence[_Article], alignments: pd.DataFrame, parameters: Parameters
) -> list[tuple[str, str, int]]:
    """Take each group of aligned sentences as a fact; other articles may tell it in part."""
    weight, vocabulary = _rarity(articles), _vocabulary(articles)
    members: dict[int, dict[str, int]] = {}
    for row in alignments.to_dict("records"):
        group = members.setdefault(int(row["cluster"]), {})
        group.setdefault(str(row["doc_id"]), int(row["sent_id"]))
        group.setdefault(str(row["other_doc_id"]), int(row["other_sent_id"]))
    by_id = {article.doc_id: article for article in articles}
    rows = []
    for cluster, group in sorted(members.items()):
        shared = Counter(
            stem
            for doc_id, sent_id in group.items()
            for stem in by_id[doc_id].stems[by_id[doc_id].sent_ids.index(sent_id)]
        )
        label = vocabulary.label(
            {stem: weight(stem) for stem, count in sorted(shared.items()) if count > 1}
        )
        for article in articles:
            if article.doc_id in group:
                rows.append((f"c{cluster}", STATED, group[article.doc_id]))
                continue
            state, sent_id = _look(article, label, [])
            state = PARTIAL if state == STATED else state
            missing = UNDECIDABLE if article.stump or len(label.words) < 2 else NOT_FOUND
            rows.append((f"c{cluster}", missing if state == NOT_FOUND else state, sent_id))
    return rows


def _weighed(
    event: str, articles: Sequence[_Article], rows: Sequence[tuple[str, str, int]]
) -> pd.DataFrame:
    """Add the share of the other outlets that carry the fact."""
    size = len(articles)
    weights = []
    for first in range(0, len(rows), max(size, 1)):
        states = [state for _, state, _ in rows[first : first + size]]
        carried: dict[str, bool] = {}
        for article, state in zip(articles, states, strict=True):
            if state != NOT_YET:
                carried[article.outlet] = carried.get(article.outlet, False) or state in CARRIES
        every, told = len(carried), sum(carried.values())
        for article in articles:
            others = every - (article.outlet in carried)
            telling = told - carried.get(article.outlet, False)
            weights.append(telling / others if others else math.nan)
    doc_ids = [article.doc_id for article in articles]
    return tables.frame(
        "coverage",
        {
            "event": [event] * len(rows),
            "fact": [fact for fact, _, _ in rows],
            "doc_id": [doc_ids[place % size] for place in range(len(rows))],
            "state": [state for _, state, _ in rows],
            "sent_id": [sent_id for _, _, sent_id in rows],
            "weight": weights,
        },
    )
