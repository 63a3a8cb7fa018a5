"""[MS-SRVS] 3.1.4.1 NetrConnectionEnum: who uses a share, and what somebody uses.

The user has three tree connects to the disk share; the share is the qualifier, or the user's computer.
"""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs import paging
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, member, reference, refused
from plugfest.conformance.cases.ms_srvs.paging import Enumeration
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.net.client import Session, Tree
from plugfest.protocols.ms_srvs import types
from plugfest.protocols.ms_srvs.client import entries, enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import NetrConnectionEnum

pytestmark = alone  # they count tree connects

_NO_SERVER = "no-server-has-this-name"
_NO_SHARE = "no-share-has-this-name"
_TOO_LONG = "a" * 1024
_PLENTY = 0x10000
"""A PreferedMaximumLength that is none of those the rules speak of, and enough."""
_TYPES = 0xCE000003
"""2.2.2.4: the types of shares, and what may be added to them."""
_NEEDS = [administrator, log_on, disk_share]
Trees = tuple[Tree, Tree, Tree]


@pytest.fixture
async def trees(session: Session, target: Target) -> Trees:
    """So that there is something to be told."""
    share = target.share
    return await session.tree_connect(share), await session.tree_connect(share), await session.tree_connect(share)


def _list(qualifier: str | None, level: int = 1, **members: Any) -> Any:
    return enum(NetrConnectionEnum, level, **{"Qualifier": qualifier, "PreferedMaximumLength": _PLENTY, **members})


def _paged(target: Target) -> Enumeration:
    return Enumeration(
        lambda preferred, resume: _list(target.share, PreferedMaximumLength=preferred, ResumeHandle=resume),
        ("id", "username"),
        "tree connects",
    )


async def _computer(rpc: RpcClient, target: Target) -> str:
    """The computer that our connections come from, as the server calls it; not judged."""
    for entry in entries(await reference(rpc, _list(target.share))):
        if name := member(entry, "netname"):
            return rf"\\{str(name).lstrip(chr(92))}"
    raise Inconclusive("nothing tells what the server calls this computer")


