"""Expectations."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from plugfest.conformance import expect
from plugfest.conformance.expect import PROGRESS, Progress
from plugfest.conformance.verdicts import Unmet
from plugfest.errors import DeadlineExceeded, Disconnected, RemoteProtocolError, StatusError
from plugfest.protocols.ms_erref import NtStatus

DENIED, OK = NtStatus.STATUS_ACCESS_DENIED, NtStatus.STATUS_SUCCESS


@pytest.fixture(autouse=True)
def progress() -> Progress:
    state = Progress(patience=0.05)
    PROGRESS.set(state)
    return state


async def gives(value: Any = None, error: Exception | None = None, after: float = 0) -> Any:
    await anyio.sleep(after)
    if error:
        raise error
    return value


def reply(status: int) -> SimpleNamespace:
    return SimpleNamespace(status=status)


def returned(code: int) -> SimpleNamespace:
    return SimpleNamespace(ReturnValue=code)


@pytest.mark.parametrize(
    ("judge", "expected", "actual"),
    [
        (lambda: expect.equal(1, 2, "Level"), "Level: 2", "1"),
        (lambda: expect.equal(0x10, 0x20, "Flags"), "Flags: 32 (0x20)", "16 (0x10)"),
        (lambda: expect.not_equal(b"\1", b"\1", "Salt"), "Salt: not 01", "01"),
        (lambda: expect.one_of("x", ["a", "b"], "Name"), "Name: 'a' or 'b'", "'x'"),
        (lambda: expect.contains(["a"], "b", "names"), "names: 'b' among them", "'a'"),
        (lambda: expect.contains([], "b", "names"), "names: 'b' among them", "nothing"),
        (lambda: expect.true(0, "more", "less"), "more", "less"),
        (lambda: expect.instance(None, str, "body"), "body: str", "nothing"),
        (lambda: expect.status(reply(0), DENIED), "STATUS_ACCESS_DENIED (0xC0000022)", "STATUS_SUCCESS (0x00000000)"),
        (lambda: expect.status(0xC0000022, OK), "STATUS_SUCCESS (0x00000000)", "STATUS_ACCESS_DENIED (0xC0000022)"),
        (lambda: expect.status(0xCAFE0000, OK), "STATUS_SUCCESS (0x00000000)", "status (0xCAFE0000)"),
    ],
)
def test_unmet(judge: Callable[[], None], expected: str, actual: str, progress: Progress) -> None:
    with pytest.raises(Unmet) as caught:
        judge()
    assert (caught.value.expected, caught.value.actual) == (expected, actual)
    assert progress.made == 1


def test_met(progress: Progress) -> None:
    expect.equal(1, 1, "x")
    expect.not_equal(1, 2, "x")
    expect.one_of(1, (1, 2), "x")
    expect.contains((1, 2), 2, "x")
    expect.true([1], "", "")
    assert expect.instance("a", str, "x") == "a"
    expect.status(StatusError("CREATE", DENIED), OK, DENIED)
    assert progress.made == 7


class Peer:
    """A connection that the peer closes, or does not."""

    def __init__(self, error: Exception | None = None, after: float = 0) -> None:
        self.error, self.after = error, after

    async def closed(self, deadline: float | None = None) -> None:
        await gives(error=self.error, after=self.after)


@pytest.mark.parametrize(
    ("waiting", "actual"),
    [
        (lambda: expect.reply(gives(reply(0)), DENIED), "STATUS_SUCCESS (0x00000000)"),
        (lambda: expect.reply(gives(error=StatusError("x", DENIED)), OK), "STATUS_ACCESS_DENIED (0xC0000022)"),
        (lambda: expect.reply(gives(after=9)), "nothing within 0.05 s"),
        (lambda: expect.reply(gives(error=DeadlineExceeded("x"))), "nothing within 0.05 s"),
        (lambda: expect.reply(gives(error=Disconnected("x"))), "a disconnection"),
        (lambda: expect.reply(gives(error=RemoteProtocolError("bad signature"))), "bad signature"),
        (lambda: expect.returns(gives(returned(5))), "return value ERROR_ACCESS_DENIED (5)"),
        (lambda: expect.returns(gives(returned(0)), 124), "return value NERR_Success (0)"),
        (lambda: expect.returns(gives(error=StatusError("fault", 5)), 124), "fault: status (0x00000005)"),
        (lambda: expect.refused(gives(reply(0))), "STATUS_SUCCESS (0x00000000)"),
        (lambda: expect.disconnected(Peer(after=9)), "nothing within 0.05 s"),
        (lambda: expect.disconnected(Peer(RemoteProtocolError("we left"))), "we left"),
        (lambda: expect.no_answer(gives(reply(0)), 0.01), "STATUS_SUCCESS (0x00000000)"),
        (lambda: expect.no_answer(gives(error=Disconnected("x")), 0.01), "a disconnection"),
        (lambda: expect.within(gives(error=StatusError("x", DENIED)), "it"), "STATUS_ACCESS_DENIED (0xC0000022)"),
    ],
)
def test_waiting_unmet(waiting: Callable[[], Awaitable[Any]], actual: str) -> None:
    async def run() -> None:
        with pytest.raises(Unmet) as caught:
            await waiting()
        assert caught.value.actual == actual

    anyio.run(run)


def test_waiting_met(progress: Progress) -> None:
    async def run() -> None:
        assert await expect.reply(gives(reply(OK)), OK) == reply(OK)
        assert (await expect.reply(gives(error=StatusError("x", DENIED)), DENIED)).status == DENIED
        assert await expect.returns(gives(returned(124)), 124) == returned(124)
        assert await expect.within(gives(3), "it") == 3
        await expect.refused(gives(reply(DENIED)))
        await expect.disconnected(Peer())
        await expect.no_answer(gives(after=9), 0.01)

    anyio.run(run)
    assert progress.pending is None
    assert progress.made >= 7


def test_a_defect_of_the_case_is_no_verdict_on_the_peer() -> None:
    async def run() -> None:
        await expect.reply(gives(error=KeyError("x")))

    with pytest.raises(KeyError):
        anyio.run(run)


def test_what_is_unmet_when_the_time_of_the_case_is_over(progress: Progress) -> None:
    progress.patience = 9

    async def run() -> None:
        with anyio.move_on_after(0.01):
            await expect.reply(gives(after=9), OK, requirement="R")

    anyio.run(run)
    assert progress.pending is not None
    assert progress.pending.requirement == "R"
