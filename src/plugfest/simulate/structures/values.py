"""A decoded derived structure as people read it: each member's name, place, value and meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from plugfest.errors import WireError
from plugfest.simulate.structures.codec import placer
from plugfest.simulate.structures.conditions import holds
from plugfest.simulate.structures.model import (
    Arm,
    Array,
    BitField,
    Blob,
    DerivedStructure,
    Member,
    Number,
    Region,
    Remaining,
    Union,
)
from plugfest.simulate.structures.record import Record, overlay, stored_members
from plugfest.wire.text import filetime_text, text_of

MOST = 256
"""Elements of one array that are shown."""


_REST = Member(name="rest", form=Blob(), extent=Remaining())


class Shown(NamedTuple):
    """A member of a decoded structure."""

    name: str
    """`Header.Flags`, `Dialects[1]`."""
    offset: int
    """In the bytes that were decoded."""
    size: int
    value: Any
    text: str
    meaning: str
    structure: DerivedStructure
    member: Member


def shown(record: Record, start: int = 0, base: int | None = None, prefix: str = "") -> Iterator[Shown]:
    """Every member of a record that was decoded at `start`; its offsets count from `base` (default: `start`)."""
    cls = type(record)
    if "__placer__" not in cls.__dict__:
        cls.__placer__ = staticmethod(placer(cls))  # type: ignore[attr-defined]
    origin = start if base is None else base
    places = cls.__placer__(record, start - origin)  # type: ignore[attr-defined]
    structure = cls.__derived__
    values = {}
    stored = stored_members(structure.members)
    for own, member in zip(cls.__struct_fields__, stored, strict=False):
        value, (offset, size) = getattr(record, own), places[own]
        values[member.name] = value
        if value is None or isinstance(member.form, Region):
            continue
        yield from _member(structure, member, value, f"{prefix}{member.name}", start + offset, size, origin)
    yield from _overlays(record, structure, values, prefix, start, origin)
    for at, piece in record.rest:  # type: ignore[attr-defined]
        yield Shown(f"{prefix}(unclaimed)", start + at, len(piece), piece, text_of(piece), "", structure, _REST)


def _member(
    structure: DerivedStructure, member: Member, value: Any, name: str, offset: int, size: int, base: int
) -> Iterator[Shown]:
    if isinstance(value, Record):
        yield from shown(value, offset, base, f"{name}.")
    elif isinstance(member.form, Array):
        yield from _elements(structure, member, value, name, offset, base)
    else:
        text = _text(member, value)
        yield Shown(name, offset, size, value, text, meaning(member, value), structure, member)


def _elements(
    structure: DerivedStructure, member: Member, values: tuple[Any, ...], name: str, offset: int, base: int
) -> Iterator[Shown]:
    form = member.form
    assert isinstance(form, Array)
    for index, value in enumerate(values[:MOST]):
        if isinstance(value, Record):
            if index and form.align > 1 and not form.next:
                offset += (base - offset) % form.align
            yield from shown(value, offset, base, f"{name}[{index}].")
            offset += len(value.encode(offset - base))
        else:
            size = form.element.size if isinstance(form.element, Number) else len(value)
            yield Shown(
                f"{name}[{index}]", offset, size, value, _text(member, value), meaning(member, value), structure, member
            )
            offset += size


def _overlays(
    record: Record, structure: DerivedStructure, values: dict[str, Any], prefix: str, start: int, base: int
) -> Iterator[Shown]:
    """The other ways to read what is read in several ways of one size."""
    for member in structure.members:
        first = overlay(member)
        if first is None or not isinstance(member.form, Union):
            continue
        place = next(s for s in shown_places(record, first, start, base))
        data = record.encode(start - base)[place : place + member.extent.bits // 8]  # type: ignore[union-attr]
        for arm in member.form.arms:
            if arm.members is not first and (arm.condition is None or holds(arm.condition, values)):
                yield from _arm(record, structure, arm, data, prefix, start + place)


def shown_places(record: Record, members: tuple[Member, ...], start: int, base: int) -> Iterator[int]:
    """Where members begin, counted from the record's start."""
    cls = type(record)
    places = cls.__placer__(record, start - base)  # type: ignore[attr-defined]
    for own, member in zip(cls.__struct_fields__, stored_members(cls.__derived__.members), strict=False):
        if any(member is one for one in members):
            yield places[own][0]


def _arm(
    record: Record, structure: DerivedStructure, arm: Arm, data: bytes, prefix: str, offset: int
) -> Iterator[Shown]:
    whole = DerivedStructure(
        document=structure.document,
        section=structure.section,
        title=f"{structure.title} / {arm.name}",
        name=arm.name,
        line=structure.line,
        order=structure.order,
        members=arm.members,
    )
    try:
        read = type(record).__codecs__.of(whole).decode(data)
    except WireError:
        return
    for one in shown(read, offset, None, prefix):
        yield one._replace(structure=structure)


def meaning(member: Member, value: Any) -> str:
    """The names that the document gives a number."""
    if not isinstance(value, int) or not member.tokens:
        return ""
    exact = [name for name, number in member.tokens if number == value]
    if exact:
        return exact[0]
    bits = [(name, number) for name, number in member.tokens if number and number & value == number]
    if not value or not all(number.bit_count() <= 1 for _, number in member.tokens):
        return ""
    left = value & ~sum({number for _, number in bits})
    return " | ".join([name for name, _ in bits] + ([f"0x{left:X}"] if left else []))


def _text(member: Member, value: Any) -> str:
    form = member.form.element if isinstance(member.form, Array) else member.form
    if isinstance(value, UUID):
        return str(value)
    if isinstance(form, Number) and form.means == "filetime":
        return filetime_text(value)
    if isinstance(form, Number | BitField) and isinstance(value, int):
        return f"{value} (0x{value:X})" if value > 9 else str(value)
    return text_of(value)
