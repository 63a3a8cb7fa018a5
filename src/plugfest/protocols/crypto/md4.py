"""MD4, RFC 1320: the hash behind the NT one-way function ([MS-NLMP] 3.3.1, NTOWFv1)."""

from __future__ import annotations

import struct
from collections.abc import Callable

_MASK = 0xFFFFFFFF
_BLOCK = struct.Struct("<16I")


def _select(x: int, y: int, z: int) -> int:
    return z ^ (x & (y ^ z))


def _majority(x: int, y: int, z: int) -> int:
    return (x & y) | (z & (x | y))


def _parity(x: int, y: int, z: int) -> int:
    return x ^ y ^ z


_ROUNDS: tuple[tuple[Callable[[int, int, int], int], int, tuple[int, ...], tuple[int, ...]], ...] = (
    (_select, 0, tuple(range(16)), (3, 7, 11, 19)),
    (_majority, 0x5A827999, (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), (3, 5, 9, 13)),
    (_parity, 0x6ED9EBA1, (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15), (3, 9, 11, 15)),
)


def md4(data: bytes) -> bytes:
    """The 16-byte MD4 digest of `data`."""
    length = len(data)
    padded = data + b"\x80" + bytes((55 - length) % 64) + struct.pack("<Q", (length * 8) & 0xFFFFFFFFFFFFFFFF)
    h0, h1, h2, h3 = 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476
    for block in _BLOCK.iter_unpack(padded):
        a, b, c, d = h0, h1, h2, h3
        for mix, constant, order, shifts in _ROUNDS:
            for step, word in enumerate(order):
                total = (a + mix(b, c, d) + block[word] + constant) & _MASK
                shift = shifts[step & 3]
                a, b, c, d = d, ((total << shift) | (total >> (32 - shift))) & _MASK, b, c
        h0, h1, h2, h3 = (h0 + a) & _MASK, (h1 + b) & _MASK, (h2 + c) & _MASK, (h3 + d) & _MASK
    return struct.pack("<4I", h0, h1, h2, h3)
