"""The teacher's pages: prepare lessons, lead a class through its phases, hide, export, wipe."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sse_starlette import EventSourceResponse
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from framing.classroom import catalogue, forms, paperentry, pupil, setup, views
from framing.classroom.lesson import PHASES
from framing.classroom.pages import qr
from framing.classroom.room import Room, in_thread, to
from framing.classroom.security import same
from framing.classroom.store import Lesson, Section, Unsaved
from framing.errors import FramingError

MINUTES = {"first": 12, "third": 8, "reveal": 5, "headline": 5, "exit": 3}
ASKED = {"first": ("first", 2), "reveal": ("again", 2), "third": ("third", 1)}
Handler = Callable[[Request], Awaitable[Response]]
Inside = Callable[[Request, Lesson, Section], Awaitable[Response]]
Sent = Callable[[Request, Lesson, Section, FormData], Awaitable[Response]]


class Pages:
    """Routes of the teacher; ``room`` is the running lesson."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def routes(self) -> list[Route]:
        """List the routes."""
        base = "/teacher/s/{section}"
        return [
            Route("/t/{key}", self.enter),
            Route("/teacher", self._mine(self.lessons)),
            Route("/teacher/lesson", self._mine(self.add_lesson), methods=["POST"]),
            Route("/teacher/section", self._mine(self.add_section), methods=["POST"]),
            Route("/teacher/wipe", self._mine(self.wipe), methods=["POST"]),
            Route(base, self._inside(self.board)),
            Route(f"{base}/state", self._inside(self.state)),
            Route(f"{base}/events", self._inside(self.events)),
            Route(f"{base}/phase", self._sent(self.phase), methods=["POST"]),
            Route(f"{base}/timer", self._sent(self.timer), methods=["POST"]),
            Route(f"{base}/freeze", self._sent(self.freeze), methods=["POST"]),
            Route(f"{base}/hide", self._sent(self.hide), methods=["POST"]),
            Route(f"{base}/paper", self._inside(self.paper)),
            Route(f"{base}/paper", self._sent(self.enter_paper), methods=["POST"]),
            Route(f"{base}/answers.csv", self._inside(self.answers_csv)),
            Route(f"{base}/report.pdf", self._inside(self.report_pdf)),
        ]

    # --- who is it -------------------------------------------------------------------------------

    async def enter(self, request: Request) -> Response:
        """Turn the secret link into a cookie, so that no screen shows the key."""
        if not same(request.path_params["key"], self.room.store.teacher_key()):
            return self.room.fault(request, 403, "teacher_denied")
        response = to("/teacher")
        response.headers["Referrer-Policy"] = "no-referrer"
        if self.room.signer.read(request, "teacher") != "yes":
            self.room.signer.renew(response)  # other windows of a teacher who is in stay of use
        self.room.signer.write(response, "teacher", "yes")
        return response

    def _mine(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            if self.room.signer.read(request, "teacher") != "yes":
                return self.room.fault(request, 403, "teacher_denied")
            try:
                return await handler(request)
            except Unsaved as error:
                return await self.lessons(request, 503, error.text().splitlines())

        return guarded

    def _inside(self, handler: Inside) -> Handler:
        async def found(request: Request) -> Response:
            store = self.room.store
            section = await in_thread(store.section, request.path_params["section"])
            if section is None:
                return self.room.fault(request, 404, "missing", "/teacher")
            lesson = await in_thread(store.lesson, section.lesson)
            return await handler(request, lesson, section)

        return self._mine(found)

    def _sent(self, handler: Sent) -> Handler:
        async def read(request: Request, lesson: Lesson, section: Section) -> Response:
            form = await self.room.form(request)
            if form is None:
                return self.room.fault(request, 403, "fault_form", f"/teacher/s/{section.id}")
            return await handler(request, lesson, section, form)

        return self._inside(read)

    # --- lessons ---------------------------------------------------------------------------------

    async def lessons(
        self,
        request: Request,
        status: int = 200,
        fault: list[str] | None = None,
        given: dict[str, str] | None = None,
    ) -> Response:
        """List the lessons of this machine and offer to prepare another."""
        store = self.room.store

        def gather() -> list[dict[str, Any]]:
            store.expire()
            return [
                {
                    "lesson": lesson,
                    "sections": store.sections(lesson.id),
                    "days": max(0, round((lesson.expires - time.time()) / 86400)),
                }
                for lesson in reversed(store.lessons())
            ]

        language = self.room.language(request)
        return self.room.page(
            request,
            "teacher.html",
            language,
            status,
            lessons=await in_thread(gather),
            offers=await in_thread(setup.offers),
            fault=fault or [],
            given={name: (given or {}).get(name, "") for name in setup.FIELDS},
        )

    async def add_lesson(self, request: Request) -> Response:
        """Prepare a lesson on an event of the project or on pasted articles."""
        form = await self.room.form(request)
        if form is None:
            return self.room.fault(request, 403, "fault_form", "/teacher")
        given = {name: setup.kept(form, name) for name in setup.FIELDS}
        try:
            section = await in_thread(setup.from_form, self.room.store, given, self.room.packs)
        except Unsaved:
            raise
        except FramingError as error:
            return await self.lessons(request, 422, error.text().splitlines(), given)
        return to(f"/teacher/s/{section.id}")

    async def add_section(self, request: Request) -> Response:
        """Add another class to a lesson that is set up."""
        form = await self.room.form(request)
        if form is None:
            return self.room.fault(request, 403, "fault_form", "/teacher")
        try:
            lesson = await in_thread(self.room.store.lesson, str(form.get("lesson")))
        except Unsaved:
            raise
        except FramingError as error:
            return await self.lessons(request, 422, error.text().splitlines())
        name = forms.plain(form.get("name"), 40) or "1"
        section = await in_thread(self.room.store.add_section, lesson.id, name)
        return to(f"/teacher/s/{section.id}")

    async def wipe(self, request: Request) -> Response:
        """Wipe a lesson with every answer, if the box is ticked."""
        form = await self.room.form(request)
        if form is None:
            return self.room.fault(request, 403, "fault_form", "/teacher")
        if form.get("sure") != "1":
            said = catalogue.say("teacher_wiped", self.room.language(request))
            return await self.lessons(request, 422, [said])
        lesson = str(form.get("lesson"))
        sections = await in_thread(self.room.store.sections, lesson)
        await in_thread(self.room.store.wipe, lesson)
        for section in sections:
            self.room.hub.ring(section.id, "phase", "count")
        return to("/teacher")

    # --- the board -------------------------------------------------------------------------------

    async def board(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Show where the class stands, with the buttons that lead it on."""
        return await in_thread(self._board, request, lesson, section)

    def _board(self, request: Request, lesson: Lesson, section: Section) -> Response:
        joined, handed = self._counts(section)
        address = f"http://{request.headers.get('host', '')}"
        if self.room.address:
            address = self.room.address
        return self.room.page(
            request,
            "board.html",
            lesson.language,
            lesson=lesson,
            section=section,
            base=f"/teacher/s/{section.id}",
            state=pupil.state(section),
            phases=PHASES[lesson.minutes],
            joined=joined,
            handed=handed,
            asked=section.phase in (*ASKED, "headline", "exit"),
            left=max(0, round(section.timer_ends - time.time())),
            suggested=MINUTES.get(section.phase, 5),
            address=address,
            qr=qr(f"{address}/?c={section.code}"),
            files=setup.exports() is not None,
            it=views.board(self.room, lesson, section, section.phase),
            refresh=10,
        )

    def _counts(self, section: Section) -> tuple[int, int]:
        done = self.room.store.count_done(section.id)
        kind, texts = ASKED.get(section.phase, (section.phase, 0))
        if texts:
            per_text = sorted(n for (phase, _), n in done.items() if phase == kind)
            handed = per_text[0] if len(per_text) >= texts else 0
        else:
            handed = done.get((kind, ""), 0)
        return len(self.room.store.pupils(section.id)), handed

    def _state(self, section_id: str) -> str:
        section = self.room.store.section(section_id)
        if section is None:
            return json.dumps({"state": "gone"})
        joined, handed = self._counts(section)
        return json.dumps(
            {
                "state": pupil.state(section),
                "joined": joined,
                "handed": handed,
                "revision": self.room.store.revision(section_id),
            }
        )

    async def state(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Tell the counts, for browsers without event streams."""
        return JSONResponse(json.loads(await in_thread(self._state, section.id)))

    async def events(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Tell the counts whenever they change."""

        async def look() -> str:
            return await in_thread(self._state, section.id)

        return EventSourceResponse(self.room.hub.listen(section.id, "count", look), ping=25)

    def _again(self, section: Section, form: FormData, *kinds: str) -> Response:
        self.room.hub.ring(section.id, "count", *kinds)
        return to(f"/teacher/s/{section.id}{'?big=1' if form.get('big') else ''}")

    async def phase(
        self, request: Request, lesson: Lesson, section: Section, form: FormData
    ) -> Response:
        """Bring the class into a phase, forward or back."""
        wanted = str(form.get("phase"))
        if wanted not in PHASES[lesson.minutes]:
            return self.room.fault(request, 422, "missing", f"/teacher/s/{section.id}")
        await in_thread(self.room.store.set_phase, section.id, wanted)
        return self._again(section, form, "phase")

    async def timer(
        self, request: Request, lesson: Lesson, section: Section, form: FormData
    ) -> Response:
        """Start or stop the timer."""
        given = str(form.getlist("minutes")[-1:] and form.getlist("minutes")[-1])
        minutes = min(int(given), 180) if given.isascii() and given.isdigit() else 0
        ends = time.time() + 60 * minutes if minutes else 0.0
        await in_thread(self.room.store.set_timer, section.id, ends)
        return self._again(section, form, "phase")

    async def freeze(
        self, request: Request, lesson: Lesson, section: Section, form: FormData
    ) -> Response:
        """Take no answers, or take them again."""
        await in_thread(self.room.store.freeze, section.id, form.get("frozen") == "1")
        return self._again(section, form, "phase")

    async def hide(
        self, request: Request, lesson: Lesson, section: Section, form: FormData
    ) -> Response:
        """Hide what a pupil wrote, or show it again."""
        who, start = str(form.get("pupil")), str(form.get("start", ""))
        hidden = form.get("hidden") == "1"
        known = {str(one.id): one.id for one in await in_thread(self.room.store.pupils, section.id)}
        if who in known and form.get("kind"):
            await in_thread(self.room.store.hide, known[who], str(form.get("kind")), hidden)
        elif who in known and start.isascii() and start.isdigit():
            phase, text = str(form.get("phase")), str(form.get("text"))
            await in_thread(self.room.store.hide_mark, known[who], phase, text, int(start), hidden)
        return self._again(section, form)

    # --- paper and files -------------------------------------------------------------------------

    async def paper(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Show the page on which a paper sheet is copied."""
        saved = forms.plain(request.query_params.get("saved"), 40)
        return await in_thread(self._paper, request, lesson, section, None, [], saved)

    def _paper(
        self,
        request: Request,
        lesson: Lesson,
        section: Section,
        form: FormData | None,
        faults: list[Any],
        saved: str = "",
        unsaved: bool = False,
    ) -> Response:
        return self.room.page(
            request,
            "paper.html",
            lesson.language,
            503 if unsaved else 422 if faults else 200,
            section=section,
            base=f"/teacher/s/{section.id}",
            parts=paperentry.parts(lesson, form),
            written=forms.plain(form.get("exit"), 600) if form else "",
            faults=faults,
            saved=saved,
            unsaved=unsaved,
        )

    async def enter_paper(
        self, request: Request, lesson: Lesson, section: Section, form: FormData
    ) -> Response:
        """Store a paper sheet as a pupil's answers."""
        faults = paperentry.faults(lesson, form)
        if faults:
            return await in_thread(self._paper, request, lesson, section, form, faults)
        try:
            name = await in_thread(paperentry.save, self.room.store, lesson, section, form)
        except Unsaved:
            return await in_thread(
                self._paper, request, lesson, section, form, [], "", unsaved=True
            )
        self.room.hub.ring(section.id, "count")
        return to(f"/teacher/s/{section.id}/paper?saved={name.replace(' ', '+')}")

    async def answers_csv(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Give the answers as CSV, without names, small groups hidden."""
        return await in_thread(setup.answers_csv, self.room.store, section)

    async def report_pdf(self, request: Request, lesson: Lesson, section: Section) -> Response:
        """Give the class report as PDF, without names, small groups hidden."""
        return await in_thread(setup.report_pdf, self.room.store, section)
