"""[C706] appendices I, L and O, [MS-RPCE] 2.2.1.2: the endpoint mapper's ept_map, and protocol towers."""

from __future__ import annotations

import struct
from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire.ndr import (
    Byte,
    Conformant,
    ConformantVarying,
    ContextHandle,
    Full,
    Guid,
    Interface,
    NdrStructure,
    Request,
    Response,
    ULong,
)

_NDR = UUID("8a885d04-1ceb-11c9-9fe8-08002b104860")
_UUID_FLOOR = 0x0D
_CONNECTION_ORIENTED = 0x0B
_TCP = 0x07
_IP = 0x09


class Tower(NdrStructure, frozen=True):
    """[C706] appendix L: twr_t."""

    tower_length: Annotated[int | None, ULong] = None
    tower_octet_string: Annotated[bytes, Conformant(Byte, "tower_length")] = b""


class EptMapResponse(Response, frozen=True):
    """[C706] appendix O."""

    entry_handle: Annotated[bytes, ContextHandle] = bytes(20)
    num_towers: Annotated[int, ULong] = 0
    towers: Annotated[tuple[Tower | None, ...], ConformantVarying(Full(Tower), "", "num_towers")] = ()
    status: Annotated[int, ULong] = 0


class EptMap(Request[EptMapResponse], frozen=True):
    """[C706] appendix O: ept_map."""

    opnum: ClassVar[int] = 3

    object: Annotated[UUID | None, Full(Guid)] = None
    map_tower: Annotated[Tower | None, Full(Tower)] = None
    entry_handle: Annotated[bytes, ContextHandle] = bytes(20)
    max_towers: Annotated[int, ULong] = 1


EPT = Interface(
    name="ept",
    uuid=UUID("e1af8308-5d1f-11c9-91a4-08002b14a0fa"),
    major=3,
    methods=(EptMap,),
    pipe="epmapper",
    opnums=8,
)


def tower_of(interface: Interface) -> Tower:
    """The tower that asks for an interface over TCP with NDR."""
    floors = [
        _floor(_uuid_side(interface.uuid, interface.major), struct.pack("<H", interface.minor)),
        _floor(_uuid_side(_NDR, 2), struct.pack("<H", 0)),
        _floor(bytes([_CONNECTION_ORIENTED]), struct.pack("<H", 0)),
        _floor(bytes([_TCP]), struct.pack(">H", 0)),
        _floor(bytes([_IP]), bytes(4)),
    ]
    return Tower(tower_octet_string=struct.pack("<H", len(floors)) + b"".join(floors))


def port_of(tower: Tower) -> int:
    """The TCP port that a tower names; 0 if it names none."""
    data, at = tower.tower_octet_string, 2
    while at + 2 <= len(data):
        sides = []
        for _ in range(2):
            length = int.from_bytes(data[at : at + 2], "little")
            sides.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        if sides[0][:1] == bytes([_TCP]) and len(sides[1]) == 2:
            return int.from_bytes(sides[1], "big")
    return 0


def _uuid_side(uuid: UUID, major: int) -> bytes:
    return bytes([_UUID_FLOOR]) + uuid.bytes_le + struct.pack("<H", major)


def _floor(left: bytes, right: bytes) -> bytes:
    return struct.pack("<H", len(left)) + left + struct.pack("<H", len(right)) + right
