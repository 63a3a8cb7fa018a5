"""[MS-SMB2] 3.3.5.2: receiving any message: decryption, sequence number, signature, compounds, session and tree."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.crypto import InvalidTag
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.header import (
    COMPRESSION_ID,
    HEADER_SIZE,
    PROTOCOL_ID,
    SMB1_ID,
    TRANSFORM_ID,
    TRANSFORM_SIZE,
    Header,
)
from plugfest.protocols.ms_smb2.messages import KINDS, split_compound
from plugfest.protocols.ms_smb2.server import commands
from plugfest.protocols.ms_smb2.server.binding import asks_for_binding
from plugfest.protocols.ms_smb2.server.multi_protocol import multi_protocol_negotiate
from plugfest.protocols.ms_smb2.server.objects import (
    MAX_BEFORE_LOGON,
    Chain,
    Connection,
    Drop,
    Reply,
    Request,
    Session,
    TreeConnect,
)

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.waiting import Waiter

_WITHOUT_SESSION = (Command.NEGOTIATE, Command.SESSION_SETUP, Command.ECHO, Command.CANCEL)
_WITHOUT_TREE = (*_WITHOUT_SESSION, Command.LOGOFF, Command.TREE_CONNECT)
_NOTHING_NEXT = bytes(4)
_OVER_TRANSACT = 256
MAX_OVERHEAD = _OVER_TRANSACT + TRANSFORM_SIZE
"""3.3.5.2: how much longer a message may be than MaxTransactSize, and what encryption adds."""
_LARGE_COMMANDS = (
    Command.READ,
    Command.WRITE,
    Command.IOCTL,
    Command.QUERY_DIRECTORY,
    Command.CHANGE_NOTIFY,
    Command.QUERY_INFO,
    Command.SET_INFO,
)


def message(server: Server, connection: Connection, data: bytes) -> None:
    """3.3.5.2: one message of the transport, whatever it is."""
    encrypted = None
    if data[:4] == TRANSFORM_ID:
        opened = _decrypted(server, connection, data)
        if opened is None:
            return
        data, encrypted = opened
    if data[:4] == SMB1_ID and encrypted is None:
        multi_protocol_negotiate(server, connection, data)
        return
    if data[:4] != PROTOCOL_ID:
        compressed = data[:4] == COMPRESSION_ID
        if server.rules.on("MS-SMB2:3.3.5.2.1.2:bb299f5caf" if compressed else "MS-SMB2:3.3.5.2:1878c3c1df"):
            raise Drop
        return
    if len(data) > connection.max_transact_size + _OVER_TRANSACT and server.rules.on("MS-SMB2:3.3.5.2:25c95dd180"):
        raise Drop
    if len(data) < HEADER_SIZE:
        if server.rules.on("MS-SMB2:3.3.5.2.6:da1cfa9db5"):
            raise Drop
        return
    chain = Chain(connection, encrypted)
    aligned = True
    if data[20:24] != _NOTHING_NEXT:
        aligned = server.rules.on("MS-SMB2:3.3.5.2.1.1:a8a1279732" if encrypted else "MS-SMB2:3.3.5.2.7:095521227f")
    for part in split_compound(data, aligned):
        header = Header._read(part, 0, len(part), 0)[0]
        chain.requests.append(Request(connection, header, part, chain))
    _check_chain(server, chain)
    for request in chain.requests:
        _check_state(server, request)
        _check_sequence(server, request)
    server.advance(chain)


def process(server: Server, request: Request) -> Reply | Waiter | None:
    """Check one request of a chain and hand it to its command. Raises Refused or Drop."""
    header, chain = request.header, request.chain
    if request.orphan:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if request.is_related or (chain.index and not server.rules.on("MS-SMB2:3.3.5.2.7.1:7f1de9a99c")):
        header = _inherited(server, request, header)
    else:
        chain.start_anew()
    _check_signature(server, request, header)
    if header.command == Command.CANCEL:
        commands.cancel(server, request)
        return None
    body = _body(server, request)
    if header.command == Command.ECHO and header.session_id and chain.encrypted is None:  # 3.3.5.17
        if server.rules.on("MS-SMB2:3.3.5.17:efff078948"):
            request.session = find_session(server, request, header)
    if header.command not in _WITHOUT_SESSION:
        request.session = session = find_session(server, request, header)
        if header.command not in _WITHOUT_TREE:
            request.tree_connect = find_tree_connect(server, request, session, header)
    _check_credit_charge(server, request, body)
    handler = commands.HANDLERS.get(header.command)
    if handler is None:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    outcome: Reply | Waiter | None = handler(server, request, body)
    return outcome


# --- 3.3.5.2.1.1 decrypting -----------------------------------------------------------------------------------------


def _decrypted(server: Server, connection: Connection, data: bytes) -> tuple[bytes, Session] | None:
    """The message inside and whose it is; None where it is passed over, as only a mutant does."""
    rules = server.rules
    if len(data) <= TRANSFORM_SIZE:
        if rules.on("MS-SMB2:3.3.5.2.1.1:d0dfd6db0b"):
            raise Drop
        return None
    if not connection.cipher_id:
        if rules.on("MS-SMB2:3.3.5.2.1.1:4f79a43637"):
            raise Drop
        return None
    if int.from_bytes(data[42:44], "little") != 1 and rules.on("MS-SMB2:3.3.5.2.1.1:b875fbc740"):
        raise Drop
    session = connection.session_table.get(int.from_bytes(data[44:52], "little"))
    if session is None or session.decryption is None:
        if rules.on("MS-SMB2:3.3.5.2.1.1:64b1aa57e2"):
            raise Drop
        return None
    try:
        plain = session.decryption.unseal(data)
    except InvalidTag:
        if rules.on("MS-SMB2:3.3.5.2.1.1:83c57a004c"):
            raise Drop from None
        return None
    if int.from_bytes(data[36:40], "little") != len(plain) and rules.on("MS-SMB2:3.3.5.2.1.1:0de9adee93"):
        raise Drop
    if len(plain) < HEADER_SIZE:
        if rules.on("MS-SMB2:3.3.5.2.1.1:978fda097e~2"):
            raise Drop
        return None
    return plain, session


# --- 3.3.5.2.2, 3.3.5.2.3, 3.3.5.2.7: before any request of the message is processed ----------------------------------


def _check_chain(server: Server, chain: Chain) -> None:
    """3.3.5.2.7, and of an encrypted message 3.3.5.2.1.1: which requests may stand together, and how.

    Both styles may be mixed, as Windows has it (note 268): a request that is not related begins a chain of its own.
    """
    rules = server.rules
    for request in chain.requests:
        if request.header.is_response:
            raise Drop
    if chain.encrypted is not None:
        related = [request.header.is_related for request in chain.requests]
        wanted = chain.encrypted.session_id
        if related[0] and rules.on("MS-SMB2:3.3.5.2.1.1:432439b430~2"):
            raise Drop
        if chain.requests[0].header.session_id != wanted and rules.on("MS-SMB2:3.3.5.2.1.1:ed1108abc4~2"):
            raise Drop
        others = zip(chain.requests[1:], related[1:], strict=True)
        if any(not r and request.header.session_id != wanted for request, r in others):
            if rules.on("MS-SMB2:3.3.5.2.1.1:6442253bdf~2"):
                raise Drop
    if chain.requests[0].header.is_related and rules.on("MS-SMB2:3.3.5.2.7.2:e50ca01d89"):
        for request in itertools.takewhile(lambda request: request.header.is_related, chain.requests):
            request.orphan = True


def _check_state(server: Server, request: Request) -> None:
    """3.3.5.2.2: nothing but NEGOTIATE comes first; 3.3.5.2.6: unknown commands; 3.3.5.2: what is too long."""
    connection, command = request.connection, request.header.command
    if (
        connection.negotiate_dialect in (0xFFFF, 0x02FF)
        and command != Command.NEGOTIATE
        and server.rules.on("MS-SMB2:3.3.5.2.2:5b1cf99def")
    ):
        raise Drop
    if command > Command.OPLOCK_BREAK and server.rules.on("MS-SMB2:3.3.5.2.6:7ffe5a18e1"):
        raise Drop
    if len(request.message) > MAX_BEFORE_LOGON:
        if not connection.supports_multi_credit:
            raise Drop
        if command not in _LARGE_COMMANDS and server.rules.on("MS-SMB2:3.3.5.2:7ec7504e21"):
            raise Drop


def _check_sequence(server: Server, request: Request) -> None:
    """3.3.5.2.3: the MessageId must be one that the client was given and has not used."""
    header, connection = request.header, request.connection
    rules = server.rules
    if header.command == Command.CANCEL and rules.on("MS-SMB2:3.3.5.2.3:eee8b054f6"):
        return
    charge = max(header.credit_charge, 1) if connection.supports_multi_credit else 1
    if not (rules.on("MS-SMB2:3.3.5.2.3:26edfb022f") and rules.on("MS-SMB2:3.3.5.2.3:53cbfe0da4")):
        charge = 1
    taken = connection.command_sequence_window.take(header.message_id, charge)
    if not taken and rules.on("MS-SMB2:3.3.5.2.3:1aac0fb305"):
        raise Drop


# --- 3.3.5.2.4 to 3.3.5.2.11: one request after the other ----------------------------------------------------------


def _inherited(server: Server, request: Request, header: Header) -> Header:
    """3.3.5.2.7.2: a related request goes on with the ids of the one before it, or fails for its sake."""
    chain = request.chain
    rules, wants_tree = server.rules, header.command not in _WITHOUT_TREE
    session_id = header.session_id if chain.session_id is None else chain.session_id
    tree_id = header.tree_id if chain.tree_id is None else chain.tree_id
    header = request.header = msgspec.structs.replace(header, session_id=session_id, tree_id=tree_id)
    wants_session = header.command not in _WITHOUT_SESSION
    if wants_session and chain.session_id in (None, 0, 0xFFFFFFFFFFFFFFFF):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if chain.failed is not None and header.command != Command.CANCEL:
        wants_file = wants_tree and header.command not in (Command.CREATE, Command.TREE_DISCONNECT)
        if wants_file and chain.tree_id is not None:
            raise Refused(rules.value("MS-SMB2:3.3.5.2.7.2:d1371a3394", chain.failed))
        if chain.failed == NtStatus.STATUS_INVALID_PARAMETER:
            raise Refused(chain.failed)
    if wants_tree and chain.tree_id is None:
        raise Refused(rules.value("MS-SMB2:3.3.5.2.7.2:675b87d050", NtStatus.STATUS_INVALID_PARAMETER))
    return header


def _check_signature(server: Server, request: Request, header: Header) -> None:
    """3.3.5.2.4."""
    rules = server.rules
    if request.chain.encrypted is not None and rules.on("MS-SMB2:3.3.5.2.4:a1dd1ac944"):
        return
    if header.command == Command.NEGOTIATE:
        if header.is_signed and rules.on("MS-SMB2:3.3.5.2.4:df6077b7da"):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
        return
    session = request.connection.session_table.get(header.session_id)
    if header.is_signed:
        if session is None:
            _check_foreign_signature(server, request, header)
            return
        own = rules.on("MS-SMB2:3.3.5.2.4:531535ca7b")
        signer = session.signer_on(request.connection) if own else session.signer
        if signer is None:
            if header.command == Command.SESSION_SETUP:
                return  # a first log-on has no key yet; its own rules judge it
            raise Refused(rules.value("MS-SMB2:3.3.5.2.4:2d33d70e90", NtStatus.STATUS_NOT_SUPPORTED))
        if not signer.verifies(request.message) and rules.on("MS-SMB2:3.3.5.2.4:4535e6fc3b"):
            request.signer = session.signer if _signed_by(session, request) else None
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        request.session = session  # whatever becomes of it, the answer is signed
    elif session is not None and session.signing_required and session.state == "Valid":
        if rules.on("MS-SMB2:3.3.5.2.4:3e7c56e402"):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _check_foreign_signature(server: Server, request: Request, header: Header) -> None:
    """3.3.5.2.4 of a session that this connection is no channel of, where only a binding is right.

    Who proves to know Session.SigningKey gets an answer under it.
    """
    session = server.session_table.get(header.session_id)
    signed = session is not None and _signed_by(session, request)
    if session is not None and signed:
        request.signer = session.signer
    elif session is None:
        ended = request.connection.ended_sessions.get(header.session_id)
        request.signer = ended if ended is not None and ended.verifies(request.message) else None
    if header.command != Command.SESSION_SETUP or not asks_for_binding(request.message) or session is None:
        raise Refused(server.rules.value("MS-SMB2:3.3.5.2.4:1ab334eb9e", NtStatus.STATUS_USER_SESSION_DELETED))
    if session.signer is None:
        return  # still logging on, or anonymous: 3.3.5.5 judges that
    if not signed and server.rules.on("MS-SMB2:3.3.5.5:9ac96bbfc8"):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _signed_by(session: Session, request: Request) -> bool:
    """Is it signed with Session.SigningKey?"""
    return session.signer is not None and session.signer.verifies(request.message)


def _body(server: Server, request: Request) -> Any:
    """3.3.5.2.6: the structure behind the header, as its section outlines it."""
    kind = KINDS.get(request.header.command)
    if kind is None:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    try:
        body: Any = kind.request.decode(request.message, HEADER_SIZE, None, 0)
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    expected = kind.request.__struct_defaults__[0]
    if body.structure_size != expected and server.rules.on("MS-SMB2:3.3.5.2.6:c15d2d593a"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    request.body = body
    return body


def find_session(server: Server, request: Request, header: Header) -> Session:
    """3.3.5.2.9."""
    rules = server.rules
    session = request.connection.session_table.get(header.session_id)
    if session is None:
        raise Refused(rules.value("MS-SMB2:3.3.5.2.9:c6e757c8db", NtStatus.STATUS_USER_SESSION_DELETED))
    session.idle_time = server.now
    server.statistics.stimedout += session.check_expiration(server.now)
    always = header.command in (Command.LOGOFF, Command.CLOSE, Command.LOCK)
    if session.state == "Expired" and not always:
        raise Refused(NtStatus.STATUS_NETWORK_SESSION_EXPIRED)
    if session.state == "InProgress":
        goes_on = rules.on("MS-SMB2:3.3.5.2.9:261cd80e2d") if always else not rules.on("MS-SMB2:3.3.5.2.9:01a5c43809")
        if not goes_on:
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if session.encrypt_data and request.chain.encrypted is None and rules.on("MS-SMB2:3.3.5.2.9:21883dfe14"):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return session


def find_tree_connect(server: Server, request: Request, session: Session, header: Header) -> TreeConnect:
    """3.3.5.2.11."""
    rules = server.rules
    tree_connect = session.tree_connect_table.get(header.tree_id)
    if tree_connect is None:
        raise Refused(rules.value("MS-SMB2:3.3.5.2.11:bde9d2a1ec", NtStatus.STATUS_NETWORK_NAME_DELETED))
    encrypted = request.chain.encrypted is not None
    if (
        request.connection.is_smb3
        and tree_connect.share.encrypt_data
        and not encrypted
        and rules.on("MS-SMB2:3.3.5.2.11:778b8b457b")
    ):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return tree_connect


def _check_credit_charge(server: Server, request: Request, body: Any) -> None:
    """3.3.5.2.5 with the formula of 3.1.5.2."""
    connection, header = request.connection, request.header
    if not connection.supports_multi_credit or header.command not in _LARGE_COMMANDS:
        return
    payload: bytes = getattr(body, "input", b"") or getattr(body, "buffer", b"")
    expected = getattr(body, "max_output_response", 0) or getattr(body, "output_buffer_length", 0)
    if header.command == Command.READ:
        expected = body.length
    needed = (max(len(payload), expected, 1) - 1) // 65536 + 1
    if not header.credit_charge and needed > 1 and server.rules.on("MS-SMB2:3.3.5.2.5:f10a83955c"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if 0 < header.credit_charge < needed and server.rules.on("MS-SMB2:3.3.5.2.5:834b18edc3"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
