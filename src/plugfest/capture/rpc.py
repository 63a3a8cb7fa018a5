"""The RPC calls that go through a pipe or a TCP connection, read by a third party.

PDUs ([C706] 12.6) of both directions, the presentation contexts that they negotiate ([MS-RPCE] 3.3.1.5), fragments put
together, and the NDR or NDR64 values in them where the interface is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from plugfest.capture.interfaces import Find, emitted
from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_rpce.pdus import (
    NDR64_SYNTAX,
    NDR_SYNTAX,
    Bind,
    BindAck,
    CommonHeader,
    ContextElement,
    ContextResult,
    PacketFlags,
    PacketType,
    Pdu,
    RpcFault,
    RpcRequest,
    RpcResponse,
    frame,
)
from plugfest.wire.names import section_of
from plugfest.wire.ndr import NDR, NDR64, Interface, NdrStructure, Request, TransferSyntax

_PDU_SECTIONS = {
    PacketType.REQUEST: "C706 12.6.4.9",
    PacketType.RESPONSE: "C706 12.6.4.10",
    PacketType.FAULT: "C706 12.6.4.7",
    PacketType.BIND: "C706 12.6.4.3",
    PacketType.BIND_ACK: "C706 12.6.4.4",
    PacketType.BIND_NAK: "C706 12.6.4.5",
    PacketType.ALTER_CONTEXT: "C706 12.6.4.1",
    PacketType.ALTER_CONTEXT_RESP: "C706 12.6.4.2",
    PacketType.AUTH3: "MS-RPCE 2.2.2.10",
}
_SYNTAXES = {NDR_SYNTAX.if_uuid: NDR, NDR64_SYNTAX.if_uuid: NDR64}
_PRIVACY = 6
"""[MS-RPCE] 2.2.1.1.8, RPC_C_AUTHN_LEVEL_PKT_PRIVACY: the stub is encrypted."""
_NTSTATUS = frozenset({"samr", "lsarpc", "logon"})
"""Interfaces whose methods return NTSTATUS; those of the others are Win32 error codes."""
_OBJECT_SIZE = 16
_MAX_STUB = 64 << 20
"""Bytes of one call's fragments that are kept."""


class RpcPdu(NamedTuple):
    """One PDU; the last fragment of a request or response carries the values of the whole."""

    data: bytes
    pdu: Pdu | None = None
    """None where the bytes are no PDU; then there is a `problem`."""
    interfaces: tuple[Interface, ...] = ()
    interface: str = ""
    """Its name, or its UUID where nobody knows it."""
    opnum: int = -1
    method: type[Request[Any]] | None = None
    stub: NdrStructure | None = None
    stub_data: bytes = b""
    """The whole stub, its fragments together, without authentication padding."""
    syntax: TransferSyntax | None = None
    left_over: int = 0
    """Bytes of the stub behind its values."""
    note: str = ""
    """fragment, or encrypted."""
    problem: str = ""

    @property
    def direction(self) -> str:
        """request or response; empty for PDUs that carry no call."""
        kind = self.pdu.body if self.pdu else None
        return "request" if isinstance(kind, RpcRequest) else "response" if isinstance(kind, RpcResponse) else ""

    @property
    def name(self) -> str:
        """As people call it: `NetrShareEnum request`, `RPC bind`."""
        if self.pdu is None:
            return "RPC PDU"
        if self.method is not None and self.direction and not self.note:
            return f"{self.method.__name__} {self.direction}"
        return f"RPC {self.pdu.header.ptype.name.lower()}"

    @property
    def section(self) -> str:
        """Of the method where the values are here, else of the PDU."""
        if self.pdu and self.method is not None and self.direction and not self.note:
            return section_of(self.method) or _PDU_SECTIONS[self.pdu.header.ptype]
        return _PDU_SECTIONS.get(self.pdu.header.ptype, "C706 12.6.4") if self.pdu else ""

    @property
    def summary(self) -> str:
        """What a line has room for."""
        body = self.pdu.body if self.pdu else None
        if self.problem or self.note:
            return self.problem or self.note
        if isinstance(body, Bind):
            return self.interface
        if isinstance(body, RpcFault):
            return body.status.name
        if self.stub is not None:
            return _stub_summary(self.stub, self.interface)
        return f"{self.interface} opnum {self.opnum}" if self.opnum >= 0 else ""


def _stub_summary(stub: NdrStructure, interface: str) -> str:
    """What a response returns, the level that a request is about."""
    code = getattr(stub, "ReturnValue", None)
    if not isinstance(code, int):
        members = (stub, *(getattr(stub, name) for name in stub.__struct_fields__))
        level = next((one.Level for one in members if hasattr(one, "Level")), None)
        return "" if level is None else f"level {level}"
    if interface in _NTSTATUS:
        return NtStatus(code & 0xFFFFFFFF).name
    from plugfest.protocols.ms_srvs.constants import NetApiStatus

    return NetApiStatus(code).name


class _Context(NamedTuple):
    """A presentation context as it was proposed and accepted."""

    interfaces: tuple[Interface, ...]
    name: str
    syntax: TransferSyntax | None = NDR

    def method(self, opnum: int) -> type[Request[Any]] | None:
        found = (method for interface in self.interfaces if (method := interface.method(opnum)) is not None)
        return next(found, None)


