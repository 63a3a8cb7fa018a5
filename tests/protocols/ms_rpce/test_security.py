"""[MS-RPCE] 3.3.1.5.2: the client's side of NTLM on a connection, beside a server made of NtlmServer and the tables."""

from __future__ import annotations

import os
from typing import Any

import msgspec
import pytest

from plugfest.errors import RemoteProtocolError
from plugfest.protocols.ms_nlmp import Credentials, NtlmClient, NtlmServer, local_accounts
from plugfest.protocols.ms_rpce import AuthenticationLevel, Bound, ClientAssociation, ClientSecurity, Responded
from plugfest.protocols.ms_rpce.pdus import (
    Bind,
    BindAck,
    CommonHeader,
    ContextAnswer,
    PacketType,
    Pdu,
    RpcResponse,
)
from plugfest.protocols.ms_rpce.security import STUB_OFFSET, SUPPORT_HEADER_SIGN, SecTrailer
from plugfest.protocols.ms_srvs import SRVSVC

CONNECT = AuthenticationLevel.RPC_C_AUTHN_LEVEL_CONNECT
INTEGRITY = AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
PRIVACY = AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
LEVELS = pytest.mark.parametrize("level", [INTEGRITY, PRIVACY], ids=["integrity", "privacy"])
NOW = 0x01D0_0000_0000_0000


class Peer:
    """A server that follows the tables of 3.3.1.5.2.2, and returns the stub that it was sent."""

    def __init__(self, level: AuthenticationLevel, header_sign: bool) -> None:
        self.level = level
        self.header_sign = header_sign
        accounts = local_accounts({"alice": "secret"})
        self.ntlm = NtlmServer(accounts, random=os.urandom, now=NOW)
        ntlm = NtlmClient(Credentials("alice", "secret"), random=os.urandom, now=NOW, confidentiality=level == PRIVACY)
        self.client = ClientAssociation(security=ClientSecurity(ntlm, level))
        self.stubs: list[bytes] = []

    def log_on(self) -> None:
        """bind, bind_ack, rpc_auth_3."""
        bind = Pdu.decode(self.client.bind(SRVSVC))
        assert isinstance(bind.body, Bind)
        trailer = SecTrailer.decode(bind.auth[:8])
        assert trailer.auth_level == self.level
        assert len(bind.body.rest) == trailer.auth_pad_length
        assert (SUPPORT_HEADER_SIGN in bind.header.pfc_flags) is (self.level != CONNECT)
        header = CommonHeader(ptype=PacketType.BIND_ACK, call_id=bind.header.call_id)
        if self.header_sign:
            header = msgspec.structs.replace(header, pfc_flags=header.pfc_flags | SUPPORT_HEADER_SIGN)
        challenge = self.ntlm.step(bind.auth[8:])
        answer = Pdu(header, BindAck(p_results=(ContextAnswer(),)), bind.auth[:8] + (challenge or b""))
        assert isinstance(self.client.receive(answer.encode())[0], Bound)
        last = Pdu.decode(self.client.rpc_auth_3())
        assert last.header.ptype == PacketType.AUTH3
        self.ntlm.step(last.auth[8:])
        assert self.ntlm.complete
        assert self.client.rpc_auth_3() == b""

    def request(self, raw: bytes) -> bytes:
        """Check and open one request; give its stub."""
        pdu = Pdu.decode(raw)
        encoded, signature = pdu.auth[:8], pdu.auth[8:]
        assert (len(raw) - 16 - 8 - STUB_OFFSET) % 16 == 0
        before, after = (raw[:STUB_OFFSET], encoded) if self.header_sign else (b"", b"")
        stub = raw[STUB_OFFSET : len(raw) - 24]
        if self.level == PRIVACY:
            stub = self.ntlm.security.unseal(stub, signature, before, after)
        else:
            self.ntlm.security.verify(before + stub + after, signature)
        return stub[: len(stub) - SecTrailer.decode(encoded).auth_pad_length]

    def response(self, stub: bytes, **trailer: Any) -> bytes:
        """A protected response."""
        padding = -len(stub) % 16
        encoded = SecTrailer(**{"auth_level": self.level, "auth_pad_length": padding} | trailer).encode()
        header = CommonHeader(ptype=PacketType.RESPONSE, call_id=self.client.call_id)
        raw = Pdu(header, RpcResponse(stub=stub + bytes(padding)), encoded + bytes(16)).encode()
        before, after = (raw[:STUB_OFFSET], encoded) if self.header_sign else (b"", b"")
        body = raw[STUB_OFFSET : len(raw) - 24]
        if self.level == PRIVACY:
            body, signature = self.ntlm.security.seal(body, before, after)
        else:
            signature = self.ntlm.security.sign(before + body + after)
        return raw[:STUB_OFFSET] + body + encoded + signature


