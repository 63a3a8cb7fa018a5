"""What SPNEGO asks of an authentication mechanism. NtlmClient and NtlmServer are such; Kerberos can be one."""

from __future__ import annotations

from typing import Protocol


class MechListSecurity(Protocol):
    """The signatures over the mechanism list."""

    def sign_mech_list(self, mech_types: bytes) -> bytes:
        """GSS_GetMIC; the state of the first message that the application signs is as if this had not been."""

    def verify_mech_list(self, mech_types: bytes, signature: bytes) -> None:
        """GSS_VerifyMIC; raises RemoteProtocolError where it is wrong."""


class Mechanism(Protocol):
    """One side of one log-on."""

    mech_type: str
    complete: bool
    session_key: bytes
    mic_sent: bool
    """The mechanism protects its own messages; then mechListMIC is expected too ([MS-SPNG] note <8>)."""

    @property
    def integrity(self) -> bool:
        """True once both sides can sign."""

    @property
    def security(self) -> MechListSecurity:
        """What signs."""

    def step(self, token: bytes | None) -> bytes | None:
        """The next token, if there is one to send."""
