"""[MS-SMB2] 3.3.5.7: TREE_CONNECT."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.needs import disk_share, log_on
from plugfest.net.client import Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import ShareType
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeConnectResponse


@case(covers="MS-SMB2:3.3.5.7:d144afd616", needs=[log_on])
async def test_ipc_is_a_pipe_share(session: Session, target: Target) -> None:
    """The share of the named pipes says that it is one."""
    reply = await expect.reply(
        session.request(TreeConnectRequest(path=target.unc("IPC$"))),
        NtStatus.STATUS_SUCCESS,
    )
    body = expect.instance(reply.body, TreeConnectResponse, "body")
    expect.equal(body.share_type, ShareType.SMB2_SHARE_TYPE_PIPE, "ShareType of IPC$")


@case(covers="MS-SMB2:3.3.5.7:2e1a24b2b0", needs=[log_on, disk_share])
async def test_disk_share_is_a_disk_share(session: Session, target: Target) -> None:
    """A share that is neither for pipes nor for a printer says that it is a disk."""
    reply = await expect.reply(
        session.request(TreeConnectRequest(path=target.unc(target.share))),
        NtStatus.STATUS_SUCCESS,
    )
    body = expect.instance(reply.body, TreeConnectResponse, "body")
    expect.equal(body.share_type, ShareType.SMB2_SHARE_TYPE_DISK, "ShareType of a disk share")
