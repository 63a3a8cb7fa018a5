"""Messages of a capture as people read them: a line each, or a tree of all fields."""

from __future__ import annotations

from collections.abc import Iterator

from plugfest.capture.buffers import held
from plugfest.capture.dissect import Dissected
from plugfest.capture.rpc import RpcPdu
from plugfest.capture.summary import facts
from plugfest.errors import WireError
from plugfest.protocols.ms_rpce.pdus import HEADER_SIZE as PDU_HEADER_SIZE
from plugfest.protocols.ms_smb2.header import HEADER_SIZE
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.records import FieldValue
from plugfest.wire import Structure
from plugfest.wire.fields import fields
from plugfest.wire.names import document_name, section_of
from plugfest.wire.ndr import NdrStructure
from plugfest.wire.ndr.tracing import trace

_SHOWN = 32
"""Bytes of what is not understood that are shown."""
_HEADER, _ASYNC_HEADER = "MS-SMB2 2.2.1.2", "MS-SMB2 2.2.1.1"


class Lines:
    """A line a message; each connection is introduced by one.

    Seconds count from `began`, nanoseconds since the epoch.
    """

    def __init__(self, began: int = 0) -> None:
        self._known: set[int] = set()
        self._began = began

    def of(self, message: Dissected) -> Iterator[str]:
        """The lines of the next message."""
        stream = message.stream
        if stream.number not in self._known:
            self._known.add(stream.number)
            yield f"#{stream.number}: {stream.client} → {stream.server}"
        parts = [message.name, f"[{message.section}]" if message.section else "", _about(message)]
        yield f"{self._place(message)} {' '.join(part for part in parts if part)}"

    def _place(self, message: Dissected) -> str:
        seconds = (message.time - self._began) / 1_000_000_000
        return f"{message.frame:6} {seconds:11.6f} #{message.stream.number} {'→' if message.sent else '←'}"


def _about(message: Dissected) -> str:
    found = [facts(message.packet)] if message.packet else [f"{len(message.data)} bytes"]
    if message.encrypted:
        found.append("encrypted" if message.problem else "decrypted")
    if message.signature is False:
        found.append("the signature is wrong")
    if message.problem:
        found.append(f"— {message.problem}")
    about = ", ".join(found).replace(", —", " —")
    if message.packet is None and message.calls:  # RPC over TCP: the message is the call
        about = message.calls[0].summary
    else:
        about += "".join(f" | {call.name} [{call.section}] {call.summary}".rstrip() for call in message.calls)
    return about


class Trees:
    """All fields of each message, with byte offsets, below the structures that they belong to."""

    def of(self, message: Dissected) -> Iterator[str]:
        """The lines of the next message."""
        stream = message.stream
        ends = (stream.client, stream.server) if message.sent else (stream.server, stream.client)
        yield f"{message.name} [{message.section}]" if message.section else message.name
        facts = [f"frame {message.frame}", f"#{stream.number} {ends[0]} → {ends[1]}", f"{len(message.data)} bytes"]
        if message.request_frame:
            facts.append(f"answers frame {message.request_frame}")
        if message.encrypted:
            facts.append("encrypted")
        if message.signature is not None:
            facts.append(f"the signature is {'right' if message.signature else 'wrong'}")
        yield f"  {', '.join(facts)}"
        if message.problem:
            yield f"  problem: {message.problem}"
        if message.packet is not None:
            yield from _packet(message.packet, message.request)
        if message.packet is None or message.packet.body is None:
            if not message.calls:
                yield f"  {_bytes(message.data)}"
        for call in message.calls:
            yield from _call(call)
        yield ""


