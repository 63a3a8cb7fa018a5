"""The initiator: RFC 4178 and [MS-SPNG] 3.3. Tokens are not fragmented (3.1.5.6): SMB2 carries them whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from plugfest.errors import LocalProtocolError, RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp.errors import AuthenticationError
from plugfest.protocols.ms_spng.mechanism import Mechanism
from plugfest.protocols.ms_spng.tokens import NegState, NegTokenInit, NegTokenResp, decode_token

M = TypeVar("M", bound=Mechanism)


class SpnegoClient(Generic[M]):
    """One negotiation. `mechs` in the order of preference; the first one's token goes along at once."""

    def __init__(self, mechs: Sequence[M]) -> None:
        if not mechs:
            raise LocalProtocolError("SPNEGO needs a mechanism")
        self._mechs = list(mechs)
        self.mechanism: M = self._mechs[0]
        """The mechanism in use; the last word once the server has answered."""
        self.neg_state = NegState.ACCEPT_INCOMPLETE
        self._mech_types: bytes = b""
        self._answered = False
        self._mic_needed = False
        self._mic_sent = False
        self._mic_verified = False

    @property
    def complete(self) -> bool:
        """True once the server has accepted."""
        return self.neg_state == NegState.ACCEPT_COMPLETED

    @property
    def session_key(self) -> bytes:
        """The mechanism's."""
        return self.mechanism.session_key

    def step(self, token: bytes | None) -> tuple[bytes, NegState]:
        """(what to send, where we stand). First with None or the server's NegTokenInit2, then with its answers.

        Raises AuthenticationError where the server rejects, RemoteProtocolError where it breaks the protocol, and what
        the mechanism raises.
        """
        if self.complete:
            raise LocalProtocolError("the negotiation is complete")
        if not self._mech_types:
            return self._begin(token), self.neg_state
        if not token and self.mechanism.complete and not self._mic_needed:
            self.neg_state = NegState.ACCEPT_COMPLETED  # the application protocol said yes without a token
            return b"", self.neg_state
        answer = decode_token(token or b"")
        if not isinstance(answer, NegTokenResp):
            raise WireError("NegotiationToken", "negTokenResp", 0, "is a negTokenInit")
        return self._continue(answer), self.neg_state

    def _begin(self, hints: bytes | None) -> bytes:
        if hints:
            offer = decode_token(hints)
            if not isinstance(offer, NegTokenInit):
                raise WireError("NegotiationToken", "negTokenInit", 0, "is a negTokenResp")
            offered = offer.mech_types
            if offered is not None:
                self._mechs = [mech for mech in self._mechs if mech.mech_type in offered]
            if not self._mechs:
                raise RemoteProtocolError(f"the server offers only {', '.join(offered or ())}")
            self.mechanism = self._mechs[0]
        types = tuple(mech.mech_type for mech in self._mechs)
        first = NegTokenInit(mech_types=types, mech_token=self.mechanism.step(None))
        self._mech_types = first.mech_type_list
        return first.encode()

    def _continue(self, answer: NegTokenResp) -> bytes:
        if answer.neg_state == NegState.REJECT:
            raise AuthenticationError(NtStatus.STATUS_LOGON_FAILURE, "the server rejects the negotiation")
        if answer.neg_state == NegState.REQUEST_MIC:
            self._mic_needed = True
        reselected = not self._answered and self._reselect(answer.supported_mech)
        self._answered = True
        out: bytes | None = None
        if reselected:
            out = self.mechanism.step(None)
        elif not self.mechanism.complete:
            if answer.response_token is None:
                raise RemoteProtocolError("the server's NegTokenResp has no responseToken")
            out = self.mechanism.step(answer.response_token)
        mic = self._exchange_mics(answer.mech_list_mic) if self.mechanism.complete else None
        if answer.neg_state == NegState.ACCEPT_COMPLETED:
            self._accept()
        if out is None and mic is None:
            if not self.complete:
                raise RemoteProtocolError("the server waits for a token, but nothing is left to send")
            return b""
        return NegTokenResp(response_token=out, mech_list_mic=mic).encode()

    def _reselect(self, supported: str | None) -> bool:
        """RFC 4178 4.2.2: take the mechanism that the server chose, if it is not the one that we began."""
        if supported is None or supported == self.mechanism.mech_type:
            return False
        chosen = next((mech for mech in self._mechs if mech.mech_type == supported), None)
        if chosen is None:
            raise RemoteProtocolError(f"the server selects {supported}, which was not offered")
        self.mechanism = chosen
        self._mic_needed = True
        return True

    def _exchange_mics(self, received: bytes | None) -> bytes | None:
        """Check the server's mechListMIC; give ours where it is due and not yet sent (RFC 4178 5)."""
        mechanism = self.mechanism
        if not mechanism.integrity:
            self._mic_needed = False  # RFC 4178 5: without per-message integrity there is none
            return None
        if received is not None and not self._mic_verified:
            mechanism.security.verify_mech_list(self._mech_types, received)
            self._mic_verified = True
        if self._mic_sent or not (self._mic_needed or mechanism.mic_sent or received is not None):
            return None
        self._mic_sent = True
        return mechanism.security.sign_mech_list(self._mech_types)

    def _accept(self) -> None:
        if not self.mechanism.complete:
            raise RemoteProtocolError("the server accepts before the mechanism is complete")
        if self._mic_needed and not self._mic_verified:
            raise RemoteProtocolError("the server accepts without the mechListMIC that is due")
        self.neg_state = NegState.ACCEPT_COMPLETED
