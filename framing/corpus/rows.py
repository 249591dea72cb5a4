"""Rows of CSV, JSON Lines, Parquet and DataFrames to articles, their texts exactly as given."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from framing.corpus.article import Article, Rejected, clean_name, hash_text
from framing.corpus.decoding import check_text, guess
from framing.errors import InputError

REQUIRED = ("outlet", "text")
COLUMNS = ("doc_id", "event", "outlet", "title", "published", "url", "genre", "text")
ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
# characters of one article beyond which a row or file is refused: 40 times a long book chapter
LARGEST_TEXT = 20_000_000
_BLOCK = 2048
_SAMPLE = 1 << 20

Row = Article | Rejected
Note = Callable[[str], None]


def read_table(path: Path, where: str, note: Note, event: str = "") -> Iterator[Row]:
    """Read a CSV, JSON Lines or Parquet file row by row, never whole.

    ``where`` names the file in messages; ``note`` takes cautions; ``event`` is the event of rows
    that name none. Yields an article per row, or
    what was rejected and why. Raises ``InputError`` if the file as a whole cannot be read.

    >>> from framing.paths import data_dir
    >>> ENDINGS[0]
    '.csv'
    """
    ending = path.suffix.lower()
    if ending == ".parquet":
        return _read_parquet(path, where, note, event)
    if ending in (".jsonl", ".ndjson"):
        return _read_json_lines(path, where, note, event)
    return _read_csv(path, where, note, event)


def read_frame(table: pd.DataFrame, where: str, note: Note, event: str = "") -> Iterator[Row]:
    """Read the rows of a DataFrame with columns ``outlet``, ``text`` and any of the optional ones.

    Arguments and results as in ``read_table``.

    >>> frame = pd.DataFrame({"outlet": ["a"], "text": ["Rain fell."]})
    >>> [row.outlet for row in read_frame(frame, "table", print)]
    ['a']
    """
    known = _check_columns([str(name) for name in table.columns], where, note)
    table = table.set_axis([str(name) for name in table.columns], axis=1)
    if table.columns.has_duplicates:
        raise InputError("two columns of one name", "each name once", "rename one", where)
    columns = [table[name].tolist() for name in known]
    rows = (dict(zip(known, values, strict=True)) for values in zip(*columns, strict=True))
    return _rows(rows, where, event)


def _check_columns(names: list[str], where: str, note: Note) -> list[str]:
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


def _rows(rows: Iterable[Mapping[str, Any] | InputError], where: str, event: str) -> Iterator[Row]:
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


def _read_csv(path: Path, where: str, note: Note, event: str) -> Iterator[Row]:
    encoding = _encoding(path, where, note)
    separator = _separator(path, encoding)

    def rows(stream: TextIO) -> Iterator[Mapping[str, Any] | InputError]:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        header = [name.strip() for name in _header(reader, where)]
        _check_columns(header, where, note)
        doubled = [name for name in COLUMNS if header.count(name) > 1]
        if doubled:
            raise InputError(f"two columns '{doubled[0]}'", "one", "rename one", where)
        return _csv_rows(reader, header)

    return _streamed(path, encoding, rows, where, event)


def _header(reader: Iterator[list[str]], where: str) -> list[str]:
    try:
        return next(reader, [])
    except csv.Error as error:
        raise InputError(
            f"a header that is no CSV ({error})", "outlet,text", "save it as CSV", where
        ) from error


def _csv_rows(
    reader: Iterator[list[str]], header: list[str]
) -> Iterator[Mapping[str, Any] | InputError]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputError(f"a row that is no CSV ({error})", "a whole row", "mend its quotes")
            continue
        if not cells:
            continue
        if len(cells) != len(header):
            yield InputError(
                f"{len(cells)} cells where the header has {len(header)}",
                "as many cells as the header",
                "put texts with commas in quotation marks",
            )
            continue
        yield dict(zip(header, cells, strict=True))


def _separator(path: Path, encoding: str) -> str:
    """Find what stands between cells: a comma, or the tab or semicolon of other habits."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        first = stream.readline(_SAMPLE)
    counts = {mark: first.count(mark) for mark in ",;\t"}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else ","


