"""One timer for all waits of a connection."""

from __future__ import annotations

import asyncio

import pytest

from plugfest.net.deadlines import Deadlines
from plugfest.net.loop import loop_factory, run

pytestmark = pytest.mark.anyio


async def test_each_wait_has_its_own_end():
    deadlines, loop = Deadlines(), asyncio.get_running_loop()
    ended: list[str] = []

    async def wait(name: str, seconds: float) -> None:
        with pytest.raises(TimeoutError):
            await deadlines.wait(loop.create_future(), seconds)
        ended.append(name)

    await asyncio.gather(wait("late", 0.06), wait("soon", 0.01), wait("between", 0.03))
    assert ended == ["soon", "between", "late"]


async def test_what_comes_in_time_is_no_timeout():
    deadlines, loop = Deadlines(), asyncio.get_running_loop()
    slow, quick = loop.create_future(), loop.create_future()
    loop.call_later(0.01, quick.set_result, None)
    with pytest.raises(TimeoutError):
        await asyncio.gather(deadlines.wait(slow, 0.03), deadlines.wait(quick, 0.02))
    assert quick.done()
    deadlines.stop()
    deadlines.stop()


async def test_a_wait_that_is_cancelled_is_forgotten():
    deadlines = Deadlines()
    task = asyncio.ensure_future(deadlines.wait(asyncio.get_running_loop().create_future(), 10))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not deadlines._times
    deadlines.stop()


def test_the_loop_is_the_quickest_one():
    async def name() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert run(name()).startswith("uvloop" if loop_factory() else "asyncio")
