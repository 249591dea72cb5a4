"""Documents to hits: one pass of the compiled matcher, then who says it, how, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.lexicon import about, agentless, counting
from framing.lexicon.dictionary import Dictionary
from framing.lexicon.files import Dimension
from framing.lexicon.line import Line, put_on_line
from framing.lexicon.scan import Found, longest_first, scan, without_context

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def find(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    labels: pd.DataFrame,
    dictionary: Dictionary,
) -> pd.DataFrame:
    """Find every framing word, with its voice and polarity, and say whether it counts.

    Arguments are the tables of their names and a compiled dictionary. Returns the table ``hits``
    in the order of the documents, then of offsets (characters), then of dimensions. A hit is
    counted if it stands in an analysed sentence of an English text, is asserted (or alleged by a
    named speaker) and, where its dimension asks for a referent, is said of that referent; else
    ``reason`` says why not. No row of a document depends on another document.

    >>> from framing.lexicon import dictionary, files
    >>> words = dictionary.compile(files.load_folder([files.shipped()]))
    >>> find(*(tables.empty(name) for name in ("documents", "sentences", "quotes", "scopes",
    ...        "labels")), words).shape
    (0, 14)
    """
    line = put_on_line(list(documents["text"]))
    found = _words(line, documents, sentences, quotes, scopes, labels, dictionary)
    if agentless.ID not in dictionary.ids:
        return found
    # passives and nouns of acts are grammar, not words: they have a matcher of their own
    acts = agentless.find(documents, sentences, quotes, scopes, line)
    return _in_order(tables.concat("hits", [found, acts]), documents)


def _in_order(hits: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    place = pd.Index(documents["doc_id"]).get_indexer(pd.Index(hits["doc_id"]))
    order = np.lexsort((hits["dimension"], hits["end"], hits["start"], place))
    return hits.iloc[order].reset_index(drop=True)


def _words(
    line: Line,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    labels: pd.DataFrame,
    dictionary: Dictionary,
) -> pd.DataFrame:
    doc_index = pd.Index(documents["doc_id"])
    place = Places.of(sentences, line, doc_index)
    found, rows = terms(line, place, dictionary)
    found, rows = _merged(found, rows, labels, line, doc_index, dictionary)
    order = np.lexsort((dictionary.dimension_of[found.owner], found.ends, found.starts))
    return _table(found.only(order), rows[order], place, line, documents, quotes, scopes, labels,
                  dictionary)  # fmt: skip


def terms(line: Line, place: Places, dictionary: Dictionary) -> tuple[Found, Ints]:
    """Find the terms of all dimensions with their places: the matcher alone, nothing read of them.

    ``line`` holds the texts, ``place`` their sentences. Returns the terms that lie in one sentence,
    are void by no phrase, and are the longest of their dimension there; and their sentence's row.

    >>> from framing.lexicon import dictionary
    >>> empty = tables.empty("sentences")
    >>> line = put_on_line([])
    >>> place = Places.of(empty, line, pd.Index(empty["doc_id"]))
    >>> len(terms(line, place, dictionary.compile([]))[1])
    0
    """
    found, contexts = scan(line, dictionary)
    found, rows = place.inside_one(found, line)
    keep = without_context(found, contexts, line)
    found, rows = found.only(keep), rows[keep]
    longest = longest_first(found, dictionary)
    return found.only(longest), rows[longest]


@dataclass(frozen=True)
class Places:
    """The sentences on the number line."""

    starts: Ints
    ends: Ints
    order: Ints
    sent_id: Ints
    debris: Bools

    @classmethod
    def of(cls, sentences: pd.DataFrame, line: Line, doc_index: pd.Index[str]) -> Places:
        """Put the sentences of the texts on their line; ``doc_index`` are the texts' doc_ids."""
        where = doc_index.get_indexer(pd.Index(sentences["doc_id"]))
        known = np.flatnonzero(where >= 0)
        base = line.bases[where[known]] if len(known) else np.empty(0, dtype=np.int64)
        starts = base + sentences["start"].to_numpy(dtype=np.int64)[known]
        ends = base + sentences["end"].to_numpy(dtype=np.int64)[known]
        order = np.argsort(starts, kind="stable")
        return cls(
            starts=starts[order],
            ends=ends[order],
            order=known[order],
            sent_id=sentences["sent_id"].to_numpy(dtype=np.int64)[known][order],
            debris=(sentences["part"] == "debris").to_numpy()[known][order],
        )

    def inside_one(self, found: Found, line: Line) -> tuple[Found, Ints]:
        """Keep the matches that lie whole in one sentence, with the sentence's row."""
        if not len(self.starts) or not len(found.starts):
            nothing = np.empty(0, dtype=np.int64)
            return Found(nothing, nothing, nothing), nothing
        rows = np.searchsorted(self.starts, line.back(found.starts), side="right") - 1
        stop = line.back(found.ends - 1) + 1
        inside = (rows >= 0) & (stop <= self.ends[np.maximum(rows, 0)])
        return found.only(inside), rows[inside]


