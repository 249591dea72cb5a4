"""Words in marks that are somebody's label: spoke of “a mob”, denounced as “degrading” the rule."""

from __future__ import annotations

from framing.text import cues
from framing.text.grammar import Report, Span, small, verb_group
from framing.text.subjects import noun_phrase_before, subject
from framing.text.verbs import inherited
from framing.text.words import QUOTED, Words

FARTHEST = 7


def label(words: Words, piece: int) -> Report | None:
    """Find the reporting verb that governs a stretch in marks by "as" or "of", and who speaks.

    The verb stands before, with only adverbials or an object between. A passive has no speaker.

    >>> from framing.text.marks import regions
    >>> from framing.text.words import cut
    >>> text = "The mayor spoke on Monday of “a mob”."
    >>> found = label(cut(text, [(0, len(text))], regions(text)[0]), 6)
    >>> found.mention
    (0, 2)
    """
    low, first = words.low, words.first[piece]
    at = piece - 1
    while at > first and low[at] in small().articles:
        at -= 1
    if at <= first or low[at] not in ("as", "of"):
        return None
    lists = cues.english().labelling
    verbs = lists["as"] if low[at] == "as" else lists["of"]
    for i in range(at - 1, max(first - 1, at - 1 - FARTHEST), -1):
        if low[i] in (",", ";", ":", QUOTED) or low[i] in small().subordinators - {"as"}:
            return None
        lemmas = {cue.lemma.split()[0] for cue in cues.english().verbs.get(low[i], ())}
        if lemmas & verbs and low[i - 1 : i] != ["the"] and low[i - 1] not in small().articles:
            mention, referent = _who(words, i)
            return Report((i, i + 1), "describe", "label", mention, referent, [(piece, piece + 1)])
    return None


def _who(words: Words, i: int) -> tuple[Span | None, Span | None]:
    low, first = words.low, words.first[i]
    group = verb_group(words, i)
    if group.be and not low[i].endswith("ing"):
        return None, None
    if low[i].endswith("ing") and i - 2 >= first and low[i - 1] == "from":
        kept = noun_phrase_before(words, i - 2, first)  # kept the minister from speaking
        return kept, kept
    both = subject(words, group, i) if group.left >= first else None
    return both or inherited(words, i, [])


def coordinated(words: Words, piece: int) -> bool:
    """Tell whether only "and", "or", a comma, "then" parts a stretch in marks from one before."""
    at = piece - 1
    while at > words.first[piece] and words.low[at] in ("and", "or", ",", "then", "a", "an", "the"):
        at -= 1
    return at < piece - 1 and at >= words.first[piece] and words.low[at] == QUOTED
