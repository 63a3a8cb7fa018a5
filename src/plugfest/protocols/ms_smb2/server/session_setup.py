"""[MS-SMB2] 3.3.5.5: receiving a SESSION_SETUP request; 3.3.5.6: LOGOFF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.errors import LocalProtocolError, RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_nlmp import AuthenticationError, NtlmServer, Target
from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Dialect,
    SecurityMode,
    SessionFlags,
    SessionSetupFlags,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.security import Sealer, Signer, derive_keys, next_preauth_hash
from plugfest.protocols.ms_smb2.server.objects import Connection, Reply, Request, Session
from plugfest.protocols.ms_smb2.session_setup import (
    LogoffRequest,
    LogoffResponse,
    SessionSetupRequest,
    SessionSetupResponse,
)
from plugfest.protocols.ms_spng import SpnegoServer

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server


def session_setup(server: Server, request: Request, body: SessionSetupRequest) -> Reply:
    """3.3.5.5: one leg of a log-on, or of a reauthentication."""
    connection, rules = request.connection, server.rules
    if server.config.encrypt_data and not (connection.is_smb3 and _client_encrypts(connection)):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if body.flags & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING and rules.on("MS-SMB2:3.3.5.5:8571ee6308"):
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)  # IsMultiChannelCapable is FALSE
    session_id = request.header.session_id
    if session_id == 0:
        session = _new_session(server, connection)
    elif session_id in connection.session_table:
        session = connection.session_table[session_id]
    else:
        raise Refused(rules.value("MS-SMB2:3.3.5.5:4e26b140e6", NtStatus.STATUS_USER_SESSION_DELETED))
    request.session = session
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
    session_id = 0
    while session_id in (0, 0xFFFFFFFFFFFFFFFF) or session_id in server.session_table:
        session_id = int.from_bytes(server.random(8), "little")
    session = Session(session_id, connection, server.now, server.now)
    session.preauth_integrity_hash_value = connection.preauth_integrity_hash_value
    server.session_table[session_id] = session
    connection.session_table[session_id] = session
    return session


def _acceptor(server: Server) -> SpnegoServer[NtlmServer]:
    config = server.config

    def account(domain: str, user: str) -> bytes | None:
        found = config.user(user)
        return found.nt_hash if found is not None else None

    ntlm = NtlmServer(
        account,
        target=Target(nb_machine_name=config.name, nb_domain_name=config.domain),
        random=server.random,
        now=server.now,
        allow_anonymous=config.allow_anonymous,
    )
    return SpnegoServer([ntlm])


def _authenticate(server: Server, request: Request, body: SessionSetupRequest, session: Session) -> Reply:
    """3.3.5.5.3: hand the token to the authentication, and act on what it says."""
    if session.authentication is None:
        session.authentication = _acceptor(server)
    hashing = request.connection.dialect == Dialect.SMB_3_1_1 and session.state == "InProgress"
    if hashing:
        value = session.preauth_integrity_hash_value
        session.preauth_integrity_hash_value = next_preauth_hash(value, request.message)
    try:
        token, _ = session.authentication.step(body.buffer)
    except AuthenticationError as error:
        if server.rules.on("MS-SMB2:3.3.5.5.3:718516395f"):
            server.end_session(session)
        status = NtStatus(error.status)
        raise Refused(server.rules.value("MS-SMB2:3.3.5.5.3:7d4fb0a75e", status)) from None
    except (WireError, RemoteProtocolError, LocalProtocolError):
        server.end_session(session)
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    if session.authentication.complete:
        return _logged_on(server, request, body, session, token)

    def sent(message: bytes) -> None:
        value = session.preauth_integrity_hash_value
        session.preauth_integrity_hash_value = next_preauth_hash(value, message)

    return Reply(
        SessionSetupResponse(buffer=token),
        server.rules.value("MS-SMB2:3.3.5.5.3:35437de447", NtStatus.STATUS_MORE_PROCESSING_REQUIRED),
        session_id=server.rules.value("MS-SMB2:3.3.5.5.3:8481c21689", session.session_id),
        sent=sent if hashing else None,
    )


def _logged_on(server: Server, request: Request, body: SessionSetupRequest, session: Session, token: bytes) -> Reply:
    """3.3.5.5.3: the final message of the exchange."""
    connection, rules = request.connection, server.rules
    acceptor, session.authentication = session.authentication, None
    assert acceptor is not None
    identity = acceptor.mechanism.identity
    assert identity is not None
    reauthentication = session.state == "Valid"
    session.user = server.config.user(identity.user)
    session.user_name = session.user.name if session.user is not None else identity.user
    session.is_anonymous, session.is_guest = identity.anonymous, identity.guest
    flags = SessionFlags(0)
    if session.is_anonymous:
        flags |= SessionFlags.SMB2_SESSION_FLAG_IS_NULL
    elif session.is_guest:
        flags |= SessionFlags.SMB2_SESSION_FLAG_IS_GUEST
    elif _must_sign(server, connection, body):
        session.signing_required = rules.on("MS-SMB2:3.3.5.5.3:7012f3e6a4")
    if not reauthentication:
        _set_keys(connection, session, acceptor.session_key)
    if server.config.encrypt_data and connection.can_encrypt and session.encryption is not None:
        session.encrypt_data = True
        flags |= SessionFlags.SMB2_SESSION_FLAG_ENCRYPT_DATA
    _replace_previous(server, body, session)
    session.state = "Valid"
    named = not (session.is_guest or session.is_anonymous)
    return Reply(
        SessionSetupResponse(session_flags=flags, buffer=rules.value("MS-SMB2:3.3.5.5.3:b2abafc409", token)),
        rules.value("MS-SMB2:3.3.5.5.3:8cb31133ad", NtStatus.STATUS_SUCCESS),
        session_id=session.session_id,
        sign=named and rules.on("MS-SMB2:3.3.5.5.3:956bc16d04"),
    )


def _must_sign(server: Server, connection: Connection, body: SessionSetupRequest) -> bool:
    """3.3.5.5.3: when Session.SigningRequired becomes TRUE."""
    rules = server.rules
    asked = bool(body.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED)
    if asked and rules.on("MS-SMB2:3.3.5.5.3:47f933b4b9"):
        return True
    agreed = connection.should_sign or server.config.require_message_signing
    return agreed and rules.on("MS-SMB2:3.3.5.5.3:b53da5ff5d")


def _set_keys(connection: Connection, session: Session, session_key: bytes) -> None:
    """3.3.5.5.3: what is derived from the session key. Anonymous and guest sessions have no key to prove anything."""
    if session.is_anonymous or session.is_guest:
        return
    session.session_key = session_key
    keys = derive_keys(connection.dialect, session_key, session.preauth_integrity_hash_value, connection.cipher_id)
    algorithm = connection.signing_algorithm_id if connection.is_smb3 else SigningAlgorithm.HMAC_SHA256
    session.signer = Signer(algorithm, keys.signing)
    if connection.cipher_id and connection.is_smb3:
        session.encryption = Sealer(connection.cipher_id, keys.encryption)
        session.decryption = Sealer(connection.cipher_id, keys.decryption)


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
    if server.rules.on("MS-SMB2:3.3.5.6:bc6e64ba26"):
        server.end_session(request.session)
    return Reply(LogoffResponse())
