"""Initiator and acceptor: RFC 4178 5 and [MS-SPNG] 3, joined in memory, against pyspnego, and on real log-ons."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import Error, LocalProtocolError, RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import (
    SIGNATURE,
    AuthenticationError,
    ChallengeMessage,
    Credentials,
    NtlmClient,
    NtlmServer,
    SessionSecurity,
    nt_owf_v1,
)
from plugfest.protocols.ms_spng import (
    NTLM,
    NegState,
    NegTokenInit,
    NegTokenResp,
    SpnegoClient,
    SpnegoServer,
    decode_token,
    hint_token,
)
from tests.protocols.captured import captures, contents, spnego_tokens
from tests.protocols.ms_nlmp.helpers import NOW, client, randomness, server

KERBEROS = "1.2.840.113554.1.2.2"
MS_KERBEROS = "1.2.840.48018.1.2.2"


class OtherClient(NtlmClient):
    """A mechanism that no server here has."""

    mech_type = KERBEROS


class OneStep:
    """A mechanism that is complete after the first token, with an answer, as Kerberos is."""

    mech_type = KERBEROS
    session_key = bytes(16)
    mic_sent = False
    integrity = False

    def __init__(self) -> None:
        self.complete = False

    @property
    def security(self) -> SessionSecurity:
        raise AssertionError("nothing is signed here")

    def step(self, token: bytes | None) -> bytes | None:
        if token is None:
            return b"question"
        self.complete = True
        return b"answer" if token == b"question" else None


def test_a_mechanism_of_one_step() -> None:
    initiator, acceptor = SpnegoClient([OneStep()]), SpnegoServer([OneStep()])
    answer, state = acceptor.step(initiator.step(None)[0])
    assert state == NegState.ACCEPT_COMPLETED
    assert resp(answer) == NegTokenResp(NegState.ACCEPT_COMPLETED, KERBEROS, b"answer")
    assert initiator.step(answer) == (b"", NegState.ACCEPT_COMPLETED)


def test_raw_ntlmssp_where_there_is_no_ntlm() -> None:
    with pytest.raises(AuthenticationError, match="NTLM is not supported"):
        SpnegoServer([OneStep()]).step(client().step(None))


def test_a_token_without_what_is_due() -> None:
    with pytest.raises(AuthenticationError, match="without responseToken"):
        begun().step(NegTokenResp(mech_list_mic=b"x").encode())
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    challenge, _ = acceptor.step(initiator.step(None)[0])
    authenticate = resp(initiator.step(challenge)[0])
    acceptor.step(msgspec.structs.replace(authenticate, mech_list_mic=None).encode())
    with pytest.raises(AuthenticationError, match="mechListMIC that is due"):
        acceptor.step(NegTokenResp().encode())


def test_hints_without_a_list_of_mechanisms() -> None:
    token, _ = SpnegoClient([client()]).step(NegTokenInit().encode())
    assert decode_token(token).mech_types == (NTLM,)  # type: ignore[union-attr]


def resp(data: bytes) -> NegTokenResp:
    token = decode_token(data)
    assert isinstance(token, NegTokenResp)
    return token


def converse(
    initiator: SpnegoClient[NtlmClient], acceptor: SpnegoServer[NtlmServer], first: bytes | None
) -> list[bytes]:
    """All tokens, until the client is done."""
    tokens = [initiator.step(first)[0]]
    while not initiator.complete:
        answer, _ = acceptor.step(tokens[-1])
        token, _ = initiator.step(answer)
        tokens += [answer, token]
    assert acceptor.complete
    assert initiator.session_key == acceptor.session_key
    return tokens


@pytest.mark.parametrize("first", [None, b"", hint_token()])
def test_ntlm_preferred(first: bytes | None) -> None:
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    init, challenge, authenticate, accept, end = converse(initiator, acceptor, first)
    assert decode_token(init).mech_types == (NTLM,)  # type: ignore[union-attr]
    assert (resp(challenge).neg_state, resp(challenge).supported_mech) == (NegState.ACCEPT_INCOMPLETE, NTLM)
    assert resp(authenticate).neg_state is None
    assert resp(authenticate).mech_list_mic
    assert resp(accept).neg_state == NegState.ACCEPT_COMPLETED
    assert resp(accept).mech_list_mic
    assert end == b""
    assert acceptor.mechanism.identity.user == "alice"


def test_the_first_signed_message_has_the_key_state_of_the_mic() -> None:
    """[MS-SPNG] 3.2.5.1."""
    initiator, acceptor = SpnegoClient([client(confidentiality=True)]), SpnegoServer([server()])
    converse(initiator, acceptor, None)
    sealed = initiator.mechanism.security.seal(b"first")
    assert acceptor.mechanism.security.unseal(*sealed) == b"first"
    acceptor.mechanism.security.verify(b"second", initiator.mechanism.security.sign(b"second"))


def test_raw_ntlmssp() -> None:
    initiator, acceptor = client(), SpnegoServer([server()])
    challenge, state = acceptor.step(initiator.step(None))
    assert challenge.startswith(SIGNATURE)
    assert state == NegState.ACCEPT_INCOMPLETE
    assert acceptor.step(initiator.step(challenge)) == (b"", NegState.ACCEPT_COMPLETED)
    assert acceptor.session_key == initiator.session_key


def test_anonymous_has_no_mic() -> None:
    initiator, acceptor = SpnegoClient([client(Credentials())]), SpnegoServer([server()])
    tokens = converse(initiator, acceptor, None)
    assert resp(tokens[2]).mech_list_mic is None
    assert resp(tokens[3]).mech_list_mic is None
    assert acceptor.mechanism.identity.anonymous


def test_guest_has_no_mic_to_check() -> None:
    initiator = SpnegoClient([client(Credentials("mallory", "x"))])
    acceptor = SpnegoServer([server(guest=True)])
    challenge, _ = acceptor.step(initiator.step(None)[0])
    accept, state = acceptor.step(initiator.step(challenge)[0])
    assert state == NegState.ACCEPT_COMPLETED
    assert resp(accept).mech_list_mic is None
    assert acceptor.mechanism.identity.guest
    initiator.step(accept)
    assert initiator.complete


def test_reselection_needs_the_mic() -> None:
    """RFC 4178 4.2.2: our mechanism is the client's second; its optimistic token is thrown away."""
    initiator = SpnegoClient[NtlmClient](
        [OtherClient(Credentials("x", "y"), random=randomness(b"o"), now=NOW), client()]
    )
    acceptor = SpnegoServer([server()])
    tokens = converse(initiator, acceptor, None)
    assert decode_token(tokens[0]).mech_types == (KERBEROS, NTLM)  # type: ignore[union-attr]
    assert resp(tokens[1]) == NegTokenResp(NegState.REQUEST_MIC, NTLM)
    assert (resp(tokens[2]).response_token or b"").startswith(SIGNATURE)
    assert resp(tokens[3]).supported_mech is None
    assert resp(tokens[4]).mech_list_mic
    assert resp(tokens[5]).mech_list_mic
    assert initiator.mechanism.credentials.user == "alice"


