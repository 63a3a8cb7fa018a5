"""SMB over TCP: the framing of messages ([MS-SMB2] 2.1, Direct TCP and NetBIOS), and the messages of a capture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from plugfest.capture.streams import Stream, StreamData, read_streams

DIRECT_TCP = 445
NETBIOS = 139
SESSION_MESSAGE = 0

SMB1, SMB2, TRANSFORM, COMPRESSED = b"\xffSMB", b"\xfeSMB", b"\xfdSMB", b"\xfcSMB"
"""ProtocolId of [MS-CIFS] 2.2.3.1 and of [MS-SMB2] 2.2.1, 2.2.41 and 2.2.42."""

_START = re.compile(rb"\0[\0-\xff]{3}[\xfc-\xff]SMB", re.DOTALL)


_FRAME_TYPES = frozenset({SESSION_MESSAGE, 0x81, 0x82, 0x83, 0x84, 0x85})
"""RFC 1002 section 4.3.1; over Direct TCP only the first."""


class DirectTcpSplitter:
    """Splits one direction of a connection into messages, the 4-byte transport header removed ([MS-SMB2] 2.1).

    Frames of another type than a session message (NetBIOS keep-alive, session request) are dropped. After lost bytes,
    or where the capture begins inside a message, it goes on at the next header that an SMB message follows.
    """

    __slots__ = ("_aligned", "_buffer", "dropped")

    def __init__(self, *, aligned: bool = True) -> None:
        """With `aligned`, the first byte is a header's; else a header is searched."""
        self._buffer = bytearray()
        self._aligned = aligned
        self.dropped = 0
        """Bytes that belong to no whole message."""

    def feed(self, data: bytes, lost: int = 0) -> list[bytes]:
        """The messages that `data` completes; `lost` bytes are missing before it."""
        buffer = self._buffer
        if lost:
            self.dropped += len(buffer)
            buffer.clear()
            self._aligned = False
        buffer += data
        messages: list[bytes] = []
        position = 0
        while True:
            if not self._aligned:
                position = self._search(position)
            if not self._aligned or len(buffer) - position < 4:
                break
            if buffer[position] not in _FRAME_TYPES:  # we are not where we think we are
                self._aligned = False
                continue
            end = position + 4 + int.from_bytes(buffer[position + 1 : position + 4], "big")
            if end > len(buffer):
                break
            if buffer[position] == SESSION_MESSAGE and end > position + 4:
                messages.append(bytes(buffer[position + 4 : end]))
            position = end
        del buffer[:position]
        return messages

    @property
    def incomplete(self) -> int:
        """Bytes that wait for the rest of their message."""
        return len(self._buffer)

    def _search(self, position: int) -> int:
        """The next place from `position` that looks like a message's header, or the last bytes that may begin one."""
        found = _START.search(self._buffer, position)
        self._aligned = found is not None
        there = found.start() if found else max(position, len(self._buffer) - 7)
        self.dropped += there - position
        return there


def split_compound(message: bytes) -> list[bytes]:
    """The parts of a compounded SMB2 message ([MS-SMB2] 3.2.4.1.4); a message that lies about NextCommand is one."""
    if not message.startswith(SMB2):
        return [message]
    parts: list[bytes] = []
    start = 0
    while len(message) - start >= 64 and message.startswith(SMB2, start):
        following = int.from_bytes(message[start + 20 : start + 24], "little")
        if following < 64 or start + following > len(message) - 64:
            break
        parts.append(message[start : start + following])
        start += following
    parts.append(message[start:])
    return parts


class CapturedMessage(NamedTuple):
    """One SMB message as it was captured, transport header removed: SMB1, SMB2 (perhaps compounded) or a transform."""

    stream: Stream
    time: int
    """Nanoseconds since the epoch, of its last byte."""
    sent: bool
    """From client to server."""
    data: bytes
    frame: int = 0
    """The number of the packet that completes it, from 1."""


def messages(chunks: Iterable[StreamData]) -> Iterator[CapturedMessage]:
    """The SMB messages in the connections to ports 445 and 139."""
    splitters: dict[tuple[int, bool], DirectTcpSplitter] = {}
    for stream, time, sent, data, lost, frame in chunks:
        if stream.server.port not in (DIRECT_TCP, NETBIOS):
            continue
        key = (stream.number, sent)
        splitter = splitters.get(key)
        if splitter is None:
            splitter = splitters[key] = DirectTcpSplitter(aligned=stream.complete)
        for message in splitter.feed(data, lost):
            yield CapturedMessage(stream, time, sent, message, frame)


def read_messages(path: Path | str) -> Iterator[CapturedMessage]:
    """The SMB messages of a capture file. Raises InputError if it is none."""
    return messages(read_streams(path))
