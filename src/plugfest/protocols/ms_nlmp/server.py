"""The server: [MS-NLMP] 3.2, connection-oriented, NTLM v2. NTLM v1 and LM responses are refused."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

import msgspec

from plugfest.errors import LocalProtocolError, WireError
from plugfest.protocols.crypto import rc4
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp.av_pairs import AvPair, av_number, av_value, join_av_pairs, split_av_pairs, text_pair
from plugfest.protocols.ms_nlmp.client import Rewrite
from plugfest.protocols.ms_nlmp.constants import AvFlags, AvId, NegotiateFlags
from plugfest.protocols.ms_nlmp.credentials import Accounts
from plugfest.protocols.ms_nlmp.errors import AuthenticationError
from plugfest.protocols.ms_nlmp.keys import Z16, hmac_md5, nt_owf_v2, nt_proof_str
from plugfest.protocols.ms_nlmp.messages import (
    AuthenticateMessage,
    ChallengeMessage,
    Message,
    NegotiateMessage,
    NTLMv2Response,
    decode_message,
    encode_name,
    version_for,
)
from plugfest.protocols.ms_nlmp.session_security import SessionSecurity

_F = NegotiateFlags
CFG_FLG = (
    _F.NTLMSSP_NEGOTIATE_56
    | _F.NTLMSSP_NEGOTIATE_KEY_EXCH
    | _F.NTLMSSP_NEGOTIATE_128
    | _F.NTLMSSP_NEGOTIATE_VERSION
    | _F.NTLMSSP_NEGOTIATE_IDENTIFY
    | _F.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
    | _F.NTLMSSP_NEGOTIATE_SEAL
    | _F.NTLMSSP_NEGOTIATE_SIGN
)
"""What the server returns if it is asked for it ([MS-NLMP] 3.2.5.1.1)."""
_ALWAYS = (
    _F.NTLMSSP_REQUEST_TARGET
    | _F.NTLMSSP_NEGOTIATE_NTLM
    | _F.NTLMSSP_NEGOTIATE_ALWAYS_SIGN
    | _F.NTLMSSP_NEGOTIATE_TARGET_INFO
)
_SIGN_OR_SEAL = _F.NTLMSSP_NEGOTIATE_SIGN | _F.NTLMSSP_NEGOTIATE_SEAL
_NTLM_RESPONSE_SIZE = 24


class Target(msgspec.Struct, frozen=True):
    """The server's names ([MS-NLMP] 3.2.1.1). With `domain_joined` the TargetName is the domain's."""

    nb_machine_name: str = "PLUGFEST"
    nb_domain_name: str = "WORKGROUP"
    dns_machine_name: str | None = None
    """None: the NetBIOS name in lower case. Empty: not sent, which impacket's client does not survive."""
    dns_domain_name: str = ""
    dns_forest_name: str = ""
    domain_joined: bool = False


class Identity(msgspec.Struct, frozen=True):
    """Who logged on, as the client named itself."""

    user: str = ""
    domain: str = ""
    workstation: str = ""
    anonymous: bool = False
    guest: bool = False
    target_name: str | None = None
    """ClientSuppliedTargetName; None where the client gave none or does not vouch for it."""


