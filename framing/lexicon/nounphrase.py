"""How far a name reaches: from its noun to the left and to the right, by word lists and endings.

No tagger and no parser: a noun phrase is read leftwards from its noun over adjectives, numbers,
nationality words and participles to its determiner, and rightwards over a relative clause or a
short complement. The word lists are data (``lexicons/referents/lists/nounphrase.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from framing.lexicon import nations, referents

_REACH = 90
_OPENING = "\"“‘'«(["
_NUMBER = re.compile(r"[$€£]?\d[\d.,]*(?:%|[a-z]{1,3})?\Z|[A-Z]+-?\d+\w*\Z")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}\Z|[A-Z]{2,4}\Z")
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+(?:the\s+)?\Z"
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_NEXT = re.compile(r"[ -]([A-Za-z][\w’'-]*)")
_CAPITAL = re.compile(r"[A-Z]")
_FULL_NAME = re.compile(r" [A-Z][a-z’'-]+(?: [A-Z]\.)? [A-Z][\w’'-]+")


@dataclass(frozen=True)
class _Words:
    """The word lists, as sets."""

    determiners: frozenset[str]
    quantities: frozenset[str]
    before_numbers: frozenset[str]
    never_first: frozenset[str]
    measures: frozenset[str]
    modifiers: frozenset[str]
    not_modifiers: frozenset[str]
    verbal: frozenset[str]
    dangling: frozenset[str]
    endings: tuple[str, ...]
    right: re.Pattern[str]
    right_moved: re.Pattern[str]


@cache
def _words() -> _Words:
    data = referents.words("nounphrase")
    regions = referents.words("nationalities")["region"]["words"]
    modifiers = {word for phrase in regions for word in phrase.lower().split()}
    modifiers |= {part for word in nations.nations().adjectives for part in word.split()}
    return _Words(
        frozenset(data["determiners"]),
        frozenset(data["quantities"]),
        frozenset(data["before_numbers"]),
        frozenset(data["never_first"]),
        frozenset(data["measures"]),
        frozenset(data["modifiers"]) | modifiers,
        frozenset(data["not_modifiers"]),
        frozenset(data["verbal"]),
        frozenset(data["right"]["dangling"]),
        tuple(data["endings"]),
        _right_pattern(data["right"], data["right"]["complements"]),
        _right_pattern(data["right"], [*data["right"]["complements"], *data["right"]["passives"]]),
    )


def _right_pattern(data: dict[str, Any], complements: list[str]) -> re.Pattern[str]:
    """A place, then a relative clause or a participle with its object, or a bare complement."""
    longest = "|".join(re.escape(word) for word in sorted(complements, key=len, reverse=True))
    bare = "|".join(re.escape(word) for word in sorted(data["bare"], key=len, reverse=True))
    relative = "|".join([*data["relative"], *data["pronouns"]])
    place = (
        rf"(?>\s+(?:{'|'.join(data['places'])})\s+(?:the\s+)?"
        r"[A-Z](?:\.[A-Z]\.|[\w-]*)(?:\s+[A-Z][\w-]*){0,3})(?!['’\w])"
    )
    word = r"\s+[^\s,.;:!?()“”\"—–]+"
    # the clause ends before a second finite verb: guests who left | were seen
    more = rf"(?:(?!\s+(?:{'|'.join(data['finite'])})\b){word})"
    first = rf"\s+whose\b(?:{word}){{1,4}}?(?:\s+(?:{'|'.join(data['finite'])}))?"
    clause = rf"(?:{first}|\s+(?:{relative})\b{word}(?:{word})?){more}{{0,{data['max_words'] - 2}}}"
    participle = rf"\s+(?:{longest})\b{more}{{1,{data['object_words']}}}"
    return re.compile(rf"(?:{place})?(?:{clause}|{participle}|\s+(?:{bare})\b)?")


def left(text: str, start: int, head: int, modifiers: frozenset[str]) -> tuple[int, list[str]]:
    """Find where the phrase of the noun at ``head`` begins, not before ``start``.

    ``modifiers`` are the referent's own adjectives. Returns the offset and the words before the
    noun from left to right, lower case.

    >>> left("They met two angry young men", 0, 25, frozenset())
    (9, ['two', 'angry', 'young'])
    """
    lists = _words()
    position = head
    taken: list[str] = []
    floor = max(start, head - _REACH)
    while position > floor:
        token, at = _token_before(text, floor, position)
        if not token:
            break
        word = token.lower().replace("’", "'")
        kind = _kind(word, token, text, floor, at, lists, modifiers, taken)
        if kind == "stop":
            break
        position = at
        taken.append(word.strip(",*"))
        if kind == "last":
            break
    return _whole(text, position, head, taken)


def _whole(text: str, position: int, head: int, taken: list[str]) -> tuple[int, list[str]]:
    """Leave out again what only looked like the beginning: "over", "about" without a number."""
    taken.reverse()
    lists = _words()
    while taken and (
        taken[0] in lists.never_first
        or (taken[0] in lists.before_numbers and not _counts(taken[1:2], lists))
    ):
        dropped = taken.pop(0)
        position += len(dropped)
        while position < head and text[position].isspace():
            position += 1
    return position, taken


def _counts(words: list[str], lists: _Words) -> bool:
    return bool(words) and (words[0][:1].isdigit() or words[0] in lists.quantities)


def _token_before(text: str, floor: int, position: int) -> tuple[str, int]:
    """Give the word that ends before ``position`` and its offset; empty at a border."""
    end = position
    while end > floor and text[end - 1] in " \t\n\r\u00a0":
        end -= 1
    if position - end > 2 or "\n" in text[end:position]:
        return "", end
    at = end
    while at > floor and not text[at - 1].isspace() and text[at - 1] not in _OPENING + "—–”»)]:;!?":
        at -= 1
    if end < position and at == end:
        return "", end
    opened = at > floor and text[at - 1] in _OPENING
    return ("" if opened and at == end else text[at:end]), at


def _kind(
    word: str,
    token: str,
    text: str,
    floor: int,
    at: int,
    lists: _Words,
    modifiers: frozenset[str],
    taken: list[str],
) -> str:
    """Say whether a word belongs to the phrase (go, last) or not (stop)."""
    bare, inside = word.rstrip(","), bool(taken)
    if word[-1] == "," and not (bare in lists.modifiers and inside):
        return "stop"
    if word[-1] in ".!?" and not _ACRONYM.match(token):
        return "stop"
    if bare == "of":
        before, _ = _token_before(text, floor, at)
        return "go" if before.lower() in lists.measures else "stop"
    if bare in lists.determiners:
        before, _ = _token_before(text, floor, at)
        return "go" if before.lower() in ("of", "all", "both", "about") else "last"
    if bare in ("and", "or") and inside:
        before, _ = _token_before(text, floor, at)
        return "go" if before.lower() in lists.modifiers else "stop"
    if bare.isdigit() and _MONTH.search(text, max(floor, at - 12), at):
        return "stop"
    if taken and token[0].isdigit() and taken[-1] in lists.quantities:
        return "stop"
    if bare in lists.quantities or bare in lists.measures or _NUMBER.match(token.rstrip(",")):
        return "go"
    if _POSSESSIVE.search(bare) and len(bare) > 3:
        return "last"
    if _ACRONYM.match(token):
        return "go"
    if _participle(bare) and _is_verb_there(bare, text, floor, at, lists, taken):
        return "stop"
    return "go" if _modifies(bare, token, lists, modifiers) else "stop"


def _participle(word: str) -> bool:
    return word.endswith("ed") or word in ("sent", "flown", "held")


def _modifies(bare: str, token: str, lists: _Words, modifiers: frozenset[str]) -> bool:
    """Tell whether a word can stand between determiner and noun."""
    if bare in lists.modifiers or bare in modifiers:
        return True
    if bare in lists.not_modifiers or bare in lists.verbal:
        return False
    if "-" in bare and len(bare) > 4:
        return all(len(part) > 1 for part in bare.split("-"))
    if _CAPITAL.match(token):
        # a name is no modifier; a country and an unlisted nationality word are
        return bare in nations.nations().names or bare.endswith(("an", "ese", "ish", "i"))
    return len(bare) > 4 and bare.endswith(lists.endings)


def _is_verb_there(
    bare: str, text: str, floor: int, at: int, lists: _Words, taken: list[str]
) -> bool:
    """Tell whether a word in -ed is the clause's verb and not a modifier of the noun.

    It is before a number or quantity (deported 28 guests), after an auxiliary, a pronoun or a
    name (Norway deported guests); an unlisted one also after anything but the parts of a phrase.
    """
    after = taken[-1] if taken else ""
    if after and (after[0].isdigit() or after in lists.quantities or after in lists.determiners):
        return True
    before, start = _token_before(text, floor, at)
    if not before:
        return bare not in lists.modifiers and at > floor
    word = before.lower().replace("’", "'")
    if word == "that":
        # ensuring that deported guests ..., but: countries that deported guests
        verb, _ = _token_before(text, floor, start)
        return not verb.lower().endswith(("ing", "ed", "said", "says", "sure"))
    if word in lists.verbal:
        return True
    if word in lists.modifiers or word in lists.determiners or word in lists.quantities:
        return False
    if _CAPITAL.match(before):
        return not _POSSESSIVE.search(before)
    inside = bare in lists.modifiers or word in _function_words() or word[0].isdigit()
    return not (inside or word.endswith("ly") or _POSSESSIVE.search(word))


def right(text: str, head_end: int, end: int, moved: bool = False) -> int:
    """Find where the phrase of the noun that ends at ``head_end`` ends, not after ``end``.

    ``moved``: the noun names people to whom something is done, so that "deported" after it
    belongs to the phrase; after others it is a verb.

    >>> text = "people who crossed the river, and others"
    >>> text[: right(text, 6, len(text))]
    'people who crossed the river'
    """
    found = (_words().right_moved if moved else _words().right).match(text, head_end, end)
    if not found:
        return head_end
    words = found.group().split(" ")
    # a relative clause cut in its middle ends with its last full word
    while len(words) > 1 and words[-1].lower() in _words().dangling:
        words.pop()
    return head_end + len(" ".join(words))


def names_nobody(
    text: str, head_end: int, end: int, words: list[str], person_nouns: frozenset[str]
) -> bool:
    """Tell whether a singular person noun only modifies the next one: a migrant crisis.

    ``words`` stand before the noun, as ``left`` gives them; a singular noun without a determiner
    names somebody only in a headline.

    >>> names_nobody("a migrant crisis", 9, 16, ["a"], frozenset())
    True
    >>> names_nobody("a migrant was seen", 9, 18, ["a"], frozenset())
    False
    """
    following = _NEXT.match(text, head_end, end)
    if not following:
        return text[head_end : head_end + 1] == "-"
    word = following.group(1).lower()
    if text[head_end - 1].islower() and _FULL_NAME.match(text, head_end, end):
        return False  # the motorist Ada Lund, resident Tom Okafor
    if word in ("and", "or"):
        other = _NEXT.match(text, following.end(), end)
        if other and other.group(1).lower() in person_nouns:
            return names_nobody(text, other.end(), end, words, person_nouns)
    if word in _function_words() or word.endswith("ed"):
        return False
    if word.endswith("ing"):
        return not words or words[0] not in _words().determiners
    return not word.endswith("ly")


@cache
def _function_words() -> frozenset[str]:
    return frozenset(referents.words("nounphrase")["right"]["function_words"])
