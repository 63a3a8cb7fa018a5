"""Flags that a drawing shows by letters: one box a bit, the first the highest, each defined below by its letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugfest.records.documents import AnyBlock, Field, Layout, Table
from plugfest.simulate.constants.model import Constant
from plugfest.specs.inline import plain

_ALTERNATE = re.compile(r"(?:alternate|symbolic|another) name\b[^.]*?\bis ([A-Z][A-Z0-9_]{4,})")
_LETTERED = re.compile(r"(?P<letter>[A-Z][A-Za-z0-9]{0,2}) (?P<name>[A-Z][\w-]*(?: [\w-]+){0,4})$")


def members(layout: Layout, behind: Sequence[AnyBlock]) -> tuple[Constant, ...]:
    """The flags of a drawing of single bits; none where it draws anything else."""
    size = max((box.last for box in layout.boxes), default=-1) + 1
    single = [box for box in layout.boxes if box.first == box.last]
    if size not in (8, 16, 32, 64) or len(single) < 6 or len(single) * 2 < size:
        return ()
    named = _names(behind)
    found = []
    for box in single:
        letter = "".join(plain(box.name).split())
        name, line = named.get(letter, ("", layout.line))
        if name:
            found.append(Constant(name=name, value=1 << size - 1 - box.first, line=line))
    return tuple(found)


def _names(behind: Sequence[AnyBlock]) -> dict[str, tuple[str, int]]:
    """Letter → name and line, from the definitions up to the next drawing."""
    found: dict[str, tuple[str, int]] = {}
    for block in behind:
        match block:
            case Layout():
                break
            case Field(name=name, text=text) if told := _ALTERNATE.search(plain(text)):
                found.setdefault("".join(plain(name).split()), (told[1], block.line))
            case Table(rows=rows):
                for row in rows:
                    if told := _LETTERED.match(plain(row.cells[0])):
                        found.setdefault(told["letter"], (told["name"], row.line))
    return found
