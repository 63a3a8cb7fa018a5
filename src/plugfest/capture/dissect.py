"""A capture, message by message: SMB2 (plain, compounded, encrypted) and RPC, over pipes and over TCP.

What is damaged is given as what it is, with the reason, and the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from plugfest.capture.decrypt import Decryptor, Opened
from plugfest.capture.interfaces import Find, emitted
from plugfest.capture.rpc import RpcDecoder, RpcPdu
from plugfest.capture.secrets import Secrets
from plugfest.capture.smb import (
    COMPRESSED,
    DIRECT_TCP,
    NETBIOS,
    SMB1,
    SMB2,
    TRANSFORM,
    CapturedMessage,
    DirectTcpSplitter,
)
from plugfest.capture.streams import Stream, StreamData
from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command, CtlCode
from plugfest.protocols.ms_smb2.header import read_header
from plugfest.protocols.ms_smb2.messages import Packet, decode_body, split_compound

_UNREAD = {
    TRANSFORM: ("SMB2 TRANSFORM_HEADER", "MS-SMB2 2.2.41"),
    COMPRESSED: ("SMB2 COMPRESSION_TRANSFORM_HEADER", "MS-SMB2 2.2.42"),
    SMB1: ("SMB1 message", "MS-CIFS 2.2.3"),
    SMB2: ("SMB2 message", "MS-SMB2 2.2.1"),
}
_SMB_START = re.compile(rb"\0...[\xfc-\xff]SMB", re.DOTALL)
_RPC_START = re.compile(rb"\x05[\0\x01][\0\x02\x03\x0b-\x13].[\0\x10]\0\0\0", re.DOTALL)
"""[C706] 12.6.3.1: version, PTYPE, flags, data representation."""
_ANY_FILE = b"\xff" * 16
_CANCEL = int(Command.CANCEL)


class Dissected(NamedTuple):
    """One message: of a compound one part, of an encrypted one what is inside."""

    stream: Stream
    frame: int
    """The number of the packet that completes it, from 1."""
    time: int
    """Nanoseconds since the epoch."""
    sent: bool
    """From client to server."""
    name: str
    section: str
    data: bytes
    packet: Packet | None = None
    """Header and body of an SMB2 message."""
    request: Packet | None = None
    """What a response answers, where the capture has it."""
    request_frame: int = 0
    calls: tuple[RpcPdu, ...] = ()
    """The RPC PDUs that end in it; of RPC over TCP the PDU itself."""
    encrypted: bool = False
    signature: bool | None = None
    """Whether it is right; None if there is none, or its key is not known."""
    problem: str = ""


class Dissector:
    """Feed it what the streams carry, in its order; it gives the messages."""

    def __init__(self, secrets: Secrets | None = None, find: Find = emitted) -> None:
        self._decryptor = Decryptor(secrets)
        self._checks_signatures = bool(secrets and secrets.any)
        self._find = find
        self._streams: dict[int, _SmbStream | _RpcStream | None] = {}

    def messages(self, chunks: Iterable[StreamData]) -> Iterator[Dissected]:
        """Every message."""
        streams = self._streams
        for chunk in chunks:
            number = chunk.stream.number
            if number not in streams:
                streams[number] = self._begin(chunk)
            if (stream := streams[number]) is not None:
                yield from stream.feed(chunk)

    def _begin(self, chunk: StreamData) -> _SmbStream | _RpcStream | None:
        """What a connection carries, by its port and its first bytes; None for what is not understood."""
        if chunk.stream.server.port in (DIRECT_TCP, NETBIOS) or _SMB_START.match(chunk.data):
            return _SmbStream(chunk.stream, self._decryptor, self._find, self._checks_signatures)
        return _RpcStream(chunk.stream, self._find) if _RPC_START.match(chunk.data) else None

    @property
    def dropped(self) -> int:
        """Bytes of SMB connections that belong to no whole message: packets are lost, or cut, or before the capture."""
        return sum(one.dropped for one in self._streams.values() if isinstance(one, _SmbStream))


class _RpcStream:
    """RPC over TCP: [MS-RPCE] 2.1.1.1."""

    def __init__(self, stream: Stream, find: Find) -> None:
        self._stream = stream
        self._decoder = RpcDecoder(find)

    def feed(self, chunk: StreamData) -> Iterator[Dissected]:
        if chunk.lost:
            self._decoder.lost(chunk.sent)
        for call in self._decoder.feed(chunk.data, chunk.sent):
            place = (self._stream, chunk.frame, chunk.time, chunk.sent)
            yield Dissected(*place, call.name, call.section, call.data, calls=(call,), problem=call.problem)


class _SmbStream:
    """SMB over TCP: [MS-SMB2] 2.1."""

    def __init__(self, stream: Stream, decryptor: Decryptor, find: Find, checks_signatures: bool) -> None:
        self._stream = stream
        self._decryptor = decryptor
        self._checks_signatures = checks_signatures
        self._splitters = {sent: DirectTcpSplitter(aligned=stream.complete) for sent in (True, False)}
        self._conversation = Conversation(find)

    @property
    def dropped(self) -> int:
        return sum(splitter.dropped + splitter.incomplete for splitter in self._splitters.values())

    def feed(self, chunk: StreamData) -> Iterator[Dissected]:
        for data in self._splitters[chunk.sent].feed(chunk.data, chunk.lost):
            message = CapturedMessage(self._stream, chunk.time, chunk.sent, data, chunk.frame)
            for found in self._conversation.read(message, self._decryptor.open(message)):
                if self._checks_signatures and found.packet is not None:
                    yield found._replace(signature=self._decryptor.verifies(message, found.data))
                else:
                    yield found


class Conversation:
    """The messages of one SMB connection in their order: which response answers which request, and what pipes carry."""

    def __init__(self, find: Find = emitted) -> None:
        self._find = find
        self._requests: dict[int, tuple[Packet, int]] = {}
        """MessageId → what waits for its response, and its frame."""
        self._pipes: dict[Any, RpcDecoder] = {}

    def read(self, message: CapturedMessage, opened: Opened) -> Iterator[Dissected]:
        """The messages in one of the transport, which may be several."""
        place = (message.stream, message.frame, message.time, message.sent)
        if opened.problem:
            yield Dissected(*place, *_UNREAD[TRANSFORM], opened.data, encrypted=True, problem=opened.problem)
            return
        for part, packet, problem in read_parts(opened.data):
            if packet is None:
                name, section = _UNREAD.get(part[:4], ("bytes", ""))
                yield Dissected(*place, name, section, part, encrypted=opened.encrypted, problem=problem)
                continue
            request, frame = self._answered(packet, message.frame)
            calls = self._calls(packet, request) if packet.header.command in _CARRIERS else ()
            yield Dissected(
                *place,
                packet.name,
                f"MS-SMB2 {packet.section}",
                part,
                packet,
                request,
                frame,
                calls,
                opened.encrypted,
                problem=problem,
            )

    def _answered(self, packet: Packet, frame: int) -> tuple[Packet | None, int]:
        """The request of a response; a request is remembered."""
        header = packet.header
        if not header.is_response:
            if header.command != _CANCEL:  # it has the MessageId of what it cancels
                self._requests[header.message_id] = packet, frame
            return None, 0
        request, asked = self._requests.get(header.message_id, (None, 0))
        if request is None or request.header.command != header.command:
            return None, 0
        if header.status != NtStatus.STATUS_PENDING:
            del self._requests[header.message_id]
        return request, asked

    def _calls(self, packet: Packet, request: Packet | None) -> tuple[RpcPdu, ...]:
        """What a READ, WRITE or FSCTL_PIPE_TRANSCEIVE carried through a pipe, where it is RPC."""
        body: Any = packet.body
        asked: Any = request.body if request else None if packet.header.is_response else body
        if asked is None or body is None:
            return ()
        if packet.header.command == Command.IOCTL and asked.ctl_code != CtlCode.FSCTL_PIPE_TRANSCEIVE:
            return ()
        sent = not packet.header.is_response
        payload = getattr(body, "buffer", b"") or getattr(body, "input" if sent else "output", b"")
        if not payload or asked.file_id.encode() == _ANY_FILE:
            return ()
        key = (packet.header.session_id, asked.file_id)
        pipe = self._pipes.get(key)
        if pipe is None:
            if not _RPC_START.match(payload):
                return ()  # the contents of a file
            pipe = self._pipes[key] = RpcDecoder(self._find)
        return tuple(pipe.feed(payload, sent))


_CARRIERS = frozenset((Command.READ, Command.WRITE, Command.IOCTL))


def read_parts(data: bytes) -> Iterator[tuple[bytes, Packet | None, str]]:
    """The messages in a plain one: bytes, the packet (its body missing where it is damaged), and what is wrong."""
    if not data.startswith(SMB2):
        yield data, None, "" if data[:4] in _UNREAD else "no SMB message"
        return
    problem = ""
    try:
        parts = split_compound(data)
    except WireError as error:
        parts, problem = [data], str(error)
    for part in parts:
        try:
            header = read_header(part)
        except WireError as error:
            yield part, None, problem or str(error)
            continue
        try:
            yield part, Packet(header, decode_body(header, part), part), problem
        except WireError as error:
            yield part, Packet(header, None, part), problem or str(error)
