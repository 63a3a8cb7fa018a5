"""Reader of the specifications in Markdown. One pass over the lines; each block keeps its place in the file.

The converter that made these files wrote each paragraph on one line, so a line directly after a list item is a
paragraph of its own, and program text arrives as one paragraph a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

import msgspec

from plugfest.errors import SpecError
from plugfest.records.documents import (
    AnyBlock,
    Bits,
    Change,
    Code,
    Contents,
    Document,
    Entry,
    Field,
    Image,
    Item,
    Layout,
    List,
    Note,
    Paragraph,
    Reference,
    Revision,
    Row,
    Section,
    Table,
    Term,
)
from plugfest.specs import tables
from plugfest.specs.code import CodeRun, listed_code
from plugfest.specs.inline import field_head, plain
from plugfest.specs.layouts import with_fields
from plugfest.specs.nesting import nest
from plugfest.specs.outline import ANCHOR, Head, contents_entry, is_heading, outline, split_number

MAX_BYTES = 64 * 1024 * 1024
"""No specification comes near this; what is larger is something else."""

_TITLE = re.compile(r"# \[([A-Z][A-Z0-9]*(?:[-_+][A-Z0-9]+)*)\]:?\s*(\S.*)")
_ITEM = re.compile(r"( *)(-|\d+\.)\s+(\S.*)")
_BITS = re.compile(r'\s+(\d+)(?:-(\d+))?: "(.*)"$')
_TABLE = re.compile(r"\|.*\|")
_NOTE = re.compile(r"<(\d+)>\s+Sections?\s+([0-9A-Z][0-9.]*[0-9]|[0-9]):?\s*(.*)")
_TERM = re.compile(r"\*\*(.+?)(?::\*\*|\*\*\s*:)\s*(.*)")
_REFERENCE = re.compile(r"\[([A-Za-z0-9][^\[\]]*)\](?!\()\s*(\S.*)")
_IMAGE = re.compile(r"!\[(.*)\]\(([^()]*)\)$")
_UPDATED = re.compile(r"Last updated:\s*(\d+)/(\d+)/(\d+)")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_NORMATIVE = re.compile(r"Sections? (.+?) of this specification (?:are|is) normative")
_NOTICE = re.compile(r"legal notice|IP terms|Intellectual Property|Open Specifications? Promise", re.IGNORECASE)
_PROGRAMME = re.compile(r"Open Specifications? Promise|Community Promise|Interoperability Program|Patent Map")
_LIST_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def read_markdown(data: bytes, origin: str = "") -> Document:
    """Read one specification. Raises SpecError if the bytes are none; `origin` is the file's name, for the message."""
    return _Reader(_lines(data, origin), origin).document(digest_of(data))


def digest_of(data: bytes) -> str:
    """What identifies a revision in the library."""
    return hashlib.blake2s(data, digest_size=16).hexdigest()


def _lines(data: bytes, origin: str) -> list[str]:
    if len(data) > MAX_BYTES:
        raise SpecError(f"too large for a specification ({len(data) >> 20} MB)", origin)
    if b"\0" in data:
        raise SpecError("a binary file, not a specification", origin)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"not UTF-8 text (byte {error.start})", origin) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def iso_date(text: str) -> str:
    """`9/16/2024` as `2024-09-16`; empty if it is no date."""
    found = _DATE.search(text.strip())
    if not found:
        return ""
    try:
        return date(int(found[3]), int(found[1]), int(found[2])).isoformat()
    except ValueError:
        return ""


