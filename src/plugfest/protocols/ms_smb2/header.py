"""[MS-SMB2] 2.2.1 packet header, 2.2.2 ERROR response, 2.2.41 TRANSFORM_HEADER."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command, HeaderFlags
from plugfest.wire import HEX32, HEX64, REST, U8, U16, U32, U64, Bytes, LengthOf, Sized, Structure

PROTOCOL_ID = b"\xfeSMB"
TRANSFORM_ID = b"\xfdSMB"
COMPRESSION_ID = b"\xfcSMB"
SMB1_ID = b"\xffSMB"
HEADER_SIZE = 64
TRANSFORM_SIZE = 52
SIGNATURE_OFFSET = 48


class Header(Structure, frozen=True):
    """[MS-SMB2] 2.2.1.2, the SYNC form; `async_id` reads the two fields that the ASYNC form (2.2.1.1) has there.

    `status` is ChannelSequence and Reserved in a request of the 3.x family. Flags are asked as integers, which is
    twenty times quicker than as an enumeration: every message passes here several times.
    """

    __document_names__ = {"credits": "CreditRequest/CreditResponse"}

    protocol_id: Annotated[bytes, Bytes(4)] = PROTOCOL_ID
    structure_size: Annotated[int, U16] = 64
    credit_charge: Annotated[int, U16] = 0
    status: Annotated[NtStatus, U32] = NtStatus.STATUS_SUCCESS
    command: Annotated[Command, U16] = Command.NEGOTIATE
    credits: Annotated[int, U16] = 0
    """CreditRequest or CreditResponse."""
    flags: Annotated[HeaderFlags, U32] = HeaderFlags(0)
    next_command: Annotated[int, U32] = 0
    message_id: Annotated[int, U64] = 0
    reserved: Annotated[int, U32] = 0
    tree_id: Annotated[int, HEX32] = 0
    session_id: Annotated[int, HEX64] = 0
    signature: Annotated[bytes, Bytes(16)] = bytes(16)

    @property
    def is_response(self) -> bool:
        """SMB2_FLAGS_SERVER_TO_REDIR is set."""
        return bool(int.__and__(self.flags, 1))

    @property
    def is_async(self) -> bool:
        """SMB2_FLAGS_ASYNC_COMMAND is set: `async_id` counts, `tree_id` does not."""
        return bool(int.__and__(self.flags, 2))

    @property
    def is_related(self) -> bool:
        """SMB2_FLAGS_RELATED_OPERATIONS is set."""
        return bool(int.__and__(self.flags, 4))

    @property
    def is_signed(self) -> bool:
        """SMB2_FLAGS_SIGNED is set."""
        return bool(int.__and__(self.flags, 8))

    @property
    def async_id(self) -> int:
        """AsyncId of the ASYNC form."""
        return self.tree_id << 32 | self.reserved

    @property
    def channel_sequence(self) -> int:
        """ChannelSequence of a request of the 3.x family."""
        return self.status & 0xFFFF


def read_header(data: bytes | memoryview) -> Header:
    """The header at the start of a message. Raises WireError."""
    return Header._read(data, 0, HEADER_SIZE if len(data) > HEADER_SIZE else len(data), 0)[0]  # type: ignore[arg-type]


class ErrorResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.2. The data may be a list of 2.2.2.1 contexts where ErrorContextCount is not 0."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    error_context_count: Annotated[int, U8] = 0
    reserved: Annotated[int, U8] = 0
    byte_count: Annotated[int | None, U32, LengthOf("error_data")] = None
    error_data: Annotated[bytes, Sized("byte_count")] = b""
    rest: Annotated[bytes, REST] = b""


class TransformHeader(Structure, frozen=True):
    """[MS-SMB2] 2.2.41: before an encrypted message. The signature covers what follows it in this header too."""

    protocol_id: Annotated[bytes, Bytes(4)] = TRANSFORM_ID
    signature: Annotated[bytes, Bytes(16)] = bytes(16)
    nonce: Annotated[bytes, Bytes(16)] = bytes(16)
    original_message_size: Annotated[int, U32] = 0
    reserved: Annotated[int, U16] = 0
    flags: Annotated[int, U16] = 1
    """Flags in 3.1.1 (1: encrypted), EncryptionAlgorithm in 3.0 and 3.0.2 (1: AES-128-CCM)."""
    session_id: Annotated[int, HEX64] = 0
