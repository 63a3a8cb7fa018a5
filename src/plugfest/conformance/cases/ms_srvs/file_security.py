"""[MS-SRVS] 3.1.4.27 and 3.1.4.28: the security descriptor of a file, by way of the server's own paths."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied
from plugfest.conformance.cases.ms_srvs.scratch import NO_SERVER, NO_SHARE
from plugfest.conformance.fixtures import LogOn, Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.errors import WireError
from plugfest.net import RpcClient
from plugfest.net.client import Tree
from plugfest.net.handle import Handle
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor, SecurityInformation
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, CreateOptions
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import ADT_SECURITY_DESCRIPTOR, NetrpGetFileSecurity, NetrpSetFileSecurity

pytestmark = alone

_DACL = SecurityInformation.DACL_SECURITY_INFORMATION
_OWNER = SecurityInformation.OWNER_SECURITY_INFORMATION
_EVERYTHING, _READ = 0x001F01FF, 0x00120089
_ACCESS = (
    AccessMask.FILE_READ_DATA
    | AccessMask.FILE_WRITE_DATA
    | AccessMask.DELETE
    | AccessMask.READ_CONTROL
    | AccessMask.WRITE_DAC
)
_OPTIONS = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE
_NEEDS = [administrator, disk_share]


def _descriptor(mask: int) -> SecurityDescriptor:
    """One entry: everyone, these rights."""
    return SecurityDescriptor(dacl=Acl((Ace(mask=mask, sid=Sid.parse("S-1-1-0")),)))


class Guarded(NamedTuple):
    """A file of the administrator's that is gone when it is closed, open to read and write its descriptor."""

    rpc: RpcClient
    share: str
    name: str
    handle: Handle

    async def allow(self, mask: int) -> None:
        """Everybody has these rights; not judged."""
        await self.handle.set_security(_descriptor(mask), _DACL)

    async def rights(self) -> list[int]:
        """Those that its DACL gives, as SMB2 tells it; not judged."""
        return _masks(await self.handle.security())


@pytest.fixture
async def guarded(
    log_on: LogOn, administrator_srvsvc: RpcClient, target: Target, unique: Unique
) -> AsyncIterator[Guarded]:
    """A file that everybody has all rights to, as long as the case runs."""
    tree: Tree = await (await log_on("administrator")).tree_connect(target.share)
    name = unique("file")
    opening = tree.handle(name, _ACCESS, create_disposition=CreateDisposition.FILE_OPEN_IF, create_options=_OPTIONS)
    async with opening as handle:
        found = Guarded(administrator_srvsvc, target.share, name, handle)
        await found.allow(_EVERYTHING)
        yield found
        await found.allow(_EVERYTHING)


def _get(share: str, path: str, server: str | None = None) -> Any:
    return NetrpGetFileSecurity(server, share, path, int(_DACL))


def _set(share: str, path: str, descriptor: bytes, server: str | None = None) -> Any:
    return NetrpSetFileSecurity(server, share, path, int(_DACL), ADT_SECURITY_DESCRIPTOR(Buffer=descriptor))


def _masks(descriptor: SecurityDescriptor) -> list[int]:
    """The rights that the DACL gives; empty where there is none."""
    return [ace.mask for ace in (descriptor.dacl.aces if descriptor.dacl else ()) if hasattr(ace, "mask")]


def _told(response: Any) -> SecurityDescriptor:
    """The descriptor in an answer; an empty one where it is none."""
    told = getattr(response, "SecurityDescriptor", None)
    try:
        return SecurityDescriptor.decode((told.Buffer if told else None) or b"")
    except WireError:
        return SecurityDescriptor()


