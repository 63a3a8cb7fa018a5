"""[MS-SMB2] 3.3.5.5 and 3.3.5.5.3 with SMB2_SESSION_FLAG_BINDING: one more connection for a session that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import Dialect, SessionSetupFlags, SigningAlgorithm
from plugfest.protocols.ms_smb2.header import HEADER_SIZE
from plugfest.protocols.ms_smb2.security import Signer, derive_keys, next_preauth_hash
from plugfest.protocols.ms_smb2.server.authentication import accept, acceptor
from plugfest.protocols.ms_smb2.server.objects import Channel, Connection, PreauthSession, Reply, Request, Session
from plugfest.protocols.ms_smb2.session_setup import SessionSetupRequest, SessionSetupResponse

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_FLAGS = HEADER_SIZE + 2
_SIGNING_KEY = (
    "MS-SMB2:3.3.5.5.3:c8da528118",
    "MS-SMB2:3.3.5.5.3:628bf48c82",
    "MS-SMB2:3.3.5.5.3:b2d5131f9e",
    "MS-SMB2:3.3.5.5.3:def6821455",
    "MS-SMB2:3.3.5.5.3:49c0a02548",
)
"""The inputs of Channel.SigningKey: where one is another, so is the key."""


def asks_for_binding(message: bytes) -> bool:
    """Has this SESSION_SETUP request, from its header on, SMB2_SESSION_FLAG_BINDING?"""
    return len(message) > _FLAGS and bool(message[_FLAGS] & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING)


def bind(server: Server, request: Request, body: SessionSetupRequest) -> Reply:
    """One leg of a log-on that makes this connection a channel of the session."""
    connection = request.connection
    session = _checked(server, request)
    request.session = session
    table = connection.preauth_session_table
    preauth = table.get(session.session_id)
    if preauth is None:
        if len(session.channel_list) + len(table) >= server.config.max_channels:
            raise Refused(NtStatus.STATUS_INSUFFICIENT_RESOURCES)
        preauth = PreauthSession(session.session_id, connection.preauth_integrity_hash_value, acceptor(server))
        table[session.session_id] = preauth
    try:
        token = accept(server, preauth.authentication, body.buffer)
        if preauth.authentication.complete:
            _check_user(server, session, preauth)
    except Refused:
        del table[session.session_id]
        raise
    last = preauth.authentication.complete
    rule = "MS-SMB2:3.3.5.5.3:01484a41ff" if last else "MS-SMB2:3.3.5.5.3:8b6914ccbc"
    _hash(connection, preauth, server.rules.value(rule, request.message))
    if not preauth.authentication.complete:
        return Reply(
            SessionSetupResponse(buffer=token),
            NtStatus.STATUS_MORE_PROCESSING_REQUIRED,
            signer=session.signer,
            sign=server.rules.on("MS-SMB2:3.3.5.5.3:93ddccb4d6"),
            sent=lambda message: _hash(
                connection, preauth, server.rules.value("MS-SMB2:3.3.5.5.3:29f20201d0", message)
            ),
        )
    del table[session.session_id]
    channel = _channel(server, connection, session, preauth)
    return Reply(
        SessionSetupResponse(buffer=token),
        signer=channel.signer,
        sign=server.rules.on("MS-SMB2:3.3.5.5.3:ce3174058b"),
    )


def _checked(server: Server, request: Request) -> Session:
    """3.3.5.5: the session that may be bound to this connection."""
    connection, rules = request.connection, server.rules
    session = server.session_table.get(request.header.session_id)
    if session is not None and session.signer is not None:
        _check_algorithms(connection, session.signer.algorithm)
    if not (connection.is_smb3 and server.config.multi_channel) and rules.on("MS-SMB2:3.3.5.5:8571ee6308"):
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
    if session is None:
        raise Refused(rules.value("MS-SMB2:3.3.5.5:2f4aa3363c", NtStatus.STATUS_USER_SESSION_DELETED))
    server.statistics.stimedout += session.check_expiration(server.now)
    if connection.dialect != session.connection.dialect and rules.on("MS-SMB2:3.3.5.5:a72fd4b0d8"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not request.header.is_signed and rules.on("MS-SMB2:3.3.5.5:464600fb5e"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if connection.cipher_id != session.connection.cipher_id:  # its keys are those of another cipher
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if server.config.bind_same_client_only and session.connection.client_guid != connection.client_guid:
        raise Refused(rules.value("MS-SMB2:3.3.5.5:47eee495fd", NtStatus.STATUS_USER_SESSION_DELETED))
    if session.state == "InProgress" and rules.on("MS-SMB2:3.3.5.5:57696fa5a6"):
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
    if session.state == "Expired" and rules.on("MS-SMB2:3.3.5.5:fa66f17a61"):
        raise Refused(NtStatus.STATUS_NETWORK_SESSION_EXPIRED)
    if session.is_anonymous or session.is_guest:
        raise Refused(rules.value("MS-SMB2:3.3.5.5:cb06c1e21e", NtStatus.STATUS_NOT_SUPPORTED))
    if session.session_id in connection.session_table and rules.on("MS-SMB2:3.3.5.5:d5f89845b3"):
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
    return session


def _check_algorithms(connection: Connection, algorithm: SigningAlgorithm | int) -> None:
    """GMAC does not mix with the other algorithms. The document is silent; Windows and Samba refuse in this way, before
    anything else (smbtorture, smb2.session.bind_negative_smb3signGtoH2Xs and its kin)."""
    here = connection.signing_algorithm_id if connection.is_smb3 else SigningAlgorithm.HMAC_SHA256
    if here == algorithm:
        return
    if here == SigningAlgorithm.AES_GMAC:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    if algorithm == SigningAlgorithm.AES_GMAC:
        raise Refused(NtStatus.STATUS_REQUEST_OUT_OF_SEQUENCE)


def _hash(connection: Connection, preauth: PreauthSession, message: bytes) -> None:
    if connection.dialect == Dialect.SMB_3_1_1:
        value = preauth.preauth_integrity_hash_value
        preauth.preauth_integrity_hash_value = next_preauth_hash(value, message)


def _check_user(server: Server, session: Session, preauth: PreauthSession) -> None:
    """3.3.5.5: nobody but the session's own user adds channels to it."""
    identity = preauth.authentication.mechanism.identity
    assert identity is not None
    user = server.config.user(identity.user)
    if identity.anonymous or identity.guest or user is None or user != session.user:
        if server.rules.on("MS-SMB2:3.3.5.5:a564017c38"):
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)


def _channel(server: Server, connection: Connection, session: Session, preauth: PreauthSession) -> Channel:
    """3.3.5.5.3: the channel's own signing key; everything else is the session's."""
    session_key = preauth.authentication.session_key
    keys = derive_keys(connection.dialect, session_key, preauth.preauth_integrity_hash_value, connection.cipher_id)
    signing_key = server.rules.value_of_each(_SIGNING_KEY, keys.signing)
    channel = Channel(connection, Signer(connection.signing_algorithm_id, signing_key))
    session.channel_list.append(channel)
    connection.session_table[session.session_id] = session
    session.idle_time = server.now
    server.logged_on(connection)
    return channel
