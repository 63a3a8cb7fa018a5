"""Values of NDR types from what a person types, and back: JSON, hexadecimal, names of enumerators."""

from __future__ import annotations

import enum
import json
from typing import Any
from uuid import UUID

from plugfest.errors import InputError
from plugfest.wire.ndr import NdrStructure
from plugfest.wire.ndr.layout import OCTETS, Member, is_structure, members
from plugfest.wire.ndr.types import (
    Discriminant,
    Double,
    Empty,
    Float,
    Full,
    Guid,
    Maximum,
    Opaque,
    Pipe,
    Primitive,
    Range,
    Ref,
    String,
    ULong,
    Union,
    Unique,
    WChar,
)


def argument(text: str) -> Any:
    """`null`, `100`, `0x20`, `{"a": 1}`, `[1, 2]`, `"quoted"`; whatever is no JSON is the text itself."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        pass
    try:
        return int(text, 0)
    except ValueError:
        return text


def build(cls: type[NdrStructure], given: dict[str, Any], path: str = "") -> Any:
    """A structure or a request from named values; what is not given has its default. Raises InputError."""
    known = {member.name: member for member in members(cls)}
    for name in given:
        if name not in known:
            raise InputError(f"{path or cls.__name__}: there is no {name} (it has {', '.join(known) or 'nothing'})")
    made = {}
    for name, value in given.items():
        member = known[name]
        tag = _tag(member, given, cls)
        made[name] = _value(member.type, value, member, f"{path}.{name}" if path else name, tag)
    return cls(**made)


def _tag(member: Member, given: dict[str, Any], cls: type[NdrStructure]) -> int | None:
    """The discriminant of a union among the members: what is given for it, else its default."""
    node = member.type
    while isinstance(node, Ref | Unique | Full):
        node = node.target
    if not isinstance(node, Union):
        return None
    switch = given.get(node.switch_is, getattr(cls(), node.switch_is, None))
    kind = next((one.enum for one in members(cls) if one.name == node.switch_is), None)
    if isinstance(switch, str) and kind is not None and switch in kind.__members__:
        return int(kind[switch].value)
    return switch if isinstance(switch, int) else None


def _value(node: Any, value: Any, member: Member, path: str, tag: int | None = None) -> Any:
    match node:
        case Unique(target=target) | Full(target=target):
            return None if value is None else _value(target, value, member, path, tag)
        case Ref(target=target):
            return _value(target, value, member, path, tag)
        case Discriminant() | Maximum():
            return None if value is None else _number(ULong, value, member, path)
        case Range(inner=kind):
            return _number(kind, value, member, path)
        case Primitive():
            return _number(node, value, member, path)
        case Opaque():
            return _opaque(node, value, path)
        case String(element=element):
            return _text(element, value, path)
        case Union(arms=arms, default=default):
            if tag is None and value is not None:
                raise InputError(f"{path}: say {node.switch_is} first, it tells what this is")
            arm = arms.get(tag, default) if tag is not None else None
            return None if arm in (None, Empty) or value is None else _value(arm, value, member, path)
        case Pipe(element=element):
            return tuple(_elements(element, one, member, f"{path}[{at}]") for at, one in enumerate(value))
    if is_structure(node):
        if not isinstance(value, dict):
            raise InputError(f'{path}: a JSON object is wanted, like {{"{members(node)[0].name}": …}}')
        return build(node, value, path)
    return _elements(node.element, value, member, path)


def _number(node: Primitive, value: Any, member: Member, path: str) -> Any:
    """What fits into the bytes; a [range] is for the server to enforce."""
    kind = member.enum
    if isinstance(value, str) and kind is not None and value in kind.__members__:
        return kind[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{path}: a number is wanted, not {value!r}")
    if node in (Float, Double):
        return value
    bits = 8 * node.size
    low, high = (-1 << bits - 1, (1 << bits - 1) - 1) if node.code.islower() else (0, (1 << bits) - 1)
    if not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{path}: {low} to {high} is wanted, not {value}")
    return kind(value) if kind is not None else value


def _opaque(node: Opaque, value: Any, path: str) -> Any:
    try:
        if isinstance(value, UUID | bytes):
            return value
        return UUID(value) if node is Guid else bytes.fromhex(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: {node.name} is wanted, not {value!r}") from error


def _text(element: Primitive, value: Any, path: str) -> Any:
    if not isinstance(value, str):
        value = str(value) if isinstance(value, int) else value
    if not isinstance(value, str):
        raise InputError(f"{path}: text is wanted, not {value!r}")
    return value if element is WChar else value.encode()


def _elements(element: Any, value: Any, member: Member, path: str) -> Any:
    if element in OCTETS:
        try:
            return value if isinstance(value, bytes) else bytes.fromhex(value)
        except (ValueError, TypeError) as error:
            raise InputError(f"{path}: bytes are wanted as hexadecimal digits, not {value!r}") from error
    if element is WChar and isinstance(value, str):
        return value
    if not isinstance(value, list | tuple):
        raise InputError(f"{path}: a list is wanted, not {value!r}")
    return tuple(_value(element, one, member, f"{path}[{at}]") for at, one in enumerate(value))


def tree(value: Any) -> Any:
    """A decoded value as plain dicts, lists, numbers and text: bytes as hexadecimal digits, enumerators by name."""
    if isinstance(value, NdrStructure):
        return {name: tree(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [tree(one) for one in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.name
    return value if isinstance(value, int | float | str | None) else str(value)
