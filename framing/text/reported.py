"""Find reporting clauses: the cue, who speaks, and what is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from framing.text import cues
from framing.text.clauses import (
    Span,
    Verb,
    clause_end,
    first_subject,
    has_verb,
    noun_phrase_before,
    small,
    subject,
    verb_group,
)
from framing.text.cues import Cue
from framing.text.words import QUOTED, Words

PREPOSITION_FRAMES = {
    "of": "of", "for": "for", "on": "on", "about": "about", "against": "against", "as": "as",
    "with": "with", "in": "in", "at": "at", "over": "over", "to": "to_np",
}


@dataclass(slots=True)
class Report:
    """One reporting clause, in pieces of ``Words``: cue, speaker, contents (start, end exclusive).

    ``mention`` are the words that name the speaker, ``referent`` the phrase they stand for (the
    same, but for "who"). ``frame`` says which construction was found.
    """

    cue: Span
    category: str
    frame: str
    mention: Span | None
    referent: Span | None
    contents: list[Span] = field(default_factory=list)


def reports(words: Words) -> list[Report]:
    """Find all reporting clauses of a document, in order of their cues."""
    found: list[Report] = []
    english = cues.english()
    verbs, nouns, adjectives = english.verbs, english.nouns, english.adjectives
    low = words.low
    triggers = _triggers()
    covered = 0
    for i in [i for i, word in enumerate(low) if word in triggers]:
        word = low[i]
        report = None
        if word in verbs:
            report = _verb(words, i, verbs[word], found)
        elif word == "according":
            report = _according(words, i)
        elif word == ":":
            report = _colon(words, i)
        if report is None and word in nouns:
            report = _noun(words, i, nouns[word])
        if report is None and word in adjectives:
            report = _adjective(words, i, adjectives[word], found)
        if report is None and word in SURVEYS:
            report = _survey(words, i)
        if report is None:
            continue
        if i < covered and not _strong(report):
            continue
        found.append(report)
        covered = max([covered, *(end for start, end in report.contents if start > i)])
    return _worthwhile(found, len(low))


@cache
def _triggers() -> frozenset[str]:
    """Give all words at which a report may be found."""
    english = cues.english()
    return frozenset({*english.verbs, *english.nouns, *english.adjectives, *SURVEYS, "according", ":"})


SPOKEN = frozenset({"say", "tell", "claim", "report", "confirm", "ask", "warn", "promise", "complain"})
STRONG = frozenset({"that", "quote", "trail", "colon", "according"})


def _strong(report: Report) -> bool:
    """Tell whether a report counts even within what another one reports."""
    return report.frame in STRONG and report.category in SPOKEN


def _worthwhile(found: list[Report], total: int) -> list[Report]:
    """Leave out weak reports that lie within what another one reports."""
    change = [0] * (total + 1)
    for report in found:
        for start, end in report.contents:
            change[start] += 1
            change[end] -= 1
    depth = list(accumulate(change))
    kept = []
    for report in found:
        i = report.cue[0]
        own = sum(start <= i < end for start, end in report.contents)
        if _strong(report) or depth[i] <= own:
            kept.append(report)
    return kept


# ------------------------------------------------------------------------------------ verbs
def _verb(words: Words, i: int, candidates: tuple[Cue, ...], found: list[Report]) -> Report | None:
    low = words.low
    after = i + 1
    options = []
    frames: set[str] = set()
    for cue in candidates:
        n = len(cue.particles)
        if n and tuple(low[after : after + n]) != cue.particles:
            continue
        if options and n != len(options[0].particles):
            break
        options.append(cue)
        frames |= cue.frames
    if not options:
        return None
    cue = options[0]
    forms = {c.form for c in options}
    end = after + len(cue.particles)
    group = verb_group(words, i)
    who = _speaker(words, i, forms, frames, group, found)
    if who is None:
        return None
    if who == "passive":
        return _passive(words, i, end, cue, frames, group)
    mention, referent, how = who
    if how == "inverted":
        content = _before(words, i, i)
        if content is None:
            return None
        report = Report((i, end), cue.category, "trail", mention, referent, [content])
        return report
    begin = mention[0] if mention and how == "subject" else i
    if begin > words.first[i] and low[begin - 1] == "as" and "trail" in frames:
        report = _as(words, i, end, begin - 1)
        if report:
            return Report((i, end), cue.category, "as", mention, referent, [report])
    if low[i] in words_of("needs_person") and not (mention and _person(words, mention)):
        return None
    if cue.category == "report" and mention and _document(words, mention):
        frames = frames | {"obj"}
    contents, frame = _contents(words, i, end, frames, begin, mention)
    if not contents:
        return None
    return Report((i, end), cue.category, frame, mention, referent, contents)


ARTICLES = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "whose", "no", "every"}
)
# mention, referent, and how they were found: before the verb, after it, or taken over
Who = tuple[Span | None, Span | None, str]


def _speaker(
    words: Words, i: int, forms: set[str], frames: set[str], group: Verb, found: list[Report]
) -> Who | str | None:
    """Find the subject of a reporting verb, or tell that it is passive or no verb at all."""
    s, low, first = small(), words.low, words.first[i]
    left = low[group.left] if group.left >= first else ""
    nothing_between = group.left == i - 1
    if forms == {"ing"}:
        if group.be and not group.modal:
            pass
        elif nothing_between and (left in ARTICLES or left in words_of("gerund_after")):
            return None
        elif left in ("who", "which"):
            return None
        else:
            return (*_inherited(words, i, found), "inherited")
    elif low[i] == "asked" and (i == first or low[i - 1] in ("when", "if", "and", "after", "being")):
        return "passive"
    elif ("ed" in forms or "en" in forms) and group.be and not (group.have and low[i - 1] not in s.be and not _been(words, group, i)):
        return "passive"
    elif forms == {"en"} and not group.have:
        return None
    elif "base" in forms and "ed" not in forms:
        if group.infinitive:
            return (*_inherited(words, i, found), "inherited")
        if not group.modal and not _plural(words, group.left, first, low[i]):
            return None
    elif "s" in forms and (left in ARTICLES or left in s.prepositions) and nothing_between:
        return None
    if low[i] in cues.english().only_with_modal:
        return (*(subject(words, group, i) or (None, None)), "subject") if group.modal else None
    if low[i] in cues.english().ambiguous and not _sure(words, i, group, forms):
        return None
    if "ed" in forms and not group.have and nothing_between and left in ARTICLES:
        return None
    if forms & {"ed", "s"} and low[i] in cues.english().quoting and nothing_between and _after_quote(words, i, frames):
        inverted = _inverted(words, i + 1)
        if inverted and low[i - 1] != QUOTED and not _ends_there(words, inverted[1]):
            inverted = None
        if inverted:
            return inverted, inverted, "inverted"
    if "ed" in forms and nothing_between and i + 1 < words.last[i] and low[i + 1] == "by":
        return "passive"
    both = subject(words, group, i)
    if both is None:
        if left in ("and", "but", "or", ",", ""):
            mention, referent = _inherited(words, i, found)
            if mention is not None:
                return mention, referent, "inherited"
        return None
    return both[0], both[1], "subject"


def _sure(words: Words, i: int, group: Verb, forms: set[str]) -> bool:
    """Tell whether a form that may be a noun has a subject that makes it a verb."""
    s, low, j = small(), words.low, group.left
    if group.modal and low[i - 1] not in s.determiners:
        return True
    if j < words.first[i]:
        return False
    word = low[j]
    if word in s.subjects or word in ("who", "that", "which", "and"):
        return True
    following = low[i + 1] if i + 1 < words.last[i] else ""
    if word.endswith("'s") or (words.capital(i) and not _headline(words, i)):
        return False
    if following in ("that", QUOTED, ":") or following in s.subjects or following in s.wh:
        return True
    if "s" in forms and following and words.capital(i + 1) and word[0].isalnum():
        return word not in s.prepositions
    plural = "base" in forms and word.endswith("s") and not word.endswith(("'s", "ss"))
    if word.endswith("ing"):
        return False
    if following in (".", ""):
        return (plural or "s" in forms) and _set_off(words, j)
    if following in ("of", "for", "from", "in", ",", "and", "or", "on", "are", "is", "were", "was"):
        return False
    if words.capital(j) or word == ")" or plural:
        return True
    return following in s.determiners and word[0].isalnum() and "s" in forms


def _set_off(words: Words, j: int) -> bool:
    """Tell whether the words up to piece j open a clause at the end: "..., records show."."""
    low, first = words.low, words.first[j]
    return any(low[p] in (",", QUOTED) for p in range(max(first, j - 14), j))


def _headline(words: Words, i: int) -> bool:
    """Tell whether the sentence is printed with capitals throughout."""
    first, last = words.first[i], words.last[i]
    long = [p for p in range(first, last) if len(words.low[p]) > 3 and words.low[p][0].isalpha()]
    return len(long) > 2 and sum(words.capital(p) for p in long) >= 0.8 * len(long)


def words_of(name: str) -> frozenset[str]:
    """Give one of the small word lists."""
    return cues.english().words[name]


def _been(words: Words, group: Verb, i: int) -> bool:
    return "been" in words.low[group.left + 1 : i]


def _plural(words: Words, j: int, first: int, verb: str) -> bool:
    """Tell whether piece j may end a plural subject, so that a base form is a finite verb."""
    s = small()
    if j < first:
        return False
    word = words.low[j]
    if verb not in cues.english().ambiguous:
        return word[0].isalnum() and word not in ARTICLES or word in ",)%"
    if word in ("they", "we", "i", "you", "who", "which", "that", "critics", "people", "some", "many",
                "others", "most", "and", ",", "men", "women"):
        return True
    return word.endswith("s") and not word.endswith(("'s", "ss", "us", "is")) and word not in s.possessives


def _inherited(
    words: Words, i: int, found: list[Report]
) -> tuple[Span | None, Span | None]:
    """Take the speaker of the reporting clause before in the sentence, else its subject."""
    first = words.first[i]
    for report in reversed(found[-3:]):
        if report.cue[0] >= first and report.mention and report.frame not in ("passive", "noun"):
            return report.mention, report.referent
    if i - first <= 2:
        # a fronted participle: "Recalling the war, the mayor said"
        comma = next((p for p in range(i + 1, words.last[i]) if words.low[p] in (",", QUOTED)), -1)
        if comma > 0:
            opening = first_subject(words, comma + 1, words.last[i])
            return opening, opening
    opening = first_subject(words, first, i)
    return opening, opening


def _after_quote(words: Words, i: int, frames: set[str]) -> bool:
    low = words.low
    if i <= words.first[i]:
        return False
    if low[i - 1] == QUOTED:
        return True
    if low[i - 1] != "," or "trail" not in frames:
        return False
    return low[i - 2] == QUOTED or has_verb(words, words.first[i], i - 1)


def _inverted(words: Words, k: int) -> Span | None:
    """Find the subject after its verb: said Ada Okafor, the mayor.

    There is none if the phrase is the subject of a verb of its own ("said prices would rise").
    """
    s, low = small(), words.low
    if k >= len(low) or k >= words.last[k - 1] or low[k] in s.wh or low[k] in s.subordinators:
        return None
    last = words.last[k - 1]
    end = k
    while end < last and end - k < 14:
        word = low[end]
        if word == QUOTED and end > k and words.ends[end] - words.starts[end] < 40:
            end += 1
            continue
        if word in ",;:(" or word in DASH or word == QUOTED:
            break
        if word == "." and end + 1 == last:
            break
        if end > k and (word in s.times or word in s.wh):
            break
        if end > k and (word in s.auxiliaries or word == "that" or word in s.finite):
            return None
        if word in CIRCUMSTANCES:
            break
        end += 1
        if end == k + 1 and word in s.subjects:
            break
    if end == k or low[k] in s.prepositions or low[k] in s.adverbs or low[k] == "there":
        return None
    if low[k] in s.subjects and end < last and (low[end][0].isalpha() or low[end] == QUOTED):
        if low[end] not in CIRCUMSTANCES and low[end] not in s.times:
            return None
    if not (words.capital(k) or low[k] in s.determiners or low[k] in s.pronouns or end - k <= 6):
        return None
    return k, end


CIRCUMSTANCES = frozenset(
    {"in", "on", "during", "at", "after", "as", "when", "about", "to", "before", "while"}
)
DASH = frozenset("—–-")


def _before(words: Words, stop: int, i: int, loose: bool = False) -> Span | None:
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
    if low[stop - 1] != "," and low[stop - 1] not in DASH:
        return None
    if low[i] in words_of("marks_only"):
        return None
    if not loose and not has_verb(words, first, end) and end - first < 4:
        return None
    return first, end


def _contents(
    words: Words, i: int, k: int, frames: set[str], begin: int, mention: Span | None
) -> tuple[list[Span], str]:
    """Find what a verb's clause reports: after the verb, or before its subject."""
    s, low, last = small(), words.low, words.last[i]
    while k < last and (low[k] in s.adverbs or low[k] in s.times or low[k].endswith("ly")) and low[k] not in ("all", "both", "no", "much", "so"):
        k += 1
    trails = "trail" in frames and mention is not None and words.first[i] < begin < i
    if trails and low[begin - 1] == QUOTED:
        before = _before(words, begin, i)
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
    closed = after[1] == "end" or k >= last or not low[k][0].isalnum() or low[k] in CLOSING
    closed = closed or low[k] in s.times
    if trails and closed and not _person_after(words, k, last):
        return _around(words, i, k, begin)
    return [], ""


