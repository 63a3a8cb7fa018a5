"""The server side of one RPC connection: [C706] 9.3 and 12.6, [MS-RPCE] 3.3.3. Sans-IO: bytes in, PDUs out.

Over a named pipe the transport delivers and takes any chunks of bytes; how they were cut does not matter here. There
are no security providers, so PDUs with authentication are refused ([MS-RPCE] 3.3.3.5.3).
"""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from plugfest.errors import StatusError, WireError
from plugfest.protocols.ms_rpce.pdus import (
    BIND_TIME_FEATURES,
    HEADER_SIZE,
    MUST_RECV_FRAG_SIZE,
    NDR64_SYNTAX,
    NDR_SYNTAX,
    WHOLE,
    Bind,
    BindAck,
    BindNak,
    CommonHeader,
    ContextAnswer,
    ContextElement,
    ContextResult,
    FaultStatus,
    PacketFlags,
    PacketType,
    Pdu,
    ProviderReason,
    RejectReason,
    RpcFault,
    RpcRequest,
    SyntaxId,
    fragments,
    frame,
)
from plugfest.wire.ndr import NDR, NDR64, Interface, TransferSyntax

MAX_FRAG = 4280
"""What the servers in use offer over named pipes."""
MAX_STUB = 4 * 1024 * 1024
"""[MS-RPCE] 3.3.3.5.4: of all fragments of a request together."""
OLD_CALLS = 150
"""[MS-RPCE] 3.3.3.5.6."""


class Fault(StatusError):
    """A call that ends in a fault instead of a response; a service raises it, a client receives it."""

    def __init__(self, status: int, operation: str = "RPC call") -> None:
        super().__init__(operation, FaultStatus(status))


class Service(Protocol):
    """What serves an interface. WireError from `call` becomes the fault for bad stub data."""

    interface: Interface

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax) -> bytes:
        """Execute a method: request stub in, response stub out. `context` is the caller's. May raise Fault."""


_SYNTAXES: tuple[tuple[SyntaxId, TransferSyntax], ...] = ((NDR_SYNTAX, NDR), (NDR64_SYNTAX, NDR64))
"""In order of preference, for a client that proposes both in one context; most propose one each."""


class _Call(msgspec.Struct):
    """[MS-RPCE] 3.3.3.1.5 Server Call: a request whose fragments arrive."""

    call_id: int
    p_cont_id: int
    opnum: int
    stub: bytearray


