"""Personal names: their parts, whether they are one, and which is short for which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from framing.text import cues

_POSSESSIVE = re.compile(r"[’']s?$")
_NICKNAME = re.compile(r"[“\"‘'][^“”\"‘’']+[”\"’'],?\s*")


@lru_cache(maxsize=1 << 14)
def folded(words: str) -> str:
    """Fold case, apostrophes and white space, without a possessive ending."""
    return " ".join(_POSSESSIVE.sub("", words.strip()).lower().replace("’", "'").split())


@lru_cache(maxsize=1 << 14)
def plain(words: str) -> str:
    """Leave article, possessive ending and white space out of a speaker's name."""
    words = words.strip(" ,;:")
    if words.endswith(".") and words.count(".") == 1:
        words = words[:-1]
    plain = " ".join(_POSSESSIVE.sub("", words).split())
    first, _, rest = plain.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else plain


@lru_cache(maxsize=1 << 16)
def parts(run: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Split a run of capitalised words into titles and name.

    >>> parts("Foreign Minister Ada Okafor")[1]
    ('Ada', 'Okafor')
    """
    english = cues.english()
    words = [_POSSESSIVE.sub("", w) for w in _NICKNAME.sub("", run).split()]
    folded = [w.rstrip(".").lower() for w in words]
    begin = 0
    titles: set[str] = set()
    for index, word in enumerate(folded):
        if word in english.people["titles"]:
            titles.add(word)
            begin = index + 1
        elif index == begin and word in english.names["not_names"]:
            begin = index + 1
    name = [w.rstrip(".") if len(w) > 2 else w for w in words[begin:]]
    while name and name[-1].lower().rstrip(".") in ("jr", "sr", "ii", "iii"):
        name.pop()
    return frozenset(titles), tuple(name)


@lru_cache(maxsize=1 << 14)
def personal(name: tuple[str, ...], titles: frozenset[str]) -> bool:
    """Tell whether a run of capitalised words is rather a person than an organisation."""
    names = cues.english().names
    if len(name) > 4 or any(word.lower() in names["organisations"] for word in name):
        return False
    if any(word.isupper() and len(word) > 2 for word in name):
        return False
    first = name[0].lower()
    return bool(titles) or first in names["female"] or first in names["male"] or 2 <= len(name) <= 3


def same(full: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether a shorter name may stand for a full one."""
    if len(name) == 1:
        return full[-1] == name[0]
    return full[-1] == name[-1] and (full[0] == name[0] or full[0][0] == name[0][0])


def gender(name: str, titles: set[str]) -> str:
    """Guess f or m from titles and first name; empty where neither tells."""
    english = cues.english()
    if titles & english.people["female"]:
        return "f"
    if titles & english.people["male"]:
        return "m"
    first = name.split()[0].lower()
    if first in english.names["female"]:
        return "f"
    return "m" if first in english.names["male"] else ""
