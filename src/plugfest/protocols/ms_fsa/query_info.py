"""[MS-FSA] 2.1.5.12: the server requests a query of file information."""

from __future__ import annotations

from collections.abc import Callable

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa import extended_attributes
from plugfest.protocols.ms_fsa.constants import (
    COMPRESSED,
    FILE_READ_ATTRIBUTES,
    FILE_READ_EA,
)
from plugfest.protocols.ms_fsa.model import Open
from plugfest.protocols.ms_fscc.constants import (
    CompressionFormat,
    FileAttributes,
    FileInformationClass,
    ModeFlags,
    ReparseTag,
)
from plugfest.protocols.ms_fscc.entries import FileStreamInformation
from plugfest.protocols.ms_fscc.file_information import (
    FileAccessInformation,
    FileAlignmentInformation,
    FileAllInformation,
    FileAttributeTagInformation,
    FileBasicInformation,
    FileCompressionInformation,
    FileEaInformation,
    FileIdInformation,
    FileInternalInformation,
    FileModeInformation,
    FileNameInformation,
    FilePositionInformation,
    FileStandardInformation,
)
from plugfest.protocols.ms_fscc.lists import write_list
from plugfest.protocols.ms_fscc.names import short_name
from plugfest.wire import Structure

Answer = tuple[bytes, NtStatus]
_ALL = 104
"""What a FILE_ALL_INFORMATION takes at least."""
_NAME = 8
"""What a FILE_NAME_INFORMATION takes at least: with one character, filled up."""


def access(open_: Open) -> FileAccessInformation:
    """2.1.5.12.1."""
    return FileAccessInformation(open_.granted_access)


def attribute_tag(open_: Open) -> FileAttributeTagInformation:
    """2.1.5.12.5."""
    _demand(open_, FILE_READ_ATTRIBUTES)
    return FileAttributeTagInformation(FileAttributes(open_.attributes), ReparseTag(open_.file.metadata.reparse_tag))


def basic(open_: Open) -> FileBasicInformation:
    """2.1.5.12.6."""
    _demand(open_, FILE_READ_ATTRIBUTES)
    metadata = open_.file.metadata
    return FileBasicInformation(
        metadata.creation_time,
        metadata.last_access_time,
        metadata.last_write_time,
        metadata.change_time,
        FileAttributes(open_.attributes),
    )


def compression(open_: Open) -> FileCompressionInformation:
    """2.1.5.12.8."""
    volume, state = open_.file.volume, open_.stream.state
    if not open_.file.metadata.attributes & COMPRESSED:
        return FileCompressionInformation(compressed_file_size=0 if open_.is_directory else state.size)
    return FileCompressionInformation(
        0 if open_.is_directory else state.allocation_size,
        CompressionFormat.COMPRESSION_FORMAT_LZNT1,
        volume.compression_unit_size.bit_length() - 1,
        12,
        volume.cluster_size.bit_length() - 1,
    )


def ea(open_: Open) -> FileEaInformation:
    """2.1.5.12.10."""
    return FileEaInformation(extended_attributes.size(open_.file.metadata.extended_attributes))


def internal(open_: Open) -> FileInternalInformation:
    """2.1.5.12.17."""
    return FileInternalInformation(open_.file.id)


def mode(open_: Open) -> FileModeInformation:
    """2.1.5.12.18, without FILE_DELETE_ON_CLOSE ([MS-FSCC] 2.4.31)."""
    return FileModeInformation(ModeFlags(open_.mode & ~0x1000))


def position(open_: Open) -> FilePositionInformation:
    """2.1.5.12.23."""
    return FilePositionInformation(open_.current_byte_offset)


def standard(open_: Open) -> FileStandardInformation:
    """2.1.5.12.27."""
    metadata, state = open_.file.metadata, open_.stream.state
    deleted = sum(link.is_deleted and not link.is_removed for link in open_.file.links)
    links = max(metadata.links - deleted, 0)
    return FileStandardInformation(
        open_.file.allocation_of(open_.stream.name, state),
        state.size,
        links,
        int(open_.delete_pending or not links),
        int(open_.is_directory),
    )


def network_open(open_: Open) -> Structure:
    """2.1.5.12.21."""
    _demand(open_, FILE_READ_ATTRIBUTES)
    return open_.network_open()


def file_id(open_: Open) -> FileIdInformation:
    """2.1.5.12.31."""
    return FileIdInformation(open_.file.volume.serial_number, open_.file.id.to_bytes(16, "little"))


def _alignment(open_: Open) -> FileAlignmentInformation:
    """2.1.5.12.2."""
    return FileAlignmentInformation()


def _all(open_: Open, limit: int) -> Answer:
    """2.1.5.12.3."""
    name = FileNameInformation(file_name="\\" + open_.path)
    information = FileAllInformation(
        basic(open_),
        standard(open_),
        internal(open_),
        ea(open_),
        access(open_),
        position(open_),
        mode(open_),
        FileAlignmentInformation(),
        name,
    )
    return _cut(information.encode(), _ALL, limit)


