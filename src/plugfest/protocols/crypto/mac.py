"""Message authentication with AES: CMAC (RFC 4493) and GMAC (NIST SP 800-38D), as [MS-SMB2] 3.1.4.1 signs with them.

A message may be given in parts, so that bulk data need not be copied behind its header.
"""

from __future__ import annotations

from typing import TypeAlias

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

Buffer: TypeAlias = bytes | bytearray | memoryview
LARGE = 16384
"""From here on copying the parts together costs more than a context that takes them one by one."""


def aes_cmac(key: bytes, data: bytes) -> bytes:
    """The 16-byte AES-CMAC of `data`."""
    return AesCmac(key).tag(data)


class AesCmac:
    """AES-CMAC under one key."""

    __slots__ = ("_empty",)

    def __init__(self, key: bytes) -> None:
        self._empty = CMAC(AES(key))

    def tag(self, *parts: Buffer) -> bytes:
        """The 16-byte tag of the parts, one behind the other."""
        mac = self._empty.copy()
        for part in parts:
            mac.update(part)  # type: ignore[arg-type]  # any buffer will do
        return mac.finalize()


class AesGmac:
    """AES-GMAC under one key: GCM over nothing, with the message as associated data."""

    __slots__ = ("_cipher", "_key")

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key = AES(key)

    def tag(self, nonce: bytes, *parts: Buffer) -> bytes:
        """The 16-byte tag of the parts, one behind the other; `nonce` has 12 bytes."""
        if len(parts) == 1 or sum(map(len, parts)) < LARGE:
            return self._cipher.encrypt(nonce, b"", parts[0] if len(parts) == 1 else b"".join(parts))
        context = Cipher(self._key, modes.GCM(nonce)).encryptor()
        for part in parts:
            context.authenticate_additional_data(part)
        context.finalize()
        return context.tag
