"""Where an article names its people and the actors of its event, by one name each."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.event import Actor
from framing.text import cues
from framing.text.names import folded, gender, parts
from framing.text.people import Cast, Person

COLUMNS = {"doc_id": "str", "target": "str", "start": "int64", "end": "int64"}


def find(documents: pd.DataFrame, actors: Sequence[Actor] = ()) -> pd.DataFrame:
    """Find every mention of a person, and of an actor of corpus.toml, in each article.

    ``documents`` has doc_id and text. Returns doc_id, target (the actor's name as given, or the
    fullest name of the article; title and surname alone are merged into it), start, end
    (characters of the text). What an article names is found in that article alone, so that no
    other article changes it. Pronouns and descriptions are not followed.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Mayor Ada Okafor won. Okafor left."]})
    >>> find(documents)[["target", "start", "end"]].values.tolist()
    [['Ada Okafor', 0, 16], ['Ada Okafor', 22, 28]]
    """
    known = _Aliases(actors)
    rows = [
        (doc_id, *span)
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for span in _of_one(str(text), actors, known)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


Span = tuple[str, int, int]


class _Aliases:
    """The names of an event's actors as one pattern, the longest first."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.names: dict[str, str] = {}
        for actor in actors:
            for alias in (actor.name, *actor.aliases):
                plain = alias.strip()
                # a single word in lower case (officials, ministers) is anybody's
                if plain and (" " in plain or plain[:1] != plain[:1].lower()):
                    self.names.setdefault(plain.lower(), actor.name)
        ways = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        self.pattern = re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.I) if ways else None

    def spans(self, text: str) -> list[Span]:
        """Give the mentions; a name of one word must have its capital."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(text):
            words = match.group()
            if " " in words or words[:1] != words[:1].lower():
                target = self.names.get(words.lower())
                if target:
                    found.append((target, match.start(), match.end()))
        return found


def _of_one(text: str, actors: Sequence[Actor], known: _Aliases) -> list[Span]:
    named = known.spans(text)
    cast = Cast(text, actors)
    taken = np.zeros(len(text) + 1, dtype=bool)
    for _, start, end in named:
        taken[start:end] = True
    for mention in cast.mentions:
        start = mention.start + _lead(text[mention.start : mention.end], mention.person)
        end = mention.end - 2 if mention.owner else mention.end
        if _is_person(mention.person) and start < end and not taken[start:end].any():
            name = mention.person.name
            named.append((cast.aliases.get(folded(name), name), start, end))
    return sorted(named, key=lambda span: span[1:])


def _is_person(person: Person) -> bool:
    """Tell whether something speaks for a person: a first name that is one, a title, a role."""
    return bool(person.titles or gender(person.name, person.titles))


def _lead(words: str, person: Person) -> int:
    """Count the characters before title and name: a sentence may open with If or As."""
    first, _, rest = words.partition(" ")
    own = {word.lower() for word in person.name.split()}
    if rest and not parts(f"{first} X")[0] and first.lower() not in own and _opens(first):
        return len(first) + 1
    return 0


def _opens(word: str) -> bool:
    """Tell whether a capitalised word is a plain one that opens a sentence."""
    return word.lower() in cues.english().names["not_names"]
