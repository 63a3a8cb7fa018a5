"""The rules of the documents as a server follows them, and the mutants that break one.

A server marks each rule that a client can observe with the id of its requirement, at the place of the rule:

    if rules.on("DOC:SECTION:HASH") and level not in LEVELS:
        return ERROR_INVALID_LEVEL
    entries = rules.value("DOC:SECTION:HASH", entries)

Without a mutant `on` is True and `value` gives back what it got. `conformance` breaks one rule at a time and expects
the cases that cite it to notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, TypeVar
from uuid import UUID

import msgspec

T = TypeVar("T")


class Mutant(msgspec.Struct, frozen=True):
    """One broken rule: a requirement id and how it is broken.

    Operators: `skip` (the rule is not applied), `change` (the value it gives is another one of the same type),
    `empty` (the value is empty, zero or None), `set:N` (the value is the number N, decimal or 0x…).
    """

    rule: str
    operator: str = "skip"

    def __str__(self) -> str:
        return f"{self.rule}:{self.operator}"


def _changed(value: Any) -> Any:
    """Another value of the same type, of the same size where that matters."""
    match value:
        case bool():
            return not value
        case IntEnum():
            return next((member for member in type(value) if member not in (value, 0)), value)
        case int():
            return value + 1 if value < 0xFFFFFFFF or value > 0xFFFFFFFF else value - 1
        case str():
            return value + "~" if value else "~"
        case UUID():
            return UUID(int=value.int ^ 1)
        case bytes():
            return bytes([value[0] ^ 0xFF]) + value[1:] if value else b"\xff"
        case tuple() | list():
            return value[::-1] if len(value) > 1 and value[::-1] != value else value[:-1]
        case None:
            return ""
    raise TypeError(f"no operator changes a {type(value).__name__}")


def _emptied(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value):
        return None
    return type(value)() if isinstance(value, str | bytes | tuple | list) else type(value)(0)


_OPERATORS: dict[str, Callable[[Any], Any]] = {"change": _changed, "empty": _emptied}


class Rules:
    """The rules in force: all of the document's, but for those that a mutant breaks."""

    def __init__(self, mutants: tuple[Mutant, ...] = ()) -> None:
        self._skipped = frozenset(m.rule for m in mutants if m.operator == "skip")
        self._changed = {m.rule: m.operator for m in mutants if m.operator != "skip"}
        self.reached: set[str] | None = None
        """Where a set is put here, the ids of the rules that were reached are added to it."""

    def on(self, rule: str) -> bool:
        """Is this rule in force?"""
        if self.reached is not None:
            self.reached.add(rule)
        return rule not in self._skipped

    def value(self, rule: str, value: T) -> T:
        """The value that this rule gives; another one where a mutant breaks the rule."""
        if self.reached is not None:
            self.reached.add(rule)
        operator = self._changed.get(rule)
        if operator is None:
            return value
        if operator.startswith("set:"):
            return type(value)(int(operator[4:], 0))  # type: ignore[call-arg]
        return _OPERATORS[operator](value)  # type: ignore[no-any-return]

    def value_of_each(self, rules: Iterable[str], value: T) -> T:
        """The value that all of these rules together give."""
        for rule in rules:
            value = self.value(rule, value)
        return value


RULES = Rules()
"""No mutant: the rules as they stand."""
