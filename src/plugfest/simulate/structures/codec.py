"""Generates the codec of a derived structure as Python source, specialised to its members, and compiles it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugfest.simulate.structures.plan import Plan
from plugfest.simulate.structures.reading import reader
from plugfest.simulate.structures.record import Record
from plugfest.simulate.structures.writing import writer


def generate(cls: type[Record]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The reader and the writer. Raises TypeError where the structure makes no sense."""
    plan = Plan(cls)
    for source in (reader(plan), writer(plan)):
        exec(compile(source, f"<codec of {cls.__name__}>", "exec"), plan.scope)  # our own text
    return plan.scope["read"], plan.scope["write"]


def placer(cls: type[Record]) -> Callable[[Any, int], dict[str, tuple[int, int]]]:
    """What tells where each member of a record lies, counted from its start, and how many bytes it takes."""
    plan = Plan(cls)
    exec(compile(writer(plan, placing=True), f"<places of {cls.__name__}>", "exec"), plan.scope)  # our own text
    made: Callable[[Any, int], dict[str, tuple[int, int]]] = plan.scope["place"]
    return made


def source_of(cls: type[Record]) -> str:
    """The generated source, for people."""
    plan = Plan(cls)
    return reader(plan) + "\n\n\n" + writer(plan)
