"""An NTLM log-on that was overheard: with the NT hash, its session key ([MS-NLMP] 3.2.5.1.2, 3.4.5.1).

The tokens of the capture are played to the acceptor of `ms_nlmp`, which proves the response and the MIC as a server
does; the challenge that it gives is the captured one.
"""

from __future__ import annotations

from plugfest.errors import WireError
from plugfest.protocols.ms_nlmp import (
    SIGNATURE,
    AuthenticateMessage,
    AuthenticationError,
    ChallengeMessage,
    NegotiateMessage,
    NtlmServer,
    decode_message,
)
from plugfest.protocols.ms_spng import NegTokenInit, decode_token


class OverheardLogon:
    """One exchange of security tokens, SPNEGO or plain NTLM, as they pass."""

    def __init__(self) -> None:
        self._tokens: dict[type, bytes] = {}

    def token(self, data: bytes) -> None:
        """One more token, of either side; what is no NTLM is passed over."""
        token = ntlm_token(data)
        if token.startswith(SIGNATURE):
            try:
                self._tokens[type(decode_message(token))] = token
            except WireError:
                return

    def session_key(self, nt_hash: bytes) -> bytes:
        """The exported session key. Raises AuthenticationError or WireError, which say what does not fit."""
        tokens = self._tokens
        if AuthenticateMessage not in tokens:
            raise WireError("SESSION_SETUP", "", 0, "the log-on is not NTLM, or not in the capture")
        for missing in (NegotiateMessage, ChallengeMessage):
            if missing not in tokens:
                raise WireError("SESSION_SETUP", "", 0, f"the {missing.__name__} is not in the capture")
        challenge = ChallengeMessage.decode(tokens[ChallengeMessage])
        acceptor = NtlmServer(lambda domain, user: nt_hash, random=bytes, now=0, rewrite=lambda _: challenge)
        acceptor.step(tokens[NegotiateMessage])
        acceptor.step(tokens[AuthenticateMessage])
        return acceptor.session_key


def ntlm_token(data: bytes) -> bytes:
    """The mechanism's token in a security buffer; nothing where there is none."""
    if data.startswith(SIGNATURE):
        return data
    try:
        token = decode_token(data)
    except WireError:
        return b""
    return (token.mech_token if isinstance(token, NegTokenInit) else token.response_token) or b""


__all__ = ["AuthenticationError", "OverheardLogon", "ntlm_token"]
