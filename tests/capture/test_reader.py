"""pcap and pcapng files, as others write them."""

from __future__ import annotations

import csv
import gzip
import os
import struct
from pathlib import Path

import pytest

from plugfest.capture import read_packets
from plugfest.capture.pcapng import PcapngWriter
from plugfest.errors import InputError

FRAMES = [b"first", b"second packet", bytes(70)]


def pcap(order: str, magic: int) -> bytes:
    body = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, 1)
    for number, frame in enumerate(FRAMES):
        body += struct.pack(order + "IIII", 1000 + number, 7, len(frame), len(frame) + number) + frame
    return body


def block(order: str, kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)


def section(order: str) -> bytes:
    return block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))


def interface(order: str, link: int, options: bytes = b"") -> bytes:
    return block(order, 1, struct.pack(order + "HHI", link, 0, 0) + options)


def enhanced(order: str, index: int, ticks: int, data: bytes) -> bytes:
    head = struct.pack(order + "IIIII", index, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data))
    return block(order, 6, head + data + bytes(-len(data) % 4))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.pcap"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("magic", "unit"), [(0xA1B2C3D4, 1000), (0xA1B23C4D, 1)])
@pytest.mark.parametrize("compressed", [False, True])
def test_pcap(file: Path, order: str, magic: int, unit: int, compressed: bool) -> None:
    data = pcap(order, magic)
    file.write_bytes(gzip.compress(data) if compressed else data)
    capture = read_packets(file)
    packets = list(capture)
    assert [p.data for p in packets] == FRAMES
    assert [p.time for p in packets] == [(1000 + n) * 10**9 + 7 * unit for n in range(3)]
    assert [p.length - len(p.data) for p in packets] == [0, 1, 2]
    assert not capture.note
    assert list(capture) == packets, "a second iteration gives the same"


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_interfaces_resolutions_and_unknown_blocks(file: Path, order: str) -> None:
    nano = struct.pack(order + "HHB3x", 9, 1, 9)
    binary = struct.pack(order + "HHB3x", 9, 1, 0x80 | 20) + struct.pack(order + "HHq", 14, 8, 5)
    file.write_bytes(
        section(order)
        + interface(order, 1)
        + interface(order, 101, nano)
        + block(order, 0x0BAD, b"unknown")
        + interface(order, 113, binary)
        + enhanced(order, 0, 3, b"micro")
        + enhanced(order, 1, 5 << 32 | 3, b"nano")
        + enhanced(order, 2, 3 << 19, b"binary")
        + block(order, 3, struct.pack(order + "I", 6) + b"simple")
        + block(order, 2, struct.pack(order + "HHIIII", 1, 0, 0, 9, 3, 3) + b"old")
        + section("<")
        + interface("<", 228)
        + enhanced("<", 0, 1, b"other section")
    )
    capture = read_packets(file)
    assert [tuple(p) for p in capture] == [
        (3000, 1, b"micro", 5),
        (5 << 32 | 3, 101, b"nano", 4),
        (6_500_000_000, 113, b"binary", 6),
        (0, 1, b"simple", 6),
        (9, 101, b"old", 3),
        (1000, 228, b"other section", 13),
    ]
    assert not capture.note


@pytest.mark.parametrize("content", [b"", b"\xff", b"SMB2 in a text file", b"\x1f\x8bbroken gzip", b"\x0a\x0d\x0d"])
def test_what_is_no_capture(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"some\.pcap: not a pcap or pcapng file"):
        read_packets(file)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.pcap: No such file"):
        read_packets(tmp_path / "absent.pcap")


def test_a_truncated_file_gives_what_is_whole_and_a_note(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "some.pcapng"
    writer = PcapngWriter(other)
    for frame in FRAMES:
        writer.packet(1, frame)
    writer.close()
    for data in (pcap("<", 0xA1B2C3D4), other.read_bytes()):
        whole: list[int] = []
        for end in range(4, len(data)):
            file.write_bytes(data[:end])
            capture = read_packets(file)
            packets = [p.data for p in capture]
            assert packets == FRAMES[: len(packets)]
            whole.append(len(packets))
            file.write_bytes(data[: end + 1])
        assert whole == sorted(whole)
        assert whole[-1] == 2
        file.write_bytes(data[:-1])
        capture = read_packets(file)
        list(capture)
        assert "the file ends in" in capture.note


def test_truncated_gzip(file: Path) -> None:
    file.write_bytes(gzip.compress(pcap("<", 0xA1B2C3D4) + os.urandom(5000))[:3000])
    capture = read_packets(file)
    list(capture)
    assert "compressed data" in capture.note or "claims" in capture.note


def test_lengths_beyond_reason_end_the_file(file: Path) -> None:
    file.write_bytes(pcap("<", 0xA1B2C3D4) + struct.pack("<IIII", 0, 0, 0xFFFFFFFF, 1))
    capture = read_packets(file)
    assert len(list(capture)) == 3
    assert "packet 4 claims 4294967295 bytes" in capture.note
    file.write_bytes(section("<") + struct.pack("<II", 6, 0xFFFFFFF0) + bytes(100))
    capture = read_packets(file)
    assert list(capture) == []
    assert "block 2 claims" in capture.note


@pytest.mark.parametrize(
    "body", [struct.pack("<IIIII", 7, 0, 0, 1, 1) + b"a", struct.pack("<IIIII", 0, 0, 0, 90, 90), b""]
)
def test_a_packet_that_contradicts_itself(file: Path, body: bytes) -> None:
    file.write_bytes(section("<") + interface("<", 1) + block("<", 6, body))
    capture = read_packets(file)
    assert list(capture) == []
    assert "block 3" in capture.note


def test_written_blocks_name_no_machine(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "x.pcapng"
    writer = PcapngWriter(path, interface="wire")
    writer.packet(1_700_000_000_123_456_789, b"data", comment="why")
    writer.close()
    content = path.read_bytes()
    assert str(tmp_path).encode() not in content
    assert b"plugfest" in content
    assert [tuple(p) for p in read_packets(path)] == [(1_700_000_000_123_456_789, 1, b"data", 4)]


def test_given_captures_have_as_many_packets_as_their_index_says() -> None:
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    folder = Path(given) / "captures"
    with (folder / "index.csv").open(newline="") as index:
        rows = [row for row in csv.DictReader(index) if not row["note"].startswith("DERIVED")]
    assert len(rows) > 200
    for row in rows:
        capture = read_packets(folder / row["file"])
        assert (row["file"], sum(1 for _ in capture), capture.note) == (row["file"], int(row["packets"]), "")
