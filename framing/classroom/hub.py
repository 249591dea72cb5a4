"""Who is told when something changes: event streams of teachers and pupils."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

MOST = 4  # streams of one pupil: a phone and what it left open


@dataclass(eq=False)
class _Stream:
    """Somebody who waits for a bell."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False


class Hub:
    """One bell for each class and kind of news (phase, count); all wait on it, one rings it."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], set[_Stream]] = defaultdict(set)
        self._own: dict[str, deque[_Stream]] = defaultdict(deque)

    def ring(self, section: str, *kinds: str) -> None:
        """Tell everybody who waits for news of these kinds; call it in the event loop."""
        for kind in kinds:
            for stream in self._waiting.pop((section, kind), set()):
                stream.bell.set()

    async def listen(
        self,
        section: str,
        kind: str,
        look: Callable[[], Awaitable[str]],
        again: float = 20.0,
        who: str = "",
    ) -> AsyncIterator[dict[str, str]]:
        """Give the state whenever it changes: ``look`` is asked at each ring and now and then.

        ``who`` names the listener, whose oldest stream ends when there are more than ``MOST``.
        """
        last, stream = None, self._enter(who)
        try:
            while not stream.ended:
                stream.bell = asyncio.Event()
                self._waiting[section, kind].add(stream)
                now = await look()
                if now != last:
                    last = now
                    yield {"event": "state", "data": now}
                if stream.ended:
                    return
                try:
                    await asyncio.wait_for(stream.bell.wait(), again)
                except TimeoutError:
                    continue
        finally:
            self._waiting[section, kind].discard(stream)
            self._leave(who, stream)

    def _enter(self, who: str) -> _Stream:
        stream = _Stream()
        if who:
            own = self._own[who]
            own.append(stream)
            if len(own) > MOST:
                oldest = own.popleft()
                oldest.ended = True
                oldest.bell.set()
        return stream

    def _leave(self, who: str, stream: _Stream) -> None:
        own = self._own.get(who)
        if own is not None:
            if stream in own:
                own.remove(stream)
            if not own:
                del self._own[who]
