"""Client and server joined in memory: no socket, no clock; bytes go across whole or one at a time."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import (
    Authentication,
    ClientSettings,
    Connection,
    Reply,
    Request,
    Session,
    TreeConnect,
)
from plugfest.protocols.ms_smb2.client.connection import Message
from plugfest.protocols.ms_smb2.create import CreateRequest, FileId
from plugfest.protocols.ms_smb2.framing import FrameReader, frame
from plugfest.protocols.ms_smb2.header import HEADER_SIZE
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.protocols.ms_smb2.server import (
    Closed,
    Command,
    Connected,
    Disconnect,
    NamedPipes,
    Received,
    Send,
    Server,
    ServerConfig,
    SetTimer,
    Share,
    Tick,
    User,
)
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.protocols.rules import RULES, Rules
from plugfest.wire import Structure

SECOND = 10_000_000
START = 133_000_000_000_000_000


class EchoService:
    """Answers what is written with the same, but for nothing at all to `silence`, and two messages to `twice`."""

    def receive(self, data: bytes) -> list[bytes]:
        return {b"silence": [], b"twice": [b"first", b"second"]}.get(data, [data])


class World:
    """One server and its clients. `now` moves only when `advance` says so."""

    def __init__(self, *, byte_by_byte: bool = False, rules: Rules = RULES, **config: Any) -> None:
        numbers = random.Random(7)
        self.random = numbers.randbytes
        self.now = START
        self.byte_by_byte = byte_by_byte
        pipes = NamedPipes()
        pipes.register("echo", lambda server, session: EchoService())
        pipes.register("single", lambda server, session: EchoService(), 1)
        defaults: dict[str, Any] = {
            "users": (
                User.with_password("alice", "secret", frozenset({"Administrators"})),
                User.with_password("bob", "hidden"),
            ),
            "shares": (
                Share("IPC$", type=0x80000003),
                Share("share"),
                Share("enc", encrypt_data=True),
                Share("alices", users=frozenset({"alice"})),
                Share("one", max_uses=1),
            ),
        }
        self.server = Server(
            ServerConfig(**{**defaults, **config}), random=self.random, now=self.now, rules=rules, pipes=pipes
        )
        self.clients: dict[int, Client] = {}
        self.timer: int | None = None
        self._numbers = itertools.count(1)

    def connect(self, settings: ClientSettings | None = None) -> Client:
        """A new connection, nothing sent on it yet."""
        number = next(self._numbers)
        client = Client(self, number, settings or ClientSettings())
        self.clients[number] = client
        self.deliver(self.server.handle(Connected(number, "peer"), self.now))
        return client

    def feed(self, number: int, data: bytes) -> None:
        """Bytes from a client to the server."""
        for part in self._parts(data):
            self.deliver(self.server.handle(Received(number, part), self.now))

    def deliver_quietly(self, client: Client, data: bytes) -> None:
        """Bytes from a client; what the server answers is thrown away, but for the end of the connection."""
        for command in self.server.handle(Received(client.number, data), self.now):
            if isinstance(command, Disconnect):
                self.clients[command.connection].disconnected = True

    def _parts(self, data: bytes) -> Iterator[bytes]:
        if not self.byte_by_byte:
            yield data
        else:
            for index in range(len(data)):
                yield data[index : index + 1]

    def deliver(self, commands: list[Command]) -> None:
        """Do what the server says."""
        for command in commands:
            if isinstance(command, Send):
                client = self.clients[command.connection]
                for part in self._parts(command.data):
                    client.take(part)
            elif isinstance(command, Disconnect):
                self.clients[command.connection].disconnected = True
            elif isinstance(command, SetTimer):
                self.timer = command.at

    def advance(self, seconds: float) -> None:
        """Time passes; a timer that is due fires."""
        self.now += int(seconds * SECOND)
        if self.timer is not None and self.timer <= self.now:
            self.timer = None
            self.deliver(self.server.handle(Tick(), self.now))


class Client:
    """The sans-IO client on one connection of a World."""

    def __init__(self, world: World, number: int, settings: ClientSettings) -> None:
        self.world = world
        self.number = number
        self.connection = Connection("server", settings, random=world.random)
        self.disconnected = False
        self.replies: list[Reply] = []
        self.notifications: list[Packet] = []
        self._frames = FrameReader()

    def take(self, data: bytes) -> None:
        """Bytes from the server."""
        for message in self._frames.feed(data):
            incoming = self.connection.receive(message)
            self.replies += incoming.replies
            self.notifications += incoming.notifications

    def send(self, *messages: Message, related: bool = False) -> tuple[Request, ...]:
        """Send requests, compounded if several; give them."""
        outgoing = self.connection.send(messages, 0.0, related=related)
        self.world.feed(self.number, frame(outgoing.data))
        return outgoing.requests

    def request(self, body: Structure, **changes: Any) -> Reply:
        """Send one request and give its response, which must be there at once."""
        (request,) = self.send(Message(body, **changes))
        (reply,) = self.answers(request)
        return reply

    def answers(self, request: Request) -> list[Reply]:
        """All responses to a request so far, interim ones too."""
        return [reply for reply in self.replies if reply.request is request]

    def lose(self) -> None:
        """The connection breaks."""
        self.disconnected = True
        self.world.deliver(self.world.server.handle(Closed(self.number), self.world.now))

    # --- the usual beginning --------------------------------------------------------------------------------------

    def negotiate(self) -> Reply:
        return self.request(self.connection.negotiate_request())

    def log_on(self, user: str = "alice", password: str = "secret") -> Session:
        """SESSION_SETUP to its end."""
        exchange = self.connection.authenticate(Credentials(user=user, password=password), now=self.world.now)
        assert self.exchange(exchange) == 0
        assert exchange.session is not None
        return exchange.session

    def exchange(self, exchange: Authentication, **changes: Any) -> NtStatus:
        """The legs of a SESSION_SETUP until it is through or refused; the last status."""
        status = NtStatus.STATUS_MORE_PROCESSING_REQUIRED
        while status == NtStatus.STATUS_MORE_PROCESSING_REQUIRED:
            body, session = exchange.request(), exchange.session
            status = self.request(body, session=session, authentication=exchange, **changes).status
        return status

    def bind(self, session: Session, user: str = "alice", password: str = "secret", **changes: Any) -> NtStatus:
        """Make this connection one more channel of the session."""
        credentials = Credentials(user=user, password=password)
        exchange = self.connection.authenticate(credentials, now=self.world.now, session=session, bind=True)
        return self.exchange(exchange, **changes)

    def tree_connect(self, session: Session, share: str = "IPC$") -> TreeConnect:
        reply = self.request(TreeConnectRequest(path=rf"\\server\{share}"), session=session)
        assert reply.tree is not None, reply.status
        return reply.tree

    def open_pipe(self, tree: TreeConnect, name: str = "echo") -> FileId:
        from plugfest.protocols.ms_smb2.constants import AccessMask

        access = AccessMask.GENERIC_READ | AccessMask.GENERIC_WRITE
        reply = self.request(CreateRequest(name=name, desired_access=access), tree=tree)
        assert reply.open is not None, reply.status
        return reply.open.file_id

    def ready(self) -> TreeConnect:
        """Negotiated, logged on, connected to IPC$."""
        self.negotiate()
        return self.tree_connect(self.log_on())


__all__ = ["HEADER_SIZE", "Client", "Message", "World"]
