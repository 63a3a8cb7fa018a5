"""[MS-SMB2] 3.3.4.6, 3.3.4.7: messages that answer no request. 3.3.4.1.6: on which connection they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_smb2.constants import Command, HeaderFlags
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.server import respond
from plugfest.protocols.ms_smb2.server.objects import Open
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_MESSAGE_ID = 0xFFFFFFFFFFFFFFFF


def send(server: Server, open_: Open, body: Structure, session_id: int) -> None:
    """An OPLOCK_BREAK for this open: not signed; encrypted where its session or its share demands that."""
    session = open_.session
    header = Header(
        command=Command.OPLOCK_BREAK,
        flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR,
        message_id=_MESSAGE_ID if server.rules.on("MS-SMB2:3.3.4.6:5e86d4c0d3") else 0,
        session_id=session_id,
    )
    message = header.encode() + body.encode()
    encrypts = session.encrypt_data or open_.tree_connect.share.encrypt_data
    if encrypts and session.encryption is not None:
        message = respond.sealed(session, message)
    server.send(session.connection, frame(message))
