"""Clauses by word lists: where a subject, an object, a noun phrase and a clause begin and end.

No parser: borders are small words and punctuation.
"""

from __future__ import annotations

from framing.scoring.grammar import Span, Tokens, contracted, cut, lists, stop, verb_start, verbal

__all__ = ["Span", "Tokens", "clause_end", "core", "cut", "modified", "object_after", "owner",
           "phrase", "subject"]  # fmt: skip
_OPENING, _CLOSING = frozenset("“«„("), frozenset("”»)")
_MOST = 14


def subject(t: Tokens, i: int) -> Span | None:
    """Find the subject of the verb at token i.

    >>> t = cut("Tenants of the tower have blamed the owner.", 0, 43)
    >>> t.span(subject(t, t.low.index("blamed")))
    (0, 20)
    """
    own, low = lists(), t.low
    j = verb_start(t, i) - 1
    if j < 0:
        return None
    if contracted(t, j):
        return j, j + 1
    if low[j] in ("who", "which", "that") and j and low[j - 1] not in own.finite:
        j -= 1
        if low[j] == "," or low[j] in "—–":
            j -= 1
        return _antecedent(t, j)
    if low[j] in ("and", "or", "but", "then") and j:
        return _shared(t, j)
    if low[j] in (",", "—", "–", ")"):
        return _inserted(t, j)
    return _before(t, j)


def _antecedent(t: Tokens, j: int) -> Span | None:
    """Find whom "who" takes up: chains on | a mother | who harmed nobody."""
    found = _before(t, j)
    if found is None:
        return None
    own = lists()
    inner = [
        k + 1
        for k in range(found[0] + 1, found[1] - 1)
        if t.low[k] in own.prepositions and t.low[k + 1] in own.determiners
        and not any(t.capital[k + 1 : found[1]])
    ]  # fmt: skip
    return (inner[-1], found[1]) if inner else found


def _shared(t: Tokens, j: int) -> Span | None:
    """Find the subject of the verb before "and": The council knew and hid."""
    begin = j - 1
    while begin > 0 and not (stop(t, begin - 1) or t.low[begin - 1] in lists().borders):
        begin -= 1
    verb = next((k for k in range(begin, j) if verbal(t, k)), -1)
    if verb <= begin:
        if t.low[begin] in lists().subjects:
            return begin, begin + 1
        return None
    return _before(t, verb - 1)


def _inserted(t: Tokens, j: int) -> Span | None:
    """Find the subject before an insertion: Okafor, the mayor, blamed."""
    mark = "(" if t.low[j] == ")" else t.low[j]
    for k in range(j - 1, max(-1, j - 25), -1):
        if t.low[k] == mark and k:
            return None if verbal(t, k - 1) else _before(t, k - 1)
    return None


def _before(t: Tokens, j: int) -> Span | None:
    """Read a noun phrase leftwards that ends with token j."""
    own, low = lists(), t.low
    if low[j] in own.subjects and low[j] != "who":
        return j, j + 1
    end, k = j + 1, j
    while k >= 0 and end - k <= _MOST:
        word = low[k]
        if k and word in ("who", "which", "that") and k + 1 < end and _relative(t, k):
            end = k - 1 if low[k - 1] == "," else k
            k = end - 1
            continue
        if stop(t, k) or word in own.borders or verbal(t, k) or word in own.wh:
            break
        if word in own.subjects and k < j:
            break
        if word == "and" and k and (verbal(t, k - 1) or stop(t, k - 1)):
            break
        k -= 1
    start = _without_opening(t, k + 1, end)
    return (start, end) if start < end else None


def _relative(t: Tokens, k: int) -> bool:
    """Tell whether "that" takes up a noun: a firm that hid it (not: said that the firm)."""
    own, low = lists(), t.low
    following = low[k + 1]
    opens = following in own.openers or t.capital[k + 1]
    if low[k] != "that":
        return not opens
    return not opens and not verbal(t, k - 1) and not stop(t, k - 1)


def _without_opening(t: Tokens, start: int, end: int) -> int:
    """Drop "In Ohio" from "In Ohio the council", and "and", "also" at the head."""
    own, low = lists(), t.low
    while start < end and (low[start] in own.adverbs or low[start] in ("and", "or", "but", "for")):
        if low[start] in own.determiners or low[start] in own.subjects:
            break
        start += 1
    if start < end and low[start] in own.prepositions:
        at = start + 1
        while at < end and (low[at] in own.times or low[at].isdigit()):
            at += 1
        if start + 1 < at < end:
            return at  # on Sunday | the council
        later = [
            k
            for k in range(start + 2, end)
            if (low[k] in own.determiners or low[k] in own.subjects)
            and low[k - 1] not in own.prepositions
        ]
        return later[-1] if later else end
    return start


