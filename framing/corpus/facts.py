"""Lists that stand beside the articles: facts of the event, dates of publication."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from framing.corpus.article import clean_name, parse_date
from framing.corpus.checked import DateText, bad_date, read_bytes, read_toml, validate
from framing.corpus.decoding import decode
from framing.errors import FaultsError, InputError
from framing.event import Fact

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?\Z", re.ASCII)


class FactEntry(BaseModel):
    """One ``[[fact]]``, or one line of a JSON Lines file of facts; other keys are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: str
    text: str = ""
    label: str = ""
    known_from: DateText = ""
    phrases: list[str] = []


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Read a list of facts: TOML with ``[[fact]]``, or JSON Lines.

    Keys: ``id``, ``text`` or ``label``, ``known_from`` (ISO date or its beginning), ``phrases``;
    others are ignored. Raises ``FaultsError`` with every fault and its place.

    >>> _fact(FactEntry(id="F1", text="the bridge was closed")).label
    'the bridge was closed'
    """
    where = clean_name(path.name)
    if path.suffix.lower() == ".toml":
        data = read_toml(path)
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
            fact = _fact(validate(FactEntry, row, place))
        except FaultsError as error:
            faults += error.faults
            continue
        if not fact.id or not fact.label:
            faults.append(InputError("a fact without id or text", "both", "add it", place))
        elif fact.id in facts:
            faults.append(InputError(f"a second fact '{fact.id}'", "one", "rename one", place))
        elif fact.known_from and not _known(fact.known_from):
            faults.append(bad_date(fact.known_from, f"{place}, known_from"))
        facts.setdefault(fact.id, fact)
    if faults:
        raise FaultsError(faults)
    return tuple(facts.values())


def _fact(entry: FactEntry) -> Fact:
    label = clean_name(entry.text or entry.label)
    return Fact(clean_name(entry.id), label, entry.known_from, tuple(entry.phrases))


def _known(date: str) -> bool:
    return bool(_PARTIAL_DATE.match(date) or parse_date(date) == date)


def read_dates(path: Path) -> dict[str, str]:
    """Read a list of dates: CSV with a first column ``doc_id`` (or ``file``) and ``published``.

    Returns a mapping from doc_id, file name or file stem to the ISO date.
    Raises ``FaultsError`` with every fault and its line.

    >>> sorted(_dates("doc_id,published\\na,2025-01-26\\n", "dates.csv"))
    ['a']
    """
    return _dates(decode(read_bytes(path), clean_name(path.name)).text, clean_name(path.name))


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
            faults.append(bad_date(given, place))
        elif name in dates:
            faults.append(InputError(f"'{name}' twice", "one date each", "remove one", place))
        elif name:
            dates[name] = date
    if faults:
        raise FaultsError(faults)
    return dates


def _json_rows(path: Path) -> tuple[list[Any], list[str]]:
    where = clean_name(path.name)
    rows, places, faults = [], [], []
    for number, line in enumerate(decode(read_bytes(path), where).text.splitlines(), start=1):
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
