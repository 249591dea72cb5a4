"""Articles and pools as numbered units: scorers count in integers and put the names in at the end.

A place is an article (its row in ``documents``) or a pool, an outlet's articles of one event
(the number of articles plus the number of the pool).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables

Ints = npt.NDArray[np.int64]

N_VOICES = len(tables.POOLED_VOICES)
ALL_VOICES = tables.POOLED_VOICES.index("all")
POOL_OF_VOICE = {"narrator": 0, "direct": 1, "partial": 1, "indirect": 2}

NAMES = ("doc_id", "event", "outlet")
SHORT = "short text"
INCOMPLETE = "incomplete text"


@dataclass(frozen=True)
class Views:
    """Rows repeated for each unit they belong to: parallel arrays.

    ``row`` is the row, ``place`` the article or pool, ``voice`` a number in
    ``tables.POOLED_VOICES``, ``speaker`` a number in ``speakers`` (0, the empty name, = all).
    """

    row: Ints
    place: Ints
    voice: Ints
    speaker: Ints
    speakers: list[str]

    @property
    def key(self) -> Ints:
        """Number each row's place and voice, whoever speaks."""
        return self.place * N_VOICES + self.voice


@dataclass(frozen=True)
class Units:
    """The articles and pools of a run.

    ``doc_ids`` are those of the articles, ``pool`` the number of each article's pool, ``names``
    has doc_id (empty for a pool), event and outlet of every place.
    """

    doc_ids: pd.Index[str]
    pool: Ints
    names: pd.DataFrame

    def __len__(self) -> int:
        """Count the places."""
        return len(self.names)

    def docs(self, doc_ids: Any) -> Ints:
        """Give the row of each article in ``documents``, -1 if it is not there."""
        return np.asarray(self.doc_ids.get_indexer(pd.Index(doc_ids)), dtype=np.int64)

    def views(self, doc_ids: Any, voices: pd.Series[Any], speakers: Any = None) -> Views:
        """Repeat every row for its voice and all, its speaker and all, its article and pool.

        ``doc_ids``, ``voices`` (narrator, direct, partial, indirect) and ``speakers`` (default:
        not told apart) are equally long. Rows of unknown articles are dropped.

        >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
        >>> len(of(documents).views(["a"], pd.Series(["direct"]), pd.Series(["Ada"])).row)
        8
        """
        doc, voice = self.docs(doc_ids), coded(voices, POOL_OF_VOICE)
        row = np.flatnonzero(doc >= 0)
        names, code = [""], np.zeros(len(doc), dtype=np.int64)
        if speakers is not None:
            names, code = speakers_of(speakers)
            code = np.where(voice > 0, code, 0)
        own = row[code[row] > 0]
        rows = np.concatenate([row, own])
        who = np.concatenate([np.zeros(len(row), dtype=np.int64), code[own]])
        rows, who = np.tile(rows, 2), np.tile(who, 2)
        half = len(rows) // 2
        heard = np.concatenate([voice[rows[:half]], np.full(half, ALL_VOICES, dtype=np.int64)])
        article = doc[rows]
        place = np.concatenate([article, len(self.doc_ids) + self.pool[article]])
        return Views(np.tile(rows, 2), place, np.tile(heard, 2), np.tile(who, 2), names)

    def named(self, place: Ints, voice: Ints) -> dict[str, pd.Series[Any]]:
        """Give the columns doc_id, event, outlet and voice of places and numbers of voices."""
        columns: dict[str, pd.Series[Any]] = {}
        for name in NAMES:
            columns[name] = self.names[name].take(place).reset_index(drop=True)
        columns["voice"] = tables.picked(tables.POOLED_VOICES, voice)
        return columns

    def text_cautions(self, documents: pd.DataFrame, short_words: int) -> tuple[list[str], Ints]:
        """Say for each place whether its text is short (under ``short_words``) or incomplete.

        Returns the distinct cautions, joined by ``; ``, and the number of each place's own.

        >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"],
        ...                           "n_words": [3], "completeness": ["short"]})
        >>> of(documents).text_cautions(documents, 60)[0]
        ['short text']
        """
        words = documents["n_words"].to_numpy(dtype=np.int64)
        stump = (documents["completeness"] == "stump").to_numpy(dtype=bool)
        n_pools = len(self) - len(documents)
        total = np.bincount(self.pool, weights=words, minlength=n_pools)
        any_stump = np.bincount(self.pool, weights=stump, minlength=n_pools) > 0
        short = np.concatenate([words, total]) < short_words
        return joined([(SHORT, short), (INCOMPLETE, np.concatenate([stump, any_stump]))])

    def cautions(
        self,
        documents: pd.DataFrame,
        short_words: int,
        place: Ints,
        before: Sequence[tuple[str, Any]],
        after: Sequence[tuple[str, Any]],
    ) -> pd.Series[Any]:
        """Join the cautions of rows: those ``before``, those of the text, those ``after``.

        ``place`` is the place of each row; ``before`` and ``after`` are cautions, each with a list
        of true or false, row by row. Returns the column caution.
        """
        texts, code = self.text_cautions(documents, short_words)
        own = code[place]
        of_text = [(text, own == number) for number, text in enumerate(texts) if text]
        return tables.picked(*joined([*before, *of_text, *after]))


