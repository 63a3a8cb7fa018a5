"""Directories of the SMB2 client: their entries, page by page ([MS-SMB2] 3.2.4.17)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, TypeVar

from plugfest.net.handle import CHUNK, Handle, checked, information_class
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.directory_information import FileIdBothDirectoryInformation
from plugfest.protocols.ms_fscc.lists import read_list
from plugfest.protocols.ms_smb2.constants import QueryDirectoryFlags
from plugfest.protocols.ms_smb2.query import QueryDirectoryRequest, QueryDirectoryResponse
from plugfest.wire import Structure

T = TypeVar("T", bound=Structure)
PAGE = 1024 * 1024
_ON = QueryDirectoryFlags(0)
_END = (NtStatus.STATUS_NO_MORE_FILES, NtStatus.STATUS_NO_SUCH_FILE)


class Directory(Handle):
    """A directory that is open."""

    async def page(
        self,
        kind: type[T],
        pattern: str = "*",
        *,
        flags: QueryDirectoryFlags = _ON,
        file_index: int = 0,
        size: int | None = None,
    ) -> tuple[T, ...]:
        """One QUERY_DIRECTORY: the entries that come next; none at the end."""
        state = self.connection.state
        room = min(PAGE, state.max_transact_size) if state.supports_multi_credit else CHUNK
        body = QueryDirectoryRequest(
            file_information_class=information_class(kind)[1],
            flags=flags,
            file_index=file_index,
            file_id=self.file_id,
            output_buffer_length=room if size is None else size,
            file_name=pattern,
        )
        reply = await self.tree.request(body)
        if reply.status in _END:
            return ()
        return read_list(kind, checked(reply, QueryDirectoryResponse).buffer)

    async def entries(
        self, pattern: str = "*", kind: type[T] | None = None, *, restart: bool = True, dots: bool = False
    ) -> AsyncIterator[Any]:
        """Every entry that matches, as structures of the class `kind`; `.` and `..` only with `dots`."""
        wanted: type[Any] = kind or FileIdBothDirectoryInformation
        flags = QueryDirectoryFlags.SMB2_RESTART_SCANS if restart else _ON
        while page := await self.page(wanted, pattern, flags=flags):
            flags = _ON
            for entry in page:
                if dots or entry.file_name not in (".", ".."):
                    yield entry
