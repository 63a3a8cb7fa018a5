"""What an observer of a connection is told: every frame, and the end."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from plugfest.protocols.ms_smb2.messages import Packet


class FrameEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One frame, sent or received."""

    sent: bool
    """True from us to the peer."""
    time: float
    """Seconds since the connection was opened."""
    wire: bytes
    """As it was on the wire, transport header included."""
    plaintext: bytes
    """Without transport header, decrypted where we could."""
    encrypted: bool = False
    packets: tuple[Packet, ...] | None = None
    """The messages in it; None where it could not be taken apart."""
    session_id: int = 0
    session_key: bytes = b""
    """Of that session; empty where none is known yet."""


class ClosedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The connection is gone."""

    time: float
    by_peer: bool
    reset: bool = False


Observer = Callable[[FrameEvent | ClosedEvent], None]
