"""pyspnego and impacket judge our messages; real Windows servers judged the ones that are replayed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.protocols.ms_nlmp import (
    AuthenticateMessage,
    ChallengeMessage,
    Credentials,
    NegotiateFlags,
    NegotiateMessage,
    NtlmServer,
    local_accounts,
    nt_owf_v1,
)
from tests.protocols.captured import captures, contents, ntlm_tokens
from tests.protocols.ms_nlmp.helpers import ALICE, NOW, client, log_on, randomness, server


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account database of pyspnego's acceptor."""
    path = tmp_path / "users"
    path.write_text("DOM:alice:Pässword1\n:alice@dom.test:Pässword1\n:alice:Pässword1\n", encoding="utf-8")
    monkeypatch.setenv("NTLM_USER_FILE", str(path))


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize("name", ["alice", "DOM\\alice", "alice@dom.test"])
@pytest.mark.parametrize("confidentiality", [False, True])
def test_our_client_and_pyspnego_server(name: str, confidentiality: bool) -> None:
    spnego = pytest.importorskip("spnego")
    acceptor = spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
    initiator = client(Credentials.parse(name, "Pässword1"), confidentiality=confidentiality)
    challenge = acceptor.step(initiator.step(None))
    assert acceptor.step(initiator.step(challenge)) is None
    assert acceptor.complete
    assert acceptor.session_key == initiator.session_key
    assert initiator.mic_sent
    for message in (b"one", b"two"):
        acceptor.verify(message, initiator.security.sign(message))
        initiator.security.verify(message, acceptor.sign(message))
    if confidentiality:
        sealed, signature = initiator.security.seal(b"secret")
        assert acceptor.unwrap(signature + sealed).data == b"secret"
        wrapped = acceptor.wrap(b"answer").data
        assert initiator.security.unseal(wrapped[16:], wrapped[:16]) == b"answer"


@pytest.mark.parametrize("name", ["alice", "DOM\\alice", "alice@dom.test"])
def test_pyspnego_client_and_our_server(name: str) -> None:
    spnego = pytest.importorskip("spnego")
    initiator = spnego.client(
        name, "Pässword1", protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm, hostname="h", service="cifs"
    )
    acceptor = server()
    challenge = acceptor.step(initiator.step())
    assert acceptor.step(initiator.step(challenge)) is None
    assert acceptor.session_key == initiator.session_key
    assert acceptor.mic_sent
    assert acceptor.identity.target_name == "cifs/h"
    assert acceptor.identity.user == name.rpartition("\\")[2]
    for message in (b"one", b"two"):
        initiator.verify(message, acceptor.security.sign(message))
        acceptor.security.verify(message, initiator.sign(message))
    wrapped = initiator.wrap(b"secret").data
    assert acceptor.security.unseal(wrapped[16:], wrapped[:16]) == b"secret"


def test_impacket_client_and_our_server() -> None:
    ntlm = pytest.importorskip("impacket.ntlm")
    negotiate = ntlm.getNTLMSSPType1("WS", "DOM", signingRequired=True, use_ntlmv2=True)
    acceptor = server(accounts=local_accounts({"alice": "secret"}))
    challenge = acceptor.step(negotiate.getData())
    authenticate, key = ntlm.getNTLMSSPType3(negotiate, challenge, "alice", "secret", "DOM", use_ntlmv2=True)
    acceptor.step(authenticate.getData())
    assert acceptor.session_key == key
    assert acceptor.identity.user == "alice"
    assert acceptor.identity.domain == "DOM"


def test_impacket_reads_our_messages() -> None:
    ntlm = pytest.importorskip("impacket.ntlm")
    tokens = log_on(client(ALICE, workstation="WS"), server())
    negotiate, challenge = ntlm.NTLMAuthNegotiate(), ntlm.NTLMAuthChallenge()
    authenticate = ntlm.NTLMAuthChallengeResponse()
    negotiate.fromString(tokens[0])
    challenge.fromString(tokens[1])
    authenticate.fromString(tokens[2])
    ours = (
        NegotiateMessage.decode(tokens[0]),
        ChallengeMessage.decode(tokens[1]),
        AuthenticateMessage.decode(tokens[2]),
    )
    assert negotiate["flags"] == ours[0].negotiate_flags
    assert challenge["flags"] == ours[1].negotiate_flags
    assert challenge["challenge"] == ours[1].server_challenge
    assert challenge["TargetInfoFields"] == ours[1].part("target_info")
    assert challenge["domain_name"].decode("utf-16-le") == ours[1].text("target_name") == "PLUGFEST"
    assert authenticate["flags"] == ours[2].negotiate_flags
    assert authenticate["user_name"].decode("utf-16-le") == "alice"
    assert authenticate["host_name"].decode("utf-16-le") == "WS"
    assert authenticate["ntlm"] == ours[2].part("nt_challenge_response")
    assert authenticate["session_key"] == ours[2].part("encrypted_random_session_key")


def replaying(challenge: bytes) -> NtlmServer:
    """A server that sends this CHALLENGE. The lab's one password stands in the captures' index."""
    nt_hash = nt_owf_v1("LabAdm1!")
    message = ChallengeMessage.decode(challenge)
    return NtlmServer(lambda domain, user: nt_hash, random=randomness(b""), now=NOW, rewrite=lambda ours: message)


def test_log_ons_that_windows_accepted() -> None:
    """Our server, replaying Windows' own CHALLENGE, comes to Windows' verdict; where there is a MIC it is right."""
    done, with_mic = 0, 0
    for capture in captures("studylab1_SAMR-Enum-Lab"):
        tokens = [token for _, token in ntlm_tokens(contents(capture))]
        for negotiate, challenge, authenticate in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if (negotiate[8], challenge[8], authenticate[8]) != (1, 2, 3):
                continue
            acceptor = replaying(challenge)
            assert acceptor.step(negotiate) == challenge
            acceptor.step(authenticate)
            done += 1
            with_mic += acceptor.mic_sent
            flags = acceptor.security.flags
            assert NegotiateFlags.NTLMSSP_NEGOTIATE_KEY_EXCH in flags
    assert done >= 80
    assert with_mic >= 20
