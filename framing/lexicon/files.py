"""Lexicon files: one TOML file per dimension, read whole, with every fault named at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from framing.errors import FaultsError, InputError
from framing.lexicon import inflect

MAX_BYTES, MAX_ENTRIES, MAX_TERM, MAX_WORDS = 2_000_000, 5_000, 80, 8
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return ([value] if value.strip() else []) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_strip)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Id = Annotated[str, Field(pattern=ID, max_length=60)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pole(_Model):
    """One end of an axis, or the one thing whose presence is asked.

    >>> Pole(id="order", title="Order").title
    'Order'
    """

    id: Id
    title: Annotated[Text, Field(min_length=1)]
    description: Text = ""


class Entry(_Model):
    """One term of a lexicon, with the reason why it stands there and texts that prove it.

    >>> Entry(term="crack down on", pole="order").forms[1]
    'cracks down on'
    """

    term: Annotated[Text, Field(min_length=1, max_length=MAX_TERM)]
    pole: Id
    weight: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0
    reason: Text = ""
    examples: Texts = ()
    counter_examples: Texts = ()
    not_in: Texts = ()
    source: Text = ""
    contested_by: Texts = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """List the word forms that are looked for.

        >>> Entry(term="child", pole="people").forms
        ('child', 'children')
        """
        return inflect.forms(self.term)


class Figure(_Model):
    """A measured figure with its interval and the number of cases it rests on.

    >>> Figure(value=0.91, low=0.84, high=0.95, n=100).n
    100
    """

    value: float
    low: float | None = None
    high: float | None = None
    n: Annotated[int, Field(ge=0)] | None = None


class Card(BaseModel):
    """What was measured of a dimension; further keys are kept and shown as they are.

    >>> Card(known_failures=("irony",)).known_failures
    ('irony',)
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    precision: Figure | None = None
    recall: Figure | None = None
    alpha: Figure | None = None
    base_rate: Figure | float | None = None
    hits_found: int | None = None
    known_failures: Texts = ()
    coders: Text = ""
    measured_on: Text = ""


class Dimension(_Model):
    """A dimension: a question, its poles, and the entries that answer it.

    ``kind`` is bipolar (two poles) or presence (one); ``referent`` names the people or thing that
    a hit must speak of (empty = anything); ``status`` is untested, provisional or validated;
    ``sha256`` is the hash of the file.
    """

    id: Id
    title: Annotated[Text, Field(min_length=1)]
    question: Annotated[Text, Field(min_length=1)]
    kind: Literal["bipolar", "presence"]
    referent: Annotated[str, Field(pattern=r"^[a-z0-9_]*$")] = ""
    licence: Text = ""
    version: Text = ""
    status: Literal["untested", "provisional", "validated"] = "untested"
    poles: tuple[Pole, ...] = Field(alias="pole", min_length=1, max_length=2)
    entries: tuple[Entry, ...] = Field(alias="entry", default=(), max_length=MAX_ENTRIES)
    card: Card = Card()
    sha256: str = ""
    path: str = Field(default="", exclude=True, repr=False)

    def pole_number(self, pole: str) -> int:
        """Give the place of a pole: 0 for the first (negative) end, 1 for the second.

        >>> load(shipped() / "criminals-migrants.toml").pole_number("migrants")
        1
        """
        return [one.id for one in self.poles].index(pole)


def shipped() -> Path:
    """Name the folder of the lexicons that come with the project.

    >>> shipped().name
    'lexicons'
    """
    from framing.paths import data_dir

    return data_dir("lexicons")


def load(path: Path) -> Dimension:
    """Read one lexicon file.

    ``path`` is a TOML file in the project's format. Returns the dimension, frozen.
    Raises ``InputError`` that lists every fault of the file, with entry, line, key and mend.

    >>> load(shipped() / "criminals-migrants.toml").kind
    'bipolar'
    """
    dimension, faults = read(path)
    if dimension is None:
        raise FaultsError(faults, f"{len(faults)} fault(s) in the lexicon file {path.name}")
    return dimension