def _merged(
    found: Found,
    rows: Ints,
    labels: pd.DataFrame,
    line: Line,
    doc_index: pd.Index[str],
    dictionary: Dictionary,
) -> tuple[Found, Ints]:
    """Make one hit of neighbours of one pole inside one noun phrase (criminal + illegal aliens)."""
    if not len(labels) or len(found.starts) < 2:
        return found, rows
    phrases = about.spans(labels, line.bases, doc_index)
    label = phrases.touching(line.back(found.starts), line.back(found.ends - 1) + 1)
    dimension, pole = dictionary.dimension_of[found.owner], dictionary.pole_of[found.owner]
    order = np.lexsort((found.starts, dimension))
    starts, ends, owner = found.starts.copy(), found.ends.copy(), found.owner.copy()
    size = found.ends - found.starts
    keep = np.ones(len(starts), dtype=np.bool_)
    for one, two in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        same = dimension[one] == dimension[two] and pole[one] == pole[two]
        if not same or label[one] < 0 or label[one] != label[two]:
            continue
        between = line.between(int(ends[one]), int(starts[two]))
        if not between.strip(" -\n"):
            starts[two], keep[one] = starts[one], False
            if size[one] >= size[two]:
                owner[two], size[two] = owner[one], size[one]
    return Found(starts, ends, owner).only(keep), rows[keep]


def _table(
    found: Found,
    rows: Ints,
    place: Places,
    line: Line,
    documents: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    labels: pd.DataFrame,
    dictionary: Dictionary,
) -> pd.DataFrame:
    if not len(found.starts):
        return tables.empty("hits")
    low, high = line.back(found.starts), line.back(found.ends - 1) + 1
    doc = np.searchsorted(line.bases, low, side="right") - 1
    starts, ends = low - line.bases[doc], high - line.bases[doc]
    doc_ids = documents["doc_id"].iloc[doc].reset_index(drop=True)
    hearing = counting.hear(doc_ids, starts, ends, quotes, scopes)
    of_whom, label = counting.of_whom(
        dictionary.dimension_of[found.owner], low, high, place.starts[rows], labels, line,
        pd.Index(documents["doc_id"]), dictionary.dimensions,
    )  # fmt: skip
    hearing = hearing.of_labels(labels, label)
    reason = counting.reasons(
        hearing, place.debris[rows], documents["language"].iloc[doc].tolist(), of_whom
    )
    entries = [dictionary.entries[number] for number in found.owner.tolist()]
    ids = dictionary.ids
    return tables.frame(
        "hits",
        {
            "doc_id": doc_ids,
            "sent_id": place.sent_id[rows],
            "dimension": [ids[one] for one in dictionary.dimension_of[found.owner].tolist()],
            "pole": [entry.pole for entry in entries],
            "entry": [entry.term for entry in entries],
            "start": starts,
            "end": ends,
            "text": [line.text[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)],
            "weight": [entry.weight for entry in entries],
            "voice": hearing.voice,
            "speaker": hearing.speaker,
            "polarity": hearing.polarity,
            "counted": [not one for one in reason],
            "reason": reason,
        },
    )


def relevant(
    hits: pd.DataFrame, documents: pd.DataFrame, dimensions: Sequence[Dimension], least: int = 3
) -> list[str]:
    """Propose which dimensions a report shows: those whose words the texts use and count.

    ``least`` is the number of counted hits that the texts must hold together, in two texts or
    more (if there are two). Returns ids in the order of ``dimensions``. It steers what is shown,
    never what is scored.

    >>> relevant(tables.empty("hits"), tables.empty("documents"), [])
    []
    """
    counted = hits[hits["counted"] & hits["doc_id"].isin(documents["doc_id"])]
    number = counted.groupby("dimension").size()
    texts = counted.groupby("dimension")["doc_id"].nunique()
    enough = min(2, len(documents))
    return [
        one.id
        for one in dimensions
        if number.get(one.id, 0) >= least and texts.get(one.id, 0) >= enough
    ]