def _alternate_name(open_: Open, limit: int) -> Answer:
    """2.1.5.12.4: the short name, which is the name itself where that is one."""
    _room(limit, _NAME)
    name = open_.link.name
    if not open_.file.volume.generate_short_names or not name:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    return _cut(FileNameInformation(file_name=short_name(name) or name.upper()).encode(), _NAME, limit)


def _normalized_name(open_: Open, limit: int) -> Answer:
    """2.1.5.12.30: relative to the root, in the case of the names as they stand."""
    return _cut(FileNameInformation(file_name=open_.path).encode(), _NAME, limit)


def _full_ea(open_: Open, limit: int, data: bytes, restart: bool, single: bool) -> Answer:
    """2.1.5.12.12; where the client lists names, these."""
    _demand(open_, FILE_READ_EA)
    kept = open_.file.metadata.extended_attributes
    if data:
        chosen, start = extended_attributes.wanted(kept, data), 0
    else:
        chosen, start = list(kept), 0 if restart else open_.next_ea_entry
    if not kept and not data:
        raise Refused(NtStatus.STATUS_NO_EAS_ON_FILE)
    if start >= len(chosen):
        raise Refused(NtStatus.STATUS_NO_MORE_EAS)
    fitting, used = [], 0
    for attribute in chosen[start : start + 1] if single else chosen[start:]:
        needed = extended_attributes.encoded_size(attribute)
        if used + needed > limit:
            break
        fitting.append(attribute)
        used += needed + -needed % 4
    if not fitting:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    if not data:
        open_.next_ea_entry = start + len(fitting)
    more = not single and start + len(fitting) < len(chosen)
    return extended_attributes.encode(fitting), NtStatus.STATUS_BUFFER_OVERFLOW if more else NtStatus.STATUS_SUCCESS


def _streams(open_: Open, limit: int) -> Answer:
    """2.1.5.12.29: only whole entries."""
    _room(limit, 32)
    entries: list[Structure] = []
    used = 0
    status = NtStatus.STATUS_SUCCESS
    for name, state in open_.file.metadata.streams.items():
        entry = FileStreamInformation(
            stream_size=state.size,
            stream_allocation_size=open_.file.allocation_of(name, state),
            stream_name=f":{name}:$DATA",
        )
        needed = len(entry.encode())
        if used + needed > limit:
            status = NtStatus.STATUS_BUFFER_OVERFLOW
            break
        entries.append(entry)
        used += needed + -needed % 8
    return write_list(entries), status


def _demand(open_: Open, right: int) -> None:
    if not open_.granted_access & right:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _room(limit: int, fixed: int) -> None:
    """Names are cut, and what comes before them is not."""
    if limit < fixed:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)


def _cut(data: bytes, fixed: int, limit: int) -> Answer:
    _room(limit, fixed)
    return (data, NtStatus.STATUS_SUCCESS) if len(data) <= limit else (data[:limit], NtStatus.STATUS_BUFFER_OVERFLOW)


_C = FileInformationClass
_FIXED: dict[int, tuple[int, Callable[[Open], Structure]]] = {
    _C.FileAccessInformation: (4, access),
    _C.FileAlignmentInformation: (4, _alignment),
    _C.FileAttributeTagInformation: (8, attribute_tag),
    _C.FileBasicInformation: (40, basic),
    _C.FileCompressionInformation: (16, compression),
    _C.FileEaInformation: (4, ea),
    _C.FileIdInformation: (24, file_id),
    _C.FileInternalInformation: (8, internal),
    _C.FileModeInformation: (4, mode),
    _C.FileNetworkOpenInformation: (56, network_open),
    _C.FilePositionInformation: (8, position),
    _C.FileStandardInformation: (24, standard),
}
_VARIABLE: dict[int, Callable[[Open, int], Answer]] = {
    _C.FileAllInformation: _all,
    _C.FileAlternateNameInformation: _alternate_name,
    _C.FileNormalizedNameInformation: _normalized_name,
    _C.FileStreamInformation: _streams,
}
_NOT_SUPPORTED = frozenset(
    (
        _C.FileHardLinkInformation,
        _C.FileNameInformation,
        _C.FileObjectIdInformation,
        _C.FileQuotaInformation,
        _C.FileReparsePointInformation,
        _C.FileSfioReserveInformation,
        _C.FileStandardLinkInformation,
    )
)


def query_information(
    open_: Open, information_class: int, limit: int, data: bytes = b"", restart: bool = False, single: bool = False
) -> Answer:
    """2.1.5.12: the information, in `limit` bytes at most. `data` is what the request bears: a list of the extended
    attributes that are wanted. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    found = _FIXED.get(information_class)
    if found is not None:
        size, give = found
        if limit < size:
            raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
        return give(open_).encode(), NtStatus.STATUS_SUCCESS
    vary = _VARIABLE.get(information_class)
    if vary is not None:
        return vary(open_, limit)
    if information_class == _C.FileFullEaInformation:
        return _full_ea(open_, limit, data, restart, single)
    if information_class in _NOT_SUPPORTED:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if information_class in (_C.FilePipeInformation, _C.FilePipeLocalInformation, _C.FilePipeRemoteInformation):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    raise Refused(NtStatus.STATUS_INVALID_INFO_CLASS)
