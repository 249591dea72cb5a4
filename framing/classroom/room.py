"""What every page of a running lesson shares: store, signer, bell, results kept at hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from framing.classroom import answers, catalogue, pages, spread
from framing.classroom.hub import Hub
from framing.classroom.lesson import Hit
from framing.classroom.security import Guesses, Signer
from framing.classroom.store import Lesson, Section, Store, Unsaved

if TYPE_CHECKING:
    import pandas as pd

    from framing.pipeline import Lexicons


P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Results:
    """What a class has answered so far, counted for its pages."""

    revision: tuple[int, ...]
    answers: answers.Answers
    there: dict[str, dict[str, list[int]]]


@dataclass
class Room:
    """The running lesson. ``address`` is where pupils join, as printed on the board."""

    store: Store
    address: str = ""
    hub: Hub = field(default_factory=Hub)
    by_browser: Guesses = field(default_factory=lambda: Guesses(8, 0.1))
    by_address: Guesses = field(default_factory=lambda: Guesses(300, 3.0))
    by_pupil: Guesses = field(default_factory=lambda: Guesses(10, 0.05))
    # joining costs as well: one device joins for a few pupils, one address for a few classes
    joins: Guesses = field(default_factory=lambda: Guesses(8, 0.05))
    crowd: Guesses = field(default_factory=lambda: Guesses(500, 1.0))

    def __post_init__(self) -> None:
        self.signer = Signer(self.store.secret())
        self._kept: dict[str, Results] = {}
        self._agreed: dict[tuple[str, tuple[int, ...]], dict[str, Any] | None] = {}
        self.panels: dict[tuple[str, str], Any] = {}
        self._counting = threading.Lock()
        self.drawing = threading.Lock()
        self._reading = threading.Lock()
        self._packs: Lexicons | None = None
        self.headline_hits = lru_cache(maxsize=2000)(self._headline_hits)

    # --- answering -------------------------------------------------------------------------------

    def page(
        self, request: Request, template: str, language: str, status: int = 200, **values: Any
    ) -> Response:
        """Give a page, with the token that its forms need."""
        visit = self.signer.visit(request)
        big = request.query_params.get("big") == "1"
        text = pages.render(
            template,
            language,
            **{"token": self.signer.token(visit), "big": big, "refresh": 0, **values},
        )
        response = HTMLResponse(text, status)
        if self.signer.read(request, "visit") != visit:
            self.signer.write(response, "visit", visit)
        return response

    def fault(self, request: Request, status: int, key: str, back: str = "/") -> Response:
        """Give a page that says what went wrong."""
        return self.page(request, "fault.html", self.language(request), status, key=key, back=back)

    def language(self, request: Request) -> str:
        """Choose the language of a page that belongs to no lesson, by what the browser asks for."""
        first = request.headers.get("accept-language", "").strip()[:2].lower()
        return first if first in catalogue.LANGUAGES else "en"

    async def form(self, request: Request) -> FormData | None:
        """Read a form, or None if it did not come from a page of ours."""
        form = await request.form(max_files=0, max_fields=600, max_part_size=900_000)
        return form if self.signer.trusted(request, form) else None

    # --- results ---------------------------------------------------------------------------------

    def results(self, lesson: Lesson, section: Section) -> Results:
        """Count a class's answers, once for each change, whoever asks (call it in a thread)."""
        with self._counting:
            revision = self.store.revision(section.id)
            kept = self._kept.get(section.id)
            if kept is None or kept.revision != revision:
                kept = self._count(section, revision)
                self._kept[section.id] = kept
            return kept

    def _count(self, section: Section, revision: tuple[int, ...]) -> Results:
        found = answers.of_section(self.store, section.id)
        there = {
            phase: answers.handed_in(self.store, section.id, phase)
            for phase in ("first", "again", "third")
        }
        return Results(revision, found, there)

    def agreement(
        self, lesson: Lesson, section: Section, results: Results
    ) -> dict[str, Any] | None:
        """Give alpha and AC2 of the words marked before the reveal, counted once for each set."""
        there = results.there["first"]
        key = (section.id, tuple(len(who) for who in there.values()))
        if there and key not in self._agreed:
            alpha, ac, raters = spread.agree(results.answers, lesson.material, there)
            known = alpha.value == alpha.value or ac.value == ac.value
            made = {"alpha": alpha, "ac": ac, "raters": raters} if known else None
            self._agreed = {**self._agreed, key: made}
        return self._agreed.get(key)

    def packs(self) -> Lexicons:
        """Give the lexicons, read when they are first needed."""
        from framing import pipeline

        with self._reading:
            if self._packs is None:
                self._packs = pipeline.lexicons()
            return self._packs

    def _headline_hits(self, headline: str) -> tuple[Hit, ...]:
        from framing.classroom import material

        packs = self.packs()
        with self._reading:
            return material.headline_hits(headline, packs)


async def in_thread(work: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
    """Do what touches the disk or counts, without keeping the others waiting."""
    return await run_in_threadpool(work, *values, **named)


def to(path: str) -> Response:
    """Send the browser to another page after a form."""
    return RedirectResponse(path, 303)


def notes_shown(table: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    """List what pupils wrote of one kind, hidden ones marked, in the order of joining."""
    own = table[table["kind"] == kind]
    return [
        {"pupil": int(pupil), "words": words, "hidden": bool(hidden)}
        for pupil, words, hidden in zip(own["pupil"], own["words"], own["hidden"], strict=True)
    ]


__all__ = ["Results", "Room", "Unsaved", "in_thread", "notes_shown", "to"]
