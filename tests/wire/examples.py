"""Structures of our own that use every marker."""

from __future__ import annotations

import enum
from typing import Annotated
from uuid import UUID

from plugfest.wire import (
    BYTESZ,
    FILETIME,
    GUID,
    HEX32,
    I8,
    I16,
    I32,
    I64,
    REST,
    U8,
    U16,
    U32,
    U64,
    UTF16Z,
    Align,
    Array,
    Bits,
    Bytes,
    Chain,
    CountOf,
    Data,
    Flags,
    LengthOf,
    Nested,
    Next,
    OffsetOf,
    OpenEnum,
    Padding,
    Sized,
    Structure,
    Utf16,
    Utf16Sized,
    When,
)


class Colour(OpenEnum):
    RED = 1
    GREEN = 2


class Shape(Flags):
    ROUND = 1
    FLAT = 2
    BOTH_WIDE = 0x30


class Closed(enum.IntEnum):
    ONLY = 7


class Fixed(Structure, frozen=True):
    """Every form of fixed size."""

    a: Annotated[int, U8] = 1
    b: Annotated[int, U16] = 2
    c: Annotated[int, U32] = 3
    d: Annotated[int, U64] = 4
    e: Annotated[int, I8] = -1
    f: Annotated[int, I16] = -2
    g: Annotated[int, I32] = -3
    h: Annotated[int, I64] = -4
    colour: Annotated[Colour, U8] = Colour.RED
    shape: Annotated[Shape, U16] = Shape.ROUND
    closed: Annotated[Closed, U8] = Closed.ONLY
    guid: UUID = UUID("00112233-4455-6677-8899-aabbccddeeff")
    raw: Annotated[bytes, Bytes(3)] = b"xyz"
    time: Annotated[int, FILETIME] = 116444736000000000


FIXED = bytes.fromhex(
    "01 0200 03000000 0400000000000000 ff feff fdffffff fcffffffffffffff"
    "01 0100 07 33221100554477668899aabbccddeeff 78797a 00803ed5deb19d01"
)


class BigEndian(Structure, frozen=True):
    __byte_order__ = "big"

    number: Annotated[int, U32] = 1
    guid: Annotated[UUID, GUID] = UUID("00112233-4455-6677-8899-aabbccddeeff")
    count: Annotated[int | None, U16, CountOf("values")] = None
    values: Annotated[tuple[int, ...], Array(U16, count="count")] = ()


class Little(Structure, frozen=True):
    number: Annotated[int, U32] = 8
    last: Annotated[int, U8] = 1


class Mixed(Structure, frozen=True):
    """A nested structure of the other byte order."""

    __byte_order__ = "big"

    number: Annotated[int, U32] = 7
    tail: Little = Little()


class Packed(Structure, frozen=True):
    """Bit fields, lowest first."""

    version: Annotated[int, Bits(4, U16)] = 0
    colour: Annotated[Colour, Bits(3, U16)] = Colour.RED
    flag: Annotated[int, Bits(1, U16)] = 0
    other: Annotated[int, Bits(8, U16)] = 0
    after: Annotated[int, U8] = 0


class Pair(Structure, frozen=True):
    left: Annotated[int, HEX32] = 0
    colour: Annotated[Colour, U8] = Colour.GREEN
    tag: Annotated[bytes, Bytes(3)] = b"tag"


class Text(Structure, frozen=True):
    """Strings right here."""

    wide: Annotated[str, UTF16Z] = ""
    narrow: Annotated[bytes, BYTESZ] = b""
    length: Annotated[int | None, U16, LengthOf("sized")] = None
    sized: Annotated[str, Utf16Sized("length")] = ""


class Item(Structure, frozen=True):
    size: Annotated[int | None, U8, LengthOf("data")] = None
    data: Annotated[bytes, Sized("size")] = b""


class Outer(Structure, frozen=True):
    """A nested structure of fixed size, twice, and one that is not."""

    first: Pair = Pair()
    second: Annotated[Pair, Nested()] = Pair(left=2)
    name: Text = Text()
    inner: Item = Item()


