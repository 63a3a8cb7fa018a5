"""Joins structures to those that lie in them: what is missing or has no end is told apart from what can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from plugfest.simulate.structures.model import (
    Array,
    Blob,
    DerivedStructure,
    Extent,
    Filler,
    Fixed,
    Form,
    Inner,
    Left,
    Measured,
    Member,
    Message,
    Own,
    Reason,
    Region,
    Remaining,
    Terminated,
    Union,
)
from plugfest.simulate.structures.orders import lent, reordered


class Target(NamedTuple):
    """A structure that lies in another, as far as it is known."""

    structure: DerivedStructure | None
    ends: bool
    """It tells itself where it ends."""
    recursive: bool = False
    """It is one of those that it lies in."""
    lent: bool = False
    """Its document leaves the byte order to those that use it."""


Find = Callable[[Inner], Target]


class Unlinked(Exception):
    """A member that cannot be read for want of another structure, or of an end."""

    def __init__(self, reason: Reason, member: Member) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.member = member


def linked(structure: DerivedStructure, find: Find) -> DerivedStructure:
    """The structure with what cannot be resolved left as bytes where its size is told. Raises Unlinked."""
    members = [_in_order(member, structure, find) for member in structure.members]
    kind = _kind(structure.title)
    for number, whole in enumerate(members):
        member = whole
        if isinstance(member.form, Inner) and isinstance(member.extent, Own):
            behind = not all(_nothing(later) for later in members[number + 1 :])
            member = msgspec.structs.replace(member, form=_header(member, member.form, find, kind, behind))
        last = _fixed(members[number + 1 :])
        form, extent = _linked(member, member.form, member.extent, find, last)
        members[number] = msgspec.structs.replace(member, form=form, extent=extent)
        if isinstance(extent, Remaining) and not member.at and not _fixed(members[number + 1 :]):
            raise Unlinked(Reason.NO_END, member)
    return msgspec.structs.replace(structure, members=tuple(members))


def _in_order(member: Member, structure: DerivedStructure, find: Find) -> Member:
    def lends(inner: Inner) -> bool:
        target = find(inner)
        return target.lent and target.structure is not None and target.structure.order != structure.order

    return msgspec.structs.replace(member, form=lent(member.form, structure.order, lends))


def _kind(title: str) -> Literal["", "request", "response"]:
    """Whether a structure is a request or a response, by its title; empty if that does not tell."""
    found = re.search(r"\b(request|response)\b|_(REQ|RSP|RESP)\b", title, re.IGNORECASE)
    return "" if not found else "request" if (found[1] or found[2]).lower().startswith("req") else "response"


def _header(member: Member, inner: Inner, find: Find, kind: str, behind: bool) -> Inner:
    """A header as it is in a message: without what other messages have, or the room that the rest of this one fills."""
    target = find(inner).structure
    if target is None:
        return inner
    roles = {m.name: m.condition.role for m in target.members if isinstance(m.condition, Message)}
    if not kind and any(role in ("request", "response") for role in roles.values()):
        raise Unlinked(Reason.NO_CONDITION, member)
    without = [name for name, role in roles.items() if role != kind and (role[:4] != "not " or role[4:] == kind)]
    last = target.members[-1] if target.members else None
    if behind and last and isinstance(last.extent, Remaining):
        without.append(last.name)
    return msgspec.structs.replace(inner, without=tuple(without), role=(kind or "other") if roles else "")


def as_header(structure: DerivedStructure, inner: Inner) -> DerivedStructure:
    """A structure as it is before a message of one kind, without some of its members."""
    members = [
        msgspec.structs.replace(m, condition=None) if isinstance(m.condition, Message) else m
        for m in structure.members
        if m.name not in inner.without
    ]
    words = [f"of a {inner.role} message"] if inner.role else []
    words += [f"in {inner.order}-endian order"] if inner.order else []
    words += [f"without {', '.join(inner.without)}"] if inner.without else []
    title = f"{structure.title} {' '.join(words)}"
    changed = msgspec.structs.replace(structure, members=tuple(members), title=title)
    return reordered(changed, inner.order) if inner.order else changed


def alone(structure: DerivedStructure) -> None:
    """Raise Unlinked where a structure can be read only as the header of a message of a known kind."""
    for member in structure.members[:-1]:
        if isinstance(member.condition, Message):
            raise Unlinked(Reason.NO_CONDITION, member)


def ends(structure: DerivedStructure, find: Find) -> bool:
    """Whether a linked structure tells itself where it ends."""
    if isinstance(structure.extent, Measured | Fixed):
        return True
    return all(_ends(member, find) for member in structure.members)


def _ends(member: Member, find: Find) -> bool:
    if isinstance(member.extent, Remaining) or isinstance(member.condition, Left | Message):
        return False
    if isinstance(member.extent, Measured | Fixed | Terminated | Filler):
        return not (isinstance(member.form, Array) and not _element_ends(member.form, find))
    if isinstance(member.form, Inner):
        return find(member.form).ends
    return True


def _element_ends(array: Array, find: Find) -> bool:
    return bool(array.next) or not isinstance(array.element, Inner) or find(array.element).ends


def _nothing(member: Member) -> bool:
    return member.at is not None or isinstance(member.form, Region)


def _fixed(members: list[Member]) -> bool:
    """Whether what follows has a fixed size."""
    return all(
        _nothing(member)
        or (isinstance(member.extent, Filler) and bool(member.extent.before))
        or (isinstance(member.extent, Fixed) and not member.condition)
        for member in members
    )


def _linked(member: Member, form: Form, extent: Extent, find: Find, last: bool) -> tuple[Form, Extent]:
    sized = isinstance(extent, Remaining | Fixed) or (isinstance(extent, Measured) and extent.unit == "bytes")
    if isinstance(form, Inner):
        target = find(form)
        if target.structure is None or (target.recursive and not member.condition):
            if sized:
                return Blob(), extent
            if last and isinstance(extent, Own):
                return Blob(), Remaining()
            raise Unlinked(Reason.NO_STRUCTURE, member)
        if isinstance(extent, Own) and not target.ends:
            if not last:
                raise Unlinked(Reason.NO_END, member)
            return form, Remaining()
        return form, extent
    if isinstance(form, Array) and isinstance(form.element, Inner):
        target = find(form.element)
        known = target.structure is not None and (target.ends or form.next)
        if not known:
            if sized or (last and not member.at):
                return Blob(), extent if sized else Remaining()
            raise Unlinked(Reason.NO_STRUCTURE if target.structure is None else Reason.NO_END, member)
    if isinstance(form, Union) and isinstance(extent, Own):
        raise Unlinked(Reason.NO_CHOICE, member)
    return form, extent
