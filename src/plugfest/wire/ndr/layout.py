"""What the generators ask about types: the members of a structure, alignment, pointers inside, conformance in front."""

from __future__ import annotations

import ast
import dataclasses
import enum
import sys
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from plugfest.wire.ndr.structure import NdrStructure
from plugfest.wire.ndr.types import (
    ANY,
    Byte,
    Char,
    Conformant,
    ConformantVarying,
    Empty,
    Fixed,
    Guid,
    Opaque,
    Pipe,
    Pointer,
    Primitive,
    Range,
    Ref,
    String,
    TransferSyntax,
    Union,
    Unique,
    USmall,
    Varying,
    WChar,
    WString,
)

OCTETS = (Byte, Char, USmall)
"""Arrays of these are bytes in Python."""
ARRAYS = (Fixed, Conformant, Varying, ConformantVarying)


@dataclasses.dataclass(frozen=True)
class Member:
    """One member of a structure, or one parameter."""

    name: str
    type: Any
    enum: type[enum.Enum] | None = None
    """What its numbers become in Python."""


def _hinted(hint: Any) -> Any:
    """The Python type inside `X | None` and `tuple[X, ...]`."""
    while typing.get_origin(hint) in (types.UnionType, typing.Union, tuple):
        inside = [a for a in typing.get_args(hint) if a not in (type(None), ...)]
        hint = inside[0] if len(inside) == 1 else None
    return hint


def _resolved(node: Any, scope: dict[str, Any]) -> Any:
    """The type with names of structures replaced by their classes."""
    if isinstance(node, str):
        return scope[node]
    if is_structure(node):
        return node
    if isinstance(node, Union):
        return dataclasses.replace(
            node,
            arms={tag: _resolved(arm, scope) for tag, arm in node.arms.items()},
            default=_resolved(node.default, scope),
        )
    for part in ("target", "element"):
        if not isinstance(node, String) and hasattr(node, part):
            return dataclasses.replace(node, **{part: _resolved(getattr(node, part), scope)})
    return node


@cache
def members(cls: type[NdrStructure]) -> tuple[Member, ...]:
    """The members in order. Raises TypeError where an annotation does not say how one lies in the stream."""
    hints = typing.get_type_hints(cls, include_extras=True)
    scope = vars(sys.modules[cls.__module__])
    found = []
    for name in cls.__struct_fields__:
        hint: Any = hints[name]
        metadata: list[Any] = []
        if typing.get_origin(hint) is typing.Annotated:
            hint, *metadata = typing.get_args(hint)
        python = _hinted(hint)
        kinds = [m for m in metadata if isinstance(m, ANY) or is_structure(m)]
        if not kinds and (python is UUID or is_structure(python)):
            kinds = [Guid if python is UUID else python]
        if len(kinds) != 1:
            raise TypeError(f"{cls.__name__}.{name} does not say how it lies in the stream")
        member_enum = python if isinstance(python, type) and issubclass(python, enum.Enum) else None
        found.append(Member(name, _resolved(kinds[0], scope), member_enum))
    return tuple(found)


def is_structure(node: Any) -> bool:
    """Is it the class of a structure?"""
    return isinstance(node, type) and issubclass(node, NdrStructure)


def inner(node: Any) -> Any:
    """The type without Range."""
    return node.inner if isinstance(node, Range) else node


def alignment(node: Any, syntax: TransferSyntax) -> int:
    """[C706] 14.2.2: what its place in the stream is a multiple of."""
    node = inner(node)
    match node:
        case Primitive():
            return syntax.shape(node)[1]
        case Opaque():
            return 4
        case _ if isinstance(node, Pointer):
            return syntax.pointer
        case Fixed(element=element) | Conformant(element=element):
            return alignment(element, syntax)
        case String(element=element) | Varying(element=element) | ConformantVarying(element=element):
            return max(syntax.pointer, alignment(element, syntax))
        case Pipe(element=element):
            return max(syntax.pointer, alignment(element, syntax))
        case Union():
            return max(arms_alignment(node, syntax), 1 if node.encapsulated else syntax.shape(node.discriminant)[1])
        case type():
            return max((alignment(member.type, syntax) for member in members(node)), default=1)
    return 1  # Empty, Discriminant, Maximum


def arms_alignment(union: Union, syntax: TransferSyntax) -> int:
    """The largest alignment of all the arms."""
    return max((alignment(arm, syntax) for arm in arms(union)), default=1)


def arms(union: Union) -> list[Any]:
    """All the arms that have a member."""
    return [arm for arm in (*union.arms.values(), union.default) if arm not in (None, Empty)]


