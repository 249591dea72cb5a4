"""What each page needs to be filled in, for pupils and for the teacher's board."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from framing.classroom import catalogue, course, forms, pages, spread
from framing.classroom.course import Step
from framing.classroom.lesson import Material, Text
from framing.classroom.room import Results, Room, notes_shown
from framing.classroom.store import Lesson, Pupil, Section

if TYPE_CHECKING:
    import pandas as pd

Values = dict[str, Any]
SHARED = ("spread", "reveal", "tool", "debrief")


def pupil(
    room: Room, here: tuple[Lesson, Section, Pupil], step: Step, sheet: forms.Sheet
) -> Values:
    """Give what a pupil's page needs beside what all pages need."""
    lesson, section, who = here
    material = lesson.material
    if step.kind == "answer":
        return _answer(lesson, who, step, sheet)
    if step.kind in SHARED:
        return {"panel": own_panel(room, lesson, section, step.kind, who)}
    if step.kind == "note":
        text = material.texts[0]
        return {"start": pages.paragraphs(text)[:2], "longest": forms.LONGEST[step.phase]}
    if step.kind == "headline":
        rows = room.store.rows(
            "SELECT words FROM note WHERE pupil = ? AND kind = 'headline'", who.id
        )
        words = str(rows[0]["words"]) if rows else ""
        return {"headline": marked_headline(room, words)}
    return {}


@dataclass(frozen=True)
class Panel:
    """What a phase shows to every pupil, drawn once; ``rings`` says where a pupil's ring goes."""

    revision: tuple[int, ...]
    until: float
    html: str
    rings: dict[tuple[str, str], tuple[int, ...]]


def own_panel(room: Room, lesson: Lesson, section: Section, phase: str, who: Pupil) -> Markup:
    """Give what a phase shows, with a ring around this pupil's own answers."""
    shared = _panel(room, lesson, section, phase)
    kind = {"spread": "first", "reveal": "again"}.get(phase, "")
    html = shared.html
    if kind:
        rows = room.store.rows(
            "SELECT text, scale, value FROM rating WHERE pupil = ? AND phase = ?"
            " AND value IS NOT NULL",
            who.id,
            kind,
        )
        for row in rows:
            counts = shared.rings.get((row["scale"], row["text"]))
            if counts and counts[row["value"] - 1]:
                place = pages.ring_place(row["scale"], row["text"])
                html = html.replace(place, pages.ring(counts, row["value"]))
    if phase == "debrief" and lesson.experiment and len(lesson.material.texts) > 2:
        seen = cue(lesson.material.text("C"), who.cue)["outlet"]
        said = escape(catalogue.say("debrief_saw", lesson.language, outlet=seen))
        html = html.replace(pages.SAW, f"<p><b>{said}</b></p>")
    return Markup(html)  # noqa: S704 - made by our own templates, with autoescape


def _panel(room: Room, lesson: Lesson, section: Section, phase: str) -> Panel:
    """Draw a phase once for all pupils.

    While answers still come in the last drawing may be a little old, so that two hundred phones
    that look at once do not ask for two hundred drawings.
    """
    key = (section.id, phase)
    with room.drawing:
        kept: Panel | None = room.panels.get(key)
        revision = room.store.revision(section.id)
        now = time.monotonic()
        if kept and (kept.revision == revision or now < kept.until):
            return kept
        it = board(room, lesson, section, phase)
        html = pages.render("panel.html", lesson.language, phase=phase, it=it)
        rings = {
            (one["scale"].id, row.label): row.counts
            for one in it.get("scales", [])
            for row in one["rows"]
        }
        done = time.monotonic()
        made = Panel(revision, done + 4 * (done - now), html, rings)
        room.panels[key] = made
        return made


def _answer(lesson: Lesson, who: Pupil, step: Step, sheet: forms.Sheet) -> Values:
    material = lesson.material
    text = material.text(step.text)
    order = course.order(who.seed, tuple(t.label for t in material.texts[:2]))
    source = None
    if step.phase == "again":
        source = {"outlet": text.outlet, "profile": text.profile}
    elif step.phase == "third" and lesson.experiment:
        source = cue(text, who.cue)
    return {
        "text": text,
        "body": pages.paragraphs(text) if step.phase == "again" else [],
        "sheet": sheet,
        "source": source,
        "number": order.index(step.text) + 1 if step.text in order else 3,
        "scales": [
            {
                "scale": scale,
                "left": scale.high if course.turned(who.seed, scale.id) else scale.low,
                "right": scale.low if course.turned(who.seed, scale.id) else scale.high,
            }
            for scale in material.scales
        ],
    }


