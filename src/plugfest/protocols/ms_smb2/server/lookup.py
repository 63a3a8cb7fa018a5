"""[MS-SMB2] 3.3.5.10 and its like, 3.3.5.2.7.2: finding the open that a request is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, FileId
from plugfest.protocols.ms_smb2.server.objects import Open, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_fsa import Open as LocalOpen
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.pipes import PipeInstance


def find_open(
    server: Server, request: Request, file_id: FileId, missing: NtStatus = NtStatus.STATUS_FILE_CLOSED
) -> Open:
    """The open of this FileId; in a related request that names none, the one of the request before."""
    chain, session = request.chain, request.session
    assert session is not None
    if file_id == ANY_FILE_ID and request.is_related:
        if chain.file_id is None:
            status = NtStatus.STATUS_INVALID_HANDLE
            raise Refused(server.rules.value("MS-SMB2:3.3.5.2.7.2:84872bdc96", status))
        if server.rules.on("MS-SMB2:3.3.5.2.7.2:d4b3fdd8f9"):
            file_id = chain.file_id
    chain.file_id = file_id
    open_ = session.open_table.get(file_id.volatile)
    if open_ is None or open_.file_id.persistent != file_id.persistent:
        raise Refused(missing)
    if open_.tree_connect is not request.tree_connect:  # as Windows and Samba have it: a handle belongs to its tree
        raise Refused(missing)
    return open_


def find_file(server: Server, request: Request, file_id: FileId) -> tuple[Open, LocalOpen]:
    """The same, for what only files and directories can do."""
    open_ = find_open(server, request, file_id)
    if open_.file is None:
        raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
    return open_, open_.file


def find_pipe(server: Server, request: Request, file_id: FileId) -> tuple[Open, PipeInstance]:
    """The same, for what only pipes can do."""
    open_ = find_open(server, request, file_id)
    if open_.pipe is None:
        raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
    return open_, open_.pipe
