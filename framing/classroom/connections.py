"""Connections of a class: who says nothing, or holds too many, loses some of them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # in which a request must be whole, its form excepted
IDLE = 500  # connections of one address on which nothing is asked; phones keep two or three
ALL = 1000  # connections of one address: a school may stand behind one
FILES = 8192


class Connection(H11Protocol):
    """A connection that is closed if a request is begun and not ended, or if there are too many.

    Somebody who opens thousands of connections and says nothing would else keep a class out.
    """

    _idle: ClassVar[dict[str, dict[Connection, None]]] = defaultdict(dict)
    _count: ClassVar[dict[str, int]] = defaultdict(int)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take in a connection, if its address has not too many."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._late: asyncio.TimerHandle | None = None
        self._who = self.client[0] if self.client else ""
        self._count[self._who] += 1
        self._rest()
        idle = self._idle[self._who]
        if self._count[self._who] > ALL or len(idle) > IDLE:
            oldest = next(iter(idle))
            del idle[oldest]  # it is lost a moment later, when others may have come
            oldest.transport.close()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        super().connection_lost(exc)
        self._asked()
        self._count[self._who] -= 1
        if self._count[self._who] <= 0:
            self._count.pop(self._who, None)
            self._idle.pop(self._who, None)

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request."""
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self._wait()
        else:
            self._asked()

    def on_response_complete(self) -> None:
        """Rest until the next request."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._rest()

    def _rest(self) -> None:
        self._idle[self._who][self] = None

    def _asked(self) -> None:
        self._idle[self._who].pop(self, None)
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(SECONDS, self._close)

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def many_files() -> None:
    """Let the program hold as many connections as the system allows it, up to ``FILES``."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limits: Any = resource
    soft, hard = limits.getrlimit(limits.RLIMIT_NOFILE)
    wanted = FILES if hard == limits.RLIM_INFINITY else min(FILES, hard)
    if soft != limits.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            limits.setrlimit(limits.RLIMIT_NOFILE, (wanted, hard))
