"""Everything that a report says, gathered once as plain data for paper and screen alike."""

from __future__ import annotations

import math
from typing import Any

from framing.charts import style
from framing.report import actors, elements, markup, methods, sections, wording
from framing.report.view import Report
from framing.report.view import rows as rows_of
from framing.tables import SCHEMA_VERSION

Data = dict[str, Any]
# with few articles there is paper enough to print each of them whole
_PRINTED_WHOLE, _LONG = 6, 800


def gather(report: Report, *, share: bool = False) -> Data:
    """Gather what a report shows.

    ``share`` leaves out full texts: at most six snippets of 25 words per article, and neither
    aligned sentences nor long quotations. Returns nested dictionaries, lists, strings and numbers.
    """
    if share not in report.gathered:
        report.gathered[share] = _gathered(report, share)
    return dict(report.gathered[share])


def _gathered(report: Report, share: bool) -> Data:
    documents = report.table("documents")
    names = report.outlet_names()
    few = report.parameters.too_few_hits
    strip = sections.word_strip(report)
    return {
        "title": report.title,
        "facts": _facts(report),
        "question": wording.QUESTION,
        "invented": any(outlet.invented for outlet in report.outlets),
        "share": share,
        "outlets": names,
        "profiles": [
            {"outlet": o.name, "profile": o.profile, "invented": o.invented} for o in report.outlets
        ],
        "strip": strip,
        "others": sections.other_strips(report),
        "findings": sections.findings(report),
        "no_finding": wording.NO_FINDING,
        "limits": list(report.limits),
        "not_said": list(wording.NOT_SAID),
        "cautions": report.cautions_shown(),
        "how_to_read": [
            {"head": head, "text": text.format(few=few)} for head, text in wording.HOW_TO_READ
        ],
        "dimensions": sections.dimensions(report),
        "speakers": sections.speakers(report),
        "elements": elements.section(report, share=share),
        "toward": actors.section(report),
        "edits": _cut(sections.edits(report), share, "old", "new"),
        "pairs": [] if share else sections.pairs(report),
        "coverage": sections.grid(report),
        "contrasts": sections.contrasts(report),
        "keywords": sections.keywords(report),
        "articles": [_article(report, row, share) for row in rows_of(documents)],
        "methods": methods.paragraphs(report.of_all()),
        "parameters": [
            {"name": name, "value": f"{value:g}" if isinstance(value, float) else str(value)}
            for name, value in report.parameters.as_dict().items()
        ],
        "versions": [{"name": n, "value": v} for n, v in flat(report.versions)],
        "schema": SCHEMA_VERSION,
        "licence": wording.LICENCE,
        "citation": methods.citation(report),
    }


def _facts(report: Report) -> str:
    report = report.of_all()
    documents = report.table("documents")
    outlets = len(report.outlet_names())
    words = int(documents["n_words"].sum())
    parts = [
        report.event.date,
        f"{len(documents)} articles of {outlets} outlets",
        f"{words:,} words",
    ]
    return " · ".join(part for part in parts if part)


def _article(report: Report, row: Any, share: bool) -> Data:
    cut = markup.pieces(report, row.doc_id)
    made: Data = {
        "doc_id": row.doc_id,
        "outlet": row.outlet,
        "title": row.title,
        "published": row.published,
        "genre": row.genre,
        "n_words": int(row.n_words),
        "sha256": row.sha256,
        "warnings": list(row.warnings),
        "snippets": [],
        "pieces": [],
        "excluded": [{"text": " ".join(t.split()), "reason": r} for t, r in markup.excluded(cut)][
            :30
        ],
    }
    if share:
        made["title"] = clip(row.title)
        made["snippets"] = [
            {"start": s["start"], "end": s["end"], "pieces": [piece(p) for p in s["pieces"]]}
            for s in markup.snippets(cut)
        ]
        made["excluded"] = [{**e, "text": clip(e["text"])} for e in made["excluded"]]
    else:
        few = len(report.table("documents")) <= _PRINTED_WHOLE
        kept = markup.kept(cut, whole=_LONG) if few else markup.kept(cut)
        made["pieces"] = [{**piece(p), "kept": p.sent_id in kept} for p in cut]
    return made


def piece(p: markup.Piece) -> Data:
    """Turn a piece of an article into plain data."""
    return {
        "text": p.text,
        "sent": p.sent_id,
        "part": p.part,
        "voice": p.voice,
        "speaker": p.speaker,
        "names": list(p.names),
        "marks": [
            {
                "letter": m.letter,
                "arrow": m.arrow,
                "dimension": m.dimension,
                "number": m.number,
                "counted": m.counted,
                "reason": m.reason,
                "row": m.row,
                "last": m.last,
                "pole": m.pole,
            }
            for m in p.marks
        ],
    }


def clip(text: str, words: int = markup.SNIPPET_WORDS) -> str:
    """Keep the first words of a text, at most 25.

    >>> clip("one two three", 2)
    'one two …'
    """
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + " …"


def _cut(rows: list[Data], share: bool, *keys: str) -> list[Data]:
    return [{**row, **{key: clip(row[key]) for key in keys}} for row in rows] if share else rows


def flat(values: Any, prefix: str = "") -> list[tuple[str, str]]:
    """List nested versions as name and value.

    >>> flat({"numpy": "2", "lexicons": {"order": "ab"}})
    [('numpy', '2'), ('lexicons: order', 'ab')]
    """
    if not isinstance(values, dict):
        return [(prefix.rstrip(": "), str(values))]
    return [pair for name, value in values.items() for pair in flat(value, f"{prefix}{name}: ")]


def printable(value: Any) -> Any:
    """Make every string of nested data printable with the fonts at hand; NaN becomes None.

    >>> printable({"a": ["\\U0001F9FF"]})
    {'a': ['[U+1F9FF]']}
    """
    if isinstance(value, str):
        return style.printable(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item) for item in value]
    return value
