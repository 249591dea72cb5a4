"""What a reporting verb reports: a clause, an object, an infinitive, what is in marks or before."""

from __future__ import annotations

from framing.text import cues
from framing.text.extent import clause_end
from framing.text.grammar import DASHES, Span, has_verb, small
from framing.text.words import QUOTED, Words

# the frame that a preposition stands for
PREPOSITION_FRAMES = {
    **{word: word for word in "of for on about against as with in at over".split()},  # noqa: SIM905
    "to": "to_np",
}
# what ends an addition such as "in a statement on Monday"
_PARTING = frozenset({"and", "but", ";"}) | DASHES


def contents_of(
    words: Words, i: int, k: int, frames: frozenset[str], begin: int, mention: Span | None
) -> tuple[list[Span], str]:
    """Find what a verb's clause reports: after the verb, or before its subject."""
    s, low, last = small(), words.low, words.last[i]
    while (
        k < last
        and low[k] not in ("all", "both", "no", "much", "so")
        and (low[k] in s.adverbs or low[k] in s.times or low[k].endswith("ly"))
    ):
        k += 1
    trails = "trail" in frames and mention is not None and words.first[i] < begin < i
    if trails and low[begin - 1] == QUOTED:
        before = said_before(words, begin, i)
        if before:
            return [before], "trail"
    set_off = trails and low[begin - 1] in (",", "—", "–", "-")
    if set_off and k < last and low[k] in (",", "—", "–"):
        around = _around(words, i, k, begin)
        if around[0]:
            return around
    after = _after(words, i, k, frames, last)
    if after[0]:
        return after
    closed = after[1] == "end" or k >= last or not low[k][0].isalnum() or low[k] in small().closing
    closed = closed or low[k] in s.times
    if trails and closed and not _person_after(words, k, last):
        return _around(words, i, k, begin)
    return [], ""


def said_before(words: Words, stop: int, i: int, loose: bool = False) -> Span | None:
    """Find the content that precedes a reporting clause which starts at piece ``stop``."""
    low, first = words.low, words.first[i]
    end = stop
    if end > first and low[end - 1] == ",":
        end -= 1
    if end <= first:
        return None
    if low[end - 1] == QUOTED:
        begin = end - 1
        # the quotation alone, or the clause that it ends
        if begin > first and low[begin - 1] not in (".", "!", "?", ":") and begin - first >= 1:
            text = words.text
            region = text[words.starts[begin] + 1 : words.starts[begin] + 2]
            if not region.isupper() or has_verb(words, first, begin):
                return first, end
        return begin, end
    if low[stop - 1] != "," and low[stop - 1] not in DASHES:
        return None
    if low[i] in small().marks_only:
        return None
    if not loose and not has_verb(words, first, end) and end - first < 4:
        return None
    return first, end


def as_clause(words: Words, i: int, k: int, at: int) -> Span | None:
    """Read "As the Post reported, it rained" and "It rained, as the Post reported"."""
    low, first, last = words.low, words.first[i], words.last[i]
    comma = next((p for p in range(k, min(last, k + 12)) if low[p] in (",", ":")), -1)
    if at == first or (at == first + 1 and low[first] in ("but", "and")):
        if comma > 0 and comma + 1 < last:
            return comma + 1, clause_end(words, comma + 1, comma + 1)
        return None
    if low[at - 1] == "," and has_verb(words, first, at):
        return first, at - 1
    if low[at - 1] in ("and", "but", "that") and comma > 0 and comma + 1 < last:
        return comma + 1, clause_end(words, comma + 1, comma + 1)
    return None


def _around(words: Words, i: int, k: int, begin: int) -> tuple[list[Span], str]:
    """Take what stands before a reporting clause, and what goes on after it.

    "In this town, Okafor said, nobody is safe.": the clause is set off by commas on both sides.
    """
    low, last = words.low, words.last[i]
    after = k + 1 < last and low[k] in (",", "—", "–") and goes_on(words, k + 1, last)
    before = said_before(words, begin, i, after)
    if not before:
        return [], ""
    contents = [before]
    if after:
        contents.append((k + 1, clause_end(words, k + 1, i)))
    return contents, "trail"


