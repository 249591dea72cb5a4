"""Who says what: every stretch of quoted or reported speech, its speaker and its cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from framing import tables
from framing.event import Actor
from framing.spans import by_document
from framing.text.grammar import Report
from framing.text.labels import coordinated, label
from framing.text.marks import Region, regions
from framing.text.people import Cast
from framing.text.reported import SPOKEN, reports
from framing.text.subjects import first_subject
from framing.text.words import QUOTED, Words, cut

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)


@dataclass(slots=True)
class Part:
    """One row: offsets and kind."""

    start: int
    end: int
    kind: str


@dataclass(slots=True, eq=False)
class Quotation:
    """What one speaker says at one place, in parts."""

    parts: list[Part]
    mention: Span = NOWHERE
    referent: Span = NOWHERE
    cue: Span = NOWHERE
    speaker: str = ""
    order: int = 0
    regions: list[int] = field(default_factory=list)


def find(
    documents: pd.DataFrame, sentences: pd.DataFrame, actors: Sequence[Actor] = ()
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Find all quotations and reported speech of every document, with cue and speaker.

    ``documents`` has the columns doc_id and text; ``sentences`` is the table ``sentences``
    (page debris in it is left out); ``actors`` give canonical names and aliases. Returns the
    table ``quotes`` and, per doc_id, remarks such as "unclosed quotation mark at 123".
    Of a mixed quotation there is a row of kind indirect for the whole and, under the same
    quote_id, rows of kind mixed or partial for what stands in marks: the innermost row decides.
    Never raises on any text.

    >>> text = "“It will rain,” said Mayor Ada Okafor. She added that roads may close."
    >>> documents = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    >>> from framing.text import sentences
    >>> debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    >>> quotes, warnings = find(documents, sentences.split(documents, debris))
    >>> quotes[["text", "kind", "speaker"]].values.tolist()
    [['It will rain,', 'direct', 'Ada Okafor'], ['that roads may close', 'indirect', 'Ada Okafor']]
    """
    rows: list[tuple[object, ...]] = []
    warnings: dict[str, list[str]] = {}
    cuts = by_document(sentences[sentences["part"] != "debris"], "start", "end")
    for doc_id, text in zip(documents["doc_id"].tolist(), documents["text"].tolist(), strict=True):
        told = list(zip(*cuts.get(doc_id, ()), strict=True))
        found, remarks = attributions(text, told, actors)
        if remarks:
            warnings[doc_id] = remarks
        for number, quotation in enumerate(found):
            _add_rows(rows, doc_id, text, f"{doc_id}:q{number}", quotation)
    names = tables.TABLES["quotes"].names
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return tables.frame("quotes", dict(zip(names, columns, strict=True))), warnings


def _add_rows(
    rows: list[tuple[object, ...]], doc_id: str, text: str, quote_id: str, found: Quotation
) -> None:
    for part_no, part in enumerate(found.parts):
        rows.append(
            (quote_id, part_no, doc_id, part.start, part.end, text[part.start : part.end],
             part.kind, found.speaker, *found.mention, *found.cue)
        )  # fmt: skip


def attributions(
    text: str, sentences: Sequence[Span], actors: Sequence[Actor] = ()
) -> tuple[list[Quotation], list[str]]:
    """Find the quotations of one text, given its sentences (start, end), and its warnings.

    >>> attributions("He said so.", [(0, 11)])[1]
    []
    """
    found, warnings = regions(text)
    if len(warnings) > MOST_WARNINGS:
        more = len(warnings) - MOST_WARNINGS
        warnings = [*warnings[:MOST_WARNINGS], f"{more} more remarks on quotation marks"]
    words = cut(text, sentences, found)
    told = reports(words)
    owners = _owners(words, told)
    quotations = [_quotation(words, report, found, owners) for report in told]
    quotations = [q for q in quotations if q.parts]
    quotations = _link(words, found, quotations)
    quotations.sort(key=lambda q: (q.parts[0].start, -q.parts[0].end))
    cast = Cast(text, actors, found)
    for quotation in sorted(quotations, key=lambda q: q.referent):
        if quotation.referent != NOWHERE:
            quotation.speaker = cast.canonical(*quotation.referent)
    return quotations, warnings


MOST_WARNINGS = 20


def _offsets(words: Words, span: Span | None) -> Span:
    if span is None or span[1] <= span[0]:
        return NOWHERE
    return words.starts[span[0]], words.ends[span[1] - 1]


def _owners(words: Words, told: Sequence[Report]) -> dict[int, Report]:
    """Give every stretch in marks to the one report that it belongs to.

    Of several reports that hold it, one whose clause touches it goes before the others, a verb of
    speech before one of thought, and the shorter content before the longer.
    """
    best: dict[int, tuple[tuple[bool, bool, int], Report]] = {}
    for report in told:
        thought = report.category not in SPOKEN
        for start, end in report.contents:
            for piece in range(start, end):
                if words.low[piece] == QUOTED:
                    touches = piece == start or (piece == end - 1 and report.frame == "trail")
                    rank = (not touches, thought, end - start)
                    number = words.quoted[piece]
                    if number not in best or rank < best[number][0]:
                        best[number] = (rank, report)
    return {number: report for number, (_, report) in best.items()}


