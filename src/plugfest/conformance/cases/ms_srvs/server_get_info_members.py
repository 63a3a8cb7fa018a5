"""[MS-SRVS] 3.1.4.17 NetrServerGetInfo: where the members come from.

Each member of levels 100 to 102 is one of ServerInfo103, each of levels 502 and 503 one of ServerInfo599, so another
level with that member tells the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, expect_same, judged_member, server_info
from plugfest.conformance.cases.ms_srvs.scratch import added, set_info
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, disk_share, log_on
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags, SoftwareType

_LEVEL_100 = {
    "platform_id": "MS-SRVS:3.1.4.17:aaeb2e934e",
}
_LEVEL_101 = {
    "platform_id": "MS-SRVS:3.1.4.17:aac894f1f0",
    "version_major": "MS-SRVS:3.1.4.17:e90f9a4441",
    "version_minor": "MS-SRVS:3.1.4.17:3aa4ac455d",
    "type": "MS-SRVS:3.1.4.17:d8fdd5de09",
    "comment": "MS-SRVS:3.1.4.17:8195634ca4",
}
_LEVEL_102 = {
    "platform_id": "MS-SRVS:3.1.4.17:64ed60fcb6",
    "version_major": "MS-SRVS:3.1.4.17:80d0d1147a",
    "version_minor": "MS-SRVS:3.1.4.17:3862862f92",
    "type": "MS-SRVS:3.1.4.17:f10b32dc04",
    "comment": "MS-SRVS:3.1.4.17:53fe2ea618",
}
_LEVEL_102_LIMITS = {
    "users": "MS-SRVS:3.1.4.17:bb6e49b5ba",
    "disc": "MS-SRVS:3.1.4.17:4d78c0203f",
    "hidden": "MS-SRVS:3.1.4.17:319360e0b7",
    "anndelta": "MS-SRVS:3.1.4.17:9f4acb0d43",
}
_CAPABILITIES = 3
"""2.2.4.43: SRV_SUPPORT_HASH_GENERATION, SRV_HASH_GENERATION_ACTIVE."""
_LICENSES = "MS-SRVS:3.1.4.17:f906bb59c6"
_LEVEL_502 = {
    "sessopens": "MS-SRVS:3.1.4.17:83e6dac5fb",
    "sessvcs": "MS-SRVS:3.1.4.17:472b76fc8f",
    "opensearch": "MS-SRVS:3.1.4.17:a41185c25a",
    "sizreqbuf": "MS-SRVS:3.1.4.17:71321f3f32",
    "initworkitems": "MS-SRVS:3.1.4.17:f9e6f23619",
    "maxworkitems": "MS-SRVS:3.1.4.17:331c952222",
    "rawworkitems": "MS-SRVS:3.1.4.17:29f0bc2ba8",
    "irpstacksize": "MS-SRVS:3.1.4.17:2e7b6619bd",
    "maxrawbuflen": "MS-SRVS:3.1.4.17:7a9430d9ca",
    "sessusers": "MS-SRVS:3.1.4.17:0bc49e8042",
    "sessconns": "MS-SRVS:3.1.4.17:84f4f9d062",
    "maxpagedmemoryusage": "MS-SRVS:3.1.4.17:0aa8a717bb",
    "maxnonpagedmemoryusage": "MS-SRVS:3.1.4.17:8879d1a762",
    "enablesoftcompat": "MS-SRVS:3.1.4.17:0cb8923b86",
    "enableforcedlogoff": "MS-SRVS:3.1.4.17:c9fe293d3c",
    "timesource": "MS-SRVS:3.1.4.17:82537471eb",
    "acceptdownlevelapis": "MS-SRVS:3.1.4.17:57fa273ff7",
    "lmannounce": "MS-SRVS:3.1.4.17:22bf1235d7",
}
_LEVEL_503 = {
    "sessopens": "MS-SRVS:3.1.4.17:f77108a746",
    "sessvcs": "MS-SRVS:3.1.4.17:cbb99228aa",
    "opensearch": "MS-SRVS:3.1.4.17:4cba95c8b4",
    "sizreqbuf": "MS-SRVS:3.1.4.17:3159b40baf",
    "initworkitems": "MS-SRVS:3.1.4.17:ad238fea02",
    "maxworkitems": "MS-SRVS:3.1.4.17:a29a3ca5f4",
    "rawworkitems": "MS-SRVS:3.1.4.17:5ebded49c5",
    "irpstacksize": "MS-SRVS:3.1.4.17:810784ea0d",
    "maxrawbuflen": "MS-SRVS:3.1.4.17:6b565a5792",
    "sessusers": "MS-SRVS:3.1.4.17:0f15a6b084",
    "sessconns": "MS-SRVS:3.1.4.17:cc3107d0c4",
    "maxpagedmemoryusage": "MS-SRVS:3.1.4.17:dfa61aa6bf",
    "maxnonpagedmemoryusage": "MS-SRVS:3.1.4.17:92249bf86f",
    "enablesoftcompat": "MS-SRVS:3.1.4.17:fb4c4dd748",
    "enableforcedlogoff": "MS-SRVS:3.1.4.17:c9177218d1",
    "timesource": "MS-SRVS:3.1.4.17:d467af8fff",
    "acceptdownlevelapis": "MS-SRVS:3.1.4.17:9b26110f79",
    "lmannounce": "MS-SRVS:3.1.4.17:57f850f41a",
}


async def _agree(rpc: RpcClient, levels: tuple[int, int], rules: Mapping[str, str]) -> None:
    """The first level tells what the second does."""
    actual, other = (partial(server_info, rpc, level) for level in levels)
    await expect_same(actual, other, rules)


@case(covers=[*_LEVEL_100.values()], needs=[log_on])
async def test_level_100(srvsvc: RpcClient) -> None:
    """Level 100 tells the platform that level 101 does."""
    await _agree(srvsvc, (100, 101), _LEVEL_100)


@case(covers=[*_LEVEL_101.values()], needs=[administrator])
async def test_level_101(administrator_srvsvc: RpcClient) -> None:
    """Level 101 tells the platform, version, type and comment that level 102 does."""
    await _agree(administrator_srvsvc, (101, 102), _LEVEL_101)


@case(covers=[*_LEVEL_102.values()], needs=[administrator])
async def test_level_102(administrator_srvsvc: RpcClient) -> None:
    """Level 102 tells the platform, version, type and comment that level 101 does."""
    await _agree(administrator_srvsvc, (102, 101), _LEVEL_102)


@case(covers=[*_LEVEL_102_LIMITS.values()], needs=[administrator])
async def test_level_102_limits(administrator_srvsvc: RpcClient) -> None:
    """Level 102 tells the limits and the announcement settings that level 103 does, where there is one."""
    await _agree(administrator_srvsvc, (102, 103), _LEVEL_102_LIMITS)


@case(covers=_LICENSES, needs=[administrator])
async def test_level_102_licenses(administrator_srvsvc: RpcClient) -> None:
    """Level 102 tells no licenses."""
    info = await server_info(administrator_srvsvc, 102)
    expect.equal(judged_member(info, "licenses"), 0, "sv102_licenses")


@case(covers="MS-SRVS:2.2.4.43:3f8377ee5c", needs=[administrator])
async def test_level_103_licenses(administrator_srvsvc: RpcClient) -> None:
    """Level 103, where there is one, tells no licenses."""
    info = await server_info(administrator_srvsvc, 103)
    expect.equal(judged_member(info, "licenses"), 0, "sv103_licenses")


@case(covers="MS-SRVS:2.2.4.43:c05a6d1a20", needs=[administrator, disk_share], disruptive=True)
async def test_level_103_capabilities(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A server that refuses to make hashes of a share as what it cannot do has no capabilities."""
    rpc, name = administrator_srvsvc, unique("share")
    info = await server_info(rpc, 103)
    async with added(rpc, target, name):
        response = await called(rpc, set_info(1005, name, flags=int(ShareFlags.SHI1005_FLAGS_ENABLE_HASH)))
    if response.ReturnValue != NetApiStatus.ERROR_NOT_SUPPORTED:
        raise NotApplicable("the target does not say that it makes no hashes")
    expect.equal(judged_member(info, "capabilities"), 0, "sv103_capabilities")


