"""[MS-SMB2] 3.3.5.11 FLUSH, 3.3.5.12 READ, 3.3.5.13 WRITE, 3.3.5.17 ECHO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask, ReadFlags, WriteFlags
from plugfest.protocols.ms_smb2.read_write import (
    EchoRequest,
    EchoResponse,
    FlushRequest,
    FlushResponse,
    ReadRequest,
    ReadResponse,
    WriteRequest,
    WriteResponse,
)
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request
from plugfest.protocols.ms_smb2.server.pipes import PipeInstance
from plugfest.protocols.ms_smb2.server.waiting import Wait, Waiter

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server


def read(server: Server, request: Request, body: ReadRequest) -> Reply | Waiter:
    """3.3.5.12: of a file what is there; of a pipe the message at hand, or wait for one."""
    rules = server.rules
    missing = rules.value("MS-SMB2:3.3.5.12:e9a9b139d0", NtStatus.STATUS_FILE_CLOSED)
    open_ = find_open(server, request, body.file_id, missing)
    if not open_.granted_access & AccessMask.FILE_READ_DATA and rules.on("MS-SMB2:3.3.5.12:0fbbd0b0a5"):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if body.length > request.connection.max_read_size and rules.on("MS-SMB2:3.3.5.12:59dda4c949"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if open_.pipe is None:
        return _read_file(server, open_, body)
    if body.flags & ReadFlags.SMB2_READFLAG_READ_UNBUFFERED and rules.on("MS-SMB2:3.3.5.12:fbfeaf9a48"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if open_.pipe.messages or not body.length:
        return _read_pipe(server, open_, open_.pipe, body)
    return _wait_for_data(server, open_, open_.pipe, body)


def _read_file(server: Server, open_: Open, body: ReadRequest) -> Reply:
    assert open_.file is not None
    data = ms_fsa.read(open_.file, body.offset, body.length, bool(body.flags & ReadFlags.SMB2_READFLAG_READ_UNBUFFERED))
    if len(data) < body.minimum_count and server.rules.on("MS-SMB2:3.3.5.12:4b27e9ab65"):
        raise Refused(NtStatus.STATUS_END_OF_FILE)
    return Reply(ReadResponse(buffer=data), file_id=open_.file_id)


def _wait_for_data(server: Server, open_: Open, pipe: PipeInstance, body: ReadRequest) -> Waiter:
    while not pipe.messages:
        yield Wait(open_)
        if pipe.closed:
            raise Refused(NtStatus.STATUS_FILE_CLOSED)
    return _read_pipe(server, open_, pipe, body)


def _read_pipe(server: Server, open_: Open, pipe: PipeInstance, body: ReadRequest) -> Reply:
    data, more = pipe.read(body.length)
    if len(data) < body.minimum_count and server.rules.on("MS-SMB2:3.3.5.12:4b27e9ab65"):
        raise Refused(NtStatus.STATUS_END_OF_FILE)
    status = NtStatus.STATUS_BUFFER_OVERFLOW if more else NtStatus.STATUS_SUCCESS
    return Reply(ReadResponse(buffer=data), status, file_id=open_.file_id)


def write(server: Server, request: Request, body: WriteRequest) -> Reply:
    """3.3.5.13: to a file; or to the service behind a pipe, where whoever reads is woken."""
    rules = server.rules
    missing = rules.value("MS-SMB2:3.3.5.13:f982403111", NtStatus.STATUS_FILE_CLOSED)
    open_ = find_open(server, request, body.file_id, missing)
    if not open_.granted_access & (AccessMask.FILE_WRITE_DATA | AccessMask.FILE_APPEND_DATA):
        if rules.on("MS-SMB2:3.3.5.13:9191eec5a0"):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if len(body.buffer) > request.connection.max_write_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if open_.pipe is None:
        return _write_file(open_, body)
    if body.flags & (WriteFlags.SMB2_WRITEFLAG_WRITE_THROUGH | WriteFlags.SMB2_WRITEFLAG_WRITE_UNBUFFERED):
        if rules.on("MS-SMB2:3.3.5.13:8033ce587e"):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    open_.pipe.write(body.buffer)
    server.waiting.wake(open_)
    count = rules.value("MS-SMB2:3.3.5.13:a1ec614999", len(body.buffer))
    return Reply(WriteResponse(count=count), file_id=open_.file_id)


def _write_file(open_: Open, body: WriteRequest) -> Reply:
    assert open_.file is not None
    unbuffered = bool(body.flags & WriteFlags.SMB2_WRITEFLAG_WRITE_UNBUFFERED)
    through = bool(body.flags & WriteFlags.SMB2_WRITEFLAG_WRITE_THROUGH)
    written = ms_fsa.write(open_.file, body.offset, body.buffer, unbuffered, through)
    return Reply(WriteResponse(count=written), file_id=open_.file_id)


def flush(server: Server, request: Request, body: FlushRequest) -> Reply:
    """3.3.5.11: a pipe has nothing to flush."""
    open_ = find_open(server, request, body.file_id)
    if open_.file is not None:
        if not open_.granted_access & (AccessMask.FILE_WRITE_DATA | AccessMask.FILE_APPEND_DATA):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        ms_fsa.flush(open_.file)
    return Reply(FlushResponse(), file_id=open_.file_id)


def echo(server: Server, request: Request, body: EchoRequest) -> Reply:
    """3.3.5.17."""
    return Reply(EchoResponse())
