"""Members of fixed size: integers, bit fields, GUIDs, structures, and fields that are read in different ways."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugfest.simulate.structures.bits import fields as bit_fields
from plugfest.simulate.structures.conditions import condition
from plugfest.simulate.structures.context import Context, Refused, sources, tokens, ways_of
from plugfest.simulate.structures.model import (
    Arm,
    Array,
    BitField,
    Blob,
    Condition,
    Fixed,
    Form,
    Guid,
    Member,
    Number,
    Reason,
    Union,
)
from plugfest.simulate.structures.presence import presence
from plugfest.simulate.structures.prose import ARRAY, integer_size, measure
from plugfest.simulate.structures.sketch import Definition, Part, key
from plugfest.specs.layouts import bits_of

_CONSTANT = re.compile(
    r"\bMUST (?:be (?:set to )?|set (?:this|this field|it|this value|the field) to |contain |have the value )"
    r"(?:the value |a value of )?(0x[0-9A-Fa-f]+|\d+)(?= |,|;|\.(?!\d)|$)"
    r"(?! (?:or|to|and|bytes|through|if|when|unless|for)\b|-|,? (?:or |and )?(?:0x|\d))"
)
_FLOAT = re.compile(r"\b(?:floating[- ]point (?:number|value|type|format)|(?:single|double)[- ]precision \d+-bit)\b")
_SOME = re.compile(r"\b(?:[Tt]he (?:first|last)|[Oo]ther)\b")
_CONDITIONAL = re.compile(r"(?:If|When|For|In|Otherwise)\b")


def fixed_member(context: Context, part: Part) -> Member:
    """A field of fixed size."""
    assert part.bits is not None
    form = _union(context, part) or fixed_form(context, part.definition, part.bits)
    return Member(
        name=part.name,
        form=form,
        extent=Fixed(part.bits),
        condition=presence(context, part),
        constant=_constant(part.definition) if isinstance(form, Number) else None,
        tokens=tokens(part.definition),
        sources=sources(part.definition),
    )


def fixed_form(context: Context, definition: Definition, bits: int) -> Form:
    """What lies in so many bits."""
    text, size = definition.text, bits // 8
    for inner, _ in context.inner(definition.sentences[:1]):
        if context.book.bits(inner) == bits:
            return inner
    order = context.order_of(definition)
    if bits == 128 and re.search(r"\b[GU]UID\b", text):
        return Guid(order=context.order)
    if size in (1, 2, 4, 8):
        means = "filetime" if size == 8 and re.search(r"\bFILETIME\b", text) else "number"
        first = definition.sentences[0].text if definition.sentences else ""
        if size > 2 and _FLOAT.search(first) and "integer" not in first:
            means = "float"
        return Number(size=size, signed=_signed(text), order=order, means=means)  # type: ignore[arg-type]
    told = measure(definition.sentences) if size < 8 else None
    if told or re.search(rf"\b{bits}-bit (?:un)?signed integer", text):
        return Number(size=size, signed=_signed(text), order=order)
    first = definition.sentences[0].text if definition.sentences else ""
    element = integer_size(first) if ARRAY.search(first) else None
    if element and size % element == 0:
        return Array(element=Number(size=element, order=order), extent=Fixed(element * 8))
    return Blob()


def _signed(text: str) -> bool:
    return bool(re.search(r"\b(?<!un)signed,? (?:\d+-bit,? )?(?:integer|value|number|long|short|int)\b", text, re.I))


def bit_members(context: Context, group: Sequence[Part]) -> list[Member]:
    """Bits that share an integer."""
    if sum(part.bits or 0 for part in group) % 8:
        raise Refused(Reason.BITS, group[-1])
    around = " ".join(s.text for s in context.sketch.lead) + " ".join(part.definition.text for part in group)
    return [_bit_member(part, form) for part, form in zip(group, bit_fields(group, context.order, around), strict=True)]


def _bit_member(part: Part, form: BitField) -> Member:
    return Member(
        name=part.name,
        form=form,
        extent=Fixed(form.width),
        tokens=tokens(part.definition),
        sources=sources(part.definition),
    )


def _union(context: Context, part: Part) -> Union | None:
    """The ways to read a field that is named after them, or whose definition lists them."""
    inner = part.definition.inner
    if not inner or not ("/" in part.name or re.search(r"interpreted in different ways", part.definition.text)):
        return None
    arms: list[Arm] = []
    for way in ways_of(part.name) or [[one.name] for one in inner]:
        found = [next((d for d in inner if key(d.name) == key(name)), None) for name in way]
        definitions = [one for one in found if one and (bits_of(one.size) or 0) % 8 == 0 and bits_of(one.size)]
        if len(definitions) < len(way) or sum(bits_of(one.size) or 0 for one in definitions) != part.bits:
            return None
        members = tuple(_way_member(context, one) for one in definitions)
        arms.append(Arm(name=", ".join(way), members=members, condition=_way_condition(context, part, way)))
    return Union(arms=tuple(arms)) if len(arms) > 1 else None


def _way_member(context: Context, definition: Definition) -> Member:
    bits = bits_of(definition.size)
    assert bits
    return Member(
        name=definition.name,
        form=fixed_form(context, definition, bits),
        extent=Fixed(bits),
        tokens=tokens(definition),
        sources=sources(definition),
    )


def _way_condition(context: Context, part: Part, way: Sequence[str]) -> Condition | None:
    everything = part.definition.sentences + [s for one in part.definition.inner for s in one.sentences]
    for sentence in everything:
        found = re.match(r"(If .+?), (?:then )?(?:this|the) .*?\binterpreted as\b(.*)", sentence.text)
        if found and re.search(rf"\b{re.escape(way[0])}\b", found[2]):
            return condition(found[1], context.names)
    return None


def _constant(definition: Definition) -> int | None:
    """The number that a field of integers MUST be set to, whatever else is in the message."""
    for sentence in definition.sentences[:3]:
        if _CONDITIONAL.match(sentence.text):
            return None
        found = _CONSTANT.search(sentence.text)
        if found and not _SOME.search(sentence.text[: found.start()]):
            return int(found[1], 0)
    return None
