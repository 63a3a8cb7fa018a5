"""[MS-FSCC] 2.5: file system information classes."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import (
    DeviceCharacteristics,
    DeviceType,
    FileSystemAttributes,
    FileSystemControlFlags,
    SectorSizeFlags,
)
from plugfest.wire import FILETIME, HEX32, I64, U8, U32, U64, Bytes, LengthOf, Structure, Utf16Sized


class FileFsAttributeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.1."""

    file_system_attributes: Annotated[FileSystemAttributes, U32] = FileSystemAttributes(0)
    maximum_component_name_length: Annotated[int, U32] = 255
    file_system_name_length: Annotated[int | None, U32, LengthOf("file_system_name")] = None
    file_system_name: Annotated[str, Utf16Sized("file_system_name_length")] = ""


class FileFsControlInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.2."""

    free_space_start_filtering: Annotated[int, I64] = 0
    free_space_threshold: Annotated[int, I64] = 0
    free_space_stop_filtering: Annotated[int, I64] = 0
    default_quota_threshold: Annotated[int, U64] = 0xFFFFFFFFFFFFFFFF
    default_quota_limit: Annotated[int, U64] = 0xFFFFFFFFFFFFFFFF
    file_system_control_flags: Annotated[FileSystemControlFlags, U32] = FileSystemControlFlags(0)
    padding: Annotated[int, U32] = 0


class FileFsDriverPathInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.3."""

    driver_in_path: Annotated[int, U8] = 0
    reserved: Annotated[bytes, Bytes(3)] = bytes(3)
    driver_name_length: Annotated[int | None, U32, LengthOf("driver_name")] = None
    driver_name: Annotated[str, Utf16Sized("driver_name_length")] = ""


class FileFsFullSizeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.4."""

    total_allocation_units: Annotated[int, U64] = 0
    caller_available_allocation_units: Annotated[int, U64] = 0
    actual_available_allocation_units: Annotated[int, U64] = 0
    sectors_per_allocation_unit: Annotated[int, U32] = 0
    bytes_per_sector: Annotated[int, U32] = 0


class FileFsLabelInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.5."""

    volume_label_length: Annotated[int | None, U32, LengthOf("volume_label")] = None
    volume_label: Annotated[str, Utf16Sized("volume_label_length")] = ""


class FileFsObjectIdInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.6."""

    object_id: Annotated[bytes, Bytes(16)] = bytes(16)
    extended_info: Annotated[bytes, Bytes(48)] = bytes(48)


class FileFsSectorSizeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.7."""

    logical_bytes_per_sector: Annotated[int, U32] = 512
    physical_bytes_per_sector_for_atomicity: Annotated[int, U32] = 4096
    physical_bytes_per_sector_for_performance: Annotated[int, U32] = 4096
    file_system_effective_physical_bytes_per_sector_for_atomicity: Annotated[int, U32] = 4096
    flags: Annotated[SectorSizeFlags, U32] = SectorSizeFlags(0)
    byte_offset_for_sector_alignment: Annotated[int, U32] = 0
    byte_offset_for_partition_alignment: Annotated[int, U32] = 0


class FileFsSizeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.8."""

    total_allocation_units: Annotated[int, U64] = 0
    available_allocation_units: Annotated[int, U64] = 0
    sectors_per_allocation_unit: Annotated[int, U32] = 0
    bytes_per_sector: Annotated[int, U32] = 0


class FileFsVolumeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.9."""

    volume_creation_time: Annotated[int, FILETIME] = 0
    volume_serial_number: Annotated[int, HEX32] = 0
    volume_label_length: Annotated[int | None, U32, LengthOf("volume_label")] = None
    supports_objects: Annotated[int, U8] = 0
    reserved: Annotated[int, U8] = 0
    volume_label: Annotated[str, Utf16Sized("volume_label_length")] = ""


class FileFsDeviceInformation(Structure, frozen=True):
    """[MS-FSCC] 2.5.10."""

    device_type: Annotated[DeviceType, U32] = DeviceType.FILE_DEVICE_DISK
    characteristics: Annotated[DeviceCharacteristics, U32] = DeviceCharacteristics(0)