class RpcDecoder:
    """The two directions of one pipe or connection. Nothing that is fed makes it raise."""

    def __init__(self, find: Find = emitted) -> None:
        self._find = find
        self._buffers = {True: bytearray(), False: bytearray()}
        self._stubs: dict[tuple[bool, int], bytes] = {}
        self._proposed: dict[int, tuple[ContextElement, ...]] = {}
        """By call_id, until they are answered."""
        self._contexts: dict[int, _Context] = {}
        self._calls: dict[int, tuple[_Context | None, int]] = {}

    def feed(self, data: bytes, sent: bool) -> Iterator[RpcPdu]:
        """The PDUs that these bytes complete."""
        buffer = self._buffers[sent]
        buffer += data
        try:
            while (pdu := frame(buffer)) is not None:
                yield self._pdu(pdu, sent)
        except WireError as error:
            yield RpcPdu(bytes(buffer), problem=str(error))
            buffer.clear()

    def lost(self, sent: bool) -> None:
        """Bytes of this direction are missing: what waits for its rest will not get it."""
        self._buffers[sent].clear()

    def _pdu(self, data: bytes, sent: bool) -> RpcPdu:
        try:
            pdu = Pdu.decode(data)
        except WireError as error:
            return RpcPdu(data, problem=str(error))
        found = RpcPdu(data, pdu)
        match pdu.body:
            case Bind() as bind:
                return self._bound(found, pdu.header, bind)
            case BindAck() as answer:
                self._accepted(pdu.header, answer)
            case RpcRequest() as body:
                context = self._contexts.get(body.p_cont_id)
                self._calls[pdu.header.call_id] = (context, body.opnum)
                return self._call(found, context, body.opnum, body.stub, sent)
            case RpcResponse() as body:
                context, opnum = self._calls.get(pdu.header.call_id, (None, -1))
                return self._call(found, context, opnum, body.stub, sent)
        return found

    def _bound(self, found: RpcPdu, header: CommonHeader, bind: Bind) -> RpcPdu:
        """What is proposed; a listener who misses the answer takes it as accepted with NDR."""
        self._proposed[header.call_id] = bind.p_cont_elem
        names: list[str] = []
        for element in bind.p_cont_elem:
            uuid = element.abstract_syntax.if_uuid
            interfaces = self._find(uuid)
            name = interfaces[0].name if interfaces else str(uuid)
            syntaxes = [_SYNTAXES.get(one.if_uuid) for one in element.transfer_syntaxes]
            if element.p_cont_id not in self._contexts or NDR in syntaxes:
                self._contexts[element.p_cont_id] = _Context(interfaces, name, next(filter(None, syntaxes), None))
            if name not in names:
                names.append(name)
        return found._replace(interface=", ".join(names))

    def _accepted(self, header: CommonHeader, answer: BindAck) -> None:
        """The results stand in the order of the proposal."""
        for element, result in zip(self._proposed.pop(header.call_id, ()), answer.p_results, strict=False):
            context = self._contexts.get(element.p_cont_id)
            if result.result == ContextResult.acceptance and context is not None:
                syntax = _SYNTAXES.get(result.transfer_syntax.if_uuid)
                self._contexts[element.p_cont_id] = context._replace(syntax=syntax)

    def _call(self, found: RpcPdu, context: _Context | None, opnum: int, stub: bytes, sent: bool) -> RpcPdu:
        """The values, where the method is known and the last fragment is here."""
        assert found.pdu is not None
        header, auth = found.pdu.header, found.pdu.auth
        if context is not None:
            found = found._replace(
                interfaces=context.interfaces, interface=context.name, method=context.method(opnum), opnum=opnum
            )
        elif opnum >= 0:
            found = found._replace(opnum=opnum)
        if len(auth) > 2:
            if auth[1] == _PRIVACY:
                return found._replace(stub_data=stub, note="encrypted")
            stub = stub[: len(stub) - auth[2]]
        flags = header.pfc_flags
        if sent and flags & PacketFlags.PFC_OBJECT_UUID:
            stub = stub[_OBJECT_SIZE:]
        key = (sent, header.call_id)
        stub = (b"" if flags & PacketFlags.PFC_FIRST_FRAG else self._stubs.pop(key, b"")) + stub
        if not flags & PacketFlags.PFC_LAST_FRAG:
            if len(stub) <= _MAX_STUB:
                self._stubs[key] = stub
            return found._replace(note="fragment")
        return _valued(found._replace(stub_data=stub), context.syntax if context else None)


def _valued(found: RpcPdu, syntax: TransferSyntax | None) -> RpcPdu:
    """With the values of its stub."""
    if found.method is None or syntax is None:
        return found
    kind: type[NdrStructure] = found.method if found.direction == "request" else found.method.response()
    try:
        stub, end = kind.decode_from(found.stub_data, syntax=syntax)
    except WireError as error:
        return found._replace(problem=str(error))
    return found._replace(stub=stub, syntax=syntax, left_over=len(found.stub_data) - end)
