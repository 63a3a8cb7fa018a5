"""[MS-SMB2] 3.3.5.9: receiving a CREATE request, for named pipes; 3.3.5.10: CLOSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    CloseFlags,
    CreateAction,
    ImpersonationLevel,
)
from plugfest.protocols.ms_smb2.create import CloseRequest, CloseResponse, CreateRequest, CreateResponse, FileId
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import FULL_ACCESS, Open, Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_PIPE_ALLOCATION = 4096


def create(server: Server, request: Request, body: CreateRequest) -> Reply:
    """3.3.5.9: open an instance of a named pipe. Shares of files are not served yet."""
    tree, session, rules = request.tree_connect, request.session, server.rules
    assert tree is not None
    assert session is not None
    if not tree.share.is_pipe:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if any(len(context.name) < 4 for context in body.create_contexts) and rules.on("MS-SMB2:3.3.5.9:92020e6162"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if body.impersonation_level == ImpersonationLevel.Delegate and rules.on("MS-SMB2:3.3.5.9:3d1993c8a0"):
        raise Refused(NtStatus.STATUS_BAD_IMPERSONATION_LEVEL)
    if body.impersonation_level > ImpersonationLevel.Delegate:
        raise Refused(NtStatus.STATUS_BAD_IMPERSONATION_LEVEL)
    name = body.name.removeprefix("\\")
    if not server.pipes.exists(name):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    if not server.pipes.available(name):
        raise Refused(NtStatus.STATUS_PIPE_NOT_AVAILABLE)
    if len(session.open_table) >= server.config.max_opens:
        raise Refused(NtStatus.STATUS_TOO_MANY_OPENED_FILES)
    number = int.from_bytes(server.random(8), "little") or 1
    while number in session.open_table or number == 0xFFFFFFFFFFFFFFFF:
        number = int.from_bytes(server.random(8), "little") or 1
    if session.open_table and not rules.on("MS-SMB2:3.3.5.9:2cba614e24"):
        number = next(iter(session.open_table))
    pipe = server.pipes.open(name, server, session)
    file_id = FileId(number, number)
    session.open_table[number] = Open(file_id, session, tree, _granted(body.desired_access), name, pipe, server.now)
    tree.open_count += 1
    response = CreateResponse(
        create_action=CreateAction.FILE_OPENED,
        allocation_size=_PIPE_ALLOCATION,
        file_attributes=FileAttributes.FILE_ATTRIBUTE_NORMAL,
        file_id=file_id,
    )
    return Reply(response, file_id=file_id)


def _granted(desired: AccessMask) -> AccessMask:
    """[MS-DTYP] 2.4.3: generic rights mapped to a pipe's own."""
    granted = desired & FULL_ACCESS
    if desired & (AccessMask.GENERIC_ALL | AccessMask.MAXIMUM_ALLOWED):
        granted |= FULL_ACCESS
    if desired & AccessMask.GENERIC_READ:
        granted |= AccessMask(0x00120089)
    if desired & AccessMask.GENERIC_WRITE:
        granted |= AccessMask(0x00120116)
    return granted


def close(server: Server, request: Request, body: CloseRequest) -> Reply:
    """3.3.5.10."""
    missing = server.rules.value("MS-SMB2:3.3.5.10:3482522075", NtStatus.STATUS_FILE_CLOSED)
    open_ = find_open(server, request, body.file_id, missing)
    flags = body.flags & CloseFlags.SMB2_CLOSE_FLAG_POSTQUERY_ATTRIB
    if server.rules.on("MS-SMB2:3.3.5.10:04164742c1"):
        server.close_open(open_)
    if not flags:
        return Reply(CloseResponse(), file_id=open_.file_id)
    attributes = FileAttributes.FILE_ATTRIBUTE_NORMAL
    response = CloseResponse(flags=flags, allocation_size=_PIPE_ALLOCATION, file_attributes=attributes)
    return Reply(response, file_id=open_.file_id)
