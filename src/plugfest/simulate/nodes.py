"""What the IDL of a document says, as it stands: declarations by name, types by declarator. Nothing is resolved."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Expression: TypeAlias = str
"""An expression in Python's spelling: `*pcb / 2` is `pcb // 2`. Pointers are not told from what they point to."""


class Attribute(msgspec.Struct, frozen=True):
    """`size_is(Count, )`: a name and its arguments; None for one that is left out."""

    name: str
    arguments: tuple[Expression | None, ...] = ()
    stars: tuple[bool, ...] = ()
    """Does the argument dereference a pointer?"""


Attributes: TypeAlias = tuple[Attribute, ...]


class Named(msgspec.Struct, frozen=True):
    """A type by its name; base types are their words: `unsigned long`. A tag is `struct _NAME`."""

    name: str


class Member(msgspec.Struct, frozen=True):
    """A member of a structure or a parameter of a method."""

    name: str
    type: TypeNode
    attributes: Attributes = ()
    line: int = 0


class Struct(msgspec.Struct, frozen=True):
    """A structure."""

    tag: str
    members: tuple[Member, ...]
    line: int = 0


class Arm(msgspec.Struct, frozen=True):
    """An arm of a union: its labels (empty for the default arm), and its member if it has one."""

    labels: tuple[Expression, ...]
    member: Member | None
    default: bool = False


class Union(msgspec.Struct, frozen=True):
    """A union. `switch` is the discriminant of an encapsulated one, `arms_name` the member that the union then is."""

    tag: str
    arms: tuple[Arm, ...]
    switch: Member | None = None
    arms_name: str = ""
    line: int = 0


class Enum(msgspec.Struct, frozen=True):
    """An enumeration; a value is None where it follows from the one before."""

    tag: str
    members: tuple[tuple[str, Expression | None], ...]
    line: int = 0


class Pointer(msgspec.Struct, frozen=True):
    """`T *`."""

    target: TypeNode


class Array(msgspec.Struct, frozen=True):
    """`T [bound]`; None for an empty bound or `*`."""

    element: TypeNode
    bound: Expression | None


class Function(msgspec.Struct, frozen=True):
    """What a method is declared with."""

    result: TypeNode
    parameters: tuple[Member, ...]


class Pipe(msgspec.Struct, frozen=True):
    """`pipe T`."""

    element: TypeNode


class SafeArray(msgspec.Struct, frozen=True):
    """`SAFEARRAY(T)`, of object interfaces only."""

    element: TypeNode


TypeNode: TypeAlias = Named | Struct | Union | Enum | Pointer | Array | Function | Pipe | SafeArray


class Import(msgspec.Struct, frozen=True):
    """`import "ms-dtyp.idl";`."""

    files: tuple[str, ...]
    line: int = 0


class Typedef(msgspec.Struct, frozen=True):
    """A name for a type. One for each declarator."""

    name: str
    type: TypeNode
    attributes: Attributes = ()
    line: int = 0


class Tagged(msgspec.Struct, frozen=True):
    """A structure, union or enumeration declared by its tag only."""

    type: TypeNode
    attributes: Attributes = ()
    line: int = 0


class Constant(msgspec.Struct, frozen=True):
    """`const DWORD NAME = value;`, or a macro."""

    name: str
    value: Expression
    line: int = 0


class Method(msgspec.Struct, frozen=True):
    """A method; `broken` where its declaration could not be read, so that the opnums behind it stay right."""

    name: str
    result: TypeNode
    parameters: tuple[Member, ...]
    attributes: Attributes = ()
    line: int = 0
    broken: bool = False


class Header(msgspec.Struct, frozen=True):
    """`[uuid(...)] interface NAME : BASE {`; `kind` is library, coclass or the like for what is no interface."""

    name: str
    base: str = ""
    attributes: Attributes = ()
    line: int = 0
    kind: str = "interface"


Declaration: TypeAlias = Import | Typedef | Tagged | Constant | Method


def attribute(attributes: Attributes, *names: str) -> Attribute | None:
    """The first attribute with one of these names."""
    return next((found for found in attributes if found.name in names), None)
