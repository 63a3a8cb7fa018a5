"""The server as one state machine: events go in, commands come out; [MS-SMB2] 3.3.

`Server` holds the state of all connections, so that what pends on one can be completed by another. How a message is
taken apart and checked stands in `receive`, how responses go out in `respond`, what each command does in the module
that bears its name.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Callable
from uuid import UUID

from plugfest.errors import LocalProtocolError, WireError
from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask
from plugfest.protocols.ms_smb2.constants import Command as CommandCode
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.server import change_notify, oplocks, receive, respond
from plugfest.protocols.ms_smb2.server.events import (
    Closed,
    Command,
    Connected,
    Disconnect,
    Drain,
    Event,
    Keep,
    Received,
    Send,
    SetTimer,
    Tick,
)
from plugfest.protocols.ms_smb2.server.global_tables import GlobalTable, ServerStatistics
from plugfest.protocols.ms_smb2.server.half_open import HalfOpen
from plugfest.protocols.ms_smb2.server.objects import (
    STYPE_DISKTREE,
    Chain,
    Client,
    Connection,
    Drop,
    Open,
    Reply,
    Request,
    ServerConfig,
    Session,
    Share,
    TreeConnect,
)
from plugfest.protocols.ms_smb2.server.pipes import NamedPipes, PipeInstance
from plugfest.protocols.ms_smb2.server.service_state import new_service_state, restore
from plugfest.protocols.ms_smb2.server.tokens import token_of
from plugfest.protocols.ms_smb2.server.waiting import Cancelled, SessionEnded, TimedOut, Wait, Waiter, Waiting
from plugfest.protocols.ms_srvs.server.scope import scope_of_connect
from plugfest.protocols.rules import RULES, Rules

FILETIME_SECOND = 10_000_000


class Server:
    """3.3.1.5: the global state. `random(n)` gives n unpredictable bytes; `now` is given with each event."""

    def __init__(
        self,
        config: ServerConfig,
        *,
        random: Callable[[int], bytes],
        now: int,
        rules: Rules = RULES,
        pipes: NamedPipes | None = None,
    ) -> None:
        self.config = config
        self.random = random
        self.rules = rules
        self.now = now
        self.start_time = now
        self.share_list: list[Share] = [self.opened(share) for share in config.shares]
        self.drive = self.opened(Share("C$", path="C:\\"))
        """Not shared by itself: a drive in memory for who adds a share of it."""
        self.connections: dict[int, Connection] = {}
        self.half_open = HalfOpen()
        self.draining = False
        self.session_table: dict[int, Session] = {}
        self.open_table: GlobalTable[Open] = GlobalTable()
        self.tree_connect_table: GlobalTable[TreeConnect] = GlobalTable()
        self.statistics = ServerStatistics()
        self.client_table: dict[UUID, Client] = {}
        """By ClientGuid."""
        self.pipes = pipes if pipes is not None else NamedPipes()
        self.waiting = Waiting(self._resume)
        self._commands: list[Command] = []
        self._next_async_id = 1
        self._timer: int | None = None
        self.service_state = new_service_state(config, now)
        restore(self)

    # --- events ---------------------------------------------------------------------------------------------------

    def handle(self, event: Event, now: int) -> list[Command]:
        """Take one event and give what is to be done about it."""
        self.now = now
        if isinstance(event, Received):
            connection = self.connections.get(event.connection)
            if connection is not None and not connection.closing:
                self._received(connection, event.data)
        elif isinstance(event, Connected):
            self._connected(event)
        elif isinstance(event, Closed):
            self._lost(event.connection)
        elif isinstance(event, Drain):
            self._drain()
        else:
            assert isinstance(event, Tick)
            for connection in self.half_open.overdue(now):  # 3.3.6.3
                self.disconnect(connection)
        self.waiting.settle(now)
        self._set_timer()
        commands, self._commands = self._commands, []
        return commands

    def _set_timer(self) -> None:
        deadline, half_open = self.waiting.next_deadline, self.half_open.next_deadline
        if half_open is not None and (deadline is None or half_open < deadline):
            deadline = half_open
        if deadline is not None and (self._timer is None or deadline < self._timer or self._timer <= self.now):
            self._timer = deadline
            self._commands.append(SetTimer(deadline))

    def _connected(self, event: Connected) -> None:
        """3.3.5.1, unless there are too many."""
        if event.connection in self.connections:
            raise LocalProtocolError(f"connection {event.connection} is there already")
        if self.draining or not self.enabled or len(self.connections) >= self.config.max_connections:
            self._commands.append(Disconnect(event.connection))
            return
        if len(self.half_open) >= self.config.max_half_open:
            self.disconnect(self.half_open.oldest_of_the_busiest())
        connection = Connection(event.connection, event.peer, created=self.now, local_address=event.local_address)
        self.connections[event.connection] = connection
        self._nobody_logged_on(connection)

    def _nobody_logged_on(self, connection: Connection) -> None:
        self.half_open.add(connection, self.now + self.config.logon_timeout * FILETIME_SECOND)

    def logged_on(self, connection: Connection) -> None:
        """Somebody is logged on here, and may send what is as long as was agreed."""
        self.half_open.discard(connection)
        connection.frames.limit = connection.max_transact_size + receive.MAX_OVERHEAD

    def _drain(self) -> None:
        """No change notification is waited for any more. What else waits may still finish."""
        self.draining = True
        for session in self.session_table.values():
            for open_ in session.open_table.values():
                change_notify.closed(self, open_)

    def _received(self, connection: Connection, data: bytes) -> None:
        try:
            for message in connection.frames.feed(data):
                self.statistics.bytes_received += len(message)
                receive.message(self, connection, message)
                if connection.closing:
                    return
        except (Drop, WireError):
            self.disconnect(connection)

    def _lost(self, number: int) -> None:
        """3.3.7.1: the transport is gone; everything that hung on it goes."""
        connection = self.connections.pop(number, None)
        if connection is None:
            return
        connection.closing = True
        self.half_open.discard(connection)
        client = self.client_table.get(connection.client_guid)
        if client is not None:
            client.connections.discard(number)
            if not client.connections:
                del self.client_table[connection.client_guid]
        for request in [*connection.async_command_list.values()]:
            self.waiting.remove(request)
            if request.waiter is not None:
                request.waiter.close()
        connection.async_command_list.clear()
        connection.request_list.clear()
        for session in list(connection.session_table.values()):
            self._lose_channel(session, connection)

    def _lose_channel(self, session: Session, connection: Connection) -> None:
        """3.3.7.1: a session lives on as long as it has another channel."""
        others = [channel for channel in session.channel_list if channel.connection is not connection]
        if not others:
            self.end_session(session)
            return
        session.channel_list = others
        if session.connection is connection:
            session.connection = others[0].connection

    # --- what handlers call ---------------------------------------------------------------------------------------

    def send(self, connection: Connection, data: bytes) -> None:
        """Send a framed message, unless the connection is about to end."""
        if not connection.closing:
            self.statistics.bytes_sent += len(data)
            self._commands.append(Send(connection.id, data))

    def disconnect(self, connection: Connection) -> None:
        """3.3.7.1: end the connection."""
        if not connection.closing:
            self._commands.append(Disconnect(connection.id))
            self._lost(connection.id)

    def end_session(self, session: Session) -> None:
        """3.3.5.6, 3.3.7.1: close its opens, forget its tree connects and the session itself."""
        for channel in session.channel_list:
            for request in [*channel.connection.async_command_list.values()]:
                if request.session is session:
                    self.waiting.wake_one(request, SessionEnded())
            if channel.connection is session.connection or self.rules.on("MS-SMB2:3.3.5.6:881c1e4f80"):
                channel.connection.forget_session(session.session_id, channel.signer)
            if channel.connection.is_half_open and not channel.connection.closing:
                self._nobody_logged_on(channel.connection)
        for tree_connect in list(session.tree_connect_table.values()):
            self.end_tree_connect(tree_connect)
        if self.session_table.pop(session.session_id, None) is not None:
            self.statistics.sopens -= 1

    def end_tree_connect(self, tree_connect: TreeConnect) -> None:
        """3.3.5.8: close its opens and forget it."""
        session = tree_connect.session
        if self.rules.on("MS-SMB2:3.3.5.8:264333189a"):
            for open_ in [o for o in session.open_table.values() if o.tree_connect is tree_connect]:
                self.close_open(open_)
        if session.tree_connect_table.pop(tree_connect.tree_id, None) is not None:
            self.tree_connect_table.remove(tree_connect.global_id)
            tree_connect.share.current_uses -= 1

    def close_open(self, open_: Open) -> None:
        """3.3.4.17: an instance of a pipe goes with its only handle; a file may be deleted with its last one."""
        open_.session.open_table.pop(open_.file_id.volatile, None)
        self.open_table.remove(open_.global_id)
        open_.tree_connect.open_count -= 1
        if open_.file is not None:
            self._close_file(open_.file)
            oplocks.release(self, open_)
            change_notify.closed(self, open_)
            change_notify.check_deleted(self, open_.file)
        elif open_.pipe is not None:
            open_.pipe.close()
            self.pipes.release(open_.name)
            self.waiting.wake(("instance", open_.name.casefold()))
        self.waiting.wake(open_)

    @property
    def enabled(self) -> bool:
        """3.3.4.21: some transport is bound, through which clients may come."""
        return bool(self.service_state.transport_list)

    def find_share(self, name: str, host_name: str) -> Share | None:
        """3.3.5.7: the share of that name, case ignored, which clients of this host name see."""
        wanted, scope = name.casefold(), scope_of_connect(self.service_state, host_name).casefold()
        for share in self.share_list:
            if share.name.casefold() == wanted and share.server_name.casefold() == scope:
                return share
        return None

    # --- opens ----------------------------------------------------------------------------------------------------

    def register_open(
        self,
        request: Request,
        name: str,
        granted: AccessMask,
        *,
        pipe: PipeInstance | None = None,
        file: ms_fsa.Open | None = None,
    ) -> Open:
        """3.3.5.9 "Successful Open Initialization": an Open with a FileId of its own."""
        session, tree = request.session, request.tree_connect
        assert session is not None
        assert tree is not None
        number = 0
        while number in (0, 0xFFFFFFFFFFFFFFFF) or number in session.open_table:
            number = int.from_bytes(self.random(8), "little")
        if session.open_table and not self.rules.on("MS-SMB2:3.3.5.9:2cba614e24"):
            number = next(iter(session.open_table))
        open_ = Open(FileId(number, number), session, tree, granted, name, self.now, pipe, file)
        session.open_table[number] = open_
        open_.global_id = self.open_table.add(open_)
        if file is not None or self.rules.on("MS-SRVS:2.2.4.39:b9870f1daa"):  # pipes count, too
            self.statistics.fopens += 1
        tree.open_count += 1
        return open_

    def security_context(self, session: Session) -> ms_fsa.SecurityContext:
        """3.3.1.8 Session.SecurityContext, as the object store wants it."""
        if session.security_context is None:
            session.security_context = ms_fsa.SecurityContext(token_of(self.config, session))
        return session.security_context

    def keep(self, data: bytes) -> None:
        """Have this written down for the next start."""
        self._commands.append(Keep(data))

    def opened(self, share: Share) -> Share:
        """A share of this server's own: with its volume, and nobody connected yet."""
        if share.type & 0xFF != STYPE_DISKTREE:
            return dataclasses.replace(share, current_uses=0)
        storage = share.storage if share.storage is not None else ms_fsa.MemoryStorage()
        volume_id = storage.identity or int.from_bytes(self.random(8), "little")
        volume = ms_fsa.Volume(
            storage,
            lambda: self.now,
            label=share.name,
            read_only=False,
            serial_number=volume_id & 0xFFFFFFFF,
            volume_id=volume_id.to_bytes(8, "little") + bytes(8),
        )
        volume.before = functools.partial(oplocks.before, self)
        volume.notify = functools.partial(change_notify.report, self)
        return dataclasses.replace(share, current_uses=0, volume=volume, volume_id=volume_id)

    def _close_file(self, file: ms_fsa.Open) -> None:
        """Closing succeeds whatever the object store says: the handle is gone."""
        with contextlib.suppress(Refused):
            ms_fsa.close_file(file)

    # --- chains ---------------------------------------------------------------------------------------------------

    def advance(self, chain: Chain) -> None:
        """Process the requests of a chain in order, until its end or until one waits; then send the responses."""
        while chain.index < len(chain.requests):
            if not self._run(chain.requests[chain.index]):
                return
            chain.index += 1
        respond.flush(self, chain)
        chain.requests.clear()  # each knows its chain: a circle, which only the collector would end, messages and all

    def _run(self, request: Request, error: BaseException | None = None) -> bool:
        """Begin a request, or go on with it. False where it waits; else its response, if it has one, is collected."""
        try:
            reply = self._step(request, error)
        except Refused as refused:
            reply = respond.error(refused.status)
        except Cancelled:
            reply = respond.error(NtStatus.STATUS_CANCELLED)
        except SessionEnded:
            reply = respond.error(NtStatus.STATUS_USER_SESSION_DELETED)
        if request.wait is not None:
            return False
        if reply is not None:
            respond.collect(self, request, reply)
        return True

    def _step(self, request: Request, error: BaseException | None) -> Reply | None:
        if request.waiter is None:
            try:
                outcome = receive.process(self, request)
            except ms_fsa.MustWait as obstacle:
                outcome = self._patiently(request, obstacle.what)
            if outcome is None or isinstance(outcome, Reply):
                return outcome
            request.waiter = outcome
        try:
            wait = next(request.waiter) if error is None else request.waiter.throw(error)
        except StopIteration as stop:
            reply: Reply = stop.value
            return reply
        if not request.async_id:
            self._pend(request)
        self.waiting.add(request, wait)
        return None

    def _patiently(self, request: Request, wait: Wait) -> Waiter:
        """What the object store did not do yet is done again, from the start, whenever its obstacle may be gone."""
        while True:
            with contextlib.suppress(TimedOut):
                yield wait
            try:
                outcome = receive.process(self, request)
            except ms_fsa.MustWait as obstacle:
                wait = obstacle.what
                continue
            if outcome is None or isinstance(outcome, Reply):
                return outcome
            return (yield from outcome)

    def _pend(self, request: Request) -> None:
        """3.3.4.2: the request will take its time, and the client hears so.

        3.3.5.2.7 lets a server refuse that to what has requests behind it in its compound, which would wait too; as
        Windows and Samba have it, a CREATE may (note 266).
        """
        connection, chain = request.connection, request.chain
        if chain.index < len(chain.requests) - 1 and request.header.command != CommandCode.CREATE:
            assert request.waiter is not None
            request.waiter.close()
            raise Refused(NtStatus.STATUS_INTERNAL_ERROR)
        if len(connection.async_command_list) >= self.config.max_pending:
            assert request.waiter is not None
            request.waiter.close()
            raise Refused(NtStatus.STATUS_INSUFFICIENT_RESOURCES)
        request.async_id = self._next_async_id
        self._next_async_id += 1
        connection.async_command_list[request.async_id] = request
        connection.request_list[request.header.message_id] = request
        if chain.index == 0 or self.rules.on("MS-SMB2:3.3.5.2.7.2:c5159cc4b3"):
            respond.interim(self, request)

    def _resume(self, request: Request, error: BaseException | None) -> None:
        """What the request waited for has come, or it is taken back."""
        connection = request.connection
        if connection.closing:
            return
        try:
            if not self._run(request, error):
                return
            connection.async_command_list.pop(request.async_id, None)
            connection.request_list.pop(request.header.message_id, None)
            request.chain.index += 1
            self.advance(request.chain)
        except Drop:
            self.disconnect(connection)
