"""The byte order of structures whose document leaves it to the protocols that use them, [MS-DTYP] 2.4.2.2."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from plugfest.simulate.structures.model import (
    Array,
    BitField,
    DerivedStructure,
    Form,
    Guid,
    Inner,
    Member,
    Number,
    Order,
    Union,
)

LENT = re.compile(r"\bendianness (?:that is )?specified by the protocol in question\b")
"""What a document says that leaves the byte order of its structures to others."""


def lent(form: Form, order: Order, lends: Callable[[Inner], bool]) -> Form:
    """A form in a structure of some byte order: what others leave to it is of that order, too."""
    match form:
        case Inner() if form.order is None and lends(form):
            return msgspec.structs.replace(form, order=order)
        case Array(element=Inner() as element) if element.order is None and lends(element):
            return msgspec.structs.replace(form, element=msgspec.structs.replace(element, order=order))
    return form


def reordered(structure: DerivedStructure, order: Order) -> DerivedStructure:
    """A structure with another byte order; what has one of its own keeps it."""
    if structure.order == order:
        return structure
    members = tuple(_member(member, structure, order) for member in structure.members)
    return msgspec.structs.replace(structure, order=order, members=members)


def _member(member: Member, structure: DerivedStructure, order: Order) -> Member:
    return msgspec.structs.replace(member, form=_form(member.form, structure, order))


def _form(form: Form, structure: DerivedStructure, order: Order) -> Form:
    match form:
        case Number() | BitField() | Guid() if form.order == structure.order:
            return msgspec.structs.replace(form, order=order)
        case Inner(document=document) if document == structure.document:
            return msgspec.structs.replace(form, order=order)
        case Array():
            return msgspec.structs.replace(form, element=_form(form.element, structure, order))
        case Union(arms=arms):
            changed = [
                msgspec.structs.replace(arm, members=tuple(_member(m, structure, order) for m in arm.members))
                for arm in arms
            ]
            return Union(arms=tuple(changed))
    return form
