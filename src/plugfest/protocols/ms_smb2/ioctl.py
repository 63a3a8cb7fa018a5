"""[MS-SMB2] 2.2.31 IOCTL request, 2.2.32 response, and the payloads that go through them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from plugfest.protocols.ms_smb2.constants import Capabilities, CtlCode, Dialect, IoctlFlags, SecurityMode
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.wire import (
    GUID,
    I64,
    REST,
    U8,
    U16,
    U32,
    U64,
    Array,
    Bytes,
    CountOf,
    Data,
    LengthOf,
    OffsetOf,
    Structure,
    Utf16Sized,
)


class IoctlRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.31."""

    __minimum_size__ = 57

    structure_size: Annotated[int, U16] = 57
    reserved: Annotated[int, U16] = 0
    ctl_code: Annotated[CtlCode, U32] = CtlCode.FSCTL_PIPE_TRANSCEIVE
    file_id: FileId = FileId()
    input_offset: Annotated[int | None, U32, OffsetOf("input")] = None
    input_count: Annotated[int | None, U32, LengthOf("input")] = None
    max_input_response: Annotated[int, U32] = 0
    output_offset: Annotated[int | None, U32, OffsetOf("output")] = None
    output_count: Annotated[int | None, U32, LengthOf("output")] = None
    max_output_response: Annotated[int, U32] = 0
    flags: Annotated[IoctlFlags, U32] = IoctlFlags.SMB2_0_IOCTL_IS_FSCTL
    reserved2: Annotated[int, U32] = 0
    input: Annotated[bytes, Data("input_offset", "input_count")] = b""
    output: Annotated[bytes, Data("output_offset", "output_count", align=8)] = b""
    rest: Annotated[bytes, REST] = b""


class IoctlResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.32."""

    structure_size: Annotated[int, U16] = 49
    reserved: Annotated[int, U16] = 0
    ctl_code: Annotated[CtlCode, U32] = CtlCode.FSCTL_PIPE_TRANSCEIVE
    file_id: FileId = FileId()
    input_offset: Annotated[int | None, U32, OffsetOf("input", always=True)] = None
    input_count: Annotated[int | None, U32, LengthOf("input")] = None
    output_offset: Annotated[int | None, U32, OffsetOf("output", always=True)] = None
    output_count: Annotated[int | None, U32, LengthOf("output")] = None
    flags: Annotated[IoctlFlags, U32] = IoctlFlags(0)
    reserved2: Annotated[int, U32] = 0
    input: Annotated[bytes, Data("input_offset", "input_count")] = b""
    output: Annotated[bytes, Data("output_offset", "output_count", align=8)] = b""
    rest: Annotated[bytes, REST] = b""


class NetworkInterfaceInfo(Structure, frozen=True):
    """[MS-SMB2] 2.2.32.5. `sock_addr_storage` is what 2.2.32.5.1 makes of an address; only Family is little-endian."""

    next: Annotated[int, U32] = 0
    if_index: Annotated[int, U32] = 0
    capability: Annotated[int, U32] = 0
    """1: RSS_CAPABLE, 2: RDMA_CAPABLE."""
    reserved: Annotated[int, U32] = 0
    link_speed: Annotated[int, U64] = 0
    """Bits a second."""
    sock_addr_storage: Annotated[bytes, Bytes(128)] = bytes(128)

    @classmethod
    def of(cls, if_index: int, link_speed: int, address: bytes) -> NetworkInterfaceInfo:
        """Of an interface with this address: 4 bytes of IPv4 or 16 of IPv6, in network order."""
        family, gap = (2, 2) if len(address) == 4 else (0x17, 6)
        storage = family.to_bytes(2, "little") + bytes(gap) + address
        return cls(if_index=if_index, link_speed=link_speed, sock_addr_storage=storage.ljust(128, b"\0"))


class ValidateNegotiateInfoRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.31.4."""

    capabilities: Annotated[Capabilities, U32] = Capabilities(0)
    guid: Annotated[UUID, GUID] = UUID(int=0)
    security_mode: Annotated[SecurityMode, U16] = SecurityMode(0)
    dialect_count: Annotated[int | None, U16, CountOf("dialects")] = None
    dialects: Annotated[tuple[Dialect, ...], Array(U16, count="dialect_count")] = ()


class ValidateNegotiateInfoResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.32.6."""

    capabilities: Annotated[Capabilities, U32] = Capabilities(0)
    guid: Annotated[UUID, GUID] = UUID(int=0)
    security_mode: Annotated[SecurityMode, U16] = SecurityMode(0)
    dialect: Annotated[Dialect, U16] = Dialect.SMB_3_1_1


class PipeWaitRequest(Structure, frozen=True):
    """[MS-FSCC] 2.3.49 FSCTL_PIPE_WAIT request. The timeout counts 100 ms, where it is specified."""

    timeout: Annotated[int, I64] = 0
    name_length: Annotated[int | None, U32, LengthOf("name")] = None
    timeout_specified: Annotated[int, U8] = 0
    padding: Annotated[int, U8] = 0
    name: Annotated[str, Utf16Sized("name_length")] = ""
    rest: Annotated[bytes, REST] = b""


class SrvCopychunk(Structure, frozen=True):
    """[MS-SMB2] 2.2.31.1.1."""

    source_offset: Annotated[int, U64] = 0
    target_offset: Annotated[int, I64] = 0
    length: Annotated[int, U32] = 0
    reserved: Annotated[int, U32] = 0


class SrvCopychunkCopy(Structure, frozen=True):
    """[MS-SMB2] 2.2.31.1."""

    source_key: Annotated[bytes, Bytes(24)] = bytes(24)
    chunk_count: Annotated[int | None, U32, CountOf("chunks")] = None
    reserved: Annotated[int, U32] = 0
    chunks: Annotated[tuple[SrvCopychunk, ...], Array(count="chunk_count")] = ()
    rest: Annotated[bytes, REST] = b""


class SrvCopychunkResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.32.1."""

    chunks_written: Annotated[int, U32] = 0
    chunk_bytes_written: Annotated[int, U32] = 0
    total_bytes_written: Annotated[int, U32] = 0
