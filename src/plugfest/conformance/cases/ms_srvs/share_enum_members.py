"""[MS-SRVS] 3.1.4.8 NetrShareEnum: where the members come from.

Each member of each level is one of the same share's properties; NetrShareGetInfo (3.1.4.10) tells the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import (
    expect_same,
    listed_share,
    member,
    names,
    reference,
    share_info,
    steady,
)
from plugfest.conformance.needs import administrator, disk_share, log_on
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.net.client import Tree
from plugfest.protocols.ms_srvs.client import entries, share_enum

_LEVEL_0 = {
    "netname": "MS-SRVS:3.1.4.8:bed08aa0bf",
}
_LEVEL_1 = {
    "netname": "MS-SRVS:3.1.4.8:7a45880a55",
    "type": "MS-SRVS:3.1.4.8:6ebb8d21ef",
    "remark": "MS-SRVS:3.1.4.8:4cf32044af",
}
_LEVEL_2 = {
    "netname": "MS-SRVS:3.1.4.8:50bd19f4a4",
    "type": "MS-SRVS:3.1.4.8:7929d5c85a",
    "remark": "MS-SRVS:3.1.4.8:a62fe2e4d0",
    "permissions": "MS-SRVS:3.1.4.8:16b7d7a72e",
    "max_uses": "MS-SRVS:3.1.4.8:65a13a8931",
    "path": "MS-SRVS:3.1.4.8:f972caa931",
    "passwd": "MS-SRVS:3.1.4.8:bc83ef94e6",
}
_LEVEL_501 = {
    "netname": "MS-SRVS:3.1.4.8:3ecb1436c2",
    "type": "MS-SRVS:3.1.4.8:3ef4ba9d06",
    "remark": "MS-SRVS:3.1.4.8:bcbd9fe474",
    "flags": "MS-SRVS:3.1.4.8:24a57d63bb",
}
_LEVEL_502 = {
    "netname": "MS-SRVS:3.1.4.8:c8c440cb56",
    "type": "MS-SRVS:3.1.4.8:25a584e4c0",
    "remark": "MS-SRVS:3.1.4.8:ef091d379f",
    "permissions": "MS-SRVS:3.1.4.8:60bd727294",
    "max_uses": "MS-SRVS:3.1.4.8:021eddbe11",
    "path": "MS-SRVS:3.1.4.8:4892cac1f2",
    "passwd": "MS-SRVS:3.1.4.8:b03f2594a3",
    "security_descriptor": "MS-SRVS:3.1.4.8:d70b041694",
}
_USES_2 = "MS-SRVS:3.1.4.8:6369c8b26d"
_USES_502 = "MS-SRVS:3.1.4.8:231dc0bfd7"


async def _told_alike(rpc: RpcClient, target: Target, level: int, rules: Mapping[str, str]) -> None:
    """What is listed of the disk share is what the share's own information says."""
    listed = names(entries(await reference(rpc, share_enum(level))))
    if not listed:
        raise Inconclusive(f"nothing is listed at level {level}")
    expect.contains(listed, target.share.casefold(), "netname of the shares", requirement=rules["netname"])
    await expect_same(
        partial(listed_share, rpc, target.share, level), partial(share_info, rpc, target.share, level), rules
    )


@case(covers=[*_LEVEL_0.values()], needs=[log_on, disk_share])
async def test_level_0(srvsvc: RpcClient, target: Target) -> None:
    """Level 0 lists the share's name."""
    await _told_alike(srvsvc, target, 0, _LEVEL_0)


@case(covers=[*_LEVEL_1.values()], needs=[log_on, disk_share])
async def test_level_1(srvsvc: RpcClient, target: Target) -> None:
    """Level 1 lists the share's name, type and remark."""
    await _told_alike(srvsvc, target, 1, _LEVEL_1)


@case(covers=[*_LEVEL_2.values()], needs=[administrator, disk_share])
async def test_level_2(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 2 lists the share's name, type, remark, permissions, limit, path and password."""
    await _told_alike(administrator_srvsvc, target, 2, _LEVEL_2)


@case(covers=[*_LEVEL_501.values()], needs=[log_on, disk_share])
async def test_level_501(srvsvc: RpcClient, target: Target) -> None:
    """Level 501 lists the share's name, type, remark and flags."""
    await _told_alike(srvsvc, target, 501, _LEVEL_501)


@case(covers=[*_LEVEL_502.values()], needs=[administrator, disk_share])
async def test_level_502(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Level 502 lists what level 2 does, and the share's security descriptor."""
    await _told_alike(administrator_srvsvc, target, 502, _LEVEL_502)


@alone
@case(covers=[_USES_2, _USES_502], needs=[administrator, log_on, disk_share])
async def test_current_uses(administrator_srvsvc: RpcClient, tree: Tree, target: Target) -> None:
    """Levels 2 and 502 list how many use the share, as its own information says at level 2."""

    async def told() -> tuple[int, int, int]:
        listed = [await listed_share(administrator_srvsvc, target.share, level) for level in (2, 502)]
        own = await share_info(administrator_srvsvc, target.share, 2)
        return member(listed[0], "current_uses"), member(listed[1], "current_uses"), member(own, "current_uses")

    await tree.session.tree_connect(target.share)  # once more
    level_2, level_502, own = await steady(told)
    expect.equal(
        level_502, own, "shi502_current_uses (as shi2_current_uses of NetrShareGetInfo)", requirement=_USES_502
    )
    expect.equal(level_2, own, "shi2_current_uses (as of NetrShareGetInfo)", requirement=_USES_2)
