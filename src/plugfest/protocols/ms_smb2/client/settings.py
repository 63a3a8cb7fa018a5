"""[MS-SMB2] 3.2.1.1 and 3.2.3: what a client is set to before it connects."""

from __future__ import annotations

from uuid import UUID

import msgspec

from plugfest.protocols.ms_smb2.constants import (
    DIALECTS,
    Capabilities,
    Cipher,
    Dialect,
    HashAlgorithm,
    SecurityMode,
    SigningAlgorithm,
)


class ClientSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The client's configuration; every list is in the order of preference."""

    dialects: tuple[Dialect, ...] = DIALECTS
    hash_algorithms: tuple[HashAlgorithm, ...] = (HashAlgorithm.SHA_512,)
    salt_size: int = 32
    ciphers: tuple[Cipher, ...] = (Cipher.AES_128_GCM, Cipher.AES_128_CCM, Cipher.AES_256_GCM, Cipher.AES_256_CCM)
    """Empty: IsEncryptionSupported is FALSE."""
    signing_algorithms: tuple[SigningAlgorithm, ...] = (
        SigningAlgorithm.AES_GMAC,
        SigningAlgorithm.AES_CMAC,
        SigningAlgorithm.HMAC_SHA256,
    )
    """Empty: IsSigningCapabilitiesSupported is FALSE."""
    capabilities: Capabilities | None = None
    """None: what we implement and the dialects allow."""
    client_guid: UUID | None = None
    """None: a new one for each connection."""
    netname: str | None = None
    """What the netname context says; None: the name of the server as it was given, empty: no such context."""
    require_signing: bool = False
    """RequireMessageSigning."""
    encrypt: bool = False
    """Encrypt every session whose connection can, whether the server asks for it or not."""
    reject_guest: bool = False
    """RejectGuestAccess."""
    allow_insecure_guest: bool = True
    """AllowInsecureGuestAccess."""
    require_secure_negotiate: bool = True
    """RequireSecureNegotiate."""
    credits: int = 512
    """How many credits we ask to have at hand."""
    strict: bool = True
    """A response that breaks a rule of 3.2.5 fails its request; otherwise what it broke is only written down in it."""

    @property
    def security_mode(self) -> SecurityMode:
        """SecurityMode of NEGOTIATE and SESSION_SETUP (3.2.4.2.2.2, 3.2.4.2.3)."""
        if self.require_signing:
            return SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
        return SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
