"""Rows of CSV, JSON Lines, Parquet and DataFrames to articles, their texts exactly as given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from framing.corpus.article import Article, Rejected, clean_name, hash_text
from framing.errors import InputError

REQUIRED = ("outlet", "text")
COLUMNS = ("doc_id", "event", "outlet", "title", "published", "url", "genre", "text")
# characters of one article beyond which a row or file is refused: 40 times a long book chapter
LARGEST_TEXT = 20_000_000

Row = Article | Rejected
Note = Callable[[str], None]


def read_frame(table: pd.DataFrame, where: str, note: Note, event: str = "") -> Iterator[Row]:
    """Read the rows of a DataFrame with columns ``outlet``, ``text`` and any of the optional ones.

    Arguments and results as in ``read_table``.

    >>> frame = pd.DataFrame({"outlet": ["a"], "text": ["Rain fell."]})
    >>> [row.outlet for row in read_frame(frame, "table", print)]
    ['a']
    """
    known = check_columns([str(name) for name in table.columns], where, note)
    table = table.set_axis([str(name) for name in table.columns], axis=1)
    if table.columns.has_duplicates:
        raise InputError("two columns of one name", "each name once", "rename one", where)
    columns = [table[name].tolist() for name in known]
    rows = (dict(zip(known, values, strict=True)) for values in zip(*columns, strict=True))
    return to_articles(rows, where, event)


def check_columns(names: list[str], where: str, note: Note) -> list[str]:
    """Check a table's column names; unknown ones become a caution.

    Returns the known columns, in a fixed order. Raises ``InputError`` without outlet and text.

    >>> check_columns(["text", "outlet"], "news.csv", print)
    ['outlet', 'text']
    """
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise InputError(
            found=f"no column {' and no column '.join(repr(name) for name in missing)}"
            f" (columns: {', '.join(clean_name(name)[:40] for name in names[:20]) or 'none'})",
            expected="a header with outlet,text and any of "
            + ",".join(name for name in COLUMNS if name not in REQUIRED),
            action="name the columns so in the first line",
            where=where,
        )
    unknown = [clean_name(name)[:40] for name in names if name not in COLUMNS]
    if unknown:
        note(f"{where}: unknown columns ignored: {', '.join(unknown[:20])}")
    return [name for name in COLUMNS if name in names]


def to_articles(
    rows: Iterable[Mapping[str, Any] | InputError], where: str, event: str
) -> Iterator[Row]:
    """Turn rows (or what is wrong with them) into articles, or what was rejected and why.

    ``where`` names the table, ``event`` is the event of rows that name none.

    >>> [row.source for row in to_articles([{"outlet": "a", "text": "Rain."}], "news.csv", "")]
    ['news.csv, row 1']
    """
    for number, row in enumerate(rows, start=1):
        place = f"{where}, row {number}"
        yield _row(row, place, event)


def _row(row: Mapping[str, Any] | InputError, place: str, event: str) -> Row:
    if isinstance(row, InputError):
        return Rejected(place, InputError(row.found, row.expected, row.action, place))
    text = row.get("text")
    if fault := _text_fault(text):
        return Rejected(place, InputError(*fault, where=place))
    assert isinstance(text, str)
    given = {name: _value(row.get(name)) for name in COLUMNS if name != "text"}
    outlet = clean_name(given["outlet"])
    if not outlet:
        return Rejected(place, InputError("no outlet", "a name", "fill the cell", place))
    return Article(
        source=place,
        text=text,
        outlet=outlet,
        doc_id=clean_name(given["doc_id"]),
        event=clean_name(given["event"]) or event,
        title=clean_name(given["title"]),
        published=given["published"],
        url=clean_name(given["url"]),
        genre=clean_name(given["genre"]),
        sha256=hash_text(text),
    )


def _text_fault(text: Any) -> tuple[str, str, str] | None:
    if not isinstance(text, str):
        if text is None or _is_missing(text):
            return ("no text", "the article's text", "fill the cell or leave the row out")
        kind = type(text).__name__
        return (f"a text of type {kind}", "a string", "put the article's text there")
    if not text.strip().strip("\x00"):
        return ("an empty text", "the article's text", "fill the cell or leave the row out")
    if len(text) > LARGEST_TEXT:
        return ("a text of more than 20 million characters", "one article", "split it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return ("bytes or characters that are no text", "UTF-8", "save the row as UTF-8")
    return None


def _is_missing(value: Any) -> bool:
    return value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _value(value: Any) -> str:
    """Say a cell beside the text as a string; what is missing is empty."""
    if value is None or _is_missing(value) or isinstance(value, (list, dict, bytes)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:10_000].encode("utf-8", "replace").decode("utf-8")
