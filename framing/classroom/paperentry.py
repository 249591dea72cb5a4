"""Copying a paper sheet: the same questions as on a screen, the sides as the sheet prints them."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData

from framing.classroom import catalogue, forms
from framing.classroom.forms import Fault, Sheet
from framing.classroom.lesson import MARKS, Material
from framing.classroom.store import Lesson, Section, Store


def _asked(material: Material, minutes: int) -> list[tuple[str, str]]:
    first = [text.label for text in material.texts[:2]]
    third = [text.label for text in material.texts[2:]] if minutes == 90 else []
    return [
        *(("first", label) for label in first),
        *(("again", label) for label in first),
        *(("third", label) for label in third),
    ]


def _sheets(lesson: Lesson, form: FormData | None) -> list[tuple[str, str, str, Sheet]]:
    made = []
    for phase, label in _asked(lesson.material, lesson.minutes):
        prefix = f"{phase}-{label}-"
        text = lesson.material.text(label)
        sheet = forms.read(form, text, lesson.material.scales, prefix) if form else Sheet()
        made.append((phase, label, prefix, sheet))
    return made


def parts(lesson: Lesson, form: FormData | None) -> list[dict[str, Any]]:
    """Give what the page shows of each text and phase; ``form`` is what was sent, if anything."""
    return [
        {
            "phase": phase,
            "prefix": prefix,
            "text": lesson.material.text(label),
            "sheet": sheet,
            "scales": [
                {
                    "scale": s,
                    "left": s.high if s.turned else s.low,
                    "right": s.low if s.turned else s.high,
                }
                for s in lesson.material.scales
            ],
        }
        for phase, label, prefix, sheet in _sheets(lesson, form)
    ]


def faults(lesson: Lesson, form: FormData) -> list[tuple[str, Fault]]:
    """Say what is wrong with a sheet. A line that was left empty on paper is a missing answer."""
    sheets = _sheets(lesson, form)
    if all(sheet.empty() for *_, sheet in sheets) and not forms.plain(form.get("exit"), 600):
        return [("", Fault("paper_nothing"))]
    return [
        (label, Fault("fault_marks", {"n": len(sheet.words)}))
        for _, label, _, sheet in sheets
        if len(sheet.words) > MARKS
    ]


def save(store: Store, lesson: Lesson, section: Section, form: FormData) -> str:
    """Store a sheet as a pupil with a random animal; give the animal."""
    language = lesson.language
    names = catalogue.animals(language)
    pupil = store.add_pupil(section.id, names, catalogue.phrase(language), "paper")
    scales = lesson.material.scales
    for phase, label, _, sheet in _sheets(lesson, form):
        if not sheet.empty():
            turned = {scale.id: scale.turned for scale in scales}
            store.save_answers(
                pupil.id,
                phase,
                label,
                forms.ratings(sheet, scales, turned),
                forms.marks(sheet, lesson.material.text(label)) if phase != "again" else [],
            )
    written = forms.plain(form.get("exit"), forms.LONGEST["exit"])
    if written:
        store.save_note(pupil.id, "exit", written)
    return pupil.name
