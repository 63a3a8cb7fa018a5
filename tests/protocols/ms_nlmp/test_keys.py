"""Responses, keys, signatures against the numbers of [MS-NLMP] 4.2.1 and 4.2.4."""

from __future__ import annotations

from plugfest.protocols.crypto import rc4
from plugfest.protocols.ms_nlmp import NegotiateFlags, SessionSecurity, nt_owf_v1
from plugfest.protocols.ms_nlmp.av_pairs import join_av_pairs, text_pair
from plugfest.protocols.ms_nlmp.constants import AvId
from plugfest.protocols.ms_nlmp.keys import compute_response, nt_owf_v2, seal_key, sign_key

FLAGS = NegotiateFlags(0xE28A8233)
RANDOM_SESSION_KEY = b"\x55" * 16
SERVER_NAME = join_av_pairs(
    [text_pair(AvId.MsvAvNbDomainName, "Domain"), text_pair(AvId.MsvAvNbComputerName, "Server")]
)
RESPONSE_KEY = nt_owf_v2(nt_owf_v1("Password"), "User", "Domain")


def test_nt_owf_v1() -> None:
    """4.2.2.1.2."""
    assert nt_owf_v1("Password").hex() == "a4f49c406510bdcab6824ee7c30fd852"


def test_nt_owf_v2() -> None:
    """4.2.4.1.1."""
    assert RESPONSE_KEY.hex() == "0c868a403bfd7a93a3001ef22ef02e3f"


def test_responses() -> None:
    """4.2.4.1.2 to 4.2.4.2.3."""
    nt, lm, session_base_key = compute_response(
        RESPONSE_KEY, bytes.fromhex("0123456789abcdef"), b"\xaa" * 8, 0, SERVER_NAME
    )
    assert nt[:16].hex() == "68cd0ab851e51c96aabc927bebef6a1c"
    assert nt[16:].hex() == (
        "01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e00"
        "01000c005300650072007600650072000000000000000000"
    )
    assert lm.hex() == "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
    assert session_base_key.hex() == "8de40ccadbc14a82f15cb0ad0de95ca3"
    assert rc4(session_base_key, RANDOM_SESSION_KEY).hex() == "c5dad2544fc9799094ce1ce90bc9d03e"


def test_signing_and_sealing_keys() -> None:
    """4.2.4.4."""
    assert seal_key(FLAGS, RANDOM_SESSION_KEY, "Client") == bytes.fromhex("59f600973cc4960a25480a7c196e4c58")
    assert sign_key(FLAGS, RANDOM_SESSION_KEY, "Client") == bytes.fromhex("4788dc861b4782f35d43fd98fe1a2d39")


def test_wrap() -> None:
    """4.2.4.4."""
    security = SessionSecurity(FLAGS, RANDOM_SESSION_KEY, "Client")
    sealed, signature = security.seal("Plaintext".encode("utf-16-le"))
    assert sealed.hex() == "54e50165bf1936dc996020c1811b0f06fb5f"
    assert signature.hex() == "010000007fb38ec5c55d497600000000"


def test_shorter_sealing_keys_differ() -> None:
    """3.4.5.3: 128, 56 and 40 bits of the session key; without extended session security there are no keys."""
    flag = NegotiateFlags
    extended = flag.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
    key = bytes(range(16))
    strengths = [extended | flag.NTLMSSP_NEGOTIATE_128, extended | flag.NTLMSSP_NEGOTIATE_56, extended]
    keys = [seal_key(flags, key, "Server") for flags in strengths]
    changed = [key[:7] + bytes(9), key[:5] + bytes(11)]
    assert len(set(keys)) == 3
    assert [seal_key(strengths[1], changed[0], "Server"), seal_key(strengths[2], changed[1], "Server")] == keys[1:]
    assert seal_key(flag(0), key, "Server") is None
    assert sign_key(flag(0), key, "Server") is None
