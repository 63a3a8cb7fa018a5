"""The SMB2 client on asyncio: one connection on which anything can be sent at any time.

The rules are those of `plugfest.protocols.ms_smb2.client`; here are sockets, clocks, deadlines and random values.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import msgspec

from plugfest.errors import (
    DeadlineExceeded,
    Disconnected,
    Error,
    LocalProtocolError,
    RemoteProtocolError,
    TargetUnreachable,
    WireError,
)
from plugfest.net.deadlines import Deadlines
from plugfest.net.events import ClosedEvent, FrameEvent, Observer
from plugfest.net.pending import Pending
from plugfest.net.pipe import Pipe
from plugfest.net.session import Session, SessionSetup
from plugfest.net.transport import FrameTransport
from plugfest.net.tree import Tree
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_nlmp.client import Rewrite
from plugfest.protocols.ms_smb2 import client as smb2
from plugfest.protocols.ms_smb2.client import ClientSettings, Incoming, Mechanism, Message, Reply, Request
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet, split_compound
from plugfest.protocols.ms_smb2.multi_protocol import DIALECT_STRINGS
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.wire import Structure

__all__ = [
    "ClosedEvent",
    "Connection",
    "FrameEvent",
    "Message",
    "Pending",
    "Pipe",
    "Session",
    "SessionSetup",
    "Tree",
    "filetime_now",
]

DEADLINE = 10.0
_CANCEL = Command.CANCEL


def filetime_now() -> int:
    """The time as a FILETIME ([MS-DTYP] 2.3.3)."""
    return time.time_ns() // 100 + 116444736000000000


class Connection:
    """One TCP connection to a server."""

    def __init__(
        self,
        host: str,
        port: int,
        settings: ClientSettings,
        observer: Observer | None,
        deadline: float,
        random: Callable[[int], bytes],
    ) -> None:
        self.host = host
        self.port = port
        self.deadline = deadline
        self.state = smb2.Connection(host, settings, random=random)
        """[MS-SMB2] 3.2.1.2, with all that was negotiated."""
        self.negotiate_reply: Reply | None = None
        self.notifications: list[Packet] = []
        """What the server sent unasked."""
        self._observer = observer
        self.loop = asyncio.get_running_loop()
        self.deadlines = Deadlines()
        self._transport = FrameTransport(self)
        self._pending: dict[Request, Pending] = {}
        self._granted = asyncio.Event()
        self._closed = asyncio.Event()
        self._error: Exception | None = None
        self._closed_by_us = False
        self._opened = time.monotonic()

    @classmethod
    async def open(
        cls,
        host: str,
        port: int = 445,
        *,
        settings: ClientSettings | None = None,
        observer: Observer | None = None,
        deadline: float = DEADLINE,
        random: Callable[[int], bytes] = os.urandom,
    ) -> Self:
        """Connect; nothing is sent yet. `deadline` is also that of every wait to come. Raises TargetUnreachable."""
        connection = cls(host, port, settings or ClientSettings(), observer, deadline, random)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(deadline):
                await loop.create_connection(lambda: connection._transport, host, port)
        except TimeoutError as error:
            raise TargetUnreachable(f"{host}:{port} does not answer within {deadline:g} s") from error
        except (OSError, ValueError) as error:
            number = error.errno if isinstance(error, OSError) else None
            reason = os.strerror(number) if number is not None and number > 0 else str(error)
            raise TargetUnreachable(f"{host}:{port} cannot be reached: {reason}") from error
        connection._opened = time.monotonic()
        return connection

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # --- requests -------------------------------------------------------------------------------------------------

    async def negotiate(
        self, *, header: Mapping[str, Any] | None = None, deadline: float | None = None, **changes: Any
    ) -> Reply:
        """NEGOTIATE (3.2.4.2.2.2); `changes` are fields of NegotiateRequest. Any status."""
        body = msgspec.structs.replace(self.state.negotiate_request(), **changes)
        self.negotiate_reply = await self.request(body, header=header, deadline=deadline)
        return self.negotiate_reply

    async def multi_protocol_negotiate(
        self, dialects: Sequence[str] = DIALECT_STRINGS, *, deadline: float | None = None
    ) -> Reply:
        """[MS-SMB2] 3.2.4.2.2.1: offer SMB 1 too; where DialectRevision is 0x02FF, `negotiate` follows. Any status."""
        if self._closed.is_set():
            raise self.lost("nothing can be sent")
        request = self.state.multi_protocol_negotiate(dialects, time.monotonic() - self._opened)
        pending = self._pending[request] = Pending(self, request)
        await self.send_raw(request.message, deadline=deadline)
        return await pending.reply(deadline)

    def authenticate(
        self,
        credentials: Credentials,
        *,
        session: Session | None = None,
        bind: bool = False,
        mechanism: Mechanism | None = None,
        rewrite: Rewrite | None = None,
    ) -> SessionSetup:
        """SESSION_SETUP, leg by leg. With a session: reauthenticate it, or bind it to this connection."""
        authentication = self.state.authenticate(
            credentials,
            now=filetime_now(),
            session=session.state if session else None,
            bind=bind,
            mechanism=mechanism,
            rewrite=rewrite,
        )
        return SessionSetup(self, authentication)

    async def session_setup(self, credentials: Credentials, **changes: Any) -> Session:
        """The whole exchange for a new session; `changes` are fields of SessionSetupRequest. Raises StatusError."""
        return await self.authenticate(credentials).finish(**changes)

    async def bind(self, session: Session, credentials: Credentials | None = None) -> Session:
        """[MS-SMB2] 3.2.4.2.3: make this connection one more channel of the session."""
        whose = credentials or session.state.user_credentials
        return await self.authenticate(whose, session=session, bind=True).finish()

    async def echo(self) -> Reply:
        """ECHO."""
        return await self.request(EchoRequest())

    async def request(
        self,
        body: Structure | bytes,
        *,
        command: Command | int | None = None,
        session: Session | None = None,
        tree: Tree | None = None,
        sign: bool | None = None,
        encrypt: bool | None = None,
        header: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Reply:
        """Send a request and wait for its final response, whatever its status. `None`: as the document says."""
        message = _message(body, command, session, tree, sign, encrypt, header)
        return await (await self._send(message, deadline)).reply(deadline)

    async def send(
        self,
        body: Structure | bytes,
        *,
        command: Command | int | None = None,
        session: Session | None = None,
        tree: Tree | None = None,
        sign: bool | None = None,
        encrypt: bool | None = None,
        header: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Pending:
        """Send a request; wait for nothing but the credits that it takes."""
        return await self._send(_message(body, command, session, tree, sign, encrypt, header), deadline)

    async def _send(self, message: Message, deadline: float | None) -> Pending:
        """One message; the way that nearly all go."""
        charge = self.state.charge(message)
        if not self._closed.is_set() and self._transport.writable and self.state.window.can_take(charge):
            return self._post((message,), False)[0]
        return (await self.send_messages((message,), deadline=deadline))[0]

    async def send_compound(
        self,
        bodies: Sequence[Structure | Message],
        *,
        related: bool = True,
        session: Session | None = None,
        tree: Tree | None = None,
        deadline: float | None = None,
    ) -> list[Reply]:
        """[MS-SMB2] 3.2.4.1.4: several requests in one frame; gives their final responses in that order."""
        messages = [
            body
            if isinstance(body, Message)
            else Message(body, session=session.state if session else None, tree=tree.state if tree else None)
            for body in bodies
        ]
        pending = await self.send_messages(messages, related=related, deadline=deadline)
        return [await each.reply(deadline) for each in pending]

    async def send_messages(
        self, messages: Sequence[Message], *, related: bool = False, deadline: float | None = None
    ) -> list[Pending]:
        """Send messages, compounded where they are several; one Pending for each but CANCEL."""
        wanted = sum(self.state.charge(m) for m in messages if not (m.header and "message_id" in m.header))
        while not self.state.window.can_take(wanted) and not self._closed.is_set():
            self._granted.clear()
            missing = f"no credits: {wanted} wanted, {self.state.window.available} at hand"
            await self.wait(self._granted, deadline, missing)
        if self._closed.is_set():
            raise self.lost("nothing can be sent")
        pending = self._post(messages, related)
        if not self._transport.writable:
            await self._drain(deadline)
        return pending

    def _post(self, messages: Sequence[Message], related: bool) -> list[Pending]:
        """Send messages for which there are credits."""
        outgoing = self.state.send(messages, time.monotonic() - self._opened, related=related)
        pending = [Pending(self, request) for request in outgoing.requests]
        for each in pending:
            self._pending[each.request] = each
        first, *others = outgoing.parts
        size = len(first) + sum(map(len, others)) if others else len(first)
        prefix = size.to_bytes(4, "big")
        if self._observer is not None:
            plaintext = outgoing.plaintext
            wire = prefix + outgoing.data
            self._observe(True, wire, plaintext, outgoing.encrypted, _packets(plaintext), None)
        self._transport.write(prefix + first, *others, at_once=len(self._pending) == len(pending))
        return pending

    async def send_raw(self, data: bytes, *, framed: bool = False, deadline: float | None = None) -> None:
        """Send bytes as they are, behind a transport header of their own unless they are `framed` already."""
        if self._closed.is_set():
            raise self.lost("nothing can be sent")
        message = data[4:] if framed else data
        wire = data if framed else frame(data)
        self._observe(True, wire, message, False, _packets(message), None)
        self._transport.write(wire)
        await self._drain(deadline)

    async def _drain(self, deadline: float | None) -> None:
        try:
            async with asyncio.timeout(self.deadline if deadline is None else deadline):
                await self._transport.drain()
        except TimeoutError as error:
            raise DeadlineExceeded("the server does not take what is sent") from error

    # --- waiting --------------------------------------------------------------------------------------------------

    async def wait(self, event: asyncio.Event, deadline: float | None, what: str) -> None:
        """Wait for an event of this connection. Raises DeadlineExceeded, saying `what` is missing."""
        seconds = self.deadline if deadline is None else deadline
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError as error:
            raise DeadlineExceeded(f"{what} within {seconds:g} s") from error

    def lost(self, what: str) -> Exception:
        """Why this connection is of no use any more."""
        if self._closed_by_us:
            return LocalProtocolError(f"{what}: the connection is closed")
        if self._left_by_server:
            return Disconnected(f"{what}: {self._error or 'the server closed the connection'}")
        if isinstance(self._error, Error):
            return RemoteProtocolError(f"{what}: {self._error}")
        assert self._error is not None
        return self._error  # a defect of ours: as it is

    @property
    def _left_by_server(self) -> bool:
        return self._error is None or isinstance(self._error, OSError | Disconnected)

    async def closed(self, deadline: float | None = None) -> None:
        """Wait until the server has closed the connection. Raises DeadlineExceeded; RemoteProtocolError where it was
        we who left, because of what it sent."""
        await self.wait(self._closed, deadline, "the server did not close the connection")
        if not self._left_by_server:
            raise self.lost("the connection ended")

    @property
    def is_closed(self) -> bool:
        """True once the connection is gone."""
        return self._closed.is_set()

    async def close(self) -> None:
        """Close the connection."""
        if self._closed.is_set():
            return
        self._closed_by_us = True
        self._transport.close()
        try:
            async with asyncio.timeout(self.deadline):
                await self._closed.wait()
        except TimeoutError:
            self._transport.abort()
            await self._closed.wait()

    def abort(self, error: Error) -> None:
        """[MS-SMB2] 3.2.7.1: leave at once, because of what the server did."""
        self._transport.abort(error)

    # --- what the transport reports -------------------------------------------------------------------------------

    def received(self, message: bytes | memoryview) -> None:
        """One message has come."""
        observed = self._observer is not None
        incoming = self._receive_observed(bytes(message)) if observed else self.state.receive(message)
        if incoming.notifications:
            self.notifications += incoming.notifications
        self._granted.set()
        for reply in incoming.replies:
            final = reply.failure is not None or not reply.interim
            pending = self._pending.pop(reply.request, None) if final else self._pending.get(reply.request)
            if pending is not None:
                pending.arrived(reply)

    def _receive_observed(self, message: bytes) -> Incoming:
        wire = frame(message)
        try:
            incoming = self.state.receive(message)
        except Error:
            self._observe(False, wire, message, False, None, None)
            raise
        self._observe(False, wire, bytes(incoming.plaintext), incoming.encrypted, tuple(incoming.packets), incoming)
        return incoming

    def disconnected(self, error: Exception | None) -> None:
        """The connection is gone."""
        self._error = error
        self._closed.set()
        self._granted.set()
        self.deadlines.stop()
        for pending in self._pending.values():
            pending.arrived(None)
        self._pending.clear()
        if self._observer is not None:
            by_peer = not self._closed_by_us and self._left_by_server
            elapsed = time.monotonic() - self._opened
            self._observer(ClosedEvent(time=elapsed, by_peer=by_peer, reset=isinstance(error, OSError)))

    def _observe(
        self,
        sent: bool,
        wire: bytes,
        plaintext: bytes,
        encrypted: bool,
        packets: tuple[Packet, ...] | None,
        incoming: Incoming | None,
    ) -> None:
        if self._observer is None:
            return
        session_id = packets[0].header.session_id if packets else 0
        session = self.state.session_table.get(session_id)
        if session is None and incoming and incoming.replies:
            session = incoming.replies[0].session
        self._observer(
            FrameEvent(
                sent=sent,
                time=time.monotonic() - self._opened,
                wire=wire,
                plaintext=plaintext,
                encrypted=encrypted,
                packets=packets,
                session_id=session_id,
                session_key=session.session_key if session else b"",
            )
        )


def _message(
    body: Structure | bytes,
    command: Command | int | None,
    session: Session | None,
    tree: Tree | None,
    sign: bool | None,
    encrypt: bool | None,
    header: Mapping[str, Any] | None,
) -> Message:
    """One that is answered."""
    session_state = session.state if session is not None else None
    tree_state = tree.state if tree is not None else None
    message = Message(body, command, session_state, tree_state, sign, encrypt, header)
    if message.command is _CANCEL:
        raise LocalProtocolError("CANCEL has no response: use Pending.cancel or send_messages")
    return message


def _packets(plaintext: bytes) -> tuple[Packet, ...] | None:
    """The messages of what we send, if it is such."""
    try:
        return tuple(decode_packet(part) for part in split_compound(plaintext))
    except WireError:
        return None
