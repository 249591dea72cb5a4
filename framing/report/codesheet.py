"""Sheets to code in: a spreadsheet, a CSV file and a page that works without a network."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import paths, storage
from framing.codebook import Codebook
from framing.errors import InputError
from framing.report import xlsx
from framing.report.study import Study

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"unit": 16, "rater": 10, "before": 40, "text": 70, "after": 40, "note": 30}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NAME = re.compile(r"[\w][\w .-]{0,39}")


def write(study: Study, raters: Sequence[str], folder: Path) -> list[str]:
    """Write, for each coder, NAME.csv, NAME.xlsx and NAME.html, and one codebook.md.

    ``raters`` are the coders' names (letters, digits, blanks, dots, dashes); ``folder`` is made if
    it is not there. Returns the names of the files. Raises ``InputError`` for a name that no file
    can have, and if a sheet is there already: it may hold codings.
    """
    names = [name for rater in raters for name in _files(rater)]
    for rater in raters:
        if not _NAME.fullmatch(rater):
            raise InputError(
                found=f"a coder called '{rater}'",
                expected="a name of letters, digits, blanks, dots and dashes (40 at most)",
                action="give a plain name, such as anna",
                where="--coder",
            )
    there = [name for name in names if (folder / name).exists()]
    if there or len({name.casefold() for name in names}) < len(names):
        raise InputError(
            found=f"'{there[0]}' is there already" if there else "one coder named twice",
            expected="each coder once, and no sheet that may hold codings",
            action="choose another name with --coder, or move the old sheet away",
            where=str(folder / (there or names)[0]),
        )
    # all or none: the next run would refuse to write over a sheet that one half of a run left
    with storage.beside(folder / "sheets") as stage:
        for rater in raters:
            sheet = table(study, rater)
            made = (_csv(sheet), _xlsx(sheet, study.book), page(study, rater))
            for name, data in zip(_files(rater), made, strict=True):
                (stage / name).write_bytes(data)
        (stage / "codebook.md").write_bytes(markdown(study.book).encode())
        for path in sorted(stage.iterdir()):
            path.replace(folder / path.name)
    return [*names, "codebook.md"]


def _files(rater: str) -> list[str]:
    return [f"{rater}.{ending}" for ending in ("csv", "xlsx", "html")]


def table(study: Study, rater: str) -> pd.DataFrame:
    """Give a coder's empty sheet: unit, rater, before, text, after, one column a variable, note."""
    shown = study.shown
    empty = {variable.id: "" for variable in study.book.variables}
    return pd.DataFrame(
        {
            "unit": shown["unit"],
            "rater": rater,
            **{name: shown[name] for name in ("before", "text", "after")},
            **empty,
            "note": "",
        }
    )


def markdown(book: Codebook) -> str:
    """Write a codebook for people: the question, the codes, the rules, examples.

    >>> print(markdown(Codebook("Calm", "Calm?", "sentence", ("Read.",), ())).splitlines()[0])
    # Calm
    """
    lines = [f"# {book.title}", "", book.question, "", f"Coded is one {book.unit} at a time.", ""]
    for variable in book.variables:
        lines += [f"## {variable.id}", "", f"{variable.question} ({variable.level})", ""]
        lines += [
            f"- **{one.code}**" + (f" (key {one.key})" if one.key else "") + f": {one.meaning}"
            for one in variable.codes
        ]
        lines += ["", "An empty cell is a missing answer, not a no.", ""]
    lines += ["## Rules", "", *(f"{n}. {rule}" for n, rule in enumerate(book.rules, 1)), ""]
    for title, pairs in (
        ("Examples", book.examples),
        ("Counter-examples", book.counter_examples),
    ):
        if pairs:
            lines += [f"## {title}", "", *(f"- {text} **{said}**" for text, said in pairs), ""]
    return "\n".join(lines)


def _csv(sheet: pd.DataFrame) -> bytes:
    guarded = sheet.copy()
    for name in ("before", "text", "after"):
        # a spreadsheet program would take such a sentence for a formula
        guarded[name] = ["'" + text if _FORMULA.match(text) else text for text in sheet[name]]
    # with a mark in front, or spreadsheet programs read the letters wrongly
    said = guarded.to_csv(index=False, lineterminator="\r\n").encode("utf-8", "replace")
    return b"\xef\xbb\xbf" + said


def _xlsx(sheet: pd.DataFrame, book: Codebook) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    work = Workbook()
    first = work.active
    assert first is not None
    first.title = "coding"
    first.freeze_panes = "C2"
    _fill(first, [list(sheet.columns), *sheet.to_numpy().tolist()])
    for number, name in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        first.column_dimensions[letter].width = _WIDTHS.get(str(name), 18)
        codes = [c.code for v in book.variables if v.id == name for c in v.codes]
        listed = '"' + ",".join(codes) + '"'
        if codes and len(listed) <= 255 and not any("," in code for code in codes):
            rule = DataValidation(type="list", formula1=listed, allow_blank=True)
            rule.errorStyle = "warning"
            rule.add(f"{letter}2:{letter}{len(sheet) + 1}")
            first.add_data_validation(rule)
    second = work.create_sheet("codebook")
    second.column_dimensions["A"].width = 120
    _fill(second, [[line] for line in markdown(book).splitlines()])
    raw = io.BytesIO()
    with storage.workbook_writing():
        work.save(raw)
    return xlsx.dated(raw.getvalue())


def _fill(sheet: Worksheet, rows: list[list[Any]]) -> None:
    from openpyxl.styles import Alignment

    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value == "":
                continue
            cell = sheet.cell(row, column)
            cell.value = xlsx.cell_value(value)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def page(study: Study, rater: str) -> bytes:
    """Give the page to code in: one file, no request, answers kept in the browser."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = paths.data_dir("reports") / "templates"
    style, script = (
        (folder / f"codesheet.{ending}").read_text(encoding="utf-8") for ending in ("css", "js")
    )
    book = study.book
    data = {
        "rater": rater,
        "units": study.shown[["unit", "before", "text", "after"]].to_dict("records"),
        "variables": [
            {
                "id": one.id,
                "question": one.question,
                "codes": [{"code": c.code, "key": c.key, "meaning": c.meaning} for c in one.codes],
            }
            for one in book.variables
        ],
    }
    said = json.dumps(data, ensure_ascii=False, sort_keys=True)
    # the answers in the browser belong to this very sheet
    data["id"] = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
    engine = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = engine.get_template("codesheet.html").render(
        book=book,
        rater=rater,
        css=Markup(style),  # noqa: S704
        js=Markup(script),  # noqa: S704
        data=Markup(_in_script(data)),  # noqa: S704
        csp=_policy(style, script),
    )
    return html.encode("utf-8", "replace")


def _in_script(data: Any) -> str:
    """Write JSON that cannot end the script element it stands in."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        said = said.replace(sign, escaped)
    return said


def _policy(style: str, script: str) -> str:
    css, js = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        for part in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{css}'; script-src 'sha256-{js}'; "
        "base-uri 'none'; form-action 'none'"
    )
