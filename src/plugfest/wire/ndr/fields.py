"""A decoded value as rows for people: dotted names, and values as they are read."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import msgspec

from plugfest.records import FieldValue

_SHOWN = 64
"""Bytes of a buffer that are shown."""


def fields(value: msgspec.Struct, prefix: str = "") -> list[FieldValue]:
    """One row for each number, string and buffer in a structure, in the order of the declaration."""
    return list(_rows(value, prefix))


def _rows(value: Any, name: str) -> Iterator[FieldValue]:
    if isinstance(value, msgspec.Struct):
        for member in value.__struct_fields__:
            yield from _rows(getattr(value, member), f"{name}.{member}" if name else member)
    elif isinstance(value, tuple | list) and value:
        for index, item in enumerate(value):
            yield from _rows(item, f"{name}[{index}]")
    else:
        yield FieldValue(name, text_of(value))


def text_of(value: Any) -> str:
    """One value as people read it."""
    match value:
        case None:
            return "NULL"
        case enum.Enum() if value.name:
            return f"{value.name} (0x{value.value:X})" if isinstance(value.value, int) else value.name
        case bool():
            return str(value)
        case int() if value > 0xFFFF:
            return f"{int(value)} (0x{int(value):08X})"
        case int():
            return str(int(value))
        case str():
            return f'"{value}"'
        case bytes():
            more = f"… ({len(value)} bytes)" if len(value) > _SHOWN else ""
            return (value[:_SHOWN].hex(" ") + more) or "(empty)"
        case tuple() | list():
            return "(empty)"
    return str(value)
