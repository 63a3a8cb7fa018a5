"""[MS-SRVS] 3.1.4.11 NetrShareSetInfo: what each level changes of a share, what is refused, what is ignored."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, refused
from plugfest.conformance.cases.ms_srvs.scratch import (
    MAX_USES,
    NO_SERVER,
    NO_SHARE,
    REMARK,
    TEMPORARY,
    added,
    set_info,
    told,
)
from plugfest.conformance.cases.ms_srvs.share_add import DESCRIPTOR
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.net import RpcClient
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_srvs.constants import CscState, NetApiStatus, ShareFlags, ShareParameter
from plugfest.protocols.ms_srvs.types import NetrShareSetInfo

pytestmark = alone  # they change shares

_NEEDS = [administrator, disk_share]
_OTHER = SecurityDescriptor(dacl=Acl((Ace(mask=0x00120089, sid=Sid.parse("S-1-5-11")),))).encode()
"""Authenticated users, FILE_GENERIC_READ."""
_NEW: dict[str, Any] = {"remark": "changed", "max_uses": 9, "security_descriptor": _OTHER}
_LEVELS = {
    1: ("MS-SRVS:3.1.4.11:3b692271a0", {"remark": "MS-SRVS:3.1.4.11:4105aa7a33"}),
    2: (
        "MS-SRVS:3.1.4.11:c12117cdcd",
        {"remark": "MS-SRVS:3.1.4.11:df9985d08c", "max_uses": "MS-SRVS:3.1.4.11:6b3ba50176"},
    ),
    502: (
        "MS-SRVS:3.1.4.11:b3a9a22404",
        {
            "remark": "MS-SRVS:3.1.4.11:170aeb242a",
            "max_uses": "MS-SRVS:3.1.4.11:8eb23bb16c",
            "security_descriptor": "MS-SRVS:3.1.4.11:341c31b623",
        },
    ),
    503: (
        "MS-SRVS:3.1.4.11:89790e7ca7",
        {
            "remark": "MS-SRVS:3.1.4.11:23381d3e69",
            "max_uses": "MS-SRVS:3.1.4.11:2a09e61052",
            "security_descriptor": "MS-SRVS:3.1.4.11:494bae3cc9",
        },
    ),
    1004: ("MS-SRVS:3.1.4.11:278f213fa5", {"remark": "MS-SRVS:3.1.4.11:1266074e46"}),
    1006: ("MS-SRVS:3.1.4.11:7f5363e61c", {"max_uses": "MS-SRVS:3.1.4.11:e051640655"}),
    1501: ("MS-SRVS:3.1.4.11:0f1d45f8e2", {"security_descriptor": "MS-SRVS:3.1.4.11:5cf5b7d686"}),
}
"""Level → the requirement to change something, and member → its own requirement."""


def _whole(level: int, name: str, path: str) -> dict[str, Any]:
    """The members of a level that name the share and cannot be changed."""
    if level not in (1, 2, 502, 503):
        return {}
    given = {"netname": name, "type": 0}
    return given if level == 1 else {**given, "path": path}


@case(
    covers=[rule for level, members in _LEVELS.values() for rule in (level, *members.values())],
    needs=_NEEDS,
    disruptive=True,
)
async def test_levels(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Each level changes its members."""
    rpc = administrator_srvsvc
    for level, (rule, members) in _LEVELS.items():
        name = unique(f"level{level}")
        async with added(rpc, target, name, security_descriptor=DESCRIPTOR) as path:
            changes = {key: _NEW[key] for key in members}
            request = set_info(level, name, **_whole(level, name, path), **changes)
            await expect.returns(called(rpc, request), requirement=rule)
            found = await told(rpc, name, 502)
            old = {"remark": REMARK, "max_uses": MAX_USES, "security_descriptor": DESCRIPTOR}
            same = all(judged_member(found, key, rule) == old[key] for key in members)
            expect.true(not same, expected="something is changed", actual="nothing is", requirement=rule)
            for key, own in members.items():
                expect.equal(judged_member(found, key, own), _NEW[key], f"{key} after level {level}", requirement=own)


