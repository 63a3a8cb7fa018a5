"""A layout together with the text that defines its fields: what there is to derive a structure from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plugfest.records.documents import AnyBlock, Code, Field, Layout, List, Paragraph, Section, Table
from plugfest.simulate.structures.model import Source
from plugfest.specs.inline import field_head, plain, without_notes
from plugfest.specs.layouts import bits_of
from plugfest.specs.sentences import sentences

_EXAMPLE = re.compile(r"\bexamples?\b", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:bits?|bytes?|octets?|variable|optional)\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"\bfollow(?:s|ing)\b|\bbelow\b|\bdiagram\b|\bformat\b", re.IGNORECASE)
_LETTER = re.compile(r"[A-Z]{1,2}\s*[-–—:]\s*(?=\w)")
_TWO_NAMES = re.compile(r"(\w+) \(variable\)\w+$")
_BY_BYTES = re.compile(r"\bflags\b[^.]*\b(?:presented|represented|shown) in little-endian byte order\b")
_PRESENTED = re.compile(r"\b(?:bits|flags|values) are presented in (?:big|little)-endian\b", re.IGNORECASE)
_BEFORE = re.compile(r"\(previous \w+\)")
"""A box that is not of the layout, but of what lies before it."""
_BITMASK = re.compile(r"\b(?:bit ?mask|bit ?field) diagram\b", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"\b32-bit (?:\w+ )?(?:integer|value|number)s?\b|\b0x[0-9A-Fa-f]{8}\b")
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
    alias: str = ""
    """The name behind the letter that is drawn: `A - TimeStampPresent`."""
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
    nested: Sketch | None = None
    """What it is divided into, where that is drawn apart."""
    mask: bool = False
    """It stands in a bitmask diagram, which begins with bit 0, the lowest."""


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
    inside: bool = False
    """It is the inside of a field of another layout."""

    def declared(self, name: str) -> Sentence | None:
        """The number of bytes that program text of the section gives an array: `UCHAR Bytes[CountOfBytesRead];`."""
        pattern = re.compile(rf"\b(?:UCHAR|BYTE|CHAR)\s+{re.escape(name)}\s*\[\s*(\w+)\s*\]")
        for block in self.section.blocks:
            if isinstance(block, Code | Paragraph) and (found := pattern.search(block.text)):
                return Sentence(found[1], block.text, block.line, self.section.number)
        return None

    @property
    def around(self) -> str:
        """What stands right before the drawing, a field's definition that it is part of included."""
        place = next(i for i, block in enumerate(self.section.blocks) if block is self.layout)
        before = self.section.blocks[max(0, place - 3) : place]
        return " ".join(plain(block.text) for block in before if isinstance(block, Paragraph | Field))

    @property
    def drawn_by_bytes(self) -> bool:
        """The flags are drawn as their bytes follow each other, the highest bit of each byte first."""
        return bool(_BY_BYTES.search(self.around))

    @property
    def one_number(self) -> bool:
        """All of it is one integer of 32 bits."""
        bits = [part.bits or 0 for part in self.parts]
        return sum(bits) == 32 and sum(not size % 8 for size in bits) == 1 and bool(_ONE_NUMBER.search(self.around))

    @property
    def presented(self) -> list[Sentence]:
        """What the section says, wherever it stands, of the byte order that its bits are drawn in."""
        paragraphs = (block for block in self.section.blocks if isinstance(block, Paragraph))
        told = [block for block in paragraphs if "presented in" in block.text and "endian" in block.text]
        return [s for block in told for s in block_sentences(block, self.section.number) if _PRESENTED.search(s.text)]

    @property
    def names(self) -> list[str]:
        """The fields' names."""
        return [part.name for part in self.parts]


def key(name: str) -> str:
    """A name for comparison: without spaces, brackets and case."""
    return _NOT_NAME.sub("", plain(name)).casefold()


def _bits(size: str) -> int | None:
    """The bits that a definition's head tells, be the field optional or not."""
    return bits_of(re.sub(r",? optional", "", size))


def drawn_name(name: str) -> str:
    """The name in a box; of `Signature (variable)Reserved1`, which is another's too, the first one."""
    found = _TWO_NAMES.match(name)
    return found[1] if found else name


def sketches(sections: Sequence[Section]) -> Iterator[Sketch]:
    """Every layout of a document."""
    titles = {section.number: section.title for section in sections}
    for section in sections:
        if any(isinstance(block, Layout) for block in section.blocks):
            example = any(_EXAMPLE.search(title) for title in _above(section, titles))
            yield from _in_section(section, example)


