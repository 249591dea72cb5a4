"""Constructions of frame elements: data files, checked when read and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from framing import paths
from framing.errors import InputError

ELEMENTS = ("problem", "cause", "judgement", "remedy")
_VOWELS = "aeiou"

Text = Annotated[str, Field(max_length=500)]
Texts = tuple[Text, ...]


class Construction(BaseModel):
    """One way to word an element: cue words, where its span and its target stand, and why.

    ``cues`` are words as they stand in a text; of ``verbs`` the forms are made. ``then`` are words
    one of which must follow in the clause; ``next`` and ``not_next`` words that must or must not
    come at once; ``before`` and ``not_before`` the same of the word before; ``opening`` words one
    of which must open the clause; ``not_in`` phrases in which it means something else.
    ``target`` says where the one stands who is blamed, judged or must act; ``says`` = subject:
    the subject is the speaker ("Okafor blamed"). ``span``: clause (with its subject), after (from
    the cue on), phrase (the noun phrase round the cue), modified (from an adjective to its noun).
    ``blames``: the target is held guilty and not only a cause. ``duty``: a modal verb, whose
    subject must act, unless it undergoes the act ("guests must be treated well"). ``presence``:
    the presence dimensions that the element is evidence of. ``weak``: quoted in a report only
    where nothing more telling was found.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    cues: Texts = ()
    verbs: Texts = ()
    then: Texts = ()
    next: Texts = ()
    not_next: Texts = ()
    before: Texts = ()
    opening: Texts = ()
    not_before: Texts = ()
    not_in: Texts = ()
    span: Literal["clause", "after", "phrase", "modified"] = "after"
    target: Literal["", "subject", "object", "owner", "then", "none"] = ""
    needs: Literal["", "target", "subject", "object"] = ""
    says: Literal["", "subject"] = ""
    blames: bool = False
    duty: bool = False
    presence: Texts = ()
    weak: bool = False
    reason: Annotated[Text, Field(min_length=1)]
    examples: Annotated[Texts, Field(min_length=1)]
    counter_examples: Texts = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """List the words that are looked for, with the forms of the verbs.

        >>> Construction(id="x", verbs=("call for",), reason="r", examples=("e",)).phrases
        ('call for', 'calls for', 'called for', 'calling for')
        """
        return (*self.cues, *(form for verb in self.verbs for form in _forms(verb)))


class Element(BaseModel):
    """One element (problem, cause, judgement, remedy) with its constructions and figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Literal["problem", "cause", "judgement", "remedy"]
    title: Annotated[Text, Field(min_length=1)]
    question: Annotated[Text, Field(min_length=1)]
    licence: Text = ""
    version: Text = ""
    status: Literal["experimental", "measured"] = "experimental"
    constructions: tuple[Construction, ...] = Field(alias="construction", min_length=1)
    card: dict[str, Any] = {}


@dataclass(frozen=True)
class Grammar:
    """All constructions, compiled: phrases, and which construction each belongs to."""

    automaton: Any
    of_phrase: tuple[tuple[tuple[int, bool], ...], ...]
    constructions: tuple[tuple[str, Construction], ...]
    status: dict[str, str]


def _forms(verb: str) -> tuple[str, ...]:
    word, *rest = verb.split()
    base, past, ing = word, word + "ed", word + "ing"
    third = word + "s"
    if word in _irregular():
        pasts = _irregular()[word]
        base_ing = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
        doubled = base_ing + base_ing[-1] if _short(word) else base_ing
        made = [word, word + ("es" if word.endswith(("s", "sh", "ch", "o")) else "s"), *pasts,
                doubled + "ing"]  # fmt: skip
        return tuple(" ".join([form, *rest]) for form in dict.fromkeys(made))
    if word.endswith("e"):
        past, ing = word + "d", word[:-1] + "ing"
    elif word.endswith("y") and word[-2] not in _VOWELS:
        past, third = word[:-1] + "ied", word[:-1] + "ies"
    elif word.endswith(("s", "sh", "ch", "x", "z")):
        third = word + "es"
    elif _short(word):
        past, ing = word + word[-1] + "ed", word + word[-1] + "ing"
    return tuple(" ".join([form, *rest]) for form in (base, third, past, ing))


def _short(word: str) -> bool:
    return bool(re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", word))


@cache
def _irregular() -> dict[str, list[str]]:
    data = tomllib.loads(
        (paths.data_dir("lexicons") / "cues" / "en-elements.toml").read_text(encoding="utf-8")
    )
    return dict(data["irregular"])


@cache
def english() -> Grammar:
    """Read and compile the constructions that come with the project (once).

    >>> sorted(english().status)
    ['cause', 'judgement', 'problem', 'remedy']
    """
    home = paths.data_dir("lexicons") / "elements"
    return compile([load(home / f"{name}.toml") for name in ELEMENTS])


@cache
def blaming() -> frozenset[str]:
    """Name the constructions that lay a deed to somebody's charge.

    >>> "accuse-of" in blaming()
    True
    """
    return frozenset(item.id for _, item in english().constructions if item.blames)


@cache
def weak() -> frozenset[str]:
    """Name the constructions that tell little by themselves.

    >>> "because" in weak()
    True
    """
    return frozenset(item.id for _, item in english().constructions if item.weak)


@cache
def presence() -> dict[str, tuple[str, ...]]:
    """Map constructions to the presence dimensions of which they are evidence.

    >>> presence()["accuse-of"]
    ('responsibility', 'conflict')
    """
    return {item.id: item.presence for _, item in english().constructions if item.presence}


def load(path: Path) -> Element:
    """Read one file of constructions.

    Raises ``InputError`` naming the first fault; ``check`` names all.

    >>> load(paths.data_dir("lexicons") / "elements" / "cause.toml").id
    'cause'
    """
    try:
        return Element.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InputError(
            found=f"a faulty file of constructions: {str(error).splitlines()[0]}",
            expected="the format of lexicons/elements/README.md",
            action="run 'framing lexicon check' on it, which names every fault",
            where=path.name,
        ) from error


def compile(elements: Sequence[Element]) -> Grammar:
    """Make one matcher of all constructions.

    >>> compile([]).constructions
    ()
    """
    import ahocorasick

    every = tuple((one.id, item) for one in elements for item in one.constructions)
    phrases: dict[str, list[tuple[int, bool]]] = {}
    for number, (_, item) in enumerate(every):
        for text in item.phrases:
            phrases.setdefault(text.lower(), []).append((number, True))
        for text in item.not_in:
            phrases.setdefault(text.lower(), []).append((number, False))
    automaton = ahocorasick.Automaton()
    for place, text in enumerate(phrases):
        automaton.add_word(f" {text} ", (len(text), place))
    if phrases:
        automaton.make_automaton()
    of_phrase = tuple(tuple(values) for values in phrases.values())
    return Grammar(automaton, of_phrase, every, {one.id: one.status for one in elements})
