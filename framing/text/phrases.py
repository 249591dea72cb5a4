"""Read the other cues: "according to", colons, nouns, adjectives, surveys."""

from __future__ import annotations

from framing.text import cues
from framing.text.contents import goes_on
from framing.text.cues import Cue
from framing.text.extent import clause_end
from framing.text.grammar import DASHES, Report, Span, has_verb, small, verb_group
from framing.text.subjects import inverted_subject, noun_phrase_before, subject
from framing.text.verbs import inherited
from framing.text.words import QUOTED, Words


def according(words: Words, i: int) -> Report | None:
    """Read "according to X": at the head of its sentence, or after what it vouches for."""
    low, first, last = words.low, words.first[i], words.last[i]
    if low[i] != "according":
        # "in the words of X": the phrase begins two words earlier
        if (
            i - 2 < first
            or (low[i - 2], low[i - 1]) != ("in", "the")
            or low[i + 1 : i + 2] != ["of"]
        ):
            return None
        i -= 2
    words_of_it = 2 if low[i] == "according" else 4
    if i + words_of_it >= last or (words_of_it == 2 and low[i + 1] != "to"):
        return None
    begin_source = i + words_of_it
    end = begin_source
    while end < last and low[end] not in (",", ";", ":", QUOTED) and low[end] not in DASHES:
        if low[end] == "." and end + 1 >= last:
            break
        end += 1
    source = (begin_source, min(end, begin_source + 24))
    leading = i == first or low[i - 1] in ("and", "but", ";", ":") or i == first + 1
    leading = leading or (i == first + 2 and low[i - 1] == ",")
    contents: list[Span] = []
    if not leading:
        stop = i - 1 if low[i - 1] in (",", "—", "–", "-", "(") else i
        contents.append((first, stop))
    if end + 1 < last and (leading or low[i - 1] == ","):
        begin = end + 1
        if low[end] == ",":
            begin = _past_apposition(words, end, last) + 1
        if leading or goes_on(words, begin, last):
            contents.append((begin, clause_end(words, begin, begin)))
    contents = [c for c in contents if c[1] > c[0]]
    if not contents:
        return None
    return Report((i, begin_source), "report", "according", source, source, contents)


def _past_apposition(words: Words, comma: int, last: int) -> int:
    """Skip an inserted phrase after a name: according to Ada Okafor, the mayor, it rained."""
    low = words.low
    opener = low[comma + 1] if comma + 1 < last else ""
    if opener in ("a", "an", "the", "who", "which", "whose", "former"):
        following = next((p for p in range(comma + 1, min(last, comma + 22)) if low[p] == ","), -1)
        if following > 0 and (
            opener in ("who", "which", "whose") or not has_verb(words, comma + 1, following)
        ):
            return following
    return comma


def colon(words: Words, i: int) -> Report | None:
    """Read "Senior official: This is ..." at the head of a line."""
    low, first, last = words.low, words.first[i], words.last[i]
    s = small()
    if not 1 <= i - first <= 7 or i + 1 >= last:
        return None
    named = i - first <= 3 and all(words.capital(p) or low[p] == "." for p in range(first, i))
    if not named and not any(low[p] in s.speakers for p in range(first, i)):
        return None
    if words.text[words.starts[first] - 1 : words.starts[first]] not in ("", "\n"):
        return None
    if has_verb(words, first, i) or low[first] in s.wh or low[i - 1] in cues.english().verbs:
        return None
    if _shouted(words, first, i):
        return None
    if any(low[p][0].isdigit() for p in range(first, i)) or low[first] in s.no_speaker:
        return None
    if words.starts[i + 1] == words.ends[i] or not (words.capital(i + 1) or low[i + 1] == QUOTED):
        return None
    return Report(
        (i, i + 1), "say", "colon", (first, i), (first, i), [(i + 1, _line_end(words, i))]
    )


def _shouted(words: Words, first: int, i: int) -> bool:
    """Tell whether capitals before a colon shout a headline: INFERNO: Foreman dies.

    A speaker whose name stands in capitals ("LUND: No") has other lines, or his name in small ones.
    """
    label = words.raw(first, i)
    if not (label.isupper() and len(label) > 3) or any(
        words.low[p] in small().speakers for p in range(first, i)
    ):
        return False
    names = cues.english().names
    if words.low[first] in names["female"] or words.low[first] in names["male"]:
        return False
    known = all(words.low[p] in words.names for p in range(first, i) if words.low[p][0].isalpha())
    return not known and words.labels[label] < 2


def _line_end(words: Words, i: int) -> int:
    """Find the end of the line on which piece i stands."""
    end = words.last[i]
    while end < len(words.low) and "\n" not in words.text[words.ends[end - 1] : words.starts[end]]:
        end = words.last[end]
    return end


