"""From the tables, drawings and code of a document to sets of constants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugfest.records.documents import Code, Field, Layout, List, Paragraph, Section, Table
from plugfest.simulate.constants import bits, code, rows
from plugfest.simulate.constants.model import Constant, Constants, ConstantSet, NoValues, RefusedTable, SetKind
from plugfest.simulate.constants.numbers import single_bit
from plugfest.simulate.examples import binding
from plugfest.specs.inline import plain

_CODES = re.compile(r"return|status|error|hresult|win32", re.IGNORECASE)
_CODE_NAME = re.compile(r"(?:ERROR|STATUS|NERR|RPC_S|RPC_X|E|S|SEC_E|SEC_I|NTE|RPC_NT|WSA\w*)_[A-Z0-9_]+$|NERR_\w+$")
_COMBINED = re.compile(
    r"\bcombin\w+|\bbit[- ]?(?:wise|field|mask|flag)|\bflags?\b|\bbits\b|\bzero or more\b|\bOR\b|logical or",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"return|status|error|result|code|hr$", re.IGNORECASE)
_PROMISES = re.compile(r"value|code|flag|constant", re.IGNORECASE)


def constants_of(document: str, sections: Iterable[Section]) -> Constants:
    """The constants of a document."""
    sets: list[ConstantSet] = []
    refused: list[RefusedTable] = []
    for section in binding(sections):
        found = _SectionReader(document, section)
        sets.extend(found.sets())
        refused.extend(found.refused)
    return Constants(document=document, sets=tuple(sets), refused=tuple(refused))


class _SectionReader:
    """The tables, drawings and code of one section, with the field that they stand under and the text that leads in."""

    def __init__(self, document: str, section: Section) -> None:
        self.document, self.section = document, section
        self.refused: list[RefusedTable] = []
        self.field: Field | None = None
        self.lead = ""

    def sets(self) -> Iterator[ConstantSet]:
        for index, block in enumerate(self.section.blocks):
            match block:
                case Field():
                    self.field, self.lead = block, block.text
                case Paragraph(text=text):
                    self.lead = text
                case List(items=items) if items:
                    self.lead = items[-1].text
                case Code():
                    for name, members in code.constants(block):
                        kind = _kind("", name, "", members)
                        yield self.set(kind, members[0].line, members, field=name)
                case Layout():
                    if members := bits.members(block, self.section.blocks[index + 1 :]):
                        yield self.set(SetKind.FLAGS, block.line, members)
                case Table():
                    yield from self.table(block)

    def table(self, table: Table) -> Iterator[ConstantSet]:
        members = tuple(rows.members(table))
        heading = plain(table.header[0]) if table.header else ""
        if not members:
            if _PROMISES.search(heading) and (reason := _reason(table)):
                self.refused.append(
                    RefusedTable(
                        document=self.document, section=self.section.number, title=self.section.title,
                        line=table.line, reason=reason,
                    )
                )  # fmt: skip
            return
        if self.field is None and not any(one.name for one in members):
            return  # numbers that are the values of nothing
        name = plain(self.field.name) if self.field else ""
        kind = _kind(heading, name, self.lead, members)
        own = self.field if kind is not SetKind.CODES or _ANSWER.search(name) else None
        apart = own is not None and self.lead is not own.text
        yield self.set(kind, table.line, members, name if own else "", own.size if own else "", apart)

    def set(
        self, kind: SetKind, line: int, members: tuple[Constant, ...],
        field: str = "", size: str = "", apart: bool = False,
    ) -> ConstantSet:  # fmt: skip
        return ConstantSet(
            document=self.document, section=self.section.number, title=self.section.title,
            field=field, size=size, apart=apart, kind=kind, line=line, members=members,
        )  # fmt: skip


def _reason(table: Table) -> NoValues | None:
    """Why a table under a heading of values has none."""
    if not table.values:
        return None
    named = sum(bool(row.name) for row in table.values)
    return NoValues.NAMES if named == len(table.rows) else NoValues.MIXED if named else NoValues.PROSE


def _kind(heading: str, field: str, lead: str, members: tuple[Constant, ...]) -> SetKind:
    codes = sum(bool(_CODE_NAME.match(one.name)) for one in members)
    if _CODES.search(heading) or codes * 2 > len(members):
        return SetKind.CODES
    numbers = [one.value for one in members if one.last is None and one.value != 0]
    bits = len(numbers) > 0 and all(map(single_bit, numbers))
    if bits and (re.search(r"flag|mask|bit", f"{heading} {field}", re.IGNORECASE) or _COMBINED.search(lead)):
        return SetKind.FLAGS
    many = sum(map(single_bit, numbers)) >= 3 and sum(map(single_bit, numbers)) * 2 > len(numbers)
    consecutive = sorted(number for number in numbers if isinstance(number, int))[:3] == [1, 2, 3]
    if many and not consecutive and (_COMBINED.search(f"{heading} {field} {lead}") or max(map(_int, numbers)) >= 8):
        return SetKind.FLAGS
    return SetKind.ENUMERATION


def _int(value: int | str) -> int:
    return value if isinstance(value, int) else 0
