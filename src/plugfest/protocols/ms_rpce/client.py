"""The client side of one RPC connection: [C706] 9.3 and 12.6, [MS-RPCE] 3.3.2. Sans-IO: requests out, events in."""

from __future__ import annotations

from typing import Any

import msgspec

from plugfest.errors import LocalProtocolError, RemoteProtocolError
from plugfest.protocols.ms_rpce.pdus import (
    MUST_RECV_FRAG_SIZE,
    NDR64_SYNTAX,
    NDR_SYNTAX,
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
    RejectReason,
    RpcFault,
    RpcResponse,
    SyntaxId,
    fragments,
    frame,
)
from plugfest.protocols.ms_rpce.security import ClientSecurity
from plugfest.protocols.ms_rpce.server import MAX_FRAG, Fault
from plugfest.wire.ndr import NDR, Interface, Request, TransferSyntax

MAX_RESPONSE = 64 * 1024 * 1024
"""More stub data than this in one response is refused."""


class Bound(msgspec.Struct, frozen=True):
    """bind_ack or alter_context_resp: an answer to each presentation context that was proposed, in order."""

    results: tuple[ContextAnswer, ...]
    secondary_address: bytes
    accepted: tuple[int, ...]
    """Identifiers of the presentation contexts that may be used now."""


class BindRefused(msgspec.Struct, frozen=True):
    """bind_nak."""

    reason: RejectReason


class Responded(msgspec.Struct, frozen=True):
    """A response is whole."""

    call_id: int
    opnum: int
    stub: bytes


class Faulted(msgspec.Struct, frozen=True):
    """The call ended in a fault."""

    call_id: int
    opnum: int
    status: FaultStatus
    executed: bool
    """False where the server says that the method did not run."""

    def error(self) -> Fault:
        """The exception that says the same."""
        return Fault(self.status, f"opnum {self.opnum}")


Event = Bound | BindRefused | Responded | Faulted


