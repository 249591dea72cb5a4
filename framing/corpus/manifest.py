"""The files beside the articles: corpus.toml, lists of facts, lists of dates.

Every fault of a file is named at once, with the place in the file.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from framing.corpus.article import clean_name, parse_date
from framing.corpus.decoding import decode
from framing.errors import FaultsError, InputError
from framing.event import Actor, Event, Fact, Outlet

MANIFEST = "corpus.toml"
_LARGEST = 20_000_000
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?\Z", re.ASCII)


def _from_toml_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


_Date = Annotated[str, BeforeValidator(_from_toml_date)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EventEntry(_Strict):
    """The part ``[event]`` of corpus.toml."""

    id: str = ""
    title: str = ""
    date: _Date = ""
    lexicons: list[str] = []
    facts: str = ""


class ArticleEntry(_Strict):
    """One ``[[article]]`` of corpus.toml."""

    file: str
    doc_id: str = ""
    outlet: str = ""
    title: str = ""
    published: _Date = ""
    url: str = ""
    genre: str = ""
    licence: str = ""


class ActorEntry(_Strict):
    """One ``[[actor]]`` of corpus.toml."""

    name: str
    aliases: list[str] = []
    role: Literal["", "official", "party", "expert", "organisation", "affected", "other"] = ""
    side: str = ""


class OutletEntry(_Strict):
    """One ``[[outlet]]`` of corpus.toml."""

    name: str
    profile: str = ""
    invented: bool = False


class QuotationEntry(_Strict):
    """One ``[[quotation]]`` of corpus.toml: a public statement and where it stands recorded."""

    speaker: str
    text: str
    source: str = ""


class Manifest(_Strict):
    """A whole corpus.toml."""

    event: EventEntry = EventEntry()
    article: list[ArticleEntry] = []
    actor: list[ActorEntry] = []
    outlet: list[OutletEntry] = []
    quotation: list[QuotationEntry] = []

    def actors(self) -> tuple[Actor, ...]:
        """List the actors as the analysis knows them."""
        return tuple(Actor(a.name, tuple(a.aliases), a.role, a.side) for a in self.actor)

    def outlets(self) -> tuple[Outlet, ...]:
        """List the outlets as the analysis knows them."""
        return tuple(Outlet(clean_name(o.name), o.profile, o.invented) for o in self.outlet)


class FactEntry(BaseModel):
    """One ``[[fact]]``, or one line of a JSON Lines file of facts; other keys are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: str
    text: str = ""
    label: str = ""
    known_from: _Date = ""
    phrases: list[str] = []


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's corpus.toml and check it whole.

    ``folder`` holds corpus.toml. Returns the checked manifest; every file that it names lies
    inside the folder and exists. Raises ``FaultsError`` with every fault and its place.

    >>> from framing.paths import data_dir
    >>> Manifest.model_validate({"event": {"id": "flood"}}).event.id
    'flood'
    """
    path = folder / MANIFEST
    manifest = _validate(Manifest, _toml(path), MANIFEST)
    faults = [
        fault
        for number, entry in enumerate(manifest.article, start=1)
        if (fault := _path_fault(folder, entry.file, f"{MANIFEST}, article {number}, file"))
    ]
    if manifest.event.facts and (
        fault := _path_fault(folder, manifest.event.facts, f"{MANIFEST}, event, facts")
    ):
        faults.append(fault)
    faults += _date_faults(manifest) + _repeated(manifest)
    if faults:
        raise FaultsError(faults, f"{len(faults)} fault(s) in {MANIFEST}")
    return manifest


def event_of(manifest: Manifest, folder: Path, name: str) -> Event:
    """Make the event that a corpus.toml describes; ``name`` is its id where none is given.

    >>> event_of(Manifest(), Path("."), "flood").id
    'flood'
    """
    entry = manifest.event
    facts = read_facts(folder / entry.facts) if entry.facts else ()
    date = parse_date(entry.date) or ""
    return Event(clean_name(entry.id) or name, entry.title, date, tuple(entry.lexicons), facts)


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Read a list of facts: TOML with ``[[fact]]``, or JSON Lines.

    Keys: ``id``, ``text`` or ``label``, ``known_from`` (ISO date or its beginning), ``phrases``;
    others are ignored. Raises ``FaultsError`` with every fault and its place.

    >>> _fact(FactEntry(id="F1", text="the bridge was closed")).label
    'the bridge was closed'
    """
    where = clean_name(path.name)
    if path.suffix.lower() == ".toml":
        data = _toml(path)
        rows = data.get("fact", [])
        if not isinstance(rows, list) or not rows:
            raise InputError("no [[fact]] in it", "one [[fact]] for each fact", "add some", where)
        places = [f"{where}, fact {n}" for n in range(1, len(rows) + 1)]
    else:
        rows, places = _json_rows(path)
    return _facts(rows, places)


def _facts(rows: list[Any], places: list[str]) -> tuple[Fact, ...]:
    facts: dict[str, Fact] = {}
    faults: list[InputError] = []
    for row, place in zip(rows, places, strict=True):
        try:
            fact = _fact(_validate(FactEntry, row, place))
        except FaultsError as error:
            faults += error.faults
            continue
        if not fact.id or not fact.label:
            faults.append(InputError("a fact without id or text", "both", "add it", place))
        elif fact.id in facts:
            faults.append(InputError(f"a second fact '{fact.id}'", "one", "rename one", place))
        elif fact.known_from and not _known(fact.known_from):
            faults.append(_bad_date(fact.known_from, f"{place}, known_from"))
        facts.setdefault(fact.id, fact)
    if faults:
        raise FaultsError(faults)
    return tuple(facts.values())


