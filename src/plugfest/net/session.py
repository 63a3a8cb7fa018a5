"""Sessions, tree connects and named pipes of the SMB2 client, over a `Connection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2 import client as smb2
from plugfest.protocols.ms_smb2.client import Authentication, Message, Reply, check_validation, validate_request
from plugfest.protocols.ms_smb2.constants import AccessMask, CtlCode, Dialect, ShareAccess
from plugfest.protocols.ms_smb2.create import CloseRequest, CreateRequest, FileId
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse
from plugfest.protocols.ms_smb2.read_write import ReadRequest, ReadResponse, WriteRequest, WriteResponse
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeDisconnectRequest
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.net.client import Connection

PIPE_ACCESS = (
    AccessMask.FILE_READ_DATA
    | AccessMask.FILE_WRITE_DATA
    | AccessMask.FILE_APPEND_DATA
    | AccessMask.FILE_READ_EA
    | AccessMask.FILE_WRITE_EA
    | AccessMask.FILE_READ_ATTRIBUTES
    | AccessMask.FILE_WRITE_ATTRIBUTES
    | AccessMask.READ_CONTROL
    | AccessMask.SYNCHRONIZE
)
T = TypeVar("T", bound=Structure)

_OVERFLOW = NtStatus.STATUS_BUFFER_OVERFLOW
_CHUNK = 65536
"""What every server takes in one request, with or without multi-credit operations."""


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
            await Pipe(Tree(self, state.tree_connect), state).close()
        for tree in list(self.state.tree_connect_table.values()):
            await Tree(self, tree).disconnect()
        await self.logoff()


class Tree:
    """A tree connect."""

    def __init__(self, session: Session, state: smb2.TreeConnect) -> None:
        self.session = session
        self.connection = session.connection
        self.state = state

    @property
    def tree_connect_id(self) -> int:
        """TreeConnect.TreeConnectId."""
        return self.state.tree_connect_id

    async def request(self, body: Structure | bytes, **options: Any) -> Reply:
        """As Connection.request, on this tree connect."""
        return await self.connection.request(body, session=self.session, tree=self, **options)

    async def validate_negotiation(self) -> None:
        """[MS-SMB2] 3.2.5.5, 3.2.5.14.12. Raises RemoteProtocolError where it was tampered with; we leave."""
        reply = await self.request(validate_request(self.connection.state))
        try:
            check_validation(self.connection.state, reply)
        except RemoteProtocolError as error:
            self.connection.abort(error)
            raise

    async def open_pipe(self, name: str, **changes: Any) -> Pipe:
        """[MS-SMB2] 3.2.4.3.1; `changes` are fields of CreateRequest. Raises StatusError."""
        body = CreateRequest(
            name=name,
            desired_access=PIPE_ACCESS,
            share_access=ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE,
        )
        reply = (await self.request(msgspec.structs.replace(body, **changes))).check(f"CREATE of {name}")
        if reply.open is None:
            raise RemoteProtocolError("the CREATE response has no body of its own (2.2.14)")
        return Pipe(self, reply.open)

    async def disconnect(self) -> Reply:
        """TREE_DISCONNECT. Raises StatusError."""
        return (await self.request(TreeDisconnectRequest())).check()


class Pipe:
    """A named pipe that is open."""

    def __init__(self, tree: Tree, state: smb2.Open) -> None:
        self.tree = tree
        self.connection = tree.connection
        self.state = state

    @property
    def file_id(self) -> FileId:
        """Open.FileId."""
        return self.state.file_id

    async def transceive(self, data: bytes, *, max_output: int = _CHUNK, deadline: float | None = None) -> bytes:
        """[MS-SMB2] 3.2.4.20.4: FSCTL_PIPE_TRANSCEIVE writes a message; gives the whole answer. Raises StatusError."""
        body = IoctlRequest(
            ctl_code=CtlCode.FSCTL_PIPE_TRANSCEIVE,
            file_id=self.file_id,
            input=data,
            max_output_response=max_output,
        )
        reply = await self.tree.request(body, deadline=deadline)
        output = _checked(reply, IoctlResponse).output
        if reply.status == _OVERFLOW:
            output += await self.read_message(deadline=deadline)
        return output

    async def read(self, size: int = _CHUNK, *, deadline: float | None = None) -> bytes:
        """[MS-SMB2] 3.2.4.6: at most `size` bytes of the next message. Raises StatusError."""
        return (await self._read(size, deadline))[0]

    async def read_message(self, *, deadline: float | None = None) -> bytes:
        """All that is left of the message that is next in the pipe. Raises StatusError."""
        data, more = await self._read(_CHUNK, deadline)
        while more:
            part, more = await self._read(_CHUNK, deadline)
            data += part
        return data

    async def _read(self, size: int, deadline: float | None) -> tuple[bytes, bool]:
        reply = await self.tree.request(ReadRequest(length=size, file_id=self.file_id), deadline=deadline)
        return _checked(reply, ReadResponse).buffer, reply.status == _OVERFLOW

    async def write(self, data: bytes, *, deadline: float | None = None) -> int:
        """[MS-SMB2] 3.2.4.7: one message; gives how many bytes were taken. Raises StatusError."""
        reply = await self.tree.request(WriteRequest(file_id=self.file_id, buffer=data), deadline=deadline)
        return _checked(reply, WriteResponse).count

    async def close(self) -> Reply:
        """CLOSE. Raises StatusError."""
        return (await self.tree.request(CloseRequest(file_id=self.file_id))).check()


def _checked(reply: Reply, kind: type[T]) -> T:
    """The body of a reply that is a success or has more to come."""
    if reply.status not in (NtStatus.STATUS_SUCCESS, _OVERFLOW):
        raise StatusError(f"{reply.request.command.name}", reply.status)
    if not isinstance(reply.body, kind):
        raise RemoteProtocolError(f"the {reply.request.command.name} response has no body of its own")
    return reply.body
