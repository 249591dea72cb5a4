"""A small model of English grammar: the small words, verb groups, and what a report is."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache, cached_property

from framing.text import cues
from framing.text.words import Words

Span = tuple[int, int]
DASHES = frozenset("—–-")


@dataclass(slots=True)
class Report:
    """One reporting clause, in pieces of ``Words``: cue, speaker, contents (start, end exclusive).

    ``mention`` are the words that name the speaker, ``referent`` the phrase they stand for (the
    same, but for "who"). ``frame`` says which construction was found.
    """

    cue: Span
    category: str
    frame: str
    mention: Span | None
    referent: Span | None
    contents: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Small:
    """The small words of the language, as sets (``[words]`` in ``lexicons/cues/en.toml``).

    ``finite`` are past forms of reporting verbs, which show a finite verb.
    """

    auxiliaries: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    modal: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    fronting: frozenset[str]
    wh: frozenset[str]
    times: frozenset[str]
    circumstances: frozenset[str]
    closing: frozenset[str]
    narrator_again: frozenset[str]
    after_clause: frozenset[str]
    after_object: frozenset[str]
    plural_subjects: frozenset[str]
    speakers: frozenset[str]
    surveys: frozenset[str]
    documents: frozenset[str]
    gerund_after: frozenset[str]
    marks_only: frozenset[str]
    needs_person: frozenset[str]
    no_speaker: frozenset[str]
    denied_things: frozenset[str]
    no_past: frozenset[str]
    failing: frozenset[str]
    clause_openers: frozenset[str]
    dangling: frozenset[str]
    degrees: frozenset[str]
    crowds: frozenset[str]
    finite: frozenset[str]

    @cached_property
    def verbal(self) -> frozenset[str]:
        """Words that show a finite verb by themselves."""
        return self.auxiliaries | self.finite


@cache
def small() -> Small:
    """Give the small words (once).

    >>> "the" in small().articles
    True
    """
    english = cues.english()
    finite = {w for w, found in english.verbs.items() for c in found if c.form == "ed"}
    lists = {field.name: english.words[field.name] for field in fields(Small)[:-1]}
    return Small(**lists, finite=frozenset(finite))


@dataclass(frozen=True, slots=True)
class Verb:
    """What stands before a verb: the piece left of its auxiliaries, and which they are."""

    left: int
    be: bool
    have: bool
    modal: bool
    infinitive: bool


def verb_group(words: Words, i: int) -> Verb:
    """Walk left over auxiliaries and adverbs of the verb at i."""
    s, low, first = small(), words.low, words.first[i]
    j = i - 1
    be = have = modal = infinitive = False
    while j >= first:
        word = low[j]
        if word in s.auxiliaries:
            be, have, modal = be or word in s.be, have or word in s.have, modal or word in s.modal
            if "'" in word and word.split("'")[0] in s.subjects:
                break
        elif word == "to" and not infinitive and j + 1 <= i:
            infinitive = True
        elif word not in s.adverbs and not (
            word.endswith("ly") and len(word) > 4 and not words.capital(j)
        ):
            break
        j -= 1
    return Verb(j, be, have, modal, infinitive)


def has_verb(words: Words, start: int, end: int) -> bool:
    """Tell whether a finite verb seems to stand among the pieces [start, end)."""
    s, inside = small(), words.low[start:end]
    if not s.verbal.isdisjoint(inside):
        return True
    return any(word.endswith("ed") and len(word) > 4 and word not in s.no_past for word in inside)
