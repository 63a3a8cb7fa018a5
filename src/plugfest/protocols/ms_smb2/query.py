"""[MS-SMB2] 2.2.33 QUERY_DIRECTORY, 2.2.35 CHANGE_NOTIFY, 2.2.37 QUERY_INFO, 2.2.39 SET_INFO and their responses."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_smb2.constants import CompletionFilter, InfoType, NotifyFlags, QueryDirectoryFlags
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.wire import REST, U8, U16, U32, Data, LengthOf, OffsetOf, Structure, Utf16


class QueryDirectoryRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.33."""

    __minimum_size__ = 33

    structure_size: Annotated[int, U16] = 33
    file_information_class: Annotated[int, U8] = 0
    flags: Annotated[QueryDirectoryFlags, U8] = QueryDirectoryFlags(0)
    file_index: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    file_name_offset: Annotated[int | None, U16, OffsetOf("file_name", always=True)] = None
    file_name_length: Annotated[int | None, U16, LengthOf("file_name")] = None
    output_buffer_length: Annotated[int, U32] = 0
    file_name: Annotated[str, Utf16("file_name_offset", "file_name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class QueryDirectoryResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.34."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    output_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    output_buffer_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    buffer: Annotated[bytes, Data("output_buffer_offset", "output_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class ChangeNotifyRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.35."""

    structure_size: Annotated[int, U16] = 32
    flags: Annotated[NotifyFlags, U16] = NotifyFlags(0)
    output_buffer_length: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    completion_filter: Annotated[CompletionFilter, U32] = CompletionFilter(0)
    reserved: Annotated[int, U32] = 0
    rest: Annotated[bytes, REST] = b""


class ChangeNotifyResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.36."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    output_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    output_buffer_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    buffer: Annotated[bytes, Data("output_buffer_offset", "output_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class QueryInfoRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.37."""

    __minimum_size__ = 41

    structure_size: Annotated[int, U16] = 41
    info_type: Annotated[InfoType, U8] = InfoType.SMB2_0_INFO_FILE
    file_info_class: Annotated[int, U8] = 0
    output_buffer_length: Annotated[int, U32] = 0
    input_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer")] = None
    reserved: Annotated[int, U16] = 0
    input_buffer_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    additional_information: Annotated[int, U32] = 0
    flags: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    buffer: Annotated[bytes, Data("input_buffer_offset", "input_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class QueryInfoResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.38."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    output_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    output_buffer_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    buffer: Annotated[bytes, Data("output_buffer_offset", "output_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class SetInfoRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.39."""

    __minimum_size__ = 33

    structure_size: Annotated[int, U16] = 33
    info_type: Annotated[InfoType, U8] = InfoType.SMB2_0_INFO_FILE
    file_info_class: Annotated[int, U8] = 0
    buffer_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    reserved: Annotated[int, U16] = 0
    additional_information: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    buffer: Annotated[bytes, Data("buffer_offset", "buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class SetInfoResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.40."""

    structure_size: Annotated[int, U16] = 2
    rest: Annotated[bytes, REST] = b""
