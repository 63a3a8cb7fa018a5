"""Signing and sealing between the two sides: [MS-NLMP] 3.4 and the key state of [MS-SPNG] 3.2.5.1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, RemoteProtocolError
from plugfest.protocols.ms_nlmp import NegotiateFlags, SessionSecurity

F = NegotiateFlags
FULL = (
    F.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
    | F.NTLMSSP_NEGOTIATE_SIGN
    | F.NTLMSSP_NEGOTIATE_SEAL
    | F.NTLMSSP_NEGOTIATE_KEY_EXCH
    | F.NTLMSSP_NEGOTIATE_128
)
KEY = bytes(range(16))


def pair(flags: NegotiateFlags = FULL) -> tuple[SessionSecurity, SessionSecurity]:
    return SessionSecurity(flags, KEY, "Client"), SessionSecurity(flags, KEY, "Server")


steps = st.tuples(st.booleans(), st.booleans(), st.binary(max_size=60))


@given(st.lists(steps, max_size=8), st.booleans())
def test_messages_both_ways(messages: list[tuple[bool, bool, bytes]], key_exchange: bool) -> None:
    client, server = pair(FULL if key_exchange else FULL & ~F.NTLMSSP_NEGOTIATE_KEY_EXCH)
    for from_client, seals, message in messages:
        sender, receiver = (client, server) if from_client else (server, client)
        if seals:
            sealed, signature = sender.seal(message, b"header", b"trailer")
            assert receiver.unseal(sealed, signature, b"header", b"trailer") == message
        else:
            receiver.verify(message, sender.sign(message))


def test_a_wrong_message_does_not_disturb_the_next() -> None:
    """3.4.4: SeqNum is not incremented by what is discarded."""
    client, server = pair()
    sealed, signature = client.seal(b"first")
    for bad in ((b"X" + sealed[1:], signature, b""), (sealed, bytes(16), b""), (sealed, signature, b"header")):
        with pytest.raises(RemoteProtocolError, match="message 0 is wrong"):
            server.unseal(*bad)
    assert server.unseal(sealed, signature) == b"first"
    signature = client.sign(b"second")
    with pytest.raises(RemoteProtocolError, match="message 1 is wrong"):
        server.verify(b"other", signature)
    server.verify(b"second", signature)


def test_a_replayed_message_is_noticed() -> None:
    client, server = pair()
    signature = client.sign(b"message")
    server.verify(b"message", signature)
    with pytest.raises(RemoteProtocolError):
        server.verify(b"message", signature)


def test_the_key_state_is_put_back_after_the_mech_list() -> None:
    client, server = pair()
    server.verify_mech_list(b"list", client.sign_mech_list(b"list"))
    sealed, signature = client.seal(b"first")
    assert sealed == pair()[0].seal(b"first")[0]
    assert signature[12:] == b"\1\0\0\0"
    assert server.unseal(sealed, signature) == b"first"


def test_sealing_must_be_negotiated() -> None:
    client, _ = pair(FULL & ~F.NTLMSSP_NEGOTIATE_SEAL)
    assert client.integrity
    assert not client.confidentiality
    with pytest.raises(LocalProtocolError):
        client.seal(b"x")
    with pytest.raises(LocalProtocolError):
        client.unseal(b"x", bytes(16))


def test_without_extended_session_security_nothing_is_signed() -> None:
    client, server = pair(FULL & ~F.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY)
    assert not client.integrity
    assert client.sign_mech_list(b"x") == b"\1" + bytes(15)
    server.verify_mech_list(b"x", b"\1" + bytes(15))
    with pytest.raises(RemoteProtocolError):
        server.verify(b"x", bytes(16))
