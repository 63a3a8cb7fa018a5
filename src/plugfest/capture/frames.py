"""Link and network layers: where the IP packet begins in a frame, and where TCP begins and ends in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from plugfest.capture import packets as p

_IPV4 = b"\x08\x00"
_IPV6 = b"\x86\xdd"
_VLAN = (b"\x81\x00", b"\x88\xa8", b"\x91\x00")
_TCP = 6
_EXTENSIONS = {0, 43, 60, 135}
"""IPv6 extension headers that say their length in units of eight bytes: hop-by-hop, routing, destination, mobility."""
_FRAGMENT = 44


class Located(NamedTuple):
    """A TCP segment inside a frame."""

    addresses: bytes
    """Source and destination address, as they stand in the header."""
    start: int
    """Offset of the TCP header."""
    end: int
    """Offset after the last byte of the IP packet; padding of the frame excluded."""


def _after_type(data: bytes, offset: int) -> int:
    """The IP header's offset after the EtherType at `offset`, VLAN tags skipped; -1 if there is no IP."""
    kind = data[offset : offset + 2]
    while kind in _VLAN:
        offset += 4
        kind = data[offset : offset + 2]
    return offset + 2 if kind in (_IPV4, _IPV6) else -1


def _ethernet(data: bytes) -> int:
    return _after_type(data, 12)


def _linux_sll(data: bytes) -> int:
    return _after_type(data, 14)


def _linux_sll2(data: bytes) -> int:
    kind = data[0:2]
    if kind in _VLAN:
        return _after_type(data, 22)
    return 20 if kind in (_IPV4, _IPV6) else -1


def _raw(data: bytes) -> int:
    return 0


def _loopback(data: bytes) -> int:
    return 4


_IP_OFFSET: dict[int, Callable[[bytes], int]] = {
    p.LINK_ETHERNET: _ethernet,
    p.LINK_LINUX_SLL: _linux_sll,
    p.LINK_LINUX_SLL2: _linux_sll2,
    p.LINK_RAW: _raw,
    p.LINK_RAW_BSD: _raw,
    p.LINK_RAW_OPENBSD: _raw,
    p.LINK_IPV4: _raw,
    p.LINK_IPV6: _raw,
    p.LINK_NULL: _loopback,
    p.LINK_LOOP: _loopback,
}


def locate_tcp(link: int, data: bytes) -> Located | None:
    """Find the TCP segment of a frame; None where there is none, or only a later fragment of one."""
    find = _IP_OFFSET.get(link)
    if find is None:
        return None
    ip = find(data)
    size = len(data)
    if ip < 0 or size < ip + 20:
        return None
    version = data[ip] >> 4
    if version == 4:
        return _ipv4(data, ip, size)
    return _ipv6(data, ip, size) if version == 6 else None


def _ipv4(data: bytes, ip: int, size: int) -> Located | None:
    if data[ip + 9] != _TCP or (data[ip + 6] & 0x3F) or data[ip + 7]:  # another protocol, or a fragment
        return None
    start = ip + ((data[ip] & 15) << 2)
    total = data[ip + 2] << 8 | data[ip + 3]
    end = min(ip + total, size) if total else size  # 0: the network card was to cut it up
    return Located(data[ip + 12 : ip + 20], start, end) if start + 20 <= end else None


def _ipv6(data: bytes, ip: int, size: int) -> Located | None:
    if size < ip + 40:
        return None
    length = data[ip + 4] << 8 | data[ip + 5]
    end = min(ip + 40 + length, size) if length else size
    kind, start = data[ip + 6], ip + 40
    while kind != _TCP:
        if start + 8 > end:
            return None
        if kind in _EXTENSIONS:
            kind, start = data[start], start + ((data[start + 1] + 1) << 3)
        elif kind == _FRAGMENT and not (data[start + 2] or data[start + 3]):  # a fragment header, and the whole
            kind, start = data[start], start + 8
        else:
            return None
    return Located(data[ip + 8 : ip + 40], start, end) if start + 20 <= end else None
