"""Messages of a capture as JSON, one document a line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from plugfest.capture.buffers import held
from plugfest.capture.dissect import Dissected
from plugfest.capture.rpc import RpcPdu
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.simulate.values import tree
from plugfest.wire.names import document_name, section_of
from plugfest.wire.ndr import NdrStructure
from plugfest.wire.plain import SECTION, plain

_HEADER, _ASYNC_HEADER = "MS-SMB2 2.2.1.2", "MS-SMB2 2.2.1.1"
_encode = msgspec.json.Encoder().encode


def line(message: Dissected) -> bytes:
    """The document of a message, with its line end."""
    value = document(message)
    try:
        return _encode(value) + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in a name: JSON can say it, UTF-8 cannot
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def document(message: Dissected) -> dict[str, Any]:
    """A message as plain values: where and when, what it is, and its fields by the document's names."""
    stream = message.stream
    source, target = (stream.client, stream.server) if message.sent else (stream.server, stream.client)
    seconds, fraction = divmod(message.time, 1_000_000_000)
    found: dict[str, Any] = {
        "frame": message.frame,
        "time": _moment(seconds).format(fraction),
        "stream": stream.number,
        "source": str(source),
        "destination": str(target),
        "from": "client" if message.sent else "server",
        "message": message.name,
        "section": message.section,
    }
    if message.request_frame:
        found["request_frame"] = message.request_frame
    if message.encrypted:
        found["encrypted"] = True
    if message.signature is not None:
        found["signature"] = "right" if message.signature else "wrong"
    if message.problem:
        found["problem"] = message.problem
    packet = message.packet
    if packet is not None:
        found["header"] = _header(packet)
        if packet.body is not None:
            found["body"] = _body(packet, message.request)
    if message.calls:
        found["rpc"] = [_call(call) for call in message.calls]
    elif packet is None or packet.body is None:
        found["data"] = message.data.hex()
    return found


@lru_cache(8)
def _moment(seconds: int) -> str:
    """ISO 8601 with room for nanoseconds; plain seconds where a damaged capture names a year that there is not."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{{:09}}Z"
    except (ValueError, OverflowError, OSError):
        return f"{seconds}.{{:09}}"


def _header(packet: Packet) -> dict[str, Any]:
    found = plain(packet.header)
    found[SECTION] = _ASYNC_HEADER if packet.header.is_async else _HEADER
    if packet.header.is_async:
        del found["Reserved"], found["TreeId"]
        found["AsyncId"] = f"0x{packet.header.async_id:016X}"
    return found


def _body(packet: Packet, request: Packet | None) -> dict[str, Any]:
    assert packet.body is not None
    found = plain(packet.body)
    if (inside := held(packet, request)) is not None:
        values = [plain(value) | inside.more for value in inside.values]
        found[document_name(type(packet.body), inside.field)] = values if inside.is_list else values[0]
    return found


def _call(call: RpcPdu) -> dict[str, Any]:
    found: dict[str, Any] = {"message": call.name, SECTION: call.section}
    if call.interface:
        found["interface"] = call.interface
    if call.opnum >= 0:
        found["opnum"] = call.opnum
    if call.method is not None:
        found["method"] = call.method.__name__
    if call.note:
        found["note"] = call.note
    if call.problem:
        found["problem"] = call.problem
    if call.pdu is None:
        return found | {"data": call.data.hex()}
    found["header"] = plain(call.pdu.header)
    found["body"] = plain(call.pdu.body)
    if call.pdu.auth:
        found["auth"] = call.pdu.auth.hex()
    if call.stub is not None:
        found["body"].pop("Stub", None)
        found["parameters"] = _parameters(call.stub)
        if call.left_over:
            found["left_over"] = call.stub_data[-call.left_over :].hex()
    return found


def _parameters(value: Any) -> Any:
    """NDR values; each structure in them begins with its section."""
    if isinstance(value, NdrStructure):
        section = section_of(type(value))
        found = {name: _parameters(getattr(value, name)) for name in value.__struct_fields__}
        return {SECTION: section, **found} if section else found
    if isinstance(value, tuple):
        return [_parameters(one) for one in value]
    return tree(value)
