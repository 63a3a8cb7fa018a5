"""[MS-SRVS] 3.1.4.10 NetrShareGetInfo: levels, which share is meant, access."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, names, reference, refused
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    SHARE_INFO_0,
    SHARE_INFO_1,
    SHARE_INFO_2,
    SHARE_INFO_501,
    SHARE_INFO_502_I,
    SHARE_INFO_503_I,
    SHARE_INFO_1005,
    NetrShareGetInfo,
)

_NO_SHARE = "no-share-has-this-name"
_NO_SERVER = "no-server-has-this-name"


async def _tells(rpc: RpcClient, level: int, kind: type[Any], target: Target) -> None:
    """The level's own structure comes back."""
    response = await expect.returns(called(rpc, NetrShareGetInfo(None, target.share, level)))
    expect.equal(response.Level, level, "the union's level")
    expect.instance(response.InfoStruct, kind, "InfoStruct")


@case(covers="MS-SRVS:3.1.4.10:2163faae5d", needs=[log_on, disk_share])
async def test_level_0(srvsvc: RpcClient, target: Target) -> None:
    """Level 0 is answered with SHARE_INFO_0."""
    await _tells(srvsvc, 0, SHARE_INFO_0, target)


@case(covers="MS-SRVS:3.1.4.10:94819fc023", needs=[log_on, disk_share])
async def test_level_1(srvsvc: RpcClient, target: Target) -> None:
    """Level 1 is answered with SHARE_INFO_1."""
    await _tells(srvsvc, 1, SHARE_INFO_1, target)


@case(covers="MS-SRVS:3.1.4.10:183ff6505e", needs=[administrator, disk_share])
async def test_level_2(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 2 is answered with SHARE_INFO_2."""
    await _tells(administrator_srvsvc, 2, SHARE_INFO_2, target)


@case(covers="MS-SRVS:3.1.4.10:b62404e806", needs=[log_on, disk_share])
async def test_level_501(srvsvc: RpcClient, target: Target) -> None:
    """Level 501 is answered with SHARE_INFO_501."""
    await _tells(srvsvc, 501, SHARE_INFO_501, target)


@case(covers="MS-SRVS:3.1.4.10:c56aa1fa27", needs=[administrator, disk_share])
async def test_level_502(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 502 is answered with SHARE_INFO_502_I."""
    await _tells(administrator_srvsvc, 502, SHARE_INFO_502_I, target)


@case(covers="MS-SRVS:3.1.4.10:e46d20003a", needs=[administrator, disk_share])
async def test_level_503(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 503 is answered with SHARE_INFO_503_I."""
    await _tells(administrator_srvsvc, 503, SHARE_INFO_503_I, target)


@case(covers="MS-SRVS:3.1.4.10:18e15fb84a", needs=[log_on, disk_share])
async def test_level_1005(srvsvc: RpcClient, target: Target) -> None:
    """Level 1005 is answered with SHARE_INFO_1005."""
    await _tells(srvsvc, 1005, SHARE_INFO_1005, target)


@case(covers="MS-SRVS:3.1.4.10:0819b2b195", needs=[log_on, disk_share])
async def test_invalid_level(srvsvc: RpcClient, target: Target) -> None:
    """Levels that the method does not have are refused as such."""
    for level in (3, 100, 504, 0xFFFFFFFF):
        await refused(srvsvc, NetrShareGetInfo(None, target.share, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.10:bae7c331c3", needs=[log_on])
async def test_unknown_share(srvsvc: RpcClient) -> None:
    """A share that does not exist is not found."""
    await refused(srvsvc, NetrShareGetInfo(None, _NO_SHARE, 1), NetApiStatus.NERR_NetNameNotFound)


@case(covers="MS-SRVS:3.1.4.10:3a38438a7d", needs=[log_on])
async def test_empty_share_name(srvsvc: RpcClient) -> None:
    """An empty NetName is an invalid parameter."""
    await refused(srvsvc, NetrShareGetInfo(None, "", 1), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.10:53c5737111", needs=[log_on, disk_share])
async def test_the_share_that_was_asked_for(srvsvc: RpcClient, target: Target) -> None:
    """Of two shares, each is found by its own name, and not by the beginning of its name."""
    existing = names(entries(await reference(srvsvc, share_enum(1))))
    for share in (target.share, "IPC$"):
        response = await expect.returns(called(srvsvc, NetrShareGetInfo(None, share, 0)))
        info = expect.instance(response.InfoStruct, SHARE_INFO_0, "InfoStruct")
        expect.equal((info.shi0_netname or "").casefold(), share.casefold(), "shi0_netname")
        if share[:-1] and share[:-1].casefold() not in existing:
            await denied(srvsvc, NetrShareGetInfo(None, share[:-1], 0), "MS-SRVS:3.1.4.10:53c5737111")


@case(covers="MS-SRVS:3.1.4.10:6fc7b94bae", needs=[log_on, disk_share])
async def test_unknown_server_name(srvsvc: RpcClient, target: Target) -> None:
    """A ServerName that belongs to no scoped transport means the whole server, with backslashes or without."""
    await reference(srvsvc, NetrShareGetInfo(None, target.share, 0))
    for name in (_NO_SERVER, rf"\\{_NO_SERVER}", "", "\\\\"):
        response = await expect.returns(called(srvsvc, NetrShareGetInfo(name, target.share, 0)))
        told = judged_member(response.InfoStruct, "netname") or ""
        expect.equal(told.casefold(), target.share.casefold(), f"share of {name!r}")


@case(
    covers=["MS-SRVS:3.1.4.10:1eff8c159e", "MS-SRVS:3.1.4.10:e6be06940e"],
    needs=[log_on, not_administrator, disk_share],
)
async def test_level_502_is_for_administrators(srvsvc: RpcClient, target: Target) -> None:
    """An ordinary user does not get the share's path and security descriptor."""
    await denied(srvsvc, NetrShareGetInfo(None, target.share, 502), "MS-SRVS:3.1.4.10:e6be06940e")
