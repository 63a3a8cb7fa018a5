"""The server's host: asyncio sockets around the sans-IO server of `protocols.ms_smb2.server`."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import time
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from plugfest.net.state import StateFolder
from plugfest.protocols.ms_smb2.server import (
    Closed,
    Command,
    Connected,
    Disconnect,
    Drain,
    Event,
    Keep,
    NamedPipes,
    Received,
    Send,
    Server,
    ServerConfig,
    SetTimer,
    Tick,
)
from plugfest.protocols.rules import RULES, Rules

Observer = Callable[[int, bool, bytes], None]
"""Called with the connection's number, True for what we send, and the bytes."""
_EPOCH = 116_444_736_000_000_000
_RECEIVE_SIZE = 256 * 1024
_QUIET = 0.2
"""Seconds without a byte from a client after which a server that drains takes it to be between two operations."""


def filetime_now() -> int:
    """The time as a FILETIME, [MS-DTYP] 2.3.3."""
    return time.time_ns() // 100 + _EPOCH


class _Transport(asyncio.BufferedProtocol):
    """One TCP connection. Bytes go to the host as they come; a peer that does not read is not read from."""

    def __init__(self, host: ServerHost) -> None:
        self._host = host
        self._transport: asyncio.Transport | None = None
        self.number = 0
        self.heard = False
        """Bytes came since somebody last set this to False."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are no subclasses of asyncio's
        peer = transport.get_extra_info("peername")
        self.number = self._host.add(self)
        local = transport.get_extra_info("sockname")
        self._host.dispatch(Connected(self.number, f"{peer[0]}:{peer[1]}" if peer else "", local[0] if local else ""))

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._host.buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.heard = True
        data = bytes(memoryview(self._host.buffer)[:nbytes])
        self._host.observe(self.number, False, data)
        self._host.dispatch(Received(self.number, data))

    def connection_lost(self, exc: Exception | None) -> None:
        self._host.remove(self.number)
        self._host.dispatch(Closed(self.number))

    def pause_writing(self) -> None:
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def send(self, data: bytes) -> None:
        """Queue bytes for the peer."""
        if self._transport is not None:
            self._transport.write(data)

    @property
    def unsent(self) -> int:
        """How many bytes are queued."""
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def close(self) -> None:
        """End the connection once what was queued is out."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()


class ServerHost:
    """A server that listens. `server` is its state; `port` where it listens."""

    def __init__(self, server: Server, observer: Observer | None = None, state: StateFolder | None = None) -> None:
        self.server = server
        self._state = state
        self.host = ""
        self.port = 0
        self.buffer = bytearray(_RECEIVE_SIZE)
        """Of all connections: what one has received is taken out before the loop turns to the next."""
        self.listener: asyncio.Server | None = None
        self._observer = observer
        self._transports: dict[int, _Transport] = {}
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0

    def add(self, transport: _Transport) -> int:
        """A number for a new connection."""
        self._count += 1
        self._transports[self._count] = transport
        return self._count

    def remove(self, number: int) -> None:
        """The connection is gone."""
        self._transports.pop(number, None)

    def observe(self, number: int, sent: bool, data: bytes) -> None:
        """Show bytes to whoever watches."""
        if self._observer is not None:
            self._observer(number, sent, data)

    def dispatch(self, event: Event) -> None:
        """Give the server an event and do what it says."""
        for command in self.server.handle(event, filetime_now()):
            self._do(command)

    def _do(self, command: Command) -> None:
        if isinstance(command, Send):
            transport = self._transports.get(command.connection)
            if transport is not None:
                self.observe(command.connection, True, command.data)
                transport.send(command.data)
        elif isinstance(command, Disconnect):
            transport = self._transports.get(command.connection)
            if transport is not None:
                transport.close()
        elif isinstance(command, SetTimer):
            self._set_timer(command.at)
        elif isinstance(command, Keep) and self._state is not None:
            try:
                self._state.keep(command.data)
            except OSError as error:  # the server goes on; what was kept before is still there
                warnings.warn(f"the server's state could not be written: {error}", stacklevel=1)

    def _set_timer(self, at: int) -> None:
        if self._timer is not None and self._timer_at <= at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = at
        delay = max(at - filetime_now(), 0) / 10_000_000
        self._timer = asyncio.get_running_loop().call_later(delay, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self.dispatch(Tick())

    async def drain(self, seconds: float) -> None:
        """Let nobody in and let what is in flight finish.

        Each connection ends when nothing of it waits and its client is silent; after `seconds` all end.
        """
        if self.listener is not None:
            self.listener.close()
        self.dispatch(Drain())
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._transports and loop.time() < deadline:
            for transport in list(self._transports.values()):
                if not transport.heard and self._is_idle(transport):
                    transport.close()
                transport.heard = False
            await asyncio.sleep(min(_QUIET, seconds))
        for transport in list(self._transports.values()):
            transport.abort()

    def _is_idle(self, transport: _Transport) -> bool:
        connection = self.server.connections.get(transport.number)
        return not transport.unsent and (connection is None or not connection.is_busy)

    def stop(self) -> None:
        """End all connections and the timer."""
        if self._timer is not None:
            self._timer.cancel()
        for transport in list(self._transports.values()):
            transport.close()


@asynccontextmanager
async def serve(
    config: ServerConfig,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    rules: Rules = RULES,
    pipes: NamedPipes | None = None,
    observer: Observer | None = None,
    state_folder: StateFolder | None = None,
) -> AsyncIterator[ServerHost]:
    """Listen on host:port (0: a free one) while the block runs. Raises OSError where the port cannot be had."""
    pipes = pipes if pipes is not None else default_pipes()
    if state_folder is not None:
        config = dataclasses.replace(config, kept=state_folder.load())
    state = Server(config, random=os.urandom, now=filetime_now(), rules=rules, pipes=pipes)
    running = ServerHost(state, observer, state_folder)
    loop = asyncio.get_running_loop()
    running.listener = listener = await loop.create_server(lambda: _Transport(running), host, port)
    running.host, running.port = listener.sockets[0].getsockname()[:2]
    try:
        yield running
    finally:
        listener.close()
        running.stop()
        await listener.wait_closed()


def default_pipes() -> NamedPipes:
    """The pipes that every server of ours has."""
    from plugfest.protocols.ms_smb2.server.lsarpc import lsarpc, samr
    from plugfest.protocols.ms_smb2.server.srvsvc import srvsvc
    from plugfest.protocols.ms_smb2.server.wkssvc import wkssvc

    pipes = NamedPipes()
    pipes.register("srvsvc", srvsvc)
    pipes.register("wkssvc", wkssvc)
    pipes.register("lsarpc", lsarpc)
    pipes.register("samr", samr)
    return pipes
