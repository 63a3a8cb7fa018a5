"""Interfaces as they run: types in the terms of `plugfest.wire.ndr`, methods with their two directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plugfest.wire.ndr.types import Primitive


@dataclass(frozen=True)
class EnumOf:
    """A number that is a member of an enumeration of the module."""

    name: str
    primitive: Primitive


@dataclass(frozen=True)
class UnionOf:
    """A union of the module, switched by the member `switch_is` tells."""

    name: str
    switch_is: str = ""


@dataclass
class Field:
    """A member of a structure, or a parameter in one direction."""

    name: str
    type: Any
    """A type of `plugfest.wire.ndr.types` with `EnumOf` and `UnionOf` in it; structures by their names."""


@dataclass
class StructureType:
    """A structure."""

    name: str
    document: str
    section: str
    line: int
    fields: list[Field] = field(default_factory=list)


@dataclass
class EnumType:
    """An enumeration."""

    name: str
    document: str
    section: str
    line: int
    members: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class UnionType:
    """A union that is not encapsulated."""

    name: str
    document: str
    section: str
    line: int
    discriminant: Any
    arms: dict[int, Any] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    """The names of arms' numbers, where they are members of the discriminant's enumeration."""
    default: Any = None
    ms_union: bool = False
    encapsulated: bool = False


Type = StructureType | EnumType | UnionType


@dataclass
class Call:
    """A method: what goes in each direction."""

    name: str
    opnum: int
    section: str
    line: int
    request: list[Field] = field(default_factory=list)
    response: list[Field] = field(default_factory=list)
    missing: str = ""
    """Why there is no codec, if there is none."""


@dataclass
class InterfaceModel:
    """An interface of a document."""

    document: str
    revision: str
    section: str
    name: str
    kind: str
    """raw, object, callback, or local."""
    uuid: UUID | None
    major: int
    minor: int
    base: str
    line: int
    pipe: str = ""
    first_opnum: int = 0
    calls: list[Call] = field(default_factory=list)
    types: dict[str, Type] = field(default_factory=dict)
    """The types that its methods need, each after those that lie in it."""
    skipped: dict[str, int] = field(default_factory=dict)
    """Opnums that a table reserves and the IDL leaves out: name → opnum."""

    @property
    def opnums(self) -> int:
        """How many operation numbers it has."""
        return self.first_opnum + len(self.calls) + len(self.skipped)
