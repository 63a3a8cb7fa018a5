"""[MS-SMB2] 3.3.5.3: receiving an SMB_COM_NEGOTIATE, the beginning of clients that offer SMB 1 too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_smb2.constants import Capabilities, Command, Dialect, HeaderFlags, SecurityMode
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.server.objects import Connection, Drop
from plugfest.protocols.ms_spng import hint_token

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_SMB1_HEADER = 32
_SMB_COM_NEGOTIATE = 0x72
_FROM_2_1 = b"SMB 2.???"
_ONLY_2_0_2 = b"SMB 2.002"


def multi_protocol_negotiate(server: Server, connection: Connection, data: bytes) -> None:
    """3.3.5.3: answer in SMB 2 if the client understands it; who speaks SMB 1 alone is not served."""
    if connection.negotiate_dialect != 0xFFFF:
        raise Drop
    offered = _dialects(data)
    if _FROM_2_1 in offered and max(server.config.dialects) > Dialect.SMB_2_0_2:
        connection.negotiate_dialect = int(Dialect.SMB_2_WILDCARD)
        connection.supports_multi_credit = True
        _answer(server, connection, Dialect.SMB_2_WILDCARD)
    elif _ONLY_2_0_2 in offered and Dialect.SMB_2_0_2 in server.config.dialects:
        connection.dialect = Dialect.SMB_2_0_2
        connection.negotiate_dialect = int(Dialect.SMB_2_0_2)
        _answer(server, connection, Dialect.SMB_2_0_2)
    else:
        raise Drop


def _dialects(data: bytes) -> list[bytes]:
    """The dialect strings of an SMB_COM_NEGOTIATE: each behind a byte 2, ended by a zero."""
    if len(data) < _SMB1_HEADER + 3 or data[4] != _SMB_COM_NEGOTIATE or data[_SMB1_HEADER] != 0:
        raise Drop
    count = int.from_bytes(data[_SMB1_HEADER + 1 : _SMB1_HEADER + 3], "little")
    strings = data[_SMB1_HEADER + 3 : _SMB1_HEADER + 3 + count]
    return [part[1:] for part in strings.split(b"\0") if part[:1] == b"\x02"]


def _answer(server: Server, connection: Connection, dialect: Dialect) -> None:
    """3.3.5.3.1, 3.3.5.3.2: the response, under MessageId 0, which is used up by it."""
    config = server.config
    connection.limit_sizes(config)
    mode = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    if config.require_message_signing:
        mode |= SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
    connection.server_security_mode = mode
    large = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU if connection.supports_multi_credit else Capabilities(0)
    connection.server_capabilities = large
    body = NegotiateResponse(
        security_mode=mode,
        dialect_revision=dialect,
        server_guid=config.server_guid,
        capabilities=large,
        max_transact_size=connection.max_transact_size,
        max_read_size=connection.max_read_size,
        max_write_size=connection.max_write_size,
        system_time=server.now,
        buffer=hint_token(),
    )
    connection.command_sequence_window.take(0, 1)
    connection.command_sequence_window.grant(1)
    header = Header(command=Command.NEGOTIATE, credits=1, flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)
    server.send(connection, frame(encode_message(header, body)))