def _packet(packet: Packet, request: Packet | None) -> Iterator[str]:
    yield f"  Header [{_ASYNC_HEADER if packet.header.is_async else _HEADER}]"
    rows = fields(packet.header)
    if packet.header.is_async:
        rows = [row for row in rows if row.name not in ("Reserved", "TreeId")]
        rows.insert(-2, FieldValue("AsyncId", f"0x{packet.header.async_id:016X}", 32))
    yield from _tree(rows, "    ")
    if packet.body is None:
        return
    yield f"  {type(packet.body).__name__} [{section_of(type(packet.body))}]"
    rows = fields(packet.body, HEADER_SIZE, 0)
    yield from _tree(rows, "    ", packet.body)
    if (inside := held(packet, request)) is not None:
        name = document_name(type(packet.body), inside.field)
        start = next((row.offset for row in rows if row.name == name), 0) + inside.inside
        yield from _inside(inside.values, name, start)
        for part, value in inside.more.items():
            yield f"{'':7}      {part}: {value}"


def _inside(values: tuple[Structure, ...], name: str, start: int) -> Iterator[str]:
    """The structures in a buffer; where one of a list ends is not known but by its link."""
    position = start
    for number, value in enumerate(values):
        place = f"{name}[{number}]" if len(values) > 1 else name
        yield f"    in {place}: {type(value).__name__} [{section_of(type(value))}]"
        yield from _tree(fields(value, position), "      ", value)
        position += getattr(value, "next_entry_offset", 0) or 0


def _call(call: RpcPdu) -> Iterator[str]:
    yield f"  {call.name} [{call.section}]" if call.section else f"  {call.name}"
    about = [call.interface] if call.interface else []
    about += [f"opnum {call.opnum}"] if call.opnum >= 0 else []
    about += [call.note] if call.note else []
    if about:
        yield f"    {', '.join(about)}"
    if call.problem:
        yield f"    problem: {call.problem}"
    if call.pdu is None:
        yield f"    {_bytes(call.data)}"
        return
    yield f"    CommonHeader [{section_of(type(call.pdu.header))}]"
    yield from _tree(fields(call.pdu.header), "      ")
    yield f"    {type(call.pdu.body).__name__} [{section_of(type(call.pdu.body))}]"
    rows = fields(call.pdu.body, PDU_HEADER_SIZE, 0)
    yield from _tree([row for row in rows if row.name != "Stub" or call.stub is None], "      ", call.pdu.body)
    if call.stub is not None and call.syntax is not None:
        yield f"    {type(call.stub).__name__} [{call.section}], offsets in the stub"
        try:
            yield from _tree(trace(type(call.stub), call.stub_data, call.syntax), "      ", call.stub)
        except WireError as error:
            yield f"      {error}"
        if call.left_over:
            yield f"      left over: {_bytes(call.stub_data[-call.left_over :])}"


def _sections(value: Structure | NdrStructure, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Where the structures inside a structure are defined, by their dotted names."""
    kind = type(value)
    inside = value._contents() if isinstance(value, Structure) else {}
    for field in kind.__struct_fields__:
        name = prefix + (document_name(kind, field) if isinstance(value, Structure) else field)
        here = getattr(value, field)
        parts = [(f"{name}[{at}]", one) for at, one in enumerate(here)] if isinstance(here, tuple) else [(name, here)]
        for path, part in parts:
            if isinstance(part, Structure | NdrStructure):
                yield path, section_of(type(part))
                yield from _sections(part, f"{path}.")
            elif field in inside:
                yield path, section_of(inside[field])


def _tree(rows: list[FieldValue], indent: str, value: Structure | NdrStructure | None = None) -> Iterator[str]:
    """Rows with dotted names as a tree; with `value`, from which they are, the structures in it say their sections."""
    sections = dict(_sections(value)) if value is not None else {}
    open_names: list[str] = []
    for row in rows:
        *parents, name = row.name.split(".")
        common = 0
        while common < min(len(parents), len(open_names)) and parents[common] == open_names[common]:
            common += 1
        for depth in range(common, len(parents)):
            section = sections.get(".".join(parents[: depth + 1]))
            yield f"{'':7}{indent}{'  ' * depth}{parents[depth]}{f' [{section}]' if section else ''}"
        open_names = parents
        place = str(row.offset) if row.offset >= 0 else ""
        yield f"{place:>6} {indent}{'  ' * len(parents)}{name}: {row.value}"


def _bytes(data: bytes) -> str:
    return f"{data[:_SHOWN].hex()}{'…' if len(data) > _SHOWN else ''} ({len(data)} bytes)"
