"""Direct TCP framing on the asyncio protocol, without a socket: any pieces in, whole messages out."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import Disconnected, RemoteProtocolError
from plugfest.net.transport import FrameTransport
from plugfest.protocols.ms_smb2.framing import frame

pytestmark = pytest.mark.anyio


class Wire(asyncio.Transport):
    """What the loop would give; remembers what was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.aborted = self.ended = False
        self.waiting = 0

    def set_write_buffer_limits(self, high=None, low=None):
        pass

    def get_write_buffer_size(self):
        return self.waiting

    def write(self, data):
        self.sent += bytes(data)

    def abort(self):
        self.aborted = True

    def close(self):
        self.ended = True

    def is_closing(self):
        return self.aborted or self.ended


class Ear:
    def __init__(self, fails: Exception | None = None) -> None:
        self.messages: list[bytes] = []
        self.ends: list[Exception | None] = []
        self.fails = fails

    def received(self, message):
        self.messages.append(bytes(message))
        if self.fails:
            raise self.fails

    def disconnected(self, error):
        self.ends.append(error)


def feed(transport: FrameTransport, data: bytes) -> None:
    """As the loop does: into the protocol's own buffer."""
    while data:
        space = memoryview(transport.get_buffer(-1))
        part, data = data[: len(space)], data[len(space) :]
        space[: len(part)] = part
        transport.buffer_updated(len(part))


def joined(fails: Exception | None = None, **options: int) -> tuple[FrameTransport, Ear, Wire]:
    ear, wire = Ear(fails), Wire()
    transport = FrameTransport(ear, **options)
    transport.connection_made(wire)
    return transport, ear, wire


def test_byte_by_byte():
    messages = [b"one", b"", bytes(1000), b"four"]
    transport, ear, _ = joined()
    stream = b"".join(map(frame, messages))
    for index in range(len(stream)):
        feed(transport, stream[index : index + 1])
    assert ear.messages == messages


@given(st.lists(st.binary(max_size=50), max_size=8), st.lists(st.integers(1, 40)))
def test_any_pieces(messages, sizes):
    transport, ear, _ = joined()
    stream = b"".join(map(frame, messages))
    for size in sizes:
        feed(transport, stream[:size])
        stream = stream[size:]
    feed(transport, stream)
    assert ear.messages == messages


def test_message_larger_than_the_buffer():
    transport, ear, _ = joined()
    message = bytes(range(256)) * 5000
    feed(transport, frame(message) + frame(b"next"))
    assert ear.messages == [message, b"next"]


@pytest.mark.parametrize(("data", "reason"), [(b"\x85\0\0\0", "Zero"), (b"\0\0\4\1", "over the limit of 1024")])
def test_header_that_is_none(data, reason):
    transport, ear, wire = joined(limit=1024)
    feed(transport, data)
    assert wire.aborted
    feed(transport, frame(b"too late"))
    transport.connection_lost(None)
    assert ear.messages == []
    with pytest.raises(RemoteProtocolError, match=reason):
        raise ear.ends[0]


def test_whatever_the_receiver_raises_ends_the_connection():
    for error in (RemoteProtocolError("no"), ZeroDivisionError("ours")):
        transport, ear, wire = joined(error)
        feed(transport, frame(b"one") + frame(b"two"))
        transport.connection_lost(None)
        assert wire.aborted
        assert (ear.messages, ear.ends) == ([b"one"], [error])


def test_end_of_the_connection():
    transport, ear, _ = joined()
    transport.eof_received()
    transport.connection_lost(None)
    assert ear.ends == [None]
    transport, ear, _ = joined()
    feed(transport, frame(b"message")[:-1])
    transport.eof_received()
    transport.connection_lost(None)
    with pytest.raises(Disconnected, match="inside a message, after 10 bytes"):
        raise ear.ends[0]


async def test_writing_waits_for_a_slow_peer():
    transport, _, wire = joined()
    transport.write(b"da", memoryview(b"ta"))
    await transport.drain()
    transport.pause_writing()
    assert transport.writable  # little is waiting: more may come
    await transport.drain()
    wire.waiting = 4 * 1024 * 1024
    assert not transport.writable
    waiting = asyncio.ensure_future(transport.drain())
    await asyncio.sleep(0)
    assert not waiting.done()
    transport.resume_writing()
    await waiting
    assert wire.sent == b"data"
    transport.close()
    assert transport.closing
