"""Encoding and decoding with the generated functions, which are made when they are first needed."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from plugfest.errors import LocalProtocolError, WireError
from plugfest.wire.ndr.layout import uses_text
from plugfest.wire.ndr.reader import Reader, reader_name
from plugfest.wire.ndr.runtime import Shared, text_of
from plugfest.wire.ndr.source import Code
from plugfest.wire.ndr.structure import NdrStructure
from plugfest.wire.ndr.types import NDR, TransferSyntax
from plugfest.wire.ndr.writer import Writer, writer_name

S = TypeVar("S", bound=NdrStructure)

_CODES: dict[TransferSyntax, Code] = {}
_READERS: dict[tuple[type[NdrStructure], TransferSyntax], tuple[Callable[..., Any], bool]] = {}
_WRITERS: dict[tuple[type[NdrStructure], TransferSyntax], Callable[..., Any]] = {}


def _generate(kind: type[Reader] | type[Writer], cls: type[NdrStructure], syntax: TransferSyntax) -> Code:
    """Generate the function for a structure and for all that pointers in it lead to."""
    code = _CODES.setdefault(syntax, Code())
    name = reader_name if kind is Reader else writer_name
    waiting = [cls]
    while waiting:
        needed = waiting.pop()
        if name(needed) not in code.scope:
            generator = kind(code, syntax)
            generator.generate(needed)
            waiting += generator.needed
    return code


def decode(cls: type[S], data: bytes, syntax: TransferSyntax) -> tuple[S, int]:
    """Decode from the beginning of a stub; give the value and where it ends. Raises WireError."""
    made = _READERS.get((cls, syntax))
    if made is None:
        code = _generate(Reader, cls, syntax)
        made = _READERS[cls, syntax] = code.scope[reader_name(cls)], uses_text(cls)
    read, wants_text = made
    if type(data) is not bytes:
        data = bytes(data)
    try:
        value, end = read(data, 0, len(data), text_of(data) if wants_text else None, {})
    except (struct.error, IndexError) as error:
        places, position = _CODES[syntax].place_of(error)
        left = len(data) - position
        place = next((place for place in places if place.end > left), places[-1])
        raise WireError(place.structure, place.field, position, f"the stub ends after {max(left, 0)} bytes") from None
    except RecursionError:
        raise WireError(cls.__name__, "", 0, "nested too deep") from None
    if end > len(data):
        raise WireError(cls.__name__, "", len(data), "the stub ends in padding")
    return value, end


def encode(value: NdrStructure, syntax: TransferSyntax, referents: Iterator[int]) -> bytes:
    """The stub. Raises LocalProtocolError for a value that has no encoding."""
    cls = type(value)
    write = _WRITERS.get((cls, syntax))
    if write is None:
        write = _WRITERS[cls, syntax] = _generate(Writer, cls, syntax).scope[writer_name(cls)]
    try:
        return bytes(write(bytearray(), value, referents, Shared()))
    except (struct.error, TypeError, AttributeError, UnicodeError, ValueError) as error:
        places, _ = _CODES[syntax].place_of(error)
        names = " or ".join(dict.fromkeys(f"{place.structure}.{place.field}" for place in places))
        raise LocalProtocolError(f"{names or cls.__name__} cannot be encoded: {error}") from error
    except RecursionError:
        raise LocalProtocolError(f"{cls.__name__} cannot be encoded: nested too deep") from None


def source_of(cls: type[NdrStructure], syntax: TransferSyntax = NDR) -> str:
    """The generated source, for people."""
    _generate(Reader, cls, syntax)
    code = _generate(Writer, cls, syntax)
    return code.sources[reader_name(cls)] + "\n\n" + code.sources[writer_name(cls)]
