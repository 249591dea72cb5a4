"""How far a reported content goes: to the end of the sentence, or to where the narrator is back."""

from __future__ import annotations

from framing.text import cues
from framing.text.grammar import small
from framing.text.words import Words


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
            if low[k + 1] in (s.after_object if bare else s.after_clause) and not listed:
                return k
            if bare and (low[k + 1] in s.auxiliaries or low[k + 1].endswith("ing")):
                return k
            if _new_report(words, k + 1, end):
                return k
        elif bare and word in ("after", "when") and _circumstance(words, k + 1, end):
            return k
        if word in ("and", "but") and _new_verb(words, k + 1, end):
            return k
    return end


def _circumstance(words: Words, k: int, end: int) -> bool:
    """Tell whether a clause follows, told by the narrator: "... after the men were freed"."""
    s = small()
    return any(
        word in s.auxiliaries or word in s.finite for word in words.low[k + 1 : min(end, k + 5)]
    )


def _listed(low: list[str], start: int, k: int) -> bool:
    """Tell whether the comma at k is one of a list: policies, security, and trade."""
    return any(low[p] == "," for p in range(max(start, k - 6), k))


def _main_clause(words: Words, k: int, end: int) -> bool:
    s, low = small(), words.low
    return low[k] in s.pronouns or low[k] in s.determiners or words.capital(k)


def _new_report(words: Words, k: int, end: int) -> bool:
    """Tell whether a new reporting clause starts after a comma: ", adding that", ", but X said"."""
    low = words.low
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
    finite = any(c.form in ("ed", "s") for c in cues.english().verbs.get(low[k], ()))
    return finite and low[k - 1] not in s.determiners


def _reports(words: Words, k: int, end: int) -> bool:
    low = words.low
    verbs = cues.english().verbs
    for p in range(k, min(end, k + 8)):
        if low[p] in (",", ";"):
            return False
        if (
            any(c.form in ("ed", "s") and "that" in c.frames for c in verbs.get(low[p], ()))
            and p > k
        ):
            return True
    return False
