"""Requests of the SMB2 client that are on their way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from plugfest.errors import DeadlineExceeded
from plugfest.protocols.ms_smb2.client import Reply, Request

if TYPE_CHECKING:
    from plugfest.net.client import Connection


class Pending:
    """A request on its way."""

    __slots__ = ("_final", "_first", "_reply", "connection", "interim_reply", "request")

    def __init__(self, connection: Connection, request: Request) -> None:
        self.connection = connection
        self.request = request
        self.interim_reply: Reply | None = None
        self._reply: Reply | None = None
        self._first: list[asyncio.Future[None]] = []
        """Those who wait for any response."""
        self._final: list[asyncio.Future[None]] = []
        """Those who wait for the final one."""

    def __repr__(self) -> str:
        return f"<Pending {self.request.command.name} {self.request.message_id}>"

    @property
    def message_id(self) -> int:
        """Its MessageId."""
        return self.request.message_id

    async def reply(self, deadline: float | None = None) -> Reply:
        """The final response. Raises what its failure is, Disconnected, DeadlineExceeded."""
        if self._reply is None:
            await self._wait(self._final, deadline, "no response")
        assert self._reply is not None
        if self._reply.failure is not None:
            raise self._reply.failure
        return self._reply

    async def interim(self, deadline: float | None = None) -> Reply | None:
        """The interim response; None where the final one came without it."""
        if self._reply is None and self.interim_reply is None:
            await self._wait(self._first, deadline, "neither an interim nor a final response")
        return self.interim_reply

    async def cancel(self, **changes: Any) -> None:
        """[MS-SMB2] 3.2.4.24: send CANCEL, which has no response; this request's own comes then."""
        await self.connection.send_messages([self.connection.state.cancel(self.request, **changes)])

    async def _wait(self, waiting: list[asyncio.Future[None]], deadline: float | None, missing: str) -> None:
        connection = self.connection
        if not connection.is_closed:
            seconds = connection.deadline if deadline is None else deadline
            future = connection.loop.create_future()
            waiting.append(future)
            try:
                await connection.deadlines.wait(future, seconds)
            except TimeoutError as error:
                raise DeadlineExceeded(f"{self._what(missing)} within {seconds:g} s") from error
            finally:
                waiting.remove(future)
        if self._reply is None and (waiting is self._final or self.interim_reply is None):
            raise connection.lost(self._what(missing))

    def _what(self, missing: str) -> str:
        return f"{missing} to {self.request.command.name} (MessageId {self.request.message_id})"

    def arrived(self, reply: Reply | None) -> None:
        """A response; None: the connection is gone."""
        interim = reply is not None and reply.interim and reply.failure is None
        if interim:
            self.interim_reply = reply
        else:
            self._reply = reply
        for future in self._first if interim else self._first + self._final:
            if not future.done():
                future.set_result(None)
