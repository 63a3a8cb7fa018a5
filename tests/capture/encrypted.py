"""The encrypted captures that the index of the given captures has a password for, and live ones joined in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from plugfest.capture import CapturedMessage, Stream
from plugfest.capture.streams import Endpoint
from plugfest.protocols.ms_smb2.framing import FrameReader
from plugfest.protocols.ms_smb2.server import Command, Send
from tests.protocols.captured import given
from tests.protocols.ms_smb2.joined import World


class Named(NamedTuple):
    """A row of the index."""

    path: Path
    password: str
    decrypted: int
    encrypted: int


def named_captures() -> Iterator[Named]:
    """Skips where there are no test data."""
    folder = given("captures")
    with (folder / "index.csv").open(newline="") as index:
        for row in csv.DictReader(index):
            if found := re.fullmatch(r"ntlmssp\.nt_password:(.*) \((\d+)/(\d+) PDUs\)", row["decrypt_with"]):
                yield Named(folder / row["file"], found[1], int(found[2]), int(found[3]))
            else:
                assert not row["decrypt_with"], "a way to decrypt that this test does not know"


class RecordedWorld(World):
    """A client and a server in memory, and what went between them as a capture shows it."""

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self.messages: list[CapturedMessage] = []
        self._readers: dict[tuple[int, bool], FrameReader] = {}

    def feed(self, number: int, data: bytes) -> None:
        self._record(number, True, data)
        super().feed(number, data)

    def deliver(self, commands: list[Command]) -> None:
        for command in commands:
            if isinstance(command, Send):
                self._record(command.connection, False, command.data)
            super().deliver([command])

    def _record(self, number: int, sent: bool, data: bytes) -> None:
        stream = Stream(number, Endpoint("192.0.2.1", 50000 + number), Endpoint("192.0.2.2", 445), True)
        reader = self._readers.setdefault((number, sent), FrameReader())
        self.messages += [CapturedMessage(stream, 0, sent, message) for message in reader.feed(data)]
