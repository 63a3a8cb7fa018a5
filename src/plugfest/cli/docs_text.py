"""Sections as text: rich on a terminal, one line a paragraph in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table as RichTable
from rich.text import Text

from plugfest.cli.output import console, tab_separated
from plugfest.records.documents import (
    AnyBlock,
    Code,
    Contents,
    Field,
    Image,
    Layout,
    List,
    Note,
    Paragraph,
    Reference,
    Section,
    Table,
    Term,
)
from plugfest.specs.inline import notes, plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from plugfest.specs.library import StoredDocument


def print_document(stored: StoredDocument) -> None:
    """The whole document."""
    out = console()
    out.print(Text(f"[{stored.name}] {stored.title}", style="bold"))
    out.print(Text(f"revision {stored.revision}, {stored.date}", style="dim"))
    for section in stored.sections():
        _print_section(out, section)


def print_section(stored: StoredDocument, section: Section) -> None:
    """One section: its text, the sections directly below it, the product notes that its text refers to."""
    out = console()
    out.print(Text(f"[{stored.name}] {stored.title}, revision {stored.revision}, {stored.date}", style="dim"))
    _print_section(out, section)
    below = [child for child in stored.sections(section.number) if child.parent == section.number]
    for child in below if section.number else ():
        out.print(Text(f"  {child.number} {child.title}", style="cyan"))
    wanted = {number for text in _texts(section.blocks) for number in notes(text)}
    if wanted:
        out.print()
        for number, blocks in notes_of(stored, wanted):
            for block in blocks:
                _print_block(out, block, f"<{number}> " if isinstance(block, Note) else "")


def notes_of(stored: StoredDocument, wanted: set[int]) -> list[tuple[int, list[AnyBlock]]]:
    """The product notes of those numbers, each with the blocks that belong to it."""
    result: list[tuple[int, list[AnyBlock]]] = []
    for section in stored.sections_with_notes():
        current: list[AnyBlock] | None = None
        for block in section.blocks:
            if isinstance(block, Note):
                current = [block] if block.number in wanted else None
                if current is not None:
                    result.append((block.number, current))
            elif current is not None:
                current.append(block)
    return result


def _texts(blocks: Iterable[AnyBlock]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Paragraph(text=text) | Field(text=text) | Term(text=text) | Note(text=text):
                yield text
            case List(items=items):
                yield from (item.text for item in items)
            case Table(rows=rows):
                yield from (cell for row in rows for cell in row.cells)
            case _:
                pass


def _print_section(out: Console, section: Section) -> None:
    out.print()
    out.print(Text(f"{section.number} {section.title}".strip(), style="bold"))
    for block in section.blocks:
        out.print()
        _print_block(out, block)


def _print_block(out: Console, block: AnyBlock, mark: str = "") -> None:
    for renderable in render(block, mark):
        out.print(renderable)


def render(block: AnyBlock, mark: str = "") -> Iterable[RenderableType]:
    """A block for a console; `mark` stands before the text of a note."""
    match block:
        case Paragraph(text=text, depth=depth) if not text.startswith("<a id="):
            yield Padding(Text(plain(text)), (0, 0, 0, 4 + 2 * depth), expand=False) if depth else Text(plain(text))
        case Note(text=text):
            yield Text(mark, style="bold").append(plain(text), style="not bold")
        case Field(name=name, size=size, text=text):
            head = plain(name) + (f" ({size})" if size else "") + ": "
            yield Text(head, style="bold").append(plain(text), style="not bold")
        case Term(name=name, text=text):
            yield Text(f"{plain(name)}: ", style="bold").append(plain(text), style="not bold")
        case Reference(label=label, text=text):
            yield Text(f"[{label}] ", style="bold").append(plain(text), style="not bold")
        case List(items=items):
            for item in items:
                marker = "•" if item.marker == "-" else item.marker
                grid = RichTable.grid(padding=(0, 1))
                grid.add_column()
                grid.add_column(overflow="fold")
                grid.add_row(Text(marker), Text(plain(item.text)))
                yield Padding(grid, (0, 0, 0, 2 + 2 * item.depth), expand=False)
        case Table(header=header, rows=rows):
            yield _table(header, [row.cells[: len(header)] for row in rows])
        case Code(text=text):
            yield Padding(
                Text("\n".join(line for line in text.split("\n") if line.strip()), style="green"),
                (0, 0, 0, 4),
                expand=False,
            )
        case Layout(fields=fields):
            table = RichTable(box=None)
            table.add_column("bit", justify="right")
            table.add_column("bits", justify="right")
            table.add_column("field", overflow="fold")
            for field in fields:
                offset = "" if field.offset is None else str(field.offset)
                table.add_row(offset, str(field.bits or "variable"), Text(field.name))
            yield table
        case Image(alternative=alternative):
            yield Text(f"[picture: {alternative}]", style="italic")
        case Contents(entries=entries):
            for entry in entries:
                yield Text(f"{entry.number} {entry.title}")
        case _:
            return


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    """With lines on a terminal; a tab between the columns in a pipe."""
    if not sys.stdout.isatty():
        return Segments(Segment(f"{tab_separated(map(plain, cells))}\n") for cells in (header, *rows))
    table = RichTable(show_lines=False)
    for cell in header:
        table.add_column(Text(plain(cell)), overflow="fold")
    for cells in rows:
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table
