"""AES-CCM (RFC 3610) and AES-GCM (NIST SP 800-38D) with a detached 16-byte tag, as [MS-SMB2] 3.1.4.3 encrypts."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag as _InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM

from plugfest.errors import RemoteProtocolError

TAG_SIZE = 16


class InvalidTag(RemoteProtocolError):
    """What was received does not belong to its tag: another key, another nonce, or changed on the way."""


class _Aead:
    __slots__ = ("_cipher",)

    _cipher: AESCCM | AESGCM
    nonce_size: int

    def seal(self, nonce: bytes, plaintext: bytes, associated: bytes) -> tuple[bytes, bytes]:
        """(ciphertext, tag)."""
        sealed = self._cipher.encrypt(nonce, plaintext, associated)
        return sealed[:-TAG_SIZE], sealed[-TAG_SIZE:]

    def open(self, nonce: bytes, ciphertext: bytes, tag: bytes, associated: bytes) -> bytes:
        """The plaintext, or `InvalidTag`."""
        try:
            return self._cipher.decrypt(nonce, bytes(ciphertext) + bytes(tag), associated)
        except _InvalidTag:
            raise InvalidTag(f"the tag of {len(ciphertext)} encrypted bytes is wrong") from None


class AesCcm(_Aead):
    """AES-CCM; [MS-SMB2] takes nonces of 11 bytes."""

    __slots__ = ()
    nonce_size = 11

    def __init__(self, key: bytes) -> None:
        self._cipher = AESCCM(key, TAG_SIZE)


class AesGcm(_Aead):
    """AES-GCM; [MS-SMB2] takes nonces of 12 bytes."""

    __slots__ = ()
    nonce_size = 12

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
