"""A client on a blocking socket, for tests that decide which bytes go out when."""

from __future__ import annotations

import os
import socket
from types import TracebackType
from typing import Any

from plugfest.net.server import filetime_now
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import ClientSettings, Reply, Request
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.wire import Structure
from tests.protocols.ms_smb2.joined import Client, Message


class Remote(Client):
    """It is its own world: what it feeds goes out on its socket."""

    def __init__(self, port: int, settings: ClientSettings | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.random, self.now = os.urandom, filetime_now()
        super().__init__(self, 1, settings or ClientSettings())  # type: ignore[arg-type]

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def feed(self, number: int, data: bytes) -> None:
        """What a World does."""
        self.socket.sendall(data)

    def prepare(self, body: Structure, **changes: Any) -> tuple[Request, bytes]:
        """A request, and its bytes, which are not sent yet."""
        outgoing = self.connection.send([Message(body, **changes)], 0.0)
        return outgoing.requests[0], frame(outgoing.data)

    def request(self, body: Structure, **changes: Any) -> Reply:
        """Send one request and wait for its response."""
        (request,) = self.send(Message(body, **changes))
        return self.final(request)

    def final(self, request: Request) -> Reply:
        """Wait for the response to a request that was sent; interim ones are passed over."""
        return self._wait(request, interim=False)

    def interim(self, request: Request) -> Reply:
        """Wait for the first response, whatever it is."""
        return self._wait(request, interim=True)

    def _wait(self, request: Request, interim: bool) -> Reply:
        while True:
            for reply in self.answers(request):
                if interim or reply.status != NtStatus.STATUS_PENDING:
                    return reply
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the server ended the connection")
            self.take(data)

    def ended(self) -> bool:
        """Wait for the end of the connection, taking what comes before. False where it lasts."""
        try:
            while data := self.socket.recv(65536):
                self.take(data)
        except TimeoutError:
            return False
        except ConnectionError:
            pass
        return True
