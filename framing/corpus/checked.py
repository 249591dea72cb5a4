"""Reading and checking of the small files beside the articles, all faults at once."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from framing.corpus.article import clean_name
from framing.errors import FaultsError, InputError

_LARGEST = 20_000_000
_M = TypeVar("_M", bound=BaseModel)


def _from_toml_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


DateText = Annotated[str, BeforeValidator(_from_toml_date)]


def bad_date(given: str, place: str) -> InputError:
    """Say that something is no date.

    >>> bad_date("soon", "corpus.toml, event, date").found
    "'soon' is no date"
    """
    return InputError(f"'{given[:60]}' is no date", "a date like 2025-01-26", "mend it", place)


def read_bytes(path: Path) -> bytes:
    """Read a small file whole. Raises ``InputError`` if it is missing, unreadable or very large.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a.csv").write_text("a")
    ...     read_bytes(Path(name, "a.csv"))
    b'a'
    """
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


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises ``InputError`` that names the line if it is none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a.toml").write_text("id = 'flood'")
    ...     read_toml(Path(name, "a.toml"))
    {'id': 'flood'}
    """
    where = clean_name(path.name)
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", "TOML", "mend the line", where) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", "TOML in UTF-8", "save it as UTF-8", where) from error
    except RecursionError as error:
        raise InputError("deeply nested TOML", "plain tables", "flatten it", where) from error


def validate(model: type[_M], data: Mapping[str, Any] | Any, where: str) -> _M:
    """Check data against a model. Raises ``FaultsError`` with every fault and its place.

    ``model`` is the pydantic model, ``data`` what was read, ``where`` names the file.

    >>> class Ship(BaseModel):
    ...     name: str
    >>> validate(Ship, {"name": "Ada"}, "ships.toml").name
    'Ada'
    """
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
