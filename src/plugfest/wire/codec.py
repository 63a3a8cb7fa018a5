"""Generates the codec of a structure as Python source, specialised to its layout, and compiles it.

Runs of fixed fields become one `struct` call; everything that the layout knows is decided here, not per message.
`python -m plugfest.wire.codec MODULE:CLASS` prints what is generated.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from plugfest.wire.plan import Plan
from plugfest.wire.reader import reader
from plugfest.wire.writer import writer


def generate(cls: type[Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The reader and the writer of a structure. Raises TypeError where its declaration makes no sense."""
    plan = Plan(cls)
    for source in (reader(plan), writer(plan)):
        exec(compile(source, f"<codec of {cls.__name__}>", "exec"), plan.scope)  # our own text
    return plan.scope["read"], plan.scope["write"]


def source_of(cls: type[Any]) -> str:
    """The generated source, for people."""
    plan = Plan(cls)
    return reader(plan) + "\n\n\n" + writer(plan)


def main(place: str) -> None:
    """Print what is generated for `MODULE:CLASS`."""
    module, name = place.split(":")
    print(source_of(getattr(importlib.import_module(module), name)))


if __name__ == "__main__":  # pragma: no cover
    main(sys.argv[1])
