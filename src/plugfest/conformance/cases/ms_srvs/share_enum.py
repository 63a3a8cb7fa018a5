"""[MS-SRVS] 3.1.4.8: NetrShareEnum."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.needs import disk_share, log_on
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    SHARE_ENUM_STRUCT,
    SHARE_INFO_0_CONTAINER,
    SHARE_INFO_1_CONTAINER,
    NetrShareEnum,
)


@case(covers="MS-SRVS:3.1.4.8:435d1623e7", needs=[log_on, disk_share])
async def test_level_1_lists_every_share(srvsvc: RpcClient, target: Target) -> None:
    """Level 1 lists the disk share and IPC$."""
    request = NetrShareEnum(InfoStruct=SHARE_ENUM_STRUCT(Level=1, ShareInfo=SHARE_INFO_1_CONTAINER()))
    result = await expect.returns(srvsvc.call(request))
    shares = expect.instance(result.InfoStruct.ShareInfo, SHARE_INFO_1_CONTAINER, "ShareInfo")
    names = [(entry.shi1_netname or "").casefold() for entry in shares.Buffer or ()]
    expect.contains(names, target.share.casefold(), "names of the shares")
    expect.contains(names, "ipc$", "names of the shares")


@case(covers="MS-SRVS:3.1.4.8:ac12e6cfff", needs=[log_on])
async def test_total_entries(srvsvc: RpcClient) -> None:
    """TotalEntries counts what can be enumerated from the beginning: all that was returned."""
    request = NetrShareEnum(InfoStruct=SHARE_ENUM_STRUCT(Level=0, ShareInfo=SHARE_INFO_0_CONTAINER()))
    result = await expect.returns(srvsvc.call(request))
    shares = expect.instance(result.InfoStruct.ShareInfo, SHARE_INFO_0_CONTAINER, "ShareInfo")
    expect.equal(result.TotalEntries, len(shares.Buffer or ()), "TotalEntries")


@case(covers="MS-SRVS:3.1.4.8:cd9e53458c", needs=[log_on])
async def test_invalid_level(srvsvc: RpcClient) -> None:
    """A level that the method does not have is refused."""
    request = NetrShareEnum(InfoStruct=SHARE_ENUM_STRUCT(Level=3, ShareInfo=None))
    await expect.returns(srvsvc.call(request), NetApiStatus.ERROR_INVALID_LEVEL)
