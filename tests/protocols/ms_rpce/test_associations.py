"""[C706] 12.6, [MS-RPCE] 3.3: client and server of a connection."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, RemoteProtocolError, WireError
from plugfest.protocols.ms_rpce import (
    BindRefused,
    Bound,
    ClientAssociation,
    Faulted,
    FaultStatus,
    Pdu,
    Responded,
    ServerAssociation,
)
from plugfest.protocols.ms_rpce import client as client_module
from plugfest.protocols.ms_rpce.pdus import (
    NDR64_SYNTAX,
    NDR_SYNTAX,
    BindAck,
    CommonHeader,
    ContextElement,
    ContextResult,
    Other,
    PacketFlags,
    PacketType,
    ProviderReason,
    RejectReason,
    RpcRequest,
    RpcResponse,
    SyntaxId,
    fragments,
)
from tests.protocols.ms_rpce.helpers import ECHO, NEWER, OTHER, Echo, Joined

VECTORS = Path(__file__).parents[2] / "vectors" / "rpc_smbd.json"
FEATURES = SyntaxId(UUID("6cb71c2c-9812-4540-0300-000000000000"), 1)


def _request(ptype: PacketType = PacketType.REQUEST, **changes: object) -> bytes:
    body = RpcRequest(stub=b"abc") if ptype == PacketType.REQUEST else Other()
    return Pdu(msgspec.structs.replace(CommonHeader(ptype=ptype, call_id=9), **changes), body).encode()


def test_what_smbd_sent_and_took() -> None:
    for pdu in json.loads(VECTORS.read_text())["pdus"]:
        wire = bytes.fromhex(pdu["data"])
        assert Pdu.decode(wire).encode() == wire


def test_smbd_answers_our_bind() -> None:
    bind, ack = (bytes.fromhex(pdu["data"]) for pdu in json.loads(VECTORS.read_text())["pdus"][:2])
    client = ClientAssociation()
    client.bind(ECHO)
    assert bind[:16] == client.bind(ECHO)[:12] + bind[12:16]
    (event,) = ClientAssociationBound().receive(ack)
    assert isinstance(event, Bound)
    assert (event.accepted, event.secondary_address) == ((0,), b"\\pipe\\srvsvc\0")


class ClientAssociationBound(ClientAssociation):
    def __init__(self) -> None:
        super().__init__()
        self.bind(ECHO)


@pytest.mark.parametrize("step", [0, 1, 7])
def test_a_call(step: int) -> None:
    joined = Joined(step)
    (bound,) = joined.send(joined.client.bind(ECHO))
    assert isinstance(bound, Bound)
    assert (bound.accepted, bound.secondary_address) == ((0,), b"\\PIPE\\echo\0")
    assert joined.send(*joined.client.request(0, b"hello")) == [Responded(2, 0, b"hello")]
    assert joined.send(*joined.client.request(3, b"")) == [Responded(3, 3, b"alice")]


def test_a_pdu_is_as_long_as_it_says() -> None:
    with pytest.raises(WireError, match="frag_length"):
        Pdu.decode(_request() + b"x")


def test_fragments_both_ways() -> None:
    joined = Joined(max_frag=1432).bound()
    stub = bytes(range(256)) * 20
    sent = joined.client.request(0, stub)
    assert len(sent) == 4
    assert [Pdu.decode(pdu).body.alloc_hint for pdu in sent] == [5120, 3712, 2304, 896]  # type: ignore[union-attr]
    assert max(len(pdu) for pdu in sent) <= 1432
    assert joined.send(*sent) == [Responded(2, 0, stub)]


def test_several_requests_in_one_write() -> None:
    joined = Joined().bound()
    first, second = joined.client.request(0, b"1"), joined.client.request(0, b"2")
    assert joined.send(*first, *second) == [Responded(2, 0, b"1"), Responded(3, 0, b"2")]


def test_faults() -> None:
    joined = Joined().bound()
    for opnum, status, executed in (
        (1, FaultStatus.nca_s_fault_access_denied, True),
        (2, FaultStatus.RPC_X_BAD_STUB_DATA, False),
        (4, FaultStatus.nca_s_op_rng_error, False),
    ):
        (event,) = joined.send(*joined.client.request(opnum, b""))
        assert isinstance(event, Faulted)
        assert (event.opnum, event.status, event.executed) == (opnum, status, executed)
        assert event.error().status == status
    (event,) = joined.send(*joined.client.request(0, b"", p_cont_id=5))
    assert isinstance(event, Faulted)
    assert event.status == FaultStatus.nca_s_unk_if
    assert not joined.server.closed


def test_presentation_contexts() -> None:
    joined = Joined()
    contexts = (
        ContextElement(0, abstract_syntax=SyntaxId.of(ECHO), transfer_syntaxes=(NDR64_SYNTAX,)),
        ContextElement(1, abstract_syntax=SyntaxId.of(ECHO), transfer_syntaxes=(NDR64_SYNTAX, NDR_SYNTAX)),
        ContextElement(2, abstract_syntax=SyntaxId.of(OTHER)),
        ContextElement(3, abstract_syntax=SyntaxId.of(NEWER)),
        ContextElement(4, abstract_syntax=SyntaxId.of(ECHO), transfer_syntaxes=(FEATURES,)),
        ContextElement(5, abstract_syntax=SyntaxId.of(ECHO), transfer_syntaxes=(SyntaxId.of(OTHER),)),
    )
    (event,) = joined.send(joined.client.bind(contexts=contexts))
    assert isinstance(event, Bound)
    assert [(answer.result, answer.reason) for answer in event.results] == [
        (ContextResult.acceptance, 0),
        (ContextResult.acceptance, 0),
        (ContextResult.provider_rejection, ProviderReason.abstract_syntax_not_supported),
        (ContextResult.provider_rejection, ProviderReason.abstract_syntax_not_supported),
        (ContextResult.negotiate_ack, 0),
        (ContextResult.provider_rejection, ProviderReason.proposed_transfer_syntaxes_not_supported),
    ]
    assert [answer.transfer_syntax for answer in event.results[:2]] == [NDR64_SYNTAX, NDR_SYNTAX]
    assert event.accepted == (0, 1)
    assert (NEWER.major, SyntaxId.of(NEWER).major, SyntaxId.of(NEWER).minor) == (1, 1, 3)


def test_alter_context_adds_one() -> None:
    joined = Joined()
    joined.send(joined.client.bind(OTHER))
    again = (ContextElement(8, abstract_syntax=SyntaxId.of(ECHO)),)
    (event,) = joined.send(joined.client.alter_context(contexts=again))
    assert isinstance(event, Bound)
    assert event.accepted == (8,)
    assert joined.send(*joined.client.request(0, b"x", p_cont_id=8)) == [Responded(3, 0, b"x")]


def test_the_client_keeps_the_order() -> None:
    with pytest.raises(LocalProtocolError):
        ClientAssociation().request(0, b"")
    with pytest.raises(LocalProtocolError):
        ClientAssociation().alter_context(ECHO)


def test_an_object_uuid_is_not_part_of_the_stub() -> None:
    joined = Joined().bound()
    flags = PacketFlags.PFC_FIRST_FRAG | PacketFlags.PFC_LAST_FRAG | PacketFlags.PFC_OBJECT_UUID
    header = CommonHeader(pfc_flags=flags, call_id=2)
    (answer,) = joined.server.receive(Pdu(header, RpcRequest(stub=bytes(16) + b"stub")).encode())
    assert Pdu.decode(answer).body == RpcResponse(alloc_hint=4, stub=b"stub")


def _server(*, bound: bool) -> ServerAssociation:
    server = ServerAssociation((Echo(),))
    if bound:
        server.receive(ClientAssociation().bind(ECHO))
    return server


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED),
        (b"\5" + bytes(15), RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED),
        (_request(rpc_vers_minor=1), RejectReason.PROTOCOL_VERSION_NOT_SPECIFIED),
        (_request(packed_drep=b"\0\0\0\0", frag_length=0x1B00), RejectReason.REASON_NOT_SPECIFIED),
        (_request(packed_drep=b"\x11\0\0\0"), RejectReason.REASON_NOT_SPECIFIED),
        (_request(packed_drep=b"\x10\1\0\0"), RejectReason.REASON_NOT_SPECIFIED),
        (_request(auth_length=60), RejectReason.REASON_NOT_SPECIFIED),
        (_request(), RejectReason.REASON_NOT_SPECIFIED),
        (_request(PacketType(99)), RejectReason.REASON_NOT_SPECIFIED),
    ],
)
def test_what_is_refused_before_and_after_bind(wire: bytes, reason: RejectReason) -> None:
    server = _server(bound=False)
    (answer,) = server.receive(wire)
    assert (Pdu.decode(answer).body.provider_reject_reason, server.closed) == (reason, True)  # type: ignore[union-attr]
    assert server.receive(wire) == []
    if wire != _request():
        server = _server(bound=True)
        (answer,) = server.receive(wire)
        assert Pdu.decode(answer).body.status == FaultStatus.nca_s_proto_error  # type: ignore[union-attr]
        assert server.closed


def test_authentication_is_refused() -> None:
    bind = Pdu.decode(ClientAssociation().bind(ECHO))
    secured = Pdu(msgspec.structs.replace(bind.header, frag_length=0), bind.body, bytes(8) + b"token").encode()
    server = _server(bound=False)
    (answer,) = server.receive(secured)
    reason = Pdu.decode(answer).body.provider_reject_reason  # type: ignore[union-attr]
    assert reason == RejectReason.authentication_type_not_recognized
    assert server.closed
    client = ClientAssociation()
    client.bind(ECHO)
    assert client.receive(answer) == [BindRefused(RejectReason.authentication_type_not_recognized)]
    server = _server(bound=True)
    header = msgspec.structs.replace(bind.header, ptype=PacketType.ALTER_CONTEXT, frag_length=0)
    (answer,) = server.receive(Pdu(header, bind.body, bytes(8) + b"token").encode())
    assert Pdu.decode(answer).header.ptype == PacketType.FAULT
    assert server.closed


def _fragment(call_id: int, flags: int, stub: bytes = b"x") -> bytes:
    return Pdu(CommonHeader(pfc_flags=PacketFlags(flags), call_id=call_id), RpcRequest(stub=stub)).encode()


def test_fragments_in_disorder() -> None:
    for wire in (
        _fragment(2, 1) + _fragment(3, 2),
        _fragment(2, 1) + _fragment(2, 1),
        _fragment(500, 3) + _fragment(2, 2),
        _fragment(9, 2),
    ):
        server = _server(bound=True)
        *_, last = server.receive(wire)
        assert Pdu.decode(last).body.status == FaultStatus.nca_s_proto_error  # type: ignore[union-attr]
        assert server.closed


def test_a_late_fragment_of_an_old_call_is_ignored() -> None:
    server = _server(bound=True)
    server.receive(_fragment(9, 3))
    assert server.receive(_fragment(8, 2)) == []
    assert not server.closed


def test_an_orphaned_call_is_dropped() -> None:
    server = _server(bound=True)
    assert server.receive(_fragment(2, 1)) == []
    assert server.receive(_request(PacketType.ORPHANED)) == []
    assert server.receive(_request(PacketType.ORPHANED, call_id=2)) == []
    assert server.receive(_request(PacketType.CO_CANCEL)) == []
    (answer,) = server.receive(_fragment(3, 3, b"new"))
    assert Pdu.decode(answer).body.stub == b"new"  # type: ignore[union-attr]


def test_a_request_that_is_too_large() -> None:
    server = _server(bound=True)
    pdu = _fragment(2, 1, bytes(60000))
    rest = _fragment(2, 0, bytes(60000))
    answers = server.receive(pdu + rest * 80)
    assert Pdu.decode(answers[0]).body.status == FaultStatus.nca_s_fault_access_denied  # type: ignore[union-attr]


def test_a_second_bind_is_a_protocol_error() -> None:
    server = _server(bound=True)
    (answer,) = server.receive(ClientAssociation().bind(ECHO))
    assert Pdu.decode(answer).header.ptype == PacketType.FAULT


def test_tiny_fragment_sizes_are_not_believed() -> None:
    server = _server(bound=False)
    server.receive(ClientAssociation(max_frag=1).bind(ECHO))
    assert server.max_xmit_frag == 1432


def test_what_a_server_must_not_send() -> None:
    def fed(*pdus: Pdu) -> None:
        joined = Joined().bound()
        joined.client.request(0, b"")
        joined.client.receive(b"".join(pdu.encode() for pdu in pdus))

    call = CommonHeader(ptype=PacketType.RESPONSE, call_id=2)
    part = msgspec.structs.replace(call, pfc_flags=PacketFlags(0))
    for pdus, reason in (
        ((Pdu(CommonHeader(ptype=PacketType.RESPONSE, call_id=7), RpcResponse()),), "not under way"),
        ((Pdu(part, RpcResponse()),), "out of order"),
        ((Pdu(CommonHeader(ptype=PacketType.BIND_ACK, call_id=7), BindAck()),), "0 results for 0 contexts"),
        ((Pdu(CommonHeader(ptype=PacketType.REQUEST), RpcRequest()),), "REQUEST PDU from a server"),
    ):
        with pytest.raises(RemoteProtocolError, match=reason):
            fed(*pdus)
    fed(Pdu(CommonHeader(ptype=PacketType.SHUTDOWN), Other()))
    with pytest.raises(WireError):
        ClientAssociation().receive(b"HTTP")


def test_a_response_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "MAX_RESPONSE", 10000)
    joined = Joined().bound()
    joined.client.request(0, b"")
    first, *_ = fragments(PacketType.RESPONSE, 2, bytes(9000), 4280)
    more = Pdu(
        CommonHeader(ptype=PacketType.RESPONSE, pfc_flags=PacketFlags(0), call_id=2), RpcResponse(stub=bytes(9000))
    )
    with pytest.raises(RemoteProtocolError, match="more than 10000"):
        joined.client.receive(first + more.encode())


@settings(deadline=None)
@given(st.binary(max_size=200), st.booleans(), st.booleans())
def test_a_server_survives_any_bytes(data: bytes, bound: bool, framed: bool) -> None:
    server = _server(bound=bound)
    if framed:
        data = b"\5\0" + data[:1].ljust(1, b"\0") + b"\3\x10\0\0\0" + (len(data) + 15).to_bytes(2, "little") + data[1:]
    for answer in server.receive(data.ljust(16, b"\0")):
        Pdu.decode(answer)


@settings(deadline=None)
@given(st.binary(max_size=100), st.integers(1, 5))
def test_damaged_requests(noise: bytes, step: int) -> None:
    joined = Joined(step).bound()
    wire = bytearray(joined.client.request(0, b"some stub data")[0])
    for index, byte in enumerate(noise[:3]):
        wire[(index * 7 + byte) % len(wire)] = byte
    for answer in joined.server.receive(bytes(wire)):
        Pdu.decode(answer)
