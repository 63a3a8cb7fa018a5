"""Records of derived structures with values at random: what the round-trip properties are tried with."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from plugfest.simulate.structures.conditions import compares, holds
from plugfest.simulate.structures.model import (
    Array,
    BitField,
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
    Region,
    Terminated,
    Text,
)
from plugfest.simulate.structures.plan import Plan
from plugfest.simulate.structures.record import Codecs, Record

SHORT = 6
DEPTH = 3


class Samples:
    """Makes records. Lengths, counts and offsets are left to the encoder."""

    def __init__(self, codecs: Codecs, random: Random) -> None:
        self.codecs = codecs
        self.random = random
        self._sizes: dict[tuple[int, str], int] = {}

    def record(self, structure: DerivedStructure, depth: int = 0) -> Record:
        """One record."""
        cls = self.codecs.of(structure)
        plan = Plan(cls)
        wanted = self._wanted(plan)
        values: dict[str, Any] = {}
        named: dict[str, object] = {}
        left = True
        whole = any(isinstance(m.condition, Left) and plan.local(m) in plan.links for m in plan.members)
        for member in plan.members:
            own = plan.local(member)
            linked = own in plan.links
            left = whole or (left and self._there(member.condition, named))
            there = left if isinstance(member.condition, Left) else self._there(member.condition, named)
            if linked or not there:
                values[own] = None
            else:
                values[own] = self._value(plan, member, wanted.get(member.name, ()), depth)
            named[member.name] = values[own]
        return cls(**values)

    def _wanted(self, plan: Plan) -> dict[str, tuple[int, ...]]:
        """The values that conditions ask for, by member."""
        found: dict[str, tuple[int, ...]] = {}
        for member in plan.members:
            if member.condition:
                for compare in compares(member.condition):
                    found[compare.member] = found.get(compare.member, ()) + compare.values
        return found

    def _there(self, condition: Condition | None, named: dict[str, object]) -> bool:
        if condition is None:
            return True
        if isinstance(condition, Left | Message):
            return self.random.random() < 0.7
        if any(named.get(one.member) is None for one in compares(condition)):
            return False  # it hangs on what the encoder computes
        return holds(condition, named)

    def _value(self, plan: Plan, member: Member, wanted: tuple[int, ...], depth: int) -> Any:
        form, extent = member.form, member.extent
        if isinstance(form, Region) or isinstance(extent, Filler):
            return None
        if isinstance(form, Number | BitField) and wanted and self.random.random() < 0.7:
            return self._fitting(form, self.random.choice(wanted))
        unit, size = 1, self.random.randrange(SHORT)
        if isinstance(extent, Measured):
            unit = extent.by.times if extent.by.over == 1 else 1
            size += 2 * max(extent.by.plus, 0)
            if extent.by.table:
                size = self.random.choice(extent.by.table)[1]
            size = self._sizes.setdefault((id(plan), extent.by.member), size)  # one number may tell several sizes
        return self.value(form, extent, depth, 0 if member.at and depth > DEPTH else unit * size)

    def value(self, form: Form, extent: Extent, depth: int, size: int = 2) -> Any:
        """A value of a form."""
        size = extent.bits // 8 if isinstance(extent, Fixed) else size
        match form:
            case Number() | BitField():
                return self._fitting(form, self.random.getrandbits(64))
            case Guid():
                return UUID(int=self.random.getrandbits(128))
            case Text(encoding=encoding):
                if isinstance(extent, Fixed):
                    return self._text(encoding, size)
                if encoding.startswith("utf-16"):
                    size //= 2
                return "".join(self.random.choice("aZ9~") for _ in range(size))
            case Inner():
                return self._inner(form, extent, depth)
            case Array():
                return self._array(form, extent, depth, size)
        data = self.random.randbytes(size)
        if isinstance(extent, Terminated):
            data = data.replace(extent.by[:1], b"\x01")
            data = data[: len(data) - len(data) % max(extent.unit, 1)]
        return data

    def _text(self, encoding: str, size: int) -> Any:
        wide = encoding.startswith("utf-16")
        return "a" * (size // 2) if wide else "a" * size

    def _inner(self, inner: Inner, extent: Extent, depth: int) -> Any:
        record = self.record(self.codecs.inner(inner).__derived__, depth + 1)
        if isinstance(extent, Fixed) and len(record.encode()) != extent.bits // 8:
            return None
        return record

    def _array(self, form: Array, extent: Extent, depth: int, size: int) -> tuple[Any, ...]:
        if isinstance(extent, Fixed):
            assert isinstance(form.extent, Fixed)
            count = extent.bits // form.extent.bits
        else:
            count = 0 if depth >= DEPTH else size
        found = [self.value(form.element, form.extent, depth + 1) for _ in range(count)]
        if form.next:
            link = (
                next(a for a, name in type(found[0]).__document_names__.items() if name == form.next) if found else ""
            )
            found = [one.replace(**{link: None}) for one in found]
        return tuple(found)

    def _fitting(self, form: Number | BitField, value: int) -> int:
        bits = form.width if isinstance(form, BitField) else form.size * 8
        if isinstance(form, Number) and form.signed:
            bits -= 1
        return value & ((1 << bits) - 1)


def check(codecs: Codecs, structure: DerivedStructure, random: Random) -> None:
    """Encode a record at random, decode that, and encode it again."""
    record = Samples(codecs, random).record(structure)
    data = record.encode()
    again = codecs.of(structure).decode(data)
    assert again.encode() == data, (record, again, data.hex(), again.encode().hex())
    plan = Plan(type(record))
    conditions = [member.condition for member in plan.members if member.condition]
    if any(plan.named(one.member) in plan.links for condition in conditions for one in compares(condition)):
        return  # what the encoder computes decides what is there
    for name in record.__struct_fields__:
        given, read = getattr(record, name), getattr(again, name)
        if isinstance(given, int | str | UUID) or (isinstance(given, bytes) and given):
            assert given == read, (name, given, read)
