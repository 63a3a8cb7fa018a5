"""Encrypted and signed SMB2 connections, read by somebody who knows a secret.

Follows what a capture shows of negotiation and log-on ([MS-SMB2] 3.2.5.2, 3.2.5.3), derives the keys of each session
from it (3.1.4.2), takes TRANSFORM_HEADER messages of both directions apart (3.1.4.3) and checks signatures (3.1.5.1).
Kerberos log-ons have no password here: their session keys are given as they are.
"""

from __future__ import annotations

from typing import NamedTuple

from plugfest.capture.logon import AuthenticationError, OverheardLogon
from plugfest.capture.secrets import Secrets
from plugfest.capture.smb import SMB2, TRANSFORM, CapturedMessage, split_compound
from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import (
    Cipher,
    Command,
    ContextType,
    Dialect,
    SessionFlags,
    SessionSetupFlags,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, TRANSFORM_SIZE, TransformHeader
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet
from plugfest.protocols.ms_smb2.negotiate import EncryptionCapabilities, NegotiateResponse, SigningCapabilities
from plugfest.protocols.ms_smb2.security import InvalidTag, Sealer, Signer, derive_keys, next_preauth_hash
from plugfest.protocols.ms_smb2.session_setup import SessionSetupRequest, SessionSetupResponse

_WATCHED = (b"\0\0", b"\1\0")
"""The commands that decide about keys: NEGOTIATE and SESSION_SETUP."""


class Opened(NamedTuple):
    """A message as it can be read."""

    data: bytes
    """The plain message; the encrypted one where it stays closed."""
    encrypted: bool = False
    """It was encrypted on the wire."""
    problem: str = ""
    """Why it stays closed."""


class Session(NamedTuple):
    """What is known of a session, or of its channel on one connection."""

    signer: Signer | None = None
    client: Sealer | None = None
    """Opens what the client sends."""
    server: Sealer | None = None
    problem: str = "the capture does not show its log-on"
    """Why there are no keys."""


class _Setup:
    """A SESSION_SETUP exchange under way."""

    __slots__ = ("binding", "logon", "preauth_hash")

    def __init__(self, preauth_hash: bytes) -> None:
        self.preauth_hash = preauth_hash
        self.logon = OverheardLogon()
        self.binding = False


class _Connection:
    """Named as in [MS-SMB2] 3.2.1.2."""

    __slots__ = ("cipher_id", "dialect", "preauth_hash", "requests", "sessions", "setups", "signing_algorithm")

    def __init__(self) -> None:
        self.dialect: Dialect | int = 0
        self.cipher_id: int = Cipher.AES_128_CCM
        self.signing_algorithm: int = SigningAlgorithm.AES_CMAC
        self.preauth_hash = bytes(64)
        self.setups: dict[int, _Setup] = {}
        """By SessionId, between two legs."""
        self.requests: dict[int, _Setup] = {}
        """By MessageId, until the response comes."""
        self.sessions: dict[int, Session] = {}

    def negotiated(self, response: NegotiateResponse) -> None:
        """[MS-SMB2] 3.2.5.2."""
        self.dialect = response.dialect_revision
        old = self.dialect < Dialect.SMB_3_0
        self.signing_algorithm = SigningAlgorithm.HMAC_SHA256 if old else SigningAlgorithm.AES_CMAC
        self.cipher_id = Cipher.AES_128_CCM
        for context in response.negotiate_context_list:
            if context.context_type == ContextType.SMB2_ENCRYPTION_CAPABILITIES:
                self.cipher_id = next(iter(EncryptionCapabilities.decode(context.data).ciphers), 0)
            elif context.context_type == ContextType.SMB2_SIGNING_CAPABILITIES:
                algorithms = SigningCapabilities.decode(context.data).signing_algorithms
                self.signing_algorithm = next(iter(algorithms), self.signing_algorithm)


class Decryptor:
    """Opens the messages of a capture, which are shown to it in their order. Nothing in them makes it raise."""

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or Secrets()
        self._connections: dict[int, _Connection] = {}
        self._sessions: dict[int, Session] = {}
        """By SessionId, over all connections: a session may have channels on several."""

    def open(self, message: CapturedMessage) -> Opened:
        """The message, plain if its keys are known."""
        data = message.data
        if data.startswith(TRANSFORM):
            opened = self._unsealed(message)
            if opened.problem:
                return opened
        else:
            opened = Opened(data)
        if opened.data.startswith(SMB2) and opened.data[12:14] in _WATCHED:
            for part in split_compound(opened.data):
                self._watch(message.stream.number, part)
        return opened

    def verifies(self, message: CapturedMessage, part: bytes) -> bool | None:
        """Whether the signature of a message is right; None if it has none that counts, or its key is not known.

        To be asked after `open`, one message of a compound at a time. What was encrypted is authentic by its tag, and
        its signature is not looked at ([MS-SMB2] 3.2.5.1.3): smbd leaves there what the request had.
        """
        if message.data.startswith(TRANSFORM):
            return None
        if len(part) < HEADER_SIZE or not part[16] & 8:
            return None
        signer = self._session(message.stream.number, int.from_bytes(part[40:48], "little")).signer
        return None if signer is None else signer.verifies(part)

    def _connection(self, number: int) -> _Connection:
        connection = self._connections.get(number)
        if connection is None:
            connection = self._connections[number] = _Connection()
        return connection

    def _session(self, number: int, session_id: int) -> Session:
        sessions = self._connection(number).sessions
        found = sessions.get(session_id) or self._sessions.get(session_id)
        if found is None:
            found = self._keyed(self._connection(number), _Setup(bytes(64)), session_id)
            if found.signer is not None:
                sessions[session_id] = found
        return found

    def _unsealed(self, message: CapturedMessage) -> Opened:
        data, number = message.data, message.stream.number
        try:
            session_id = TransformHeader.decode(data[:TRANSFORM_SIZE]).session_id
        except WireError as error:
            return Opened(data, True, str(error))
        if session_id:
            return _unsealed(message, session_id, self._session(number, session_id))
        for session in self._connection(number).sessions.values():
            # impacket's client logs off twice, the second time with the old key and no SessionId
            if not (opened := _unsealed(message, 0, session)).problem:
                return opened
        return Opened(data, True, "SessionId 0 names no session, and no key of the connection fits")

    # --- what decides about keys ------------------------------------------------------------------------------------

    def _watch(self, number: int, part: bytes) -> None:
        connection = self._connection(number)
        try:
            packet = decode_packet(part)
        except WireError:
            return
        if packet.header.command == Command.NEGOTIATE:
            if not packet.header.is_response:
                connection.preauth_hash = next_preauth_hash(bytes(64), part)
            elif isinstance(packet.body, NegotiateResponse):
                connection.preauth_hash = next_preauth_hash(connection.preauth_hash, part)
                try:
                    connection.negotiated(packet.body)
                except WireError:
                    return  # a context that is none: its algorithm stays unknown
        elif isinstance(packet.body, SessionSetupRequest):
            self._setup_request(connection, packet, packet.body)
        elif packet.header.command == Command.SESSION_SETUP:
            self._setup_response(connection, packet)

    def _setup_request(self, connection: _Connection, packet: Packet, body: SessionSetupRequest) -> None:
        setup = connection.setups.pop(packet.header.session_id, None) or _Setup(connection.preauth_hash)
        setup.preauth_hash = next_preauth_hash(setup.preauth_hash, packet.data)
        setup.binding = bool(body.flags & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING)
        setup.logon.token(body.buffer)
        connection.requests[packet.header.message_id] = setup

    def _setup_response(self, connection: _Connection, packet: Packet) -> None:
        header, body = packet.header, packet.body
        setup = connection.requests.get(header.message_id)
        if setup is None or header.status == NtStatus.STATUS_PENDING:
            return
        del connection.requests[header.message_id]
        if not isinstance(body, SessionSetupResponse):
            return
        if header.status == NtStatus.STATUS_MORE_PROCESSING_REQUIRED:
            setup.preauth_hash = next_preauth_hash(setup.preauth_hash, packet.data)
            setup.logon.token(body.buffer)
            connection.setups[header.session_id] = setup
        elif header.status == NtStatus.STATUS_SUCCESS:
            self._established(connection, setup, header.session_id, body)

    def _established(self, connection: _Connection, setup: _Setup, session_id: int, body: SessionSetupResponse) -> None:
        """[MS-SMB2] 3.2.5.3.1; 3.2.5.3.3 for one more channel; a reauthentication (3.2.5.3.2) changes no key."""
        known = self._sessions.get(session_id)
        if session_id in connection.sessions and connection.sessions[session_id].signer is not None:
            return
        if body.session_flags & (SessionFlags.SMB2_SESSION_FLAG_IS_GUEST | SessionFlags.SMB2_SESSION_FLAG_IS_NULL):
            session = Session(problem="its user is a guest or anonymous: there are no keys")
        else:
            session = self._keyed(connection, setup, session_id)
        if setup.binding and known is not None:
            session = known._replace(signer=session.signer)  # encryption is the session's, signing the channel's
        else:
            self._sessions[session_id] = session
        connection.sessions[session_id] = session

    def _keyed(self, connection: _Connection, setup: _Setup, session_id: int) -> Session:
        """The keys that the secrets lead to."""
        try:
            key = self._session_key(setup, session_id)
        except (WireError, AuthenticationError) as error:
            return Session(problem=str(error))
        if key is None:
            return Session(problem="neither a password nor its session key is given")
        dialect = Dialect(connection.dialect or Dialect.SMB_3_0)  # unknown: the keys of 3.0 need nothing else
        keys = derive_keys(dialect, key[:16].ljust(16, b"\0"), setup.preauth_hash, connection.cipher_id)
        signer = Signer(connection.signing_algorithm, keys.signing)
        if dialect < Dialect.SMB_3_0 or connection.cipher_id not in Cipher.__members__.values():
            return Session(signer, problem="its connection negotiated no cipher")
        return Session(
            signer, Sealer(connection.cipher_id, keys.decryption), Sealer(connection.cipher_id, keys.encryption), ""
        )

    def _session_key(self, setup: _Setup, session_id: int) -> bytes | None:
        if key := self._secrets.session_keys.get(session_id):
            return key
        return None if self._secrets.nt_hash is None else setup.logon.session_key(self._secrets.nt_hash)


def _unsealed(message: CapturedMessage, session_id: int, session: Session) -> Opened:
    sealer = session.client if message.sent else session.server
    if sealer is None:
        return Opened(message.data, True, f"session 0x{session_id:X}: {session.problem}")
    try:
        return Opened(sealer.unseal(message.data), True)
    except (WireError, InvalidTag) as error:
        return Opened(message.data, True, str(error))
