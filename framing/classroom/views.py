"""What each page needs to be filled in, for pupils and for the teacher's board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.classroom import course, forms, pages, spread
from framing.classroom.course import Step
from framing.classroom.lesson import Material, Text
from framing.classroom.room import Results, Room, notes_shown
from framing.classroom.store import Lesson, Pupil, Section

if TYPE_CHECKING:
    import pandas as pd

Values = dict[str, Any]


def pupil(
    room: Room, here: tuple[Lesson, Section, Pupil], step: Step, sheet: forms.Sheet
) -> Values:
    """Give what a pupil's page needs beside what all pages need."""
    lesson, section, who = here
    material = lesson.material
    if step.kind == "answer":
        return _answer(lesson, who, step, sheet)
    if step.kind in ("spread", "reveal", "tool", "debrief"):
        return board(room, lesson, section, step.kind, who.id)
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
        "body": pages.to_mark(text),
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


def board(room: Room, lesson: Lesson, section: Section, phase: str, own: int = 0) -> Values:
    """Give what a phase shows to everybody; ``own`` is the pupil whose dots get a ring (0 = none).

    The pages of the phases use it for pupils and for the teacher's board alike.
    """
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
    return maker(room, lesson, results, own) if maker else {}


def _spread(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
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
        "scales": _dots(material, results, "first", [t.label for t in texts], own),
        "texts": shown,
        "agreement": results.agreement,
    }


def _dots(
    material: Material, results: Results, phase: str, labels: list[str], own: int
) -> list[Values]:
    ratings = results.answers.ratings
    mine = ratings[(ratings["pupil"] == own) & (ratings["phase"] == phase)]
    made = []
    for scale in material.scales:
        at = mine[mine["scale"] == scale.id]
        steps = {
            str(text): int(value)
            for text, value in zip(at["text"], at["value"], strict=True)
            if value == value
        }
        found = spread.rows(ratings, scale.id, phase, labels, None)
        made.append({"scale": scale, "rows": found, "mine": steps})
    return made


def _reasons(marks: pd.DataFrame, text: Text, phase: str) -> list[Values]:
    own = marks[(marks["text"] == text.label) & (marks["phase"] == phase) & (marks["reason"] != "")]
    own = own.sort_values(["start", "pupil"], kind="stable")
    columns = ["pupil", "start", "words", "reason", "hidden"]
    rows = own[columns].to_dict(orient="records")
    return [{**row, "phase": phase, "label": text.label} for row in rows]


def _reveal(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
    material = lesson.material
    texts = list(material.texts[:2])
    labels = [text.label for text in texts]
    again = sum(len(who) for who in results.there["again"].values())
    return {
        "texts": texts,
        "scales": _dots(material, results, "again", labels, own) if again else [],
        "shifts": [
            {"scale": s, "rows": spread.shifts(results.answers.ratings, s.id, labels)}
            for s in material.scales
        ],
    }


def _tool(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
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


def _debrief(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
    material, found = lesson.material, results.answers
    if len(material.texts) < 3:
        return {"text": None, "groups": [], "scales": [], "saw": ""}
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
            "mine": {},
        }
        for scale in material.scales
    ]
    own_group = people.loc[people["pupil"] == own, "cue"].tolist()
    return {
        "text": text,
        "body": pages.heated(text, words),
        "n": len(results.there["third"].get("C", [])),
        "groups": [cue(text, n)["outlet"] for n in groups],
        "scales": scales,
        "saw": cue(text, own_group[0])["outlet"] if lesson.experiment and own_group else "",
    }


def _headlines(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
    notes = notes_shown(results.answers.notes, "headline")
    return {"notes": [n | {"marked": marked_headline(room, n["words"])} for n in notes]}


def _exit(room: Room, lesson: Lesson, results: Results, own: int) -> Values:
    return {"notes": notes_shown(results.answers.notes, "exit")}
