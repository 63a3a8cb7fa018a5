"""What is kept of a case: its capture, the keys, and its messages decoded for people."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from plugfest.capture import CaptureWriter, case_capture
from plugfest.conformance.decode import Decoder
from plugfest.net.events import ClosedEvent, FrameEvent, Observer
from plugfest.records import Exchange


class _Frame(NamedTuple):
    connection: int
    time: float
    event: FrameEvent | ClosedEvent


class Evidence:
    """Of one case. Nothing is kept where no folder is given."""

    def __init__(self, case: str, folder: Path | None) -> None:
        self._folder = folder
        self._began = time.time()
        self._connections = 0
        self._frames: list[_Frame] = []
        self._writer = CaptureWriter(case_capture(folder, case), began=self._began) if folder else None

    def observer(self) -> Observer | None:
        """For one more connection of the case."""
        writer = self._writer
        if writer is None:
            return None
        self._connections += 1
        connection = self._connections

        def observe(event: FrameEvent | ClosedEvent) -> None:
            when = time.time() - self._began
            if isinstance(event, ClosedEvent):
                writer.close(connection, when, by_peer=event.by_peer, reset=event.reset)
                if event.by_peer:
                    self._frames.append(_Frame(connection, when, event))
                return
            writer.message(
                connection, event.sent, when, event.wire, plaintext=event.plaintext if event.encrypted else None
            )
            if event.session_key:
                writer.key(event.session_id, event.session_key)
            self._frames.append(_Frame(connection, when, event))

        return observe

    def finish(self) -> Exchange:
        """Close the files, and decode."""
        if self._writer is None or self._folder is None:
            return Exchange()
        self._writer.finish()
        decoder = Decoder()
        for frame in self._frames:
            if isinstance(frame.event, ClosedEvent):
                decoder.closed(frame.connection, frame.time, reset=frame.event.reset)
            else:
                decoder.add(frame.connection, frame.time, frame.event)
        return Exchange(
            messages=tuple(decoder.messages),
            capture=_relative(self._writer.wire, self._folder),
            decrypted=_relative(self._writer.decrypted, self._folder),
            keys=_relative(self._writer.keys, self._folder) if self._writer.decrypted else "",
        )


def _relative(path: Path | None, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path else ""


EVIDENCE = pytest.StashKey[Evidence]()
