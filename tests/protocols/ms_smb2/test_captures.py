"""Every SMB2 message of the given captures comes out as it went in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.capture import read_messages, split_compound
from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.header import PROTOCOL_ID
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet, encode_message

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
