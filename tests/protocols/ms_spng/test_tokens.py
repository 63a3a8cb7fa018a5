"""The tokens: the example of [MS-SPNG] 4, every token of the given captures, pyspnego, any bytes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_spng import (
    HINT_NAME,
    NTLM,
    NegHints,
    NegState,
    NegTokenInit,
    NegTokenInit2,
    NegTokenResp,
    decode_token,
    hint_token,
)
from tests.protocols.captured import captures, contents, spnego_tokens
from tests.protocols.captured import given as given_data

NEGOEX = "1.3.6.1.4.1.311.2.2.30"
oids = st.sampled_from([NTLM, NEGOEX, "1.2.840.113554.1.2.2"])
blobs = st.none() | st.binary(max_size=300)


def example() -> bytes:
    """The octets of the document's example, taken from the document."""
    text = given_data("specs", "MS-SPNG.md").read_text(encoding="utf-8")
    section = text[text.index("# 4 Protocol Examples") :]
    octets: dict[int, bytes] = {}
    for line in section.splitlines():
        words = line.split()
        if words and len(words[0]) == 8 and line.startswith("000") and int(words[0], 16) not in octets:
            row = [word for word in words[1:17] if len(word) == 2]
            octets[int(words[0], 16)] = bytes.fromhex("".join(row[: 1 if words[0] == "00000160" else 16]))
    return b"".join(octets[at] for at in sorted(octets))


def test_the_documents_example() -> None:
    data = example()
    token = decode_token(data)
    assert isinstance(token, NegTokenInit2)
    assert token.encode() == data
    assert token.mech_types == (NEGOEX, NTLM)
    assert token.neg_hints == NegHints(HINT_NAME)
    assert token.mech_token is not None
    assert token.mech_token.startswith(b"NEGOEXTS")


def test_real_tokens_come_back_as_they_were() -> None:
    seen: Counter[str] = Counter()
    for capture in captures():
        for _, data in spnego_tokens(contents(capture)):
            token = decode_token(data)
            assert token.encode() == data
            assert token.rest == b""
            seen[type(token).__name__] += 1
    assert min(seen[name] for name in ("NegTokenInit", "NegTokenInit2", "NegTokenResp")) > 500, seen


inits = st.builds(
    NegTokenInit,
    mech_types=st.none() | st.lists(oids, max_size=4).map(tuple),
    req_flags=blobs,
    mech_token=blobs,
    mech_list_mic=blobs,
)
inits2 = st.builds(
    NegTokenInit2,
    mech_types=st.none() | st.lists(oids, max_size=4).map(tuple),
    mech_token=blobs,
    neg_hints=st.builds(NegHints, hint_name=blobs, hint_address=blobs),
    mech_list_mic=blobs,
)
resps = st.builds(
    NegTokenResp,
    neg_state=st.none() | st.integers(0, 255).map(NegState),
    supported_mech=st.none() | oids,
    response_token=blobs,
    mech_list_mic=blobs,
)


@given(inits | inits2 | resps)
def test_any_token_comes_back(token: NegTokenInit | NegTokenResp) -> None:
    assert decode_token(token.encode()) == token


def test_a_mic_without_hints_is_at_the_extensions_place() -> None:
    token = NegTokenInit2(mech_types=(NTLM,), mech_list_mic=b"mic")
    assert decode_token(token.encode()) == token


def test_what_follows_is_kept() -> None:
    for token in (NegTokenInit((NTLM,), rest=b"\xa9\x00"), NegTokenResp(NegState.REJECT, rest=b"\xa9\x00")):
        assert decode_token(token.encode()) == token


@given(inits | inits2 | resps, st.data())
def test_every_cut_and_any_damage(token: NegTokenInit | NegTokenResp, data: st.DataObject) -> None:
    encoded = token.encode()
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(WireError):
        decode_token(encoded[:cut])
    with pytest.raises(WireError):
        decode_token(encoded + b"\0")
    damaged = bytearray(encoded)
    damaged[cut] ^= data.draw(st.integers(1, 255))
    try:
        again = decode_token(bytes(damaged))
    except WireError:
        return
    assert again.encode() == bytes(damaged)


@given(st.binary(max_size=100))
def test_any_bytes(data: bytes) -> None:
    for prefix in (b"", b"\xa1\x20\x30\x1e", bytes.fromhex("602006062b0601050502a016")):
        try:
            token = decode_token(prefix + data)
        except WireError:
            continue
        assert token.encode() == prefix + data


def test_another_mechanism_in_the_initial_token() -> None:
    with pytest.raises(WireError, match="is not SPNEGO"):
        decode_token(bytes.fromhex("600b06092a864886f712010202"))


def test_a_state_of_two_bytes() -> None:
    with pytest.raises(WireError, match="negState"):
        decode_token(bytes.fromhex("a1083006a0040a020000"))


def test_the_servers_first_token() -> None:
    token = decode_token(hint_token())
    assert token == NegTokenInit2(mech_types=(NTLM,), neg_hints=NegHints(HINT_NAME))


def test_pyspnego_reads_our_tokens() -> None:
    spnego = pytest.importorskip("spnego._spnego")
    init = spnego.unpack_token(NegTokenInit((NEGOEX, NTLM), mech_token=b"token").encode())
    assert (init.mech_types, init.mech_token) == ([NEGOEX, NTLM], b"token")
    init2 = spnego.unpack_token(hint_token((NTLM,)))
    assert (init2.mech_types, init2.hint_name) == ([NTLM], HINT_NAME)
    resp = spnego.unpack_token(NegTokenResp(NegState.REQUEST_MIC, NTLM, b"token", b"mic").encode())
    assert (resp.neg_state, resp.supported_mech, resp.response_token, resp.mech_list_mic) == (3, NTLM, b"token", b"mic")
