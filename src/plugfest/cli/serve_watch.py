"""Who may watch the traffic of `plugfest serve`: a capture, a log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from plugfest.capture import CaptureWriter
from plugfest.errors import InputError, WireError
from plugfest.net.server import Observer
from plugfest.protocols.ms_smb2.framing import FrameReader, frame
from plugfest.protocols.ms_smb2.header import PROTOCOL_ID, TRANSFORM_ID
from plugfest.protocols.ms_smb2.messages import decode_packet, split_compound


def together(watchers: Sequence[Observer]) -> Observer | None:
    """One observer for several; None for none."""
    if not watchers:
        return None

    def observe(connection: int, sent: bool, data: bytes) -> None:
        for watcher in watchers:
            watcher(connection, sent, data)

    return observe


class _Frames:
    """Whole messages of each connection and direction, from bytes as they come."""

    def __init__(self) -> None:
        self._readers: dict[tuple[int, bool], FrameReader | None] = {}

    def feed(self, connection: int, sent: bool, data: bytes) -> list[bytes]:
        """The messages that are whole now; none any more once a direction is no SMB."""
        reader = self._readers.setdefault((connection, sent), FrameReader())
        try:
            return reader.feed(data) if reader is not None else []
        except WireError:
            self._readers[connection, sent] = None
            return []


class Capture:
    """Writes each message to a pcapng, as between a client and port 445."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise InputError(f"{path}: {path.parent} is no folder")
        self._began = time.time()
        self._writer = CaptureWriter(path, began=self._began)
        self._frames = _Frames()

    def __call__(self, connection: int, sent: bool, data: bytes) -> None:
        """What we send came from port 445: for the capture the client is who sends."""
        for message in self._frames.feed(connection, sent, data):
            self._writer.message(connection, not sent, time.time() - self._began, frame(message))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._writer.finish()


class JsonLog:
    """A JSON line a message: time, connection, direction, name, and what its header says."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.time) -> None:
        self._stream = stream
        self._clock = clock
        self._frames = _Frames()

    def __call__(self, connection: int, sent: bool, data: bytes) -> None:
        """Write the lines of what is whole now."""
        for message in self._frames.feed(connection, sent, data):
            for line in _lines(message):
                entry = {"time": round(self._clock(), 6), "connection": connection, "sent": sent, **line}
                self._stream.write(json.dumps(entry) + "\n")
        self._stream.flush()


def _lines(message: bytes) -> list[dict[str, Any]]:
    if message[:4] == TRANSFORM_ID:
        return [{"message": "SMB2 TRANSFORM_HEADER", "bytes": len(message)}]
    if message[:4] != PROTOCOL_ID:
        return [{"message": "other", "bytes": len(message)}]
    try:
        packets = [decode_packet(part) for part in split_compound(message)]
    except WireError as error:
        return [{"message": "malformed", "bytes": len(message), "reason": str(error)}]
    return [
        {
            "message": packet.name,
            "message_id": packet.header.message_id,
            "session_id": packet.header.session_id,
            **({"status": packet.header.status.name} if packet.header.is_response else {}),
        }
        for packet in packets
    ]
