"""The RPC calls that go through a pipe, decoded for people: PDUs ([C706] 12.6) and the NDR values in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from plugfest.errors import WireError
from plugfest.protocols.ms_rpce.pdus import (
    HEADER_SIZE,
    Bind,
    CommonHeader,
    Pdu,
    RpcFault,
    RpcRequest,
    RpcResponse,
    frame,
)
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.records import FieldValue
from plugfest.wire.fields import fields
from plugfest.wire.ndr import Interface
from plugfest.wire.ndr import fields as ndr_fields

_INTERFACES = {SRVSVC.uuid: SRVSVC}
_SECTION = re.compile(r"\[(M[SC]-[A-Z0-9]+)\]\s+([0-9]+(?:\.[0-9]+)*)")
_PDU_SECTIONS = {"BIND": "12.6.4.3", "BIND_ACK": "12.6.4.4", "FAULT": "12.6.4.7", "REQUEST": "12.6.4.9"} | {
    "RESPONSE": "12.6.4.10",
    "ALTER_CONTEXT": "12.6.4.1",
    "ALTER_CONTEXT_RESP": "12.6.4.2",
}


class Call(NamedTuple):
    """One PDU; the last fragment of a request or response carries the values of the whole."""

    name: str
    section: str
    data: bytes
    fields: list[FieldValue]
    summary: str


class PipeDecoder:
    """The two directions of one pipe."""

    def __init__(self) -> None:
        self._buffers = {True: bytearray(), False: bytearray()}
        self._stubs: dict[tuple[bool, int], bytes] = {}
        self._contexts: dict[int, Interface] = {}
        self._calls: dict[int, tuple[Interface | None, int]] = {}

    def feed(self, data: bytes, sent: bool) -> Iterator[Call]:
        """The PDUs that these bytes complete."""
        buffer = self._buffers[sent]
        buffer += data
        try:
            while (pdu := frame(buffer)) is not None:
                yield self._call(pdu, sent)
        except WireError as error:
            yield Call("RPC PDU", "", bytes(buffer), [], str(error))
            buffer.clear()

    def _call(self, data: bytes, sent: bool) -> Call:
        pdu = Pdu.decode(data)
        name = pdu.header.ptype.name
        rows = [*fields(pdu.header, prefix="Header"), *fields(pdu.body, HEADER_SIZE, 0)]
        found = Call(f"RPC {name.lower()}", f"C706 {_PDU_SECTIONS.get(name, '12.6.4')}", data, rows, "")
        match pdu.body:
            case Bind() as bind:
                for element in bind.p_cont_elem:
                    if interface := _INTERFACES.get(element.abstract_syntax.if_uuid):
                        self._contexts[element.p_cont_id] = interface
                        found = found._replace(summary=interface.name)
            case RpcRequest() as body:
                self._calls[pdu.header.call_id] = (self._contexts.get(body.p_cont_id), body.opnum)
                return self._values(found, pdu.header, body, sent)
            case RpcResponse() as body:
                return self._values(found, pdu.header, body, sent)
            case RpcFault() as fault:
                return found._replace(summary=fault.status.name)
        return found

    def _values(self, call: Call, header: CommonHeader, body: RpcRequest | RpcResponse, sent: bool) -> Call:
        """The NDR values, where the method is known and the last fragment is here."""
        key = (sent, header.call_id)
        stub = (b"" if header.pfc_flags & 1 else self._stubs.pop(key, b"")) + body.stub
        if not header.pfc_flags & 2:
            self._stubs[key] = stub
            return call._replace(summary="fragment")
        interface, opnum = self._calls.get(header.call_id, (None, -1))
        method = interface.method(opnum) if interface else None
        if method is None:
            return call._replace(summary=f"opnum {opnum}" if opnum >= 0 else "")
        request = isinstance(body, RpcRequest)
        kind: type[Any] = method if request else method.response()
        found = _SECTION.search(method.__doc__ or "")
        call = call._replace(
            name=f"{method.__name__} {'request' if request else 'response'}",
            section=f"{found[1]} {found[2]}" if found else "",
        )
        try:
            value = kind.decode(stub)
        except WireError as error:
            return call._replace(summary=str(error))
        rows = [row for row in call.fields if not row.name.casefold().startswith("stub")]
        values = list(ndr_fields(value))
        code = getattr(value, "ReturnValue", None)
        if code is not None:
            summary = NetApiStatus(code).name
        else:
            summary = next((f"level {row.value}" for row in values if row.name.rpartition(".")[2] == "Level"), "")
        return call._replace(fields=[*rows, *values], summary=summary)
