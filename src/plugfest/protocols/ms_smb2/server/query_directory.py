"""[MS-SMB2] 3.3.5.18: receiving a QUERY_DIRECTORY request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import QueryDirectoryFlags, ShareFlags
from plugfest.protocols.ms_smb2.query import QueryDirectoryRequest, QueryDirectoryResponse
from plugfest.protocols.ms_smb2.server.lookup import find_file
from plugfest.protocols.ms_smb2.server.objects import Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_FILE_LIST_DIRECTORY = 0x1


def query_directory(server: Server, request: Request, body: QueryDirectoryRequest) -> Reply:
    """3.3.5.18."""
    open_, local = find_file(server, request, body.file_id)
    if not local.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if body.output_buffer_length > request.connection.max_transact_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & _FILE_LIST_DIRECTORY:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    flags = body.flags
    share = open_.tree_connect.share
    trimmed = share.flags & ShareFlags.SMB2_SHAREFLAG_ACCESS_BASED_DIRECTORY_ENUM
    data, status = ms_fsa.query_directory(
        local,
        body.file_information_class,
        body.file_name,
        body.output_buffer_length,
        restart=bool(flags & QueryDirectoryFlags.SMB2_RESTART_SCANS),
        reopen=bool(flags & QueryDirectoryFlags.SMB2_REOPEN),
        single=bool(flags & QueryDirectoryFlags.SMB2_RETURN_SINGLE_ENTRY),
        index=body.file_index if flags & QueryDirectoryFlags.SMB2_INDEX_SPECIFIED else None,
        only_readable=bool(trimmed) and server.rules.on("MS-SRVS:3.1.1.7:1e9859e0bf"),
    )
    return Reply(QueryDirectoryResponse(buffer=data), status, file_id=open_.file_id)