@case(
    covers=["MS-SRVS:3.1.4.27:7aa938cc9b", "MS-SRVS:3.1.4.27:1baa8745d2", "MS-SRVS:3.1.4.27:082bdcb4cb"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_read(guarded: Guarded) -> None:
    """What is told is the descriptor of that file of that share, and of it what is asked for."""
    await guarded.allow(_READ)
    wanted = await guarded.rights()
    rule = "MS-SRVS:3.1.4.27:082bdcb4cb"
    response = await expect.returns(called(guarded.rpc, _get(guarded.share, guarded.name)), requirement=rule)
    there = bool(_told(response).dacl)
    expect.true(there, expected=f"the DACL of a file of {guarded.share}", actual="none", requirement=rule)
    rule = "MS-SRVS:3.1.4.27:1baa8745d2"
    rights = _masks(_told(response))
    expect.equal(rights, wanted, "rights of the file, not of the share's directory", requirement=rule)
    rule = "MS-SRVS:3.1.4.27:7aa938cc9b"
    for information, parts in ((_DACL, (False, True)), (_OWNER, (True, False)), (_OWNER | _DACL, (True, True))):
        request = NetrpGetFileSecurity(None, guarded.share, guarded.name, int(information))
        told = _told(await expect.returns(called(guarded.rpc, request), requirement=rule))
        found = (told.owner is not None, told.dacl is not None)
        expect.equal(found, parts, f"owner and DACL for {int(information):#x}", requirement=rule)


_SET = ("MS-SRVS:3.1.4.28:c26ff29246", "MS-SRVS:3.1.4.28:55ff227f66", "MS-SRVS:3.1.4.28:1ab707a8f6")


@case(covers=[*_SET], needs=_NEEDS, disruptive=True)
async def test_set(guarded: Guarded) -> None:
    """A descriptor that was set is that of the file of this share, and the directory keeps its own."""
    for rule, mask in zip(_SET, (_READ, _READ | 2, _READ | 4), strict=True):
        request = _set(guarded.share, guarded.name, _descriptor(mask).encode())
        await expect.returns(called(guarded.rpc, request), requirement=rule)
        expect.equal(await guarded.rights(), [mask], f"rights of the file of {guarded.share}", requirement=rule)
        of_directory = _masks(await guarded.handle.tree.security(""))
        expect.not_equal(of_directory, [mask], "rights of the share's directory", requirement=rule)


@case(covers=["MS-SRVS:3.1.4.27:ecfe039c35", "MS-SRVS:3.1.4.28:d9237a29e7"], needs=[administrator], disruptive=True)
async def test_no_such_share(administrator_srvsvc: RpcClient) -> None:
    """A share that is not there is not found."""
    for request, rule in (
        (_get(NO_SHARE, "\\"), "MS-SRVS:3.1.4.27:ecfe039c35"),
        (_set(NO_SHARE, "\\", _descriptor(_READ).encode()), "MS-SRVS:3.1.4.28:d9237a29e7"),
    ):
        given = called(administrator_srvsvc, request)
        await expect.returns(given, NetApiStatus.NERR_NetNameNotFound, requirement=rule)


@case(covers=["MS-SRVS:3.1.4.27:28c60c4582", "MS-SRVS:3.1.4.28:9f70ae4845"], needs=_NEEDS, disruptive=True)
async def test_no_such_file(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A file that is not there is not found."""
    path = unique("missing")
    for request, rule in (
        (_get(target.share, path), "MS-SRVS:3.1.4.27:28c60c4582"),
        (_set(target.share, path, _descriptor(_READ).encode()), "MS-SRVS:3.1.4.28:9f70ae4845"),
    ):
        given = called(administrator_srvsvc, request)
        await expect.returns(given, NetApiStatus.ERROR_FILE_NOT_FOUND, requirement=rule)


@case(
    covers=[
        "MS-SRVS:3.1.4.27:f729419d16",
        "MS-SRVS:3.1.4.27:be21b4e541",
        "MS-SRVS:3.1.4.28:3d5918ad2f",
        "MS-SRVS:3.1.4.28:37301bbb32",
    ],
    needs=[*_NEEDS, log_on, not_administrator],
    disruptive=True,
)
async def test_rights_are_needed(guarded: Guarded, srvsvc: RpcClient) -> None:
    """Who may not read the descriptor is not told it, and who may not change it does not."""
    await guarded.allow(0)
    given = _set(guarded.share, guarded.name, _descriptor(_EVERYTHING).encode())
    await denied(srvsvc, _get(guarded.share, guarded.name), "MS-SRVS:3.1.4.27:be21b4e541")
    await denied(srvsvc, given, "MS-SRVS:3.1.4.28:37301bbb32")


@case(covers=["MS-SRVS:3.1.4.27:9e619aa3ed", "MS-SRVS:3.1.4.28:40f946e1ac"], needs=_NEEDS, disruptive=True)
async def test_server_names_are_ignored(guarded: Guarded) -> None:
    """Whatever the ServerName, a file of this server is meant."""
    name, everything = guarded.name, _descriptor(_EVERYTHING).encode()
    for request, rule in (
        (_get(guarded.share, name, NO_SERVER), "MS-SRVS:3.1.4.27:9e619aa3ed"),
        (_set(guarded.share, name, everything, NO_SERVER), "MS-SRVS:3.1.4.28:40f946e1ac"),
    ):
        await expect.returns(called(guarded.rpc, request), requirement=rule)
