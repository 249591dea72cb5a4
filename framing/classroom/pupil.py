"""The pupil's pages: join, come back, read and mark, compare, write."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from sse_starlette import EventSourceResponse
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from framing.classroom import catalogue, course, forms, views
from framing.classroom.course import Step
from framing.classroom.room import Room, in_thread, to
from framing.classroom.store import Lesson, Pupil, Section, Unsaved

Here = tuple[Lesson, Section, Pupil]


class Pages:
    """Routes of pupils; ``room`` is the running lesson."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/", self.front),
            Route("/join", self.join, methods=["POST"]),
            Route("/back", self.back, methods=["GET", "POST"]),
            Route("/leave", self.leave, methods=["POST"]),
            Route("/c", self.lesson),
            Route("/c/answer", self.answer, methods=["POST"]),
            Route("/c/note", self.note, methods=["POST"]),
            Route("/c/state", self.state),
            Route("/c/events", self.events),
        ]

    # --- in and out ------------------------------------------------------------------------------

    async def front(self, request: Request) -> Response:
        """Ask for the code; a pupil who is in already goes on."""
        code = forms.plain(request.query_params.get("c"), 8)
        here = await self._here(request)
        if here and code in ("", here[1].code):
            return to("/c")
        return self.room.page(
            request, "join.html", self.room.language(request), code=code, fault=""
        )

    async def join(self, request: Request) -> Response:
        """Let somebody in who has the code, under a random name."""
        room, form = self.room, await self.room.form(request)
        if form is None:
            return room.fault(request, 403, "fault_form")
        code = forms.plain(form.get("code"), 12)
        section = await self._section(request, code)
        if isinstance(section, Section) and not self._may_join(request):
            section = "slow"
        if section is None or isinstance(section, str):
            slow = section == "slow"
            return room.page(
                request,
                "join.html",
                room.language(request),
                429 if slow else 422,
                code=code,
                fault="join_slow" if slow else "join_wrong",
            )
        lesson = await in_thread(room.store.lesson, section.lesson)
        words = catalogue.phrase(lesson.language)
        pupil = await in_thread(
            room.store.add_pupil, section.id, catalogue.animals(lesson.language), words
        )
        room.hub.ring(section.id, "count")
        return self._enter(pupil, words)

    async def back(self, request: Request) -> Response:
        """Let somebody come back with code, animal and two words."""
        room, language = self.room, self.room.language(request)
        if request.method == "GET":
            code = forms.plain(request.query_params.get("c"), 8)
            return room.page(request, "back.html", language, code=code, name="", fault="")
        form = await room.form(request)
        if form is None:
            return room.fault(request, 403, "fault_form")
        code, name = forms.plain(form.get("code"), 12), forms.plain(form.get("name"), 40)
        words = forms.plain(form.get("words"), 80)
        section, pupil, fault = await self._section(request, code), None, "back_wrong"
        if isinstance(section, str):
            fault = "join_slow"
        elif section is not None:
            who = f"{section.id} {name.casefold()}"
            if not room.by_pupil.take(who):
                fault = "join_slow"
            else:
                pupil = await in_thread(room.store.recover, section.id, name, words)
                if pupil is not None:
                    room.by_pupil.give_back(who)
        if pupil is None:
            status = 429 if fault == "join_slow" else 422
            return room.page(
                request, "back.html", language, status, code=code, name=name, fault=fault
            )
        return self._enter(pupil, words)

    async def leave(self, request: Request) -> Response:
        """Make this device forget its pupil."""
        if await self.room.form(request) is None:
            return self.room.fault(request, 403, "fault_form")
        response = to("/")
        response.delete_cookie("pupil")
        return response

    def _enter(self, pupil: Pupil, words: str) -> Response:
        response = to("/c")
        self.room.signer.write(response, "pupil", {"pupil": pupil.id, "words": words})
        self.room.signer.renew(response)
        return response

    def _may_join(self, request: Request) -> bool:
        """Take one of the joinings that a browser and an address have."""
        room = self.room
        return room.joins.take(room.signer.visit(request)) and room.crowd.take(_address(request))

    async def _section(self, request: Request, code: str) -> Section | str | None:
        """Give the class of a code, None for a wrong one, ``slow`` after too many wrong ones."""
        room = self.room
        browser, address = room.signer.visit(request), _address(request)
        if not (room.by_browser.take(browser) and room.by_address.take(address)):
            return "slow"
        section: Section | None = await in_thread(room.store.by_code, code)
        if section is not None:
            room.by_browser.give_back(browser)
            room.by_address.give_back(address)
        return section

    async def _here(self, request: Request) -> Here | None:
        found = self.room.signer.read(request, "pupil")
        number = found.get("pupil") if isinstance(found, dict) else None
        return await in_thread(self._find, number) if isinstance(number, int) else None

    def _find(self, number: int) -> Here | None:
        pupil = self.room.store.pupil(number)
        section = self.room.store.section(pupil.section) if pupil else None
        if pupil is None or section is None:
            return None
        return self.room.store.lesson(section.lesson), section, pupil

    # --- the lesson ------------------------------------------------------------------------------

    async def lesson(self, request: Request) -> Response:
        """Show the page on which this pupil stands now."""
        here = await self._here(request)
        if here is None:
            return to("/")
        return await in_thread(self._page, request, here)

    def _page(
        self,
        request: Request,
        here: Here,
        status: int = 200,
        sheet: forms.Sheet | None = None,
        written: str = "",
        faults: list[forms.Fault] | None = None,
        step: Step | None = None,
        unsaved: bool = False,
    ) -> Response:
        lesson, section, pupil = here
        done = self.room.store.done(pupil.id)
        step = step or course.step(lesson.material, lesson.minutes, section.phase, pupil.seed, done)
        cookie = self.room.signer.read(request, "pupil")
        common: dict[str, Any] = {
            "lesson": lesson,
            "section": section,
            "pupil": pupil,
            "phrase": cookie.get("words", "") if isinstance(cookie, dict) else "",
            "step": step,
            "state": state(section),
            "left": max(0, round(section.timer_ends - time.time())),
            "faults": faults or [],
            "unsaved": unsaved,
            "written": written,
            "refresh": 8 if step.kind not in ("answer", "note") else 0,
        }
        more = views.pupil(self.room, here, step, sheet or forms.Sheet())
        return self.room.page(
            request, f"{step.kind}.html", lesson.language, status, **common, **more
        )

    async def answer(self, request: Request) -> Response:
        """Take what a pupil says of one text."""
        room, here, form = self.room, await self._here(request), await self.room.form(request)
        if here is None:
            return to("/")
        lesson, section, pupil = here
        if form is None:
            return room.fault(request, 403, "fault_form", "/c")
        step = self._asked(form, lesson)
        if step is None:
            return room.fault(request, 422, "not_yet", "/c")
        if (step.phase, step.text) in await in_thread(room.store.done, pupil.id):
            return to("/c")  # sent twice: the first one stands
        text = lesson.material.text(step.text)
        sheet = forms.read(form, text, lesson.material.scales)
        if section.frozen or not course.may_send(lesson.minutes, section.phase, step.phase):
            return await in_thread(self._page, request, here, 409, sheet, "", None, step)
        marking = step.phase != "again"
        between = catalogue.say("scale_between", lesson.language, left="{0}", right="{1}")
        missing = forms.faults(sheet, text, lesson.material.scales, marking, between)
        if missing:
            return await in_thread(self._page, request, here, 422, sheet, "", missing, step)
        turned = {s.id: course.turned(pupil.seed, s.id) for s in lesson.material.scales}
        try:
            await in_thread(
                room.store.save_answers,
                pupil.id,
                step.phase,
                step.text,
                forms.ratings(sheet, lesson.material.scales, turned),
                forms.marks(sheet, text) if marking else [],
            )
        except Unsaved:
            return await in_thread(self._page, request, here, 503, sheet, "", None, step, True)
        room.hub.ring(section.id, "count")
        return to("/c")

    def _asked(self, form: FormData, lesson: Lesson) -> Step | None:
        phase, label = form.get("phase"), form.get("text")
        known = [text.label for text in lesson.material.texts]
        allowed: Mapping[str, list[str]] = {"first": known[:2], "again": known[:2], "third": ["C"]}
        if not isinstance(phase, str) or not isinstance(label, str):
            return None
        if label not in known or label not in allowed.get(phase, []):
            return None
        return Step("answer", phase, label)

    async def note(self, request: Request) -> Response:
        """Take what a pupil wrote: a headline or the answer to the exit question."""
        room, here, form = self.room, await self._here(request), await self.room.form(request)
        if here is None:
            return to("/")
        lesson, section, pupil = here
        if form is None:
            return room.fault(request, 403, "fault_form", "/c")
        kind = str(form.get("kind"))
        if kind not in course.NOTES:
            return room.fault(request, 422, "not_yet", "/c")
        if (kind, "") in await in_thread(room.store.done, pupil.id):
            return to("/c")
        step, longest = Step("note", kind), forms.LONGEST[kind]
        words = forms.plain(form.get("words"), 4 * longest)
        if section.frozen or not course.may_send(lesson.minutes, section.phase, kind):
            return await in_thread(self._page, request, here, 409, None, words, None, step)
        missing = [] if words else [forms.Fault("fault_empty")]
        if len(words) > longest:
            missing = [forms.Fault("fault_long", {"n": longest})]
        if missing:
            return await in_thread(self._page, request, here, 422, None, words, missing, step)
        try:
            await in_thread(room.store.save_note, pupil.id, kind, words)
        except Unsaved:
            return await in_thread(self._page, request, here, 503, None, words, None, step, True)
        room.hub.ring(section.id, "count")
        return to("/c")

    # --- news ------------------------------------------------------------------------------------

    async def state(self, request: Request) -> Response:
        """Tell where the class stands, for browsers without event streams."""
        here = await self._here(request)
        if here is None:
            return JSONResponse({}, 403)
        return JSONResponse({"state": state(here[1])})

    async def events(self, request: Request) -> Response:
        """Tell where the class stands whenever that changes."""
        here = await self._here(request)
        if here is None:
            return JSONResponse({}, 403)
        section = here[1].id

        async def look() -> str:
            now = await in_thread(self.room.store.section, section)
            return json.dumps({"state": state(now) if now else "gone"})

        stream = self.room.hub.listen(section, "phase", look, who=str(here[2].id))
        return EventSourceResponse(stream, ping=25)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def state(section: Section) -> str:
    """Put what a page must follow into one word: phase, pause, timer."""
    return f"{section.phase}.{int(section.frozen)}.{round(section.timer_ends)}"
