"""Message authentication with AES: CMAC (RFC 4493) and GMAC (NIST SP 800-38D), as [MS-SMB2] 3.1.4.1 signs with them."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC


def aes_cmac(key: bytes, data: bytes) -> bytes:
    """The 16-byte AES-CMAC of `data`."""
    mac = CMAC(AES(key))
    mac.update(data)
    return mac.finalize()


class AesGmac:
    """AES-GMAC under one key: GCM over nothing, with the message as associated data."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def tag(self, nonce: bytes, data: bytes) -> bytes:
        """The 16-byte tag of `data`; `nonce` has 12 bytes."""
        return self._cipher.encrypt(nonce, b"", data)
