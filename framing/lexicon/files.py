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
from framing.lexicon.places import Places, cross_faults

MAX_BYTES, MAX_ENTRIES, MAX_TERM = 2_000_000, 5_000, 80
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal obeys them


def _strip(value: Any) -> Any:
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else value


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
    side: Text = ""
    mirror: Text = ""
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
    places = Places(source, path)
    faults: list[InputError] = []
    dimension = None
    try:
        dimension = Dimension.model_validate(data)
    except ValidationError as error:
        faults += [places.fault(dict(one)) for one in error.errors()]
    faults += [
        _fault(path, found, expected, mend, places.where(where))
        for found, expected, mend, where in cross_faults(data)
    ]
    return (None, faults) if faults else (dimension, [])


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
