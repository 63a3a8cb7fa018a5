"""[MS-SMB2] 3.3.5.15.5 source file key, 3.3.5.15.6 server-side copy; 3.3.5.15.17 duplicate extents."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from plugfest.errors import WireError
from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.fsctl import Smb2DuplicateExtentsData
from plugfest.protocols.ms_smb2.constants import CtlCode
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse, SrvCopychunkCopy, SrvCopychunkResponse
from plugfest.protocols.ms_smb2.server.lookup import find_file
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

MAX_CHUNKS = 256
MAX_CHUNK_SIZE = 1024 * 1024
MAX_DATA_SIZE = 16 * 1024 * 1024
_FILE_READ_DATA = 0x1
_WRITE_OR_APPEND = 0x2 | 0x4
_RESPONSE_SIZE = 12
_KEY_SIZE = 24


def resume_key(open_: Open) -> bytes:
    """2.2.32.3: 24 bytes that name an open."""
    return struct.pack("<QQQ", open_.file_id.persistent, open_.file_id.volatile, open_.session.session_id)


def request_resume_key(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.5."""
    open_, _ = find_file(server, request, body.file_id)
    if body.max_output_response < _KEY_SIZE + 8:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return _answer(body, open_, resume_key(open_) + bytes(8))


def _answer(body: IoctlRequest, open_: Open, output: bytes, status: NtStatus = NtStatus.STATUS_SUCCESS) -> Reply:
    response = IoctlResponse(ctl_code=body.ctl_code, file_id=open_.file_id, output=output)
    return Reply(response, status, file_id=open_.file_id)


def copychunk(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.6."""
    if body.max_output_response < _RESPONSE_SIZE:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    target, _ = find_file(server, request, body.file_id)
    try:
        wanted = SrvCopychunkCopy.decode(body.input)
    except WireError:
        return _limits(body, target)
    if (
        len(wanted.chunks) > MAX_CHUNKS
        or any(not 0 < chunk.length <= MAX_CHUNK_SIZE for chunk in wanted.chunks)
        or sum(chunk.length for chunk in wanted.chunks) > MAX_DATA_SIZE
    ):
        return _limits(body, target)
    source = _source(request, wanted.source_key)
    reading = body.ctl_code == CtlCode.FSCTL_SRV_COPYCHUNK
    if (
        not source.granted_access & _FILE_READ_DATA
        or not target.granted_access & _WRITE_OR_APPEND
        or (reading and not target.granted_access & _FILE_READ_DATA)
    ):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return _copy(body, source, target, wanted)


def _limits(body: IoctlRequest, target: Open) -> Reply:
    """3.3.5.15.6.2: it asks for too much; this is how much it may ask for."""
    limits = SrvCopychunkResponse(MAX_CHUNKS, MAX_CHUNK_SIZE, MAX_DATA_SIZE)
    return _answer(body, target, limits.encode(), NtStatus.STATUS_INVALID_PARAMETER)


def _source(request: Request, key: bytes) -> Open:
    assert request.session is not None
    for open_ in request.session.open_table.values():
        if open_.file is not None and resume_key(open_) == key:
            return open_
    raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)


def _copy(body: IoctlRequest, source: Open, target: Open, wanted: SrvCopychunkCopy) -> Reply:
    assert source.file is not None
    assert target.file is not None
    done = total = 0
    status = NtStatus.STATUS_SUCCESS
    for chunk in wanted.chunks:
        try:
            size = source.file.network_open().end_of_file
            if chunk.source_offset + chunk.length > size:
                raise Refused(NtStatus.STATUS_INVALID_VIEW_SIZE)
            data = ms_fsa.read(source.file, chunk.source_offset, chunk.length)
            total += ms_fsa.write(target.file, chunk.target_offset, data)
        except Refused as refused:  # 3.3.5.15.6.1
            status = refused.status
            break
        done += 1
    output = SrvCopychunkResponse(done, 0, total).encode()
    return _answer(body, target, output, status)


def duplicate_extents(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.17, [MS-FSCC] 2.3.7.2."""
    target, file = find_file(server, request, body.file_id)
    try:
        wanted = Smb2DuplicateExtentsData.decode(body.input)
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    named = FileId(wanted.source_file_id_persistent, wanted.source_file_id_volatile)
    assert request.session is not None
    source = request.session.open_table.get(named.volatile)
    if source is None or source.file is None or source.file_id != named:
        raise Refused(NtStatus.STATUS_INVALID_HANDLE)
    ms_fsa.duplicate_extents(source.file, wanted.source_file_offset, file, wanted.target_file_offset, wanted.byte_count)
    return _answer(body, target, b"")
