"""[MS-SRVS] 3.1.4.7 NetrShareAdd: what is added, and what is refused."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import (
    called,
    denied,
    judged_member,
    member,
    reference,
    refused,
    server_info,
)
from plugfest.conformance.cases.ms_srvs.scratch import (
    MAX_USES,
    NO_SERVER,
    PRINTER,
    REMARK,
    TEMPORARY,
    add,
    added,
    delete,
    directory,
    is_there,
    told,
)
from plugfest.conformance.fixtures import LogOn, Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.errors import StatusError
from plugfest.net import RpcClient
from plugfest.net.client import Session
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_srvs.client import entries, enum, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags, ShareParameter, SoftwareType
from plugfest.protocols.ms_srvs.types import NetrShareAdd, NetrShareEnumSticky

pytestmark = alone  # they change the list of shares

DESCRIPTOR = SecurityDescriptor(dacl=Acl((Ace(mask=0x001F01FF, sid=Sid.parse("S-1-1-0")),))).encode()
"""Everyone, FILE_ALL_ACCESS."""
_NEEDS = [administrator, disk_share]
_PLENTY = 0x10000


@case(covers=["MS-SRVS:3.1.4.7:fd5accd3cb", "MS-SRVS:3.1.4.7:18bf519dd9"], needs=_NEEDS, disruptive=True)
async def test_added(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that was added is in the list, under its name."""
    rpc, name = administrator_srvsvc, unique("share")
    before = {str(member(entry, "netname")) for entry in entries(await reference(rpc, share_enum(0)))}
    new: list[str] = []
    try:
        await expect.returns(called(rpc, add(502, name, await directory(rpc, target))))
        after = [str(member(entry, "netname")) for entry in entries(await reference(rpc, share_enum(0)))]
        new = [one for one in after if one not in before]
        expect.equal(len(new), 1, "number of new shares", requirement="MS-SRVS:3.1.4.7:fd5accd3cb")
        expect.equal(new, [name], "names of new shares", requirement="MS-SRVS:3.1.4.7:18bf519dd9")
    finally:
        for one in {name, *new}:
            await delete(rpc, one)


@case(covers="MS-SRVS:3.1.4.7:6e45ec5966", needs=_NEEDS, disruptive=True)
async def test_used(administrator_srvsvc: RpcClient, log_on: LogOn, target: Target, unique: Unique) -> None:
    """A share that was added can be used."""
    rpc, name = administrator_srvsvc, unique("share")
    try:
        await reference(rpc, add(502, name, await directory(rpc, target), security_descriptor=DESCRIPTOR))
        session: Session = await log_on("administrator")
        try:
            await session.tree_connect(name)
            problem = ""
        except StatusError as error:
            problem = str(error)
        expect.true(not problem, expected=f"a tree connect to {name}", actual=problem)
    finally:
        await delete(rpc, name)


_MEMBERS = {
    "type": "MS-SRVS:3.1.4.7:152da1506d",
    "remark": "MS-SRVS:3.1.4.7:cd7d4142fa",
    "max_uses": "MS-SRVS:3.1.4.7:50364fc10e",
    "path": "MS-SRVS:3.1.4.7:4ec62d510f",
    "security_descriptor": "MS-SRVS:3.1.4.7:380606d837",
}


