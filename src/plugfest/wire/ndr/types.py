"""How a member lies in an NDR stream: the types of [C706] chapter 14 and [MS-RPCE] 2.2.4, to stand in `Annotated`.

A type is written as in IDL: `Unique(WString)` is `[unique, string] wchar_t *`, `Conformant(SHARE_INFO_1, "Count")` is
`[size_is(Count)] SHARE_INFO_1 []`. A structure's class is a type; its name as a string is one too, where the
class is not there yet.

`size_is`, `length_is` and `switch_is` are Python expressions over the members beside them. One that is a member's name,
perhaps with one number added, subtracted, multiplied or divided, can be computed the other way round: the encoder then
fills in a member that is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from plugfest.wire.ndr.structure import NdrStructure


@dataclass(frozen=True)
class Primitive:
    """A number of fixed size ([C706] 14.2); `code` is its struct code, `code64` that in NDR64 where it differs."""

    name: str
    code: str
    size: int
    code64: str = ""
    size64: int = 0


Boolean = Primitive("boolean", "B", 1)
Byte = Primitive("byte", "B", 1)
Char = Primitive("char", "B", 1)
WChar = Primitive("wchar_t", "H", 2)
Small, USmall = Primitive("small", "b", 1), Primitive("unsigned small", "B", 1)
Short, UShort = Primitive("short", "h", 2), Primitive("unsigned short", "H", 2)
Long, ULong = Primitive("long", "i", 4), Primitive("unsigned long", "I", 4)
Hyper, UHyper = Primitive("hyper", "q", 8), Primitive("unsigned hyper", "Q", 8)
Int3264, UInt3264 = Primitive("__int3264", "i", 4, "q", 8), Primitive("unsigned __int3264", "I", 4, "Q", 8)
Float, Double = Primitive("float", "f", 4), Primitive("double", "d", 8)
Enum16 = Primitive("enum", "H", 2, "i", 4)
"""[C706] 14.2.5: an enumeration without v1_enum."""
Enum32 = Primitive("v1_enum", "i", 4)
"""[MS-RPCE] 2.2.4.6."""
ErrorStatus = Primitive("error_status_t", "I", 4)


@dataclass(frozen=True)
class Opaque:
    """A structure of numbers only that Python holds as one value: `size` bytes, aligned to 4."""

    name: str
    size: int


Guid = Opaque("GUID", 16)
"""[MS-DTYP] 2.3.4: a uuid.UUID."""
ContextHandle = Opaque("context handle", 20)
"""[MS-RPCE] 2.2.1.1.4: attributes and a UUID, as 20 bytes."""


@dataclass(frozen=True)
class Range:
    """A number that must lie between `low` and `high` ([MS-RPCE] 2.2.4.14); others are refused when decoding."""

    inner: Primitive
    low: int
    high: int


@dataclass(frozen=True)
class Ref:
    """[ref]: never NULL; no bytes of its own as a parameter, a placeholder inside a constructed type."""

    target: Type


@dataclass(frozen=True)
class Unique:
    """[unique]: NULL (None) or a referent."""

    target: Type


@dataclass(frozen=True)
class Full:
    """[ptr]: NULL (None) or a referent that other full pointers may share."""

    target: Type


@dataclass(frozen=True)
class String:
    """[string]: without its terminator in Python. A str for wchar_t, bytes for char.

    Conformant and varying; varying only where a declared `capacity` (with terminator) says so.
    """

    element: Primitive
    size_is: str = ""
    capacity: int = 0


WString = String(WChar)
CString = String(Char)


@dataclass(frozen=True)
class Fixed:
    """An array of exactly `count` elements. Bytes for byte and char, a str for wchar_t, a tuple otherwise."""

    element: Type
    count: int


@dataclass(frozen=True)
class Conformant:
    """[size_is]: an array whose size the stream says."""

    element: Type
    size_is: str = ""


@dataclass(frozen=True)
class Varying:
    """[length_is] on an array of declared `capacity`."""

    element: Type
    capacity: int
    length_is: str = ""


@dataclass(frozen=True)
class ConformantVarying:
    """[size_is, length_is]: an array whose size, and how many elements of it are there, the stream says."""

    element: Type
    size_is: str = ""
    length_is: str = ""
    first_is: str = ""
    """The offset of the first element that is there; without it that is 0."""


@dataclass(frozen=True)
class Pipe:
    """[C706] 14.3.5: a parameter in chunks. A tuple of chunks, each like an array of the element."""

    element: Type


@dataclass(frozen=True)
class _Empty:
    pass


Empty = _Empty()
"""The arm of a union that has no member, and the default arm `[default];`. None in Python."""


@dataclass(frozen=True)
class Union:
    """A union: Python holds the arm's value, and the discriminant is the member that `switch_is` tells.

    `ms_union`: [MS-RPCE] 2.2.4.5. `encapsulated`: the discriminant is not repeated, the member before it is it.
    """

    arms: dict[int, Type | _Empty] = field(hash=False)
    switch_is: str = ""
    discriminant: Primitive = ULong
    default: Type | _Empty | None = None
    ms_union: bool = False
    encapsulated: bool = False

    def on(self, switch_is: str) -> Union:
        """This union, switched by a member."""
        return Union(self.arms, switch_is, self.discriminant, self.default, self.ms_union, self.encapsulated)


@dataclass(frozen=True)
class Discriminant:
    """A member that is only on the wire as the discriminant of the union `union` (its switch is no parameter here)."""

    union: str


@dataclass(frozen=True)
class Maximum:
    """A member that is only on the wire as the maximum count of the array `array`, because it is no parameter here."""

    array: str


Type: TypeAlias = (
    "Primitive | Opaque | Range | Ref | Unique | Full | String | Fixed | Conformant | Varying | ConformantVarying"
    " | Pipe | Union | Discriminant | Maximum | type[NdrStructure] | str"
)
Pointer = (Ref, Unique, Full)
ANY = (
    Primitive, Opaque, Range, Ref, Unique, Full, String, Fixed, Conformant, Varying, ConformantVarying,
    Pipe, Union, Discriminant, Maximum,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class TransferSyntax:
    """What differs between the transfer syntaxes; codecs are generated for each one apart."""

    name: str
    pointer: int = 4
    """Bytes of a pointer, a count and an offset."""
    is_64: bool = False
    """[MS-RPCE] 2.2.5: wide enumerations, trailing gaps, aligned unions, no special case for arrays of [ref]."""

    @property
    def word(self) -> str:
        """The struct code of a pointer or a count."""
        return "Q" if self.is_64 else "I"

    def shape(self, primitive: Primitive) -> tuple[str, int]:
        """Struct code and size of a number."""
        if self.is_64 and primitive.code64:
            return primitive.code64, primitive.size64
        return primitive.code, primitive.size


NDR = TransferSyntax("NDR")
NDR64 = TransferSyntax("NDR64", pointer=8, is_64=True)
