"""Hypothesis strategies that build values of any NDR structure from its declaration."""

from __future__ import annotations

import ast
import dataclasses
import math
from typing import Any

from hypothesis import strategies as st

from plugfest.wire.enums import Members
from plugfest.wire.ndr import NDR, NdrStructure
from plugfest.wire.ndr.layout import OCTETS, Member, inverted, is_structure, members
from plugfest.wire.ndr.types import (
    Conformant,
    ConformantVarying,
    Discriminant,
    Empty,
    Fixed,
    Full,
    Guid,
    Maximum,
    Opaque,
    Pipe,
    Primitive,
    Range,
    Ref,
    String,
    Union,
    Unique,
    Varying,
    WChar,
)

_TEXT = st.text(max_size=6)  # lone surrogates too


@st.composite
def values(draw: st.DrawFn, cls: type[NdrStructure], depth: int = 2) -> Any:
    """Values that encode: what counts or discriminates is None, or agrees."""
    made: dict[str, Any] = {}
    unions = [m for m in members(cls) if isinstance(_pointed(m.type), Union)]
    tags = {m.name: draw(st.sampled_from(_tags(_pointed(m.type), unions))) for m in unions[:1]}
    for member in unions[1:]:
        alike = next((m for m in unions if m.name in tags and _switch(m) == _switch(member)), None)
        tags[member.name] = tags[alike.name] if alike else draw(st.sampled_from(_tags(_pointed(member.type), unions)))
    told = _told(draw, cls)
    by_name = {member.name: member for member in members(cls)}
    for member in members(cls):
        if isinstance(_pointed(member.type), Union):
            made[member.name] = draw(_of(member.type, member, depth, tags[member.name]))
        elif member.name in told:
            made[member.name] = told[member.name]
        elif _counts(cls, member.name):
            made[member.name] = None
        else:
            made[member.name] = draw(_of(_sized(member.type, told), member, depth, None))
    for member in unions:
        switch = _pointed(member.type).switch_is
        hidden = isinstance(by_name[switch].type, Discriminant) if switch in by_name else False
        if made[member.name] is None and _without(member.type) and hidden:
            made[switch] = None
        elif switch not in by_name and len(inside := _names(switch)) == 1:
            made[inside.pop()] = tags[member.name]
        elif switch in by_name:
            kind = by_name[switch].enum
            made[switch] = Members(kind)[tags[member.name]] if kind else tags[member.name]
    return cls(**made)


def _expressions(node: Any) -> list[str]:
    found = [getattr(_pointed(node), attribute, "") or "" for attribute in ("size_is", "length_is")]
    return [text for text in found if text]


def _names(expression: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}


def _told(draw: st.DrawFn, cls: type[NdrStructure]) -> dict[str, int]:
    """Numbers for the members that more than one array hangs on, or one in a way that cannot be turned round."""
    kinds = {member.name: _pointed(member.type) for member in members(cls)}
    used: dict[str, list[str]] = {}
    for member in members(cls):
        for expression in _expressions(member.type):
            for name in _names(expression):
                used.setdefault(name, []).append(expression)
    found = {}
    for name, expressions in used.items():
        node = kinds.get(name)
        simple = expressions == [name] and not isinstance(node, Range)
        if not simple and isinstance(node, Primitive | Range):
            low = node.low if isinstance(node, Range) else 0
            low = max(low, 2 if any(isinstance(kind, String) and name in str(kind) for kind in kinds.values()) else 0)
            high = node.high if isinstance(node, Range) else low + 3
            found[name] = draw(st.integers(low, max(low, min(low + 3, high))))
    for expression in {text for texts in used.values() for text in texts if _names(text) <= found.keys()}:
        while _come_to(expression, found) < 0:
            found |= {name: found[name] + 4 for name in sorted(_names(expression))[:1]}
    for node in kinds.values():
        size, length = getattr(node, "size_is", ""), getattr(node, "length_is", "")
        if (
            size
            and length
            and _names(size) | _names(length) <= found.keys()
            and _come_to(length, found) > _come_to(size, found)
        ):
            found |= dict.fromkeys(_names(length), 0)
    return found


def _come_to(expression: str, told: dict[str, int]) -> int:
    return int(eval(compile(expression, "<size>", "eval"), {}, dict(told)))  # the declaration's own expression


