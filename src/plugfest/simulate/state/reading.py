"""From the sections `Abstract Data Model` and `Timers` to variables, and from all sections to their uses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from plugfest.records.documents import AnyBlock, Field, List, Paragraph, Section, Table
from plugfest.simulate.examples import binding
from plugfest.simulate.state.model import State, Timer, Use, Variable
from plugfest.specs.inline import field_head, plain
from plugfest.specs.sentences import sentences

_MODEL = re.compile(r"\babstract data model\b|\bADM elements?\b", re.IGNORECASE)
_TIMERS = re.compile(r"^timers?$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*$")
_REFERS = re.compile(r"\b(M[SC]-[A-Z0-9]+)\b")
_DOTTED_HEAD = re.compile(r"([A-Za-z]\w*(?:\.[A-Za-z]\w*)+)(?:\[\])?\s*(?:\([^)]*\))?\s*(?:[:–]|-\s|$)")
_TYPE = re.compile(
    r"(?:This (?:field |element )?is )?(?:an?|the|one|zero or more)?\s*(?:optional |global )?"
    r"((?:\d+-(?:bit|byte)\s+)?(?:\w+\s+)?(?:Boolean|list|table|array|set|queue|counter|flag|GUID|string|integer|key|"
    r"identifier|timer|reference|pointer|collection|sequence|structure|handle|bitmask|enumeration|DWORD|ULONG))\b",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?<![\w.\\/@-])([A-Z]\w*(?:\.[A-Za-z]\w*)+)(?![\w\\@-]|\.\w)")
"""`Connection.ClientGuid`: a name with its owner in running text."""
_SETS = (
    r"(?:MUST |SHOULD |MAY |is |are |be |then )*(?:set|reset|initialized|initialised|incremented|decremented|increased"
    r"|decreased|updated|assigned|cleared|removed|freed|inserted|deleted|stored|added|appended|copied)\b"
)
_WRITTEN_AFTER = re.compile(rf"\W*\s*(?:field |element |variable )?{_SETS}")
_WRITTEN_BEFORE = re.compile(
    r"\b(?:sets?|resets?|setting|initializes?|increments?|decrements?|increases?|decreases?|updates?|assigns?|clears?"
    r"|stores?[\w ,<>]*\b(?:in|into)|inserts?[\w ,<>]*\binto|adds?[\w ,<>]*\bto|appends?[\w ,<>]*\bto"
    r"|remov(?:e|es|ing)[\w ,<>.]*\bfrom|removes?|deletes?)\s+(?:the |its |a |an )?(?:value of )?(?:the )?$",
    re.IGNORECASE,
)


def state_of(document: str, sections: Iterable[Section]) -> State:
    """The variables and timers of a document, with their uses."""
    bound = list(binding(sections))
    variables = _unique(_variables(bound))
    timers = list(_timers(bound))
    uses = _uses(bound, {one.full for one in variables} | {one.name for one in timers})
    often = Counter(one.full for one in variables)
    return State(
        document=document,
        variables=tuple(_with_uses(one, uses[one.full], often[one.full] > 1) for one in variables),
        timers=tuple(_with_uses(one, uses[one.name]) for one in timers),
    )


_Named = TypeVar("_Named", Variable, Timer)


def _with_uses(one: _Named, uses: Sequence[Use], by_role: bool = False) -> _Named:
    """With its uses; where client and server both have one of the name, with those of its own part of the document."""
    if by_role:
        uses = [use for use in uses if _part(use.section) == _part(one.section)]
    return msgspec.structs.replace(one, uses=tuple(use for use in uses if use.line != one.line))


def _part(section: str) -> list[str]:
    return section.split(".")[:2]


# --- definitions ------------------------------------------------------------------------------------------------------


def _below(sections: Sequence[Section], title: re.Pattern[str]) -> Iterator[Section]:
    """The sections of such a title, and those below them."""
    tops: list[str] = []
    for section in sections:
        if title.search(section.title):
            tops.append(section.number)
        if any(section.number == top or section.number.startswith(f"{top}.") for top in tops):
            yield section


def _variables(sections: Sequence[Section]) -> Iterator[Variable]:
    titles = {section.number: section.title for section in sections}
    for section in _below(sections, _MODEL):
        role = titles.get(".".join(section.number.split(".")[:2]), "")
        for name, text, line in _heads(section.blocks):
            owner, _, own = name.rpartition(".")
            yield Variable(
                owner=owner, name=own, role=role, section=section.number, line=line, type=_type_of(text)
            )  # fmt: skip


def _heads(blocks: Sequence[AnyBlock]) -> Iterator[tuple[str, str, int]]:
    """Name, definition and line of what a section defines: fields, and items and paragraphs with a bold head."""
    for block in blocks:
        match block:
            case Field(name=name, text=text):
                yield from _named(name, text, block.line)
            case List(items=items):
                for item in items:
                    if head := field_head(item.text):
                        yield from _named(head.name, head.text, item.line)
                    else:
                        yield from _dotted_head(item.text, item.line)
            case Paragraph(text=text):
                yield from _dotted_head(text, block.line)
            case Table(rows=rows):
                for row in rows:
                    if (name := plain(row.cells[0])) and "." in name:
                        yield from _named(name, plain(row.cells[-1]), row.line)


def _dotted_head(text: str, line: int) -> Iterator[tuple[str, str, int]]:
    """`Transport.Address: The address …`, bold or not."""
    words = plain(text)
    if found := _DOTTED_HEAD.match(words):
        yield from _named(found[1], words[found.end() :], line)


def _named(name: str, text: str, line: int) -> Iterator[tuple[str, str, int]]:
    clean = plain(name).removesuffix("[]").strip()
    if _NAME.match(clean):
        yield clean, plain(text), line


def _type_of(text: str) -> str:
    found = _TYPE.match(text)
    return found[1] if found else ""


def _unique(found: Iterable[Variable]) -> list[Variable]:
    """The first definition of each name in each role."""
    seen: dict[tuple[str, str], Variable] = {}
    for one in found:
        seen.setdefault((one.role, one.full), one)
    return list(seen.values())


def _timers(sections: Sequence[Section]) -> Iterator[Timer]:
    titles = {section.number: section.title for section in sections}
    for section in _below(sections, _TIMERS):
        role = titles.get(".".join(section.number.split(".")[:2]), "")
        if not _TIMERS.search(section.title):
            yield Timer(name=section.title, role=role, section=section.number, line=section.line)
        for block in section.blocks:
            if isinstance(block, Field) and _timer(block.name):
                yield Timer(name=plain(block.name), role=role, section=section.number, line=block.line)


def _timer(name: str) -> bool:
    return bool(re.search(r"time|period|interval", name, re.IGNORECASE))


# --- uses -------------------------------------------------------------------------------------------------------------


def texts(section: Section) -> Iterator[tuple[str, int]]:
    """Every running text of a section, as people read it, with its line."""
    for block in section.blocks:
        match block:
            case Paragraph(text=text):
                yield plain(text), block.line
            case Field(name=name, text=text):
                yield plain(f"{name}: {text}"), block.line
            case List(items=items):
                for item in items:
                    yield plain(item.text), item.line
            case Table(rows=rows):
                for row in rows:
                    yield " ".join(plain(cell) for cell in row.cells), row.line


def referred(section: Section) -> set[str]:
    """The documents that a section speaks of."""
    return {found[1] for text, _ in texts(section) for found in _REFERS.finditer(text)}


def _uses(sections: Sequence[Section], names: set[str]) -> dict[str, list[Use]]:
    plain_names = sorted((name for name in names if "." not in name and len(name) > 3), key=len, reverse=True)
    told = (
        re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, plain_names)) + r")(?![\w-]|\.\w)")
        if plain_names
        else None
    )
    found: dict[str, list[Use]] = defaultdict(list)
    for section in sections:
        for text, line in texts(section):
            if "." not in text and told is None:
                continue
            for sentence in sentences(text):
                for match in (*DOTTED.finditer(sentence), *(told.finditer(sentence) if told else ())):
                    if match[1] in names:
                        found[match[1]].append(Use(section.number, line, _writes(sentence, match)))
    return found


def _writes(sentence: str, found: re.Match[str]) -> bool:
    return bool(_WRITTEN_AFTER.match(sentence[found.end() :]) or _WRITTEN_BEFORE.search(sentence[: found.start()]))
