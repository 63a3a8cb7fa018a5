"""[MS-SMB2] 3.3.5.9: receiving a CREATE request; 3.3.5.10: CLOSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_smb2.constants import (
    CloseFlags,
    ImpersonationLevel,
)
from plugfest.protocols.ms_smb2.create import CloseRequest, CloseResponse, CreateRequest
from plugfest.protocols.ms_smb2.server.create_file import create_file
from plugfest.protocols.ms_smb2.server.create_pipe import PIPE_ALLOCATION, create_pipe
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_ATTRIBUTES = CloseFlags.SMB2_CLOSE_FLAG_POSTQUERY_ATTRIB
_NO_ATTRIBUTES = CloseResponse()


def create(server: Server, request: Request, body: CreateRequest) -> Reply:
    """3.3.5.9: what holds for every CREATE; then a pipe is opened, or a file."""
    tree, session, rules = request.tree_connect, request.session, server.rules
    assert tree is not None
    assert session is not None
    if any(len(context.name) < 4 for context in body.create_contexts) and rules.on("MS-SMB2:3.3.5.9:92020e6162"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if tree.share.is_pipe and body.impersonation_level == ImpersonationLevel.Delegate:
        if rules.on("MS-SMB2:3.3.5.9:3d1993c8a0"):
            raise Refused(NtStatus.STATUS_BAD_IMPERSONATION_LEVEL)
    if body.impersonation_level > ImpersonationLevel.Delegate:
        raise Refused(NtStatus.STATUS_BAD_IMPERSONATION_LEVEL)
    if len(session.open_table) >= server.config.max_opens:
        raise Refused(NtStatus.STATUS_TOO_MANY_OPENED_FILES)
    return create_pipe(server, request, body) if tree.share.is_pipe else create_file(server, request, body)


def close(server: Server, request: Request, body: CloseRequest) -> Reply:
    """3.3.5.10."""
    missing = server.rules.value("MS-SMB2:3.3.5.10:3482522075", NtStatus.STATUS_FILE_CLOSED)
    open_ = find_open(server, request, body.file_id, missing)
    wanted = int.__and__(body.flags, _ATTRIBUTES)
    attributes = _attributes(open_, _ATTRIBUTES) if wanted else _NO_ATTRIBUTES
    if server.rules.on("MS-SMB2:3.3.5.10:04164742c1"):
        server.close_open(open_)
    return Reply(attributes, file_id=open_.file_id)


def _attributes(open_: Open, flags: CloseFlags) -> CloseResponse:
    """What the client wants to know of the file in the end."""
    if open_.file is None:
        attributes = FileAttributes.FILE_ATTRIBUTE_NORMAL
        return CloseResponse(flags=flags, allocation_size=PIPE_ALLOCATION, file_attributes=attributes)
    information = open_.file.network_open()
    return CloseResponse(
        flags=flags,
        creation_time=information.creation_time,
        last_access_time=information.last_access_time,
        last_write_time=information.last_write_time,
        change_time=information.change_time,
        allocation_size=information.allocation_size,
        end_of_file=information.end_of_file,
        file_attributes=information.file_attributes,
    )
