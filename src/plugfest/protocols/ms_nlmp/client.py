"""The client: [MS-NLMP] 3.1, connection-oriented, NTLM v2."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from plugfest.errors import LocalProtocolError, WireError
from plugfest.protocols.crypto import rc4
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp.av_pairs import AvPair, av_number, av_value, join_av_pairs, split_av_pairs, text_pair
from plugfest.protocols.ms_nlmp.constants import AvFlags, AvId, NegotiateFlags
from plugfest.protocols.ms_nlmp.credentials import Credentials
from plugfest.protocols.ms_nlmp.errors import AuthenticationError
from plugfest.protocols.ms_nlmp.keys import Z16, compute_response, hmac_md5, nt_owf_v2
from plugfest.protocols.ms_nlmp.messages import (
    AuthenticateMessage,
    ChallengeMessage,
    Message,
    NegotiateMessage,
    decode_message,
    encode_name,
    version_for,
)
from plugfest.protocols.ms_nlmp.session_security import SessionSecurity

Rewrite = Callable[[Message], Message | bytes]
"""Gets each message before it is sent and gives what is sent instead: the place for a test's lies."""

_F = NegotiateFlags
CLIENT_CONFIG_FLAGS = (
    _F.NTLMSSP_REQUEST_TARGET
    | _F.NTLMSSP_NEGOTIATE_NTLM
    | _F.NTLMSSP_NEGOTIATE_ALWAYS_SIGN
    | _F.NTLMSSP_NEGOTIATE_UNICODE
    | _F.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
    | _F.NTLMSSP_NEGOTIATE_SIGN
    | _F.NTLMSSP_NEGOTIATE_KEY_EXCH
    | _F.NTLMSSP_NEGOTIATE_128
    | _F.NTLMSSP_NEGOTIATE_56
    | _F.NTLMSSP_NEGOTIATE_VERSION
)
"""What a client asks for unless it is told otherwise ([MS-NLMP] 3.1.5.1.1): integrity and a key of its own."""


