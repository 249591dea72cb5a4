"""Files at the edge: tables written and read, and folders replaced whole or not at all."""

from __future__ import annotations

import csv
import errno
import functools
import hashlib
import json
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from framing import tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def schema(name: str) -> pa.Schema:
    """Give the Parquet schema of a table, so that an empty column keeps its type.

    ``name`` is the table's name. Returns a pyarrow schema in the order of the columns.

    >>> schema("scopes").names[0]
    'doc_id'
    """
    import pyarrow as pa

    kinds = {
        "str": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    rows = pa.list_(pa.int64())
    return pa.schema(
        [(c.name, rows if c.name == "rows" else kinds[c.type]) for c in tables.TABLES[name].columns]
    )


def write_parquet(name: str, table: pd.DataFrame, path: Path) -> Path:
    """Write a table as Parquet, whole or not at all.

    ``name`` is the table's name, ``path`` the file. Returns the path. No clock and no version of
    pandas is written, so the same table gives the same bytes.
    """
    return write_bytes(parquet_bytes(name, table), path)


def parquet_bytes(name: str, table: pd.DataFrame) -> bytes:
    """Give the bytes of the Parquet file that ``write_parquet`` writes.

    >>> parquet_bytes("scopes", tables.empty("scopes"))[:4]
    b'PAR1'
    """
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    data = pa.Table.from_pandas(table, schema=schema(name), preserve_index=False, nthreads=1)
    stream = io.BytesIO()
    pq.write_table(data.replace_schema_metadata(None), stream, compression="zstd")
    return stream.getvalue()


def write_bytes(data: bytes, path: Path) -> Path:
    """Write bytes to a file, whole or not at all, and return the path."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)
    return path


def read_parquet(name: str, path: Path) -> pd.DataFrame:
    """Read a table back with the types of the contract.

    ``name`` is the table's name, ``path`` a file that ``write_parquet`` made. Returns the table.
    """
    import pandas as pd

    data = pd.read_parquet(path)
    lists = [c.name for c in tables.TABLES[name].columns if c.type == "list"]
    columns = {c: [list(v) for v in data[c]] if c in lists else data[c] for c in data.columns}
    return tables.frame(name, columns)


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as CSV (UTF-8, lists as JSON), whole or not at all, and return the path."""
    shown = tables.as_text(table)
    cells = shown.select_dtypes(exclude=["number", "bool"]).stack()
    # the csv module leaves a cell with a lone carriage return bare, and readers then break the row
    torn = cells.astype(str).str.contains("\r", regex=False).any()
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if torn else csv.QUOTE_MINIMAL
    with replacing(path) as temporary:
        shown.to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8", quoting=quoting)
    return path


def write_json(data: Mapping[str, Any], path: Path) -> Path:
    """Write JSON with sorted keys, whole or not at all, and return the path."""
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write beside a file and put the new one in its place only when it is whole.

    ``path`` is the file to be. Yields the path of a temporary file in the same folder; when the
    block ends without an error that file replaces ``path``, else it is removed. What a killed
    run left in the folder is removed as well.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep_once(path.parent.absolute())
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".part", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def staged(directory: Path) -> Iterator[Path]:
    """Fill a folder beside its place and swap it in when it is whole.

    ``directory`` is the folder to be, which may exist and is then replaced. Yields the folder to
    fill. If the block fails the old folder stays as it was.
    """
    directory = directory.absolute()
    with beside(directory) as stage:
        yield stage
        stage.chmod(0o755)
        _swap(stage, directory)


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """Give a temporary folder in the folder of ``place``, and remove it at the end.

    What a killed run left there is removed first; was it killed between two renamings, the old
    folder goes back to its place.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place.parent)
    stage = Path(tempfile.mkdtemp(prefix=_prefix(place), suffix=".new", dir=place.parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _swap(stage: Path, directory: Path) -> None:
    if not directory.exists():
        stage.replace(directory)
        return
    old = stage.with_suffix(".old")
    directory.replace(old)
    try:
        stage.replace(directory)
    except BaseException:
        old.replace(directory)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def workbook_writing() -> Iterator[None]:
    """Tell a full disk as the system does while openpyxl writes.

    openpyxl puts each sheet into a temporary file through lxml, whose own error for a full disk
    says nothing to people. Raises ``OSError`` in its place.
    """
    from lxml.etree import SerialisationError

    try:
        yield
    except SerialisationError as error:
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number), tempfile.gettempdir()) from error


_LEFT = re.compile(
    r"\.(?P<name>.+)\.(?P<machine>[0-9a-f]{8})-(?P<pid>[0-9]+)\.[^.]+\.(?P<kind>part|new|old)"
)


def sweep(folder: Path) -> None:
    """Remove from a folder what runs of this machine left that were killed there.

    A temporary name says whose it is, so nothing of a run that is still at work is touched, and
    nothing of another machine. An old folder whose place is empty goes back to its place.
    """
    found = [(path, _LEFT.fullmatch(path.name)) for path in sorted(folder.glob(".*-*.*"))]
    for path, told in found:
        if told is None or told["machine"] != _machine() or _alive(int(told["pid"])):
            continue
        place = folder / told["name"]
        if told["kind"] == "old" and not place.exists():
            path.replace(place)
        elif path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


# a folder with thousands of files is not listed anew for each of them
_sweep_once = functools.cache(sweep)


def _prefix(path: Path) -> str:
    return f".{path.name}.{_machine()}-{os.getpid()}."


@functools.cache
def _machine() -> str:
    """Name the place where a process number means something: this computer, or this container."""
    space = Path("/proc/self/ns/pid")
    inside = os.readlink(space) if space.is_symlink() else ""  # noqa: PTH115 - no path, a label
    return sha256(f"{platform.node()} {inside}".encode())[:8]


def _alive(pid: int) -> bool:
    if sys.platform == "win32":  # there the question itself would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def sha256(data: bytes) -> str:
    """Give the SHA-256 of bytes in hex.

    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()
