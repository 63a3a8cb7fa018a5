"""What real peers sent, with bytes changed: nothing but our own errors leaves a connection, nobody else notices."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest

from plugfest.capture import read_messages, split_compound
from plugfest.errors import Error, WireError
from plugfest.protocols.ms_smb2.client import ClientSettings, Message
from plugfest.protocols.ms_smb2.constants import AccessMask, Command, CreateDisposition, Dialect
from plugfest.protocols.ms_smb2.create import CreateRequest, FileId
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, PROTOCOL_ID
from plugfest.protocols.ms_smb2.messages import Packet, decode_packet, encode_message
from tests.protocols.ms_smb2.joined import Client, World

EACH, PER_CAPTURE = 60, 400
"""How many of a command, and how many messages of a capture are looked at."""


@pytest.fixture(scope="module")
def messages() -> dict[tuple[Command, bool], list[Packet]]:
    """Some of each command, requests and responses, from all captures."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    found: dict[tuple[Command, bool], list[Packet]] = defaultdict(list)
    for path in sorted((Path(given) / "captures").rglob("*.pcap*")):
        for count, message in enumerate(read_messages(path)):
            if count >= PER_CAPTURE:
                break
            if message.data.startswith(PROTOCOL_ID):
                for part in split_compound(message.data):
                    keep(found, part)
    assert sum(map(len, found.values())) > 1500
    return found


def keep(found: dict[tuple[Command, bool], list[Packet]], part: bytes) -> None:
    try:
        packet = decode_packet(part)
    except WireError:
        return
    kept = found[packet.header.command, packet.header.is_response]
    if len(kept) < EACH and packet.body is not None:
        kept.append(packet)


def damaged(data: bytes, numbers: random.Random) -> bytes:
    """The header stays, so that what follows it is looked at."""
    body = bytearray(data[HEADER_SIZE:])
    for _ in range(numbers.randint(0, 4)):
        if body:
            body[numbers.randrange(len(body))] = numbers.choice((0, 1, 0x7F, 0x80, 0xFF, numbers.randrange(256)))
    if numbers.random() < 0.2:
        del body[numbers.randrange(len(body) + 1) :]
    return data[:HEADER_SIZE] + bytes(body)


class Victim:
    """A connection that need not sign, with a file open on it."""

    def __init__(self, world: World) -> None:
        self.client: Client = world.connect(ClientSettings(dialects=(Dialect.SMB_2_1,)))
        self.client.negotiate()
        self.session = self.client.log_on()
        self.tree = self.client.tree_connect(self.session, "share")
        disposition = CreateDisposition.FILE_OPEN_IF
        body = CreateRequest(
            name=f"file{self.client.number}", desired_access=AccessMask.GENERIC_ALL, create_disposition=disposition
        )
        reply = self.client.request(body, tree=self.tree)
        assert reply.open is not None, reply.status
        self.file_id: FileId = reply.open.file_id

    def take(self, world: World, packet: Packet, numbers: random.Random) -> None:
        """The message as this connection's own, damaged."""
        assert packet.body is not None
        body = packet.body
        if getattr(body, "file_id", None) is not None:
            body = msgspec.structs.replace(body, file_id=self.file_id)
        header = msgspec.structs.replace(
            packet.header,
            flags=packet.header.flags & ~0xF,
            message_id=self.client.connection.window.take(1),
            session_id=self.session.session_id,
            tree_id=self.tree.tree_connect_id,
            next_command=0,
            credit_charge=1,
        )
        world.deliver_quietly(self.client, frame(damaged(encode_message(header, body), numbers)))

    @property
    def is_spent(self) -> bool:
        return self.client.disconnected or not self.client.connection.window.available


def test_a_server_survives_damaged_requests(messages: dict[tuple[Command, bool], list[Packet]]) -> None:
    numbers = random.Random(1120)
    world = World()
    other = Victim(world)
    victim = Victim(world)
    for (_, is_response), packets in messages.items():
        for packet in packets if not is_response else ():
            for _ in range(5):
                if victim.is_spent:
                    victim = Victim(world)
                victim.take(world, packet, numbers)
    assert not other.client.disconnected
    assert other.client.request(CreateRequest(name="again", desired_access=AccessMask.GENERIC_ALL), tree=other.tree)


def test_a_client_survives_damaged_responses(messages: dict[tuple[Command, bool], list[Packet]]) -> None:
    numbers = random.Random(1120)
    world = World()
    victim = Victim(world)
    for (_, is_response), packets in messages.items():
        for packet in packets if is_response else ():
            for _ in range(5):
                connection = victim.client.connection
                if not connection.window.available:
                    victim = Victim(world)
                    connection = victim.client.connection
                outgoing = connection.send([Message(CreateRequest(name="x"), tree=victim.tree)], 0.0)
                header = msgspec.structs.replace(
                    packet.header,
                    message_id=outgoing.requests[0].message_id,
                    session_id=victim.session.session_id,
                    next_command=0,
                )
                data = damaged(encode_message(header, packet.body), numbers)
                try:
                    connection.receive(data)
                except Error:
                    victim = Victim(world)