_FLAGS = {
    int(CscState.CSC_CACHE_AUTO_REINT): "MS-SRVS:3.1.4.11:77ba4a442a",
    int(ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM): "MS-SRVS:3.1.4.11:4a90817b9c",
    int(ShareFlags.SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING): "MS-SRVS:3.1.4.11:757f6b46cc",
    int(ShareFlags.SHI1005_FLAGS_FORCE_SHARED_DELETE): "MS-SRVS:3.1.4.11:b1516061a0",
    int(ShareFlags.SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS): "MS-SRVS:3.1.4.11:4f19e7bc97",
    int(ShareFlags.SHI1005_FLAGS_FORCE_LEVELII_OPLOCK): "MS-SRVS:3.1.4.11:3d59b05bf6",
}


@case(
    covers=["MS-SRVS:3.1.4.11:124e8ee3ed", "MS-SRVS:3.1.4.11:2b5950864e", *_FLAGS.values()],
    needs=_NEEDS,
    disruptive=True,
)
async def test_flags(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Level 1005 sets the flags that are given, and no others."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        for flag, rule in _FLAGS.items():
            await expect.returns(called(rpc, set_info(1005, name, flags=flag)), requirement=rule)
            found = judged_member(await told(rpc, name, 1005), "flags", rule)
            set_now = bool(found & flag)
            expect.true(set_now, expected=f"flag {flag:#x}", actual=f"{found:#x}", requirement=rule)
            for whole in ("MS-SRVS:3.1.4.11:124e8ee3ed", "MS-SRVS:3.1.4.11:2b5950864e"):
                expect.equal(found, flag, "shi1005_flags", requirement=whole)


@case(covers="MS-SRVS:2.2.4.29:db19dc1204", needs=_NEEDS, disruptive=True)
async def test_dfs_flags_are_ignored(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """The flags of DFS are ignored."""
    rpc, name = administrator_srvsvc, unique("share")
    dfs = int(ShareFlags.SHI1005_FLAGS_DFS | ShareFlags.SHI1005_FLAGS_DFS_ROOT)
    async with added(rpc, target, name):
        await expect.returns(called(rpc, set_info(1005, name, flags=dfs)))
        found = judged_member(await told(rpc, name, 1005), "flags")
        expect.equal(found & dfs, 0, "DFS flags of shi1005_flags")


_NOT_SETTABLE = {
    502: {
        "netname": "MS-SRVS:2.2.4.26:fe85da8b7c",
        "type": "MS-SRVS:2.2.4.26:303c4b65f2",
        "path": "MS-SRVS:2.2.4.26:702d1b85c4",
    },
    503: {
        "netname": "MS-SRVS:2.2.4.27:cf4bf59f7e",
        "type": "MS-SRVS:2.2.4.27:0409c48645",
        "path": "MS-SRVS:2.2.4.27:d972b61e29",
    },
}


@case(covers=[rule for members in _NOT_SETTABLE.values() for rule in members.values()], needs=_NEEDS, disruptive=True)
async def test_what_stays(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Name, type and path stay, whatever is given for them."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name) as path:
        other: dict[str, Any] = {"netname": unique("other"), "type": TEMPORARY, "path": path + "other"}
        was: dict[str, Any] = {"netname": name, "type": 0, "path": path}
        for level, members in _NOT_SETTABLE.items():
            for key, rule in members.items():
                given = {**was, key: other[key], "remark": REMARK, "max_uses": MAX_USES}
                await expect.returns(called(rpc, set_info(level, name, **given)), requirement=rule)
                found = judged_member(await told(rpc, name, 502), key, rule)
                expect.equal(found, was[key], f"shi502_{key}", requirement=rule)


@case(covers=["MS-SRVS:3.1.4.11:a843a88aa5", "MS-SRVS:3.1.4.11:05434abe19"], needs=_NEEDS, disruptive=True)
async def test_which_share(administrator_srvsvc: RpcClient) -> None:
    """A share has a name, and it has to be there."""
    rpc = administrator_srvsvc
    requests = [
        ("", NetApiStatus.ERROR_INVALID_PARAMETER, "MS-SRVS:3.1.4.11:a843a88aa5"),
        (NO_SHARE, NetApiStatus.NERR_NetNameNotFound, "MS-SRVS:3.1.4.11:05434abe19"),
    ]
    for name, status, rule in requests:
        await expect.returns(called(rpc, set_info(1004, name, remark=REMARK)), status, requirement=rule)


@case(covers="MS-SRVS:3.1.4.11:36a321a62c", needs=_NEEDS, disruptive=True)
async def test_unknown_levels(administrator_srvsvc: RpcClient, target: Target) -> None:
    """Levels 0 and 501 can be read and not set; others are not known at all."""
    for level in (0, 501, 7):
        request = NetrShareSetInfo(None, target.share, level)
        await refused(administrator_srvsvc, request, NetApiStatus.ERROR_INVALID_LEVEL)


@case(
    covers=[
        "MS-SRVS:3.1.4.11:c6714434dd",
        "MS-SRVS:3.1.4.11:2459295720",
        "MS-SRVS:3.1.4.11:f173568d6d",
        "MS-SRVS:3.1.4.11:d774b6f195",
        "MS-SRVS:3.1.4.11:1aaf891c68",
    ],
    needs=_NEEDS,
    disruptive=True,
)
async def test_what_is_not_valid(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A remark has 48 characters at most, a security descriptor is one; ParmErr names the member."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name) as path:
        whole = {**_whole(502, name, path), "remark": REMARK, "max_uses": MAX_USES}
        for given, parameter, own in (
            ({"remark": "r" * 49}, ShareParameter.SHARE_REMARK_PARMNUM, "MS-SRVS:3.1.4.11:2459295720"),
            ({"security_descriptor": b"none"}, ShareParameter.SHARE_FILE_SD_PARMNUM, "MS-SRVS:3.1.4.11:f173568d6d"),
        ):
            request = set_info(502, name, parm_err=0, **{**whole, **given})
            for rule in (own, "MS-SRVS:3.1.4.11:c6714434dd"):
                answer = await expect.returns(
                    called(rpc, request), NetApiStatus.ERROR_INVALID_PARAMETER, requirement=rule
                )
            for rule in ("MS-SRVS:3.1.4.11:d774b6f195", "MS-SRVS:3.1.4.11:1aaf891c68"):
                expect.equal(getattr(answer, "ParmErr", None), int(parameter), "ParmErr", requirement=rule)


@case(covers="MS-SRVS:3.1.4.11:71356ee7dd", needs=_NEEDS, disruptive=True)
async def test_special_shares_keep_their_descriptor(administrator_srvsvc: RpcClient) -> None:
    """IPC$ gets no security descriptor."""
    rpc = administrator_srvsvc
    was = await told(rpc, "IPC$", 502)
    given = {
        "netname": "IPC$",
        "type": was.shi502_type,
        "remark": was.shi502_remark,
        "max_uses": was.shi502_max_uses,
        "security_descriptor": DESCRIPTOR,
    }
    await refused(rpc, set_info(502, "IPC$", **given), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.11:e1e9b67f9f", needs=_NEEDS, disruptive=True)
async def test_unknown_server_names(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A ServerName that belongs to no scoped transport means the whole server, with backslashes or without."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        for server in (NO_SERVER, rf"\\{NO_SERVER}"):
            await expect.returns(called(rpc, set_info(1004, name, server=server, remark="of a server")))


_ACCESS = ["MS-SRVS:3.1.4.11:14b2f34d6c", "MS-SRVS:3.1.4.11:581cad1087"]


@case(covers=_ACCESS, needs=[log_on, not_administrator, disk_share], disruptive=True)
async def test_changing_is_for_administrators(srvsvc: RpcClient, target: Target) -> None:
    """An ordinary user changes no share."""
    await denied(srvsvc, set_info(1004, target.share, remark="changed"), _ACCESS[1])
