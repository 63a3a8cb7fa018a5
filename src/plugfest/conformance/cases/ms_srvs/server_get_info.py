"""[MS-SRVS] 3.1.4.17 NetrServerGetInfo: levels, ServerName, access."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, member, refused, server_info
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    SERVER_INFO_100,
    SERVER_INFO_101,
    SERVER_INFO_102,
    SERVER_INFO_103,
    SERVER_INFO_502,
    SERVER_INFO_503,
    NetrServerGetInfo,
)

_NAME = "another-name"
_UNNAMED_100, _NAMED_100 = "MS-SRVS:3.1.4.17:d9b8449548", "MS-SRVS:3.1.4.17:1562390f54"
_UNNAMED_101, _NAMED_101 = "MS-SRVS:3.1.4.17:a1e50a3cae", "MS-SRVS:3.1.4.17:490b4b888c"
_UNNAMED_102, _NAMED_102 = "MS-SRVS:3.1.4.17:3099b07d88", "MS-SRVS:3.1.4.17:defab9bf8c"
_TOO_LONG = 1024


async def _tells(rpc: RpcClient, level: int, kind: type[Any]) -> None:
    """The level's own structure comes back."""
    response = await expect.returns(called(rpc, NetrServerGetInfo(None, level)))
    expect.equal(response.Level, level, "the union's level")
    expect.instance(response.InfoStruct, kind, "InfoStruct")


@case(covers="MS-SRVS:3.1.4.17:066104bd63", needs=[log_on])
async def test_level_100(srvsvc: RpcClient) -> None:
    """Level 100 is answered with SERVER_INFO_100."""
    await _tells(srvsvc, 100, SERVER_INFO_100)


@case(covers="MS-SRVS:3.1.4.17:a13b6c23fd", needs=[log_on])
async def test_level_101(srvsvc: RpcClient) -> None:
    """Level 101 is answered with SERVER_INFO_101."""
    await _tells(srvsvc, 101, SERVER_INFO_101)


@case(covers="MS-SRVS:3.1.4.17:50865a32ad", needs=[administrator])
async def test_level_102(administrator_srvsvc: RpcClient) -> None:
    """Level 102 is answered with SERVER_INFO_102."""
    await _tells(administrator_srvsvc, 102, SERVER_INFO_102)


@case(covers="MS-SRVS:3.1.4.17:dd5a379e35", needs=[administrator])
async def test_level_103(administrator_srvsvc: RpcClient) -> None:
    """Level 103, which is not everywhere, is answered with SERVER_INFO_103."""
    response = await expect.reply(called(administrator_srvsvc, NetrServerGetInfo(None, 103)))
    if getattr(response, "ReturnValue", 0) == NetApiStatus.ERROR_INVALID_LEVEL:
        raise NotApplicable("the target has no level 103 (as Windows had not before Windows Server 2008 R2)")
    await _tells(administrator_srvsvc, 103, SERVER_INFO_103)


@case(covers="MS-SRVS:3.1.4.17:fcc1891266", needs=[administrator])
async def test_level_502(administrator_srvsvc: RpcClient) -> None:
    """Level 502 is answered with SERVER_INFO_502."""
    await _tells(administrator_srvsvc, 502, SERVER_INFO_502)


@case(covers="MS-SRVS:3.1.4.17:c12f2ea023", needs=[administrator])
async def test_level_503(administrator_srvsvc: RpcClient) -> None:
    """Level 503 is answered with SERVER_INFO_503."""
    await _tells(administrator_srvsvc, 503, SERVER_INFO_503)


@case(covers="MS-SRVS:3.1.4.17:b8863e8974", needs=[log_on])
async def test_invalid_level(srvsvc: RpcClient) -> None:
    """Levels that the method does not have are refused as such."""
    for level in (0, 1, 99, 104, 0xFFFFFFFF):
        await refused(srvsvc, NetrServerGetInfo(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers=[_UNNAMED_100, _UNNAMED_101], needs=[log_on])
async def test_own_name(srvsvc: RpcClient) -> None:
    """Without a ServerName, levels 100 and 101 tell the server's own name."""
    level_100, level_101 = await server_info(srvsvc, 100), await server_info(srvsvc, 101)
    names = judged_member(level_100, "name", _UNNAMED_100), judged_member(level_101, "name", _UNNAMED_101)
    expect.equal(*names, "sv100_name (as sv101_name)", requirement=_UNNAMED_100)
    expect.true(names[1], expected="sv101_name: a name", actual="none", requirement=_UNNAMED_101)


@case(covers=_UNNAMED_102, needs=[administrator])
async def test_own_name_at_level_102(administrator_srvsvc: RpcClient) -> None:
    """Without a ServerName, level 102 tells the server's own name, as level 101 does."""
    level_101, level_102 = await server_info(administrator_srvsvc, 101), await server_info(administrator_srvsvc, 102)
    expect.equal(judged_member(level_102, "name"), member(level_101, "name"), "sv102_name (as sv101_name)")


@case(covers=_NAMED_100, needs=[log_on])
async def test_given_name_at_level_100(srvsvc: RpcClient) -> None:
    """With a ServerName, level 100 gives it back."""
    info = await server_info(srvsvc, 100, _NAME)
    expect.equal(expect.instance(info, SERVER_INFO_100, "InfoStruct").sv100_name, _NAME, "sv100_name")


@case(covers=_NAMED_101, needs=[log_on])
async def test_given_name_at_level_101(srvsvc: RpcClient) -> None:
    """With a ServerName, level 101 gives it back."""
    info = await server_info(srvsvc, 101, _NAME)
    expect.equal(expect.instance(info, SERVER_INFO_101, "InfoStruct").sv101_name, _NAME, "sv101_name")


@case(covers=_NAMED_102, needs=[administrator])
async def test_given_name_at_level_102(administrator_srvsvc: RpcClient) -> None:
    """With a ServerName, level 102 gives it back."""
    info = await server_info(administrator_srvsvc, 102, _NAME)
    expect.equal(expect.instance(info, SERVER_INFO_102, "InfoStruct").sv102_name, _NAME, "sv102_name")


@case(covers="MS-SRVS:3.1.4.17:8629c6bf0e", needs=[log_on])
async def test_long_server_name(srvsvc: RpcClient) -> None:
    """A ServerName of 1,024 characters is an invalid parameter."""
    request = NetrServerGetInfo("n" * _TOO_LONG, 100)
    await refused(srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(
    covers=["MS-SRVS:3.1.4.17:9221268f8c", "MS-SRVS:3.1.4.17:de572f4cda"],
    needs=[log_on, not_administrator],
)
async def test_settings_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not get the settings of levels 102, 502 and 503."""
    for level in (503, 502, 102):
        await denied(srvsvc, NetrServerGetInfo(None, level), "MS-SRVS:3.1.4.17:de572f4cda")