def _in_section(section: Section, example: bool) -> list[Sketch]:
    """The layouts of a section. One that is drawn among the definitions of another is the inside of a field of it."""
    shares = _shares(section.blocks)
    made: list[Sketch] = []
    for ordinal, (start, share) in enumerate(shares, 1):
        layout = section.blocks[start]
        assert isinstance(layout, Layout)
        lead = [s for block in _before(section.blocks, start) for s in block_sentences(block, section.number)]
        title = section.title if len(shares) == 1 else f"{section.title} #{ordinal}"
        parts = [part for part in _parts(layout, share, section.number) if not _BEFORE.fullmatch(part.name)]
        made.append(Sketch(section, layout, ordinal, lead, parts, example, title))
    held = [(sketch, _holder(section.blocks, start, made)) for sketch, (start, _) in zip(made, shares, strict=True)]
    for sketch, part in held:
        alone = sum(other is part for _, other in held) == 1  # else they are what the field can be, not what it is
        if part and alone:
            part.nested = sketch
            sketch.inside = True
        for own in sketch.parts:
            own.mask = bool(_BITMASK.search(sketch.around))
    return made


def _before(blocks: Sequence[AnyBlock], start: int) -> Sequence[AnyBlock]:
    """The text before a layout, up to the definition or the layout before it."""
    first = start
    while first and not isinstance(blocks[first - 1], Layout | Field):
        first -= 1
    return blocks[first:start]


def _shares(blocks: Sequence[AnyBlock]) -> list[tuple[int, list[AnyBlock]]]:
    """The blocks that define the fields of each layout, by the place of the layout.

    A definition belongs to the layout last drawn that has a field of its name without one.
    """
    shares: list[tuple[int, list[AnyBlock]]] = []
    wanted: list[Counter[str]] = []
    current: list[AnyBlock] = []
    for index, whole in enumerate(blocks):
        if isinstance(whole, Layout):
            current = []
            shares.append((index, current))
            wanted.append(Counter(key(drawn_name(field.name)) for field in whole.fields))
            continue
        for block in _definitions(whole, wanted) if shares else ():
            if isinstance(block, Field):
                name = key(block.name)
                for number in range(len(shares) - 1, -1, -1):
                    if wanted[number][name]:
                        wanted[number][name] -= 1
                        current = shares[number][1]
                        break
            current.append(block)
    return shares


def _definitions(block: AnyBlock, wanted: Sequence[Counter[str]]) -> Iterator[AnyBlock]:
    """A block; a list whose items define fields as these definitions."""
    heads = [field_head(item.text) for item in block.items] if isinstance(block, List) else []
    if not isinstance(block, List) or not any(head and any(w[key(head.name)] for w in wanted) for head in heads):
        yield block
        return
    for item, head in zip(block.items, heads, strict=True):
        if head:
            yield Field(line=item.line, end=item.line, name=head.name, size=head.size, text=head.text)
        else:
            yield Paragraph(line=item.line, end=item.line, text=item.text)


def _holder(blocks: Sequence[AnyBlock], start: int, made: Sequence[Sketch]) -> Part | None:
    """The field whose definition a layout stands in: drawn right behind it, or behind words that name the field."""
    lead = _before(blocks, start)
    field = blocks[start - len(lead) - 1] if start > len(lead) else None
    if not isinstance(field, Field):
        return None
    holders = [(s, p) for s in made for p in s.parts if p.definition.line == field.line]
    if not holders:
        return None
    sketch, part = holders[0]
    inside = next(one for one in made if one.layout is blocks[start])
    if inside is sketch or (lead and not any(_introduces(plain(_text(block)), part.name) for block in lead)):
        return None
    total = None if any(one.bits is None for one in inside.parts) else sum(one.bits or 0 for one in inside.parts)
    return part if part.bits in (None, total) else None


def _introduces(text: str, name: str) -> bool:
    """Words before a drawing that say that it is of a field."""
    return name in text and bool(_FOLLOWS.search(text)) and not re.match(r"(?:If|When|For)\b", text)


def _text(block: AnyBlock) -> str:
    return block.text if isinstance(block, Paragraph) else ""


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
        Part(name, drawn, field.bits if _SIZE.search(field.size) else drawn, field.size, Definition(name))
        for field, drawn in zip(layout.fields, _drawn(layout), strict=True)
        for name in (drawn_name(field.name),)
    ]
    owners = _owners(parts, [block for block in blocks if isinstance(block, Field)])
    current: Definition | None = None
    deepest: Definition | None = None
    for block in blocks:
        if isinstance(block, Field):
            part = owners.get(block.line)
            if part is not None:
                current = deepest = _define(part.definition, block)
                if _SIZE.search(block.size):
                    part.size = block.size
                part.bits = _bits(part.size) if _SIZE.search(part.size) else part.drawn
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
    definition.alias = definition.alias or _LETTER.sub("", block.name) if _LETTER.match(block.name) else ""
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