@case(covers=[*_MEMBERS.values()], needs=_NEEDS, disruptive=True)
async def test_members(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A new share has the members that were given."""
    rpc, name = administrator_srvsvc, unique("share")
    path = await directory(rpc, target)
    wanted = {
        "type": TEMPORARY,
        "remark": REMARK,
        "max_uses": MAX_USES,
        "path": path,
        "security_descriptor": DESCRIPTOR,
    }
    try:
        request = add(502, name, path, type=TEMPORARY, security_descriptor=DESCRIPTOR)
        await expect.returns(called(rpc, request), requirement=_MEMBERS["path"])
        found = await told(rpc, name, 502)
        for key, rule in _MEMBERS.items():
            expect.equal(judged_member(found, key, rule), wanted[key], f"shi502_{key}", requirement=rule)
    finally:
        await delete(rpc, name)


_FLAGS = {
    ShareFlags.CSC_MASK: "MS-SRVS:3.1.4.7:186affa6e1",
    ShareFlags.SHI1005_FLAGS_DFS | ShareFlags.SHI1005_FLAGS_DFS_ROOT: "MS-SRVS:3.1.4.7:3da88e6880",
    ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM: "MS-SRVS:3.1.4.7:ba8c2ae93d",
    ShareFlags.SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING: "MS-SRVS:3.1.4.7:a8d0200a2a",
    ShareFlags.SHI1005_FLAGS_FORCE_SHARED_DELETE: "MS-SRVS:3.1.4.7:23fe416b28",
    ShareFlags.SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS: "MS-SRVS:3.1.4.7:5c02205fcc",
    ShareFlags.SHI1005_FLAGS_FORCE_LEVELII_OPLOCK: "MS-SRVS:3.1.4.7:453bcc5fc2",
}


@case(covers=[*_FLAGS.values()], needs=_NEEDS, disruptive=True)
async def test_flags(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A new share has no flags."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name):
        flags = judged_member(await told(rpc, name, 1005), "flags")
        for mask, rule in _FLAGS.items():
            expect.equal(flags & int(mask), 0, mask.name or "", requirement=rule)


@case(covers="MS-SRVS:3.1.1.7:c5c331e3b8", needs=_NEEDS, disruptive=True)
async def test_server_name_of_the_share(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that was added without a server's name is every name's: `*`."""
    rpc, name = administrator_srvsvc, unique("share")
    try:
        await reference(rpc, add(502, name, await directory(rpc, target)))
        listed = entries(await reference(rpc, share_enum(503)))
        found = [judged_member(entry, "servername") for entry in listed if member(entry, "netname") == name]
        expect.equal(found, ["*"], "shi503_servername")
    finally:
        await delete(rpc, name)


@case(covers=["MS-SRVS:3.1.4.7:de46fb2c37", "MS-SRVS:3.1.4.7:a14a4abd41"], needs=_NEEDS, disruptive=True)
async def test_what_is_sticky(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share is sticky unless it is temporary."""
    rpc = administrator_srvsvc
    async with added(rpc, target, unique("sticky")), added(rpc, target, unique("temporary"), type=TEMPORARY):
        listed = entries(await reference(rpc, enum(NetrShareEnumSticky, 0, PreferedMaximumLength=_PLENTY)))
        names = [member(entry, "netname") for entry in listed]
        sticky, temporary = unique("sticky") in names, unique("temporary") in names
        rule = "MS-SRVS:3.1.4.7:a14a4abd41"
        expect.true(sticky, expected="a sticky share", actual="it is not told as one", requirement=rule)
        rule = "MS-SRVS:3.1.4.7:de46fb2c37"
        expect.true(not temporary, expected="a share that is not sticky", actual="it is told as one", requirement=rule)


@case(covers="MS-SRVS:3.1.4.7:15d99ffef6", needs=[administrator], disruptive=True)
async def test_levels(administrator_srvsvc: RpcClient) -> None:
    """Levels are 2, 502 and 503."""
    for level in (0, 1, 501, 1005, 7):
        await refused(administrator_srvsvc, NetrShareAdd(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers=["MS-SRVS:3.1.4.7:1fc681ee60", "MS-SRVS:3.1.4.7:4edbef9862"], needs=_NEEDS, disruptive=True)
async def test_names(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A name has 1 to 80 characters, and is neither pipe nor mailslot."""
    rpc = administrator_srvsvc
    path = await directory(rpc, target)
    long = unique("long").ljust(81, "x")
    requests = [
        (add(502, "", path), NetApiStatus.ERROR_INVALID_PARAMETER, "MS-SRVS:3.1.4.7:1fc681ee60"),
        (add(502, long, path), NetApiStatus.ERROR_INVALID_PARAMETER, "MS-SRVS:3.1.4.7:1fc681ee60"),
        (add(502, "PIPE", path), NetApiStatus.ERROR_ACCESS_DENIED, "MS-SRVS:3.1.4.7:4edbef9862"),
        (add(502, "mailslot", path), NetApiStatus.ERROR_ACCESS_DENIED, "MS-SRVS:3.1.4.7:4edbef9862"),
    ]
    try:
        for request, status, rule in requests:
            await expect.returns(called(rpc, request), status, requirement=rule)
    finally:
        for name in ("", long, "PIPE", "mailslot"):
            await delete(rpc, name)


@case(covers="MS-SRVS:3.1.4.7:bfcf058c61", needs=_NEEDS, disruptive=True)
async def test_duplicates(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A share that is there is not added again, at whatever level, in whatever case."""
    rpc, name = administrator_srvsvc, unique("share")
    async with added(rpc, target, name) as path:
        for request in (add(2, name, path), add(502, name, path), add(503, name.upper(), path)):
            await refused(rpc, request, NetApiStatus.NERR_DuplicateShare)


@case(covers=["MS-SRVS:3.1.4.7:02dbed10fb", "MS-SRVS:3.1.4.7:ccbcde53d3"], needs=_NEEDS, disruptive=True)
async def test_what_is_not_valid(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A type that there is not and a path that is none are refused, and ParmErr names the member."""
    rpc, name = administrator_srvsvc, unique("share")
    path = await directory(rpc, target)
    requests = [
        (add(502, name, path, parm_err=0, type=9), ShareParameter.SHARE_TYPE_PARMNUM),
        (add(502, name, "", parm_err=0), ShareParameter.SHARE_PATH_PARMNUM),
    ]
    try:
        for request, parameter in requests:
            rule = "MS-SRVS:3.1.4.7:02dbed10fb"
            answer = await expect.returns(called(rpc, request), NetApiStatus.ERROR_INVALID_PARAMETER, requirement=rule)
            rule = "MS-SRVS:3.1.4.7:ccbcde53d3"
            expect.equal(getattr(answer, "ParmErr", None), int(parameter), "ParmErr", requirement=rule)
    finally:
        await delete(rpc, name)


@case(covers=["MS-SRVS:3.1.4.7:8d3520835a.2"], needs=_NEEDS, disruptive=True)
async def test_cluster_bits_are_ignored(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Bits of clusters in the type are ignored."""
    rpc, name = administrator_srvsvc, unique("share")
    try:
        await expect.returns(called(rpc, add(502, name, await directory(rpc, target), type=0x02000000)))
    finally:
        await delete(rpc, name)


_UNLIMITED = {502: "MS-SRVS:2.2.4.26:0c4badfe45", 503: "MS-SRVS:2.2.4.27:6bcfc9e98b"}


@case(covers=[*_UNLIMITED.values()], needs=_NEEDS, disruptive=True)
async def test_unlimited(administrator_srvsvc: RpcClient, log_on: LogOn, target: Target, unique: Unique) -> None:
    """0xFFFFFFFF uses are no limit."""
    rpc = administrator_srvsvc
    for level, rule in _UNLIMITED.items():
        name = unique(f"level{level}")
        async with added(rpc, target, name, level, max_uses=0xFFFFFFFF, security_descriptor=DESCRIPTOR):
            uses = judged_member(await told(rpc, name, 502), "max_uses", rule)
            expect.equal(uses, 0xFFFFFFFF, "shi502_max_uses", requirement=rule)


_IGNORED = {
    ("permissions", 7, 502): "MS-SRVS:2.2.4.26:6a638a9c18",
    ("current_uses", 7, 502): "MS-SRVS:2.2.4.26:15053f008b",
    ("passwd", "secret", 502): "MS-SRVS:2.2.4.26:47c3c3b013.2",
    ("permissions", 7, 503): "MS-SRVS:2.2.4.27:958fd57266",
    ("current_uses", 7, 503): "MS-SRVS:2.2.4.27:6fb0a5e902",
    ("passwd", "secret", 503): "MS-SRVS:2.2.4.27:42cc58cd58.2",
}


@case(covers=[*_IGNORED.values()], needs=_NEEDS, disruptive=True)
async def test_what_is_ignored(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Permissions, uses and password that are given are ignored."""
    rpc, name = administrator_srvsvc, unique("share")
    path = await directory(rpc, target)
    plain: dict[str, Any] = {"permissions": 0, "current_uses": 0, "passwd": None}
    for (key, value, level), rule in _IGNORED.items():
        try:
            given: dict[str, Any] = {key: value}
            await expect.returns(called(rpc, add(level, name, path, **given)), requirement=rule)
            found = judged_member(await told(rpc, name, 502), key, rule)
            expect.one_of(found, (plain[key], plain[key] or ""), f"shi502_{key}", requirement=rule)
        finally:
            await delete(rpc, name)


@case(covers="MS-SRVS:3.1.4.7:49741895c6", needs=_NEEDS, disruptive=True)
async def test_a_printer_is_announced(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """With a shared printer the server is a print server."""
    rpc, name = administrator_srvsvc, unique("printer")
    async with added(rpc, target, name, type=PRINTER):
        kind = member(await server_info(rpc, 101), "type")
        announced = bool(kind & SoftwareType.SV_TYPE_PRINTQ_SERVER)
        expect.true(announced, expected="SV_TYPE_PRINTQ_SERVER in sv101_type", actual=f"{kind:#x}")


@case(
    covers=["MS-SRVS:3.1.4.7:8d719f7a41", "MS-SRVS:3.1.4.7:199d9957ff"],
    needs=[*_NEEDS, log_on, not_administrator],
    disruptive=True,
)
async def test_adding_is_for_administrators(
    srvsvc: RpcClient, administrator_srvsvc: RpcClient, target: Target, unique: Unique
) -> None:
    """An ordinary user adds no share."""
    path = await directory(administrator_srvsvc, target)
    try:
        await denied(srvsvc, add(502, unique("share"), path), "MS-SRVS:3.1.4.7:199d9957ff")
    finally:
        await delete(administrator_srvsvc, unique("share"))


@case(covers="MS-SRVS:3.1.4.7:b163d20f0b", needs=_NEEDS, disruptive=True)
async def test_server_name_is_ignored(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """Whatever the ServerName, this server gets the share."""
    rpc, name = administrator_srvsvc, unique("share")
    try:
        await expect.returns(called(rpc, add(502, name, await directory(rpc, target), server=NO_SERVER)))
        expect.true(await is_there(rpc, name), expected=f"{name} is listed", actual="it is not")
    finally:
        await delete(rpc, name)
