"""Requirements of a document: each sentence with a keyword of RFC 2119, and each list item that inherits one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plugfest.records.documents import (
    AnyBlock,
    Code,
    Document,
    Field,
    Item,
    List,
    Note,
    Paragraph,
    Section,
    Table,
    Term,
)
from plugfest.records.requirements import Actor, Level, Requirement
from plugfest.requirements.identity import Hasher, Numbering, normal
from plugfest.requirements.keywords import section_actor, strongest, subject
from plugfest.specs.inline import notes, plain, without_notes
from plugfest.specs.sentences import sentences

_INTRODUCES = re.compile(r"(?::|\bfollowing\b[^.:]{0,60}[.,]?|\bas follows[.,]?)(?:\s?<\d+>)*$", re.IGNORECASE)
_CONDITION = re.compile(r"(?:If|Otherwise|Else|For|When|While|In|On|Otherwise if)\b[^.]*,$")
_NO_REQUIREMENTS = frozenset({"revision history", "change tracking", "index", "table of contents"})
_CLAUSES = re.compile(
    r"(?:[;,]\s+(?:(?:and|but|while)\s+)?|\s+and\s+)(?=the\s+(?:client|server)\s+(?:MUST|SHALL|SHOULD|MAY)\b)"
)


class _Statement(NamedTuple):
    """A sentence, or a whole list item without a keyword, and where it stands."""

    text: str
    """Plain text with its note marks."""
    under: str
    """The part of the hash between the titles and the sentence."""
    line: int
    lead_in: str = ""
    """What the reader should see as its lead-in."""
    inherited: str = ""
    """The sentence that gives it a keyword, where it has none."""


def extract(document: Document) -> list[Requirement]:
    """Every requirement of a document, in its order."""
    numbering = Numbering()
    result: list[Requirement] = []
    above: dict[str, tuple[str, ...]] = {}
    for section in document.sections:
        number = section.number or section.parent
        titles = (*above.get(section.parent, ()), section.title)
        if section.number:
            above[section.number] = titles
        if not number or section.title.lower() in _NO_REQUIREMENTS:
            continue
        actor = section_actor(titles)
        hasher = Hasher(titles)
        for statement in _statements(section):
            digest = numbering.unique(hasher.hash(statement.under, statement.text))
            for suffix, text, level, who in _rows(statement, actor):
                result.append(
                    Requirement(
                        id=f"{document.name}:{number}:{digest}{suffix}",
                        document=document.name,
                        section=number,
                        title=section.title,
                        level=level,
                        actor=who,
                        text=normal(text),
                        lead_in=normal(statement.lead_in),
                        notes=notes(text),
                        line=statement.line,
                    )
                )
    return result


def _rows(statement: _Statement, section: Actor) -> Iterator[tuple[str, str, Level, Actor]]:
    """The rows of a statement: suffix, text, level, actor. Most have one; some tell both sides what to do."""
    level = strongest(without_notes(statement.text))
    if level is None:
        level = strongest(without_notes(statement.inherited)) if statement.inherited else None
        if level is not None:
            yield "", statement.text, level, subject(without_notes(statement.inherited)) or section
        return
    clauses = _CLAUSES.split(statement.text)
    if len(clauses) > 1:
        rows = [(text, strongest(without_notes(text)), subject(without_notes(text))) for text in clauses]
        if all(level and who for _, level, who in rows) and len({who for _, _, who in rows}) > 1:
            for position, (text, own, who) in enumerate(rows, 1):
                if own and who:
                    yield f".{position}", text, own, who
            return
    yield "", statement.text, level, subject(without_notes(statement.text)) or section


def _statements(section: Section) -> Iterator[_Statement]:
    """Every sentence of a section, keyword or not: the numbering of equal ones must not depend on keywords."""
    before = ""  # the last sentence of the block directly above
    for block in section.blocks:
        if isinstance(block, List):
            yield from _of_list(block, before)
            before = ""
        elif isinstance(block, Table):
            yield from _of_table(block)
            before = ""
        elif isinstance(block, Code):
            yield from _of_comments(block)
            before = ""
        else:
            under, text = _prose(block)
            split = sentences(plain(text)) if text else []
            for sentence in split:
                yield _Statement(sentence, under, block.line, lead_in=under)
            before = split[-1] if split else ""


def _prose(block: AnyBlock) -> tuple[str, str]:
    """The name that a block's text stands under, and the text."""
    match block:
        case Paragraph(text=text) | Note(text=text):
            return "", text
        case Field(name=name, text=text) | Term(name=name, text=text):
            return plain(name), text
        case _:
            return "", ""


def _of_comments(block: Code) -> Iterator[_Statement]:
    """Sentences in whole-line comments of program text."""
    for number, text in enumerate(block.text.split("\n")):
        if text.startswith("//"):
            for sentence in sentences(plain(text)):
                yield _Statement(sentence, "", block.line + number)


def _of_table(table: Table) -> Iterator[_Statement]:
    for row in table.rows:
        name = plain(row.cells[0]) if len(row.cells) > 1 else ""
        for column, cell in enumerate(row.cells):
            under = name if column else ""
            for sentence in sentences(plain(cell)):
                yield _Statement(sentence, under, row.line, lead_in=under)


def introduces(sentence: str) -> bool:
    """True if what follows a sentence stands under it."""
    return bool(_INTRODUCES.search(sentence))


def _of_list(block: List, before: str) -> Iterator[_Statement]:
    """Statements of a list whose introduction is `before`, if that introduces."""
    above = before if introduces(before) else ""
    flat = above  # the nearest text above that introduces, for the hash
    path: list[tuple[int, str, str]] = [(-1, above, above)]  # depth, lead-in, the sentence that gives the keyword
    for item in block.items:
        while len(path) > 1 and path[-1][0] >= item.depth:
            path.pop()
        _, lead_in, giver = path[-1]
        split = list(_of_item(item, flat, lead_in, giver))
        yield from split
        last = split[-1].text
        last = sentences(last)[-1] if sentences(last) else last
        if introduces(last):
            flat = last
        own = last if strongest(without_notes(last)) else giver
        leads = introduces(last) or bool(_CONDITION.match(last))
        path.append((item.depth, last if leads else lead_in, own if leads else ""))


def _of_item(item: Item, flat: str, lead_in: str, giver: str) -> Iterator[_Statement]:
    text = plain(item.text)
    if strongest(without_notes(text)) is None:
        inherits = giver if not introduces(text) else ""
        yield _Statement(text, flat, item.line, lead_in=lead_in, inherited=inherits)
        return
    for position, sentence in enumerate(sentences(text)):
        yield _Statement(sentence, flat, item.line, lead_in=lead_in, inherited="" if position else giver)
