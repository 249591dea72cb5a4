"""Guess the role of a speaker whom corpus.toml does not list from the article's descriptions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from framing.comparison.words import function_words
from framing.paths import data_dir

AFFECTED, OTHER = "affected", "other"
_REACH = 60
_PLACES = 50  # a description stands at one of the first; so many are looked at
_LAND = 3  # words: the president of a land is an official, that of a longer name may be anything
_NOUN = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
# what stands between a title and a name ends it: a mark, a line, a quotation
_TITLE = re.compile(r"(?:[^\W\d_][\w’'-]*\.?[ \xa0])+$")
_AGE = r"(?:\d{1,3}(?:-year-old)?, )?"
# ", a nurse from the north," but not ", the mayor said": up to the next mark
_INSIDE = r"(?:[^,.;:!?“”\"\n()—–]|(?<=\b[A-Z])\.)"  # the dot of an initial ends nothing
_BEHIND = re.compile(rf", {_AGE}({_INSIDE}+)(?=([,.;:!?“”\"\n()—–])|$)")
# "the chair, Ada Lund": a description between article and comma
_SET_OFF = re.compile(
    r"(?:^|[\s“\"(])(?:the|a|an|its|their|his|her) ([^,.;:!?“”\"\n()]{3,50}), $", re.I
)
_COMPLEMENT = re.compile(r" (?:of|for|at|with|from|on behalf of|in|by|to|across|on|near|around) ")
# names that hold a preposition or a number, and the noun that they are read as
_FIXED = (
    (re.compile(r"\blocal \d+"), "union"),  # a trade union's branch
    (re.compile(r"\bchambers? of commerce"), "association"),
    (re.compile(r"\bmembers? of (?:parliament|congress)"), "mp"),
    # who has children is not for that one of those to whom it happens
    (
        re.compile(r"\b(?:mother|father)[- ]of[- ](?:\d+|one|two|three|four|five|six)\b"),
        "somebody",
    ),
)
_ARTICLE = re.compile(
    r"(?:the|a|an|its|their|his|her|our|one|two|some|many)\b|[\w’'-]+[’']s? ", re.I
)


@dataclass(frozen=True)
class _Lists:
    """Role of each describing phrase, longest phrase, who speaks for others, telling clauses.

    ``given`` holds first names: Ruth Bishop is no bishop.
    """

    roles: dict[str, str]
    given: frozenset[str]
    longest: int
    speaks_for: frozenset[str]
    affected: re.Pattern[str]


def guess(text: str, speaker: str, start: int, end: int) -> str:
    """Guess the role of a speaker: expert, affected, organisation, party, official or other.

    ``speaker`` is the name as resolved, [``start``, ``end``) the words of the article that stand
    for it. Read are those words; then, for each place where the name stands, the title before it
    and the description behind it ("Ada Lund, president of the dockers' union,"). The noun that ends
    a description decides; who speaks for a body has the body's role, and who speaks for people
    affected is not affected. Lists: ``lexicons/cues/en-roles.toml``.

    >>> guess("“No,” said Ada Lund, a nurse.", "Ada Lund", 12, 20)
    'affected'
    >>> guess("“No,” said Ada Lund, a lawyer for the families.", "Ada Lund", 12, 20)
    'other'
    """
    if not speaker:
        return OTHER
    mention = text[start:end] if 0 <= start < end else ""
    named = speaker[:1].isupper()
    if named:  # "Mayor Ada Lund" is described by "Mayor", and "Lund" by nothing
        mention = _without(mention, speaker)
    person = named and speaker.partition(" ")[0].casefold() in _lists().given
    for words in (mention, "" if person else speaker):
        role = described(words)
        if role == AFFECTED and _proper(words):
            return "organisation"  # the Communications Workers of America
        if role:
            return role
    for at, until in _places(text, speaker) if named else ():
        for words in _beside(text, at, until):
            if _lists().affected.match(words):
                return AFFECTED
            role = described(words)
            if role:
                return role
    return OTHER


def _proper(words: str) -> bool:
    """Tell whether a noun phrase is a name of several words: capitals up to its preposition."""
    core = [word for word in _cut(words)[0].split() if word.lower() not in function_words()]
    return len(core) > 1 and all(word[0].isupper() for word in core)


def _without(mention: str, speaker: str) -> str:
    """Take a person's name out of the words that stand for him."""
    for name in (speaker, speaker.split()[-1]):
        before, found, behind = mention.partition(name)
        if found:
            return before.strip(" ,") or behind.strip(" ,")
    return mention


