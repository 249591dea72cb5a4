"""Who is meant: the people of an article, and which of them a name, role or pronoun points to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from framing.event import Actor
from framing.text import cues
from framing.text.marks import Region
from framing.text.names import folded, gender, parts, personal, plain, same
from framing.text.speakers import can_speak, head, is_role, narrowed, singular

_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f\u0391-\u03a9\u0410-\u042f]"
# A capital with its stop (an initial), a short title with its stop, or a word with a capital. What
# stands before is asked after the capital is found: a search for one letter of a class is fast.
_NAME = (
    rf"{_CAPITAL}(?<![\w.]{_CAPITAL})"
    r"(?:\.|(?:rs?|s|ov|en|ep|ol|t|gt|apt|rof|ev|dm|aj)\.(?= )|\w*(?:[.’'-]\w+)*)"
)
_RUN = re.compile(
    rf"{_NAME}(?:[ \xa0](?:(?:de|da|del|della|di|du|van|von|der|den|bin|al|el|la|le|dos|ter|y) )*"
    rf"(?:[“\"‘'][^\s“”\"]{{1,30}}(?: [^\s“”\"]{{1,30}})?[”\"’'] )?{_NAME})*"
)
# "the chair, " before a name; ", chair of" or ", the company's manager," after it
_ROLE_BEFORE = re.compile(
    r"(?:\b[Tt]he|\b[Ii]ts|\b[Tt]heir|\b[Hh]is|\b[Hh]er|[’']s) (?:[\w-]+ ){0,2}([a-z-]+), $"
)
_ROLE_AFTER = re.compile(
    r", (?:the |a |an |its |their |(?:the )?[\w-]+[’']s )?"
    r"(?:[\w-]+ ){0,2}?([a-z-]+)(?=,| of | for | at )"
)
_ROLE_FIRST = re.compile(r"(?:^|\n|[.!?”\"] )(?:The|Its|Their|His|Her) [\w’' -]{3,40}, $")
_OWNER = re.compile(rf"({_CAPITAL}\w+(?: {_CAPITAL}\w+)?), whose $")
_KIN = re.compile(r" (?:[a-z-]+ )??([a-z-]+)(?=[,.;:)—–\n]| [a-z(])")
_NAMED = re.compile(rf",? {_CAPITAL}[\w’'-]+ {_CAPITAL}\w")
_CALLED = re.compile(rf",? ({_CAPITAL}[\w’'-]+)(?=[,.;:])")
_PLACE = (" in ", " at ", " near ", " the ", " on ")
NEAR = 900
_CLOSING = frozenset(",.;:)—–\n") | {""}
_SET_OFF = frozenset(',(—–-.”"’')


@dataclass(slots=True)
class Person:
    """A person of the article: full name, titles and roles, gender if known (f, m or empty).

    ``place`` says that the name also stands as that of a place: at Lund Reach.
    """

    name: str
    last: str
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    place: bool = False


@dataclass(slots=True)
class Mention:
    """A place where a person is named."""

    start: int
    end: int
    person: Person
    owner: bool
    quoted: bool = False


class Cast:
    """The people named in one article and in the list of actors."""

    def __init__(
        self, text: str, actors: Sequence[Actor] = (), quoted: Sequence[Region] = ()
    ) -> None:
        self.text = text
        self.quoted = quoted
        self.people: dict[str, Person] = {}
        self.by_last: dict[str, list[Person]] = {}
        self.by_first: dict[str, list[Person]] = {}
        self.seen: set[tuple[str, ...]] = set()
        self.aliases: dict[str, str] = {}
        self.mentions: list[Mention] = []
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                self.aliases[folded(name)] = actor.name
                self.aliases.setdefault(folded(plain(name)), actor.name)
        self.bodies = {actor.name for actor in actors if _is_body(actor)}
        for actor in actors:
            own, full = parts(actor.name)
            known = actor.name not in self.bodies and all(word[:1].isupper() for word in full)
            if known and len(full) > 1 and personal(full, own):
                self._add(full, own)
        self._read()
        self.offsets = [mention.start for mention in self.mentions]
        self.spoken: list[tuple[int, Person]] = []
        self.groups: list[tuple[int, str]] = []

    # -- building -----------------------------------------------------------------------------
    def _read(self) -> None:
        """Collect the people: first those with a full name, then where each is named."""
        runs = []
        for match in _RUN.finditer(self.text):
            titles, name = parts(match.group())
            if name:
                runs.append((match, titles, name))
                if len(name) >= 2 and (name in self.seen or self._person_named(name, titles)):
                    self.seen.add(name)
                    self._add(name, titles)
        honorifics = cues.english().people["honorifics"]
        opens = [region.start for region in self.quoted]
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
                index = bisect_right(opens, match.start()) - 1
                quoted = index >= 0 and match.start() < self.quoted[index].end
                self.mentions.append(Mention(match.start(), match.end(), person, owner, quoted))
                self._learn(person, match.start(), match.end())
                if owner:
                    self._kin(match.start(), match.end(), quoted)
        for person in self.people.values():
            person.gender = person.gender or gender(person.name, person.titles)

    def _person_named(self, name: tuple[str, ...], titles: frozenset[str]) -> bool:
        """Tell whether a run of capitalised words names a person, and not a body of the event."""
        if self.bodies and self.aliases.get(" ".join(name).lower()) in self.bodies:
            return False
        return personal(name, titles)

    def _learn(self, person: Person, start: int, end: int) -> None:
        """Take a role that stands beside a name (the chair, Ada Lund), and signs of a place."""
        before = self.text[max(0, start - 60) : start]
        person.place = person.place or before[-6:].lower().endswith(_PLACE)
        role_before = _ROLE_BEFORE.search(before) if before.endswith(", ") else None
        comma = self.text.startswith(", ", end)
        role_after = _ROLE_AFTER.match(self.text, end, end + 80) if comma else None
        for beside in (role_before, role_after):
            if beside and is_role(beside.group(1)):
                person.titles.add(beside.group(1))

    def _kin(self, start: int, end: int, quoted: bool) -> None:
        """Take in somebody who is named by another's name: Ada Lund's mother, Ruth."""
        found = _KIN.match(self.text, end, end + 40)
        noun = found.group(1) if found else ""
        people = cues.english().people
        if found and noun in people["kin"] and not _NAMED.match(self.text, found.end(1)):
            first = _CALLED.match(self.text, found.end(1))
            name = plain(self.text[start : first.end(1) if first else found.end(1)])
            person = self.people.setdefault(name, Person(name, noun))
            person.gender = "f" if noun in people["female"] else "m"
            self.mentions.append(Mention(found.start(1), found.end(1), person, False, quoted))

    def _add(self, name: tuple[str, ...], titles: frozenset[str]) -> Person:
        full = " ".join(name)
        person = self.people.get(full)
        if person is None:
            known = [p for p in self.by_last.get(name[-1], []) if same(p.name.split(), name)]
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
        alike = [p for p in self.by_last.get(name[-1], []) if same(p.name.split(), name)]
        if len(name) == 1 and not alike:
            firsts = self.by_first.get(name[0], [])
            alike = firsts if len(firsts) == 1 else []
        return alike[0] if alike else None

    # -- asking -------------------------------------------------------------------------------
    def canonical(self, start: int, end: int) -> str:
        """Name the speaker whom the words [start, end) stand for.

        Pronouns and roles are looked up among the people named before; what cannot be resolved
        keeps its own words without article.
        """
        words = self.text[start:end]
        low = folded(words)
        owned = self._owned(low, start)
        if owned:
            return self.aliases.get(folded(owned), owned)
        if low in self.aliases:
            return self.aliases[low]
        person = self._person(low, start, end)
        if person:
            self.spoken.append((start, person))
            return self._pair(person, start, end) or self._name(person)
        if low in ("it", "they", "its", "their"):
            return self._group(start, low)
        if low in cues.english().people["unnamed"]:
            return ""
        cut = narrowed(self.text, start, end)
        if cut and cut != (start, end):
            return self.canonical(*cut)
        name = self.aliases.get(folded(plain(words)), plain(words))
        if cut is None or not (name != plain(words) or can_speak(self.text, start, end)):
            return ""
        self.groups.append((start, name))
        return name

    def _owned(self, low: str, start: int) -> str:
        """Say whose body speaks: Norland, whose ministry on Monday said: Norland's ministry."""
        owner = _OWNER.search(self.text, max(0, start - 60), start)
        cut = narrowed(self.text, start, start + len(low)) if owner else None
        if owner is None or cut is None or not can_speak(self.text, *cut):
            return ""
        return f"{owner.group(1)}’s {self.text[slice(*cut)]}"

    def _name(self, person: Person) -> str:
        return self.aliases.get(folded(person.name), person.name)

    def _pair(self, person: Person, start: int, end: int) -> str:
        """Name both where two speak at once: Mayors Ada Okafor and Tom Lund."""
        named = [m for m in self._inner(start, end) if not m.owner]
        for one, two in pairwise(named):
            joined = self.text[one.end : two.start].strip() == "and"
            if one.person is person and joined and two.person is not person:
                return f"{self._name(person)} and {self._name(two.person)}"
        return ""

    def _group(self, start: int, low: str) -> str:
        """Find what "it" or "they" means: the organisation or group that spoke last, if near."""
        for at, name in reversed(self.groups):
            if start - at >= NEAR:
                break
            # "it" is no crowd of people: twelve children, residents
            if not (low in ("it", "its") and _crowd(name)):
                return name
        return ""

    def _person(self, low: str, start: int, end: int) -> Person | None:
        if low in ("he", "him", "his", "himself"):
            return self._recent(start, "m")
        if low in ("she", "her", "hers", "herself"):
            return self._recent(start, "f")
        return self._inside(start, end) or self._apposed(start, end) or self._role(low, start, end)

    def _inside(self, start: int, end: int) -> Person | None:
        """Find the person whose name is the head of the phrase, if one is."""
        prepositions = cues.english().words["prepositions"]
        for mention in self._inner(start, end):
            rest = self.text[mention.end : end].strip()
            if mention.owner and rest:
                continue
            before = self.text[start : mention.start].lower().split()
            apposed = bool(before) and before[-1].endswith(",")  # a lawyer for the union, Ada Lund
            if ("of" in before or "for" in before) and not apposed:
                continue
            following = rest.split()[0] if rest else ""
            if rest[:1] in _SET_OFF or following in ("", "who", "and"):
                return mention.person
            if following in prepositions:
                return mention.person
        return None

    def _inner(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.offsets, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        return self.mentions[first : bisect_left(self.offsets, end)]

    def _apposed(self, start: int, end: int) -> Person | None:
        """Find the name that follows a role: said the chair, Ada Okafor."""
        at = bisect_left(self.offsets, end)
        if at == len(self.mentions):
            return None
        mention = self.mentions[at]
        noun = head(self.text, start, end)
        # "said a surgeon, Petra Halm": with an article and a full name any noun of a person will do
        full = " " in mention.person.name and self.text[start:end].lower().startswith(("a ", "an "))
        if not is_role(noun) and not (full and noun.isalpha() and not noun.endswith("s")):
            return None
        set_off = self.text[end : mention.start] == ", " and not mention.owner
        closed = self.text[mention.end : mention.end + 1] in _CLOSING
        return mention.person if set_off and closed else None

    def _role(self, low: str, start: int, end: int) -> Person | None:
        words = low.split()
        roles = cues.english().roles
        noun = head(self.text, start, end)
        definite = words[:1] and words[0] in ("the", "his", "her", "this")
        own = bool(definite) or words[:1] in (["its"], ["their"]) or "'s " in f"{low} "[:40]
        role = next((w for w in reversed(words[:6]) if w in roles), None)
        wanted: set[str] = set()
        if role and definite and " of " not in low and not low.endswith("s"):
            wanted |= roles[role]
        if own and is_role(noun) and noun not in roles:
            wanted.add(noun)
        for mention in self._before(start, NEAR * 4) if wanted else ():
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

    def _after_role(self, at: int) -> bool:
        """Tell whether a sentence opens with a role before the name: The director, Ada Lund."""
        return _ROLE_FIRST.search(self.text, max(0, at - 60), at) is not None

    def _recent(self, start: int, gender: str) -> Person | None:
        """Find whom a pronoun means: recent, of the right gender, rather a subject or speaker."""
        best, best_score = None, -99.0
        last_spoken = self.spoken[-1] if self.spoken else None
        for mention in self._before(start, NEAR):
            person = mention.person
            if person.gender and person.gender != gender:
                continue
            if mention.quoted or (person.place and not person.gender and not person.titles):
                continue
            gap = self.text[mention.end : start]
            sentences = gap.count(". ") + gap.count(".” ") + gap.count("\n\n") + gap.count('." ')
            score = -1.0 * sentences - 0.002 * len(gap)
            before = self.text[max(0, mention.start - 2) : mention.start]
            opens = before.strip() in ("", ".", "”", '"') and (
                "\n" in before or before.startswith((".", "”", '"')) or not before
            )
            if opens or (before == ", " and self._after_role(mention.start)):
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


def _crowd(name: str) -> bool:
    """Tell whether a name means several people: its noun is a plural, and no proper name."""
    noun = head(name, 0, len(name))
    plural = noun.endswith(("men", "children", "people")) or singular(noun) != noun
    return plural and noun in name


def _is_body(actor: Actor) -> bool:
    """Tell whether an actor is an organisation, and not somebody who speaks for one."""
    first = actor.name.split()[0].lower() if actor.name.split() else ""
    named = any(parts(alias)[0] for alias in (actor.name, *actor.aliases))
    return actor.role == "organisation" and not named and not gender(first, set())
