"""Setting up a lesson: from an event, a folder or pasted articles; and its files at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.responses import Response

from framing.classroom import forms
from framing.classroom.catalogue import LANGUAGES
from framing.classroom.lesson import PHASES
from framing.classroom.store import Section, Store
from framing.errors import InputError

if TYPE_CHECKING:
    from framing.classroom.material import Offer
    from framing.pipeline import Lexicons

_ARTICLE = ("outlet", "profile", "headline", "text")
FIELDS = (
    "event",
    "title",
    "section",
    "minutes",
    "language",
    "experiment",
    *(f"{name}{n}" for n in (1, 2, 3) for name in _ARTICLE),
)
_LONGEST = 200_000


@cache
def offers() -> list[Offer]:
    """List the events that come with the project, the calmest first."""
    from framing.classroom import material

    return material.offers()


def kept(form: FormData, name: str) -> str:
    """Give a field of the set-up form: texts with their line breaks, everything else in a line."""
    value = form.get(name)
    if not isinstance(value, str):
        return ""
    if name.startswith("text"):
        return value.replace("\r\n", "\n")[:_LONGEST]
    return forms.plain(value, 300)


def from_form(store: Store, given: Mapping[str, str], packs: Callable[[], Lexicons]) -> Section:
    """Set up what the teacher's form asks for, with one class; give the class.

    ``packs`` gives the lexicons; it is asked when the form is in order.

    Raises ``InputError`` if articles are missing or an event is unknown.
    """
    import pandas as pd

    from framing.classroom import material

    language = given["language"] if given["language"] in LANGUAGES else "en"
    minutes = int(given["minutes"]) if given["minutes"] in map(str, PHASES) else 45
    if given["event"] == "own":
        rows = [
            {
                "outlet": given[f"outlet{n}"] or f"Outlet {n}",
                "profile": given[f"profile{n}"],
                "title": given[f"headline{n}"],
                "text": given[f"text{n}"],
            }
            for n in (1, 2, 3)
            if given[f"text{n}"].strip()
        ]
        if len(rows) < 2:
            raise InputError(
                found=f"{len(rows)} of your own articles",
                expected="two or three articles on one event",
                action="paste the text of at least two",
            )
        made = material.build(pd.DataFrame(rows), packs(), language)
        title = given["title"] or rows[0]["title"] or "Our articles"
    else:
        if given["event"] not in [offer.id for offer in offers()]:
            raise InputError(
                found=f"no event is called '{given['event']}'",
                expected=f"one of {', '.join(offer.id for offer in offers())}",
                action="choose one of these",
            )
        made = material.build(given["event"], packs(), language)
        title = made.title
    lesson = store.add_lesson(title, made, language, minutes, bool(given["experiment"]))
    return store.add_section(lesson.id, given["section"] or "1")


def exports() -> ModuleType | None:
    """Give the module that writes a class's files, if it is there."""
    if find_spec("framing.classroom.export") is None:
        return None
    return import_module("framing.classroom.export")


def answers_csv(store: Store, section: Section) -> Response:
    """Give the answers of a class as a CSV file."""
    export = exports()
    assert export is not None
    return _download(export.csv_text(store, section.id).encode(), "text/csv", "answers.csv")


def report_pdf(store: Store, section: Section) -> Response:
    """Give the report of a class as a PDF file."""
    export = exports()
    assert export is not None
    return _download(export.report_bytes(store, section.id), "application/pdf", "class-report.pdf")


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(
        data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