def _ends_there(words: Words, k: int) -> bool:
    """Tell whether no clause of its own follows the subject that stands after its verb."""
    low, last = words.low, words.last[k - 1]
    if k >= last or low[k] in (".", "!", "?") or low[k] in CIRCUMSTANCES:
        return True
    return low[k] == "," and not has_verb(words, k, last)


# What may follow a reporting verb that stands after its content: "..., she said in a letter".
CLOSING = frozenset({"in", "on", "at", "during", "after", "when", "as", "while", "before", "of",
                     "about", "by", "from", "through", "via", "for", "with", "over", "following",
                     "and", "but"})  # fmt: skip



def _person(words: Words, mention: Span) -> bool:
    """Tell whether the speaker is named or a personal pronoun."""
    s, low = small(), words.low
    if low[mention[0]] in s.subjects - {"it"}:
        return True
    start = mention[0] + (low[mention[0]] in s.determiners)
    head = low[mention[1] - 1]
    return words.capital(mention[1] - 1) or (head.endswith("s") and start == mention[0]) or (
        head in cues.english().people["titles"]
    )


def _document(words: Words, mention: Span) -> bool:
    """Tell whether the speaker is a poll, a study, a record."""
    nouns = cues.english().words["documents"]
    return any(words.low[p] in nouns for p in range(*mention))