def _streamed(
    path: Path,
    encoding: str,
    rows: Callable[[TextIO], Iterator[Mapping[str, Any] | InputError]],
    where: str,
    event: str,
) -> Iterator[Row]:
    """Open the file, read its header at once, and its rows one by one when asked for."""
    stream = path.open(encoding=encoding, errors="surrogateescape", newline="")
    try:
        found = rows(stream)
    except BaseException:
        stream.close()
        raise

    def read() -> Iterator[Row]:
        with stream:
            yield from _rows(found, where, event)

    return read()


def _encoding(path: Path, where: str, note: Note) -> str:
    """Decide a table's encoding in one bounded pass: UTF-8 unless most of it is not."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    check_text(sample, where)
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if sample.startswith(mark):
            return encoding
    encoding = guess(sample)
    if encoding != "utf-8" and (b"\x00" in sample or not _is_utf8(sample)):
        note(f"{where}: encoding guessed: {encoding}")
        return encoding
    return "utf-8"


def _is_utf8(sample: bytes) -> bool:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # a sequence cut by the end of the sample is no fault
        return error.start >= len(sample) - 3 and len(sample) == _SAMPLE
    return True


def _read_json_lines(path: Path, where: str, note: Note, event: str) -> Iterator[Row]:
    encoding = _encoding(path, where, note)

    def rows(stream: TextIO) -> Iterator[Mapping[str, Any] | InputError]:
        return _json_rows(stream, where, note)

    return _streamed(path, encoding, rows, where, event)


def _json_rows(stream: TextIO, where: str, note: Note) -> Iterator[Mapping[str, Any] | InputError]:
    unknown: dict[str, None] = {}
    while line := stream.readline(LARGEST_TEXT * 2):
        if len(line) >= LARGEST_TEXT * 2:
            _skip_line(stream, line)
            yield InputError("a line of over 40 million characters", "one article", "split it")
        elif line.strip():
            row = _json_row(line)
            if isinstance(row, dict):
                unknown.update((clean_name(k)[:40], None) for k in row if k not in COLUMNS)
            yield row
    if unknown:
        note(f"{where}: unknown columns ignored: {', '.join(list(unknown)[:20])}")


def _skip_line(stream: TextIO, line: str) -> None:
    while line and not line.endswith("\n"):
        line = stream.readline(_SAMPLE)


def _json_row(line: str) -> Mapping[str, Any] | InputError:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not readable"
        return InputError(f"a line that is no JSON ({reason})", "one object", "mend the line")
    if not isinstance(row, dict):
        return InputError("a line that is no object", '{"outlet": ..., "text": ...}', "mend it")
    missing = [name for name in REQUIRED if name not in row]
    if missing:
        return InputError(f"no '{missing[0]}'", "outlet and text in every line", "add it")
    return row


def _read_parquet(path: Path, where: str, note: Note, event: str) -> Iterator[Row]:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    try:
        file = parquet.ParquetFile(path)
        names = list(file.schema_arrow.names)
        kind = file.schema_arrow.field("text").type if names.count("text") == 1 else None
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "an unreadable Parquet file", "a whole Parquet file", "write it again", where
        ) from error
    known = _check_columns(names, where, note)
    if kind is None or not _is_string(kind):
        file.close()
        raise InputError(f"a column text of type {kind}", "strings", "convert the column", where)

    def rows() -> Iterator[Mapping[str, Any] | InputError]:
        try:
            for batch in file.iter_batches(batch_size=_BLOCK, columns=known):
                yield from batch.to_pylist()
        except (arrow.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:80]
            yield InputError(f"unreadable from here on ({reason})", "a whole file", "mend it")
        finally:
            file.close()

    return _rows(rows(), where, event)


def _is_string(kind: Any) -> bool:
    import pyarrow.types as types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))
