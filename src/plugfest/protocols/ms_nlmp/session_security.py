"""Signing and sealing after the log-on: [MS-NLMP] 3.4, connection-oriented, with extended session security."""

from __future__ import annotations

import hmac

from plugfest.errors import LocalProtocolError, RemoteProtocolError
from plugfest.protocols.crypto import RC4
from plugfest.protocols.ms_nlmp.constants import NegotiateFlags
from plugfest.protocols.ms_nlmp.keys import hmac_md5, seal_key, sign_key
from plugfest.protocols.ms_nlmp.messages import MessageSignature

_UNSIGNED = MessageSignature().encode()
"""[MS-NLMP] 3.4.4.3."""


class _Direction:
    """SigningKey, Handle and SeqNum of the messages that one side sends."""

    def __init__(self, flags: NegotiateFlags, exported_session_key: bytes, mode: str) -> None:
        self.signing_key = sign_key(flags, exported_session_key, mode) or b""
        sealing_key = seal_key(flags, exported_session_key, mode)
        self.handle = RC4(sealing_key) if sealing_key else None
        self.seq_num = 0
        self.encrypts_checksum = NegotiateFlags.NTLMSSP_NEGOTIATE_KEY_EXCH in flags

    def mac(self, message: bytes) -> bytes:
        """[MS-NLMP] 3.4.4.2, MAC."""
        checksum = hmac_md5(self.signing_key, self.seq_num.to_bytes(4, "little") + message)[:8]
        if self.encrypts_checksum and self.handle:
            checksum = self.handle.process(checksum)
        signature = MessageSignature(checksum=checksum, seq_num=self.seq_num)
        self.seq_num = (self.seq_num + 1) & 0xFFFFFFFF
        return signature.encode()


class SessionSecurity:
    """The keys of a finished log-on at work. `mode` is the side that we are: Client or Server."""

    def __init__(self, flags: NegotiateFlags, exported_session_key: bytes, mode: str) -> None:
        self.flags = flags
        self._sends = _Direction(flags, exported_session_key, mode)
        self._receives = _Direction(flags, exported_session_key, "Server" if mode == "Client" else "Client")

    @property
    def integrity(self) -> bool:
        """True where messages can be signed: 3.4.5.2 has no signing key without extended session security."""
        flag = NegotiateFlags
        wanted = flag.NTLMSSP_NEGOTIATE_SIGN | flag.NTLMSSP_NEGOTIATE_SEAL
        return flag.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY in self.flags and bool(wanted & self.flags)

    @property
    def confidentiality(self) -> bool:
        """True where messages can be sealed."""
        return self.integrity and NegotiateFlags.NTLMSSP_NEGOTIATE_SEAL in self.flags

    def sign(self, message: bytes) -> bytes:
        """[MS-NLMP] 3.4.8, GSS_GetMICEx: the signature that goes with `message`."""
        return self._sends.mac(message) if self.integrity else _UNSIGNED

    def verify(self, message: bytes, signature: bytes) -> None:
        """[MS-NLMP] 3.4.9, GSS_VerifyMICEx. Raises RemoteProtocolError, and SeqNum stays, where it is wrong."""
        receives = self._receives
        if not self.integrity:
            if signature != _UNSIGNED:
                raise RemoteProtocolError("an NTLM signature where none was negotiated")
            return
        handle, seq_num = receives.handle and receives.handle.copy(), receives.seq_num
        if not hmac.compare_digest(receives.mac(message), signature):
            receives.handle, receives.seq_num = handle, seq_num
            raise RemoteProtocolError(f"the NTLM signature of message {seq_num} is wrong")

    def seal(self, message: bytes, before: bytes = b"", after: bytes = b"") -> tuple[bytes, bytes]:
        """[MS-NLMP] 3.4.6, GSS_WrapEx: (sealed message, signature). `before` and `after` are signed only."""
        if not self.confidentiality or self._sends.handle is None:
            raise LocalProtocolError("NTLMSSP_NEGOTIATE_SEAL was not negotiated")
        sealed = self._sends.handle.process(message)
        return sealed, self._sends.mac(before + message + after)

    def unseal(self, sealed: bytes, signature: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
        """[MS-NLMP] 3.4.7, GSS_UnwrapEx. Raises RemoteProtocolError where the signature is wrong."""
        if not self.confidentiality or self._receives.handle is None:
            raise LocalProtocolError("NTLMSSP_NEGOTIATE_SEAL was not negotiated")
        handle = self._receives.handle.copy()
        message = self._receives.handle.process(sealed)
        try:
            self.verify(before + message + after, signature)
        except RemoteProtocolError:
            self._receives.handle = handle
            raise
        return message

    def sign_mech_list(self, mech_types: bytes) -> bytes:
        """The same as `sign`, with the key state put back behind it: [MS-SPNG] 3.2.5.1 and 3.3.5.1, OriginalHandle.

        SeqNum is not put back; the document does not say, and Samba counts on.
        """
        original = self._sends.handle and self._sends.handle.copy()
        signature = self.sign(mech_types)
        self._sends.handle = original
        return signature

    def verify_mech_list(self, mech_types: bytes, signature: bytes) -> None:
        """The same as `verify`, with the key state put back behind it."""
        original = self._receives.handle and self._receives.handle.copy()
        self.verify(mech_types, signature)
        self._receives.handle = original
