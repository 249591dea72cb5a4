"""Sheets from paper into the store: all of a file's sheets in one transaction, or none."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from framing.classroom.paper import Sheet
from framing.classroom.store import Section, Store
from framing.errors import InputError


def find(store: Store, section: str = "", event: str = "") -> Section:
    """Find a class by its join code, its name or its id; ``event`` keeps to lessons on that event.

    Without a name the only class there is. Raises ``InputError`` naming the classes that there
    are if none or several fit.
    """
    lessons = [one for one in store.lessons() if event in ("", one.material.event)]
    every = [one for lesson in lessons for one in store.sections(lesson.id)]
    plain = section.strip().casefold()
    names = [(one.code.casefold(), one.name.casefold(), one.id, "") for one in every]
    fits = [one for one, own in zip(every, names, strict=True) if plain in own]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(f"{one.code} ({one.name})" for one in every[:12])
    raise InputError(
        found=f"{len(fits)} classes are called '{section}'" if section else f"{len(fits)} classes",
        expected=f"one of {known}" if known else "a class; there is none yet",
        action="give its join code with --section"
        if known
        else "make one with 'framing class start'",
        where=store.path.name,
    )


def add(store: Store, section: Section, sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Put sheets into a class; a code that is there already gets its answers replaced.

    Returns how many pupils are new and how many were replaced. Raises ``Unsaved`` if the file
    cannot be written; then nothing was changed.
    """
    there = {one.name: one.id for one in store.pupils(section.id) if one.source == "paper"}
    new = sum(sheet.code not in there for sheet in sheets)
    # one transaction for the whole file: the store's own functions commit each answer apart
    with store._writing() as base:
        for sheet in sheets:
            base.execute(
                "DELETE FROM pupil WHERE section = ? AND name = ? AND source = 'paper'",
                (section.id, sheet.code),
            )
            # nobody can come back to a sheet from a screen: its phrase is thrown away
            row = base.execute(
                "INSERT INTO pupil (section, name, salt, phrase, seed, cue, source)"
                " VALUES (?, ?, ?, ?, 0, 0, 'paper') RETURNING pupil",
                (section.id, sheet.code, secrets.token_bytes(16), secrets.token_bytes(64)),
            ).fetchone()
            pupil = int(row["pupil"])
            for (phase, text), (ratings, marks) in sheet.answers.items():
                base.executemany(
                    "INSERT INTO rating VALUES (?, ?, ?, ?, ?, ?)",
                    [(pupil, phase, text, r.scale, r.value, r.turned) for r in ratings],
                )
                base.executemany(
                    "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                    [(pupil, phase, text, m.start, m.end, m.words, m.reason) for m in marks],
                )
                base.execute("INSERT INTO done VALUES (?, ?, ?)", (pupil, phase, text))
            for kind, words in sheet.notes.items():
                base.execute("INSERT INTO note VALUES (?, ?, ?, 0)", (pupil, kind, words))
                base.execute("INSERT INTO done VALUES (?, ?, '')", (pupil, kind))
    return new, len(sheets) - new
