"""Files of the SMB2 client: data, in any amount and with many requests in flight; locks; copies made by the server."""

from __future__ import annotations

import asyncio
import io
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import TYPE_CHECKING

from plugfest.errors import DeadlineExceeded, RemoteProtocolError, StatusError
from plugfest.net.handle import CHUNK, Handle, checked
from plugfest.protocols.crypto import Buffer
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.file_information import FileEndOfFileInformation, FileStandardInformation
from plugfest.protocols.ms_smb2.client import Message
from plugfest.protocols.ms_smb2.constants import CtlCode, LockFlags
from plugfest.protocols.ms_smb2.ioctl import (
    IoctlRequest,
    IoctlResponse,
    SrvCopychunk,
    SrvCopychunkCopy,
    SrvCopychunkResponse,
)
from plugfest.protocols.ms_smb2.lock import LockElement, LockRequest
from plugfest.protocols.ms_smb2.read_write import ReadRequest, ReadResponse, WriteRequest, WriteResponse

if TYPE_CHECKING:
    from plugfest.net.pending import Pending

TRANSFER = 1024 * 1024
"""Bytes that one READ or WRITE moves, where the server takes as much."""
IN_FLIGHT = 4 * 1024 * 1024
"""Bytes that are asked for or sent before the first answer is awaited: measured. More gains nothing, and half as much
makes a server wait that signs."""
_DATA_OFFSET = 112
_END = NtStatus.STATUS_END_OF_FILE
_COPY = 1024 * 1024
"""Bytes a chunk, and as many chunks as `_CHUNKS`, are what servers take of a copy ([MS-SMB2] 3.3.3)."""
_CHUNKS = 16


