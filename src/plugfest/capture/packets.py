"""What the capture formats have in common: packets, link types, and bounded buffered reading."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

LINK_NULL = 0
LINK_ETHERNET = 1
LINK_RAW_BSD = 12
LINK_RAW_OPENBSD = 14
LINK_RAW = 101
LINK_LOOP = 108
LINK_LINUX_SLL = 113
LINK_IPV4 = 228
LINK_IPV6 = 229
LINK_LINUX_SLL2 = 276

MAX_PACKET = 16 << 20
"""No real packet is larger; a length above it means that the file is damaged."""


class Packet(NamedTuple):
    """One captured packet."""

    time: int
    """Nanoseconds since the epoch; 0 where the format keeps none."""
    link: int
    """LINKTYPE_ number."""
    data: bytes
    length: int
    """Length on the wire; larger than `data` where the capture cut it."""


class Truncated(Exception):
    """The file ends, or stops making sense, here; what came before is whole."""


class Window:
    """A window over a stream, refilled in large pieces, so that parsing works on one bytes object and an offset."""

    __slots__ = ("_stream", "data", "position")
    _PIECE = 1 << 20

    def __init__(self, stream: BinaryIO, data: bytes = b"") -> None:
        self._stream = stream
        self.data = data
        self.position = 0

    def need(self, size: int) -> bool:
        """Make `size` bytes available from `position`; False if the stream ends before."""
        missing = size - (len(self.data) - self.position)
        if missing <= 0:
            return True
        pieces = [self.data[self.position :]]
        self.position = 0
        while missing > 0:
            piece = self._stream.read(max(missing, self._PIECE))
            if not piece:
                break
            pieces.append(piece)
            missing -= len(piece)
        self.data = b"".join(pieces)
        return missing <= 0

    @property
    def exhausted(self) -> bool:
        """True at the end of the stream."""
        return not self.need(1)
