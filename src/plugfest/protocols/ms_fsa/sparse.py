"""[MS-FSA] 2.1.5.10.6, .22, .24, .38, .39: sparse files, zeros and trimming."""

from __future__ import annotations

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    COMPRESSED,
    FILE_ACTION_MODIFIED,
    FILE_APPEND_DATA,
    FILE_NOTIFY_CHANGE_ATTRIBUTES,
    FILE_READ_DATA,
    FILE_WRITE_ATTRIBUTES,
    FILE_WRITE_DATA,
    MAX_LONGLONG,
    SPARSE_FILE,
)
from plugfest.protocols.ms_fsa.model import Open
from plugfest.protocols.ms_fscc.constants import RegionUsage
from plugfest.protocols.ms_fscc.fsctl import (
    AllocatedRange,
    FileLevelTrimReply,
    FileLevelTrimRequest,
    FileRegionInfo,
    QueryFileRegionsReply,
    SetZeroDataRequest,
)

Answer = tuple[bytes, NtStatus]
_OK = NtStatus.STATUS_SUCCESS
_PAGE = 4096
"""Volume.SystemPageSize."""


def set_sparse(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.38; no input means TRUE ([MS-FSCC] 2.3.83)."""
    file, stream = open_.file, open_.stream
    if stream.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES | FILE_APPEND_DATA):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    wanted = bool(data[0]) if data else True
    state, metadata = stream.state, file.metadata
    state.is_sparse = wanted
    if wanted:
        metadata.attributes |= SPARSE_FILE
    else:
        state.allocation_size = file.volume.align(state.size)
        if not any(other.is_sparse for other in metadata.streams.values()):
            metadata.attributes &= ~SPARSE_FILE
    file.dirty = True
    file.volume.report(FILE_ACTION_MODIFIED, FILE_NOTIFY_CHANGE_ATTRIBUTES, open_.link.path)
    return b"", _OK


def set_zero_data(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.39: the size stays as it is."""
    if len(data) < 16 or open_.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    given = SetZeroDataRequest.decode(data[:16])
    start, end = given.file_offset, given.beyond_final_zero
    if start < 0 or end < 0 or start > end:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    file, stream = open_.file, open_.stream
    if file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    if not open_.granted_access & FILE_WRITE_DATA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if stream.is_deleted:
        raise Refused(NtStatus.STATUS_FILE_DELETED)
    end = min(end, stream.state.size)
    if start < end:
        file.volume.storage.punch(file.id, stream.name, start, end - start)
        open_.note_modified()
    return b"", _OK


def query_allocated_ranges(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.22."""
    stream, volume = open_.stream, open_.file.volume
    if stream.is_directory or len(data) < 16:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & FILE_READ_DATA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    given = AllocatedRange.decode(data[:16])
    offset, length = given.file_offset, given.length
    if offset < 0 or length < 0 or length > MAX_LONGLONG - offset:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    length = min(length, stream.state.size - offset)
    if length <= 0:
        return b"", _OK
    if limit < 16:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    if not stream.state.is_sparse:
        return AllocatedRange(offset, length).encode(), _OK
    parts: list[bytes] = []
    for start, size in volume.storage.allocated_ranges(open_.file.id, stream.name, offset, length):
        if (len(parts) + 1) * 16 > limit:
            return b"".join(parts), NtStatus.STATUS_BUFFER_OVERFLOW
        parts.append(AllocatedRange(start, size).encode())
    return b"".join(parts), _OK


def query_file_regions(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.24: what lies before ValidDataLength, and what behind it."""
    if open_.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    cached = RegionUsage.FILE_REGION_USAGE_VALID_CACHED_DATA
    offset, length = 0, MAX_LONGLONG
    if data:
        if len(data) < 24:
            raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
        given = FileRegionInfo.decode(data[:24])
        offset, length = given.file_offset, given.length
        if not given.desired_usage & cached:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if length <= 0 or offset < 0 or offset + length > MAX_LONGLONG:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if limit < 40:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    state = open_.stream.state
    if offset > state.size or (offset == state.size and state.size):
        return b"", _OK
    end, valid = min(offset + length, state.size), state.valid_data_length
    regions = []
    if offset < valid:
        regions.append(FileRegionInfo(offset, min(valid, end) - offset, cached))
    if end > valid or not regions:
        start = max(offset, valid)
        regions.append(FileRegionInfo(start, end - start))
    fitting = regions[: (limit - 16) // 24]
    reply = QueryFileRegionsReply(total_region_entry_count=len(regions), region=tuple(fitting))
    return reply.encode(), _OK if len(fitting) == len(regions) else NtStatus.STATUS_BUFFER_OVERFLOW


def trim(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.6: whole pages are zeros from then on."""
    file, stream = open_.file, open_.stream
    if stream.is_directory or file.metadata.attributes & COMPRESSED:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & FILE_WRITE_DATA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    try:
        ranges = FileLevelTrimRequest.decode(data).ranges
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    if not ranges or 0 < limit < 4:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    processed = 0
    for one in ranges:
        start = -(-one.offset // _PAGE) * _PAGE
        end = min(one.offset + one.length, stream.state.size) // _PAGE * _PAGE
        if start < end:
            file.volume.storage.punch(file.id, stream.name, start, end - start)
            processed += 1
    return FileLevelTrimReply(processed).encode() if limit else b"", _OK
