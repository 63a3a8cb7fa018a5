"""[MS-SMB2] 2.2.17 FLUSH, 2.2.19 READ, 2.2.21 WRITE, 2.2.28 ECHO, 2.2.30 CANCEL: requests and responses."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_smb2.constants import ReadFlags, WriteFlags
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.wire import REST, U8, U16, U32, U64, Data, LengthOf, OffsetOf, Structure


class FlushRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.17."""

    structure_size: Annotated[int, U16] = 24
    reserved1: Annotated[int, U16] = 0
    reserved2: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    rest: Annotated[bytes, REST] = b""


class FlushResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.18."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class ReadRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.19."""

    __minimum_size__ = 49

    structure_size: Annotated[int, U16] = 49
    padding: Annotated[int, U8] = 0x50
    """Where the client would like the data to begin in the response."""
    flags: Annotated[ReadFlags, U8] = ReadFlags(0)
    length: Annotated[int, U32] = 0
    offset: Annotated[int, U64] = 0
    file_id: FileId = FileId()
    minimum_count: Annotated[int, U32] = 0
    channel: Annotated[int, U32] = 0
    remaining_bytes: Annotated[int, U32] = 0
    read_channel_info_offset: Annotated[int | None, U16, OffsetOf("buffer")] = None
    read_channel_info_length: Annotated[int | None, U16, LengthOf("buffer")] = None
    buffer: Annotated[bytes, Data("read_channel_info_offset", "read_channel_info_length")] = b""
    rest: Annotated[bytes, REST] = b""


class ReadResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.20."""

    __minimum_size__ = 17

    structure_size: Annotated[int, U16] = 17
    data_offset: Annotated[int | None, U8, OffsetOf("buffer", always=True)] = None
    reserved: Annotated[int, U8] = 0
    data_length: Annotated[int | None, U32, LengthOf("buffer")] = None
    data_remaining: Annotated[int, U32] = 0
    flags: Annotated[int, U32] = 0
    buffer: Annotated[bytes, Data("data_offset", "data_length")] = b""
    rest: Annotated[bytes, REST] = b""


class WriteRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.21."""

    __minimum_size__ = 49

    structure_size: Annotated[int, U16] = 49
    data_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    length: Annotated[int | None, U32, LengthOf("buffer")] = None
    offset: Annotated[int, U64] = 0
    file_id: FileId = FileId()
    channel: Annotated[int, U32] = 0
    remaining_bytes: Annotated[int, U32] = 0
    write_channel_info_offset: Annotated[int | None, U16, OffsetOf("channel_info")] = None
    write_channel_info_length: Annotated[int | None, U16, LengthOf("channel_info")] = None
    flags: Annotated[WriteFlags, U32] = WriteFlags(0)
    buffer: Annotated[bytes, Data("data_offset", "length")] = b""
    channel_info: Annotated[bytes, Data("write_channel_info_offset", "write_channel_info_length", align=8)] = b""
    rest: Annotated[bytes, REST] = b""


class WriteResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.22."""

    structure_size: Annotated[int, U16] = 17
    reserved: Annotated[int, U16] = 0
    count: Annotated[int, U32] = 0
    remaining: Annotated[int, U32] = 0
    write_channel_info_offset: Annotated[int, U16] = 0
    write_channel_info_length: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class EchoRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.28."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class EchoResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.29."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class CancelRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.30. There is no response of its own."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""