def _as(words: Words, i: int, k: int, at: int) -> Span | None:
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
    goes_on = k + 1 < last and low[k] in (",", "—", "–") and _goes_on(words, k + 1, last)
    before = _before(words, begin, i, goes_on)
    if not before:
        return [], ""
    contents = [before]
    if goes_on:
        contents.append((k + 1, clause_end(words, k + 1, i)))
    return contents, "trail"


def _goes_on(words: Words, k: int, last: int) -> bool:
    """Tell whether the content goes on after ", he said," and no new clause of the narrator."""
    low = words.low
    word = low[k]
    if word.endswith("ing") or word in ("who", "which", "but", "and", "while", "though", "although", "citing", "after", "as", "before", "when", "according", "a", "an"):
        return False
    return last - k >= 2 or word == QUOTED


def _after(words: Words, i: int, k: int, frames: set[str], last: int) -> tuple[list[Span], str]:
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
    if word in s.prepositions or word in s.times or ("addr" not in frames and word in ("him", "them")):
        return _over_adjunct(words, i, k, frames, last)
    if word in (",", ".", "—", "–", ")", "and", "or", "but", ";") or word in s.wh:
        if word == ",":
            return _over_adjunct(words, i, k, frames - {"obj"}, min(last, k + 16)) if "quote" in frames else ([], "")
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


