"""[MS-SMB2] 3.2.5.1 receiving any message, and the responses that change the state: 3.2.5.4 to 3.2.5.9."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from plugfest.errors import Error, RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client.model import Open, Reply, Session, TreeConnect
from plugfest.protocols.ms_smb2.client.negotiation import receive_negotiate
from plugfest.protocols.ms_smb2.client.sequence import LAST
from plugfest.protocols.ms_smb2.constants import Command, Dialect, ShareCapabilities, ShareFlags
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest, CreateResponse
from plugfest.protocols.ms_smb2.header import (
    HEADER_SIZE,
    PROTOCOL_ID,
    TRANSFORM_ID,
    Header,
    TransformHeader,
    read_header,
)
from plugfest.protocols.ms_smb2.messages import Packet, decode_body, split_compound
from plugfest.protocols.ms_smb2.read_write import ReadResponse
from plugfest.protocols.ms_smb2.security import Buffer, InvalidTag
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeConnectResponse

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.client.connection import Connection

_UNVERIFIABLE = NtStatus.STATUS_USER_SESSION_DELETED
"""The server that answers so has no session any more, hence no key; such a response is taken unsigned and unencrypted,
though 3.2.5.1.3 exempts it not."""
_READ = Command.READ
_READ_RESPONSE = struct.Struct("<HBBIII")
_READ_FIXED = HEADER_SIZE + _READ_RESPONSE.size


class Incoming(msgspec.Struct):
    """What one message of the transport held."""

    plaintext: Buffer
    encrypted: bool = False
    session: Session | None = None
    """The session whose key decrypted it."""
    packets: list[Packet] = []
    replies: list[Reply] = []
    """Responses to our requests, interim ones among them."""
    notifications: list[Packet] = []
    """What came unasked (3.2.5.1.2): OPLOCK_BREAK."""


def receive(connection: Connection, data: bytes | memoryview) -> Incoming:
    """[MS-SMB2] 3.2.5.1. Raises RemoteProtocolError for what cannot be a reply to a request of ours.

    `data` as a view is that of a long message: nothing of it is kept, and the data of a READ is copied once.
    """
    incoming = _decrypt(connection, data) if data[:4] == TRANSFORM_ID else Incoming(data)
    if isinstance(incoming.plaintext, memoryview):
        if _receive_bulk(connection, incoming, incoming.plaintext):
            return incoming
    plaintext = incoming.plaintext = bytes(incoming.plaintext)
    if plaintext[:4] != PROTOCOL_ID:
        raise RemoteProtocolError(f"a message with ProtocolId {plaintext[:4].hex() or 'missing'} (3.2.5.1)")
    try:
        parts = split_compound(plaintext)
        headers = [read_header(part) for part in parts]
    except WireError as error:
        raise RemoteProtocolError(f"no header of a response: {error} (3.2.5.1.7)") from error
    if incoming.session is not None:
        _check_sessions(incoming.session, headers)
    for index, header in enumerate(headers):
        part, malformed = parts[index], None
        try:
            packet = Packet(header, decode_body(header, part), part)
        except WireError as error:
            packet, malformed = Packet(header, None, part), error
        _receive_one(connection, incoming, packet, malformed)
    return incoming


def _receive_bulk(connection: Connection, incoming: Incoming, data: memoryview) -> bool:
    """Take a successful READ response that stands alone and is laid out as ever; False for anything else.

    The message that is kept ends where its data begins: that is in the body.
    """
    if len(data) < _READ_FIXED or data[:4] != PROTOCOL_ID:
        return False
    header = read_header(data)
    if header.command is not _READ or header.status or header.next_command or not header.is_response:
        return False
    size, offset, reserved, length, remaining, flags = _READ_RESPONSE.unpack_from(data, HEADER_SIZE)
    if size != 17 or offset < _READ_FIXED or offset + length != len(data):
        return False
    if incoming.session is not None:
        _check_sessions(incoming.session, [header])
    start, payload = bytes(data[:offset]), data[offset:]
    body = ReadResponse(size, offset, reserved, length, remaining, flags, bytes(payload))
    incoming.plaintext = start
    _receive_one(connection, incoming, Packet(header, body, start), None, payload)
    return True


def _decrypt(connection: Connection, data: bytes | memoryview) -> Incoming:
    """[MS-SMB2] 3.2.5.1.1.1."""
    try:
        header = TransformHeader.decode(bytes(data[:52]))
        session = connection.session_table.get(header.session_id)
        if header.flags != 1:
            raise RemoteProtocolError(f"TRANSFORM_HEADER: Flags is 0x{header.flags:04X}, not 1 (3.2.5.1.1.1)")
        if session is None or session.decryptor is None:
            raise RemoteProtocolError(
                f"an encrypted message for session 0x{header.session_id:X}, which has no key here (3.2.5.1.1.1)"
            )
        decryptor = session.decryptor
        plaintext = decryptor.unseal(data) if isinstance(data, bytes) else decryptor.unseal_view(data)
    except WireError as error:
        raise RemoteProtocolError(f"an encrypted message: {error} (3.2.5.1.1.1)") from error
    except InvalidTag as error:
        raise RemoteProtocolError("the signature of an encrypted message is wrong (3.2.5.1.1.1)") from error
    if len(plaintext) != header.original_message_size:
        raise RemoteProtocolError(
            f"TRANSFORM_HEADER: OriginalMessageSize {header.original_message_size}, inside are {len(plaintext)} bytes"
        )
    return Incoming(plaintext, encrypted=True, session=session)


def _check_sessions(session: Session, headers: list[Header]) -> None:
    """[MS-SMB2] 3.2.5.1.1.1: an encrypted message is for the session that it was encrypted for."""
    for header in headers:
        if header.session_id != session.session_id:
            raise RemoteProtocolError(
                f"an encrypted message of session 0x{session.session_id:X} has SessionId 0x{header.session_id:X} inside"
            )


def _receive_one(
    connection: Connection,
    incoming: Incoming,
    packet: Packet,
    malformed: WireError | None,
    payload: memoryview | bytes = b"",
) -> None:
    """One message; `payload` is what of it is not in the packet's bytes."""
    header = packet.header
    incoming.packets.append(packet)
    if not header.is_response:
        raise RemoteProtocolError(f"the server sends a request: {packet.name} (2.2.1.2)")
    if header.message_id == LAST:
        if header.command != Command.OPLOCK_BREAK:
            raise RemoteProtocolError(f"an unasked {packet.name} (3.2.5.1.2)")
        incoming.notifications.append(packet)
        return
    request = connection.outstanding_requests.get(header.message_id)
    if request is None:
        raise RemoteProtocolError(f"a {packet.name} to MessageId {header.message_id}, which waits for none (3.2.5.1.2)")
    reply = Reply(packet, request, incoming.encrypted)
    incoming.replies.append(reply)
    if malformed is not None:
        reply.violations.append(f"{packet.name}: {malformed} (3.2.5.1.7)")
    _verify(connection, reply, payload)
    strict = connection.settings.strict and not request.lies
    if not (reply.violations and strict):
        connection.window.grant(header.credits)  # 3.2.5.1.4
        if reply.interim and header.is_async:
            request.async_id = header.async_id  # 3.2.5.1.5
            return
        try:
            _process(connection, reply)
        except Error as error:
            reply.violations.append(str(error))
            reply.failure = error if strict else None
    if reply.violations and strict and reply.failure is None:
        reply.failure = RemoteProtocolError("; ".join(reply.violations))
    del connection.outstanding_requests[header.message_id]


