"""Who is told when something changes: event streams of teachers and pupils."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable


class Hub:
    """One bell for each class and kind of news (phase, count); all wait on it, one rings it."""

    def __init__(self) -> None:
        self._bells: dict[tuple[str, str], asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, section: str, *kinds: str) -> None:
        """Tell everybody who waits for news of these kinds; call it in the event loop."""
        for kind in kinds:
            self._bells.pop((section, kind), asyncio.Event()).set()

    async def listen(
        self, section: str, kind: str, look: Callable[[], Awaitable[str]], again: float = 20.0
    ) -> AsyncIterator[dict[str, str]]:
        """Give the state whenever it changes: ``look`` is asked at each ring and now and then."""
        last = None
        while True:
            bell = self._bells[section, kind]
            now = await look()
            if now != last:
                last = now
                yield {"event": "state", "data": now}
            try:
                await asyncio.wait_for(bell.wait(), again)
            except TimeoutError:
                continue
