"""SP 800-108 against keys that Microsoft published for SMB 3 sessions, and against `cryptography`.

The keys: "SMB 2 and SMB 3 security in Windows 10: the anatomy of signing and cryptographic keys", Microsoft Open
Specifications Support Team, 2015-09-09: the multichannel and the encryption example.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.kbkdf import KBKDFHMAC, CounterLocation, Mode
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.crypto import sp800_108_counter

PREAUTH_INTEGRITY_HASH_VALUE = bytes.fromhex(
    "0dd13628cc3ed218ef9df9772d436d0887ab9814bfae63a80aa845f36909db79"
    "28622dddad522d9751640a459762c5a9d6bb084cbb3ce6bdadef5d5bce3c6c01"
)
PUBLISHED = [
    ("7cd451825d0450d235424e44ba6e78cc", b"SMB2AESCMAC\0", b"SmbSign\0", "0b7e9c5cac36c0f6ea9ab275298cedce"),
    ("7cd451825d0450d235424e44ba6e78cc", b"SMB2APP\0", b"SmbRpc\0", "bb23a4575aa26c721af525af15a87b4f"),
    (
        "270e1ba896585eeb7af3472d3b4c75a7",
        b"SMBSigningKey\0",
        PREAUTH_INTEGRITY_HASH_VALUE,
        "73fe7a9a77bef0bde49c650d8ccb5f76",
    ),
    ("b4546771b515f766a86735532dd6c4f0", b"SMB2AESCCM\0", b"ServerIn \0", "261b72350558f2e9dcf613070383edbf"),
]


@pytest.mark.parametrize(("key", "label", "context", "expected"), PUBLISHED)
def test_keys_of_real_sessions(key: str, label: bytes, context: bytes, expected: str) -> None:
    assert sp800_108_counter(bytes.fromhex(key), label, context, 128).hex() == expected


@given(
    st.binary(min_size=1, max_size=40),
    st.binary(max_size=40),
    st.binary(max_size=70),
    st.integers(1, 100).map(lambda n: n * 8),
)
def test_agrees_with_cryptography(key: bytes, label: bytes, context: bytes, bits: int) -> None:
    peer = KBKDFHMAC(SHA256(), Mode.CounterMode, bits // 8, 4, 4, CounterLocation.BeforeFixed, label, context, None)
    assert sp800_108_counter(key, label, context, bits) == peer.derive(key)


@pytest.mark.parametrize("bits", [0, -8, 12])
def test_only_whole_bytes(bits: int) -> None:
    with pytest.raises(ValueError, match="whole"):
        sp800_108_counter(b"k", b"", b"", bits)