def _verify(connection: Connection, reply: Reply, payload: memoryview | bytes) -> None:
    """[MS-SMB2] 3.2.5.1.3, 3.2.5.1.5, 3.2.5.1.8; and that what we encrypted is answered encrypted (3.3.4.1.4)."""
    header, request, broken = reply.packet.header, reply.request, reply.violations
    interim = reply.interim
    if header.command is not request.command and header.command != request.command:
        broken.append(f"a {header.command.name} response to a {request.command.name} request (3.2.5.1.8)")
        return
    if interim and not header.is_async:
        broken.append(f"{reply.packet.name}: STATUS_PENDING without SMB2_FLAGS_ASYNC_COMMAND (3.2.5.1.5)")
    session = request.session
    if session is None or header.status is _UNVERIFIABLE:
        return
    if header.session_id != session.session_id:
        broken.append(f"{reply.packet.name}: SessionId 0x{header.session_id:X} is not the request's (3.3.4.1)")
    if request.encrypted and not reply.encrypted:
        broken.append(f"{reply.packet.name}: not encrypted, the request was (3.3.4.1.4)")
    if reply.encrypted or interim:
        return
    if request.authentication and header.status == NtStatus.STATUS_SUCCESS:
        return  # its own exchange verifies it, with the key that it gives (3.2.5.3)
    signer = connection.signer(session)
    signed = header.is_signed
    if signed and signer is not None:
        reply.signature_ok = signer.verifies(reply.packet.data, payload)
        if not reply.signature_ok and request.authentication and session.signer is not None:
            # 3.2.5.1.3: Session.SigningKey, until the session is set up. smbd takes the channel's where there is one.
            reply.signature_ok = session.signer.verifies(reply.packet.data, payload)
    if reply.signature_ok is False:
        broken.append(f"{reply.packet.name}: the signature is wrong (3.2.5.1.3)")
    elif session.signing_required and not signed:
        broken.append(f"{reply.packet.name}: not signed (3.2.5.1.3)")


