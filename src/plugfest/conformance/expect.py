"""Expectations: the only thing that judges a target. `from plugfest.conformance import expect`.

A wait that stands inside an expectation belongs to it: when the peer does not answer, disconnects or answers with
something that breaks the protocol there, the expectation is unmet. Outside, nothing is known and the case is
inconclusive. Each function takes the requirement that it is about; without one it is the first that the case cites.
"""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar

import anyio

from plugfest.conformance.verdicts import Unmet
from plugfest.errors import DeadlineExceeded, Disconnected, RemoteProtocolError, StatusError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_srvs.constants import NetApiStatus

T = TypeVar("T")


@dataclass
class Progress:
    """How far a case has come; the plugin looks at it when the case is over."""

    patience: float = 5.0
    """Seconds that an expectation waits for the peer."""
    made: int = 0
    """Expectations that were begun."""
    pending: Unmet | None = None
    """What is unmet if the case's time is over now."""


PROGRESS: ContextVar[Progress] = ContextVar("plugfest_progress")


def progress() -> Progress:
    """Of the case that runs; outside of one (in a script, say) a new one."""
    found = PROGRESS.get(None)
    if found is None:
        found = Progress()
        PROGRESS.set(found)
    return found


def show(value: Any) -> str:
    """A value as a protocol engineer reads it."""
    if isinstance(value, NtStatus):
        return status_name(value)
    if isinstance(value, Enum):
        return f"{value.name or ''} ({value.value:#x})".strip() if isinstance(value.value, int) else str(value.value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return f"{value} ({value:#x})" if value > 9 else str(value)
    if isinstance(value, bytes):
        return value.hex(" ") or "no bytes"
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(show(one) for one in value) or "nothing"
    return str(value)


def status_name(status: int) -> str:
    """`STATUS_ACCESS_DENIED (0xC0000022)`."""
    name = getattr(status, "name", None)
    if not name and status in NtStatus._value2member_map_:
        name = NtStatus(status).name
    return f"{name or 'status'} (0x{int(status):08X})"


def _names(statuses: Collection[int]) -> str:
    return " or ".join(status_name(one) for one in statuses)


def _judge(condition: bool, expected: str, actual: str, requirement: str) -> None:
    progress().made += 1
    if not condition:
        raise Unmet(expected, actual, requirement)


def true(condition: object, expected: str, actual: str, requirement: str = "") -> None:
    """The condition holds; `expected` and `actual` say it in words."""
    _judge(bool(condition), expected, actual, requirement)


def equal(actual: Any, expected: Any, what: str, requirement: str = "") -> None:
    """The two are equal."""
    _judge(actual == expected, f"{what}: {show(expected)}", show(actual), requirement)


def not_equal(actual: Any, unwanted: Any, what: str, requirement: str = "") -> None:
    """The two differ."""
    _judge(actual != unwanted, f"{what}: not {show(unwanted)}", show(actual), requirement)


def one_of(actual: Any, allowed: Collection[Any], what: str, requirement: str = "") -> None:
    """It is one of those."""
    _judge(actual in allowed, f"{what}: {' or '.join(show(one) for one in allowed)}", show(actual), requirement)


def contains(collection: Collection[Any], item: Any, what: str, requirement: str = "") -> None:
    """It is among them."""
    _judge(item in collection, f"{what}: {show(item)} among them", show(collection), requirement)


def instance(value: Any, kind: type[T], what: str, requirement: str = "") -> T:
    """It is such a structure. Gives it, with that type."""
    progress().made += 1
    if not isinstance(value, kind):
        raise Unmet(f"{what}: {kind.__name__}", type(value).__name__ if value is not None else "nothing", requirement)
    return value


class HasStatus(Protocol):
    """A Reply, a StatusError."""

    @property
    def status(self) -> int:
        """NTSTATUS."""


def status(reply: HasStatus | int, *allowed: int, requirement: str = "") -> None:
    """The status is one of those."""
    actual = reply if isinstance(reply, int) else reply.status
    _judge(actual in allowed, _names(allowed), status_name(actual), requirement)


@contextmanager
def _waiting(expected: str, requirement: str) -> Iterator[float]:
    """What goes wrong inside leaves the expectation unmet; gives the seconds to wait."""
    state = progress()
    state.made += 1
    state.pending = Unmet(expected, f"nothing within {state.patience:g} s", requirement)
    try:
        with anyio.fail_after(state.patience):
            yield state.patience
    except (TimeoutError, DeadlineExceeded):
        raise state.pending from None
    except Disconnected as error:
        raise Unmet(expected, "a disconnection", requirement) from error
    except (RemoteProtocolError, WireError, OSError) as error:
        raise Unmet(expected, str(error), requirement) from error
    state.pending = None


async def within(awaitable: Awaitable[T], what: str, requirement: str = "") -> T:
    """It comes to an end, properly. Gives its result."""
    with _waiting(what, requirement):
        try:
            return await awaitable
        except StatusError as error:
            raise Unmet(what, status_name(error.status), requirement) from error


async def reply(awaitable: Awaitable[T], *allowed: int, requirement: str = "") -> T:
    """An answer comes, with one of these statuses (any, where none is given). Gives the answer.

    A refusal that the driver raises as StatusError counts as an answer with that status; then the error is given.
    """
    expected = _names(allowed) if allowed else "an answer"
    with _waiting(expected, requirement):
        answer: Any
        try:
            answer = await awaitable
        except StatusError as error:
            answer = error
        actual = getattr(answer, "status", 0)
        if allowed and actual not in allowed:
            raise Unmet(expected, status_name(actual), requirement)
    return answer  # type: ignore[no-any-return]


async def returns(awaitable: Awaitable[T], *allowed: int, requirement: str = "") -> T:
    """An RPC method returns one of these codes (NERR_Success, where none is given). Gives its response."""
    codes = allowed or (NetApiStatus.NERR_Success,)
    expected = f"return value {' or '.join(_code(code) for code in codes)}"
    with _waiting(expected, requirement):
        answer: Any
        try:
            answer = await awaitable
        except StatusError as error:
            raise Unmet(expected, str(error), requirement) from error
        if answer.ReturnValue not in codes:
            raise Unmet(expected, f"return value {_code(answer.ReturnValue)}", requirement)
    return answer  # type: ignore[no-any-return]


def _code(code: int) -> str:
    """`ERROR_INVALID_LEVEL (124)`."""
    name = NetApiStatus(code).name
    return str(int(code)) if name.startswith("0x") else f"{name} ({int(code)})"


class Closes(Protocol):
    """A connection of the client driver."""

    async def closed(self, deadline: float | None = None) -> None:
        """Wait until the peer has disconnected."""


async def disconnected(connection: Closes, requirement: str = "") -> None:
    """The peer disconnects."""
    with _waiting("a disconnection", requirement) as seconds:
        await connection.closed(seconds)


async def no_answer(awaitable: Awaitable[Any], seconds: float = 1.0, requirement: str = "") -> None:
    """Nothing comes for so many seconds."""
    expected = "no answer"
    progress().made += 1
    try:
        with anyio.fail_after(seconds):
            answer = await awaitable
    except (TimeoutError, DeadlineExceeded):
        return
    except Disconnected as error:
        raise Unmet(expected, "a disconnection", requirement) from error
    except StatusError as error:
        raise Unmet(expected, status_name(error.status), requirement) from error
    code = getattr(answer, "status", None)
    raise Unmet(expected, "an answer" if code is None else status_name(code), requirement)


async def refused(awaitable: Awaitable[Any], *allowed: int, requirement: str = "") -> None:
    """It is answered with an error, one of these where some are given."""
    answer = await reply(awaitable, *allowed, requirement=requirement)
    code = getattr(answer, "status", 0)
    if not allowed and code < 0xC0000000:
        raise Unmet("a refusal", status_name(code), requirement)
