"""[MS-SRVS] 3.1.4.5 NetrSessionEnum: where the members come from.

Each member of each level is a member of the session's SESSION_INFO_502, so another level with that member tells the
same; level 502 tells them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.conformance import alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import Changed, complete, judged_member, member, patiently, prefix
from plugfest.conformance.needs import administrator, log_on
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.net.client import Session
from plugfest.protocols.ms_srvs.client import session_enum
from plugfest.protocols.ms_srvs.constants import SessionUserFlags

pytestmark = alone  # they count sessions

_LEVEL_0 = {
    "cname": "MS-SRVS:3.1.4.5:b074ae1354",
}
_LEVEL_1 = {
    "cname": "MS-SRVS:3.1.4.5:63a835a58c",
    "username": "MS-SRVS:3.1.4.5:cde45779aa",
    "num_opens": "MS-SRVS:3.1.4.5:51cebd5f0f",
}
_LEVEL_2 = {
    "cname": "MS-SRVS:3.1.4.5:91a3754d7b",
    "username": "MS-SRVS:3.1.4.5:3b3c445033",
    "num_opens": "MS-SRVS:3.1.4.5:7da9d3f34c",
    "idle_time": "MS-SRVS:3.1.4.5:d32eb0c3ca",
    "time": "MS-SRVS:3.1.4.5:f52d1d9153",
    "user_flags": "MS-SRVS:3.1.4.5:f0a60a44b7",
    "cltype_name": "MS-SRVS:3.1.4.5:9a2143b72d",
}
_LEVEL_10 = {
    "cname": "MS-SRVS:3.1.4.5:2cf366c11c",
    "username": "MS-SRVS:3.1.4.5:9b87c87e5b",
    "idle_time": "MS-SRVS:3.1.4.5:d7b11d2a2b",
    "time": "MS-SRVS:3.1.4.5:8f3af44985",
}
_CLOCKS = ("idle_time", "time")

_KNOWN_FLAGS = int(SessionUserFlags.SESS_GUEST | SessionUserFlags.SESS_NOENCRYPTION)

Sessions = tuple[Any, ...]


def _column(sessions: Sessions, name: str) -> list[Any]:
    return [member(session, name) for session in sessions]


def _judged_column(sessions: Sessions, name: str, requirement: str) -> list[Any]:
    return [judged_member(session, name, requirement) for session in sessions]


@patiently
async def _around(rpc: RpcClient, level: int, other: int) -> tuple[Sessions, Sessions, Sessions]:
    """The sessions at the other level, at this one, and at the other again: the same ones, with as many opens."""
    before, told, after = [await complete(rpc, session_enum(number)) for number in (other, level, other)]
    if not before or not told:
        raise Inconclusive("no session is listed")
    if any(_column(before, name) != _column(after, name) for name in ("cname", "username", "num_opens")):
        raise Changed("the list of sessions changed meanwhile")
    return before, told, after


async def _told_alike(rpc: RpcClient, level: int, other: int, rules: Mapping[str, str]) -> None:
    """The level tells what the other does; of a clock, something between two readings."""
    before, told, after = await _around(rpc, level, other)
    for name, rule in rules.items():
        what = f"{prefix(told[0])}{name} (as {prefix(after[0])}{name})"
        actual_column = _judged_column(told, name, rule)
        if name not in _CLOCKS:
            expect.equal(actual_column, _column(after, name), what, requirement=rule)
            continue
        readings = zip(_column(before, name), actual_column, _column(after, name), strict=False)
        for first, actual, last in readings:
            expect.true(
                first <= actual <= last or first > last,  # who does something is idle no longer
                expected=f"{what}: {first} to {last} seconds",
                actual=f"{actual} seconds",
                requirement=rule,
            )


@case(covers=[*_LEVEL_0.values()], needs=[administrator, log_on])
async def test_level_0(administrator_srvsvc: RpcClient, session: Session) -> None:
    """Level 0 tells the computers."""
    await _told_alike(administrator_srvsvc, 0, 1, _LEVEL_0)


@case(covers=[*_LEVEL_1.values()], needs=[administrator, log_on])
async def test_level_1(administrator_srvsvc: RpcClient, session: Session) -> None:
    """Level 1 tells the computers, the users, and how much they have open."""
    await _told_alike(administrator_srvsvc, 1, 502, _LEVEL_1)


@case(covers=[*_LEVEL_2.values()], needs=[administrator, log_on])
async def test_level_2(administrator_srvsvc: RpcClient, session: Session) -> None:
    """Level 2 tells what level 1 does, the times, the flags and the types of the clients."""
    await _told_alike(administrator_srvsvc, 2, 502, _LEVEL_2)


@case(covers=[*_LEVEL_10.values()], needs=[administrator, log_on])
async def test_level_10(administrator_srvsvc: RpcClient, session: Session) -> None:
    """Level 10 tells the computers, the users and the times."""
    await _told_alike(administrator_srvsvc, 10, 502, _LEVEL_10)


async def _has_known_flags(rpc: RpcClient, level: int) -> None:
    """Neither flag is of a user whose password is encrypted."""
    for entry in await complete(rpc, session_enum(level)):
        flags = judged_member(entry, "user_flags")
        expect.equal(flags & ~_KNOWN_FLAGS, 0, f"other flags than those of 2.2.2.3 in {flags:#x}")


@case(covers="MS-SRVS:2.2.4.12:aa76c36067", needs=[administrator, log_on])
async def test_user_flags_at_level_1(administrator_srvsvc: RpcClient, session: Session) -> None:
    """sesi1_user_flags has the flags that there are, and no others."""
    await _has_known_flags(administrator_srvsvc, 1)


@case(covers="MS-SRVS:2.2.4.13:e7405b74f6", needs=[administrator, log_on])
async def test_user_flags_at_level_2(administrator_srvsvc: RpcClient, session: Session) -> None:
    """sesi2_user_flags has the flags that there are, and no others."""
    await _has_known_flags(administrator_srvsvc, 2)


@case(covers="MS-SRVS:2.2.4.15:1853199e9a", needs=[administrator, log_on])
async def test_user_flags_at_level_502(administrator_srvsvc: RpcClient, session: Session) -> None:
    """sesi502_user_flags has the flags that there are, and no others."""
    await _has_known_flags(administrator_srvsvc, 502)
