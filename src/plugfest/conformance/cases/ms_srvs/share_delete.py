"""[MS-SRVS] 3.1.4.12 to 3.1.4.16 and 3.1.4.47: shares are deleted, at once, for the next start, or in two steps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, member, reference, refused, server_info
from plugfest.conformance.cases.ms_srvs.scratch import (
    NO_SERVER,
    NO_SHARE,
    PRINTER,
    TEMPORARY,
    add,
    added,
    directory,
    info,
    is_there,
)
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, enum, share_enum
from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus, ShareType, SoftwareType
from plugfest.protocols.ms_srvs.types import (
    NetrShareCheck,
    NetrShareDel,
    NetrShareDelCommit,
    NetrShareDelEx,
    NetrShareDelStart,
    NetrShareDelSticky,
    NetrShareEnumSticky,
)

pytestmark = alone  # they change the list of shares

_NEEDS = [administrator, disk_share]
_PLENTY = 0x10000
_NO_DEVICE = "Q:"
_DRIVE = "C:\\"
_CLUSTER = int(ShareType.STYPE_CLUSTER_FS | ShareType.STYPE_CLUSTER_SOFS | ShareType.STYPE_CLUSTER_DFS)


def _delete_ex(name: str, server_name: str = "*", server: str | None = None) -> Any:
    return NetrShareDelEx(server, 503, info(503, netname=name, servername=server_name))


async def _gone(rpc: RpcClient, name: str, requirement: str = "") -> None:
    listed = await is_there(rpc, name)
    expect.true(not listed, expected=f"{name} is gone", actual="it is listed", requirement=requirement)


# --- NetrShareDel -----------------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.12:19fdd27479", needs=_NEEDS, disruptive=True)
async def test_deleted(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that was deleted is not there any more."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        await expect.returns(called(rpc, NetrShareDel(None, name)))
        await _gone(rpc, name)


@case(covers="MS-SRVS:3.1.4.12:b7778c6621", needs=[administrator], disruptive=True)
async def test_no_such_share(administrator_srvsvc: RpcClient) -> None:
    """What is not there is not deleted."""
    await refused(administrator_srvsvc, NetrShareDel(None, NO_SHARE), NetApiStatus.NERR_NetNameNotFound)


@case(covers="MS-SRVS:3.1.4.12:8ac3042a2a", needs=_NEEDS, disruptive=True)
async def test_reserved(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Whatever Reserved is, the share is deleted."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        await expect.returns(called(rpc, NetrShareDel(None, name, 7)))
        await _gone(rpc, name)


_SERVER_NAMES: dict[Any, str] = {
    NetrShareDel: "MS-SRVS:3.1.4.12:86840f6060",
    NetrShareDelSticky: "MS-SRVS:3.1.4.13:1532636405",
    NetrShareDelStart: "MS-SRVS:3.1.4.14:e95431483f",
}


@case(covers=[*_SERVER_NAMES.values()], needs=_NEEDS, disruptive=True)
async def test_unknown_server_names(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A ServerName that belongs to no scoped transport means the whole server, with backslashes or without."""
    rpc, name = administrator_srvsvc, unique("share")
    for method, rule in _SERVER_NAMES.items():
        for server in (NO_SERVER, rf"\\{NO_SERVER}"):
            async with added(rpc, target, name):
                await expect.returns(called(rpc, method(server, name)), requirement=rule)


