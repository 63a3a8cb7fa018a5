"""Deadlines of whatever waits on one connection, with one timer for all of them.

A timer a request, set and cancelled, costs more than the rest of its waiting.
"""

from __future__ import annotations

import asyncio
from typing import Any


class Deadlines:
    """Futures that fail with TimeoutError when their time has come."""

    def __init__(self) -> None:
        self._times: dict[asyncio.Future[Any], float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._fires = 0.0

    async def wait(self, future: asyncio.Future[Any], seconds: float) -> None:
        """Wait for a future of ours, and of nobody else. Raises TimeoutError."""
        loop = future.get_loop()
        when = loop.time() + seconds
        self._times[future] = when
        if self._timer is None or when < self._fires:
            self._set(loop, when)
        try:
            await future
        finally:
            del self._times[future]

    def stop(self) -> None:
        """Nothing waits any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set(self, loop: asyncio.AbstractEventLoop, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._fires = when
        self._timer = loop.call_at(when, self._fire, loop)

    def _fire(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        for future, when in self._times.items():
            if when <= self._fires and not future.done():
                future.set_exception(TimeoutError())
        left = [when for future, when in self._times.items() if not future.done()]
        if left:
            self._set(loop, min(left))
