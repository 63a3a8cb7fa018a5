"""Decoding for people: whatever a peer sends, there is a message to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugfest.conformance.decode import Decoder
from plugfest.net.events import FrameEvent
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest


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


def test_a_disconnection_by_the_peer_is_part_of_the_exchange() -> None:
    decoder = Decoder()
    decoder.closed(1, 2.5, reset=True)
    (message,) = decoder.messages
    assert (message.name, message.summary, message.sent, message.time) == ("Disconnection", "TCP RST", False, 2.5)
