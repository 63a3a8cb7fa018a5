"""[MS-SMB2] 3.3.5.7, 3.3.5.8, 3.3.5.2.11: TREE_CONNECT, TREE_DISCONNECT, and the tree connect of a request."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import NO_TREE, body, negotiated, unencrypted
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import dialect, disk_share, log_on, not_administrator, share, signing_not_required
from plugfest.net.client import Session, Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateOptions, Dialect, ShareType
from plugfest.protocols.ms_smb2.create import CreateRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeConnectResponse, TreeDisconnectRequest


async def _connected(session: Session, path: str) -> TreeConnectResponse:
    return body(await session.request(TreeConnectRequest(path=path)), TreeConnectResponse)


@case(covers="MS-SMB2:3.3.5.7:0b583bc42d", needs=[log_on, dialect("3.1.1"), signing_not_required])
async def test_unsigned(connect: Connect, log_on: LogOn, target: Target) -> None:
    """In 3.1.1 a TREE_CONNECT that is neither signed nor encrypted ends the connection."""
    session = await log_on(connection=await negotiated(connect, dialects=(Dialect.SMB_3_1_1,)))
    wanted = TreeConnectRequest(path=target.unc("IPC$"))
    await session.connection.send(wanted, session=unencrypted(session), sign=False)
    await expect.disconnected(session.connection)


@case(covers="MS-SMB2:3.3.5.7:3ba768e18b", needs=[log_on])
async def test_malformed_path(session: Session) -> None:
    """A path that does not name a server and a share is refused."""
    await expect.reply(session.request(TreeConnectRequest(path="IPC$")), NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.7:5563641637", needs=[log_on])
async def test_unknown_share(session: Session, target: Target) -> None:
    """A share that there is not is refused."""
    asked = session.request(TreeConnectRequest(path=target.unc("plugfest-none")))
    await expect.reply(asked, NtStatus.STATUS_BAD_NETWORK_NAME)


@case(covers="MS-SMB2:3.3.5.7:d144afd616", needs=[log_on])
async def test_ipc_is_a_pipe_share(session: Session, target: Target) -> None:
    """The share of the named pipes says that it is one."""
    answer = await _connected(session, target.unc("IPC$"))
    expect.equal(answer.share_type, ShareType.SMB2_SHARE_TYPE_PIPE, "ShareType of IPC$")


@case(covers="MS-SMB2:3.3.5.7:2e1a24b2b0", needs=[log_on, disk_share])
async def test_disk_share_is_a_disk_share(session: Session, target: Target) -> None:
    """A share that is neither for pipes nor for a printer says that it is a disk."""
    answer = await _connected(session, target.unc(target.share))
    expect.equal(answer.share_type, ShareType.SMB2_SHARE_TYPE_DISK, "ShareType of a disk share")


@case(covers="MS-SMB2:3.3.5.7:d6d39c42b8", needs=[log_on, disk_share])
async def test_maximal_access(session: Session, target: Target) -> None:
    """Who may use a disk share is told that he may read there."""
    access = (await _connected(session, target.unc(target.share))).maximal_access
    expect.true(access & AccessMask.FILE_READ_DATA, "FILE_READ_DATA in MaximalAccess", expect.show(access))


@case(covers="MS-SMB2:3.3.5.7:1c13487fcf", needs=[log_on, share("closed"), not_administrator])
async def test_closed_share(session: Session, target: Target) -> None:
    """A share that does not let the user in says that access is denied."""
    path = target.unc(target.profile.shares["closed"])
    await expect.reply(session.request(TreeConnectRequest(path=path)), NtStatus.STATUS_ACCESS_DENIED)


@case(covers="MS-SMB2:3.3.5.7:3f8edd59e4", needs=[log_on, share("closed"), not_administrator])
async def test_closed_share_lets_nobody_in(session: Session, target: Target) -> None:
    """A share that does not let the user in does not become a tree connect."""
    path = target.unc(target.profile.shares["closed"])
    reply = await session.request(TreeConnectRequest(path=path))
    expect.not_equal(reply.status, NtStatus.STATUS_SUCCESS, "Status")


@case(covers="MS-SMB2:3.3.5.7:b5f1438150", needs=[log_on])
async def test_tree_ids_differ(session: Session) -> None:
    """Two tree connects of one session have different ids."""
    first, second = await session.tree_connect("IPC$"), await session.tree_connect("IPC$")
    expect.not_equal(second.tree_connect_id, first.tree_connect_id, "TreeId of the second")


@case(covers="MS-SMB2:3.3.5.2.11:bde9d2a1ec", needs=[log_on])
async def test_unknown_tree(session: Session) -> None:
    """A request under a TreeId that the session does not have is refused."""
    asked = session.request(TreeDisconnectRequest(), header={"tree_id": NO_TREE})
    await expect.reply(asked, NtStatus.STATUS_NETWORK_NAME_DELETED)


@case(covers="MS-SMB2:3.3.5.8:9e38e93cac", needs=[log_on])
async def test_tree_disconnect(session: Session) -> None:
    """After TREE_DISCONNECT there is no such tree connect any more."""
    tree = await session.tree_connect("IPC$")
    await tree.disconnect()
    asked = session.request(TreeDisconnectRequest(), header={"tree_id": tree.tree_connect_id})
    await expect.reply(asked, NtStatus.STATUS_NETWORK_NAME_DELETED)


@case(covers="MS-SMB2:3.3.5.7:73e308bdfb", needs=[log_on])
async def test_tree_id(session: Session) -> None:
    """A tree connect does not get the TreeId that stands for none."""
    tree = await session.tree_connect("IPC$")
    expect.not_equal(tree.tree_connect_id, 0xFFFFFFFF, "TreeId")


@case(covers="MS-SMB2:3.3.5.8:1628b07cad", needs=[log_on])
async def test_tree_disconnect_succeeds(ipc: Tree) -> None:
    """TREE_DISCONNECT is answered with success."""
    await expect.reply(ipc.request(TreeDisconnectRequest()), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.8:264333189a", needs=[log_on, disk_share])
async def test_tree_disconnect_closes(session: Session, target: Target) -> None:
    """TREE_DISCONNECT closes what was opened below it: a directory that nobody might share may be opened again."""
    tree, other = await session.tree_connect(target.share), await session.tree_connect(target.share)
    alone = CreateRequest(
        desired_access=AccessMask.FILE_READ_DATA, create_options=CreateOptions.FILE_DIRECTORY_FILE, name=""
    )
    await expect.reply(tree.request(alone), NtStatus.STATUS_SUCCESS)
    await tree.disconnect()
    await expect.reply(other.request(alone), NtStatus.STATUS_SUCCESS)