def _object(words: Words, i: int, k: int, frames: set[str]) -> tuple[list[Span], str]:
    """Take an object, or a clause without "that", as far as the verb allows it."""
    clause = "trail" in frames or _clause(words, k, words.last[i])
    end = clause_end(words, k, i, bare=not clause)
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
    if k + 1 >= words.last[i] or low[k + 1] in (".", ",", ";", "and", "—", "–", "in", "on", "during", "at", "as", "when", "while", "after", "before"):
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
    words: Words, i: int, k: int, frames: set[str], last: int
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
            if p > k and word in s.determiners and low[p - 1] not in s.prepositions and low[p - 1] not in s.determiners:
                break
            if p > k and word == "to":
                break
            if p > k and words.capital(p) and not words.capital(p - 1) and low[p - 1] not in s.prepositions and low[p - 1] not in s.determiners and low[p-1] != "and":
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
    return words.low[p] in ("this", "on", "last", "the") and p + 1 < last and (
        words.low[p + 1] in times
    )


def _over_adjunct(
    words: Words, i: int, k: int, frames: set[str], last: int
) -> tuple[list[Span], str]:
    """Step over "in a statement", "on Monday", "at a rally in Lund" to what is said."""
    s, low = small(), words.low
    p = k + 1
    stop = min(last, k + 22)
    while p < stop:
        word = low[p]
        if word == "that" and "that" in frames and low[p - 1] not in s.prepositions:
            return [(p, clause_end(words, p, i))], "that"
        if word == QUOTED and "quote" in frames and words.ends[p] - words.starts[p] > 25:
            return [(p, _quote_end(words, p, i))], "quote"
        if word == ":":
            return _after_colon(words, i, p)
        if word in ("and", "but", ";", *DASH) and p > k + 1 and low[k] != ",":
            break
        if word == "," and low[k] != "," and p + 1 < stop and low[p + 1] not in ("that", QUOTED):
            if not any(low[q] == "," and low[q + 1] == "that" for q in range(p + 1, stop - 1)):
                break
        if word == "," and p + 1 < stop and low[p + 1] in ("adding", "saying", "calling", "citing", "and", "but"):
            break
        if (
            "obj" in frames and "quote" in frames and "that" in frames
            and (word in s.subjects or (word in s.determiners and low[p - 1] not in s.prepositions and low[p - 1] in s.times))
        ):
            return [(p, clause_end(words, p, i))], "obj"
        p += 1
    return [], ""


