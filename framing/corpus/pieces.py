"""An input of any size as pieces of articles that are read but not yet worked on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from framing.corpus.article import Article, Rejected
from framing.corpus.documents import Ids, build, dated
from framing.corpus.readers import open_input
from framing.errors import InputError
from framing.event import Actor, Corpus, Event
from framing.parameters import Parameters

Row = Article | Rejected


@dataclass(frozen=True)
class Piece:
    """Some articles of an input, each with its doc_id, and what was refused among them.

    ``articles`` are as read; ``rejected`` pairs of source and reason; ``known`` counts articles
    that an earlier run had already.
    """

    articles: tuple[Article, ...]
    rejected: tuple[tuple[str, str], ...] = ()
    known: int = 0

    def characters(self) -> int:
        """Count the characters of all texts.

        >>> Piece((Article("a", "Rain.", "a"),)).characters()
        5
        """
        return sum(len(article.text) for article in self.articles)


@dataclass(frozen=True)
class Pieces:
    """An opened input: its event and actors, its pieces in order, and remarks as they come."""

    event: Event
    actors: tuple[Actor, ...]
    pieces: Iterator[Piece]
    notes: list[str]


@dataclass
class Earlier:
    """The articles of earlier runs: a short hash of each doc_id with one of its text.

    >>> Earlier().has("a", "0" * 64)
    False
    """

    texts: dict[int, int] = field(default_factory=dict)

    def add(self, doc_ids: Iterable[str], hashes: Iterable[str]) -> None:
        """Remember articles by doc_id and sha256."""
        for doc_id, sha256 in zip(doc_ids, hashes, strict=True):
            self.texts[_short(doc_id)] = _short(sha256)

    def has(self, doc_id: str, sha256: str) -> bool:
        """Say whether an earlier run had this doc_id with this very text."""
        return self.texts.get(_short(doc_id)) == _short(sha256)


def _short(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def cut(
    source: str | Path | pd.DataFrame,
    size: int,
    *,
    event: str = "",
    characters: int = 4_000_000,
    earlier: Earlier | None = None,
    dates: Mapping[str, str] | None = None,
) -> Pieces:
    """Read an input in pieces of at most ``size`` articles, without working on their texts.

    ``source`` and ``event`` are as in ``readers.load``; a piece is closed early when its texts
    reach ``characters``, so that no piece outgrows the memory. ``earlier`` holds articles that are
    there already: the same doc_id with the same text is passed over and counted, with another
    text it is rejected. ``dates`` maps a doc_id or file stem to an ISO date. Where the pieces are
    cut depends on the input alone. Raises ``InputError`` if the input as a whole cannot be read.

    >>> table = pd.DataFrame({"outlet": ["a", "b"], "text": ["Rain fell.", "Rain!"]})
    >>> [len(piece.articles) for piece in cut(table, 1).pieces]
    [1, 1]
    """
    if size < 1:
        raise InputError(f"a size of {size}", "at least 1", "give a larger size")
    opened = open_input(source, event)
    earlier = earlier or Earlier()
    ids = Ids(set(earlier.texts))
    rows = iter(opened.rows) if dates is None else _dated(opened.rows, dates)
    pieces = _cut(rows, size, characters, ids, earlier)
    return Pieces(opened.event, opened.actors, pieces, opened.notes)


def _dated(rows: Iterable[Row], dates: Mapping[str, str]) -> Iterator[Row]:
    return (row if isinstance(row, Rejected) else dated(row, dates, set()) for row in rows)


def _cut(
    rows: Iterator[Row], size: int, characters: int, ids: Ids, earlier: Earlier
) -> Iterator[Piece]:
    articles: list[Article] = []
    rejected: list[tuple[str, str]] = []
    known = length = 0
    for row in rows:
        if isinstance(row, Rejected):
            rejected.append((row.source, row.reason()))
        elif row.doc_id and earlier.has(row.doc_id, row.sha256):
            known += 1
        elif row.doc_id and not ids.take(row.doc_id):
            reason = f"a second doc_id '{row.doc_id}'; expected each doc_id once"
            rejected.append((row.source, reason))
        else:
            articles.append(row if row.doc_id else replace(row, doc_id=ids.make(row)))
            length += len(row.text)
        if len(articles) + len(rejected) + known >= size or length >= characters:
            yield Piece(tuple(articles), tuple(rejected), known)
            articles, rejected, known, length = [], [], 0, 0
    if articles or rejected or known:
        yield Piece(tuple(articles), tuple(rejected), known)


def corpus(
    piece: Piece,
    event: Event,
    actors: tuple[Actor, ...] = (),
    parameters: Parameters = Parameters(),  # noqa: B008
) -> Corpus:
    """Make the documents of a piece: headline in front, language, page debris, warnings.

    ``event`` and ``actors`` are those of the whole input, so that nothing depends on the piece.

    >>> piece = Piece((Article("a", "Rain fell.", "a", doc_id="a-1", event="flood"),))
    >>> corpus(piece, Event("flood")).documents["doc_id"].tolist()
    ['a-1']
    """
    built = build(piece.articles, Ids(), parameters)
    return Corpus(built.documents, event, actors, (), built.debris)
