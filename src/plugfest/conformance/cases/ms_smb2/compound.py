"""[MS-SMB2] 3.3.5.2.7.2: compounded related requests."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.needs import log_on
from plugfest.conformance.verdicts import NotApplicable
from plugfest.errors import Disconnected, RemoteProtocolError
from plugfest.net.client import Message, Session, Tree
from plugfest.net.pipe import PIPE_ACCESS
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import CtlCode, HeaderFlags
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest, FlushRequest, ReadRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.wire import Structure

_AS_BEFORE = {"session_id": 0xFFFFFFFFFFFFFFFF, "tree_id": 0xFFFFFFFF}
_CLOSE_IT = CloseRequest(file_id=ANY_FILE_ID)
_NO_SUCH_CODE = CtlCode(0x0011FFFC)


async def _related(session: Session, first: Message, *others: Structure) -> list[Reply]:
    """The responses to a chain whose later requests take over session, tree and file."""
    later = [Message(body, session=session.state, header=_AS_BEFORE) for body in others]
    return await session.connection.send_compound([first, *later], related=True)


def _create(tree: Tree) -> Message:
    return Message(CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS), tree=tree.state)


@case(covers="MS-SMB2:3.3.5.2.7.2:d4b3fdd8f9", needs=[log_on])
async def test_ids_are_taken_over(ipc: Tree) -> None:
    """A CLOSE that follows a CREATE closes what that has opened."""
    created, closed = await _related(ipc.session, _create(ipc), _CLOSE_IT)
    created.check("CREATE")
    expect.status(closed, NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.2.7.2:7221a5cb3e", needs=[log_on])
async def test_responses_are_related(ipc: Tree) -> None:
    """Of compounded responses all but the first say that they are related."""
    created, closed = await _related(ipc.session, _create(ipc), _CLOSE_IT)
    if not created.header.next_command:
        raise NotApplicable("the target does not compound these responses")
    related = HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS
    expect.true(closed.header.flags & related, "SMB2_FLAGS_RELATED_OPERATIONS", expect.show(closed.header.flags))


@case(covers="MS-SMB2:3.3.5.2.7.2:f52cdb46e1", needs=[log_on])
async def test_responses_are_compounded(ipc: Tree) -> None:
    """The responses to a compound come as one."""
    created, _ = await _related(ipc.session, _create(ipc), _CLOSE_IT)
    expect.not_equal(created.check("CREATE").header.next_command, 0, "NextCommand of the first response")


@case(covers="MS-SMB2:3.3.5.2.7.2:c5159cc4b3", needs=[log_on])
async def test_interim_response(ipc: Tree) -> None:
    """Where the last request of a compound has to wait, the server says so."""
    pipe = await ipc.open_pipe("srvsvc")
    flush = Message(FlushRequest(file_id=pipe.file_id), tree=ipc.state)
    read = Message(ReadRequest(file_id=ANY_FILE_ID, length=1024), session=ipc.session.state, header=_AS_BEFORE)
    _, waiting = await ipc.connection.send_messages([flush, read], related=True)
    reply = await expect.within(waiting.interim(), "an interim response")
    expect.true(reply is not None, "STATUS_PENDING", "a final response")
    await waiting.cancel()


@case(covers="MS-SMB2:3.3.5.2.7.2:84872bdc96", needs=[log_on])
async def test_no_file_to_take_over(session: Session, target: Target) -> None:
    """A CLOSE that follows a TREE_CONNECT, which has no file, is refused."""
    first = Message(TreeConnectRequest(path=target.unc("IPC$")), session=session.state)
    connected, closed = await _related(session, first, _CLOSE_IT)
    connected.check("TREE_CONNECT")
    expect.status(closed, NtStatus.STATUS_INVALID_HANDLE)


@case(covers="MS-SMB2:3.3.5.2.7.2:675b87d050", needs=[log_on])
async def test_no_tree_to_take_over(session: Session, target: Target) -> None:
    """A CREATE that follows a TREE_CONNECT which failed is refused."""
    first = Message(TreeConnectRequest(path=target.unc("plugfest-none")), session=session.state)
    connected, created = await _related(session, first, CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS))
    if connected.status == NtStatus.STATUS_SUCCESS:
        raise RemoteProtocolError("the server connects to a share that there is not")
    expect.status(created, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.2.7.2:d1371a3394", needs=[log_on])
async def test_failure_is_taken_over(ipc: Tree) -> None:
    """A CLOSE that follows a request which failed on its file fails in the same way."""
    pipe = await ipc.open_pipe("srvsvc")
    unknown = IoctlRequest(ctl_code=_NO_SUCH_CODE, file_id=pipe.file_id)
    failed, closed = await _related(ipc.session, Message(unknown, tree=ipc.state), _CLOSE_IT)
    if failed.status < 0xC0000000:
        raise RemoteProtocolError(f"the control code {_NO_SUCH_CODE:#x} does not fail: {failed.status.name}")
    expect.equal(closed.status, failed.status, "Status of CLOSE")


@case(covers="MS-SMB2:3.3.5.2.7.2:e50ca01d89", needs=[log_on])
async def test_first_is_related(session: Session) -> None:
    """A chain whose first request says that it is related to one before fails."""
    header = {"flags": HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS}
    chain = [Message(EchoRequest(), session=session.state, header=header) for _ in range(2)]
    try:
        replies = await session.connection.send_compound(chain)
    except Disconnected:  # as 3.3.5.2.1.1 has it where it is encrypted
        replies = []
    expect.true(
        all(reply.status >= 0xC0000000 for reply in replies),
        "an error in each response",
        expect.show([reply.status for reply in replies]),
    )
