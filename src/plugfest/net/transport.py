"""Direct TCP on asyncio ([MS-SMB2] 2.1): one connection as messages in, bytes out."""

from __future__ import annotations

import asyncio
from typing import Protocol

from plugfest.errors import Disconnected, RemoteProtocolError, WireError
from plugfest.protocols.ms_smb2.framing import MAX_FRAME, FrameReader

_RECEIVE_SIZE = 256 * 1024


class Receiver(Protocol):
    """What a FrameTransport reports to."""

    def received(self, message: bytes) -> None:
        """One message, without its framing. May raise RemoteProtocolError: the connection is then aborted."""

    def disconnected(self, error: Exception | None) -> None:
        """The connection is gone: closed by either side (None), or for this reason. Called once."""


class FrameTransport(asyncio.BufferedProtocol):
    """One TCP connection as messages."""

    def __init__(self, receiver: Receiver, limit: int = MAX_FRAME) -> None:
        self._receiver = receiver
        self._frames = FrameReader(limit)
        self._buffer = bytearray(_RECEIVE_SIZE)
        self._error: Exception | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def get_buffer(self, sizehint: int) -> bytearray:
        """Called by the loop."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Called by the loop."""
        if self._error is not None:
            return
        try:
            for message in self._frames.feed(bytes(memoryview(self._buffer)[:nbytes])):
                self._receiver.received(message)
        except WireError as error:
            self.abort(RemoteProtocolError(f"what the peer sends is no frame: {error}"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the receiver learns it and the connection ends
            self.abort(error)

    def eof_received(self) -> bool:
        """Called by the loop: the peer has closed, perhaps in the middle of a message."""
        if self._frames.waiting and self._error is None:
            self._error = Disconnected(f"the peer closed inside a message, after {self._frames.waiting} bytes of it")
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
