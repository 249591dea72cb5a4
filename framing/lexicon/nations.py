"""Nationality words: which country they belong to, and where people are sent.

All countries stand in one list (``lexicons/referents/lists/nationalities.toml``) and are treated
alike; words that no list knows are recognised by their ending where the text is clear enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from framing.lexicon import referents

_CAPITALISED = re.compile(r"(?<=[a-z0-9,] )[A-Z][a-z]{3,}(?:ns|ese|ites)\b")
_DESTINATION = re.compile(r"[\w\s,’'-]{0,30}?\bto\s+(?:the\s+)?((?:[A-Z][\w.]*\s?){1,3})")


@dataclass(frozen=True)
class Nations:
    """Nationality words of all countries."""

    country_of: dict[str, str]
    adjectives: frozenset[str]
    people: frozenset[str]
    names: dict[str, str]


@cache
def nations() -> Nations:
    """Give every nationality word's country, the words for people, and the countries' names.

    >>> nations().country_of["colombians"]
    'Colombia'
    """
    data = referents.words("nationalities")
    country_of: dict[str, str] = {}
    people: set[str] = set()
    adjectives: set[str] = set()
    for country, forms in data["nation"].items():
        adjective = forms[0].lower()
        plain = adjective.endswith(("ese", "ish", "ch", "sh"))
        plural = adjective if plain else f"{adjective}s"
        own = {plural, *(form.lower() for form in forms[1:])}
        country_of |= dict.fromkeys({adjective, *own}, country)
        people |= own
        adjectives.add(adjective)
    names = {country.lower(): country for country in data["nation"]}
    for country, others in data["also"].items():
        names |= {other.lower(): country for other in others}
        country_of |= {other.lower(): country for other in others if "." in other}
    return Nations(country_of, frozenset(adjectives), frozenset(people), names)


def unlisted(word: str) -> bool:
    """Tell whether a lower-case word looks like a nationality that no list knows.

    >>> unlisted("ruritanians"), unlisted("ruritanian"), unlisted("civilians")
    (True, True, False)
    """
    endings, but = _unlisted()
    plural = word if word.endswith("s") else f"{word}s"
    return len(word) > 5 and plural.endswith(endings) and plural not in but


@cache
def _unlisted() -> tuple[tuple[str, ...], frozenset[str]]:
    data = referents.words("nationalities")["unlisted"]
    return tuple(data["endings"]), frozenset(data["but"])


def unlisted_people(text: str) -> list[tuple[int, int]]:
    """Find capitalised plural words in mid-sentence that look like unlisted nationalities.

    >>> unlisted_people("They deported nine Ruritanians today.")
    [(19, 30)]
    """
    found = []
    for match in _CAPITALISED.finditer(text):
        word = match.group().lower()
        if word not in nations().country_of and unlisted(word):
            found.append(match.span())
    return found


def country(word: str, modifiers: Sequence[str]) -> str:
    """Give the country of a nationality word in a phrase; empty = none.

    ``word`` is the noun and ``modifiers`` the words before it, lower case.

    >>> country("nationals", ["two", "costa", "rican"])
    'Costa Rica'
    """
    return _country(word, tuple(modifiers))


@lru_cache(maxsize=1 << 14)
def _country(word: str, modifiers: tuple[str, ...]) -> str:
    known = nations()
    pairs = [" ".join(pair) for pair in pairwise(modifiers)]
    for name in (word, *reversed(pairs), *reversed(modifiers)):
        if name in known.country_of:
            return known.country_of[name]
    strange = [name for name in (word, *modifiers) if unlisted(name)]
    return strange[0].removesuffix("s") if strange else ""


def destination(text: str, start: int, end: int) -> str:
    """Give the country to which people named before ``start`` are sent; empty = none named.

    >>> destination("deported 20 Chileans to Rwanda", 20, 30)
    'Rwanda'
    """
    found = _DESTINATION.match(text, start, end)
    if not found:
        return ""
    names = nations().names
    words = found.group(1).strip(" .").lower().split()
    for length in range(len(words), 0, -1):
        named = names.get(" ".join(words[:length]))
        if named:
            return named
    return ""
