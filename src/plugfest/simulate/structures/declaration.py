"""A derived structure as people read it: its declaration, each part with the sentence and place that it came from."""

from __future__ import annotations

from collections.abc import Iterator

from plugfest.simulate.structures.model import (
    All,
    Any,
    Array,
    BitField,
    Blob,
    Compare,
    Condition,
    DerivedStructure,
    Extent,
    Filler,
    Fixed,
    Form,
    Guid,
    Inner,
    Left,
    Measured,
    Member,
    Message,
    Number,
    Own,
    Reference,
    Region,
    Remaining,
    Source,
    Terminated,
    Text,
    Union,
)

_WORDS = {"is not": "is not", "has": "has", "has not": "has not", "less": "<", "greater": ">"}


def declaration(structure: DerivedStructure) -> Iterator[str]:
    """The lines of a declaration."""
    yield f"{structure.title}, {structure.document} {structure.section} line {structure.line}"
    told = "" if structure.order_source else ": the document does not say otherwise"
    yield f"  {structure.order}-endian{told}"
    yield from _told((structure.order_source,) if structure.order_source else (), 4)
    if structure.follows:
        yield f"  follows {' or '.join(inner.name for inner in structure.follows)}"
    if isinstance(structure.extent, Measured):
        yield f"  as many bytes in all as {reference_text(structure.extent.by)}"
    if structure.condition:
        yield f"  takes this form if {condition_text(structure.condition)}"
    for member in structure.members:
        yield from _member(member, 2)


def _member(member: Member, indent: int) -> Iterator[str]:
    place = "" if member.bit_offset is None else _place(member.bit_offset)
    words = [place.rjust(6), f"{member.name}:", form_text(member.form), extent_text(member.extent, member.form)]
    if member.at:
        base = f" from {member.at.base}" if member.at.base else ""
        words.append(f"at offset {reference_text(member.at.by)}{base}")
    if member.align > 1:
        words.append(f"aligned to {member.align}")
    if member.condition:
        words.append(f"if {condition_text(member.condition)}")
    if member.constant is not None:
        words.append(f"= {member.constant}")
    yield " " * indent + " ".join(word for word in words if word)
    yield from _told(_sources(member), indent + 9)
    if isinstance(member.form, Union):
        for arm in member.form.arms:
            when = f" if {condition_text(arm.condition)}" if arm.condition else ""
            yield f"{' ' * (indent + 7)}read as {arm.name}{when}"
            for part in arm.members:
                yield from _member(part, indent + 4)


def _place(bits: int) -> str:
    return f"{bits // 8}.{bits % 8}" if bits % 8 else str(bits // 8)


def _sources(member: Member) -> tuple[Source, ...]:
    found = list(member.sources)
    for reference in (member.at.by if member.at else None, getattr(member.extent, "by", None)):
        if isinstance(reference, Reference) and reference.source:
            found.append(reference.source)
    return tuple(dict.fromkeys(found))


def _told(sources: tuple[Source | None, ...], indent: int) -> Iterator[str]:
    for source in sources:
        if source:
            yield f"{' ' * indent}{source.section} line {source.line}: {source.quote}"


def form_text(form: Form) -> str:
    """What a form is."""
    match form:
        case Number(size=size, means="filetime"):
            return f"time of {size} bytes"
        case Number(size=size, means="float"):
            return f"floating-point number of {size * 8} bits"
        case Number(size=size, signed=signed, order=order):
            return f"{'signed ' if signed else ''}integer of {size * 8} bits{' big-endian' if order == 'big' else ''}"
        case BitField(width=width, shift=shift, unit=unit):
            return f"{width} {'bit' if width == 1 else 'bits'} from bit {shift} of {unit * 8}"
        case Blob():
            return "bytes"
        case Guid():
            return "GUID"
        case Text(encoding=encoding):
            return f"text ({encoding})"
        case Inner(document=document, section=section, name=name, order=order):
            return f"{name} ({document} {section}){f' in {order}-endian order' if order else ''}"
        case Array(element=element, extent=extent):
            return f"array of {' '.join(filter(None, (form_text(element), extent_text(extent, element))))}"
        case Region():
            return "room for what follows"
        case Union(arms=arms):
            return f"read in {len(arms)} ways"


def extent_text(extent: Extent, form: Form) -> str:
    """Where a size comes from."""
    match extent:
        case Fixed(bits=bits):
            return "" if isinstance(form, Number | BitField | Guid) else f"of {bits // 8} bytes"
        case Measured(by=by, unit=unit):
            return f"as many {unit} as {reference_text(by)}"
        case Terminated(by=by):
            return f"up to {by.hex(' ')}"
        case Remaining():
            return "up to the end"
        case Filler(before=before) if before:
            return f"up to {before}"
        case Filler(to=to):
            return f"up to a multiple of {to}"
        case Own():
            return ""


def reference_text(reference: Reference) -> str:
    """The value of a member, with what is done to it."""
    text = reference.member
    if reference.table:
        return f"{text} stands for (" + ", ".join(f"{value}: {size}" for value, size in reference.table) + ")"
    if reference.times != 1:
        text += f" · {reference.times}"
    if reference.over != 1:
        text += f" / {reference.over}"
    if reference.plus:
        text += f" {'+' if reference.plus > 0 else '−'} {abs(reference.plus)}"
    return text + "".join(f" − {name}" for name in reference.less)


def condition_text(condition: Condition) -> str:
    """A condition in words."""
    match condition:
        case All(of=of):
            return " and ".join(map(condition_text, of))
        case Any(of=of):
            return " or ".join(map(condition_text, of))
        case Left():
            return "bytes are left"
        case Message(role=role):
            return f"the message is a {role}"
        case Compare(member=member, operator=operator, values=values, names=names):
            said = names or tuple(f"0x{value:X}" if value > 9 else str(value) for value in values)
            return f"{member} {_WORDS.get(operator, operator)} {' or '.join(said)}"
