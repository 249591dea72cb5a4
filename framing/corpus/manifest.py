"""The file beside the articles: corpus.toml, which says what a folder holds.

Every fault of a file is named at once, with the place in the file.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from pydantic import BaseModel, ConfigDict

from framing.corpus.article import clean_name, parse_date
from framing.corpus.checked import DateText, bad_date, read_toml, validate
from framing.corpus.facts import read_facts
from framing.errors import FaultsError, InputError
from framing.event import Actor, Event, Outlet

MANIFEST = "corpus.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EventEntry(_Strict):
    """The part ``[event]`` of corpus.toml."""

    id: str = ""
    title: str = ""
    date: DateText = ""
    lexicons: list[str] = []
    facts: str = ""


class ArticleEntry(_Strict):
    """One ``[[article]]`` of corpus.toml."""

    file: str
    doc_id: str = ""
    outlet: str = ""
    title: str = ""
    published: DateText = ""
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
        return tuple(
            Actor(clean_name(a.name), tuple(a.aliases), a.role, clean_name(a.side))
            for a in self.actor
        )

    def outlets(self) -> tuple[Outlet, ...]:
        """List the outlets as the analysis knows them."""
        return tuple(
            Outlet(clean_name(o.name), clean_name(o.profile), o.invented) for o in self.outlet
        )


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's corpus.toml and check it whole.

    ``folder`` holds corpus.toml. Returns the checked manifest; every file that it names lies
    inside the folder and exists. Raises ``FaultsError`` with every fault and its place.

    >>> from framing.paths import data_dir
    >>> Manifest.model_validate({"event": {"id": "flood"}}).event.id
    'flood'
    """
    path = folder / MANIFEST
    manifest = validate(Manifest, read_toml(path), MANIFEST)
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
    return Event(
        clean_name(entry.id) or name, clean_name(entry.title), date, tuple(entry.lexicons), facts
    )


def _date_faults(manifest: Manifest) -> list[InputError]:
    given = [(manifest.event.date, f"{MANIFEST}, event, date")]
    return [bad_date(date, place) for date, place in given if parse_date(date) is None]


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