class NtlmClient:
    """One log-on. `step(None)` gives NEGOTIATE, `step(challenge)` gives AUTHENTICATE; then `session_key` is there.

    `random(n)` gives n random bytes and `now` is the time as a FILETIME. `flags` replaces ClientConfigFlags.
    """

    mech_type = "1.3.6.1.4.1.311.2.2.10"

    def __init__(
        self,
        credentials: Credentials,
        *,
        random: Callable[[int], bytes],
        now: int,
        flags: NegotiateFlags = CLIENT_CONFIG_FLAGS,
        confidentiality: bool = False,
        workstation: str = "",
        target_name: str | None = None,
        channel_bindings: bytes | None = None,
        rewrite: Rewrite | None = None,
    ) -> None:
        self.credentials = credentials
        self.client_config_flags = flags | (_F.NTLMSSP_NEGOTIATE_SEAL if confidentiality else _F(0))
        if credentials.anonymous:
            self.client_config_flags |= _F.NTLMSSP_ANONYMOUS
        self.workstation = workstation
        self.client_supplied_target_name = target_name
        self.client_channel_bindings_unhashed = channel_bindings
        self.complete = False
        self.mic_sent = False
        self.session_key = b""
        self.challenge: ChallengeMessage | None = None
        self._security: SessionSecurity | None = None
        self._random, self._now, self._rewrite = random, now, rewrite
        self._negotiate = b""

    @property
    def security(self) -> SessionSecurity:
        """Signing and sealing; there once the log-on is complete on our side."""
        if self._security is None:
            raise LocalProtocolError("the NTLM log-on is not complete")
        return self._security

    @property
    def integrity(self) -> bool:
        """True where both sides can sign. The anonymous user has no session security ([MS-NLMP] 3.4)."""
        return self._security is not None and self._security.integrity and not self.credentials.anonymous

    def step(self, token: bytes | None) -> bytes:
        """Raises WireError for a token that is no CHALLENGE, AuthenticationError for one that is not good enough."""
        if self.complete:
            raise LocalProtocolError("the NTLM log-on is complete; there is no further step")
        if token is None:
            if self._negotiate:
                raise LocalProtocolError("NEGOTIATE was sent; the server's CHALLENGE is next")
            self._negotiate = self._emit(self.negotiate_message())
            return self._negotiate
        if not self._negotiate:
            raise LocalProtocolError("the first step has no token")
        message = decode_message(token)
        if not isinstance(message, ChallengeMessage):
            raise WireError("CHALLENGE_MESSAGE", "MessageType", 8, f"is {message.message_type!r}")
        self.challenge = message
        return self._authenticate(message, token)

    def negotiate_message(self) -> NegotiateMessage:
        """[MS-NLMP] 3.1.5.1.1."""
        flags = self.client_config_flags
        return NegotiateMessage.build(flags, {}, version=version_for(flags))

    def _emit(self, message: Message) -> bytes:
        sent = self._rewrite(message) if self._rewrite else message
        return sent if isinstance(sent, bytes) else sent.encode()

    def _authenticate(self, challenge: ChallengeMessage, token: bytes) -> bytes:
        """[MS-NLMP] 3.1.5.1.2."""
        offered = challenge.negotiate_flags
        flags = self.client_config_flags & offered | offered & _F.NTLMSSP_NEGOTIATE_TARGET_INFO
        if _F.NTLMSSP_NEGOTIATE_UNICODE not in flags:
            flags |= _F.NTLM_NEGOTIATE_OEM
        nt, lm, key_exchange_key = self._response(challenge)
        parts = self._names(flags) | {"lm_challenge_response": lm, "nt_challenge_response": nt}
        self.session_key = key_exchange_key
        if _F.NTLMSSP_NEGOTIATE_KEY_EXCH in flags and flags & (_F.NTLMSSP_NEGOTIATE_SIGN | _F.NTLMSSP_NEGOTIATE_SEAL):
            self.session_key = self._random(16)
            parts["encrypted_random_session_key"] = rc4(key_exchange_key, self.session_key)
        message = AuthenticateMessage.build(flags, parts, version=version_for(flags), mic=Z16)
        sent = self._rewrite(message) if self._rewrite else message
        if not isinstance(sent, bytes):
            sent = self._with_mic(sent, token)
        self._security = SessionSecurity(flags, self.session_key, "Client")
        self.complete = True
        return sent

    def _with_mic(self, message: Message, challenge: bytes) -> bytes:
        """The message with the MIC over all three as they were sent, unless a rewrite has put one in."""
        token = message.encode()
        if self.mic_sent and isinstance(message, AuthenticateMessage) and message.mic == Z16:
            mic = hmac_md5(self.session_key, self._negotiate + challenge + token)
            begin = AuthenticateMessage.MIC_OFFSET
            token = token[:begin] + mic + token[begin + 16 :]
        return token

    def _names(self, flags: NegotiateFlags) -> dict[str, bytes]:
        names = {
            "domain_name": self.credentials.domain,
            "user_name": self.credentials.user,
            "workstation": self.workstation,
        }
        return {field: encode_name(name, flags) for field, name in names.items()}

    def _response(self, challenge: ChallengeMessage) -> tuple[bytes, bytes, bytes]:
        """(NtChallengeResponse, LmChallengeResponse, KeyExchangeKey)."""
        if self.credentials.anonymous:
            return b"", bytes(1), Z16
        pairs, _ = split_av_pairs(challenge.part("target_info") or join_av_pairs([]))
        names = (AvId.MsvAvNbComputerName, AvId.MsvAvNbDomainName)
        if any(av_value(pairs, name) is None for name in names) and self.client_config_flags & (
            _F.NTLMSSP_NEGOTIATE_SIGN | _F.NTLMSSP_NEGOTIATE_SEAL
        ):
            raise AuthenticationError(NtStatus.STATUS_LOGON_FAILURE, "the server does not name its computer and domain")
        time = av_number(pairs, AvId.MsvAvTimestamp)
        self.mic_sent = time is not None
        key = nt_owf_v2(self.credentials.hash(), self.credentials.user, self.credentials.domain)
        nt, lm, session_base_key = compute_response(
            key,
            challenge.server_challenge,
            self._random(8),
            self._now if time is None else time,
            join_av_pairs(self._client_pairs(pairs)),
        )
        return nt, bytes(24) if self.mic_sent else lm, session_base_key

    def _client_pairs(self, pairs: list[AvPair]) -> list[AvPair]:
        """The server's AV pairs with the client's own ([MS-NLMP] 3.1.5.1.2)."""
        ours = [AvId.MsvAvChannelBindings, AvId.MsvAvTargetName] + [AvId.MsvAvFlags] * self.mic_sent
        result = [pair for pair in pairs if pair.av_id not in ours]
        if self.mic_sent:
            flags = (av_number(pairs, AvId.MsvAvFlags) or 0) | AvFlags.MIC_PROVIDED
            result.append(AvPair(av_id=AvId.MsvAvFlags, value=(flags & 0xFFFFFFFF).to_bytes(4, "little")))
        bindings = self.client_channel_bindings_unhashed
        digest = Z16 if bindings is None else hashlib.md5(bindings, usedforsecurity=False).digest()
        result.append(AvPair(av_id=AvId.MsvAvChannelBindings, value=digest))
        result.append(text_pair(AvId.MsvAvTargetName, self.client_supplied_target_name or ""))
        return result
