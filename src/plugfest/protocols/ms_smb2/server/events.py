"""What goes into the server's state and what comes out of it: events and commands. Times are FILETIMEs."""

from __future__ import annotations

from typing import NamedTuple


class Connected(NamedTuple):
    """A transport connection was accepted; [MS-SMB2] 3.3.5.1."""

    connection: int
    peer: str
    local_address: str = ""
    """Where it was accepted, without the port."""


class Received(NamedTuple):
    """Bytes arrived, any number of them."""

    connection: int
    data: bytes


class Closed(NamedTuple):
    """The transport connection is gone; [MS-SMB2] 3.3.7.1."""

    connection: int


class Tick(NamedTuple):
    """Time has passed: a timer that was set may have expired."""


class Drain(NamedTuple):
    """The server is about to end: what waits for something that may never come is answered."""


class Send(NamedTuple):
    """Send these bytes; the transport header is in them."""

    connection: int
    data: bytes


class Disconnect(NamedTuple):
    """Close the transport connection, once what was sent is out."""

    connection: int


class SetTimer(NamedTuple):
    """Give a Tick at this time, or soon after. Only the earliest matters."""

    at: int


class Keep(NamedTuple):
    """Keep this in place of what was kept before, and give it to the server (`ServerConfig.kept`) at its next start."""

    data: bytes


Event = Connected | Received | Closed | Tick | Drain
Command = Send | Disconnect | SetTimer | Keep
