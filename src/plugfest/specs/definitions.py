"""What a document defines: fields, constants, structures, methods, state variables, terms, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from plugfest.records.documents import Code, Document, Field, Layout, List, Section, Table, Term
from plugfest.specs.inline import field_head, plain, without_notes


class Kind(StrEnum):
    """What a name stands for."""

    FIELD = "field"
    CONSTANT = "constant"
    STRUCTURE = "structure"
    METHOD = "method"
    STATE = "state"
    TERM = "term"


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """One name and what is said of it."""

    document: str
    kind: Kind
    name: str
    section: str
    line: int
    text: str
    """The definition, without markup."""
    value: str = ""
    """Of a constant; the size of a field, the opnum of a method."""


Made = Callable[..., Definition]

_METHOD = re.compile(r"(?:([A-Za-z_]\w*)::)?([A-Za-z_]\w*)\s*(?:\(Opnum\s*(\d+)\)|method$|\(method\))", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
_TYPE_NAME = re.compile(r"\}\s*(\w+)\s*[,;]")
_TYPE_TAG = re.compile(r"\b(?:struct|union|enum)\s+(\w+)\s*(?:\{|$)", re.MULTILINE)
_ALIAS = re.compile(r"^\s*typedef\s+(?:\[[^\]]*\]\s*)?[\w\s*]+?[\s*](\w+)\s*;", re.MULTILINE)
_STATE = re.compile(r"abstract data model|^per[ -]|global(?: variables)?$|\bstate$", re.IGNORECASE)
_NO_FIELDS = frozenset({"Return Values", "Return Value", "Exceptions Thrown", "retval"})
_TITLE_NOISE = re.compile(r"\s+(?:structure|packet|message|enumeration|union|data type|element|header)$", re.IGNORECASE)


def definitions(document: Document) -> Iterator[Definition]:
    """Every definition, in the order of the document; a structure's typedef names count too."""
    titles: dict[str, tuple[str, ...]] = {}
    for section in document.sections:
        titles[section.number] = (*titles.get(section.parent, ()), section.title)
        state = any(_STATE.search(title) for title in titles[section.number])
        seen: set[tuple[Kind, str]] = set()
        for found in _in_section(document.name, section, state):
            if (found.kind, found.name) not in seen:
                seen.add((found.kind, found.name))
                yield found


def _in_section(document: str, section: Section, state: bool) -> Iterator[Definition]:
    number = section.number or section.parent

    def made(kind: Kind, name: str, line: int, text: str, value: str = "") -> Definition:
        return Definition(document=document, kind=kind, name=name, section=number, line=line, text=text, value=value)

    yield from _of_title(section, made)
    for block in section.blocks:
        match block:
            case Field(name=name, size=size, text=text) if name not in _NO_FIELDS:
                kind = Kind.STATE if state and not size else Kind.FIELD
                yield made(kind, _name(name), block.line, plain(text), size)
            case Term(name=name, text=text):
                yield made(Kind.TERM, _name(name), block.line, plain(text))
            case Table(values=values):
                for value in values:
                    if value.name:
                        yield made(Kind.CONSTANT, value.name, value.line, value.meaning, value.value)
            case Code(text=code, language="idl"):
                for name in _type_names(code):
                    yield made(Kind.STRUCTURE, name, block.line, section.title)
            case List(items=items) if state:
                for item in items:
                    if head := field_head(item.text):
                        yield made(Kind.STATE, _name(head.name), item.line, plain(head.text))
            case _:
                pass


def _of_title(section: Section, made: Made) -> Iterator[Definition]:
    """The method or the structure that a section is about."""
    first = next((block for block in section.blocks if hasattr(block, "text")), None)
    text = plain(getattr(first, "text", ""))[:600]
    if found := _METHOD.match(section.title):
        yield made(Kind.METHOD, found[2], section.line, text, found[3] or "")
    elif any(isinstance(block, Layout) for block in section.blocks):
        yield made(Kind.STRUCTURE, _TITLE_NOISE.sub("", section.title), section.line, text)


def _name(raw: str) -> str:
    return without_notes(plain(raw)).strip()


def _type_names(code: str) -> Iterator[str]:
    """Names that IDL gives to types; `_NAME` tags whose typedef repeats them are left out."""
    names = dict.fromkeys(_TYPE_NAME.findall(code))
    names |= dict.fromkeys(_ALIAS.findall(code))
    for tag in _TYPE_TAG.findall(code):
        if tag.lstrip("_") not in names and tag.removeprefix("tag") not in names:
            names[tag] = None
    yield from (name for name in names if _IDENTIFIER.match(name))
