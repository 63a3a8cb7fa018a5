"""Messages that other programs sent: `tests/vectors/smb2_messages.json` says which, and how they were recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.create import CreateRequest
from plugfest.protocols.ms_smb2.ioctl import (
    IoctlRequest,
    IoctlResponse,
    ValidateNegotiateInfoRequest,
    ValidateNegotiateInfoResponse,
)
from plugfest.protocols.ms_smb2.messages import KINDS, Packet, decode_packet, encode_message
from plugfest.protocols.ms_smb2.negotiate import (
    EncryptionCapabilities,
    NegotiateRequest,
    NegotiateResponse,
    PreauthIntegrityCapabilities,
)
from plugfest.protocols.ms_smb2.session_setup import SessionSetupRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.wire import Structure, Verbatim
from plugfest.wire.declaration import read_layout

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "smb2_messages.json").read_text())
PACKETS = [
    (number, decode_packet(bytes.fromhex(message["data"])), message["name"])
    for number, recording in enumerate(VECTORS["recordings"])
    for message in recording["messages"]
]
each = pytest.mark.parametrize(
    ("packet", "name"), [row[1:] for row in PACKETS], ids=[f"{number}-{name[5:]}" for number, _, name in PACKETS]
)


def first(recording: int, kind: type[Structure]) -> Any:
    """The first message of that kind in a recording."""
    return next(packet.body for number, packet, _ in PACKETS if number == recording and type(packet.body) is kind)


def test_every_structure_is_there() -> None:
    seen = {type(packet.body) for _, packet, _ in PACKETS}
    assert {kind for entry in KINDS.values() for kind in (entry.request, entry.response) if kind} <= seen


@each
def test_comes_out_as_it_went_in(packet: Packet, name: str) -> None:
    assert packet.name == name
    assert packet.body is not None
    assert encode_message(packet.header, packet.body) == packet.data


def test_only_impacket_pads_with_other_than_zeros() -> None:
    odd = [(number, name) for number, packet, name in PACKETS if type(getattr(packet.body, "rest", b"")) is Verbatim]
    assert odd == [(3, "SMB2 NEGOTIATE Request")]


@each
def test_links_are_those_that_peers_compute(packet: Packet, name: str) -> None:
    body = packet.body
    assert body is not None
    assert encode_message(packet.header, _computed(body)).hex() == packet.data.hex()


def _computed(value: Structure) -> Structure:
    """The same with all links left to the encoder, but for offsets of nothing: those are anything."""
    changes: dict[str, Any] = {}
    for entry in read_layout(type(value)).fields:
        inner = getattr(value, entry.name)
        if entry.link and getattr(value, getattr(entry.link, "field", entry.name)):
            changes[entry.name] = None
        elif isinstance(inner, tuple) and inner and isinstance(inner[0], Structure):
            changes[entry.name] = tuple(map(_computed, inner))
    return msgspec.structs.replace(value, **changes)


@each
def test_a_message_cut_short_is_refused_or_comes_out_short(packet: Packet, name: str) -> None:
    for size in range(len(packet.data)):
        try:
            cut = decode_packet(packet.data[:size])
        except WireError:
            continue
        assert cut.body is not None
        assert encode_message(cut.header, cut.body) == packet.data[:size]


def test_what_smbclient_offers() -> None:
    request = first(0, NegotiateRequest)
    assert [f"{dialect:#06x}" for dialect in request.dialects] == ["0x0202", "0x0210", "0x0300", "0x0302", "0x0311"]
    preauthentication, encryption, *_ = request.negotiate_context_list
    hashes = PreauthIntegrityCapabilities.decode(preauthentication.data)
    assert hashes.hash_algorithms == (1,)
    assert len(hashes.salt) == 32
    assert {1, 2, 3, 4} == set(EncryptionCapabilities.decode(encryption.data).ciphers)
    assert first(0, TreeConnectRequest).path == "\\\\127.0.0.1\\IPC$"
    assert b"NTLMSSP\0" in first(0, SessionSetupRequest).buffer


def test_what_smbd_answers() -> None:
    response = first(0, NegotiateResponse)
    assert response.dialect_revision == 0x0311
    assert response.max_read_size == 8 << 20
    assert [context.context_type for context in response.negotiate_context_list][:2] == [1, 2]


def test_create_contexts() -> None:
    request = first(1, CreateRequest)
    assert request.name == "vector.bin"
    assert [(c.name, len(c.data)) for c in request.create_contexts] == [(b"MxAc", 8), (b"QFid", 0), (b"AlSi", 8)]
    assert not any(context.rest for context in request.create_contexts)


def test_validate_negotiate_info() -> None:
    asked = ValidateNegotiateInfoRequest.decode(first(2, IoctlRequest).input)
    answered = ValidateNegotiateInfoResponse.decode(first(2, IoctlResponse).output)
    assert 0x0302 in asked.dialects
    assert answered.dialect == 0x0302
    assert answered.guid == first(2, NegotiateResponse).server_guid
