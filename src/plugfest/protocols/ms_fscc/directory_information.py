"""[MS-FSCC] 2.4: the classes that FileDirectoryInformation and its relatives list directories in."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import FileAttributes, ReparseTag
from plugfest.wire import FILETIME, HEX64, REST, U8, U16, U32, U64, Bytes, LengthOf, Next, Structure, Utf16Sized


class FileBothDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.8."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    short_name_length: Annotated[int, U8] = 0
    reserved1: Annotated[int, U8] = 0
    short_name: Annotated[bytes, Bytes(24)] = bytes(24)
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.10."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileFullDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.15."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileId64ExtdBothDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.18."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reparse_point_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    file_id: Annotated[int, HEX64] = 0
    short_name_length: Annotated[int, U8] = 0
    reserved1: Annotated[int, U8] = 0
    short_name: Annotated[bytes, Bytes(24)] = bytes(24)
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileId64ExtdDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.19."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reparse_point_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    file_id: Annotated[int, HEX64] = 0
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileIdAllExtdBothDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.20."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reparse_point_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    file_id: Annotated[int, HEX64] = 0
    file_id128: Annotated[bytes, Bytes(16)] = bytes(16)
    short_name_length: Annotated[int, U8] = 0
    reserved1: Annotated[int, U8] = 0
    short_name: Annotated[bytes, Bytes(24)] = bytes(24)
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileIdAllExtdDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.21."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reparse_point_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    file_id: Annotated[int, HEX64] = 0
    file_id128: Annotated[bytes, Bytes(16)] = bytes(16)
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileIdBothDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.22."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    short_name_length: Annotated[int, U8] = 0
    reserved1: Annotated[int, U8] = 0
    short_name: Annotated[bytes, Bytes(24)] = bytes(24)
    reserved2: Annotated[int, U16] = 0
    file_id: Annotated[int, HEX64] = 0
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileIdExtdDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.23."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reparse_point_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    file_id: Annotated[bytes, Bytes(16)] = bytes(16)
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileIdFullDirectoryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.24."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    end_of_file: Annotated[int, U64] = 0
    allocation_size: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    ea_size: Annotated[int, U32] = 0
    reserved: Annotated[int, U32] = 0
    file_id: Annotated[int, HEX64] = 0
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileNamesInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.33."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    file_index: Annotated[int, U32] = 0
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""
