"""[MS-SMB2] 3.3.5.9, 3.3.5.10, 3.3.5.12, 3.3.5.13: named pipes: CREATE, CLOSE, READ, WRITE."""

from __future__ import annotations

import msgspec

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_smb2.common import body, negotiated
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, log_on
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net.client import Pipe, Tree
from plugfest.net.pipe import PIPE_ACCESS
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_rpce import ClientAssociation
from plugfest.protocols.ms_smb2.constants import AccessMask, ImpersonationLevel, ReadFlags, WriteFlags
from plugfest.protocols.ms_smb2.create import CloseRequest, CreateContext, CreateRequest, FileId
from plugfest.protocols.ms_smb2.read_write import ReadRequest, WriteRequest, WriteResponse
from plugfest.protocols.ms_srvs.types import SRVSVC

_READ = AccessMask.FILE_READ_DATA
_WRITE = AccessMask.FILE_WRITE_DATA | AccessMask.FILE_APPEND_DATA
_NO_FILE = FileId(0x00000F11E00F11E0, 0x00000F11E00F11E0)
_CREATE = CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS)
_DENIED = NtStatus.STATUS_ACCESS_DENIED
_INVALID = NtStatus.STATUS_INVALID_PARAMETER
_CLOSED = NtStatus.STATUS_FILE_CLOSED


def _message() -> bytes:
    """What the service behind the pipe answers with a message of its own."""
    return ClientAssociation().bind(SRVSVC)


async def _filled(ipc: Tree) -> Pipe:
    """A pipe in which an answer waits to be read."""
    pipe = await ipc.open_pipe("srvsvc")
    await pipe.write(_message())
    return pipe


# --- CREATE, CLOSE --------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.9:3d1993c8a0", needs=[log_on])
async def test_delegate(ipc: Tree) -> None:
    """A pipe cannot be opened with the impersonation level Delegate."""
    wanted = msgspec.structs.replace(_CREATE, impersonation_level=ImpersonationLevel.Delegate)
    await expect.reply(ipc.request(wanted), NtStatus.STATUS_BAD_IMPERSONATION_LEVEL)


@case(covers="MS-SMB2:3.3.5.9:92020e6162", needs=[log_on], malforms=True)
async def test_short_context_name(ipc: Tree) -> None:
    """A create context whose name is shorter than four bytes is refused."""
    wanted = msgspec.structs.replace(_CREATE, create_contexts=(CreateContext(name=b"MxA"),))
    await expect.reply(ipc.request(wanted), _INVALID)


@case(covers="MS-SMB2:3.3.5.9:2cba614e24", needs=[log_on])
async def test_file_ids_differ(ipc: Tree) -> None:
    """Two opens of one session have different ids."""
    first, second = await ipc.open_pipe("srvsvc"), await ipc.open_pipe("srvsvc")
    expect.not_equal(second.file_id.volatile, first.file_id.volatile, "FileId of the second")


@case(covers="MS-SMB2:3.3.5.10:3482522075", needs=[log_on])
async def test_close_unknown(ipc: Tree) -> None:
    """CLOSE of a FileId that the session does not have is refused."""
    await expect.reply(ipc.request(CloseRequest(file_id=_NO_FILE)), _CLOSED)


@case(covers="MS-SMB2:3.3.5.10:04164742c1", needs=[log_on])
async def test_close(ipc: Tree) -> None:
    """What was closed is not open any more."""
    pipe = await ipc.open_pipe("srvsvc")
    await pipe.close()
    await expect.reply(ipc.request(CloseRequest(file_id=pipe.file_id)), _CLOSED)


# --- READ -----------------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.12:e9a9b139d0", needs=[log_on])
async def test_read_unknown(ipc: Tree) -> None:
    """READ from a FileId that the session does not have is refused."""
    await expect.reply(ipc.request(ReadRequest(file_id=_NO_FILE, length=1024)), _CLOSED)


