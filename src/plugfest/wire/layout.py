"""How a field lies on the wire: the markers that stand in a structure's `Annotated`, and what a layout is.

A field has one *form* (an integer, fixed bytes, a string or buffer somewhere else, an array, …) and, where it is an
integer, may be a *link* (the length, offset or count of another field).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# --- forms ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Int:
    """An integer of fixed size; `code` is its struct code. Little-endian unless the structure says otherwise."""

    code: str
    size: int
    kind: str = "int"
    """How people read it: int, hex or filetime."""


U8, U16, U32, U64 = Int("B", 1), Int("H", 2), Int("I", 4), Int("Q", 8)
I8, I16, I32, I64 = Int("b", 1), Int("h", 2), Int("i", 4), Int("q", 8)
HEX32, HEX64 = Int("I", 4, "hex"), Int("Q", 8, "hex")
"""Integers that people read in hexadecimal: identifiers."""
FILETIME = Int("Q", 8, "filetime")
"""[MS-DTYP] 2.3.3: 100 ns intervals since 1601-01-01 UTC."""


@dataclass(frozen=True)
class Bits:
    """The next `width` bits, lowest first, of an integer that consecutive Bits fields share and must fill."""

    width: int
    unit: Int


@dataclass(frozen=True)
class Bytes:
    """Exactly `size` bytes."""

    size: int


@dataclass(frozen=True)
class _Guid:
    size: int = 16


GUID = _Guid()
"""[MS-DTYP] 2.3.4.2: 16 bytes, the first three parts little-endian; a uuid.UUID."""


@dataclass(frozen=True)
class Data:
    """A buffer that lies where the fields `offset` and `length` say. `align`: where the encoder puts it."""

    offset: str
    length: str
    align: int = 1


@dataclass(frozen=True)
class Utf16:
    """A UTF-16LE string without terminator that lies where the fields `offset` and `length` (bytes) say."""

    offset: str
    length: str
    align: int = 2


@dataclass(frozen=True)
class Sized:
    """A buffer right here, as long as the field `length` says."""

    length: str


@dataclass(frozen=True)
class Utf16Sized:
    """A UTF-16LE string right here, as many bytes long as the field `length` says."""

    length: str


@dataclass(frozen=True)
class _Utf16Z:
    pass


@dataclass(frozen=True)
class _Bytes0:
    pass


UTF16Z = _Utf16Z()
"""A UTF-16LE string right here, ended by a zero character."""
BYTESZ = _Bytes0()
"""Bytes right here, ended by a zero byte."""


@dataclass(frozen=True)
class Array:
    """Several integers (`item`) or structures (the tuple's type): `count` of them, or as many as fill `length` bytes.

    Right here, or where the field `offset` says. `align` is what each element starts at, counted from the base.
    """

    item: Int | None = None
    count: str = ""
    length: str = ""
    offset: str = ""
    align: int = 1


@dataclass(frozen=True)
class Chain:
    """Structures linked by their first field, a U32 that is Next. Each but the last is filled up to `align`."""

    offset: str
    length: str
    align: int = 8


@dataclass(frozen=True)
class Nested:
    """Another structure, right here. Understood without a marker too; its offsets count from its own start."""


@dataclass(frozen=True)
class Padding:
    """The bytes before the buffer of `field`. Empty: as many zeros as the alignment asks for."""

    field: str


@dataclass(frozen=True)
class _Rest:
    pass


REST = _Rest()
"""Bytes that no field claims. Without such a field they are an error."""

# --- what else a field can say ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LengthOf:
    """Bytes in `field`."""

    field: str


@dataclass(frozen=True)
class OffsetOf:
    """Bytes from the base to `field`; 0 where that is empty, unless `always`."""

    field: str
    always: bool = False


@dataclass(frozen=True)
class CountOf:
    """Elements in `field`."""

    field: str


@dataclass(frozen=True)
class Next:
    """Bytes from this element of a Chain to the next one; 0 in the last one, and in one that stands alone."""


@dataclass(frozen=True)
class Align:
    """The field begins at a multiple of `to`, counted from the base."""

    to: int


@dataclass(frozen=True)
class When:
    """The field is there only if `condition`, a Python expression over the fields before it, holds.

    A field that may be None, and is, is not written either way.
    """

    condition: str


Link = LengthOf | OffsetOf | CountOf | Next
FORMS = (
    Int,
    Bits,
    Bytes,
    _Guid,
    Data,
    Utf16,
    Sized,
    Utf16Sized,
    _Utf16Z,
    _Bytes0,
    Array,
    Chain,
    Nested,
    Padding,
    _Rest,
)


@dataclass
class Field:
    """One field of a structure, with all that its annotation says."""

    name: str
    form: Any
    type: Any
    """The Python type without None; for arrays and chains the element's type."""
    optional: bool = False
    """It may be None."""
    link: Link | None = None
    align: int = 1
    when: str = ""

    @property
    def linked(self) -> bool:
        """True where an offset field says where it lies."""
        return bool(getattr(self.form, "offset", ""))


@dataclass
class Layout:
    """The fields of a structure in order, and what holds for all of them."""

    name: str
    fields: list[Field] = field(default_factory=list)
    order: str = "<"
    minimum: int = 0

    def named(self, name: str) -> Field:
        """The field of that name."""
        for entry in self.fields:
            if entry.name == name:
                return entry
        raise TypeError(f"{self.name} has no field {name}")
