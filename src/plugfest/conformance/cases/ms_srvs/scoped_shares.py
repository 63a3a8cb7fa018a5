r"""[MS-SRVS] 3.1.4.8 to 3.1.4.14 and 3.1.6.1: shares of one of the server's names, and what `\\name` means.

The server gets one name more, by a transport that is scoped, and a share that is of that name only.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs import transports
from plugfest.conformance.cases.ms_srvs.calls import called, judged_member, member, reference
from plugfest.conformance.cases.ms_srvs.scratch import add, added, directory, set_info
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, disk_share
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import NetrShareDel, NetrShareDelStart, NetrShareDelSticky, NetrShareGetInfo

pytestmark = alone  # they change the list of shares

_NEEDS = [administrator, disk_share]


class Scoped(NamedTuple):
    """A name of the server, and a share that is of that name."""

    rpc: RpcClient
    server: str
    share: str


@pytest.fixture
async def scoped(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> AsyncIterator[Scoped]:
    """A scoped name and its share, while the case runs. That they can be added is not judged."""
    rpc, server, share = administrator_srvsvc, unique("name"), unique("share")
    kind = await transports.name_of_one(rpc)
    async with transports.added(rpc, kind, server, 2, flags=transports.SCOPED_NAME):
        if not await transports.has(rpc, server):
            raise Inconclusive(f"the transport of {server} was added and is not listed")
        response = await called(rpc, add(503, share, await directory(rpc, target), servername=server))
        if response.ReturnValue != NetApiStatus.NERR_Success:
            raise Inconclusive(f"no scoped share could be added: {NetApiStatus(response.ReturnValue).name}")
        try:
            found = await called(rpc, NetrShareGetInfo(server, share, 1))
            if found.ReturnValue and share not in _names(await reference(rpc, share_enum(503))):
                raise Inconclusive(f"{share} was added and is not there")
            yield Scoped(rpc, server, share)
        finally:
            await called(rpc, NetrShareDel(server, share))


def _name(entry: Any) -> str:
    return str(member(entry, "netname"))


def _names(response: Any) -> list[str]:
    return [_name(entry) for entry in entries(response)]


@case(covers=["MS-SRVS:3.1.4.8:a48c9df50d", "MS-SRVS:3.1.4.8:b354a79233"], needs=_NEEDS, disruptive=True)
async def test_listed(scoped: Scoped, target: Target) -> None:
    """A scoped share is listed where its server is asked for, and at level 503."""
    rpc, rule = scoped.rpc, "MS-SRVS:3.1.4.8:a48c9df50d"
    own = _names(await expect.returns(called(rpc, share_enum(1, scoped.server)), requirement=rule))
    expect.contains(own, scoped.share, "shares of its server", requirement=rule)
    others = _names(await expect.returns(called(rpc, share_enum(1)), requirement=rule))
    there = scoped.share in others
    expect.true(not there, expected="shares of every name", actual=f"{scoped.share}, too", requirement=rule)
    everything = entries(await reference(rpc, share_enum(503)))
    rule = "MS-SRVS:3.1.4.8:b354a79233"
    for share in (scoped.share, target.share):
        expect.contains([_name(one) for one in everything], share, "shares at level 503", requirement=rule)


@case(covers="MS-SRVS:3.1.4.7:d2d00c72b0", needs=_NEEDS, disruptive=True)
async def test_server_name_of_the_share(scoped: Scoped) -> None:
    """A share that was added at level 503 with a server's name is of that name."""
    found = [one for one in entries(await reference(scoped.rpc, share_enum(503))) if _name(one) == scoped.share]
    told = [judged_member(one, "servername").casefold() for one in found]
    expect.equal(told, [scoped.server.casefold()], "shi503_servername")


@case(covers=["MS-SRVS:3.1.4.7:f2a8c17531", "MS-SRVS:3.1.4.7:2a0647717e"], needs=_NEEDS, disruptive=True)
async def test_one_name_of_two_servers(scoped: Scoped, target: Target, unique: Unique) -> None:
    """A share of one server's name does not keep another from having a share that is called the same."""
    rpc, path, name = scoped.rpc, await directory(scoped.rpc, target), unique("both")
    async with added(rpc, target, name):
        rule = "MS-SRVS:3.1.4.7:f2a8c17531"
        try:
            given = called(rpc, add(503, name, path, servername=scoped.server))
            await expect.returns(given, requirement=rule)
        finally:
            await called(rpc, NetrShareDel(scoped.server, name))
    rule = "MS-SRVS:3.1.4.7:2a0647717e"
    try:
        for level in (2, 502):
            await expect.returns(called(rpc, add(level, scoped.share, path)), requirement=rule)
            await called(rpc, NetrShareDel(None, scoped.share))
    finally:
        await called(rpc, NetrShareDel(None, scoped.share))


@case(covers="MS-SRVS:3.1.4.8:c8127c0bb8", needs=_NEEDS, disruptive=True)
async def test_order(scoped: Scoped) -> None:
    """Shares are told in the order in which they were added."""
    everything = _names(await expect.returns(called(scoped.rpc, share_enum(503))))
    expect.equal(everything[-1], scoped.share, "the last share")


_METHODS: dict[str, Any] = {
    "MS-SRVS:3.1.4.8:d6996fe5b6": lambda server, share: share_enum(1, server),
    "MS-SRVS:3.1.4.10:f754ca274e": lambda server, share: NetrShareGetInfo(server, share, 1),
    "MS-SRVS:3.1.4.11:13b08218a9": lambda server, share: set_info(1004, share, server, remark="scoped"),
    "MS-SRVS:3.1.4.13:7341653fcc": NetrShareDelSticky,
    "MS-SRVS:3.1.4.14:2d768da861": NetrShareDelStart,
    "MS-SRVS:3.1.4.12:8d46b52cfe": NetrShareDel,
}


@case(covers=[*_METHODS], needs=_NEEDS, disruptive=True)
async def test_backslashes(scoped: Scoped) -> None:
    """A server's name may have two backslashes before it."""
    for rule, method in _METHODS.items():
        request = method(rf"\\{scoped.server}", scoped.share)
        response = await expect.returns(called(scoped.rpc, request), requirement=rule)
        if hasattr(response, "TotalEntries"):
            expect.contains(_names(response), scoped.share, "shares of its server", requirement=rule)


_OF_ANOTHER: dict[str, Any] = {
    "MS-SRVS:3.1.4.11:0aa7e77bc5": lambda server, share: set_info(1004, share, server, remark="of another"),
    "MS-SRVS:3.1.4.14:edfdbaa2f0": NetrShareDelStart,
    "MS-SRVS:3.1.4.12:34c59c5e18": NetrShareDel,
}


@case(covers=[*_OF_ANOTHER], needs=_NEEDS, disruptive=True)
async def test_server_has_to_match(scoped: Scoped) -> None:
    """A scoped share is not found without its server's name."""
    for rule, method in _OF_ANOTHER.items():
        given = called(scoped.rpc, method(None, scoped.share))
        await expect.returns(given, NetApiStatus.NERR_NetNameNotFound, requirement=rule)
