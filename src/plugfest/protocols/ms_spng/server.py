"""The acceptor: RFC 4178 and [MS-SPNG] 3.2; NTLMSSP without SPNEGO around it is accepted too, as Windows does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from plugfest.errors import LocalProtocolError, RemoteProtocolError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp.constants import SIGNATURE
from plugfest.protocols.ms_nlmp.errors import AuthenticationError
from plugfest.protocols.ms_spng.mechanism import Mechanism
from plugfest.protocols.ms_spng.tokens import NTLM, NegState, NegTokenInit, NegTokenResp, decode_token, hint_token

M = TypeVar("M", bound=Mechanism)


class SpnegoServer(Generic[M]):
    """One negotiation. `mechs` are fresh servers of the mechanisms that we support."""

    def __init__(self, mechs: Sequence[M]) -> None:
        if not mechs:
            raise LocalProtocolError("SPNEGO needs a mechanism")
        self._mechs = list(mechs)
        self._selected: M | None = None
        self.neg_state = NegState.ACCEPT_INCOMPLETE
        self._raw = False
        self._mech_types: bytes = b""
        self._preferred = True
        self._mic_verified = False
        self._mic_sent = False

    @property
    def mechanism(self) -> M:
        """The mechanism that was selected."""
        if self._selected is None:
            raise LocalProtocolError("no mechanism is selected yet")
        return self._selected

    @property
    def complete(self) -> bool:
        """True once the client is who it says."""
        return self.neg_state == NegState.ACCEPT_COMPLETED

    @property
    def session_key(self) -> bytes:
        """The mechanism's."""
        return self.mechanism.session_key

    def step(self, token: bytes | None) -> tuple[bytes, NegState]:
        """(what to send, where we stand). Without a token at first: the NegTokenInit2 of [MS-SPNG] 3.2.5.2.

        Raises WireError for what is no token and AuthenticationError for what is refused; then the log-on is over.
        """
        if self.complete:
            raise LocalProtocolError("the negotiation is complete")
        if not token and self._selected is None:
            return hint_token(tuple(mech.mech_type for mech in self._mechs)), self.neg_state
        return self._step(token or b""), self.neg_state

    def _step(self, token: bytes) -> bytes:
        if self._raw or (self._selected is None and token.startswith(SIGNATURE)):
            return self._step_raw(token)
        message = decode_token(token)
        if isinstance(message, NegTokenInit):
            if self._selected is not None:
                raise _refused("a second NegTokenInit")
            return self._select(message)
        if self._selected is None:
            raise _refused("a NegTokenResp before any NegTokenInit")
        return self._continue(self._selected, message)

    def _step_raw(self, token: bytes) -> bytes:
        self._raw = True
        self._selected = next((mech for mech in self._mechs if mech.mech_type == NTLM), None)
        if self._selected is None:
            raise _refused("NTLM is not supported")
        out = self._selected.step(token)
        if self._selected.complete:
            self.neg_state = NegState.ACCEPT_COMPLETED
        return out or b""

    def _select(self, first: NegTokenInit) -> bytes:
        """RFC 4178 4.2.2: the first mechanism that we support too; the optimistic token belongs to the very first."""
        offered = first.mech_types or ()
        supported = {mech.mech_type: mech for mech in self._mechs}
        chosen = next((mech for mech in offered if mech in supported), None)
        if chosen is None:
            raise _refused(f"none of {', '.join(offered)} is supported")
        self._selected = mechanism = supported[chosen]
        self._mech_types = first.mech_type_list
        self._preferred = chosen == offered[0]
        out: bytes | None = None
        if self._preferred and first.mech_token is not None:
            out = mechanism.step(first.mech_token)
        if mechanism.complete:
            return self._conclude(mechanism, out, first.mech_list_mic, chosen)
        state = NegState.ACCEPT_INCOMPLETE if self._preferred else NegState.REQUEST_MIC
        return NegTokenResp(state, chosen, out).encode()

    def _continue(self, mechanism: M, message: NegTokenResp) -> bytes:
        if message.neg_state == NegState.REJECT:
            raise _refused("the client rejects the negotiation")
        out: bytes | None = None
        if not mechanism.complete:
            if message.response_token is None:
                raise _refused("a NegTokenResp without responseToken")
            out = mechanism.step(message.response_token)
        elif message.mech_list_mic is None:
            raise _refused("a NegTokenResp without the mechListMIC that is due")
        if not mechanism.complete:
            return NegTokenResp(NegState.ACCEPT_INCOMPLETE, None, out).encode()
        return self._conclude(mechanism, out, message.mech_list_mic, None)

    def _conclude(self, mechanism: M, out: bytes | None, received: bytes | None, supported: str | None) -> bytes:
        """The mechanism is through: check and send mechListMIC where that is due (RFC 4178 5), then accept.

        It is due where the mechanism is not the client's first choice, where the mechanism itself carried a MIC
        ([MS-SPNG] note <8>) and where the client sent one. A client that owes it gets ours and is asked once more.
        """
        mic = None
        if mechanism.integrity:
            if received is not None:
                self._verify(mechanism, received)
            due = not self._preferred or mechanism.mic_sent or received is not None
            if due and not self._mic_sent:
                mic = mechanism.security.sign_mech_list(self._mech_types)
                self._mic_sent = True
            if due and not self._mic_verified:
                return NegTokenResp(NegState.ACCEPT_INCOMPLETE, supported, out, mic).encode()
        self.neg_state = NegState.ACCEPT_COMPLETED
        return NegTokenResp(NegState.ACCEPT_COMPLETED, supported, out, mic).encode()

    def _verify(self, mechanism: M, received: bytes) -> None:
        try:
            mechanism.security.verify_mech_list(self._mech_types, received)
        except RemoteProtocolError as error:
            raise AuthenticationError(NtStatus.STATUS_ACCESS_DENIED, "the mechListMIC is wrong") from error
        self._mic_verified = True


def _refused(reason: str) -> AuthenticationError:
    return AuthenticationError(NtStatus.STATUS_INVALID_PARAMETER, reason)
