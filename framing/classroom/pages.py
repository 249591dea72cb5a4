"""How a page is made: templates with autoescape, words cut into stretches, QR codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from framing.classroom import catalogue, spread
from framing.classroom.lesson import STEPS, Hit, Text
from framing.classroom.spread import Word

HERE = Path(__file__).parent
Stretch = dict[str, Any]
SAW = '<p hidden data-saw=""></p>'


@cache
def _engine() -> Environment:
    engine = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.globals |= {
        "layout": spread.layout,
        "column": spread.COLUMN,
        "steps": range(1, STEPS + 1),
        "shade": shade,
        "boxes": boxes,
        "ring_place": ring_place,
        "saw_place": Markup(SAW),  # noqa: S704 - our own constant
    }
    return engine


def render(template: str, language: str, **values: Any) -> str:
    """Fill a template in a language; ``t`` in it gives the catalogue's texts."""
    page = _engine().get_template(template)
    return page.render(t=partial(_said, language), lang=language, **values)


def _said(language: str, key: str, **values: object) -> str:
    return catalogue.say(key, language, **values)


def qr(address: str) -> Markup:
    """Draw the QR code of an address as SVG, without styles that the policy would refuse."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=6,
        border=2,
        svgclass="qr",
        lineclass=None,
        light="#fff",
        omitsize=True,
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - written by segno from our own address


def shade(n: int, most: int) -> int:
    """Give the shade of a marked word, 1 to 5, by the share of readers who marked it.

    >>> shade(1, 30), shade(15, 30), shade(30, 30)
    (1, 3, 5)
    """
    return max(1, min(5, -(-5 * n // max(most, 1))))


def ring_place(scale: str, label: str) -> Markup:
    """Give the place in a drawing where a pupil's ring goes, if the pupil has an answer there."""
    return Markup('<g data-own="{}-{}"></g>').format(scale, label)


def ring(counts: Sequence[int], step: int) -> str:
    """Draw a ring around the lowest dot of a step.

    >>> ring([0, 0, 0, 1, 0, 0, 0], 4)
    '<circle class="own" cx="161.0" cy="11.3" r="7.3"/>'
    """
    dots, radius, _ = spread.layout(counts)
    x, y = dots[sum(counts[: step - 1])]
    return f'<circle class="own" cx="{x}" cy="{y}" r="{round(radius + 2, 1)}"/>'


def paragraphs(text: Text, parts: Sequence[tuple[int, int, Any]] = ()) -> list[list[Stretch]]:
    """Cut a text into paragraphs, and each into stretches with or without something on them.

    ``parts`` are start, end and what stands there; they must not overlap. Returns for each
    paragraph dictionaries with words, start, end and it (None = nothing).

    >>> two = Text("A", "d", "o", "", "Rain.\\n\\nIt fell.")
    >>> [[s["words"] for s in p] for p in paragraphs(two, [(7, 9, "x")])]
    [['Rain.'], ['It', ' fell.']]
    """
    made, at = [], 0
    for line in text.text.split("\n\n"):
        stretches: list[Stretch] = []
        end = at + len(line)
        for start, stop, it in [p for p in parts if p[0] < end and p[1] > at]:
            if start > at:
                stretches.append(_stretch(text, at, start, None))
            stretches.append(_stretch(text, max(start, at), stop, it))
            at = stop
        if at < end:
            stretches.append(_stretch(text, at, end, None))
        made.append(stretches)
        at = end + 2
    return made


def _stretch(text: Text, start: int, end: int, it: Any) -> Stretch:
    return {"words": text.text[start:end], "start": start, "end": end, "it": it}


def to_mark(text: Text) -> list[list[Stretch]]:
    """Cut a text into words that can be marked and what stands between them."""
    return paragraphs(text, [(start, end, True) for start, end in text.words()])


def boxes(text: Text, checked: Sequence[int], prefix: str = "") -> Markup:
    """Write the text with a box to tick at every word, named ``w`` after ``prefix``.

    >>> boxes(Text("A", "d", "o", "", "Rain."), [])
    Markup('<p><label><input type="checkbox" name="w" value="0"><span>Rain</span></label>.</p>')
    """
    return _boxes(text.text, tuple(checked), prefix)


@lru_cache(maxsize=256)
def _boxes(text: str, checked: tuple[int, ...], prefix: str) -> Markup:
    # not in a template: a hundred phones ask for these 150 boxes at once
    name = escape(f"{prefix}w")
    lines = to_mark(Text("", "", "", "", text))
    made = []
    for n, line in enumerate(lines):
        head = ' class="headline"' if n == 0 and len(lines) > 1 else ""
        made.append(f"<p{head}>")
        for part in line:
            words_of = escape(part["words"])
            if part["it"] is None:
                made.append(words_of)
                continue
            tick = " checked" if part["start"] in checked else ""
            made.append(
                f'<label><input type="checkbox" name="{name}" value="{part["start"]}"{tick}>'
                f"<span>{words_of}</span></label>"
            )
        made.append("</p>")
    return Markup("".join(made))  # noqa: S704 - every piece of the text is escaped above


def heated(text: Text, words: Sequence[Word]) -> list[list[Stretch]]:
    """Cut a text where the class marked words."""
    return paragraphs(text, [(word.start, word.end, word) for word in words])


def against(text: Text, words: Sequence[Word]) -> list[list[Stretch]]:
    """Cut a text wherever class or tool marked something: each stretch has n and hits."""
    counted = [hit for hit in text.hits if hit.counted]
    edges = {w.start for w in words} | {w.end for w in words}
    edges |= {h.start for h in counted} | {h.end for h in counted}
    points = sorted(edges)
    parts = []
    for start, end in pairwise(points):
        n = max((w.n for w in words if w.start < end and w.end > start), default=0)
        hits: list[Hit] = [h for h in counted if h.start < end and h.end > start]
        if n or hits:
            parts.append((start, end, {"n": n, "hits": hits}))
    return paragraphs(text, parts)
