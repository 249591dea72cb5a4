"""Which articles tell one event, for an input of any kind and for the folder of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing import storage
from framing.batch import folder
from framing.corpus import events, facts, pieces
from framing.corpus.article import Article
from framing.corpus.documents import dated
from framing.errors import InputError

# what stands in the file that `framing events` writes: an input for every other command
COLUMNS = ("doc_id", "event", "outlet", "title", "published", "url", "genre", "text")
_PIECE = 1000


@dataclass(frozen=True)
class Grouped:
    """Articles grouped by event: doc_id, event, outlet, published of each; and what was left out.

    ``rejected`` has the pairs of source and reason, ``notes`` the remarks on the input.
    """

    articles: pd.DataFrame
    rejected: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def update(out: Path, similarity: float = events.SAME_EVENT, days: int = events.WINDOW) -> int:
    """Group the articles of a batch and write ``events.parquet`` (doc_id, event) beside its tables.

    Articles that are grouped already keep their event for ever; new ones join them or found new
    events. Returns the number of events. Raises ``InputError`` if the folder holds no batch.
    """
    record = folder.need(out)
    columns = ["doc_id", "published", "text"]
    read = list(folder.parts(out, record, "documents", columns))
    documents = pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=columns)
    found = events.group(documents, known_events(out), similarity=similarity, days=days)
    _write(found, out / folder.EVENTS)
    return int(found["event"].nunique())


def known_events(out: Path) -> pd.DataFrame | None:
    """Read ``events.parquet`` of a batch's folder; None if it has none.

    >>> known_events(Path("nowhere")) is None
    True
    """
    path = out / folder.EVENTS
    return pd.read_parquet(path).astype("str") if path.is_file() else None


def _write(table: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in table.columns])
    data = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
    with storage.replacing(path) as temporary:
        pq.write_table(data.replace_schema_metadata(None), temporary, compression="zstd")


def find(
    source: str | Path,
    out: Path | None = None,
    *,
    known: Path | None = None,
    dates: Path | None = None,
    similarity: float = events.SAME_EVENT,
    days: int = events.WINDOW,
) -> Grouped:
    """Group the articles of an input by event and write them, event filled in, as Parquet.

    ``source`` is a file, folder or pattern; ``out`` the Parquet file to write (None = none);
    ``known`` an earlier file of this kind, whose events stay as they are; ``dates`` a CSV of
    dates. Returns the groups. Raises ``InputError`` if the input cannot be read.
    """
    earlier = _earlier(known)
    cut = pieces.cut(source, _PIECE, dates=facts.read_dates(dates) if dates else None)
    rejected: list[tuple[str, str]] = []
    rows: list[dict[str, Any]] = []
    for piece in cut.pieces:
        rejected += piece.rejected
        rows += [_row(article) for article in piece.articles]
    if not rows:
        raise InputError("no article that can be read", "at least one", "add some", str(source))
    articles = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    del rows
    found = _group(articles, earlier, similarity, days)
    articles = articles.assign(event=found["event"].to_numpy()[: len(articles)])
    if out is not None:
        _write(articles, out)
    return Grouped(articles.drop(columns=["text"]), tuple(rejected), tuple(cut.notes))


def _row(article: Article) -> dict[str, Any]:
    known = dated(article, {}, set())
    return {name: getattr(known, name) for name in COLUMNS}


def _group(
    articles: pd.DataFrame, earlier: pd.DataFrame | None, similarity: float, days: int
) -> pd.DataFrame:
    """Group articles together with those of an earlier file that are not among them."""
    texts = _headed(articles)
    if earlier is None:
        return events.group(texts, similarity=similarity, days=days)
    before = _headed(earlier[~earlier["doc_id"].isin(articles["doc_id"])])
    both = pd.concat([texts, before], ignore_index=True)
    given = earlier[["doc_id", "event"]]
    return events.group(both, given, similarity=similarity, days=days)


def _headed(articles: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "doc_id": articles["doc_id"],
            "published": articles["published"],
            "text": articles["title"].str.cat(articles["text"], sep="\n\n"),
        }
    )


def _earlier(known: Path | None) -> pd.DataFrame | None:
    if known is None:
        return None
    import pyarrow as pa

    try:
        table = pd.read_parquet(known, columns=list(COLUMNS))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(
            found=f"'{known.name}' is no file of grouped articles",
            expected="a Parquet file that 'framing events' wrote",
            action="correct --known",
            where=str(known),
        ) from error
    return table.astype("str")


def sizes(grouped: Grouped) -> Iterator[tuple[str, int, int]]:
    """Give each event with its articles and outlets, the largest first."""
    table = grouped.articles.groupby("event", sort=True).agg(
        articles=("doc_id", "size"), outlets=("outlet", "nunique")
    )
    table = table.sort_values("articles", ascending=False, kind="stable")
    for event, articles, outlets in table.itertuples():
        yield str(event), int(articles), int(outlets)
