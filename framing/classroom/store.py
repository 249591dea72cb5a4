"""One SQLite file (WAL) that holds lessons, sections, pupils and every submitted answer.

Nothing that names a person is stored: a pupil is a random animal and the hash of a phrase. No
time of any answer, no address, no browser. ``framing.classroom.answers`` gives the answers as
tables.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from framing.classroom.lesson import Material
from framing.classroom.records import (
    SCHEMA,
    Lesson,
    Mark,
    Pupil,
    Rating,
    Section,
    to_lesson,
    to_pupil,
    to_section,
)
from framing.errors import FramingError, InputError

__all__ = ["Lesson", "Mark", "Pupil", "Rating", "Section", "Store", "Unsaved"]
DAYS = 30
ALPHABET = "CDFHJKMNPRTWXY34679"  # no letter or digit that looks like another; no vowel, no words
_BUSY = 3.0
_BORN = 1_735_689_600.0  # the start of 2025: a clock that shows less is wrong


class Unsaved(FramingError):
    """The disk is full or the database is locked: nothing was stored, the answer must be kept."""

    exit_code = 2


class Store:
    """The file with all lessons of this machine.

    ``path`` is the SQLite file, made with its folder if need be. Every function writes in one
    transaction that is on the disk when it returns; ``Unsaved`` is raised if that fails.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()) / "class.sqlite")
    >>> lesson = store.add_lesson("Garden", Material("e", "Garden", (), ()), "en", 45)
    >>> section = store.add_section(lesson.id, "7b")
    >>> len(section.code)
    4
    >>> store.close()
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._read: dict[str, Lesson] = {}
        try:
            self._base = self._open()
        except sqlite3.OperationalError as error:
            raise _unsaved(error, self.path) from error
        except sqlite3.DatabaseError as error:
            raise InputError(
                found=f"no file with lessons ({error})",
                expected="a file that 'framing class start' has made",
                action="choose another with --data, or move this one away",
                where=self.path.name,
            ) from error

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(
            self.path, timeout=_BUSY, check_same_thread=False, isolation_level=None
        )
        base.row_factory = sqlite3.Row
        try:
            for line in (
                "journal_mode = WAL",
                "synchronous = FULL",  # an answer is on the disk before the pupil is told so
                "foreign_keys = ON",
                "secure_delete = ON",  # a wiped lesson leaves no bytes
            ):
                base.execute(f"PRAGMA {line}")
            base.executescript(SCHEMA)
        except sqlite3.Error:
            base.close()
            raise
        self.path.chmod(0o600)
        return base

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._base.execute("BEGIN IMMEDIATE")
                yield self._base
                self._base.execute("COMMIT")
            except sqlite3.IntegrityError:
                self._undo()
                raise
            except sqlite3.DatabaseError as error:
                self._undo()
                raise _unsaved(error, self.path) from error
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._base.in_transaction:
            self._base.execute("ROLLBACK")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Give the rows of a reading query (for ``framing.classroom.answers``)."""
        with self._lock:
            try:
                return self._base.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise Unsaved(
                    found=f"the class file cannot be read ({error})",
                    expected="a file that no other program has locked",
                    action="close the other program, then try again",
                    where=self.path.name,
                ) from error

    # --- secrets -------------------------------------------------------------------------------

    def secret(self) -> bytes:
        """Give this machine's secret (32 bytes), which signs cookies; made once, kept."""
        found = self.rows("SELECT value FROM meta WHERE key = 'secret'")
        if found:
            return bytes(found[0]["value"])
        with self._writing() as base:
            base.execute(
                "INSERT OR IGNORE INTO meta VALUES ('secret', ?)", (secrets.token_bytes(32),)
            )
        return self.secret()

    def teacher_key(self) -> str:
        """Give the key of the teacher's secret link (it is derived, never stored)."""
        return hmac.new(self.secret(), b"teacher", "sha256").hexdigest()[:32]

    # --- lessons and sections ------------------------------------------------------------------

    def add_lesson(
        self,
        title: str,
        material: Material,
        language: str,
        minutes: int,
        experiment: bool = False,
        now: float | None = None,
    ) -> Lesson:
        """Store a lesson's set-up, which expires after 30 days, and give it."""
        lesson = Lesson(
            secrets.token_hex(4),
            title,
            language,
            minutes,
            experiment,
            material,
            (time.time() if now is None else now) + DAYS * 86400,
        )
        with self._writing() as base:
            base.execute(
                "INSERT INTO lesson VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    lesson.id,
                    title,
                    language,
                    minutes,
                    experiment,
                    material.to_json(),
                    lesson.expires,
                ),
            )
        return lesson

    def lessons(self) -> list[Lesson]:
        """List the lessons of this machine, the newest last."""
        return [to_lesson(row) for row in self.rows("SELECT * FROM lesson ORDER BY rowid")]

    def lesson(self, lesson: str) -> Lesson:
        """Give one lesson. Raises ``InputError`` if there is none of that id."""
        found = self.rows("SELECT * FROM lesson WHERE lesson = ?", lesson)
        if found and lesson not in self._read:
            self._read[lesson] = to_lesson(found[0])  # a set-up never changes
        if not found:
            raise InputError(
                found=f"no lesson is called '{lesson}'",
                expected="the id of a lesson that was not wiped and is younger than 30 days",
                action="list the lessons with `framing class wipe`",
                where=str(self.path),
            )
        return self._read[lesson]

    def add_section(self, lesson: str, name: str) -> Section:
        """Add a class to a lesson, with a join code that no other class of this machine has."""
        for _ in range(100):
            code = "".join(secrets.choice(ALPHABET) for _ in range(4))
            try:
                with self._writing() as base:
                    base.execute(
                        "INSERT INTO section (section, lesson, name, code) VALUES (?, ?, ?, ?)",
                        (secrets.token_hex(4), lesson, name, code),
                    )
            except sqlite3.IntegrityError:
                continue
            found = self.by_code(code)
            assert found is not None
            return found
        raise FramingError(found="no free join code", action="wipe old lessons")

    def sections(self, lesson: str) -> list[Section]:
        """List the classes of a lesson in the order in which they were added."""
        rows = self.rows("SELECT * FROM section WHERE lesson = ? ORDER BY rowid", lesson)
        return [to_section(row) for row in rows]

    def section(self, section: str) -> Section | None:
        """Give one class by its id, or None."""
        found = self.rows("SELECT * FROM section WHERE section = ?", section)
        return to_section(found[0]) if found else None

    def by_code(self, code: str) -> Section | None:
        """Give the class of a join code (in any case, blanks ignored), or None."""
        plain = "".join(code.split()).upper()
        found = self.rows("SELECT * FROM section WHERE code = ?", plain)
        return to_section(found[0]) if found else None

    def set_phase(self, section: str, phase: str) -> None:
        """Bring a class into a phase; the timer stops."""
        with self._writing() as base:
            base.execute(
                "UPDATE section SET phase = ?, timer_ends = 0 WHERE section = ?", (phase, section)
            )

    def set_timer(self, section: str, ends: float) -> None:
        """Set when the timer of a class ends (seconds of epoch, 0 = no timer)."""
        with self._writing() as base:
            base.execute("UPDATE section SET timer_ends = ? WHERE section = ?", (ends, section))

    def freeze(self, section: str, frozen: bool) -> None:
        """Stop a class from sending anything, or let it go on."""
        with self._writing() as base:
            base.execute("UPDATE section SET frozen = ? WHERE section = ?", (frozen, section))

    # --- pupils --------------------------------------------------------------------------------

    def add_pupil(
        self, section: str, names: Sequence[str], phrase: str, source: str = "screen"
    ) -> Pupil:
        """Add a pupil under a random one of ``names`` that is free; when all are taken, with a 2.

        ``phrase`` is the recovery phrase, of which only a salted hash is kept; ``source`` is
        screen or paper. The two groups of the source-cue experiment are filled in turn.
        """
        salt = secrets.token_bytes(16)
        hashed = _hashed(phrase, salt)
        with self._writing() as base:
            rows = base.execute("SELECT name, cue FROM pupil WHERE section = ?", (section,))
            there = rows.fetchall()
            name = _free([row["name"] for row in there], names)
            second = sum(row["cue"] for row in there)
            first = len(there) - second
            cue = secrets.randbelow(2) if first == second else int(first > second)
            row = base.execute(
                "INSERT INTO pupil (section, name, salt, phrase, seed, cue, source)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (section, name, salt, hashed, secrets.randbits(31), cue, source),
            ).fetchone()
        return to_pupil(row)

    def pupil(self, pupil: int) -> Pupil | None:
        """Give one pupil by number, or None."""
        found = self.rows("SELECT * FROM pupil WHERE pupil = ?", pupil)
        return to_pupil(found[0]) if found else None

    def pupils(self, section: str) -> list[Pupil]:
        """List the pupils of a class in the order in which they joined."""
        rows = self.rows("SELECT * FROM pupil WHERE section = ? ORDER BY pupil", section)
        return [to_pupil(row) for row in rows]

    def recover(self, section: str, name: str, phrase: str) -> Pupil | None:
        """Give the pupil whose animal and recovery phrase these are, or None."""
        found = self.rows(
            "SELECT * FROM pupil WHERE section = ? AND name = ? COLLATE NOCASE",
            section,
            " ".join(name.split()),
        )
        if not found or found[0]["source"] != "screen":
            return None
        hashed = _hashed(phrase, bytes(found[0]["salt"]))
        return to_pupil(found[0]) if hmac.compare_digest(hashed, found[0]["phrase"]) else None

    # --- answers -------------------------------------------------------------------------------

    def save_answers(
        self, pupil: int, phase: str, text: str, ratings: Sequence[Rating], marks: Sequence[Mark]
    ) -> None:
        """Store what a pupil says of one text in one phase, all of it or nothing.

        ``phase`` is first, again (after the reveal) or third; ``text`` the text's label. What the
        pupil sent before for the same text and phase is replaced.
        """
        key = (pupil, phase, text)
        with self._writing() as base:
            for table in ("rating", "mark"):
                base.execute(
                    f"DELETE FROM {table} WHERE pupil = ? AND phase = ? AND text = ?",  # noqa: S608
                    key,
                )
            base.executemany(
                "INSERT INTO rating VALUES (?, ?, ?, ?, ?, ?)",
                [(*key, r.scale, r.value, r.turned) for r in ratings],
            )
            base.executemany(
                "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                [(*key, m.start, m.end, m.words, m.reason) for m in marks],
            )
            base.execute("INSERT OR IGNORE INTO done VALUES (?, ?, ?)", key)

    def save_note(self, pupil: int, kind: str, words: str) -> None:
        """Store what a pupil wrote: ``kind`` is exit or headline. A second one replaces it."""
        with self._writing() as base:
            base.execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?, 0)", (pupil, kind, words))
            base.execute("INSERT OR IGNORE INTO done VALUES (?, ?, '')", (pupil, kind))

    def done(self, pupil: int) -> set[tuple[str, str]]:
        """Give what a pupil has handed in: pairs of phase (or kind of note) and text."""
        rows = self.rows("SELECT phase, text FROM done WHERE pupil = ?", pupil)
        return {(row["phase"], row["text"]) for row in rows}

    def hide(self, pupil: int, kind: str, hidden: bool = True) -> None:
        """Hide a pupil's note from every screen and export, or show it again."""
        with self._writing() as base:
            base.execute(
                "UPDATE note SET hidden = ? WHERE pupil = ? AND kind = ?", (hidden, pupil, kind)
            )

    def hide_mark(self, pupil: int, phase: str, text: str, start: int, hidden: bool = True) -> None:
        """Hide the reason of a mark from every screen and export, or show it again."""
        with self._writing() as base:
            base.execute(
                "UPDATE mark SET hidden = ? WHERE pupil = ? AND phase = ? AND text = ?"
                " AND start = ?",
                (hidden, pupil, phase, text, start),
            )

    def count_done(self, section: str) -> dict[tuple[str, str], int]:
        """Count the pupils who have handed in, by phase and text."""
        rows = self.rows(
            "SELECT phase, text, count(*) AS n FROM done JOIN pupil USING (pupil)"
            " WHERE section = ? GROUP BY phase, text",
            section,
        )
        return {(row["phase"], row["text"]): row["n"] for row in rows}

    def revision(self, section: str) -> tuple[int, ...]:
        """Give numbers that change whenever anything that a class sees of itself changes."""
        row = self.rows(
            "SELECT (SELECT count(*) FROM done d JOIN pupil p USING (pupil) WHERE p.section = ?1),"
            " (SELECT count(*) FROM pupil WHERE section = ?1),"
            " (SELECT total(hidden) FROM note n JOIN pupil p USING (pupil) WHERE p.section = ?1),"
            " (SELECT total(hidden) FROM mark m JOIN pupil p USING (pupil) WHERE p.section = ?1),"
            " (SELECT total(n.hidden * n.pupil) FROM note n JOIN pupil p USING (pupil)"
            " WHERE p.section = ?1),"
            " (SELECT total(m.hidden * (m.pupil * 10000 + m.start)) FROM mark m"
            " JOIN pupil p USING (pupil) WHERE p.section = ?1)",
            section,
        )[0]
        return tuple(int(value) for value in row)

    # --- end -----------------------------------------------------------------------------------

    def wipe(self, lesson: str | None = None) -> int:
        """Delete one lesson or all of them, with every answer; give how many lessons went."""
        with self._writing() as base:
            if lesson is None:
                gone = base.execute("DELETE FROM lesson").rowcount
                base.execute("DELETE FROM meta")
            else:
                gone = base.execute("DELETE FROM lesson WHERE lesson = ?", (lesson,)).rowcount
        # the write-ahead log still holds the deleted answers until it is emptied; while a server
        # runs on the same file that has to wait, but the words are overwritten (secure_delete)
        with self._lock, suppress(sqlite3.OperationalError):
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._base.execute("VACUUM")
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(gone)

    def expire(self, now: float | None = None) -> int:
        """Wipe the lessons whose 30 days are over; give how many.

        A lesson that was made while the clock was years behind is not wiped when the clock is put
        right: its 30 days begin then.
        """
        moment = time.time() if now is None else now
        if moment > _BORN and any(one.expires < _BORN for one in self.lessons()):
            with self._writing() as base:
                base.execute(
                    "UPDATE lesson SET expires = ? WHERE expires < ?",
                    (moment + DAYS * 86400, _BORN),
                )
            self._read.clear()
        old = [lesson.id for lesson in self.lessons() if lesson.expires <= moment]
        return sum(self.wipe(lesson) for lesson in old)


def _unsaved(error: sqlite3.Error, path: Path) -> Unsaved:
    return Unsaved(
        found=f"the class file cannot be written ({error})",
        expected="a file that can be written and free space on the disk",
        action="free some space or close the other program, then send again",
        where=path.name,
    )


def _hashed(phrase: str, salt: bytes) -> bytes:
    plain = " ".join(phrase.casefold().split()).encode()
    # two words out of sixty-four are guessed soon whatever the cost: what protects a pupil is the
    # limit on wrong guesses, and that the file lies on the teacher's computer
    return hashlib.scrypt(plain, salt=salt, n=2**10, r=8, p=1)


def _free(taken: Sequence[str], names: Sequence[str]) -> str:
    for round_ in range(1, len(taken) + 2):
        left = [n if round_ == 1 else f"{n} {round_}" for n in names]
        left = [name for name in left if name not in taken]
        if left:
            return secrets.choice(left)
    raise FramingError(found="no names to give to pupils")
