"""The structures: the example messages of [MS-NLMP] 4.2.4.3, every token of the given captures, any bytes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_nlmp import (
    AuthenticateMessage,
    AvId,
    AvPair,
    ChallengeMessage,
    Message,
    NegotiateFlags,
    NegotiateMessage,
    NTLMv2Response,
    PayloadFields,
    Version,
    decode_message,
    join_av_pairs,
    split_av_pairs,
)
from tests.protocols.captured import captures, contents, ntlm_tokens

CHALLENGE = bytes.fromhex(
    "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000"
    "060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c00530065007200760065007200"
    "00000000"
)
AUTHENTICATE = bytes.fromhex(
    "4e544c4d5353500003000000180018006c00000054005400840000000c000c0048000000080008005400000010001000"
    "5c00000010001000d8000000358288e20501280a0000000f44006f006d00610069006e0055007300650072004300"
    "4f004d0050005500540045005200"
    "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
    "68cd0ab851e51c96aabc927bebef6a1c"
    "01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e00"
    "01000c005300650072007600650072000000000000000000"
    "c5dad2544fc9799094ce1ce90bc9d03e"
)


def read_all(token: bytes) -> Message:
    """The message, after all parts of its payload were read."""
    message = decode_message(token)
    for name in type(message).__struct_fields__:
        if name.endswith("_fields"):
            message.part(name.removesuffix("_fields"))
    return message


def test_challenge_of_the_document() -> None:
    message = decode_message(CHALLENGE)
    assert isinstance(message, ChallengeMessage)
    assert message.encode() == CHALLENGE
    assert message.text("target_name") == "Server"
    assert message.version == Version(6, 0, 6000)
    assert message.server_challenge.hex() == "0123456789abcdef"
    pairs, rest = split_av_pairs(message.part("target_info"))
    assert [(pair.av_id, pair.value.decode("utf-16-le")) for pair in pairs] == [
        (AvId.MsvAvNbDomainName, "Domain"),
        (AvId.MsvAvNbComputerName, "Server"),
    ]
    assert rest == b""


def test_authenticate_of_the_document_has_no_mic() -> None:
    message = decode_message(AUTHENTICATE)
    assert isinstance(message, AuthenticateMessage)
    assert message.encode() == AUTHENTICATE
    assert message.version == Version(5, 1, 2600)
    assert message.mic is None
    names = [message.text(name) for name in ("domain_name", "user_name", "workstation")]
    assert names == ["Domain", "User", "COMPUTER"]
    response = NTLMv2Response.decode(message.part("nt_challenge_response"))
    assert response.client_challenge.challenge_from_client == b"\xaa" * 8
    assert message.part("encrypted_random_session_key").hex() == "c5dad2544fc9799094ce1ce90bc9d03e"


def test_real_messages_come_back_as_they_were() -> None:
    """Every message of the given captures: Windows, Samba, impacket, macOS, smbtorture, with and without version."""
    seen = {1: 0, 2: 0, 3: 0}
    for capture in captures():
        for _, token in ntlm_tokens(contents(capture)):
            message = read_all(token)
            assert message.encode() == token
            seen[message.message_type] += 1
    assert min(seen.values()) > 400, seen


@for_any(st.binary(max_size=200))
def test_any_bytes_give_a_message_or_a_wire_error(data: bytes) -> None:
    for kind in (1, 2, 3):
        token = b"NTLMSSP\0" + kind.to_bytes(4, "little") + data
        try:
            message = decode_message(token)
            assert message.encode() == token
            for name in ("target_name", "domain_name", "user_name", "workstation"):
                if hasattr(message, f"{name}_fields"):
                    message.text(name)
        except WireError:
            pass


@pytest.mark.parametrize(
    "token", [b"", b"NTLMSSP", b"NTLMSSP\0", b"NTLMSSQ\0\1\0\0\0", b"NTLMSSP\0\4\0\0\0" + bytes(60)]
)
def test_what_is_no_message(token: bytes) -> None:
    with pytest.raises(WireError):
        decode_message(token)


@pytest.mark.parametrize("token", [CHALLENGE, AUTHENTICATE, NegotiateMessage.build(NegotiateFlags(1), {}).encode()])
def test_every_cut_is_noticed(token: bytes) -> None:
    for size in range(len(token)):
        with pytest.raises(WireError):
            read_all(token[:size])


parts = st.binary(max_size=40)


@for_any(parts, parts, st.integers(0, 0xFFFFFFFF))
def test_built_messages_give_their_parts_back(first: bytes, second: bytes, flags: int) -> None:
    built = ChallengeMessage.build(
        NegotiateFlags(flags), {"target_name": first, "target_info": second}, version=Version()
    )
    message = ChallengeMessage.decode(built.encode())
    assert (message.part("target_name"), message.part("target_info")) == (first, second)
    assert message == built


def test_fields_may_overlap_and_lie_in_any_order() -> None:
    built = NegotiateMessage(
        negotiate_flags=NegotiateFlags.NTLMSSP_NEGOTIATE_VERSION,
        domain_name_fields=PayloadFields(4, 9, 45),
        workstation_fields=PayloadFields(6, 6, 41),
        version=Version(),
        payload=b".abcdefghij",
    )
    message = NegotiateMessage.decode(built.encode())
    assert message.text("domain_name") == "efgh"
    assert message.text("workstation") == "abcdef"
    assert message == built


def test_a_field_may_point_anywhere_until_it_is_read() -> None:
    message = msgspec.structs.replace(decode_message(CHALLENGE), target_name_fields=PayloadFields(12, 12, 60_000))
    again = ChallengeMessage.decode(message.encode())
    with pytest.raises(WireError, match="target_name at byte 60000"):
        again.part("target_name")


def test_oem_names() -> None:
    message = AuthenticateMessage.build(
        NegotiateFlags.NTLM_NEGOTIATE_OEM, {"user_name": b"J\x94rg"}, mic=bytes(16), version=Version()
    )
    assert message.text("user_name") == "Jörg"


def test_a_name_that_is_no_utf_16() -> None:
    message = ChallengeMessage.build(
        NegotiateFlags.NTLMSSP_NEGOTIATE_UNICODE, {"target_name": b"abc"}, version=Version()
    )
    with pytest.raises(WireError, match="UTF-16"):
        message.text("target_name")


@for_any(st.lists(st.builds(AvPair, av_id=st.integers(1, 0xFFFF).map(AvId), value=st.binary(max_size=20)), max_size=5))
def test_av_pairs_come_back(pairs: list[AvPair]) -> None:
    data = join_av_pairs(pairs)
    found, rest = split_av_pairs(data + b"\0\0\0\0")
    assert join_av_pairs(found) == data
    assert rest == bytes(4)


@pytest.mark.parametrize("data", ["", "01000400610062", "0100040061006200", "0100ffff", "00"])
def test_av_pairs_without_an_end(data: str) -> None:
    with pytest.raises(WireError):
        split_av_pairs(bytes.fromhex(data))
