"""A batch from its input to its folder: begin or go on, work, finish."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from framing.batch import folder, job, pool, summary
from framing.batch.folder import Night, Record
from framing.batch.job import Job, Part
from framing.corpus import facts, inputs, pieces
from framing.corpus.pieces import Piece
from framing.errors import InputError
from framing.parameters import Parameters

SIZE = 500
OnPart = Callable[[Mapping[str, Any], int], None]


@dataclass(frozen=True)
class Options:
    """How a batch runs: lexicon folders, settings, articles per partition, processes, engine.

    ``restart`` makes the folder anew, ``append`` adds another run to it; ``strict`` stops at the
    first row that is rejected; ``scheduler`` is the address of a Dask scheduler (empty = this
    machine); ``dates`` is a CSV of dates, ``event`` the event of rows that name none.

    >>> Options().size
    500
    """

    folders: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)
    size: int = SIZE
    workers: int = 1
    restart: bool = False
    append: bool = False
    strict: bool = False
    scheduler: str = ""
    dates: Path | None = None
    event: str = ""


class Task(NamedTuple):
    """One partition to be made: with what, where to, its number, its articles."""

    job: Job
    out: Path
    number: int
    piece: Piece


def _nobody(mark: Mapping[str, Any], total: int) -> None:
    """Tell nobody which partition is finished."""


def run(source: str | Path, out: Path, options: Options, on_part: OnPart = _nobody) -> Record:
    """Work on every article of an input and write the nine tables in partitions.

    ``source`` is a file, folder or pattern; ``out`` the folder, which may hold an unfinished run
    over the same input: then finished partitions are kept and only the others are made.
    ``on_part`` is told the mark of every new partition and about how many articles there are.
    Returns what run.json says. Raises ``InputError`` if the input cannot be read, if the folder
    is foreign, finished, or was made with other lexicons, models, versions or settings.
    """
    found = inputs.describe(source, options.dates)
    folder.check(out)
    with folder.locked(out):
        frozen = job.freeze(options.folders, options.parameters, options.size)
        record = _begin(out, frozen, tuple(found.files), options)
        night = record.nights[-1]
        if night.state == "done":
            return record
        folder.sweep(out)
        cut = pieces.cut(
            source,
            options.size,
            event=options.event,
            earlier=folder.earlier(out, record),
            dates=facts.read_dates(options.dates) if options.dates else None,
        )
        key = f"{options.size}:{job.digest(frozen)}"
        work = Job(options.folders, options.parameters, cut.event, cut.actors, key)
        seen = Seen()
        tasks = _tasks(work, out, night, cut.pieces, options.strict, seen)
        guess = functools.partial(_told, on_part, found, seen)
        _work(tasks, out, options, guess)
        return _finish(out, record, seen.parts, cut.notes)


@dataclass
class Seen:
    """How much of the input was read: partitions, articles, characters of text."""

    parts: int = 0
    articles: int = 0
    characters: int = 0


def _told(on_part: OnPart, found: inputs.Inputs, seen: Seen, mark: Mapping[str, Any]) -> None:
    on_part(mark, found.guess(seen.articles, seen.characters))


def _work(
    tasks: Iterator[Task], out: Path, options: Options, on_mark: Callable[[Any], None]
) -> None:
    try:
        if options.scheduler:
            from framing.batch import cluster

            for part in cluster.each(options.scheduler, tasks):
                on_mark(folder.save(out, part))
            return
        given = (options.folders,)
        for mark in pool.each(_make, tasks, options.workers, _prepare, given):
            on_mark(mark)
    except OSError as error:
        raise InputError(
            found=f"the system refused: {error.strerror or error}",
            expected="a folder that can be written, with space left",
            action="free some space and run the same command again; finished partitions are kept",
            where=str(error.filename or out),
        ) from error


def _prepare(folders: tuple[str, ...]) -> None:
    """Load in a new process what every partition needs."""
    import pyarrow as pa

    pa.set_cpu_count(1)
    job.packs(folders)


def _make(task: Task) -> dict[str, Any]:
    return folder.save(task.out, make(task))


def make(task: Task) -> Part:
    """Make one partition; this is what every engine calls."""
    return job.work(task.job, task.number, task.piece)


def _tasks(
    work: Job, out: Path, night: Night, cut: Iterator[Piece], strict: bool, seen: Seen
) -> Iterator[Task]:
    """Give the partitions that are not finished yet; ``seen`` counts what was read."""
    first: tuple[str, str] = (out.name, "")
    for number, piece in enumerate(cut, start=night.first):
        if strict and piece.rejected:
            source, reason = piece.rejected[0]
            raise InputError(
                found=f"a row that cannot be read: {reason}",
                expected="readable rows only, because of --strict",
                action="mend the row, or run without --strict; finished partitions are kept",
                where=source,
            )
        if piece.rejected and not first[1]:
            first = piece.rejected[0]
        seen.parts += 1
        seen.articles += len(piece.articles) + piece.known
        seen.characters += piece.characters()
        mark = folder.finished(out, number)
        if mark is None or mark["key"] != job.key_of(piece):
            yield Task(work, out, number, piece)
    if not seen.articles and night.number == 1:
        where, reason = first
        found = f"no article that can be read{': ' if reason else ''}{reason}"
        raise InputError(found, "at least one", "mend the input, or add some", where)


def _begin(
    out: Path, frozen: dict[str, Any], files: tuple[Mapping[str, Any], ...], options: Options
) -> Record:
    """Decide between a new folder, going on, another night, and nothing left to do."""
    record = None if options.restart else folder.read(out)
    if record is None:
        folder.clear(out)
        record = Record(frozen, (Night(1, files),))
        folder.write(out, record)
        return record
    _unchanged(record.frozen, frozen, out)
    last = record.nights[-1]
    if last.inputs == files and (last.state == "running" or not options.append):
        return record
    if last.state == "running":
        raise InputError(
            found="the folder holds an unfinished run over another input",
            expected="the input of that run: "
            + ", ".join(str(one["name"]) for one in last.inputs[:3]),
            action="finish that run first, or begin anew with --restart",
            where=str(out),
        )
    if not options.append:
        raise InputError(
            found="the folder holds a finished run over another input",
            expected="a new folder, or --append to add these articles to it",
            action="add --append, choose another folder, or begin anew with --restart",
            where=str(out),
        )
    if any(night.inputs == files for night in record.nights):
        return record
    first = last.first + last.parts
    record = replace(record, nights=(*record.nights, Night(last.number + 1, files, first)))
    folder.write(out, record)
    return record


def _unchanged(old: Mapping[str, Any], new: Mapping[str, Any], out: Path) -> None:
    changed = changes(old, new)
    if changed:
        raise InputError(
            found=f"the folder was made with other {', '.join(changed)}",
            expected="the lexicons, models, versions and settings of its first run",
            action="use those again, choose another folder, or begin anew with --restart",
            where=str(out),
        )


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Name what differs between the foundations of two runs, each with its kind.

    >>> changes({"lexicons": {"a-b": "1"}}, {"lexicons": {"a-b": "2"}})
    ['lexicons: a-b']
    """
    found = []
    # whether a dimension is bipolar stands in its lexicon already
    for kind in sorted({*old, *new} - {"kinds"}):
        one, other = old.get(kind), new.get(kind)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            names = sorted(n for n in {*one, *other} if one.get(n) != other.get(n))
            found.append(f"{kind}: {', '.join(names[:5])}")
        else:
            found.append(kind)
    return found


def _finish(out: Path, record: Record, parts: int, notes: list[str]) -> Record:
    """Write rejected.parquet, summary.json and, last of all, that the run is done."""
    night = replace(record.nights[-1], parts=parts, state="done")
    record = replace(record, nights=(*record.nights[:-1], night))
    marks = list(folder.marks(out, record))
    own = [mark for mark in marks if mark["part"] >= night.first]
    night = replace(
        night,
        articles=sum(mark["articles"] for mark in own),
        rejected=sum(len(mark["rejected"]) for mark in own),
        known=sum(mark["known"] for mark in own),
        notes=tuple(dict.fromkeys(notes)),
    )
    record = replace(record, nights=(*record.nights[:-1], night))
    folder.write_rejected(out, [pair for mark in marks for pair in mark["rejected"]])
    summary.write(out, record, marks)
    folder.write(out, record)
    return record
