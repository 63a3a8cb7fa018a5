"""[MS-SRVS] 3.2: requests and calls, against the service in memory."""

from __future__ import annotations

import pytest

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.protocols.ms_rpce import ClientAssociation, Fault, ServerAssociation
from plugfest.protocols.ms_rpce.pdus import CommonHeader, PacketType, Pdu, RpcResponse
from plugfest.protocols.ms_srvs import SRVSVC, ServerService
from plugfest.protocols.ms_srvs.client import call, check, entries, session_enum, share_enum
from plugfest.protocols.ms_srvs.types import NetrShareEnumResponse
from plugfest.wire.ndr import Request
from tests.protocols.ms_srvs.helpers import ADMINISTRATOR, Constant


class Wire:
    def __init__(self) -> None:
        self.client = ClientAssociation()
        self.server = ServerAssociation((ServerService(Constant()),), ADMINISTRATOR, endpoint="\\PIPE\\srvsvc")
        self.client.receive(b"".join(self.server.receive(self.client.bind(SRVSVC))))

    def call(self, request: Request[NetrShareEnumResponse], step: int = 100) -> NetrShareEnumResponse:
        conversation = call(self.client, request)
        heard = b"".join(answer for pdu in next(conversation) for answer in self.server.receive(pdu))
        try:
            for start in range(0, len(heard), step):
                assert conversation.send(heard[start : start + step]) == []
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        raise AssertionError("no response")


def test_a_call_in_pieces() -> None:
    response = Wire().call(share_enum(1))
    check(response)
    assert len(entries(response)) == 4
    assert entries(Wire().call(share_enum(77))) == ()


def test_a_call_that_fails() -> None:
    with pytest.raises(StatusError, match="NetrShareEnum: ERROR_INVALID_LEVEL"):
        check(Wire().call(share_enum(77)))


def test_a_call_that_faults() -> None:
    class Unserved(Request[NetrShareEnumResponse], frozen=True):
        opnum = 29

    with pytest.raises(Fault, match="nca_s_op_rng_error"):
        Wire().call(Unserved())


def test_an_answer_to_another_call() -> None:
    wire = Wire()
    first = call(wire.client, share_enum(0))
    second = call(wire.client, session_enum(0))
    next(first)
    next(second)
    answer = Pdu(CommonHeader(ptype=PacketType.RESPONSE, call_id=2), RpcResponse()).encode()
    with pytest.raises(RemoteProtocolError, match="instead of 3"):
        second.send(answer)


def test_a_bind_ack_in_the_middle() -> None:
    wire = Wire()
    again = wire.server.receive(wire.client.alter_context(SRVSVC))
    conversation = call(wire.client, share_enum(0))
    next(conversation)
    with pytest.raises(RemoteProtocolError, match="Bound"):
        conversation.send(again[0])
