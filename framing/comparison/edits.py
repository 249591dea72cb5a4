"""What was changed between two copies of one text: the plainest evidence of wording there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from framing import tables
from framing.comparison import words
from framing.comparison.changes import Change, Piece, Sentence, find, pieces
from framing.paths import data_dir

_CUT_WORDS = 5
_LONGEST_LABEL = 6


@dataclass(frozen=True)
class _Article:
    """One article: its text, its analysed sentences, its quotations and hits as spans."""

    doc_id: str
    event: str
    text: str
    sentences: list[Sentence]
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
    pairs = _against(documents, copies)
    wanted = {doc_id for pair in pairs for doc_id in pair}
    articles = _articles(wanted, documents, sentences, quotes, hits)
    for copy_id, source_id in pairs:
        source, copy = articles[source_id], articles[copy_id]
        for change in find(source.text, source.sentences, copy.text, copy.sentences):
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


def _articles(
    wanted: set[str],
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    hits: pd.DataFrame,
) -> dict[str, _Article]:
    """Lay out the articles that are set against another."""
    own = documents[documents["doc_id"].isin(wanted)]
    body = _by_article(sentences[sentences["part"] != "debris"], wanted)
    said = _by_article(quotes, wanted)
    marked = _by_article(quotes[quotes["kind"] != "indirect"], wanted)
    named = _by_article(hits, wanted)

    def spans(table: pd.DataFrame | None, start: str, end: str) -> list[tuple[int, int]]:
        if table is None:
            return []
        both = zip(table[start].tolist(), table[end].tolist(), strict=True)
        return [(low, high) for low, high in both if low >= 0]

    found = {}
    for doc_id, event, text in zip(own["doc_id"], own["event"], own["text"], strict=True):
        lines = body.get(doc_id)
        parts = [] if lines is None else lines["part"].tolist()
        found[doc_id] = _Article(
            doc_id,
            str(event),
            str(text),
            [(*span, part) for span, part in zip(spans(lines, "start", "end"), parts, strict=True)],
            spans(marked.get(doc_id), "start", "end"),
            spans(said.get(doc_id), "cue_start", "cue_end"),
            spans(named.get(doc_id), "start", "end"),
        )
    return found


def _by_article(table: pd.DataFrame, wanted: set[str]) -> dict[str, pd.DataFrame]:
    mine = table[table["doc_id"].isin(wanted)]
    return {str(doc_id): rows for doc_id, rows in mine.groupby("doc_id", sort=False)}


def _kind(source: _Article, copy: _Article, change: Change) -> str:
    """Name a change by what is gone or new in it."""
    if change.headline:
        return "other"
    old, new = pieces(source.text, *change.old), pieces(copy.text, *change.new)
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


def _only(one: Sequence[Piece], two: Sequence[Piece]) -> list[str]:
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


def _loses_quote(source: _Article, change: Change, copy: _Article) -> bool:
    """Say whether a quotation of the source lies in the old stretch and nowhere in the copy."""
    low, high = change.old
    for start, end in source.quotes:
        inside = min(end, high) - max(start, low)
        if inside > 0 and 2 * inside >= end - start and source.text[start:end] not in copy.text:
            return True
    return False


def _is_label(
    source: _Article, copy: _Article, change: Change, gone: Sequence[str], come: Sequence[str]
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
