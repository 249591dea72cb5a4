"""The report on a screen: one HTML file that works offline and asks nothing of anyone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import paths
from framing.charts import strip
from framing.comparison import naming
from framing.report import content, pictures, wording
from framing.report.view import Report
from framing.report.view import rows as rows_of

if TYPE_CHECKING:
    from markupsafe import Markup

PICTURES = ("naming", "speakers", "tone", "hits")
VOICE = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}
# marks around the origin, in the order of the charts' marker shapes
SHAPES = (
    "M-6,0A6,6 0 1,0 6,0A6,6 0 1,0 -6,0Z",
    "M-5.5,-5.5H5.5V5.5H-5.5Z",
    "M0,-6.5L6.5,5.5H-6.5Z",
    "M0,-7L7,0L0,7L-7,0Z",
    "M0,6.5L6.5,-5.5H-6.5Z",
    "M-2,-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    "M-5,-7L0,-2L5,-7L7,-5L2,0L7,5L5,7L0,2L-5,7L-7,5L-2,0L-7,-5Z",
    "M0,-7L6.7,-2.2L4.1,5.7H-4.1L-6.7,-2.2Z",
    "M-6.5,0L5.5,-6.5V6.5Z",
    "M6.5,0L-5.5,-6.5V6.5Z",
)


def write(
    report: Report, path: str | Path, charts: Mapping[str, Path], *, share: bool = False
) -> Path:
    """Write the report as one HTML file with its pictures, style and script inside.

    ``path`` is the file to be; ``charts`` maps the names of pictures to their files (the PNG
    beside an SVG is taken); ``share`` leaves out full texts. A Content-Security-Policy forbids
    every request. Returns the path. The same report gives the same bytes.
    """
    path = Path(path)
    path.write_text(text(report, charts, share=share), encoding="utf-8", newline="\n")
    return path


def text(report: Report, charts: Mapping[str, Path], *, share: bool = False) -> str:
    """Give the HTML of the report; arguments as in ``write``."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = paths.data_dir("reports") / "templates"
    style, script = (
        (folder / f"report.{ending}").read_text(encoding="utf-8") for ending in ("css", "js")
    )
    engine = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    data = content.gather(report, share=share)
    return engine.get_template("report.html").render(
        d=data,
        css=Markup(style),  # noqa: S704
        js=Markup(script),  # noqa: S704
        csp=_policy(style, script),
        at=lambda share: f"{2 + 96 * share:.2f}",
        shapes=SHAPES,
        run=_Runner(report).run,
        figures=_figures(report, charts),
        sections=_sections(data, charts),
    )


def _policy(style: str, script: str) -> str:
    """Allow this very style and script, pictures inside the file, and nothing else."""
    css, js = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        for part in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{css}'; script-src 'sha256-{js}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _sections(data: content.Data, charts: Mapping[str, Path]) -> list[tuple[str, str]]:
    wanted = [
        ("strip", "Names", True),
        ("seen", "What is seen", True),
        ("others", "Other names", bool(data["others"])),
        ("spectrum", "Spectrum", bool(data["dimensions"])),
        ("fig-speakers", "Who speaks", "speakers" in charts),
        ("elements", "Problem to remedy", bool(data["elements"])),
        ("toward", "Tone toward", bool(data["toward"])),
        ("edits", "Changes", bool(data["edits"])),
        ("pairs", "Side by side", bool(data["pairs"])),
        ("coverage", "Facts", bool(data["coverage"]["rows"])),
        ("articles", "The articles", True),
        ("made", "How it was made", True),
    ]
    return [(name, title) for name, title, there in wanted if there]


def _figures(report: Report, charts: Mapping[str, Path]) -> list[dict[str, Any]]:
    said = pictures.texts(report)
    found = []
    for name in PICTURES:
        if name not in charts or name not in said:
            continue
        file = charts[name].with_suffix(".png")
        data = file.read_bytes()
        # a PNG's width and height stand at bytes 16 to 24
        wide, high = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        found.append(
            {
                "id": name,
                "title": wording.FIGURES[name][0],
                "note": wording.FIGURES[name][1],
                "alt": said[name],
                "height": round(1600 * high / wide),
                "src": "data:image/png;base64," + base64.b64encode(data).decode(),
            }
        )
    return found


class _Runner:
    """Turns an article's pieces into HTML; every word of an article is escaped here."""

    def __init__(self, report: Report) -> None:
        labels = report.table("labels")
        referent = next(iter(strip.referents(report.table("naming"))), "")
        own = labels[(labels["referent"] == referent) & labels["counted"]]
        self._names = {
            int(row.Index): (naming.fold(row.text, row.head), row.polarity, VOICE[row.voice])
            for row in rows_of(own)
        }

    def run(self, pieces: list[content.Data], number: int) -> Markup:
        """Set pieces one after the other: a span for each sentence, inside it voices and marks."""
        from markupsafe import Markup

        made = Markup("")
        for sent, run in _by_sentence(pieces):
            inside = Markup("").join(self._piece(piece) for piece in run)
            part = run[0]["part"] if run[0]["part"] in ("headline", "debris") else ""
            if sent < 0:
                made += inside
            else:
                made += Markup('<span class="s {}" data-s="{}">{}</span>').format(
                    part, sent, inside
                )
        return made

    def _piece(self, piece: content.Data) -> Markup:
        from markupsafe import Markup, escape

        # blank lines between paragraphs come from the text itself: one is enough
        body = escape(re.sub(r"\n{3,}", "\n\n", piece["text"]))
        voice = VOICE[piece["voice"]]
        for mark in piece["marks"]:
            body = _marked(body, mark, voice)
        for row in piece["names"]:
            if row in self._names:
                name, polarity, spoken = self._names[row]
                body = Markup(
                    '<span class="named" data-name="{}" data-polarity="{}" data-voice="{}">'
                    "{}</span>"
                ).format(name, polarity, spoken, body)
        if voice == "narrator":
            return body
        return Markup('<span class="{}" title="{}">{}</span>').format(
            "q" if voice == "quoted" else "t",
            f"{wording.VOICES[voice]}: {piece['speaker'] or 'speaker not known'}",
            body,
        )


def _marked(body: Markup, mark: content.Data, voice: str) -> Markup:
    from markupsafe import Markup

    if not mark["counted"]:
        sign = Markup('<sup aria-hidden="true">×</sup>') if mark["last"] else Markup("")
        return Markup(
            '<span class="off" title="not counted: {}" data-dimension="{}">{}{}</span>'
        ).format(mark["reason"], mark["dimension"], body, sign)
    sign = Markup("")
    if mark["last"]:
        sign = Markup('<sup class="c{}"><span aria-hidden="true">{}{}</span></sup>').format(
            mark["number"] % 5, mark["letter"], mark["arrow"]
        )
    return Markup(
        '<mark class="hit c{n} l{n}" data-dimension="{dimension}" data-voice="{voice}" '
        'data-counted="1" title="{title}">{body}{sign}</mark>'
    ).format(
        n=mark["number"] % 5,
        dimension=mark["dimension"],
        voice=voice,
        body=body,
        title=f"{mark['letter']}: {mark['pole']}",
        sign=sign,
    )


def _by_sentence(pieces: list[content.Data]) -> list[tuple[int, list[content.Data]]]:
    runs: list[tuple[int, list[content.Data]]] = []
    for piece in pieces:
        if runs and runs[-1][0] == piece["sent"]:
            runs[-1][1].append(piece)
        else:
            runs.append((piece["sent"], [piece]))
    return runs
