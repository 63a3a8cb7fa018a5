"""TCP reassembly and the framing of SMB."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.capture import packets as link
from plugfest.capture.frames import locate_tcp
from plugfest.capture.packets import Packet
from plugfest.capture.pcapng import PcapngWriter
from plugfest.capture.smb import DirectTcpSplitter, messages, read_messages, split_compound
from plugfest.capture.streams import Reassembler, StreamData
from tests.capture.helpers import ethernet, ipv4, ipv6, packet, tcp

SYN, ACK, SYN_ACK = 2, 0x10, 0x12
START = 0xFFFFFFF0  # so that the sequence number wraps soon


def client(offset: int, data: bytes = b"", flags: int = ACK, ack: int = 0, port: int = 50000) -> Packet:
    return packet(ethernet(ipv4(tcp(port, 445, START + offset, data, flags=flags, ack=ack))))


def server(offset: int, data: bytes = b"", flags: int = ACK, ack: int = 0, port: int = 50000) -> Packet:
    frame = ipv4(tcp(445, port, 700 + offset, data, flags=flags, ack=ack & 0xFFFFFFFF), forward=False)
    return packet(ethernet(frame))


HANDSHAKE = [client(-1, flags=SYN), server(-1, flags=SYN_ACK)]


def assemble(*packets: Packet) -> list[StreamData]:
    return list(Reassembler().feed([*HANDSHAKE, *packets]))


def text(chunks: list[StreamData], sent: bool = True) -> list[bytes | tuple[int, bytes]]:
    return [(c.lost, c.data) if c.lost else c.data for c in chunks if c.sent == sent]


@pytest.mark.parametrize(
    ("kind", "frame"),
    [
        (link.LINK_ETHERNET, lambda s: ethernet(ipv4(s))),
        (link.LINK_ETHERNET, lambda s: ethernet(ipv4(s), tags=bytes.fromhex("81000005"))),
        (link.LINK_ETHERNET, lambda s: ethernet(ipv4(s), tags=bytes.fromhex("88a8000581000006"))),
        (link.LINK_ETHERNET, lambda s: ethernet(ipv6(s), kind=b"\x86\xdd")),
        (link.LINK_ETHERNET, lambda s: ethernet(ipv6(s, extension=b"\x06" + bytes(7), kind=0), kind=b"\x86\xdd")),
        (link.LINK_ETHERNET, lambda s: ethernet(ipv6(s, extension=b"\x06" + bytes(7), kind=44), kind=b"\x86\xdd")),
        (link.LINK_RAW, ipv4),
        (link.LINK_IPV4, ipv4),
        (link.LINK_IPV6, ipv6),
        (link.LINK_NULL, lambda s: b"\x02\0\0\0" + ipv4(s)),
        (link.LINK_LINUX_SLL, lambda s: bytes(14) + b"\x08\x00" + ipv4(s)),
        (link.LINK_LINUX_SLL, lambda s: bytes(14) + bytes.fromhex("810000050800") + ipv4(s)),
        (link.LINK_LINUX_SLL2, lambda s: b"\x86\xdd" + bytes(18) + ipv6(s)),
        (link.LINK_LINUX_SLL2, lambda s: bytes.fromhex("8100") + bytes(18) + bytes.fromhex("00050800") + ipv4(s)),
    ],
)
def test_link_and_network_layers(kind: int, frame: object) -> None:
    segment = tcp(50000, 445, 1, b"hello")
    data = frame(segment)  # type: ignore[operator]
    located = locate_tcp(kind, data)
    assert located is not None
    assert data[located.start : located.end] == segment
    for size in range(len(data)):
        cut = locate_tcp(kind, data[:size])
        assert cut is None or cut.end <= size


def test_what_is_no_tcp_is_skipped() -> None:
    udp = bytearray(ipv4(bytes(30)))
    udp[9] = 17
    fragment = bytearray(ipv4(tcp(1, 445, 1, b"x")))
    fragment[6] = 0x20
    for data in (ethernet(bytes(udp)), ethernet(bytes(fragment)), ethernet(bytes(40), kind=b"\x08\x06"), b""):
        assert locate_tcp(link.LINK_ETHERNET, data) is None
    assert locate_tcp(9999, ethernet(ipv4(tcp(1, 2, 3)))) is None


def test_zero_length_of_segmentation_offload() -> None:
    frame = bytearray(ipv4(tcp(1, 445, 1, b"a" * 100)))
    frame[2:4] = b"\0\0"
    located = locate_tcp(link.LINK_RAW, bytes(frame))
    assert located is not None
    assert located.end == len(frame)


def test_in_order_both_directions() -> None:
    chunks = assemble(client(0, b"ask"), server(0, b"answer"), client(3, b"again"))
    assert [(c.sent, c.data) for c in chunks] == [(True, b"ask"), (False, b"answer"), (True, b"again")]
    assert str(chunks[0].stream.client) == "10.0.0.1:50000"
    assert str(chunks[0].stream.server) == "10.0.0.2:445"
    assert chunks[0].stream.complete


def test_out_of_order_retransmission_and_overlap() -> None:
    assert text(assemble(client(4, b"5678"), client(0, b"1234"))) == [b"1234", b"5678"]
    assert text(assemble(client(0, b"1234"), client(0, b"1234"), client(4, b"56"))) == [b"1234", b"56"]
    assert text(assemble(client(0, b"1234"), client(2, b"3456"))) == [b"1234", b"56"]
    assert text(assemble(client(0, b"12"), client(6, b"78"), client(4, b"567"), client(2, b"34"))) == [
        b"12",
        b"34",
        b"567",
        b"8",
    ]
    assert text(assemble(client(4, b"5"), client(4, b"567"), client(4, b"5"), client(0, b"1234"))) == [b"1234", b"567"]


def test_bytes_that_the_peer_has_and_the_capture_has_not() -> None:
    packets = (client(0, b"1234"), client(8, b"9abc"), server(0, ack=START + 12), client(12, b"def"))
    assert text(assemble(*packets)) == [b"1234", (4, b"9abc"), b"def"]
    assert text(assemble(*packets[:2])) == [b"1234", (4, b"9abc")], "at the end what waits is given"


def test_a_hole_is_given_up_when_too_much_waits() -> None:
    segment = bytes(60000)
    packets = [client(10 + n * len(segment), segment) for n in range(80)]
    seen: list[StreamData] = []
    for chunk in Reassembler().feed([*HANDSHAKE, *packets]):
        seen.append(chunk)
        if len(seen) == 1:
            assert chunk.lost == 10
    assert len(seen) == 80


def test_a_capture_that_begins_in_the_middle() -> None:
    chunks = list(Reassembler().feed([server(50, b"tail"), client(9, b"next"), server(54, b"more")]))
    assert text(chunks) == [b"next"]
    assert text(chunks, sent=False) == [b"tail", b"more"]
    assert not chunks[0].stream.complete


def test_ports_used_again_are_another_connection() -> None:
    again = [client(5000, flags=SYN), server(9000, flags=SYN_ACK), client(5001, b"new"), server(9001, b"world")]
    chunks = assemble(client(-1, flags=SYN), client(0, b"old"), client(9, b"held"), *again)
    assert [(c.stream.number, c.data) for c in chunks] == [(1, b"old"), (1, b"held"), (2, b"new"), (2, b"world")]


@given(st.binary(min_size=1, max_size=300), st.integers(0, 2**32), st.integers(1, 40))
def test_any_order_with_any_overlap_gives_the_bytes(data: bytes, seed: int, size: int) -> None:
    rng = random.Random(seed)
    segments = [(start, data[start : start + size + rng.randrange(20)]) for start in range(0, len(data), size)]
    segments += rng.choices(segments, k=3)
    rng.shuffle(segments)
    chunks = assemble(*(client(start, piece) for start, piece in segments))
    assert b"".join(c.data for c in chunks) == data
    assert not any(c.lost for c in chunks)


def framed(*bodies: bytes) -> bytes:
    return b"".join(len(body).to_bytes(4, "big") + body for body in bodies)


SMB2 = [b"\xfeSMB" + bytes([n]) * (60 + n) for n in range(5)]


@given(st.lists(st.integers(1, 150), max_size=20))
def test_frames_cut_anywhere(cuts: list[int]) -> None:
    splitter, data, found = DirectTcpSplitter(), framed(*SMB2), []
    for size in [*cuts, len(data)]:
        found += splitter.feed(data[:size])
        data = data[size:]
    assert found == SMB2
    assert (splitter.dropped, splitter.incomplete) == (0, 0)


def test_netbios_frames_and_empty_ones_are_no_messages() -> None:
    splitter = DirectTcpSplitter()
    request = b"\x81\0\0\x04name"
    assert splitter.feed(request + b"\x82\0\0\0" + framed(SMB2[0]) + b"\x85\0\0\0" + framed(b"", b"any")) == [
        SMB2[0],
        b"any",
    ]


def test_going_on_after_a_hole_and_from_the_middle() -> None:
    splitter = DirectTcpSplitter()
    assert splitter.feed(framed(SMB2[0]) + framed(SMB2[1])[:20]) == [SMB2[0]]
    assert splitter.feed(b"rest of it" + framed(SMB2[2]), lost=7) == [SMB2[2]]
    assert splitter.dropped == 30
    splitter = DirectTcpSplitter(aligned=False)
    assert splitter.feed(b"\0\0\1\0 in the middle" + framed(SMB2[3])[:6]) == []
    assert splitter.feed(framed(SMB2[3])[6:] + framed(SMB2[4])) == [SMB2[3], SMB2[4]]


def test_garbage_between_messages_is_dropped() -> None:
    splitter = DirectTcpSplitter()
    assert splitter.feed(framed(SMB2[0]) + b"\xaagarbage" + framed(SMB2[1])) == [SMB2[0], SMB2[1]]
    assert splitter.dropped == 8


@given(st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 3)), max_size=10), st.booleans())
def test_any_bytes_are_survived(pieces: list[tuple[bytes, int]], aligned: bool) -> None:
    splitter = DirectTcpSplitter(aligned=aligned)
    for data, lost in pieces:
        splitter.feed(data, lost)


def part(following: int, size: int = 64) -> bytes:
    return (b"\xfeSMB" + bytes(16) + following.to_bytes(4, "little")).ljust(size, b"\1")


def test_compounds() -> None:
    first, second, third = part(72, 72), part(64), part(0, 80)
    assert split_compound(first + second + third) == [first, second, third]
    for lie in (part(8), part(64), part(100_000), part(63, 200)):
        assert split_compound(lie) == [lie]
    assert split_compound(b"\xffSMB" + bytes(80)) == [b"\xffSMB" + bytes(80)]
    assert split_compound(b"\xfeSMB") == [b"\xfeSMB"]


def test_messages_of_interleaved_connections(tmp_path: Path) -> None:
    path = tmp_path / "two.pcapng"
    writer = PcapngWriter(path)
    one, two = framed(SMB2[1]), framed(SMB2[2])
    for time, data in enumerate(
        [
            client(0, one[:30], port=50001),
            client(0, two[:10], port=50002),
            server(0, framed(SMB2[3]), port=50001),
            client(10, two[10:], port=50002),
            client(30, one[30:], port=50001),
        ]
    ):
        writer.packet(time, data.data)
    writer.close()
    found = [(m.stream.client.port, m.sent, m.data, m.time) for m in read_messages(path)]
    assert found == [(50001, False, SMB2[3], 2), (50002, True, SMB2[2], 3), (50001, True, SMB2[1], 4)]


def test_other_ports_are_not_smb() -> None:
    data = ethernet(ipv4(tcp(50000, 80, 1, framed(SMB2[0]))))
    assert list(messages(Reassembler().feed([packet(data)]))) == []
