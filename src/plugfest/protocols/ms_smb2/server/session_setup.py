"""[MS-SMB2] 3.3.5.5: receiving a SESSION_SETUP request; 3.3.5.6: LOGOFF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Dialect,
    SecurityMode,
    SessionFlags,
    SessionSetupFlags,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.security import Sealer, Signer, derive_keys, next_preauth_hash
from plugfest.protocols.ms_smb2.server.authentication import Acceptor, accept, acceptor
from plugfest.protocols.ms_smb2.server.binding import bind
from plugfest.protocols.ms_smb2.server.objects import Client, Connection, Reply, Request, Session
from plugfest.protocols.ms_smb2.session_setup import (
    LogoffRequest,
    LogoffResponse,
    SessionSetupRequest,
    SessionSetupResponse,
)

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.rules import Rules


def session_setup(server: Server, request: Request, body: SessionSetupRequest) -> Reply:
    """3.3.5.5: one leg of a log-on, or of a reauthentication."""
    connection, rules = request.connection, server.rules
    if server.config.encrypt_data and not (connection.is_smb3 and _client_encrypts(connection)):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    session_id = request.header.session_id
    if session_id and body.flags & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING:
        return bind(server, request, body)
    if session_id == 0:
        session = _new_session(server, connection)
    elif session_id in connection.session_table:
        session = connection.session_table[session_id]
    else:
        raise Refused(rules.value("MS-SMB2:3.3.5.5:4e26b140e6", NtStatus.STATUS_USER_SESSION_DELETED))
    request.session = session
    server.statistics.stimedout += session.check_expiration(server.now)
    if session.state == "Valid" and not rules.on("MS-SMB2:3.3.5.5:396e21f209"):  # 3.3.5.5.2: reauthentication
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
    if session.state == "Expired":
        session.state = "InProgress"
    return _authenticate(server, request, body, session)


def _client_encrypts(connection: Connection) -> bool:
    return bool(
        connection.dialect == Dialect.SMB_3_1_1
        or connection.client_capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    )


def _new_session(server: Server, connection: Connection) -> Session:
    """3.3.5.5.1."""
    if len(connection.session_table) >= server.config.max_sessions:
        raise Refused(NtStatus.STATUS_INSUFFICIENT_RESOURCES)
    half_open = sum(not session.established for session in connection.session_table.values())
    if half_open >= server.config.max_half_open_sessions:
        raise Refused(NtStatus.STATUS_INSUFFICIENT_RESOURCES)
    session_id = 0
    while not session_id or session_id in server.session_table:  # 32 bits: there are clients that keep no more
        session_id = int.from_bytes(server.random(4), "little")
    if server.session_table and not server.rules.on("MS-SMB2:3.3.5.5.1:9d46f1603a"):
        session_id = next(iter(server.session_table))
    session = Session(session_id, connection, server.now, server.now)
    session.preauth_integrity_hash_value = connection.preauth_integrity_hash_value
    server.session_table[session_id] = session
    server.statistics.sopens += 1
    connection.session_table[session_id] = session
    return session


def _authenticate(server: Server, request: Request, body: SessionSetupRequest, session: Session) -> Reply:
    """3.3.5.5.3: hand the token to the authentication, and act on what it says."""
    channel = session.channel(request.connection)
    assert channel is not None
    if channel.authentication is None:
        channel.authentication = acceptor(server)
    exchange = channel.authentication
    try:
        token = accept(server, exchange, body.buffer)
    except Refused:
        server.statistics.pwerrors += 1
        if not server.rules.on("MS-SMB2:3.3.5.5.3:a545b30f7b"):
            session.open_table.clear()
        if server.rules.on("MS-SMB2:3.3.5.5.3:718516395f"):
            server.end_session(session)
        raise
    hashing = request.connection.dialect == Dialect.SMB_3_1_1 and not session.established
    if hashing:
        rule = "MS-SMB2:3.3.5.5.3:bae56b328e" if exchange.complete else "MS-SMB2:3.3.5.5.3:9b9f7bfabb"
        _hash(session, server.rules.value(rule, request.message))
    if exchange.complete:
        channel.authentication = None
        return _logged_on(server, request, body, session, exchange, token)

    def sent(message: bytes) -> None:
        _hash(session, server.rules.value("MS-SMB2:3.3.5.5.3:135c7a585a", message))

    return Reply(
        SessionSetupResponse(buffer=token),
        server.rules.value("MS-SMB2:3.3.5.5.3:35437de447", NtStatus.STATUS_MORE_PROCESSING_REQUIRED),
        session_id=server.rules.value("MS-SMB2:3.3.5.5.3:8481c21689", session.session_id),
        sent=sent if hashing else None,
    )


def _hash(session: Session, message: bytes) -> None:
    session.preauth_integrity_hash_value = next_preauth_hash(session.preauth_integrity_hash_value, message)


def _logged_on(
    server: Server, request: Request, body: SessionSetupRequest, session: Session, exchange: Acceptor, token: bytes
) -> Reply:
    """3.3.5.5.3: the final message of the exchange."""
    connection, rules = request.connection, server.rules
    identity = exchange.mechanism.identity
    assert identity is not None
    _verify_dialect(server, connection, session)
    if session.state != "Valid":  # otherwise Session.SecurityContext stays as it is
        session.user = server.config.user(identity.user)
        session.user_name = session.user.name if session.user is not None else identity.user
        session.is_anonymous, session.is_guest = identity.anonymous, identity.guest
        session.security_context = None
    flags = SessionFlags(0)
    if session.is_anonymous:
        flags |= SessionFlags.SMB2_SESSION_FLAG_IS_NULL
    elif session.is_guest:
        flags |= SessionFlags.SMB2_SESSION_FLAG_IS_GUEST
    elif _must_sign(server, connection, body):
        session.signing_required = rules.on("MS-SMB2:3.3.5.5.3:7012f3e6a4")
    if not session.established:
        _set_keys(server.rules, connection, session, exchange.session_key)
    if server.config.encrypt_data and connection.can_encrypt and session.encryption is not None:
        session.encrypt_data = True
        flags |= SessionFlags.SMB2_SESSION_FLAG_ENCRYPT_DATA
    _replace_previous(server, body, session)
    session.state, session.established = "Valid", True
    server.logged_on(connection)
    lifetime = server.config.session_lifetime
    session.expiration_time = server.now + lifetime * 10_000_000 if lifetime else None
    named = not (session.is_guest or session.is_anonymous)
    return Reply(
        SessionSetupResponse(session_flags=flags, buffer=rules.value("MS-SMB2:3.3.5.5.3:b2abafc409", token)),
        rules.value("MS-SMB2:3.3.5.5.3:8cb31133ad", NtStatus.STATUS_SUCCESS),
        session_id=session.session_id,
        sign=named and rules.on("MS-SMB2:3.3.5.5.3:956bc16d04"),
    )


def _verify_dialect(server: Server, connection: Connection, session: Session) -> None:
    """3.3.5.5.3: a client speaks one dialect, so that nobody in between makes it speak an older one."""
    if connection.dialect == Dialect.SMB_2_0_2:
        return
    client = server.client_table.setdefault(connection.client_guid, Client(connection.dialect))
    if client.dialect != connection.dialect and server.rules.on("MS-SMB2:3.3.5.5.3:433801cf0b"):
        server.end_session(session)
        raise Refused(NtStatus.STATUS_USER_SESSION_DELETED)
    client.connections.add(connection.id)


def _must_sign(server: Server, connection: Connection, body: SessionSetupRequest) -> bool:
    """3.3.5.5.3: when Session.SigningRequired becomes TRUE."""
    rules = server.rules
    asked = bool(body.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED)
    if asked and rules.on("MS-SMB2:3.3.5.5.3:47f933b4b9"):
        return True
    agreed = connection.should_sign or server.config.require_message_signing
    return agreed and rules.on("MS-SMB2:3.3.5.5.3:b53da5ff5d")


_SIGNING_KEY = (
    "MS-SMB2:3.3.5.5.3:533c4e117c",
    "MS-SMB2:3.3.5.5.3:809aacd07e",
    "MS-SMB2:3.3.5.5.3:842707c28a",
    "MS-SMB2:3.3.5.5.3:700d6557aa",
    "MS-SMB2:3.3.5.5.3:a77db6bd68",
)
"""The inputs of a key: where one is another, so is the key."""
_ENCRYPTION_KEY = (
    "MS-SMB2:3.3.5.5.3:31e27a3141",
    "MS-SMB2:3.3.5.5.3:39d5192a55",
    "MS-SMB2:3.3.5.5.3:c49909d759",
    "MS-SMB2:3.3.5.5.3:67310eaa07",
    "MS-SMB2:3.3.5.5.3:4c245d06bc",
)
_DECRYPTION_KEY = (
    "MS-SMB2:3.3.5.5.3:c20ebd1aa1",
    "MS-SMB2:3.3.5.5.3:5f0a7a9702",
    "MS-SMB2:3.3.5.5.3:71db12ebc4",
    "MS-SMB2:3.3.5.5.3:209f7998d6",
    "MS-SMB2:3.3.5.5.3:ffee0aceac",
)


def _set_keys(rules: Rules, connection: Connection, session: Session, session_key: bytes) -> None:
    """3.3.5.5.3: what is derived from the session key. Anonymous and guest sessions have no key to prove anything."""
    if session.is_anonymous or session.is_guest:
        return
    session.session_key = session_key
    keys = derive_keys(connection.dialect, session_key, session.preauth_integrity_hash_value, connection.cipher_id)
    algorithm = connection.signing_algorithm_id if connection.is_smb3 else SigningAlgorithm.HMAC_SHA256
    inputs = _SIGNING_KEY if connection.is_smb3 else ()
    session.signer = Signer(algorithm, rules.value_of_each(inputs, keys.signing))
    channel = session.channel(connection)
    assert channel is not None
    channel.signer = session.signer
    if connection.cipher_id and connection.is_smb3:
        session.encryption = Sealer(connection.cipher_id, rules.value_of_each(_ENCRYPTION_KEY, keys.encryption))
        session.decryption = Sealer(connection.cipher_id, rules.value_of_each(_DECRYPTION_KEY, keys.decryption))


def _replace_previous(server: Server, body: SessionSetupRequest, session: Session) -> None:
    """3.3.5.5.3: a client that lost its connection says which of its sessions this one replaces."""
    previous = server.session_table.get(body.previous_session_id)
    if previous is session and server.rules.on("MS-SMB2:3.3.5.5.3:dd9ca25471"):
        return
    if previous is None or (previous is not session and previous.state != "Valid"):
        return
    same_user = previous.user is not None and previous.user == session.user
    if same_user:
        replaces = server.rules.on("MS-SMB2:3.3.5.5.3:2829d98d00")
    else:
        replaces = not server.rules.on("MS-SMB2:3.3.5.5.3:25e6fe5d60")
    if replaces:
        server.end_session(previous)


def logoff(server: Server, request: Request, body: LogoffRequest) -> Reply:
    """3.3.5.6."""
    assert request.session is not None
    if not server.rules.on("MS-SMB2:3.3.5.6:0183dfc03d"):
        request.session.open_table.clear()
    if server.rules.on("MS-SMB2:3.3.5.6:bc6e64ba26"):
        server.end_session(request.session)
    return Reply(LogoffResponse(), server.rules.value("MS-SMB2:3.3.5.6:5560ab2b33", NtStatus.STATUS_SUCCESS))
