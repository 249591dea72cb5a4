"""CSV, JSON Lines and Parquet files to rows, one by one, however large the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from weakref import finalize

from framing.corpus.article import clean_name
from framing.corpus.decoding import check_text, guess
from framing.corpus.rows import (
    COLUMNS,
    LARGEST_TEXT,
    REQUIRED,
    Note,
    Row,
    check_columns,
    to_articles,
)
from framing.errors import InputError

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_BLOCK = 512
_SAMPLE = 1 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_table(path: Path, where: str, note: Note, event: str = "") -> Iterator[Row]:
    """Read a CSV, JSON Lines or Parquet file row by row, never whole.

    ``where`` names the file in messages; ``note`` takes cautions; ``event`` is the event of rows
    that name none. Yields an article per row, or what was rejected and why.
    Raises ``InputError`` if the file as a whole cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     path = Path(name, "news.csv")
    ...     _ = path.write_text("outlet,text\\nThe Post,Rain fell.\\n")
    ...     [row.outlet for row in read_table(path, "news.csv", print)]
    ['The Post']
    """
    ending = path.suffix.lower()
    if ending == ".parquet":
        return _read_parquet(path, where, note, event)
    if ending in (".jsonl", ".ndjson"):
        return _read_json_lines(path, where, note, event)
    return _read_csv(path, where, note, event)


def _read_csv(path: Path, where: str, note: Note, event: str) -> Iterator[Row]:
    # the module's own limit of 131,072 characters is shorter than some articles
    csv.field_size_limit(LARGEST_TEXT)
    encoding = _encoding(path, where, note)
    separator = _separator(path, encoding)

    def rows(stream: TextIO) -> Iterator[Mapping[str, Any] | InputError]:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        header = [name.strip() for name in _header(reader, where)]
        check_columns(header, where, note)
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
    # a byte that is no UTF-8 becomes a lone surrogate, by which its row is known and rejected
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    stream = path.open(encoding=encoding, errors=errors, newline="")
    try:
        found = rows(stream)
    except BaseException:
        stream.close()
        raise

    def read() -> Iterator[Row]:
        with stream:
            yield from to_articles(found, where, event)

    asked = read()
    # a generator that nobody ever asks for a row does not reach its `with`
    finalize(asked, stream.close)
    return asked


def _encoding(path: Path, where: str, note: Note) -> str:
    """Decide a table's encoding by its beginning: UTF-8 unless most of it is not."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    check_text(sample, where)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" not in sample and _is_utf8(sample):
        return "utf-8"
    encoding = guess(sample)
    if encoding != "utf-8":
        note(f"{where}: encoding guessed: {encoding}")
    return encoding


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
    known = check_columns(names, where, note)
    if kind is None or not _is_string(kind):
        file.close()
        raise InputError(f"a column text of type {kind}", "strings", "convert the column", where)

    def rows() -> Iterator[Mapping[str, Any] | InputError]:
        try:
            # group by group, so that a damaged one takes none of those before it along
            for group in range(file.num_row_groups):
                for batch in file.iter_batches(_BLOCK, row_groups=[group], columns=known):
                    yield from batch.to_pylist()
        except (arrow.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:80]
            yield InputError(f"unreadable from here on ({reason})", "a whole file", "mend it")
        finally:
            file.close()

    return to_articles(rows(), where, event)


def _is_string(kind: Any) -> bool:
    import pyarrow.types as types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))
