"""[MS-FSCC] 2.4 and 2.7: the entries of the other lists: extended attributes, links, streams, quotas, notifications."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import EaFlags, NotifyAction, ReparseTag
from plugfest.wire import (
    FILETIME,
    HEX64,
    I64,
    REST,
    U8,
    U16,
    U32,
    U64,
    Bytes,
    LengthOf,
    Next,
    Sized,
    Structure,
    Utf16Sized,
)


class FileFullEaInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.16. The terminator of EaName is a field of its own: EaNameLength does not count it."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    flags: Annotated[EaFlags, U8] = EaFlags(0)
    ea_name_length: Annotated[int | None, U8, LengthOf("ea_name")] = None
    ea_value_length: Annotated[int | None, U16, LengthOf("ea_value")] = None
    ea_name: Annotated[bytes, Sized("ea_name_length")] = b""
    terminator: Annotated[int, U8] = 0
    ea_value: Annotated[bytes, Sized("ea_value_length")] = b""
    rest: Annotated[bytes, REST] = b""


class FileGetEaInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.16.1."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    ea_name_length: Annotated[int | None, U8, LengthOf("ea_name")] = None
    ea_name: Annotated[bytes, Sized("ea_name_length")] = b""
    terminator: Annotated[int, U8] = 0
    rest: Annotated[bytes, REST] = b""


class FileLinkEntryInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.17.1. FileNameLength counts characters, so FileName takes the rest of an entry."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    parent_file_id: Annotated[int, HEX64] = 0
    file_name_length: Annotated[int, U32] = 0
    file_name: Annotated[bytes, REST] = b""


class FileHardLinkInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.17; the entries are a list of FileLinkEntryInformation."""

    bytes_needed: Annotated[int, U32] = 0
    entries_returned: Annotated[int, U32] = 0
    entries: Annotated[bytes, REST] = b""


class FileStreamInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.49."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    stream_name_length: Annotated[int | None, U32, LengthOf("stream_name")] = None
    stream_size: Annotated[int, U64] = 0
    stream_allocation_size: Annotated[int, U64] = 0
    stream_name: Annotated[str, Utf16Sized("stream_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class FileObjectIdInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.36.1."""

    file_reference_number: Annotated[int, HEX64] = 0
    object_id: Annotated[bytes, Bytes(16)] = bytes(16)
    birth_volume_id: Annotated[bytes, Bytes(16)] = bytes(16)
    birth_object_id: Annotated[bytes, Bytes(16)] = bytes(16)
    domain_id: Annotated[bytes, Bytes(16)] = bytes(16)


class FileReparsePointInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.44."""

    file_reference_number: Annotated[int, HEX64] = 0
    tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO


class FileQuotaInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.41."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    sid_length: Annotated[int | None, U32, LengthOf("sid")] = None
    change_time: Annotated[int, FILETIME] = 0
    quota_used: Annotated[int, I64] = 0
    quota_threshold: Annotated[int, I64] = 0
    quota_limit: Annotated[int, I64] = 0
    sid: Annotated[bytes, Sized("sid_length")] = b""
    rest: Annotated[bytes, REST] = b""


class FileGetQuotaInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.41.1."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    sid_length: Annotated[int | None, U32, LengthOf("sid")] = None
    sid: Annotated[bytes, Sized("sid_length")] = b""
    rest: Annotated[bytes, REST] = b""


class FileNotifyInformation(Structure, frozen=True):
    """[MS-FSCC] 2.7.1."""

    next_entry_offset: Annotated[int | None, U32, Next()] = None
    action: Annotated[NotifyAction, U32] = NotifyAction.FILE_ACTION_ADDED
    file_name_length: Annotated[int | None, U32, LengthOf("file_name")] = None
    file_name: Annotated[str, Utf16Sized("file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""
