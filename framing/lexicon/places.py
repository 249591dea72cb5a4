"""Faults of a lexicon file and where they stand: file, line, entry, key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.lexicon import inflect

MAX_WORDS = 8

Crossed = tuple[str, str, str, tuple[str | int, ...]]


def cross_faults(data: dict[str, Any]) -> list[Crossed]:
    """Find what no single key shows: number and names of poles, terms that cannot be matched.

    ``data`` is the file as TOML gives it. Returns (found, expected, mend, place) of each fault.

    >>> cross_faults({"kind": "presence", "pole": [{"id": "a"}, {"id": "b"}]})[0][0]
    '2 pole(s) in a lexicon of kind presence'
    """
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


class Places:
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
        where = self.where(place)
        return InputError(found=found, expected=str(expected), action=mend, where=where)
