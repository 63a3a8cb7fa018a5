"""[MS-FSA] 2.1.5.13 and 2.1.5.16: querying and setting file system information."""

from __future__ import annotations

from collections.abc import Callable

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.model import Open, Volume
from plugfest.protocols.ms_fscc.constants import (
    DeviceCharacteristics,
    DeviceType,
    FileSystemAttributes,
    FsInformationClass,
    SectorSizeFlags,
)
from plugfest.protocols.ms_fscc.volume_information import (
    FileFsAttributeInformation,
    FileFsControlInformation,
    FileFsDeviceInformation,
    FileFsFullSizeInformation,
    FileFsObjectIdInformation,
    FileFsSectorSizeInformation,
    FileFsSizeInformation,
    FileFsVolumeInformation,
)
from plugfest.wire import Structure

_ATTRIBUTES = (
    FileSystemAttributes.FILE_CASE_SENSITIVE_SEARCH
    | FileSystemAttributes.FILE_CASE_PRESERVED_NAMES
    | FileSystemAttributes.FILE_UNICODE_ON_DISK
    | FileSystemAttributes.FILE_PERSISTENT_ACLS
    | FileSystemAttributes.FILE_FILE_COMPRESSION
    | FileSystemAttributes.FILE_SUPPORTS_SPARSE_FILES
    | FileSystemAttributes.FILE_SUPPORTS_REPARSE_POINTS
    | FileSystemAttributes.FILE_SUPPORTS_POSIX_UNLINK_RENAME
    | FileSystemAttributes.FILE_SUPPORTS_OBJECT_IDS
    | FileSystemAttributes.FILE_NAMED_STREAMS
    | FileSystemAttributes.FILE_SUPPORTS_HARD_LINKS
    | FileSystemAttributes.FILE_SUPPORTS_EXTENDED_ATTRIBUTES
    | FileSystemAttributes.FILE_SUPPORTS_BLOCK_REFCOUNTING
)
_FILE_SYSTEM = "NTFS"
"""Clients decide by this name what a file system can do."""


def _attribute(volume: Volume) -> Structure:
    """2.1.5.13.5."""
    attributes = _ATTRIBUTES
    if volume.is_read_only:
        attributes |= FileSystemAttributes.FILE_READ_ONLY_VOLUME
    return FileFsAttributeInformation(attributes, 255, file_system_name=_FILE_SYSTEM)


def _control(volume: Volume) -> Structure:
    """2.1.5.13.6: quotas are neither tracked nor enforced."""
    return FileFsControlInformation()


def _device(volume: Volume) -> Structure:
    """2.1.5.13.4."""
    characteristics = DeviceCharacteristics.FILE_DEVICE_IS_MOUNTED
    if volume.is_read_only:
        characteristics |= DeviceCharacteristics.FILE_READ_ONLY_DEVICE
    return FileFsDeviceInformation(DeviceType.FILE_DEVICE_DISK, characteristics)


def _full_size(volume: Volume) -> Structure:
    """2.1.5.13.7."""
    space, unit = volume.storage.space(), volume.cluster_size
    free = space.free // unit
    sector = volume.logical_bytes_per_sector
    return FileFsFullSizeInformation(space.total // unit, free, free, unit // sector, sector)


def _object_id(volume: Volume) -> Structure:
    """2.1.5.13.8."""
    if not any(volume.volume_id):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    return FileFsObjectIdInformation(volume.volume_id)


def _sector_size(volume: Volume) -> Structure:
    """2.1.5.13.10."""
    physical = volume.physical_bytes_per_sector
    flags = SectorSizeFlags.SSINFO_FLAGS_ALIGNED_DEVICE | SectorSizeFlags.SSINFO_FLAGS_PARTITION_ALIGNED_ON_DEVICE
    return FileFsSectorSizeInformation(volume.logical_bytes_per_sector, physical, physical, physical, flags)


def _size(volume: Volume) -> Structure:
    """2.1.5.13.3."""
    space, unit = volume.storage.space(), volume.cluster_size
    sector = volume.logical_bytes_per_sector
    return FileFsSizeInformation(space.total // unit, space.free // unit, unit // sector, sector)


def _volume(volume: Volume) -> Structure:
    """2.1.5.13.1."""
    return FileFsVolumeInformation(
        volume.creation_time, volume.serial_number, supports_objects=1, volume_label=volume.label[:16]
    )


_C = FsInformationClass
_CLASSES: dict[int, tuple[int, Callable[[Volume], Structure]]] = {
    _C.FileFsAttributeInformation: (16, _attribute),
    _C.FileFsControlInformation: (48, _control),
    _C.FileFsDeviceInformation: (8, _device),
    _C.FileFsFullSizeInformation: (32, _full_size),
    _C.FileFsObjectIdInformation: (64, _object_id),
    _C.FileFsSectorSizeInformation: (28, _sector_size),
    _C.FileFsSizeInformation: (24, _size),
    _C.FileFsVolumeInformation: (24, _volume),
}
"""By class: what its buffer has to hold at least, and what gives it."""
_NOT_SUPPORTED = (_C.FileFsLabelInformation, _C.FileFsDriverPathInformation)


def query_volume_information(open_: Open, information_class: int, limit: int) -> tuple[bytes, NtStatus]:
    """2.1.5.13: of the volume of a file that is open, in `limit` bytes at most. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    if information_class in _NOT_SUPPORTED:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    found = _CLASSES.get(information_class)
    if found is None:
        raise Refused(NtStatus.STATUS_INVALID_INFO_CLASS)
    fixed, give = found
    if limit < fixed:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
    data = give(open_.file.volume).encode()
    if len(data) > limit:
        return data[:limit], NtStatus.STATUS_BUFFER_OVERFLOW
    return data, NtStatus.STATUS_SUCCESS


def set_volume_information(open_: Open, information_class: int, data: bytes) -> None:
    """2.1.5.16. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    if information_class == _C.FileFsControlInformation:
        raise Refused(NtStatus.STATUS_VOLUME_NOT_UPGRADED)
    if information_class != _C.FileFsObjectIdInformation:
        known = information_class in _CLASSES or information_class in _NOT_SUPPORTED
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED if known else NtStatus.STATUS_INVALID_INFO_CLASS)
    if len(data) < 64:
        raise Refused(NtStatus.STATUS_INVALID_INFO_CLASS)
    if not open_.context.is_administrator:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    open_.file.volume.volume_id = data[:16]
