"""Words of a text with their places, their stems, and how common they are in ordinary news."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from framing.paths import data_dir

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’.\-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ENDINGS = (
    ("ization", "ize"), ("isation", "ize"), ("ational", "ate"), ("fulness", "ful"),
    ("iveness", "ive"), ("ousness", "ous"), ("ements", ""), ("ations", "ate"), ("ation", "ate"),
    ("ement", ""), ("ments", ""), ("ment", ""), ("ities", ""), ("ity", ""), ("nesses", ""),
    ("ness", ""), ("ions", ""), ("ion", ""), ("ances", ""), ("ance", ""), ("ences", ""),
    ("ence", ""), ("ings", ""), ("ing", ""), ("edly", ""), ("ied", "y"), ("ies", "y"),
    ("eers", ""), ("ers", ""), ("ees", ""), ("als", ""), ("ed", ""), ("es", ""), ("er", ""),
    ("ee", ""), ("al", ""), ("ly", ""), ("s", ""), ("ean", ""), ("ian", ""), ("an", ""), ("e", ""),
)  # fmt: skip
_SHORTEST = 4


class Word(NamedTuple):
    """One word: its folded form and its place in the text it was cut from."""

    form: str
    start: int
    end: int


def cut(text: str) -> list[Word]:
    """Cut a text into words and numbers, folded to lower case, with their places.

    A possessive ending is dropped; ``US`` in capitals is the country, not the pronoun.

    >>> [word.form for word in cut("The US' plan: 25% on Colombia’s 15,660 boxes.")]
    ['the', 'u.s', 'plan', '25%', 'on', 'colombia', '15660', 'boxes']
    """
    return [Word(_fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=200_000)
def _fold(raw: str) -> str:
    if raw[0].isdigit():
        return raw.replace(",", "")
    if raw == "US":
        return "u.s"
    return _POSSESSIVE.sub("", raw.lower()).replace("’", "'")


@cache
def function_words() -> frozenset[str]:
    """List the words that bind others (``lexicons/background/function-words.txt``).

    >>> "the" in function_words()
    True
    """
    path = data_dir("lexicons") / "background" / "function-words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """Fold a plural to its singular, roughly; every other word stays as it is.

    >>> [singular(word) for word in ("tariffs", "countries", "crisis", "press")]
    ['tariff', 'country', 'crisis', 'press']
    """
    if len(word) <= _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


@cache
def _irregular() -> Mapping[str, str]:
    path = data_dir("lexicons") / "background" / "irregular.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {form: row[0] for row in rows for form in row[1:]}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut a word's ending, so that deport, deported, deportation and deportees are one.

    A short list of English endings; rough on purpose, because a fact is told with other forms
    of its words. Numbers and words of up to three letters stay as they are.

    >>> {stem(w) for w in ("deport", "deported", "deportation", "deportees", "deporting")}
    {'deport'}
    >>> stem("agreed") == stem("agreement"), stem("risen") == stem("rose")
    (True, True)
    """
    if word[0].isdigit() or len(word) < _SHORTEST:
        return word
    word = _irregular().get(word, word)
    word = singular(word)  # a plural may hide another ending: Colombians, agreements
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(new) >= _SHORTEST - 1:
            return _tidy(word[: len(word) - len(ending)] + new)
    return _tidy(word)


def _tidy(form: str) -> str:
    """Make what is left alike: no verb ending -ate, no doubled last letter, no last vowel."""
    for ending in ("ate", "at"):
        if form.endswith(ending) and len(form) > 6:
            form = form[: -len(ending)]
            break
    form = form.replace("isati", "izati")
    if form.endswith("is") and len(form) > 5:
        form = form[:-1] + "z"  # authorise, authorize
    while len(form) >= _SHORTEST and form[-1] in "aeiy":
        form = form[:-1]
    if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "sl":
        form = form[:-1]
    return form


@cache
def background() -> Mapping[str, int]:
    """Load how often words and word pairs stand in ordinary news (``lexicons/background``).

    >>> background()["president"] > background()["aircraft"]
    True
    """
    path = data_dir("lexicons") / "background" / "en.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {term: int(count) for term, count in rows}


@cache
def kin() -> Mapping[str, frozenset[int]]:
    """Map a stem to the families of words by which the same thing is told in news.

    From ``lexicons/background/kin-words.txt``: used to compare sentences, never to score wording.

    >>> bool(kin()[stem("handcuffs")] & kin()[stem("shackles")])
    True
    """
    path = data_dir("lexicons") / "background" / "kin-words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    found: dict[str, set[int]] = {}
    for family, line in enumerate(lines):
        for word in () if line.startswith("#") else line.split():
            found.setdefault(stem(word), set()).add(family)
    return {key: frozenset(families) for key, families in found.items()}