class ClientAssociation:
    """One connection. Several calls may be under way; their call_id tells them apart.

    With `security`, bind carries the first leg of the log-on, and `rpc_auth_3` is due after the bind_ack. `syntax` is
    what `bind` proposes, and what stubs are written in.
    """

    def __init__(
        self, max_frag: int = MAX_FRAG, security: ClientSecurity | None = None, syntax: TransferSyntax = NDR
    ) -> None:
        self.security = security
        self.syntax = syntax
        self.max_xmit_frag = max_frag
        self.max_recv_frag = max_frag
        self.call_id = 0
        """Of the PDU sent last."""
        self._buffer = bytearray()
        self._proposed: dict[int, list[int]] = {}
        self._opnums: dict[int, int] = {}
        self._stubs: dict[int, bytearray] = {}
        self._bound = False

    # --- requests -------------------------------------------------------------------------------------------------

    def bind(self, *interfaces: Interface, contexts: tuple[ContextElement, ...] = ()) -> bytes:
        """The bind PDU that proposes these interfaces, or these contexts as they are."""
        if not contexts:
            proposed = (NDR64_SYNTAX if self.syntax.is_64 else NDR_SYNTAX,)
            contexts = tuple(
                ContextElement(number, abstract_syntax=SyntaxId.of(interface), transfer_syntaxes=proposed)
                for number, interface in enumerate(interfaces)
            )
        ptype = PacketType.ALTER_CONTEXT if self._bound else PacketType.BIND
        body = Bind(max_xmit_frag=self.max_xmit_frag, max_recv_frag=self.max_recv_frag, p_cont_elem=contexts)
        self.call_id += 1
        self._proposed[self.call_id] = [element.p_cont_id for element in contexts]
        header = CommonHeader(ptype=ptype, call_id=self.call_id)
        if self.security and ptype == PacketType.BIND:
            return self.security.first(header, body)
        return Pdu(header, body).encode()

    def rpc_auth_3(self) -> bytes:
        """[MS-RPCE] 3.3.1.5.2.1: the last leg of the log-on; empty where none is due. The server does not answer."""
        return self.security.last(self.call_id) if self.security else b""

    def alter_context(self, *interfaces: Interface, contexts: tuple[ContextElement, ...] = ()) -> bytes:
        """The alter_context PDU that proposes more. Raises LocalProtocolError before a bind was accepted."""
        if not self._bound:
            raise LocalProtocolError("alter_context before bind")
        return self.bind(*interfaces, contexts=contexts)

    def request(self, opnum: int, stub: bytes, p_cont_id: int = 0) -> list[bytes]:
        """The fragments of a request; its call_id is in `call_id`."""
        if not self._bound:
            raise LocalProtocolError("a request before bind")
        self.call_id += 1
        self._opnums[self.call_id] = opnum
        limit = self.max_xmit_frag - (self.security.overhead if self.security else 0)
        pdus = fragments(PacketType.REQUEST, self.call_id, stub, limit, opnum=opnum, p_cont_id=p_cont_id)
        return [self.security.protect(pdu) for pdu in pdus] if self.security else pdus

    def call(self, method: Request[Any], p_cont_id: int = 0) -> list[bytes]:
        """The fragments of the request for a method."""
        return self.request(method.opnum, method.encode(syntax=self.syntax), p_cont_id)

    # --- answers --------------------------------------------------------------------------------------------------

    def receive(self, data: bytes) -> list[Event]:
        """Take bytes from the transport; give what happened. Raises WireError and RemoteProtocolError."""
        self._buffer += data
        events: list[Event] = []
        while raw := frame(self._buffer):
            pdu = Pdu.decode(raw)
            event = self._pdu(self.security.unprotect(raw, pdu) if self.security else pdu)
            if event is not None:
                events.append(event)
        return events

    def _pdu(self, pdu: Pdu) -> Event | None:
        call_id = pdu.header.call_id
        match pdu.body:
            case BindAck() as ack:
                if self.security and not self._bound:
                    self.security.acknowledged(pdu)
                return self._acknowledged(ack, call_id)
            case BindNak(provider_reject_reason=reason):
                return BindRefused(reason)
            case RpcFault(status=status):
                opnum = self._known(call_id)
                executed = PacketFlags.PFC_DID_NOT_EXECUTE not in pdu.header.pfc_flags
                self._forget(call_id)
                return Faulted(call_id, opnum, status, executed)
            case RpcResponse() as response:
                return self._responded(response, pdu.header)
        if pdu.header.ptype == PacketType.SHUTDOWN:  # [MS-RPCE] 3.3.3.4.2: a hint
            return None
        raise RemoteProtocolError(f"{pdu.header.ptype.name} PDU from a server")

    def _acknowledged(self, ack: BindAck, call_id: int) -> Bound:
        proposed = self._proposed.pop(call_id, None)
        if proposed is None or len(ack.p_results) != len(proposed):
            raise RemoteProtocolError(f"{len(ack.p_results)} results for {len(proposed or ())} contexts proposed")
        accepted = tuple(
            number
            for number, answer in zip(proposed, ack.p_results, strict=True)
            if answer.result == ContextResult.acceptance
        )
        if not self._bound:
            self.max_xmit_frag = max(min(self.max_xmit_frag, ack.max_recv_frag), MUST_RECV_FRAG_SIZE)
        self._bound = True
        return Bound(ack.p_results, ack.sec_addr, accepted)

    def _known(self, call_id: int) -> int:
        if call_id not in self._opnums:
            raise RemoteProtocolError(f"an answer to call {call_id}, which is not under way")
        return self._opnums[call_id]

    def _forget(self, call_id: int) -> None:
        self._opnums.pop(call_id)
        self._stubs.pop(call_id, None)

    def _responded(self, response: RpcResponse, header: CommonHeader) -> Responded | None:
        call_id, flags = header.call_id, header.pfc_flags
        opnum = self._known(call_id)
        if (PacketFlags.PFC_FIRST_FRAG in flags) == (call_id in self._stubs):
            raise RemoteProtocolError(f"fragments of call {call_id} out of order")
        stub = self._stubs.setdefault(call_id, bytearray())
        stub += response.stub
        if len(stub) > MAX_RESPONSE:
            raise RemoteProtocolError(f"a response of more than {MAX_RESPONSE} bytes")
        if PacketFlags.PFC_LAST_FRAG not in flags:
            return None
        self._forget(call_id)
        return Responded(call_id, opnum, bytes(stub))
