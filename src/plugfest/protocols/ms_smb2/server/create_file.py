"""[MS-SMB2] 3.3.5.9: receiving a CREATE request for a file; 3.3.5.9.1 to 3.3.5.9.9: its create contexts."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from plugfest.errors import WireError
from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_dtyp import FILE_MAPPING
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateAction, CreateOptions, ShareAccess, ShareFlags
from plugfest.protocols.ms_smb2.create import CreateContext, CreateRequest, CreateResponse
from plugfest.protocols.ms_smb2.error_data import SymbolicLinkErrorResponse
from plugfest.protocols.ms_smb2.server import oplocks, respond
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request, Share

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_MAXIMUM_ALLOWED = int(AccessMask.MAXIMUM_ALLOWED)
_ALWAYS = _MAXIMUM_ALLOWED | int(AccessMask.ACCESS_SYSTEM_SECURITY)
"""What may be asked for whatever the share grants."""
_FILE_READ_DATA, _FILE_EXECUTE = 0x01, 0x20
_NOT_SERVED = CreateOptions.FILE_OPEN_BY_FILE_ID | CreateOptions.FILE_RESERVE_OPFILTER
_DURABLE_RECONNECTS = (b"DHnC", b"DH2C")
_NO_CONTEXTS: dict[bytes, bytes] = {}


def create_file(server: Server, request: Request, body: CreateRequest) -> Reply:
    """3.3.5.9: open or create in the share's volume."""
    tree, session = request.tree_connect, request.session
    assert tree is not None
    assert session is not None
    volume = tree.share.volume
    if volume is None:  # a printer, or another device: there is none
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    name = body.name
    if name.startswith(("\\", "/")):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if int.__and__(body.create_options, _NOT_SERVED):
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    contexts = _contexts(body.create_contexts) if body.create_contexts else _NO_CONTEXTS
    desired = int(body.desired_access)
    maximal = int(tree.maximal_access)
    if FILE_MAPPING.map(desired) & ~(maximal | _ALWAYS):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)  # more than the share grants
    allocation = _allocation_size(contexts) if contexts else None
    try:
        local, action = ms_fsa.open_file(
            volume,
            server.security_context(session),
            name,
            desired,
            file_attributes=int(body.file_attributes),
            share_access=_share_access(server, tree.share, int(body.share_access)),
            disposition=int(body.create_disposition),
            options=int(body.create_options),
            eas=contexts.get(b"ExtA", b""),
            security=contexts.get(b"SecD"),
            allocation_size=allocation,
        )
    except ms_fsa.StoppedOnSymlink as stopped:
        data = _symbolic_link(stopped)
        return respond.error_with_data(request.connection, NtStatus.STATUS_STOPPED_ON_SYMLINK, data)
    except Refused as refused:
        server.statistics.permerrors += refused.status == NtStatus.STATUS_ACCESS_DENIED
        raise
    if desired & _MAXIMUM_ALLOWED:
        local.granted_access &= maximal
    granted = local.granted_access
    if granted & _FILE_EXECUTE:  # who may execute a file may read it
        granted |= _FILE_READ_DATA
    open_ = server.register_open(request, name, AccessMask(granted), file=local)
    oplocks.acquire(server, open_, body.requested_oplock_level)
    information = local.network_open()
    response = CreateResponse(
        oplock_level=server.rules.value("MS-SMB2:3.3.5.9:55eb0f1eeb", open_.oplock_level),
        create_action=server.rules.value("MS-SMB2:2.2.14:ec793b4203", CreateAction(action)),
        creation_time=information.creation_time,
        last_access_time=information.last_access_time,
        last_write_time=information.last_write_time,
        change_time=information.change_time,
        allocation_size=information.allocation_size,
        end_of_file=information.end_of_file,
        file_attributes=information.file_attributes,
        file_id=open_.file_id,
        create_contexts=_answers(contexts, open_, tree.share) if contexts else (),
    )
    return Reply(response, file_id=open_.file_id)


def _share_access(server: Server, share: Share, given: int) -> int:
    """3.3.5.9: Share.ForceSharedDelete lets others delete what is open, whatever its opener wants."""
    if not share.flags & ShareFlags.SMB2_SHAREFLAG_FORCE_SHARED_DELETE:
        return given
    return given | int(ShareAccess.FILE_SHARE_DELETE) if server.rules.on("MS-SRVS:3.1.1.7:92ad4bcb01") else given


def _contexts(contexts: tuple[CreateContext, ...]) -> dict[bytes, bytes]:
    """The contexts by name; of those that we do not know nothing is used. Raises Refused for what cannot be served."""
    found = {context.name: context.data for context in contexts}
    if b"TWrp" in found:  # 3.3.5.9.4: there are no snapshots
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    if any(name in found for name in _DURABLE_RECONNECTS):  # 3.3.5.9.7, 3.3.5.9.12: nothing was kept
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    return found


def _allocation_size(contexts: dict[bytes, bytes]) -> int | None:
    """2.2.13.2.6."""
    data = contexts.get(b"AlSi")
    if data is None:
        return None
    if len(data) < 8:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return int.from_bytes(data[:8], "little", signed=True)


def _answers(contexts: dict[bytes, bytes], open_: Open, share: Share) -> tuple[CreateContext, ...]:
    """The contexts of the response."""
    assert open_.file is not None
    answers = []
    if b"MxAc" in contexts:
        answers.append(CreateContext(name=b"MxAc", data=_maximal_access(contexts[b"MxAc"], open_, share)))
    if b"QFid" in contexts:  # 2.2.14.2.9
        ids = struct.pack("<QQ", open_.file.file.id, share.volume_id)
        answers.append(CreateContext(name=b"QFid", data=ids + bytes(16)))
    return tuple(answers)


def _maximal_access(data: bytes, open_: Open, share: Share) -> bytes:
    """3.3.5.9.5, 2.2.14.2.5: unless the client knows the file as it is."""
    assert open_.file is not None
    if len(data) >= 8 and int.from_bytes(data[:8], "little") == open_.file.network_open().change_time:
        return struct.pack("<II", NtStatus.STATUS_NONE_MAPPED, 0)
    return struct.pack("<II", 0, ms_fsa.maximal_access(open_.file) & int(open_.tree_connect.maximal_access))


def _symbolic_link(stopped: ms_fsa.StoppedOnSymlink) -> bytes:
    """2.2.2.2.1: where the link leads, so that the client can go on by itself."""
    try:
        return SymbolicLinkErrorResponse.of(stopped.tag, stopped.data, stopped.unparsed_path_length).encode()
    except WireError:
        raise Refused(NtStatus.STATUS_IO_REPARSE_TAG_INVALID) from None
