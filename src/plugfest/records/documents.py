"""Documents: one revision of a specification as sections and blocks, every block with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=str.lower):
    """A piece of a document. The spans of all blocks and headings tile the file: blank lines belong to what precedes.

    Text is kept with its inline markup (links, emphasis, note marks); `plugfest.specs.inline.plain` removes it.
    """

    line: int
    """First line in the file, from 1."""
    end: int
    """Last line, blank lines after it included."""


class Paragraph(Block, frozen=True, kw_only=True):
    """Running text; `depth` counts from 0 and is more where it stands inside a block of the list around it."""

    text: str
    depth: int = 0


class Field(Block, frozen=True, kw_only=True):
    """The definition of a field, parameter or state variable: a bold name, perhaps its size, a colon, text."""

    name: str
    size: str = ""
    """What stands in parentheses after the name: `4 bytes`, `variable`, `1 bit`."""
    text: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a list; `depth` counts from 0."""

    text: str
    line: int
    depth: int = 0
    marker: str = "-"


class List(Block, frozen=True, kw_only=True):
    """A list, flat in the order of the file; the nesting is in the items' depths."""

    items: tuple[Item, ...]


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One row of a table."""

    cells: tuple[str, ...]
    line: int


class Value(msgspec.Struct, frozen=True, array_like=True):
    """A row of a table of values: `SMB2_FLAGS_SIGNED`, `0x00000008`, what it means. What is absent is empty."""

    name: str
    value: str
    meaning: str
    line: int


class Table(Block, frozen=True, kw_only=True):
    """A table. Where it lists values, `values` has them apart, even where the file has name and value in one cell."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    values: tuple[Value, ...] = ()


class Bits(msgspec.Struct, frozen=True, array_like=True):
    """One box of a packet layout: bit numbers as drawn, both ends included."""

    first: int
    last: int
    name: str


class LayoutField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a packet layout."""

    name: str
    size: str = ""
    """As the document says it: `4 bytes`, `variable`; empty where only the drawing tells."""
    bits: int | None = None
    """None for a field of variable length."""
    offset: int | None = None
    """In bits from the first one; None behind a field of variable length."""


class Layout(Block, frozen=True, kw_only=True):
    """A packet layout: the boxes as they are drawn, and the fields that they stand for."""

    boxes: tuple[Bits, ...]
    fields: tuple[LayoutField, ...] = ()


class Code(Block, frozen=True, kw_only=True):
    """IDL, XML, ABNF, a dump: text that is not prose. Its lines are kept as they stand."""

    text: str
    language: str = ""
    fenced: bool = False


class Note(Block, frozen=True, kw_only=True):
    """A product-behaviour note; the blocks up to the next note belong to it."""

    number: int
    section: str
    """The section that it says it belongs to."""
    text: str


class Term(Block, frozen=True, kw_only=True):
    """A glossary term."""

    name: str
    text: str
    anchor: str = ""


class Reference(Block, frozen=True, kw_only=True):
    """An entry of the references: `[RFC2119] …`."""

    label: str
    text: str


class Image(Block, frozen=True, kw_only=True):
    """A picture, of which only the alternative text is here."""

    alternative: str
    target: str


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A line of the table of contents."""

    number: str
    title: str
    anchor: str
    line: int


class Contents(Block, frozen=True, kw_only=True):
    """The table of contents."""

    entries: tuple[Entry, ...]


AnyBlock = Paragraph | Field | List | Table | Layout | Code | Note | Term | Reference | Image | Contents


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A section without its subsections. `line` to `body - 1` is its heading, `body` to `end` its blocks."""

    number: str
    """`3.1.4.8`; empty where the document does not number it."""
    title: str
    anchor: str
    aliases: tuple[str, ...] = ()
    """Anchors of other sections that stand at this heading by mistake."""
    level: int
    """How many parts its number has; 1 for an unnumbered one."""
    parent: str
    """Number of the section above; empty at the top."""
    line: int
    body: int
    end: int
    blocks: tuple[AnyBlock, ...] = ()


class Revision(msgspec.Struct, frozen=True, array_like=True):
    """A row of the revision history."""

    date: str
    """ISO 8601 where it could be read."""
    version: str
    kind: str
    comment: str


class Change(msgspec.Struct, frozen=True, array_like=True):
    """A row of the change-tracking table."""

    section: str
    """Number where the row names one, else what it says: `All`."""
    description: str
    kind: str
    line: int


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a specification."""

    name: str
    """`MS-SRVS`."""
    title: str
    revision: str
    date: str
    """ISO 8601."""
    digest: str
    """BLAKE2s of the file's bytes: what identifies this revision in the library."""
    preview: bool = False
    lines: int = 0
    front: tuple[AnyBlock, ...] = ()
    """What stands before the first section."""
    sections: tuple[Section, ...] = ()
    history: tuple[Revision, ...] = ()
    normative: tuple[str, ...] = ()
    """Numbers of the sections that the document declares normative; their subsections are too."""
    changes: tuple[Change, ...] = ()
    """What the document says that changed since the revision before."""
    notice: str = ""
    """Which promise or programme covers it, or where it says so."""
    findings: tuple[str, ...] = ()
    """What the reader found wrong and could not repair, one line each."""

    def contents(self) -> tuple[Entry, ...]:
        """The document's own table of contents."""
        return tuple(entry for block in self.front if isinstance(block, Contents) for entry in block.entries)

    def section(self, number: str) -> Section | None:
        """The section of that number, None if there is none."""
        return next((section for section in self.sections if section.number == number), None)

    def titles(self, number: str) -> tuple[str, ...]:
        """Titles from the top section down to this one."""
        by_number = {section.number: section for section in self.sections}
        titles: list[str] = []
        while number and (section := by_number.get(number)):
            titles.append(section.title)
            number = section.parent
        return tuple(reversed(titles))

    def blocks(self) -> Iterator[AnyBlock]:
        """Every block, in the order of the file."""
        yield from self.front
        for section in self.sections:
            yield from section.blocks