def core(t: Tokens, phrase: Span) -> Span:
    """Cut a phrase to its noun: the council (of Lund in the north)."""
    own = lists()
    start, end = phrase
    for k in range(start + 1, end):
        if (t.low[k] in own.prepositions and t.low[k] != "of") or t.low[k] in own.wh:
            return start, k
    return phrase


def object_after(t: Tokens, k: int, limit: int = 0) -> Span | None:
    """Read a noun phrase rightwards that begins with token k.

    >>> t = cut("They blamed the owner of the tower for it.", 0, 42)
    >>> t.span(object_after(t, 2))
    (12, 34)
    """
    own, low = lists(), t.low
    while k < len(low) and (
        low[k] in ("also", "both", "“", '"', "not", "only") and k + 1 < len(low)
    ):
        k += 1
    start = k
    if k < len(low) and low[k] in own.objects and low[k] not in own.determiners:
        return k, k + 1
    last = min(len(low), limit or start + 10)
    while k < last:
        word = low[k]
        if stop(t, k) or word == "to" or (word in own.prepositions and word != "of"):
            break
        if k > start and word in own.after_object:
            break
        if verbal(t, k) or (k > start and word in own.subjects):
            break
        if word in ("and", "or") and not (
            k + 1 < len(low) and t.capital[k + 1] and t.capital[k - 1]
        ):
            break
        k += 1
    while k > start and low[k - 1] in own.trailing:
        if low[k - 1] in own.objects:
            break
        k -= 1
    return (start, k) if k > start else None


def phrase(t: Tokens, first: int, last: int) -> Span:
    """Read the noun phrase round the tokens [first, last): its modifiers and its complement."""
    own, low = lists(), t.low
    start = first
    while start and first - start < 6:
        word = low[start - 1]
        if stop(t, start - 1) or word in own.prepositions or word in own.borders:
            break
        if verbal(t, start - 1) or word in own.subjects or word in ("and", "or"):
            break
        start -= 1
        if word in own.determiners:
            break
    end = last
    if low[last - 1] in ("that", "to"):
        return start, clause_end(t, last)
    if low[last - 1] in own.complements:
        found = object_after(t, last)
        end = found[1] if found else last
    while end < len(low) and low[end] in own.complements and end - last < 12:
        more = object_after(t, end + 1)
        if not more:
            break
        end = more[1]
    return start, end


def owner(t: Tokens, first: int, head: int) -> Span | None:
    """Find whose it is: the council's | U.S. (economic), before the noun at ``head``."""
    own, low = lists(), t.low
    for k in range(head - 1, first - 1, -1):
        if low[k].endswith(("'s", "s'")):
            return _owner_start(t, k), k + 1
    run = [k for k in range(first, head) if t.capital[k] and low[k] not in own.determiners]
    if not run or (run[0] == 0 and not _acronym(low[0])):
        return None
    return run[0], run[-1] + 1


def _acronym(word: str) -> bool:
    return "." in word or len(word) < 4


def _owner_start(t: Tokens, k: int) -> int:
    """Read the owner leftwards: the Trump administration's, Washington's."""
    own, low, start = lists(), t.low, k
    for step in range(k - 1, max(-1, k - 5), -1):
        if low[step] in own.prepositions or low[step] in own.borders:
            break
        if stop(t, step) or verbal(t, step):
            break
        if low[step] in own.determiners:
            return step
        if t.capital[step] and step == start - 1:
            start = step
    return start


def modified(t: Tokens, first: int, last: int) -> Span:
    """Read on from an adjective to its noun: the degrading | treatment of guests."""
    own, low = lists(), t.low
    start, _ = phrase(t, first, first)
    k = last
    while k < len(low) and (low[k] in '”"’' or low[k] in ("and", ",", "or")) and k < last + 3:
        k += 1
    found = object_after(t, k)
    if not found or low[k] in own.prepositions:
        return start, last
    return start, found[1]


def clause_end(t: Tokens, k: int) -> int:
    """Find where the clause ends in which token k stands (exclusive).

    >>> t = cut("They must go home, but not now.", 0, 31)
    >>> clause_end(t, 1)
    4
    """
    start, opened, straight = k, False, 0
    while k < len(t.low):
        word = t.low[k]
        if word in _OPENING:
            opened = True
        elif word in _CLOSING:
            if not opened:
                return k
            opened = False
        elif word == '"':
            straight += 1
            if straight % 2 and k + 1 >= len(t.low) - 1:
                return k
        elif _ends_clause(t, k, k - start >= 2):
            return k
        k += 1
    return k


def _ends_clause(t: Tokens, k: int, begun: bool) -> bool:
    """Tell whether a clause ends before token k; a comma or a border word ends one well begun."""
    own, word = lists(), t.low[k]
    if not begun or word in ";:—–!?.":
        return word in ";:—–!?" or (word == "." and stop(t, k))
    if word == "and":
        return k + 1 < len(t.low) and (t.low[k + 1] in own.subjects or verbal(t, k + 1))
    return word == "," or (word in own.borders and word not in ("that", "as", "or", "than"))
