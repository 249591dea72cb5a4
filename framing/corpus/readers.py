"""Any input to a corpus: a folder, a table of articles, a DataFrame, a pattern of names."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from framing.corpus.article import Article, Rejected, clean_name, name_of
from framing.corpus.copies import copies
from framing.corpus.documents import Built, Ids, build
from framing.corpus.facts import read_dates, read_facts
from framing.corpus.files import ENDINGS, read_table
from framing.corpus.folders import TEXT_ENDINGS, read_bare, read_file, read_listed
from framing.corpus.manifest import MANIFEST, event_of, read_manifest
from framing.corpus.rows import read_frame
from framing.errors import FaultsError, InputError
from framing.event import Actor, Corpus, Event, Outlet
from framing.parameters import Parameters

Row = Article | Rejected
# articles up to which load() looks for copies among them
_COPIES_UP_TO = 20_000


@dataclass
class Input:
    """An opened input: its event, actors and outlets, and its articles as they come."""

    event: Event
    rows: Iterable[Row]
    actors: tuple[Actor, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    notes: list[str] = field(default_factory=list)


def load(
    source: str | Path | pd.DataFrame,
    *,
    event: str = "",
    facts: Path | None = None,
    dates: Path | None = None,
    skip_bad: bool = False,
    parameters: Parameters = Parameters(),  # noqa: B008
) -> Corpus:
    """Read articles from a folder, a CSV, JSON Lines or Parquet file, or a DataFrame.

    ``source`` is a path (or a pattern such as ``news/*.csv``) or a DataFrame with columns
    ``outlet`` and ``text``; ``event`` names the event where the input names none; ``facts`` is a
    list of facts (TOML or JSON Lines), ``dates`` a CSV of dates. With ``skip_bad`` unreadable
    articles are listed in ``rejected``, else they are an error that names them all.
    Returns a ``Corpus``: documents (one row per article), event, actors, outlets, debris,
    rejected, cautions. Raises ``InputError``.

    >>> corpus = load(pd.DataFrame({"outlet": ["a"], "text": ["Rain fell."]}), event="flood")
    >>> corpus.documents["event"].tolist()
    ['flood']
    """
    opened = open_input(source, event)
    known_facts = read_facts(Path(facts)) if facts is not None else None
    known_dates = read_dates(Path(dates)) if dates is not None else None
    built = build(opened.rows, Ids(), parameters, known_dates)
    if built.rejected and not skip_bad:
        _raise(built.rejected)
    if built.documents.empty:
        raise _nothing(built.rejected, _name(source))
    corpus = _corpus(opened, built)
    if known_facts is not None:
        corpus = replace(corpus, event=replace(corpus.event, facts=known_facts))
    return replace(corpus, cautions=(*corpus.cautions, *_copy_notes(corpus, parameters)))


def chunks(
    source: str | Path | pd.DataFrame,
    size: int,
    *,
    event: str = "",
    parameters: Parameters = Parameters(),  # noqa: B008
) -> Iterator[Corpus]:
    """Read an input of any size in pieces of ``size`` articles.

    Arguments as in ``load``. Yields a ``Corpus`` per piece; unreadable rows and files stand in
    its ``rejected`` and never raise. The pieces together hold the same documents as ``load``;
    copies are not looked for. Raises ``InputError`` if the input as a whole cannot be read.

    >>> table = pd.DataFrame({"outlet": ["a", "b"], "text": ["Rain fell.", "Rain!"]})
    >>> [len(piece.documents) for piece in chunks(table, 1)]
    [1, 1]
    """
    if size < 1:
        raise InputError(f"a size of {size}", "at least 1", "give a larger size")
    opened, ids = open_input(source, event), Ids()
    rows = iter(opened.rows)
    while piece := list(islice(rows, size)):
        yield _corpus(opened, build(piece, ids, parameters))
        opened.notes.clear()


def _corpus(opened: Input, built: Built) -> Corpus:
    events = built.documents["event"].unique().tolist()
    event = opened.event
    if len(events) == 1 and events[0] != event.id:
        event = replace(event, id=events[0])
    rejected = pd.DataFrame(
        {
            "source": [item.source for item in built.rejected],
            "reason": [item.reason() for item in built.rejected],
        },
        dtype=str,
    )
    cautions = tuple(dict.fromkeys([*opened.notes, *built.cautions]))
    return Corpus(
        built.documents, event, opened.actors, opened.outlets, built.debris, rejected, cautions
    )


def _raise(rejected: tuple[Rejected, ...]) -> None:
    faults = [item.error for item in rejected]
    if len(faults) == 1:
        raise faults[0]
    raise FaultsError(faults, f"{len(faults)} articles cannot be read")


def _nothing(rejected: tuple[Rejected, ...], where: str) -> InputError:
    why = f": {rejected[0].reason()}" if rejected else ""
    return InputError(
        f"no article that can be read{why}", "at least one", "mend the input, or add some", where
    )


def _copy_notes(corpus: Corpus, parameters: Parameters) -> list[str]:
    if len(corpus.documents) > _COPIES_UP_TO:
        return [f"copies not looked for in more than {_COPIES_UP_TO} articles"]
    words = {"exact": "has the same words as", "near": "is nearly a copy of"}
    return [
        f"{row.doc_id} {words[str(row.kind)]} {row.other_doc_id} (similarity {row.similarity:.2f})"
        for row in copies(corpus.documents, parameters).itertuples()
    ]


def _name(source: str | Path | pd.DataFrame) -> str:
    return "the table" if isinstance(source, pd.DataFrame) else clean_name(Path(source).name)


def open_input(source: str | Path | pd.DataFrame, event: str = "") -> Input:
    """Open an input and name its event, actors and outlets; its rows come when they are asked for.

    Arguments and errors as in ``load``.

    >>> open_input(pd.DataFrame({"outlet": ["a"], "text": ["Rain fell."]}), "flood").event.id
    'flood'
    """
    event = clean_name(event)
    if isinstance(source, pd.DataFrame):
        opened = Input(Event(event or "table"), ())
        opened.rows = read_frame(source, "table", opened.notes.append, event or "table")
        return opened
    path = Path(source)
    if _exists(path):
        if path.is_dir():
            return _open_folder(path, event)
        if path.is_file():
            return _open_file(path, event)
        raise InputError("neither a file nor a folder", "one of them", "check it", _name(path))
    if any(sign in str(source) for sign in "*?["):
        return _open_pattern(str(source), event)
    raise InputError(
        found=f"no file or folder '{clean_name(str(source))}'",
        expected="a folder of articles, or a CSV, JSON Lines or Parquet file",
        action="check the path",
        where=str(source),
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _open_file(path: Path, event: str) -> Input:
    name = event or name_of(path)
    opened = Input(Event(name), ())
    where = clean_name(path.name)
    if path.suffix.lower() in ENDINGS:
        opened.rows = _guarded(path, where, opened.notes, name)
    elif path.suffix.lower() in TEXT_ENDINGS:
        opened.rows = [_of_event(read_file(path, where), name)]
    else:
        raise InputError(
            found=f"a file ending in '{path.suffix}'",
            expected=", ".join((*ENDINGS, *TEXT_ENDINGS)),
            action="save it as one of these, or give the folder that holds it",
            where=where,
        )
    return opened


def _guarded(path: Path, where: str, notes: list[str], event: str) -> Iterable[Row]:
    try:
        return read_table(path, where, notes.append, event)
    except OSError as error:
        reason = error.strerror or "not readable"
        raise InputError(reason, "a readable file", "check its rights", where) from error


def _open_folder(folder: Path, event: str) -> Input:
    name = event or name_of(folder.resolve())
    if (folder / MANIFEST).exists():
        return _open_manifest(folder, name, event)
    inner = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    if inner:
        return _open_several([_open_manifest(path, name_of(path), "") for path in inner], name)
    opened = Input(Event(name), ())
    articles = read_bare(folder, opened.notes.append)
    first = next(articles, None)
    if first is not None:
        opened.rows = (_of_event(row, name) for row in chain([first], articles))
        return opened
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS and p.is_file())
    if not found:
        raise InputError(
            found="a folder without articles",
            expected="files ending in .txt, .md or .html, or a corpus.toml that lists them",
            action="add the articles, one file each, named after the outlet",
            where=clean_name(folder.name),
        )
    return _open_tables(found, event, name)


def _open_manifest(folder: Path, name: str, event: str) -> Input:
    manifest = read_manifest(folder)
    told = event_of(manifest, folder, name)
    told = replace(told, id=event) if event and not manifest.event.id else told
    opened = Input(told, (), manifest.actors(), manifest.outlets())
    note = opened.notes.append
    rows = read_listed(folder, manifest, note) if manifest.article else read_bare(folder, note)
    opened.rows = (_of_event(row, told.id) for row in rows)
    return opened


def _open_several(inputs: list[Input], name: str) -> Input:
    actors = {actor.name: actor for one in inputs for actor in reversed(one.actors)}
    outlets = {outlet.name: outlet for one in inputs for outlet in one.outlets}
    notes = [note for one in inputs for note in one.notes]
    if len(inputs) == 1:
        return inputs[0]
    rows = chain.from_iterable(_of_folder(one) for one in inputs)
    return Input(Event(name), rows, tuple(actors.values()), tuple(outlets.values()), notes)


def _of_folder(one: Input) -> Iterator[Row]:
    """Put the event before ids and sources, which are unique only within their folder."""
    for row in one.rows:
        source = f"{one.event.id}/{row.source}"
        if isinstance(row, Rejected):
            yield replace(row, source=source)
        else:
            doc_id = f"{one.event.id}/{row.doc_id}" if row.doc_id else ""
            yield replace(row, source=source, doc_id=doc_id)


def _open_pattern(pattern: str, event: str) -> Input:
    paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    files = [path for path in paths if path.is_file()]
    name = event or clean_name(Path(pattern).parent.name) or "articles"
    tables = [path for path in files if path.suffix.lower() in ENDINGS]
    if tables:
        return _open_tables(tables, event, name)
    texts = [path for path in files if path.suffix.lower() in TEXT_ENDINGS]
    if not texts:
        raise InputError(
            f"no article matches '{clean_name(pattern)}'", "files", "check the pattern"
        )
    rows = (_of_event(read_file(path, clean_name(path.name)), name) for path in texts)
    return Input(Event(name), rows)


def _open_tables(paths: list[Path], event: str, name: str) -> Input:
    """Read tables one after another; one that cannot be read is rejected, the others go on."""
    opened = Input(Event(name), ())

    def rows() -> Iterator[Row]:
        for path in paths:
            where = clean_name(path.name)
            try:
                yield from _guarded(path, where, opened.notes, event or name_of(path))
            except InputError as error:
                yield Rejected(where, error)

    opened.rows = rows()
    return opened


def _of_event(row: Row, event: str) -> Row:
    return row if isinstance(row, Rejected) else replace(row, event=event)
