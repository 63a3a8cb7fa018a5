"""[MS-SRVS] 3.1.4.10 NetrShareGetInfo: where the members come from.

Each member of each level is one of the same share's properties, so another level with that member tells the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import expect_same, member, share_info, steady
from plugfest.conformance.needs import administrator, disk_share, log_on
from plugfest.net import RpcClient
from plugfest.net.client import Tree

_LEVEL_0 = {
    "netname": "MS-SRVS:3.1.4.10:107392eab0",
}
_LEVEL_1 = {
    "netname": "MS-SRVS:3.1.4.10:7c0e26e5f4",
    "type": "MS-SRVS:3.1.4.10:663a01aeab",
    "remark": "MS-SRVS:3.1.4.10:308b974189",
}
_LEVEL_2 = {
    "netname": "MS-SRVS:3.1.4.10:8ad3e71888",
    "type": "MS-SRVS:3.1.4.10:34075c7cf4",
    "remark": "MS-SRVS:3.1.4.10:1fc035995d",
    "permissions": "MS-SRVS:3.1.4.10:1b1069c14d",
    "max_uses": "MS-SRVS:3.1.4.10:71764ee7c7",
    "path": "MS-SRVS:3.1.4.10:dbc2fbd791",
    "passwd": "MS-SRVS:3.1.4.10:22c1e882ef",
}
_LEVEL_501 = {
    "netname": "MS-SRVS:3.1.4.10:7c2651539c",
    "type": "MS-SRVS:3.1.4.10:a5c6f04893",
    "remark": "MS-SRVS:3.1.4.10:0de93a2c55",
}
_FLAGS_501 = {
    "flags": "MS-SRVS:3.1.4.10:d349a423ff",
}
_LEVEL_502 = {
    "netname": "MS-SRVS:3.1.4.10:2e76c4658f",
    "type": "MS-SRVS:3.1.4.10:d620b81bfa",
    "remark": "MS-SRVS:3.1.4.10:105f9fda50",
    "permissions": "MS-SRVS:3.1.4.10:370b675b77",
    "max_uses": "MS-SRVS:3.1.4.10:f4bf5c1923",
    "path": "MS-SRVS:3.1.4.10:e880b488ec",
    "passwd": "MS-SRVS:3.1.4.10:fcd9f22149",
}
_DESCRIPTOR_502 = {
    "security_descriptor": "MS-SRVS:3.1.4.10:a45cc77e6a",
}
_USES_2 = "MS-SRVS:3.1.4.10:6589abc349"
_USES_502 = "MS-SRVS:3.1.4.10:64b7afc7bf"


async def _agree(rpc: RpcClient, target: Target, levels: tuple[int, int], rules: Mapping[str, str]) -> None:
    """The first level tells of the disk share what the second does."""
    actual, other = (partial(share_info, rpc, target.share, level) for level in levels)
    await expect_same(actual, other, rules)


@case(covers=[*_LEVEL_0.values()], needs=[log_on, disk_share])
async def test_level_0(srvsvc: RpcClient, target: Target) -> None:
    """Level 0 tells the name under which level 1 knows the share."""
    await _agree(srvsvc, target, (0, 1), _LEVEL_0)


@case(covers=[*_LEVEL_1.values()], needs=[log_on, disk_share])
async def test_level_1(srvsvc: RpcClient, target: Target) -> None:
    """Level 1 tells the name, the type and the remark that level 501 does."""
    await _agree(srvsvc, target, (1, 501), _LEVEL_1)


@case(covers=[*_LEVEL_2.values()], needs=[administrator, disk_share])
async def test_level_2(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 2 tells what level 502 does."""
    await _agree(administrator_srvsvc, target, (2, 502), _LEVEL_2)


@case(covers=[*_LEVEL_501.values()], needs=[log_on, disk_share])
async def test_level_501(srvsvc: RpcClient, target: Target) -> None:
    """Level 501 tells the name, the type and the remark that level 1 does."""
    await _agree(srvsvc, target, (501, 1), _LEVEL_501)


@case(covers=[*_FLAGS_501.values()], needs=[log_on, disk_share])
async def test_level_501_flags(srvsvc: RpcClient, target: Target) -> None:
    """Level 501 tells the flags that level 1005 does."""
    await _agree(srvsvc, target, (501, 1005), _FLAGS_501)


@case(covers=[*_LEVEL_502.values()], needs=[administrator, disk_share])
async def test_level_502(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 502 tells what level 2 does."""
    await _agree(administrator_srvsvc, target, (502, 2), _LEVEL_502)


@case(covers=[*_DESCRIPTOR_502.values()], needs=[administrator, disk_share])
async def test_level_502_security_descriptor(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 502 tells the security descriptor that level 503 does."""
    await _agree(administrator_srvsvc, target, (502, 503), _DESCRIPTOR_502)


@alone
@case(covers=[_USES_2, _USES_502], needs=[administrator, log_on, disk_share])
async def test_current_uses(administrator_srvsvc: RpcClient, tree: Tree, target: Target) -> None:
    """Level 2 counts both connections to a share, and level 502 tells as many."""

    async def told() -> tuple[int, int]:
        infos = [await share_info(administrator_srvsvc, target.share, level) for level in (2, 502)]
        return member(infos[0], "current_uses"), member(infos[1], "current_uses")

    await tree.session.tree_connect(target.share)  # once more
    level_2, level_502 = await steady(told)
    expected, actual = "shi2_current_uses: 2 at least", str(level_2)
    expect.true(level_2 >= 2, expected=expected, actual=actual, requirement=_USES_2)
    expect.equal(level_502, level_2, "shi502_current_uses (as shi2_current_uses)", requirement=_USES_502)
