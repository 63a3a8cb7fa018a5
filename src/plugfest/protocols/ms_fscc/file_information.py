"""[MS-FSCC] 2.4: file information classes that are about one file, and that are no lists."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import (
    AlignmentRequirement,
    CompressionFormat,
    DispositionFlags,
    FileAttributes,
    ModeFlags,
    RenameFlags,
    ReparseTag,
)
from plugfest.wire import (
    FILETIME,
    HEX32,
    HEX64,
    I64,
    REST,
    U8,
    U16,
    U32,
    U64,
    Bytes,
    LengthOf,
    Structure,
    Utf16Sized,
)


class FileAccessInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.1."""

    access_flags: Annotated[int, HEX32] = 0


class FileAlignmentInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.3."""

    alignment_requirement: Annotated[AlignmentRequirement, U32] = AlignmentRequirement.FILE_BYTE_ALIGNMENT


class FileAllocationInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.4."""

    allocation_size: Annotated[int, I64] = 0


class FileAttributeTagInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.6."""

    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    reparse_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO


class FileBasicInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.7. Times are signed: 0 leaves one as it is, -1 and -2 switch its updates off and on."""

    creation_time: Annotated[int, I64] = 0
    last_access_time: Annotated[int, I64] = 0
    last_write_time: Annotated[int, I64] = 0
    change_time: Annotated[int, I64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    reserved: Annotated[int, U32] = 0


class FileCompressionInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.9."""

    compressed_file_size: Annotated[int, I64] = 0
    compression_format: Annotated[CompressionFormat, U16] = CompressionFormat.COMPRESSION_FORMAT_NONE
    compression_unit_shift: Annotated[int, U8] = 0
    chunk_shift: Annotated[int, U8] = 0
    cluster_shift: Annotated[int, U8] = 0
    reserved: Annotated[bytes, Bytes(3)] = bytes(3)


class FileDispositionInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.11."""

    delete_pending: Annotated[int, U8] = 0


class FileDispositionInformationEx(Structure, frozen=True):
    """[MS-FSCC] 2.4.12."""

    flags: Annotated[DispositionFlags, U32] = DispositionFlags(0)


class FileEaInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.13."""

    ea_size: Annotated[int, U32] = 0


class FileEndOfFileInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.14."""

    end_of_file: Annotated[int, I64] = 0


class FileIdInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.26."""

    volume_serial_number: Annotated[int, HEX64] = 0
    file_id: Annotated[bytes, Bytes(16)] = bytes(16)


class FileInternalInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.27."""

    index_number: Annotated[int, HEX64] = 0


class FileLinkInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.28.2, the SMB2 form."""

    replace_if_exists: Annotated[int, U8] = 0
    reserved: Annotated[bytes, Bytes(7)] = bytes(7)
    root_directory: Annotated[int, HEX64] = 0
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileModeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.31."""

    mode: Annotated[ModeFlags, U32] = ModeFlags(0)


class FileNameInformation(Structure, frozen=True):
    """[MS-FSCC] 2.1.7 FILE_NAME_INFORMATION: of 2.4.5, 2.4.32, 2.4.35, 2.4.46."""

    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""


class FileNetworkOpenInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.34."""

    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    allocation_size: Annotated[int, U64] = 0
    end_of_file: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    reserved: Annotated[int, U32] = 0


class FilePositionInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.40."""

    current_byte_offset: Annotated[int, I64] = 0


class FileRenameInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.42.2, the SMB2 form."""

    replace_if_exists: Annotated[int, U8] = 0
    reserved: Annotated[bytes, Bytes(7)] = bytes(7)
    root_directory: Annotated[int, HEX64] = 0
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileRenameInformationEx(Structure, frozen=True):
    """[MS-FSCC] 2.4.43."""

    flags: Annotated[RenameFlags, U32] = RenameFlags(0)
    reserved: Annotated[int, U32] = 0
    root_directory: Annotated[int, HEX64] = 0
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileStandardInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.47."""

    allocation_size: Annotated[int, U64] = 0
    end_of_file: Annotated[int, U64] = 0
    number_of_links: Annotated[int, U32] = 1
    delete_pending: Annotated[int, U8] = 0
    directory: Annotated[int, U8] = 0
    reserved: Annotated[int, U16] = 0


class FileStandardLinkInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.48."""

    number_of_accessible_links: Annotated[int, U32] = 1
    total_number_of_links: Annotated[int, U32] = 1
    delete_pending: Annotated[int, U8] = 0
    directory: Annotated[int, U8] = 0
    reserved: Annotated[int, U16] = 0


class FileValidDataLengthInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.50."""

    valid_data_length: Annotated[int, I64] = 0


class FileAllInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.2."""

    basic_information: FileBasicInformation = FileBasicInformation()
    standard_information: FileStandardInformation = FileStandardInformation()
    internal_information: FileInternalInformation = FileInternalInformation()
    ea_information: FileEaInformation = FileEaInformation()
    access_information: FileAccessInformation = FileAccessInformation()
    position_information: FilePositionInformation = FilePositionInformation()
    mode_information: FileModeInformation = FileModeInformation()
    alignment_information: FileAlignmentInformation = FileAlignmentInformation()
    name_information: FileNameInformation = FileNameInformation()
