"""[MS-SMB2] 3.3.5.2.9, 3.3.5.6, 3.3.5.17, 3.3.5.2.6: which session a request belongs to; LOGOFF, ECHO; odd requests."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import (
    BELOW_3_1_1,
    NO_SESSION,
    credentials,
    negotiated,
    silently_disconnected,
)
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, disk_share, log_on
from plugfest.net.client import Connection, Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import AccessMask, Command, CreateOptions, HeaderFlags
from plugfest.protocols.ms_smb2.create import CreateRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest

_GONE = NtStatus.STATUS_USER_SESSION_DELETED


@case(covers="MS-SMB2:3.3.5.2.9:c6e757c8db")
async def test_unknown_session(connection: Connection) -> None:
    """A request under a SessionId that the connection does not know is refused."""
    await expect.reply(connection.request(LogoffRequest(), header={"session_id": NO_SESSION}), _GONE)


@case(covers="MS-SMB2:3.3.5.2.9:01a5c43809", needs=[log_on, any_dialect("2.0.2", "2.1", "3.0", "3.0.2")])
async def test_session_in_progress(connect: Connect, target: Target) -> None:
    """A session that is not logged on yet can connect to no share; with which error, the server decides."""
    connection = await negotiated(connect, dialects=BELOW_3_1_1)
    first = await connection.authenticate(credentials(target)).step()
    body = TreeConnectRequest(path=target.unc("IPC$"))
    reply = await expect.reply(connection.request(body, header={"session_id": first.header.session_id}))
    expect.not_equal(reply.status, NtStatus.STATUS_SUCCESS, "Status")


@case(covers="MS-SMB2:3.3.5.6:bc6e64ba26", needs=[log_on])
async def test_logoff(session: Session) -> None:
    """After LOGOFF there is no such session any more."""
    await session.logoff()
    asked = session.connection.request(LogoffRequest(), header={"session_id": session.session_id})
    await expect.reply(asked, _GONE)


@case(covers="MS-SMB2:3.3.5.6:5560ab2b33", needs=[log_on])
async def test_logoff_succeeds(session: Session) -> None:
    """LOGOFF is answered with success."""
    await expect.reply(session.request(LogoffRequest()), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.6:0183dfc03d", needs=[log_on, disk_share])
async def test_logoff_closes(session: Session, log_on: LogOn, target: Target) -> None:
    """LOGOFF closes what the session has open: a directory that nobody might share may be opened by another."""
    alone = CreateRequest(
        desired_access=AccessMask.FILE_READ_DATA, create_options=CreateOptions.FILE_DIRECTORY_FILE, name=""
    )
    tree, other = await session.tree_connect(target.share), await (await log_on()).tree_connect(target.share)
    (await tree.request(alone)).check("CREATE")
    await session.logoff()
    await expect.reply(other.request(alone), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.2.9:261cd80e2d", needs=[log_on])
async def test_logoff_in_progress(connection: Connection, target: Target) -> None:
    """A session that is not logged on yet may be logged off."""
    first = await connection.authenticate(credentials(target)).step()
    asked = connection.request(LogoffRequest(), header={"session_id": first.header.session_id})
    await expect.reply(asked, NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.2.4:2d33d70e90", needs=[log_on])
async def test_signed_in_progress(connection: Connection, target: Target) -> None:
    """A signed request under a session that has no key yet is refused."""
    first = await connection.authenticate(credentials(target)).step()
    header = {
        "session_id": first.header.session_id,
        "flags": HeaderFlags.SMB2_FLAGS_SIGNED,
        "signature": bytes(range(16)),
    }
    await expect.reply(connection.request(LogoffRequest(), header=header), NtStatus.STATUS_NOT_SUPPORTED)


@case(covers="MS-SMB2:3.3.5.17:efff078948", needs=[log_on])
async def test_echo_of_unknown_session(session: Session) -> None:
    """An ECHO that names a session which there is not is refused, though ECHO needs none."""
    asked = session.connection.request(EchoRequest(), header={"session_id": NO_SESSION})
    await expect.reply(asked, _GONE)


@case(covers="MS-SMB2:3.3.5.2.6:7ffe5a18e1", malforms=True)
async def test_unknown_command(connection: Connection) -> None:
    """A command code that there is not ends the connection, without an answer."""
    await silently_disconnected(await connection.send(b"\4\0\0\0", command=Command(0x7E57)))


@case(covers="MS-SMB2:3.3.5.2.6:c15d2d593a", needs=[log_on], malforms=True)
async def test_wrong_structure_size(session: Session) -> None:
    """A request whose StructureSize is not that of its structure is refused."""
    asked = session.request(EchoRequest(structure_size=6))
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)
