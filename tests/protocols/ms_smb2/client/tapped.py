"""A client of a World whose incoming frames are held back, so that a test can change them first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugfest.protocols.ms_smb2.client import ClientSettings, Incoming, Message, Reply, Session, TreeConnect
from plugfest.protocols.ms_smb2.framing import FrameReader
from plugfest.wire import Structure
from tests.protocols.ms_smb2.joined import World

Change = Callable[[bytes], bytes]


class Tapped:
    """Logged on and connected to IPC$ unless `ready` is False; from then on nothing arrives by itself."""

    def __init__(self, *, ready: bool = True, server: dict[str, Any] | None = None, **settings: Any) -> None:
        self.world = World(**(server or {}))
        self.client = self.world.connect(ClientSettings(**settings))
        self.connection = self.client.connection
        self.tree: TreeConnect | None = self.client.ready() if ready else None
        self.frames: list[bytes] = []
        reader = FrameReader()
        self.client.take = lambda data: self.frames.extend(reader.feed(data))  # type: ignore[method-assign]

    @property
    def session(self) -> Session:
        assert self.tree is not None
        return self.tree.session

    def ask(self, *bodies: Structure | Message, related: bool = False) -> list[bytes]:
        """Send requests on the tree connect; the frames that come back, held back."""
        messages = [body if isinstance(body, Message) else Message(body, tree=self.tree) for body in bodies]
        self.client.send(*messages, related=related)
        frames, self.frames[:] = list(self.frames), []
        return frames

    def answer(self, body: Structure | Message, change: Change = lambda data: data) -> Reply:
        """The reply to one request, whose frame is changed on the way."""
        (frame,) = self.ask(body)
        (reply,) = self.receive(change(frame)).replies
        return reply

    def receive(self, frame: bytes) -> Incoming:
        return self.connection.receive(frame)