def has_referents(node: Any) -> bool:
    """Does something follow the place of this type, because there are pointers in it?"""
    match node:
        case _ if isinstance(node, Pointer):
            return True
        case Union():
            return any(has_referents(arm) for arm in arms(node))
        case _ if isinstance(node, ARRAYS):
            return has_referents(node.element)
        case type():
            return any(has_referents(member.type) for member in members(node))
    return False


def only_strings(node: Any) -> bool:
    """Is what follows the place of this type strings of wide characters, and nothing else?"""
    parts = [member.type for member in members(node)] if is_structure(node) else [node]
    referents = [part for part in parts if has_referents(part)]
    return bool(referents) and all(
        only_strings(part) if is_structure(part) else isinstance(part, Ref | Unique) and part.target == WString
        for part in referents
    )


def is_conformant(node: Any) -> bool:
    """Does a maximum count belong in front of the structure that ends with this type? ([C706] 14.3.7.1)"""
    if is_structure(node):
        last = members(node)[-1:]
        return bool(last) and is_conformant(last[0].type)
    return isinstance(node, Conformant | ConformantVarying) or (isinstance(node, String) and not node.capacity)


def dimensions(node: Any) -> list[Any]:
    """The dimensions of an array: a conformant one of conformant ones has several ([C706] 14.3.3.4)."""
    found = [node]
    several = (Conformant, ConformantVarying)
    while isinstance(node, several) and isinstance(node.element, several):
        node = node.element
        found.append(node)
    return found


def uses_text(node: Any, seen: set[Any] | None = None) -> bool:
    """Are there wide characters in it, or behind its pointers?"""
    seen = set() if seen is None else seen
    match node:
        case String(element=element):
            return element is WChar
        case Union():
            return any(uses_text(arm, seen) for arm in arms(node))
        case type():
            if node in seen:
                return False
            seen.add(node)
            return any(uses_text(member.type, seen) for member in members(node))
    if isinstance(node, Pointer):
        return uses_text(node.target, seen)
    return isinstance(node, (*ARRAYS, Pipe)) and (node.element is WChar or uses_text(node.element, seen))


def parts_of(node: Any) -> list[Any]:
    """The types that a type is made of, pointers followed."""
    if is_structure(node):
        return [member.type for member in members(node)]
    if isinstance(node, Union):
        return arms(node)
    return [getattr(node, name) for name in ("target", "element") if hasattr(node, name)]


@cache
def _is_recursive(cls: type[NdrStructure]) -> bool:
    """Is there a way from the structure back to itself?"""
    waiting, seen = parts_of(cls), set()
    while waiting:
        node = waiting.pop()
        if node is cls:
            return True
        if is_structure(node):
            if node in seen:
                continue
            seen.add(node)
        waiting += parts_of(node)
    return False


_BOXES: dict[Conformant, type[NdrStructure]] = {}


def boxed(node: Any) -> type[NdrStructure] | None:
    """For a conformant array of a structure that contains itself: a structure of only that array, else None.

    It lies in the stream like the array, and has a function of its own that can call itself.
    """
    if not isinstance(node, Conformant) or not is_structure(node.element) or not _is_recursive(node.element):
        return None
    if node not in _BOXES:
        hint = typing.Annotated[typing.Any, Conformant(node.element)]
        made: Any = msgspec.defstruct("Items", [("items", hint)], bases=(NdrStructure,), module=__name__, frozen=True)
        _BOXES[node] = made
    return _BOXES[node]


def substituted(expression: str, scope: dict[str, str]) -> str | None:
    """The expression with members replaced by locals; None where one is not known."""
    if not expression:
        return None
    tree = ast.parse(expression, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if node.id not in scope:
                return None
            node.id = scope[node.id]
    text = ast.unparse(tree)
    return f"({text})" if isinstance(tree.body, ast.IfExp | ast.BoolOp | ast.Compare) else text


def inverted(expression: str, name: str, value: str) -> str | None:
    """What `name` must be for the expression to give `value`; None if it does not hang on `name` in a simple way."""
    match ast.parse(expression or "0", mode="eval").body:
        case ast.Name(id=found) if found == name:
            return value
        case ast.BinOp(left=ast.Name(id=found), op=op, right=ast.Constant(value=int(number))) if found == name:
            back = {ast.FloorDiv: "*", ast.Mult: "//", ast.Add: "-", ast.Sub: "+"}.get(type(op))
            return f"{value} {back} {number}" if back else None
    return None


def chained(node: Any) -> Iterator[Any]:
    """The type and, through pointers, what it points to."""
    yield node
    while isinstance(node, Pointer):
        node = node.target
        yield node


def unions_switched_by(cls: type[NdrStructure], name: str) -> list[tuple[Member, Union]]:
    """The unions whose discriminant is the member `name`."""
    return [
        (member, node)
        for member in members(cls)
        for node in chained(member.type)
        if isinstance(node, Union) and inverted(node.switch_is, name, "") == ""
    ]
