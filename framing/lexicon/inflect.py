"""Inflection: from a term as an author writes it to the word forms that are looked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from framing.paths import data_dir

_PART = re.compile(r"^(?P<words>.+?)\s*\((?P<part>noun|verb|exact)\)$")
_VOWEL_Y = re.compile(r"[aeiou]y$")
_HISS = re.compile(r"(s|x|z|ch|sh)$")
_ISE = re.compile(r"^(.{3,}[^aeiou\s])i([sz])(e|es|ed|ing|ation|ations|er|ers)$")

_ENDINGS = ("", "s", "ed", "ing", "able", "less", "ly")


@dataclass(frozen=True)
class Rules:
    """The inflection data of ``lexicons/cues/inflection.toml``, read once."""

    plurals: dict[str, str]
    no_plural: frozenset[str]
    no_plural_endings: tuple[str, ...]
    irregular: dict[str, tuple[str, ...]]
    regular: frozenset[str]
    double: frozenset[str]
    both: frozenset[str]
    particles: frozenset[str]
    links: frozenset[str]
    spellings: tuple[tuple[str, str], ...]


@cache
def rules() -> Rules:
    """Read the inflection data.

    >>> rules().plurals["child"]
    'children'
    """
    path = data_dir("lexicons") / "cues" / "inflection.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    nouns, verbs, heads = data["nouns"], data["verbs"], data["heads"]
    return Rules(
        plurals=dict(nouns["irregular"]),
        no_plural=frozenset(nouns["no_plural"].split()),
        no_plural_endings=tuple(nouns["no_plural_endings"].split()),
        irregular={base: tuple(forms.split()) for base, forms in verbs["irregular"].items()},
        regular=frozenset(verbs["regular"]["words"].split()),
        double=frozenset(verbs["regular"]["double"].split()),
        both=frozenset(verbs["regular"]["both"].split()),
        particles=frozenset(heads["particles"].split()),
        links=frozenset(heads["links"].split()),
        spellings=tuple((a, b) for a, b in data["spelling"]["pairs"]),
    )


@dataclass(frozen=True)
class Term:
    """A term taken apart: its words, how it is inflected (any, noun, verb, exact), its wildcard.

    >>> parse("alien*")
    Term(words='alien', part='exact', wildcard=True)
    """

    words: str
    part: str
    wildcard: bool


def parse(term: str) -> Term:
    """Take a term as written in a lexicon file apart.

    ``=term`` and ``term (exact)`` are not inflected; ``term (noun)`` and ``term (verb)`` only as
    such; ``term*`` also matches longer last words.

    >>> parse("flood (verb)").part
    'verb'
    """
    words, part, wildcard = " ".join(term.split()), "any", False
    if match := _PART.match(words):
        words, part = match["words"], match["part"]
    if words.startswith("="):
        words, part = words[1:].strip(), "exact"
    if words.endswith("*"):
        words, part, wildcard = words[:-1], "exact", True
    return Term(words, part, wildcard)


@lru_cache(maxsize=50_000)
def forms(term: str) -> tuple[str, ...]:
    """List the forms of a term that are looked for, the term itself first.

    The plural of a noun (the last word, or the word before "of") and the forms of a verb (the
    first word) are made by rule, with exceptions from a data file. Forms that no text holds do no
    harm; what must not be made is excluded by ``=term``, ``(noun)`` or ``(verb)``.
    Returns a tuple without doubles; of a wildcard term only the beginning.

    >>> forms("illegal alien")
    ('illegal alien', 'illegal aliens')
    >>> forms("crack down on")
    ('crack down on', 'cracks down on', 'cracked down on', 'cracking down on')
    """
    parsed = parse(term)
    found = [parsed.words]
    if parsed.part != "exact":
        found += _inflected(parsed.words, parsed.part)
    if not parsed.wildcard:
        found += [other for form in found for other in _spellings(form)]
    return tuple(dict.fromkeys(found))


def _inflected(words: str, part: str) -> list[str]:
    first, *rest = words.split(" ", 1)
    data = rules()
    if not rest:
        return (_plurals(words) if part != "verb" else []) + (
            _verb_forms(words, part) if part != "noun" else []
        )
    tail = words[len(first) :]
    second = rest[0].split()[0].lower()
    if second in data.links:
        return [form + tail for form in _plurals(first)] if part != "verb" else []
    found: list[str] = []
    if part == "verb" or (part == "any" and (_is_verb(first) or second in data.particles)):
        found += [form + tail for form in _verb_forms(first, "verb")]
    if part == "noun" or (part == "any" and second not in data.particles):
        head = words.split(" ")[-1]
        found += [words[: len(words) - len(head)] + form for form in _plurals(head)]
    return found


def _is_verb(word: str) -> bool:
    data, word = rules(), word.lower()
    return word in data.regular or word in data.irregular or bool(_ISE.match(word))


def _plurals(noun: str) -> list[str]:
    data, low = rules(), noun.lower()
    if low in data.plurals:
        return [noun[:1] + data.plurals[low][1:]]
    if low in data.no_plural or low.endswith(data.no_plural_endings) or not low[-1:].isalpha():
        return []
    if low.endswith("s") and not low.endswith("ss"):
        return []
    return [_with_s(noun)]


def _with_s(word: str) -> str:
    low = word.lower()
    if low.endswith("y") and not _VOWEL_Y.search(low):
        return word[:-1] + "ies"
    return word + ("es" if _HISS.search(low) else "s")


def _verb_forms(verb: str, part: str) -> list[str]:
    """Make a verb's forms; a word not known as a verb only where the term says it is one."""
    data, low = rules(), verb.lower()
    if low in data.irregular:
        return [verb[:1] + form[1:] if form[0] == low[0] else form for form in data.irregular[low]]
    if part != "verb" and not _is_verb(low):
        return []
    found = [_with_s(verb)]
    stems = [verb]
    if low in data.double:
        stems = [verb + verb[-1]]
    elif low in data.both:
        stems = [verb, verb + verb[-1]]
    for stem in stems:
        found += [_past(stem), _gerund(stem)]
    return found


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and not _VOWEL_Y.search(stem):
        return stem[:-1] + "ied"
    return stem + "ed"


def _gerund(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return stem[:-1] + "ing"
    return stem + "ing"


def _spellings(form: str) -> list[str]:
    """Give the form in the other spelling (labour, labor; organise, organize)."""
    found = []
    words = form.split(" ")
    for place, word in enumerate(words):
        if other := _other_spelling(word):
            found.append(" ".join([*words[:place], other, *words[place + 1 :]]))
    return found


@lru_cache(maxsize=50_000)
def _other_spelling(word: str) -> str:
    if match := _ISE.match(word):
        return word[: match.start(2)] + ("z" if match[2] == "s" else "s") + word[match.end(2) :]
    known = _spelling_table()
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if (not ending or stem != word) and stem in known:
            return known[stem] + ending
    return ""


@cache
def _spelling_table() -> dict[str, str]:
    pairs = rules().spellings
    return {**dict(pairs), **{american: british for british, american in pairs}}