class NtlmServer:
    """One log-on. `step(negotiate)` gives CHALLENGE, `step(authenticate)` gives None and then `identity` is there.

    A refusal raises AuthenticationError. `random(n)` gives n random bytes and `now` is the time as a FILETIME.
    `guest` lets unknown users in as Guest; `channel_bindings` are then required of the client.
    """

    mech_type = "1.3.6.1.4.1.311.2.2.10"

    def __init__(
        self,
        accounts: Accounts,
        *,
        random: Callable[[int], bytes],
        now: int,
        target: Target | None = None,
        allow_anonymous: bool = True,
        guest: bool = False,
        require_128bit_encryption: bool = False,
        channel_bindings: bytes | None = None,
        rewrite: Rewrite | None = None,
    ) -> None:
        self.target = target or Target()
        self.complete = False
        self.mic_sent = False
        """The client's AUTHENTICATE came with a MIC, and it was right."""
        self.session_key = b""
        self._accounts, self._random, self._now, self._rewrite = accounts, random, now, rewrite
        self._allow_anonymous, self._guest = allow_anonymous, guest
        self._require_128 = require_128bit_encryption
        self._channel_bindings = channel_bindings
        self._identity: Identity | None = None
        self._security: SessionSecurity | None = None
        self._expects: tuple[type[Message], ...] = (NegotiateMessage,)
        self._negotiate, self._challenge = b"", b""
        self._server_challenge = b""
        self._flags = NegotiateFlags(0)

    @property
    def identity(self) -> Identity:
        """Who logged on; there once the log-on is complete."""
        if self._identity is None:
            raise LocalProtocolError("the NTLM log-on is not complete")
        return self._identity

    @property
    def security(self) -> SessionSecurity:
        """Signing and sealing; there once the log-on is complete."""
        if self._security is None:
            raise LocalProtocolError("the NTLM log-on is not complete")
        return self._security

    @property
    def integrity(self) -> bool:
        """True where both sides can sign. Anonymous and Guest have no session security ([MS-NLMP] 3.4)."""
        known = self._identity is not None and not self._identity.anonymous and not self._identity.guest
        return known and self._security is not None and self._security.integrity

    def step(self, token: bytes | None) -> bytes | None:
        """Raises WireError for a token that does not parse, AuthenticationError for one that is refused."""
        if self.complete:
            raise LocalProtocolError("the NTLM log-on is complete; there is no further step")
        message = decode_message(token or b"")
        if not isinstance(message, self._expects):
            raise AuthenticationError(NtStatus.STATUS_INVALID_PARAMETER, f"{message.message_type.name} out of turn")
        self._expects = ()  # one try: what is refused once stays refused
        if isinstance(message, AuthenticateMessage):
            self._authenticate(message, token or b"")
            self.complete = True
            return None
        self._negotiate = token or b""
        self._challenge = self._challenge_for(message.negotiate_flags)
        self._expects = (AuthenticateMessage,)
        return self._challenge

    # --- NEGOTIATE → CHALLENGE, 3.2.5.1.1 ---------------------------------------------------------------------------

    def _challenge_for(self, asked: NegotiateFlags) -> bytes:
        joined = self.target.domain_joined
        flags = self._negotiated(asked) | (_F.NTLMSSP_TARGET_TYPE_DOMAIN if joined else _F.NTLMSSP_TARGET_TYPE_SERVER)
        name = self.target.nb_domain_name if joined else self.target.nb_machine_name
        message: Message = ChallengeMessage.build(
            flags,
            {"target_name": encode_name(name, flags), "target_info": join_av_pairs(self._target_info())},
            server_challenge=self._random(8),
            version=version_for(flags),
        )
        sent = self._rewrite(message) if self._rewrite else message
        self._flags = sent.negotiate_flags if isinstance(sent, Message) else flags
        token = sent if isinstance(sent, bytes) else sent.encode()
        self._server_challenge = token[24:32]
        return token

    def _negotiated(self, asked: NegotiateFlags) -> NegotiateFlags:
        flags = asked & CFG_FLG | _ALWAYS
        if not asked & _SIGN_OR_SEAL:  # 2.2.2.5, U and W
            flags &= ~(_F.NTLMSSP_NEGOTIATE_128 | _F.NTLMSSP_NEGOTIATE_56)
        if _F.NTLMSSP_NEGOTIATE_UNICODE in asked:
            flags |= _F.NTLMSSP_NEGOTIATE_UNICODE
        elif _F.NTLM_NEGOTIATE_OEM in asked:
            flags |= _F.NTLM_NEGOTIATE_OEM
        else:
            raise AuthenticationError(NtStatus.STATUS_INVALID_PARAMETER, "neither Unicode nor OEM is asked for")
        if self._require_128 and _F.NTLMSSP_NEGOTIATE_128 not in flags:
            raise AuthenticationError(NtStatus.STATUS_NOT_SUPPORTED, "128-bit encryption is required")
        return flags

    def _target_info(self) -> list[AvPair]:
        target = self.target
        dns_machine_name = target.dns_machine_name
        if dns_machine_name is None:
            dns_machine_name = target.nb_machine_name.lower()
        names = {
            AvId.MsvAvNbComputerName: target.nb_machine_name,
            AvId.MsvAvNbDomainName: target.nb_domain_name,
            AvId.MsvAvDnsComputerName: dns_machine_name,
            AvId.MsvAvDnsDomainName: target.dns_domain_name,
            AvId.MsvAvDnsTreeName: target.dns_forest_name,
        }
        pairs = [text_pair(av_id, name) for av_id, name in names.items() if name]
        return [*pairs, AvPair(av_id=AvId.MsvAvTimestamp, value=self._now.to_bytes(8, "little"))]

    # --- AUTHENTICATE, 3.2.5.1.2 ------------------------------------------------------------------------------------

    def _authenticate(self, message: AuthenticateMessage, token: bytes) -> None:
        user, domain = message.text("user_name"), message.text("domain_name")
        nt, lm = message.part("nt_challenge_response"), message.part("lm_challenge_response")
        identity = Identity(user, domain, message.text("workstation"))
        pairs: list[AvPair] = []
        if not user and not nt and lm in (b"", bytes(1)):
            if not self._allow_anonymous:
                raise AuthenticationError(NtStatus.STATUS_ACCESS_DENIED, "anonymous")
            session_base_key = Z16
            identity = msgspec.structs.replace(identity, anonymous=True)
        elif (key := self._session_base_key(domain, user, nt)) is not None:
            session_base_key = key
            pairs, _ = split_av_pairs(NTLMv2Response.decode(nt).client_challenge.av_pairs)
            self._check_channel_bindings(pairs)
            identity = msgspec.structs.replace(identity, target_name=_target_name(pairs))
        else:
            session_base_key = Z16
            identity = msgspec.structs.replace(identity, guest=True)
        self._finish(message, token, session_base_key, pairs)
        self._identity = identity

    def _session_base_key(self, domain: str, user: str, nt: bytes) -> bytes | None:
        """The key if the response is right; None where the user is let in as Guest."""
        known = False
        for database_domain in dict.fromkeys((domain, "")):  # 3.2.5.1.2: a second try with NIL as the domain
            nt_hash = self._accounts(database_domain, user)
            if nt_hash is None:
                continue
            known = True
            if len(nt) <= _NTLM_RESPONSE_SIZE:
                raise AuthenticationError(NtStatus.STATUS_LOGON_FAILURE, f"{user}: no NTLM v2 response")
            response = NTLMv2Response.decode(nt)
            split_av_pairs(response.client_challenge.av_pairs)  # malformed is not the same as wrong
            key = nt_owf_v2(nt_hash, user, database_domain)
            proof = nt_proof_str(key, self._server_challenge, nt[16:])
            if hmac.compare_digest(proof, response.response):
                return hmac_md5(key, proof)
        if self._guest and not known:
            return None
        raise AuthenticationError(
            NtStatus.STATUS_LOGON_FAILURE, f"{user}: wrong password" if known else f"{user}: unknown user"
        )

    def _finish(self, message: AuthenticateMessage, token: bytes, session_base_key: bytes, pairs: list[AvPair]) -> None:
        flags = self._flags & message.negotiate_flags
        encrypted = message.part("encrypted_random_session_key")
        self.session_key = session_base_key  # NTLM v2: KXKEY is the SessionBaseKey, 3.4.5.1
        if _F.NTLMSSP_NEGOTIATE_KEY_EXCH in flags and (flags & _SIGN_OR_SEAL or encrypted):
            # Some clients (impacket) send a key with neither SIGN nor SEAL; then they mean it.
            if len(encrypted) != 16:
                raise AuthenticationError(NtStatus.STATUS_INVALID_PARAMETER, "no EncryptedRandomSessionKey")
            self.session_key = rc4(session_base_key, encrypted)
        if (av_number(pairs, AvId.MsvAvFlags) or 0) & AvFlags.MIC_PROVIDED:
            self._check_mic(message, token)
        self._security = SessionSecurity(flags, self.session_key, "Server")

    def _check_mic(self, message: AuthenticateMessage, token: bytes) -> None:
        begin = AuthenticateMessage.MIC_OFFSET
        unsigned = token[:begin] + Z16 + token[begin + 16 :]
        expected = hmac_md5(self.session_key, self._negotiate + self._challenge + unsigned)
        if message.mic is None or not hmac.compare_digest(expected, message.mic):
            raise AuthenticationError(NtStatus.STATUS_LOGON_FAILURE, "the MIC is wrong")
        self.mic_sent = True

    def _check_channel_bindings(self, pairs: list[AvPair]) -> None:
        if self._channel_bindings is None:
            return
        expected = hashlib.md5(self._channel_bindings, usedforsecurity=False).digest()
        if av_value(pairs, AvId.MsvAvChannelBindings) != expected:
            raise AuthenticationError(NtStatus.STATUS_LOGON_FAILURE, "the channel bindings differ")


def _target_name(pairs: list[AvPair]) -> str | None:
    value = av_value(pairs, AvId.MsvAvTargetName)
    if value is None or (av_number(pairs, AvId.MsvAvFlags) or 0) & AvFlags.UNTRUSTED_TARGET_NAME:
        return None
    try:
        return value.decode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        raise WireError("AV_PAIR", "MsvAvTargetName", 0, "is no UTF-16") from None
