"""What the reader and the writer of a derived structure share: its stored members, their locals, and expressions.

Locals of the generated code that are no members begin with an underscore.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

from plugfest.errors import LocalProtocolError, WireError
from plugfest.simulate.structures import runtime
from plugfest.simulate.structures.model import (
    All,
    Array,
    At,
    BitField,
    Blob,
    Compare,
    Condition,
    Filler,
    Fixed,
    Guid,
    Inner,
    Left,
    Measured,
    Member,
    Message,
    Number,
    Reference,
    Region,
    Text,
)
from plugfest.simulate.structures.model import Any as AnyOf
from plugfest.simulate.structures.record import Record, stored_members
from plugfest.simulate.structures.sketch import key
from plugfest.wire.runtime import exact, short

CODES = {1: "B", 2: "H", 4: "I", 8: "Q"}
CODECS = {"utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "utf-8": "utf-8", "ascii": "ascii", "oem": "latin-1"}


class Plan:
    """How one structure is read and written."""

    def __init__(self, cls: type[Record]) -> None:
        self.cls = cls
        self.structure = cls.__derived__
        self.codecs = cls.__codecs__
        self.members = stored_members(self.structure.members)
        self.locals = dict(zip(map(id, self.members), cls.__struct_fields__, strict=False))
        self.names: dict[str, str] = {}
        for member in self.members:
            self.names.setdefault(key(member.name), self.locals[id(member)])
        self.scope: dict[str, Any] = {
            "_cls": cls,
            "_fail": _failing(cls),
            "_bad": _refusing(cls),
            "_errors": (struct.error, OverflowError, TypeError, AttributeError),
            "_UUID": UUID,
            "_short": short,
            "_exact": exact,
            "_join": b"".join,
            **{f"_{name}": getattr(runtime, name) for name in runtime.__all__},
        }
        self._inside: dict[int, tuple[tuple[str, str, str], ...]] = {}
        self.spans: list[str] = []
        """The locals of what lies at offsets or behind it, as the reader found them."""
        self.located = any(member.at for member in self.members)
        self.aligned = any(isinstance(m.form, Array) and m.form.align > 1 for m in self.members)
        self.regions = {self.local(m) for m in self.members if isinstance(m.form, Region)}
        self.links = dict(self._links())
        """The local of each member that the writer can compute: what it tells, and of which one."""

    def local(self, member: Member) -> str:
        """The local of a member."""
        return self.locals[id(member)]

    def named(self, name: str) -> str:
        """The expression for the value of a member by its name; `A.B` lies in the structure A."""
        first, *inner = name.split(".")
        try:
            found = self.names[key(first)]
        except KeyError:
            raise TypeError(f"{self.structure.place} has no member {name}") from None
        if not inner:
            return found
        member = next(m for m in self.members if self.local(m) == found)
        cls: Any = self.codecs.inner(member.form)  # type: ignore[arg-type]
        for part in inner:
            own = next(a for a, written in cls.__document_names__.items() if key(written) == key(part))
            found += f".{own}"
        return found

    def value(self, reference: Reference) -> str:
        """The expression for what a reference tells."""
        text = self.named(reference.member)
        if any(m.condition and self.local(m) == text for m in self.members):
            text = f"({text} or 0)"  # what is absent measures nothing
        if reference.table:
            return f"{dict(reference.table)}.get({text}, -1)"
        if reference.times != 1:
            text = f"{text} * {reference.times}"
        if reference.over != 1:
            text = f"-(-{text if reference.times == 1 else f'({text})'} // {reference.over})"
        if reference.plus:
            text = f"{text} {'+' if reference.plus > 0 else '-'} {abs(reference.plus)}"
        return text + "".join(f" - {self.named(name)}" for name in reference.less)

    def condition(self, condition: Condition) -> str:
        """The expression for a condition. What is absent itself meets none."""
        match condition:
            case All(of=of):
                return "(" + " and ".join(map(self.condition, of)) + ")"
            case AnyOf(of=of):
                return "(" + " or ".join(map(self.condition, of)) + ")"
            case Left() | Message():
                return "_p < _e"
            case Compare():
                return self._comparison(condition)

    def _comparison(self, compare: Compare) -> str:
        value = self.named(compare.member)
        values = compare.values
        first = values[0]
        text = {
            "is": f"{value} == {first}" if len(values) == 1 else f"{value} in {values}",
            "is not": f"{value} != {first}" if len(values) == 1 else f"{value} not in {values}",
            "has": f"{value} & {first} == {first}",
            "has not": f"not {value} & {first}",
            "less": f"{value} < {first}",
            "greater": f"{value} > {first}",
            "at least": f"{value} >= {first}",
            "at most": f"{value} <= {first}",
            "contains": f"any(_i in {value} for _i in {values})",
            "lacks": f"not any(_i in {value} for _i in {values})",
        }[compare.operator]
        return f"({value} is not None and {text})"

    def keep(self, prefix: str, local: str, value: Any) -> str:
        """Put something for a member into the scope; its name."""
        name = f"_{prefix}_{local}"
        self.scope[name] = value
        return name

    def item(self, local: str, form: Number) -> str:
        """What an array of integers is made of: byte order, struct code and size of one."""
        code = CODES[form.size].lower() if form.signed else CODES[form.size]
        return self.keep("item", local, (sign(form.order), code, form.size))

    def unit(self, member: Member) -> tuple[str, str, int] | None:
        """Byte order, struct code and size of a member that is read in a run with its neighbours; else None."""
        if member.condition or member.at or member.align > 1 or not isinstance(member.extent, Fixed):
            return None
        form = member.form
        if isinstance(form, BitField):
            return ("", "", 0) if form.unit in CODES else None
        if isinstance(form, Number) and form.size in CODES:
            code = CODES[form.size]
            return sign(form.order), code.lower() if form.signed else code, form.size
        if isinstance(form, Inner):
            parts = self.inside(member)
            return ("", "".join(code for _, code, _ in parts), member.extent.bits // 8) if parts else None
        if isinstance(form, Blob | Guid | Number | Text):
            size = member.extent.bits // 8
            return "", f"{size}s", size
        return None

    def inside(self, member: Member) -> tuple[tuple[str, str, str], ...]:
        """The members of a small structure that can be read with its neighbours: name, struct code, byte order.

        Empty for one that cannot.
        """
        if id(member) not in self._inside:
            self._inside[id(member)] = self._found_inside(member)
        return self._inside[id(member)]

    def _found_inside(self, member: Member) -> tuple[tuple[str, str, str], ...]:
        assert isinstance(member.form, Inner)
        if not isinstance(member.extent, Fixed):
            return ()
        cls = self.codecs.inner(member.form)
        found: list[tuple[str, str, str]] = []
        for own, part in zip(cls.__struct_fields__, stored_members(cls.__derived__.members), strict=False):
            plain = isinstance(part.extent, Fixed) and not (part.condition or part.at or part.align > 1)
            match part.form:
                case Number(size=size, signed=signed, order=order) if plain and size in CODES:
                    found.append((own, CODES[size].lower() if signed else CODES[size], sign(order)))
                case Blob() if plain and isinstance(part.extent, Fixed):
                    found.append((own, f"{part.extent.bits // 8}s", ""))
                case _:
                    return ()
        whole = struct.calcsize("<" + "".join(code for _, code, _ in found)) * 8 == member.extent.bits
        return tuple(found) if whole and len({order for *_, order in found} - {""}) < 2 else ()

    def orders(self, member: Member) -> set[str]:
        """struct's signs for the byte orders in a member of a run."""
        if isinstance(member.form, Number | BitField):
            return {sign(member.form.order)}
        return {order for *_, order in self.inside(member)} - {""} if isinstance(member.form, Inner) else set()

    def _links(self) -> list[tuple[str, tuple[str, Reference, Member]]]:
        """What the writer computes: lengths and counts, offsets, the size of the whole."""
        found: list[tuple[str, tuple[str, Reference, Member]]] = []
        taken: set[str] = set()

        def link(kind: str, reference: Reference, member: Member) -> None:
            if "." in reference.member or key(reference.member) not in self.names:
                return
            local = self.names[key(reference.member)]
            if local not in taken:
                taken.add(local)
                found.append((local, (kind, reference, member)))

        for member in self.members:
            if isinstance(member.extent, Measured):
                link(member.extent.unit, member.extent.by, member)
            if member.at:
                link("offset", member.at.by, member)
        if isinstance(self.structure.extent, Measured) and self.members:
            link("total", self.structure.extent.by, self.members[0])
        return found


