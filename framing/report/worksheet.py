"""A student sheet with masked excerpts, and the answer key with the tool's own mistakes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from framing import storage
from framing.errors import InputError
from framing.report import content, markup, pdf, sections, teaching
from framing.report.view import Report

WORDS = 150
MASK = "[this outlet]"
AGENCY = "[a news agency]"
_SCALES, _AXES = 4, 2
_OTHER_SCALES = (
    teaching.Scale("calm-heated", "calm", "heated", es=("sereno", "acalorado")),
    teaching.Scale(
        "distant-close", "distant", "close to people", es=("distante", "cerca de la gente")
    ),
    teaching.Scale(
        "sure-doubtful", "sounds sure", "sounds careful", es=("suena seguro", "suena prudente")
    ),
    teaching.Scale(
        "plain-loaded", "plain words", "strong words", es=("palabras llanas", "palabras fuertes")
    ),
)
FILES = ("worksheet.typ", "key.typ", "parts.typ")


def write(
    report: Report,
    directory: str | Path,
    *,
    articles: Sequence[str] = (),
    size: str = "a4",
    grey: bool = False,
    language: str = "en",
) -> list[Path]:
    """Write a student sheet and an answer key as PDF.

    ``directory`` is the folder for ``student-sheet.pdf`` and ``answer-key.pdf``; ``articles``
    are the ids of two articles (default: those of the event's lesson, else the two that differ
    most); ``size`` is a4 or letter; ``language`` that of the sheet's questions. The outlets'
    names are masked in the sheet: a page for each text, one for the second look, and one for a
    third text if there is one. Returns the two paths.
    Raises ``InputError`` unless there are two articles.
    """
    from framing.report import answerkey

    directory = Path(directory)
    data = gather(report, articles, language)
    data["look"] = {"size": size, "grey": grey, "pages": "full"}
    sheet, key = directory / "student-sheet.pdf", directory / "answer-key.pdf"
    made = pdf.typeset("worksheet.typ", data, {}, FILES)
    answers = pdf.typeset("key.typ", answerkey.add(report, data), {}, FILES)
    storage.write_bytes(made, sheet)
    storage.write_bytes(answers, key)
    return [sheet, key]


def gather(report: Report, articles: Sequence[str] = (), language: str = "en") -> content.Data:
    """Gather what sheet and key say: excerpts of at most 150 words, scales, answers.

    ``articles`` are two ids, text A first. Which end of a scale stands at the left is drawn from a
    hash, so that it is random to the class and the same in every print. ``third`` is the text for
    a long lesson (none if the event has two articles).
    """
    ids = list(articles) or choose(report)
    known = list(report.table("documents")["doc_id"])
    if len(ids) != 2 or not set(ids) <= set(known):
        raise InputError(
            found=f"{len(ids)} articles for a worksheet: {', '.join(ids)}",
            expected="two articles of the event",
            action=f"choose two of {', '.join(sorted(known)[:8])}",
        )
    shown = sections.dimensions(report)
    say = teaching.words(language)
    texts = [
        _text(report, doc_id, label, shown, say)
        for doc_id, label in zip([*ids, *_third(report, ids)], "ABC", strict=False)
    ]
    return {
        "title": report.title,
        "texts": texts[:2],
        "third": texts[2] if len(texts) > 2 else None,
        "scales": scales(report, language),
        "dimensions": shown,
        "limits": list(report.limits),
        "outlets": report.outlet_names(),
        "share": False,
        "say": say,
    }


def _third(report: Report, ids: Sequence[str]) -> list[str]:
    own, documents = lesson(report).third, report.table("documents")
    rest = documents[~documents["doc_id"].isin(ids)]
    rest = rest.sort_values(["n_words", "doc_id"], ascending=[False, True], kind="stable")
    left = rest["doc_id"].tolist()
    return [own] if own in left else left[:1]


def choose(report: Report) -> list[str]:
    """Choose the two articles of the event's lesson, else those whose own words differ most.

    Differences are compared dimension by dimension, over the shown ones, and the largest one
    decides; without any number the two longest texts are taken. Which of them is text A is drawn
    from a hash.
    """
    ready = lesson(report).texts
    if ready:
        return list(ready)
    scores, documents = report.table("scores"), report.table("documents")
    ids = [dimension.id for dimension in report.dimensions_shown()]
    rows = scores[
        (scores["scorer"] == "lexical")
        & (scores["voice"] == "narrator")
        & scores["dimension"].isin(ids)
        & (scores["doc_id"] != "")
    ]
    rows = rows[rows["share"].notna()]
    best: tuple[float, list[str]] = (0.0, [])
    for _, own in rows.groupby("dimension", sort=False):
        ends = own.sort_values(["share", "doc_id"], kind="stable")["doc_id"].tolist()
        gap = float(own["share"].max() - own["share"].min())
        if gap > best[0] and ends[0] != ends[-1]:
            best = (gap, [ends[0], ends[-1]])
    longest = documents.sort_values(["n_words", "doc_id"], ascending=[False, True], kind="stable")
    found = best[1] or longest["doc_id"].tolist()[:2]
    return sorted(found, key=lambda name: _hash(name + report.event.id))


def lesson(report: Report) -> teaching.Teaching:
    """Give what the event brings for a lesson; empty for articles of one's own."""
    return teaching.read(report.event.id, report.table("documents")["doc_id"])


