"""How a rule waits. A handler that must wait is a generator: it yields `Wait` and goes on when that comes true.

Anything may wake it: an event on its own connection, on another one, or time. CANCEL, the end of its session and a
deadline arrive as exceptions where it waits; a lost connection closes it without a word.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.objects import Request


class Wait(NamedTuple):
    """Until `waking.wake(on)` is called, or `deadline` (FILETIME) is over."""

    on: Hashable
    deadline: int | None = None


class Cancelled(Exception):
    """[MS-SMB2] 3.3.5.16: the client took the request back."""


class SessionEnded(Exception):
    """The session was logged off, or its tree disconnected, while the request waited."""


class TimedOut(Exception):
    """The deadline of the wait is over."""


Waiter = Generator[Wait, Any, Any]


class Waiting:
    """The requests that wait, by what they wait for. Knows nothing of what they do."""

    def __init__(self, resume: Callable[[Request, BaseException | None], None]) -> None:
        self._resume = resume
        self._by_event: dict[Hashable, dict[int, Request]] = {}
        self._ready: list[tuple[Request, BaseException | None]] = []
        self._deadlines: list[tuple[int, int, Request]] = []
        self._count = 0

    def add(self, request: Request, wait: Wait) -> None:
        """This request waits from now on."""
        self._count += 1
        request.wait = wait
        self._by_event.setdefault(wait.on, {})[id(request)] = request
        if wait.deadline is not None:
            heapq.heappush(self._deadlines, (wait.deadline, self._count, request))

    def remove(self, request: Request) -> None:
        """This request waits no longer."""
        if request.wait is None:
            return
        waiters = self._by_event.get(request.wait.on)
        if waiters is not None:
            waiters.pop(id(request), None)
            if not waiters:
                del self._by_event[request.wait.on]
        request.wait = None

    def wake(self, on: Hashable, error: BaseException | None = None) -> None:
        """Everything that waits for `on` goes on, once the event at hand is dealt with."""
        for request in list(self._by_event.get(on, {}).values()):
            self.wake_one(request, error)

    def wake_one(self, request: Request, error: BaseException | None = None) -> None:
        """This one request goes on, with `error` raised where it waits if one is given."""
        if request.wait is not None:
            self.remove(request)
            self._ready.append((request, error))

    def settle(self, now: int) -> None:
        """Resume what is ready and what is overdue, until nothing is."""
        while self._deadlines and self._deadlines[0][0] <= now:
            deadline, _, request = heapq.heappop(self._deadlines)
            if request.wait is not None and request.wait.deadline == deadline:
                self.wake_one(request, TimedOut())
        while self._ready:
            self._resume(*self._ready.pop(0))

    @property
    def next_deadline(self) -> int | None:
        """When `settle` has something to do again."""
        while self._deadlines:
            deadline, _, request = self._deadlines[0]
            if request.wait is not None and request.wait.deadline == deadline:
                return deadline
            heapq.heappop(self._deadlines)
        return None