def logged_on(level: AuthenticationLevel, header_sign: bool = True) -> Peer:
    peer = Peer(level, header_sign)
    peer.log_on()
    return peer


@LEVELS
@pytest.mark.parametrize("header_sign", [True, False], ids=["headers", "stubs only"])
@pytest.mark.parametrize("size", [0, 1, 16, 4000, 9001])
def test_requests_and_responses(level: AuthenticationLevel, header_sign: bool, size: int) -> None:
    peer = logged_on(level, header_sign)
    for _ in range(2):
        stub = os.urandom(size)
        pdus = peer.client.request(7, stub)
        assert all(len(pdu) <= peer.client.max_xmit_frag for pdu in pdus)
        assert b"".join(peer.request(pdu) for pdu in pdus) == stub
        assert (stub[:16] in pdus[0]) is (level == INTEGRITY) or size < 16
        answer = peer.client.receive(peer.response(stub[:4000]))[0]
        assert isinstance(answer, Responded)
        assert answer.stub == stub[:4000]


def test_the_level_of_connections_protects_nothing() -> None:
    peer = logged_on(CONNECT, header_sign=False)
    (request,) = peer.client.request(7, b"stub")
    assert Pdu.decode(request).auth == b""
    header = CommonHeader(ptype=PacketType.RESPONSE, call_id=peer.client.call_id)
    (answer,) = peer.client.receive(Pdu(header, RpcResponse(stub=b"open")).encode())
    assert isinstance(answer, Responded)


@LEVELS
def test_what_was_changed_on_the_way_is_refused(level: AuthenticationLevel) -> None:
    """Header, stub, trailer and signature: one bit in each."""
    for at in (STUB_OFFSET - 5, STUB_OFFSET, -24 + 3, -1):
        peer = logged_on(level)
        peer.client.request(7, b"")
        answer = bytearray(peer.response(b"0123456789abcdef"))
        answer[at] ^= 1
        with pytest.raises(RemoteProtocolError, match="signature"):
            peer.client.receive(bytes(answer))


@LEVELS
def test_responses_that_are_not_as_agreed(level: AuthenticationLevel) -> None:
    for trailer, reason in (
        ({"auth_level": CONNECT}, "RPC_C_AUTHN_LEVEL_CONNECT"),
        ({"auth_context_id": 9}, "context 9"),
        ({"auth_pad_length": 17}, "17 bytes of padding"),
    ):
        peer = logged_on(level)
        peer.client.request(7, b"")
        with pytest.raises(RemoteProtocolError, match=reason):
            peer.client.receive(peer.response(b"0123456789abcdef", **trailer))
    peer = logged_on(level)
    peer.client.request(7, b"")
    header = CommonHeader(ptype=PacketType.RESPONSE, call_id=peer.client.call_id)
    with pytest.raises(RemoteProtocolError, match="without a signature"):
        peer.client.receive(Pdu(header, RpcResponse(stub=b"open")).encode())


def test_a_bind_ack_without_a_token() -> None:
    peer = Peer(PRIVACY, header_sign=True)
    peer.client.bind(SRVSVC)
    answer = Pdu(CommonHeader(ptype=PacketType.BIND_ACK, call_id=1), BindAck(p_results=(ContextAnswer(),)))
    with pytest.raises(RemoteProtocolError, match="no authentication token"):
        peer.client.receive(answer.encode())
