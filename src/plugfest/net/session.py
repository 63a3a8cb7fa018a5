"""Sessions of the SMB2 client, over a `Connection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from plugfest.errors import RemoteProtocolError
from plugfest.net.handle import Handle
from plugfest.net.tree import Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2 import client as smb2
from plugfest.protocols.ms_smb2.client import Authentication, Message, Reply
from plugfest.protocols.ms_smb2.constants import Dialect
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.net.client import Connection


class SessionSetup:
    """An exchange of SESSION_SETUP, leg by leg."""

    def __init__(self, connection: Connection, state: Authentication) -> None:
        self.connection = connection
        self.state = state
        self.replies: list[Reply] = []

    @property
    def token(self) -> bytes:
        """The security token that the next leg carries."""
        return self.state.token

    @property
    def complete(self) -> bool:
        """True once the server has accepted and its last response has been verified."""
        return self.state.complete

    @property
    def session(self) -> Session:
        """The session, once complete."""
        if not self.state.complete or self.state.session is None:
            raise RemoteProtocolError("the session is not established")
        return Session(self.connection, self.state.session)

    async def step(
        self,
        *,
        sign: bool | None = None,
        encrypt: bool | None = None,
        header: dict[str, Any] | None = None,
        deadline: float | None = None,
        **changes: Any,
    ) -> Reply:
        """Send the next leg; `changes` are fields of SessionSetupRequest. Any status."""
        body = msgspec.structs.replace(self.state.request(), **changes)
        message = Message(body, sign=sign, encrypt=encrypt, header=header, authentication=self.state)
        message.session = self.state.session
        pending = (await self.connection.send_messages([message], deadline=deadline))[0]
        self.replies.append(await pending.reply(deadline))
        return self.replies[-1]

    async def finish(self, **changes: Any) -> Session:
        """All legs that are left. Raises StatusError where the server refuses."""
        while not self.complete:
            reply = await self.step(**changes)
            if reply.status != NtStatus.STATUS_MORE_PROCESSING_REQUIRED:
                reply.check("SESSION_SETUP")
            if reply.failure is None and reply.violations and not self.complete:
                raise RemoteProtocolError("; ".join(reply.violations))
        return self.session


class Session:
    """A session on one of its connections."""

    def __init__(self, connection: Connection, state: smb2.Session) -> None:
        self.connection = connection
        self.state = state

    @property
    def session_id(self) -> int:
        """Session.SessionId."""
        return self.state.session_id

    @property
    def session_key(self) -> bytes:
        """Session.SessionKey."""
        return self.state.session_key

    async def request(self, body: Structure | bytes, **options: Any) -> Reply:
        """As Connection.request, on this session."""
        return await self.connection.request(body, session=self, **options)

    async def reauthenticate(self, credentials: Credentials | None = None, **changes: Any) -> Session:
        """[MS-SMB2] 3.2.4.2.3.1. Raises StatusError."""
        whose = credentials or self.state.user_credentials
        return await self.connection.authenticate(whose, session=self).finish(**changes)

    async def tree_connect(
        self,
        share: str,
        *,
        sign: bool | None = None,
        encrypt: bool | None = None,
        header: dict[str, Any] | None = None,
        deadline: float | None = None,
        **changes: Any,
    ) -> Tree:
        """[MS-SMB2] 3.2.4.2.4, and the validation of the negotiation that 3.2.5.5 asks for. Raises StatusError."""
        path = share if share.startswith("\\") else rf"\\{self.connection.state.server_name}\{share}"
        body = msgspec.structs.replace(TreeConnectRequest(path=path), **changes)
        reply = await self.request(body, sign=sign, encrypt=encrypt, header=header, deadline=deadline)
        state = reply.check(f"TREE_CONNECT to {path}").tree
        if state is None:
            raise RemoteProtocolError("the TREE_CONNECT response has no body of its own (2.2.10)")
        tree = Tree(self, state)
        if self._validates():
            await tree.validate_negotiation()
        return tree

    def _validates(self) -> bool:
        """[MS-SMB2] 3.2.5.5. A guest or anonymous session has no key that both know, so it cannot sign the request."""
        state = self.connection.state
        offered = any(Dialect.SMB_3_0 <= dialect <= Dialect.SMB_3_1_1 for dialect in state.offered_dialects)
        nobody = self.state.is_guest or self.state.is_anonymous
        return state.settings.require_secure_negotiate and offered and state.dialect != Dialect.SMB_3_1_1 and not nobody

    async def logoff(self) -> Reply:
        """LOGOFF. Raises StatusError."""
        return (await self.request(LogoffRequest())).check()

    async def close(self) -> None:
        """[MS-SMB2] 3.2.4.23, 3.2.4.22: close what is open, disconnect the trees, log off. Raises StatusError."""
        for state in list(self.state.open_table.values()):
            await Handle(Tree(self, state.tree_connect), state).close()
        for tree in list(self.state.tree_connect_table.values()):
            await Tree(self, tree).disconnect()
        await self.logoff()
