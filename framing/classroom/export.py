"""The class report and its tables: what a class did with the texts, without names or codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing import storage
from framing.classroom import classdata, given
from framing.classroom.given import ClassAnswers
from framing.classroom.store import Store
from framing.errors import InputError
from framing.report import folder, pdf

HIDDEN = "hidden"
RECORD = "made-of.json"


def write(
    own: ClassAnswers,
    directory: str | Path,
    *,
    title: str = "",
    size: str = "a4",
    language: str = "en",
) -> Path:
    """Write the class report (PDF) and its tables (CSV) into a folder.

    ``directory`` is the folder to be; ``title`` names the class on the first page; ``size`` is a4
    or letter. No name, no code and no number from 1 to 4 is in any file. Written are
    class-report.pdf, ratings.csv, moves.csv, words.csv, notes.csv and agreement.csv. Returns the
    folder. Raises ``InputError`` if the folder holds anything that is not ours. The same answers
    give the same bytes.
    """
    directory = Path(directory)
    folder.check(directory, RECORD)
    made = tables(own)
    with storage.staged(directory) as stage:
        (stage / "class-report.pdf").write_bytes(
            report(own, title=title, size=size, language=language)
        )
        for name, table in made.items():
            (stage / f"{name}.csv").write_bytes(csv(table))
        files = sorted(file for file in stage.iterdir())
        storage.write_json(
            {
                "made_by": folder.MADE_BY,
                "event": own.material.event,
                "files": {file.name: storage.sha256(file.read_bytes()) for file in files},
            },
            stage / RECORD,
        )
    return directory


def report(own: ClassAnswers, *, title: str = "", size: str = "a4", language: str = "en") -> bytes:
    """Give the class report as the bytes of a PDF; arguments as in ``write``."""
    data = classdata.gather(own, title=title, language=language)
    data["look"] = {"size": size, "grey": True, "pages": "full"}
    made: bytes = pdf.typeset("class.typ", data, {}, ("class.typ", "parts.typ"))
    return made


def from_store(store: Store, section: str) -> tuple[ClassAnswers, str, str]:
    """Read a class from the store; ``section`` is its id.

    Returns the answers, the name of the class and the lesson's language. Raises ``InputError`` if
    there is no such class.
    """
    found = store.section(section)
    if found is None:
        raise InputError(
            found=f"no class has the id '{section}'",
            expected="a class of a lesson that was not wiped",
            action="list the classes on the teacher's page",
            where=store.path.name,
        )
    lesson = store.lesson(found.lesson)
    own = given.of_section(store, section, lesson.material, lesson.experiment)
    return own, found.name, lesson.language


def report_bytes(store: Store, section: str, *, size: str = "a4") -> bytes:
    """Give the class report of a class in the store as the bytes of a PDF."""
    own, name, language = from_store(store, section)
    return report(own, title=name, size=size, language=language)


def csv_text(store: Store, section: str) -> str:
    """Give all tables of a class in the store as one CSV: see ``long``."""
    own, _, _ = from_store(store, section)
    return csv(long(own)).decode("utf-8")


def long(own: ClassAnswers) -> pd.DataFrame:
    """Put all tables of the export under each other, for one download.

    Columns: table, text, phase, item, answer, pupils (a number, ``hidden`` or empty).
    """
    rows: list[tuple[str, ...]] = []
    for row in classdata.ratings(own):
        answers = [*map(str, range(1, 8)), "can't tell"]
        for answer, count in zip(answers, _shown(row.counts), strict=True):
            rows.append(("ratings", row.text, row.phase, row.scale.id, answer, count))
    for row in classdata.moves(own):
        for answer, count in zip(
            (f"towards {row.scale.low}", "stayed", f"towards {row.scale.high}"),
            _shown(row.counts),
            strict=True,
        ):
            rows.append(("moves", row.text, row.phase, row.scale.id, answer, count))
    for text, words in classdata.words(own).items():
        rows += [("words", text, "", str(w.start), w.words, str(w.n)) for w in words]
    for kind, written in classdata.notes(own).items():
        rows += [("notes", "", "", kind, words, "") for words in written]
    for name, found, readers in classdata.agreement(own):
        rows.append(("agreement", "", "", name, f"{found.value:.3f}", str(readers)))
    return pd.DataFrame(rows, columns=["table", "text", "phase", "item", "answer", "pupils"])


def csv(table: pd.DataFrame) -> bytes:
    """Give a table as CSV for a spreadsheet: no cell is run as a formula, hidden cells say so."""
    shown = folder.harmless(table.astype(str))
    return bytes(shown.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def tables(own: ClassAnswers) -> dict[str, pd.DataFrame]:
    """Give the tables of the export, with every cell under five hidden.

    - ``ratings``: text, phase (first, again, third; of the source-cue experiment also cue0 = saw
      the outlet, cue1 = saw another one), scale, low, high, step1 to step7, cannot_tell, pupils
    - ``moves``: text, scale, low, high, towards_low, stayed, towards_high
    - ``words``: text, start, end, words, pupils, tool (words that five or more marked)
    - ``notes``: kind, words, in the order of the alphabet (if five or more wrote one)
    - ``agreement``: what, value, low, high, units, readers
    """
    return {
        "ratings": _ratings(own),
        "moves": _moves(own),
        "words": _words(own),
        "notes": _notes(own),
        "agreement": _agreement(own),
    }


def _shown(counts: Sequence[int | None]) -> list[str]:
    return [HIDDEN if count is None else str(count) for count in counts]


def _ratings(own: ClassAnswers) -> pd.DataFrame:
    steps = [f"step{n}" for n in range(1, 8)]
    names = ["text", "phase", "scale", "low", "high", *steps, "cannot_tell", "pupils"]
    rows = [
        (
            row.text,
            row.phase,
            row.scale.id,
            row.scale.low,
            row.scale.high,
            *_shown(row.counts),
            str(row.pupils),
        )
        for row in classdata.ratings(own)
    ]
    return pd.DataFrame(rows, columns=names)


def _moves(own: ClassAnswers) -> pd.DataFrame:
    names = ["text", "scale", "low", "high", "towards_low", "stayed", "towards_high"]
    rows = [
        (row.text, row.scale.id, row.scale.low, row.scale.high, *_shown(row.counts))
        for row in classdata.moves(own)
    ]
    return pd.DataFrame(rows, columns=names)


def _words(own: ClassAnswers) -> pd.DataFrame:
    names = ["text", "start", "end", "words", "pupils", "tool"]
    rows = [
        (text, str(w.start), str(w.end), w.words, str(w.n), "yes" if w.hits else "no")
        for text, words in classdata.words(own).items()
        for w in words
    ]
    return pd.DataFrame(rows, columns=names)


def _notes(own: ClassAnswers) -> pd.DataFrame:
    rows = [(kind, words) for kind, written in classdata.notes(own).items() for words in written]
    return pd.DataFrame(rows, columns=["kind", "words"])


def _agreement(own: ClassAnswers) -> pd.DataFrame:
    names = ["what", "value", "low", "high", "units", "readers"]
    rows = [
        (name, *(f"{v:.3f}" for v in (a.value, a.low, a.high)), str(a.n_units), str(readers))
        for name, a, readers in classdata.agreement(own)
    ]
    return pd.DataFrame(rows, columns=names)
