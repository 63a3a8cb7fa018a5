"""[MS-SRVS] 3.1.4.8 NetrShareEnum: levels, ServerName, access."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_srvs.calls import (
    Changed,
    called,
    complete,
    denied,
    judged_member,
    names,
    refused,
)
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareType
from plugfest.protocols.ms_srvs.types import (
    SHARE_INFO_0_CONTAINER,
    SHARE_INFO_1_CONTAINER,
    SHARE_INFO_2_CONTAINER,
    SHARE_INFO_501_CONTAINER,
    SHARE_INFO_502_CONTAINER,
    SHARE_INFO_503_CONTAINER,
    NetrShareGetInfo,
)

_LISTED = (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA)
_ODD_NAME = "no-server-has-this-name"
_CLUSTER = int(ShareType.STYPE_CLUSTER_FS | ShareType.STYPE_CLUSTER_SOFS | ShareType.STYPE_CLUSTER_DFS)


async def _lists(rpc: RpcClient, level: int, container: type[Any], target: Target, name_rule: str = "") -> None:
    """The level's own container comes back, not empty, and the disk share is in it by its name."""
    response = await expect.returns(called(rpc, share_enum(level)), *_LISTED)
    expect.equal(response.InfoStruct.Level, level, "Level")
    expect.instance(response.InfoStruct.ShareInfo, container, "ShareInfo")
    expect.not_equal(len(entries(response)), 0, "number of shares")
    expect.contains(names(entries(response)), target.share.casefold(), "shares", requirement=name_rule)


@case(covers=["MS-SRVS:3.1.4.8:4b117c7837", "MS-SRVS:3.1.4.8:bed08aa0bf"], needs=[log_on, disk_share])
async def test_level_0(srvsvc: RpcClient, target: Target) -> None:
    """Level 0 lists shares, by their names, in SHARE_INFO_0 structures."""
    await _lists(srvsvc, 0, SHARE_INFO_0_CONTAINER, target, "MS-SRVS:3.1.4.8:bed08aa0bf")


@case(covers=["MS-SRVS:3.1.4.8:3c81eeb7be", "MS-SRVS:3.1.4.8:7a45880a55"], needs=[log_on, disk_share])
async def test_level_1(srvsvc: RpcClient, target: Target) -> None:
    """Level 1 lists shares, by their names, in SHARE_INFO_1 structures."""
    await _lists(srvsvc, 1, SHARE_INFO_1_CONTAINER, target, "MS-SRVS:3.1.4.8:7a45880a55")


@case(covers="MS-SRVS:3.1.4.8:142be24e49", needs=[administrator, disk_share])
async def test_level_2(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 2 lists shares in SHARE_INFO_2 structures."""
    await _lists(administrator_srvsvc, 2, SHARE_INFO_2_CONTAINER, target)


@case(covers="MS-SRVS:3.1.4.8:d2043a968b", needs=[log_on, disk_share])
async def test_level_501(srvsvc: RpcClient, target: Target) -> None:
    """Level 501 lists shares in SHARE_INFO_501 structures."""
    await _lists(srvsvc, 501, SHARE_INFO_501_CONTAINER, target)


@case(covers="MS-SRVS:3.1.4.8:b7736a4757", needs=[administrator, disk_share])
async def test_level_502(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 502 lists shares in SHARE_INFO_502_I structures."""
    await _lists(administrator_srvsvc, 502, SHARE_INFO_502_CONTAINER, target)


@case(covers="MS-SRVS:3.1.4.8:d562bb6bf2", needs=[administrator, disk_share])
async def test_level_503(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 503 lists shares in SHARE_INFO_503_I structures."""
    await _lists(administrator_srvsvc, 503, SHARE_INFO_503_CONTAINER, target)


@case(covers="MS-SRVS:3.1.4.8:cd9e53458c", needs=[log_on])
async def test_invalid_level(srvsvc: RpcClient) -> None:
    """Levels that the method does not have are refused as such."""
    for level in (3, 100, 504, 0xFFFFFFFF):
        await refused(srvsvc, share_enum(level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.8:435d1623e7", needs=[log_on, disk_share])
async def test_every_share_is_listed(srvsvc: RpcClient, target: Target) -> None:
    """The shares that this case is connected to are listed: the disk share, and IPC$, through which it asks."""
    await srvsvc.pipe.tree.session.tree_connect(target.share)
    response = await expect.returns(called(srvsvc, share_enum(1)), *_LISTED)
    for share in (target.share, "IPC$"):
        expect.contains(names(entries(response)), share.casefold(), "shares")


@case(covers="MS-SRVS:3.1.4.8:accce4b6fb", needs=[log_on, disk_share])
async def test_all_of_the_list(srvsvc: RpcClient, target: Target) -> None:
    """Every share that NetrShareGetInfo finds is enumerated, with the members that it tells."""
    single = []
    for share in target.profile.shares.values():
        response = await called(srvsvc, NetrShareGetInfo(None, share, 501))
        if response.ReturnValue == NetApiStatus.NERR_Success:
            single.append(response.InfoStruct)
    response = await expect.returns(called(srvsvc, share_enum(501, resume=0)), *_LISTED)
    for info in single:
        expect.contains(entries(response), info, "shares")


@case(covers=["MS-SRVS:3.1.4.8:d212e5604f.1", "MS-SRVS:3.1.4.10:0f185bd705.1"], needs=[log_on, disk_share])
async def test_no_cluster_bits(srvsvc: RpcClient, target: Target) -> None:
    """The types of shares that NetrShareEnum and NetrShareGetInfo tell say nothing of clusters."""
    rule = "MS-SRVS:3.1.4.8:d212e5604f.1"
    for info in entries(await expect.returns(called(srvsvc, share_enum(1)), *_LISTED, requirement=rule)):
        kind = judged_member(info, "type", rule)
        expect.equal(kind & _CLUSTER, 0, f"cluster bits of shi1_type {kind:#x}", requirement=rule)
    rule = "MS-SRVS:3.1.4.10:0f185bd705.1"
    for share in (target.share, "IPC$"):
        response = await expect.returns(called(srvsvc, NetrShareGetInfo(None, share, 1)), requirement=rule)
        kind = judged_member(response.InfoStruct, "type", rule)
        expect.equal(kind & _CLUSTER, 0, f"cluster bits of the shi1_type of {share}", requirement=rule)


@case(covers="MS-SRVS:3.1.4.8:7bf5f2f518", needs=[log_on])
async def test_unknown_server_name(srvsvc: RpcClient) -> None:
    """A ServerName that belongs to no scoped transport means the whole server, with backslashes or without."""
    told = {}
    own = await complete(srvsvc, share_enum(1))
    for name in (_ODD_NAME, rf"\\{_ODD_NAME}", "", "\\\\"):
        told[name] = entries(await expect.returns(called(srvsvc, share_enum(1, name)), *_LISTED))
    if await complete(srvsvc, share_enum(1)) != own:
        raise Changed("the list of shares changed meanwhile")
    for name, shares in told.items():
        expect.equal(names(shares), names(own), f"shares of {name!r}")


@case(
    covers=["MS-SRVS:3.1.4.8:3cb0f7c51e", "MS-SRVS:3.1.4.8:16af1273b4"],
    needs=[log_on, not_administrator],
)
async def test_level_502_is_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not get the paths and security descriptors of all shares."""
    await denied(srvsvc, share_enum(502), "MS-SRVS:3.1.4.8:16af1273b4")
