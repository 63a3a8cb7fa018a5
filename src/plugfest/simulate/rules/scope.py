"""What a sentence may speak of: the fields of its structure, the values that follow it, the document's constants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from plugfest.records.documents import AnyBlock, Code, Field, Layout, List, Section, Table, Value
from plugfest.records.requirements import Actor
from plugfest.simulate.rules import model as m
from plugfest.specs.inline import plain, without_notes

_INLINE = re.compile(r"\b([A-Za-z_]\w{2,})\s+\(?(0x[0-9A-Fa-f]+)\b")
_ASSIGNED = re.compile(r"^\s*(?:#define\s+)?([A-Za-z_]\w{2,})\s*=?\s*\(?(0x[0-9A-Fa-f]+|\d+)\b", re.M)
_NAME = re.compile(r"[A-Za-z_]\w+")
_SIZED_NAME = re.compile(r"([A-Za-z_]\w+)?\W*(0x[0-9A-Fa-f]+)")


def number(text: str) -> int | None:
    """`0x10`, `16`, `1,024`; None for anything else."""
    text = text.strip().rstrip("LUlu")
    if re.fullmatch(r"0x[0-9A-Fa-f]+", text, re.I):
        return int(text, 16)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", text):
        return int(text.replace(",", ""))
    return None


class Constants:
    """The named numbers of a document, and its enumerations; a name with several values has none."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._values: dict[str, set[int]] = {}
        self._enumerations: dict[str, list[dict[str, int]]] = {}
        self._structures: set[str] = set()
        self._titles: dict[str, set[str]] = {}
        for section in sections:
            own = {}
            if any(isinstance(block, Layout) for block in section.blocks):
                bare = re.sub(r"\s*\([^()]*\)", "", section.title)
                for known in {bare, re.sub(r"\s+(?:message|packet|structure|PDU)$", "", bare, flags=re.I)}:
                    self._titles.setdefault(key(known), set()).add(section.title)
                self._structures |= {key(section.title), key(re.split(r"[\s(]", section.title)[0])}
            for name, value in _named(section):
                self._values.setdefault(name, set()).add(value)
                own[name] = value
            title = re.match(r"\w+", section.title)
            if own and title:
                whole = re.sub(r"\s+(?:Enumeration|Enum|Constants|Flags)$", "", section.title, flags=re.I)
                for known in {key(title[0]), key(whole), key(section.title)}:
                    self._enumerations.setdefault(known, []).append(own)

    def message(self, name: str) -> str | None:
        """The title of the one section with a layout that is about this message."""
        wanted = key(re.sub(r"\s+(?:message|packet|structure|PDU)$", "", name.strip(), flags=re.I))
        found = self._titles.get(wanted) or self._titles.get(key(name)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def structure(self, name: str) -> bool:
        """Has a section with a layout this name?"""
        return key(name) in self._structures

    def enumeration(self, name: str) -> dict[str, int] | None:
        """The members of an enumeration that a section defines."""
        found = self._enumerations.get(key(name), [])
        return found[0] if len(found) == 1 else None

    def get(self, name: str) -> int | None:
        """The one value of a name."""
        found = self._values.get(name, ())
        return next(iter(found)) if len(found) == 1 else None

    def known(self, name: str) -> bool:
        """Is it a constant, of whatever value?"""
        return name in self._values


def _named(section: Section) -> Iterator[tuple[str, int]]:
    for block in section.blocks:
        match block:
            case Table(values=values):
                for one in values:
                    value = number(one.value)
                    name = without_notes(plain(one.name)).strip()
                    if value is not None and _NAME.fullmatch(name):
                        yield name, value
            case Code(text=text):
                for found in _ASSIGNED.finditer(text):
                    value = number(found[2])
                    if value is not None:
                        yield found[1], value
            case Field(name=name, size=size):
                bare = plain(name)
                if size and (sized := _SIZED_NAME.fullmatch(size.strip())):
                    value = number(sized[2])
                    if value is not None and _NAME.fullmatch(sized[1] or bare):
                        yield sized[1] or bare, value
            case _:
                pass


class Listed(NamedTuple):
    """The values that follow a definition."""

    values: tuple[m.Number | m.Text, ...]
    ranges: tuple[tuple[int, int], ...]
    complete: bool
    """Every row could be read."""


def listed(values: Iterable[Value], constants: Constants) -> Listed:
    """The values of a table, as numbers or strings."""
    found: list[m.Number | m.Text] = []
    ranges: list[tuple[int, int]] = []
    complete = True
    for one in values:
        name, text = without_notes(plain(one.name)).strip(), without_notes(plain(one.value)).strip()
        value = number(text)
        if value is None and not text and _NAME.fullmatch(name):
            value = constants.get(name)
        if value is not None:
            found.append(m.Number(value=value, name=name))
        elif span := re.fullmatch(r"(\w+)\s*(?:-|–|—|to|through)\s*(\w+)", text):
            low, high = number(span[1]), number(span[2])
            if low is None or high is None:
                complete = False
            else:
                ranges.append((low, high))
        elif re.fullmatch(r'"[^"]+"', text):
            found.append(m.Text(value=text[1:-1]))
        else:
            complete = False
    return Listed(tuple(found), tuple(ranges), complete and bool(found or ranges))


class Scope(NamedTuple):
    """One field definition: what its sentences may speak of."""

    document: str
    section: str
    structure: str
    field: str
    size: str
    """As the definition says it."""
    fields: dict[str, str]
    """Names of the structure's fields by their key."""
    constants: Constants
    sender: Actor
    """Who sends the structure."""
    beside: frozenset[str] = frozenset()
    """Those of the fields, by key, that only another layout of the section has: of them the bits are not known."""
    listed: Listed | None = None
    """The values that follow the sentence."""
    known: Listed | None = None
    """The values that the definition lists anywhere."""
    letters: dict[str, tuple[str, str]] = {}
    """Field → the field with a bit for it, and the bit's letter, where a table tells."""
    row: m.Number | None = None
    """The value that the sentence's table row is about."""
    bits: bool = False
    """The values that follow are bits, to be combined."""
    array: bool = False
    """The field is an array of values."""
    nested: bool = False
    """The field holds a structure of its own, whose members the definition may name."""

    @property
    def me(self) -> m.Member:
        """The field itself."""
        return m.Member(path=(self.field,))

    @property
    def applies(self) -> m.Predicate | None:
        """The field has the value, or the bit, of the row that the sentence stands in."""
        if self.row is None:
            return None
        if self.bits and self.row.value:
            return m.HasBits(value=self.me, mask=self.row.value, name=self.row.name)
        return m.Compare(left=self.me, operator="==", right=self.row)

    def member(self, name: str) -> m.Member | None:
        """A field of the structure by its name."""
        found = self.fields.get(key(name))
        return m.Member(path=(found,)) if found else None


def key(name: str) -> str:
    """How names are compared: without case, spaces, brackets."""
    return re.sub(r"\[\w*\]|\(variable\)|[\s()]", "", plain(name)).casefold()


def fields_of(section: Section, upto: Layout | None) -> tuple[dict[str, str], frozenset[str]]:
    """The fields of a layout and what is defined below it; of a section without layouts what it defines.

    And the keys of those that only another layout of the section has.
    """
    found: dict[str, str] = {}
    beside: dict[str, str] = {}
    inside = upto is None
    for block in section.blocks:
        if isinstance(block, Layout):
            inside = block is upto
            for one in block.fields:
                (found if inside else beside).setdefault(key(one.name), plain(one.name))
        elif inside and isinstance(block, Field):
            name = plain(block.name)
            found.setdefault(key(name), name)
            if lettered := re.match(r"[A-Z]{1,2}\s+-\s+(\w+)", name):
                found.setdefault(key(lettered[1]), name)
    return {**beside, **found}, frozenset(beside) - frozenset(found)


_LETTER = re.compile(r"[A-Z0-9]{1,2}\Z")


def letters_of(section: Section, fields: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What the tables say of lettered bits: which of them stands for which field's presence."""
    found: dict[str, tuple[str, str]] = {}
    holder = ""
    for block in section.blocks:
        if isinstance(block, Field):
            holder = plain(block.name)
        elif isinstance(block, Table) and holder:
            for row in block.rows:
                cells = [plain(cell) for cell in row.cells]
                told = re.match(r"(?:The )?(\w+)(?: value| field)? is present", cells[1]) if len(cells) > 1 else None
                if told and _LETTER.match(cells[0]) and key(told[1]) in fields:
                    found[key(told[1])] = (holder, cells[0])
    return found


def follows(blocks: Iterable[AnyBlock]) -> Table | List | None:
    """The table or the list directly below a sentence, before the next definition."""
    for block in blocks:
        if isinstance(block, Table | List):
            return block
        if isinstance(block, Field | Layout):
            return None
    return None
