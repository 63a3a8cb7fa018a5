"""[MS-SMB2] 3.3.5.20: receiving a QUERY_INFO request; 3.3.5.21: SET_INFO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import Dialect, InfoType
from plugfest.protocols.ms_smb2.query import QueryInfoRequest, QueryInfoResponse, SetInfoRequest, SetInfoResponse
from plugfest.protocols.ms_smb2.server import change_notify, respond
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request
from plugfest.protocols.ms_smb2.server.pipe_info import query_pipe_information, set_pipe_information

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_FILE_READ_EA = 0x08
_FILE_READ_ATTRIBUTES = 0x80
_WITH_ATTRIBUTES = frozenset((4, 18, 23, 24, 25, 34, 35))
"""FileBasic, All, Pipe, PipeLocal, PipeRemote, NetworkOpen and AttributeTagInformation."""
_FILE_FULL_EA_INFORMATION = 15
_SL_RESTART_SCAN, _SL_RETURN_SINGLE_ENTRY = 0x1, 0x2  # 2.2.37 Flags
_FILE_NORMALIZED_NAME_INFORMATION = 48
_FILE_ID_INFORMATION = 59


def query_info(server: Server, request: Request, body: QueryInfoRequest) -> Reply:
    """3.3.5.20."""
    open_ = find_open(server, request, body.file_id)
    limit = body.output_buffer_length
    if limit > request.connection.max_transact_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    match body.info_type:
        case InfoType.SMB2_0_INFO_FILE:
            data, status = _file(request, open_, body)
        case InfoType.SMB2_0_INFO_FILESYSTEM:
            if open_.file is None:
                raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
            data, status = ms_fsa.query_volume_information(open_.file, body.file_info_class, limit)
        case InfoType.SMB2_0_INFO_SECURITY:
            return _security(request, open_, body)
        case InfoType.SMB2_0_INFO_QUOTA:
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
        case _:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return Reply(QueryInfoResponse(buffer=data), status, file_id=open_.file_id)


def _file(request: Request, open_: Open, body: QueryInfoRequest) -> tuple[bytes, NtStatus]:
    """3.3.5.20.1."""
    kind, access = body.file_info_class, int(open_.granted_access)
    dialect = request.connection.dialect
    if kind == _FILE_ID_INFORMATION and dialect < Dialect.SMB_3_0:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if kind == _FILE_NORMALIZED_NAME_INFORMATION and dialect < Dialect.SMB_3_1_1:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if kind in _WITH_ATTRIBUTES and not access & _FILE_READ_ATTRIBUTES:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if kind == _FILE_FULL_EA_INFORMATION and not access & _FILE_READ_EA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if open_.file is None:
        return query_pipe_information(open_, kind, body.output_buffer_length)
    restart, single = bool(body.flags & _SL_RESTART_SCAN), bool(body.flags & _SL_RETURN_SINGLE_ENTRY)
    return ms_fsa.query_information(open_.file, kind, body.output_buffer_length, body.buffer, restart, single)


def _security(request: Request, open_: Open, body: QueryInfoRequest) -> Reply:
    """3.3.5.20.3: what is too long for the buffer is refused, with the size that it takes."""
    if open_.file is None:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    data = ms_fsa.query_security(open_.file, body.additional_information)
    if len(data) > body.output_buffer_length:
        size = len(data).to_bytes(4, "little")
        return respond.error_with_data(request.connection, NtStatus.STATUS_BUFFER_TOO_SMALL, size)
    return Reply(QueryInfoResponse(buffer=data), file_id=open_.file_id)


def set_info(server: Server, request: Request, body: SetInfoRequest) -> Reply:
    """3.3.5.21."""
    open_ = find_open(server, request, body.file_id)
    if len(body.buffer) > request.connection.max_transact_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if open_.file is None:
        set_pipe_information(open_, body)
        return Reply(SetInfoResponse(), file_id=open_.file_id)
    match body.info_type:
        case InfoType.SMB2_0_INFO_FILE:
            ms_fsa.set_information(open_.file, body.file_info_class, body.buffer)
            change_notify.check_deleted(server, open_.file)
        case InfoType.SMB2_0_INFO_FILESYSTEM:
            ms_fsa.set_volume_information(open_.file, body.file_info_class, body.buffer)
        case InfoType.SMB2_0_INFO_SECURITY:
            ms_fsa.set_security(open_.file, body.additional_information, body.buffer)
        case InfoType.SMB2_0_INFO_QUOTA:
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
        case _:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return Reply(SetInfoResponse(), file_id=open_.file_id)
