"""Named pipes of the SMB2 client."""

from __future__ import annotations

from plugfest.net.handle import CHUNK, Handle, checked
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import AccessMask, CtlCode
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse
from plugfest.protocols.ms_smb2.read_write import ReadRequest, ReadResponse, WriteRequest, WriteResponse

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


class Pipe(Handle):
    """A named pipe that is open."""

    async def transceive(self, data: bytes, *, max_output: int = CHUNK, deadline: float | None = None) -> bytes:
        """[MS-SMB2] 3.2.4.20.4: FSCTL_PIPE_TRANSCEIVE writes a message; gives the whole answer. Raises StatusError."""
        body = IoctlRequest(
            ctl_code=CtlCode.FSCTL_PIPE_TRANSCEIVE,
            file_id=self.file_id,
            input=data,
            max_output_response=max_output,
        )
        reply = await self.tree.request(body, deadline=deadline)
        output = checked(reply, IoctlResponse).output
        if reply.status == NtStatus.STATUS_BUFFER_OVERFLOW:
            output += await self.read_message(deadline=deadline)
        return output

    async def read(self, size: int = CHUNK, *, deadline: float | None = None) -> bytes:
        """[MS-SMB2] 3.2.4.6: at most `size` bytes of the next message. Raises StatusError."""
        return (await self._read(size, deadline))[0]

    async def read_message(self, *, deadline: float | None = None) -> bytes:
        """All that is left of the message that is next in the pipe. Raises StatusError."""
        data, more = await self._read(CHUNK, deadline)
        while more:
            part, more = await self._read(CHUNK, deadline)
            data += part
        return data

    async def _read(self, size: int, deadline: float | None) -> tuple[bytes, bool]:
        reply = await self.tree.request(ReadRequest(length=size, file_id=self.file_id), deadline=deadline)
        return checked(reply, ReadResponse).buffer, reply.status == NtStatus.STATUS_BUFFER_OVERFLOW

    async def write(self, data: bytes, *, deadline: float | None = None) -> int:
        """[MS-SMB2] 3.2.4.7: one message; gives how many bytes were taken. Raises StatusError."""
        reply = await self.tree.request(WriteRequest(file_id=self.file_id, buffer=data), deadline=deadline)
        return checked(reply, WriteResponse).count
