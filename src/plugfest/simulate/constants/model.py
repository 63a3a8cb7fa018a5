"""What is derived from a table of values."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class SetKind(StrEnum):
    """What the values of a table are to the one who reads or writes them."""

    ENUMERATION = "enumeration"
    """One of them at a time."""
    FLAGS = "flags"
    """Bits that are combined."""
    CODES = "codes"
    """What a call or a message answers: NTSTATUS, Win32, HRESULT."""


class Constant(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table of values."""

    name: str
    """As written; empty where the document gives none."""
    value: int | str
    """A string where the document writes one in quotation marks."""
    last: int | None = None
    """The other end of a range."""
    digits: int = 0
    """How many digits a hexadecimal value is written with."""
    line: int


class ConstantSet(msgspec.Struct, frozen=True, kw_only=True):
    """A table of values, and what it is the table of."""

    document: str
    section: str
    title: str
    """The section's title: the structure, type or method."""
    field: str = ""
    """The field, parameter or member that the table stands under; empty where it is the section's own."""
    size: str = ""
    """The field's size as written: `4 bytes`."""
    apart: bool = False
    """Other text stands between the field's definition and the table."""
    kind: SetKind
    line: int
    members: tuple[Constant, ...]

    @property
    def place(self) -> str:
        """`MS-SMB2:SMB2 NEGOTIATE Request.SecurityMode`."""
        return f"{self.document}:{self.title}" + (f".{self.field}" if self.field else "")


class NoValues(StrEnum):
    """Why a table under a heading of values is not compiled."""

    PROSE = "its cells are descriptions, not values"
    NAMES = "it lists names whose values it does not give"
    MIXED = "most of its rows cannot be read as a value"


class RefusedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table that looks like one of values and could not be compiled."""

    document: str
    section: str
    title: str
    line: int
    reason: NoValues


class Constants(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document."""

    document: str
    sets: tuple[ConstantSet, ...] = ()
    refused: tuple[RefusedTable, ...] = ()