def _sized(node: Any, told: dict[str, int]) -> Any:
    """The type with the count that its expressions come to, where they hang on what is told."""
    if isinstance(node, Ref | Unique | Full):
        return dataclasses.replace(node, target=_sized(node.target, told))
    expression = getattr(node, "length_is", "") or getattr(node, "size_is", "")
    constant = isinstance(node, Conformant) and expression and not _names(expression)
    if not constant and (not _names(expression or "0") & told.keys() or not _names(expression) <= told.keys()):
        return node
    count = _come_to(expression, told)
    if isinstance(node, String):
        return _Text(node.element, max(count - 1, 0))
    return Fixed(node.element, count)


@dataclasses.dataclass(frozen=True)
class _Text:
    """A string of exactly so many characters."""

    element: Primitive
    count: int


def _switch(member: Member) -> str:
    return str(_pointed(member.type).switch_is)


def _tags(union: Union, beside: list[Member]) -> list[int]:
    """Discriminants that this union knows and those beside it that hang on the same member."""
    others = [_pointed(m.type) for m in beside if _pointed(m.type).switch_is == union.switch_is]
    known = [*union.arms, *_others(union)]
    if len(names := _names(union.switch_is or "0")) == 1 and union.switch_is not in names:
        (name,) = names
        known = [tag for tag in known if _come_to(union.switch_is, {name: tag}) == tag] or known
    return [tag for tag in known if all(tag in other.arms or other.default is not None for other in others)] or known


def _pointed(node: Any) -> Any:
    while isinstance(node, Ref | Unique | Full):
        node = node.target
    return node


def _without(node: Any) -> bool:
    return isinstance(node, Unique | Full)


def _others(union: Union) -> list[int]:
    return [] if union.default is None else [77]


def _counts(cls: type[NdrStructure], name: str) -> bool:
    """Does the member say how many elements another has?"""
    return any(
        inverted(getattr(_pointed(other.type), attribute, "") or "", name, "x")
        for other in members(cls)
        for attribute in ("size_is", "length_is")
    )


def _of(node: Any, member: Member, depth: int, tag: int | None) -> st.SearchStrategy[Any]:
    match node:
        case Range(low=low, high=high):
            return st.integers(low, high)
        case Primitive():
            return _numbers(node, member)
        case Opaque(size=size):
            return st.uuids() if node is Guid else st.binary(min_size=size, max_size=size)
        case Ref(target=target):
            return _of(target, member, depth, tag)
        case Unique(target=target) | Full(target=target):
            return st.none() if depth == 0 else st.none() | _of(target, member, depth - 1, tag)
        case _Text(element=element, count=count):
            return _elements(element, member, depth, count, count)
        case String(element=element, capacity=capacity):
            if element is WChar:
                return _TEXT if not capacity else st.text(st.characters(max_codepoint=0xFFFF), max_size=capacity - 1)
            return st.binary(max_size=(capacity or 9) - 1)
        case Fixed(element=element, count=count):
            return _elements(element, member, depth, count, count)
        case Varying(element=element, capacity=capacity):
            return _elements(element, member, depth, 0, capacity)
        case Conformant(element=element) | ConformantVarying(element=element):
            return _elements(element, member, depth, 0, 3)
        case Pipe(element=element):
            return st.lists(_elements(element, member, depth, 1, 3), max_size=2).map(tuple)
        case Union(arms=arms, default=default):
            arm = arms.get(tag, default)
            return st.none() if arm is Empty else _of(arm, member, depth, None)
        case Discriminant() | Maximum():
            return st.none()
    assert is_structure(node)
    return values(node, depth)


def _numbers(node: Primitive, member: Member) -> st.SearchStrategy[Any]:
    code, size = NDR.shape(node)
    if code in "fd":
        return st.floats(width=32 if code == "f" else 64).filter(lambda number: not math.isnan(number))
    low, high = (0, 2 ** (size * 8) - 1) if code.isupper() else (-(2 ** (size * 8 - 1)), 2 ** (size * 8 - 1) - 1)
    if node.code64:
        high = min(high, 2**31 - 1)
    numbers = st.integers(low, high)
    return numbers if member.enum is None else numbers.map(Members(member.enum).__getitem__)


def _elements(element: Any, member: Member, depth: int, low: int, high: int) -> st.SearchStrategy[Any]:
    if element in OCTETS and low > 1000:  # too much to draw
        return st.binary(max_size=4).map(lambda start: start.ljust(low, b"\xa5"))
    if element in OCTETS:
        return st.binary(min_size=low, max_size=high)
    if element is WChar:
        return st.text(st.characters(max_codepoint=0xFFFF), min_size=low, max_size=high)
    return st.lists(_of(element, member, depth, None), min_size=low, max_size=high).map(tuple)
