"""A decoded value as rows for people: dotted names, and values as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugfest.records import FieldValue
from plugfest.wire.ndr.structure import NdrStructure
from plugfest.wire.text import text_of

MOST = 256
"""Elements of one array that are shown."""


def fields(value: NdrStructure, prefix: str = "") -> list[FieldValue]:
    """One row for each number, string and buffer in a structure, in the order of the declaration."""
    return list(_rows(value, prefix))


def _rows(value: Any, name: str) -> Iterator[FieldValue]:
    if isinstance(value, NdrStructure):
        for member in value.__struct_fields__:
            yield from _rows(getattr(value, member), f"{name}.{member}" if name else member)
    elif isinstance(value, tuple):
        for index, item in enumerate(value[:MOST]):
            yield from _rows(item, f"{name}[{index}]")
        if not value or len(value) > MOST:
            yield FieldValue(name, f"{len(value)} elements")
    else:
        yield FieldValue(name, "NULL" if value is None else text_of(value))
