"""[MS-SMB2] 3.3.5.15: receiving an IOCTL request: pipe transaction, peek and wait; validate negotiate info."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from plugfest.errors import WireError
from plugfest.protocols import ms_fsa
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
from plugfest.protocols.ms_smb2.server import copychunk, interfaces
from plugfest.protocols.ms_smb2.server.lookup import find_file, find_pipe
from plugfest.protocols.ms_smb2.server.objects import Drop, Open, Reply, Request
from plugfest.protocols.ms_smb2.server.pipes import PipeInstance
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
    limit = request.connection.max_transact_size
    if body.max_output_response > limit or len(body.input) > limit or body.max_input_response > limit:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if body.ctl_code in _WITHOUT_FILE and body.file_id != ANY_FILE_ID:
        raise Refused(server.rules.value("MS-SMB2:3.3.5.15:885c8d448d", NtStatus.STATUS_INVALID_PARAMETER))
    handler = _HANDLERS.get(body.ctl_code)
    if handler is not None:
        return handler(server, request, body)
    return _pass_through(server, request, body)


def _pass_through(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.8: what the object store knows; everything else is refused by it."""
    if body.file_id == ANY_FILE_ID and not request.is_related:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    open_, local = find_file(server, request, body.file_id)
    output, status = ms_fsa.fs_control(local, int(body.ctl_code), body.input, body.max_output_response)
    return _answer(body, open_.file_id, output, status)


def _no_referrals(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.2: IsDfsCapable is FALSE."""
    raise Refused(NtStatus.STATUS_FS_DRIVER_REQUIRED)


def _not_supported(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.9, .1, .7."""
    raise Refused(NtStatus.STATUS_NOT_SUPPORTED)


def _answer(
    body: IoctlRequest, file_id: FileId, output: bytes = b"", status: NtStatus = NtStatus.STATUS_SUCCESS
) -> Reply:
    return Reply(IoctlResponse(ctl_code=body.ctl_code, file_id=file_id, output=output), status, file_id=file_id)


def _transceive(server: Server, request: Request, body: IoctlRequest) -> Reply | Waiter:
    """3.3.5.15.3: write, then read what answers it."""
    open_, pipe = find_pipe(server, request, body.file_id)
    wanted = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA
    if open_.granted_access & wanted != wanted:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if pipe.messages:
        raise Refused(NtStatus.STATUS_PIPE_BUSY)
    pipe.write(body.input)
    if pipe.messages:
        return _transceived(open_, pipe, body)
    return _wait_for_answer(open_, pipe, body)


def _wait_for_answer(open_: Open, pipe: PipeInstance, body: IoctlRequest) -> Waiter:
    while not pipe.messages:
        yield Wait(open_)
        if pipe.closed:
            raise Refused(NtStatus.STATUS_FILE_CLOSED)
    return _transceived(open_, pipe, body)


def _transceived(open_: Open, pipe: PipeInstance, body: IoctlRequest) -> Reply:
    data, more = pipe.read(body.max_output_response)
    status = NtStatus.STATUS_BUFFER_OVERFLOW if more else NtStatus.STATUS_SUCCESS
    return _answer(body, open_.file_id, data, status)


def _peek(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.4; [MS-FSCC] 2.3.45 FSCTL_PIPE_PEEK reply."""
    open_, pipe = find_pipe(server, request, body.file_id)
    if body.max_output_response < _PEEK.size:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    messages = pipe.messages
    first = len(messages[0]) if messages else 0
    room = body.max_output_response - _PEEK.size
    data = messages[0][:room] if messages else b""
    connected = 3  # FILE_PIPE_CONNECTED_STATE
    output = _PEEK.pack(connected, sum(map(len, messages)), len(messages), first) + data
    status = NtStatus.STATUS_BUFFER_OVERFLOW if len(data) < first else NtStatus.STATUS_SUCCESS
    return _answer(body, open_.file_id, output, status)


def _pipe_wait(server: Server, request: Request, body: IoctlRequest) -> Waiter:
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


_HANDLERS: dict[int, Callable[[Server, Request, IoctlRequest], Reply | Waiter]] = {
    CtlCode.FSCTL_PIPE_TRANSCEIVE: _transceive,
    CtlCode.FSCTL_PIPE_PEEK: _peek,
    CtlCode.FSCTL_PIPE_WAIT: _pipe_wait,
    CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO: _validate_negotiate_info,
    CtlCode.FSCTL_DFS_GET_REFERRALS: _no_referrals,
    CtlCode.FSCTL_DFS_GET_REFERRALS_EX: _no_referrals,
    CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO: interfaces.query_network_interface_info,
    CtlCode.FSCTL_LMR_REQUEST_RESILIENCY: _not_supported,
    CtlCode.FSCTL_SRV_ENUMERATE_SNAPSHOTS: _not_supported,
    CtlCode.FSCTL_SRV_READ_HASH: _not_supported,
    CtlCode.FSCTL_SRV_REQUEST_RESUME_KEY: copychunk.request_resume_key,
    CtlCode.FSCTL_SRV_COPYCHUNK: copychunk.copychunk,
    CtlCode.FSCTL_SRV_COPYCHUNK_WRITE: copychunk.copychunk,
    CtlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE: copychunk.duplicate_extents,
}
"""3.3.5.15: what is handled here; other codes go to the object store."""

_WITHOUT_FILE = (
    CtlCode.FSCTL_DFS_GET_REFERRALS,
    CtlCode.FSCTL_DFS_GET_REFERRALS_EX,
    CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO,
    CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO,
    CtlCode.FSCTL_PIPE_WAIT,
)
"""What is asked of the server and not of a file."""
