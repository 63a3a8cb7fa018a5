"""[MS-SMB2] 3.1.4.1 signing, 3.1.4.2 key generation, 3.1.4.3 encryption, 3.1.5.1 verification, and the
preauthentication integrity hash (3.2.5.2, 3.3.5.4). Used by the client, the server and whoever reads captures."""

from __future__ import annotations

import hashlib
import hmac
from typing import NamedTuple

from plugfest.errors import WireError
from plugfest.protocols.crypto import LARGE, AesCcm, AesCmac, AesGcm, AesGmac, Buffer, InvalidTag, sp800_108_counter
from plugfest.protocols.ms_smb2.constants import Cipher, Command, Dialect, SigningAlgorithm
from plugfest.protocols.ms_smb2.header import SIGNATURE_OFFSET, TRANSFORM_SIZE, TransformHeader

_ZERO_SIGNATURE = bytes(16)
_SIGNATURE = slice(SIGNATURE_OFFSET, SIGNATURE_OFFSET + 16)
_CANCEL = int(Command.CANCEL)
_ROLES = tuple(bytes((role, 0, 0, 0)) for role in range(4))
"""The nonce of AES-GMAC after the MessageId: bit 0 for the server, bit 1 for CANCEL."""
_AEAD = {
    Cipher.AES_128_CCM: AesCcm,
    Cipher.AES_128_GCM: AesGcm,
    Cipher.AES_256_CCM: AesCcm,
    Cipher.AES_256_GCM: AesGcm,
}


def next_preauth_hash(value: bytes, message: bytes) -> bytes:
    """3.3.5.4: SHA-512 over the hash so far and one more message, from its SMB2 header on. Starts at 64 zero bytes."""
    return hashlib.sha512(value + message).digest()


class Keys(NamedTuple):
    """What a session derives from its session key; named from the server's side as in 3.3.1.8."""

    signing: bytes
    encryption: bytes
    """Server to client."""
    decryption: bytes
    """Client to server."""
    application: bytes


def derive_keys(dialect: Dialect, session_key: bytes, preauth_hash: bytes, cipher: Cipher | int) -> Keys:
    """3.1.4.2 with the labels and contexts of 3.2.5.3.1 and 3.3.5.5.3. `session_key`: 16 bytes."""
    if dialect < Dialect.SMB_3_0:
        return Keys(session_key, b"", b"", session_key)
    size = 256 if cipher in (Cipher.AES_256_CCM, Cipher.AES_256_GCM) else 128
    if dialect == Dialect.SMB_3_1_1:
        return Keys(
            sp800_108_counter(session_key, b"SMBSigningKey\0", preauth_hash, 128),
            sp800_108_counter(session_key, b"SMBS2CCipherKey\0", preauth_hash, size),
            sp800_108_counter(session_key, b"SMBC2SCipherKey\0", preauth_hash, size),
            sp800_108_counter(session_key, b"SMBAppKey\0", preauth_hash, 128),
        )
    return Keys(
        sp800_108_counter(session_key, b"SMB2AESCMAC\0", b"SmbSign\0", 128),
        sp800_108_counter(session_key, b"SMB2AESCCM\0", b"ServerOut\0", 128),
        sp800_108_counter(session_key, b"SMB2AESCCM\0", b"ServerIn \0", 128),
        sp800_108_counter(session_key, b"SMB2APP\0", b"SmbRpc\0", 128),
    )


