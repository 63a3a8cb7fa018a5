r"""A tree connect of the SMB2 client, and what is done with paths on it.

Paths begin at the share and take `/` or `\`; a stream is named as the file system does, `file:stream`. Methods that
only look at a path or change it take one round trip: CREATE, the request and CLOSE go compounded ([MS-SMB2] 3.2.4.1.4).
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Generator, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from plugfest.errors import InputError, RemoteProtocolError, StatusError
from plugfest.net.directory import Directory
from plugfest.net.file import File
from plugfest.net.handle import CHUNK, OWNER_GROUP_DACL, Handle, checked, information_class, native, opened
from plugfest.net.pipe import PIPE_ACCESS, Pipe
from plugfest.net.stat import Stat, filetime
from plugfest.protocols.crypto import Buffer
from plugfest.protocols.ms_dtyp import SecurityDescriptor, SecurityInformation
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_fscc.entries import FileStreamInformation
from plugfest.protocols.ms_fscc.file_information import (
    FileAllInformation,
    FileBasicInformation,
    FileDispositionInformation,
    FileRenameInformation,
)
from plugfest.protocols.ms_smb2 import client as smb2
from plugfest.protocols.ms_smb2.client import Reply, check_validation, validate_request
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, CreateOptions, InfoType, ShareAccess
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateContext, CreateRequest
from plugfest.protocols.ms_smb2.query import QueryInfoRequest, QueryInfoResponse, SetInfoRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeDisconnectRequest
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.net.session import Session

T = TypeVar("T", bound=Structure)
H = TypeVar("H", bound=Handle)

SHARE_ALL = ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE
_LOOK = AccessMask.FILE_READ_ATTRIBUTES | AccessMask.SYNCHRONIZE
READ = _LOOK | AccessMask.FILE_READ_DATA | AccessMask.FILE_READ_EA | AccessMask.READ_CONTROL
WRITE = (
    _LOOK
    | AccessMask.FILE_WRITE_DATA
    | AccessMask.FILE_APPEND_DATA
    | AccessMask.FILE_WRITE_EA
    | AccessMask.FILE_WRITE_ATTRIBUTES
    | AccessMask.READ_CONTROL
)
_CHANGE = AccessMask.FILE_WRITE_ATTRIBUTES | AccessMask.SYNCHRONIZE
_DELETE = AccessMask.DELETE | _LOOK
_MODES = {
    "r": (READ, CreateDisposition.FILE_OPEN),
    "r+": (READ | WRITE, CreateDisposition.FILE_OPEN),
    "w": (WRITE, CreateDisposition.FILE_OVERWRITE_IF),
    "w+": (READ | WRITE, CreateDisposition.FILE_OVERWRITE_IF),
    "x": (WRITE, CreateDisposition.FILE_CREATE),
    "x+": (READ | WRITE, CreateDisposition.FILE_CREATE),
    "a": (WRITE, CreateDisposition.FILE_OPEN_IF),
    "a+": (READ | WRITE, CreateDisposition.FILE_OPEN_IF),
}
_ABSENT = (
    NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
    NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
    NtStatus.STATUS_NO_SUCH_FILE,
)


class Opening(Generic[H]):
    """What `open` gives: `await` it for the handle, or use it in `async with`, which closes it."""

    def __init__(self, start: Callable[[], Awaitable[H]]) -> None:
        self._start = start
        self._handle: H | None = None

    def __await__(self) -> Generator[Any, None, H]:
        return self._start().__await__()

    async def __aenter__(self) -> H:
        self._handle = await self._start()
        return self._handle

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            await self._handle.__aexit__(kind, error, trace)


class Tree:
    """A tree connect. Every method raises StatusError where the server refuses."""

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

    async def disconnect(self) -> Reply:
        """TREE_DISCONNECT."""
        return (await self.request(TreeDisconnectRequest())).check()

    # --- opening ([MS-SMB2] 3.2.4.3) ------------------------------------------------------------------------------

    def open(
        self,
        path: str,
        mode: str = "r",
        *,
        share: ShareAccess = SHARE_ALL,
        options: CreateOptions = CreateOptions.FILE_NON_DIRECTORY_FILE,
        contexts: Sequence[CreateContext] = (),
        **changes: Any,
    ) -> Opening[File]:
        """Open a file. Modes are those of Python's `open`; `changes` are fields of CreateRequest."""
        if mode.replace("b", "") not in _MODES:
            raise InputError(f"{mode!r} is no mode: {', '.join(_MODES)}")
        access, disposition = _MODES[mode.replace("b", "")]
        body = CreateRequest(
            name=native(path),
            desired_access=access,
            share_access=share,
            create_disposition=disposition,
            create_options=options,
            create_contexts=tuple(contexts),
        )

        async def start() -> File:
            file = await self._open(File, body, changes)
            if mode.startswith("a"):
                file.position = file.created.end_of_file
            return file

        return Opening(start)

    def open_directory(self, path: str = "", **changes: Any) -> Opening[Directory]:
        """Open a directory; `changes` are fields of CreateRequest."""
        body = CreateRequest(
            name=native(path),
            desired_access=READ,
            share_access=SHARE_ALL,
            create_options=CreateOptions.FILE_DIRECTORY_FILE,
        )
        return Opening(lambda: self._open(Directory, body, changes))

    async def open_pipe(self, name: str, **changes: Any) -> Pipe:
        """[MS-SMB2] 3.2.4.3.1; `changes` are fields of CreateRequest."""
        return await self._open(
            Pipe, CreateRequest(name=name, desired_access=PIPE_ACCESS, share_access=SHARE_ALL), changes
        )

    def handle(self, path: str, access: AccessMask = _LOOK, **changes: Any) -> Opening[Handle]:
        """Open whatever is there, for these rights; `changes` are fields of CreateRequest."""
        body = CreateRequest(name=native(path), desired_access=access, share_access=SHARE_ALL)
        return Opening(lambda: self._open(Handle, body, changes))

    async def _open(self, kind: type[H], body: CreateRequest, changes: dict[str, Any]) -> H:
        body = msgspec.structs.replace(body, **changes) if changes else body
        return kind(self, *opened(await self.request(body), f"CREATE of {body.name}"))

    async def once(self, path: str, access: AccessMask, *bodies: Structure, **changes: Any) -> list[Reply]:
        """CREATE, requests and CLOSE in one frame, related; every one must succeed. Their replies, CREATE's first."""
        body = CreateRequest(name=native(path), desired_access=access, share_access=SHARE_ALL)
        create = msgspec.structs.replace(body, **changes)
        replies = await self.connection.send_compound(
            [create, *bodies, CloseRequest(file_id=ANY_FILE_ID)], session=self.session, tree=self
        )
        for reply in replies:
            if reply.status != NtStatus.STATUS_BUFFER_OVERFLOW:
                reply.check(f"{reply.request.command.name} of {create.name or 'the root'}")
        return replies

    # --- files ----------------------------------------------------------------------------------------------------

    async def read_file(self, path: str) -> bytes:
        """All of a file."""
        async with self.open(path) as file:
            return await file.read()

    async def write_file(self, path: str, data: Buffer | Iterable[Buffer] | AsyncIterable[Buffer]) -> int:
        """Make a file of this, in place of what was there; gives its size."""
        async with self.open(path, "w") as file:
            return await file.write_from((data,) if isinstance(data, bytes | bytearray | memoryview) else data)

    async def copy(self, source: str, target: str) -> int:
        """Copy a file without its data leaving the server; gives its size."""
        async with self.open(source) as read, self.open(target, "w+") as written:
            return await written.copychunk(read)

    async def delete(self, path: str) -> None:
        """Delete a file."""
        await self._delete(path, CreateOptions.FILE_NON_DIRECTORY_FILE)

    async def rename(self, path: str, to: str, *, replace: bool = False) -> None:
        """Give a file or directory another path."""
        value = FileRenameInformation(replace_if_exists=int(replace), file_name=native(to))
        await self.once(path, _DELETE, _setting(value), create_options=CreateOptions.FILE_OPEN_REPARSE_POINT)

    async def streams(self, path: str) -> tuple[FileStreamInformation, ...]:
        """The streams of a file or directory."""
        async with self.handle(path) as handle:
            return await handle.query_list(FileStreamInformation)

    # --- directories ----------------------------------------------------------------------------------------------

    async def list(
        self, path: str = "", pattern: str = "*", kind: type[T] | None = None, *, dots: bool = False
    ) -> AsyncIterator[Any]:
        """The entries of a directory that match, as structures of any class of [MS-FSCC] 2.4 that lists directories."""
        async with self.open_directory(path) as directory:
            async for entry in directory.entries(pattern, kind, dots=dots):
                yield entry

    async def mkdir(self, path: str, *, exist_ok: bool = False) -> None:
        """Make a directory."""
        disposition = CreateDisposition.FILE_OPEN_IF if exist_ok else CreateDisposition.FILE_CREATE
        await self.once(
            path,
            _LOOK,
            create_disposition=disposition,
            create_options=CreateOptions.FILE_DIRECTORY_FILE,
            file_attributes=FileAttributes.FILE_ATTRIBUTE_NORMAL,
        )

    async def rmdir(self, path: str) -> None:
        """Delete an empty directory."""
        await self._delete(path, CreateOptions.FILE_DIRECTORY_FILE)

    async def _delete(self, path: str, option: CreateOptions) -> None:
        options = option | CreateOptions.FILE_OPEN_REPARSE_POINT
        await self.once(path, _DELETE, _setting(FileDispositionInformation(delete_pending=1)), create_options=options)

    # --- what a path is -------------------------------------------------------------------------------------------

    async def stat(self, path: str = "") -> Stat:
        """Sizes, times, attributes of a file or directory."""
        return Stat.of(native(path), await self.query(path, FileAllInformation))

    async def exists(self, path: str) -> bool:
        """Is there anything under that path? Raises StatusError where the server does not tell."""
        try:
            await self.once(path, _LOOK)
        except StatusError as error:
            if error.status in _ABSENT:
                return False
            raise
        return True

    async def query(self, path: str, kind: type[T]) -> T:
        """Information of a path as the structure of its class; of a file system, that which the path is on."""
        info_type, number = information_class(kind)
        asked = QueryInfoRequest(
            info_type=info_type, file_info_class=number, output_buffer_length=CHUNK, file_id=ANY_FILE_ID
        )
        replies = await self.once(path, _LOOK, asked)
        return kind.decode(checked(replies[1], QueryInfoResponse).buffer)

    async def set(self, path: str, value: Structure, access: AccessMask = _CHANGE) -> None:
        """Set the information of a class; `access` is what it takes."""
        await self.once(path, access, _setting(value))

    async def set_attributes(self, path: str, attributes: FileAttributes) -> None:
        """Set the attributes; FILE_ATTRIBUTE_NORMAL for none."""
        await self.set(path, FileBasicInformation(file_attributes=attributes))

    async def set_times(
        self,
        path: str,
        *,
        creation: datetime | int | None = None,
        access: datetime | int | None = None,
        write: datetime | int | None = None,
        change: datetime | int | None = None,
    ) -> None:
        """Set times, given as dates with a time zone or as FILETIMEs; None leaves one as it is."""
        value = FileBasicInformation(filetime(creation), filetime(access), filetime(write), filetime(change))
        await self.set(path, value)

    async def security(self, path: str, parts: SecurityInformation = OWNER_GROUP_DACL) -> SecurityDescriptor:
        """Those parts of the security descriptor."""
        async with self.handle(path, AccessMask.READ_CONTROL) as handle:
            return await handle.security(parts)

    async def set_security(
        self, path: str, descriptor: SecurityDescriptor, parts: SecurityInformation = OWNER_GROUP_DACL
    ) -> None:
        """Set those parts of the security descriptor."""
        owner = SecurityInformation.OWNER_SECURITY_INFORMATION | SecurityInformation.GROUP_SECURITY_INFORMATION
        access = AccessMask.WRITE_OWNER if parts & owner else AccessMask(0)
        if parts & ~owner:
            access |= AccessMask.WRITE_DAC
        async with self.handle(path, access) as handle:
            await handle.set_security(descriptor, parts)


def _setting(value: Structure) -> SetInfoRequest:
    """The SET_INFO of a related compound."""
    number = information_class(type(value))[1]
    return SetInfoRequest(
        info_type=InfoType.SMB2_0_INFO_FILE, file_info_class=number, file_id=ANY_FILE_ID, buffer=value.encode()
    )
