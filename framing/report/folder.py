"""The report's folder: every file of one run, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing import storage, tables
from framing.errors import InputError
from framing.report import content, methods, page, pdf, pictures
from framing.report.view import Report

MADE_BY = "framing-compare"
# files that a system drops into any folder that somebody looks at
_HARMLESS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(
    report: Report,
    directory: str | Path,
    *,
    pages: str = "full",
    size: str = "a4",
    grey: bool = False,
    share: bool = False,
    xlsx: bool = False,
) -> Path:
    """Write the whole report into a folder: PDF, HTML, PNG, pictures, tables, methods, run.json.

    ``directory`` is the folder to be; ``pages`` is full or short, ``size`` a4 or letter (both of
    the PDF); ``grey`` draws without colour; ``share`` leaves out full texts everywhere; ``xlsx``
    adds report.xlsx. Everything is written beside the folder first and then put in its place.
    Returns the folder. Raises ``InputError`` naming the file if the folder holds anything that
    is not a report of ours; then nothing is touched.
    """
    directory = Path(directory)
    check(directory)
    look = {"size": size, "grey": grey, "share": share}
    shown = {
        name: _shared(name, table) if share else table
        for name, table in sorted(report.tables.items())
        if name in tables.TABLES
    }
    with storage.staged(directory) as stage:
        part = report.drawn()
        charts = pictures.save(part, stage / "charts", grey=grey)
        pdf.write(part, stage / "report.pdf", charts, pages=pages, **look)  # type: ignore[arg-type]
        pdf.picture(part, stage / "report.png", **look)  # type: ignore[arg-type]
        page.write(part, stage / "report.html", charts, share=share)
        (stage / "methods.md").write_text(methods.text(report), encoding="utf-8", newline="\n")
        for name, table in shown.items():
            storage.write_parquet(name, table, stage / "tables" / f"{name}.parquet")
            storage.write_csv(harmless(table), stage / "tables" / f"{name}.csv")
        if xlsx:
            from framing.report import xlsx as book

            book.write(report, stage / "report.xlsx", share=share)
        options = {"pages": pages, "xlsx": xlsx, **look}
        storage.write_json(_run(report, stage, options), stage / "run.json")
    return directory


def check(directory: Path, record: str = "run.json") -> None:
    """Refuse a folder that holds anything but a report (or another product) of ours.

    ``record`` is the file in the folder that lists what belongs to it. Raises ``InputError``
    naming the first foreign file; a missing or empty folder is welcome.
    """
    if not directory.exists() and not directory.is_symlink():
        return
    if not directory.is_dir() or directory.is_symlink():
        raise InputError(
            found=f"'{directory.name}' is not a folder",
            expected="a folder, or a new name",
            action="choose another name with --out",
            where=str(directory),
        )
    inside = sorted(
        file.relative_to(directory).as_posix()
        for file in directory.rglob("*")
        if (file.is_symlink() or not file.is_dir()) and file.name not in _HARMLESS
    )
    ours = _ours(directory, record)
    foreign = [name for name in inside if name not in ours]
    if foreign:
        raise InputError(
            found=f"the folder holds '{foreign[0]}'"
            + (f" and {len(foreign) - 1} more files" if len(foreign) > 1 else "")
            + ", not of a report of ours",
            expected="an empty folder, a new name, or a report's folder with nothing else in it",
            action="move the file away or choose another folder with --out",
            where=str(directory),
        )


def _ours(directory: Path, record: str) -> set[str]:
    try:
        run = json.loads((directory / record).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    if not isinstance(run, dict) or run.get("made_by") != MADE_BY:
        return set()
    files = run.get("files")
    return {record, *map(str, files if isinstance(files, dict | list) else ())}


def _run(report: Report, stage: Path, options: Mapping[str, Any]) -> dict[str, Any]:
    documents = report.table("documents")
    files = sorted(file for file in stage.rglob("*") if file.is_file())
    return {
        "made_by": MADE_BY,
        "schema": tables.SCHEMA_VERSION,
        "event": report.event.id,
        "title": report.title,
        "versions": dict(report.versions),
        "inputs": [
            {"doc_id": doc_id, "sha256": digest}
            for doc_id, digest in zip(documents["doc_id"], documents["sha256"], strict=True)
        ],
        "lexicons": [
            {
                "id": dimension.id,
                "status": dimension.status,
                "sha256": getattr(dimension, "sha256", ""),
            }
            for dimension in report.dimensions
        ],
        "shown": list(report.shown),
        "parameters": report.parameters.as_dict(),
        "options": dict(options),
        "cautions": list(report.cautions),
        "limits": list(report.limits),
        "files": {
            file.relative_to(stage).as_posix(): storage.sha256(file.read_bytes()) for file in files
        },
    }


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Only cells of text that begin with = + - @, a tab or a return are changed; the Parquet file
    keeps them exactly.

    >>> harmless(pd.DataFrame({"text": ["=1+1", "plain"]}))["text"].tolist()
    ["'=1+1", 'plain']
    """
    changed = {}
    for name in table.columns:
        if pd.api.types.is_string_dtype(table[name]):
            values = table[name].tolist()
            if any(isinstance(v, str) and v.startswith(_FORMULA) for v in values):
                changed[name] = [
                    "'" + v if isinstance(v, str) and v.startswith(_FORMULA) else v for v in values
                ]
    return table.assign(**changed)


_FULL = {
    "documents": ("text", "title"),
    "sentences": ("text",),
    "quotes": ("text",),
    "edits": ("old", "new"),
    "elements": ("text",),
    "hits": ("text",),
    "labels": ("text",),
}


def _shared(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Cut every text of a table to 25 words; of articles and sentences only hash and offsets stay.

    A sentence's words would, put in a row, give back the article.
    """
    if name == "sentences":
        return table.assign(text="")
    cut = {
        column: [content.clip(value) for value in table[column]] for column in _FULL.get(name, ())
    }
    if name == "documents":
        cut["text"] = [""] * len(table)
    made = table.assign(**cut)
    return tables.frame(name, {column: made[column] for column in tables.TABLES[name].names})


def shared(report: Report) -> dict[str, pd.DataFrame]:
    """Give all tables of a report without full texts, as ``write(share=True)`` writes them."""
    return {
        name: _shared(name, table)
        for name, table in sorted(report.tables.items())
        if name in tables.TABLES
    }
