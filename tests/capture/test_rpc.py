"""RPC as a third party reads it: fragments, contexts, transfer syntaxes, authentication, and whatever bytes come."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.capture.rpc import RpcDecoder, RpcPdu
from plugfest.protocols.ms_rpce import ClientAssociation, Pdu
from plugfest.protocols.ms_rpce.pdus import (
    NDR64_SYNTAX,
    NDR_SYNTAX,
    WHOLE,
    Bind,
    BindAck,
    CommonHeader,
    ContextAnswer,
    ContextElement,
    FaultStatus,
    PacketFlags,
    PacketType,
    RpcFault,
    RpcRequest,
    RpcResponse,
    SyntaxId,
)
from plugfest.protocols.ms_srvs.types import SRVSVC, NetrRemoteTOD, NetrRemoteTODResponse
from plugfest.wire.ndr import NDR64

TOD = 28


def bound() -> RpcDecoder:
    decoder = RpcDecoder()
    (pdu,) = decoder.feed(ClientAssociation().bind(SRVSVC), sent=True)
    assert (pdu.name, pdu.section, pdu.summary) == ("RPC bind", "C706 12.6.4.3", "srvsvc")
    return decoder


def request(stub: bytes, *, flags: PacketFlags = WHOLE, opnum: int = TOD, call_id: int = 2, auth: bytes = b"") -> bytes:
    header = CommonHeader(ptype=PacketType.REQUEST, pfc_flags=flags, call_id=call_id)
    return Pdu(header, RpcRequest(opnum=opnum, stub=stub), auth).encode()


def response(stub: bytes, call_id: int = 2) -> bytes:
    return Pdu(CommonHeader(ptype=PacketType.RESPONSE, call_id=call_id), RpcResponse(stub=stub)).encode()


def only(decoder: RpcDecoder, data: bytes, sent: bool = True) -> RpcPdu:
    (pdu,) = decoder.feed(data, sent)
    return pdu


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_any_bytes_are_shown_or_wait_for_more(parts: list[bytes]) -> None:
    decoder = RpcDecoder()
    for part in parts:
        for call in decoder.feed(part, sent=True):
            assert call.name


@given(st.sampled_from(list(PacketType)), st.binary(max_size=60), st.integers(0, 255), st.integers(0, 60))
def test_any_body_is_shown(ptype: PacketType, body: bytes, flags: int, auth_length: int) -> None:
    header = CommonHeader(
        ptype=ptype, pfc_flags=PacketFlags(flags), frag_length=16 + len(body), auth_length=auth_length
    )
    call = only(bound(), header.encode() + body)
    assert call.data == header.encode() + body
    assert call.name


def test_a_call_one_byte_at_a_time_in_fragments() -> None:
    decoder = bound()
    stub = NetrRemoteTOD(ServerName="server").encode()
    data = request(stub[:8], flags=PacketFlags.PFC_FIRST_FRAG) + request(stub[8:], flags=PacketFlags.PFC_LAST_FRAG)
    first, last = [call for byte in data for call in decoder.feed(bytes((byte,)), sent=True)]
    assert (first.name, first.summary) == ("RPC request", "fragment")
    assert (last.name, last.section, last.opnum) == ("NetrRemoteTOD request", "MS-SRVS 3.1.4.21", TOD)
    assert last.stub == NetrRemoteTOD(ServerName="server")
    answer = only(decoder, response(NetrRemoteTODResponse(ReturnValue=5).encode()), sent=False)
    assert (answer.name, answer.summary) == ("NetrRemoteTOD response", "ERROR_ACCESS_DENIED")


def test_a_stub_that_does_not_decode_is_shown_with_the_reason() -> None:
    decoder = bound()
    assert only(decoder, request(NetrRemoteTOD().encode())).stub is not None
    call = only(decoder, response(b"\1\0"), sent=False)
    assert call.name == "NetrRemoteTOD response"
    assert "NetrRemoteTODResponse" in call.summary
    assert only(decoder, response(b"", call_id=9), sent=False).name == "RPC response"  # nobody asked


def test_bytes_behind_the_values_and_an_object_uuid() -> None:
    stub = NetrRemoteTOD().encode()
    assert only(bound(), request(stub + b"more")).left_over == 4
    call = only(bound(), request(bytes(16) + stub, flags=WHOLE | PacketFlags.PFC_OBJECT_UUID))
    assert call.stub == NetrRemoteTOD()


@pytest.mark.parametrize("level", [2, 5, 6])
def test_authentication(level: int) -> None:
    """The padding before the trailer is none of the stub; with privacy there is nothing to see."""
    stub = NetrRemoteTOD().encode()
    trailer = bytes((10, level, 4, 0)) + bytes(4) + bytes(16)
    call = only(bound(), request(stub + b"pad!", auth=trailer))
    assert (call.summary, call.stub) == (("encrypted", None) if level == 6 else ("", NetrRemoteTOD()))
    assert not call.left_over


def test_ndr64_where_it_was_accepted() -> None:
    decoder = RpcDecoder()
    contexts = tuple(
        ContextElement(number, abstract_syntax=SyntaxId.of(SRVSVC), transfer_syntaxes=(syntax,))
        for number, syntax in enumerate((NDR_SYNTAX, NDR64_SYNTAX))
    )
    list(decoder.feed(Pdu(CommonHeader(ptype=PacketType.BIND, call_id=1), Bind(p_cont_elem=contexts)).encode(), True))
    results = tuple(ContextAnswer(transfer_syntax=syntax) for syntax in (NDR_SYNTAX, NDR64_SYNTAX))
    answer = Pdu(CommonHeader(ptype=PacketType.BIND_ACK, call_id=1), BindAck(p_results=results)).encode()
    assert only(decoder, answer, sent=False).section == "C706 12.6.4.4"
    value = NetrRemoteTOD(ServerName="server")
    for context, syntax in enumerate((None, NDR64)):
        stub = value.encode(syntax=syntax) if syntax else value.encode()
        body = RpcRequest(p_cont_id=context, opnum=TOD, stub=stub)
        assert only(decoder, Pdu(CommonHeader(call_id=2 + context), body).encode()).stub == value


def test_unknown_interfaces_and_faults() -> None:
    uuid = UUID(int=77)
    decoder = RpcDecoder()
    other = msgspec.structs.replace(SRVSVC, uuid=uuid)
    assert only(decoder, ClientAssociation().bind(other)).summary == str(uuid)
    call = only(decoder, request(b"stub"))
    assert (call.name, call.summary, call.stub_data) == ("RPC request", f"{uuid} opnum {TOD}", b"stub")
    fault = Pdu(CommonHeader(ptype=PacketType.FAULT, call_id=2), RpcFault(status=FaultStatus.nca_s_op_rng_error))
    assert only(decoder, fault.encode(), sent=False).summary == "nca_s_op_rng_error"


def test_big_endian_peers_are_not_read_but_told() -> None:
    data = bytearray(request(b""))
    data[4] = 0
    data[8:10] = len(data).to_bytes(2, "big")
    assert "data representation" in only(bound(), bytes(data)).problem


def test_lost_bytes_are_not_waited_for() -> None:
    decoder = bound()
    assert not list(decoder.feed(request(b"")[:20], sent=True))
    decoder.lost(sent=True)
    assert only(decoder, request(NetrRemoteTOD().encode())).stub is not None
