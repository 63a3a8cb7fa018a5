"""[MS-SMB2] 3.3.5.9: receiving a CREATE request for a named pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_dtyp import FILE_MAPPING
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateAction
from plugfest.protocols.ms_smb2.create import CreateRequest, CreateResponse
from plugfest.protocols.ms_smb2.server.objects import FULL_ACCESS, Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

PIPE_ALLOCATION = 4096


def create_pipe(server: Server, request: Request, body: CreateRequest) -> Reply:
    """3.3.5.9: open an instance of a pipe."""
    assert request.session is not None
    name = body.name.removeprefix("\\")
    if not server.pipes.exists(name):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    if not server.pipes.available(name):
        raise Refused(NtStatus.STATUS_PIPE_NOT_AVAILABLE)
    pipe = server.pipes.open(name, server, request.session)
    open_ = server.register_open(request, name, _granted(body.desired_access), pipe=pipe)
    response = CreateResponse(
        create_action=CreateAction.FILE_OPENED,
        allocation_size=PIPE_ALLOCATION,
        file_attributes=FileAttributes.FILE_ATTRIBUTE_NORMAL,
        file_id=open_.file_id,
    )
    return Reply(response, file_id=open_.file_id)


def _granted(desired: AccessMask) -> AccessMask:
    """[MS-DTYP] 2.4.3: generic rights mapped; whoever may use a pipe may use it wholly."""
    granted = AccessMask(FILE_MAPPING.map(int(desired)))
    return FULL_ACCESS if granted & AccessMask.MAXIMUM_ALLOWED else granted & FULL_ACCESS
