"""A decoded structure as people read it: each field's document name, value as text and place in the message."""

from __future__ import annotations

from typing import Any

from plugfest.errors import WireError
from plugfest.records import FieldValue
from plugfest.wire.declaration import read_layout
from plugfest.wire.layout import (
    Array,
    Bits,
    Bytes,
    Chain,
    Data,
    Field,
    Int,
    Nested,
    Padding,
    Sized,
    Utf16,
    Utf16Sized,
    _Bytes0,
    _Guid,
    _Rest,
    _Utf16Z,
)
from plugfest.wire.names import document_name
from plugfest.wire.plan import Plan
from plugfest.wire.runtime import Verbatim
from plugfest.wire.structure import Structure
from plugfest.wire.text import text_of

MOST = 256
"""Elements of one array that are shown."""
_NOWHERE = -(1 << 62)
"""The place of what has none: sums with it stay negative, and what is negative is shown as -1."""


def fields(value: Structure, start: int = 0, base: int | None = None, prefix: str = "") -> list[FieldValue]:
    """Every field of `value`, which was decoded at `start`; offsets in it count from `base` (default: `start`).

    With a prefix `Header` the names are `Header.Flags` and so on. A buffer whose offset is not given (the structure was
    built, not decoded) has no place: -1.
    """
    found: list[FieldValue] = []
    _Walk(found).structure(value, f"{prefix}." if prefix else "", start, start if base is None else base)
    return found


class _Walk:
    def __init__(self, found: list[FieldValue]) -> None:
        self.found = found

    def add(self, name: str, text: str, offset: int) -> None:
        self.found.append(FieldValue(name, text, max(offset, -1)))

    def structure(self, value: Structure, prefix: str, start: int, base: int) -> int:
        """Add the fields of one structure; where it ends."""
        layout = read_layout(type(value))
        values = {entry.name: getattr(value, entry.name) for entry in layout.fields}
        inside = value._contents()
        late: list[Field] = []
        position, bits = start, 0
        for entry in layout.fields:
            here, name = values[entry.name], prefix + document_name(type(value), entry.name)
            if entry.when and (
                not eval(entry.when, {}, values) or (entry.optional and not entry.link and here is None)
            ):
                continue  # the condition is our own text
            if entry.linked or isinstance(entry.form, Padding | _Rest):
                late.append(entry)
            elif isinstance(entry.form, Bits):
                self.add(name, text_of(here, entry.form.unit), position)
                bits += entry.form.width
                if bits == entry.form.unit.size * 8:
                    position, bits = position + entry.form.unit.size, 0
            else:
                position += (base - position) % entry.align
                position = self.field(entry, here, name, position, base, inside.get(entry.name))
        verbatim = position
        if late and isinstance(values[late[-1].name], Verbatim):
            verbatim = start + Plan(type(value)).first
        return self.buffers(value, late, values, prefix, position, base, verbatim)

    def buffers(
        self,
        value: Structure,
        late: list[Field],
        values: dict[str, Any],
        prefix: str,
        position: int,
        base: int,
        verbatim: int,
    ) -> int:
        """Add what offsets point to, the padding before it, and the rest; where the last one ends."""
        inside = value._contents()
        places: dict[str, int] = {}
        for entry in late:
            name, here = prefix + document_name(type(value), entry.name), values[entry.name]
            if entry.linked:
                offset = values[entry.form.offset]
                places[entry.name] = base + offset if here and offset is not None else _NOWHERE
                end = self.field(entry, here, name, places[entry.name], base, inside.get(entry.name))
                position = max(position, end)
            elif isinstance(entry.form, Padding) and here:
                self.add(name, text_of(here), places[entry.form.field] - len(here))
            elif isinstance(entry.form, _Rest) and here:
                position = verbatim if isinstance(here, Verbatim) else position
                position = self.field(entry, here, name, position, base, inside.get(entry.name))
        return position

    def field(self, entry: Field, value: Any, name: str, at: int, base: int, inner: type[Structure] | None) -> int:
        """Add one field that begins at `at`; where it ends."""
        match entry.form:
            case Nested():
                return self.structure(value, f"{name}.", at, at)
            case Chain() | Array():
                return self.elements(entry, value, name, at, base)
            case Sized() | Data() | _Rest() if inner is not None and self.contents(value, name, at, inner):
                return at + len(value)
        self.add(name, text_of(value, entry.form if isinstance(entry.form, Int) else None), at)
        return at + _size(entry.form, value)

    def contents(self, value: bytes, name: str, at: int, inner: type[Structure]) -> bool:
        """Add the fields of the structure that a buffer holds; False if it holds none."""
        try:
            held = inner.decode(value)
        except WireError:
            return False
        self.structure(held, f"{name}.", at, at)
        return True

    def elements(self, entry: Field, values: tuple[Any, ...], name: str, at: int, base: int) -> int:
        """Add the elements of an array or a chain."""
        form, position = entry.form, at
        for index, value in enumerate(values):
            if index == MOST:
                self.add(f"{name}[{index}…]", f"{len(values) - index} more", position)
                break
            element = f"{name}[{index}]"
            if isinstance(form, Array) and form.item is not None:
                self.add(element, text_of(value, form.item), position)
                position += form.item.size
                continue
            if isinstance(form, Array) and index:
                position += (base - position) % form.align
            end = self.structure(value, f"{element}.", position, position)
            link = getattr(value, value.__struct_fields__[0]) if isinstance(form, Chain) else 0
            position = position + link if link else end
        return position


def _size(form: Any, value: Any) -> int:
    """Bytes that the value of a field takes."""
    match form:
        case Int(size=size) | Bytes(size=size) | _Guid(size=size):
            return int(size)
        case Utf16() | Utf16Sized():
            return len(value.encode("utf-16-le", "surrogatepass"))
        case _Utf16Z():
            return len(value.encode("utf-16-le", "surrogatepass")) + 2
        case _Bytes0():
            return len(value) + 1
    return len(value)
