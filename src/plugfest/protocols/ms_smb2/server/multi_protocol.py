"""[MS-SMB2] 3.3.5.3: receiving an SMB_COM_NEGOTIATE, the beginning of clients that offer SMB 1 too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.constants import Capabilities, Command, Dialect, HeaderFlags, SecurityMode
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.multi_protocol import SMB_2_0_2, SMB_2_WILDCARD, decode_negotiate
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.server.objects import Connection, Drop
from plugfest.protocols.ms_spng import hint_token

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_BUFFER = 0x80
"""Where the token of a NEGOTIATE response begins, from the header on."""


class _Rules(NamedTuple):
    """The same rules stand in two sections."""

    command: str
    signing_enabled: str
    dialect_revision: str
    server_guid: str
    system_time: str
    server_start_time: str
    offset: str
    length: str
    token: str


_OF_3_3_5_3_1 = _Rules(
    "MS-SMB2:3.3.5.3.1:784b096faf",
    "MS-SMB2:3.3.5.3.1:6b7f14cf26",
    "MS-SMB2:3.3.5.3.1:f1bf880e79",
    "MS-SMB2:3.3.5.3.1:c856371b2e",
    "MS-SMB2:3.3.5.3.1:a7bf57dbf5",
    "MS-SMB2:3.3.5.3.1:50a0ed2728",
    "MS-SMB2:3.3.5.3.1:99d1837729",
    "MS-SMB2:3.3.5.3.1:07da4f0079",
    "MS-SMB2:3.3.5.3.1:6b7f531c77",
)
_OF_3_3_5_3_2 = _Rules(
    "MS-SMB2:3.3.5.3.2:05cf85aea0",
    "MS-SMB2:3.3.5.3.2:17b813cfb4",
    "MS-SMB2:3.3.5.3.2:51f11cf710",
    "MS-SMB2:3.3.5.3.2:3707c6d9fc",
    "MS-SMB2:3.3.5.3.2:9a8ffde415",
    "MS-SMB2:3.3.5.3.2:6ccffebc52",
    "MS-SMB2:3.3.5.3.2:1b8ac7f461",
    "MS-SMB2:3.3.5.3.2:cf21a56968",
    "MS-SMB2:3.3.5.3.2:d22f1ec27d",
)


def multi_protocol_negotiate(server: Server, connection: Connection, data: bytes) -> None:
    """3.3.5.3: answer in SMB 2 if the client understands it; who speaks SMB 1 alone is not served."""
    rules = server.rules
    if connection.negotiate_dialect != 0xFFFF and rules.on("MS-SMB2:3.3.5.3:c24c9b5cb8"):
        raise Drop
    try:
        offered = decode_negotiate(data)
    except WireError:
        raise Drop from None
    if SMB_2_WILDCARD in offered and max(server.config.dialects) > Dialect.SMB_2_0_2:
        if not rules.on("MS-SMB2:3.3.5.3.1:20f407e3a5"):
            raise Drop
        connection.negotiate_dialect = rules.value("MS-SMB2:3.3.5.3.1:28fce60428", int(Dialect.SMB_2_WILDCARD))
        connection.supports_multi_credit = True
        _answer(server, connection, Dialect.SMB_2_WILDCARD, _OF_3_3_5_3_1)
    elif SMB_2_0_2 in offered and Dialect.SMB_2_0_2 in server.config.dialects:
        if not rules.on("MS-SMB2:3.3.5.3.2:905f23189b"):
            raise Drop
        connection.dialect = Dialect.SMB_2_0_2
        if rules.on("MS-SMB2:3.3.5.3.2:2bc3511e5b"):
            connection.negotiate_dialect = int(Dialect.SMB_2_0_2)
        _answer(server, connection, Dialect.SMB_2_0_2, _OF_3_3_5_3_2)
    elif rules.on("MS-SMB2:3.3.5.3.2:9e657c8dff"):
        raise Drop


def _answer(server: Server, connection: Connection, dialect: Dialect, ids: _Rules) -> None:
    """3.3.5.3.1, 3.3.5.3.2: the response, under MessageId 0, which is used up by it."""
    config, rules = server.config, server.rules
    connection.limit_sizes(config)
    mode = SecurityMode(rules.value(ids.signing_enabled, SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED))
    if config.require_message_signing:
        mode |= SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
    connection.server_security_mode = mode
    large = Capabilities(0)
    if connection.supports_multi_credit:
        large = rules.value("MS-SMB2:3.3.5.3.1:9990c26ae5", Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU)
    connection.server_capabilities = large
    token = rules.value(ids.token, hint_token())
    transact, read, write = connection.max_transact_size, connection.max_read_size, connection.max_write_size
    if dialect == Dialect.SMB_2_WILDCARD:
        transact = rules.value("MS-SMB2:3.3.5.3.1:a88290f3c1", transact)
        read = rules.value("MS-SMB2:3.3.5.3.1:a88290f3c1~2", read)
        write = rules.value("MS-SMB2:3.3.5.3.1:a88290f3c1~3", write)
    body = NegotiateResponse(
        security_mode=mode,
        dialect_revision=rules.value(ids.dialect_revision, dialect),
        server_guid=rules.value(ids.server_guid, config.server_guid),
        capabilities=large,
        max_transact_size=transact,
        max_read_size=read,
        max_write_size=write,
        system_time=rules.value(ids.system_time, server.now),
        server_start_time=rules.value(ids.server_start_time, 0),
        security_buffer_offset=rules.value(ids.offset, _BUFFER),
        security_buffer_length=rules.value(ids.length, len(token)),
        buffer=token,
    )
    if rules.on("MS-SMB2:3.3.5.2.3:6fcc8efb2b"):
        connection.command_sequence_window.take(0, 1)
    connection.command_sequence_window.grant(1)
    command = rules.value(ids.command, Command.NEGOTIATE)
    header = Header(command=command, credits=1, flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)
    server.send(connection, frame(encode_message(header, body)))
