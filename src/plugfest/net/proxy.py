"""Hosts the proxy of `protocols.ms_smb2.proxy` on asyncio: listens, connects on, relays, tells who watches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import msgspec

from plugfest.protocols.ms_smb2.proxy import End, Ended, Event, Forward, Lost, ProxyConnection, Received, Seen

_SIZE = 256 * 1024


class Opened(msgspec.Struct, frozen=True):
    """A client has connected, and we to the server."""

    peer: str


class Refused(msgspec.Struct, frozen=True):
    """A client has connected, but the server cannot be reached."""

    peer: str
    reason: str


class Closed(msgspec.Struct, frozen=True):
    """Both sides are gone."""


Observed: TypeAlias = Opened | Refused | Closed | Seen | Lost
Observer: TypeAlias = Callable[[int, Observed], None]
"""Called with the connection's number and what happens on it. What it raises is given to the loop's handler of
exceptions: it never touches the traffic."""


class Proxy:
    """A proxy that listens. `port` is where."""

    def __init__(self, to_host: str, to_port: int, observer: Observer | None) -> None:
        self.to_host, self.to_port = to_host, to_port
        self.host, self.port = "", 0
        self._observer = observer
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A client has connected."""
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until both sides are gone."""
        self._count += 1
        number = self._count
        peer = ":".join(map(str, writer.get_extra_info("peername", ())[:2]))
        try:
            there = await asyncio.open_connection(self.to_host, self.to_port, limit=_SIZE)
        except OSError as error:
            self._tell(number, Refused(peer, error.strerror or str(error)))
            writer.close()
            return
        self._tell(number, Opened(peer))
        try:
            await self._relay(number, (reader, writer), there)
        finally:
            for each in (writer, there[1]):
                each.close()
            self._tell(number, Closed())

    async def _relay(
        self,
        number: int,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        layer = ProxyConnection()
        writers = {True: server[1], False: client[1]}

        async def one_way(from_client: bool, reader: asyncio.StreamReader) -> None:
            try:
                while data := await reader.read(_SIZE):
                    self._do(number, layer, Received(from_client, data), writers)
                    await writers[from_client].drain()
            except OSError:
                for writer in writers.values():  # a reset is passed on as one
                    writer.transport.abort()
            else:
                self._do(number, layer, Ended(from_client), writers)

        await asyncio.gather(one_way(True, client[0]), one_way(False, server[0]))

    def _do(self, number: int, layer: ProxyConnection, event: Event, writers: dict[bool, asyncio.StreamWriter]) -> None:
        for command in layer.handle(event):
            match command:
                case Forward(to_server=to_server, data=data):
                    writers[to_server].write(data)
                case End(to_server=to_server):
                    with suppress(OSError, RuntimeError):
                        writers[to_server].write_eof()
                case _:
                    self._tell(number, command)

    def _tell(self, number: int, what: Observed) -> None:
        if self._observer is None:
            return
        try:
            self._observer(number, what)
        except Exception as error:  # noqa: BLE001 - who watches cannot break what is watched
            context = {"message": "the proxy's observer failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)

    async def stop(self) -> None:
        """End all connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def proxy(
    to_host: str, to_port: int, *, host: str = "127.0.0.1", port: int = 0, observer: Observer | None = None
) -> AsyncIterator[Proxy]:
    """Listen on host:port (0: a free one) and relay to the server while the block runs. Raises OSError."""
    running = Proxy(to_host, to_port, observer)
    listener = await asyncio.start_server(running.accept, host, port, limit=_SIZE)
    running.host, running.port = listener.sockets[0].getsockname()[:2]
    try:
        yield running
    finally:
        listener.close()
        await running.stop()
        await listener.wait_closed()
