"""Find what people, acts and things are called: the whole phrase, in whose voice, asserted or not.

One pass over all texts finds the nouns of all referents; each is then read in its place. A noun
that only looks like a name of the referent is kept as a row that does not count, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from framing import spans, tables
from framing.event import Actor, Event
from framing.lexicon import nations
from framing.lexicon.dictionary import fold
from framing.lexicon.readings import NATION, Candidate, Reader, said_of
from framing.lexicon.referents import Referent

# referent number, word, strength
_Meaning = tuple[int, str, str]


@dataclass(frozen=True, eq=False)
class _Finder:
    """All referents' nouns in one automaton."""

    readers: tuple[Reader, ...]
    automaton: Any
    # the referents (numbers) that ask for one of certain words, and these words
    asking: frozenset[int]
    about: Any


@dataclass(frozen=True)
class _Sentences:
    """One document's sentences."""

    starts: list[int]
    ends: list[int]
    numbers: list[int]
    debris: list[bool]


def find(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    referents: Sequence[Referent],
    actors: Sequence[Actor] = (),
    event: Event | None = None,
) -> pd.DataFrame:
    """Find every name that the texts use for the referents.

    ``documents`` has doc_id and text; ``sentences``, ``quotes`` and ``scopes`` are their tables;
    ``referents`` come from ``referents.load``; ``actors`` and ``event`` are what is known of the
    event: words inside an actor's name of two words or more (a refugee council) name nobody else;
    of ``event`` nothing is needed so far. Returns the table ``labels``:
    start and end hold the whole phrase (in characters), ``head`` its noun, ``polarity`` whether
    the *name* stands or is denied: in "we will not take the criminals back" it stands, in "they
    are not criminals" it is negated. Look-alikes have ``counted`` False and a reason.
    Nothing is raised for any text; one pass, whatever the number of referents.

    >>> from framing import paths
    >>> from framing.lexicon import referents as files
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Two deported migrants landed."]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [29], "part": ["body"], "text": ["Two deported migrants landed."]})
    >>> known = files.load(paths.data_dir("lexicons") / "referents")
    >>> found = find(documents, sentences, tables.empty("quotes"), tables.empty("scopes"), known)
    >>> found.loc[found["referent"] == "people_removed", "text"].tolist()
    ['Two deported migrants']
    """
    finder = _compile(tuple(referents))
    by_document = _by_document(sentences)
    titles = sorted({name for a in actors for name in (a.name, *a.aliases) if " " in name})
    none = _Sentences([], [], [], [])
    rows: list[tuple[str, int, str, Candidate]] = []
    for doc_id, text in zip(documents["doc_id"].tolist(), documents["text"].tolist(), strict=True):
        found = labels_of(text, by_document.get(doc_id, none), finder, titles)
        rows += [(doc_id, number, text, noun) for number, noun in found]
    return _table(rows, finder, quotes, scopes)


def _table(
    rows: Sequence[tuple[str, int, str, Candidate]],
    finder: _Finder,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
) -> pd.DataFrame:
    doc_ids = [doc_id for doc_id, _, _, _ in rows]
    nouns = [noun for _, _, _, noun in rows]
    heads = [noun.head_start for noun in nouns], [noun.head_end for noun in nouns]
    voices, speakers = spans.voice_at(quotes, doc_ids, *heads)
    inner = spans.innermost(scopes, doc_ids, *heads)
    begins, polarities = scopes["start"].tolist(), scopes["polarity"].tolist()
    readers = [finder.readers[number] for _, number, _, _ in rows]
    return tables.frame(
        "labels",
        {
            "doc_id": doc_ids,
            "sent_id": [noun.sentence for noun in nouns],
            "referent": [reader.referent.id for reader in readers],
            "start": [noun.start for noun in nouns],
            "end": [noun.end for noun in nouns],
            "text": [text[noun.start : noun.end] for _, _, text, noun in rows],
            "head": [text[n.head_start : n.head_end].lower() for _, _, text, n in rows],
            "voice": voices,
            "speaker": speakers,
            "polarity": [
                _polarity(noun, reader.referent, polarities[row], begins[row])
                if row >= 0
                else "asserted"
                for noun, reader, row in zip(nouns, readers, inner, strict=True)
            ],
            "pole": [reader.pole(noun) for reader, noun in zip(readers, nouns, strict=True)],
            "counted": [noun.counted for noun in nouns],
            "reason": [noun.reason for noun in nouns],
        },
    )


def _polarity(noun: Candidate, referent: Referent, polarity: str, begin: int) -> str:
    """Say whether the name itself is denied, not only the sentence in which it stands.

    A name in a denied sentence still names ("will not take the criminals back"); it is denied
    where it is said of somebody ("are not criminals") or follows the cue at once ("no
    criminals", "alleged criminals").
    """
    if polarity == "rejected" or referent.denial == "existence":
        return polarity
    if referent.kind == "act":
        # a verb after "as" or "is" is compared or going on, not said of somebody
        return polarity if said_of(noun) and not noun.word.endswith(("ing", "ed")) else "asserted"
    adjacent = noun.start - 1 <= begin <= noun.head_start
    denied = adjacent and polarity in ("negated", "alleged")
    return polarity if denied or said_of(noun) else "asserted"


