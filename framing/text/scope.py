"""Find the stretches of text that are not simply asserted.

Negated, rejected, alleged and hypothetical words still stand in a text, but nobody vouches for
them there. The cues are data (``lexicons/cues/en-scopes.toml``); this module walks over a text
once with all of them and gives each its reach: the rest of a clause, a phrase, a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from framing import tables
from framing.spans import by_document
from framing.text import scopecues
from framing.text.scopecues import Cue, Grammar

# start, end, polarity, cue_start, cue_end
Row = tuple[int, int, str, int, int]

_WORD = re.compile(r"[\w'’-]+")
# a question may be the end of a longer sentence that asserts: He asked: “Why?”
_ASKED = re.compile(r":\s+[\"'“‘]*|(?<=\s)[\"“]|[.!]['\"”’]*\s")
_OF = re.compile(r"\sof\b")
_STEM = 5
# how far back a cue looks for what changes its meaning (characters): the time stays linear
_BACK = 300


def find(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Mark what a text only denies, rejects, alleges or supposes.

    ``documents`` has doc_id and text, ``sentences`` is the table ``sentences`` of these documents
    (start and end in characters of the text). Returns the table ``scopes``: one row per stretch,
    inside one sentence, with the cue that opens it; the cue itself is not part of the stretch,
    unless it is a question, where the cue is the question mark. Stretches may lie inside each
    other; the innermost decides. What no row covers is asserted. Any text goes in, nothing is
    raised; the time grows with the length of the text.
    Method: cue phrases with a reach bounded by the clause, after NegEx (Chapman et al. 2001),
    with similes, allegations and conditions added.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["They were not thieves. It rained."]})
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 23], "end": [22, 33]})
    >>> row = find(documents, sentences).iloc[0]
    >>> row["polarity"], documents["text"][0][row["start"] : row["end"]]
    ('negated', 'thieves')
    """
    columns: dict[str, list[Any]] = {name: [] for name in tables.TABLES["scopes"].names}
    cut = by_document(sentences, "start", "end")
    for doc_id, text in zip(documents["doc_id"].tolist(), documents["text"].tolist(), strict=True):
        rows = scopes_of(text, list(zip(*cut.get(doc_id, ()), strict=True)))
        columns["doc_id"] += [doc_id] * len(rows)
        for name, values in zip(
            ("start", "end", "polarity", "cue_start", "cue_end"),
            zip(*rows, strict=True),
            strict=False,
        ):
            columns[name] += values
    return tables.frame("scopes", columns)


def scopes_of(text: str, sentences: Iterable[tuple[int, int]]) -> list[Row]:
    """Mark one text: rows of start, end, polarity, cue_start, cue_end, in order of start.

    ``sentences`` are (start, end) in order. For single texts and tests; ``find`` does tables.

    >>> scopes_of("Was it theft?", [(0, 13)])
    [(0, 13, 'hypothetical', 12, 13)]
    """
    grammar = scopecues.english()
    rows: list[Row] = []
    cues = _cues_in(text, grammar)
    held = next(cues, None)
    for start, end in sentences:
        inside = []
        while held and held[0] < end:
            if held[0] >= start:
                inside.append(held)
            held = next(cues, None)
        found = _rows_of(text, start, end, inside, grammar) if inside else []
        question = text.rfind("?", max(start, end - 3), end)
        if question >= 0:
            asked = [opening.end() for opening in _ASKED.finditer(text, start, question)]
            begin = asked[-1] if asked else start
            found.append((begin, end, "hypothetical", question, question + 1))
        rows += sorted(found)
    return rows


@cache
def _fold_table() -> bytes:
    """One byte for one character: lower case, and a blank for all that is not part of a word."""
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


def _folded(text: str) -> str:
    folded = text.encode("cp1252", "replace").translate(_fold_table())
    return f" {folded.decode('latin-1')} "


