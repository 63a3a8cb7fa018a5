"""AES-CCM (RFC 3610) and AES-GCM (NIST SP 800-38D) with a detached 16-byte tag, as [MS-SMB2] 3.1.4.3 encrypts."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag as _InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from plugfest.errors import RemoteProtocolError
from plugfest.protocols.crypto.mac import Buffer

TAG_SIZE = 16
_SPARE = 16
"""Bytes behind the output that `cryptography` wants to have at hand."""


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

    def seal_parts(self, nonce: bytes, parts: tuple[Buffer, ...], associated: bytes) -> tuple[Buffer, bytes]:
        """(ciphertext, tag) of the parts, one behind the other."""
        return self.seal(nonce, b"".join(parts), associated)

    def open(self, nonce: bytes, ciphertext: Buffer, tag: Buffer, associated: bytes) -> bytes:
        """The plaintext, or `InvalidTag`."""
        try:
            return self._cipher.decrypt(nonce, b"".join((ciphertext, tag)), associated)
        except _InvalidTag:
            raise _wrong(ciphertext) from None

    def open_view(self, nonce: bytes, ciphertext: Buffer, tag: bytes, associated: bytes) -> Buffer:
        """The same of much data; what comes may be overwritten by the next call."""
        return self.open(nonce, ciphertext, tag, associated)


class AesCcm(_Aead):
    """AES-CCM; [MS-SMB2] takes nonces of 11 bytes."""

    __slots__ = ()
    nonce_size = 11

    def __init__(self, key: bytes) -> None:
        self._cipher = AESCCM(key, TAG_SIZE)


class AesGcm(_Aead):
    """AES-GCM; [MS-SMB2] takes nonces of 12 bytes."""

    __slots__ = ("_key", "_plaintext")
    nonce_size = 12

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key = AES(key)
        self._plaintext = bytearray()

    def seal_parts(self, nonce: bytes, parts: tuple[Buffer, ...], associated: bytes) -> tuple[Buffer, bytes]:
        """(ciphertext, tag) of the parts, none of which is copied."""
        context = Cipher(self._key, modes.GCM(nonce)).encryptor()
        context.authenticate_additional_data(associated)
        sealed = memoryview(bytearray(sum(map(len, parts)) + _SPARE))
        at = 0
        for part in parts:
            at += context.update_into(part, sealed[at:])
        context.finalize()
        return sealed[:at], context.tag

    def open_view(self, nonce: bytes, ciphertext: Buffer, tag: bytes, associated: bytes) -> Buffer:
        """The plaintext in a buffer that the next call may overwrite, or `InvalidTag`."""
        if len(self._plaintext) < len(ciphertext) + _SPARE:
            self._plaintext = bytearray(len(ciphertext) + _SPARE)
        context = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        context.authenticate_additional_data(associated)
        plaintext = memoryview(self._plaintext)
        size = context.update_into(ciphertext, plaintext)
        try:
            context.finalize()
        except _InvalidTag:
            raise _wrong(ciphertext) from None
        return plaintext[:size]


def _wrong(ciphertext: Buffer) -> InvalidTag:
    return InvalidTag(f"the tag of {len(ciphertext)} encrypted bytes is wrong")