def noun(words: Words, i: int, candidates: tuple[Cue, ...]) -> Report | None:
    """Read a noun of speech with a speaker: her claim that, the mayor's call for, a plea by X."""
    low, first, last = words.low, words.first[i], words.last[i]
    k = i + 1
    if k >= last:
        return None
    frames = {frame for cue in candidates for frame in cue.frames}
    owner = _owner(words, i, first)
    if owner is None and low[k] in ("by", "from"):
        owner = inverted_subject(words, k + 1)
        k = owner[1] if owner else k
    if k + 1 < last and low[k] == "not" and low[k + 1] == "to":
        k += 1
    if k >= last or low[k] not in frames:
        return None
    others = False
    if owner is None:
        owner, others = _light_subject(words, i, first)
    nobody = others or (low[k] == "that" and candidates[0].category == "claim")
    if owner is None and not nobody:
        return None
    content = (k, clause_end(words, k, i, bare=low[k] != "that"))
    if content[1] - content[0] < 2:
        return None
    return Report((i, i + 1), candidates[0].category, "noun", owner, owner, [content])


def _owner(words: Words, i: int, first: int) -> Span | None:
    """Find the possessor of a noun: her, the mayor's, critics'."""
    s, low = small(), words.low
    for j in range(i - 1, max(first, i - 4) - 1, -1):
        if low[j] in s.possessives:
            return j, j + 1
        if low[j].endswith(("'s", "s'")):
            found = noun_phrase_before(words, j, first)
            return found
        if (
            not low[j][0].isalnum()
            or low[j] in s.determiners
            or low[j] in s.prepositions
            or low[j] in s.auxiliaries
        ):
            return None
    return None


def _light_subject(words: Words, i: int, first: int) -> tuple[Span | None, bool]:
    """Find the subject of the verb that lends it: the mayor expressed the hope that.

    The second value tells that it is somebody else's: the mayor has resisted calls.
    """
    s, low = small(), words.low
    light = cues.english().light
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if low[j] in light:
            if low[j] in s.have and _participle(words, j + 1, i):
                return None, True
            both = subject(words, verb_group(words, j), j)
            return (both[0] if both else None), False
        if low[j] in s.prepositions or not low[j][0].isalnum() or low[j] in s.subjects:
            return None, False
    return None, False


def _participle(words: Words, begin: int, end: int) -> bool:
    """Tell whether "have" helps another verb here: has so far resisted, has often denied."""
    s, low = small(), words.low
    p = begin
    while p < end and (low[p] in s.adverbs or low[p] in ("so", "far") or low[p].endswith("ly")):
        p += 1
    return p < end and (low[p] in s.finite or (low[p].endswith("ed") and len(low[p]) > 4))


def adjective(
    words: Words, i: int, candidates: tuple[Cue, ...], found: list[Report]
) -> Report | None:
    """Read an adjective of thought or will: is confident that, those willing to."""
    low, first, last = words.low, words.first[i], words.last[i]
    k = i + 1
    frames = {frame for cue in candidates for frame in cue.frames}
    if k >= last or not (low[k] in frames or (low[k] in small().wh and "wh" in frames)):
        return None
    group = verb_group(words, i)
    left = low[group.left] if group.left >= first else ""
    if left in small().articles:
        return None
    if left in (",", "and", "") or not left[0].isalnum():
        mention, referent = inherited(words, i, found)
    else:
        both = subject(words, group, i)
        mention, referent = both or (None, None)
    if mention is None or low[mention[0]] in ("it", "there", "that", "this"):
        return None
    content = (k, clause_end(words, k, i, bare=low[k] != "that"))
    return Report((i, i + 1), candidates[0].category, "adjective", mention, referent, [content])


def survey(words: Words, i: int) -> Report | None:
    """Read "in a new poll" as the source of its sentence."""
    low, first, last = words.low, words.first[i], words.last[i]
    start = next((p for p in range(i - 1, max(first, i - 9) - 1, -1) if low[p] == "in"), -1)
    if start < 0 or any(low[p] in (",", "and") for p in range(start, i)):
        return None
    end = i + 1
    while end < last and low[end] not in (",", ";") and end - i < 10 and low[end] not in DASHES:
        if low[end] == "." and end + 1 >= last:
            break
        end += 1
    source = (start + 1, end)
    if start == first and end + 1 < last and low[end] == ",":
        content = (end + 1, clause_end(words, end + 1, end + 1))
    elif start - first >= 4 and end + 1 >= last and has_verb(words, first, start):
        content = (first, start)
    else:
        return None
    return Report((start, start + 1), "report", "survey", source, source, [content])
