"""[MS-SMB2] 3.3.5.15: receiving an IOCTL request: pipe transaction, peek and wait; validate negotiate info."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask, CtlCode, IoctlFlags
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, FileId
from plugfest.protocols.ms_smb2.ioctl import (
    IoctlRequest,
    IoctlResponse,
    PipeWaitRequest,
    ValidateNegotiateInfoRequest,
    ValidateNegotiateInfoResponse,
)
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import Drop, Open, Reply, Request
from plugfest.protocols.ms_smb2.server.waiting import TimedOut, Wait, Waiter

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_TENTH_OF_SECOND = 1_000_000
"""100 ms in FILETIME units: what FSCTL_PIPE_WAIT counts in ([MS-FSCC] 2.3.49)."""
_PEEK = struct.Struct("<IIII")


def ioctl(server: Server, request: Request, body: IoctlRequest) -> Reply | Waiter:
    """3.3.5.15."""
    if not body.flags & IoctlFlags.SMB2_0_IOCTL_IS_FSCTL:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    limit = server.config.max_transact_size
    if body.max_output_response > limit or len(body.input) > limit or body.max_input_response > limit:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    match body.ctl_code:
        case CtlCode.FSCTL_PIPE_TRANSCEIVE:
            return _transceive(server, request, body)
        case CtlCode.FSCTL_PIPE_PEEK:
            return _peek(server, request, body)
        case CtlCode.FSCTL_PIPE_WAIT:
            return _pipe_wait(server, body)
        case CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO:
            return _validate_negotiate_info(server, request, body)
        case CtlCode.FSCTL_DFS_GET_REFERRALS | CtlCode.FSCTL_DFS_GET_REFERRALS_EX:
            raise Refused(NtStatus.STATUS_FS_DRIVER_REQUIRED)  # 3.3.5.15.2: IsDfsCapable is FALSE
    raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)


def _answer(
    body: IoctlRequest, file_id: FileId, output: bytes = b"", status: NtStatus = NtStatus.STATUS_SUCCESS
) -> Reply:
    return Reply(IoctlResponse(ctl_code=body.ctl_code, file_id=file_id, output=output), status, file_id=file_id)


def _transceive(server: Server, request: Request, body: IoctlRequest) -> Reply | Waiter:
    """3.3.5.15.3: write, then read what answers it."""
    open_ = find_open(server, request, body.file_id)
    wanted = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA
    if open_.granted_access & wanted != wanted:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if open_.pipe.messages:
        raise Refused(NtStatus.STATUS_PIPE_BUSY)
    open_.pipe.write(body.input)
    if open_.pipe.messages:
        return _transceived(open_, body)
    return _wait_for_answer(open_, body)


def _wait_for_answer(open_: Open, body: IoctlRequest) -> Waiter:
    while not open_.pipe.messages:
        yield Wait(open_)
        if open_.pipe.closed:
            raise Refused(NtStatus.STATUS_FILE_CLOSED)
    return _transceived(open_, body)


def _transceived(open_: Open, body: IoctlRequest) -> Reply:
    data, more = open_.pipe.read(body.max_output_response)
    status = NtStatus.STATUS_BUFFER_OVERFLOW if more else NtStatus.STATUS_SUCCESS
    return _answer(body, open_.file_id, data, status)


def _peek(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.4; [MS-FSCC] 2.3.45 FSCTL_PIPE_PEEK reply."""
    open_ = find_open(server, request, body.file_id)
    if body.max_output_response < _PEEK.size:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    messages = open_.pipe.messages
    first = len(messages[0]) if messages else 0
    room = body.max_output_response - _PEEK.size
    data = messages[0][:room] if messages else b""
    connected = 3  # FILE_PIPE_CONNECTED_STATE
    output = _PEEK.pack(connected, sum(map(len, messages)), len(messages), first) + data
    status = NtStatus.STATUS_BUFFER_OVERFLOW if len(data) < first else NtStatus.STATUS_SUCCESS
    return _answer(body, open_.file_id, output, status)


def _pipe_wait(server: Server, body: IoctlRequest) -> Waiter:
    """3.3.5.15.10: until an instance of the pipe can be opened."""
    try:
        wanted = PipeWaitRequest.decode(body.input)
    except WireError:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND) from None
    if not server.pipes.exists(wanted.name):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    deadline = None
    if wanted.timeout_specified:
        deadline = server.now + max(wanted.timeout, 0) * _TENTH_OF_SECOND
    while not server.pipes.available(wanted.name):
        try:
            yield Wait(("instance", wanted.name.casefold()), deadline)
        except TimedOut:
            raise Refused(NtStatus.STATUS_IO_TIMEOUT) from None
    return _answer(body, ANY_FILE_ID)


def _validate_negotiate_info(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.12: what was negotiated, under a signature; whoever changed it on its way shows."""
    connection = request.connection
    try:
        claimed = ValidateNegotiateInfoRequest.decode(body.input)
    except WireError:
        raise Drop from None
    common = set(claimed.dialects) & set(server.config.dialects)
    if (
        not common
        or max(common) != connection.dialect
        or claimed.guid != connection.client_guid
        or claimed.security_mode != connection.client_security_mode
        or claimed.capabilities != connection.client_capabilities
    ):
        raise Drop
    if body.max_output_response < 24:
        raise Drop
    sent = connection.server_capabilities
    response = ValidateNegotiateInfoResponse(
        sent, server.config.server_guid, connection.server_security_mode, connection.dialect
    )
    return _answer(body, ANY_FILE_ID, response.encode())
