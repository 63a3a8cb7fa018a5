"""What the sections in front of the appendix declare: prototypes of methods and definitions of types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from plugfest.records.documents import AnyBlock, Code, List, Paragraph, Section, Table
from plugfest.simulate.nodes import Constant, Enum, Method, Struct, Tagged, Typedef, Union
from plugfest.simulate.parser import IdlSyntaxError, parse
from plugfest.simulate.preprocessor import Preprocessor
from plugfest.simulate.reader import Piece, pieces, placed
from plugfest.simulate.sources import Line, appendix_parts, lines_of, plain

_OPNUM = re.compile(r"\bOpnum:?\s*(\d+)", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:I[A-Z]\w*(?:::|\.))?([A-Za-z_]\w*)\b(?:\s*(?:Method\s*)?\(\s*Opnums?:?\s*(\d+)\s*\))?", re.IGNORECASE
)
_QUALIFIED = re.compile(r"(\w+)::\s*(\w+)")


class Prototype(msgspec.Struct, frozen=True):
    """A method as its section declares it."""

    method: Method
    section: str
    title: str


class SectionType(msgspec.Struct, frozen=True):
    """A type as its section declares it."""

    node: Typedef | Tagged
    section: str
    title: str


class OpnumText(msgspec.Struct, frozen=True):
    """A place that tells the opnum of a method."""

    name: str
    opnum: int
    section: str
    line: int
    title: bool
    """In the title of its section, not in a table."""
    quote: str = ""


class SectionDeclarations(msgspec.Struct):
    """What the sections of a document declare."""

    prototypes: list[Prototype] = msgspec.field(default_factory=list)
    types: list[SectionType] = msgspec.field(default_factory=list)
    constants: list[Constant] = msgspec.field(default_factory=list)
    opnums: list[OpnumText] = msgspec.field(default_factory=list)
    titles: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)
    """First word of a title → section and line."""
    headings: dict[str, str] = msgspec.field(default_factory=dict)
    """Section → title."""
    pipes: dict[str, int] = msgspec.field(default_factory=dict)
    """Named pipes that the document speaks of, and how often."""
    mentioned: set[str] = msgspec.field(default_factory=set)
    """Names of methods in tables and titles."""


def section_declarations(sections: Iterable[Section], macros: Mapping[str, str]) -> SectionDeclarations:
    """Read all sections but the appendices, whose macros hold here, too."""
    found = SectionDeclarations()
    for section in sections:
        if appendix_parts(section) or not section.number:
            continue
        _title(section, found)
        for block in section.blocks:
            if isinstance(block, Table):
                _table(block, section, found)
            if section.number[0] in "12":
                _pipes(block, found)
        for run in _runs(section):
            _declarations(run, section, found, macros)
    return found


def _title(section: Section, found: SectionDeclarations) -> None:
    title = plain(section.title).strip()
    found.headings[section.number] = title
    match = _TITLE.match(title)
    if not match:
        return
    name = match[1]
    if qualified := _QUALIFIED.search(title):
        name = qualified[2]
    found.titles.setdefault(name, (section.number, section.line))
    found.mentioned |= set(re.findall(r"\w+", title))
    opnum = _OPNUM.search(title)
    named = "Interface" not in title.split()
    if opnum and title.count("pnum") == 1 and named and re.fullmatch(r"[\w:]+\s*\w*(?: Method)?\s*\(.*", title):
        found.opnums.append(OpnumText(name, int(opnum[1]), section.number, section.line, True, title))


def _table(table: Table, section: Section, found: SectionDeclarations) -> None:
    head = [plain(cell).lower() for cell in table.header]
    for row in table.rows:
        cells = [plain(cell) for cell in row.cells]
        found.mentioned |= {word for cell in cells for word in re.findall(r"\w+", cell)}
        if not cells or "method" not in " ".join(head):
            continue
        name = re.match(r"\W*([A-Za-z_]\w*)", cells[0])
        opnums = _OPNUM.findall(" ".join(cells[1:]))
        if name and len(opnums) == 1:
            quote = " | ".join(cells)[:200]
            found.opnums.append(OpnumText(name[1], int(opnums[0]), section.number, row.line, False, quote))


def _pipes(block: AnyBlock, found: SectionDeclarations) -> None:
    match block:
        case Paragraph(text=text) | Code(text=text):
            pass
        case Table(rows=rows):
            text = "\n".join(cell for row in rows for cell in row.cells)
        case List(items=items):
            text = "\n".join(item.text for item in items)
        case _:
            return
    for name in re.findall(r"\\+pipe\\+(\w+)", plain(text), re.IGNORECASE):
        found.pipes[name] = found.pipes.get(name, 0) + 1


def _runs(section: Section) -> Iterator[list[Line]]:
    """Program text, with what stands between two pieces of it while a bracket is open."""
    run: list[Line] = []
    depth = 0
    for block in section.blocks:
        if (isinstance(block, Code) and (block.language in ("idl", "c", "") or block.fenced)) or (
            run and depth > 0 and not _is_text(block)
        ):
            lines = lines_of(msgspec.structs.replace(section, blocks=(block,)))
        else:
            if run:
                yield run
            run, depth = [], 0
            continue
        run += lines
        depth += sum(line.text.count(c) for line in lines for c in "({[")
        depth -= sum(line.text.count(c) for line in lines for c in ")}]")
    if run:
        yield run


def _is_text(block: object) -> bool:
    return isinstance(block, Paragraph) and ("**" in block.text or "](" in block.text or len(block.text.split()) > 14)


def _declarations(run: list[Line], section: Section, found: SectionDeclarations, macros: Mapping[str, str]) -> None:
    title = found.headings.get(section.number, "")
    for piece in pieces(Preprocessor(macros).run(run)):
        if piece.kind != "declaration" or not piece.text.strip(" ;\n"):
            continue
        for declaration in _parsed(piece):
            match declaration:
                case Method():
                    found.prototypes.append(Prototype(declaration, section.number, title))
                case Typedef() | Tagged(type=Struct() | Union() | Enum()):
                    found.types.append(SectionType(declaration, section.number, title))
                case Constant():
                    found.constants.append(declaration)


def _parsed(piece: Piece) -> list[object]:
    text = piece.text if piece.text.rstrip().endswith(";") else piece.text + ";"
    try:
        return [placed(declaration, piece.lines) for declaration in parse(text)]
    except IdlSyntaxError:
        return []  # examples in other languages; the appendix is what must be readable