class _Reader:
    """Reads the lines from the first to the last; `self.at` is the index of the next one."""

    def __init__(self, lines: list[str], origin: str) -> None:
        self.lines = lines
        self.origin = origin
        self.at = 0
        self.stop = len(lines)
        """Where the section that is being read ends."""
        self.findings: list[str] = []

    # -- the document ------------------------------------------------------------------------------------------------

    def document(self, digest: str) -> Document:
        name, title = self._title()
        front = list(self._front())
        heads, self.findings = outline(self.lines, self.at, _entries(front))
        front = self._rest_of_front(front, heads[0].start if heads else len(self.lines))
        sections = tuple(self._sections(heads))
        if not sections or not any(section.number for section in sections):
            raise SpecError("has no numbered section, so it is no specification", self.origin)
        updated = next((iso_date(found[0]) for line in self.lines[:2000] if (found := _UPDATED.match(line))), "")
        history = tuple(_history(sections))
        last = history[-1] if history else Revision("", "", "", "")
        return Document(
            name=name,
            title=title,
            revision=last.version,
            date=updated or last.date,
            digest=digest,
            preview="preview" in title.lower() or "-Preview" in self.origin,
            lines=len(self.lines),
            front=tuple(front),
            sections=sections,
            history=history,
            normative=_normative(sections),
            changes=tuple(_changes(sections)),
            notice=_notice(front, sections),
            findings=tuple(self.findings),
        )

    def _title(self) -> tuple[str, str]:
        for index, line in enumerate(self.lines[:50]):
            found = _TITLE.match(line)
            if found:
                self.at = index + 1
                return found[1], plain(found[2])
            if line.strip() and not ANCHOR.match(line):
                break
        raise SpecError("does not begin with '# [DOC]: title', so it is no specification", self.origin)

    def _front(self) -> Iterator[AnyBlock]:
        """Title, table of contents, date: all before the first heading."""
        first, title = 1, self.at + 1
        groups: list[list[Entry]] = []
        while self.at < len(self.lines) and not is_heading(self.lines, self.at):
            line = self.lines[self.at]
            self.at += 1
            if entry := contents_entry(line, self.at):
                if not groups or any(self._is_text(i) for i in range(groups[-1][-1].line, self.at - 1)):
                    groups.append([])
                groups[-1].append(entry)
        for number, group in enumerate(groups):
            yield Paragraph(
                line=first, end=group[0].line - 1, text=self._text_of(title if number == 0 else first, group[0].line)
            )
            first = group[-1].line + 1
            yield Contents(line=group[0].line, end=group[-1].line, entries=tuple(group))
        self.first = first

    def _is_text(self, index: int) -> bool:
        line = self.lines[index].strip()
        return bool(line) and not line.startswith(("<details", "</details", "<summary"))

    def _text_of(self, start: int, stop: int) -> str:
        """The lines of front matter from start to before stop, counted from 1."""
        return "\n".join(self.lines[index] for index in range(start - 1, stop - 1) if self._is_text(index))

    def _rest_of_front(self, front: list[AnyBlock], stop: int) -> list[AnyBlock]:
        """The front matter with what stands between the table of contents and the first section."""
        self.at = stop
        text = self._text_of(self.first, stop + 1)
        if text or not front:
            return [*front, Paragraph(line=self.first, end=stop, text=text)]
        return [*front[:-1], msgspec.structs.replace(front[-1], end=stop)]

    # -- sections ----------------------------------------------------------------------------------------------------

    def _sections(self, heads: list[Head]) -> Iterator[Section]:
        above = ""
        for position, head in enumerate(heads):
            self.stop = heads[position + 1].start if position + 1 < len(heads) else len(self.lines)
            self.at = self._after_blank(head.stop)
            start = self.at + 1
            blocks = with_fields(nest(list(self._blocks(head.title))))
            above = head.number or above
            yield Section(
                number=head.number,
                title=head.title,
                anchor=head.anchor,
                aliases=head.aliases,
                level=head.number.count(".") + 1,
                parent=head.number.rpartition(".")[0] if head.number else above,
                line=head.start + 1,
                body=start,
                end=self.stop,
                blocks=blocks,
            )

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _after_blank(self, index: int) -> int:
        while index < self.stop and not self.lines[index].strip():
            index += 1
        return index

    def _blocks(self, title: str) -> Iterator[AnyBlock]:
        glossary = title.lower() == "glossary"
        references = title.lower().endswith("references")
        while self.at < self.stop:
            yield self._block(glossary, references)

    def _span(self, start: int, stop: int) -> tuple[int, int]:
        """First and last line of the block in lines[start:stop], blank lines after it included; moves on behind it."""
        self.at = self._after_blank(stop)
        return start + 1, self.at

    def _block(self, glossary: bool, references: bool) -> AnyBlock:
        start = self.at
        text = self.lines[start]
        if text.startswith("```"):
            return self._fence()
        if _TABLE.match(text):
            return self._table()
        if _ITEM.match(text):
            return self._list()
        if (code := CodeRun.at(self.lines, start, self.stop)) is not None:
            line, end = self._span(start, code.stop)
            return Code(line=line, end=end, text=code.text, language=code.language)
        anchor = ""
        stop = start
        while stop < self.stop and (found := ANCHOR.match(self.lines[stop])):
            anchor, stop = found[1], stop + 1
        if anchor:  # it belongs to the term that follows, or to nothing
            follows = self._after_blank(stop)
            if glossary and follows < self.stop and (found := _TERM.match(self.lines[follows])):
                line, end = self._span(start, follows + 1)
                return Term(line=line, end=end, name=found[1], text=found[2], anchor=anchor)
            line, end = self._span(start, stop)
            return Paragraph(line=line, end=end, text="\n".join(self.lines[start:stop]))
        return self._one_line(text, glossary, references)

    def _one_line(self, text: str, glossary: bool, references: bool) -> AnyBlock:
        """A block that is one line by itself."""
        line, end = self._span(self.at, self.at + 1)
        if text[0] == "<" and (found := _NOTE.match(text)):
            return Note(line=line, end=end, number=int(found[1]), section=found[2], text=found[3])
        if text[0] == "!" and (found := _IMAGE.match(text)):
            return Image(line=line, end=end, alternative=found[1], target=found[2])
        if glossary and (found := _TERM.match(text)):
            return Term(line=line, end=end, name=found[1], text=found[2])
        if references and text[0] == "[" and (found := _REFERENCE.match(text)):
            return Reference(line=line, end=end, label=found[1], text=found[2])
        if head := field_head(text):
            return Field(line=line, end=end, name=head.name, size=head.size, text=head.text)
        depth = (len(text) - len(text.lstrip(" "))) // 2
        return Paragraph(line=line, end=end, text=text.strip(), depth=depth)

    def _fence(self) -> AnyBlock:
        start = self.at
        stop = start + 1
        while stop < self.stop and not self.lines[stop].startswith("```"):
            stop += 1
        inside = self.lines[start + 1 : stop]
        language = self.lines[start][3:].strip()
        line, end = self._span(start, min(stop + 1, self.stop))
        if language == "mermaid" and inside and inside[0].strip() == "packet-beta":
            found = [_BITS.match(text) for text in inside[1:]]
            if all(found):
                boxes = tuple(Bits(int(m[1]), int(m[2] or m[1]), m[3]) for m in found if m)
                return Layout(line=line, end=end, boxes=boxes)
        return Code(line=line, end=end, text="\n".join(inside), language=language, fenced=True)

    def _table(self) -> AnyBlock:
        start = self.at
        stop = start
        while stop < self.stop and _TABLE.match(self.lines[stop]):
            stop += 1
        line, end = self._span(start, stop)
        body = start + 2 if stop > start + 1 and set(self.lines[start + 1]) <= set("| -:") else start + 1
        rows = [Row(tables.cells(self.lines[index]), index + 1) for index in range(body, stop)]
        header, shown = tables.repaired(tables.cells(self.lines[start]), rows)
        if boxes := tables.bit_grid(header, shown):
            return Layout(line=line, end=end, boxes=boxes)
        return Table(line=line, end=end, header=header, rows=shown, values=tables.values(header, shown))

    def _list(self) -> AnyBlock:
        start = self.at
        items: list[Item] = []
        while self.at < self.stop and (found := _ITEM.match(self.lines[self.at])):
            depth = len(found[1]) // 2
            items.append(Item(text=found[3], line=self.at + 1, depth=depth, marker=found[2]))
            self.at += 1
        line, end = self._span(start, self.at)
        if language := listed_code([item.text for item in items]):
            return Code(line=line, end=end, text="\n".join(item.text for item in items), language=language, fenced=True)
        return List(line=line, end=end, items=tuple(items))


