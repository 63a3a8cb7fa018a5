"""[MS-SMB2] 2.1: the Direct TCP framing, and the asyncio protocol that client and server host read and write with."""

from __future__ import annotations

import asyncio
from typing import Protocol

from plugfest.errors import LocalProtocolError, RemoteProtocolError

LARGEST_FRAME = 16777215
"""What three bytes of StreamProtocolLength can say."""
_FIRST_BUFFER = 65536


def frame(message: bytes) -> bytes:
    """The message behind its 4-byte transport header."""
    if len(message) > LARGEST_FRAME:
        raise LocalProtocolError(f"{len(message)} bytes do not fit into one frame")
    return len(message).to_bytes(4, "big") + message


class FrameBuffer:
    """Takes bytes as they come, gives whole messages. Memory grows with what was received, not with what is claimed."""

    def __init__(self, limit: int = LARGEST_FRAME) -> None:
        self.limit = limit
        self._buffer = bytearray(_FIRST_BUFFER)
        self._start = 0
        self._end = 0

    @property
    def waiting(self) -> int:
        """Bytes that are there of a message that is not whole."""
        return self._end - self._start

    def space(self) -> memoryview:
        """Where the next bytes are to be written."""
        if self._start == self._end:
            self._start = self._end = 0
        if self._end == len(self._buffer):
            held = self._buffer[self._start : self._end]
            size = len(self._buffer) if self._start else 2 * len(self._buffer)
            self._buffer = bytearray(size)
            self._buffer[: len(held)] = held
            self._start, self._end = 0, len(held)
        return memoryview(self._buffer)[self._end :]

    def written(self, count: int) -> list[bytes]:
        """`count` bytes were written into the space: the messages that are whole now. Raises RemoteProtocolError."""
        self._end += count
        messages = []
        while self._end - self._start >= 4:
            head = int.from_bytes(self._buffer[self._start : self._start + 4], "big")
            if head >> 24:
                raise RemoteProtocolError(f"a Direct TCP header begins with 0x{head >> 24:02X}, not 0 (2.1)")
            if head > self.limit:
                raise RemoteProtocolError(f"a frame of {head} bytes; the limit is {self.limit}")
            begin = self._start + 4
            if self._end - begin < head:
                break
            messages.append(bytes(memoryview(self._buffer)[begin : begin + head]))
            self._start = begin + head
        return messages

    def feed(self, data: bytes) -> list[bytes]:
        """Take these bytes, however many."""
        messages: list[bytes] = []
        while data:
            space = self.space()
            part, data = data[: len(space)], data[len(space) :]
            space[: len(part)] = part
            messages += self.written(len(part))
        return messages


class Receiver(Protocol):
    """What a FrameTransport reports to."""

    def received(self, message: bytes) -> None:
        """One message, without its framing. May raise RemoteProtocolError: the connection is then aborted."""

    def disconnected(self, error: Exception | None) -> None:
        """The connection is gone: closed by either side (None), or for this reason. Called once."""


class FrameTransport(asyncio.BufferedProtocol):
    """One TCP connection as messages."""

    def __init__(self, receiver: Receiver, limit: int = LARGEST_FRAME) -> None:
        self._receiver = receiver
        self._frames = FrameBuffer(limit)
        self._error: Exception | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """Called by the loop."""
        return self._frames.space()

    def buffer_updated(self, nbytes: int) -> None:
        """Called by the loop."""
        if self._error is not None:
            return
        try:
            for message in self._frames.written(nbytes):
                self._receiver.received(message)
        except Exception as error:  # noqa: BLE001 - whatever it is, the receiver learns it and the connection ends
            self.abort(error)

    def eof_received(self) -> bool:
        """Called by the loop: the peer has closed. In the middle of a message that is an error."""
        if self._frames.waiting and self._error is None:
            self._error = RemoteProtocolError(f"the peer closed inside a message, after {self._frames.waiting} bytes")
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """Called by the loop."""
        self._writable.set()
        self._receiver.disconnected(self._error or error)

    def pause_writing(self) -> None:
        """Called by the loop: the peer reads too slowly."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Called by the loop."""
        self._writable.set()

    @property
    def closing(self) -> bool:
        """True where nothing can be sent any more."""
        return self.transport is None or self.transport.is_closing()

    def write(self, data: bytes) -> None:
        """Send these bytes, framing included, as they are."""
        if self.transport is not None:
            self.transport.write(data)

    async def drain(self) -> None:
        """Wait until the peer has taken enough of what was written."""
        await self._writable.wait()

    def close(self) -> None:
        """Close after what was written has gone out."""
        if self.transport is not None:
            self.transport.close()

    def abort(self, error: Exception | None = None) -> None:
        """Close at once; `error` is what the receiver is told."""
        self._error = self._error or error
        if self.transport is not None:
            self.transport.abort()
