"""[MS-FSA] 2.1.5.3 read, 2.1.5.4 write, 2.1.5.7 flush."""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    FILE_ACTION_MODIFIED,
    FILE_ACTION_MODIFIED_STREAM,
    FILE_APPEND_DATA,
    FILE_EXECUTE,
    FILE_NO_INTERMEDIATE_BUFFERING,
    FILE_NOTIFY_CHANGE_LAST_WRITE,
    FILE_NOTIFY_CHANGE_SIZE,
    FILE_NOTIFY_CHANGE_STREAM_SIZE,
    FILE_NOTIFY_CHANGE_STREAM_WRITE,
    FILE_READ_DATA,
    FILE_WRITE_DATA,
    FILE_WRITE_THROUGH,
    MAX_LONGLONG,
)
from plugfest.protocols.ms_fsa.model import Open


def read(open_: Open, offset: int, length: int, unbuffered: bool = False) -> bytes:
    """2.1.5.3. Raises Refused; beyond the end with STATUS_END_OF_FILE."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    stream, volume = open_.stream, open_.file.volume
    if stream.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
    if not open_.granted_access & (FILE_READ_DATA | FILE_EXECUTE):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if unbuffered or open_.mode & FILE_NO_INTERMEDIATE_BUFFERING:
        if (offset | length) % volume.logical_bytes_per_sector:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if offset < 0 or offset + length > MAX_LONGLONG:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not length:
        return b""
    if volume.before is not None:
        volume.before("READ", open_, {"offset": offset, "length": length})
    size = stream.state.size
    if offset >= size:
        raise Refused(NtStatus.STATUS_END_OF_FILE)
    length = min(length, size - offset)
    data = volume.storage.read(open_.file.id, stream.name, offset, length)
    open_.current_byte_offset = offset + length
    return data


def write(
    open_: Open, offset: int, data: bytes | memoryview, unbuffered: bool = False, write_through: bool = False
) -> int:
    """2.1.5.4: the number of bytes written. A negative offset is the end of the stream. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    file, stream = open_.file, open_.stream
    volume, state = file.volume, stream.state
    if stream.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_APPEND_DATA):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    count = len(data)
    if (unbuffered or open_.mode & FILE_NO_INTERMEDIATE_BUFFERING) and offset >= 0:
        if (offset | count) % volume.logical_bytes_per_sector:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    if offset + count > MAX_LONGLONG:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not count:
        return 0
    if offset < 0:
        offset = state.size
    end = offset + count
    if end > volume.max_file_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if volume.before is not None:
        volume.before("WRITE", open_, {"offset": offset, "length": count})
    if end > state.allocation_size and not state.is_sparse:
        if end - state.allocation_size > volume.storage.space().free:
            raise Refused(NtStatus.STATUS_DISK_FULL)
    try:
        volume.storage.write(file.id, stream.name, offset, data)
    except Refused:
        volume.storage.set_size(file.id, stream.name, state.size)
        raise
    grown = end > state.size
    if grown:
        state.size = end
        if end > state.allocation_size:
            state.allocation_size = volume.align(end)
    state.valid_data_length = max(state.valid_data_length, end)
    open_.current_byte_offset = end
    open_.note_modified()
    if write_through or open_.mode & FILE_WRITE_THROUGH:
        flush_file(open_)
    if volume.notify is not None:
        _report(open_, grown)
    return count


def _report(open_: Open, grown: bool) -> None:
    volume = open_.file.volume
    if open_.stream.name:
        changes = FILE_NOTIFY_CHANGE_STREAM_WRITE | (FILE_NOTIFY_CHANGE_STREAM_SIZE if grown else 0)
        volume.report(FILE_ACTION_MODIFIED_STREAM, changes, open_.path)
    else:
        changes = FILE_NOTIFY_CHANGE_LAST_WRITE | (FILE_NOTIFY_CHANGE_SIZE if grown else 0)
        volume.report(FILE_ACTION_MODIFIED, changes, open_.link.path)


def flush(open_: Open) -> None:
    """2.1.5.7: what was written survives from now on. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_APPEND_DATA):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    flush_file(open_)


def flush_file(open_: Open) -> None:
    """Whoever has it open, and however."""
    file = open_.file
    if file.dirty:
        file.volume.storage.save(file.id, file.metadata)
        file.dirty = False
    file.volume.storage.flush(file.id)