def scales(report: Report, language: str = "en") -> list[content.Data]:
    """Give four seven-point scales: the lesson's own, else the event's axes, then general ones.

    Each has id, low (1), high (7) and dimension (empty = none), and how it is printed: left,
    right, turned (the high end stands at the left). Every other scale is turned.
    """
    axes = [
        teaching.Scale(d.id, d.poles[0].title.lower(), d.poles[1].title.lower(), d.id)
        for d in report.dimensions_shown()
        if len(d.poles) > 1
    ][:_AXES]
    chosen = (list(lesson(report).scales) or [*axes, *_OTHER_SCALES])[:_SCALES]
    made = []
    for number, scale in enumerate(chosen):
        high_left = turned(number, report.event.id)
        said = scale.said(language)
        low, high = said["low"], said["high"]
        sides = {"left": high if high_left else low, "right": low if high_left else high}
        made.append({**said, **sides, "turned": high_left})
    return made


def turned(number: int, event: str) -> bool:
    """Tell whether the printed sheet has the high end of a scale at the left.

    ``number`` is the scale's place, from 0: every other scale is turned, and a hash of the
    event's id says which.

    >>> turned(0, "flood") != turned(1, "flood")
    True
    """
    return (_hash(event) + number) % 2 == 1


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def _text(
    report: Report,
    doc_id: str,
    label: str,
    dimensions: list[content.Data],
    say: content.Data,
) -> content.Data:
    documents = report.table("documents")
    row = documents[documents["doc_id"] == doc_id].iloc[0]
    cut = excerpt(markup.pieces(report, doc_id))
    profile = next((o.profile for o in report.outlets if o.name == row["outlet"]), "")
    plain = mask("".join(piece.text for piece in cut), report.outlet_names())
    numbers = [
        {
            "id": d["id"],
            "title": d["title"],
            "left": d["left"],
            "right": d["right"],
            "status": d["status"],
            "kind": d["kind"],
            **next(r for r in d["rows"] if r["outlet"] == row["outlet"]),
        }
        for d in dimensions
    ]
    return {
        "label": label,
        "heading": say["sheet"]["text"].format(label=label),
        "masked": MASK in plain,
        "headed": any(piece.part == "headline" for piece in cut),
        "outlet": row["outlet"],
        "profile": profile,
        "doc_id": doc_id,
        "published": row["published"],
        "genre": row["genre"],
        "paragraphs": [line for line in (part.strip() for part in plain.split("\n")) if line],
        "pieces": [content.piece(piece) for piece in cut],
        "excluded": [{"text": " ".join(t.split()), "reason": r} for t, r in markup.excluded(cut)],
        "numbers": numbers,
    }


def excerpt(cut: Sequence[markup.Piece], words: int = WORDS) -> list[markup.Piece]:
    """Keep the first whole sentences of an article, up to so many words, page remains left out.

    The excerpt ends with a paragraph if that leaves three quarters of the words, and never inside a
    quotation.
    """
    chosen: list[markup.Piece] = []
    ends: list[tuple[int, int, bool]] = []
    sizes: dict[int, int] = {}
    for piece in cut:
        if piece.sent_id >= 0:
            sizes[piece.sent_id] = sizes.get(piece.sent_id, 0) + len(piece.text.split())
    used, taken, text = 0, set[int](), ""
    for piece in cut:
        if piece.part == "debris":
            continue
        fresh = piece.sent_id >= 0 and piece.sent_id not in taken
        if fresh or piece.sent_id < 0:
            ends.append((len(chosen), used, text.rstrip(" ").endswith("\n")))
        if fresh:
            if used + sizes[piece.sent_id] > words:
                return chosen[: _end(chosen, ends, words)]
            taken.add(piece.sent_id)
            used += sizes[piece.sent_id]
        chosen.append(piece)
        text += piece.text
    return chosen


def _end(chosen: Sequence[markup.Piece], ends: Sequence[tuple[int, int, bool]], words: int) -> int:
    """Choose the best of the places where an excerpt may end: (pieces, words, paragraph done)."""
    whole = [
        (number, used, paragraph)
        for number, used, paragraph in ends
        if used and _closed("".join(piece.text for piece in chosen[:number]))
    ]
    fair = [number for number, used, paragraph in whole if paragraph and 4 * used >= 3 * words]
    return (fair or [number for number, *_ in whole] or [len(chosen)])[-1]


def _closed(text: str) -> bool:
    return text.count("“") <= text.count("”") and text.count('"') % 2 == 0


def mask(text: str, outlets: Sequence[str]) -> str:
    """Put a neutral sign in the place of every outlet's name.

    >>> mask("The Harbour Post has learned this.", ["Harbour Post"])
    'The [this outlet] has learned this.'
    """
    for outlet in sorted(outlets, key=lambda name: (-len(name), name)):
        if outlet.strip():
            # an agency's report opens with a place, a day and the agency's name, or its first word
            agency = f"{re.escape(outlet)}|{re.escape(outlet.split()[0])}"
            text = re.sub(rf"\((?:{agency})\)(?= ?[-–—])", AGENCY, text)
            text = re.sub(rf"(?<!\w){re.escape(outlet)}(?!\w)", MASK, text, flags=re.IGNORECASE)
    return text
