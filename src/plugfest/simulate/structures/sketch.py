"""A layout together with the text that defines its fields: what there is to derive a structure from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plugfest.records.documents import AnyBlock, Code, Field, Layout, List, Paragraph, Section, Table
from plugfest.simulate.structures.model import Source
from plugfest.specs.inline import plain, without_notes
from plugfest.specs.layouts import bits_of
from plugfest.specs.sentences import sentences

_EXAMPLE = re.compile(r"\bexamples?\b", re.IGNORECASE)
_NOT_NAME = re.compile(r"[\s\[\]*]+")


@dataclass
class Sentence:
    """A sentence of a definition, plain and with its links."""

    text: str
    raw: str
    """The paragraph that it stands in, with markup."""
    line: int
    section: str
    listed: bool = False
    """It is an item of a list."""

    def source(self) -> Source:
        """Its place and its words."""
        return Source(self.section, self.line, self.text)


@dataclass
class Definition:
    """What the document says of one field: its size, its sentences, the tables and the definitions under it."""

    name: str
    size: str = ""
    line: int = 0
    sentences: list[Sentence] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    inner: list[Definition] = field(default_factory=list)
    """Of its parts: bits, ways to read it."""

    @property
    def text(self) -> str:
        """All sentences."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass
class Part:
    """A field as it is drawn, and its definition."""

    name: str
    drawn: int | None
    """Bits in the drawing."""
    bits: int | None
    """Bits by the definition, or as drawn; None where it is variable."""
    size: str
    definition: Definition


@dataclass
class Sketch:
    """One layout with everything around it."""

    section: Section
    layout: Layout
    ordinal: int
    """Which layout of its section, from 1."""
    lead: list[Sentence]
    """The text before it."""
    parts: list[Part]
    example: bool
    title: str = ""

    @property
    def names(self) -> list[str]:
        """The fields' names."""
        return [part.name for part in self.parts]


def key(name: str) -> str:
    """A name for comparison: without spaces, brackets and case."""
    return _NOT_NAME.sub("", plain(name)).casefold()


def sketches(sections: Sequence[Section]) -> Iterator[Sketch]:
    """Every layout of a document."""
    titles = {section.number: section.title for section in sections}
    for section in sections:
        layouts = [index for index, block in enumerate(section.blocks) if isinstance(block, Layout)]
        example = bool(layouts) and any(_EXAMPLE.search(title) for title in _above(section, titles))
        for ordinal, index in enumerate(layouts, 1):
            before = layouts[ordinal - 2] + 1 if ordinal > 1 else 0
            after = layouts[ordinal] if ordinal < len(layouts) else len(section.blocks)
            layout = section.blocks[index]
            assert isinstance(layout, Layout)
            lead = [s for b in section.blocks[before:index] for s in block_sentences(b, section.number)]
            yield Sketch(
                section,
                layout,
                ordinal,
                lead,
                _parts(layout, section.blocks[index + 1 : after], section.number),
                example,
                section.title if len(layouts) == 1 else f"{section.title} #{ordinal}",
            )


def _above(section: Section, titles: dict[str, str]) -> Iterator[str]:
    yield section.title
    number = section.parent
    while number:
        yield titles.get(number, "")
        number = number.rpartition(".")[0]


def block_sentences(block: AnyBlock, section: str) -> Iterator[Sentence]:
    """The sentences of a block of text."""
    match block:
        case Paragraph(text=text) | Field(text=text):
            pieces = [(text, block.line)]
        case List(items=items):
            pieces = [(item.text, item.line) for item in items]
        case _:
            pieces = []
    for raw, line in pieces:
        for sentence in sentences(plain(raw)):
            yield Sentence(without_notes(sentence), raw, line, section, isinstance(block, List))


def _parts(layout: Layout, blocks: Sequence[AnyBlock], section: str) -> list[Part]:
    parts = [
        Part(field.name, drawn, field.bits, field.size, Definition(field.name))
        for field, drawn in zip(layout.fields, _drawn(layout), strict=True)
    ]
    owners = _owners(parts, [block for block in blocks if isinstance(block, Field)])
    current: Definition | None = None
    deepest: Definition | None = None
    for block in blocks:
        if isinstance(block, Field):
            part = owners.get(block.line)
            if part is not None:
                current = deepest = _define(part.definition, block)
                part.size = block.size or part.size
                part.bits = bits_of(part.size) if part.size else part.drawn
            elif current is not None:
                deepest = _define(Definition(block.name), block)
                current.inner.append(deepest)
        if deepest is None or current is None:
            continue
        if isinstance(block, Table):
            deepest.tables.append(block)
        elif not isinstance(block, Code):
            target = deepest if isinstance(block, Field) or not _resumes(block, current, deepest) else current
            target.sentences += block_sentences(block, section)
    return parts


def _owners(parts: Sequence[Part], definitions: Sequence[Field]) -> dict[int, Part]:
    """The field that each definition (by its line) defines.

    Where a name is defined more often than it is drawn, the parts of other fields bear it too: those that are as long
    as the drawing count.
    """
    owners: dict[int, Part] = {}
    for name in dict.fromkeys(key(part.name) for part in parts):
        wanted = [part for part in parts if key(part.name) == name]
        found = [block for block in definitions if key(block.name) == name]
        if not found:
            found = [block for block in definitions if key(block.name).startswith((f"{name}-", f"{name}("))][:1]
        if len(found) > len(wanted):
            alike = [block for block in found if bits_of(block.size) in {part.drawn for part in wanted}]
            found = alike if len(alike) >= len(wanted) else found
        owners |= {block.line: part for block, part in zip(found, wanted, strict=False)}
    return owners


def _resumes(block: AnyBlock, current: Definition, deepest: Definition) -> bool:
    """A paragraph behind a part's definition that speaks of the whole field again."""
    return current is not deepest and isinstance(block, Paragraph) and current.name in plain(block.text)


def _define(definition: Definition, block: Field) -> Definition:
    definition.size = definition.size or block.size
    definition.line = definition.line or block.line
    return definition


def _drawn(layout: Layout) -> list[int | None]:
    """How many bits of the drawing each field takes. Boxes that continue a field are joined as the reader did it."""
    widths: list[int] = []
    boxes = list(layout.boxes)
    names = [key(field.name) for field in layout.fields]
    index = 0
    for number, _ in enumerate(names):
        if index >= len(boxes):
            widths.append(0)
            continue
        width = boxes[index].last - boxes[index].first + 1
        index += 1
        left = len(names) - number - 1
        while index < len(boxes) and len(boxes) - index > left and _goes_on(boxes[index].name, names, number):
            width += boxes[index].last - boxes[index].first + 1
            index += 1
        widths.append(width)
    return list(widths)


def _goes_on(box: str, names: Sequence[str], number: int) -> bool:
    following = names[number + 1] if number + 1 < len(names) else None
    bare = key(box.replace("...", "").replace("…", ""))
    return not (following is not None and bare and bare.startswith(following[: len(bare)]) and bare != names[number])