@case(covers="MS-SRVS:2.2.4.43:9ba0fac51c", needs=[administrator])
async def test_level_103_knows_two_capabilities(administrator_srvsvc: RpcClient) -> None:
    """Level 103, where there is one, tells no capabilities but the two that there are."""
    value = judged_member(await server_info(administrator_srvsvc, 103), "capabilities")
    expect.equal(value & ~_CAPABILITIES, 0, f"other bits of sv103_capabilities {value:#x}")


@case(covers="MS-SRVS:3.1.3:10704f4d00", needs=[log_on])
async def test_is_a_server(srvsvc: RpcClient) -> None:
    """What the server announces of itself has SV_TYPE_SERVER."""
    kind = judged_member(await server_info(srvsvc, 101), "type")
    is_server = bool(kind & SoftwareType.SV_TYPE_SERVER)
    expect.true(is_server, expected="SV_TYPE_SERVER in sv101_type", actual=f"{kind:#x}")


@case(covers=[*_LEVEL_502.values()], needs=[administrator])
async def test_level_502(administrator_srvsvc: RpcClient) -> None:
    """Level 502 tells the settings that level 503 does."""
    await _agree(administrator_srvsvc, (502, 503), _LEVEL_502)


@case(covers=[*_LEVEL_503.values()], needs=[administrator])
async def test_level_503(administrator_srvsvc: RpcClient) -> None:
    """Level 503 tells the settings that level 502 does, among others."""
    await _agree(administrator_srvsvc, (503, 502), _LEVEL_503)