def _passive(
    words: Words, i: int, k: int, cue: Cue, frames: set[str], group: Verb
) -> Report | None:
    """Read a passive: was accused by X of Y; a plan backed by X."""
    low, last = words.low, words.last[i]
    s = small()
    if cue.lemma == "ask":
        return _asked(words, i, k, last)
    evidential = cues.english().evidential
    if low[i] in evidential["forms"] and k < last and low[k] in evidential["after"]:
        both = subject(words, group, i) if group.left >= words.first[i] else None
        rest = (k, clause_end(words, k, i, bare=True))
        return Report((i, k), "report", "evidential", None, None, [both[1], rest] if both else [rest])
    stop = min(last, k + 8)
    p = next((p for p in range(k, stop) if low[p] == "by"), -1)
    if p < 0:
        if k < last and low[k] in ("that",) and "that" in frames:
            return Report((i, k), cue.category, "passive", None, None, [(k, clause_end(words, k, i))])
        return None
    agent = _inverted(words, p + 1)
    if agent is None:
        return None
    both = subject(words, group, i) if group.left >= words.first[i] else None
    contents = []
    if both and both[1]:
        contents.append(both[1])
    if agent[1] < last and low[agent[1]] in ("of", "for", "as", "that", "to", QUOTED):
        contents.append((agent[1], clause_end(words, agent[1], i)))
    if not contents:
        return None
    return Report((i, k), cue.category, "passive", agent, agent, contents)


