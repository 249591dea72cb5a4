"""The lesson as a web application: pupils' and teacher's pages behind one guard."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from framing.classroom import pupil, teacher
from framing.classroom.pages import HERE
from framing.classroom.room import Room
from framing.classroom.security import Guard, TooLong
from framing.classroom.store import Store, Unsaved


def make(store: Store, hosts: Iterable[str] = (), address: str = "") -> Guard:
    """Make the application for one store.

    ``hosts`` are the names by which it may be reached besides addresses in figures; ``address``
    is printed on the board (empty = the one by which the teacher came).

    >>> import pathlib, tempfile
    >>> store = Store(pathlib.Path(tempfile.mkdtemp()) / "class.sqlite")
    >>> make(store, ["staffroom.local"]).hosts == {"localhost", "staffroom.local"}
    True
    >>> store.close()
    """
    room = Room(store, address)

    async def missing(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return room.fault(request, status, "missing" if status < 413 else "too_long")

    async def too_long(request: Request, error: Exception) -> Response:
        return room.fault(request, 413, "too_long")

    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=408, headers={"Connection": "close"})

    async def unsaved(request: Request, error: Exception) -> Response:
        return room.fault(request, 503, "unsaved", request.url.path if _reads(request) else "/c")

    app = Starlette(
        routes=[
            *pupil.Pages(room).routes(),
            *teacher.Pages(room).routes(),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={
            HTTPException: missing,
            TooLong: too_long,
            ClientDisconnect: gone,
            Unsaved: unsaved,
        },
    )
    app.state.room = room
    return Guard(app, hosts)


def _reads(request: Request) -> bool:
    return request.method == "GET"
