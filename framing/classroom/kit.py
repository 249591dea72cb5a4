"""The kit for a lesson without installing anything: plan, sheets, key, slides, report."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import paths, storage
from framing.classroom import paper, slides
from framing.report import (
    answerkey,
    content,
    folder,
    page,
    pdf,
    pictures,
    teaching,
    worksheet,
)
from framing.report.view import Report

if TYPE_CHECKING:
    import pandas as pd

    from framing.charts.axis import Dimension

RECORD = "made-of.json"
TEMPLATES = (
    "key.typ",
    "lesson.en.toml",
    "lesson.es.toml",
    "parts.typ",
    "plan.typ",
    "slides.typ",
    "worksheet.typ",
)
_PPI = 96  # 1280 by 720 pixels


def write(
    report: Report,
    directory: str | Path,
    *,
    size: str = "a4",
    grey: bool = False,
    language: str = "en",
) -> Path:
    """Write everything that a lesson needs into a folder.

    ``directory`` is the folder to be; ``size`` is a4 or letter; ``grey`` draws without colour;
    ``language`` is that of sheet and slides. Written are lesson-plan.pdf,
    student-sheet.pdf, answer-key.pdf, slides.pdf, slides/NN-NAME.png, report.html, report.pdf,
    answers.csv (to be filled in from paper) and made-of.json. Returns the folder.
    Raises ``InputError`` if the folder holds anything that is not a kit of ours; then nothing is
    touched. The same articles give the same bytes.
    """
    directory = Path(directory)
    folder.check(directory, RECORD)
    data = answerkey.add(report, worksheet.gather(report, language=language))
    data["look"] = {"size": size, "grey": grey, "pages": "full"}
    deck = slides.gather(report, data)
    with storage.staged(directory) as stage:
        for template, name, content_of in (
            ("plan.typ", "lesson-plan", plan(report, data, deck)),
            ("worksheet.typ", "student-sheet", data),
            ("key.typ", "answer-key", data),
        ):
            made = pdf.typeset(template, content_of, {}, (template, "parts.typ"))
            (stage / f"{name}.pdf").write_bytes(made)
        _slides(deck, data, stage)
        _report(report, stage, size=size, grey=grey)
        labels = "ABC" if data["third"] else "AB"
        paper.write_template(stage / "answers.csv", labels, len(data["scales"]))
        storage.write_json(_record(report, stage), stage / RECORD)
    return directory


def plan(report: Report, data: content.Data, deck: list[content.Data]) -> content.Data:
    """Gather what the lesson plan says: three lessons with minutes, scripts, slides."""
    say, ready = data["say"]["plan"], worksheet.lesson(report)
    outlets = len(report.outlet_names())
    facts = say["facts"] if ready.grades else say["facts_open"]
    values = {
        "grades": ready.grades,
        "title": report.title,
        "outlets": say["outlets"].format(number=outlets),
        "event": report.event.id,
    }
    invented = all(outlet.invented for outlet in report.outlets) and len(report.outlets) > 0
    return {
        **data,
        "facts": facts.format(**values) + (f" · {say['invented']}" if invented else ""),
        "need": say["need_items"],
        "content": ready.content or say["content_none"],
        "paper": [item.format(**values) for item in say["paper_items"]],
        "standards": say["standard"],
        "questions": say["question"],
        "lessons": [_lesson(lesson, say, deck) for lesson in say["lesson"]],
    }


def _lesson(lesson: content.Data, say: content.Data, deck: list[content.Data]) -> content.Data:
    steps, at = [], 0
    for step in lesson["step"]:
        shown = slides.numbers(deck, step["slides"])
        form = say["slides"] if "-" in shown else say["slide"]
        refs = form.format(numbers=shown) if shown else ""
        steps.append({**step, "from": str(at), "to": str(at + step["minutes"]), "refs": refs})
        at += step["minutes"]
    return {
        "head": say["lesson_of"].format(minutes=lesson["minutes"]),
        "goal": lesson["goal"],
        "steps": steps,
    }


def _slides(deck: list[content.Data], data: content.Data, stage: Path) -> None:
    say = data["say"]
    shown: content.Data = {
        "slides": deck,
        "title": data["title"],
        "name": say["slides"]["name"],
        "language": say["slides"]["language"],
    }
    files = ("slides.typ", "parts.typ")
    (stage / "slides.pdf").write_bytes(pdf.typeset("slides.typ", shown, {}, files))
    (stage / "slides").mkdir()
    sheets = pdf.typeset("slides.typ", shown, {}, files, kind="png", ppi=_PPI)
    for slide, sheet in zip(deck, sheets, strict=True):
        (stage / "slides" / f"{slide['name']}.png").write_bytes(sheet)


def _report(report: Report, stage: Path, **look: Any) -> None:
    with tempfile.TemporaryDirectory(prefix="framing-") as drawn:
        charts = pictures.save(report, Path(drawn), grey=look["grey"])
        pdf.write(report, stage / "report.pdf", charts, **look)
        page.write(report, stage / "report.html", charts)


def made_of(
    event: str, documents: pd.DataFrame, dimensions: Sequence[Dimension]
) -> dict[str, dict[str, str]]:
    """Name by hash what a kit is made of, so that a stale one is noticed.

    ``event`` is the event's id, ``documents`` the table, ``dimensions`` those of the lexicons.
    Returns the hashes of articles, lexicons and templates (with the event's own lesson).
    """
    templates = paths.data_dir("reports") / "templates"
    found = {name: templates / name for name in TEMPLATES}
    if event in teaching.events():
        own = paths.data_dir("corpus") / event
        found |= {name: own / name for name in ("lesson.toml", "teacher.md")}
    return {
        "articles": dict(zip(documents["doc_id"], documents["sha256"], strict=True)),
        "lexicons": {one.id: getattr(one, "sha256", "") for one in dimensions},
        "templates": {name: storage.sha256(file.read_bytes()) for name, file in found.items()},
    }


def _record(report: Report, stage: Path) -> dict[str, Any]:
    files = sorted(file for file in stage.rglob("*") if file.is_file())
    return {
        "made_by": folder.MADE_BY,
        **made_of(report.event.id, report.table("documents"), report.dimensions),
        "files": {
            file.relative_to(stage).as_posix(): storage.sha256(file.read_bytes()) for file in files
        },
    }
