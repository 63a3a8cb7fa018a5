"""Reader of the specifications in Markdown. One pass over the lines; each block keeps its place in the file.

The converter that made these files wrote each paragraph on one line, so a line directly after a list item is a
paragraph of its own, and program text arrives as one paragraph a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from plugfest.errors import SpecError
from plugfest.records.documents import (
    AnyBlock,
    Bits,
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
from plugfest.specs.code import CodeRun
from plugfest.specs.inline import field_head, fold, plain
from plugfest.specs.nesting import nest

MAX_BYTES = 64 * 1024 * 1024
"""No specification comes near this; what is larger is something else."""

_TITLE = re.compile(r"# \[([A-Z][A-Z0-9]*(?:[-_+][A-Z0-9]+)*)\]:?\s*(\S.*)")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_NUMBER = re.compile(r"((?:\d+|[A-Z](?=\.\d))(?:\.\d+)*)\.?\s+(\S.*)")
_ANCHOR = re.compile(r'(?:<a id="([^"]*)"></a>)+$')
_ITEM = re.compile(r"( *)(-|\d+\.)\s+(\S.*)")
_ENTRY = re.compile(r"\s*(?:-\s+)?\[(.+)\]\(#([^()]*)\)\s*$")
_BITS = re.compile(r'\s+(\d+)(?:-(\d+))?: "(.*)"$')
_NOTE = re.compile(r"<(\d+)>\s+Sections?\s+([0-9A-Z][0-9.]*[0-9]|[0-9]):?\s*(.*)")
_TERM = re.compile(r"\*\*(.+?)(?::\*\*|\*\*\s*:)\s*(.*)")
_REFERENCE = re.compile(r"\[([A-Za-z0-9][^\[\]]*)\](?!\()\s*(\S.*)")
_IMAGE = re.compile(r"!\[(.*)\]\(([^()]*)\)$")
_CELLS = re.compile(r"(?<!\\)\|")
_UPDATED = re.compile(r"Last updated:\s*(\d+)/(\d+)/(\d+)")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_NORMATIVE = re.compile(r"Sections? (.+?) of this specification (?:are|is) normative")
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
        self.toc: dict[str, Entry] = {}
        """Anchor → entry of the table of contents."""
        self.findings: list[str] = []

    # -- the document ------------------------------------------------------------------------------------------------

    def document(self, digest: str) -> Document:
        name, title = self._title()
        front = tuple(self._front())
        sections = tuple(self._sections())
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
            front=front,
            sections=sections,
            history=history,
            normative=_normative(sections),
            findings=tuple(self.findings),
        )

    def _title(self) -> tuple[str, str]:
        for index, line in enumerate(self.lines[:50]):
            found = _TITLE.match(line)
            if found:
                self.at = index
                return found[1], plain(found[2])
            if line.strip():
                break
        raise SpecError("does not begin with '# [DOC]: title', so it is no specification", self.origin)

    def _front(self) -> Iterator[AnyBlock]:
        """Title, table of contents, date: all before the first heading."""
        first = 1
        self.at += 1
        entries: list[Entry] = []
        start = 0
        while self.at < len(self.lines) and not self._heading_here():
            line = self.lines[self.at]
            if found := _ENTRY.match(line):
                number, title = _split_number(plain(found[1]))
                entries.append(Entry(number, title, found[2], self.at + 1))
                self.toc.setdefault(found[2], entries[-1])
                start = start or self.at + 1
            elif start and line.startswith(("For the legal", "Last updated")):
                break
            self.at += 1
        if entries:
            yield Paragraph(line=first, end=start - 1, text=self.lines[0].lstrip("# "))
            yield Contents(line=start, end=self.at, entries=tuple(entries))
            first = self.at + 1
        while self.at < len(self.lines) and not self._heading_here():
            self.at += 1
        if self.at >= first:
            text = "\n".join(line for line in self.lines[first - 1 : self.at] if line.strip())
            yield Paragraph(line=first, end=self.at, text=text)

    # -- sections ----------------------------------------------------------------------------------------------------

    def _heading_here(self) -> tuple[str, str, str, int] | None:
        """Number, title, anchor and the index after the heading that begins at this line, anchors included."""
        index, anchor = self.at, ""
        while index < len(self.lines) and (found := _ANCHOR.match(self.lines[index])):
            anchor = found[1]
            index += 1
        if index >= len(self.lines):
            return None
        if index > self.at and not self.lines[index].strip():  # the revision history has a blank line there
            follows = index + 1
            if follows < len(self.lines) and _HEADING.match(self.lines[follows]):
                index = follows
        line = self.lines[index]
        if found := _HEADING.match(line):
            number, title = _split_number(plain(found[2]))
            return number, title, anchor, index + 1
        entry = self.toc.get(anchor)
        if entry and entry.number and _same(line, entry):
            return entry.number, entry.title, anchor, index + 1
        return None

    def _sections(self) -> Iterator[Section]:
        numbers: set[str] = set()
        while self.at < len(self.lines):
            head = self._heading_here()
            assert head, "a section begins where the one before it ended"
            number, title, anchor, body = head
            first = self.at + 1
            self.at = self._after_blank(body)
            start = self.at + 1
            parent = number.rpartition(".")[0] if "." in number else ""
            blocks = nest(list(self._blocks(title)))
            if number in numbers:
                self.findings.append(f"line {first}: section {number} occurs twice")
            numbers.add(number)
            yield Section(
                number=number,
                title=title,
                anchor=anchor,
                level=number.count(".") + 1,
                parent=parent,
                line=first,
                body=start,
                end=self.at,
                blocks=blocks,
            )

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _after_blank(self, index: int) -> int:
        while index < len(self.lines) and not self.lines[index].strip():
            index += 1
        return index

    def _blocks(self, title: str) -> Iterator[AnyBlock]:
        glossary = title.lower() == "glossary"
        references = title.lower().endswith("references")
        while self.at < len(self.lines) and not self._heading_here():
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
        if text.startswith("|"):
            return self._table()
        if _ITEM.match(text):
            return self._list()
        if (code := CodeRun.at(self.lines, start)) is not None:
            line, end = self._span(start, code.stop)
            return Code(line=line, end=end, text=code.text, language=code.language)
        anchor = ""
        stop = start
        while stop < len(self.lines) and (found := _ANCHOR.match(self.lines[stop])):
            anchor, stop = found[1], stop + 1
        if anchor:  # it belongs to the term that follows, or to nothing
            follows = self._after_blank(stop)
            if glossary and follows < len(self.lines) and (found := _TERM.match(self.lines[follows])):
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
        while stop < len(self.lines) and not self.lines[stop].startswith("```"):
            stop += 1
        inside = self.lines[start + 1 : stop]
        language = self.lines[start][3:].strip()
        line, end = self._span(start, min(stop + 1, len(self.lines)))
        if language == "mermaid" and inside and inside[0].strip() == "packet-beta":
            found = [_BITS.match(text) for text in inside[1:]]
            if all(found):
                boxes = tuple(Bits(int(m[1]), int(m[2] or m[1]), m[3]) for m in found if m)
                return Layout(line=line, end=end, boxes=boxes)
        return Code(line=line, end=end, text="\n".join(inside), language=language, fenced=True)

    def _table(self) -> AnyBlock:
        start = self.at
        stop = start
        while stop < len(self.lines) and self.lines[stop].startswith("|"):
            stop += 1
        line, end = self._span(start, stop)
        header = _cells(self.lines[start])
        body = start + 2 if stop > start + 1 and set(self.lines[start + 1]) <= set("| -:") else start + 1
        rows = tuple(Row(_cells(self.lines[index]), index + 1) for index in range(body, stop))
        return Table(line=line, end=end, header=header, rows=rows)

    def _list(self) -> AnyBlock:
        start = self.at
        items: list[Item] = []
        while self.at < len(self.lines) and (found := _ITEM.match(self.lines[self.at])):
            depth = len(found[1]) // 2
            items.append(Item(text=found[3], line=self.at + 1, depth=depth, marker=found[2]))
            self.at += 1
        line, end = self._span(start, self.at)
        return List(line=line, end=end, items=tuple(items))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().removesuffix("|"))[1:])


def _split_number(text: str) -> tuple[str, str]:
    found = _NUMBER.match(text)
    return (found[1], found[2]) if found else ("", text)


def _same(line: str, entry: Entry) -> bool:
    """True if a plain paragraph is the heading that the table of contents lists there."""
    text = plain(line).casefold()
    title = fold(entry.title).casefold()
    return text in (title, f"{entry.number} {title}")


def _history(sections: tuple[Section, ...]) -> Iterator[Revision]:
    for section in sections:
        if section.title.lower() == "revision history":
            for block in section.blocks:
                if isinstance(block, Table):
                    for row in block.rows:
                        cells = (*row.cells, "", "", "", "")
                        yield Revision(iso_date(cells[0]), plain(cells[1]), plain(cells[2]), plain(cells[3]))


def _normative(sections: tuple[Section, ...]) -> tuple[str, ...]:
    for section in sections[:3]:
        for block in section.blocks:
            if isinstance(block, Paragraph) and (found := _NORMATIVE.search(plain(block.text))):
                return tuple(_LIST_NUMBERS.findall(found[1]))
    return ()