def described(words: str) -> str:
    """Give the role that a description names, or nothing: "head of the dockers' union"."""
    words = words.strip().partition(", ")[0].casefold().replace("’", "'")
    for fixed, noun in _FIXED:
        words = fixed.sub(noun, words)
    core, rest = _cut(words)
    pieces = _nouns(core)
    lists = _lists()
    for size in range(min(lists.longest, len(pieces)), 0, -1):
        last = " ".join(pieces[-size:])
        if last in lists.speaks_for:
            own = lists.roles.get(last, "") if len(rest.split()) <= _LAND else ""
            return _body(pieces[:-size], rest, own)
        if last in lists.roles:
            return lists.roles[last]
    return _body(pieces, "")


def _nouns(words: str) -> list[str]:
    """Cut a folded phrase into words without possessive endings."""
    return [word.removesuffix("'s").removesuffix("'") for word in _NOUN.findall(words)]


def _body(before: list[str], rest: str, own: str = "") -> str:
    """Find the body that is spoken for, beside the noun or behind it, else what the title says.

    Who speaks for people affected is neither affected nor an official.
    """
    lists = _lists()
    for pieces in ([piece for piece in before if piece != "deputy"], _nouns(rest)):
        for at in range(len(pieces), 0, -1):  # the state university is a university
            for size in range(min(lists.longest, at), 0, -1):
                role = lists.roles.get(" ".join(pieces[at - size : at]), "")
                if role == AFFECTED:
                    own = ""
                elif role:
                    return role
    return own


def _cut(words: str) -> tuple[str, str]:
    """Part a description at its first preposition: president | of | the union."""
    found = _COMPLEMENT.search(words)
    if not found:
        return words, ""
    return words[: found.start()], words[found.end() :]


def _places(text: str, speaker: str) -> Iterator[tuple[int, int]]:
    """Give the first places of a full name, then those of its last word."""
    ends: set[int] = set()
    for name in dict.fromkeys((speaker, speaker.split()[-1])):
        at = -1
        for _ in range(_PLACES):
            at = text.find(name, at + 1)
            if at < 0:
                break
            end = at + len(name)
            inside = text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()
            if not inside and end not in ends:
                ends.add(end)
                yield at, end


def _beside(text: str, start: int, end: int) -> Iterator[str]:
    """Give the title before a name and the descriptions set off before and behind it."""
    before = text[max(0, start - _REACH) : start]
    title = _TITLE.search(before)
    if title:
        yield _title(title.group().split())
    set_off = _SET_OFF.search(before)
    if set_off:
        yield set_off.group(1)
    behind = _BEHIND.match(text, end, end + 2 * _REACH)
    if behind:
        words, mark = behind.group(1).strip(), behind.group(2)
        if _lists().affected.match(words):
            yield words
        elif _ARTICLE.match(words) or words.partition(" ")[0] in _titles() or mark == ",":
            yield _before_verb(words)


def _title(words: list[str]) -> str:
    """Keep what may belong to a title: nouns up to the name, no more than three."""
    kept: list[str] = []
    for word in reversed(words[-3:]):
        low = word.lower().rstrip(".")
        if low in function_words() or low.endswith(("ed", "ing")):
            break
        kept.append(low)
    return " ".join(reversed(kept))


def _before_verb(words: str) -> str:
    """Cut a relative clause off: a nurse who has worked here."""
    return re.split(r" (?:who|whose|which|that|and|said|says|told) ", f"{words} ")[0].strip()


@cache
def _titles() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in (*_lists().roles, *_lists().speaks_for))


@cache
def _lists() -> _Lists:
    path = data_dir("lexicons") / "cues" / "en-roles.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    roles = {word: role["id"] for role in data["role"] for word in role["words"]}
    names = tomllib.loads((path.parent / "en.toml").read_text(encoding="utf-8"))["names"]
    return _Lists(
        roles,
        frozenset((*names["female"], *names["male"])),
        max(len(phrase.split()) for phrase in (*roles, *data["speaks_for"])),
        frozenset(data["speaks_for"]),
        re.compile("|".join(data["affected_clauses"]), re.IGNORECASE),
    )
