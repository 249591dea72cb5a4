"""An article cut into pieces: what is counted, what is quoted, what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing import spans
from framing.report.view import Report
from framing.report.view import rows as rows_of

LEFT, RIGHT = "◂", "▸"
SNIPPET_WORDS = 25
_WHOLE, _KEPT, _SNIPPETS = 350, 300, 6


@dataclass(frozen=True)
class Mark:
    """One word or phrase of a lexicon in the text.

    ``letter`` and ``arrow`` name dimension and pole; ``number`` is the dimension's place (it
    sets colour and line style); ``row`` the row in the table of hits; ``last`` tells whether the
    mark ends with this piece, where its letter is printed.
    """

    letter: str
    arrow: str
    dimension: str
    pole: str
    number: int
    counted: bool
    reason: str
    row: int
    last: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of one sentence, one voice and one set of marks; ``names`` are rows of labels."""

    start: int
    end: int
    text: str
    sent_id: int
    part: str
    voice: str
    speaker: str
    marks: tuple[Mark, ...]
    names: tuple[int, ...]


def pieces(report: Report, doc_id: str) -> list[Piece]:
    """Cut one article where a sentence, a voice or a mark begins or ends.

    ``doc_id`` is the article. Returns the pieces in the order of the text; put together they are
    the text. Text between sentences has sentence -1.
    """
    text = _text(report, doc_id)
    tables = {n: _of(report.table(n), doc_id) for n in ("sentences", "quotes", "hits", "labels")}
    hits = tables["hits"]
    tables["hits"] = hits = hits[hits["dimension"].isin(list(report.letters()))]
    cuts = {0, len(text), *(match.start() + 1 for match in re.finditer(r"\n", text))}
    for table in tables.values():
        cuts.update(table["start"].tolist(), table["end"].tolist())
    borders = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    starts, ends = borders[:-1], borders[1:]
    ids = [doc_id] * len(starts)
    voices, speakers = spans.voice_at(tables["quotes"], ids, starts, ends)
    rows = spans.innermost(tables["sentences"], ids, starts, ends)
    sent_ids = [*tables["sentences"]["sent_id"].tolist(), -1]
    parts = [*tables["sentences"]["part"].tolist(), ""]
    marks, names = _marks(report, hits), _spans(tables["labels"])
    return [
        Piece(
            start,
            end,
            text[start:end],
            sent_ids[row],
            parts[row],
            voice,
            speaker,
            _over(marks, start, end),
            tuple(n for low, high, n in names if low <= start and end <= high),
        )
        for start, end, row, voice, speaker in zip(
            starts, ends, rows, voices, speakers, strict=True
        )
    ]


def _text(report: Report, doc_id: str) -> str:
    documents = report.table("documents")
    return str(documents.loc[documents["doc_id"] == doc_id, "text"].iloc[0])


def _of(table: pd.DataFrame, doc_id: str) -> pd.DataFrame:
    return table[table["doc_id"] == doc_id]


def _spans(table: pd.DataFrame) -> list[tuple[int, int, int]]:
    return list(
        zip(table["start"].tolist(), table["end"].tolist(), table.index.tolist(), strict=True)
    )


def _marks(report: Report, hits: pd.DataFrame) -> list[tuple[int, int, Mark]]:
    letters = report.letters()
    number = {name: n for n, name in enumerate(letters)}
    first = {d.id: d.poles[0].id if len(d.poles) > 1 else "" for d in report.dimensions}
    return [
        (
            row.start,
            row.end,
            Mark(
                letters[row.dimension],
                LEFT if first[row.dimension] == row.pole else RIGHT,
                row.dimension,
                row.pole,
                number[row.dimension],
                bool(row.counted),
                row.reason,
                int(row.Index),
                False,
            ),
        )
        for row in rows_of(hits)
    ]


def _over(marks: list[tuple[int, int, Mark]], start: int, end: int) -> tuple[Mark, ...]:
    found = []
    for low, high, mark in marks:
        if low <= start and end <= high:
            found.append(Mark(**{**mark.__dict__, "last": end == high}))
    return tuple(found)


def kept(cut: Sequence[Piece], *, whole: int = _WHOLE, most: int = _KEPT) -> set[int]:
    """Choose the sentences of an article that a printed excerpt shows.

    ``cut`` are the article's pieces. A text of up to ``whole`` words is shown whole; of a longer
    one the first sentence and those with marks, up to about ``most`` words. Debris never shows.
    Returns sentence numbers.
    """
    words: dict[int, int] = {}
    marked: set[int] = set()
    for piece in cut:
        if piece.sent_id >= 0 and piece.part != "debris":
            words[piece.sent_id] = words.get(piece.sent_id, 0) + len(piece.text.split())
            if any(mark.counted for mark in piece.marks):
                marked.add(piece.sent_id)
    if sum(words.values()) <= whole:
        return set(words)
    chosen: set[int] = set()
    used = 0
    for number in words:
        if (number in marked or not chosen) and used < most:
            chosen.add(number)
            used += words[number]
    return chosen


def snippets(cut: Sequence[Piece]) -> list[dict[str, Any]]:
    """Cut at most six snippets of 25 words or fewer around marks, for reports that are shared.

    ``cut`` are an article's pieces. Returns dictionaries with start, end (characters) and
    pieces, in the order of the text, one snippet per sentence at most.
    """
    found: list[dict[str, Any]] = []
    seen: set[int] = set()
    for piece in cut:
        fresh = piece.marks and piece.sent_id >= 0 and piece.sent_id not in seen
        if not fresh or len(found) == _SNIPPETS:
            continue
        seen.add(piece.sent_id)
        sentence = [other for other in cut if other.sent_id == piece.sent_id]
        start, end = _window(sentence, piece)
        inside = [clip(other, start, end) for other in sentence]
        found.append({"start": start, "end": end, "pieces": [p for p in inside if p.text]})
    return found


def _window(sentence: Sequence[Piece], piece: Piece) -> tuple[int, int]:
    begin = sentence[0].start
    text = "".join(other.text for other in sentence)
    words = [match.span() for match in re.finditer(r"\S+", text)]
    at = next((n for n, (_, high) in enumerate(words) if begin + high > piece.start), 0)
    low = max(0, min(at - SNIPPET_WORDS // 2, len(words) - SNIPPET_WORDS))
    chosen = words[low : low + SNIPPET_WORDS]
    return begin + chosen[0][0], begin + chosen[-1][1]


def clip(piece: Piece, start: int, end: int) -> Piece:
    """Keep the part of a piece that lies between two offsets; its text is empty if none does."""
    low, high = max(piece.start, start), min(piece.end, end)
    text = piece.text[max(0, low - piece.start) : max(0, high - piece.start)]
    return Piece(low, max(low, high), text, *list(piece.__dict__.values())[3:])


def excluded(cut: Sequence[Piece]) -> list[tuple[str, str]]:
    """List the words that look like a hit and are not counted, with the reason, each once."""
    text: dict[int, str] = {}
    why: dict[int, str] = {}
    for piece in cut:
        for mark in piece.marks:
            if not mark.counted:
                text[mark.row] = text.get(mark.row, "") + piece.text
                why[mark.row] = mark.reason or "not counted"
    return list(dict.fromkeys((text[row], why[row]) for row in text))