@case(covers=["MS-SRVS:3.1.4.1:8b65600036", "MS-SRVS:3.1.4.1:3fcc8a8edf"], needs=_NEEDS)
async def test_of_a_share(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """With a share's name its tree connects are told, and no others."""
    rpc = administrator_srvsvc
    rule = "MS-SRVS:3.1.4.1:8b65600036"
    response = await expect.returns(called(rpc, _list(target.share)), requirement=rule)
    enough = len(entries(response)) >= len(trees)
    expect.true(enough, expected="three at least", actual=str(len(entries(response))), requirement=rule)
    ipc = len(entries(await reference(rpc, _list("IPC$"))))
    everything = len(entries(await reference(rpc, _list(await _computer(rpc, target)))))
    rule = "MS-SRVS:3.1.4.1:3fcc8a8edf"
    few = len(entries(response)) <= everything - ipc
    expect.true(few, expected=f"no more than {everything - ipc}", actual=str(len(entries(response))), requirement=rule)
    response = await expect.returns(called(rpc, _list(_NO_SHARE)), requirement=rule)
    expect.equal(len(entries(response)), 0, "tree connects to no share", requirement=rule)


@case(covers="MS-SRVS:3.1.4.1:242adc9085", needs=_NEEDS)
async def test_of_a_computer(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """With a computer's name its tree connects are told, whatever the share, and no others."""
    rpc = administrator_srvsvc
    response = await expect.returns(called(rpc, _list(await _computer(rpc, target))))
    shares = {str(member(entry, "netname")).casefold() for entry in entries(response)}
    both = {target.share.casefold(), "ipc$"} <= shares
    expect.true(both, expected=f"tree connects to {target.share} and IPC$", actual=", ".join(sorted(shares)))
    response = await expect.returns(called(rpc, _list(rf"\\{_NO_SERVER}")))
    expect.equal(len(entries(response)), 0, "tree connects of no computer")


@case(covers="MS-SRVS:2.2.4.2:b170b956ba", needs=_NEEDS)
async def test_the_other_name(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """coni1_netname is the name that the caller does not know: the computer's where the share is the qualifier."""
    response = await expect.returns(called(administrator_srvsvc, _list(target.share)))
    for entry in entries(response):
        name = judged_member(entry, "netname")
        expect.not_equal(str(name).casefold(), target.share.casefold(), "coni1_netname, asked for a share")


@case(covers="MS-SRVS:3.1.4.1:67a449a67a", needs=[administrator])
async def test_qualifier(administrator_srvsvc: RpcClient) -> None:
    """A qualifier is there, and has 1,023 characters at most."""
    for qualifier in ("", None, _TOO_LONG):
        await refused(administrator_srvsvc, _list(qualifier), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.1:93ab255129", needs=[administrator, disk_share])
async def test_unknown_levels(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Levels are 0 and 1."""
    for level in (2, 7):
        await refused(administrator_srvsvc, _list(target.share, level), NetApiStatus.ERROR_INVALID_LEVEL)


_CONTAINERS: dict[int, tuple[type[Any], str]] = {
    0: (types.CONNECT_INFO_0_CONTAINER, "MS-SRVS:3.1.4.1:9eee8a74f0"),
    1: (types.CONNECT_INFO_1_CONTAINER, "MS-SRVS:3.1.4.1:7af0c663c9"),
}


@case(covers=[rule for _, rule in _CONTAINERS.values()], needs=_NEEDS)
async def test_levels(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Levels 0 and 1 come in their own containers, not empty."""
    for level, (container, rule) in _CONTAINERS.items():
        response = await expect.returns(called(administrator_srvsvc, _list(target.share, level)), requirement=rule)
        expect.instance(response.InfoStruct.ConnectInfo, container, "ConnectInfo", requirement=rule)
        expect.not_equal(len(entries(response)), 0, "number of tree connects", requirement=rule)


@case(covers="MS-SRVS:3.1.4.1:d0ab0403e8", needs=_NEEDS)
async def test_ids_of_level_0(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 0 tells the ids that level 1 does."""
    told = entries(await expect.returns(called(administrator_srvsvc, _list(target.share, 0))))
    wanted = entries(await reference(administrator_srvsvc, _list(target.share)))
    found = [judged_member(entry, "id") for entry in told]
    expect.equal(found, [member(entry, "id") for entry in wanted], "ids at level 0 (as at level 1)")


@case(covers="MS-SRVS:2.2.4.2:c7ad52d799", needs=_NEEDS)
async def test_types(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """coni1_type is a type of share: a disk's, here."""
    for entry in entries(await reference(administrator_srvsvc, _list(target.share))):
        value = judged_member(entry, "type")
        expect.true(not value & ~_TYPES, expected="a value of 2.2.2.4", actual=f"{value:#x}")
        expect.equal(value & 3, 0, "coni1_type, of a disk")


@case(covers="MS-SRVS:3.1.4.1:49a4db2566", needs=_NEEDS)
async def test_everything_at_once(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """With MAX_PREFERRED_LENGTH all tree connects come in one answer."""
    request = enum(NetrConnectionEnum, 1, Qualifier=target.share)
    response = await expect.returns(called(administrator_srvsvc, request), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "tree connects of TotalEntries")


@case(covers="MS-SRVS:3.1.4.1:2d338ea279", needs=_NEEDS)
async def test_starts_at_the_beginning(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Without a handle, and with 0, the enumeration begins with the first tree connect."""
    everything = entries(await reference(administrator_srvsvc, _list(target.share, ResumeHandle=0)))
    for resume in (None, 0):
        request = _list(target.share, ResumeHandle=resume)
        response = await expect.returns(called(administrator_srvsvc, request))
        found = [member(entry, "id") for entry in entries(response)]
        expect.true(len(found) >= len(trees), expected="three at least", actual=str(len(found)))
        expect.equal(found, [member(entry, "id") for entry in everything], f"ids from {resume}")


@case(covers="MS-SRVS:3.1.4.1:14c86a6321", needs=_NEEDS)
async def test_nothing_behind_the_end(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """With a handle behind the last tree connect the call succeeds and returns none."""
    request = _list(target.share, ResumeHandle=0x7FFFFFFF)
    response = await expect.returns(called(administrator_srvsvc, request), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), 0, "tree connects behind the end")


@case(covers="MS-SRVS:3.1.4.1:49d68f2c6a", needs=_NEEDS)
async def test_as_many_as_fit(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """A PreferedMaximumLength that is too short for all gets as many as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(administrator_srvsvc, _paged(target))


@case(covers="MS-SRVS:3.1.4.1:b1cd25d989", needs=_NEEDS)
async def test_total_entries(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """TotalEntries is the number of tree connects from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(administrator_srvsvc, _paged(target))


@case(covers="MS-SRVS:3.1.4.1:e42be1c486", needs=_NEEDS)
async def test_no_handle_without_one(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(administrator_srvsvc, _paged(target))


@case(covers="MS-SRVS:3.1.4.1:6e60db9281", needs=_NEEDS)
async def test_handle_is_the_last_index(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """The handle is the place of the last one among all tree connects: the one before gives it again."""
    rpc, paged = administrator_srvsvc, _paged(target)
    first = await paging.first_page(rpc, paged, await paging.whole(rpc, paged))
    last = paged.told(first)[-1]
    again = paged.told(await paging.page(rpc, paged, resume=first.ResumeHandle - 1))
    expect.equal(again[:1], [last], f"the first tree connect from {first.ResumeHandle - 1}")
    after = paged.told(await paging.page(rpc, paged, resume=first.ResumeHandle))
    expect.true(last not in after, expected=f"none of them from {first.ResumeHandle}", actual=expect.show(last))


@case(covers=["MS-SRVS:3.1.4.1:76e53b3db3", "MS-SRVS:3.1.4.1:ad40ac2667"], needs=_NEEDS)
async def test_pages_make_the_whole(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Page after page, with the handles that come back, each tree connect is returned once."""
    await paging.pages_make_the_whole(administrator_srvsvc, _paged(target))


@case(
    covers=["MS-SRVS:3.1.4.1:6b3d4c6475", "MS-SRVS:3.1.4.1:649929c0d8"], needs=[log_on, not_administrator, disk_share]
)
async def test_connections_are_for_administrators(srvsvc: RpcClient, target: Target) -> None:
    """An ordinary user is not told who uses a share."""
    await denied(srvsvc, _list(target.share), "MS-SRVS:3.1.4.1:649929c0d8")


@case(covers="MS-SRVS:3.1.4.1:ba53450507", needs=_NEEDS)
async def test_server_name_is_ignored(trees: Trees, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Whatever the ServerName, the tree connects of this server are told."""
    response = await expect.returns(called(administrator_srvsvc, _list(target.share, ServerName=_NO_SERVER)))
    expect.not_equal(len(entries(response)), 0, "number of tree connects")
