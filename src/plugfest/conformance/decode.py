"""From frames to the messages of an exchange, field by field: SMB2, and the RPC calls that go through its pipes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugfest.conformance.rpc import Call, PipeDecoder
from plugfest.conformance.verdicts import sound
from plugfest.errors import WireError
from plugfest.net.events import FrameEvent
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command, CtlCode
from plugfest.protocols.ms_smb2.header import COMPRESSION_ID, HEADER_SIZE, PROTOCOL_ID, SMB1_ID, TRANSFORM_ID
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet, split_compound
from plugfest.records import Message
from plugfest.wire.fields import fields

_NAMES = {
    PROTOCOL_ID: ("SMB2 message", "MS-SMB2 2.2.1"),
    SMB1_ID: ("SMB1 message", ""),
    TRANSFORM_ID: ("SMB2 TRANSFORM_HEADER", "MS-SMB2 2.2.41"),
    COMPRESSION_ID: ("SMB2 COMPRESSION_TRANSFORM_HEADER", "MS-SMB2 2.2.42"),
}


class Decoder:
    """Decodes the frames of a case in the order they went; nothing that a peer sends makes it fail."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._requests: dict[tuple[int, int], Any] = {}
        self._pipes: dict[tuple[int, Any], PipeDecoder] = {}

    def add(self, connection: int, time: float, event: FrameEvent) -> None:
        """One frame: one message, or several that are compounded."""
        data = event.plaintext
        for part, packet, problem in _packets(data):
            common: dict[str, Any] = {
                "time": time,
                "sent": event.sent,
                "connection": connection,
                "encrypted": event.encrypted,
            }
            if packet is None:
                name, section = _NAMES.get(part[:4], ("Bytes", ""))
                self._append(name=name, section=section, data=part, summary=problem, **common)
                continue
            rows = fields(packet.header, prefix="Header")
            if packet.body is not None:
                rows += fields(packet.body, HEADER_SIZE, 0)
            self._append(
                name=packet.name,
                section=f"MS-SMB2 {packet.section}",
                data=part,
                fields=tuple(rows),
                summary=_summary(packet),
                **common,
            )
            for call in self._calls(connection, packet):
                self._append(
                    name=call.name,
                    section=call.section,
                    data=call.data,
                    fields=tuple(call.fields),
                    summary=call.summary,
                    **common,
                )

    def closed(self, connection: int, time: float, *, reset: bool) -> None:
        """The peer has ended the connection."""
        how = "TCP RST" if reset else "TCP FIN"
        self._append(time=time, sent=False, connection=connection, name="Disconnection", summary=how)

    def _append(self, **parts: Any) -> None:
        self.messages.append(Message(number=len(self.messages) + 1, **parts))

    def _calls(self, connection: int, packet: Packet) -> Iterator[Call]:
        """What a READ, WRITE or FSCTL_PIPE_TRANSCEIVE carried through its pipe."""
        key = (connection, packet.header.message_id)
        body: Any = packet.body
        command = packet.header.command
        if command not in (Command.READ, Command.WRITE, Command.IOCTL) or body is None:
            return
        if not packet.header.is_response:
            self._requests[key] = body
            payload = body.buffer if command == Command.WRITE else body.input if command == Command.IOCTL else b""
            request = body
        else:
            request = self._requests.get(key)
            payload = getattr(body, "buffer", b"") if command == Command.READ else getattr(body, "output", b"")
        if request is None or not payload:
            return
        if command == Command.IOCTL and request.ctl_code != CtlCode.FSCTL_PIPE_TRANSCEIVE:
            return
        pipe = self._pipes.setdefault((connection, request.file_id), PipeDecoder())
        yield from pipe.feed(payload, sent=not packet.header.is_response)


def _packets(data: bytes) -> Iterator[tuple[bytes, Packet | None, str]]:
    """The messages in a frame: bytes, and the packet or what is wrong with it."""
    if data[:4] != PROTOCOL_ID:
        yield data, None, "" if data[:4] in _NAMES else "no SMB2 message"
        return
    try:
        parts = split_compound(data)
    except WireError as error:
        yield data, None, str(error)
        return
    for part in parts:
        try:
            yield part, decode_packet(part), ""
        except WireError as error:
            yield part, None, str(error)


def _summary(packet: Packet) -> str:
    """The status of a response; the name that a request is about."""
    if packet.header.is_response:
        status = packet.header.status
        return status.name if isinstance(status, NtStatus) else f"0x{int(status):08X}"
    for name in ("path", "name"):
        if isinstance(value := getattr(packet.body, name, None), str):
            return sound(value)
    return ""
