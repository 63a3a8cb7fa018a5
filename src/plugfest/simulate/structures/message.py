"""A structure with the header that it follows: which of the header's forms the bytes have, if they have one."""

from __future__ import annotations

from typing import NamedTuple

from plugfest.errors import WireError
from plugfest.simulate.structures.conditions import holds
from plugfest.simulate.structures.model import DerivedStructure
from plugfest.simulate.structures.record import Record, stored_members
from plugfest.simulate.structures.shelf import Shelf


class Read(NamedTuple):
    """A part of a message."""

    record: Record
    start: int
    base: int
    prefix: str


def read_message(shelf: Shelf, structure: DerivedStructure, data: bytes) -> list[Read]:
    """The header, if the bytes begin with it, and the structure. Raises WireError."""
    own = shelf.codecs.of(structure)
    for inner in structure.follows:
        form = shelf.structure(inner)
        header = _header(shelf, form, data) if form else None
        if header:
            size = len(header.encode())
            body = own.decode(data, size, None, 0)
            return [Read(header, 0, 0, "Header."), Read(body, size, 0, "")]
    return [Read(own.decode(data), 0, 0, "")]


def _header(shelf: Shelf, form: DerivedStructure, data: bytes) -> Record | None:
    """The header, if the bytes have this form of it: its constants are there, and its condition holds."""
    cls = shelf.codecs.of(form)
    try:
        header, _ = cls._read(data, 0, len(data), 0)
    except WireError:
        return None
    members = stored_members(form.members)
    values = {member.name: getattr(header, own) for own, member in zip(cls.__struct_fields__, members, strict=False)}
    constants = [member for member in members if member.constant is not None]
    if not constants or not all(values[member.name] == member.constant for member in constants if member.constant):
        return None
    return header if form.condition is None or holds(form.condition, values) else None
