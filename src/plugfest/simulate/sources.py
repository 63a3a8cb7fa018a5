"""Where IDL stands in a document: the appendix with the full IDL, and program text in other sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from plugfest.records.documents import AnyBlock, Code, Field, List, Paragraph, Reference, Section, Term

_APPENDIX = re.compile(r"Appendix\b.*\bIDL\b", re.IGNORECASE)
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((?:[^()\s]*)\)")
_ESCAPED = re.compile(r"\\([_*\[\]<>#`~|.()-])")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "\xa0": " ", "“": '"', "”": '"', "\u200b": ""}
_ENTITIES = re.compile("|".join(map(re.escape, _ENTITY)))


class Line(NamedTuple):
    """A line of a document: its number in the file, and its text without markup."""

    number: int
    text: str


class IdlText(NamedTuple):
    """IDL as a document has it: the lines, and which sections they stand in."""

    lines: list[Line]
    sections: list[tuple[int, str]]
    """(first line, section number), in order."""

    def section(self, line: int) -> str:
        """The section that a line stands in."""
        return next((number for first, number in reversed(self.sections) if first <= line), "")


def plain(text: str) -> str:
    """Program text without the markup that the conversion left in it."""
    if text.startswith(("- ", "-\t")) or text == "-":
        text = text[2:]
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return _ENTITIES.sub(lambda match: _ENTITY[match[0]], text)


def _lines(block: AnyBlock) -> Iterator[Line]:
    match block:
        case Code(text=text, line=line, fenced=fenced):
            for number, part in enumerate(text.split("\n"), line + fenced):
                yield Line(number, plain(part))
        case Paragraph(text=text, line=line):
            for number, part in enumerate(text.split("\n"), line):
                yield Line(number, plain(part))
        case List(items=items):
            for item in items:
                marker = "" if item.marker == "-" else item.marker + " "
                yield Line(item.line, marker + plain(item.text))
        case Field(name=name, text=text, line=line) | Term(name=name, text=text, line=line):
            yield Line(line, f"{name}: {plain(text)}")
        case Reference(label=label, text=text, line=line):
            yield Line(line, f"[{label}] {plain(text)}")


def lines_of(section: Section) -> list[Line]:
    """The lines of a section's text, without blank ones, tables and pictures."""
    return [line for block in section.blocks for line in _lines(block) if line.text.strip()]


def is_appendix(section: Section) -> bool:
    """Is it the head of an appendix with IDL?"""
    return not section.parent and bool(_APPENDIX.search(section.title))


def appendix_parts(section: Section) -> bool:
    """Does it stand in an appendix, or is it front or back matter of any kind?"""
    return "Appendix" in section.title or section.title in ("Index", "Change Tracking")


def appendix(sections: Iterable[Section]) -> IdlText:
    """The text of the appendices with IDL, with their subsections."""
    lines: list[Line] = []
    places: list[tuple[int, str]] = []
    tops: set[str] = set()
    for section in sections:
        if is_appendix(section):
            tops.add(section.number)
        if section.number.split(".")[0] in tops:
            places.append((section.line, section.number))
            lines += lines_of(section)
    return IdlText(lines, places)