class Signer:
    """3.1.4.1 and 3.1.5.1 under one key: writes and checks the signature of messages of either direction.

    A message may be given in two parts, its `payload` being bulk data that is not copied.
    """

    def __init__(self, algorithm: SigningAlgorithm | int, key: bytes) -> None:
        self.algorithm = algorithm
        self.key = key
        self._gmac = AesGmac(key) if algorithm == SigningAlgorithm.AES_GMAC else None
        self._cmac = None if self._gmac or algorithm == SigningAlgorithm.HMAC_SHA256 else AesCmac(key)

    def signature(self, message: bytes, payload: Buffer = b"") -> bytes:
        """The 16-byte signature that belongs into this message; what its signature field holds does not count."""
        blank = bytearray(message)
        blank[_SIGNATURE] = _ZERO_SIGNATURE
        return self._mac(blank, payload)

    def sign(self, message: bytes, payload: Buffer = b"") -> bytes:
        """The message with SMB2_FLAGS_SIGNED set and its signature in place; the payload goes behind it as it is."""
        signed = bytearray(message)
        signed[16] |= 8
        signed[_SIGNATURE] = _ZERO_SIGNATURE
        signed[_SIGNATURE] = self._mac(signed, payload)
        return bytes(signed)

    def verifies(self, message: bytes, payload: Buffer = b"") -> bool:
        """Is the signature in the message the right one?"""
        return hmac.compare_digest(self.signature(message, payload), message[_SIGNATURE])

    def _mac(self, message: bytearray, payload: Buffer) -> bytes:
        parts = (message, payload) if payload else (message,)
        if self._gmac is not None:
            role = message[16] & 1  # SMB2_FLAGS_SERVER_TO_REDIR: the sender is the server
            cancel = 2 if message[12] == _CANCEL and message[13] == 0 else 0
            return self._gmac.tag(bytes(message[24:32]) + _ROLES[role | cancel], *parts)
        if self._cmac is not None:
            return self._cmac.tag(*parts)
        if not payload:
            return hmac.digest(self.key, message, "sha256")[:16]
        mac = hmac.new(self.key, message, "sha256")
        mac.update(payload)
        return mac.digest()[:16]


class Sealer:
    """3.1.4.3 under one key of one direction."""

    def __init__(self, cipher: Cipher | int, key: bytes) -> None:
        self._aead = _AEAD[Cipher(cipher)](key)
        self.nonce_size = self._aead.nonce_size

    def seal(self, message: bytes, session_id: int, nonce: bytes, *, size: int | None = None, flags: int = 1) -> bytes:
        """TRANSFORM_HEADER and the encrypted message. A nonce is never used twice under one key: the caller counts.

        `size` and `flags` are lies that a test tells in the header.
        """
        header = _transform_header(session_id, nonce, len(message) if size is None else size, flags)
        encrypted, tag = self._aead.seal(nonce, message, header[20:])
        return header[:4] + tag + header[20:] + encrypted

    def seal_parts(self, parts: tuple[Buffer, ...], session_id: int, nonce: bytes) -> tuple[Buffer, ...]:
        """The same for a message in parts, one behind the other, and giving parts: bulk data is copied nowhere."""
        header = _transform_header(session_id, nonce, sum(map(len, parts)), 1)
        encrypted, tag = self._aead.seal_parts(nonce, parts, header[20:])
        return header[:4] + tag + header[20:], encrypted

    def unseal(self, data: bytes) -> bytes:
        """The message inside. Raises WireError where it is too short, InvalidTag where it is not authentic."""
        nonce = self._nonce(data)
        return self._aead.open(nonce, data[TRANSFORM_SIZE:], data[4:20], data[20:TRANSFORM_SIZE])

    def unseal_view(self, data: memoryview) -> Buffer:
        """The same of much data; what comes may be overwritten by the next call."""
        nonce, header = self._nonce(data), bytes(data[:TRANSFORM_SIZE])
        return self._aead.open_view(nonce, data[TRANSFORM_SIZE:], header[4:20], header[20:])

    def _nonce(self, data: Buffer) -> bytes:
        if len(data) <= TRANSFORM_SIZE:
            raise WireError("TransformHeader", "", len(data), "no message behind it")
        return bytes(data[20 : 20 + self.nonce_size])


def _transform_header(session_id: int, nonce: bytes, size: int, flags: int) -> bytes:
    """Its signature is still zero."""
    header = TransformHeader(
        nonce=nonce.ljust(16, b"\0"), original_message_size=size, flags=flags, session_id=session_id
    )
    return header.encode()


__all__ = ["LARGE", "Buffer", "InvalidTag", "Keys", "Sealer", "Signer", "derive_keys", "next_preauth_hash"]
