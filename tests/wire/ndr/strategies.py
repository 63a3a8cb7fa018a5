"""Hypothesis strategies that build values of any NDR structure from its declaration."""

from __future__ import annotations

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
    Opaque,
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
    tags = {m.name: draw(st.sampled_from([*_pointed(m.type).arms, *_others(_pointed(m.type))])) for m in unions}
    for member in members(cls):
        if isinstance(_pointed(member.type), Union):
            made[member.name] = draw(_of(member.type, member, depth, tags[member.name]))
        elif _counts(cls, member.name):
            made[member.name] = None
        else:
            made[member.name] = draw(_of(member.type, member, depth, None))
    for member in unions:
        switch = _pointed(member.type).switch_is
        if made[member.name] is None and _without(member.type):
            made[switch] = None
        else:
            made[switch] = tags[member.name]
    return cls(**made)


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
        case Union(arms=arms, default=default):
            arm = arms.get(tag, default)
            return st.none() if arm is Empty else _of(arm, member, depth, None)
        case Discriminant():
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
    if element in OCTETS:
        return st.binary(min_size=low, max_size=high)
    if element is WChar:
        return st.text(st.characters(max_codepoint=0xFFFF), min_size=low, max_size=high)
    return st.lists(_of(element, member, depth, None), min_size=low, max_size=high).map(tuple)
