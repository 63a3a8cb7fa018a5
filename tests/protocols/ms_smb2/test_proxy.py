"""The proxy in memory: whatever goes by goes on, unchanged and at once; what can be understood is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.ms_smb2.client import ClientSettings, Message
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.proxy import (
    End,
    Ended,
    Forward,
    Lost,
    ProxyConnection,
    Received,
    Seen,
    look,
)
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from tests.protocols.ms_smb2.joined import World

ECHO = encode_message(Header(command=Command.ECHO, message_id=5), EchoRequest())


class Between:
    """A client of a World with the proxy in the middle."""

    def __init__(self, **settings: object) -> None:
        self.world = World()
        self.client = self.world.connect(ClientSettings(**settings))  # type: ignore[arg-type]
        self.proxy = ProxyConnection()
        self.seen: list[Seen] = []
        feed, take = self.world.feed, self.client.take
        self.world.feed = lambda number, data: feed(number, self.through(True, data))  # type: ignore[method-assign]
        self.client.take = lambda data: take(self.through(False, data))  # type: ignore[method-assign]

    def through(self, from_client: bool, data: bytes) -> bytes:
        first, *rest = self.proxy.handle(Received(from_client, data))
        assert first == Forward(from_client, data)
        for each in rest:
            assert isinstance(each, Seen)
            assert each.from_client == from_client
            self.seen.append(each)
        return data


def test_a_whole_session_goes_through_and_is_seen():
    between = Between()
    tree = between.client.ready()
    create, close = between.client.send(
        Message(CreateRequest(name="echo"), tree=tree),
        Message(CloseRequest(file_id=ANY_FILE_ID), tree=tree),
        related=True,
    )
    assert {create.command, close.command} == {Command.CREATE, Command.CLOSE}
    names = [(seen.from_client, packet.name) for seen in between.seen for packet in seen.packets]
    assert names[:2] == [(True, "SMB2 NEGOTIATE Request"), (False, "SMB2 NEGOTIATE Response")]
    assert names[-4:-2] == [(True, "SMB2 CREATE Request"), (True, "SMB2 CLOSE Request")]
    assert between.seen[-2].packets[0].header.next_command
    assert not any(seen.problem for seen in between.seen)


def test_encrypted_messages_are_seen_as_such():
    between = Between(encrypt=True)
    tree = between.client.ready()
    between.client.request(EchoRequest(), session=tree.session)
    assert [seen.name for seen in between.seen[-2:]] == ["SMB2 TRANSFORM_HEADER"] * 2
    assert {seen.session_id for seen in between.seen[-2:]} == {tree.session.session_id}
    assert between.seen[-1].packets == ()


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=100) | st.binary(max_size=90).map(frame))))
def test_whatever_comes_goes_on(pieces):
    proxy = ProxyConnection()
    for from_client, data in pieces:
        first, *rest = proxy.handle(Received(from_client, data))
        assert first == Forward(from_client, data)
        assert all(isinstance(each, Seen | Lost) for each in rest)


@given(st.binary(max_size=200), st.sampled_from([b"\xfeSMB\x40\0", b"\xfdSMB", b"\xfcSMB", b"\xffSMB", b""]))
def test_any_frame_is_looked_at(data, start):
    seen = look(False, start + data)
    assert seen.frame == start + data
    assert seen.packets or seen.name


@given(st.integers(0, len(ECHO) - 1), st.integers(0, 255))
def test_a_changed_message_is_looked_at(place, value):
    look(True, ECHO[:place] + bytes((value,)) + ECHO[place + 1 :])


def test_a_direction_that_is_no_smb_is_relayed_unseen():
    proxy = ProxyConnection()
    garbage = b"GET / HTTP/1.1\r\n"
    forward, lost = proxy.handle(Received(True, garbage))
    assert forward == Forward(True, garbage)
    assert isinstance(lost, Lost)
    assert proxy.handle(Received(True, frame(ECHO))) == [Forward(True, frame(ECHO))]
    assert len(proxy.handle(Received(False, frame(ECHO)))) == 2  # the other one still is


def test_a_frame_in_pieces_is_seen_once_whole():
    proxy = ProxyConnection()
    seen = [each for byte in frame(ECHO) for each in proxy.handle(Received(True, bytes((byte,))))]
    assert len(seen) == len(frame(ECHO)) + 1
    assert isinstance(seen[-1], Seen)
    assert seen[-1].packets[0].header.message_id == 5


@pytest.mark.parametrize("from_client", [True, False])
def test_the_end_is_passed_on(from_client):
    assert ProxyConnection().handle(Ended(from_client)) == [End(to_server=from_client)]


def test_problems_are_named():
    assert "NextCommand" in look(True, ECHO[:20] + b"\x09" + ECHO[21:]).problem
    short = look(True, ECHO[:66])
    assert short.packets[0].body is None
    assert "Reserved" in short.problem
    assert look(True, ECHO[:40]).name == "malformed SMB2 message"
    assert look(True, b"\xffSMBrest").name == "SMB1 message"
