"""What the generated codecs of derived structures call."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

Fail = Callable[[str, int, str], NoReturn]
Pieces = tuple[tuple[int, bytes], ...]
"""Bytes that no member claims: where they begin, counted from the structure's start, and what they are."""


def text(data: bytes, encoding: str) -> str | bytes:
    """The characters; the bytes themselves where they are none."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data


def text_bytes(value: str | bytes, encoding: str) -> bytes:
    """What `text` was made of."""
    return value.encode(encoding) if isinstance(value, str) else value


def until(data: bytes, position: int, end: int, mark: bytes, unit: int, fail: Fail, name: str) -> int:
    """Where the terminator begins."""
    stop = data.find(mark, position, end)
    while stop != -1 and (stop - position) % unit:
        stop = data.find(mark, stop + 1, end)
    if stop == -1:
        fail(name, position, "no terminator")
    return stop


def integers(data: bytes, position: int, end: int, item: tuple[str, str, int], fail: Fail, name: str) -> Any:
    """Integers that fill data[position:end]."""
    order, code, size = item
    count, left = divmod(end - position, size)
    if left:
        fail(name, position, f"{end - position} bytes are no whole elements of {size}")
    return struct.unpack_from(f"{order}{count}{code}", data, position)


def write_integers(values: tuple[int, ...], item: tuple[str, str, int]) -> bytes:
    """The integers, one behind the other."""
    order, code, _ = item
    return struct.pack(f"{order}{len(values)}{code}", *values)


def elements(
    read: Callable[[bytes, int, int, int], tuple[Any, int]],
    data: bytes,
    start: int,
    end: int,
    base: int,
    count: int | None,
    align: int,
    gaps: list[tuple[int, bytes]] | None,
    fail: Fail,
    name: str,
) -> tuple[tuple[Any, ...], int]:
    """Elements from `start`: `count` of them, or as many as there are; and where the last one ends."""
    values: list[Any] = []
    position = start
    while position < end if count is None else len(values) < count:
        if align > 1 and values:
            begin = position + (base - position) % align
            if gaps is not None and data[position : min(begin, end)].strip(b"\0"):
                gaps.append((position, data[position:begin]))
            if begin >= end and count is None:
                break
            position = begin
        value, done = read(data, position, end, base)
        if done <= position and count is None:
            fail(name, position, "an element of no bytes")
        position = done
        values.append(value)
        if len(values) > end - start and done <= start:
            fail(name, position, f"{count} elements of no bytes")
    return tuple(values), position


def chain(
    cls: Any, link: str, data: bytes, position: int, end: int, base: int, fail: Fail, name: str
) -> tuple[tuple[Any, ...], int]:
    """Structures, each of which tells how far the next one is, 0 in the last."""
    values: list[Any] = []
    while True:
        first, _ = cls._read(data, position, end, base)
        step = getattr(first, link)
        if not step:
            values.append(cls.decode(data, position, end, base))
            return tuple(values), end
        if step < 0 or position + step > end:
            fail(name, position, f"the next element is {step} bytes on, outside of the list")
        values.append(cls.decode(data, position, position + step, base))
        position += step


def write_chain(values: tuple[Any, ...], link: str, position: int, align: int) -> bytes:
    """The structures, linked: what is None becomes the distance to the next one, filled up to `align`."""
    parts = []
    for value in values[:-1]:
        part, step = value.encode(position), getattr(value, link)
        if step is None:
            step = len(part) + -len(part) % align
            part = value.replace(**{link: step}).encode(position)
        parts.append(part.ljust(step, b"\0"))
        position += len(parts[-1])
    if values:
        last = values[-1]
        parts.append((last.replace(**{link: 0}) if getattr(last, link) is None else last).encode(position))
    return b"".join(parts)


def write_elements(write: Callable[[Any, int], bytes], values: Iterable[Any], position: int, align: int) -> bytes:
    """The elements, each at a multiple of `align`; the first begins at `position` from the base."""
    parts: list[bytes] = []
    for value in values:
        if align > 1 and parts:
            gap = -position % align
            parts.append(bytes(gap))
            position += gap
        parts.append(write(value, position))
        position += len(parts[-1])
    return b"".join(parts)


def unclaimed(data: bytes, start: int, first: int, end: int, claimed: tuple[tuple[int, int], ...]) -> Pieces:
    """What lies in data[first:end] and in none of the `claimed` spans; those of what is absent begin at -1.

    Zeros before a span are not kept: they are written again wherever nothing else is.
    """
    pieces = []
    position = first
    for begin, stop in sorted(claimed):
        if begin > position >= 0 and data[position:begin].strip(b"\0"):
            pieces.append((position - start, data[position : min(begin, end)]))
        position = max(position, stop)
    if position < end:
        pieces.append((position - start, data[position:end]))
    return tuple(pieces)


def behind(data: bytes, rest: Pieces) -> bytes:
    """The members' bytes and one piece right behind them; empty where `rest` is anything else."""
    if len(rest) == 1 and rest[0][0] == len(data):
        return data + rest[0][1]
    return b""


def assemble(parts: Iterable[tuple[int, bytes]], rest: Pieces) -> bytes:
    """Put the parts at their places, and what no member claims."""
    result = bytearray()
    for place, data in (*parts, *rest):
        if not data:
            continue
        if len(result) < place + len(data):
            result.extend(bytes(place + len(data) - len(result)))
        result[place : place + len(data)] = data
    return bytes(result)


__all__ = [
    "assemble",
    "behind",
    "chain",
    "elements",
    "integers",
    "text",
    "text_bytes",
    "unclaimed",
    "until",
    "write_chain",
    "write_elements",
    "write_integers",
]