def load_folder(paths: Sequence[Path]) -> tuple[Dimension, ...]:
    """Read all lexicon files that lie directly in the folders (or are given by name).

    Returns the dimensions sorted by id. A later folder may not bring an id a second time.
    Raises ``InputError`` that lists the faults of all files at once.

    >>> [one.id for one in load_folder([shipped()])][:1] != []
    True
    """
    found: dict[str, Dimension] = {}
    faults: list[InputError] = []
    for path in files_in(paths):
        dimension, wrong = read(path)
        faults += wrong
        if dimension is None:
            continue
        if dimension.id in found:
            faults.append(_twice(dimension, found[dimension.id], path))
        found[dimension.id] = dimension
    if faults:
        raise FaultsError(faults, f"{len(faults)} fault(s) in the lexicon files")
    return tuple(found[name] for name in sorted(found))


def files_in(paths: Sequence[Path]) -> list[Path]:
    """List the lexicon files of folders, each folder's sorted by name.

    Raises ``InputError`` for a folder or file that is not there.

    >>> all(path.suffix == ".toml" for path in files_in([shipped()]))
    True
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(
                found=f"no lexicon folder or file '{path.name}'",
                expected="a folder with .toml files, or one such file",
                action="correct --lexicons, FRAMING_LEXICONS or `lexicons` in corpus.toml",
                where=str(path),
            )
        files += sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return files


def read(path: Path) -> tuple[Dimension | None, list[InputError]]:
    """Read one lexicon file without raising: the dimension, or None and all its faults.

    >>> read(shipped() / "criminals-migrants.toml")[1]
    []
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [_fault(path, f"cannot be read: {error.strerror}", "a readable file")]
    if len(raw) > MAX_BYTES:
        return None, [_fault(path, f"{len(raw)} bytes", f"at most {MAX_BYTES}", "split it")]
    try:
        source = raw.decode("utf-8-sig")
        data = tomllib.loads(source)
    except UnicodeDecodeError as error:
        mend = "save the file as UTF-8"
        return None, [_fault(path, f"byte {error.start} is not UTF-8", "UTF-8 text", mend)]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [_fault(path, f"not TOML: {error}", "a TOML file", "mend this line first")]
    return _validated(data, source, raw, path)


def _validated(
    data: dict[str, Any], source: str, raw: bytes, path: Path
) -> tuple[Dimension | None, list[InputError]]:
    data = {**data, "sha256": hashlib.sha256(raw).hexdigest(), "path": str(path)}
    places = _Places(source, path)
    faults: list[InputError] = []
    dimension = None
    try:
        dimension = Dimension.model_validate(data)
    except ValidationError as error:
        faults += [places.fault(dict(one)) for one in error.errors()]
    faults += [
        _fault(path, found, expected, mend, places.where(where))
        for found, expected, mend, where in _cross_faults(data)
    ]
    return (None, faults) if faults else (dimension, [])


Crossed = tuple[str, str, str, tuple[str | int, ...]]


def _cross_faults(data: dict[str, Any]) -> list[Crossed]:
    """Find what no single key shows: number and names of poles, terms that cannot be matched."""
    found: list[Crossed] = []
    poles = [one.get("id") for one in _tables(data, "pole")]
    wanted = {"bipolar": 2, "presence": 1}.get(str(data.get("kind")))
    if poles and wanted and len(poles) != wanted:
        say = f"{len(poles)} pole(s) in a lexicon of kind {data['kind']}"
        found.append((say, f"{wanted} [[pole]]", "change kind or the poles", ("kind",)))
    if len(poles) == 2 and poles[0] == poles[1]:
        found.append(("both poles have one id", "two ids", "rename one", ("pole", 1, "id")))
    for number, entry in enumerate(_tables(data, "entry")):
        pole, term = entry.get("pole"), entry.get("term")
        if isinstance(pole, str) and poles and pole not in poles:
            options = " or ".join(f'"{one}"' for one in poles)
            found.append((f'pole = "{pole}"', options, "correct it", ("entry", number, "pole")))
        if isinstance(term, str) and term.strip():
            found += [(*one, ("entry", number, "term")) for one in _term_faults(term)]
    return found


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _term_faults(term: str) -> list[tuple[str, str, str]]:
    parsed, found = inflect.parse(term), []
    if "*" in parsed.words:
        found.append((f'"{term}" has a * before its end', "a * only as the last character",
                      "write one entry for each form"))  # fmt: skip
    letters = len(re.findall(r"\w", parsed.words))
    if letters == 0:
        found.append((f'"{term}" has no letter', "at least one word", "write the word"))
    elif parsed.wildcard and letters < 3:
        found.append((f'"{term}" would match nearly every text',
                      "three letters or more before *", "write the words themselves"))  # fmt: skip
    if len(parsed.words.split()) > MAX_WORDS:
        found.append((f'"{term}" has over {MAX_WORDS} words', "a word or a short phrase",
                      "keep the words that carry the judgement"))  # fmt: skip
    return found


