"""The pcapng format: a writer of what we need, a reader of what others write.

Block and option numbers are those of the format's public description (Section Header, Interface Description, Simple,
Enhanced and the obsolete Packet Block); other blocks are skipped.
"""

from __future__ import annotations

import platform
import struct
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from plugfest import __version__
from plugfest.capture.packets import LINK_ETHERNET, MAX_PACKET, Packet, Truncated, Window

SECTION_HEADER = 0x0A0D0D0A
INTERFACE_DESCRIPTION = 1
PACKET = 2
SIMPLE_PACKET = 3
ENHANCED_PACKET = 6

OPT_COMMENT = 1
SHB_HARDWARE, SHB_OS, SHB_USERAPPL = 2, 3, 4
IF_NAME, IF_TSRESOL, IF_TSOFFSET = 2, 9, 14

MAGIC = b"\x0a\x0d\x0d\x0a"
_BYTE_ORDER = 0x1A2B3C4D
_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_MAX_BLOCK = MAX_PACKET + (1 << 20)


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def _block(kind: int, body: bytes, options: bytes = b"") -> bytes:
    if options:
        options += bytes(4)  # opt_endofopt
    size = 12 + len(body) + len(options)
    return b"".join((struct.pack("<II", kind, size), body, options, struct.pack("<I", size)))


class PcapngWriter:
    """Writes one section with one interface, a block a write, unbuffered: the file is valid whenever we die."""

    def __init__(self, path: Path, *, link: int = LINK_ETHERNET, interface: str = "", append: bool = False) -> None:
        """Begin a new file; with `append`, go on with one that this class began."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = FileIO(path, "ab" if append else "wb")
        if not append:
            self._file.write(_section_header() + _interface(link, interface))

    def packet(self, time: int, data: bytes, comment: str = "") -> None:
        """One packet at `time`, in nanoseconds since the epoch."""
        self._file.write(enhanced_packet(time, data, comment))

    def packets(self, blocks: list[bytes]) -> None:
        """Several blocks made by `enhanced_packet`, in one write."""
        self._file.write(b"".join(blocks))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _section_header() -> bytes:
    options = (
        _option(SHB_HARDWARE, platform.machine().encode())
        + _option(SHB_OS, platform.system().encode())
        + _option(SHB_USERAPPL, f"plugfest {__version__}".encode())
    )
    return _block(SECTION_HEADER, struct.pack("<IHHq", _BYTE_ORDER, 1, 0, -1), options)


def _interface(link: int, name: str) -> bytes:
    options = (_option(IF_NAME, name.encode()) if name else b"") + _option(IF_TSRESOL, b"\x09")
    return _block(INTERFACE_DESCRIPTION, struct.pack("<HHI", link, 0, 0), options)


def enhanced_packet(time: int, data: bytes, comment: str = "") -> bytes:
    """An Enhanced Packet Block on the first interface."""
    size = len(data)
    body = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, size, size) + data + bytes(-size % 4)
    return _block(ENHANCED_PACKET, body, _option(OPT_COMMENT, comment.encode()[:0xFFFF]) if comment else b"")


class _Interface:
    """What a packet needs to know of the interface it was seen on."""

    __slots__ = ("divisor", "link", "multiplier", "offset", "snap")

    def __init__(self, body: bytes, order: str) -> None:
        self.link, _, self.snap = struct.unpack_from(order + "HHI", body)
        resolution = 6
        self.offset: int = 0
        for code, value in _options(body, 8, order):
            if code == IF_TSRESOL and value:
                resolution = value[0]
            elif code == IF_TSOFFSET and len(value) == 8:
                self.offset = struct.unpack(order + "q", value)[0] * 1_000_000_000
        base, exponent = (2, resolution & 0x7F) if resolution & 0x80 else (10, resolution)
        self.multiplier: int = 1_000_000_000
        self.divisor: int = base**exponent
        if base == 10 and exponent <= 9:  # whole nanoseconds: no division for each packet
            self.multiplier, self.divisor = 10 ** (9 - exponent), 1

    def time(self, ticks: int) -> int:
        """Nanoseconds since the epoch."""
        return ticks * self.multiplier // self.divisor + self.offset


def _options(body: bytes, position: int, order: str) -> Iterator[tuple[int, bytes]]:
    unpack = struct.Struct(order + "HH").unpack_from
    while position + 4 <= len(body):
        code, size = unpack(body, position)
        if code == 0 or position + 4 + size > len(body):
            return
        yield code, body[position + 4 : position + 4 + size]
        position += 4 + size + (-size % 4)


def packets(window: Window) -> Iterator[Packet]:
    """Every packet of a pcapng file, over all its sections. Raises Truncated where the file ends inside a block."""
    order = "<"
    interfaces: list[_Interface] = []
    number = 0
    while not window.exhausted:
        number += 1
        kind, body, order = _next_block(window, number, order)
        if kind == SECTION_HEADER:
            interfaces = []
        elif kind == INTERFACE_DESCRIPTION:
            if len(body) < 8:
                raise Truncated(f"block {number} is too short for an interface")
            interfaces.append(_Interface(body, order))
        elif kind in (ENHANCED_PACKET, PACKET, SIMPLE_PACKET):
            packet = _packet(kind, body, order, interfaces)
            if packet is None:
                raise Truncated(f"block {number} is no packet of an interface that the file describes")
            yield packet


def _next_block(window: Window, number: int, order: str) -> tuple[int, bytes, str]:
    """Type and body of the next block, and the byte order from it on; `window` moves past it."""
    if not window.need(12):
        raise Truncated(f"the file ends in block {number}")
    start = window.position
    if window.data.startswith(MAGIC, start):
        found = _ORDERS.get(window.data[start + 8 : start + 12])
        if found is None:
            raise Truncated(f"block {number} begins a section of unknown byte order")
        order = found
    kind, size = struct.unpack_from(order + "II", window.data, start)
    if size < 12 or size % 4 or size > _MAX_BLOCK:
        raise Truncated(f"block {number} claims {size} bytes; what follows cannot be read")
    if not window.need(size):
        raise Truncated(f"the file ends in block {number}")
    start = window.position
    window.position = start + size
    return kind, window.data[start + 8 : start + size - 4], order


_PACKET_HEADERS = {
    "<": (struct.Struct("<IIIII").unpack_from, struct.Struct("<HHIIII").unpack_from),
    ">": (struct.Struct(">IIIII").unpack_from, struct.Struct(">HHIIII").unpack_from),
}


def _packet(kind: int, body: bytes, order: str, interfaces: list[_Interface]) -> Packet | None:
    """The packet in a block's body; None if it contradicts itself or names an interface that there is not."""
    if len(body) < (4 if kind == SIMPLE_PACKET else 20) or not interfaces:
        return None
    if kind == SIMPLE_PACKET:
        length = int(struct.unpack_from(order + "I", body)[0])
        captured = min(length, interfaces[0].snap or length, len(body) - 4)
        return Packet(0, interfaces[0].link, body[4 : 4 + captured], length)
    enhanced, obsolete = _PACKET_HEADERS[order]
    if kind == ENHANCED_PACKET:
        index, high, low, captured, length = enhanced(body)
    else:
        index, _, high, low, captured, length = obsolete(body)
    if index >= len(interfaces) or captured > len(body) - 20:
        return None
    interface = interfaces[index]
    return Packet(interface.time(high << 32 | low), interface.link, body[20 : 20 + captured], length)
