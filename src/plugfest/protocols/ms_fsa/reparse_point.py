"""[MS-FSA] 2.1.5.10.3, .14, .37: reparse points."""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import FILE_WRITE_ATTRIBUTES, FILE_WRITE_DATA, REPARSE_POINT
from plugfest.protocols.ms_fsa.model import Open

_LARGEST = 16384
_MICROSOFT = 0x80000000
_MOUNT_POINT = 0xA0000003
_SYMLINK = 0xA000000C
Answer = tuple[bytes, NtStatus]


def _parse(data: bytes) -> tuple[int, bytes, bytes]:
    """Tag, GUID (empty for Microsoft's tags) and data."""
    if not 8 <= len(data) <= _LARGEST:
        raise Refused(NtStatus.STATUS_IO_REPARSE_DATA_INVALID)
    tag, length = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:6], "little")
    if tag <= 1:
        raise Refused(NtStatus.STATUS_IO_REPARSE_TAG_INVALID)
    header = 8 if tag & _MICROSOFT else 24
    if len(data) != header + length:
        raise Refused(NtStatus.STATUS_IO_REPARSE_DATA_INVALID)
    guid = data[8:header]
    if guid and not any(guid):
        raise Refused(NtStatus.STATUS_IO_REPARSE_DATA_INVALID)
    return tag, guid, data[header:]


def _check(open_: Open) -> None:
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if open_.file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)


def set_reparse_point(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.37."""
    _check(open_)
    tag, guid, content = _parse(data)
    file = open_.file
    metadata = file.metadata
    if tag == _MOUNT_POINT and not file.is_directory:
        raise Refused(NtStatus.STATUS_NOT_A_DIRECTORY)
    if tag == _SYMLINK and not open_.context.token.has("SeCreateSymbolicLinkPrivilege"):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if file.is_directory and (file.is_root or not file.volume.storage.is_empty(file.id)):
        raise Refused(NtStatus.STATUS_DIRECTORY_NOT_EMPTY)
    if not file.is_directory and tag == _SYMLINK and open_.stream.state.size:
        raise Refused(NtStatus.STATUS_IO_REPARSE_DATA_INVALID)
    if not metadata.attributes & REPARSE_POINT and metadata.extended_attributes:
        raise Refused(NtStatus.STATUS_EAS_NOT_SUPPORTED)
    if metadata.reparse_tag:
        _match(metadata.reparse_tag, metadata.reparse_guid, tag, guid)
    metadata.reparse_tag, metadata.reparse_guid, metadata.reparse_data = tag, guid, content
    metadata.attributes |= REPARSE_POINT
    open_.note_changed(archive=not file.is_directory)
    return b"", NtStatus.STATUS_SUCCESS


def _match(tag: int, guid: bytes, given_tag: int, given_guid: bytes) -> None:
    if tag != given_tag:
        raise Refused(NtStatus.STATUS_IO_REPARSE_TAG_MISMATCH)
    if guid != given_guid:
        raise Refused(NtStatus.STATUS_REPARSE_ATTRIBUTE_CONFLICT)


def delete_reparse_point(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.3."""
    _check(open_)
    tag, guid, _ = _parse(data)
    metadata = open_.file.metadata
    if not metadata.reparse_tag:
        raise Refused(NtStatus.STATUS_NOT_A_REPARSE_POINT)
    _match(metadata.reparse_tag, metadata.reparse_guid, tag, guid)
    metadata.reparse_tag, metadata.reparse_guid, metadata.reparse_data = 0, b"", b""
    metadata.attributes &= ~REPARSE_POINT
    open_.note_changed(archive=not open_.file.is_directory)
    return b"", NtStatus.STATUS_SUCCESS


def get_reparse_point(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.14."""
    metadata = open_.file.metadata
    if not metadata.reparse_tag:
        raise Refused(NtStatus.STATUS_NOT_A_REPARSE_POINT)
    header = metadata.reparse_tag.to_bytes(4, "little") + len(metadata.reparse_data).to_bytes(4, "little")
    header += metadata.reparse_guid
    if limit < len(header):
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    answer = header + metadata.reparse_data
    if len(answer) > limit:
        return answer[:limit], NtStatus.STATUS_BUFFER_OVERFLOW
    return answer, NtStatus.STATUS_SUCCESS
