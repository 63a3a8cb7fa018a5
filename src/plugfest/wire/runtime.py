"""What generated codecs call for the parts whose size is only known when a message is there."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NoReturn

from plugfest.errors import LocalProtocolError

Fail = Callable[[str, int, str], NoReturn]
_U32 = struct.Struct("<I")


class Verbatim(bytes):
    """What a `rest` is where buffers overlap, lie out of order or behind gaps: all that follows the first run of fixed
    fields, as it came. The encoder writes it in place of those buffers; an empty `rest` makes it lay them out anew."""


def short(fail: Fail, names: tuple[tuple[str, int], ...], position: int, end: int) -> NoReturn:
    """Fail at the first field of a run that is not whole."""
    parts = iter(names)
    name, size = next(parts)
    while position + size <= end:
        position += size
        name, size = next(parts)
    fail(name, position, f"{size} bytes wanted, {max(end - position, 0)} left")


def exact(value: bytes, size: int) -> bytes:
    """The bytes, if they are as many as the field has."""
    if len(value) != size:
        raise LocalProtocolError(f"{len(value)} bytes for a field of {size}")
    return value


def utf16z(data: bytes, position: int, end: int, fail: Fail, name: str) -> tuple[str, int]:
    """A string up to its zero character, and the position behind that."""
    stop = data.find(b"\0\0", position, end)
    while stop != -1 and (stop - position) % 2:
        stop = data.find(b"\0\0", stop + 1, end)
    if stop == -1:
        fail(name, position, "no terminator")
    return data[position:stop].decode("utf-16-le", "surrogatepass"), stop + 2


def bytesz(data: bytes, position: int, end: int, fail: Fail, name: str) -> tuple[bytes, int]:
    """Bytes up to a zero byte, and the position behind that."""
    stop = data.find(b"\0", position, end)
    if stop == -1:
        fail(name, position, "no terminator")
    return data[position:stop], stop + 1


def integers(
    data: bytes,
    position: int,
    end: int,
    count: int | None,
    item: tuple[str, str, int],
    members: Any,
    fail: Fail,
    name: str,
) -> tuple[tuple[Any, ...], int]:
    """`count` integers (as many as fit if None), and the position behind them."""
    order, code, size = item
    if count is None:
        count = (end - position) // size
        if (end - position) % size:
            fail(name, position, f"{end - position} bytes are no whole number of elements of {size}")
    if count * size > end - position:
        fail(name, position, f"{count} elements of {size} bytes wanted, {max(end - position, 0)} bytes left")
    values = struct.unpack_from(f"{order}{count}{code}", data, position)
    if members is not None:
        values = tuple([members[value] for value in values])
    return values, position + count * size


def structures(
    data: bytes, position: int, end: int, count: int | None, kind: Any, align: int, base: int, fail: Fail, name: str
) -> tuple[tuple[Any, ...], int, bool]:
    """`count` structures (as many as fit if None), each at a multiple of `align`; the position behind them; and
    whether the padding between them is all zeros."""
    values: list[Any] = []
    clean = True
    while (position < end) if count is None else (len(values) < count):
        if values and align > 1:
            gap = (base - position) % align
            clean = clean and not data[position : min(position + gap, end)].strip(b"\0")
            position += gap
        if position >= end:
            fail(name, position, f"{count or 'more'} elements wanted, {len(values)} are there")
        value, done = kind._read(data, position, end, position)
        if done == position:
            fail(name, position, "an element of no bytes")
        position = done
        values.append(value)
    return tuple(values), position, clean


def chain(data: bytes, position: int, end: int, kind: Any, align: int, fail: Fail, name: str) -> tuple[Any, ...]:
    """Structures linked by a 4-byte offset that each begins with."""
    values = []
    read, link = kind._read, _U32.unpack_from
    while True:
        if end - position < 4:
            fail(name, position, f"4 bytes wanted for the link, {max(end - position, 0)} left")
        step = link(data, position)[0]
        if not step:
            value, done = read(data, position, end, position)
            if done != end:
                fail(name, done, f"{end - done} bytes left over in the last element")
            values.append(value)
            return tuple(values)
        stop = position + step
        if stop > end or step < 4:
            fail(name, position, f"link {step} leads outside the list")
        value, done = read(data, position, stop, position, align)
        if done != stop and (stop - done >= align or data[done:stop].strip(b"\0")):
            fail(name, done, f"{stop - done} bytes left over in an element")
        values.append(value)
        position = stop


def write_integers(values: tuple[int, ...], item: tuple[str, str, int], bad: Callable[[object], NoReturn]) -> bytes:
    """The integers, one after the other."""
    order, code, _ = item
    try:
        return struct.pack(f"{order}{len(values)}{code}", *values)
    except struct.error as error:
        bad(error)


def write_structures(values: tuple[Any, ...], position: int, align: int) -> bytes:
    """The structures, each at a multiple of `align`; the first begins at `position` from the base."""
    parts = []
    at = position
    for index, value in enumerate(values):
        if index and align > 1:
            pad = -at % align
            parts.append(bytes(pad))
            at += pad
        part = value.encode()
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def write_chain(values: tuple[Any, ...], align: int) -> bytes:
    """The structures, linked: a link that is None becomes the distance to the next one, any other stays.

    A given link that leaves room for no more than padding is where the next one begins; another one is a lie.
    """
    parts = []
    last = len(values) - 1
    for index, value in enumerate(values):
        part = value.encode()
        if index < last:
            given = getattr(value, value.__struct_fields__[0])
            size = len(part)
            if given is not None and size <= given < size + align:
                part = part.ljust(given, b"\0")
            else:
                part = part.ljust(size + -size % align, b"\0")
            if given is None:
                part = _U32.pack(len(part)) + part[4:]
        parts.append(part)
    return b"".join(parts)


__all__ = [
    "bytesz",
    "chain",
    "exact",
    "integers",
    "short",
    "structures",
    "utf16z",
    "write_chain",
    "write_integers",
    "write_structures",
]
