"""What the constructions find in a sentence: span, cue, target, and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from framing.scoring import clauses
from framing.scoring.constructions import Construction, Grammar
from framing.scoring.grammar import Span, Tokens, cut, fold, lists, passive

_REACH = 18


@dataclass(frozen=True)
class Found:
    """One element in a sentence, in offsets of the text; (-1, -1) where there is none."""

    element: str
    construction: str
    start: int
    end: int
    cue: Span
    target: Span
    sayer: Span
    says: bool
    content: int


@cache
def _table() -> bytes:
    """One byte for one character: lower case; a blank for all that is no part of a word."""
    table = bytearray(b" " * 256)
    for code in range(256):
        character = bytes([code]).decode("cp1252", "replace")
        lower = character.lower().encode("cp1252", "replace")
        if character.isalnum() and len(lower) == 1:
            table[code] = lower[0]
    for code in (0x27, 0x91, 0x92):
        table[code] = 0x27
    table[0x2D] = 0x2D
    return bytes(table)


def find(text: str, sentences: Iterable[Span], grammar: Grammar) -> Iterator[tuple[int, Found]]:
    """Find the elements of one text, as (number of the sentence, what was found).

    ``sentences`` are (start, end) in order. Of overlapping finds of one element the one with a
    target, then the longer, stays.

    >>> from framing.scoring.constructions import english
    >>> text = "Tenants blamed the owner for the leak."
    >>> [(n, one.element) for n, one in find(text, [(0, len(text))], english())]
    [(0, 'cause')]
    """
    cues = _cues(text, grammar)
    folded = fold(text) if cues else ""
    place = 0
    for number, (start, end) in enumerate(sentences):
        while place < len(cues) and cues[place][0] < start:
            place += 1
        inside = []
        while place < len(cues) and cues[place][0] < end:
            if cues[place][1] <= end:
                inside.append(cues[place])
            place += 1
        if inside:
            t = cut(text, start, end, folded)
            for one in _apart(list(_read(t, inside, grammar))):
                yield number, one


def _cues(text: str, grammar: Grammar) -> list[tuple[int, int, int]]:
    """List (start, end, construction) of cues that stand in no phrase that voids them."""
    if not grammar.constructions:
        return []
    folded = " " + text.encode("cp1252", "replace").translate(_table()).decode("latin-1") + " "
    found: set[tuple[int, int, int]] = set()
    void: set[tuple[int, int, int]] = set()
    for stop, (length, place) in grammar.automaton.iter(folded):
        start, end = stop - 1 - length, stop - 1
        for number, wanted in grammar.of_phrase[place]:
            (found if wanted else void).add((start, end, number))
    blocked: dict[int, list[Span]] = {}
    for start, end, number in void:
        blocked.setdefault(number, []).append((start, end))
    kept = [
        (start, end, number)
        for start, end, number in found
        if not any(a <= start and end <= b for a, b in blocked.get(number, ()))
    ]
    return sorted(kept)


def _read(t: Tokens, cues: list[tuple[int, int, int]], grammar: Grammar) -> Iterator[Found]:
    for start, end, number in cues:
        element, item = grammar.constructions[number]
        i, j = t.at(start), t.at(end)
        if i >= len(t.low) or t.starts[i] != start:
            continue
        if i and t.capital[i] and _in_a_name(t, i) and not _title_case(t):
            continue
        one = _apply(t, i, j, element, item)
        if one:
            yield one


def _title_case(t: Tokens) -> bool:
    long = [t.capital[k] for k in range(len(t.low)) if len(t.low[k]) > 4]
    return len(long) > 3 and sum(long) > 0.7 * len(long)


def _in_a_name(t: Tokens, i: int) -> bool:
    """Tell whether a capital marks a name: the Crisis Centre (no sentence begins here)."""
    return t.low[i - 1] not in '“"‘:(.' or t.low[i - 1].isalnum()


def _apply(t: Tokens, i: int, j: int, element: str, item: Construction) -> Found | None:
    low = t.low
    following = low[j] if j < len(low) else ""
    if item.next and following not in item.next:
        return None
    if following and following in item.not_next:
        return None
    previous = low[i - 1] if i else ""
    if previous and previous in item.not_before:
        return None
    if item.before and previous not in item.before and not passive(t, i):
        return None
    verb = bool(item.verbs)
    if verb and not _is_verb(t, i, j, item):
        return None
    then = _then(t, j, item)
    participle = verb and low[i].endswith(("ed", "en", "t", "d"))
    is_passive = participle and (
        passive(t, i) or (item.target == "object" and (following == "by" or following in item.then))
    )
    if item.then and then < 0:
        return None
    subject = _subject(t, i, item)
    target, sayer = _target(t, (i, j), then, subject, is_passive, item)
    if item.opening and not _opens(t, i, subject, item):
        return None
    if item.needs == "target" and target is None:
        return None
    if item.needs == "subject" and subject is None:
        return None
    if item.needs == "object" and clauses.object_after(t, j) is None:
        return None
    start, end = _span(t, (i, j), then, subject, target, item)
    if end <= start or (item.duty and end <= j):
        return None
    content = t.starts[min(then + 1 if then >= 0 else j, end - 1)]
    low_end = t.span((start, end))
    none = (-1, -1)
    return Found(
        element,
        item.id,
        *low_end,
        t.span((i, j)),
        t.span(target) if target else none,
        t.span(sayer) if sayer else none,
        bool(item.says),
        content,
    )


def _is_verb(t: Tokens, i: int, j: int, item: Construction) -> bool:
    """Tell a verb from the noun of the same letters: they fault him | a fault."""
    own, low = lists(), t.low
    previous = low[i - 1] if i else ""
    following = low[j] if j < len(low) else "."
    if previous in own.determiners and previous not in own.subjects:
        return False
    if any(verb.partition(" ")[0] == low[i] for verb in item.verbs):
        return (
            previous in own.before_verb
            or (previous.endswith("s") and not previous.endswith(("'s", "ss")))
            or (previous == "that" and i > 1)
            or (i == 0 and following in own.determiners)
        )
    if low[i].endswith("s") and j == i + 1:
        return following not in own.prepositions and following[0].isalnum() and following != "and"
    return True


def _opens(t: Tokens, i: int, subject: Span | None, item: Construction) -> bool:
    start = subject[0] if subject else i
    return start > 0 and t.low[start - 1] in item.opening


def _then(t: Tokens, j: int, item: Construction) -> int:
    """Find the word that must follow in the clause: blamed the owner | for | the leak."""
    if not item.then:
        return -1
    for k in range(j, min(len(t.low), j + _REACH)):
        if t.low[k] in item.then and (t.low[k] != "to" or _infinitive(t, k + 1)):
            return -1 if t.low[k - 1] == "how" else k
        if t.low[k] in ";:,":
            return -1
    return -1


def _infinitive(t: Tokens, k: int) -> bool:
    own = lists()
    if k >= len(t.low):
        return False
    word = t.low[k]
    no_verb = word in own.no_verb or t.capital[k]
    return not no_verb and word[0].isalpha()


def _subject(t: Tokens, i: int, item: Construction) -> Span | None:
    wanted = item.span == "clause" or item.target == "subject" or item.says or item.opening
    if not wanted:
        return None
    return clauses.subject(t, i)


def _target(
    t: Tokens,
    at: Span,
    then: int,
    subject: Span | None,
    is_passive: bool,
    item: Construction,
) -> tuple[Span | None, Span | None]:
    """Find the one blamed, judged or asked to act, and the one who says so."""
    i, j = at
    sayer = subject if item.says else None
    found: Span | None = None
    if item.target == "subject":
        found = subject
        if (is_passive and item.verbs) or (item.duty and _undergone(t, j)):
            found = _by(t, j)
    elif item.target == "object":
        if is_passive:
            found, sayer = subject or clauses.subject(t, i), _by(t, j)
        else:
            found = clauses.object_after(t, j, then if then > j else 0)
    elif item.target == "then" and then >= 0:
        found = clauses.object_after(t, then + 1)
    elif item.target == "owner":
        first, _ = clauses.phrase(t, i, i)
        found = clauses.owner(t, first, i) or _by(t, j)
    return _named(t, found), sayer and clauses.core(t, sayer)


def _undergone(t: Tokens, j: int) -> bool:
    """Tell whether a duty is put in the passive: guests must | be treated well."""
    low = t.low
    k = j - 1 if low[j - 1] == "be" else j
    while k < len(low) and (low[k] in lists().adverbs or low[k] in ("also", "never")):
        k += 1
    following = low[k + 1 : k + 3]
    return (
        k < len(low)
        and low[k] == "be"
        and any(word.endswith(("ed", "en", "ade", "aken", "old", "eld", "ept", "ent", "ut"))
                for word in following)
    )  # fmt: skip


def _by(t: Tokens, j: int) -> Span | None:
    for k in range(j, min(len(t.low), j + _REACH)):
        if t.low[k] == "by":
            return clauses.object_after(t, k + 1)
        if t.low[k] in ",;:":
            return None
    return None


def _named(t: Tokens, found: Span | None) -> Span | None:
    """Cut a target to its noun, and drop what names nobody."""
    if not found:
        return None
    own = lists()
    start, end = clauses.core(t, found)
    while start < end and (t.low[start] in own.adverbs or t.low[start] in ("also", "not")):
        if t.low[start] in own.determiners:
            break
        start += 1
    first = t.low[start] if start < end else ""
    doing = first.endswith("ed") or first in own.finite or first in own.control
    if doing and (not t.capital[start] or start == 0):
        return None
    words = t.low[start:end]
    if all(w in own.nobody or not w[0].isalnum() for w in words):
        return None
    return start, end


def _span(
    t: Tokens, at: Span, then: int, subject: Span | None, target: Span | None, item: Construction
) -> Span:
    i, j = at
    if item.span in ("phrase", "modified"):
        return getattr(clauses, item.span)(t, i, j)  # type: ignore[no-any-return]
    end = max(clauses.clause_end(t, max(j, then + 1)), j)
    while end > j and not t.low[end - 1][0].isalnum() and t.low[end - 1] not in ')”"%':
        end -= 1
    if item.span == "clause" and subject:
        return subject[0], end
    if item.span == "clause" and item.target == "object" and target and target[0] < i:
        return target[0], end
    return i, end


def _apart(found: list[Found]) -> list[Found]:
    """Keep one of the finds of an element that share words."""
    ranked = sorted(
        found, key=lambda one: (one.target == (-1, -1), -(one.end - one.start), one.start)
    )
    kept: list[Found] = []
    for one in ranked:
        if not any(
            one.element == other.element and one.start < other.end and other.start < one.end
            for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.element))
