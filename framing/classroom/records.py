"""What the store keeps: its tables in SQLite, and each record as it is read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from framing.classroom.lesson import Material

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS lesson (
  lesson TEXT PRIMARY KEY, title TEXT NOT NULL, language TEXT NOT NULL, minutes INTEGER NOT NULL,
  experiment INTEGER NOT NULL, material TEXT NOT NULL, expires REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS section (
  section TEXT PRIMARY KEY, lesson TEXT NOT NULL REFERENCES lesson ON DELETE CASCADE,
  name TEXT NOT NULL, code TEXT NOT NULL UNIQUE, phase TEXT NOT NULL DEFAULT 'join',
  frozen INTEGER NOT NULL DEFAULT 0, timer_ends REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS pupil (
  pupil INTEGER PRIMARY KEY AUTOINCREMENT,
  section TEXT NOT NULL REFERENCES section ON DELETE CASCADE,
  name TEXT NOT NULL, salt BLOB NOT NULL, phrase BLOB NOT NULL, seed INTEGER NOT NULL,
  cue INTEGER NOT NULL, source TEXT NOT NULL, UNIQUE (section, name)
);
CREATE TABLE IF NOT EXISTS done (
  pupil INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE, phase TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (pupil, phase, text)
);
CREATE TABLE IF NOT EXISTS rating (
  pupil INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE, phase TEXT NOT NULL,
  text TEXT NOT NULL, scale TEXT NOT NULL, value INTEGER, turned INTEGER NOT NULL,
  PRIMARY KEY (pupil, phase, text, scale)
);
CREATE TABLE IF NOT EXISTS mark (
  pupil INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE, phase TEXT NOT NULL,
  text TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, words TEXT NOT NULL,
  reason TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (pupil, phase, text, start)
);
CREATE TABLE IF NOT EXISTS note (
  pupil INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE, kind TEXT NOT NULL,
  words TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (pupil, kind)
);
"""


@dataclass(frozen=True)
class Lesson:
    """A lesson's set-up; several sections (classes) may use it. ``expires`` in seconds of epoch."""

    id: str
    title: str
    language: str
    minutes: int
    experiment: bool
    material: Material
    expires: float


@dataclass(frozen=True)
class Section:
    """One class that takes the lesson: its join code, where it stands, whether it is frozen."""

    id: str
    lesson: str
    name: str
    code: str
    phase: str
    frozen: bool
    timer_ends: float


@dataclass(frozen=True)
class Pupil:
    """One pupil: a number, an animal's name, and what chance gave (``seed``, ``cue`` group 0 or 1).

    ``source`` is screen or paper.
    """

    id: int
    section: str
    name: str
    seed: int
    cue: int
    source: str


@dataclass(frozen=True)
class Rating:
    """One answer on a scale, recoded: 1 (low) to 7 (high), None = can't tell."""

    scale: str
    value: int | None
    turned: bool = False


@dataclass(frozen=True)
class Mark:
    """One marked word: ``start`` and ``end`` are characters of the excerpt; and the reason."""

    start: int
    end: int
    words: str
    reason: str = ""


def to_lesson(row: sqlite3.Row) -> Lesson:
    """Read a lesson from its row."""
    return Lesson(
        row["lesson"],
        row["title"],
        row["language"],
        row["minutes"],
        bool(row["experiment"]),
        Material.from_json(row["material"]),
        row["expires"],
    )


def to_section(row: sqlite3.Row) -> Section:
    """Read a section from its row."""
    return Section(
        row["section"],
        row["lesson"],
        row["name"],
        row["code"],
        row["phase"],
        bool(row["frozen"]),
        row["timer_ends"],
    )


def to_pupil(row: sqlite3.Row) -> Pupil:
    """Read a pupil from its row."""
    return Pupil(row["pupil"], row["section"], row["name"], row["seed"], row["cue"], row["source"])
