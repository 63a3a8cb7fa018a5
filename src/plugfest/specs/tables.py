"""Tables: their cells, the ones that the converter retitled, bit grids drawn as tables, tables of values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugfest.records.documents import Bits, Row, Value
from plugfest.specs.inline import plain

_CELLS = re.compile(r"(?<!\\)\|")
RETITLED = ("Bit Range", "Field", "Description")
"""The header that the converter gave to tables of a name and its meaning: the first column is made up."""

_NUMBER = r"(?:0x[0-9A-Fa-f]+|[0-9]+|\(?-[0-9]+\)?)"
_NAME_VALUE = re.compile(rf'([A-Za-z_]\w*(?:\.\w+)?(?:\s*\[\w*\])?)[\s:=]+\(?("[^"]*"|{_NUMBER})\)?$')
_VALUE_NAME = re.compile(rf"({_NUMBER})[\s:=]+\(?([A-Za-z_]\w+)\)?$")
_VALUE = re.compile(rf"{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?$|\"[^\"]*\"$")
_TOKEN = re.compile(r"[A-Za-z_]\w*$")
_NAMES = re.compile(
    r"(?:constant|symbolic name|name|flag|bit flag|symbol|identifier|error code|return value|return code|token"
    r"|value|bit|code|status|type|field|hresult)",
    re.IGNORECASE,
)


def cells(line: str) -> tuple[str, ...]:
    """The cells of a line `| a | b |`."""
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().removesuffix("|"))[1:])


def repaired(header: tuple[str, ...], rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """A retitled table without its first column.

    The converter put what looked like a size there, wherever it stood, `Variable` where nothing did, and `-` in the
    place of a description that it had moved.
    """
    if header != RETITLED or any(len(row.cells) != len(RETITLED) for row in rows):
        return header, tuple(rows)
    return RETITLED[1:], tuple(Row(_moved_back(row.cells), row.line) for row in rows)


def _moved_back(row: tuple[str, ...]) -> tuple[str, ...]:
    moved, name, description = row
    if moved == "Variable":
        return name, description
    return (name, moved) if description == "-" else (name, f"{moved} {description}")


def bit_grid(header: tuple[str, ...], rows: Sequence[Row]) -> tuple[Bits, ...]:
    """The boxes of a packet layout that is drawn as a table, its header counting the bits; empty if it is none."""
    numbers = [cell.replace(" ", "") for cell in header]
    counts = all(cell in (str(index), str(index % 10)) for index, cell in enumerate(numbers))
    if len(header) < 8 or not counts or not rows or any(len(row.cells) != len(header) for row in rows):
        return ()
    boxes: list[Bits] = []
    for number, row in enumerate(rows):
        for bit, cell in enumerate(row.cells):
            place = number * len(header) + bit
            boxes.append(Bits(place, place, plain(cell).replace(" ", "")))
    return tuple(boxes)


def values(header: tuple[str, ...], rows: Sequence[Row]) -> tuple[Value, ...]:
    """Name, value and meaning of the rows of a table of values; names and values that share a cell are told apart."""
    if len(header) < 2 or not _NAMES.search(plain(header[0])):
        return ()
    result: list[Value] = []
    for row in rows:
        texts = [plain(cell) for cell in row.cells]
        if len(texts) < 2:
            continue
        name, value = name_and_value(texts[0])
        rest = texts[1:]
        if rest and not value and _VALUE.match(rest[0]):
            value, rest = rest[0], rest[1:]
        elif rest and not name and value and _TOKEN.match(rest[0]) and len(rest) > 1:
            name, rest = rest[0], rest[1:]
        if name or value:
            result.append(Value(name, value, " ".join(rest), row.line))
    return tuple(result)


def name_and_value(text: str) -> tuple[str, str]:
    """`SMB2_FLAGS_SIGNED 0x00000008` as its parts, in either order; what is absent is empty."""
    if found := _NAME_VALUE.match(text):
        return found[1], found[2]
    if found := _VALUE_NAME.match(text):
        return found[2], found[1]
    if _VALUE.match(text):
        return "", text
    return (text, "") if _TOKEN.match(text) else ("", "")
