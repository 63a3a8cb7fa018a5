"""As much DER (X.690) as SPNEGO needs: definite, shortest lengths and one-byte tags; anything else is WireError.

A codec of our own because asn1tools costs 0.1 s at start-up (import and compilation), accepts what DER forbids (long
forms of lengths, bytes left over) and refuses what must survive (an unknown negState).
"""

from __future__ import annotations

import re

from plugfest.errors import LocalProtocolError, WireError

SEQUENCE = 0x30
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06
ENUMERATED = 0x0A
BIT_STRING = 0x03
GENERAL_STRING = 0x1B
_MAX_OID = 64


def tlv(tag: int, *contents: bytes) -> bytes:
    """One element."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER element."""
    if not re.fullmatch(r"[0-2](\.[0-9]+)+", dotted):
        raise LocalProtocolError(f"{dotted!r} is no object identifier")
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    content = b""
    for arc in (first * 40 + second, *rest):
        part = bytes((arc & 0x7F,))
        while arc := arc >> 7:
            part = bytes((0x80 | arc & 0x7F,)) + part
        content += part
    return tlv(OBJECT_IDENTIFIER, content)


class Reader:
    """Reads the elements in data[position:end], in order. `structure` and the `field` arguments name what fails."""

    def __init__(self, data: bytes, structure: str, position: int = 0, end: int | None = None) -> None:
        self.data, self.structure, self.position = data, structure, position
        self.end = len(data) if end is None else end

    def fail(self, field: str, reason: str) -> WireError:
        """The error at the place where we are."""
        return WireError(self.structure, field, self.position, reason)

    def peek(self) -> int | None:
        """The next tag; None at the end."""
        return self.data[self.position] if self.position < self.end else None

    def enter(self, tag: int, field: str) -> Reader:
        """The next element, which has this tag; our own place is then behind it."""
        if self.peek() != tag:
            found = self.peek()
            raise self.fail(field, f"tag 0x{tag:02x} wanted, {'the end' if found is None else f'0x{found:02x}'} found")
        start = self.position + 1
        if start >= self.end:
            raise self.fail(field, "ends before its length")
        size = self.data[start]
        start += 1
        if size & 0x80:
            count = size & 0x7F
            digits = self.data[start : min(start + count, self.end)]
            size = int.from_bytes(digits, "big")
            if not 0 < count <= 4 or len(digits) != count or size < 0x80 or not digits[0]:
                raise self.fail(field, "its length is not the shortest form")
            start += count
        if size > self.end - start:
            raise self.fail(field, f"{size} bytes wanted, {self.end - start} left")
        self.position = start + size
        return Reader(self.data, self.structure, start, start + size)

    def optional(self, tag: int, field: str) -> Reader | None:
        """The next element if it has this tag."""
        return self.enter(tag, field) if self.peek() == tag else None

    def rest(self) -> bytes:
        """What has not been read."""
        taken = self.data[self.position : self.end]
        self.position = self.end
        return taken

    def done(self, field: str) -> None:
        """Nothing may be left."""
        if self.position != self.end:
            raise self.fail(field, f"{self.end - self.position} bytes left over")

    def only(self, tag: int, field: str) -> bytes:
        """The content of the one element that is here."""
        content = self.enter(tag, field).rest()
        self.done(field)
        return content

    def oid(self, field: str) -> str:
        """The next element, an OBJECT IDENTIFIER, dotted."""
        element = self.enter(OBJECT_IDENTIFIER, field)
        content = element.rest()
        if not 0 < len(content) <= _MAX_OID or content[-1] & 0x80:
            raise self.fail(field, "is no object identifier")
        arcs, arc, fresh = [], 0, True
        for byte in content:
            if fresh and byte == 0x80:
                raise self.fail(field, "an arc is not the shortest form")
            arc = arc << 7 | byte & 0x7F
            fresh = not byte & 0x80
            if fresh:
                arcs.append(arc)
                arc = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(str(number) for number in (first, arcs[0] - 40 * first, *arcs[1:]))
