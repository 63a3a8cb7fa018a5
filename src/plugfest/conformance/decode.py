"""From frames to the messages of an exchange, field by field: SMB2, and the RPC calls that go through its pipes."""

from __future__ import annotations

from typing import Any

from plugfest.capture import CapturedMessage, Stream
from plugfest.capture.decrypt import Opened
from plugfest.capture.dissect import Conversation, Dissected
from plugfest.capture.rpc import RpcPdu
from plugfest.capture.streams import Endpoint
from plugfest.conformance.verdicts import sound
from plugfest.net.events import FrameEvent
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_rpce.pdus import HEADER_SIZE as PDU_HEADER_SIZE
from plugfest.protocols.ms_smb2.header import HEADER_SIZE
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.records import FieldValue, Message
from plugfest.wire.fields import fields
from plugfest.wire.ndr import fields as ndr_fields

_CLIENT, _SERVER = Endpoint("client", 0), Endpoint("server", 0)


class Decoder:
    """Decodes the frames of a case in the order they went; nothing that a peer sends makes it fail."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._conversations: dict[int, Conversation] = {}

    def add(self, connection: int, time: float, event: FrameEvent) -> None:
        """One frame: one message, or several that are compounded."""
        conversation = self._conversations.setdefault(connection, Conversation())
        captured = CapturedMessage(Stream(connection, _CLIENT, _SERVER, True), 0, event.sent, event.plaintext)
        for found in conversation.read(captured, Opened(event.plaintext, event.encrypted)):
            common: dict[str, Any] = {
                "time": time,
                "sent": event.sent,
                "connection": connection,
                "encrypted": event.encrypted,
            }
            self._append(
                name=found.name,
                section=found.section,
                data=found.data,
                fields=tuple(_fields(found.packet)),
                summary=_summary(found),
                **common,
            )
            for call in found.calls:
                self._append(
                    name=call.name,
                    section=call.section,
                    data=call.data,
                    fields=tuple(_call_fields(call)),
                    summary=call.summary,
                    **common,
                )

    def closed(self, connection: int, time: float, *, reset: bool) -> None:
        """The peer has ended the connection."""
        how = "TCP RST" if reset else "TCP FIN"
        self._append(time=time, sent=False, connection=connection, name="Disconnection", summary=how)

    def _append(self, **parts: Any) -> None:
        self.messages.append(Message(number=len(self.messages) + 1, **parts))


def _fields(packet: Packet | None) -> list[FieldValue]:
    if packet is None:
        return []
    rows = fields(packet.header, prefix="Header")
    return rows if packet.body is None else [*rows, *fields(packet.body, HEADER_SIZE, 0)]


def _call_fields(call: RpcPdu) -> list[FieldValue]:
    """Of the PDU; with the values in place of the stub where they are here."""
    if call.pdu is None:
        return []
    rows = [*fields(call.pdu.header, prefix="Header"), *fields(call.pdu.body, PDU_HEADER_SIZE, 0)]
    if call.stub is None:
        return rows
    return [*(row for row in rows if row.name != "Stub"), *ndr_fields(call.stub)]


def _summary(found: Dissected) -> str:
    """What is wrong with it; the status of a response; the name that a request is about."""
    packet = found.packet
    if found.problem or packet is None:
        return found.problem
    if packet.header.is_response:
        status = packet.header.status
        return status.name if isinstance(status, NtStatus) else f"0x{int(status):08X}"
    for name in ("path", "name"):
        if isinstance(value := getattr(packet.body, name, None), str):
            return sound(value)
    return ""