@case(covers="MS-SRVS:3.1.4.12:b83631657a", needs=_NEEDS, disruptive=True)
async def test_the_last_printer(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Without a shared printer the server is no print server any more."""
    rpc, name = administrator_srvsvc, unique("printer")
    async with added(rpc, target, name, type=PRINTER):
        await called(rpc, NetrShareDel(None, name))
        await _no_printer(rpc)


async def _no_printer(rpc: RpcClient) -> None:
    kind = member(await server_info(rpc, 101), "type")
    announced = bool(kind & SoftwareType.SV_TYPE_PRINTQ_SERVER)
    expect.true(not announced, expected="no SV_TYPE_PRINTQ_SERVER in sv101_type", actual=f"{kind:#x}")


# --- NetrShareDelSticky and NetrShareEnumSticky -----------------------------------------------------------------------


async def _sticky(rpc: RpcClient, name: str) -> bool:
    """Whether a share is told as a sticky one, not judged."""
    listed = entries(await reference(rpc, enum(NetrShareEnumSticky, 0, PreferedMaximumLength=_PLENTY)))
    return name in [member(entry, "netname") for entry in listed]


@asynccontextmanager
async def _sticky_share(rpc: RpcClient, target: Target, name: str) -> AsyncIterator[None]:
    """One that was added and is told as sticky, which is not judged."""
    async with added(rpc, target, name):
        if not await _sticky(rpc, name):
            raise Inconclusive(f"{name} was added and is not sticky")
        yield


@case(covers="MS-SRVS:3.1.4.13:82b1d6853f", needs=_NEEDS, disruptive=True)
async def test_not_sticky_any_more(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that was deleted from the persistent ones stays, and is not sticky."""
    rpc, name = administrator_srvsvc, unique("share")
    async with _sticky_share(rpc, target, name):
        await expect.returns(called(rpc, NetrShareDelSticky(None, name)))
        expect.true(await is_there(rpc, name), expected=f"{name} stays", actual="it is gone")
        expect.true(not await _sticky(rpc, name), expected=f"{name} is not sticky", actual="it is told as sticky")


@case(
    covers=["MS-SRVS:3.1.4.13:090aa538b9", "MS-SRVS:3.1.4.13:bfe767f9b8", "MS-SRVS:3.1.4.13:7176019b3d"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_no_such_sticky_share(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that is not sticky, and one that is not there, are not found; a name has to be given."""
    rpc, name = administrator_srvsvc, unique("temporary")
    async with added(rpc, target, name, type=TEMPORARY):
        for wanted, status, rule in (
            (name, NetApiStatus.NERR_NetNameNotFound, "MS-SRVS:3.1.4.13:090aa538b9"),
            (NO_SHARE, NetApiStatus.NERR_NetNameNotFound, "MS-SRVS:3.1.4.13:bfe767f9b8"),
            ("", NetApiStatus.ERROR_INVALID_PARAMETER, "MS-SRVS:3.1.4.13:7176019b3d"),
        ):
            await expect.returns(called(rpc, NetrShareDelSticky(None, wanted)), status, requirement=rule)


@case(covers="MS-SRVS:3.1.4.13:afa779a5ed", needs=_NEEDS, disruptive=True)
async def test_reserved_of_sticky(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Whatever Reserved is, the share is not sticky any more."""
    rpc, name = administrator_srvsvc, unique("share")
    async with _sticky_share(rpc, target, name):
        await expect.returns(called(rpc, NetrShareDelSticky(None, name, 7)))
        expect.true(not await _sticky(rpc, name), expected=f"{name} is not sticky", actual="it is told as sticky")


@case(
    covers=["MS-SRVS:3.1.4.9:d9a2ad3e28", "MS-SRVS:3.1.4.9:edd73bb786", "MS-SRVS:3.1.4.7:a14a4abd41"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_sticky_shares(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Only sticky shares are told as such, and not at level 501."""
    rpc, rule = administrator_srvsvc, "MS-SRVS:3.1.4.9:d9a2ad3e28"
    async with added(rpc, target, unique("sticky")), added(rpc, target, unique("temporary"), type=TEMPORARY):
        request = enum(NetrShareEnumSticky, 0, PreferedMaximumLength=_PLENTY)
        listed = entries(await expect.returns(called(rpc, request), requirement=rule))
        found = [member(entry, "netname") for entry in listed]
        expect.contains(found, unique("sticky"), "sticky shares", requirement="MS-SRVS:3.1.4.7:a14a4abd41")
        temporary = unique("temporary") in found
        expect.true(not temporary, expected="no temporary share", actual="it is told as sticky", requirement=rule)
        given = called(rpc, enum(NetrShareEnumSticky, 501))
        await expect.returns(given, NetApiStatus.ERROR_INVALID_LEVEL, requirement="MS-SRVS:3.1.4.9:edd73bb786")


@case(covers="MS-SRVS:3.1.4.9:ddaf5d07b2", needs=[administrator])
async def test_no_handle_without_one(administrator_srvsvc: RpcClient) -> None:
    """A caller of NetrShareEnumSticky that passes no ResumeHandle gets none."""
    response = await expect.returns(called(administrator_srvsvc, enum(NetrShareEnumSticky, 0)))
    expect.equal(response.ResumeHandle, None, "ResumeHandle")


@case(covers="MS-SRVS:3.1.4.9:e4d66a75fb", needs=_NEEDS, disruptive=True)
async def test_sticky_shares_are_told_alike(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """At each level sticky shares are told as NetrShareEnum does, in its order; paging and wrong levels are alike."""
    rpc = administrator_srvsvc
    async with added(rpc, target, unique("one")), added(rpc, target, unique("two")):
        for level in (0, 1, 2, 502, 503):
            every = list(entries(await reference(rpc, share_enum(level))))
            given = called(rpc, enum(NetrShareEnumSticky, level))
            told = list(entries(await expect.returns(given)))
            both = [one for one in told if one in every]
            expect.not_equal(both, [], f"sticky shares at level {level} that NetrShareEnum tells")
            expect.equal(both, [one for one in every if one in told], f"sticky shares at level {level}")
        rest = await expect.returns(called(rpc, enum(NetrShareEnumSticky, 503, ResumeHandle=1)))
        expect.equal(list(entries(rest)), told[1:], "sticky shares from 1")
        await refused(rpc, enum(NetrShareEnumSticky, 7), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.9:5de327e0cc", needs=_NEEDS, disruptive=True)
async def test_everything_sticky_at_once(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """With MAX_PREFERRED_LENGTH all sticky shares come in one answer."""
    rpc = administrator_srvsvc
    async with added(rpc, target, unique("one")), added(rpc, target, unique("two")):
        request = enum(NetrShareEnumSticky, 0, PreferedMaximumLength=MAX_PREFERRED_LENGTH)
        response = await expect.returns(called(rpc, request), NetApiStatus.NERR_Success)
        expect.equal(len(entries(response)), response.TotalEntries, "sticky shares of TotalEntries")


# --- NetrShareDelStart and NetrShareDelCommit -------------------------------------------------------------------------


@case(
    covers=[
        "MS-SRVS:3.1.4.14:1d6cb7a2fd",
        "MS-SRVS:3.1.4.14:007b003d85",
        "MS-SRVS:3.1.4.14:a4d1bb5544",
        "MS-SRVS:3.1.4.15:5a33b4c35c",
    ],
    needs=_NEEDS,
    disruptive=True,
)
async def test_two_steps(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """The first step gives a handle and leaves the share there, the second deletes it."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        started = await expect.returns(
            called(rpc, NetrShareDelStart(None, name)), requirement="MS-SRVS:3.1.4.14:007b003d85"
        )
        given = any(started.ContextHandle_)
        rule = "MS-SRVS:3.1.4.14:007b003d85"
        expect.true(given, expected="a context handle", actual="20 zeros", requirement=rule)
        stays = await is_there(rpc, name)
        rule = "MS-SRVS:3.1.4.14:a4d1bb5544"
        expect.true(stays, expected=f"{name} stays", actual="it is gone", requirement=rule)
        commit = called(rpc, NetrShareDelCommit(started.ContextHandle_))
        await expect.returns(commit, requirement="MS-SRVS:3.1.4.14:1d6cb7a2fd")
        await _gone(rpc, name, "MS-SRVS:3.1.4.15:5a33b4c35c")


@case(covers=["MS-SRVS:3.1.4.14:de78f96a6c", "MS-SRVS:3.1.4.14:124ebe092e"], needs=_NEEDS, disruptive=True)
async def test_first_step(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """What is not there is not deleted, and whatever Reserved is, the first step is done."""
    rpc, name = administrator_srvsvc, unique("share")
    missing = called(rpc, NetrShareDelStart(None, NO_SHARE))
    await expect.returns(missing, NetApiStatus.NERR_NetNameNotFound, requirement="MS-SRVS:3.1.4.14:de78f96a6c")
    async with added(rpc, target, name):
        given = called(rpc, NetrShareDelStart(None, name, 7))
        await expect.returns(given, requirement="MS-SRVS:3.1.4.14:124ebe092e")


@case(covers="MS-SRVS:3.1.4.15:cc78742a76", needs=_NEEDS, disruptive=True)
async def test_share_that_is_gone(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """The second step fails where the share is not there any more."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        started = await reference(rpc, NetrShareDelStart(None, name))
        await reference(rpc, NetrShareDel(None, name))
        await refused(rpc, NetrShareDelCommit(started.ContextHandle_), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.15:b843c52b11", needs=_NEEDS, disruptive=True)
async def test_another_share_of_that_name(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """The second step fails where the share is another one, which the first step has not marked."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        started = await reference(rpc, NetrShareDelStart(None, name))
        await reference(rpc, NetrShareDel(None, name))
        async with added(rpc, target, name):
            await refused(rpc, NetrShareDelCommit(started.ContextHandle_), NetApiStatus.ERROR_INVALID_PARAMETER)


# --- NetrShareDelEx ---------------------------------------------------------------------------------------------------


@case(covers=["MS-SRVS:3.1.4.47:01e0b7f624", "MS-SRVS:3.1.4.47:16b9949b26"], needs=_NEEDS, disruptive=True)
async def test_deleted_ex(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """NetrShareDelEx deletes a share, whatever the ServerName."""
    rpc, name = administrator_srvsvc, unique("share")
    for server, rule in ((None, "MS-SRVS:3.1.4.47:01e0b7f624"), (NO_SERVER, "MS-SRVS:3.1.4.47:16b9949b26")):
        async with added(rpc, target, name):
            await expect.returns(called(rpc, _delete_ex(name, server=server)), requirement=rule)
            await _gone(rpc, name, rule)


@case(
    covers=["MS-SRVS:3.1.4.47:d523b22e5f", "MS-SRVS:3.1.4.47:b5e8c95d13", "MS-SRVS:3.1.4.47:c5b2393ef6"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_which_share_ex(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A name has to be given, and both it and the server's name have to match."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        for request, status, rule in (
            (_delete_ex(""), NetApiStatus.ERROR_INVALID_PARAMETER, "MS-SRVS:3.1.4.47:d523b22e5f"),
            (_delete_ex(NO_SHARE), NetApiStatus.NERR_NetNameNotFound, "MS-SRVS:3.1.4.47:b5e8c95d13"),
            (_delete_ex(name, NO_SERVER), NetApiStatus.NERR_NetNameNotFound, "MS-SRVS:3.1.4.47:c5b2393ef6"),
        ):
            await expect.returns(called(rpc, request), status, requirement=rule)


@case(covers="MS-SRVS:3.1.4.47:c1f13cf0bb", needs=_NEEDS, disruptive=True)
async def test_the_last_printer_ex(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Without a shared printer the server is no print server any more."""
    rpc, name = administrator_srvsvc, unique("printer")
    async with added(rpc, target, name, type=PRINTER):
        await called(rpc, _delete_ex(name))
        await _no_printer(rpc)


# --- NetrShareCheck ---------------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.16:c23d9b1e6e", needs=_NEEDS)
async def test_device_is_shared(administrator_srvsvc: RpcClient, target: Target) -> None:
    """What is shared is told to be, with its type."""
    rpc = administrator_srvsvc
    response = await expect.returns(called(rpc, NetrShareCheck(None, await directory(rpc, target))))
    expect.equal(response.Type & 0xFF, 0, "Type, of a disk")


@case(covers="MS-SRVS:3.1.4.16:8a5a48c17c", needs=[administrator])
async def test_device_is_not_shared(administrator_srvsvc: RpcClient) -> None:
    """What is not shared is told not to be."""
    await refused(administrator_srvsvc, NetrShareCheck(None, _NO_DEVICE), NetApiStatus.NERR_DeviceNotShared)


@case(covers="MS-SRVS:3.1.4.16:1343e5d0bd", needs=_NEEDS)
async def test_server_name_of_check(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Whatever the ServerName, what this server shares is told."""
    rpc = administrator_srvsvc
    await expect.returns(called(rpc, NetrShareCheck(NO_SERVER, await directory(rpc, target))))


@case(covers="MS-SRVS:3.1.4.16:d922e6817d.1", needs=_NEEDS)
async def test_type_without_cluster_bits(administrator_srvsvc: RpcClient, target: Target) -> None:
    """The type says nothing of clusters."""
    rpc = administrator_srvsvc
    response = await reference(rpc, NetrShareCheck(None, await directory(rpc, target)))
    expect.equal(response.Type & _CLUSTER, 0, "cluster bits of Type")


@case(covers="MS-SRVS:3.1.4.16:539dbcf975", needs=[administrator], disruptive=True)
async def test_type_without_special(administrator_srvsvc: RpcClient, unique: Unique) -> None:
    """The type does not say whether the share is a special one."""
    rpc, name = administrator_srvsvc, unique("drive")
    try:
        await called(rpc, add(502, name, _DRIVE, type=int(ShareType.STYPE_SPECIAL)))
        special = [
            member(entry, "path")
            for entry in entries(await reference(rpc, share_enum(2)))
            if member(entry, "type") & int(ShareType.STYPE_SPECIAL) and member(entry, "path")
        ]
        if not special:
            raise NotApplicable("the target has no special share of files, and adds none")
        for path in special:
            response = await expect.returns(called(rpc, NetrShareCheck(None, path)))
            expect.equal(response.Type & int(ShareType.STYPE_SPECIAL), 0, f"STYPE_SPECIAL in the type of {path}")
    finally:
        await called(rpc, NetrShareDel(None, name))


# --- access -----------------------------------------------------------------------------------------------------------


_ACCESS: dict[str, tuple[str, Any]] = {
    "MS-SRVS:3.1.4.12:0be63c2d80": ("MS-SRVS:3.1.4.12:ed7fed61a5", lambda name: NetrShareDel(None, name)),
    "MS-SRVS:3.1.4.13:0f3541cb9b": ("MS-SRVS:3.1.4.13:1f73761cba", lambda name: NetrShareDelSticky(None, name)),
    "MS-SRVS:3.1.4.14:17a71a53a4": ("MS-SRVS:3.1.4.14:71d814ca19", lambda name: NetrShareDelStart(None, name)),
    "MS-SRVS:3.1.4.47:6093fd01e2": ("MS-SRVS:3.1.4.47:478e709dbf", _delete_ex),
}
"""The requirement to fail the call → the one to look who calls, and the call."""


@case(
    covers=[rule for fails, (enforced, _) in _ACCESS.items() for rule in (enforced, fails)],
    needs=[*_NEEDS, log_on, not_administrator],
    disruptive=True,
)
async def test_deleting_is_for_administrators(
    srvsvc: RpcClient, administrator_srvsvc: RpcClient, target: Target, unique: Unique
) -> None:
    """An ordinary user deletes no share in any way."""
    name = unique("share")
    for rule, (_, request) in _ACCESS.items():
        async with added(administrator_srvsvc, target, name):
            await denied(srvsvc, request(name), rule)
