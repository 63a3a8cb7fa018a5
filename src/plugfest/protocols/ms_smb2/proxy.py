"""A man in the middle of SMB2 connections, sans-IO: bytes of either side in, bytes for the other side and messages out.

In this first form nothing is changed: what came goes on, whatever it is, before anybody looks at it. Frames are put
together for those who watch; a direction that is no Direct TCP ([MS-SMB2] 2.1) any more is relayed unseen.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.framing import FrameReader
from plugfest.protocols.ms_smb2.header import (
    COMPRESSION_ID,
    PROTOCOL_ID,
    SMB1_ID,
    TRANSFORM_ID,
    TransformHeader,
    read_header,
)
from plugfest.protocols.ms_smb2.messages import Packet, decode_body, split_compound

_OTHERS = {
    TRANSFORM_ID: "SMB2 TRANSFORM_HEADER",
    COMPRESSION_ID: "SMB2 COMPRESSION_TRANSFORM_HEADER",
    SMB1_ID: "SMB1 message",
}


class Received(msgspec.Struct, frozen=True):
    """Bytes have come, from the client or from the server."""

    from_client: bool
    data: bytes


class Ended(msgspec.Struct, frozen=True):
    """One side sends no more."""

    from_client: bool


Event: TypeAlias = Received | Ended


class Forward(msgspec.Struct, frozen=True):
    """Send these bytes on, to the server or to the client."""

    to_server: bool
    data: bytes


class End(msgspec.Struct, frozen=True):
    """Tell that side that no more will come."""

    to_server: bool


class Seen(msgspec.Struct, frozen=True):
    """A frame has passed."""

    from_client: bool
    frame: bytes
    """The message, without its transport header."""
    packets: tuple[Packet, ...] = ()
    """The messages in it, compounded or not; of a malformed one the body is missing."""
    name: str = ""
    """What it is where it is no SMB2 message."""
    problem: str = ""
    """What is wrong with it."""
    session_id: int = 0
    """Of a TRANSFORM_HEADER."""


class Lost(msgspec.Struct, frozen=True):
    """What this side sends is no SMB2 any more; it is still relayed, but not looked at."""

    from_client: bool
    problem: str


Command: TypeAlias = Forward | End | Seen | Lost


class ProxyConnection:
    """One client's connection and the one to the server that belongs to it."""

    def __init__(self) -> None:
        self._readers: dict[bool, FrameReader | None] = {True: FrameReader(), False: FrameReader()}

    def handle(self, event: Event) -> list[Command]:
        """What is to be done, in this order. Never raises: what cannot be understood is passed on."""
        if isinstance(event, Ended):
            return [End(to_server=event.from_client)]
        return [Forward(event.from_client, event.data), *self._seen(event.from_client, event.data)]

    def _seen(self, from_client: bool, data: bytes) -> list[Command]:
        reader = self._readers[from_client]
        if reader is None:
            return []
        try:
            messages = reader.feed(data)
        except WireError as error:
            self._readers[from_client] = None
            return [Lost(from_client, str(error))]
        return [look(from_client, message) for message in messages]


def look(from_client: bool, frame: bytes) -> Seen:
    """A frame as the messages in it, as far as it can be understood."""
    start = frame[:4]
    if start != PROTOCOL_ID:
        session_id = TransformHeader.decode(frame[:52]).session_id if start == TRANSFORM_ID and len(frame) > 51 else 0
        return Seen(from_client, frame, name=_OTHERS.get(start, "bytes"), session_id=session_id)
    packets: list[Packet] = []
    problem = ""
    try:
        parts = split_compound(frame)
    except WireError as error:
        parts, problem = [frame], str(error)
    for part in parts:
        try:
            header = read_header(part)
        except WireError as error:
            return Seen(from_client, frame, tuple(packets), "malformed SMB2 message", problem or str(error))
        try:
            packets.append(Packet(header, decode_body(header, part), part))
        except WireError as error:
            packets.append(Packet(header, None, part))
            problem = problem or str(error)
    return Seen(from_client, frame, tuple(packets), problem=problem)