def test_the_mic_covers_the_list_as_the_client_sent_it() -> None:
    """Somebody on the way takes the first mechanism away: noticed."""
    initiator = SpnegoClient[NtlmClient](
        [OtherClient(Credentials("x", "y"), random=randomness(b"o"), now=NOW), client()]
    )
    acceptor = SpnegoServer([server()])
    initiator.step(None)
    downgraded = NegTokenInit(mech_types=(NTLM,), mech_token=client().step(None))
    answer, _ = acceptor.step(downgraded.encode())
    assert resp(answer).neg_state == NegState.ACCEPT_INCOMPLETE
    token, _ = initiator.step(NegTokenResp(NegState.REQUEST_MIC, NTLM).encode())
    other = SpnegoServer([server()])
    answer, _ = other.step(NegTokenInit(mech_types=(NTLM,), mech_token=resp(token).response_token).encode())
    token, _ = initiator.step(msgspec.structs.replace(resp(answer), supported_mech=None).encode())
    with pytest.raises(AuthenticationError, match="mechListMIC") as caught:
        other.step(token)
    assert caught.value.status == NtStatus.STATUS_ACCESS_DENIED


def test_the_client_takes_only_what_the_server_offers() -> None:
    other = OtherClient(Credentials("x", "y"), random=randomness(b"o"), now=NOW)
    initiator = SpnegoClient[NtlmClient]([other, client()])
    token, _ = initiator.step(hint_token((MS_KERBEROS, NTLM)))
    assert decode_token(token).mech_types == (NTLM,)  # type: ignore[union-attr]
    with pytest.raises(RemoteProtocolError, match="offers only"):
        SpnegoClient([client()]).step(hint_token((KERBEROS,)))


def test_a_client_that_owes_its_mic_is_asked_once_more() -> None:
    """RFC 4178 5: the acceptor sends its own and waits."""
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    challenge, _ = acceptor.step(initiator.step(None)[0])
    authenticate = resp(initiator.step(challenge)[0])
    late = authenticate.mech_list_mic
    answer, state = acceptor.step(msgspec.structs.replace(authenticate, mech_list_mic=None).encode())
    assert state == NegState.ACCEPT_INCOMPLETE
    assert resp(answer).mech_list_mic
    accept, state = acceptor.step(NegTokenResp(mech_list_mic=late).encode())
    assert state == NegState.ACCEPT_COMPLETED
    assert resp(accept) == NegTokenResp(NegState.ACCEPT_COMPLETED)


