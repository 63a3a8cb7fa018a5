"""Reads the layout of a structure from its annotations, and refuses declarations that make no sense."""

from __future__ import annotations

import enum
import functools
import types
import typing
from typing import Any
from uuid import UUID

import msgspec

from plugfest.wire.layout import (
    FORMS,
    GUID,
    Align,
    Array,
    Bits,
    Chain,
    CountOf,
    Field,
    Int,
    Layout,
    LengthOf,
    Nested,
    Next,
    OffsetOf,
    Padding,
    When,
    _Rest,
)


@functools.cache
def read_layout(cls: type[msgspec.Struct]) -> Layout:
    """The layout that the annotations of a structure declare. Raises TypeError where a declaration makes no sense."""
    order = ">" if getattr(cls, "__byte_order__", "little") == "big" else "<"
    layout = Layout(cls.__name__, order=order, minimum=getattr(cls, "__minimum_size__", 0))
    hints = typing.get_type_hints(cls, include_extras=True)
    for name in cls.__struct_fields__:
        layout.fields.append(_field(f"{cls.__name__}.{name}", name, hints[name]))
    for number, entry in enumerate(layout.fields):
        _check(layout, entry, number)
    if layout.minimum and not any(entry.link for entry in layout.fields):
        raise TypeError(f"{layout.name} has a minimum size, and no link that tells if it is new")
    return layout


def is_enum(hint: Any) -> bool:
    """True for a type whose members are looked up by value."""
    return isinstance(hint, type) and issubclass(hint, enum.Enum)


def _field(place: str, name: str, hint: Any) -> Field:
    metadata: tuple[Any, ...] = ()
    if typing.get_origin(hint) is typing.Annotated:
        hint, *rest = typing.get_args(hint)
        metadata = tuple(rest)
    optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
    if optional:
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        hint = typing.get_args(hint)[0]
    entry = Field(name, _form(hint, metadata, place), hint, optional)
    for extra in metadata:
        if isinstance(extra, LengthOf | OffsetOf | CountOf | Next):
            entry.link = extra
        elif isinstance(extra, Align):
            entry.align = extra.to
        elif isinstance(extra, When):
            entry.when = extra.condition
    return entry


def _form(hint: Any, metadata: tuple[Any, ...], place: str) -> Any:
    forms = [mark for mark in metadata if isinstance(mark, FORMS)]
    if len(forms) > 1:
        raise TypeError(f"{place} has {len(forms)} forms")
    if forms:
        return forms[0]
    if hint is UUID:
        return GUID
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return Nested()
    raise TypeError(f"{place} does not say how it lies on the wire")


def _check(layout: Layout, entry: Field, number: int) -> None:
    """Raise TypeError where a field contradicts the others or itself."""

    def demand(condition: bool, reason: str) -> None:
        if not condition:
            raise TypeError(f"{layout.name}.{entry.name}: {reason}")

    form = entry.form
    demand(not entry.name.startswith("_"), "names with an underscore first are the codec's")
    demand(not isinstance(form, _Rest) or number == len(layout.fields) - 1, "the rest comes last")
    demand(not isinstance(form, Bits) or not (entry.when or entry.align > 1), "bits are not aligned or conditional")
    if entry.link:
        demand(isinstance(form, Int) and form.code.isupper(), "a link is an unsigned integer")
        if not isinstance(entry.link, Next):
            layout.named(entry.link.field)
    for needed in (getattr(form, "count", ""), getattr(form, "length", "")):
        if needed:
            known = layout.named(needed)
            demand(isinstance(known.form, Int) and known.form.code.isupper(), f"{needed} is no unsigned integer")
            demand(entry.linked or layout.fields.index(known) < number, f"{needed} is not known before it")
    if isinstance(form, Padding):
        demand(layout.named(form.field).linked, f"{form.field} has no padding")
    if entry.linked:
        layout.named(form.offset)
    if isinstance(form, Array):
        demand(not (form.count and form.length), "a count and a length may contradict each other")
        demand(bool(form.count or form.length or not form.offset), "it says neither count nor length")
        if form.item is None:
            inner = read_layout(entry.type)
            demand(not any(isinstance(part.form, _Rest) for part in inner.fields), "its elements have no end")
    if isinstance(form, Chain):
        first = read_layout(entry.type).fields[0]
        demand(isinstance(first.link, Next) and first.form.size == 4, "its elements do not begin with a link")
        demand(layout.order == "<", "chains are little-endian")
