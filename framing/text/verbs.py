"""Read reporting verbs: whether the word is a verb here, who speaks, what is said."""

from __future__ import annotations

from dataclasses import dataclass

from framing.text import cues
from framing.text.contents import as_clause, contents_of, said_before
from framing.text.cues import Cue, Reading
from framing.text.extent import clause_end
from framing.text.grammar import Report, Span, Verb, has_verb, small, verb_group
from framing.text.subjects import first_subject, inverted_subject, subject
from framing.text.words import QUOTED, Words


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks, and how he was found: before the verb (subject), behind it, or taken over.

    ``how`` is subject, inverted, inherited or passive (then nobody yet).
    """

    mention: Span | None
    referent: Span | None
    how: str


PASSIVE = Who(None, None, "passive")


def verb_report(
    words: Words, i: int, readings: tuple[Reading, ...], found: list[Report]
) -> Report | None:
    """Read the reporting verb at piece i, if it is one here; ``found`` are the reports before."""
    s, low = small(), words.low
    reading = _reading(low, i, readings)
    if reading is None:
        return None
    cue, forms, frames = reading.cue, reading.forms, reading.frames
    end = i + 1 + len(cue.particles)
    group = verb_group(words, i)
    who = _speaker(words, i, end, forms, frames, group, found)
    if who is None:
        return None
    if who.how == "passive":
        return _passive(words, i, end, cue, frames, group)
    mention, referent = who.mention, who.referent
    if who.how == "inverted":
        content = said_before(words, i, i)
        return (
            Report((i, end), cue.category, "trail", mention, referent, [content])
            if content
            else None
        )
    begin = mention[0] if mention and who.how == "subject" else i
    if begin > words.first[i] and low[begin - 1] == "as" and "trail" in frames:
        content = as_clause(words, i, end, begin - 1)
        if content:
            return Report((i, end), cue.category, "as", mention, referent, [content])
    if low[i] in s.needs_person and not (mention and _person(words, mention)):
        return None
    if cue.category in ("praise", "criticize") and _is_act(words, end, cue):
        return None
    if cue.category == "report" and mention and _document(words, mention):
        frames = frames | {"obj"}
    contents, frame = contents_of(words, i, end, frames, begin, mention)
    if frame == "colon" and group.modal and low[contents[0][0]] != QUOTED:
        return None  # "The board could say: yes": nobody has said it
    if contents and mention and low[mention[0]] in ("who", "which") and low[begin - 1] == ",":
        contents = [_within_relative(low, content) for content in contents]
    return Report((i, end), cue.category, frame, mention, referent, contents) if contents else None


def _within_relative(low: list[str], content: Span) -> Span:
    """End a content with its relative clause: Okafor, who said that it rained, left."""
    start, end = content
    return start, next((p for p in range(start + 2, end) if low[p] == ","), end)


def _reading(low: list[str], i: int, readings: tuple[Reading, ...]) -> Reading | None:
    """Choose the reading whose particles follow: of "point out" and "point", the longer."""
    for reading in readings:
        particles = reading.cue.particles
        if not particles or tuple(low[i + 1 : i + 1 + len(particles)]) == particles:
            return reading
    return None


def _speaker(
    words: Words, i: int, end: int, forms: frozenset[str], frames: frozenset[str], group: Verb,
    found: list[Report],
) -> Who | None:  # fmt: skip
    """Find who speaks, or tell that the verb is passive, or that the word is no verb here."""
    s, low, first = small(), words.low, words.first[i]
    left = low[group.left] if group.left >= first else ""
    if forms == {"ing"} and not (group.be and not group.modal):
        return _participle(words, i, left, group, found)
    if _is_passive(words, i, forms, group):
        return PASSIVE
    if "base" in forms and "ed" not in forms and group.infinitive:
        if left in s.failing:
            return Who(None, None, "inherited")  # failed to condemn: nothing is said
        return Who(*inherited(words, i, found), "inherited")
    if _is_noun(words, i, end, left, forms, group):
        return None
    if low[i] in cues.english().only_with_modal:
        both = subject(words, group, i) if group.modal else None
        return Who(*both, "subject") if both else None
    inverted = _behind(words, i, forms, frames, group)
    if inverted:
        return Who(inverted, inverted, "inverted")
    both = subject(words, group, i)
    by = "ed" in forms and group.left == i - 1 and i + 1 < words.last[i] and low[i + 1] == "by"
    if by and not (both and both[0][0] > first and low[both[0][0] - 1] in (QUOTED, ",")):
        return PASSIVE
    if both:
        return Who(*both, "subject")
    if left in ("and", "but", "or", ",", ""):
        mention, referent = inherited(words, i, found)
        return Who(mention, referent, "inherited") if mention else None
    return None


def _participle(words: Words, i: int, left: str, group: Verb, found: list[Report]) -> Who | None:
    """Read "saying": it takes over the speaker, unless it is a noun ("of saying no")."""
    s = small()
    if left in ("who", "which"):
        return None
    if group.left == i - 1 and (left in s.articles or left in s.gerund_after):
        return None
    if left and left[0].isalpha() and words.capital(group.left):
        # a subject of its own: "with Okafor calling it", "and Okafor saying"
        both = subject(words, group, i)
        if both and words.low[both[0][0] - 1] in (",", "and", "with", "–", "—", "while", "but"):
            return Who(*both, "subject")
    if group.left == i - 1 and left.endswith("s") and _plural(words, group.left, 0, left):
        # those who do it stand before it: "leaders calling for peace"
        both = subject(words, group, i)
        if both and left not in s.times and left not in s.prepositions:
            who = _bearers(words, *both[0])
            return Who(who, who, "subject")
    return Who(*inherited(words, i, found), "inherited")


def _bearers(words: Words, start: int, end: int) -> Span:
    """Cut a phrase to those who do it: "a crowd of leaders | calling", "marchers carried signs"."""
    s, low = small(), words.low
    for p in range(start + 1, end):
        if low[p].endswith("ed") and low[p - 1].endswith("s") and low[p] not in s.no_past:
            return start, p  # those who hold a sign say what it says
    of = [p for p in range(start, end) if low[p] in s.prepositions]
    return (of[-1] + 1 if of else start, end)


def _is_passive(words: Words, i: int, forms: frozenset[str], group: Verb) -> bool:
    low = words.low
    if low[i] == "asked" and (
        i == words.first[i] or low[i - 1] in ("when", "if", "and", "after", "being")
    ):
        return True
    if not forms & {"ed", "en"} or not group.be:
        return False
    perfect = group.have and low[i - 1] not in small().be
    return not perfect or "been" in low[group.left + 1 : i]


def _is_noun(words: Words, i: int, end: int, left: str, forms: frozenset[str], group: Verb) -> bool:
    """Tell whether the form is a noun or adjective here: the claims, her plans, alleged."""
    s, low = small(), words.low
    nothing_between = group.left == i - 1
    if forms == {"en"}:
        return not group.have
    if "base" in forms and "ed" not in forms:
        if not group.modal and not _plural(words, group.left, words.first[i], low[i]):
            return True
    elif "s" in forms and (left in s.articles or left in s.prepositions) and nothing_between:
        return True
    if low[i] in cues.english().only_with_modal:
        return False
    if low[i] in cues.english().ambiguous and not _sure(words, i, end, group, forms):
        return True
    return "ed" in forms and not group.have and nothing_between and left in s.articles


def _behind(
    words: Words, i: int, forms: frozenset[str], frames: frozenset[str], group: Verb
) -> Span | None:
    """Find the speaker behind the verb: “No,” said Ada Okafor."""
    if not forms & {"ed", "s"} or "quote" not in frames or group.left != i - 1:
        return None
    if not _after_quote(words, i, frames):
        return None
    found = inverted_subject(words, i + 1)
    if found and words.low[i - 1] != QUOTED and not _ends_there(words, found[1]):
        return None
    return found


def _sure(words: Words, i: int, end: int, group: Verb, forms: frozenset[str]) -> bool:
    """Tell whether a form that may be a noun has a subject that makes it a verb."""
    s, low, j = small(), words.low, group.left
    if group.modal and low[i - 1] not in s.determiners:
        return True
    if j < words.first[i]:
        return False
    word = low[j]
    if word in s.subjects or word in ("who", "that", "which", "and"):
        return True
    following = low[end] if end < words.last[i] else ""
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
    return following in s.determiners and (word[0].isalnum() or word == ",") and "s" in forms


def _set_off(words: Words, j: int) -> bool:
    """Tell whether the words up to piece j open a clause at the end: "..., records show."."""
    low, first = words.low, words.first[j]
    return any(low[p] in (",", QUOTED) for p in range(max(first, j - 14), j))


def _headline(words: Words, i: int) -> bool:
    """Tell whether the sentence is printed with capitals throughout."""
    first, last = words.first[i], words.last[i]
    long = [p for p in range(first, last) if len(words.low[p]) > 3 and words.low[p][0].isalpha()]
    return len(long) > 2 and sum(words.capital(p) for p in long) >= 0.8 * len(long)


def _plural(words: Words, j: int, first: int, verb: str) -> bool:
    """Tell whether piece j may end a plural subject, so that a base form is a finite verb."""
    s = small()
    if j < first:
        return False
    word = words.low[j]
    if verb not in cues.english().ambiguous:
        if word in s.prepositions:
            return False
        return (word[0].isalnum() and word not in s.articles) or word in ",)%"
    if word in s.plural_subjects or word in s.documents:
        return True
    return (
        word.endswith("s")
        and not word.endswith(("'s", "ss", "us", "is"))
        and word not in s.possessives
    )


def inherited(words: Words, i: int, found: list[Report]) -> tuple[Span | None, Span | None]:
    """Take the speaker of the reporting clause before in the sentence, else its subject."""
    first = words.first[i]
    own = _own_clause(words, i, first) if words.low[i - 1] == "to" else first
    for report in reversed(found[-3:]):
        if (
            report.cue[0] >= max(first, own)
            and report.mention
            and report.frame not in ("passive", "noun")
        ):
            return report.mention, report.referent
    if i - first <= 2:
        # a fronted participle: "Recalling the war, the mayor said"
        comma = next((p for p in range(i + 1, words.last[i]) if words.low[p] in (",", QUOTED)), -1)
        if comma > 0:
            opening = first_subject(words, comma + 1, words.last[i])
            return opening, opening
    opening = (first_subject(words, own, i) if own > first else None) or first_subject(
        words, first, i
    )
    return opening, opening


def _own_clause(words: Words, i: int, first: int) -> int:
    """Find where a verb's clause begins: "after | the sides failed to agree", else ``first``."""
    low, openers = words.low, small().clause_openers
    for p in range(i - 2, first, -1):
        if low[p] in openers and has_verb(words, p + 1, i):
            return first if low[p + 1].endswith(("ing", "ed")) else p + 1
        if low[p] in (QUOTED, ","):
            break
    return first