def _quotation(
    words: Words, report: Report, found: list[Region], owners: dict[int, Report]
) -> Quotation:
    """Turn a reporting clause into rows: the whole, and what stands in marks."""
    quotation = Quotation(
        [], _offsets(words, report.mention), _offsets(words, report.referent),
        _offsets(words, report.cue),
    )  # fmt: skip
    for start, end in report.contents:
        held = [k for k in range(start, end) if words.low[k] == QUOTED]
        inner = [k for k in held if owners[words.quoted[k]] is report and not words.titled(k)]
        if held and not inner and end - start == 1:
            continue
        quotation.regions += [words.quoted[k] for k in inner]
        if len(inner) == 1 and end - start == 1:
            region = found[words.quoted[inner[0]]]
            quotation.parts.append(Part(region.low, region.high, _kind(region, words.text)))
            continue
        span = _offsets(words, (start, end))
        quotation.parts.append(Part(*span, "direct" if report.frame == "colon" else "indirect"))
        for k in inner:
            region = found[words.quoted[k]]
            spoken = report.category in SPOKEN or report.category == "think"
            kind = "mixed" if spoken or report.frame != "obj" else "partial"
            quotation.parts.append(Part(region.low, region.high, kind))
    quotation.parts = [p for p in quotation.parts if p.end > p.start]
    return quotation


def _kind(region: Region, text: str) -> str:
    """Tell a whole quoted sentence from a quoted fragment."""
    body = text[region.low : region.high].strip()
    count = len(body.split())
    if count >= 5 or (body.endswith((",", ".", "!", "?")) and count >= 2):
        return "direct"
    return "direct" if body[:1].isupper() and count > 2 else "partial"


def _link(words: Words, found: list[Region], quotations: list[Quotation]) -> list[Quotation]:
    """Give quotations without a cue of their own to the speaker before, or of their paragraph."""
    owner: dict[int, Quotation] = {}
    for quotation in quotations:
        for number in quotation.regions:
            owner.setdefault(number, quotation)
    position = {number: piece for piece, number in words.quoted.items()}
    previous: Quotation | None = None
    previous_region = -1
    for number, region in enumerate(found):
        if number not in position:
            continue
        if number in owner:
            previous, previous_region = owner[number], number
            continue
        piece = position[number]
        joined = words.low[piece - 1] in ("and", "or", ",", "then") and previous is not None
        if joined and previous_region == number - 1 and coordinated(words, piece):
            quotation = owner[previous_region]
            quotation.parts.append(Part(region.low, region.high, _kind(region, words.text)))
            quotation.regions.append(number)
            owner[number] = quotation
            previous_region = number
            continue
        named = label(words, piece)
        if named:
            quotation = Quotation(
                [Part(region.low, region.high, _kind(region, words.text))],
                _offsets(words, named.mention), _offsets(words, named.referent),
                _offsets(words, named.cue), regions=[number],
            )  # fmt: skip
            owner[number] = quotation
            quotations.append(quotation)
            previous, previous_region = quotation, number
            continue
        short = previous is not None and _afterthought(words, piece, region, previous)
        if not (short or _speech(words, piece, region)):
            continue
        quotation = _adopt(words, piece, region, number, found, previous, previous_region)
        owner[number] = quotation
        if quotation not in quotations:
            quotations.append(quotation)
        previous, previous_region = quotation, number
    return quotations


def _speech(words: Words, piece: int, region: Region) -> bool:
    """Tell whether words in marks without a cue are speech: long enough, and no title."""
    body = words.text[region.low : region.high]
    count = len(body.split())
    if region.follows:
        return True
    if count < 4 or words.titled(piece):
        return False
    middle = piece > words.first[piece] and words.low[piece - 1] not in (",", ":")
    if middle and count < 5:
        return False
    if count <= 8 and all(w[0].isupper() or len(w) < 5 for w in body.split() if w[0].isalnum()):
        return body.endswith((",", "!", "?", "."))
    return True


def _afterthought(words: Words, piece: int, region: Region, before: Quotation) -> bool:
    """Tell whether a short sentence in marks goes on with speech: “...,” she said. “Now count.”"""
    text = words.text
    whole = words.first[piece] == piece and text[region.high - 1] in ".!?"
    part = before.parts[-1]
    gap = text[part.end : region.start]
    spoken = part.kind == "direct" and before.cue != NOWHERE and before.cue[0] >= part.end
    return whole and spoken and len(gap) < 80 and "\n" not in gap and before.cue[1] < region.start


def _adopt(
    words: Words, piece: int, region: Region, number: int, found: list[Region],
    previous: Quotation | None, previous_region: int,
) -> Quotation:  # fmt: skip
    text = words.text
    part = Part(region.low, region.high, "direct")
    if previous is not None and previous_region >= 0:
        gap = text[found[previous_region].end : region.start]
        same_paragraph = "\n" not in gap
        if (region.follows and previous_region == number - 1) or (
            same_paragraph and words.first[piece] == piece
        ):
            previous.parts.append(part)
            previous.regions.append(number)
            return previous
    quotation = Quotation([part], regions=[number])
    first = words.first[piece]
    who = None
    if piece > first:
        who = first_subject(words, first, piece)
    elif first > 0:
        before = first - 1
        same_line = "\n" not in text[words.starts[before] : region.start]
        if words.low[before] == ":" or (same_line and words.low[before] != QUOTED):
            who = first_subject(words, words.first[before], before)
    if who:
        quotation.mention = quotation.referent = _offsets(words, who)
    elif previous is not None:
        quotation.mention, quotation.referent = previous.mention, previous.referent
    return quotation
