"""Files at the edge: tables written and read, and folders replaced whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    with replacing(path) as temporary:
        tables.as_text(table).to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8")
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
    block ends without an error that file replaces ``path``, else it is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
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
    directory.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(
        tempfile.mkdtemp(prefix=f".{directory.name}.", suffix=".new", dir=directory.parent)
    )
    try:
        yield stage
        stage.chmod(0o755)
        _swap(stage, directory)
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


def sha256(data: bytes) -> str:
    """Give the SHA-256 of bytes in hex.

    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()