def _after_quote(words: Words, i: int, frames: frozenset[str]) -> bool:
    low = words.low
    if i <= words.first[i]:
        return False
    if low[i - 1] == QUOTED:
        return True
    if low[i - 1] != "," or "trail" not in frames:
        return False
    return low[i - 2] == QUOTED or has_verb(words, words.first[i], i - 1)


def _ends_there(words: Words, k: int) -> bool:
    """Tell whether no clause of its own follows the subject that stands after its verb."""
    low, last = words.low, words.last[k - 1]
    if k >= last or low[k] in (".", "!", "?") or low[k] in small().circumstances:
        return True
    return low[k] == "," and not has_verb(words, k, last)


def _person(words: Words, mention: Span) -> bool:
    """Tell whether the speaker is named or a personal pronoun."""
    s, low = small(), words.low
    if low[mention[0]] in s.subjects - {"it"}:
        return True
    start = mention[0] + (low[mention[0]] in s.determiners)
    head = low[mention[1] - 1]
    return (
        words.capital(mention[1] - 1)
        or (head.endswith("s") and start == mention[0])
        or (head in cues.english().people["titles"])
    )


def _is_act(words: Words, k: int, cue: Cue) -> bool:
    """Tell whether the verb means an act here: denied entry, welcomed 124 flights."""
    following = words.low[k : min(k + 2, words.last[k - 1])]
    if cue.lemma == "deny":
        return any(word in small().denied_things for word in following)
    return bool(following) and following[0][0].isdigit()


