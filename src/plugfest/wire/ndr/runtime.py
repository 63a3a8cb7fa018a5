"""What generated codecs call: text, numbers, and the ways in which bytes can be wrong."""

from __future__ import annotations

import struct
from codecs import utf_16_le_decode, utf_16_le_encode
from typing import Any, NoReturn

from plugfest.errors import LocalProtocolError, WireError

OPEN = object()
"""Stands for a shared referent that is being read."""


class _Nothing:
    """What a pointer to a union leads to where the union's arm is empty or NULL: None would be a NULL pointer."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()


class _PairByPair:
    """A stub as UTF-16 where it cannot be decoded as a whole: every slice on its own. Lone surrogates survive."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __getitem__(self, index: int | slice) -> str:
        start, stop = (index.start, index.stop) if isinstance(index, slice) else (index, index + 1)
        pairs = self._data[2 * start : 2 * stop]
        if len(pairs) != 2 * (stop - start):
            raise IndexError
        return utf_16_le_decode(pairs, "surrogatepass", True)[0]


def text_of(data: bytes) -> str | _PairByPair:
    """The whole stub as UTF-16, so that a string in it is a slice."""
    try:
        text, _ = utf_16_le_decode(data)
    except UnicodeDecodeError:
        return _PairByPair(data)
    return text if len(text) == len(data) >> 1 else _PairByPair(data)


def wide(value: str) -> bytes:
    """A string as UTF-16."""
    return utf_16_le_encode(value, "surrogatepass")[0]


def numbers(
    structure: str, field: str, position: int, end: int, count: int, code: str, size: int, data: bytes
) -> tuple[Any, ...]:
    """An array of numbers."""
    if count * size > end - position:
        short_array(structure, field, position, end, count, size)
    return struct.unpack_from(f"<{count}{code}", data, position)


def pack(code: str, values: tuple[Any, ...]) -> bytes:
    """An array of numbers as bytes."""
    return struct.pack(f"<{len(values)}{code}", *values)


def short_array(structure: str, field: str, position: int, end: int, count: int, size: int) -> NoReturn:
    """More elements are promised than there are bytes."""
    reason = f"{count} elements of at least {size} bytes wanted, {max(end - position, 0)} bytes left"
    raise WireError(structure, field, position, reason)


def check_string(structure: str, field: str, position: int, first: int, count: int, most: int) -> None:
    """[C706] 14.3.4: a string has no offset, and is not empty, because of its terminator."""
    if first:
        raise WireError(structure, field, position, f"offset {first} where a string has none")
    if not 0 < count <= most:
        raise WireError(structure, field, position, f"{count} characters of at most {most}")


def bad_extent(structure: str, field: str, position: int, first: int, count: int, most: int) -> NoReturn:
    """Offset and counts of an array make no sense."""
    raise WireError(structure, field, position, f"elements {first} to {first + count} of {most}")


def rows(flat: Any, count: int) -> tuple[Any, ...]:
    """Elements of an array of several dimensions as rows of so many."""
    return tuple(flat[start : start + count] for start in range(0, len(flat), count)) if count else ()


def flattened(value: Any, depth: int, empty: Any = ()) -> tuple[Any, list[int]]:
    """The elements of an array of several dimensions, row by row, and how many there are in each dimension.

    `empty` is what no elements are.
    """
    counts = []
    for _ in range(depth):
        counts.append(len(value))
        lengths = {len(row) for row in value}
        if len(lengths) > 1:
            raise ValueError("rows of different length")
        inner = value[0] if value else ()
        if isinstance(inner, bytes | str):
            value = inner[:0].join(value)
        else:
            value = tuple(item for row in value for item in row)
    value = value or empty
    total = len(value)
    for count in counts:
        total //= count or 1
    return value, [*counts, total]


def unterminated(structure: str, field: str, position: int) -> NoReturn:
    """A string does not end with its terminator."""
    raise WireError(structure, field, position, "no terminator")


def mismatch(structure: str, field: str, position: int, found: int, expression: str, wanted: int) -> NoReturn:
    """Two values that tell the same do not agree."""
    raise WireError(structure, field, position, f"{found} where {expression} is {wanted}")


def no_arm(structure: str, field: str, position: int, tag: int) -> NoReturn:
    """The union has no arm for its discriminant."""
    raise WireError(structure, field, position, f"no arm for {tag}")


def out_of_range(structure: str, field: str, position: int, found: int, low: int, high: int) -> NoReturn:
    """A number outside its range."""
    raise WireError(structure, field, position, f"{found} is not between {low} and {high}")


def shared(structure: str, field: str, position: int, value: Any) -> Any:
    """The referent that another pointer brought."""
    if value is OPEN:
        raise WireError(structure, field, position, "a pointer to what it lies in")
    return value


class Shared:
    """The referents of full pointers while encoding: a structure or array that occurs twice is written once."""

    def __init__(self) -> None:
        self._ids: dict[int, int] = {}
        self._written: set[int] = set()

    def id(self, value: Any, referents: Any) -> int:
        """The referent id of a value: that of its first occurrence, or a new one."""
        if isinstance(value, str | int | bytes):
            return next(referents)  # type: ignore[no-any-return]
        if id(value) not in self._ids:
            self._ids[id(value)] = next(referents)
        return self._ids[id(value)]

    def first(self, value: Any) -> bool:
        """Is it still to be written?"""
        if isinstance(value, str | int | bytes):
            return True
        if id(value) in self._written:
            return False
        self._written.add(id(value))
        return True


def exactly(structure: str, field: str, found: int, wanted: int) -> None:
    """Refuse to encode an array of another size than declared."""
    if found != wanted:
        raise LocalProtocolError(f"{structure}.{field} cannot be encoded: {found} elements where {wanted} are declared")


def at_most(structure: str, field: str, found: int, capacity: int) -> None:
    """Refuse to encode more elements than declared."""
    if found > capacity:
        raise LocalProtocolError(f"{structure}.{field} cannot be encoded: {found} elements where {capacity} fit")


def no_encoding(structure: str, field: str, tag: Any) -> NoReturn:
    """Refuse to encode a union with a discriminant that has no arm."""
    raise LocalProtocolError(f"{structure}.{field} cannot be encoded: no arm for {tag}")