@case(covers="MS-SMB2:3.3.5.12:0fbbd0b0a5", needs=[log_on])
async def test_read_without_access(ipc: Tree) -> None:
    """READ from a pipe that was opened for writing only is refused."""
    pipe = await ipc.open_pipe("srvsvc", desired_access=PIPE_ACCESS & ~_READ)
    await pipe.write(_message())
    await expect.reply(ipc.request(ReadRequest(file_id=pipe.file_id, length=1024)), _DENIED)


@case(covers="MS-SMB2:3.3.5.12:59dda4c949", needs=[log_on, any_dialect("2.1", "3.0", "3.0.2", "3.1.1")])
async def test_read_too_much(connect: Connect, log_on: LogOn) -> None:
    """READ of more than MaxReadSize is refused."""
    connection = await negotiated(connect, credits=1024)
    length = connection.state.max_read_size + 1
    pipe = await _filled(await (await log_on(connection=connection)).tree_connect("IPC$"))
    (await connection.echo()).check("ECHO")
    if not connection.state.window.can_take((length - 1) // 65536 + 1):
        raise NotApplicable("the target does not grant the credits that MaxReadSize and one byte more take")
    await expect.reply(pipe.tree.request(ReadRequest(file_id=pipe.file_id, length=length)), _INVALID)


@case(covers="MS-SMB2:3.3.5.12:fbfeaf9a48", needs=[log_on, any_dialect("3.0.2", "3.1.1")])
async def test_read_unbuffered(ipc: Tree) -> None:
    """READ from a pipe past the buffers is refused."""
    pipe = await _filled(ipc)
    wanted = ReadRequest(file_id=pipe.file_id, length=1024, flags=ReadFlags.SMB2_READFLAG_READ_UNBUFFERED)
    await expect.reply(ipc.request(wanted), _INVALID)


@case(covers="MS-SMB2:3.3.5.12:4b27e9ab65", needs=[log_on])
async def test_read_minimum(ipc: Tree) -> None:
    """READ that wants more bytes at least than the message has reaches the end of the file."""
    pipe = await _filled(ipc)
    wanted = ReadRequest(file_id=pipe.file_id, length=4096, minimum_count=4096)
    await expect.reply(ipc.request(wanted), NtStatus.STATUS_END_OF_FILE)


# --- WRITE ----------------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.13:f982403111", needs=[log_on])
async def test_write_unknown(ipc: Tree) -> None:
    """WRITE to a FileId that the session does not have is refused."""
    await expect.reply(ipc.request(WriteRequest(file_id=_NO_FILE, buffer=_message())), _CLOSED)


@case(covers="MS-SMB2:3.3.5.13:9191eec5a0", needs=[log_on])
async def test_write_without_access(ipc: Tree) -> None:
    """WRITE to a pipe that was opened for reading only is refused."""
    pipe = await ipc.open_pipe("srvsvc", desired_access=PIPE_ACCESS & ~_WRITE)
    await expect.reply(ipc.request(WriteRequest(file_id=pipe.file_id, buffer=_message())), _DENIED)


@case(covers="MS-SMB2:3.3.5.13:8033ce587e", needs=[log_on, any_dialect("3.0", "3.0.2", "3.1.1")])
async def test_write_through(ipc: Tree) -> None:
    """WRITE to a pipe that must reach the disk at once is refused."""
    pipe = await ipc.open_pipe("srvsvc")
    flags = WriteFlags.SMB2_WRITEFLAG_WRITE_THROUGH
    await expect.reply(ipc.request(WriteRequest(file_id=pipe.file_id, buffer=_message(), flags=flags)), _INVALID)


@case(covers="MS-SMB2:3.3.5.13:a1ec614999", needs=[log_on])
async def test_write_count(ipc: Tree) -> None:
    """The response to WRITE says how many bytes were taken: all of them."""
    pipe, data = await ipc.open_pipe("srvsvc"), _message()
    reply = await ipc.request(WriteRequest(file_id=pipe.file_id, buffer=data))
    expect.equal(body(reply, WriteResponse).count, len(data), "Count")
