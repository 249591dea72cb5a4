"""The words that reporting is recognised by: verbs, nouns, phrases, titles, abbreviations.

They are data (``lexicons/cues/en.toml``); this module reads them once and makes the inflected
forms.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from framing.paths import data_dir

VOWELS = "aeiou"


@dataclass(frozen=True)
class Cue:
    """A reporting word in one of its forms.

    ``form`` is base, s, ed, en or ing for verbs and noun for nouns; ``frames`` says what may
    follow (see the file); ``particles`` are words that must follow ("out" of "point out").

    >>> english().verbs["said"][0].lemma
    'say'
    """

    lemma: str
    category: str
    form: str
    frames: frozenset[str]
    particles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a verb form may be read when certain particles follow: its cue, forms and frames."""

    cue: Cue
    forms: frozenset[str]
    frames: frozenset[str]


@dataclass(frozen=True)
class English:
    """All reporting words and word lists of the language, ready for look-up by form."""

    verbs: Mapping[str, tuple[Cue, ...]]
    readings: Mapping[str, tuple[Reading, ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    abbreviations: Mapping[str, frozenset[str]]
    people: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]
    roles: Mapping[str, frozenset[str]]
    ambiguous: frozenset[str]
    only_with_modal: frozenset[str]
    adjectives: Mapping[str, tuple[Cue, ...]]
    evidential: Mapping[str, frozenset[str]]
    light: frozenset[str]
    speaking: Mapping[str, frozenset[str]]
    labelling: Mapping[str, frozenset[str]]
    quoting: frozenset[str] = field(default=frozenset())


@cache
def english() -> English:
    """Read the English reporting words (once).

    >>> "that" in english().verbs["warned"][0].frames
    True
    """
    path = data_dir("lexicons") / "cues" / "en.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs = _index(content["verb"], content["irregular"])
    nouns = _noun_index(content["noun"])
    quoting = {form for form, found in verbs.items() for cue in found if "quote" in cue.frames}
    return English(
        verbs=verbs,
        readings={word: _readings(found) for word, found in verbs.items()},
        nouns=nouns,
        phrases={
            name: tuple(tuple(phrase.split()) for phrase in phrases)
            for name, phrases in content["phrases"].items()
        },
        abbreviations={k: frozenset(v) for k, v in content["abbreviations"].items()},
        people={k: frozenset(v) for k, v in content["people"].items()},
        words={k: frozenset(v) for k, v in content["words"].items()},
        names={k: frozenset(v) for k, v in content["names"].items()},
        roles={k: frozenset(v) for k, v in content["roles"].items()},
        ambiguous=frozenset(content["ambiguous"]["forms"]),
        only_with_modal=frozenset(content["ambiguous"]["only_with_modal"]),
        adjectives=_adjective_index(content["adjective"]),
        evidential={k: frozenset(v) for k, v in content["evidential"].items()},
        light=frozenset(content["light"]["forms"]),
        labelling={k: frozenset(v) for k, v in content["labelling"].items()},
        speaking={k: frozenset(v) for k, v in content["speaking"].items()},
        quoting=frozenset(quoting),
    )


@cache
def common_words() -> frozenset[str]:
    """List common words of the language (``lexicons/cues/common_words.toml``), in lower case.

    >>> "police" in common_words()
    True
    """
    path = data_dir("lexicons") / "cues" / "common_words.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"].split())


def _index(
    groups: Iterable[Mapping[str, Any]], irregular: Mapping[str, list[str]]
) -> dict[str, tuple[Cue, ...]]:
    """Map every verb form to its cues; cues with particles come first, longest first."""
    merged: dict[tuple[str, str], tuple[str, str, set[str], tuple[str, ...]]] = {}
    for group in groups:
        for lemma in group["lemmas"]:
            verb, *particles = lemma.split()
            for word, form in _forms(verb, irregular.get(verb)):
                key = (word, " ".join([form, *particles]))
                known = merged.setdefault(key, (lemma, group["category"], set(), tuple(particles)))
                known[2].update(group["frames"])
    index: dict[str, list[Cue]] = {}
    for (word, tag), (lemma, category, frames, particles) in merged.items():
        form = tag.split(maxsplit=1)[0]
        index.setdefault(word, []).append(Cue(lemma, category, form, frozenset(frames), particles))
    return {
        word: tuple(sorted(c, key=lambda cue: -len(cue.particles))) for word, c in index.items()
    }


def _readings(found: Iterable[Cue]) -> tuple[Reading, ...]:
    """Group the cues of a form by their particles, the longest first."""
    groups: dict[tuple[str, ...], list[Cue]] = {}
    for cue in found:
        groups.setdefault(cue.particles, []).append(cue)
    return tuple(
        Reading(
            group[0],
            frozenset(cue.form for cue in group),
            frozenset(frame for cue in group for frame in cue.frames),
        )
        for group in groups.values()
    )


def _noun_index(groups: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, list[Cue]] = {}
    for group in groups:
        for lemma in group["lemmas"]:
            cue = Cue(lemma, group["category"], "noun", frozenset(group["frames"]))
            for word in (lemma, _with_s(lemma)):
                index.setdefault(word, []).append(cue)
    return {word: tuple(found) for word, found in index.items()}


def _adjective_index(groups: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, list[Cue]] = {}
    for group in groups:
        for lemma in group["lemmas"]:
            cue = Cue(lemma, group["category"], "adjective", frozenset(group["frames"]))
            index.setdefault(lemma, []).append(cue)
    return {word: tuple(found) for word, found in index.items()}


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _forms(verb: str, irregular: list[str] | None) -> list[tuple[str, str]]:
    """Make the forms of a verb with their names.

    >>> _forms("deny", None)[1:]
    [('denies', 's'), ('denying', 'ing'), ('denied', 'ed')]
    """
    stem = verb
    if verb.endswith("ie"):
        ing = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        stem, ing = verb[:-1], verb[:-1] + "ing"
    elif _doubles(verb):
        stem = verb + verb[-1]
        ing = stem + "ing"
    else:
        ing = verb + "ing"
    if irregular:
        past = irregular
    elif verb.endswith("y") and verb[-2] not in VOWELS:
        past = [verb[:-1] + "ied"]
    else:
        past = [verb + "d" if verb.endswith("e") else stem + "ed"]
    forms = [(verb, "base"), (_with_s(verb), "s"), (ing, "ing"), (past[0], "ed")]
    if verb.endswith("el") or verb.endswith("al"):
        forms += [(verb + "led", "ed"), (verb + "ling", "ing")]  # British: labelled
    if verb.endswith("ize"):
        forms += [(form.replace("iz", "is"), name) for form, name in forms]
    return forms + [(form, "en") for form in past[1:]]


def _doubles(verb: str) -> bool:
    """Tell whether the last consonant doubles: "plan", "admit", "refer"."""
    if verb in _DOUBLING:
        return True
    short = len(verb) <= 4 and sum(letter in VOWELS for letter in verb) == 1
    return short and verb[-1] not in "wxyaeiouhsc" and verb[-2] in VOWELS


_DOUBLING = frozenset({"admit", "refer", "commit", "infer", "prefer", "regret", "rebut"})
