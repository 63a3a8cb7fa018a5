"""`Structure`: what every packed message and element of one is declared as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

import msgspec

from plugfest.errors import WireError


class Structure(msgspec.Struct, frozen=True, gc=False):  # immutable, so no cycle goes through one
    """A typed, immutable structure whose layout stands in the annotations of its fields.

    The codec is generated from them at first use. Decoding is bounded and lossless: what was decoded is encoded to the
    same bytes. Bad input raises WireError and nothing else. A length, offset or count that is None is computed by the
    encoder; any other value is sent as it is, true or not. Values that cannot be encoded raise LocalProtocolError.
    """

    __byte_order__: ClassVar[str] = "little"
    __minimum_size__: ClassVar[int] = 0
    """The encoder fills up with zeros to this many bytes (a StructureSize that counts a byte of the buffer), unless all
    links are given."""
    __document_names__: ClassVar[dict[str, str]] = {}
    """The document's names of the fields that are not ours in PascalCase."""

    @classmethod
    def decode(cls, data: bytes, start: int = 0, end: int | None = None, base: int | None = None) -> Self:
        """Decode all of data[start:end]; offsets count from `base` (default: `start`). Raises WireError."""
        if type(data) is not bytes:
            data = bytes(data)
        stop = len(data) if end is None else min(end, len(data))
        value, position = cls._read(data, start, stop, start if base is None else base)
        if position != stop:
            raise WireError(cls.__name__, "", position, f"{stop - position} bytes left over")
        return value

    def encode(self, start: int = 0) -> bytes:
        """The bytes; `start` is how far behind the base, from which offsets count, they will be put."""
        return type(self)._write(self, start)

    def _contents(self) -> dict[str, type[Structure]]:
        """For those who show it: the structures that the buffers hold, by field, where the other fields tell."""
        return {}

    @classmethod
    def _read(cls, data: bytes, start: int, end: int, base: int, pad: int = 0) -> tuple[Self, int]:
        """Read one from data[start:end]; give it and where it ends. Replaced by generated code at first use."""
        return _compile(cls)[0](data, start, end, base, pad)  # type: ignore[no-any-return]

    @staticmethod
    def _write(value: Any, start: int) -> bytes:
        """Replaced by generated code at first use."""
        return _compile(type(value))[1](value, start)  # type: ignore[no-any-return]


def _compile(cls: type[Structure]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    from plugfest.wire.codec import generate

    read, write = generate(cls)
    cls._read = staticmethod(read)  # type: ignore[method-assign]
    cls._write = staticmethod(write)  # type: ignore[method-assign]
    return read, write