def goes_on(words: Words, k: int, last: int) -> bool:
    """Tell whether the content goes on after ", he said," and no new clause of the narrator."""
    low = words.low
    word = low[k]
    if word.endswith("ing") or word in small().narrator_again:
        return False
    return last - k >= 2 or word == QUOTED


def _after(
    words: Words, i: int, k: int, frames: frozenset[str], last: int
) -> tuple[list[Span], str]:
    s, low = small(), words.low
    if k >= last:
        return [], ""
    word = low[k]
    if word == "," and k + 1 < last and low[k + 1] == QUOTED:
        k += 1
        word = low[k]
    if word == ":":
        return _after_colon(words, i, k)
    if word == QUOTED and ("quote" in frames or "obj" in frames) and not words.titled(k):
        return [(k, _quote_end(words, k, i))], "quote"
    if word == "that" and "that" in frames:
        return [(k, clause_end(words, k, i))], "that"
    if word in s.wh and "wh" in frames:
        return [(k, clause_end(words, k, i))], "wh"
    if word == "to" and "to" in frames and not _person_after(words, k, last):
        begin = k - 1 if low[k - 1] == "not" else k
        return [(begin, clause_end(words, k, i, bare=True))], "to"
    if word in PREPOSITION_FRAMES and PREPOSITION_FRAMES[word] in frames:
        return [(k, clause_end(words, k, i, bare=True))], "prep"
    if "addr" in frames and word[0].isalnum() and word not in s.prepositions:
        return _addressed(words, i, k, frames, last)
    if (
        word in s.prepositions
        or word in s.times
        or ("addr" not in frames and word in ("him", "them"))
    ):
        return _over_adjunct(words, i, k, frames, last)
    if word in (",", ".", "—", "–", ")", "and", "or", "but", ";") or word in s.wh:
        if word == ",":
            return (
                _over_adjunct(words, i, k, frames - {"obj"}, min(last, k + 16))
                if "quote" in frames
                else ([], "")
            )
        return [], ""
    if word[0].isalnum() or word in "$@#":
        return _object(words, i, k, frames)
    return [], ""


def _person_after(words: Words, k: int, last: int) -> bool:
    """Tell whether "to" is followed by somebody and not by a verb: proposed to Okafor that."""
    if k + 1 >= last or words.low[k] != "to":
        return False
    s, word = small(), words.low[k + 1]
    return word in s.determiners or word in s.objects or words.capital(k + 1)


def _object(words: Words, i: int, k: int, frames: frozenset[str]) -> tuple[list[Span], str]:
    """Take an object, or a clause without "that", as far as the verb allows it."""
    clause = "trail" in frames or _clause(words, k, words.last[i])
    end = clause_end(words, k, i, bare=not clause)
    if end == k + 1 and words.low[k] in small().objects:
        return [], ""  # "to see it", "likes him": a pronoun tells nothing of what is said
    if "obj" in frames:
        return [(k, end)], "obj"
    if "clause" in frames and _clause(words, k, end):
        return [(k, end)], "clause"
    if "as_later" in frames and "as" in words.low[k : min(end, k + 12)]:
        return [(k, end)], "obj"
    return [], ""


def _clause(words: Words, k: int, end: int) -> bool:
    """Tell whether a subject and its verb seem to follow."""
    s, low = small(), words.low
    for p in range(k, min(end, k + 10)):
        word = low[p]
        if word in s.auxiliaries and p > k:
            return True
        if "'" in word and word in s.auxiliaries:
            return True
        if word in (",", "who", "which", "that", ";", "—", "–"):
            return False
    return low[k] in s.subjects


def _quote_end(words: Words, k: int, i: int) -> int:
    """Let a content that starts in marks go on, if the sentence goes on."""
    low = words.low
    if k + 1 >= words.last[i] or low[k + 1] in (
        ".",
        ",",
        ";",
        "and",
        "—",
        "–",
        "in",
        "on",
        "during",
        "at",
        "as",
        "when",
        "while",
        "after",
        "before",
    ):
        return k + 1
    if words.text[words.ends[k] - 2] in ".!?,":
        return k + 1
    return clause_end(words, k, i)


