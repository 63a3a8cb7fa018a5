"""[C706] 12.6 and [MS-RPCE] 2.2.2: the PDUs of connection-oriented RPC.

Only the little-endian, ASCII, IEEE data representation is decoded; `split` tells others apart, so that a server can
refuse them properly.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from plugfest.errors import WireError
from plugfest.wire import (
    GUID,
    REST,
    U8,
    U16,
    U32,
    Align,
    Array,
    Bytes,
    CountOf,
    Flags,
    LengthOf,
    OpenEnum,
    Sized,
    Structure,
)
from plugfest.wire.ndr import Interface

HEADER_SIZE = 16
LITTLE_ENDIAN = b"\x10\0\0\0"
"""[C706] 14.1: little-endian, ASCII, IEEE."""
MUST_RECV_FRAG_SIZE = 1432
"""[C706] 12.6.3.1: every implementation takes fragments of this size."""


class PacketType(OpenEnum):
    """[C706] 12.6.4, [MS-RPCE] 2.2.2.10: PTYPE."""

    REQUEST = 0
    RESPONSE = 2
    FAULT = 3
    BIND = 11
    BIND_ACK = 12
    BIND_NAK = 13
    ALTER_CONTEXT = 14
    ALTER_CONTEXT_RESP = 15
    AUTH3 = 16
    SHUTDOWN = 17
    CO_CANCEL = 18
    ORPHANED = 19


class PacketFlags(Flags):
    """[C706] 12.6.3.1, [MS-RPCE] 2.2.2.3: pfc_flags."""

    PFC_FIRST_FRAG = 0x01
    PFC_LAST_FRAG = 0x02
    PFC_PENDING_CANCEL = 0x04
    """PFC_SUPPORT_HEADER_SIGN in PDUs that bind."""
    PFC_CONC_MPX = 0x10
    PFC_DID_NOT_EXECUTE = 0x20
    PFC_MAYBE = 0x40
    PFC_OBJECT_UUID = 0x80


WHOLE = PacketFlags.PFC_FIRST_FRAG | PacketFlags.PFC_LAST_FRAG


class ContextResult(OpenEnum):
    """[C706] 12.6.3.1 p_cont_def_result_t, [MS-RPCE] 2.2.2.4."""

    acceptance = 0
    user_rejection = 1
    provider_rejection = 2
    negotiate_ack = 3


class ProviderReason(OpenEnum):
    """[C706] 12.6.3.1 p_provider_reason_t."""

    reason_not_specified = 0
    abstract_syntax_not_supported = 1
    proposed_transfer_syntaxes_not_supported = 2
    local_limit_exceeded = 3


class RejectReason(OpenEnum):
    """[MS-RPCE] 2.2.2.5: provider_reject_reason of bind_nak."""

    REASON_NOT_SPECIFIED = 0
    TEMPORARY_CONGESTION = 1
    LOCAL_LIMIT_EXCEEDED = 2
    PROTOCOL_VERSION_NOT_SPECIFIED = 4
    authentication_type_not_recognized = 8
    invalid_checksum = 9


class FaultStatus(OpenEnum):
    """[C706] appendix E, [MS-RPCE] 3.1.3.5.2, 3.3.3.5: the status of a fault."""

    nca_s_fault_access_denied = 0x00000005
    RPC_X_BAD_STUB_DATA = 0x000006F7
    nca_s_op_rng_error = 0x1C010002
    nca_s_unk_if = 0x1C010003
    nca_s_proto_error = 0x1C01000B
    nca_s_server_too_busy = 0x1C010014
    nca_s_fault_context_mismatch = 0x1C00001A


class CommonHeader(Structure, frozen=True):
    """[C706] 12.6.3.1: the fields that every PDU begins with."""

    rpc_vers: Annotated[int, U8] = 5
    rpc_vers_minor: Annotated[int, U8] = 0
    ptype: Annotated[PacketType, U8] = PacketType.REQUEST
    pfc_flags: Annotated[PacketFlags, U8] = WHOLE
    packed_drep: Annotated[bytes, Bytes(4)] = LITTLE_ENDIAN
    frag_length: Annotated[int, U16] = 0
    auth_length: Annotated[int, U16] = 0
    call_id: Annotated[int, U32] = 0


class SyntaxId(Structure, frozen=True):
    """[C706] 12.6.3.1 p_syntax_id_t: an interface or a transfer syntax; the version is minor · 65536 + major."""

    if_uuid: Annotated[UUID, GUID] = UUID(int=0)
    if_version: Annotated[int, U32] = 0

    @property
    def major(self) -> int:
        """The major version."""
        return self.if_version & 0xFFFF

    @property
    def minor(self) -> int:
        """The minor version."""
        return self.if_version >> 16

    @classmethod
    def of(cls, interface: Interface) -> SyntaxId:
        """The abstract syntax of an interface."""
        return cls(interface.uuid, interface.minor << 16 | interface.major)


NDR_SYNTAX = SyntaxId(UUID("8a885d04-1ceb-11c9-9fe8-08002b104860"), 2)
"""[MS-RPCE] 2.2.4.12."""
NDR64_SYNTAX = SyntaxId(UUID("71710533-beba-4937-8319-b5dbef9ccc36"), 1)
"""[MS-RPCE] 2.2.5.1."""
BIND_TIME_FEATURES = "6cb71c2c-9812-4540"
"""[MS-RPCE] 3.3.1.5.3: how the transfer syntax that negotiates features begins; the rest is a bitmask."""


class ContextElement(Structure, frozen=True):
    """[C706] 12.6.3.1 p_cont_elem_t: one presentation context proposed."""

    p_cont_id: Annotated[int, U16] = 0
    n_transfer_syn: Annotated[int | None, U8, CountOf("transfer_syntaxes")] = None
    reserved: Annotated[int, U8] = 0
    abstract_syntax: SyntaxId = SyntaxId()
    transfer_syntaxes: Annotated[tuple[SyntaxId, ...], Array(count="n_transfer_syn")] = (NDR_SYNTAX,)


class ContextAnswer(Structure, frozen=True):
    """[C706] 12.6.3.1 p_result_t: what became of one presentation context."""

    result: Annotated[ContextResult, U16] = ContextResult.acceptance
    reason: Annotated[ProviderReason, U16] = ProviderReason.reason_not_specified
    transfer_syntax: SyntaxId = SyntaxId()


class Bind(Structure, frozen=True):
    """[C706] 12.6.4.3 bind, and 12.6.4.1 alter_context, which has the same layout."""

    max_xmit_frag: Annotated[int, U16] = 4280
    max_recv_frag: Annotated[int, U16] = 4280
    assoc_group_id: Annotated[int, U32] = 0
    n_context_elem: Annotated[int | None, U8, CountOf("p_cont_elem")] = None
    reserved: Annotated[int, U8] = 0
    reserved2: Annotated[int, U16] = 0
    p_cont_elem: Annotated[tuple[ContextElement, ...], Array(count="n_context_elem")] = ()
    rest: Annotated[bytes, REST] = b""


class BindAck(Structure, frozen=True):
    """[C706] 12.6.4.4 bind_ack, and 12.6.4.2 alter_context_resp, which has the same layout."""

    max_xmit_frag: Annotated[int, U16] = 4280
    max_recv_frag: Annotated[int, U16] = 4280
    assoc_group_id: Annotated[int, U32] = 0
    sec_addr_length: Annotated[int | None, U16, LengthOf("sec_addr")] = None
    sec_addr: Annotated[bytes, Sized("sec_addr_length")] = b""
    """The secondary address, with its terminator."""
    n_results: Annotated[int | None, U8, CountOf("p_results"), Align(4)] = None
    reserved: Annotated[int, U8] = 0
    reserved2: Annotated[int, U16] = 0
    p_results: Annotated[tuple[ContextAnswer, ...], Array(count="n_results")] = ()
    rest: Annotated[bytes, REST] = b""


class Version(Structure, frozen=True):
    """[MS-RPCE] 2.2.1.1.5 version_t."""

    major: Annotated[int, U8] = 5
    minor: Annotated[int, U8] = 0


class BindNak(Structure, frozen=True):
    """[MS-RPCE] 2.2.2.9. `rest` is padding or the optional signature with extended error information."""

    provider_reject_reason: Annotated[RejectReason, U16] = RejectReason.REASON_NOT_SPECIFIED
    n_protocols: Annotated[int | None, U8, CountOf("p_protocols")] = None
    p_protocols: Annotated[tuple[Version, ...], Array(count="n_protocols")] = (Version(),)
    rest: Annotated[bytes, REST] = b""


class RpcRequest(Structure, frozen=True):
    """[C706] 12.6.4.9 request; `stub` begins with the object UUID where PFC_OBJECT_UUID is set."""

    alloc_hint: Annotated[int, U32] = 0
    p_cont_id: Annotated[int, U16] = 0
    opnum: Annotated[int, U16] = 0
    stub: Annotated[bytes, REST] = b""


class RpcResponse(Structure, frozen=True):
    """[C706] 12.6.4.10 response."""

    alloc_hint: Annotated[int, U32] = 0
    p_cont_id: Annotated[int, U16] = 0
    cancel_count: Annotated[int, U8] = 0
    reserved: Annotated[int, U8] = 0
    stub: Annotated[bytes, REST] = b""


class RpcFault(Structure, frozen=True):
    """[C706] 12.6.4.7 fault, [MS-RPCE] 2.2.2.8."""

    alloc_hint: Annotated[int, U32] = 0
    p_cont_id: Annotated[int, U16] = 0
    cancel_count: Annotated[int, U8] = 0
    reserved: Annotated[int, U8] = 0
    status: Annotated[FaultStatus, U32] = FaultStatus.nca_s_proto_error
    reserved2: Annotated[int, U32] = 0
    rest: Annotated[bytes, REST] = b""


class Other(Structure, frozen=True):
    """The body of a PDU that has none, or none that is understood here."""

    data: Annotated[bytes, REST] = b""


Body = Bind | BindAck | BindNak | RpcRequest | RpcResponse | RpcFault | Other

BODIES: dict[int, type[Body]] = {
    PacketType.REQUEST: RpcRequest,
    PacketType.RESPONSE: RpcResponse,
    PacketType.FAULT: RpcFault,
    PacketType.BIND: Bind,
    PacketType.BIND_ACK: BindAck,
    PacketType.BIND_NAK: BindNak,
    PacketType.ALTER_CONTEXT: Bind,
    PacketType.ALTER_CONTEXT_RESP: BindAck,
}


class Pdu(msgspec.Struct, frozen=True):
    """One PDU: header, body, and the bytes of sec_trailer and token where there is authentication."""

    header: CommonHeader
    body: Body
    auth: bytes = b""

    @classmethod
    def decode(cls, data: bytes) -> Pdu:
        """Decode one whole PDU. Raises WireError."""
        header = CommonHeader.decode(data, 0, HEADER_SIZE)
        if header.packed_drep[0] != LITTLE_ENDIAN[0] or header.packed_drep[1]:
            raise WireError("CommonHeader", "packed_drep", 4, f"data representation {header.packed_drep.hex()}")
        if header.frag_length != len(data):
            raise WireError("CommonHeader", "frag_length", 8, f"{header.frag_length} in {len(data)} bytes")
        trailer = header.auth_length + 8 if header.auth_length else 0
        end = len(data) - trailer
        if end < HEADER_SIZE:
            raise WireError("CommonHeader", "auth_length", 10, f"{header.auth_length} in {len(data)} bytes")
        body = BODIES.get(header.ptype, Other).decode(data, HEADER_SIZE, end)
        return cls(header, body, data[end:])

    def encode(self) -> bytes:
        """The bytes; frag_length and auth_length that are 0 are computed."""
        body = self.body.encode(HEADER_SIZE)
        header = self.header
        if not header.frag_length:
            header = msgspec.structs.replace(header, frag_length=HEADER_SIZE + len(body) + len(self.auth))
        if not header.auth_length and self.auth:
            header = msgspec.structs.replace(header, auth_length=len(self.auth) - 8)
        return header.encode() + body + self.auth


def frame(buffer: bytearray) -> bytes | None:
    """Take the first whole PDU off the buffer; None while more bytes are needed. Raises WireError where none can be."""
    if buffer and buffer[0] != 5:
        raise WireError("CommonHeader", "rpc_vers", 0, f"version {buffer[0]}")
    if len(buffer) < HEADER_SIZE:
        return None
    length = int.from_bytes(buffer[8:10], "little" if buffer[4] & 0xF0 else "big")
    if length < HEADER_SIZE:
        raise WireError("CommonHeader", "frag_length", 8, f"{length}, less than the header")
    if len(buffer) < length:
        return None
    pdu = bytes(buffer[:length])
    del buffer[:length]
    return pdu


def fragments(ptype: PacketType, call_id: int, stub: bytes, limit: int, **fields: int) -> list[bytes]:
    """A request or response in as many PDUs as `limit` bytes for each one ask for ([C706] 12.6.4.9, 12.6.4.10).

    alloc_hint is what is still to come, as [MS-RPCE] 2.2.2.6 says.
    """
    body = RpcRequest if ptype == PacketType.REQUEST else RpcResponse
    room = max(limit - HEADER_SIZE - 8, 8) & ~7
    made = []
    for start in range(0, len(stub) or 1, room):
        part = stub[start : start + room]
        edge = PacketFlags(0)
        if start == 0:
            edge |= PacketFlags.PFC_FIRST_FRAG
        if start + room >= len(stub):
            edge |= PacketFlags.PFC_LAST_FRAG
        header = CommonHeader(ptype=ptype, pfc_flags=edge, call_id=call_id)
        made.append(Pdu(header, body(alloc_hint=len(stub) - start, stub=part, **fields)).encode())
    return made
