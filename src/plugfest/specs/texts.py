"""The running text of a document, piece by piece, with its place: what links, notes and search are found in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from plugfest.records.documents import (
    AnyBlock,
    Code,
    Field,
    Image,
    Layout,
    List,
    Note,
    Paragraph,
    Reference,
    Table,
    Term,
)


class Text(NamedTuple):
    """One paragraph, item, cell or definition, with its inline markup."""

    text: str
    line: int


def texts(blocks: Iterable[AnyBlock]) -> Iterator[Text]:
    """The pieces of text in some blocks, in order; program text is not among them."""
    for block in blocks:
        match block:
            case Field(name=name, text=text) if "<" in name:  # a note mark may stand there
                yield Text(f"{name}: {text}", block.line)
            case Paragraph(text=text) | Field(text=text) | Term(text=text) | Note(text=text) | Reference(text=text):
                yield Text(text, block.line)
            case List(items=items):
                for item in items:
                    yield Text(item.text, item.line)
            case Table(header=header, rows=rows):
                for cell in header:
                    yield Text(cell, block.line)
                for row in rows:
                    for cell in row.cells:
                        yield Text(cell, row.line)
            case _:
                pass


def searchable(blocks: Iterable[AnyBlock]) -> Iterator[str]:
    """All that a reader would search for, program text, names and layouts included."""
    for block in blocks:
        match block:
            case Field(name=name, text=text) | Term(name=name, text=text):
                yield f"{name}: {text}"
            case Reference(label=label, text=text):
                yield f"[{label}] {text}"
            case Code(text=text):
                yield text
            case Layout(boxes=boxes):
                yield " ".join(box.name for box in boxes)
            case Image(alternative=alternative):
                yield alternative
            case _:
                yield from (piece.text for piece in texts([block]))
