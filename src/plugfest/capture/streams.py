"""TCP reassembly: packets → ordered bytes of both directions of every connection (RFC 9293 section 3.4)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from plugfest.capture.frames import locate_tcp
from plugfest.capture.packets import Packet
from plugfest.capture.reader import read_packets

_SYN, _RST, _FIN, _ACK = 2, 4, 1, 16
_SERVER_PORTS = frozenset({445, 139, 135, 88, 389, 3268, 464})
_MAX_PENDING = 4 << 20
"""Bytes of one direction that wait for a hole before them to be filled; more, and the hole is taken as lost."""
_SEGMENT_COST = 1024
"""What one waiting segment counts besides its bytes, so that tiny ones are bounded too."""
_HALF = 1 << 31
_MASK = 0xFFFFFFFF
_HEADER = Struct("!HHIIBB").unpack_from


class Endpoint(NamedTuple):
    """One end of a connection."""

    address: str
    port: int

    def __str__(self) -> str:
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


class Stream:
    """One TCP connection."""

    __slots__ = ("client", "complete", "number", "server")

    def __init__(self, number: int, client: Endpoint, server: Endpoint, complete: bool) -> None:
        self.number = number
        """From 1, in the order of their first packets."""
        self.client = client
        self.server = server
        self.complete = complete
        """Its SYN is in the capture."""

    def __repr__(self) -> str:
        return f"Stream({self.number}, {self.client} → {self.server})"


class StreamData(NamedTuple):
    """Bytes of one direction that are in order, complete and new."""

    stream: Stream
    time: int
    """Nanoseconds since the epoch, of the packet that brought them, or filled the hole before them."""
    sent: bool
    """From client to server."""
    data: bytes
    lost: int = 0
    """Bytes missing before these."""
    frame: int = 0
    """The number of that packet in the file, from 1."""


class _Waiting(NamedTuple):
    """A segment behind a hole, and the packet that brought it."""

    payload: bytes
    time: int
    frame: int


class _Direction:
    """What was seen of one direction, and what waits for a hole to be filled."""

    __slots__ = ("expected", "first", "held", "pending", "reverse", "sent", "stream")
    reverse: _Direction

    def __init__(self, stream: Stream, sent: bool) -> None:
        self.stream = stream
        self.sent = sent
        self.first = -1  # the sequence number after the SYN; -1 if there was none
        self.expected = -1  # the next sequence number; -1 before the first segment
        self.pending: dict[int, _Waiting] = {}
        self.held = 0

    def take(self, time: int, frame: int, sequence: int, payload: bytes) -> Iterator[StreamData]:
        """A segment that is not simply the next one."""
        if self.expected < 0:
            self.expected = sequence
        ahead = (sequence - self.expected) & _MASK
        if ahead >= _HALF:  # it begins before what we have: a retransmission, perhaps with more behind
            payload = payload[(1 << 32) - ahead :]
            if not payload:
                return
            ahead, sequence = 0, self.expected
        if ahead:
            self._hold(sequence, _Waiting(payload, time, frame))
            while self.held > _MAX_PENDING:
                yield from self.skip()
            return
        self.expected = (sequence + len(payload)) & _MASK
        yield StreamData(self.stream, time, self.sent, payload, 0, frame)
        if self.pending:
            yield from self._drain(0, time, frame)

    def _hold(self, sequence: int, segment: _Waiting) -> None:
        known = self.pending.get(sequence)
        if known is None:
            self.held += _SEGMENT_COST + len(segment.payload)
        elif len(segment.payload) > len(known.payload):
            self.held += len(segment.payload) - len(known.payload)
        else:
            return
        self.pending[sequence] = segment

    def _nearest(self) -> int:
        """How far ahead the first waiting segment begins; negative if it begins inside what we have."""
        return min(((s - self.expected + _HALF) & _MASK) - _HALF for s in self.pending)

    def _drain(self, lost: int, time: int = 0, frame: int = 0) -> Iterator[StreamData]:
        """Deliver what waits and is now next: with the packet that filled the hole, or with its own."""
        while self.pending:
            ahead = self._nearest()
            if ahead > 0:
                return
            segment = self.pending.pop((self.expected + ahead) & _MASK)
            self.held -= _SEGMENT_COST + len(segment.payload)
            if payload := segment.payload[-ahead:]:
                self.expected = (self.expected + len(payload)) & _MASK
                place = (time, frame) if frame else (segment.time, segment.frame)
                yield StreamData(self.stream, place[0], self.sent, payload, lost, place[1])
                lost = 0

    def skip(self) -> Iterator[StreamData]:
        """Give up on the hole before the first waiting segment."""
        lost = self._nearest()
        self.expected = (self.expected + lost) & _MASK
        yield from self._drain(lost)

    def acknowledged(self, number: int) -> Iterator[StreamData]:
        """The peer has bytes that we never saw: the capture lost them, no retransmission will come."""
        while self.pending:
            beyond = (number - self.expected - self._nearest()) & _MASK
            if not 0 < beyond < _HALF:
                return
            yield from self.skip()


class Reassembler:
    """Feed it packets in capture order; it gives the bytes of the connections in theirs."""

    def __init__(self) -> None:
        self._directions: dict[bytes, _Direction] = {}
        self._count = 0

    def feed(self, packets: Iterable[Packet]) -> Iterator[StreamData]:
        """Everything that the packets carry, as soon as it is in order; holes are given up at the end."""
        directions = self._directions
        for frame, (time, link, data, _) in enumerate(packets, 1):
            located = locate_tcp(link, data)
            if located is None:
                continue
            addresses, start, end = located
            _, _, sequence, number, offset, flags = _HEADER(data, start)
            key = addresses + data[start : start + 4]
            direction = directions.get(key)
            if direction is None or (flags & _SYN and _is_new(direction, sequence, flags)):
                if direction is not None:
                    yield from _give_up(direction)
                direction = self._begin(key, flags)
            payload = data[start + (offset >> 4 << 2) : end]
            if flags & _SYN:
                sequence = (sequence + 1) & _MASK
                if direction.first < 0:
                    direction.first = direction.expected = sequence
            if flags & _ACK and direction.reverse.pending:
                yield from direction.reverse.acknowledged(number)
            if payload:
                if sequence == direction.expected and not direction.pending:
                    direction.expected = (sequence + len(payload)) & _MASK
                    yield StreamData(direction.stream, time, direction.sent, payload, 0, frame)
                else:
                    yield from direction.take(time, frame, sequence, payload)
        for direction in directions.values():
            yield from _give_up(direction)

    def _begin(self, key: bytes, flags: int) -> _Direction:
        half = (len(key) - 4) // 2
        source = Endpoint(str(ipaddress.ip_address(key[:half])), int.from_bytes(key[-4:-2], "big"))
        target = Endpoint(str(ipaddress.ip_address(key[half : 2 * half])), int.from_bytes(key[-2:], "big"))
        sent = _from_client(source.port, target.port, flags)
        self._count += 1
        client, server = (source, target) if sent else (target, source)
        stream = Stream(self._count, client, server, bool(flags & _SYN))
        here, there = _Direction(stream, sent), _Direction(stream, not sent)
        here.reverse, there.reverse = there, here
        self._directions[key] = here
        self._directions[key[half : 2 * half] + key[:half] + key[-2:] + key[-4:-2]] = there
        return here


def _is_new(direction: _Direction, sequence: int, flags: int) -> bool:
    """A client's SYN that is no retransmission: the same ports serve a new connection."""
    return not flags & _ACK and direction.first != (sequence + 1) & _MASK


def _give_up(direction: _Direction) -> Iterator[StreamData]:
    """What waits for bytes that will not come, of both directions."""
    for one in (direction, direction.reverse):
        while one.pending:
            yield from one.skip()


def _from_client(source: int, target: int, flags: int) -> bool:
    """Whether the first packet seen of a connection is the client's."""
    if flags & _SYN:
        return not flags & _ACK
    if (source in _SERVER_PORTS) != (target in _SERVER_PORTS):
        return target in _SERVER_PORTS
    return source > target


def read_streams(path: Path | str) -> Iterator[StreamData]:
    """The bytes of every TCP connection of a capture file, in order. Raises InputError if it is none."""
    return Reassembler().feed(read_packets(path))
