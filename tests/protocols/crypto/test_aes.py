"""AES modes against RFC 4493 (CMAC), RFC 3610 (CCM, with 16-byte tags by a peer) and McGrew and Viega's GCM cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.crypto import LARGE, AesCcm, AesCmac, AesGcm, AesGmac, InvalidTag, aes_cmac

RFC_4493_KEY = "2b7e151628aed2a6abf7158809cf4f3c"
RFC_4493_MESSAGE = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
RFC_4493 = {
    0: "bb1d6929e95937287fa37d129b756746",
    16: "070a16b46b4d4144f79bdd9dd04a287c",
    40: "dfa66747de9ae63030ca32611497c827",
    64: "51f0bebf7e3b9d92fc49741779363cfe",
}
keys = st.sampled_from([16, 32]).flatmap(lambda size: st.binary(min_size=size, max_size=size))
nonces = st.binary(min_size=12, max_size=12)


@pytest.mark.parametrize("length", RFC_4493)
def test_cmac_rfc_4493(length: int) -> None:
    assert aes_cmac(bytes.fromhex(RFC_4493_KEY), RFC_4493_MESSAGE[:length]).hex() == RFC_4493[length]


def test_gmac_is_gcm_of_nothing() -> None:
    """Test case 1 of the GCM submission."""
    assert AesGmac(bytes(16)).tag(bytes(12), b"").hex() == "58e2fccefa7e3061367f1d57a4e7455a"


def test_gcm_with_associated_data() -> None:
    """Test case 4 of the GCM submission."""
    plaintext = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    cipher = AesGcm(bytes.fromhex("feffe9928665731c6d6a8f9467308308"))
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    ciphertext, tag = cipher.seal(bytes.fromhex("cafebabefacedbaddecaf888"), plaintext, associated)
    assert ciphertext.hex().startswith("42831ec2217774244b7221b784d0d49c")
    assert tag.hex() == "5bc94fbc3221a5db94fae95ae7121a47"


@given(keys, nonces, st.binary(max_size=80))
def test_gmac_agrees_with_a_peer(key: bytes, nonce: bytes, message: bytes) -> None:
    peer = pytest.importorskip("Cryptodome.Cipher.AES")
    cipher = peer.new(key, peer.MODE_GCM, nonce=nonce)
    cipher.update(message)
    assert AesGmac(key).tag(nonce, message) == cipher.digest()


@pytest.mark.parametrize("kind", [AesCcm, AesGcm])
@given(key=keys, nonce=nonces, message=st.binary(min_size=1, max_size=80), associated=st.binary(max_size=40))
def test_seal_agrees_with_a_peer_and_opens(
    kind: type[AesCcm] | type[AesGcm], key: bytes, nonce: bytes, message: bytes, associated: bytes
) -> None:
    peer = pytest.importorskip("Cryptodome.Cipher.AES")
    nonce = nonce[: kind.nonce_size]
    cipher = peer.new(key, peer.MODE_CCM if kind is AesCcm else peer.MODE_GCM, nonce=nonce, mac_len=16)
    cipher.update(associated)
    sealed = kind(key).seal(nonce, message, associated)
    assert sealed == cipher.encrypt_and_digest(message)
    assert kind(key).open(nonce, *sealed, associated) == message


@pytest.mark.parametrize("kind", [AesCcm, AesGcm])
def test_a_changed_byte_is_noticed(kind: type[AesCcm] | type[AesGcm]) -> None:
    nonce = bytes(kind.nonce_size)
    ciphertext, tag = kind(bytes(16)).seal(nonce, b"message", b"header")
    for changed in (
        (bytes([ciphertext[0] ^ 1]) + ciphertext[1:], tag, b"header"),
        (ciphertext, bytes([tag[0] ^ 1]) + tag[1:], b"header"),
        (ciphertext, tag, b"Header"),
        (ciphertext, tag[:15], b"header"),
        (b"", b"", b"header"),
    ):
        with pytest.raises(InvalidTag):
            kind(bytes(16)).open(nonce, *changed)


LONG = bytes(range(251)) * (LARGE // 100)


@pytest.mark.parametrize("message", [b"", b"short message", LONG], ids=["empty", "short", "long"])
@given(cut=st.integers(0, 40_000))
def test_parts_are_one_message(message: bytes, cut: int) -> None:
    key, nonce = b"sixteen byte key", b"twelve bytes"
    parts = (message[:cut], memoryview(message)[cut:])
    assert AesCmac(key).tag(*parts) == aes_cmac(key, message)
    assert AesGmac(key).tag(nonce, *parts) == AesGmac(key).tag(nonce, message)
    for kind in (AesCcm, AesGcm):
        cipher = kind(key)
        ciphertext, tag = cipher.seal_parts(nonce[: kind.nonce_size], parts, b"header")
        assert (bytes(ciphertext), tag) == cipher.seal(nonce[: kind.nonce_size], message, b"header")
        opened = cipher.open_view(nonce[: kind.nonce_size], memoryview(ciphertext), tag, b"header")
        assert bytes(opened) == message


@pytest.mark.parametrize("kind", [AesCcm, AesGcm])
def test_a_changed_byte_is_noticed_in_a_view(kind: type[AesCcm] | type[AesGcm]) -> None:
    nonce = bytes(kind.nonce_size)
    ciphertext, tag = kind(bytes(16)).seal(nonce, LONG, b"header")
    changed = bytearray(ciphertext)
    changed[1000] ^= 1
    with pytest.raises(InvalidTag):
        kind(bytes(16)).open_view(nonce, memoryview(changed), tag, b"header")