def _asked(words: Words, i: int, k: int, last: int) -> Report | None:
    """Read "asked by reporters whether", "When asked in Lund about": what was asked."""
    s, low = small(), words.low
    who = None
    for p in range(k, min(last, k + 14)):
        word = low[p]
        if word == "by" and p == k:
            who = _inverted(words, p + 1)
        if word in s.wh or word in ("about", "to", QUOTED) or (word == "for" and p == k):
            end = p + 1 if word == QUOTED else clause_end(words, p, i)
            comma = next((c for c in range(p + 1, end) if low[c] == ","), end)
            return Report((i, k), "ask", "passive", who, who, [(p, comma)])
        if word in (",", ";"):
            return None
    return None


# ------------------------------------------------------------------------------ other cues
def _according(words: Words, i: int) -> Report | None:
    """Read "according to X": at the head of its sentence, or after what it vouches for."""
    low, first, last = words.low, words.first[i], words.last[i]
    if i + 2 >= last or low[i + 1] != "to":
        return None
    end = i + 2
    while end < last and low[end] not in (",", ";", ":") and low[end] not in DASH:
        if low[end] == "." and end + 1 >= last:
            break
        end += 1
    source = (i + 2, min(end, i + 2 + 24))
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
        if leading or _goes_on(words, begin, last):
            contents.append((begin, clause_end(words, begin, begin)))
    contents = [c for c in contents if c[1] > c[0]]
    if not contents:
        return None
    return Report((i, i + 2), "report", "according", source, source, contents)


def _past_apposition(words: Words, comma: int, last: int) -> int:
    """Skip an inserted phrase after a name: according to Ada Okafor, the mayor, it rained."""
    low = words.low
    opener = low[comma + 1] if comma + 1 < last else ""
    if opener in ("a", "an", "the", "who", "which", "whose", "former"):
        following = next((p for p in range(comma + 1, min(last, comma + 22)) if low[p] == ","), -1)
        if following > 0 and (opener in ("who", "which", "whose") or not has_verb(words, comma + 1, following)):
            return following
    return comma


SPEAKERS = frozenset({"official", "officials", "source", "sources", "spokesman", "spokeswoman",
                      "spokesperson", "poll", "report", "study", "survey", "minister", "president",
                      "expert", "experts", "witness", "witnesses", "police", "analyst", "aide",
                      "lawyer", "editor", "mayor", "governor", "sen", "rep", "gov", "dr"})  # fmt: skip


def _colon(words: Words, i: int) -> Report | None:
    """Read "Senior official: This is ..." at the head of a line."""
    low, first, last = words.low, words.first[i], words.last[i]
    s = small()
    if not 1 <= i - first <= 7 or i + 1 >= last:
        return None
    if i - first > 3 and not any(low[p] in SPEAKERS for p in range(first, i)):
        return None
    if words.text[words.starts[first] - 1 : words.starts[first]] not in ("", "\n"):
        return None
    if has_verb(words, first, i) or low[first] in s.wh or low[i - 1] in cues.english().verbs:
        return None
    if any(low[p][0].isdigit() for p in range(first, i)) or low[first] in cues.english().words["no_speaker"]:
        return None
    if words.starts[i + 1] == words.ends[i] or not (words.capital(i + 1) or low[i + 1] == QUOTED):
        return None
    return Report((i, i + 1), "say", "colon", (first, i), (first, i), [(i + 1, _line_end(words, i))])


