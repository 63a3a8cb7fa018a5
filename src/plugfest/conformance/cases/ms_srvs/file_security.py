"""[MS-SRVS] 3.1.4.27 and 3.1.4.28: the security descriptor of a file, by way of the server's own paths."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, reference
from plugfest.conformance.cases.ms_srvs.scratch import NO_SERVER, NO_SHARE
from plugfest.conformance.fixtures import LogOn, Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive
from plugfest.errors import WireError
from plugfest.net import RpcClient
from plugfest.net.client import Tree
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, CreateOptions
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import ADT_SECURITY_DESCRIPTOR, NetrpGetFileSecurity, NetrpSetFileSecurity

pytestmark = alone

_DACL = 4
"""[MS-DTYP] 2.4.7: DACL_SECURITY_INFORMATION."""
_EVERYTHING, _READ = 0x001F01FF, 0x00120089
_ACCESS = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA | AccessMask.DELETE | AccessMask.WRITE_DAC
_OPTIONS = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE
_NEEDS = [administrator, disk_share]


def _descriptor(mask: int) -> bytes:
    """One entry: everyone, these rights."""
    return SecurityDescriptor(dacl=Acl((Ace(mask=mask, sid=Sid.parse("S-1-1-0")),))).encode()


class Guarded(NamedTuple):
    """A file with a descriptor of ours, the administrator's, that is gone when it is closed."""

    rpc: RpcClient
    share: str
    name: str


@pytest.fixture
async def guarded(
    log_on: LogOn, administrator_srvsvc: RpcClient, target: Target, unique: Unique
) -> AsyncIterator[Guarded]:
    """A file that everybody has all rights to, as long as the case runs."""
    tree: Tree = await (await log_on("administrator")).tree_connect(target.share)
    name = unique("file")
    opening = tree.handle(name, _ACCESS, create_disposition=CreateDisposition.FILE_OPEN_IF, create_options=_OPTIONS)
    async with opening:
        set_up = _set(target.share, name, _descriptor(_EVERYTHING))
        response = await called(administrator_srvsvc, set_up)
        if response.ReturnValue != NetApiStatus.NERR_Success:
            raise Inconclusive(f"no descriptor could be set: {NetApiStatus(response.ReturnValue).name}")
        yield Guarded(administrator_srvsvc, target.share, name)


def _get(share: str, path: str, server: str | None = None) -> Any:
    return NetrpGetFileSecurity(server, share, path, _DACL)


def _set(share: str, path: str, descriptor: bytes, server: str | None = None) -> Any:
    return NetrpSetFileSecurity(server, share, path, _DACL, ADT_SECURITY_DESCRIPTOR(Buffer=descriptor))


def _masks(response: Any) -> list[int]:
    """The rights that the DACL of an answer gives; empty where it is none."""
    told = getattr(response, "SecurityDescriptor", None)
    try:
        dacl = SecurityDescriptor.decode((told.Buffer if told else None) or b"").dacl
    except WireError:
        return []
    return [ace.mask for ace in (dacl.aces if dacl else ()) if hasattr(ace, "mask")]


_GET = {
    "MS-SRVS:3.1.4.27:7aa938cc9b": "the descriptor that the file has",
    "MS-SRVS:3.1.4.27:1baa8745d2": "that of the file, not of the share's directory",
    "MS-SRVS:3.1.4.27:082bdcb4cb": "that of a file of this share",
}


@case(covers=[*_GET], needs=_NEEDS, disruptive=True)
async def test_read(guarded: Guarded) -> None:
    """What is told is the descriptor of that file of that share."""
    await reference(guarded.rpc, _set(guarded.share, guarded.name, _descriptor(_READ)))
    for rule, what in _GET.items():
        response = await expect.returns(called(guarded.rpc, _get(guarded.share, guarded.name)), requirement=rule)
        expect.equal(_masks(response), [_READ], f"rights in {what}", requirement=rule)
    await reference(guarded.rpc, _set(guarded.share, guarded.name, _descriptor(_EVERYTHING)))


_SET = ("MS-SRVS:3.1.4.28:c26ff29246", "MS-SRVS:3.1.4.28:55ff227f66")


@case(covers=[*_SET], needs=_NEEDS, disruptive=True)
async def test_set(guarded: Guarded) -> None:
    """A descriptor that was set is the file's, not the directory's."""
    for rule, mask in zip(_SET, (_READ, _READ | 2), strict=True):
        path = guarded.name
        await expect.returns(called(guarded.rpc, _set(guarded.share, path, _descriptor(mask))), requirement=rule)
        found = _masks(await reference(guarded.rpc, _get(guarded.share, path)))
        expect.equal(found, [mask], "rights of the file", requirement=rule)
    await reference(guarded.rpc, _set(guarded.share, path, _descriptor(_EVERYTHING)))


@case(
    covers=["MS-SRVS:3.1.4.27:ecfe039c35", "MS-SRVS:3.1.4.28:d9237a29e7", "MS-SRVS:3.1.4.28:1ab707a8f6"],
    needs=[administrator],
    disruptive=True,
)
async def test_no_such_share(administrator_srvsvc: RpcClient) -> None:
    """A share that is not there is not found."""
    for request, rule in (
        (_get(NO_SHARE, "\\"), "MS-SRVS:3.1.4.27:ecfe039c35"),
        (_set(NO_SHARE, "\\", _descriptor(_READ)), "MS-SRVS:3.1.4.28:d9237a29e7"),
        (_set(NO_SHARE, "\\", _descriptor(_READ)), "MS-SRVS:3.1.4.28:1ab707a8f6"),
    ):
        given = called(administrator_srvsvc, request)
        await expect.returns(given, NetApiStatus.NERR_NetNameNotFound, requirement=rule)


@case(covers=["MS-SRVS:3.1.4.27:28c60c4582", "MS-SRVS:3.1.4.28:9f70ae4845"], needs=_NEEDS, disruptive=True)
async def test_no_such_file(administrator_srvsvc: RpcClient, target: Target, unique: Unique) -> None:
    """A file that is not there is not found."""
    path = unique("missing")
    for request, rule in (
        (_get(target.share, path), "MS-SRVS:3.1.4.27:28c60c4582"),
        (_set(target.share, path, _descriptor(_READ)), "MS-SRVS:3.1.4.28:9f70ae4845"),
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
    path = guarded.name
    await reference(guarded.rpc, _set(guarded.share, path, _descriptor(1)))
    try:
        await denied(srvsvc, _get(guarded.share, path), "MS-SRVS:3.1.4.27:be21b4e541")
        given = _set(guarded.share, path, _descriptor(_EVERYTHING))
        await denied(srvsvc, given, "MS-SRVS:3.1.4.28:37301bbb32")
    finally:
        await called(guarded.rpc, _set(guarded.share, path, _descriptor(_EVERYTHING)))


@case(covers=["MS-SRVS:3.1.4.27:9e619aa3ed", "MS-SRVS:3.1.4.28:40f946e1ac"], needs=_NEEDS, disruptive=True)
async def test_server_names_are_ignored(guarded: Guarded) -> None:
    """Whatever the ServerName, a file of this server is meant."""
    path = guarded.name
    for request, rule in (
        (_get(guarded.share, path, NO_SERVER), "MS-SRVS:3.1.4.27:9e619aa3ed"),
        (_set(guarded.share, path, _descriptor(_EVERYTHING), NO_SERVER), "MS-SRVS:3.1.4.28:40f946e1ac"),
    ):
        await expect.returns(called(guarded.rpc, request), requirement=rule)
