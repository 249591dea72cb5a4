"""What was changed between two copies of one text: the plainest evidence of wording there is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import tables
from framing.comparison import words
from framing.paths import data_dir

_PIECE = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’.\-][^\W_]+)*|[^\w\s]")
_MARKS = frozenset('"“”„«»‘')
_SAME_SENTENCE = 0.4
_GAP = 2
_CUT_WORDS = 5
_LONGEST_LABEL = 6


class _Piece(NamedTuple):
    """A word or a mark of punctuation, folded, with its place in the article."""

    form: str
    start: int
    end: int


class _Change(NamedTuple):
    """A changed stretch: places in the source and in the copy."""

    old: tuple[int, int]
    new: tuple[int, int]
    whole: bool
    headline: bool


@dataclass(frozen=True)
class _Article:
    """One article: its text, its analysed sentences, its quotations and hits as spans."""

    doc_id: str
    event: str
    text: str
    sentences: list[tuple[int, int, str]]
    quotes: list[tuple[int, int]]
    cues: list[tuple[int, int]]
    hits: list[tuple[int, int]]


def diff(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    copies: pd.DataFrame,
    quotes: pd.DataFrame,
    hits: pd.DataFrame,
) -> pd.DataFrame:
    """List what each near-copy changed against the copy that was there first.

    ``copies`` has doc_id and other_doc_id (texts that are nearly the same); the others are the
    tables of those names. Each article is set against the earliest of its copies (by date, else
    by order). Returns the table ``edits``: start and end are the place in the article (equal
    where words are missing), new the words there, old those of the source. kind: quote (a
    quotation or its marks are gone or new), attribution (a reporting word is gone or new), hedge
    (a word of doubt is gone or new), label (another name for somebody or something), cut (a
    sentence or five words or more left out), other (a new headline stands here, at the
    article's beginning). Sentences are matched in order by the words they share, then compared
    word by word (Myers-like matching of ``difflib``).

    >>> empty = [tables.empty(name) for name in ("documents", "sentences")]
    >>> pairs = pd.DataFrame({"doc_id": [], "other_doc_id": []})
    >>> len(diff(*empty, pairs, tables.empty("quotes"), tables.empty("hits")))
    0
    """
    rows: list[dict[str, Any]] = []
    for copy_id, source_id in _against(documents, copies):
        pair = [
            _article(doc_id, documents, sentences, quotes, hits) for doc_id in (source_id, copy_id)
        ]
        source, copy = pair
        for change in _changes(source, copy):
            rows.append(
                {
                    "event": copy.event,
                    "doc_id": copy.doc_id,
                    "source_doc_id": source.doc_id,
                    "start": change.new[0],
                    "end": change.new[1],
                    "old": source.text[slice(*change.old)],
                    "new": copy.text[slice(*change.new)],
                    "kind": _kind(source, copy, change),
                }
            )
    names = tables.TABLES["edits"].names
    return tables.frame("edits", {name: [row[name] for row in rows] for name in names})


def _against(documents: pd.DataFrame, copies: pd.DataFrame) -> list[tuple[str, str]]:
    """Pair every copy with the earliest of the texts that it is a copy of."""
    place = {
        doc_id: (published or "9999", row)
        for row, (doc_id, published) in enumerate(
            zip(documents["doc_id"], documents["published"], strict=True)
        )
    }
    linked: dict[str, list[str]] = {}
    for one, other in zip(copies["doc_id"], copies["other_doc_id"], strict=True):
        if one in place and other in place:
            linked.setdefault(one, []).append(other)
            linked.setdefault(other, []).append(one)
    pairs = []
    for doc_id in sorted(linked, key=place.__getitem__):
        first = min(linked[doc_id], key=place.__getitem__)
        if place[first] < place[doc_id]:
            pairs.append((doc_id, first))
    return pairs


def _article(
    doc_id: str,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    hits: pd.DataFrame,
) -> _Article:
    row = documents[documents["doc_id"] == doc_id].iloc[0]
    body = sentences[(sentences["doc_id"] == doc_id) & (sentences["part"] != "debris")]
    own = quotes[quotes["doc_id"] == doc_id]
    marked = own[own["kind"] != "indirect"]
    named = hits[hits["doc_id"] == doc_id]

    def spans(table: pd.DataFrame, start: str, end: str) -> list[tuple[int, int]]:
        both = zip(table[start], table[end], strict=True)
        return [(int(low), int(high)) for low, high in both if low >= 0]

    return _Article(
        doc_id,
        str(row["event"]),
        str(row["text"]),
        [
            (*span, part)
            for span, part in zip(spans(body, "start", "end"), body["part"], strict=True)
        ],
        spans(marked, "start", "end"),
        spans(own, "cue_start", "cue_end"),
        spans(named, "start", "end"),
    )


def _changes(source: _Article, copy: _Article) -> list[_Change]:
    """List the changed stretches, in the order of the copy."""
    ours = [_pieces(source.text, low, high) for low, high, _ in source.sentences]
    theirs = [_pieces(copy.text, low, high) for low, high, _ in copy.sentences]
    found: list[_Change] = []
    heads = [
        bool(article.sentences) and article.sentences[0][2] == "headline"
        for article in (source, copy)
    ]
    if all(heads):
        found += _headline(source, copy, ours[0], theirs[0])
    i = j = int(all(heads))
    for row, column in [*_match(ours, theirs, i, j), (len(ours), len(theirs))]:
        at = copy.sentences[j - 1][1] if j else 0
        if i < row and j < column:
            old = (source.sentences[i][0], source.sentences[row - 1][1])
            new = (copy.sentences[j][0], copy.sentences[column - 1][1])
            found.append(_Change(old, new, True, False))
        elif i < row:
            found += [
                _Change(source.sentences[k][:2], (at, at), True, False) for k in range(i, row)
            ]
        else:
            found += [
                _Change((source.sentences[i - 1][1],) * 2, copy.sentences[k][:2], True, False)
                for k in range(j, column)
            ]
        if row < len(ours):
            found += _within(ours[row], theirs[column])
        i, j = row + 1, column + 1
    return found


def _headline(
    source: _Article, copy: _Article, ours: Sequence[_Piece], theirs: Sequence[_Piece]
) -> list[_Change]:
    if [piece.form for piece in ours] == [piece.form for piece in theirs]:
        return []
    return [_Change(source.sentences[0][:2], copy.sentences[0][:2], True, True)]


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    found = []
    for match in _PIECE.finditer(text, start, end):
        raw = match.group()
        form = '"' if raw in _MARKS else "'" if raw == "’" else raw.lower().replace("’", "'")
        found.append(_Piece(form, match.start(), match.end()))
    return found


def _match(
    ours: Sequence[Sequence[_Piece]], theirs: Sequence[Sequence[_Piece]], i: int, j: int
) -> list[tuple[int, int]]:
    """Match sentences in order so that they share as many words as possible."""
    n, m = len(ours), len(theirs)
    bags = [[frozenset(p.form for p in pieces) for pieces in side] for side in (ours, theirs)]
    close = np.zeros((n + 1, m + 1))
    for a in range(i, n):
        for b in range(j, m):
            one, two = bags[0][a], bags[1][b]
            value = 2 * len(one & two) / max(1, len(one) + len(two))
            close[a, b] = value if value >= _SAME_SENTENCE else 0.0
    best = np.zeros((n + 2, m + 2))
    for a in range(n - 1, i - 1, -1):
        for b in range(m - 1, j - 1, -1):
            together = best[a + 1, b + 1] + close[a, b] if close[a, b] else 0.0
            best[a, b] = max(best[a + 1, b], best[a, b + 1], together)
    pairs = []
    a, b = i, j
    while a < n and b < m:
        if close[a, b] and best[a, b] == best[a + 1, b + 1] + close[a, b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif best[a, b] == best[a + 1, b]:
            a += 1
        else:
            b += 1
    return pairs


def _within(ours: Sequence[_Piece], theirs: Sequence[_Piece]) -> list[_Change]:
    """Compare two matched sentences word by word; changes close to each other are one."""
    matcher = SequenceMatcher(
        None, [piece.form for piece in ours], [piece.form for piece in theirs], autojunk=False
    )
    regions: list[list[int]] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if regions and a1 - regions[-1][1] <= _GAP and b1 - regions[-1][3] <= _GAP:
            regions[-1][1], regions[-1][3] = a2, b2
        else:
            regions.append([a1, a2, b1, b2])
    return [
        _Change(_span(ours, a1, a2), _span(theirs, b1, b2), False, False)
        for a1, a2, b1, b2 in regions
    ]


def _span(pieces: Sequence[_Piece], first: int, last: int) -> tuple[int, int]:
    """Give the characters from one piece to another; an empty stretch lies before its piece."""
    if first < last:
        return pieces[first].start, pieces[last - 1].end
    if first < len(pieces):
        return (pieces[first].start,) * 2
    return (pieces[-1].end,) * 2 if pieces else (0, 0)


def _kind(source: _Article, copy: _Article, change: _Change) -> str:
    """Name a change by what is gone or new in it."""
    if change.headline:
        return "other"
    old, new = _pieces(source.text, *change.old), _pieces(copy.text, *change.new)
    gone, come = _only(old, new), _only(new, old)
    if '"' in gone or '"' in come or _loses_quote(source, change, copy):
        return "quote"
    if change.whole and not new:
        return "cut"
    signs = _signs()
    if _signed(gone, signs["report"]) != _signed(come, signs["report"]):
        return "attribution"
    if _signed(gone, signs["hedge"]) != _signed(come, signs["hedge"]):
        return "hedge"
    if not new and len([p for p in old if p.form[0].isalnum()]) >= _CUT_WORDS:
        return "cut"
    if old and new and _is_label(source, copy, change, gone, come):
        return "label"
    return "other"


def _only(one: Sequence[_Piece], two: Sequence[_Piece]) -> list[str]:
    """List the forms that stand in one stretch and not in the other."""
    rest = [piece.form for piece in two]
    found = []
    for piece in one:
        if piece.form in rest:
            rest.remove(piece.form)
        else:
            found.append(piece.form)
    return found


@cache
def _signs() -> Mapping[str, frozenset[str]]:
    """Load the words of doubt and of reporting (``lexicons/background/hedges.txt``)."""
    path = data_dir("lexicons") / "background" / "hedges.txt"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line for line in lines if len(line) == 2]
    return {kind: frozenset(word for k, word in pairs if k == kind) for kind in ("hedge", "report")}


def _signed(forms: Sequence[str], signs: frozenset[str]) -> bool:
    return any(form in signs for form in forms)


def _loses_quote(source: _Article, change: _Change, copy: _Article) -> bool:
    """Say whether a quotation of the source lies in the old stretch and nowhere in the copy."""
    low, high = change.old
    for start, end in source.quotes:
        inside = min(end, high) - max(start, low)
        if inside > 0 and 2 * inside >= end - start and source.text[start:end] not in copy.text:
            return True
    return False


def _is_label(
    source: _Article, copy: _Article, change: _Change, gone: Sequence[str], come: Sequence[str]
) -> bool:
    """Say whether a name took the place of a name: short, no verb form, or a lexicon's word."""
    light = words.function_words()
    ours = [form for form in gone if form[0].isalpha() and form not in light]
    theirs = [form for form in come if form[0].isalpha() and form not in light]
    if not ours or not theirs or max(len(ours), len(theirs)) > _LONGEST_LABEL:
        return False
    if _touches(source.hits, change.old) or _touches(copy.hits, change.new):
        return True
    return not any(_is_verb(form) for form in (*ours, *theirs))


def _touches(spans: Sequence[tuple[int, int]], place: tuple[int, int]) -> bool:
    return any(min(end, place[1]) > max(start, place[0]) for start, end in spans)


def _is_verb(form: str) -> bool:
    return form.endswith(("ed", "ing")) and len(form) > 4
