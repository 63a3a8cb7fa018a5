"""[MS-FSA] 2.1.5.10: the server requests an FsControl request."""

from __future__ import annotations

from collections.abc import Callable

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    COMPRESSED,
    FILE_ACTION_MODIFIED,
    FILE_NOTIFY_CHANGE_ATTRIBUTES,
    FILE_READ_DATA,
    FILE_WRITE_DATA,
)
from plugfest.protocols.ms_fsa.model import Open
from plugfest.protocols.ms_fsa.object_id import (
    create_or_get_object_id,
    delete_object_id,
    get_object_id,
    set_object_id,
    set_object_id_extended,
)
from plugfest.protocols.ms_fsa.reparse_point import delete_reparse_point, get_reparse_point, set_reparse_point
from plugfest.protocols.ms_fsa.sparse import (
    query_allocated_ranges,
    query_file_regions,
    set_sparse,
    set_zero_data,
    trim,
)
from plugfest.protocols.ms_fscc.constants import CompressionFormat, FsctlCode
from plugfest.protocols.ms_fscc.fsctl import Compression, IntegrityInformation, IsPathnameValidRequest, NtfsVolumeData
from plugfest.protocols.ms_fscc.names import split_component

Answer = tuple[bytes, NtStatus]
_OK = NtStatus.STATUS_SUCCESS


def _get_compression(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.9."""
    if limit < 2:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    compressed = open_.file.metadata.attributes & COMPRESSED
    state = CompressionFormat.COMPRESSION_FORMAT_LZNT1 if compressed else CompressionFormat.COMPRESSION_FORMAT_NONE
    return Compression(state).encode(), _OK


def _set_compression(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.30: the state is kept, the data are not compressed."""
    if len(data) < 2:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    state = int.from_bytes(data[:2], "little")
    if state > CompressionFormat.COMPRESSION_FORMAT_LZNT1:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & FILE_WRITE_DATA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    _writable(open_)
    file = open_.file
    wanted = COMPRESSED if state else 0
    if file.metadata.attributes & COMPRESSED != wanted:
        file.metadata.attributes ^= COMPRESSED
        file.dirty = True
        file.volume.report(FILE_ACTION_MODIFIED, FILE_NOTIFY_CHANGE_ATTRIBUTES, open_.link.path)
    return b"", _OK


def _get_integrity(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.10: there are no checksums."""
    if limit < 16:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return IntegrityInformation(cluster_size_in_bytes=open_.file.volume.cluster_size).encode(), _OK


def _ntfs_volume_data(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.11."""
    if limit < 96:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    volume = open_.file.volume
    space, unit = volume.storage.space(), volume.cluster_size
    information = NtfsVolumeData(
        volume.serial_number,
        space.total // volume.logical_bytes_per_sector,
        space.total // unit,
        space.free // unit,
        0,
        volume.logical_bytes_per_sector,
        unit,
        1024,
    )
    return information.encode(), _OK


def _is_pathname_valid(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.18."""
    try:
        path = IsPathnameValidRequest.decode(data).path_name
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    if any(split_component(part) is None for part in path.split("\\")):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    return b"", _OK


def _writable(open_: Open) -> None:
    if open_.file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)


_C = FsctlCode
_CONTROLS: dict[int, Callable[[Open, bytes, int], Answer]] = {
    _C.FSCTL_CREATE_OR_GET_OBJECT_ID: create_or_get_object_id,
    _C.FSCTL_DELETE_OBJECT_ID: delete_object_id,
    _C.FSCTL_DELETE_REPARSE_POINT: delete_reparse_point,
    _C.FSCTL_FILE_LEVEL_TRIM: trim,
    _C.FSCTL_GET_COMPRESSION: _get_compression,
    _C.FSCTL_GET_INTEGRITY_INFORMATION: _get_integrity,
    _C.FSCTL_GET_NTFS_VOLUME_DATA: _ntfs_volume_data,
    _C.FSCTL_GET_OBJECT_ID: get_object_id,
    _C.FSCTL_GET_REPARSE_POINT: get_reparse_point,
    _C.FSCTL_IS_PATHNAME_VALID: _is_pathname_valid,
    _C.FSCTL_QUERY_ALLOCATED_RANGES: query_allocated_ranges,
    _C.FSCTL_QUERY_FILE_REGIONS: query_file_regions,
    _C.FSCTL_SET_COMPRESSION: _set_compression,
    _C.FSCTL_SET_OBJECT_ID: set_object_id,
    _C.FSCTL_SET_OBJECT_ID_EXTENDED: set_object_id_extended,
    _C.FSCTL_SET_REPARSE_POINT: set_reparse_point,
    _C.FSCTL_SET_SPARSE: set_sparse,
    _C.FSCTL_SET_ZERO_DATA: set_zero_data,
}


def fs_control(open_: Open, ctl_code: int, data: bytes, limit: int) -> Answer:
    """2.1.5.10: what the FSCTL gives. Raises Refused: STATUS_INVALID_DEVICE_REQUEST for those not done here."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    control = _CONTROLS.get(ctl_code)
    if control is None:
        raise Refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST)
    before = open_.file.volume.before
    if before is not None:
        before("FS_CONTROL", open_, {"control_code": ctl_code, "data": data})
    return control(open_, data, limit)


def duplicate_extents(source: Open, source_offset: int, target: Open, target_offset: int, length: int) -> None:
    """2.1.5.10.4 FSCTL_DUPLICATE_EXTENTS_TO_FILE; the data are copied. Raises Refused."""
    volume = target.file.volume
    _writable(target)
    if (source_offset | target_offset | length) % volume.cluster_size or min(source_offset, target_offset, length) < 0:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not length:
        return
    if target.is_directory or source.is_directory:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if not source.granted_access & FILE_READ_DATA:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not target.granted_access & FILE_WRITE_DATA:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if source.file.volume is not volume:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    state, end = target.stream.state, target_offset + length
    if source.stream.state.size < source_offset + length or end > volume.max_file_size:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if not state.is_sparse and (source.stream.state.is_sparse or state.size < end):  # only sparse files grow by it
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if source.file is target.file and source.stream is target.stream and abs(source_offset - target_offset) < length:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if volume.before is not None:
        volume.before("FS_CONTROL", target, {"source": source, "offset": target_offset, "length": length})
    storage, step = volume.storage, 1 << 20
    for done in range(0, length, step):
        size = min(step, length - done)
        piece = storage.read(source.file.id, source.stream.name, source_offset + done, size)
        storage.write(target.file.id, target.stream.name, target_offset + done, piece)
    state.size = max(state.size, end)
    state.valid_data_length = max(state.valid_data_length, end)
    target.note_modified()
