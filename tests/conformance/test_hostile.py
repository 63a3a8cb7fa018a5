"""Targets that send garbage, close in the middle, trickle or never answer: verdicts within the deadline, no error."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import anyio
import msgspec
import pytest
from anyio.from_thread import start_blocking_portal

from plugfest.conformance.capabilities import detect
from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.runner import run_suites
from plugfest.conformance.targets import Account, Capabilities, Profile
from plugfest.errors import TargetUnreachable
from plugfest.records import VerdictKind
from tests.conformance.helpers import Keeper

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """No frame."""
    await reader.read(4)
    writer.write(b"\xa5" * 3000)
    await reader.read()


async def lies(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A frame with a header that is none."""
    await reader.read(4)
    writer.write(b"\0\0\0\x80\xfeSMB" + b"\xa5" * 124)
    await reader.read()


async def closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The beginning of a message."""
    await reader.read(4)
    writer.write(b"\0\0\1\0\xfeSMB@\0")


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Nothing."""
    await reader.read()


async def trickles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte at a time."""
    for byte in b"\0\0\0\x80\xfeSMB" + bytes(124):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


@contextmanager
def hosted(answer: Answer) -> Iterator[int]:
    """A server in a thread; its port."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except OSError:
            pass
        finally:
            writer.close()

    with start_blocking_portal() as portal:
        server = portal.call(asyncio.start_server, accept, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            portal.call(server.close)


@pytest.mark.parametrize("answer", [silent, trickles], ids=lambda one: one.__name__)
def test_who_does_not_answer_at_all_is_not_tested(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugfest.conformance.capabilities._DEADLINE", 0.5)
    with hosted(answer) as port, pytest.raises(TargetUnreachable, match="does not answer a NEGOTIATE"):
        anyio.run(detect, Profile(host="127.0.0.1", port=port, user=Account("alice", "secret")))


def test_who_falls_silent_is_not_asked_again_and_again() -> None:
    asked: list[int] = []

    async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        await silent(reader, writer)

    with hosted(counted) as port, embedded_server() as embedded:
        profile = msgspec.structs.replace(embedded.profile, host="127.0.0.1", port=port)
        setting = msgspec.structs.replace(embedded, profile=profile, patience=0.2)
        keeper = Keeper()
        run_suites(setting, keyword="negotiate", plugins=[keeper])
    assert len(keeper.verdicts) > 20
    reasons = [one.reason for one in keeper.verdicts.values() if one.kind is VerdictKind.INCONCLUSIVE]
    assert len(reasons) > len(keeper.verdicts) - 5
    assert all(reason.startswith("the target has not answered since ") for reason in reasons[5:])
    assert len(asked) < 5


@pytest.mark.parametrize("answer", [garbage, lies, closes], ids=lambda one: one.__name__)
def test_a_verdict_within_the_deadline(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugfest.conformance.capabilities._DEADLINE", 0.5)

    async def look(port: int) -> Capabilities:
        return await detect(Profile(host="127.0.0.1", port=port, user=Account("alice", "secret")))

    with hosted(answer) as port, embedded_server() as embedded:
        capabilities = anyio.run(look, port)
        assert capabilities.problem.startswith("NEGOTIATE failed")
        setting = msgspec.structs.replace(
            embedded,
            profile=msgspec.structs.replace(embedded.profile, host="127.0.0.1", port=port),
            capabilities=capabilities,
            patience=0.1,
            deadline=1.0,
        )
        keeper = Keeper()
        began = time.monotonic()
        run_suites(setting, keyword="negotiate or test_level_1", plugins=[keeper])
    assert len(keeper.verdicts) > 5
    assert {one.kind for one in keeper.verdicts.values()} <= {
        VerdictKind.INCONCLUSIVE,
        VerdictKind.FAIL,
        VerdictKind.DEVIATION,
        VerdictKind.PASS,
    }
    assert time.monotonic() - began < 1.5 * len(keeper.verdicts)