def _entries(front: list[AnyBlock]) -> list[Entry]:
    return [entry for block in front if isinstance(block, Contents) for entry in block.entries]


def _history(sections: tuple[Section, ...]) -> Iterator[Revision]:
    for section in sections:
        if section.title.lower() == "revision history":
            for block in section.blocks:
                if isinstance(block, Table):
                    for row in block.rows:
                        cells = (*row.cells, "", "", "", "")
                        yield Revision(iso_date(cells[0]), plain(cells[1]), plain(cells[2]), plain(cells[3]))


def _changes(sections: tuple[Section, ...]) -> Iterator[Change]:
    """The rows of the change-tracking table."""
    for section in sections:
        if section.title.lower() != "change tracking":
            continue
        for block in section.blocks:
            if isinstance(block, Table) and block.header[:2] == ("Section", "Description"):
                for row in block.rows:
                    where, what, kind = (plain(cell) for cell in (*row.cells, "", "", "")[:3])
                    number, _ = split_number(where)
                    yield Change(number or where, what, kind, row.line)


def _notice(front: list[AnyBlock], sections: tuple[Section, ...]) -> str:
    """What the document says about intellectual property: the programmes it names, else where its notice is."""
    for block in [*front, *(block for section in sections[:1] for block in section.blocks)]:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                if _NOTICE.search(line):
                    programmes = list(dict.fromkeys(_PROGRAMME.findall(line)))
                    return ", ".join(programmes) or plain(line)
    return ""


def _normative(sections: tuple[Section, ...]) -> tuple[str, ...]:
    for section in sections[:3]:
        for block in section.blocks:
            if isinstance(block, Paragraph) and (found := _NORMATIVE.search(plain(block.text))):
                return tuple(_LIST_NUMBERS.findall(found[1]))
    return ()
