"""Declarations with every kind of NDR type."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from plugfest.wire import Flags, OpenEnum
from plugfest.wire.ndr import (
    Boolean,
    Byte,
    Char,
    Conformant,
    ConformantVarying,
    ContextHandle,
    CString,
    Discriminant,
    Double,
    Empty,
    Enum16,
    Enum32,
    ErrorStatus,
    Fixed,
    Float,
    Full,
    Guid,
    Hyper,
    Int3264,
    Long,
    NdrStructure,
    Range,
    Ref,
    Response,
    Short,
    Small,
    String,
    UHyper,
    UInt3264,
    ULong,
    Union,
    Unique,
    UShort,
    USmall,
    Varying,
    WChar,
    WString,
)


class Colour(OpenEnum):
    RED = 1
    BLUE = 2


class Rights(Flags):
    READ = 1
    WRITE = 2


class Numbers(NdrStructure, frozen=True):
    boolean: Annotated[int, Boolean] = 0
    short: Annotated[int, Short] = 0
    byte: Annotated[int, Byte] = 0
    long: Annotated[int, Long] = 0
    small: Annotated[int, Small] = 0
    hyper: Annotated[int, Hyper] = 0
    usmall: Annotated[int, USmall] = 0
    ushort: Annotated[int, UShort] = 0
    ulong: Annotated[int, ULong] = 0
    char: Annotated[int, Char] = 0
    uhyper: Annotated[int, UHyper] = 0
    wchar: Annotated[int, WChar] = 0
    single: Annotated[float, Float] = 0.0
    double: Annotated[float, Double] = 0.0
    int3264: Annotated[int, Int3264] = 0
    uint3264: Annotated[int, UInt3264] = 0
    status: Annotated[int, ErrorStatus] = 0
    colour: Annotated[Colour, Enum16] = Colour.RED
    colour32: Annotated[Colour, Enum32] = Colour.BLUE
    rights: Annotated[Rights, ULong] = Rights(0)
    ranged: Annotated[int, Range(ULong, 1, 10)] = 1


class Opaques(NdrStructure, frozen=True):
    byte: Annotated[int, Byte] = 0
    handle: Annotated[bytes, ContextHandle] = bytes(20)
    implied: UUID = UUID(int=0)
    guid: Annotated[UUID, Guid] = UUID(int=0)


class Strings(NdrStructure, frozen=True):
    wide: Annotated[str | None, Unique(WString)] = None
    narrow: Annotated[bytes | None, Unique(CString)] = None
    shared: Annotated[str | None, Full(WString)] = None
    always: Annotated[str, Ref(WString)] = ""
    declared: Annotated[str, String(WChar, capacity=8)] = ""
    declared_narrow: Annotated[bytes, String(Char, capacity=5)] = b""
    room: Annotated[int | None, ULong] = None
    sized: Annotated[str | None, Unique(String(WChar, size_is="room"))] = None


class RpcUnicodeString(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.10."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[str | None, Unique(ConformantVarying(WChar, "MaximumLength // 2", "Length // 2"))] = None


class RpcSid(NdrStructure, frozen=True):
    """[MS-DTYP] 2.4.2.3: a conformant structure."""

    Revision: Annotated[int, Byte] = 1
    SubAuthorityCount: Annotated[int | None, Byte] = None
    IdentifierAuthority: Annotated[bytes, Fixed(Byte, 6)] = b"\0\0\0\0\0\5"
    SubAuthority: Annotated[tuple[int, ...], Conformant(ULong, "SubAuthorityCount")] = ()


class ConformantHypers(NdrStructure, frozen=True):
    count: Annotated[int | None, ULong] = None
    numbers: Annotated[tuple[int, ...], Conformant(Hyper, "count")] = ()


class EmbedsConformant(NdrStructure, frozen=True):
    first: Annotated[int, UShort] = 0
    last: ConformantHypers = ConformantHypers()


class ConformantVaryingTail(NdrStructure, frozen=True):
    most: Annotated[int | None, ULong] = None
    here: Annotated[int | None, ULong] = None
    names: Annotated[tuple[str | None, ...], ConformantVarying(Unique(WString), "most", "here")] = ()


class StringTail(NdrStructure, frozen=True):
    number: Annotated[int, USmall] = 0
    text: Annotated[str, WString] = ""


class Node(NdrStructure, frozen=True):
    number: Annotated[int, USmall] = 0
    left: Annotated[Node | None, Unique("Node")] = None
    right: Annotated[Node | None, Unique("Node")] = None


class Pair(NdrStructure, frozen=True):
    number: Annotated[int, ULong] = 0
    short: Annotated[int, UShort] = 0


class Nothing(NdrStructure, frozen=True):
    pass


class Arrays(NdrStructure, frozen=True):
    octets: Annotated[bytes, Fixed(Byte, 3)] = bytes(3)
    longs: Annotated[tuple[int, ...], Fixed(ULong, 2)] = (0, 0)
    wide: Annotated[str, Fixed(WChar, 4)] = "abcd"
    pairs: Annotated[tuple[Pair, ...], Fixed(Pair, 2)] = (Pair(), Pair())
    nodes: Annotated[tuple[Node, ...], Fixed(Node, 2)] = (Node(), Node())
    pointers: Annotated[tuple[str | None, ...], Fixed(Unique(WString), 2)] = (None, None)
    matrix: Annotated[tuple[tuple[int, ...], ...], Fixed(Fixed(UShort, 2), 2)] = ((0, 0), (0, 0))
    refs: Annotated[tuple[int, ...], Fixed(Ref(ULong), 2)] = (0, 0)
    colours: Annotated[tuple[Colour, ...], Fixed(Enum16, 2)] = (Colour.RED, Colour.BLUE)
    here: Annotated[int | None, USmall] = None
    varying: Annotated[tuple[int, ...], Varying(UShort, 5, "here")] = ()
    count: Annotated[int | None, ULong] = None
    several: Annotated[tuple[Numbers, ...] | None, Unique(Conformant(Numbers, "count"))] = None
    strings: Annotated[tuple[str, ...] | None, Unique(Conformant(WString))] = None
    guids: Annotated[tuple[UUID, ...] | None, Unique(Conformant(Guid))] = None
    unicode: Annotated[tuple[RpcUnicodeString, ...] | None, Full(Conformant(RpcUnicodeString))] = None


CHOICE = Union(
    {
        1: Byte,
        2: Unique(Pair),
        3: Pair,
        4: Hyper,
        5: Empty,
        6: Unique(WString),
        7: Node,
        8: Fixed(Pair, 2),
    },
    discriminant=UShort,
)
DEFAULTED = Union({1: Unique(Pair), 2: Unique(RpcSid)}, default=ULong)


class Unions(NdrStructure, frozen=True):
    kind: Annotated[int | None, UShort] = None
    plain: Annotated[object, CHOICE.on("kind")] = None
    level: Annotated[int | None, ULong] = None
    defaulted: Annotated[object, DEFAULTED.on("level")] = None
    tail: Annotated[int, Byte] = 0


class MsUnions(NdrStructure, frozen=True):
    kind: Annotated[int, UShort] = 0
    first: Annotated[int, Byte] = 0
    choice: Annotated[object, Union(CHOICE.arms, "kind", UShort, ms_union=True)] = None


class Encapsulated(NdrStructure, frozen=True):
    kind: Annotated[int | None, ULong] = None
    choice: Annotated[object, Union({1: Byte, 2: Unique(Pair)}, "kind", encapsulated=True, default=Empty)] = None


class OnlyDefault(NdrStructure, frozen=True):
    kind: Annotated[int, ULong] = 0
    choice: Annotated[int, Union({}, "kind", default=ULong)] = 0


class Shares(NdrStructure, frozen=True):
    one: Annotated[Pair | None, Full(Pair)] = None
    two: Annotated[Pair | None, Full(Pair)] = None
    cycle: Annotated[Shares | None, Full("Shares")] = None


class Refs(NdrStructure, frozen=True):
    number: Annotated[int, Ref(ULong)] = 0
    pair: Annotated[Pair, Ref(Pair)] = Pair()
    deep: Annotated[int | None, Ref(Unique(UShort))] = None


class Method(Response, frozen=True):
    """Parameters: sizes before and after, a union whose switch is no parameter here, structures, a [ref]."""

    buffer: Annotated[bytes | None, Unique(Conformant(Byte, "size"))] = None
    inline: Annotated[tuple[int, ...], Conformant(UShort, "size2")] = ()
    size: Annotated[int | None, ULong] = None
    size2: Annotated[int | None, ULong] = None
    size5: Annotated[int | None, ULong] = None
    later: Annotated[tuple[Pair, ...], Conformant(Pair, "size4")] = ()
    size4: Annotated[int | None, ULong] = None
    known: Annotated[tuple[Pair, ...], Conformant(Pair, "size5")] = ()
    size6: Annotated[int | None, ULong] = None
    pointed: Annotated[bytes | None, Unique(Conformant(Byte, "size6"))] = None
    after: Annotated[tuple[Pair, ...] | None, Unique(Conformant(Pair, "size3 - 1"))] = None
    size3: Annotated[int | None, ULong] = None
    level: Annotated[int | None, Discriminant("info")] = None
    info: Annotated[object, Unique(DEFAULTED.on("level"))] = None
    ref: Annotated[int, Ref(UShort)] = 0
    sid: RpcSid = RpcSid()
    pairs: Annotated[tuple[Pair, ...], Fixed(Pair, 2)] = (Pair(), Pair())
    ranged: Annotated[int, Range(UShort, 1, 10)] = 1
    colour: Annotated[Colour, Enum16] = Colour.RED
    status: Annotated[int, ULong] = 0


class Tagged(NdrStructure, frozen=True):
    level: Annotated[int | None, Discriminant("info")] = None
    info: Annotated[object, DEFAULTED.on("level")] = None


KINDS: list[type[NdrStructure]] = [
    Numbers, Opaques, Strings, RpcUnicodeString, RpcSid, ConformantHypers, EmbedsConformant, ConformantVaryingTail,
    StringTail, Node, Pair, Nothing, Arrays, Unions, MsUnions, Encapsulated, OnlyDefault, Shares, Refs, Method, Tagged,
]  # fmt: skip
