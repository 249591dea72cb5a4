"""Read the referents: the people and things whose names we collect.

A referent is data: the nouns that may name it, the surroundings in which they do, and the
look-alikes that only seem to. No file names a country or a party; nationality words come from one
list of all countries, and which of them counts is decided by the article itself.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pydantic

from framing import paths
from framing.errors import FaultsError, InputError

_ENDING = r"[\w’'-]*"
_GAP = r"(?:\s+[\w’'.,-]+){0,4}?"
_STRICT = pydantic.ConfigDict(extra="forbid", frozen=True)


class Head(pydantic.BaseModel):
    """Nouns (or verbs of an act) that may name the referent, and how surely they do.

    ``strength``: ``strong`` counts wherever it stands; ``context`` needs one of the referent's
    contexts; ``known`` counts in every article that speaks directly of the referent; ``charge``
    says what the people are accused of being, and counts with a context or when it is said of
    people already named. ``verb``: the words are verbs, and nothing before them belongs to the
    name.
    """

    model_config = _STRICT
    words: tuple[str, ...] = pydantic.Field(min_length=1)
    strength: Literal["strong", "context", "known", "charge"] = "strong"
    verb: bool = False
    reason: str = pydantic.Field(min_length=3)


class Context(pydantic.BaseModel):
    """Surroundings that make a noun a name of the referent.

    ``left`` ends where the noun phrase begins, ``right`` begins behind its noun, ``inside``
    stands in it (``#`` is any figure); ``both`` asks for left and right together, ``sentence``
    for one more phrase anywhere in the sentence. ``level``: ``direct`` suffices; ``status``
    suffices unless the article is about another nation's people; ``weak`` suffices where
    somebody is directly spoken of.
    """

    model_config = _STRICT
    id: str
    level: Literal["direct", "status", "weak"] = "direct"
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    both: bool = False
    reason: str = pydantic.Field(min_length=3)


class Lookalike(pydantic.BaseModel):
    """Surroundings in which the same nouns name somebody or something else, and why.

    ``sentence`` must stand somewhere in the sentence as well. ``heads`` limits the rule to these
    nouns (empty = all; ``*nation`` = nationality words). ``beats`` is the strongest level of
    context that the rule overrules. ``only_with_direct``: only in an article that speaks directly
    of the referent, so that the same words can be the matter itself in another.
    """

    model_config = _STRICT
    id: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    both: bool = False
    heads: tuple[str, ...] = ()
    beats: Literal["direct", "status", "weak"] = "direct"
    only_with_direct: bool = False
    reason: str = pydantic.Field(min_length=3)


class Pole(pydantic.BaseModel):
    """A register of names: heads or modifiers that give a label its pole."""

    model_config = _STRICT
    id: str
    words: tuple[str, ...] = pydantic.Field(min_length=1)
    reason: str = ""


class Referent(pydantic.BaseModel):
    """Somebody or something that texts name in different ways.

    >>> Referent(id="bridge", title="Bridge", definition="the bridge of the town", kind="thing",
    ...          licence="CC-BY-4.0", version="1.0.0",
    ...          head=[{"words": ["bridge"], "reason": "its plain name"}]).denial
    'naming'
    """

    model_config = _STRICT
    id: str = pydantic.Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    definition: str = pydantic.Field(min_length=3)
    kind: Literal["people", "person", "thing", "act"]
    licence: str
    version: str
    # what "not" denies of it: that the name fits, or that the thing was there
    denial: Literal["naming", "existence"] = "naming"
    nations: bool = False
    # beginnings of words; an article that holds none of them is not read for general words
    about: tuple[str, ...] = ()
    # adjectives of this referent's own
    modifiers: tuple[str, ...] = ()
    head: tuple[Head, ...] = pydantic.Field(min_length=1)
    context: tuple[Context, ...] = ()
    lookalike: tuple[Lookalike, ...] = ()
    pole: tuple[Pole, ...] = ()


def load(folder: Path) -> tuple[Referent, ...]:
    """Read every referent file of a folder (``*.toml``, not its sub-folders), sorted by id.

    Raises ``FaultsError`` naming all faults of all files at once; a folder without files gives an
    empty tuple.

    >>> [r.id for r in load(paths.data_dir("lexicons") / "referents")][:2]
    ['economic_measures', 'event_label']
    """
    faults: list[InputError] = []
    found: dict[str, Referent] = {}
    for path in sorted(folder.glob("*.toml")):
        referent = _read(path, faults)
        if referent is None:
            continue
        if referent.id in found:
            faults.append(
                InputError(
                    f"two referents are called '{referent.id}'",
                    "one file for each id",
                    "rename one of them",
                    path.name,
                )
            )
        found[referent.id] = referent
    if faults:
        raise FaultsError(faults, f"{len(faults)} faults in the referent files")
    return tuple(found[name] for name in sorted(found))


def _read(path: Path, faults: list[InputError]) -> Referent | None:
    try:
        return Referent.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(
            InputError(
                f"not readable as TOML: {error}", "a TOML file in UTF-8", "mend it", path.name
            )
        )
    except pydantic.ValidationError as error:
        for detail in error.errors():
            where = ".".join(str(part) for part in detail["loc"])
            value = repr(detail["input"])[:60]
            faults.append(
                InputError(f"{where}: {value}", detail["msg"], f"mend '{where}'", path.name)
            )
    return None


def pattern(phrases: tuple[str, ...], side: Literal["left", "right", "any"]) -> re.Pattern[str]:
    """Compile phrases of a referent file.

    A star stands for any ending (``deport*``) or, alone, for any word; ``...`` for up to four
    words. ``side`` ties the phrase to the end of what stands left, to the beginning of what
    stands right, or to nothing.

    >>> bool(pattern(("return* ... of",), "left").search("the return home of "))
    True
    """
    body = "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    if side == "left":
        return re.compile(rf"(?<![\w-])(?:{body})\s+[\"'“‘”(]*\Z", re.IGNORECASE)
    if side == "right":
        return re.compile(rf"[\"'”’)]*\s+(?:{body})(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """Turn one phrase of a referent file into a regular expression without its borders."""
    parts: list[str] = []
    for word in phrase.split():
        if word == "...":
            parts.append(_GAP)
        elif word == "*":
            parts.append(r"\s+[\w’'.-]+")
        else:
            parts.append(r"\s+" + re.escape(word).replace("'", "[’']").replace(r"\*", _ENDING))
    joined = "".join(parts)
    if joined.startswith(_GAP):
        return r"(?:[\w’'.,-]+\s+){0,4}?" + joined.removeprefix(_GAP).removeprefix(r"\s+")
    return joined.removeprefix(r"\s+")


@cache
def words(name: str) -> dict[str, Any]:
    """Read one of the lists that all referents share (``nationalities``, ``nounphrase``).

    >>> "the" in words("nounphrase")["determiners"]
    True
    """
    path = paths.data_dir("lexicons") / "referents" / "lists" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
