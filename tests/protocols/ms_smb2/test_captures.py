"""Every SMB2 message of the given captures comes out as it went in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugfest.capture import read_messages, split_compound
from plugfest.capture.decrypt import Decryptor
from plugfest.capture.secrets import Secrets
from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, PROTOCOL_ID
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet, encode_message
from tests.capture.encrypted import named_captures

MALFORMED = "smb-length-5770__input.pcap"
"""Holds one WRITE whose data lie outside the message, on purpose."""


def captures() -> list[Path]:
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    return sorted((Path(given) / "captures").rglob("*.pcap*"))


def packets(path: Path, refused: list[WireError]) -> Iterator[Packet]:
    for message in read_messages(path):
        if message.data.startswith(PROTOCOL_ID):
            for part in split_compound(message.data):
                try:
                    yield decode_packet(part)
                except WireError as error:
                    refused.append(error)


LEFT_OVER = {
    "smb2-01__smb2-peter.pcap": {"CREATE": 23, "TREE_CONNECT": 1},  # a name that ends with NUL, uncounted
    "smb__smb2_100_small_files.pcap": {"TREE_CONNECT": 2},  # the same
    "smb__smb3.pcap": {"TREE_CONNECT": 2},  # the same
    "smb3-02-midstream__input.pcap": {"TREE_CONNECT": 1},  # the same
    "smb2-07__20171220_smb_psexec_add_user.pcap": {"READ": 2},  # a READ response with STATUS_PIPE_DISCONNECTED
    "ad_mix.pcap": {"NEGOTIATE": 1},  # the dialects and contexts once more, behind the contexts
    "smb__SMBGhost.pcap": {"NEGOTIATE": 1},  # the last context is padded
}
"""Capture → command → how often; the smb2-frames-gap captures are smb2-01 again with packets missing."""


def left_over(data: bytes, *, compounded: bool) -> str | None:
    """What no field claims, where nothing accounts for it.

    Accounted for: the byte of an absent variable part that an odd StructureSize counts, whatever it holds, and what
    brings a message of a compound to a multiple of 8 ([MS-SMB2] 3.2.4.1.4).
    """
    try:
        packet = decode_packet(data)
    except WireError:
        return None
    body: Any = packet.body
    rest = getattr(body, "rest", b"")
    claimed = len(data) - len(rest)
    if rest and body.structure_size % 2 and claimed == HEADER_SIZE + body.structure_size - 1:
        claimed += 1
    if claimed >= len(data) or (compounded and len(data) % 8 == 0 and len(data) - claimed < 8):
        return None
    return packet.header.command.name


def test_hardly_a_byte_is_left_over() -> None:
    passwords = {row.path: row.password for row in named_captures()}
    found: dict[str, Counter[str]] = {}
    for path in captures():
        decryptor = Decryptor(Secrets.of(passwords.get(path)))
        for message in read_messages(path):
            parts = split_compound(decryptor.open(message).data)
            if parts[0].startswith(PROTOCOL_ID):
                kinds = [left_over(part, compounded=len(parts) > 1) for part in parts]
                found.setdefault(path.name, Counter()).update(kind for kind in kinds if kind)
    again = LEFT_OVER["smb2-01__smb2-peter.pcap"]
    for name in [name for name in found if name.startswith("smb2-frames-gap-payload-logging")]:
        assert found.pop(name) == again
    assert {name: dict(kinds) for name, kinds in found.items() if kinds} == LEFT_OVER


def test_messages_come_out_as_they_went_in() -> None:
    refused: dict[str, list[WireError]] = {}
    count = 0
    for path in captures():
        for packet in packets(path, refused.setdefault(path.name, [])):
            count += 1
            if packet.body is not None:
                assert encode_message(packet.header, packet.body) == packet.data, (path.name, packet)
    assert count > 170_000
    assert {name: [str(e) for e in errors] for name, errors in refused.items() if errors} == {
        MALFORMED: ["WriteRequest.Buffer at byte 112: offset 112 leads outside the message or into its fixed part"]
    }
