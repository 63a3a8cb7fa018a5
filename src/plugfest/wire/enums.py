"""Enumerations and flags whose unknown values survive, and the tables by which the codec finds members."""

from __future__ import annotations

import enum
from typing import Any, Self

_KEPT = 1024
"""Unknown values of one enumeration that are remembered; more are made anew each time (a hostile peer sends many)."""


class OpenEnum(enum.IntEnum):
    """An enumeration that accepts values it does not name: they become members that compare as integers."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"0x{value:X}"
        member._value_ = value
        return member

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self._name_}: 0x{self._value_:X}>"


class Flags(enum.IntFlag, boundary=enum.KEEP):
    """Flags that keep bits they do not name."""


class Members(dict[int, Any]):
    """Value → member of one enumeration, filled as values are met: the codec's way round the enum call."""

    def __init__(self, kind: type[enum.Enum]) -> None:
        super().__init__({member.value: member for member in kind})
        self._kind = kind

    def __missing__(self, value: int) -> Any:
        kind = self._kind
        if issubclass(kind, enum.Flag):
            if len(self) >= _KEPT:  # Flag.__new__ would remember the value for ever
                member: Any = int.__new__(kind, value)  # type: ignore[type-var]
                member._name_, member._value_ = None, value
                return member
            member = kind(value)
        else:
            try:
                member = kind(value)
            except ValueError:
                return value
        if len(self) < _KEPT:
            self[value] = member
        return member