def _by_document(sentences: pd.DataFrame) -> dict[str, _Sentences]:
    rows = spans.by_document(sentences, "start", "end", "sent_id", "part")
    return {
        doc_id: _Sentences(starts, ends, numbers, [part == "debris" for part in parts])
        for doc_id, (starts, ends, numbers, parts) in rows.items()
    }


def labels_of(
    text: str, sentences: _Sentences, finder: _Finder, titles: Sequence[str] = ()
) -> list[tuple[int, Candidate]]:
    """Find the labels of one text: (referent's number, noun), in order of place.

    ``titles`` are actors' names; a noun inside one names no people moved.
    """
    taken = [m.span() for title in titles for m in re.finditer(re.escape(title), text)]
    seen: dict[int, list[Candidate]] = {}
    debris: list[tuple[int, Candidate]] = []
    for number, word, strength, at in _nouns(text, finder):
        index = bisect_right(sentences.starts, at[0]) - 1
        if index < 0 or at[1] > sentences.ends[index]:
            continue
        sentence = (sentences.starts[index], sentences.ends[index])
        reader = finder.readers[number]
        if reader.referent.nations and any(low <= at[0] and at[1] <= high for low, high in taken):
            continue
        noun = reader.read(text, word, strength, at, sentences.numbers[index], sentence)
        if noun is None:
            continue
        if sentences.debris[index]:
            if strength == "strong":
                noun.counted, noun.reason = False, "page debris"
                debris.append((number, noun))
            continue
        seen.setdefault(number, []).append(noun)
    people = [
        n
        for number, nouns in seen.items()
        for n in nouns
        if finder.readers[number].referent.kind == "people"
    ]
    found = list(debris)
    for number, nouns in seen.items():
        reader = finder.readers[number]
        if reader.referent.kind == "act":
            nouns = [noun for noun in nouns if not _describes(noun, people)]
        found += [(number, noun) for noun in reader.judge(text, _outermost(nouns))]
    return sorted(found, key=lambda item: (item[1].start, item[1].head_start, item[0]))


def _describes(noun: Candidate, people: Sequence[Candidate]) -> bool:
    """Tell whether a verb form is part of a name of people: deported migrants."""
    return any(p.start <= noun.head_start and noun.head_end <= p.head_start for p in people)


def _outermost(nouns: Sequence[Candidate]) -> list[Candidate]:
    """Leave out nouns that stand before the noun of another phrase: criminal illegal aliens."""
    kept: list[Candidate] = []
    for noun in sorted(nouns, key=lambda n: (n.head_start, -n.head_end)):
        if kept and noun.head_start < kept[-1].head_end:
            continue
        while kept and noun.start <= kept[-1].head_start and kept[-1].head_end <= noun.head_start:
            kept.pop()
        kept.append(noun)
    return kept


def _nouns(text: str, finder: _Finder) -> list[tuple[int, str, str, tuple[int, int]]]:
    """List the nouns of all referents in a text: referent, word, strength, (start, end)."""
    folded = f" {fold(text)} "
    found: list[tuple[int, str, str, tuple[int, int]]] = []
    if not finder.readers:
        return found
    absent = set(finder.asking)
    for _, numbers in finder.about.iter(folded) if finder.asking else ():
        absent.difference_update(numbers)
    for last, (length, meanings) in finder.automaton.iter(folded):
        # the folded text has a blank in front; the key begins and ends with one
        start = last - length
        for number, word, strength in meanings:
            if strength != "strong" and number in absent:
                continue
            if strength == NATION and not text[start].isupper():
                continue
            found.append((number, word, strength, (start, start + length - 1)))
    for number, reader in enumerate(finder.readers):
        if reader.referent.nations and number not in absent:
            for start, end in nations.unlisted_people(text):
                found.append((number, text[start:end].lower(), NATION, (start, end)))
    return found


@lru_cache(maxsize=8)
def _compile(referents: tuple[Referent, ...]) -> _Finder:
    """Put the nouns of all referents into one automaton, as whole words."""
    import ahocorasick

    meanings: dict[str, list[_Meaning]] = {}
    for number, referent in enumerate(referents):
        own: dict[str, str] = {w: head.strength for head in referent.head for w in head.words}
        if referent.nations:
            own |= {word: NATION for word in nations.nations().people if word not in own}
        by_key = {f" {fold(word)} ": (number, word, own[word]) for word in reversed(own)}
        for key, meaning in by_key.items():
            meanings.setdefault(key, []).append(meaning)
    automaton = ahocorasick.Automaton()
    for key, values in meanings.items():
        automaton.add_word(key, (len(key) - 1, tuple(values)))
    if meanings:
        automaton.make_automaton()
    readers = tuple(Reader(referent) for referent in referents)
    asked: dict[str, list[int]] = {}
    for number, reader in enumerate(readers):
        for word in reader.about if reader.referent.about else ():
            asked.setdefault(f" {word}", []).append(number)
    about = ahocorasick.Automaton()
    for key, numbers in asked.items():
        about.add_word(key, tuple(numbers))
    if asked:
        about.make_automaton()
    asking = frozenset(number for numbers in asked.values() for number in numbers)
    return _Finder(readers, automaton, asking, about)
