"""[MS-FSA] 2.1.5.15: the server requests setting of file information."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa import extended_attributes
from plugfest.protocols.ms_fsa.constants import (
    COMPRESSED,
    DELETE,
    DIRECTORY,
    FILE_ACTION_MODIFIED,
    FILE_DELETE_ON_CLOSE,
    FILE_NO_INTERMEDIATE_BUFFERING,
    FILE_NOTIFY_CHANGE_ATTRIBUTES,
    FILE_NOTIFY_CHANGE_CREATION,
    FILE_NOTIFY_CHANGE_EA,
    FILE_NOTIFY_CHANGE_LAST_ACCESS,
    FILE_NOTIFY_CHANGE_LAST_WRITE,
    FILE_NOTIFY_CHANGE_SIZE,
    FILE_SEQUENTIAL_ONLY,
    FILE_SYNCHRONOUS_IO_ALERT,
    FILE_SYNCHRONOUS_IO_NONALERT,
    FILE_WRITE_ATTRIBUTES,
    FILE_WRITE_DATA,
    FILE_WRITE_EA,
    FILE_WRITE_THROUGH,
    HIDDEN,
    READONLY,
    REPARSE_POINT,
    SYSTEM,
    TEMPORARY,
    VALID_SET_ATTRIBUTES,
)
from plugfest.protocols.ms_fsa.model import Open
from plugfest.protocols.ms_fsa.rename import set_link, set_rename, set_rename_ex
from plugfest.protocols.ms_fscc.constants import DispositionFlags, FileInformationClass
from plugfest.protocols.ms_fscc.file_information import (
    FileAllocationInformation,
    FileBasicInformation,
    FileDispositionInformation,
    FileDispositionInformationEx,
    FileEndOfFileInformation,
    FileModeInformation,
    FileNameInformation,
    FilePositionInformation,
    FileValidDataLengthInformation,
)
from plugfest.protocols.ms_fscc.names import is_8dot3
from plugfest.wire import Structure

S = TypeVar("S", bound=Structure)
_SYNCHRONOUS = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT


def read_fixed(kind: type[S], data: bytes, size: int) -> S:
    """The structure of `size` bytes that a buffer begins with; clients may send more."""
    if len(data) < size:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
    return kind.decode(data[:size])


def _demand(open_: Open, right: int) -> None:
    if not open_.granted_access & right:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _allocation(open_: Open, data: bytes) -> None:
    """2.1.5.15.1."""
    wanted = read_fixed(FileAllocationInformation, data, 8).allocation_size
    file, stream = open_.file, open_.stream
    volume, state = file.volume, stream.state
    if stream.is_directory or not 0 <= wanted <= volume.max_file_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    _demand(open_, FILE_WRITE_DATA)
    if stream.is_deleted:
        return
    size = volume.align(wanted)
    if size > state.allocation_size and size - state.allocation_size > volume.storage.space().free:
        raise Refused(NtStatus.STATUS_DISK_FULL)
    state.allocation_size = size
    if wanted < state.size and size < state.size:
        _resize(open_, size)
        open_.note_modified()
        return
    open_.note_changed()


def _resize(open_: Open, size: int) -> None:
    """The stream ends there from now on."""
    file, stream = open_.file, open_.stream
    file.volume.storage.set_size(file.id, stream.name, size)
    stream.state.size = size
    stream.state.valid_data_length = min(stream.state.valid_data_length, size)
    if not stream.name:
        file.volume.report(FILE_ACTION_MODIFIED, FILE_NOTIFY_CHANGE_SIZE, open_.link.path)


def _end_of_file(open_: Open, data: bytes) -> None:
    """2.1.5.15.5."""
    size = read_fixed(FileEndOfFileInformation, data, 8).end_of_file
    stream, volume = open_.stream, open_.file.volume
    state = stream.state
    if stream.is_directory or not 0 <= size <= volume.max_file_size:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    _demand(open_, FILE_WRITE_DATA)
    if stream.is_deleted:
        return
    if size != state.size:
        if size > state.allocation_size:
            if not state.is_sparse and volume.align(size) - state.allocation_size > volume.storage.space().free:
                raise Refused(NtStatus.STATUS_DISK_FULL)
            state.allocation_size = volume.align(size)
        elif size < volume.align(state.size) - volume.cluster_size:
            state.allocation_size = volume.align(size)
        _resize(open_, size)
    open_.note_modified()


def _basic(open_: Open, data: bytes) -> None:
    """2.1.5.15.2."""
    given = read_fixed(FileBasicInformation, data, 40)
    _demand(open_, FILE_WRITE_ATTRIBUTES)
    times = (given.creation_time, given.last_access_time, given.last_write_time, given.change_time)
    if min(times) < -2:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    file = open_.file
    attributes = int(given.file_attributes)
    if attributes & DIRECTORY and not file.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if attributes & TEMPORARY and file.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    changes = _set_attributes(open_, attributes, given.change_time) if attributes else 0
    changes |= _set_times(open_, *times)
    file.dirty = True
    if changes:
        file.volume.report(FILE_ACTION_MODIFIED, changes, open_.link.path)


def _set_attributes(open_: Open, attributes: int, change_time: int) -> int:
    metadata = open_.file.metadata
    valid = VALID_SET_ATTRIBUTES
    if open_.file.is_root:
        valid &= ~(HIDDEN | SYSTEM)
    changed = (metadata.attributes & ~valid) | (attributes & valid)
    if changed == metadata.attributes:
        return 0
    metadata.attributes = changed
    if not open_.user_set_change_time and change_time != -1:
        metadata.change_time = open_.file.volume.clock()
    return FILE_NOTIFY_CHANGE_ATTRIBUTES


def _set_times(open_: Open, creation: int, access: int, write: int, change: int) -> int:
    """-1 and a time stop the updates that this open causes, -2 lets them go on."""
    metadata = open_.file.metadata
    changes = 0
    if creation > 0:
        metadata.creation_time = creation
        changes |= FILE_NOTIFY_CHANGE_CREATION
    if access:
        open_.user_set_access_time = access != -2
        if access > 0:
            metadata.last_access_time = access
            changes |= FILE_NOTIFY_CHANGE_LAST_ACCESS
    if write:
        open_.user_set_modification_time = write != -2
        if write > 0:
            metadata.last_write_time = write
            changes |= FILE_NOTIFY_CHANGE_LAST_WRITE
    if change:
        open_.user_set_change_time = change != -2
        if change > 0:
            metadata.change_time = change
    if changes and change in (0, -2) and not open_.user_set_change_time:
        metadata.change_time = open_.file.volume.clock()
    return changes


def _disposition(open_: Open, data: bytes) -> None:
    """2.1.5.15.3."""
    given = read_fixed(FileDispositionInformation, data, 1)
    _demand(open_, DELETE)
    if not given.delete_pending:
        _keep(open_)
        return
    if open_.file.metadata.attributes & READONLY:
        raise Refused(NtStatus.STATUS_CANNOT_DELETE)
    _delete(open_)


def _disposition_ex(open_: Open, data: bytes) -> None:
    """2.1.5.15.4. With POSIX semantics the name goes when this open is closed, whoever else has the file open."""
    flags = read_fixed(FileDispositionInformationEx, data, 4).flags
    if int(flags) & ~0x1F:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    _demand(open_, DELETE)
    posix = bool(flags & DispositionFlags.FILE_DISPOSITION_POSIX_SEMANTICS)
    if flags & DispositionFlags.FILE_DISPOSITION_ON_CLOSE:
        if not open_.mode & FILE_DELETE_ON_CLOSE:
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
        if not flags & DispositionFlags.FILE_DISPOSITION_DELETE:
            open_.mode &= ~FILE_DELETE_ON_CLOSE
            return
        open_.link.delete_using_posix_semantics = posix
        return
    if not flags & DispositionFlags.FILE_DISPOSITION_DELETE:
        _keep(open_)
        return
    if open_.file.metadata.attributes & READONLY:
        ignored = flags & DispositionFlags.FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE
        if not ignored or not open_.granted_access & FILE_WRITE_ATTRIBUTES:
            raise Refused(NtStatus.STATUS_CANNOT_DELETE)
    _delete(open_)
    open_.link.delete_using_posix_semantics = posix and not open_.stream.name


def _delete(open_: Open) -> None:
    file, stream = open_.file, open_.stream
    if stream.name:
        stream.is_deleted = True
        return
    if file.is_root:
        raise Refused(NtStatus.STATUS_CANNOT_DELETE)
    if stream.is_directory and not file.volume.storage.is_empty(file.id):
        raise Refused(NtStatus.STATUS_DIRECTORY_NOT_EMPTY)
    open_.link.is_deleted = True


def _keep(open_: Open) -> None:
    if open_.stream.name:
        open_.stream.is_deleted = False
    else:
        open_.link.is_deleted = open_.link.delete_using_posix_semantics = False


def _full_ea(open_: Open, data: bytes) -> None:
    """2.1.5.15.6."""
    _demand(open_, FILE_WRITE_EA)
    metadata = open_.file.metadata
    if metadata.attributes & REPARSE_POINT:
        raise Refused(NtStatus.STATUS_EAS_NOT_SUPPORTED)
    changes = extended_attributes.parse(data)
    metadata.extended_attributes = extended_attributes.apply(metadata.extended_attributes, changes)
    open_.note_changed()
    changed = FILE_NOTIFY_CHANGE_EA | FILE_NOTIFY_CHANGE_ATTRIBUTES
    open_.file.volume.report(FILE_ACTION_MODIFIED, changed, open_.link.path)


def _mode(open_: Open, data: bytes) -> None:
    """2.1.5.15.8."""
    mode = int(read_fixed(FileModeInformation, data, 4).mode)
    if mode & ~(FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY | _SYNCHRONOUS) or mode & _SYNCHRONOUS == _SYNCHRONOUS:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if bool(mode & _SYNCHRONOUS) != bool(open_.mode & _SYNCHRONOUS):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    settable = FILE_SEQUENTIAL_ONLY | _SYNCHRONOUS
    if not open_.mode & FILE_NO_INTERMEDIATE_BUFFERING:
        settable |= FILE_WRITE_THROUGH
    open_.mode = (open_.mode & ~settable) | (mode & settable)


def _position(open_: Open, data: bytes) -> None:
    """2.1.5.15.10."""
    offset = read_fixed(FilePositionInformation, data, 8).current_byte_offset
    unbuffered = open_.mode & FILE_NO_INTERMEDIATE_BUFFERING
    if offset < 0 or (unbuffered and offset % open_.file.volume.logical_bytes_per_sector):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    open_.current_byte_offset = offset


def _short_name(open_: Open, data: bytes) -> None:
    """2.1.5.15.14, as far as checks go: short names follow from the long ones here, so none can be set."""
    try:
        name = FileNameInformation.decode(data).file_name
    except WireError:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH) from None
    if name.startswith("\\") or open_.file.is_root or open_.stream.name or (name and not is_8dot3(name)):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES) or open_.link.is_deleted:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if not open_.context.has_restore_access:
        raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
    raise Refused(NtStatus.STATUS_SHORT_NAMES_NOT_ENABLED_ON_VOLUME)


def _valid_data_length(open_: Open, data: bytes) -> None:
    """2.1.5.15.15."""
    length = read_fixed(FileValidDataLengthInformation, data, 8).valid_data_length
    if not open_.context.has_manage_volume_access:
        raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
    state = open_.stream.state
    compressed = open_.file.metadata.attributes & COMPRESSED
    if not state.valid_data_length <= length <= state.size or compressed or state.is_sparse or open_.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    state.valid_data_length = length
    open_.file.dirty = True


_C = FileInformationClass
_SETTERS: dict[int, Callable[[Open, bytes], None]] = {
    _C.FileAllocationInformation: _allocation,
    _C.FileBasicInformation: _basic,
    _C.FileDispositionInformation: _disposition,
    _C.FileDispositionInformationEx: _disposition_ex,
    _C.FileEndOfFileInformation: _end_of_file,
    _C.FileFullEaInformation: _full_ea,
    _C.FileLinkInformation: set_link,
    _C.FileModeInformation: _mode,
    _C.FilePositionInformation: _position,
    _C.FileRenameInformation: set_rename,
    _C.FileRenameInformationEx: set_rename_ex,
    _C.FileShortNameInformation: _short_name,
    _C.FileValidDataLengthInformation: _valid_data_length,
}
_NOT_SUPPORTED = frozenset((_C.FileObjectIdInformation, _C.FileQuotaInformation, _C.FileSfioReserveInformation))


def set_information(open_: Open, information_class: int, data: bytes) -> None:
    """2.1.5.15. Raises Refused or MustWait."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    setter = _SETTERS.get(information_class)
    if setter is None:
        unsupported = information_class in _NOT_SUPPORTED
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED if unsupported else NtStatus.STATUS_INVALID_INFO_CLASS)
    volume = open_.file.volume
    if volume.is_read_only and information_class not in (_C.FilePositionInformation, _C.FileModeInformation):
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    if volume.before is not None:
        volume.before("SET_INFORMATION", open_, {"information_class": information_class, "data": data})
    setter(open_, data)
