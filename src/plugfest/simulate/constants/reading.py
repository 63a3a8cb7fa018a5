"""From the tables of a document to sets of constants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugfest.records.documents import AnyBlock, Code, Field, List, Paragraph, Section, Table
from plugfest.simulate.constants.model import Constant, Constants, ConstantSet, NoValues, RefusedTable, SetKind
from plugfest.simulate.constants.numbers import digits, read, single_bit
from plugfest.simulate.examples import binding
from plugfest.specs.inline import plain

_CODES = re.compile(r"return|status|error|hresult|win32", re.IGNORECASE)
_CODE_NAME = re.compile(r"(?:ERROR|STATUS|NERR|RPC_S|RPC_X|E|S|SEC_E|SEC_I|NTE|RPC_NT|WSA\w*)_[A-Z0-9_]+$|NERR_\w+$")
_COMBINED = re.compile(
    r"\bcombin\w+|\bbit[- ]?(?:wise|field|mask|flag)|\bflags?\b|\bbits\b|\bzero or more\b|\bOR\b|logical or",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"return|status|error|result|code|hr$", re.IGNORECASE)
_VALUES = re.compile(r"value|code|number|hex|decimal|bit|mask|constant|level|function", re.IGNORECASE)
_ENUM = re.compile(r"\benum\b\s*(?P<name>\w+)?")
_CLOSED = re.compile(r"\}\s*\*?(?P<name>\w+)")
_DEFINE = re.compile(
    r"^\s*#define\s+(?P<name>[A-Za-z_]\w*)\s+(?P<value>\(?-?(?:0[xX][0-9A-Fa-f]+|\d+)\w*\)?)\s*(?://|/\*|$)"
)
_CONST = re.compile(r"\bconst\s+[\w ]+?\b(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>-?(?:0[xX][0-9A-Fa-f]+|\d+)\w*)\s*;")
_MEMBER = re.compile(
    r"^\s*(?:\[[^\]]*\]\s*)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>-?(?:0[xX][0-9A-Fa-f]+|\d+)\w*)\s*,?\s*(?:/[/*].*|\}.*)?$"
)


def constants_of(document: str, sections: Iterable[Section]) -> Constants:
    """The constants of a document."""
    sets: list[ConstantSet] = []
    refused: list[RefusedTable] = []
    for section in binding(sections):
        for block, field, lead in _tables(section.blocks):
            if isinstance(block, Code):
                sets.extend(
                    ConstantSet(
                        document=document, section=section.number, title=section.title, field=name,
                        kind=_kind("", name, "", members), line=members[0].line, members=members,
                    )
                    for name, members in _coded(block)
                )  # fmt: skip
                continue
            members = tuple(_members(block))
            if _is_call(block) or _is_dump(members, field):
                continue
            if not members:
                if reason := _refusal(block):
                    refused.append(
                        RefusedTable(
                            document=document, section=section.number, title=section.title,
                            line=block.line, reason=reason,
                        )
                    )  # fmt: skip
                continue
            name = plain(field.name) if field else ""
            kind = _kind(block.header[0] if block.header else "", name, lead, members)
            own = field if kind is not SetKind.CODES or _ANSWER.search(name) else None
            sets.append(
                ConstantSet(
                    document=document, section=section.number, title=section.title, field=name if own else "",
                    size=own.size if own else "", kind=kind, line=block.line, members=members,
                    apart=field is not None and lead is not field.text,
                )
            )  # fmt: skip
    return Constants(document=document, sets=tuple(sets), refused=tuple(refused))


def _tables(blocks: Iterable[AnyBlock]) -> Iterator[tuple[Table | Code, Field | None, str]]:
    """The tables of values and the code, with the field that they stand under and the text that leads in."""
    field: Field | None = None
    lead = ""
    for block in blocks:
        match block:
            case Field():
                field, lead = block, block.text
            case Paragraph():
                lead = block.text
            case List(items=items):
                lead = items[-1].text if items else lead
            case Table() if block.values:
                yield block, field, lead
            case Code():
                yield block, None, ""


def _members(table: Table) -> Iterator[Constant]:
    second = bool(_VALUES.search(plain(table.header[1])))
    cells = {row.line: plain(row.cells[0]) for row in table.rows if row.cells}
    for row in table.values:
        if row.value and (second or _stands_in(row.value, cells.get(row.line, ""))) and (written := read(row.value)):
            yield Constant(
                name=row.name, value=written.value, last=written.last, digits=digits(row.value), line=row.line
            )


def _stands_in(value: str, cell: str) -> bool:
    """Is it a word of the cell, not a part of a name?"""
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", cell))


def _is_call(table: Table) -> bool:
    """Does it list the arguments of a call or the members of a message?"""
    return bool(re.search(r"parameter|member|element|attribute|column|option", plain(table.header[0]), re.IGNORECASE))


def _is_dump(members: tuple[Constant, ...], field: Field | None) -> bool:
    """Numbers without names, which are not the values of any field."""
    return bool(members) and field is None and not any(one.name for one in members)


def _coded(block: Code) -> Iterator[tuple[str, tuple[Constant, ...]]]:
    """Constants of IDL and C: the members of each enumeration under its name, `#define` and `const` one by one."""
    name, members = "", list[Constant]()
    for number, text in enumerate(block.text.splitlines(), block.line + int(block.fenced)):
        if opened := _ENUM.search(text):
            name, members = opened["name"] or "", []
        elif found := _MEMBER.match(text):
            if written := read(found["value"]):
                members.append(Constant(name=found["name"], value=written.value, line=number))
        elif (found := _DEFINE.match(text) or _CONST.search(text)) and (written := read(found["value"])):
            yield "", (Constant(name=found["name"], value=written.value, line=number),)
        if "}" in text and members:
            closed = _CLOSED.search(text)
            yield (closed["name"] if closed else name), tuple(members)
            name, members = "", []


def _refusal(table: Table) -> NoValues | None:
    """Why a table under a heading of values has none; None where the heading does not promise any."""
    if not re.search(r"value|code|flag|constant", plain(table.header[0]), re.IGNORECASE):
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
