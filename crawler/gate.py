"""How many transfers run at once, so that slow hosts cannot use up the places of quick ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_SLOW_AFTER = 3.0  # seconds; a transfer that lasts longer moves to the slow lane
_SLOW_LANE = 8  # times the ordinary limit: a slow transfer waits for bytes and costs next to nothing


class Gate:
    """At most ``limit`` quick transfers, and beside them up to eight times as many slow ones.

    A transfer takes a place; after three seconds it moves to the slow lane, if there is room, and its place is free
    for another. So sixteen dead hosts, each waiting for its time-out, do not stop the crawl of all others.
    """

    def __init__(self, limit: int, *, slow_after: float = _SLOW_AFTER) -> None:
        self._places = asyncio.Semaphore(limit)
        self._slow_room = limit * _SLOW_LANE
        self._slow_after = slow_after

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        await self._places.acquire()
        slow = False

        def to_slow_lane() -> None:
            nonlocal slow
            if self._slow_room > 0:
                self._slow_room -= 1
                slow = True
                self._places.release()

        timer = asyncio.get_running_loop().call_later(self._slow_after, to_slow_lane)
        try:
            yield
        finally:
            timer.cancel()
            if slow:
                self._slow_room += 1
            else:
                self._places.release()
