"""[MS-SMB2] 2.2.3 NEGOTIATE request, 2.2.4 response, and their contexts (2.2.3.1, 2.2.4.1)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Cipher,
    ContextType,
    Dialect,
    HashAlgorithm,
    SecurityMode,
    SigningAlgorithm,
)
from plugfest.wire import (
    FILETIME,
    GUID,
    REST,
    U16,
    U32,
    Array,
    CountOf,
    Data,
    LengthOf,
    OffsetOf,
    Padding,
    Sized,
    Structure,
    When,
)


class NegotiateContext(Structure, frozen=True):
    """[MS-SMB2] 2.2.3.1. What `data` holds is one of the structures below, by `context_type`."""

    context_type: Annotated[ContextType, U16] = ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES
    data_length: Annotated[int | None, U16, LengthOf("data")] = None
    reserved: Annotated[int, U32] = 0
    data: Annotated[bytes, Sized("data_length")] = b""

    def _contents(self) -> dict[str, type[Structure]]:
        kind = _CONTEXTS.get(self.context_type)
        return {"data": kind} if kind else {}


class PreauthIntegrityCapabilities(Structure, frozen=True):
    """[MS-SMB2] 2.2.3.1.1."""

    hash_algorithm_count: Annotated[int | None, U16, CountOf("hash_algorithms")] = None
    salt_length: Annotated[int | None, U16, LengthOf("salt")] = None
    hash_algorithms: Annotated[tuple[HashAlgorithm, ...], Array(U16, count="hash_algorithm_count")] = ()
    salt: Annotated[bytes, Sized("salt_length")] = b""
    rest: Annotated[bytes, REST] = b""


class EncryptionCapabilities(Structure, frozen=True):
    """[MS-SMB2] 2.2.3.1.2."""

    cipher_count: Annotated[int | None, U16, CountOf("ciphers")] = None
    ciphers: Annotated[tuple[Cipher, ...], Array(U16, count="cipher_count")] = ()
    rest: Annotated[bytes, REST] = b""


class CompressionCapabilities(Structure, frozen=True):
    """[MS-SMB2] 2.2.3.1.3."""

    compression_algorithm_count: Annotated[int | None, U16, CountOf("compression_algorithms")] = None
    padding: Annotated[int, U16] = 0
    flags: Annotated[int, U32] = 0
    compression_algorithms: Annotated[tuple[int, ...], Array(U16, count="compression_algorithm_count")] = ()
    rest: Annotated[bytes, REST] = b""


class SigningCapabilities(Structure, frozen=True):
    """[MS-SMB2] 2.2.3.1.7."""

    signing_algorithm_count: Annotated[int | None, U16, CountOf("signing_algorithms")] = None
    signing_algorithms: Annotated[tuple[SigningAlgorithm, ...], Array(U16, count="signing_algorithm_count")] = ()
    rest: Annotated[bytes, REST] = b""


_CONTEXTS: dict[int, type[Structure]] = {
    ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES: PreauthIntegrityCapabilities,
    ContextType.SMB2_ENCRYPTION_CAPABILITIES: EncryptionCapabilities,
    ContextType.SMB2_COMPRESSION_CAPABILITIES: CompressionCapabilities,
    ContextType.SMB2_SIGNING_CAPABILITIES: SigningCapabilities,
}


class NegotiateRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.3. The contexts are there only if 3.1.1 is among the dialects."""

    structure_size: Annotated[int, U16] = 36
    dialect_count: Annotated[int | None, U16, CountOf("dialects")] = None
    security_mode: Annotated[SecurityMode, U16] = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    reserved: Annotated[int, U16] = 0
    capabilities: Annotated[Capabilities, U32] = Capabilities(0)
    client_guid: Annotated[UUID, GUID] = UUID(int=0)
    negotiate_context_offset: Annotated[int | None, U32, OffsetOf("negotiate_context_list")] = None
    negotiate_context_count: Annotated[int | None, U16, CountOf("negotiate_context_list")] = None
    reserved2: Annotated[int, U16] = 0
    dialects: Annotated[tuple[Dialect, ...], Array(U16, count="dialect_count")] = ()
    negotiate_context_list: Annotated[
        tuple[NegotiateContext, ...],
        Array(count="negotiate_context_count", offset="negotiate_context_offset", align=8),
        When("0x0311 in dialects"),
    ] = ()
    padding: Annotated[bytes, Padding("negotiate_context_list")] = b""
    rest: Annotated[bytes, REST] = b""


class NegotiateResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.4. NegotiateContextCount and NegotiateContextOffset are reserved before 3.1.1."""

    __minimum_size__ = 65

    structure_size: Annotated[int, U16] = 65
    security_mode: Annotated[SecurityMode, U16] = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    dialect_revision: Annotated[Dialect, U16] = Dialect.SMB_3_1_1
    negotiate_context_count: Annotated[int | None, U16, CountOf("negotiate_context_list")] = None
    server_guid: Annotated[UUID, GUID] = UUID(int=0)
    capabilities: Annotated[Capabilities, U32] = Capabilities(0)
    max_transact_size: Annotated[int, U32] = 0
    max_read_size: Annotated[int, U32] = 0
    max_write_size: Annotated[int, U32] = 0
    system_time: Annotated[int, FILETIME] = 0
    server_start_time: Annotated[int, FILETIME] = 0
    security_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    security_buffer_length: Annotated[int | None, U16, LengthOf("buffer")] = None
    negotiate_context_offset: Annotated[int | None, U32, OffsetOf("negotiate_context_list")] = None
    buffer: Annotated[bytes, Data("security_buffer_offset", "security_buffer_length")] = b""
    negotiate_context_list: Annotated[
        tuple[NegotiateContext, ...],
        Array(count="negotiate_context_count", offset="negotiate_context_offset", align=8),
        When("dialect_revision == 0x0311"),
    ] = ()
    padding: Annotated[bytes, Padding("negotiate_context_list")] = b""
    rest: Annotated[bytes, REST] = b""
