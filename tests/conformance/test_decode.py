"""Decoding for people: whatever a peer sends, there is a message to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugfest.conformance.decode import Decoder
from plugfest.conformance.rpc import PipeDecoder
from plugfest.net.events import FrameEvent
from plugfest.protocols.ms_rpce import ClientAssociation, Pdu
from plugfest.protocols.ms_rpce.pdus import CommonHeader, PacketFlags, PacketType, RpcRequest, RpcResponse
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.protocols.ms_srvs.types import SRVSVC, NetrRemoteTOD


def event(data: bytes, sent: bool = True) -> FrameEvent:
    return FrameEvent(sent=sent, time=0.0, wire=len(data).to_bytes(4, "big") + data, plaintext=data)


def test_fields_have_their_places() -> None:
    decoder = Decoder()
    header = Header(command=Command.TREE_CONNECT, message_id=7)
    decoder.add(2, 1.5, event(encode_message(header, TreeConnectRequest(path=r"\\server\share"))))
    (message,) = decoder.messages
    assert (message.name, message.section) == ("SMB2 TREE_CONNECT Request", "MS-SMB2 2.2.9")
    assert (message.number, message.connection, message.time, message.sent) == (1, 2, 1.5, True)
    assert message.summary == r"\\server\share"
    offsets = {field.name: (field.offset, field.value) for field in message.fields}
    assert offsets["Header.MessageId"] == (24, "7")
    assert offsets["StructureSize"] == (64, "9")


def test_compounded_messages_are_told_apart() -> None:
    first = encode_message(Header(command=Command.ECHO, next_command=72), EchoRequest())
    decoder = Decoder()
    decoder.add(1, 0, event(first.ljust(72, b"\0") + encode_message(Header(command=Command.ECHO), EchoRequest())))
    assert [message.name for message in decoder.messages] == ["SMB2 ECHO Request"] * 2


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xfeSMB", b"\xfdSMB", b"\xffSMB", b"\xfeSMB\x40\0"]))
def test_any_bytes_make_a_message(data: bytes, start: bytes) -> None:
    decoder = Decoder()
    decoder.add(1, 0.0, event(start + data, sent=False))
    assert decoder.messages
    assert b"".join(message.data for message in decoder.messages) == start + data


@given(st.integers(0, 18), st.binary(max_size=150))
def test_any_body_behind_a_header_makes_a_message(command: int, data: bytes) -> None:
    decoder = Decoder()
    decoder.add(1, 0.0, event(Header(command=Command(command)).encode() + data))
    assert len(decoder.messages) == 1


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_any_bytes_in_a_pipe_are_shown_or_wait_for_more(parts: list[bytes]) -> None:
    pipe = PipeDecoder()
    for part in parts:
        for call in pipe.feed(part, sent=True):
            assert call.name


def test_a_call_in_fragments_is_shown_with_the_last_one() -> None:
    client, pipe = ClientAssociation(), PipeDecoder()
    assert [call.summary for call in pipe.feed(client.bind(SRVSVC), sent=True)] == ["srvsvc"]
    stub = NetrRemoteTOD(ServerName="server").encode()
    parts = [
        Pdu(CommonHeader(ptype=PacketType.REQUEST, pfc_flags=flag, call_id=2), RpcRequest(opnum=28, stub=part)).encode()
        for part, flag in ((stub[:8], PacketFlags.PFC_FIRST_FRAG), (stub[8:], PacketFlags.PFC_LAST_FRAG))
    ]
    calls = [call for part in parts for call in pipe.feed(part, sent=True)]
    assert [call.summary for call in calls] == ["fragment", ""]
    assert (calls[1].name, calls[1].section) == ("NetrRemoteTOD request", "MS-SRVS 3.1.4.21")
    assert [field.value for field in calls[1].fields if field.name == "ServerName"] == ['"server"']


def test_a_response_that_does_not_decode_is_shown_with_the_reason() -> None:
    client, pipe = ClientAssociation(), PipeDecoder()
    list(pipe.feed(client.bind(SRVSVC), sent=True))
    asked = Pdu(CommonHeader(call_id=2), RpcRequest(opnum=28, stub=NetrRemoteTOD().encode())).encode()
    assert [call.name for call in pipe.feed(asked, sent=True)] == ["NetrRemoteTOD request"]
    bad = Pdu(CommonHeader(ptype=PacketType.RESPONSE, call_id=2), RpcResponse(stub=b"\1\0")).encode()
    (call,) = pipe.feed(bad, sent=False)
    assert call.name == "NetrRemoteTOD response"
    assert "NetrRemoteTODResponse" in call.summary