def _fact(entry: FactEntry) -> Fact:
    return Fact(entry.id, entry.text or entry.label, entry.known_from, tuple(entry.phrases))


def _known(date: str) -> bool:
    return bool(_PARTIAL_DATE.match(date) or parse_date(date) == date)


def read_dates(path: Path) -> dict[str, str]:
    """Read a list of dates: CSV with a first column ``doc_id`` (or ``file``) and ``published``.

    Returns a mapping from doc_id, file name or file stem to the ISO date.
    Raises ``FaultsError`` with every fault and its line.

    >>> sorted(_dates("doc_id,published\\na,2025-01-26\\n", "dates.csv"))
    ['a']
    """
    return _dates(decode(_bytes(path), clean_name(path.name)).text, clean_name(path.name))


def _dates(text: str, where: str) -> dict[str, str]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [str(name).strip() for name in reader.fieldnames or []]
    key = next((name for name in ("doc_id", "file", "stem") if name in columns), "")
    if not key or "published" not in columns:
        raise InputError(
            f"columns {', '.join(columns)}", "doc_id,published", "name the columns so", where
        )
    reader.fieldnames = columns
    dates: dict[str, str] = {}
    faults = []
    for row in reader:
        name, given = (row[key] or "").strip(), (row["published"] or "").strip()
        date, place = parse_date(given), f"{where}, line {reader.line_num}"
        if date is None:
            faults.append(_bad_date(given, place))
        elif name in dates:
            faults.append(InputError(f"'{name}' twice", "one date each", "remove one", place))
        elif name:
            dates[name] = date
    if faults:
        raise FaultsError(faults)
    return dates


def _bad_date(given: str, place: str) -> InputError:
    return InputError(f"'{given[:60]}' is no date", "a date like 2025-01-26", "mend it", place)


def _date_faults(manifest: Manifest) -> list[InputError]:
    given = [(manifest.event.date, f"{MANIFEST}, event, date")]
    return [_bad_date(date, place) for date, place in given if parse_date(date) is None]


def _repeated(manifest: Manifest) -> list[InputError]:
    faults = []
    for kind, values in (
        ("file", [a.file for a in manifest.article]),
        ("doc_id", [a.doc_id for a in manifest.article if a.doc_id]),
        ("outlet", [o.name for o in manifest.outlet]),
    ):
        for value in dict.fromkeys(v for v in values if values.count(v) > 1):
            faults.append(
                InputError(f"{kind} '{value}' is given twice", "each once", "rename one", MANIFEST)
            )
    return faults


def _path_fault(folder: Path, given: str, place: str) -> InputError | None:
    posix, windows = PurePosixPath(given), PureWindowsPath(given)
    leaves = posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts
    if not given or leaves or "\\" in given or "\x00" in given:
        return InputError(
            f"the path '{given}'", "a path inside the folder, with /", "move the file", place
        )
    path = folder / given
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        exists = path.is_file()
    except (OSError, RuntimeError):
        inside, exists = True, False
    if not inside:
        return InputError(
            f"'{given}' leads out of the folder", "a file inside it", "copy the file there", place
        )
    if not exists:
        return InputError(f"no file '{given}'", "the file that is named", "add or mend it", place)
    return None


def _bytes(path: Path) -> bytes:
    where = clean_name(path.name)
    try:
        if not path.is_file():
            raise InputError("no such file", "a readable file", "check the name", where)
        if path.stat().st_size > _LARGEST:
            raise InputError("a very large file", "less than 20 MB", "make it smaller", where)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "not readable"
        raise InputError(reason, "a readable file", "check the file", where) from error


def _toml(path: Path) -> dict[str, Any]:
    where = clean_name(path.name)
    try:
        return tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", "TOML", "mend the line", where) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", "TOML in UTF-8", "save it as UTF-8", where) from error
    except RecursionError as error:
        raise InputError("deeply nested TOML", "plain tables", "flatten it", where) from error


def _json_rows(path: Path) -> tuple[list[Any], list[str]]:
    where = clean_name(path.name)
    rows, places, faults = [], [], []
    for number, line in enumerate(decode(_bytes(path), where).text.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            rows.append(json.loads(line))
            places.append(place)
        except (ValueError, RecursionError):
            faults.append(InputError("a line that is no JSON", "one object", "mend it", place))
    if faults:
        raise FaultsError(faults)
    return rows, places


_M = TypeVar("_M", bound=BaseModel)


def _validate(model: type[_M], data: Mapping[str, Any] | Any, where: str) -> _M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise FaultsError(
            [_fault(item, where) for item in error.errors()], f"fault(s) in {where}"
        ) from error


def _fault(item: Mapping[str, Any], where: str) -> InputError:
    place = ", ".join([where, *_place(item["loc"])])
    if item["type"] == "extra_forbidden":
        known = f"unknown key '{item['loc'][-1]}'"
        return InputError(known, "a key that the documentation names", "remove or mend it", place)
    if item["type"] == "missing":
        return InputError(f"no key '{item['loc'][-1]}'", "it is required", "add it", place)
    shown = repr(item.get("input"))[:60]
    return InputError(f"{shown}", str(item["msg"]), "mend the value", place)


def _place(location: Iterable[str | int]) -> list[str]:
    parts: list[str] = []
    for part in location:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return parts
