"""The rows of a table of values: name and value in one cell, in two, or a value and what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugfest.records.documents import Row, Table
from plugfest.simulate.constants.model import Constant
from plugfest.simulate.constants.numbers import Written, digits, read
from plugfest.specs.inline import plain, without_notes

_HEADING = re.compile(
    r"value|code|flag|constant|name|bit\b|symbol|identifier|token|status|type|class|format|dialect|level|meaning",
    re.IGNORECASE,
)
_VALUES = re.compile(r"value|code|number|hex|decimal|\bbits?\b|mask|constant|level|function|\bid\b", re.IGNORECASE)
_CALL = re.compile(r"parameter|member|element|attribute|column|option|field|property|offset", re.IGNORECASE)
_NUMBER = r"\(?-?(?:0[xX][0-9A-Fa-f]+|[0-9]+)[uUlL]*\)?"
_NAMED = re.compile(rf"(?P<name>[A-Za-z][\w.-]*(?: ?\[\w*\])?(?: [\w./-]+){{0,4}}?)[\s:=]+\(?(?P<value>{_NUMBER})\)?$")
_NUMBERED = re.compile(rf"(?P<value>{_NUMBER})[\s:=]+\(?(?P<name>[A-Za-z][\w.-]*(?: [\w./-]+){{0,3}})\)?$")
_TOKEN = re.compile(r"[A-Za-z][\w-]*(?:\.\w+)*(?: [\w./-]+){0,3}$")


def members(table: Table) -> Iterator[Constant]:
    """The constants of a table; none where its heading does not promise values."""
    heading = [plain(cell) for cell in table.header]
    if len(heading) < 2 or not _HEADING.search(heading[0]) or _CALL.search(heading[0]):
        return
    second = bool(_VALUES.search(heading[1]))
    for row in table.rows:
        cells = [without_notes(plain(cell)).strip() for cell in row.cells]
        if len(cells) >= 2 and (found := _row(cells, second, row)):
            yield found


def _row(cells: list[str], second: bool, row: Row) -> Constant | None:
    first, other = cells[0], cells[1]
    if value := read(first):
        name = other if _TOKEN.match(other) else ""
        return _constant(name, first, value, row)
    if second and _TOKEN.match(first) and (value := read(other)):
        return _constant(first, other, value, row)
    if (found := _NAMED.match(first) or _NUMBERED.match(first)) and (value := read(found["value"])):
        return _constant(found["name"], found["value"], value, row)
    return None


def _constant(name: str, text: str, value: Written, row: Row) -> Constant:
    return Constant(name=name, value=value.value, last=value.last, digits=digits(text), line=row.line)
