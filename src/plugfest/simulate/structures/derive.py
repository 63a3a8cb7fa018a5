"""Derives a structure from a sketch: sizes from the definitions; lengths, places and conditions from the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from plugfest.simulate.structures.bits import WORD, groups
from plugfest.simulate.structures.conditions import compares, condition
from plugfest.simulate.structures.context import Book, Context, Refused
from plugfest.simulate.structures.fixed import bit_members, fixed_member
from plugfest.simulate.structures.lengths import whole
from plugfest.simulate.structures.model import (
    Array,
    BitField,
    Compare,
    Condition,
    DerivedStructure,
    Fixed,
    Measured,
    Member,
    Number,
    Reason,
    Reference,
    Refusal,
    Remaining,
)
from plugfest.simulate.structures.sketch import Definition, Part, Sketch, key
from plugfest.simulate.structures.variable import filler, variable_members

_FORM = re.compile(
    r"(?P<condition>(?:If|When) .+?), (?:then )?(?:the|this) .*\b(?:takes? the following form|is formatted as follows)"
)


def derive(sketch: Sketch, book: Book) -> DerivedStructure | Refusal:
    """The structure, or why there is none."""
    try:
        return _structure(Context(sketch, book))
    except Refused as refused:
        part = refused.part
        definition = part.definition if isinstance(part, Part) else part
        sentence = refused.sentence or next(iter(definition.sentences), None)
        return Refusal(
            document=book.name,
            section=sketch.section.number,
            title=sketch.title,
            line=sentence.line if sentence else definition.line or sketch.layout.line,
            reason=refused.reason,
            field=part.name,
            quote=sentence.text if sentence else "",
        )


def _structure(context: Context) -> DerivedStructure:
    sketch = context.sketch
    if not sketch.parts:
        raise Refused(Reason.NO_FIELDS, Definition(sketch.title))
    members = list(_members(context))
    _check(context, members)
    numbers = {key(one.name) for member in members for one in (member, *_ways(member)) if _is_number(one)}
    open_ended = any(isinstance(member.extent, Remaining) for member in members)
    total = whole(context) if open_ended else None
    return DerivedStructure(
        document=context.book.name,
        section=sketch.section.number,
        title=sketch.title,
        name=sketch.title,
        line=sketch.layout.line,
        order=context.order,
        order_source=context.order_source,
        members=tuple(_placed(members)),
        extent=total if total and key(total.by.member) in numbers else None,
        follows=context.book.header(sketch.lead),
        condition=_form_condition(context),
    )


def _members(context: Context) -> Iterator[Member]:
    sketch = context.sketch
    whole = [context.whole] if sketch.one_number else groups(context.whole, 8 if sketch.drawn_by_bytes else WORD)
    for group in whole:
        if len(group) > 1 or (group[0].bits or 0) % 8:
            yield from bit_members(context, group)
        elif group[0].bits is not None and not ("optional" in group[0].size and filler(context, group[0])):
            yield fixed_member(context, group[0])
        else:
            yield from variable_members(context, group[0], context.places.get(id(group[0]), []))


def _check(context: Context, members: Sequence[Member]) -> None:
    """What decides if a member is there has to be known before it."""
    known: dict[str, Member] = {}
    for member in members:
        for compare in compares(member.condition) if member.condition else ():
            if not _comparable(known.get(key(compare.member)), compare):
                raise Refused(Reason.NO_CONDITION, _part(context, member))
        for reference in _references(member):
            told = known.get(key(reference.member))
            if told is None or not _is_number(told):
                raise Refused(Reason.NO_END, _part(context, member))
        known |= {key(part.name): part for part in (member, *_ways(member))}


def _is_number(member: Member) -> bool:
    return isinstance(member.form, Number | BitField)


def _references(member: Member) -> Iterator[Reference]:
    """What has to be known to read a member."""
    if isinstance(member.extent, Measured):
        yield member.extent.by
    if member.at:
        yield member.at.by


def _comparable(member: Member | None, compare: Compare) -> bool:
    """A member can be compared: it is a number that can have the values, or an array of numbers."""
    if member is None:
        return False
    match member.form:
        case BitField(width=width):
            return all(value < 1 << width for value in compare.values)
        case Array(element=Number()):
            return compare.operator in ("contains", "lacks")
        case Number(size=size):
            return all(value < 1 << size * 8 for value in compare.values)
    return False


def _part(context: Context, member: Member) -> Part:
    return next((part for part in context.parts if part.name == member.name), context.parts[-1])


def _ways(member: Member) -> Iterator[Member]:
    for arm in getattr(member.form, "arms", ()):
        yield from arm.members


def _form_condition(context: Context) -> Condition | None:
    """When a structure that has several forms takes the one that is drawn here."""
    found = next((f for s in context.sketch.lead[-2:] if (f := _FORM.match(s.text))), None)
    return condition(found["condition"], context.names) if found else None


def _placed(members: Sequence[Member]) -> Iterator[Member]:
    """The members with their places, as far as these are fixed."""
    offset: int | None = 0
    for member in members:
        yield msgspec.structs.replace(member, bit_offset=offset)
        fixed = isinstance(member.extent, Fixed) and not member.condition and not member.at
        offset = offset + member.extent.bits if fixed and offset is not None else None  # type: ignore[union-attr]
