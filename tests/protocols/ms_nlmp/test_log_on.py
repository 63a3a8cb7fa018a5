"""Client and server joined in memory: who gets in, as whom, with which keys; what is refused and how."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import Error, LocalProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import (
    CLIENT_CONFIG_FLAGS,
    AuthenticateMessage,
    AuthenticationError,
    AvId,
    AvPair,
    ChallengeMessage,
    Credentials,
    Message,
    NegotiateFlags,
    NegotiateMessage,
    NTLMv2Response,
    PayloadFields,
    Target,
    Version,
    decode_message,
    join_av_pairs,
    nt_owf_v1,
    split_av_pairs,
)
from plugfest.protocols.ms_nlmp.av_pairs import av_number, av_value
from plugfest.protocols.ms_nlmp.keys import compute_response, nt_owf_v2
from tests.protocols.ms_nlmp.helpers import ALICE, NOW, client, log_on, server

F = NegotiateFlags


def refused(initiator_options: dict[str, object] | None = None, **options: object) -> AuthenticationError:
    with pytest.raises(AuthenticationError) as caught:
        log_on(client(**(initiator_options or {})), server(**options))
    return caught.value


def test_both_sides_have_the_same_key_and_the_server_knows_who() -> None:
    initiator, acceptor = client(workstation="WS", target_name="cifs/plugfest"), server()
    log_on(initiator, acceptor)
    assert initiator.complete
    assert acceptor.complete
    assert len(initiator.session_key) == 16
    assert initiator.session_key == acceptor.session_key
    assert acceptor.mic_sent
    identity = acceptor.identity
    assert (identity.user, identity.workstation, identity.target_name) == ("alice", "WS", "cifs/plugfest")
    assert not identity.anonymous
    assert not identity.guest


@pytest.mark.parametrize("name", ["alice", "ALICE", "DOM\\alice", "alice@dom.test"])
def test_names(name: str) -> None:
    acceptor = server()
    log_on(client(Credentials.parse(name, "Pässword1")), acceptor)
    assert acceptor.identity.user == name.rpartition("\\")[2]
    assert acceptor.identity.domain == name.rpartition("\\")[0]


def test_a_hash_serves_in_place_of_the_password() -> None:
    log_on(client(Credentials("alice", nt_hash=nt_owf_v1("Pässword1"))), server())


def test_a_domain_that_only_the_response_lacks() -> None:
    """3.2.5.1.2: a client that computes its response with NIL for the domain gets in too."""

    def rewrite(message: Message) -> Message:
        if isinstance(message, AuthenticateMessage):
            domain = "DOM".encode("utf-16-le")
            fields = PayloadFields(len(domain), len(domain), 88 + len(message.payload))
            return msgspec.structs.replace(message, domain_name_fields=fields, payload=message.payload + domain)
        return message

    acceptor = server()
    log_on(client(rewrite=rewrite), acceptor)
    assert acceptor.identity.domain == "DOM"


def test_an_empty_password_is_not_anonymous() -> None:
    acceptor = server()
    log_on(client(Credentials("bob")), acceptor)
    assert not acceptor.identity.anonymous


def test_anonymous() -> None:
    initiator, acceptor = client(Credentials()), server()
    _, _, token = log_on(initiator, acceptor)
    assert acceptor.identity.anonymous
    assert initiator.session_key == acceptor.session_key
    assert not initiator.integrity
    assert not acceptor.integrity
    message = AuthenticateMessage.decode(token)
    assert message.part("lm_challenge_response") == b"\0"
    assert message.part("nt_challenge_response") == b""
    assert F.NTLMSSP_ANONYMOUS in message.negotiate_flags or F.NTLMSSP_ANONYMOUS in initiator.client_config_flags


def test_anonymous_is_refused_where_it_is_not_allowed() -> None:
    error = refused({"credentials": Credentials()}, allow_anonymous=False)
    assert error.status == NtStatus.STATUS_ACCESS_DENIED


def test_guest_is_for_unknown_users_only() -> None:
    acceptor = server(guest=True)
    log_on(client(Credentials("mallory", "x")), acceptor)
    assert acceptor.identity.guest
    assert acceptor.identity.user == "mallory"
    assert not acceptor.integrity
    assert refused({"credentials": Credentials("alice", "wrong")}, guest=True).status == NtStatus.STATUS_LOGON_FAILURE


@pytest.mark.parametrize(
    "credentials", [Credentials("alice", "wrong"), Credentials("mallory", "x"), Credentials("bob", "x")]
)
def test_wrong_credentials(credentials: Credentials) -> None:
    error = refused({"credentials": credentials})
    assert error.status == NtStatus.STATUS_LOGON_FAILURE
    assert credentials.user in str(error)
    assert "STATUS_LOGON_FAILURE" in str(error)


def replacing(**parts: bytes) -> Callable[[Message], Message]:
    """A client that sends other parts in AUTHENTICATE."""

    def rewrite(message: Message) -> Message:
        if not isinstance(message, AuthenticateMessage):
            return message
        names = [name.removesuffix("_fields") for name in message.__struct_fields__ if name.endswith("_fields")]
        return message.build(
            message.negotiate_flags, {name: message.part(name) for name in names} | parts, version=message.version
        )

    return rewrite


@pytest.mark.parametrize("nt", [b"", bytes(24)])
def test_ntlm_v1_and_lm_are_refused(nt: bytes) -> None:
    error = refused({"rewrite": replacing(nt_challenge_response=nt, lm_challenge_response=bytes(24))})
    assert error.status == NtStatus.STATUS_LOGON_FAILURE
    assert "no NTLM v2" in error.reason


def test_a_short_v2_response_does_not_parse() -> None:
    with pytest.raises(WireError):
        log_on(client(rewrite=replacing(nt_challenge_response=bytes(30))), server())


def test_a_session_key_of_the_wrong_size_is_an_invalid_token() -> None:
    for key in (b"", bytes(8), bytes(17)):
        error = refused({"rewrite": replacing(encrypted_random_session_key=key)})
        assert error.status == NtStatus.STATUS_INVALID_PARAMETER


def changed(**fields: object) -> Callable[[Message], Message]:
    """A client that sends other fields in AUTHENTICATE."""

    def rewrite(message: Message) -> Message:
        return msgspec.structs.replace(message, **fields) if isinstance(message, AuthenticateMessage) else message

    return rewrite


def test_a_wrong_mic_is_refused() -> None:
    error = refused({"rewrite": changed(mic=b"\1" * 16)})
    assert error.status == NtStatus.STATUS_LOGON_FAILURE
    assert "MIC" in error.reason


def test_the_mic_covers_what_was_sent() -> None:
    """Also where a rewrite has changed the message before."""
    log_on(client(rewrite=replacing(workstation=b"W\0")), server())


@pytest.mark.parametrize("position", [12, 13, 16, 23, 32])
def test_a_negotiate_changed_on_the_way_is_noticed(position: int) -> None:
    initiator, acceptor = client(), server()
    token = bytearray(initiator.step(None))
    token[position] ^= 0x20
    challenge = acceptor.step(bytes(token))
    with pytest.raises(AuthenticationError, match="MIC"):
        acceptor.step(initiator.step(challenge))


def test_a_client_without_mic_gets_in() -> None:
    """Where CHALLENGE has no MsvAvTimestamp ([MS-NLMP] 3.1.5.1.2), the LMv2 response is sent and no MIC."""

    def no_time(message: Message) -> Message:
        assert isinstance(message, ChallengeMessage)
        pairs, _ = split_av_pairs(message.part("target_info"))
        info = join_av_pairs([pair for pair in pairs if pair.av_id != AvId.MsvAvTimestamp])
        parts = {"target_name": message.part("target_name"), "target_info": info}
        return ChallengeMessage.build(message.negotiate_flags, parts, server_challenge=message.server_challenge)

    initiator, acceptor = client(), server(rewrite=no_time)
    _, _, token = log_on(initiator, acceptor)
    assert not initiator.mic_sent
    assert not acceptor.mic_sent
    message = AuthenticateMessage.decode(token)
    assert message.mic == bytes(16)
    assert message.part("lm_challenge_response") != bytes(24)
    response = NTLMv2Response.decode(message.part("nt_challenge_response"))
    assert response.client_challenge.time_stamp == NOW


def test_the_clients_av_pairs() -> None:
    _, _, token = log_on(client(target_name="cifs/h"), server())
    message = AuthenticateMessage.decode(token)
    response = NTLMv2Response.decode(message.part("nt_challenge_response"))
    pairs, rest = split_av_pairs(response.client_challenge.av_pairs)
    assert av_number(pairs, AvId.MsvAvFlags) == 2
    assert av_value(pairs, AvId.MsvAvTargetName) == "cifs/h".encode("utf-16-le")
    assert av_value(pairs, AvId.MsvAvChannelBindings) == bytes(16)
    assert av_number(pairs, AvId.MsvAvTimestamp) == response.client_challenge.time_stamp == NOW
    assert rest == bytes(4)
    assert message.part("lm_challenge_response") == bytes(24)


def test_channel_bindings() -> None:
    log_on(client(channel_bindings=b"tls"), server(channel_bindings=b"tls"))
    log_on(client(channel_bindings=b"tls"), server())
    for theirs in (None, b"other"):
        assert refused({"channel_bindings": theirs}, channel_bindings=b"tls").status == NtStatus.STATUS_LOGON_FAILURE


def test_challenge_names_the_server() -> None:
    target = Target("SRV", "DOM", "srv.dom.test", "dom.test", "forest.test", domain_joined=True)
    token = server(target=target).step(client().step(None))
    message = ChallengeMessage.decode(token or b"")
    assert message.text("target_name") == "DOM"
    assert F.NTLMSSP_TARGET_TYPE_DOMAIN in message.negotiate_flags
    pairs, _ = split_av_pairs(message.part("target_info"))
    texts = {pair.av_id.name: pair.value.decode("utf-16-le") for pair in pairs[:5]}
    assert texts == {
        "MsvAvNbComputerName": "SRV",
        "MsvAvNbDomainName": "DOM",
        "MsvAvDnsComputerName": "srv.dom.test",
        "MsvAvDnsDomainName": "dom.test",
        "MsvAvDnsTreeName": "forest.test",
    }
    assert av_number(pairs, AvId.MsvAvTimestamp) == NOW


@given(st.integers(0, 0xFFFFFFFF).map(NegotiateFlags))
def test_challenge_flags(asked: NegotiateFlags) -> None:
    """2.2.2.5 and 3.2.5.1.1, for any NEGOTIATE."""
    negotiate = NegotiateMessage.build(asked, {}).encode()
    if not asked & (F.NTLMSSP_NEGOTIATE_UNICODE | F.NTLM_NEGOTIATE_OEM):
        with pytest.raises(AuthenticationError, match="STATUS_INVALID_PARAMETER"):
            server().step(negotiate)
        return
    flags = ChallengeMessage.decode(server().step(negotiate) or b"").negotiate_flags
    sign_or_seal = asked & (F.NTLMSSP_NEGOTIATE_SIGN | F.NTLMSSP_NEGOTIATE_SEAL)
    assert flags & sign_or_seal == sign_or_seal
    for strength in (F.NTLMSSP_NEGOTIATE_56, F.NTLMSSP_NEGOTIATE_128):
        assert bool(flags & strength) == bool(asked & strength and sign_or_seal)
    assert bool(flags & F.NTLMSSP_NEGOTIATE_UNICODE) == bool(asked & F.NTLMSSP_NEGOTIATE_UNICODE)
    assert not (F.NTLMSSP_NEGOTIATE_UNICODE in flags and F.NTLM_NEGOTIATE_OEM in flags)
    for always in (F.NTLMSSP_REQUEST_TARGET, F.NTLMSSP_NEGOTIATE_NTLM, F.NTLMSSP_NEGOTIATE_ALWAYS_SIGN):
        assert always in flags
    for never in (F.NTLMSSP_NEGOTIATE_LM_KEY, F.NTLMSSP_NEGOTIATE_DATAGRAM, F.NTLMSSP_REQUEST_NON_NT_SESSION_KEY):
        assert never not in flags


def test_oem_names_are_understood() -> None:
    flags = CLIENT_CONFIG_FLAGS & ~F.NTLMSSP_NEGOTIATE_UNICODE | F.NTLM_NEGOTIATE_OEM
    acceptor = server()
    log_on(client(ALICE, flags=flags), acceptor)
    assert acceptor.identity.user == "alice"


def test_without_signing_the_key_is_the_session_base_key() -> None:
    """3.1.5.1.2: a key is exchanged only for signing or sealing."""
    flags = CLIENT_CONFIG_FLAGS & ~F.NTLMSSP_NEGOTIATE_SIGN
    initiator, acceptor = client(flags=flags), server()
    _, _, token = log_on(initiator, acceptor)
    assert AuthenticateMessage.decode(token).part("encrypted_random_session_key") == b""
    assert initiator.session_key == acceptor.session_key
    assert not initiator.integrity
    assert initiator.security.sign(b"x") == b"\1" + bytes(15)  # 3.4.4.3
    acceptor.security.verify(b"x", initiator.security.sign(b"x"))


def test_strong_keys_can_be_required() -> None:
    error = refused({"flags": CLIENT_CONFIG_FLAGS & ~F.NTLMSSP_NEGOTIATE_128}, require_128bit_encryption=True)
    assert error.status == NtStatus.STATUS_NOT_SUPPORTED
    log_on(client(), server(require_128bit_encryption=True))


def test_the_client_wants_the_servers_names() -> None:
    """3.1.5.1.2: with integrity, MsvAvNbComputerName and MsvAvNbDomainName are required."""
    acceptor = server(target=Target(nb_domain_name=""))
    initiator = client()
    challenge = acceptor.step(initiator.step(None))
    with pytest.raises(AuthenticationError, match="does not name"):
        initiator.step(challenge)


def test_a_challenge_without_target_info() -> None:
    initiator = client(flags=CLIENT_CONFIG_FLAGS & ~F.NTLMSSP_NEGOTIATE_SIGN)
    initiator.step(None)
    challenge = ChallengeMessage(negotiate_flags=F.NTLMSSP_NEGOTIATE_UNICODE, server_challenge=b"12345678")
    assert initiator.step(challenge.encode())
    assert not initiator.mic_sent


def test_steps_out_of_turn() -> None:
    with pytest.raises(LocalProtocolError):
        client().step(b"NTLMSSP\0")
    initiator, acceptor = client(), server()
    with pytest.raises(LocalProtocolError):
        _ = acceptor.identity
    with pytest.raises(LocalProtocolError):
        _ = acceptor.security
    with pytest.raises(LocalProtocolError):
        _ = initiator.security
    negotiate = initiator.step(None)
    with pytest.raises(LocalProtocolError):
        initiator.step(None)
    with pytest.raises(WireError, match="NtLmNegotiate"):
        initiator.step(negotiate)
    challenge = acceptor.step(negotiate)
    with pytest.raises(AuthenticationError, match="NtLmNegotiate out of turn"):
        acceptor.step(negotiate)
    authenticate = initiator.step(challenge)
    with pytest.raises(AuthenticationError, match="NtLmAuthenticate out of turn"):
        server().step(authenticate)
    acceptor.step(authenticate)
    with pytest.raises(LocalProtocolError):
        acceptor.step(authenticate)
    with pytest.raises(LocalProtocolError):
        initiator.step(challenge)


def test_a_refusal_is_final() -> None:
    initiator, acceptor = client(), server()
    token = initiator.step(acceptor.step(initiator.step(None)))
    with pytest.raises(AuthenticationError, match="MIC"):
        acceptor.step(token[:75] + b"x" + token[76:])
    with pytest.raises(AuthenticationError, match="out of turn"):
        acceptor.step(token)
    assert not acceptor.complete


def target_name_of(value: bytes, flags: int = 0) -> str | None:
    """What the server makes of a MsvAvTargetName in a response that is right."""
    initiator, acceptor = client(), server(accounts=lambda domain, user: nt_owf_v1("x"))
    challenge = ChallengeMessage.decode(acceptor.step(initiator.step(None)) or b"")
    pairs = [AvPair(AvId.MsvAvFlags, 4, flags.to_bytes(4, "little")), AvPair(AvId.MsvAvTargetName, len(value), value)]
    key = nt_owf_v2(nt_owf_v1("x"), "eve", "")
    nt, lm, _ = compute_response(key, challenge.server_challenge, bytes(8), NOW, join_av_pairs(pairs))
    parts = {"user_name": "eve".encode("utf-16-le"), "nt_challenge_response": nt, "lm_challenge_response": lm}
    acceptor.step(AuthenticateMessage.build(F.NTLMSSP_NEGOTIATE_UNICODE, parts).encode())
    return acceptor.identity.target_name


def test_a_target_name_that_the_client_does_not_vouch_for() -> None:
    """3.2.5.1.2, bit 0x00000004 of MsvAvFlags."""
    assert target_name_of("cifs/h".encode("utf-16-le")) == "cifs/h"
    assert target_name_of("cifs/h".encode("utf-16-le"), 4) is None
    with pytest.raises(WireError, match="MsvAvTargetName"):
        target_name_of(b"odd")


def test_neither_version_nor_unicode() -> None:
    dropped = F.NTLMSSP_NEGOTIATE_VERSION | F.NTLMSSP_NEGOTIATE_UNICODE
    flags = CLIENT_CONFIG_FLAGS & ~dropped | F.NTLM_NEGOTIATE_OEM
    for token in log_on(client(flags=flags), server()):
        assert decode_message(token).version == Version(0, 0, 0, bytes(3), 0)


def test_any_message_can_be_replaced_by_bytes() -> None:
    initiator, acceptor = client(rewrite=lambda message: message.encode()), server()
    challenge = acceptor.step(initiator.step(None))
    assert AuthenticateMessage.decode(initiator.step(challenge)).mic == bytes(16)
    assert client(rewrite=lambda message: b"lie").step(None) == b"lie"
    assert server(rewrite=lambda message: b"lie").step(client().step(None)) == b"lie"


def test_credentials_do_not_show_the_password() -> None:
    assert repr(Credentials.parse("DOM\\alice", "secret")) == "Credentials(DOM\\alice)"
    assert repr(Credentials.parse("alice", "secret")) == "Credentials(alice)"
    assert repr(Credentials()) == "Credentials(anonymous)"


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_authenticate_is_refused(position: int, damage: bytes) -> None:
    """Whatever changes, nobody gets in, and nothing but our own errors comes out."""
    initiator, acceptor = client(), server()
    token = initiator.step(acceptor.step(initiator.step(None)))
    position %= len(token)
    changed_token = (token[:position] + damage + token[position + len(damage) :])[: len(token)]
    if changed_token == token:
        return
    with pytest.raises(Error):
        acceptor.step(changed_token)
    assert not acceptor.complete


@given(st.binary(max_size=300))
def test_any_target_info(info: bytes) -> None:
    initiator = client()
    initiator.step(None)
    challenge = ChallengeMessage.build(CLIENT_CONFIG_FLAGS | F.NTLMSSP_NEGOTIATE_TARGET_INFO, {"target_info": info})
    try:
        initiator.step(challenge.encode())
    except (WireError, AuthenticationError):
        assert not initiator.complete


@given(st.binary(max_size=200), st.sampled_from([1, 2, 3]))
def test_any_bytes(data: bytes, kind: int) -> None:
    token = b"NTLMSSP\0" + kind.to_bytes(4, "little") + data
    acceptor, initiator = server(), client()
    challenge = acceptor.step(initiator.step(None))
    for party in (acceptor, initiator, server()):
        try:
            party.step(token)
        except Error:
            pass
        else:
            assert party is initiator or not party.complete or party.identity.anonymous  # type: ignore[union-attr]
    assert challenge