class ServerAssociation:
    """One connection, which is an association of its own."""

    def __init__(
        self, services: tuple[Service, ...], context: Any = None, *, endpoint: str = "", assoc_group_id: int = 1
    ) -> None:
        self.services = services
        self.context = context
        """Handed to the services: who calls."""
        self.closed = False
        """The connection must end once what `receive` gave is sent."""
        self.max_xmit_frag = MAX_FRAG
        self.contexts: dict[int, tuple[Service, TransferSyntax]] = {}
        """Presentation contexts that were accepted."""
        self._endpoint = endpoint
        self._group = assoc_group_id
        self._buffer = bytearray()
        self._bound = False
        self._call: _Call | None = None
        self._current_call_id = 0

    def receive(self, data: bytes) -> list[bytes]:
        """Take bytes from the transport; give the PDUs to send. Never raises; see `closed`."""
        sent: list[bytes] = []
        if self.closed:
            return sent
        self._buffer += data
        while not self.closed:
            try:
                raw = frame(self._buffer)
            except WireError:  # not RPC at all, or another version of it ([MS-RPCE] 3.3.1.5.1)
                return [*sent, *self._unframed()]
            if raw is None:
                break
            sent += self._pdu(raw)
        return sent

    # --- PDUs -----------------------------------------------------------------------------------------------------

    def _unframed(self) -> list[bytes]:
        self.closed = True
        head = bytes(self._buffer[:HEADER_SIZE]).ljust(HEADER_SIZE, b"\0")
        call_id = int.from_bytes(head[12:16], "little")
        if self._bound:
            return [self._fault(call_id, 0, FaultStatus.nca_s_proto_error)]
        return [self._nak(call_id, RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED)]

    def _pdu(self, raw: bytes) -> list[bytes]:
        big_endian = not raw[4] & 0xF0
        call_id = int.from_bytes(raw[12:16], "big" if big_endian else "little")
        if raw[1] != 0:  # minor version, [MS-RPCE] 3.3.1.5.1
            return self._refuse(call_id, RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED)
        try:
            pdu = Pdu.decode(raw)
        except WireError:
            return self._refuse(call_id, RejectReason.REASON_NOT_SPECIFIED)
        match pdu.header.ptype:
            case PacketType.BIND if not self._bound:
                return self._bind(pdu)
            case PacketType.ALTER_CONTEXT if self._bound:
                return self._alter_context(pdu)
            case PacketType.REQUEST if self._bound:
                return self._request(pdu)
            case PacketType.CO_CANCEL | PacketType.AUTH3 if self._bound:
                return []
            case PacketType.ORPHANED if self._bound:
                if self._call is not None and self._call.call_id == call_id:
                    self._call = None
                return []
        return self._refuse(call_id, RejectReason.REASON_NOT_SPECIFIED)

    def _refuse(self, call_id: int, reason: RejectReason) -> list[bytes]:
        """[MS-RPCE] 3.3.3.5.7: a protocol error ends the connection."""
        self.closed = True
        if self._bound:
            return [self._fault(call_id, 0, FaultStatus.nca_s_proto_error)]
        return [self._nak(call_id, reason)]

    def _nak(self, call_id: int, reason: RejectReason) -> bytes:
        header = CommonHeader(ptype=PacketType.BIND_NAK, call_id=call_id)
        return Pdu(header, BindNak(provider_reject_reason=reason)).encode()

    def _fault(self, call_id: int, p_cont_id: int, status: int, *, executed: bool = False) -> bytes:
        flags = WHOLE if executed else WHOLE | PacketFlags.PFC_DID_NOT_EXECUTE
        header = CommonHeader(ptype=PacketType.FAULT, pfc_flags=flags, call_id=call_id)
        body = RpcFault(alloc_hint=32, p_cont_id=p_cont_id, status=FaultStatus(status))
        return Pdu(header, body).encode()

    # --- presentation contexts ------------------------------------------------------------------------------------

    def _bind(self, pdu: Pdu) -> list[bytes]:
        bind, call_id = pdu.body, pdu.header.call_id
        assert isinstance(bind, Bind)
        if pdu.auth:
            self.closed = True
            return [self._nak(call_id, RejectReason.authentication_type_not_recognized)]
        self._bound = True
        self.max_xmit_frag = max(min(MAX_FRAG, bind.max_recv_frag), MUST_RECV_FRAG_SIZE)
        flags = WHOLE | pdu.header.pfc_flags & PacketFlags.PFC_CONC_MPX
        body = BindAck(
            max_xmit_frag=self.max_xmit_frag,
            max_recv_frag=max(min(MAX_FRAG, bind.max_xmit_frag), MUST_RECV_FRAG_SIZE),
            assoc_group_id=bind.assoc_group_id or self._group,
            sec_addr=self._endpoint.encode("ascii") + b"\0" if self._endpoint else b"",
            p_results=tuple(self._negotiated(element) for element in bind.p_cont_elem),
        )
        return [Pdu(CommonHeader(ptype=PacketType.BIND_ACK, pfc_flags=flags, call_id=call_id), body).encode()]

    def _alter_context(self, pdu: Pdu) -> list[bytes]:
        bind = pdu.body
        assert isinstance(bind, Bind)
        if pdu.auth:
            return self._refuse(pdu.header.call_id, RejectReason.authentication_type_not_recognized)
        body = BindAck(
            max_xmit_frag=self.max_xmit_frag,
            max_recv_frag=self.max_xmit_frag,
            assoc_group_id=self._group,
            p_results=tuple(self._negotiated(element) for element in bind.p_cont_elem),
        )
        header = CommonHeader(ptype=PacketType.ALTER_CONTEXT_RESP, call_id=pdu.header.call_id)
        return [Pdu(header, body).encode()]

    def _negotiated(self, element: ContextElement) -> ContextAnswer:
        """[MS-RPCE] 3.3.1.5.3, 3.3.1.5.6: the answer to one proposed presentation context."""
        syntaxes = element.transfer_syntaxes
        if len(syntaxes) == 1 and str(syntaxes[0].if_uuid).startswith(BIND_TIME_FEATURES):
            return ContextAnswer(ContextResult.negotiate_ack)  # and none of the features, which would stand in reason
        service = self._service(element)
        if service is None:
            return ContextAnswer(ContextResult.provider_rejection, ProviderReason.abstract_syntax_not_supported)
        for syntax_id, syntax in _SYNTAXES:
            if syntax_id in syntaxes:
                self.contexts[element.p_cont_id] = (service, syntax)
                return ContextAnswer(transfer_syntax=syntax_id)
        reason = ProviderReason.proposed_transfer_syntaxes_not_supported
        return ContextAnswer(ContextResult.provider_rejection, reason)

    def _service(self, element: ContextElement) -> Service | None:
        """The service of an interface: same UUID and major version, and a minor version that is not newer."""
        wanted = element.abstract_syntax
        for service in self.services:
            interface = service.interface
            if (interface.uuid, interface.major) == (wanted.if_uuid, wanted.major) and wanted.minor <= interface.minor:
                return service
        return None

    # --- calls ----------------------------------------------------------------------------------------------------

    def _request(self, pdu: Pdu) -> list[bytes]:
        """[C706] 12.6.4.9, [MS-RPCE] 3.3.3.5: put a request together, and execute it when it is whole."""
        header, body = pdu.header, pdu.body
        assert isinstance(body, RpcRequest)
        first = PacketFlags.PFC_FIRST_FRAG in header.pfc_flags
        call = self._call
        if first and call is None:
            self._current_call_id = header.call_id
            self._call = call = _Call(header.call_id, body.p_cont_id, body.opnum, bytearray())
        elif call is None and 0 < self._current_call_id - header.call_id < OLD_CALLS:
            return []  # a late fragment of a call that is over, [MS-RPCE] 3.3.3.5.6
        elif first or call is None or call.call_id != header.call_id or pdu.auth:
            return self._refuse(header.call_id, RejectReason.REASON_NOT_SPECIFIED)
        stub = body.stub
        if first and PacketFlags.PFC_OBJECT_UUID in header.pfc_flags:
            stub = stub[16:]
        if len(call.stub) + len(stub) > MAX_STUB:
            self._call = None
            return [self._fault(call.call_id, call.p_cont_id, FaultStatus.nca_s_fault_access_denied)]
        call.stub += stub
        if PacketFlags.PFC_LAST_FRAG not in header.pfc_flags:
            return []
        self._call = None
        return self._execute(call)

    def _execute(self, call: _Call) -> list[bytes]:
        if call.p_cont_id not in self.contexts:
            return [self._fault(call.call_id, call.p_cont_id, FaultStatus.nca_s_unk_if)]
        service, syntax = self.contexts[call.p_cont_id]
        if call.opnum >= service.interface.opnums:
            return [self._fault(call.call_id, call.p_cont_id, FaultStatus.nca_s_op_rng_error)]
        try:
            stub = service.call(call.opnum, bytes(call.stub), self.context, syntax)
        except Fault as fault:
            return [self._fault(call.call_id, call.p_cont_id, fault.status, executed=True)]
        except WireError:  # [MS-RPCE] 3.1.3.5.2
            return [self._fault(call.call_id, call.p_cont_id, FaultStatus.RPC_X_BAD_STUB_DATA)]
        return fragments(PacketType.RESPONSE, call.call_id, stub, self.max_xmit_frag, p_cont_id=call.p_cont_id)
