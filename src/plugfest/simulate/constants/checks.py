"""What contradicts itself in the constants of a document.

The rules, each with what makes it certain:

- `constant.error-code`: a name that [MS-ERREF] defines, with another value; the HRESULT of a Win32 code is none.
- `constant.value`: one name, two values in one document, where the name tells itself apart (`SMB2_FLAGS_SIGNED`).
- `constant.same-bit`: two flags of one field that are the same bit.
- `constant.too-wide`: a value that the field has no room for.
- `constant.digits`: a hexadecimal number with a digit more or less than all its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugfest.records.documents import AnyBlock, Field, List, Paragraph, Section, Table
from plugfest.records.findings import Finding
from plugfest.simulate.constants.model import Constant, Constants, ConstantSet, SetKind
from plugfest.simulate.constants.numbers import single_bit
from plugfest.simulate.examples import binding
from plugfest.specs.inline import plain
from plugfest.specs.layouts import bits_of
from plugfest.specs.sentences import sentences

ERROR_CODES = "MS-ERREF"
_DISTINCT = re.compile(r"(?=.{6})[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]$|(?=.{12})[A-Za-z]+_[A-Za-z0-9_]+$")
_TOLD = re.compile(r"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+|NERR_\w+)\s*\(\s*(0x[0-9A-Fa-f]{8})\s*\)")
_FACILITY_WIN32 = 0x80070000
_FACILITY_NT_BIT = 0x10000000
"""[MS-ERREF] 2.1: an HRESULT with it is an NTSTATUS."""
_LIMIT = re.compile(r"(?:^|_)(?:MAX|MIN|FIRST|LAST|NOT_USED)(?:_|\d|$)|Mask$|_MASK", re.IGNORECASE)
"""Names of bounds and masks, not of flags."""
_Codes = Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class _Place:
    section: str
    line: int
    title: str = ""


def error_codes(constants: Constants) -> dict[str, frozenset[int]]:
    """Name → values of the codes that [MS-ERREF] defines."""
    found: dict[str, set[int]] = defaultdict(set)
    for one in constants.sets:
        for member in one.members:
            if member.name and isinstance(member.value, int):
                found[member.name].add(member.value)
    return {name: frozenset(values) for name, values in found.items()}


def check(constants: Constants, sections: Iterable[Section], codes: _Codes) -> Iterator[Finding]:
    """The findings of one document."""
    yield from _same_bits(constants)
    yield from _too_wide(constants)
    yield from _digits(constants)
    if constants.document == ERROR_CODES:
        return
    told = list(_told(constants, sections))
    yield from _error_codes(constants.document, told, codes)
    yield from _two_values(constants.document, told, codes)


# --- what a document says of a name -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    name: str
    value: int
    place: _Place
    quote: str

    @property
    def in_method(self) -> bool:
        return "(Opnum" in self.place.title


def _told(constants: Constants, sections: Iterable[Section]) -> Iterator[_Said]:
    for one in constants.sets:
        for member in one.members:
            if member.name and isinstance(member.value, int) and member.last is None:
                place = _Place(one.section, member.line, one.title)
                yield _Said(member.name, member.value, place, f"{member.name} 0x{member.value & (2**64 - 1):08X}")
    for section in binding(sections):
        for block in section.blocks:
            for text, line in _texts(block):
                for sentence in sentences(text) if "(0x" in text.replace("( ", "(") else ():
                    for found in _TOLD.finditer(sentence):
                        place = _Place(section.number, line, section.title)
                        yield _Said(found[1], int(found[2], 16), place, sentence)


def _texts(block: AnyBlock) -> Iterator[tuple[str, int]]:
    match block:
        case Paragraph(text=text) | Field(text=text):
            yield plain(text), block.line
        case List(items=items):
            for item in items:
                yield plain(item.text), item.line
        case Table(rows=rows):
            for row in rows:
                for cell in row.cells:
                    yield plain(cell), row.line


# --- the rules --------------------------------------------------------------------------------------------------------


def _error_codes(document: str, told: Iterable[_Said], codes: _Codes) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for one in told:
        values = codes.get(one.name)
        if (one.name, one.place.line) in seen:
            continue
        seen.add((one.name, one.place.line))
        if not values or _same_code(one.value, values):
            continue
        right = " or ".join(f"0x{value:08X}" for value in sorted(values))
        yield Finding(
            document=document, rule="constant.error-code", section=one.place.section, line=one.place.line,
            subject=one.name, quote=one.quote,
            reason=f"0x{one.value & 0xFFFFFFFF:08X} here, {right} in [{ERROR_CODES}]",
        )  # fmt: skip


def _same_code(value: int, values: frozenset[int]) -> bool:
    """Is it the code, as a number with or without sign, or the HRESULT that carries it?"""
    value &= 0xFFFFFFFF
    return any(value in (one, one | _FACILITY_WIN32 if one < 0x10000 else one | _FACILITY_NT_BIT) for one in values)


def _two_values(document: str, told: Iterable[_Said], codes: _Codes) -> Iterator[Finding]:
    by_name: dict[str, list[_Said]] = defaultdict(list)
    for one in told:
        if _DISTINCT.match(one.name) and one.name not in codes:
            by_name[one.name].append(one)
    for name, uses in by_name.items():
        values = Counter(one.value & 0xFFFFFFFF for one in uses)
        if len(values) < 2:
            continue
        usual = max(values, key=lambda value: (values[value], -uses.index(next(u for u in uses if _low(u) == value))))
        first = next(one for one in uses if _low(one) == usual)
        for one in uses:
            if _low(one) in (usual, usual | _FACILITY_WIN32) or one.place.line == first.place.line:
                continue
            if one.in_method and first.in_method:  # arguments of methods have names of their own
                continue
            yield Finding(
                document=document, rule="constant.value", section=one.place.section, line=one.place.line,
                subject=name, reason=f"0x{_low(one):08X} here, 0x{usual:08X} in {first.place.section}",
                other_section=first.place.section, other_line=first.place.line, quote=one.quote,
            )  # fmt: skip


def _low(said: _Said) -> int:
    return said.value & 0xFFFFFFFF


def _same_bits(constants: Constants) -> Iterator[Finding]:
    for one in constants.sets:
        if one.kind is not SetKind.FLAGS or not one.size:
            continue
        seen: dict[int, Constant] = {}
        for member in one.members:
            if not member.name or _LIMIT.search(member.name) or not single_bit(member.value):
                continue
            assert isinstance(member.value, int)
            before = seen.setdefault(member.value, member)
            if before.name != member.name:
                yield _of(
                    one, member, "constant.same-bit", f"the same bit as {before.name}, 0x{member.value:08X}", before
                )


def _too_wide(constants: Constants) -> Iterator[Finding]:
    for one in constants.sets:
        bits = bits_of(one.size) if one.size else None
        if bits is None or bits % 8:
            continue
        wide = [(member, value) for member in one.members if (value := _largest(member)) >= 1 << bits]
        if len(wide) * 2 > len(one.members) and one.apart:
            continue  # the table is not about that field
        for member, value in wide:
            yield _of(one, member, "constant.too-wide", f"0x{value:X} does not fit {one.field}, {one.size}")


def _digits(constants: Constants) -> Iterator[Finding]:
    for one in constants.sets:
        written = Counter(member.digits for member in one.members if member.digits)
        usual = max(written, key=lambda width: written[width], default=0)
        if usual not in (4, 8, 16) or written[usual] < 2 or written[usual] * 2 < sum(written.values()):
            continue
        for member in one.members:
            if member.digits in (usual - 1, usual + 1) and member.digits != 8:
                reason = f"written with {member.digits} digits, the others with {usual}"
                yield _of(one, member, "constant.digits", reason)


def _largest(member: Constant) -> int:
    return max((value for value in (member.value, member.last) if isinstance(value, int)), default=0)


def _of(one: ConstantSet, member: Constant, rule: str, reason: str, other: Constant | None = None) -> Finding:
    return Finding(
        document=one.document, rule=rule, section=one.section, line=member.line,
        subject=f"{one.place.partition(':')[2]}: {member.name or member.value}", reason=reason,
        other_section=one.section if other else "", other_line=other.line if other else 0,
    )  # fmt: skip