def after_authenticate() -> tuple[SpnegoClient[NtlmClient], NegTokenResp]:
    """A client that has sent AUTHENTICATE, and what the server then says."""
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    challenge, _ = acceptor.step(initiator.step(None)[0])
    return initiator, resp(acceptor.step(initiator.step(challenge)[0])[0])


def test_a_wrong_mic_of_the_server() -> None:
    initiator, accept = after_authenticate()
    with pytest.raises(RemoteProtocolError, match="signature"):
        initiator.step(msgspec.structs.replace(accept, mech_list_mic=bytes(16)).encode())


def test_an_application_that_accepts_without_a_token() -> None:
    initiator, _ = after_authenticate()
    assert initiator.step(b"") == (b"", NegState.ACCEPT_COMPLETED)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (NegTokenResp(NegState.REJECT), "STATUS_LOGON_FAILURE"),
        (NegTokenResp(NegState.ACCEPT_INCOMPLETE, KERBEROS), "was not offered"),
        (NegTokenResp(NegState.ACCEPT_INCOMPLETE, NTLM), "no responseToken"),
        (NegTokenResp(NegState.ACCEPT_COMPLETED, NTLM), "no responseToken"),
    ],
)
def test_bad_first_answers(answer: NegTokenResp, error: str) -> None:
    initiator = SpnegoClient([client()])
    initiator.step(None)
    with pytest.raises(Error, match=error):
        initiator.step(answer.encode())


def test_an_acceptance_without_the_mic_that_is_due() -> None:
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    challenge = resp(acceptor.step(initiator.step(None)[0])[0])
    initiator.step(msgspec.structs.replace(challenge, neg_state=NegState.REQUEST_MIC).encode())
    with pytest.raises(RemoteProtocolError, match="mechListMIC"):
        initiator.step(NegTokenResp(NegState.ACCEPT_COMPLETED).encode())


def test_an_acceptance_that_comes_too_early() -> None:
    initiator = SpnegoClient[NtlmClient](
        [OtherClient(Credentials("x", "y"), random=randomness(b"o"), now=NOW), client()]
    )
    initiator.step(None)
    with pytest.raises(RemoteProtocolError, match="before the mechanism is complete"):
        initiator.step(NegTokenResp(NegState.ACCEPT_COMPLETED, NTLM).encode())


def test_a_server_that_waits_for_nothing() -> None:
    initiator, accept = after_authenticate()
    with pytest.raises(RemoteProtocolError, match="nothing is left"):
        initiator.step(msgspec.structs.replace(accept, neg_state=NegState.ACCEPT_INCOMPLETE).encode())


def test_later_supported_mechs_are_ignored() -> None:
    """[MS-SPNG] 3.3.5."""
    initiator, accept = after_authenticate()
    initiator.step(msgspec.structs.replace(accept, supported_mech=KERBEROS).encode())
    assert initiator.complete


def begun() -> SpnegoServer[NtlmServer]:
    acceptor = SpnegoServer([server()])
    acceptor.step(SpnegoClient([client()]).step(None)[0])
    return acceptor


@pytest.mark.parametrize(
    ("acceptor", "token"),
    [
        (SpnegoServer([server()]), NegTokenResp(NegState.ACCEPT_INCOMPLETE).encode()),
        (SpnegoServer([server()]), NegTokenInit(mech_types=(KERBEROS,)).encode()),
        (SpnegoServer([server()]), NegTokenInit().encode()),
        (begun(), NegTokenInit(mech_types=(NTLM,)).encode()),
        (begun(), NegTokenResp(NegState.REJECT).encode()),
        (begun(), NegTokenResp(mech_list_mic=b"x").encode()),
    ],
)
def test_what_the_server_refuses(acceptor: SpnegoServer[NtlmServer], token: bytes) -> None:
    with pytest.raises(AuthenticationError) as caught:
        acceptor.step(token)
    assert caught.value.status == NtStatus.STATUS_INVALID_PARAMETER
    assert not acceptor.complete


def test_the_server_begins_without_a_token() -> None:
    assert SpnegoServer([server()]).step(None) == (hint_token(), NegState.ACCEPT_INCOMPLETE)