def cue(text: Text, group: int) -> dict[str, str]:
    """Give the outlet that a group of the source-cue experiment sees above the third text."""
    if group == 0:
        return {"outlet": text.outlet, "profile": text.profile}
    return {"outlet": text.other_outlet, "profile": text.other_profile}


def marked_headline(room: Room, words: str) -> Values:
    """Give a pupil's headline cut where the tool marked it, with the cards of the entries."""
    text = Text("H", "", "", "", words, room.headline_hits(words))
    return {"body": pages.against(text, []), "hits": [hit for hit in text.hits if hit.counted]}


def board(room: Room, lesson: Lesson, section: Section, phase: str) -> Values:
    """Give what a phase shows to everybody, on phones and on the teacher's board alike."""
    results = room.results(lesson, section)
    makers = {
        "spread": _spread,
        "reveal": _reveal,
        "tool": _tool,
        "debrief": _debrief,
        "headline": _headlines,
        "exit": _exit,
        "end": _exit,
    }
    maker = makers.get(phase)
    return maker(room, lesson, section, results) if maker else {}


def _spread(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    material = lesson.material
    texts = list(material.texts[:2])
    marks = results.answers.marks
    shown = []
    for text in texts:
        words = spread.heat(marks, text, "first")
        shown.append(
            {
                "text": text,
                "body": pages.heated(text, words),
                "n": len(results.there["first"].get(text.label, [])),
                "reasons": _reasons(marks, text, "first"),
            }
        )
    return {
        "scales": _dots(material, results, "first", [t.label for t in texts]),
        "texts": shown,
        "agreement": room.agreement(lesson, section, results),
    }


def _dots(material: Material, results: Results, phase: str, labels: list[str]) -> list[Values]:
    ratings = results.answers.ratings
    return [
        {"scale": scale, "rows": spread.rows(ratings, scale.id, phase, labels, None)}
        for scale in material.scales
    ]


def _reasons(marks: pd.DataFrame, text: Text, phase: str) -> list[Values]:
    own = marks[(marks["text"] == text.label) & (marks["phase"] == phase) & (marks["reason"] != "")]
    own = own.sort_values(["start", "pupil"], kind="stable")
    columns = ["pupil", "start", "words", "reason", "hidden"]
    rows = zip(*(own[column].tolist() for column in columns), strict=True)
    place = {"phase": phase, "label": text.label}
    return [dict(zip(columns, row, strict=True)) | place for row in rows]


def _reveal(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    material = lesson.material
    texts = list(material.texts[:2])
    labels = [text.label for text in texts]
    again = sum(len(who) for who in results.there["again"].values())
    return {
        "texts": texts,
        "scales": _dots(material, results, "again", labels) if again else [],
        "shifts": [
            {"scale": s, "rows": spread.shifts(results.answers.ratings, s.id, labels)}
            for s in material.scales
        ],
    }


def _tool(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    shown = []
    for text in lesson.material.texts[:2]:
        words = spread.heat(results.answers.marks, text, "first")
        shown.append(
            {
                "text": text,
                "body": pages.against(text, words),
                "n": len(results.there["first"].get(text.label, [])),
                "lists": spread.against(words, text),
            }
        )
    return {
        "texts": shown,
        "mistakes": lesson.material.mistakes,
        "limits": lesson.material.limits,
    }


def _debrief(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    material, found = lesson.material, results.answers
    if len(material.texts) < 3:
        return {"text": None, "groups": [], "scales": []}
    text = material.text("C")
    words = spread.heat(found.marks, text, "third")
    people = found.pupils
    group = {
        n: set(people.loc[people["cue"] == n, "pupil"]) if lesson.experiment else None
        for n in (0, 1)
    }
    groups = [0, 1] if lesson.experiment else [0]
    scales = [
        {
            "scale": scale,
            "rows": [
                spread.rows(found.ratings, scale.id, "third", ["C"], group[n])[0] for n in groups
            ],
        }
        for scale in material.scales
    ]
    return {
        "text": text,
        "body": pages.heated(text, words),
        "n": len(results.there["third"].get("C", [])),
        "groups": [cue(text, n)["outlet"] for n in groups],
        "scales": scales,
    }


def _headlines(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    notes = notes_shown(results.answers.notes, "headline")
    return {"notes": [n | {"marked": marked_headline(room, n["words"])} for n in notes]}


def _exit(room: Room, lesson: Lesson, section: Section, results: Results) -> Values:
    return {"notes": notes_shown(results.answers.notes, "exit")}
