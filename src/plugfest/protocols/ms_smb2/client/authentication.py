"""[MS-SMB2] 3.2.4.2.3 authenticating the user, 3.2.4.2.3.1 reauthentication, 3.2.5.3 the SESSION_SETUP response."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from plugfest.errors import RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials, NtlmClient
from plugfest.protocols.ms_nlmp.client import Rewrite
from plugfest.protocols.ms_smb2.client.model import Channel, Reply, Session
from plugfest.protocols.ms_smb2.constants import Dialect, SessionFlags, SessionSetupFlags
from plugfest.protocols.ms_smb2.security import Keys, Sealer, Signer, derive_keys, next_preauth_hash
from plugfest.protocols.ms_smb2.session_setup import SessionSetupRequest, SessionSetupResponse
from plugfest.protocols.ms_spng import SpnegoClient

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.client.connection import Connection


class Mechanism(Protocol):
    """What authenticates: SpnegoClient is one."""

    @property
    def complete(self) -> bool:
        """The server has accepted."""

    @property
    def session_key(self) -> bytes:
        """There once it is complete."""

    def step(self, token: bytes | None) -> tuple[bytes, object]:
        """The next token; first with the token of the NEGOTIATE response or None."""


def spnego(
    credentials: Credentials, server_name: str, random: Callable[[int], bytes], now: int, rewrite: Rewrite | None = None
) -> SpnegoClient[NtlmClient]:
    """NTLM in SPNEGO, for the service of that server."""
    ntlm = NtlmClient(credentials, random=random, now=now, target_name=f"cifs/{server_name}", rewrite=rewrite)
    return SpnegoClient([ntlm])


class Authentication:
    """One exchange of SESSION_SETUP: a new session, a reauthentication, or a binding to one more connection.

    `request()` gives the next leg; when its response has come, `complete` says whether the session stands.
    """

    def __init__(
        self,
        connection: Connection,
        credentials: Credentials,
        mechanism: Mechanism,
        *,
        session: Session | None = None,
        bind: bool = False,
    ) -> None:
        self.connection = connection
        self.credentials = credentials
        self.mechanism = mechanism
        self.session = session
        """The session that is reauthenticated or bound; a new one stands here when it is complete."""
        self.bind = bind
        self.session_id = session.session_id if session else 0
        self.complete = False
        self.token = self._step(connection.gss_negotiate_token or None)
        """What the next leg carries."""
        self._preauth_hash = connection.preauth_integrity_hash_value

    def _step(self, token: bytes | None) -> bytes:
        try:
            return self.mechanism.step(token)[0]
        except WireError as error:
            raise RemoteProtocolError(f"the server's security token: {error}") from error

    def request(self) -> SessionSetupRequest:
        """[MS-SMB2] 3.2.4.2.3, 3.2.4.2.3.1."""
        return SessionSetupRequest(
            flags=SessionSetupFlags.SMB2_SESSION_FLAG_BINDING if self.bind else SessionSetupFlags(0),
            security_mode=self.connection.settings.security_mode,
            buffer=self.token,
        )

    def receive(self, reply: Reply) -> None:
        """[MS-SMB2] 3.2.5.3. Raises RemoteProtocolError and what the mechanism raises; a refusal is a status."""
        response = reply.body
        if reply.status not in (NtStatus.STATUS_SUCCESS, NtStatus.STATUS_MORE_PROCESSING_REQUIRED):
            return
        if not isinstance(response, SessionSetupResponse):
            raise RemoteProtocolError("SESSION_SETUP response has no body of its own (2.2.6)")
        if not self.session_id:
            self.session_id = reply.header.session_id
        if reply.header.session_id != self.session_id:
            raise RemoteProtocolError(
                f"SESSION_SETUP response: SessionId 0x{reply.header.session_id:X}, expected 0x{self.session_id:X}"
            )
        self._preauth_hash = next_preauth_hash(self._preauth_hash, reply.request.message)
        if reply.status == NtStatus.STATUS_MORE_PROCESSING_REQUIRED:
            self._preauth_hash = next_preauth_hash(self._preauth_hash, reply.data)
            self.token = self._step(response.buffer)
            if not self.token:
                raise RemoteProtocolError("SESSION_SETUP asks for one more leg after the authentication is complete")
            return
        if not self.mechanism.complete:
            self.token = self._step(response.buffer)
        if not self.mechanism.complete:
            raise RemoteProtocolError("SESSION_SETUP succeeds before the authentication is complete (3.2.5.3.1)")
        if self.bind:
            self._bound(reply)
        elif self.session is None:
            self.session = self._established(reply, response)
        else:
            self._reauthenticated(reply, self.session)
        self.complete = True

    def _keys(self) -> tuple[bytes, Keys, Signer]:
        """SessionKey, what is derived from it, and what signs with it on this connection."""
        connection = self.connection
        session_key = self.mechanism.session_key[:16].ljust(16, b"\0")
        keys = derive_keys(connection.dialect, session_key, self._preauth_hash, connection.cipher_id or 0)
        return session_key, keys, Signer(connection.signing_algorithm, keys.signing)

    def _established(self, reply: Reply, response: SessionSetupResponse) -> Session:
        """[MS-SMB2] 3.2.5.3.1: the session object of a new authentication."""
        connection, settings, flags = self.connection, self.connection.settings, response.session_flags
        guest = bool(flags & SessionFlags.SMB2_SESSION_FLAG_IS_GUEST)
        anonymous = self.credentials.anonymous or bool(flags & SessionFlags.SMB2_SESSION_FLAG_IS_NULL)
        if guest and (settings.reject_guest or (settings.require_signing and not settings.allow_insecure_guest)):
            raise RemoteProtocolError("SESSION_SETUP made us a guest, which the settings reject (3.2.5.3.1)")
        session_key, keys, signer = self._keys()
        session = Session(self.session_id, connection, self.credentials, session_key, keys.application, signer)
        session.is_guest, session.is_anonymous = guest, anonymous
        session.signing_required = settings.require_signing or connection.require_signing
        if anonymous or (guest and not settings.require_signing):
            session.signing_required = False
        session.channel_list.append(Channel(connection, signer))
        if connection.dialect >= Dialect.SMB_3_0:
            if not (guest or anonymous) and connection.cipher_id is not None:
                session.encryptor = Sealer(connection.cipher_id, keys.decryption)
                session.decryptor = Sealer(connection.cipher_id, keys.encryption)
            if flags & SessionFlags.SMB2_SESSION_FLAG_ENCRYPT_DATA or (settings.encrypt and session.encryptor):
                session.encrypt_data = True
                session.signing_required = False
        self._verify(reply, session, signer)
        connection.session_table[session.session_id] = session
        return session

    def _verify(self, reply: Reply, session: Session, signer: Signer) -> None:
        """[MS-SMB2] 3.2.5.3.1, 3.2.5.1.3: what completes a session is signed in 3.1.1, or if that is required."""
        if reply.signed:
            reply.signature_ok = signer.verifies(reply.data)
        if session.is_guest or session.is_anonymous or reply.encrypted:
            return
        if reply.signature_ok is False:
            raise RemoteProtocolError("the signature of the final SESSION_SETUP response is wrong (3.2.5.1.3)")
        if not reply.signed and (self.connection.dialect == Dialect.SMB_3_1_1 or session.signing_required):
            raise RemoteProtocolError("the final SESSION_SETUP response is not signed (3.2.5.3.1)")

    def _reauthenticated(self, reply: Reply, session: Session) -> None:
        """[MS-SMB2] 3.2.5.3.2: no key changes; the response is verified with the keys that are (3.2.5.1.3)."""
        self.session = session
        signer = self.connection.signer(session)
        if signer is not None:
            self._verify(reply, session, signer)

    def _bound(self, reply: Reply) -> None:
        """[MS-SMB2] 3.2.5.3.3: one more channel.

        In 3.1.1 its key takes the label and context that 3.3.5.5.3 gives the server; the client's section names those
        of 3.0 for every dialect, and with them smbd's signature does not verify.
        """
        assert self.session is not None
        _, _, signer = self._keys()
        if reply.signed:
            reply.signature_ok = signer.verifies(reply.data)
        if not reply.signature_ok:
            raise RemoteProtocolError("the SESSION_SETUP response that binds the session is not signed as it must be")
        self.session.channel_list.append(Channel(self.connection, signer))
        self.connection.session_table[self.session.session_id] = self.session