class File(Handle):
    """A file that is open, or one of its streams.

    `read`, `write`, `seek`, `tell` and iteration share a position; `pread`, `pwrite`, `readinto` and `chunks` do not.
    """

    position = 0
    in_flight = IN_FLIGHT

    # --- reading --------------------------------------------------------------------------------------------------

    async def read(self, size: int = -1) -> bytes:
        """At most `size` bytes from the position on, all that are left if it is negative."""
        data = await self.pread(self.position, size)
        self.position += len(data)
        return data

    async def pread(self, offset: int, size: int = -1) -> bytes:
        """The same from an offset on."""
        return b"".join([part async for part in self.chunks(offset, size)])

    async def readinto(self, buffer: Buffer, offset: int = 0) -> int:
        """Fill a buffer from an offset on; gives how many bytes there were."""
        view = memoryview(buffer).cast("B")
        at = 0
        async for part in self.chunks(offset, len(view)):
            view[at : at + len(part)] = part
            at += len(part)
        return at

    async def chunks(self, offset: int = 0, size: int = -1, *, transfer: int | None = None) -> AsyncIterator[bytes]:
        """The data from an offset on, piece by piece in order, while more is on its way."""
        end = offset + size if size >= 0 else None
        step = transfer or self._transfer(self.connection.state.max_read_size)
        known = max(self.created.end_of_file, offset + 1) if end is None else end
        waiting: deque[tuple[int, Pending]] = deque()
        while True:
            while offset < known and (not waiting or (len(waiting) + 1) * step <= self.in_flight):
                wanted = step if end is None else min(step, end - offset)
                body = ReadRequest(length=wanted, offset=offset, file_id=self.file_id)
                message = Message(body, tree=self.tree.state)
                waiting.append((wanted, (await self.connection.send_messages([message]))[0]))
                offset += wanted
            if not waiting:
                return
            wanted, pending = waiting.popleft()
            reply = await pending.reply()
            if reply.status == _END:
                return
            data = checked(reply, ReadResponse).buffer
            if len(data) > wanted:
                raise RemoteProtocolError(f"READ of {wanted} bytes is answered with {len(data)} (3.3.5.12)")
            yield data
            if len(data) < wanted:
                return  # the end of the file, as far as this request saw it
            if end is None and not waiting:
                known = offset + self.in_flight

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._from_here()

    async def _from_here(self) -> AsyncIterator[bytes]:
        async for part in self.chunks(self.position):
            self.position += len(part)
            yield part

    # --- writing --------------------------------------------------------------------------------------------------

    async def write(self, data: Buffer) -> int:
        """Write at the position; gives how many bytes that were: all."""
        count = await self.pwrite(self.position, data)
        self.position += count
        return count

    async def pwrite(self, offset: int, data: Buffer) -> int:
        """The same at an offset."""
        return await self.write_from((data,), offset)

    async def write_from(self, source: Iterable[Buffer] | AsyncIterable[Buffer], offset: int = 0) -> int:
        """Write what an iterable gives, one behind the other; buffers must not change before this is done."""
        step = self._transfer(self.connection.state.max_write_size)
        waiting: deque[tuple[int, Pending]] = deque()
        begin = offset
        async for data in _each(source):
            view = memoryview(data).cast("B")
            for at in range(0, len(view), step):
                part = view[at : at + step]
                if waiting and (len(waiting) + 1) * step > self.in_flight:
                    await self._written(*waiting.popleft())
                waiting.append((len(part), await self._send(part, offset)))
                offset += len(part)
        while waiting:
            await self._written(*waiting.popleft())
        return offset - begin

    async def _send(self, part: memoryview, offset: int) -> Pending:
        body = WriteRequest(
            data_offset=_DATA_OFFSET,
            length=len(part),
            offset=offset,
            file_id=self.file_id,
            write_channel_info_offset=0,
            write_channel_info_length=0,
        )
        message = Message(body, tree=self.tree.state, payload=part)
        return (await self.connection.send_messages([message]))[0]

    async def _written(self, size: int, pending: Pending) -> None:
        count = checked(await pending.reply(), WriteResponse, ()).count
        if count != size:
            raise RemoteProtocolError(f"WRITE of {size} bytes: the server has taken {count}")

    def _transfer(self, limit: int) -> int:
        """Bytes a request: what the server takes, and a quarter of our credits pays for."""
        state = self.connection.state
        if not state.supports_multi_credit:
            return CHUNK
        return max(min(TRANSFER, limit, state.window.available // 4 * CHUNK), CHUNK)

    # --- the rest -------------------------------------------------------------------------------------------------

    def tell(self) -> int:
        """The position."""
        return self.position

    async def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the position, counted from the start, from itself or from the end of the file; gives it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.position}.get(whence)
        self.position = (await self.size() if base is None else base) + offset
        return self.position

    async def size(self) -> int:
        """EndOfFile, asked now."""
        return (await self.query(FileStandardInformation)).end_of_file

    async def truncate(self, size: int) -> None:
        """Set EndOfFile: what is beyond it is gone, what was not there is zeros."""
        await self.set(FileEndOfFileInformation(end_of_file=size))

    async def lock(
        self, offset: int, length: int, *, shared: bool = False, wait: bool = False, deadline: float | None = None
    ) -> None:
        """Lock a range of bytes, at once or when it is free."""
        flags = LockFlags.SMB2_LOCKFLAG_SHARED_LOCK if shared else LockFlags.SMB2_LOCKFLAG_EXCLUSIVE_LOCK
        if not wait:
            flags |= LockFlags.SMB2_LOCKFLAG_FAIL_IMMEDIATELY
        await self._lock(LockElement(offset, length, flags), deadline)

    async def unlock(self, offset: int, length: int) -> None:
        """Unlock a range that we have locked."""
        await self._lock(LockElement(offset, length, LockFlags.SMB2_LOCKFLAG_UNLOCK), None)

    async def _lock(self, element: LockElement, deadline: float | None) -> None:
        body = LockRequest(file_id=self.file_id, locks=(element,))
        pending = (await self.connection.send_messages([Message(body, tree=self.tree.state)]))[0]
        try:
            reply = await pending.reply(deadline)
        except DeadlineExceeded:  # what is not waited for any more must not be granted later
            await pending.cancel()
            reply = await pending.reply()
            if reply.status == NtStatus.STATUS_CANCELLED:
                raise
        except asyncio.CancelledError:
            await pending.cancel()
            raise
        reply.check()

    async def copychunk(self, source: File, *, offset: int = 0, length: int | None = None, to: int = 0) -> int:
        """[MS-SMB2] 3.2.4.20.2: the server copies a range of another open file into this one; gives its length."""
        key = (await source.ioctl(CtlCode.FSCTL_SRV_REQUEST_RESUME_KEY, max_output=32))[:24]
        end = await source.size() if length is None else offset + length
        shift, begin, size, count = to - offset, offset, _COPY, _CHUNKS
        while offset < end:
            starts = range(offset, end, size)[:count]
            chunks = tuple(SrvCopychunk(at, at + shift, min(size, end - at)) for at in starts)
            body = IoctlRequest(
                ctl_code=CtlCode.FSCTL_SRV_COPYCHUNK_WRITE,
                file_id=self.file_id,
                input=SrvCopychunkCopy(source_key=key, chunks=chunks).encode(),
                max_output_response=12,
            )
            reply = await self.tree.request(body)
            output = SrvCopychunkResponse.decode(checked(reply, IoctlResponse, (_REFUSED,)).output)
            if reply.status == _REFUSED:  # 3.3.5.15.6.2: the response tells the limits
                asked = (size, count)
                size, count = min(size, output.chunk_bytes_written), min(count, output.chunks_written)
                if not (size > 0 and count > 0) or (size, count) == asked:
                    raise StatusError("FSCTL_SRV_COPYCHUNK_WRITE", reply.status)
                continue
            if not output.total_bytes_written:
                raise RemoteProtocolError("FSCTL_SRV_COPYCHUNK_WRITE succeeds and has copied nothing")
            offset += output.total_bytes_written
        return end - begin


_REFUSED = NtStatus.STATUS_INVALID_PARAMETER


async def _each(source: Iterable[Buffer] | AsyncIterable[Buffer]) -> AsyncIterator[Buffer]:
    if isinstance(source, AsyncIterable):
        async for item in source:
            yield item
    else:
        for item in source:
            yield item
