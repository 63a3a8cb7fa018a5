"""The object store of IPC$: named pipes in message mode, each with a service behind it.

A pipe is a name and a function that makes the service of one new instance. What the client writes goes to the service
at once; what that answers waits in the instance, message by message, until the client reads it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Session


class PipeService(Protocol):
    """What listens behind one instance of a pipe."""

    def receive(self, data: bytes) -> list[bytes]:
        """Take what the client wrote; give the messages that answer it."""


ServiceFactory = Callable[["Server", "Session"], PipeService]
UNLIMITED_INSTANCES = 255


class PipeInstance:
    """One open instance: its service, and the messages that wait to be read."""

    def __init__(self, service: PipeService) -> None:
        self.service = service
        self.messages: deque[bytes] = deque()
        self.closed = False

    def write(self, data: bytes) -> None:
        """The client's data, to the service."""
        self.messages.extend(self.service.receive(data))

    def read(self, length: int) -> tuple[bytes, bool]:
        """Up to `length` bytes of the message at hand, and whether it has more. Empty only where nothing waits."""
        if not self.messages:
            return b"", False
        message = self.messages.popleft()
        if len(message) <= length:
            return message, False
        self.messages.appendleft(message[length:])
        return message[:length], True

    def close(self) -> None:
        """The handle is gone."""
        self.closed = True
        self.messages.clear()


class NamedPipes:
    """The pipes of a server by name, case ignored, with how many instances each may have."""

    def __init__(self) -> None:
        self._factories: dict[str, tuple[ServiceFactory, int]] = {}
        self._open: dict[str, int] = {}

    def register(self, name: str, factory: ServiceFactory, max_instances: int = UNLIMITED_INSTANCES) -> None:
        """There is a pipe of this name."""
        self._factories[name.casefold()] = (factory, max_instances)

    def exists(self, name: str) -> bool:
        """Is there a pipe of this name?"""
        return name.casefold() in self._factories

    def available(self, name: str) -> bool:
        """Could another instance be opened now?"""
        key = name.casefold()
        return key in self._factories and self._open.get(key, 0) < self._factories[key][1]

    def open(self, name: str, server: Server, session: Session) -> PipeInstance:
        """A new instance; `available` must be true."""
        key = name.casefold()
        self._open[key] = self._open.get(key, 0) + 1
        return PipeInstance(self._factories[key][0](server, session))

    def release(self, name: str) -> None:
        """An instance was closed."""
        self._open[name.casefold()] -= 1