def _process(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.1.8: by command."""
    if reply.request.authentication is not None:
        reply.request.authentication.receive(reply)
    elif not reply.packet.header.status and (rule := _RULES.get(reply.packet.header.command)):
        rule(connection, reply)


def _receive_logoff(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.4."""
    if session := reply.request.session:
        for channel in session.channel_list:
            channel.connection.session_table.pop(session.session_id, None)
        connection.session_table.pop(session.session_id, None)
        session.tree_connect_table.clear()
        session.open_table.clear()


def _receive_tree_connect(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.5; the driver sends FSCTL_VALIDATE_NEGOTIATE_INFO."""
    session, asked, response = reply.request.session, reply.request.body, reply.body
    if session is None or not isinstance(response, TreeConnectResponse):
        return
    path = asked.path if isinstance(asked, TreeConnectRequest) else ""
    tree = TreeConnect(reply.header.tree_id, session, path, response.share_type)
    flags, capabilities = response.share_flags, response.capabilities
    tree.is_dfs_share = bool(capabilities & ShareCapabilities.SMB2_SHARE_CAP_DFS)
    tree.is_ca_share = bool(capabilities & ShareCapabilities.SMB2_SHARE_CAP_CONTINUOUS_AVAILABILITY)
    if connection.dialect >= Dialect.SMB_3_0:
        wanted = bool(flags & ShareFlags.SMB2_SHAREFLAG_ENCRYPT_DATA)
        tree.encrypt_data = wanted and connection.cipher_id is not None
        tree.is_scaleout_share = bool(capabilities & ShareCapabilities.SMB2_SHARE_CAP_SCALEOUT)
        connection.share_list[path] = tree.encrypt_data
    session.tree_connect_table[tree.tree_connect_id] = tree
    reply.tree = tree


def _receive_tree_disconnect(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.6."""
    if (session := reply.request.session) and (tree := reply.request.tree):
        session.tree_connect_table.pop(tree.tree_connect_id, None)


def _receive_create(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.7."""
    asked, response, tree = reply.request.body, reply.body, reply.request.tree
    if tree is None or not isinstance(asked, CreateRequest) or not isinstance(response, CreateResponse):
        return
    reply.open = reply.request.open = Open(response.file_id, tree, asked.name)
    tree.session.open_table[response.file_id] = reply.open


def _receive_close(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.9."""
    asked, session = reply.request.body, reply.request.session
    if session and isinstance(asked, CloseRequest):
        first, file_id = reply.request.first, asked.file_id
        if file_id == ANY_FILE_ID and first is not None and first.open is not None:
            file_id = first.open.file_id
        session.open_table.pop(file_id, None)


_RULES: dict[int, Callable[[Connection, Reply], None]] = {
    Command.NEGOTIATE: receive_negotiate,
    Command.LOGOFF: _receive_logoff,
    Command.TREE_CONNECT: _receive_tree_connect,
    Command.TREE_DISCONNECT: _receive_tree_disconnect,
    Command.CREATE: _receive_create,
    Command.CLOSE: _receive_close,
}
