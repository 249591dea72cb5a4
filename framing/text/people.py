"""Who is meant: the people of an article, and which of them a name, role or pronoun points to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from framing.event import Actor
from framing.text import cues

_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f\u0391-\u03a9\u0410-\u042f]"
# A capital with its stop (an initial), a short title with its stop, or a word with a capital.
_NAME = (
    rf"(?<![\w.]){_CAPITAL}"
    r"(?:\.|(?:rs?|s|ov|en|ep|ol|t|gt|apt|rof|ev|dm|aj)\.(?= )|\w*(?:[.’'-]\w+)*)"
)
_RUN = re.compile(
    rf"{_NAME}(?:[ \xa0](?:(?:de|da|del|della|di|du|van|von|der|den|bin|al|el|la|le|dos|ter|y) )*"
    rf"(?:[“\"‘'][^\s“”\"]{{1,30}}(?: [^\s“”\"]{{1,30}})?[”\"’'] )?{_NAME})*"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_NICKNAME = re.compile(r"[“\"‘'][^“”\"‘’']+[”\"’'],?\s*")
NEAR = 900


@dataclass(slots=True)
class Person:
    """A person of the article: full name, titles used, gender if known (f, m or empty)."""

    name: str
    last: str
    titles: set[str] = field(default_factory=set)
    gender: str = ""


@dataclass(slots=True)
class Mention:
    """A place where a person is named."""

    start: int
    end: int
    person: Person
    owner: bool


class Cast:
    """The people named in one article and in the list of actors."""

    def __init__(self, text: str, actors: Sequence[Actor] = ()) -> None:
        self.text = text
        self.people: dict[str, Person] = {}
        self.by_last: dict[str, list[Person]] = {}
        self.by_first: dict[str, list[Person]] = {}
        self.seen: set[tuple[str, ...]] = set()
        self.aliases: dict[str, str] = {}
        self.mentions: list[Mention] = []
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                self.aliases[_folded(name)] = actor.name
        self._read()
        self.offsets = [mention.start for mention in self.mentions]
        self.spoken: list[tuple[int, Person]] = []
        self.groups: list[tuple[int, str]] = []

    # -- building -----------------------------------------------------------------------------
    def _read(self) -> None:
        """Collect the people: first those with a full name, then where each is named."""
        runs = []
        for match in _RUN.finditer(self.text):
            titles, name = _parts(match.group())
            if name:
                runs.append((match, titles, name))
                if len(name) >= 2 and (name in self.seen or _personal(name, titles)):
                    self.seen.add(name)
                    self._add(name, titles)
        honorifics = cues.english().people["honorifics"]
        for match, titles, name in runs:
            if name[-1] not in self.by_last and name[0] not in self.by_first:
                if len(name) > 1 or not titles & honorifics:
                    continue
                self._add(name, titles)
            person = self._known(name)
            if person is None and len(name) == 1 and titles & honorifics:
                person = self._add(name, titles)
            if person:
                person.titles |= titles
                owner = match.group().endswith(("’s", "'s", "s’", "s'"))
                self.mentions.append(Mention(match.start(), match.end(), person, owner))
        for person in self.people.values():
            person.gender = person.gender or _gender(person)

    def _add(self, name: tuple[str, ...], titles: frozenset[str]) -> Person:
        full = " ".join(name)
        person = self.people.get(full)
        if person is None:
            known = [p for p in self.by_last.get(name[-1], []) if _same(p.name.split(), name)]
            if known:
                return known[0]
            person = self.people[full] = Person(full, name[-1])
            self.by_last.setdefault(name[-1], []).append(person)
            self.by_first.setdefault(name[0], []).append(person)
        person.titles |= titles
        return person

    def _known(self, name: tuple[str, ...]) -> Person | None:
        full = " ".join(name)
        if full in self.people:
            return self.people[full]
        same = [p for p in self.by_last.get(name[-1], []) if _same(p.name.split(), name)]
        if len(name) == 1 and not same:
            firsts = self.by_first.get(name[0], [])
            same = firsts if len(firsts) == 1 else []
        return same[0] if same else None

    # -- asking -------------------------------------------------------------------------------
    def canonical(self, start: int, end: int) -> str:
        """Name the speaker whom the words [start, end) stand for.

        Pronouns and roles are looked up among the people named before; what cannot be resolved
        keeps its own words without article.
        """
        words = self.text[start:end]
        folded = _folded(words)
        if folded in self.aliases:
            return self.aliases[folded]
        person = self._person(folded, start, end)
        if person:
            self.spoken.append((start, person))
            return self.aliases.get(_folded(person.name), person.name)
        if folded in ("it", "they", "its", "their"):
            return self._group(start)
        if folded in cues.english().people["unnamed"]:
            return ""
        self.groups.append((start, _plain(words)))
        return _plain(words)

    def _group(self, start: int) -> str:
        """Find what "it" or "they" means: the organisation or group that spoke last, if near."""
        if self.groups and start - self.groups[-1][0] < NEAR:
            return self.groups[-1][1]
        return ""

    def _person(self, folded: str, start: int, end: int) -> Person | None:
        if folded in ("he", "him", "his", "himself"):
            return self._recent(start, "m")
        if folded in ("she", "her", "hers", "herself"):
            return self._recent(start, "f")
        inside = self._inside(start, end)
        if inside:
            return inside
        return self._role(folded, start)

    def _inside(self, start: int, end: int) -> Person | None:
        """Find the person whose name is the head of the phrase, if one is."""
        first = bisect_left(self.offsets, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        found = []
        for mention in self.mentions[first:]:
            if mention.start >= end:
                break
            found.append(mention)
        for mention in found:
            rest = self.text[mention.end : end].strip()
            if mention.owner and rest:
                continue
            before = self.text[start : mention.start].lower().split()
            if "of" in before or "for" in before:
                continue
            if not rest or rest[0] in ',(—–-.”"’' or rest.split()[0] in ("who", "of", "and"):
                return mention.person
        return None

    def _role(self, folded: str, start: int) -> Person | None:
        words = folded.split()
        roles = cues.english().roles
        role = next((w for w in reversed(words[:6]) if w in roles), None)
        if role is None or " of " in folded or folded.endswith("s"):
            return None
        if not self.text[start : start + 4].lower().startswith(("the ", "his ", "her ", "this")):
            return None
        wanted = set(roles[role])
        for mention in self._before(start, NEAR * 4):
            if mention.person.titles & wanted:
                return mention.person
        return None

    def _before(self, start: int, reach: int) -> list[Mention]:
        first = bisect_left(self.offsets, start)
        near = []
        for index in range(first - 1, max(-1, first - 40), -1):
            if self.mentions[index].start < start - reach:
                break
            near.append(self.mentions[index])
        return near

    def _recent(self, start: int, gender: str) -> Person | None:
        """Find whom a pronoun means: recent, of the right gender, rather a subject or speaker."""
        best, best_score = None, -99.0
        last_spoken = self.spoken[-1] if self.spoken else None
        for mention in self._before(start, NEAR):
            person = mention.person
            if person.gender and person.gender != gender:
                continue
            gap = self.text[mention.end : start]
            sentences = gap.count(". ") + gap.count(".” ") + gap.count("\n\n") + gap.count('." ')
            score = -1.0 * sentences - 0.002 * len(gap)
            before = self.text[max(0, mention.start - 2) : mention.start]
            if before.strip() in ("", ".", "”", '"') and (
                "\n" in before or before.startswith((".", "”", '"')) or not before
            ):
                score += 0.9
            if mention.owner:
                score -= 0.5
            if last_spoken and last_spoken[1] is person:
                score += 0.8
            score += 0.4 if person.gender == gender else -0.6
            if score > best_score:
                best, best_score = person, score
        if last_spoken and start - last_spoken[0] < NEAR and best_score < -1.5:
            person = last_spoken[1]
            if not person.gender or person.gender == gender:
                return person
        return best


def _folded(words: str) -> str:
    return " ".join(_POSSESSIVE.sub("", words.strip()).lower().replace("’", "'").split())


def _plain(words: str) -> str:
    """Leave article, possessive ending and white space out of a speaker's name."""
    words = words.strip(" ,;:")
    if words.endswith(".") and words.count(".") == 1:
        words = words[:-1]
    plain = " ".join(_POSSESSIVE.sub("", words).split())
    first, _, rest = plain.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else plain


@lru_cache(maxsize=1 << 16)
def _parts(run: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Split a run of capitalised words into titles and name.

    >>> _parts("Foreign Minister Ada Okafor")[1]
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


def _personal(name: tuple[str, ...], titles: frozenset[str]) -> bool:
    """Tell whether a run of capitalised words is rather a person than an organisation."""
    names = cues.english().names
    if len(name) > 4 or any(word.lower() in names["organisations"] for word in name):
        return False
    if any(word.isupper() and len(word) > 2 for word in name):
        return False
    first = name[0].lower()
    return bool(titles) or first in names["female"] or first in names["male"] or 2 <= len(name) <= 3


def _same(full: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether a shorter name may stand for a full one."""
    if len(name) == 1:
        return full[-1] == name[0]
    return full[-1] == name[-1] and (full[0] == name[0] or full[0][0] == name[0][0])


def _gender(person: Person) -> str:
    english = cues.english()
    if person.titles & english.people["female"]:
        return "f"
    if person.titles & english.people["male"]:
        return "m"
    first = person.name.split()[0].lower()
    if first in english.names["female"]:
        return "f"
    return "m" if first in english.names["male"] else ""
