"""Frame elements: what a text calls the problem, its cause, right or wrong, and what to do.

Constructions (``lexicons/elements/*.toml``) find the words; quotations and scopes say whose they
are and whether they are asserted. After Entman (1993) and Matthes and Kohring (2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing import spans, tables
from framing.event import Actor
from framing.scoring import constructions, readings
from framing.scoring.constructions import Grammar
from framing.scoring.grammar import countries
from framing.scoring.readings import Found

EXPERIMENTAL = "experimental element"
_FIRST_PERSON = frozenset({"i", "me", "my"})
_CONTRACTED = re.compile(r"(I|you|he|she|it|we|they|who|that)'(?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    doc_id: str
    sent_id: int
    part: str
    language: str
    text: str
    found: Found

    def words(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split()) if span[0] >= 0 else ""


def find(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    actors: Iterable[Actor] = (),
    grammar: Grammar | None = None,
) -> pd.DataFrame:
    """Find what each article calls a problem, its cause, right or wrong, and what should be done.

    The first four are the tables of those names, ``actors`` the people and bodies of the event
    (their other names become their name), ``grammar`` the constructions (default: the
    project's). Returns the table ``elements`` in the order of the documents, then of offsets.
    ``actor`` is "narrator" or who says it; ``target`` who or what is blamed, judged or must act,
    empty where the sentence does not say. ``counted`` is false in debris and in texts that are
    not English; ``reason`` also says where an element is only experimental. No row of a document
    depends on another document.

    >>> from framing import tables
    >>> find(*(tables.empty(name) for name in ("documents", "sentences", "quotes", "scopes"))).shape
    (0, 13)
    """
    grammar = grammar or constructions.english()
    rows = list(_rows(documents, sentences, grammar))
    if not rows:
        return tables.empty("elements")
    names = _names(actors)
    voices, speakers = _voices(rows, quotes, names)
    targets = [_target(row, speaker, names) for row, speaker in zip(rows, speakers, strict=True)]
    reasons = [_reason(row, grammar) for row in rows]
    return tables.frame(
        "elements",
        {
            "doc_id": [row.doc_id for row in rows],
            "sent_id": [row.sent_id for row in rows],
            "element": [row.found.element for row in rows],
            "start": [row.found.start for row in rows],
            "end": [row.found.end for row in rows],
            "text": [row.text[row.found.start : row.found.end] for row in rows],
            "actor": [
                "narrator" if voice == "narrator" else speaker
                for voice, speaker in zip(voices, speakers, strict=True)
            ],
            "target": targets,
            "voice": voices,
            "polarity": _polarities(rows, scopes),
            "cue": [row.found.construction for row in rows],
            "counted": [why in ("", EXPERIMENTAL) for why in reasons],
            "reason": reasons,
        },
    )


def _rows(documents: pd.DataFrame, sentences: pd.DataFrame, grammar: Grammar) -> Iterable[_Row]:
    cut = spans.by_document(sentences, "start", "end", "sent_id", "part")
    columns = (documents[name].tolist() for name in ("doc_id", "text", "language"))
    for doc_id, text, language in zip(*columns, strict=True):
        own = sorted(zip(*cut.get(doc_id, ()), strict=True))
        for number, found in readings.find(text, [one[:2] for one in own], grammar):
            yield _Row(doc_id, own[number][2], own[number][3], language, text, found)


def _reason(row: _Row, grammar: Grammar) -> str:
    if row.part == "debris":
        return "debris"
    if row.language not in ("en", ""):
        return "not English"
    return EXPERIMENTAL if grammar.status[row.found.element] == "experimental" else ""


def _voices(
    rows: Sequence[_Row], quotes: pd.DataFrame, names: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Say in whose voice each element stands, and who that is.

    A word such as "accused" reports what its own subject says: there the quotation that it opens
    decides; without one, the subject of the sentence is the speaker.
    """
    doc_ids = [row.doc_id for row in rows]
    starts, ends = zip(*(row.found.cue for row in rows), strict=True)
    voices, speakers = spans.voice_at(quotes, doc_ids, list(starts), list(ends))
    opened = _opened(quotes)
    for number, row in enumerate(rows):
        found = row.found
        if not found.says or voices[number] != "narrator":
            continue
        known = opened.get((row.doc_id, found.cue[0]))
        if known:
            voices[number], speakers[number] = known
        elif found.sayer != (-1, -1):
            voices[number] = "indirect"
            speakers[number] = canonical(row.words(found.sayer), names)
    return voices, speakers


def _opened(quotes: pd.DataFrame) -> dict[tuple[str, int], tuple[str, str]]:
    """Map the place of each reporting word to the voice and the speaker of what it reports."""
    return {
        (doc_id, cue): (spans.VOICE_OF_KIND.get(kind, "indirect"), speaker)
        for doc_id, cue, kind, speaker in zip(
            *(quotes[name].tolist() for name in ("doc_id", "cue_start", "kind", "speaker")),
            strict=True,
        )
        if cue >= 0 and speaker
    }


def _polarities(rows: Sequence[_Row], scopes: pd.DataFrame) -> list[str]:
    """Say what covers the whole cue; if nothing does, an allegation of the content still counts.

    Both ends are asked, since a cue may hold a negator of its own ("no right to").
    """
    doc_ids = [row.doc_id for row in rows]
    low, high = (np.array([row.found.cue[end] for row in rows], dtype=np.int64) for end in (0, 1))
    first = spans.polarity_at(scopes, doc_ids, low, low + 1)
    last = spans.polarity_at(scopes, doc_ids, high - 1, high)
    at_cue = [one if one == other else "asserted" for one, other in zip(first, last, strict=True)]
    content = np.array([row.found.content for row in rows], dtype=np.int64)
    at_content = spans.polarity_at(scopes, doc_ids, content, content + 1)
    return [
        "alleged" if one == "asserted" and other == "alleged" else one
        for one, other in zip(at_cue, at_content, strict=True)
    ]


def _target(row: _Row, speaker: str, names: Mapping[str, str]) -> str:
    words = row.words(row.found.target)
    if words.lower() in _FIRST_PERSON:
        return speaker
    return canonical(words, names)


def _names(actors: Iterable[Actor]) -> dict[str, str]:
    """Map every name of an actor, folded, to the actor's name; the longest first."""
    every = {_fold(alias): one.name for one in actors for alias in (one.name, *one.aliases)}
    for one in actors:
        last = one.name.split()[-1]
        if one.role and len(one.name.split()) == 2 and last[0].isupper() and len(last) > 3:
            every.setdefault(_fold(last), one.name)
    return dict(sorted(every.items(), key=lambda item: (-len(item[0]), item[0])))


def _fold(words: str) -> str:
    plain = words.replace("’", "'").strip(" \"“”'")
    for ending in ("'s", "s'"):
        plain = plain.removesuffix(ending) + ("s" if plain.endswith("s'") else "")
    return _TITLE.sub("", plain).casefold()


def canonical(words: str, names: Mapping[str, str]) -> str:
    """Give the actor's or the country's name if the words are one of its names, else the words.

    >>> canonical("the new Mayor Okafor’s", {"okafor": "Ada Okafor"})
    'Ada Okafor'
    >>> canonical("The port’s", {})
    'port'
    """
    folded = _fold(words)
    for name, actor in names.items():
        if folded == name or folded.endswith(f" {name}"):
            return actor
    if folded in countries() and words != words.lower():
        return countries()[folded]
    plain = words.replace("’", "'").strip(" \"“”'")
    if contracted := _CONTRACTED.match(plain):
        return contracted[1]
    return _TITLE.sub("", plain[:-2] if plain.endswith("'s") else plain).strip()
