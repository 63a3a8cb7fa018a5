"""What generated codecs call for the parts whose size is only known when a message is there."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NoReturn

import msgspec

from plugfest.errors import LocalProtocolError

Fail = Callable[[str, int, str], NoReturn]
_U32 = struct.Struct("<I")


def short(fail: Fail, names: tuple[tuple[str, int], ...], position: int, end: int) -> NoReturn:
    """Fail at the first field of a run that is not whole."""
    for name, size in names:
        if position + size > end:
            fail(name, position, f"{size} bytes wanted, {max(end - position, 0)} left")
        position += size
    raise AssertionError("the run was whole")


def exact(value: bytes, size: int) -> bytes:
    """The bytes, if they are as many as the field has."""
    if len(value) != size:
        raise LocalProtocolError(f"{len(value)} bytes for a field of {size}")
    return value


def text(data: bytes, fail: Fail, name: str, position: int) -> str:
    """UTF-16LE as a string; lone surrogates survive."""
    try:
        return data.decode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        fail(name, position, f"{len(data)} bytes are no UTF-16")


def utf16z(data: bytes, position: int, end: int, fail: Fail, name: str) -> tuple[str, int]:
    """A string up to its zero character, and the position behind that."""
    stop = data.find(b"\0\0", position, end)
    while stop != -1 and (stop - position) % 2:
        stop = data.find(b"\0\0", stop + 1, end)
    if stop == -1:
        fail(name, position, "no terminator")
    return text(data[position:stop], fail, name, position), stop + 2


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
) -> tuple[tuple[Any, ...], int]:
    """`count` structures (as many as fit if None), each at a multiple of `align`, and the position behind them."""
    values: list[Any] = []
    while (position < end) if count is None else (len(values) < count):
        if values and align > 1:
            position += -(position - base) % align
        if position >= end:
            fail(name, position, f"{count} elements wanted, {len(values)} are there")
        value, position = kind._read(data, position, end, position)
        values.append(value)
    return tuple(values), position


def chain(data: bytes, position: int, end: int, kind: Any, align: int, fail: Fail, name: str) -> tuple[Any, ...]:
    """Structures linked by a 4-byte offset that each begins with."""
    values = []
    while True:
        if end - position < 4:
            fail(name, position, f"4 bytes wanted for the link, {max(end - position, 0)} left")
        step = _U32.unpack_from(data, position)[0]
        stop = position + step if step else end
        if stop > end or 0 < step < 4:
            fail(name, position, f"link {step} leads outside the list")
        value, done = kind._read(
            data, position, stop, position, align if step else 0
        )  # the writer pads all but the last
        if done != stop and (stop - done >= align or data[done:stop].strip(b"\0")):
            fail(name, done, f"{stop - done} bytes left over in an element")
        values.append(value)
        if not step:
            return tuple(values)
        position = stop


def write_integers(values: tuple[int, ...], item: tuple[str, str, int], bad: Callable[[Exception], NoReturn]) -> bytes:
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
    """The structures, linked: a first field that is None gets the distance to the next one."""
    parts = []
    last = len(values) - 1
    for index, value in enumerate(values):
        link = value.__struct_fields__[0]
        given = getattr(value, link)
        part = (msgspec.structs.replace(value, **{link: 0}) if given is None else value).encode()
        if index < last:
            room = max(given or 0, len(part)) if (given or 0) <= len(part) + align else len(part)
            part = part.ljust(room, b"\0")
            part += bytes(-len(part) % align) if given is None or room != given else b""
            if given is None:
                part = _U32.pack(len(part)) + part[4:]
        parts.append(part)
    return b"".join(parts)
