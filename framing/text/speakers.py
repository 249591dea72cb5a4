"""Whether a phrase can name a speaker: a person, a body, a group of people, a document."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.text import cues

Span = tuple[int, int]
_TOKEN = re.compile(r"\S+")
_ENDING = re.compile(r"['’]s?$")
_COUNTED = re.compile(r"^(?:more than|fewer than|less than|at least|at most) ", re.IGNORECASE)
_NEAR = 4000
_STRIP = ',.;:()[]“”"—–'


def narrowed(text: str, start: int, end: int) -> Span | None:
    """Leave out of a speaker's phrase what belongs to the clause: "what a spokeswoman".

    Returns nothing where no speaker is named at all ("every city", "What").

    >>> text = "after what a spokeswoman on Monday"
    >>> text[slice(*narrowed(text, 6, 34))]
    'a spokeswoman'
    """
    who, times = cues.english().speaking, cues.english().words["times"]
    tokens = list(_TOKEN.finditer(text, start, end))
    if tokens and tokens[0].group() in ("What", "Which", "Whatever") and _opens(text, start):
        return None  # a clause as a subject: "What the mayor must do is"
    while tokens and tokens[0].group().lower().strip(_STRIP) in who["before"]:
        tokens.pop(0)
    if not tokens or tokens[0].group().lower() in who["nobody"]:
        return None
    for at in range(1, len(tokens)):
        word = tokens[at].group().lower().strip(_STRIP)
        if word in who["time_openers"] and at + 1 < len(tokens):
            following = tokens[at + 1].group().lower().strip(_STRIP)
            if following in times or following.isdigit():
                return tokens[0].start(), tokens[at - 1].end()
    return tokens[0].start(), end


def head(text: str, start: int, end: int) -> str:
    """Find the noun of a speaker's phrase, folded: "the owner of the house": owner."""
    return _head(text[start:end])


@lru_cache(maxsize=1 << 14)
def _head(phrase: str) -> str:
    who, small = cues.english().speaking, cues.english().words
    core: list[str] = []
    for token in _COUNTED.sub("", phrase).split():
        word = token.strip(_STRIP)
        low = word.lower()
        if core and (low in small["prepositions"] or low in small["wh"] or low == "that"):
            break
        core.append(word)
        if token[-1] in ",;:—–":
            break
    while len(core) > 1 and (core[-1] in who["after"] or core[-1].endswith(("ed", "ing"))):
        if core[-1][:1].isupper() or core[-1] == "need":
            break
        core.pop()
    return _ENDING.sub("", core[-1].lower()) if core else ""


def can_speak(text: str, start: int, end: int) -> bool:
    """Tell whether the head of the phrase is somebody or something that speaks.

    >>> can_speak("the question", 0, 12), can_speak("two teachers", 0, 12)
    (False, True)
    """
    english = cues.english()
    noun = head(text, start, end)
    phrase = text[start:end]
    if not noun or not noun[0].isalpha():
        return False
    article = phrase.split()[0].lower()
    if noun in english.speaking["places"] or singular(noun) in english.speaking["places"]:
        return article not in ("a", "an", "no", "every", "any", "three", "two", "several", "other")
    if speaks(noun):
        return True
    at = phrase.lower().find(noun)
    if not phrase[at : at + 1].isupper():
        return False
    return at > 0 or not _opens(text, start) or _proper(text, start, phrase[: len(noun)])


@lru_cache(maxsize=1 << 14)
def speaks(noun: str) -> bool:
    """Tell whether a folded noun means people, a body or a document."""
    english = cues.english()
    one = singular(noun)
    for word in (noun, one):
        if word in english.speaking["not"]:
            return False
        if word in english.speaking["nouns"] or word in english.words["documents"]:
            return True
        if word in english.roles or word in english.people["titles"]:
            return True
        if word in english.names["organisations"] and word not in english.speaking["no_body"]:
            return True
    return len(one) > 4 and one.endswith(tuple(sorted(english.speaking["endings"])))


def is_role(noun: str) -> bool:
    """Tell whether a folded noun means one person: chair, manager, spokeswoman."""
    english = cues.english()
    if noun in english.names["organisations"] or noun in english.words["documents"]:
        return False
    if noun in english.speaking["bodies"] or noun.endswith("s"):
        return False
    return speaks(noun)


def singular(noun: str) -> str:
    """Give the singular of a folded noun, roughly.

    >>> singular("ministries"), singular("women")
    ('ministry', 'woman')
    """
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def _opens(text: str, start: int) -> bool:
    """Tell whether a sentence opens at ``start``, where a capital proves no name."""
    before = text[max(0, start - 3) : start].rstrip(" “\"‘'")
    return not before or before[-1] in ".!?\n:”"


def _proper(text: str, start: int, word: str) -> bool:
    """Tell whether a capital that opens a sentence is that of a name ("Cuba", not "Farms")."""
    low = word.lower()
    english = cues.english()
    near = text[max(0, start - _NEAR) : start + _NEAR]
    if (len(word) > 1 and word.isupper()) or re.search(rf"[a-z,] {re.escape(word)}\b", near):
        return True
    known = low in english.verbs or low in english.light or low in english.names["not_names"]
    known = known or any(low in words for words in english.words.values())
    return not (known or low.endswith(("s", "ly", "ing"))) and f" {low}" not in near