def _document(words: Words, mention: Span) -> bool:
    """Tell whether the speaker is a poll, a study, a record."""
    nouns = cues.english().words["documents"]
    return any(words.low[p] in nouns for p in range(*mention))


def _passive(
    words: Words, i: int, k: int, cue: Cue, frames: frozenset[str], group: Verb
) -> Report | None:
    """Read a passive: was accused by X of Y; a plan backed by X."""
    low, last = words.low, words.last[i]
    if cue.lemma == "ask":
        return _asked(words, i, k, last)
    evidential = cues.english().evidential
    if low[i] in evidential["forms"] and k < last and low[k] in evidential["after"]:
        both = subject(words, group, i) if group.left >= words.first[i] else None
        rest = (k, clause_end(words, k, i, bare=True))
        return Report(
            (i, k), "report", "evidential", None, None, [both[1], rest] if both else [rest]
        )
    stop = min(last, k + 8)
    p = next((p for p in range(k, stop) if low[p] == "by"), -1)
    if p < 0:
        if k < last and low[k] in ("that",) and "that" in frames:
            return Report(
                (i, k), cue.category, "passive", None, None, [(k, clause_end(words, k, i))]
            )
        return None
    agent = inverted_subject(words, p + 1)
    if agent is None or not frames & {"obj", "that", "clause", "as_later"}:
        return None  # a port that was closed by a strike
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
            who = inverted_subject(words, p + 1)
        if word in s.wh or word in ("about", "to", QUOTED) or (word == "for" and p == k):
            end = p + 1 if word == QUOTED else clause_end(words, p, i)
            comma = next((c for c in range(p + 1, end) if low[c] == ","), end)
            return Report((i, k), "ask", "passive", who, who, [(p, comma)])
        if word in (",", ";"):
            return None
    return None
