"""Running the lesson on this machine: its address, the QR code in the terminal, the server."""

from __future__ import annotations

import io
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from framing.classroom.store import Lesson, Section, Store
from framing.errors import InputError

PORT = 8765


def place() -> Path:
    """Give the file where lessons are kept: in the user's own folder for program data.

    >>> place().name
    'class.sqlite'
    """
    import click

    return Path(click.get_app_dir("framing-compare")) / "class.sqlite"


def own_address() -> str:
    """Give this machine's address in the local network, or 127.0.0.1 without a network.

    Nothing is sent: the system is only asked which of its addresses it would use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def link(host: str, port: int) -> str:
    """Give the address at which a host and port are reached.

    >>> link("192.168.1.20", 80), link("::1", 8765)
    ('http://192.168.1.20', 'http://[::1]:8765')
    """
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"


def board(store: Store, lesson: Lesson | None, sections: Sequence[Section], address: str) -> str:
    """Write what the terminal shows: where to join, the codes, the teacher's secret link."""
    import segno

    lines = []
    if lesson is not None:
        lines += [f"Lesson: {lesson.title} ({lesson.minutes} minutes, {lesson.language})", ""]
        drawn = io.StringIO()
        segno.make(f"{address}/?c={sections[0].code}", error="m").terminal(drawn, compact=True)
        lines += [drawn.getvalue().rstrip("\n"), "", f"Pupils go to   {address}"]
        lines += [f"Code           {one.code}   (class {one.name})" for one in sections]
    lines += [
        f"Your own link  {address}/t/{store.teacher_key()}",
        "               (secret: open it on your computer, do not show it)",
        "",
        "Ctrl+C stops. Answers are kept; start again and the class goes on.",
    ]
    return "\n".join(lines)


def run(store: Store, host: str, port: int, address: str, names: Sequence[str] = ()) -> None:
    """Serve until somebody stops it.

    ``host`` is the address to listen on, ``names`` are names by which pupils may reach it.
    No access log is written: it would hold addresses. Raises ``InputError`` if the port is taken.
    """
    import uvicorn

    from framing.classroom import app, connections

    connections.many_files()
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise InputError(
                found=f"port {port} of {host} cannot be used ({error.strerror})",
                expected="a free port",
                action="stop the other program, or choose another with --port",
            ) from error
        config = uvicorn.Config(
            app.make(store, names, address),
            http=connections.Connection,
            ws="none",
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=75,  # phones are silent while somebody reads
            limit_concurrency=2000,
        )
        # Ctrl+C is how a lesson ends, no accident
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
