"""[MS-SMB2] 2.1: the Direct TCP transport: a zero byte, a 3-byte big-endian length, the message."""

from __future__ import annotations

from plugfest.errors import WireError

PREFIX_SIZE = 4
MAX_FRAME = 16 * 1024 * 1024
"""Frames longer than this are not awaited: larger than any message that we negotiate."""


def frame(message: bytes) -> bytes:
    """The message with its transport header."""
    return len(message).to_bytes(4, "big") + message


def frame_length(header: bytes | bytearray | memoryview, limit: int) -> int:
    """The length of the message behind a transport header. Raises WireError where it is none, or announces too much."""
    if header[0] != 0:
        raise WireError("DirectTCP", "Zero", 0, f"0x{header[0]:02x} where the transport header begins")
    length = int.from_bytes(header[1:4], "big")
    if length > limit:
        raise WireError("DirectTCP", "StreamProtocolLength", 1, f"{length} is over the limit of {limit}")
    return length


class FrameReader:
    """Takes bytes as they come and gives whole messages, without their transport headers."""

    def __init__(self, limit: int = MAX_FRAME) -> None:
        self.limit = limit
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """How many bytes are here of a message that is not whole."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole now. Raises WireError at a header that is none, or announces too much."""
        whole: bytes | bytearray = data
        if self._buffer:
            self._buffer += data
            whole = self._buffer
        messages = []
        position, end = 0, len(whole)
        with memoryview(whole) as view:
            while end - position >= PREFIX_SIZE:
                behind = position + PREFIX_SIZE + frame_length(view[position : position + PREFIX_SIZE], self.limit)
                if end < behind:
                    break
                messages.append(bytes(view[position + PREFIX_SIZE : behind]))
                position = behind
        if whole is data:
            self._buffer += data[position:]
        else:
            del self._buffer[:position]
        return messages
