"""Bulk data: payloads that are sent beside their body, READ responses that are taken from a view of the transport."""

from __future__ import annotations

import msgspec
import pytest

from plugfest.errors import LocalProtocolError, RemoteProtocolError
from plugfest.protocols.ms_smb2.client import Incoming, Message, Reply
from plugfest.protocols.ms_smb2.client.sequence import credit_charge
from plugfest.protocols.ms_smb2.constants import Command, Dialect, HeaderFlags, SigningAlgorithm
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import decode_packet, encode_message
from plugfest.protocols.ms_smb2.query import QueryDirectoryRequest, QueryInfoRequest, SetInfoRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, ReadResponse, WriteRequest
from tests.protocols.ms_smb2.client.tapped import Tapped

DATA = bytes(range(256)) * 200
BESIDE = WriteRequest(data_offset=112, length=len(DATA), write_channel_info_offset=0, write_channel_info_length=0)
WHOLE = msgspec.structs.replace(BESIDE, buffer=DATA)
SIGNINGS = {
    "hmac": {"dialects": (Dialect.SMB_2_1,), "require_signing": True},
    "cmac": {"dialects": (Dialect.SMB_3_0,), "require_signing": True},
    "gmac": {"signing_algorithms": (SigningAlgorithm.AES_GMAC,), "require_signing": True},
    "unsigned": {},
}


@pytest.mark.parametrize("settings", SIGNINGS.values(), ids=SIGNINGS.keys())
def test_a_payload_is_sent_as_if_it_were_in_the_body(settings):
    tapped = Tapped(**settings)
    outgoing = tapped.connection.send([Message(BESIDE, tree=tapped.tree, payload=memoryview(DATA))], 0.0)
    assert [bytes(part) for part in outgoing.parts[1:]] == [DATA]
    packet = decode_packet(outgoing.data)
    assert packet.body == WHOLE
    assert outgoing.plaintext == outgoing.data
    assert packet.header.is_signed == ("require_signing" in settings)
    if packet.header.is_signed:
        assert tapped.session.signer is not None
        assert tapped.session.signer.verifies(outgoing.data)


@pytest.mark.parametrize("dialect", [Dialect.SMB_3_0, Dialect.SMB_3_1_1])
def test_a_payload_is_encrypted(dialect):
    tapped = Tapped(dialects=(dialect,), encrypt=True)
    outgoing = tapped.connection.send([Message(BESIDE, tree=tapped.tree, payload=memoryview(DATA))], 0.0)
    assert tapped.session.encryptor is not None
    plaintext = tapped.session.encryptor.unseal(outgoing.data)
    assert plaintext == outgoing.plaintext
    assert decode_packet(plaintext).body == WHOLE


def test_a_payload_costs_credits_and_stands_last():
    assert credit_charge(BESIDE, 65537) == 2
    tapped = Tapped()
    message = Message(BESIDE, tree=tapped.tree, payload=DATA)
    outgoing = tapped.connection.send([Message(EchoRequest(), tree=tapped.tree), message], 0.0)
    assert outgoing.plaintext.endswith(DATA)
    with pytest.raises(LocalProtocolError, match="only the last message"):
        tapped.connection.send([message, Message(EchoRequest(), tree=tapped.tree)], 0.0)
    with pytest.raises(LocalProtocolError, match="too long for Direct TCP"):
        tapped.connection.send([Message(BESIDE, tree=tapped.tree, payload=bytes(1 << 24))], 0.0)


@pytest.mark.parametrize(
    ("body", "charge"),
    [
        (QueryDirectoryRequest(output_buffer_length=65537), 2),
        (QueryInfoRequest(output_buffer_length=200_000), 4),
        (SetInfoRequest(buffer=bytes(65537)), 2),
    ],
)
def test_more_requests_that_cost_credits(body, charge):
    assert credit_charge(body) == charge


# --- receiving --------------------------------------------------------------------------------------------------------


def ask(tapped: Tapped) -> int:
    (request,) = tapped.connection.send([Message(ReadRequest(length=len(DATA)), tree=tapped.tree)], 0.0).requests
    return request.message_id


