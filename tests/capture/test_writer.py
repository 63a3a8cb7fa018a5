"""What a run writes, judged by tshark and by our own reader."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from plugfest.capture import CaptureWriter, case_capture, read_messages, read_packets
from plugfest.capture.smb import SMB2, TRANSFORM, split_compound
from plugfest.capture.tcp import checksum
from tests.capture.helpers import CHECKS, COMPLAINTS, needs_tshark, tshark

VECTOR = json.loads((Path(__file__).parent.parent / "vectors" / "smb311_encrypted.json").read_text())
MESSAGES = [(m["sent"], bytes.fromhex(m["data"])) for m in VECTOR["messages"]]


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def echo(number: int, size: int = 0) -> bytes:
    """An SMB2 ECHO request, and bytes behind it."""
    header = b"\xfeSMB" + (64).to_bytes(2, "little") + bytes(6) + (13).to_bytes(2, "little") + bytes(10)
    return header + number.to_bytes(8, "little") + bytes(32) + b"\x04\0\0\0" + bytes(size)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case" / "case.pcapng"


def test_where_the_capture_of_a_case_goes(tmp_path: Path) -> None:
    place = case_capture(tmp_path, "ms_srvs/share_enum.py::test_level[1-../x]")
    assert place.relative_to(tmp_path).as_posix() == (
        "captures/ms_srvs.share_enum.test_level-1-..-x/test_level-1-..-x.pcapng"
    )
    assert case_capture(tmp_path, "::../..").is_relative_to(tmp_path / "captures")


def test_nothing_happened_nothing_written(path: Path) -> None:
    with CaptureWriter(path) as writer:
        writer.close(1)
    assert not path.parent.exists()
    assert (writer.wire, writer.decrypted, writer.keys) == (None, None, None)


def test_messages_come_back(path: Path) -> None:
    big = echo(9, 200_000)
    with CaptureWriter(path, began=1_700_000_000.5) as writer:
        writer.open(1, 0.0)
        writer.message(1, True, 0.25, framed(echo(1)))
        writer.message(2, True, 0.5, framed(echo(2)))  # another connection, opened by its first message
        writer.message(1, False, 0.75, framed(big))
        writer.close(1, 1.0, by_peer=True, reset=True)
        writer.close(1, 1.5)
        writer.message(1, True, 2.0, framed(echo(3)))  # what we sent after the peer was gone is kept
    found = list(read_messages(path))
    assert [(m.stream.number, m.sent, m.data) for m in found] == [
        (1, True, echo(1)),
        (2, True, echo(2)),
        (1, False, big),
        (1, True, echo(3)),
    ]
    assert [m.time / 1e9 - 1_700_000_000 for m in found] == pytest.approx([0.75, 1.0, 1.25, 2.5])
    assert {m.stream.server.port for m in found} == {445}
    assert len({m.stream.client.port for m in found}) == 2


def test_the_file_is_whole_at_every_moment(path: Path) -> None:
    writer = CaptureWriter(path)
    for number in range(5):
        writer.message(1, True, number, framed(echo(number)))
        capture = read_packets(path)
        assert len(list(capture)) == 3 + number + 1
        assert not capture.note
    writer.finish()


def test_the_decrypted_view_holds_everything_in_the_clear(path: Path) -> None:
    sealed = TRANSFORM + bytes(80)
    with CaptureWriter(path) as writer:
        writer.message(1, True, 0.1, framed(echo(1)))
        assert writer.decrypted is None
        writer.message(1, True, 0.2, framed(sealed), plaintext=echo(2))
        writer.message(2, False, 0.3, framed(echo(3)))
        writer.message(1, False, 0.4, framed(sealed), plaintext=echo(4))
    assert writer.decrypted == path.with_name("case.decrypted.pcapng")
    assert [m.data for m in read_messages(path)] == [echo(1), sealed, echo(3), sealed]
    assert [m.data for m in read_messages(writer.decrypted)] == [echo(1), echo(2), echo(3), echo(4)]


def test_checksum() -> None:
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0x220D  # the example of RFC 1071
    assert checksum(b"\xff\xff") == 0
    assert checksum(b"\x01") == 0xFEFF


@needs_tshark
def test_tshark_reads_it_without_complaint(path: Path) -> None:
    with CaptureWriter(path, began=1_700_000_000) as writer:
        for number in range(30):
            data = framed(echo(number, number * 9000))
            writer.message(number % 3, number % 2 == 0, number / 7, data, comment=f"c{number}")
        writer.close(0, 5.0, by_peer=True)
        writer.close(1, 5.0, reset=True)
        assert writer.decrypted is None
    assert tshark(path, *CHECKS, "-Y", COMPLAINTS) == []
    numbers = tshark(path, "-Y", "smb2", "-T", "fields", "-e", "smb2.msg_id")
    assert numbers == [str(number) for number in range(30)]
    assert tshark(path, "-Y", "frame.comment == c7", "-T", "fields", "-e", "smb2.msg_id") == ["7"]
    assert len(set(tshark(path, "-T", "fields", "-e", "tcp.stream"))) == 3
    assert len(tshark(path, "-Y", "tcp.flags.fin == 1")) == 4
    assert len(tshark(path, "-Y", "tcp.flags.reset == 1")) == 1
    status = tshark(path, *CHECKS, "-T", "fields", "-e", "tcp.checksum.status", "-e", "ip.checksum.status")
    assert set(status) == {"1\t1"}


@needs_tshark
def test_the_command_of_keys_txt_decrypts(path: Path) -> None:
    """A recorded encrypted session: all that was sealed is decoded, with a second session's key in the list."""
    with CaptureWriter(path) as writer:
        for number, (sent, data) in enumerate(MESSAGES):
            writer.message(1, sent, number / 100, framed(data))
        writer.key(0x1122, bytes(16))
        writer.key(int.from_bytes(bytes.fromhex(VECTOR["session_id"]), "little"), bytes.fromhex(VECTOR["session_key"]))
        writer.key(0x1122, bytes(16))
    assert writer.keys == path.with_name("keys.txt")
    first, _, *lines = writer.keys.read_text().splitlines()
    assert lines == ["2211000000000000 " + "00" * 16, f"{VECTOR['session_id']} {VECTOR['session_key']}"]
    command = shlex.split(first.removeprefix("# "))
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=path.parent, timeout=60)
    sealed = sum(data.startswith(TRANSFORM) for _, data in MESSAGES)
    assert sealed == 15
    # the last answer, to LOGOFF, comes when the session is gone; tshark forgets its keys with it
    assert done.stdout.count("Decrypted SMB3") == sealed - 1
    assert r"\\127.0.0.1\enc" in done.stdout
    assert "Find Response" in done.stdout


@needs_tshark
def test_given_captures_hold_as_many_smb2_messages_as_tshark_counts(given_captures: list[Path]) -> None:
    for capture in given_captures:
        ours = [len(data) for m in read_messages(capture) for data in split_compound(m.data) if data.startswith(SMB2)]
        fields = tshark(capture, "-Y", "smb2", "-T", "fields", "-e", "smb2.cmd")
        theirs = sum(len(line.split(",")) for line in fields if line)
        assert (capture.name, len(ours)) == (capture.name, theirs)