def of(documents: pd.DataFrame) -> Units:
    """Number the articles and pools of a run.

    ``documents`` has doc_id, event and outlet. Pools are in the order of event and outlet.

    >>> of(pd.DataFrame({"doc_id": ["a", "b"], "event": ["e"] * 2, "outlet": ["B", "A"]})).pool
    array([1, 0])
    """
    events, of_event = pd.factorize(documents["event"].astype("str"), sort=True)
    outlets, of_outlet = pd.factorize(documents["outlet"].astype("str"), sort=True)
    # one number per pair, in the order of event and outlet: far cheaper than comparing strings
    pairs, pool = np.unique(events * max(1, len(of_outlet)) + outlets, return_inverse=True)
    event, outlet = np.divmod(pairs, max(1, len(of_outlet)))
    pools = {"doc_id": [""] * len(pairs), "event": of_event.take(event),
             "outlet": of_outlet.take(outlet)}  # fmt: skip
    names = pd.DataFrame(
        {
            name: pd.concat(
                [documents[name].astype("str"), pd.Series(values, dtype="str")], ignore_index=True
            )
            for name, values in pools.items()
        }
    )
    return Units(pd.Index(documents["doc_id"]), pool.ravel().astype(np.int64), names)


def speakers_of(speakers: Any) -> tuple[list[str], Ints]:
    """Number speakers in the order of their names; the empty name is 0.

    >>> speakers_of(pd.Series(["Bo", "", "Ada"]))[1].tolist()
    [2, 0, 1]
    """
    given = pd.Series(speakers, dtype="str")
    code, names = pd.factorize(given, sort=True)
    listed = [str(name) for name in names]
    if listed[:1] == [""]:
        return listed, code.astype(np.int64)
    return ["", *listed], code.astype(np.int64) + 1


def coded(values: pd.Series[Any], numbers: dict[str, int]) -> Ints:
    """Put numbers in the place of names; an unknown name is 0.

    >>> coded(pd.Series(["b", "a", "?"]), {"a": 1, "b": 2}).tolist()
    [2, 1, 0]
    """
    code, names = pd.factorize(pd.Series(values))
    found = np.array([numbers.get(str(name), 0) for name in names], dtype=np.int64)
    return found[code] if len(found) else np.zeros(len(code), dtype=np.int64)


def joined(flags: Sequence[tuple[str, Any]]) -> tuple[list[str], Ints]:
    """Join the cautions that hold, row by row; each is a text and a list of true or false.

    Returns the distinct joined texts, and for each row the number of its own.

    >>> texts, code = joined([("short text", [True, False]), ("too few words", [True, True])])
    >>> [texts[number] for number in code]
    ['short text; too few words', 'too few words']
    """
    pattern = sum(
        np.asarray(holds, dtype=np.int64) << place for place, (_, holds) in enumerate(flags)
    )
    code, patterns = pd.factorize(np.atleast_1d(np.asarray(pattern, dtype=np.int64)))
    texts = [
        "; ".join(text for place, (text, _) in enumerate(flags) if int(one) >> place & 1)
        for one in patterns
    ]
    return texts, np.asarray(code, dtype=np.int64)