def _fault(
    path: Path, found: str, expected: str, mend: str = "correct the file", where: str = ""
) -> InputError:
    return InputError(found=found, expected=expected, action=mend, where=where or str(path))


def _twice(one: Dimension, other: Dimension, path: Path) -> InputError:
    return _fault(
        path,
        f"the id '{one.id}' stands in two files, {Path(other.path).name} and {path.name}",
        "each id once",
        "give your dimension an id of its own",
    )


class _Places:
    """Finds the line of a key, which the TOML reader does not tell."""

    def __init__(self, source: str, path: Path) -> None:
        self.path = path
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.terms: dict[int, str] = {}
        counts: dict[str, int] = {}
        prefix: tuple[str | int, ...] = ()
        for number, line in enumerate(source.splitlines(), start=1):
            if match := re.match(r"\s*\[\[(\w+)\]\]", line):
                name = match[1]
                counts[name] = counts.get(name, -1) + 1
                prefix = (name, counts[name])
                self.lines[prefix] = number
            elif match := re.match(r"\s*\[([\w.]+)\]", line):
                prefix = tuple(match[1].split("."))
                self.lines[prefix] = number
            elif match := re.match(r"\s*(\w+)\s*=\s*(.*)", line):
                self.lines[(*prefix, match[1])] = number
                if prefix[:1] == ("entry",) and match[1] == "term":
                    self.terms[int(prefix[1])] = match[2].strip().strip("\"'")

    def where(self, place: tuple[str | int, ...]) -> str:
        """Say file, line, entry and key of a place in the file."""
        line = next((self.lines[place[:n]] for n in range(len(place), 0, -1)
                     if place[:n] in self.lines), 0)  # fmt: skip
        parts = [f"{self.path}:{line}" if line else str(self.path)]
        if place[:1] == ("entry",) and len(place) > 1 and isinstance(place[1], int):
            term = self.terms.get(place[1], "")
            parts.append(f"entry {place[1] + 1}" + (f' "{term}"' if term else ""))
        elif place[:1] == ("pole",) and len(place) > 1 and isinstance(place[1], int):
            parts.append(f"pole {place[1] + 1}")
        keys = [str(one) for one in place if isinstance(one, str)][-1:]
        if keys and (len(place) != 2 or isinstance(place[0], int)) and keys != ["entry"]:
            parts.append(f"key {keys[0]}")
        return ", ".join(parts)

    def fault(self, error: dict[str, Any]) -> InputError:
        """Turn a fault of pydantic's into one of ours."""
        place = tuple(error["loc"])
        key = str(place[-1]) if place else ""
        kind, context = error["type"], error.get("ctx", {})
        given = repr(error.get("input"))
        given = given if len(given) < 60 else given[:57] + "..."
        if kind == "missing":
            found, expected = f"{key} is missing", f"a key {key}"
            mend = f"add `[[{key}]]`" if key in ("pole", "entry") else f'add `{key} = "..."`'
        elif kind == "extra_forbidden":
            found, expected = f"unknown key {key}", "only the keys of the format reference"
            mend = "correct the spelling or remove it"
        elif kind == "string_pattern_mismatch":
            found, expected = f"{key} = {given}", "lower-case letters, digits and hyphens"
            mend = "write it as an id, such as order-dignity"
        else:
            found = f"{key} = {given}"
            expected = context.get("expected") or str(error["msg"]).replace("Input should be ", "")
            mend = "correct the value"
        return _fault(self.path, found, str(expected), mend, self.where(place))
