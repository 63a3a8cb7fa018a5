"""The classic pcap format: both byte orders, microseconds and nanoseconds."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from plugfest.capture.packets import MAX_PACKET, Packet, Truncated, Window

MAGICS: dict[bytes, tuple[str, int]] = {
    b"\xd4\xc3\xb2\xa1": ("<", 1000),
    b"\xa1\xb2\xc3\xd4": (">", 1000),
    b"\x4d\x3c\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1),
}
"""First four bytes → byte order and nanoseconds a fraction."""


def packets(window: Window) -> Iterator[Packet]:
    """Every packet of a pcap file. Raises Truncated where the file ends inside one."""
    if not window.need(24):
        raise Truncated("the file ends in its header")
    order, unit = MAGICS[window.data[:4]]
    link = struct.unpack_from(order + "I", window.data, 20)[0] & 0xFFFF  # the upper bits hold the FCS length
    header = struct.Struct(order + "IIII").unpack_from
    window.position = 24
    number = 0
    while not window.exhausted:
        number += 1
        if not window.need(16):
            raise Truncated(f"the file ends in the header of packet {number}")
        seconds, fraction, captured, length = header(window.data, window.position)
        if captured > MAX_PACKET:
            raise Truncated(f"packet {number} claims {captured} bytes; what follows cannot be read")
        if not window.need(16 + captured):
            raise Truncated(f"the file ends in packet {number}")
        start = window.position + 16
        window.position = end = start + captured
        yield Packet(seconds * 1_000_000_000 + fraction * unit, link, window.data[start:end], length)
