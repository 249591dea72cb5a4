"""Articles to the table ``documents``: ids, headline in front, quality, cautions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from framing import tables
from framing.corpus.article import Article, Rejected, parse_date
from framing.corpus.debris import Line, as_table
from framing.corpus.decoding import mend
from framing.corpus.hygiene import Quality, assess_all
from framing.errors import InputError
from framing.parameters import Parameters

# two signs that UTF-8 read with a Western table leaves behind; most texts have none
_LIKE_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


@dataclass
class Ids:
    """The doc_ids given so far, kept as short hashes so that millions of them fit."""

    seen: set[int] = field(default_factory=set)

    def take(self, doc_id: str) -> bool:
        """Take an id; false if it is taken already.

        >>> ids = Ids()
        >>> ids.take("a"), ids.take("a")
        (True, False)
        """
        digest = hashlib.blake2b(doc_id.encode("utf-8", "replace"), digest_size=8).digest()
        key = int.from_bytes(digest, "big")
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def make(self, article: Article) -> str:
        """Make an id of outlet and hash; a second identical text of one outlet ends in ``-2``.

        >>> Ids().make(Article("a.txt", "Rain fell.", "a", sha256="0123456789abcdef"))
        'a-0123456789ab'
        """
        base = f"{article.outlet}-{article.sha256[:12]}"
        doc_id, number = base, 1
        while not self.take(doc_id):
            number += 1
            doc_id = f"{base}-{number}"
        return doc_id


@dataclass(frozen=True)
class Built:
    """Documents as read: the tables documents, debris and rejected, and cautions."""

    documents: pd.DataFrame
    debris: pd.DataFrame
    rejected: tuple[Rejected, ...]
    cautions: tuple[str, ...]


def build(
    rows: Iterable[Article | Rejected],
    ids: Ids,
    parameters: Parameters = Parameters(),  # noqa: B008
    dates: Mapping[str, str] | None = None,
) -> Built:
    """Make the table ``documents`` of articles as they were read.

    ``rows`` are articles and rejected inputs; ``ids`` holds the ids taken before; ``dates`` maps
    a doc_id, file name or file stem to an ISO date. Returns the tables and the cautions.

    >>> built = build([Article("a.txt", "Rain fell.", "a", sha256="0" * 64)], Ids())
    >>> built.documents["doc_id"].tolist()
    ['a-000000000000']
    """
    read: list[Article] = []
    rejected: list[Rejected] = []
    used: set[str] = set()
    for row in rows:
        article = row if isinstance(row, Rejected) else _identified(row, ids)
        if isinstance(article, Rejected):
            rejected.append(article)
            continue
        article = dated(article, dates or {}, used)
        read.append(_headed(article))
    qualities = assess_all([(article.text, article.title) for article in read], parameters)
    kept = list(zip(read, qualities, strict=True))
    unused = [name for name in dates or {} if name not in used]
    notes = [f"dates for unknown articles ignored: {', '.join(unused[:20])}"] if unused else []
    notes += _cautions(kept)
    lines: list[tuple[str, tuple[Line, ...]]] = [(a.doc_id, q.debris) for a, q in kept]
    return Built(_table(kept), as_table(lines), tuple(rejected), tuple(notes))


def _identified(article: Article, ids: Ids) -> Article | Rejected:
    if not article.doc_id:
        return replace(article, doc_id=ids.make(article))
    if ids.take(article.doc_id):
        return article
    fault = InputError(
        f"a second doc_id '{article.doc_id}'", "each doc_id once", "rename one", article.source
    )
    return Rejected(article.source, fault)


def dated(article: Article, dates: Mapping[str, str], used: set[str]) -> Article:
    """Put an ISO date in place of the date as given; what is not understood becomes a warning.

    ``dates`` maps a doc_id, file name or file stem to an ISO date and is asked first; the key
    that was found goes into ``used``.

    >>> dated(Article("a.txt", "Rain.", "a", published="26 January 2025"), {}, set()).published
    '2025-01-26'
    """
    for key in (article.doc_id, article.source, article.source.split("/")[-1], article.stem):
        if key and key in dates:
            used.add(key)
            return replace(article, published=dates[key])
    date = parse_date(article.published)
    if date is not None:
        return replace(article, published=date)
    warning = f"date not understood: {' '.join(article.published.split())[:40]}"
    return replace(article, published="", warnings=(*article.warnings, warning))


def _headed(article: Article) -> Article:
    """Put the title in front of the text, unless the text opens with it."""
    title, text = article.title, article.text
    warnings = article.warnings
    if not article.stem and _LIKE_MOJIBAKE.search(text) and mend(text) != text:
        warnings = (*warnings, "wrongly decoded letters in the text, left as given")
    if title and not _opens(text, title):
        text = f"{title}\n\n{text}"
    return replace(article, text=text, warnings=warnings)


def _opens(text: str, title: str) -> bool:
    beginning = " ".join(text[: 4 * len(title) + 200].split())
    return beginning.casefold().startswith(title.casefold())


def _table(kept: list[tuple[Article, Quality]]) -> pd.DataFrame:
    given = ("doc_id", "event", "outlet", "title", "published", "url", "genre", "text", "sha256")
    columns: dict[str, list[object]] = {
        name: [getattr(article, name) for article, _ in kept] for name in given
    }
    for name in ("language", "n_words", "completeness"):
        columns[name] = [getattr(quality, name) for _, quality in kept]
    columns["warnings"] = [[*article.warnings, *quality.warnings] for article, quality in kept]
    return tables.frame("documents", columns)


def _cautions(kept: list[tuple[Article, Quality]]) -> list[str]:
    notes = []
    for article, quality in kept:
        remarks = [*article.warnings, *quality.warnings]
        if quality.debris:
            reasons = dict.fromkeys(line.reason for line in quality.debris)
            count = len(quality.debris)
            remarks.append(f"{count} line(s) of page debris left out ({', '.join(reasons)})")
        if remarks:
            notes.append(f"{article.doc_id}: {'; '.join(remarks)}")
    return notes