def test_no_optimistic_token() -> None:
    acceptor, initiator = SpnegoServer([server()]), client()
    answer, _ = acceptor.step(NegTokenInit(mech_types=(NTLM,)).encode())
    assert resp(answer) == NegTokenResp(NegState.ACCEPT_INCOMPLETE, NTLM)
    answer, _ = acceptor.step(NegTokenResp(response_token=initiator.step(None)).encode())
    assert (resp(answer).response_token or b"").startswith(SIGNATURE)


def test_steps_out_of_turn() -> None:
    with pytest.raises(LocalProtocolError):
        SpnegoClient[NtlmClient]([])
    with pytest.raises(LocalProtocolError):
        SpnegoServer[NtlmServer]([])
    with pytest.raises(LocalProtocolError):
        _ = SpnegoServer([server()]).mechanism
    with pytest.raises(WireError):
        SpnegoClient([client()]).step(NegTokenResp().encode())
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    first, _ = initiator.step(None)
    with pytest.raises(WireError):
        initiator.step(first)
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    converse(initiator, acceptor, None)
    with pytest.raises(LocalProtocolError):
        initiator.step(b"")
    with pytest.raises(LocalProtocolError):
        acceptor.step(b"")


@given(st.lists(st.binary(max_size=80), max_size=4), st.integers(0, 2))
def test_any_bytes(tokens: list[bytes], steps: int) -> None:
    initiator, acceptor = SpnegoClient([client()]), SpnegoServer([server()])
    token = initiator.step(None)[0]
    for _ in range(steps):
        answer, _ = acceptor.step(token)
        token, _ = initiator.step(answer)
    was = acceptor.complete
    for data in tokens:
        for party in (initiator, acceptor):
            try:
                party.step(data)
            except Error:
                continue
    assert acceptor.complete == was


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account database of pyspnego's acceptor."""
    path = tmp_path / "users"
    path.write_text(":alice:Pässword1\n", encoding="utf-8")
    monkeypatch.setenv("NTLM_USER_FILE", str(path))


@pytest.mark.usefixtures("users")
def test_our_client_and_pyspnego_server() -> None:
    spnego = pytest.importorskip("spnego")
    acceptor = spnego.server(options=spnego.NegotiateOptions.use_negotiate)
    initiator = SpnegoClient([client()])
    token, _ = initiator.step(None)
    while not initiator.complete:
        token, _ = initiator.step(acceptor.step(token))
    assert acceptor.complete
    assert acceptor.session_key == initiator.session_key
    acceptor.verify(b"message", initiator.mechanism.security.sign(b"message"))
    initiator.mechanism.security.verify(b"message", acceptor.sign(b"message"))


def test_pyspnego_client_and_our_server() -> None:
    spnego = pytest.importorskip("spnego")
    initiator = spnego.client("alice", "Pässword1", options=spnego.NegotiateOptions.use_negotiate)
    acceptor = SpnegoServer([server()])
    token = initiator.step()
    while not initiator.complete:
        answer, _ = acceptor.step(token)
        token = initiator.step(answer)
    assert acceptor.complete
    assert acceptor.session_key == initiator.session_key
    initiator.verify(b"message", acceptor.mechanism.security.sign(b"message"))
    acceptor.mechanism.security.verify(b"message", initiator.sign(b"message"))


def replaying(challenge: bytes) -> SpnegoServer[NtlmServer]:
    """A server that sends this CHALLENGE. The lab's one password stands in the captures' index."""
    nt_hash = nt_owf_v1("LabAdm1!")
    message = ChallengeMessage.decode(challenge)
    mechanism = NtlmServer(lambda domain, user: nt_hash, random=randomness(b""), now=NOW, rewrite=lambda ours: message)
    return SpnegoServer([mechanism])


def test_log_ons_at_windows_servers() -> None:
    """Given what real clients sent, our acceptor says octet for octet what Windows said, its mechListMIC included."""
    done, with_mic = 0, 0
    for capture in captures("studylab1_SAMR-Enum-Lab"):
        raw = [data for _, data in spnego_tokens(contents(capture))]
        tokens = [decode_token(data) for data in raw]
        for at, init in enumerate(tokens[:-3]):
            answers = tokens[at + 1 : at + 4]
            if not isinstance(init, NegTokenInit) or not (init.mech_token or b"").startswith(SIGNATURE):
                continue
            if not all(isinstance(answer, NegTokenResp) for answer in answers):
                continue
            acceptor = replaying(resp(raw[at + 1]).response_token or b"")
            assert acceptor.step(raw[at]) == (raw[at + 1], NegState.ACCEPT_INCOMPLETE)
            assert acceptor.step(raw[at + 2]) == (raw[at + 3], NegState.ACCEPT_COMPLETED)
            done += 1
            with_mic += resp(raw[at + 3]).mech_list_mic is not None
    assert done >= 80
    assert with_mic >= 20