class Items(Structure, frozen=True):
    """Arrays right here: by count, by length, of integers, of structures, aligned."""

    count: Annotated[int | None, U8, CountOf("items")] = None
    length: Annotated[int | None, U8, LengthOf("numbers")] = None
    size: Annotated[int | None, U16, LengthOf("more")] = None
    items: Annotated[tuple[Item, ...], Array(count="count", align=4)] = ()
    numbers: Annotated[tuple[Colour, ...], Array(U16, length="length")] = ()
    more: Annotated[tuple[Item, ...], Array(length="size")] = ()


class Tail(Structure, frozen=True):
    """Integers up to the end."""

    values: Annotated[tuple[int, ...], Array(U32)] = ()


class Maybe(Structure, frozen=True):
    """Conditional and aligned fields."""

    kind: Annotated[int, U8] = 0
    length: Annotated[int | None, U8, LengthOf("blob"), When("kind & 1")] = None
    blob: Annotated[bytes, Sized("length"), When("kind & 1")] = b""
    pair: Annotated[Pair | None, When("kind & 2")] = None
    number: Annotated[int, U32, Align(4)] = 0
    text: Annotated[str, UTF16Z, Align(8), When("kind & 4")] = ""


class Gaps(Structure, frozen=True):
    """Aligned fields, and a rest that keeps what lies in between."""

    small: Annotated[int, U8] = 1
    large: Annotated[int, U32, Align(4)] = 2
    rest: Annotated[bytes, REST] = b""


class Link(Structure, frozen=True):
    next: Annotated[int | None, U32, Next()] = None
    size: Annotated[int | None, U8, LengthOf("data")] = None
    data: Annotated[bytes, Sized("size")] = b""


class Message(Structure, frozen=True):
    """Everything that offsets point to."""

    __minimum_size__ = 31
    __document_names__ = {"text_offset": "TheOffset"}

    text_offset: Annotated[int | None, U16, OffsetOf("text", always=True)] = None
    text_length: Annotated[int | None, U16, LengthOf("text")] = None
    data_offset: Annotated[int | None, U32, OffsetOf("data")] = None
    data_length: Annotated[int | None, U32, LengthOf("data")] = None
    chain_offset: Annotated[int | None, U32, OffsetOf("chain")] = None
    chain_length: Annotated[int | None, U32, LengthOf("chain")] = None
    items_offset: Annotated[int | None, U32, OffsetOf("items")] = None
    items_count: Annotated[int | None, U16, CountOf("items")] = None
    numbers_offset: Annotated[int | None, U16, OffsetOf("numbers")] = None
    numbers_length: Annotated[int | None, U16, LengthOf("numbers")] = None
    text: Annotated[str, Utf16("text_offset", "text_length")] = ""
    data: Annotated[bytes, Data("data_offset", "data_length")] = b""
    chain: Annotated[tuple[Link, ...], Chain("chain_offset", "chain_length", align=4)] = ()
    items: Annotated[tuple[Item, ...], Array(count="items_count", offset="items_offset", align=4)] = ()
    numbers: Annotated[tuple[int, ...], Array(U16, length="numbers_length", offset="numbers_offset", align=2)] = ()
    padding: Annotated[bytes, Padding("chain")] = b""
    rest: Annotated[bytes, REST] = b""


class Strict(Structure, frozen=True):
    """A buffer somewhere else and no rest: nothing may lie unclaimed."""

    offset: Annotated[int | None, U8, OffsetOf("data")] = None
    length: Annotated[int | None, U8, LengthOf("data")] = None
    data: Annotated[bytes, Data("offset", "length", align=4)] = b""


class Envelope(Structure, frozen=True):
    """A buffer that holds a Pair where `kind` is 1."""

    kind: Annotated[int, U8] = 0
    size: Annotated[int | None, U8, LengthOf("data")] = None
    data: Annotated[bytes, Sized("size")] = b""

    def _contents(self) -> dict[str, type[Structure]]:
        return {"data": Pair} if self.kind == 1 else {}


EVERY = (
    Fixed,
    BigEndian,
    Mixed,
    Envelope,
    Packed,
    Pair,
    Text,
    Outer,
    Item,
    Items,
    Tail,
    Maybe,
    Gaps,
    Link,
    Message,
    Strict,
)
