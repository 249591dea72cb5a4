"""What people code: variables, their codes, the rules for deciding, as one small file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import FaultsError, InputError

LEVELS = ("nominal", "ordinal", "interval")
UNITS = ("sentence", "mention", "article", "element")
MISSING = ("", "na", "n/a")
# columns of a sheet that hold no codes
RESERVED = ("unit", "rater", "before", "text", "after", "note")


@dataclass(frozen=True)
class Code:
    """One answer: the word written down, the key pressed for it, and what it means.

    >>> Code("neither", "0", "leans to neither end").key
    '0'
    """

    code: str
    key: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Variable:
    """One question with its codes in order; without codes any answer is taken.

    ``level`` is nominal, ordinal (codes in their order) or interval (codes are numbers).

    >>> Variable("leaning", "Which end?", codes=(Code("order", "1"),)).read(" Order ")
    'order'
    """

    id: str
    question: str
    level: str = "nominal"
    codes: tuple[Code, ...] = ()

    def read(self, answer: str) -> str | None:
        """Give the code that an answer means (empty = missing), or None if it means none.

        The word, in any case, or its key is taken, as a spreadsheet may have changed it (``1.0``).
        """
        said = " ".join(answer.split()).casefold()
        if said in MISSING:
            return ""
        if not self.codes:
            return _number(said) if self.level == "interval" else " ".join(answer.split())
        plain = said.replace(",", ".").removesuffix(".0")
        for one in self.codes:
            if said == one.code.casefold() or (one.key and plain == one.key.casefold()):
                return one.code
        return None


@dataclass(frozen=True)
class Codebook:
    """What coders are given: title, question, rules, variables, examples and counter-examples."""

    title: str
    question: str
    unit: str
    rules: tuple[str, ...]
    variables: tuple[Variable, ...]
    examples: tuple[tuple[str, str], ...] = ()
    counter_examples: tuple[tuple[str, str], ...] = ()

    def variable(self, name: str) -> Variable:
        """Give a variable by its id; raises ``InputError`` naming those that there are."""
        for one in self.variables:
            if one.id == name:
                return one
        raise InputError(
            found=f"no variable is called '{name}'",
            expected=f"one of {', '.join(one.id for one in self.variables)}",
            action="choose one of these, or correct codebook.toml",
            where="codebook",
        )


def toml(book: Codebook) -> str:
    """Write a codebook as TOML, to be changed by hand before the sheets are made.

    >>> read_text(toml(Codebook("T", "Q?", "sentence", ("Read.",), ()))).rules
    ('Read.',)
    """
    lines = [f"{key} = {_quoted(getattr(book, key))}" for key in ("title", "question", "unit")]
    lines += ["rules = [", *(f"  {_quoted(rule)}," for rule in book.rules), "]"]
    for name in ("examples", "counter_examples"):
        pairs = getattr(book, name)
        lines += [f"{name} = [", *(f"  [{_quoted(a)}, {_quoted(b)}]," for a, b in pairs), "]"]
    for variable in book.variables:
        lines += ["", "[[variable]]"]
        keys = ("id", "question", "level")
        lines += [f"{key} = {_quoted(getattr(variable, key))}" for key in keys]
        for code in variable.codes:
            lines += ["", "[[variable.code]]"]
            keys = ("code", "key", "meaning")
            lines += [f"{key} = {_quoted(getattr(code, key))}" for key in keys]
    return "\n".join(lines) + "\n"


def read(path: Path) -> Codebook:
    """Read a codebook file; raises ``InputError`` that names every fault.

    >>> read(Path("nowhere.toml"))
    Traceback (most recent call last):
    ...
    framing.errors.InputError: no codebook 'nowhere.toml'
      expected: a codebook.toml as 'framing code sample' writes it
      to do: give its path with --codebook
      where: nowhere.toml
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InputError(
            found=f"no codebook '{path.name}'",
            expected="a codebook.toml as 'framing code sample' writes it",
            action="give its path with --codebook",
            where=str(path),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("bytes that are not UTF-8", "UTF-8", "save it so", str(path)) from error
    return read_text(text, str(path))


def read_text(text: str, where: str = "codebook.toml") -> Codebook:
    """Read a codebook from its TOML; raises ``InputError`` that names every fault.

    >>> read_text('title = "T"').title
    'T'
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", "a TOML file", "mend this line", where) from error
    faults: list[InputError] = []

    def fault(found: str, expected: str, place: str) -> None:
        faults.append(InputError(found, expected, "correct the codebook", f"{where}: {place}"))

    variables = tuple(
        _variable(item, f"variable {number}", fault)
        for number, item in enumerate(_tables(data, "variable", fault), start=1)
    )
    names = [one.id for one in variables]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            fault(f"two variables called '{name}'", "each id once", f"variable {name}")
    unit = str(data.get("unit", "sentence"))
    if unit not in UNITS:
        fault(f"a unit called '{unit}'", ", ".join(UNITS), "unit")
    if faults:
        raise FaultsError(faults, f"{len(faults)} fault(s) in the codebook {Path(where).name}")
    return Codebook(
        str(data.get("title", "")),
        str(data.get("question", "")),
        unit,
        tuple(str(rule) for rule in data.get("rules", [])),
        variables,
        _pairs(data.get("examples", [])),
        _pairs(data.get("counter_examples", [])),
    )


def _variable(item: Mapping[str, Any], place: str, fault: Any) -> Variable:
    name = str(item.get("id", "")).strip()
    level = str(item.get("level", "nominal"))
    if not name or name.casefold() in RESERVED:
        fault(f"the id '{name}'", f"a name other than {', '.join(RESERVED)}", place)
    if level not in LEVELS:
        fault(f"a level called '{level}'", ", ".join(LEVELS), place)
    codes = tuple(
        Code(_plain(code, "code"), _plain(code, "key"), str(code.get("meaning", "")))
        for code in _tables(item, "code", fault)
    )
    answers = [one.code.casefold() for one in codes] + [one.key.casefold() for one in codes]
    for one in codes:
        if not one.code or one.code.casefold() in MISSING:
            fault(f"the code '{one.code}'", "a word or number that is not empty", place)
        if len(one.key) > 1:
            fault(f"the key '{one.key}'", "one digit or letter", place)
        if level == "interval" and _number(one.code) is None:
            fault(f"the code '{one.code}'", "a number, as the level is interval", place)
        clash = [a for a in {one.code.casefold(), one.key.casefold()} if a]
        if any(answers.count(a) > (2 if one.code.casefold() == one.key.casefold() else 1)
               for a in clash):  # fmt: skip
            fault(f"the code or key of '{one.code}' a second time", "each once", place)
    return Variable(name, str(item.get("question", "")), level, codes)


def _plain(item: Mapping[str, Any], key: str) -> str:
    return " ".join(str(item.get(key, "")).split())


def _tables(data: Mapping[str, Any], key: str, fault: Any) -> list[Mapping[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        fault(f"{key} is no list of tables", f"[[{key}]]", key)
        return []
    return found


def _pairs(found: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(one[0]), str(one[1])) for one in found if isinstance(one, list) and one[1:])


def _number(text: str) -> str | None:
    """Write a number in one way, so that 1, 1.0 and 1,0 are one code; None if it is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return f"{value:g}" if abs(value) < 1e15 else None


def _quoted(text: str) -> str:
    # a JSON string is a TOML string, but for the delete character
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