def _cues_in(text: str, grammar: Grammar) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, kind) of every cue in order; of cues that share words the longest."""
    last_end = -1
    found = [
        (end - length - (0 if blank else 1), end, kind)
        for end, (length, blank, kind) in grammar.automaton.iter(_folded(text))
    ]
    found.sort(key=lambda cue: (cue[0], -cue[1]))
    for start, end, kind in found:
        # the folded text has one blank in front, and end points at the blank behind the cue
        if start < last_end:
            continue
        last_end = end - 1
        yield start, end - 1, kind


def _rows_of(
    text: str, start: int, end: int, cues: list[tuple[int, int, int]], grammar: Grammar
) -> list[Row]:
    rows: list[Row] = []
    similes: list[tuple[int, int, Row]] = []
    for low, high, kind in cues:
        cue = grammar.cues[kind]
        if cue.reach == "simile":
            row = _simile(text, start, end, (low, high), grammar)
            similes += [(low, high, row)] if row else []
        elif cue.reach == "like":
            row = _bare_simile(text, start, end, (low, high), grammar)
            similes += [(low, high, row)] if row else []
        elif cue.reach == "irony":
            rows += _irony(text, start, end, low, high)
        elif cue.polarity != "none":
            row = _plain(text, start, end, (low, high), cue)
            rows += [row] if row else []
    if similes:
        verbs = [low for low, _, _ in similes]
        rows = [
            cut
            for row in rows
            for cut in _without_simile(text, row, similes[_near(verbs, row) : _near(verbs, row, 1)])
        ]
        rows += {row[0]: row for _, _, row in similes}.values()
    return rows


def _plain(text: str, start: int, end: int, at: tuple[int, int], cue: Cue) -> Row | None:
    low, high = at
    if cue.lower_only and text[low].isupper():
        return None
    if cue.unless_before and cue.unless_before.search(text, max(start, low - _BACK), low):
        return None
    if cue.unless_next and cue.unless_next.match(text, high, end):
        return None
    position = high
    if cue.reach == "of":
        accused = _OF.search(text, high, min(end, high + 80))
        if not accused or cue.stop.search(text, high, accused.start()):
            return None
        position = accused.end()
    begin, stop = _reach(text, position, end, cue)
    return (begin, stop, cue.polarity, low, high) if stop > begin else None


def _reach(text: str, position: int, end: int, cue: Cue) -> tuple[int, int]:
    """Give the stretch after a cue: to the clause's end, within the word limit."""
    words = cue.span.match(text, position, end)
    limit = words.end() if words else position
    stop = cue.stop.search(text, position, limit)
    high = stop.start() if stop else limit
    piece = text[position:high]
    if high == end:
        piece = piece.rstrip(".!?… \n\"'”’)")
    return position + len(piece) - len(piece.lstrip(" \t\n\r\"“‘'")), position + len(piece.rstrip())


def _simile(text: str, start: int, end: int, at: tuple[int, int], grammar: Grammar) -> Row | None:
    """Tell whether "treat X like Y" rejects Y, and give Y."""
    low, high = at
    like = grammar.like.search(text, high, min(end, high + 120))
    if not like:
        return None
    stop = grammar.clause.search(text, high, like.start())
    if stop:
        return None
    before = max(start, low - 40)
    negated = grammar.negator.search(text, before, low)
    objected = grammar.objection.search(text, max(start, low - _BACK), low)
    demanded = grammar.demand.search(text, before, low)
    verb = text[low:high].lower()
    harsh = like.group().strip().lower() == "like" and grammar.comparandum.match(
        text, like.end(), end
    )
    rejected = negated or objected or verb in grammar.condemning or (harsh and not demanded)
    return _likeness(text, like, end, grammar) if rejected else None


def _bare_simile(
    text: str, start: int, end: int, at: tuple[int, int], grammar: Grammar
) -> Row | None:
    """Find "like criminals" without a verb of treating nearby."""
    low, high = at
    if not grammar.comparandum.match(text, high, end):
        return None
    before = max(start, low - 60)
    if grammar.demand.search(text, before, low) and not grammar.negator.search(text, before, low):
        return None
    like = re.compile(r"like", re.IGNORECASE).match(text, low, high)
    return _likeness(text, like, end, grammar) if like else None


def _likeness(text: str, like: re.Match[str], end: int, grammar: Grammar) -> Row | None:
    cue = grammar.cues[0]
    begin, stop = _reach(text, like.end(), end, cue)
    cue_start = like.start() + len(like.group()) - len(like.group().lstrip())
    return (begin, stop, "rejected", cue_start, like.end()) if stop > begin else None


def _near(verbs: list[int], row: Row, end: int = 0) -> int:
    """Give the first (or one past the last) simile whose verb is near a stretch."""
    return bisect_right(verbs, row[1]) if end else bisect_left(verbs, row[0] - _BACK)


def _without_simile(text: str, row: Row, similes: list[tuple[int, int, Row]]) -> Iterator[Row]:
    """Cut a negation off where a simile's verb begins: "not treat guests like thieves" denies
    the likeness, and neither the guests nor the treating."""
    low, high, polarity, cue_start, cue_end = row
    for verb_start, _, likeness in similes:
        if polarity == "negated" and low <= verb_start < high and likeness[0] < high + 60:
            high = low + len(text[low:verb_start].rstrip())
        elif likeness[0] <= low and high <= likeness[1]:
            return
    if high > low:
        yield low, high, polarity, cue_start, cue_end


def _irony(text: str, start: int, end: int, low: int, high: int) -> Iterator[Row]:
    """Take back the word before "in the sense that", from its first use in the sentence on."""
    words = list(_WORD.finditer(text, max(start, low - _BACK), low))
    if not words:
        return
    stem = words[-1].group()[:_STEM].lower()
    first = next((w for w in words if w.group().lower().startswith(stem)), words[-1])
    yield first.start(), end, "rejected", low, high
