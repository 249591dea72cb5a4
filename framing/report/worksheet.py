"""A student sheet with two masked excerpts, and the answer key with the tool's own mistakes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from framing.errors import InputError
from framing.report import content, markup, pdf, sections, teaching
from framing.report.view import Report

WORDS = 150
MASK = "[this outlet]"
AGENCY = "[a news agency]"
_SCALES = 4
_OTHER_SCALES = (
    teaching.Scale("calm-heated", "calm", "heated"),
    teaching.Scale("distant-close", "distant", "close"),
    teaching.Scale("sure-doubtful", "sure", "doubtful"),
    teaching.Scale("plain-loaded", "plain", "loaded"),
)
FILES = ("worksheet.typ", "key.typ", "parts.typ")


def write(
    report: Report,
    directory: str | Path,
    *,
    articles: Sequence[str] = (),
    size: str = "a4",
    grey: bool = False,
) -> list[Path]:
    """Write a two-page student sheet and an answer key as PDF.

    ``directory`` is the folder for ``student-sheet.pdf`` and ``answer-key.pdf``; ``articles``
    are the ids of two articles (default: the two that differ most); ``size`` is a4 or letter.
    The outlets' names are masked in the sheet. Returns the two paths.
    Raises ``InputError`` unless there are two articles.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    data = gather(report, articles)
    data["look"] = {"size": size, "grey": grey, "pages": "full"}
    made = []
    for template, name in (("worksheet.typ", "student-sheet"), ("key.typ", "answer-key")):
        path = directory / f"{name}.pdf"
        path.write_bytes(pdf.typeset(template, data, {}, FILES))
        made.append(path)
    return made


def gather(report: Report, articles: Sequence[str] = ()) -> content.Data:
    """Gather what sheet and key say: two excerpts of at most 150 words, scales, answers.

    Which text comes first and which pole stands at the left is drawn from a hash of the texts,
    so that it is random to the class and the same in every print.
    """
    ids = list(articles) or choose(report)
    known = set(report.table("documents")["doc_id"])
    if len(ids) != 2 or not set(ids) <= known:
        raise InputError(
            found=f"{len(ids)} articles for a worksheet: {', '.join(ids)}",
            expected="two articles of the event",
            action=f"choose two of {', '.join(sorted(known)[:8])}",
        )
    ids.sort(key=lambda name: _hash(name + report.event.id))
    shown = sections.dimensions(report)
    return {
        "title": report.title,
        "texts": [
            _text(report, doc_id, label, shown) for doc_id, label in zip(ids, "AB", strict=True)
        ],
        "scales": scales(report),
        "dimensions": shown,
        "limits": list(report.limits),
        "outlets": report.outlet_names(),
        "share": False,
    }


def choose(report: Report) -> list[str]:
    """Choose the two articles of the event's lesson, else those whose own words differ most.

    Differences are compared dimension by dimension, over the shown ones, and the largest one
    decides; without any number the two longest texts are taken.
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
    return best[1] or longest["doc_id"].tolist()[:2]


def lesson(report: Report) -> teaching.Teaching:
    """Give what the event brings for a lesson; empty for articles of one's own."""
    return teaching.read(report.event.id, report.table("documents")["doc_id"])


def scales(report: Report) -> list[content.Data]:
    """Give four seven-point scales: the lesson's own, else the event's axes, then general ones.

    Each has id, low (1), high (7) and dimension (empty = none), and how it is printed: left,
    right, turned (the high end stands at the left). Sides are turned by a hash of the question,
    so that no end is always at the left.
    """
    axes = [
        teaching.Scale(d.id, d.poles[0].title.lower(), d.poles[1].title.lower(), d.id)
        for d in report.dimensions_shown()
        if len(d.poles) > 1
    ]
    chosen = (list(lesson(report).scales) or [*axes, *_OTHER_SCALES])[:_SCALES]
    made = []
    for scale in chosen:
        turned = _hash(scale.low + scale.high + report.event.id) % 2 == 1
        low, high = scale.low, scale.high
        sides = {"left": high if turned else low, "right": low if turned else high}
        made.append({**scale.__dict__, **sides, "turned": turned})
    return made


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def _text(report: Report, doc_id: str, label: str, dimensions: list[content.Data]) -> content.Data:
    documents = report.table("documents")
    row = documents[documents["doc_id"] == doc_id].iloc[0]
    cut = excerpt(markup.pieces(report, doc_id))
    profile = next((o.profile for o in report.outlets if o.name == row["outlet"]), "")
    plain = mask("".join(piece.text for piece in cut), report.outlet_names())
    numbers = [
        {
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
    """Keep the first whole sentences of an article, up to so many words, page remains left out."""
    chosen: list[markup.Piece] = []
    sizes: dict[int, int] = {}
    for piece in cut:
        if piece.sent_id >= 0:
            sizes[piece.sent_id] = sizes.get(piece.sent_id, 0) + len(piece.text.split())
    used, taken = 0, set[int]()
    for piece in cut:
        if piece.part == "debris":
            continue
        if piece.sent_id >= 0 and piece.sent_id not in taken:
            if used + sizes[piece.sent_id] > words:
                break
            taken.add(piece.sent_id)
            used += sizes[piece.sent_id]
        chosen.append(piece)
    return chosen


def mask(text: str, outlets: Sequence[str]) -> str:
    """Put a neutral sign in the place of every outlet's name.

    >>> mask("The Harbour Post has learned this.", ["Harbour Post"])
    'The [this outlet] has learned this.'
    """
    for outlet in sorted(outlets, key=lambda name: (-len(name), name)):
        if outlet.strip():
            # an agency's report opens with a place, a day and the agency's first name
            agency = re.escape(outlet.split()[0])
            text = re.sub(rf"\({agency}\)(?= ?[-–—])", AGENCY, text)
            text = re.sub(rf"(?<!\w){re.escape(outlet)}(?!\w)", MASK, text, flags=re.IGNORECASE)
    return text
