"""Direct TCP on asyncio ([MS-SMB2] 2.1): one connection as messages in, bytes out."""

from __future__ import annotations

import asyncio
from typing import Protocol, cast

from plugfest.errors import Disconnected, RemoteProtocolError, WireError
from plugfest.protocols.crypto import Buffer
from plugfest.protocols.ms_smb2.framing import MAX_FRAME, PREFIX_SIZE, frame_length

_BUFFER = 256 * 1024
_AHEAD = 64 * 1024
"""How much is read behind a long message that is not whole."""
_LONG = 32 * 1024
"""Longer messages are handed on as views of the buffer."""
_WAITING = 4 * 1024 * 1024
"""How many bytes may wait to be sent before `drain` does."""


class Receiver(Protocol):
    """What a FrameTransport reports to."""

    def received(self, message: bytes | memoryview) -> None:
        """One message, without its framing; a long one as a view that is good until this returns.

        May raise RemoteProtocolError: the connection is then aborted.
        """

    def disconnected(self, error: Exception | None) -> None:
        """The connection is gone: closed by either side (None), or for this reason. Called once."""


class FrameTransport(asyncio.BufferedProtocol):
    """One TCP connection as messages. What the socket gives is taken apart where it lies."""

    def __init__(self, receiver: Receiver, limit: int = MAX_FRAME) -> None:
        self._receiver = receiver
        self._limit = limit
        self._buffer = memoryview(bytearray(_BUFFER))
        self._filled = 0
        """How much of the buffer holds bytes that are not taken yet; a frame begins at its start."""
        self._wanted = PREFIX_SIZE
        """How long the frame at its start is, as far as that is known."""
        self._at_once = False
        self._error: Exception | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self.transport.set_write_buffer_limits(high=_WAITING)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Called by the loop."""
        if self._wanted > _BUFFER:  # little behind a long message, since what is left over has to be moved
            return self._buffer[self._filled : self._wanted + _AHEAD]
        return self._buffer[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        """Called by the loop."""
        self._filled += nbytes
        if self._filled < self._wanted or self._error is not None:
            return
        try:
            self._take()
        except WireError as error:
            self.abort(RemoteProtocolError(f"what the peer sends is no frame: {error}"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the receiver learns it and the connection ends
            self.abort(error)

    def _take(self) -> None:
        """Hand on the messages that are whole, and see to it that the next one finds room."""
        position, buffer = 0, self._buffer
        while self._filled - position >= PREFIX_SIZE and self._error is None:
            length = frame_length(buffer[position : position + PREFIX_SIZE], self._limit)
            self._wanted = PREFIX_SIZE + length
            if self._filled - position < self._wanted:
                break
            message = buffer[position + PREFIX_SIZE : position + self._wanted]
            position += self._wanted
            self._wanted = PREFIX_SIZE
            self._receiver.received(message if length > _LONG else bytes(message))
        left = self._filled - position
        if self._wanted + _AHEAD > len(buffer):
            self._buffer = memoryview(bytearray(self._wanted + _AHEAD))
        if left:
            self._buffer[:left] = bytes(buffer[position : self._filled])
        self._filled = left

    def eof_received(self) -> bool:
        """Called by the loop: the peer has closed, perhaps in the middle of a message."""
        if self._filled and self._error is None:
            self._error = Disconnected(f"the peer closed inside a message, after {self._filled} bytes of it")
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

    def write(self, *parts: Buffer, at_once: bool = False) -> None:
        """Send these bytes, framing included, as they are. They must not change until they are gone.

        uvloop sends what exceeds the limit at once, and all else at the end of a turn: together, which costs less where
        many requests are in flight, but later, which costs more where somebody waits for the answer to this one.
        """
        if self.transport is None:
            return
        if at_once is not self._at_once:
            self._at_once = at_once
            self.transport.set_write_buffer_limits(high=0 if at_once else _WAITING)
        if len(parts) == 1:
            self.transport.write(parts[0])
        else:
            self.transport.writelines(parts)

    @property
    def writable(self) -> bool:
        """False while the peer reads too slowly for what was written."""
        if self._writable.is_set() or self.transport is None:
            return True
        return self.transport.get_write_buffer_size() < _WAITING

    async def drain(self) -> None:
        """Wait until the peer has taken enough of what was written."""
        if not self.writable:
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
