"""What is open on a tree connect, be it file, directory or pipe, and what all can be asked ([MS-SMB2] 3.2.4.5 ff.)."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.protocols.ms_dtyp import SecurityDescriptor, SecurityInformation
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.constants import FileInformationClass, FsctlCode, FsInformationClass
from plugfest.protocols.ms_fscc.file_information import (
    FileDispositionInformation,
    FileLinkInformation,
    FileRenameInformation,
)
from plugfest.protocols.ms_fscc.lists import read_list
from plugfest.protocols.ms_smb2 import client as smb2
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import CloseFlags, CtlCode, InfoType
from plugfest.protocols.ms_smb2.create import CloseRequest, CloseResponse, CreateResponse, FileId
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse
from plugfest.protocols.ms_smb2.query import QueryInfoRequest, QueryInfoResponse, SetInfoRequest
from plugfest.protocols.ms_smb2.read_write import FlushRequest
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.net.tree import Tree

T = TypeVar("T", bound=Structure)

CHUNK = 65536
"""What every server takes in one request, with or without multi-credit operations."""
OWNER_GROUP_DACL = (
    SecurityInformation.OWNER_SECURITY_INFORMATION
    | SecurityInformation.GROUP_SECURITY_INFORMATION
    | SecurityInformation.DACL_SECURITY_INFORMATION
)


def native(path: str) -> str:
    r"""A path below the share as [MS-SMB2] 2.2.13 has it: `a/b` and `\a\b` become `a\b`."""
    return path.replace("/", "\\").strip("\\")


def information_class(kind: type[Structure]) -> tuple[InfoType, int]:
    """The InfoType and the class whose structure bears that name in [MS-FSCC]."""
    name = kind.__name__
    if name in FileInformationClass.__members__:
        return InfoType.SMB2_0_INFO_FILE, FileInformationClass[name]
    return InfoType.SMB2_0_INFO_FILESYSTEM, FsInformationClass[name]


class Handle:
    """Something that is open. Every method raises StatusError where the server refuses."""

    def __init__(self, tree: Tree, state: smb2.Open, created: CreateResponse | None = None) -> None:
        self.tree = tree
        self.connection = tree.connection
        self.state = state
        self.created = created or CreateResponse(file_id=state.file_id)
        """The response that opened it: what happened, sizes, times, attributes, create contexts."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.state.file_name!r}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_open:
            await self.close()

    @property
    def file_id(self) -> FileId:
        """Open.FileId."""
        return self.state.file_id

    @property
    def is_open(self) -> bool:
        """False once it was closed, or the connection is gone."""
        return self.file_id in self.tree.session.state.open_table and not self.connection.is_closed

    async def close(self, *, attributes: bool = False) -> CloseResponse:
        """CLOSE; with `attributes` the response tells what the file is like then."""
        flags = CloseFlags.SMB2_CLOSE_FLAG_POSTQUERY_ATTRIB if attributes else CloseFlags(0)
        reply = await self.tree.request(CloseRequest(flags=flags, file_id=self.file_id))
        return checked(reply, CloseResponse)

    async def flush(self) -> None:
        """FLUSH: what was written is on the disk, or in the pipe's other end."""
        (await self.tree.request(FlushRequest(file_id=self.file_id))).check()

    # --- information ----------------------------------------------------------------------------------------------

    async def query_info(
        self,
        info_type: InfoType,
        number: int = 0,
        *,
        size: int = CHUNK,
        additional: int = 0,
        flags: int = 0,
        data: bytes = b"",
    ) -> bytes:
        """QUERY_INFO (3.2.4.8 to 3.2.4.13): the bytes of any class; `data` is what it is asked with."""
        body = QueryInfoRequest(
            info_type=info_type,
            file_info_class=number,
            output_buffer_length=size,
            additional_information=additional,
            flags=flags,
            file_id=self.file_id,
            buffer=data,
        )
        return checked(await self.tree.request(body), QueryInfoResponse).buffer

    async def set_info(self, info_type: InfoType, number: int, data: bytes, *, additional: int = 0) -> None:
        """SET_INFO (3.2.4.9 to 3.2.4.15) with the bytes of any class."""
        body = SetInfoRequest(
            info_type=info_type,
            file_info_class=number,
            buffer=data,
            additional_information=additional,
            file_id=self.file_id,
        )
        (await self.tree.request(body)).check()

    async def query(self, kind: type[T], number: int | None = None, *, size: int = CHUNK) -> T:
        """Information as the structure of its class, by the name that [MS-FSCC] 2.4 and 2.5 give it.

        `number` where several classes share a structure (FileNormalizedNameInformation, …).
        """
        info_type, own = information_class(kind)
        return kind.decode(await self.query_info(info_type, own if number is None else number, size=size))

    async def query_list(self, kind: type[T], *, size: int = CHUNK) -> tuple[T, ...]:
        """The same for classes that are lists: streams, extended attributes, …"""
        info_type, number = information_class(kind)
        return read_list(kind, await self.query_info(info_type, number, size=size), 4)

    async def set(self, value: Structure, number: int | None = None) -> None:
        """Set the information of a class to this."""
        info_type, own = information_class(type(value))
        await self.set_info(info_type, own if number is None else number, value.encode())

    async def security(self, parts: SecurityInformation = OWNER_GROUP_DACL) -> SecurityDescriptor:
        """Those parts of the security descriptor."""
        data = await self.query_info(InfoType.SMB2_0_INFO_SECURITY, additional=parts)
        return SecurityDescriptor.decode(data)

    async def set_security(self, descriptor: SecurityDescriptor, parts: SecurityInformation = OWNER_GROUP_DACL) -> None:
        """Set those parts of the security descriptor."""
        await self.set_info(InfoType.SMB2_0_INFO_SECURITY, 0, descriptor.encode(), additional=parts)

    async def rename(self, path: str, *, replace: bool = False) -> None:
        """Give it another path in the share."""
        await self.set(FileRenameInformation(replace_if_exists=int(replace), file_name=native(path)))

    async def link(self, path: str, *, replace: bool = False) -> None:
        """Give it one more path in the share."""
        await self.set(FileLinkInformation(replace_if_exists=int(replace), file_name=native(path)))

    async def delete(self, *, pending: bool = True) -> None:
        """Delete it when it is closed; or, with False, do not."""
        await self.set(FileDispositionInformation(delete_pending=int(pending)))

    # --- control codes --------------------------------------------------------------------------------------------

    async def ioctl(self, code: CtlCode | FsctlCode | int, data: bytes = b"", *, max_output: int = CHUNK) -> bytes:
        """IOCTL (3.2.4.20): the output of a control code."""
        body = IoctlRequest(ctl_code=CtlCode(code), file_id=self.file_id, input=data, max_output_response=max_output)
        return checked(await self.tree.request(body), IoctlResponse).output


def checked(
    reply: Reply, kind: type[T], also: Sequence[NtStatus] = (NtStatus.STATUS_BUFFER_OVERFLOW,), what: str = ""
) -> T:
    """The body of a reply that is a success, or has one of the other statuses."""
    if reply.status and reply.status not in also:
        raise StatusError(what or f"SMB2 {reply.request.command.name}", reply.status)
    if not isinstance(reply.body, kind):
        raise RemoteProtocolError(f"the {reply.request.command.name} response has no body of its own")
    return reply.body


def opened(reply: Reply, what: str) -> tuple[smb2.Open, CreateResponse]:
    """What a CREATE has made."""
    body: Any = reply.check(what).body
    if reply.open is None:
        raise RemoteProtocolError("the CREATE response has no body of its own (2.2.14)")
    return reply.open, body
