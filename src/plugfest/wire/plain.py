"""A decoded structure as plain dicts, lists, numbers and text, for JSON.

Numbers are numbers; identifiers (which jq would round) and buffers are hexadecimal digits; enumerators are their
token, flags a list of tokens; times are ISO 8601. How each field is shown is decided once a structure.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from plugfest.errors import WireError
from plugfest.wire.declaration import read_layout
from plugfest.wire.layout import Array, Bits, Chain, Field, Int, Nested, Padding, _Guid, _Rest
from plugfest.wire.names import document_name, section_of
from plugfest.wire.structure import Structure
from plugfest.wire.text import filetime_text, tokens_of

SECTION = "section"
"""The key that says where a structure is defined; the documents' fields have other names."""


def plain(value: Structure) -> dict[str, Any]:
    """Where the structure is defined, then field name → value."""
    shape = _shape(type(value))
    found: dict[str, Any] = {SECTION: shape.section} if shape.section else {}
    inside = value._contents() if shape.has_contents else {}
    for part, here in zip(shape.parts, shape.values(value), strict=True):
        if part.when is not None and not eval(part.when, {}, _named(value)):
            continue  # the condition is our own text
        if part.optional and not here:
            continue
        if inside and part.field in inside:
            found[part.name] = _held(here, inside[part.field])
        else:
            found[part.name] = here if part.convert is None else part.convert(here)
    return found


class _Part(NamedTuple):
    field: str
    name: str
    convert: Callable[[Any], Any] | None
    """None: as it is."""
    when: Any
    """The compiled condition of its presence."""
    optional: bool
    """Not shown where it is empty."""


class _Shape(NamedTuple):
    parts: list[_Part]
    values: Callable[[Any], tuple[Any, ...]]
    section: str
    has_contents: bool


@cache
def _shape(cls: type[Structure]) -> _Shape:
    layout = read_layout(cls)
    parts = [
        _Part(
            field.name,
            field.name if field.name == "rest" else document_name(cls, field.name),
            _converter(field),
            compile(field.when, f"<{cls.__name__}.{field.name}>", "eval") if field.when else None,
            isinstance(field.form, _Rest | Padding),
        )
        for field in layout.fields
    ]
    names = [part.field for part in parts]
    getter = attrgetter(*names)
    values = getter if len(names) > 1 else lambda value: (getter(value),)
    return _Shape(parts, values, section_of(cls), cls._contents is not Structure._contents)


def _named(value: Structure) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


def _held(value: bytes, kind: type[Structure]) -> Any:
    """What a buffer holds; its bytes where it holds something else."""
    try:
        return plain(kind.decode(value))
    except WireError:
        return value.hex()


def _converter(field: Field) -> Callable[[Any], Any] | None:
    kind = field.type if isinstance(field.type, type) else object
    match field.form:
        case Int() | Bits():
            return _integer(field.form, kind)
        case _Guid():
            return str
        case Nested():
            return _nested
        case Chain():
            return _each(plain)
        case Array(item=item):
            return _each(plain if item is None else _integer(item, kind))
        case _ if issubclass(kind, str):
            return None
    return _hexadecimal


def _nested(value: Structure | None) -> dict[str, Any] | None:
    return None if value is None else plain(value)


def _hexadecimal(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _each(convert: Callable[[Any], Any] | None) -> Callable[[Any], list[Any]]:
    def all_of(values: Any) -> list[Any]:
        return list(values or ()) if convert is None else [convert(value) for value in values or ()]

    return all_of


def _integer(form: Int | Bits, kind: type[Any]) -> Callable[[Any], Any] | None:
    """Enumerators and flags are looked up in a table that is filled as they are met."""
    if issubclass(kind, enum.Enum):
        return _Tokens(kind).of
    match form:
        case Int(kind="filetime"):
            return filetime_text
        case Int(kind="hex", size=size):
            return f"0x{{:0{size * 2}X}}".format
    return None


class _Tokens:
    """Values of one enumeration as JSON shows them."""

    KEPT = 1024
    """A hostile capture has many values that nobody defined."""

    def __init__(self, kind: type[enum.Enum]) -> None:
        self._flags = issubclass(kind, enum.Flag)
        self._known: dict[int, Any] = {}

    def of(self, value: Any) -> Any:
        number = int(value)
        found = self._known.get(number)
        if found is None:
            found = self._shown(value)
            if len(self._known) < self.KEPT:
                self._known[number] = found
        return found

    def _shown(self, value: Any) -> Any:
        if self._flags and isinstance(value, enum.Flag):
            return tokens_of(value)
        named = isinstance(value, enum.Enum) and value.name in type(value).__members__
        return value.name if named else int(value)
