"""[MS-SRVS] 3.1.1.7: what the flags of a share that level 1005 of NetrShareSetInfo sets do to those who use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, member, reference
from plugfest.conformance.cases.ms_srvs.scratch import added, set_info, told
from plugfest.conformance.cases.ms_srvs.share_add import DESCRIPTOR
from plugfest.conformance.fixtures import LogOn, Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net import RpcClient
from plugfest.net.client import Tree
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, CreateOptions, ShareAccess
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags
from plugfest.protocols.ms_srvs.types import ADT_SECURITY_DESCRIPTOR, NetrpSetFileSecurity

pytestmark = alone  # they add shares

_DACL = 4
"""[MS-DTYP] 2.4.7: DACL_SECURITY_INFORMATION."""
_NEEDS = [administrator, disk_share]
_ACCESS = AccessMask.FILE_READ_DATA | AccessMask.DELETE
_OPTIONS = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE
_ALL = ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE
_OURS = SecurityDescriptor(dacl=Acl((Ace(mask=0x001F01FF, sid=Sid.parse("S-1-5-32-544")),))).encode()
"""Administrators, FILE_ALL_ACCESS; nobody else."""


@asynccontextmanager
async def _flagged(rpc: RpcClient, target: Target, name: str, flag: ShareFlags) -> AsyncIterator[None]:
    """A share with this flag, while the block runs. That it can be had is not judged."""
    async with added(rpc, target, name, security_descriptor=DESCRIPTOR):
        response = await called(rpc, set_info(1005, name, flags=int(flag)))
        if response.ReturnValue != NetApiStatus.NERR_Success or not member(await told(rpc, name, 1005), "flags") & flag:
            raise NotApplicable(f"the target has no {flag.name}")
        yield


async def _names(tree: Tree) -> list[str]:
    return [entry.file_name async for entry in tree.list()]


@case(covers="MS-SRVS:3.1.1.7:92ad4bcb01", needs=_NEEDS, disruptive=True)
async def test_forced_shared_delete(
    administrator_srvsvc: RpcClient, log_on: LogOn, target: Target, unique: Unique
) -> None:
    """Where shared deletion is forced, who does not share it does not keep others from opening to delete."""
    name, flag = unique("share"), ShareFlags.SHI1005_FLAGS_FORCE_SHARED_DELETE
    async with _flagged(administrator_srvsvc, target, name, flag):
        tree: Tree = await (await log_on("administrator")).tree_connect(name)
        disposition = CreateDisposition.FILE_OPEN_IF
        first, again = [
            tree.handle(
                unique("file"), _ACCESS, share_access=sharing, create_disposition=disposition, create_options=_OPTIONS
            )
            for sharing in (ShareAccess.FILE_SHARE_READ, _ALL)
        ]
        async with first:
            handle = await expect.within(again, "an open to delete, beside one that does not share that")
            await handle.close()


@case(
    covers="MS-SRVS:3.1.1.7:1e9859e0bf",
    needs=[*_NEEDS, log_on, not_administrator],
    disruptive=True,
)
async def test_access_based_enumeration(
    administrator_srvsvc: RpcClient, log_on: LogOn, target: Target, unique: Unique
) -> None:
    """Where enumeration is based on access, a directory lists for a user what that user may read, and no more."""
    rpc, name, flag = administrator_srvsvc, unique("share"), ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM
    async with _flagged(rpc, target, name, flag):
        tree: Tree = await (await log_on("administrator")).tree_connect(name)
        files = {"shown": DESCRIPTOR, "hidden": _OURS}
        disposition = CreateDisposition.FILE_OPEN_IF
        async with AsyncExitStack() as stack:
            for purpose, descriptor in files.items():
                opening = tree.handle(
                    unique(purpose), _ACCESS, create_disposition=disposition, create_options=_OPTIONS, share_access=_ALL
                )
                await stack.enter_async_context(await opening)
                given = ADT_SECURITY_DESCRIPTOR(Buffer=descriptor)
                request = NetrpSetFileSecurity(None, name, f"\\{unique(purpose)}", _DACL, given)
                await reference(rpc, request)
            theirs: Tree = await (await log_on()).tree_connect(name)
            listed = await _names(theirs)
            found = [purpose for purpose in files if unique(purpose) in listed]
            expect.equal(found, ["shown"], "files that the user sees")
