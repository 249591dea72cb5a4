"""The folder of a batch: its partitions, what is finished, what it was made with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing import storage, tables
from framing.batch.job import NAMES, Part
from framing.corpus.pieces import Earlier
from framing.errors import InputError

MADE_BY = "framing-compare"
RUN, MARKS, LOCK = "run.json", "manifest", ".lock"
REJECTED, EVENTS, SUMMARY = "rejected.parquet", "events.parquet", "summary.json"
# what framing panel and framing diff may have been told to write beside the tables
_OURS = (RUN, LOCK, REJECTED, EVENTS, SUMMARY, "panel.parquet", "panel.csv", "panel.png",
         "frames.csv")  # fmt: skip
_HARMLESS = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Night:
    """One run into a folder: its number, its inputs, the partitions it made, how it ended.

    ``state`` is running or done; ``parts`` is 0 while it runs.

    >>> Night(1, ({"name": "news.csv"},)).state
    'running'
    """

    number: int
    inputs: tuple[Mapping[str, Any], ...]
    first: int = 0
    parts: int = 0
    state: str = "running"
    articles: int = 0
    rejected: int = 0
    known: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """What run.json says of a folder: what its numbers rest on, and its runs in order.

    >>> Record({}, ()).nights
    ()
    """

    frozen: Mapping[str, Any]
    nights: tuple[Night, ...]


def read(out: Path) -> Record | None:
    """Read what run.json says; None if the folder holds no batch.

    >>> read(Path("nowhere")) is None
    True
    """
    try:
        data = json.loads((out / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or data.get("made_by") != MADE_BY or data.get("kind") != "batch":
        return None
    nights = (_night(one) for one in data["runs"])
    return Record(data["frozen"], tuple(nights))


def _night(data: Mapping[str, Any]) -> Night:
    lists = {name: tuple(data[name]) for name in ("inputs", "notes")}
    return Night(**{**data, **lists})


def need(out: Path) -> Record:
    """Read what run.json says of a batch's folder, or say that it is none.

    Raises ``InputError`` if the folder holds no batch.
    """
    record = read(out)
    if record is None:
        raise InputError(
            found=f"'{out.name}' is no folder of a batch",
            expected="a folder that 'framing batch' wrote",
            action="run 'framing batch INPUT --out DIR' first",
            where=str(out),
        )
    return record


def write(out: Path, record: Record) -> None:
    """Write run.json, whole or not at all."""
    runs = [asdict(night) for night in record.nights]
    data = {"made_by": MADE_BY, "kind": "batch", "frozen": dict(record.frozen), "runs": runs}
    storage.write_json(data, out / RUN)


def check(out: Path) -> None:
    """Refuse a folder that holds anything but a batch of ours.

    Raises ``InputError`` naming the first foreign file; a missing or empty folder is welcome.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise InputError(
            f"'{out.name}' is not a folder", "a folder, or a new name",
            "choose another name with --out", str(out),
        )  # fmt: skip
    known = {*_OURS, *_HARMLESS, MARKS, *NAMES} if read(out) else {LOCK, *_HARMLESS}
    foreign = sorted(p.name for p in out.iterdir() if p.name not in known and not _left_over(p))
    if foreign:
        raise InputError(
            found=f"the folder holds '{foreign[0]}', which is not of a batch of ours",
            expected="an empty folder, a new name, or the folder of an earlier batch",
            action="move the file away or choose another folder with --out",
            where=str(out),
        )


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep a second run out of the folder; a run that was killed leaves no lock behind.

    Raises ``InputError`` if another process works in the folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("a+b") as stream:
        if not _lock(stream.fileno()):
            raise InputError(
                found="another run is at work in this folder",
                expected="one run at a time",
                action="wait until it has ended, or choose another folder with --out",
                where=str(out),
            )
        yield