def response(tapped: Tapped, body: ReadResponse, **fields: object) -> bytes:
    assert tapped.tree is not None
    header = Header(
        credit_charge=1,
        command=Command.READ,
        credits=1,
        flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR,
        message_id=ask(tapped),
        tree_id=tapped.tree.tree_connect_id,
        session_id=tapped.session.session_id,
    )
    return encode_message(msgspec.structs.replace(header, **fields), body)


def receive(tapped: Tapped, data: bytes) -> Reply:
    (reply,) = taken(tapped, data).replies
    return reply


def taken(tapped: Tapped, data: bytes) -> Incoming:
    """As the transport hands long messages on; its buffer is overwritten afterwards."""
    buffer = bytearray(data)
    incoming = tapped.connection.receive(memoryview(buffer))
    buffer[:] = bytes(len(buffer))
    return incoming


@pytest.mark.parametrize("settings", SIGNINGS.values(), ids=SIGNINGS.keys())
def test_read_response_in_a_view(settings):
    tapped = Tapped(**settings)
    data = response(tapped, ReadResponse(buffer=DATA))
    signed = "require_signing" in settings
    if signed:
        assert tapped.session.signer is not None
        data = tapped.session.signer.sign(data)
    reply = receive(tapped, data)
    assert reply.body == decode_packet(data).body
    assert reply.signature_ok is (True if signed else None)
    assert reply.failure is None
    assert reply.data == data[: -len(DATA)]


@pytest.mark.parametrize("place", [70, 80, -1])
def test_a_changed_read_response(place):
    tapped = Tapped(require_signing=True)
    assert tapped.session.signer is not None
    data = bytearray(tapped.session.signer.sign(response(tapped, ReadResponse(buffer=DATA))))
    data[place] ^= 1
    reply = receive(tapped, bytes(data))
    with pytest.raises(RemoteProtocolError, match="signature is wrong"):
        raise reply.failure  # type: ignore[misc]


@pytest.mark.parametrize("dialect", [Dialect.SMB_3_0, Dialect.SMB_3_1_1])
def test_encrypted_read_response_in_a_view(dialect):
    tapped = Tapped(dialects=(dialect,), encrypt=True)
    decryptor = tapped.session.decryptor
    assert decryptor is not None
    for number in (1, 2):
        nonce = bytes([number]) * decryptor.nonce_size
        data = response(tapped, ReadResponse(buffer=DATA))
        reply = receive(tapped, decryptor.seal(data, tapped.session.session_id, nonce))
        assert (reply.encrypted, reply.failure) == (True, None)
        assert reply.body == decode_packet(data).body
    wrong = response(tapped, ReadResponse(buffer=DATA), session_id=0x99)
    sealed = decryptor.seal(wrong, tapped.session.session_id, b"\x03" * decryptor.nonce_size)
    with pytest.raises(RemoteProtocolError, match="has SessionId 0x99 inside"):
        receive(tapped, sealed)
    with pytest.raises(RemoteProtocolError, match="signature of an encrypted message is wrong"):
        receive(tapped, decryptor.seal(data, tapped.session.session_id, nonce)[:-1] + b"\0")


def test_what_is_laid_out_otherwise_is_taken_as_ever():
    tapped = Tapped()
    for body in (
        ReadResponse(buffer=DATA, rest=b"more"),
        ReadResponse(buffer=DATA, structure_size=16),
        ReadResponse(data_offset=64, buffer=DATA),
        ReadResponse(buffer=DATA, data_length=len(DATA) - 1),
    ):
        data = response(tapped, body)
        reply = receive(tapped, data)
        assert reply.data == data
    padded = response(tapped, ReadResponse(data_offset=88, buffer=bytes(8) + DATA, data_length=len(DATA)))
    reply = receive(tapped, padded)
    assert reply.body is not None
    assert reply.body.buffer == DATA  # type: ignore[attr-defined]
    with pytest.raises(RemoteProtocolError, match="ProtocolId"):
        taken(tapped, bytes(60))
    with pytest.raises(RemoteProtocolError, match="no header of a response"):
        taken(tapped, b"\xfeSMB" + bytes(30))
