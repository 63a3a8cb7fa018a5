"""Values of fields as people read them."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta
from typing import Any

from plugfest.wire.layout import Int

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_NEVER = 0x7FFFFFFFFFFFFFFF
_SHOWN = 32
"""Bytes of a buffer that are shown."""


def text_of(value: Any, form: Int | None = None) -> str:
    """The text of a value; `form` tells how an integer is meant."""
    match value:
        case None:
            return "computed"
        case enum.Flag():
            return _flags(value)
        case enum.Enum():
            return _member(value)
        case int() if form is not None and form.kind == "filetime":
            return filetime_text(value)
        case int() if form is not None and form.kind == "hex":
            return f"0x{value:0{form.size * 2}X}"
        case bytes():
            return _bytes(value)
        case str():
            return _quoted(value)
    return str(value)


def filetime_text(value: int) -> str:
    """[MS-DTYP] 2.3.3: a date and time in UTC; the plain number where it is none."""
    if value == _NEVER:
        return "never"
    seconds, fraction = divmod(value, 10_000_000)
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return str(value)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:07}Z" if value else "0"


def _number(value: int) -> str:
    """Small numbers as the documents write them in enumerations, larger ones as codes."""
    if 0 <= value < 0x20:
        return str(value)
    return f"0x{value:02X}" if value <= 0xFF else f"0x{value:04X}" if value <= 0xFFFF else f"0x{value:08X}"


def _member(value: enum.Enum) -> str:
    number = value.value
    if not isinstance(number, int):
        return value.name
    return f"{value.name} ({_number(number)})" if value.name in type(value).__members__ else _number(number)


def tokens_of(value: enum.Flag) -> list[str]:
    """The tokens of flags, those of several bits first taken, and what has no token."""
    left: int = value.value
    tokens = []
    members = [member for member in type(value).__members__.values() if member.value]
    for member in sorted(members, key=lambda member: (-member.value.bit_count(), member.value)):
        if left & member.value == member.value:
            tokens.append((member.value, member.name or ""))
            left &= ~member.value
    if left:
        tokens.append((1 << 64, f"0x{left:X}"))
    return [name for _, name in sorted(tokens)]


def _flags(value: enum.Flag) -> str:
    names = " | ".join(tokens_of(value))
    return f"{names} (0x{value.value:X})" if names and names != f"0x{value.value:X}" else f"0x{value.value:X}"


def _bytes(value: bytes) -> str:
    if not value:
        return "empty"
    size = f"{len(value)} byte{'s' if len(value) > 1 else ''}"
    if 3 <= len(value) <= _SHOWN and all(0x20 < byte < 0x7F for byte in value):
        size += f', "{value.decode("ascii")}"'
    return f"{value[:_SHOWN].hex()}{'…' if len(value) > _SHOWN else ''} ({size})"


def _quoted(value: str) -> str:
    """Quoted; backslashes stay as they are, since paths are full of them."""
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value) + '"'