def sign(order: str) -> str:
    """struct's sign for a byte order."""
    return ">" if order == "big" else "<"


def base_of(plan: Plan, at: At) -> str:
    """The expression for the position that an offset counts from: the structure, the message, or a region."""
    if not at.base:
        return "_s"
    local = plan.names.get(key(at.base))
    return f"_at_{local}" if local in plan.regions else "_base"


def behind(plan: Plan, member: Member) -> int:
    """Bytes of the members of fixed size behind one that takes what remains. Raises TypeError where one varies."""
    later = plan.members[plan.members.index(member) + 1 :]
    size = 0
    for entry in later:
        if entry.at or isinstance(entry.form, Region):
            continue
        if not isinstance(entry.extent, Fixed) or entry.condition:
            if isinstance(entry.extent, Filler):
                continue
            raise TypeError(f"{plan.structure.place}.{member.name} takes all, and {entry.name} follows")
        if isinstance(entry.form, BitField):
            size += entry.form.unit if entry.form.first else 0
        else:
            size += entry.extent.bits // 8
    return size


def _failing(cls: type[Record]) -> Callable[[str, int, str], NoReturn]:
    names: dict[str, str] = cls.__document_names__

    def fail(field: str, offset: int, reason: str) -> NoReturn:
        raise WireError(cls.__derived__.name, names.get(field, field), offset, reason)

    return fail


def _refusing(cls: type[Record]) -> Callable[[object], NoReturn]:
    def bad(reason: object) -> NoReturn:
        raise LocalProtocolError(f"{cls.__derived__.name} cannot be encoded: {reason}")

    return bad