def _after_colon(words: Words, i: int, k: int) -> tuple[list[Span], str]:
    last = words.last[i]
    if k + 1 < last:
        end = k + 2 if words.low[k + 1] == QUOTED else clause_end(words, k + 1, i)
        return [(k + 1, end)], "colon"
    if k + 1 < len(words.low):
        begin = k + 1
        end = begin + 1 if words.low[begin] == QUOTED else words.last[begin]
        return [(begin, end)], "colon"
    return [], ""


def _addressed(
    words: Words, i: int, k: int, frames: frozenset[str], last: int
) -> tuple[list[Span], str]:
    """Step over the person spoken to: told reporters that, told CNN on Monday, “..."."""
    s, low = small(), words.low
    p = k
    if low[k] in s.objects:
        p = k + 1
    else:
        while p < last and p - k < 16:
            word = low[p]
            if word == QUOTED and words.titled(p):
                p += 1
                continue
            if word in ("that", ",", ":", QUOTED) or (word in s.wh and word != "who"):
                break
            if p > k and word in s.times:
                break
            if p > k and (word in s.subjects or word in s.objects):
                break
            if (
                p > k
                and word in s.determiners
                and low[p - 1] not in s.prepositions
                and low[p - 1] not in s.determiners
            ):
                break
            if p > k and word == "to":
                break
            if (
                p > k
                and words.capital(p)
                and not words.capital(p - 1)
                and low[p - 1] not in s.prepositions
                and low[p - 1] not in s.determiners
                and low[p - 1] != "and"
            ):
                break
            if p > k + 1 and word in s.auxiliaries:
                return [(k, clause_end(words, k, i))], "obj"
            if word == "." and p + 1 == last:
                break
            p += 1
    while p < last and (low[p] in s.times or low[p] in s.adverbs or _timed(words, p, last)):
        p += 1
    if p >= last or (low[p] == "." and p + 1 >= last):
        return [], "end"
    found = _after(words, i, p, frames - {"addr"}, last)
    return found


def _timed(words: Words, p: int, last: int) -> bool:
    """Tell whether "this" or "on" only opens a time: this week, on Monday."""
    times = small().times
    return (
        words.low[p] in ("this", "on", "last", "the")
        and p + 1 < last
        and (words.low[p + 1] in times)
    )


def _that_follows(low: list[str], p: int, stop: int) -> bool:
    """Tell whether ", that" closes an insertion: wrote to Okafor, the mayor, that."""
    return any(low[q] == "," and low[q + 1] == "that" for q in range(p + 1, stop - 1))


def _over_adjunct(
    words: Words, i: int, k: int, frames: frozenset[str], last: int
) -> tuple[list[Span], str]:
    """Step over "in a statement", "on Monday", "at a rally in Lund" to what is said."""
    s, low = small(), words.low
    p = k + 1
    stop = min(last, k + 22)
    while p < stop:
        word = low[p]
        if low[k] == "," and p == k + 1 and word in cues.english().quoting and word[-3:] != "ing":
            break  # a verb of the clause around: "whose book they quoted, calls it"
        if word == "that" and "that" in frames and low[p - 1] not in s.prepositions:
            return [(p, clause_end(words, p, i))], "that"
        if word == QUOTED and "quote" in frames and words.ends[p] - words.starts[p] > 25:
            return [(p, _quote_end(words, p, i))], "quote"
        if word == ":":
            return _after_colon(words, i, p)
        if word in _PARTING and p > k + 1 and low[k] != ",":
            break
        inserted = word == "," and low[k] != "," and p + 1 < stop
        if inserted and low[p + 1] not in ("that", QUOTED) and not _that_follows(low, p, stop):
            break
        if (
            word == ","
            and p + 1 < stop
            and low[p + 1] in ("adding", "saying", "calling", "citing", "and", "but")
        ):
            break
        if (
            "obj" in frames
            and "quote" in frames
            and "that" in frames
            and (
                word in s.subjects
                or (
                    word in s.determiners
                    and low[p - 1] not in s.prepositions
                    and low[p - 1] in s.times
                )
            )
        ):
            return [(p, clause_end(words, p, i))], "obj"
        p += 1
    return [], ""
