"""A small model of the English clause: who is the subject of a verb, and how far its object goes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from framing.text import cues
from framing.text.words import QUOTED, Words

Span = tuple[int, int]
DASHES = frozenset("—–-")
LONGEST_NAME = 28


@dataclass(frozen=True)
class Small:
    """The small words of the language, as sets."""

    auxiliaries: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    modal: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    fronting: frozenset[str]
    wh: frozenset[str]
    times: frozenset[str]
    finite: frozenset[str]


@cache
def small() -> Small:
    """Give the small words (once)."""
    english = cues.english()
    words = english.words
    finite = {w for w, found in english.verbs.items() for c in found if c.form == "ed"}
    return Small(
        auxiliaries=words["auxiliaries"],
        be=words["be"],
        have=words["have"],
        modal=words["modal"],
        adverbs=words["adverbs"],
        pronouns=words["pronouns"],
        subjects=words["subject_pronouns"],
        objects=words["object_pronouns"],
        determiners=words["determiners"],
        possessives=words["possessives"],
        prepositions=words["prepositions"],
        subordinators=words["subordinators"],
        fronting=words["fronting"],
        wh=words["wh"],
        times=words["times"],
        finite=frozenset(finite),
    )


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
    s = small()
    return any(
        word in s.auxiliaries or word in s.finite or (word.endswith("ed") and len(word) > 4)
        for word in words.low[start:end]
    )


def noun_phrase_before(words: Words, j: int, first: int) -> Span | None:
    """Find the noun phrase that ends at piece j.

    >>> from framing.text.words import cut
    >>> words = cut("Today a spokesman for the mayor said no.", [(0, 40)], [])
    >>> words.raw(*noun_phrase_before(words, 5, 0))
    'a spokesman for the mayor'
    """
    s, low = small(), words.low
    if j < first:
        return None
    word = low[j]
    if word in s.subjects or ("'" in word and word.split("'")[0] in s.subjects):
        return j, j + 1
    start, k = j + 1, j
    while k >= first and j - k < LONGEST_NAME:
        word = low[k]
        if word == QUOTED:
            long = words.ends[k] - words.starts[k] > 60
            if long or k == first or _closed(words, k):
                break
        elif not word[0].isalnum() and word[0] != "@":
            if word not in ".&$%/-" or (word == "-" and words.text[words.starts[k] - 1] == " "):
                break
        elif _ends_phrase(words, k, j, first):
            break
        elif k < j and word in s.times and low[k - 1] not in ("the", "this"):
            break
        else:
            start = k
            if word in s.determiners and (k == first or low[k - 1] not in s.prepositions):
                if k > first and low[k - 1] in s.determiners:
                    start = k - 1
                break
        k -= 1
    while start <= j and (low[start] in s.prepositions or low[start] in s.adverbs or low[start] in ".-&/%"):
        start += 1
    if start > j or (j + 1 - start == 1 and low[j] in s.prepositions):
        return None
    return start, j + 1


def _closed(words: Words, k: int) -> bool:
    """Tell whether a stretch in marks ends like speech, with a comma or stop before the mark."""
    return words.text[words.ends[k] - 3 : words.ends[k]].rstrip("”\"’'»")[-1:] in (",", ".", "?", "!")


def _ends_phrase(words: Words, k: int, j: int, first: int) -> bool:
    s, low = small(), words.low
    word = low[k]
    if word in s.auxiliaries or (word in s.subjects and k < j and low[k + 1] != "and"):
        return True
    if word == "to" and k < j and low[k + 1] not in s.determiners and not words.capital(k + 1):
        return True
    if word in s.subordinators and word not in s.prepositions:
        return not (k == j and word == "that")
    if word in ("as", "since", "until", "after", "before", "than") and k < j:
        return True
    if word in ("who", "which", "whose", "whom") and k < j:
        return True
    if word in ("and",):
        return k == j or has_verb(words, first, k)
    if k < j and word in s.finite and not words.capital(k):
        return k == first or not (low[k - 1] in s.determiners or low[k - 1].endswith("'s"))
    return False


def subject(words: Words, verb: Verb, i: int) -> tuple[Span, Span] | None:
    """Find the subject of the verb at i: the mention, and the phrase that it stands for.

    The two differ for relative pronouns only ("Okafor, who said": who, Okafor).
    """
    low, first, j = words.low, words.first[i], verb.left
    if j < first:
        return None
    if low[j] in ("who", "which", "that"):
        return _relative(words, j, first)
    if low[j] in ("and", "but", "or"):
        return None
    if low[j] == ")":
        k = j
        while k > first and low[k] != "(":
            k -= 1
        j = k - 1
        if j >= first and low[j] == ",":
            return _apposition(words, j, first)
        found = noun_phrase_before(words, j, first) if j >= first else None
        return (found, found) if found else None
    if low[j] == "," or low[j] in DASHES:
        return _apposition(words, j, first)
    found = noun_phrase_before(words, j, first)
    return (found, found) if found else None


def _relative(words: Words, j: int, first: int) -> tuple[Span, Span] | None:
    before = j - 1
    if before >= first and words.low[before] in (",", *DASHES):
        before -= 1
    if before < first or not (words.low[before][0].isalnum() or words.low[before] in ".)"):
        return None
    if words.low[before] == ")":
        while before > first and words.low[before] != "(":
            before -= 1
        before -= 1
    found = noun_phrase_before(words, before, first) if before >= first else None
    if found is None:
        return None
    return (j, j + 1), found


def _apposition(words: Words, j: int, first: int) -> tuple[Span, Span] | None:
    """Find the phrase before an inserted one: Ada Okafor, the mayor of Lund, said."""
    s, low = small(), words.low
    mark = low[j]
    first = _after_dateline(words, first, j)
    commas = [p for p in range(max(first, j - 60), j) if low[p] == mark]
    begin = first
    for p in commas:
        if p > begin and not _fronted(words, begin) and not has_verb(words, begin, p):
            found = noun_phrase_before(words, p - 1, first)
            if found:
                if j - p <= 5 and all(words.capital(q) for q in range(p + 1, j)):
                    found = found[0], j  # the mayor, Ada Okafor, said
                return found, found
        begin = p + 1
    if commas and low[commas[-1] + 1] not in s.fronting:
        p = commas[-1]
        opener = low[p + 1]
        if opener in s.determiners or opener in ("who", "which", "whose") or j - p <= 8:
            found = noun_phrase_before(words, p - 1, first) if p > first else None
            if found:
                return found, found
    return None


def _after_dateline(words: Words, first: int, j: int) -> int:
    """Step over "LUND, Sweden (AP) —" at the head of a sentence."""
    for p in range(first + 1, min(j, first + 12)):
        if words.low[p] in DASHES and words.raw(first, first + 1).isupper():
            return p + 1
    return first


def _fronted(words: Words, begin: int) -> bool:
    """Tell whether a stretch is an adverbial: "On Tuesday," "In a letter,"."""
    s = small()
    word = words.low[begin]
    return (
        word in s.prepositions
        or word in s.times
        or word in s.adverbs
        or word in s.fronting
        or word in ("and", "but", "so")
        or word.endswith("ly")
        or word.endswith("ing")
    )


def _time_phrase(words: Words, begin: int, before: int) -> bool:
    """Tell whether a short stretch before a comma tells a time: "Hours later,"."""
    s, low = small(), words.low
    for p in range(begin + 1, min(before, begin + 5)):
        if low[p] == ",":
            return low[p - 1] in s.times
    return False


def first_subject(words: Words, first: int, before: int) -> Span | None:
    """Find the subject with which a sentence opens, after fronted phrases."""
    s, low = small(), words.low
    begin = first = _after_dateline(words, first, before)
    while begin < before and (_fronted(words, begin) or _time_phrase(words, begin, before)):
        comma = next((p for p in range(begin, before) if low[p] == ","), -1)
        if comma < 0:
            begin += 1
            if begin < before and low[begin] in s.subjects:
                break
            continue
        begin = comma + 1
    if begin >= before or low[begin] == QUOTED:
        return None
    if low[begin] in s.subjects:
        return begin, begin + 1
    end = begin
    capital = words.capital(begin) and low[begin] not in s.determiners
    while end < before and end - begin < 14:
        word = low[end]
        if word in s.auxiliaries or word in s.finite or word in (",", ":", ";", QUOTED, "(", "who"):
            break
        if word in DASHES or (end > begin and word in s.prepositions and word != "of"):
            break
        if capital and end > begin and not words.capital(end) and word not in ".&of":
            break
        if word in s.adverbs or (word.endswith("ly") and end > begin):
            break
        if end > begin + 1 and word.endswith("ed") and not low[end - 1].endswith("'s"):
            break
        end += 1
    return (begin, end) if end > begin else None


# What ends a content after a comma (measured: the content goes on in fewer than half the cases).
AFTER_CLAUSE = frozenset({"a", "an", "which", "who", "compared", "whose"})
AFTER_OBJECT = frozenset(
    {"he", "she", "they", "it", "we", "but", "a", "an", "even", "the", "while", "which", "who",
     "and", "whose", "where", "though", "although"}
)  # fmt: skip


def clause_end(words: Words, start: int, cue: int, bare: bool = False) -> int:
    """Say where the content that starts at piece ``start`` ends (exclusive).

    It goes to the end of the sentence, unless the reporting clause is itself subordinate, a new
    reporting clause begins, or a comma and a word follow after which the narrator mostly speaks
    again (``bare``: the content is an object or infinitive, no clause).
    """
    s, low = small(), words.low
    last = words.last[cue] if start < words.last[cue] else words.last[min(start, len(low) - 1)]
    end = last
    while end > start and low[end - 1] in (".", "!", "?", "…", ":", ";"):
        end -= 1
    subordinate = low[words.first[cue]] in s.fronting and not any(
        word == "," for word in low[words.first[cue] : cue]
    )
    for k in range(start + 1, end):
        word = low[k]
        if word == ";":
            return k
        if word == "," and k + 1 < end:
            if subordinate and k - start >= 2 and _main_clause(words, k + 1, end):
                return k
            listed = bare and low[k + 1] in ("and", "the", "a", "an") and _listed(low, start, k)
            if low[k + 1] in (AFTER_OBJECT if bare else AFTER_CLAUSE) and not listed:
                return k
            if bare and low[k + 1] in s.auxiliaries:
                return k
            if (bare and low[k + 1].endswith("ing")) or _new_report(words, k + 1, end):
                return k
        elif word in ("and", "but") and _new_verb(words, k + 1, end):
            return k
    return end


def _listed(low: list[str], start: int, k: int) -> bool:
    """Tell whether the comma at k is one of a list: policies, security, and trade."""
    return any(low[p] == "," for p in range(max(start, k - 6), k))


def _main_clause(words: Words, k: int, end: int) -> bool:
    s, low = small(), words.low
    return low[k] in s.subjects or low[k] in s.determiners or words.capital(k)


def _new_report(words: Words, k: int, end: int) -> bool:
    """Tell whether a new reporting clause starts after a comma: ", adding that", ", but X said"."""
    s, low = small(), words.low
    verbs = cues.english().verbs
    word = low[k]
    if word in ("and", "but", "while", "although", "though"):
        if _new_verb(words, k + 1, end):
            return True
        return word != "and" and _reports(words, k + 1, end)
    if word.endswith("ing"):
        found = verbs.get(word, ())
        return any(
            ("quote" in c.frames or "that" in c.frames)
            and tuple(low[k + 1 : k + 1 + len(c.particles)]) == c.particles
            for c in found
        )
    return word == "according"


def _new_verb(words: Words, k: int, end: int) -> bool:
    """Tell whether a coordinated reporting verb follows: "and said", "but also warned"."""
    s, low = small(), words.low
    while k < end and (low[k] in s.adverbs or low[k].endswith("ly") or low[k] in ("has", "have")):
        k += 1
    if k >= end:
        return False
    return any(c.form in ("ed", "s") for c in cues.english().verbs.get(low[k], ())) and not (
        low[k - 1] in s.determiners
    )


def _reports(words: Words, k: int, end: int) -> bool:
    s, low = small(), words.low
    verbs = cues.english().verbs
    for p in range(k, min(end, k + 8)):
        if low[p] in (",", ";"):
            return False
        if any(c.form in ("ed", "s") and "that" in c.frames for c in verbs.get(low[p], ())) and p > k:
            return True
    return False


def commas_between(words: Words, start: int, end: int) -> list[int]:
    """List the commas among the pieces [start, end)."""
    return [k for k in range(start, end) if words.low[k] == ","]


__all__ = ["Small", "Verb", "clause_end", "first_subject", "noun_phrase_before", "pairwise", "small", "subject", "verb_group"]
