"""RC4 against RFC 6229 and against `cryptography`."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.crypto import RC4, rc4

RFC_6229 = [
    # key, offset in the key stream, 16 bytes of it
    ("0102030405", 0, "b2396305f03dc027ccc3524a0a1118a8"),
    ("0102030405", 240, "28cb1132c96ce286421dcaadb8b69eae"),
    ("0102030405", 4096, "ff25b58995996707e51fbdf08b34d875"),
    ("0102030405060708090a0b0c0d0e0f10", 0, "9ac7cc9a609d1ef7b2932899cde41b97"),
    ("0102030405060708090a0b0c0d0e0f10", 16, "5248c4959014126a6e8a84f11d1a9e1c"),
]


@pytest.mark.parametrize(("key", "offset", "expected"), RFC_6229)
def test_rfc_6229(key: str, offset: int, expected: str) -> None:
    assert rc4(bytes.fromhex(key), bytes(offset + 16))[offset:].hex() == expected


@given(st.binary(min_size=1, max_size=40), st.binary(max_size=100))
def test_agrees_with_cryptography(key: bytes, message: bytes) -> None:
    if len(key) not in (5, 7, 8, 10, 16, 20, 24, 32):
        key = (key * 16)[:16]
    from cryptography.hazmat.primitives.ciphers import Cipher

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        decrepit = pytest.importorskip("cryptography.hazmat.decrepit.ciphers.algorithms")
        peer = Cipher(decrepit.ARC4(key), None).encryptor()
    assert rc4(key, message) == peer.update(message)


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_the_stream_goes_on_and_a_copy_keeps_the_place(first: bytes, second: bytes) -> None:
    handle = RC4(b"Key")
    start = handle.process(first)
    saved = handle.copy()
    rest = handle.process(second)
    assert start + rest == rc4(b"Key", first + second)
    assert saved.process(second) == rest


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one byte"):
        RC4(b"")