def _line_end(words: Words, i: int) -> int:
    """Find the end of the line on which piece i stands."""
    end = words.last[i]
    while end < len(words.low) and "\n" not in words.text[words.ends[end - 1] : words.starts[end]]:
        end = words.last[end]
    return end


def _noun(words: Words, i: int, candidates: tuple[Cue, ...]) -> Report | None:
    """Read a noun of speech with a speaker: her claim that, the mayor's call for, a plea by X to."""
    s, low, first, last = small(), words.low, words.first[i], words.last[i]
    k = i + 1
    if k >= last:
        return None
    frames = {frame for cue in candidates for frame in cue.frames}
    owner = _owner(words, i, first)
    if owner is None and low[k] in ("by", "from"):
        owner = _inverted(words, k + 1)
        k = owner[1] if owner else k
    if k + 1 < last and low[k] == "not" and low[k + 1] == "to":
        k += 1
    if k >= last or low[k] not in frames:
        return None
    if owner is None:
        owner = _light_subject(words, i, first)
    if owner is None and not (low[k] == "that" and candidates[0].category == "claim"):
        return None
    content = (k, clause_end(words, k, i, bare=low[k] != "that"))
    if content[1] - content[0] < 2:
        return None
    return Report((i, i + 1), candidates[0].category, "noun", owner, owner, [content])


def _light_subject(words: Words, i: int, first: int) -> Span | None:
    """Find the subject of the verb that lends it: the mayor expressed the hope that."""
    s, low = small(), words.low
    light = cues.english().light
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if low[j] in light:
            both = subject(words, verb_group(words, j), j)
            return both[0] if both else None
        if low[j] in s.prepositions or not low[j][0].isalnum() or low[j] in s.subjects:
            return None
    return None


def _adjective(
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
    if left in ARTICLES:
        return None
    if left in (",", "and", "") or not left[0].isalnum():
        mention, referent = _inherited(words, i, found)
    else:
        both = subject(words, group, i)
        mention, referent = both or (None, None)
    if mention is None or low[mention[0]] in ("it", "there", "that", "this"):
        return None
    content = (k, clause_end(words, k, i, bare=low[k] != "that"))
    return Report((i, i + 1), candidates[0].category, "adjective", mention, referent, [content])


SURVEYS = frozenset({"poll", "polls", "survey", "surveys"})


def _survey(words: Words, i: int) -> Report | None:
    """Read "in a new poll" as the source of its sentence."""
    low, first, last = words.low, words.first[i], words.last[i]
    start = next((p for p in range(i - 1, max(first, i - 9) - 1, -1) if low[p] == "in"), -1)
    if start < 0 or any(low[p] in (",", "and") for p in range(start, i)):
        return None
    end = i + 1
    while end < last and low[end] not in (",", ";") and end - i < 10 and low[end] not in DASH:
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


def _owner(words: Words, i: int, first: int) -> Span | None:
    """Find the possessor of a noun: her, the mayor's, critics'."""
    s, low = small(), words.low
    for j in range(i - 1, max(first, i - 4) - 1, -1):
        if low[j] in s.possessives:
            return j, j + 1
        if low[j].endswith(("'s", "s'")):
            found = noun_phrase_before(words, j, first)
            return found
        if not low[j][0].isalnum() or low[j] in s.determiners or low[j] in s.prepositions or low[j] in s.auxiliaries:
            return None
    return None


def spans(report: Report) -> Iterator[Span]:
    """Give the contents of a report."""
    yield from report.contents
