"""[MS-FSCC] 2.3: what FSCTLs carry, and 2.1.3 FILE_OBJECTID_BUFFER."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import CompressionFormat, DuplicateExtentsFlags, RegionUsage
from plugfest.wire import (
    HEX32,
    HEX64,
    I64,
    REST,
    U8,
    U16,
    U32,
    U64,
    Array,
    Bytes,
    CountOf,
    LengthOf,
    Structure,
    Utf16Sized,
)


class ObjectIdBuffer(Structure, frozen=True):
    """[MS-FSCC] 2.1.3.1."""

    object_id: Annotated[bytes, Bytes(16)] = bytes(16)
    birth_volume_id: Annotated[bytes, Bytes(16)] = bytes(16)
    birth_object_id: Annotated[bytes, Bytes(16)] = bytes(16)
    domain_id: Annotated[bytes, Bytes(16)] = bytes(16)


class Smb2DuplicateExtentsData(Structure, frozen=True):
    """[MS-FSCC] 2.3.7.2."""

    source_file_id_persistent: Annotated[int, HEX64] = 0
    source_file_id_volatile: Annotated[int, HEX64] = 0
    source_file_offset: Annotated[int, I64] = 0
    target_file_offset: Annotated[int, I64] = 0
    byte_count: Annotated[int, I64] = 0


class Smb2DuplicateExtentsDataEx(Structure, frozen=True):
    """[MS-FSCC] 2.3.9.2."""

    structure_size: Annotated[int, U64] = 0x30
    source_file_id_persistent: Annotated[int, HEX64] = 0
    source_file_id_volatile: Annotated[int, HEX64] = 0
    source_file_offset: Annotated[int, I64] = 0
    target_file_offset: Annotated[int, I64] = 0
    byte_count: Annotated[int, I64] = 0
    flags: Annotated[DuplicateExtentsFlags, U32] = DuplicateExtentsFlags(0)
    reserved: Annotated[int, U32] = 0


class FileLevelTrimRange(Structure, frozen=True):
    """[MS-FSCC] 2.3.13.1."""

    offset: Annotated[int, U64] = 0
    length: Annotated[int, U64] = 0


class FileLevelTrimRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.13."""

    key: Annotated[int, U32] = 0
    num_ranges: Annotated[int | None, U32, CountOf("ranges")] = None
    ranges: Annotated[tuple[FileLevelTrimRange, ...], Array(count="num_ranges")] = ()


class FileLevelTrimReply(Structure, frozen=True):
    """[MS-FSCC] 2.3.14."""

    num_ranges_processed: Annotated[int, U32] = 0


class Compression(Structure, frozen=True):
    """[MS-FSCC] 2.3.18 and 2.3.67: the state that FSCTL_GET_COMPRESSION gives and FSCTL_SET_COMPRESSION sets."""

    compression_state: Annotated[CompressionFormat, U16] = CompressionFormat.COMPRESSION_FORMAT_NONE


class IntegrityInformation(Structure, frozen=True):
    """[MS-FSCC] 2.3.20: the reply of FSCTL_GET_INTEGRITY_INFORMATION."""

    checksum_algorithm: Annotated[int, U16] = 0
    reserved: Annotated[int, U16] = 0
    flags: Annotated[int, U32] = 0
    checksum_chunk_size_in_bytes: Annotated[int, U32] = 0
    cluster_size_in_bytes: Annotated[int, U32] = 0


class NtfsVolumeData(Structure, frozen=True):
    """[MS-FSCC] 2.3.22: the reply of FSCTL_GET_NTFS_VOLUME_DATA."""

    volume_serial_number: Annotated[int, HEX64] = 0
    number_sectors: Annotated[int, U64] = 0
    total_clusters: Annotated[int, U64] = 0
    free_clusters: Annotated[int, U64] = 0
    total_reserved: Annotated[int, U64] = 0
    bytes_per_sector: Annotated[int, U32] = 0
    bytes_per_cluster: Annotated[int, U32] = 0
    bytes_per_file_record_segment: Annotated[int, U32] = 0
    clusters_per_file_record_segment: Annotated[int, U32] = 0
    mft_valid_data_length: Annotated[int, U64] = 0
    mft_start_lcn: Annotated[int, U64] = 0
    mft2_start_lcn: Annotated[int, U64] = 0
    mft_zone_start: Annotated[int, U64] = 0
    mft_zone_end: Annotated[int, U64] = 0


class IsPathnameValidRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.35."""

    path_name_length: Annotated[int | None, U32, LengthOf("path_name")] = None
    path_name: Annotated[str, Utf16Sized("path_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class PipePeekReply(Structure, frozen=True):
    """[MS-FSCC] 2.3.46."""

    named_pipe_state: Annotated[int, U32] = 0
    read_data_available: Annotated[int, U32] = 0
    number_of_messages: Annotated[int, U32] = 0
    message_length: Annotated[int, U32] = 0
    data: Annotated[bytes, REST] = b""


class AllocatedRange(Structure, frozen=True):
    """[MS-FSCC] 2.3.51 and 2.3.52: FILE_ALLOCATED_RANGE_BUFFER."""

    file_offset: Annotated[int, I64] = 0
    length: Annotated[int, I64] = 0


class AllocatedRanges(Structure, frozen=True):
    """[MS-FSCC] 2.3.52: the reply of FSCTL_QUERY_ALLOCATED_RANGES."""

    ranges: Annotated[tuple[AllocatedRange, ...], Array()] = ()


class FileRegionInfo(Structure, frozen=True):
    """[MS-FSCC] 2.3.56.1; without Usage and Reserved it is an input too (2.3.55)."""

    file_offset: Annotated[int, I64] = 0
    length: Annotated[int, I64] = 0
    desired_usage: Annotated[RegionUsage, U32] = RegionUsage(0)
    reserved: Annotated[int, U32] = 0


class QueryFileRegionsReply(Structure, frozen=True):
    """[MS-FSCC] 2.3.56."""

    flags: Annotated[int, U32] = 0
    total_region_entry_count: Annotated[int, U32] = 0
    region_entry_count: Annotated[int | None, U32, CountOf("region")] = None
    reserved: Annotated[int, U32] = 0
    region: Annotated[tuple[FileRegionInfo, ...], Array(count="region_entry_count")] = ()


class SetSparseRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.83."""

    set_sparse: Annotated[int, U8] = 1


class SetZeroDataRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.85."""

    file_offset: Annotated[int, I64] = 0
    beyond_final_zero: Annotated[int, I64] = 0


class RetrievalPointersRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.29, 2.3.31, 2.3.33."""

    starting_vcn: Annotated[int, I64] = 0


class SetIntegrityRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.73."""

    checksum_algorithm: Annotated[int, U16] = 0
    reserved: Annotated[int, U16] = 0
    flags: Annotated[int, HEX32] = 0
