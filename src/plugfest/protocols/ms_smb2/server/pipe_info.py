"""[MS-SMB2] 3.3.5.20.1 and 3.3.5.21.1 for named pipes: [MS-FSCC] 2.4.36 to 2.4.38 and 2.4.47."""

from __future__ import annotations

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import FileInformationClass
from plugfest.protocols.ms_fscc.file_information import FileStandardInformation
from plugfest.protocols.ms_fscc.pipe_information import FilePipeInformation, FilePipeLocalInformation
from plugfest.protocols.ms_smb2.constants import InfoType
from plugfest.protocols.ms_smb2.query import SetInfoRequest
from plugfest.protocols.ms_smb2.server.create_pipe import PIPE_ALLOCATION
from plugfest.protocols.ms_smb2.server.objects import Open
from plugfest.protocols.ms_smb2.server.pipes import UNLIMITED_INSTANCES
from plugfest.wire import Structure

_MESSAGE_MODE = 1


def query_pipe_information(open_: Open, kind: int, limit: int) -> tuple[bytes, NtStatus]:
    """What a pipe tells of itself. Raises Refused."""
    information = _information(open_, kind)
    if information is None:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    data = information.encode()
    if len(data) > limit:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
    return data, NtStatus.STATUS_SUCCESS


def _information(open_: Open, kind: int) -> Structure | None:
    assert open_.pipe is not None
    if kind == FileInformationClass.FileStandardInformation:
        return FileStandardInformation(allocation_size=PIPE_ALLOCATION, number_of_links=1, delete_pending=1)
    if kind == FileInformationClass.FilePipeInformation:
        return FilePipeInformation()
    if kind == FileInformationClass.FilePipeLocalInformation:
        return FilePipeLocalInformation(
            maximum_instances=UNLIMITED_INSTANCES,
            inbound_quota=PIPE_ALLOCATION,
            read_data_available=sum(map(len, open_.pipe.messages)),
            outbound_quota=PIPE_ALLOCATION,
            write_quota_available=PIPE_ALLOCATION,
        )
    return None


def set_pipe_information(open_: Open, body: SetInfoRequest) -> None:
    """Message mode is all that there is; asking for it changes nothing. Raises Refused."""
    if body.info_type != InfoType.SMB2_0_INFO_FILE or body.file_info_class != FileInformationClass.FilePipeInformation:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    try:
        wanted = FilePipeInformation.decode(body.buffer)
    except WireError:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH) from None
    if wanted.read_mode > _MESSAGE_MODE or wanted.completion_mode > 1:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