def _lock(number: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock: there two runs must be kept apart by hand
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def clear(out: Path) -> None:
    """Remove what an earlier batch left: tables, marks, run.json; the folder itself stays."""
    (out / RUN).unlink(missing_ok=True)
    for name in (*NAMES, MARKS):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in _OURS:
        if name != LOCK:
            (out / name).unlink(missing_ok=True)


def sweep(out: Path) -> None:
    """Remove half-written files that a killed run left."""
    for folder in (out, *(out / name for name in (*NAMES, MARKS))):
        for path in folder.glob(".*.part") if folder.is_dir() else ():
            path.unlink(missing_ok=True)


def _left_over(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".part")


def path_of(out: Path, name: str, number: int) -> Path:
    """Name the file of one table of one partition.

    >>> path_of(Path("out"), "hits", 7).as_posix()
    'out/hits/part-00007.parquet'
    """
    return out / name / f"part-{number:05d}.parquet"


def _mark(out: Path, number: int) -> Path:
    return out / MARKS / f"part-{number:05d}.json"


def save(out: Path, part: Part) -> dict[str, Any]:
    """Write a partition's nine files, and last of all the mark that says it is finished.

    Returns what the mark says: the counts, and size and SHA-256 of each file.
    """
    files = {}
    for name, data in part.files.items():
        storage.write_bytes(data, path_of(out, name, part.number))
        files[name] = {"size": len(data), "sha256": storage.sha256(data)}
    mark = {"part": part.number, "files": files, **part.counts}
    storage.write_json(mark, _mark(out, part.number))
    return mark


def finished(out: Path, number: int) -> dict[str, Any] | None:
    """Give what the mark of a partition says, or None if it is not finished or lost a file."""
    try:
        mark = json.loads(_mark(out, number).read_text(encoding="utf-8"))
        sizes = {name: path_of(out, name, number).stat().st_size for name in NAMES}
    except (OSError, ValueError):
        return None
    whole = all(mark["files"][name]["size"] == size for name, size in sizes.items())
    return dict(mark) if whole else None


def marks(out: Path, record: Record) -> Iterator[dict[str, Any]]:
    """Give what the marks of all partitions of finished runs say, in order.

    Raises ``InputError`` if a partition lost a file.
    """
    for number in numbers(record):
        mark = finished(out, number)
        if mark is None:
            raise InputError(
                found=f"partition {number} of the batch lacks a file or a mark",
                expected="the nine files that its run wrote",
                action="make the folder again with --restart",
                where=str(path_of(out, "documents", number)),
            )
        yield mark


def numbers(record: Record) -> range:
    """Give the numbers of the partitions of all finished runs.

    >>> len(numbers(Record({}, (Night(1, (), 0, 3, "done"),))))
    3
    """
    done = [night for night in record.nights if night.state == "done"]
    return range(done[-1].first + done[-1].parts if done else 0)


def parts(out: Path, record: Record, name: str, columns: list[str]) -> Iterator[pd.DataFrame]:
    """Read some columns of one table, partition by partition, so that memory stays small."""
    for number in numbers(record):
        data = pd.read_parquet(path_of(out, name, number), columns=columns)
        kinds = {c.name: c.dtype for c in tables.TABLES[name].columns if c.name in columns}
        yield data.astype({c: kind for c, kind in kinds.items() if kind != "object"})


def earlier(out: Path, record: Record) -> Earlier:
    """Remember the articles of the finished runs by doc_id and hash of their text."""
    found = Earlier()
    for part in parts(out, record, "documents", ["doc_id", "sha256"]):
        found.add(part["doc_id"].tolist(), part["sha256"].tolist())
    return found


def write_rejected(out: Path, rejected: list[list[str]]) -> None:
    """Write rejected.parquet: source and reason of every row or file that was left out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "source": pa.array([one[0] for one in rejected], pa.string()),
        "reason": pa.array([one[1] for one in rejected], pa.string()),
    }
    with storage.replacing(out / REJECTED) as temporary:
        pq.write_table(pa.table(columns), temporary, compression="zstd")
