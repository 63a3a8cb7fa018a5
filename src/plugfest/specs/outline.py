"""The sections of a document: its headings checked against, and completed from, its own table of contents.

The damage that is repaired here: sections deeper than six levels became plain paragraphs, some without their anchor;
some anchors sit on the heading of another section; some headings lost their number; lines of programs begin with `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugfest.records.documents import Entry
from plugfest.specs.inline import fold, plain

HEADING = re.compile(r"#{1,6}\s+(\S.*)")
ANCHOR = re.compile(r'(?:<a id="([^"]*)"></a>)+$')
_NUMBER = re.compile(r"((?:\d+|[A-Z](?=\.\d))(?:\.\d+)*)\.?\s+(\S.*)")
_ENTRY = re.compile(r"\s*(?:-\s+)?\[(.+)\]\(#([^()]*)\)\s*$")
_PAGE = re.compile(r"\s+\d+$")
_UNNUMBERED = frozenset({"revision history", "change tracking", "index"})


class Head(NamedTuple):
    """A heading: the lines lines[start:stop], its anchors included."""

    start: int
    stop: int
    number: str
    title: str
    anchor: str
    aliases: tuple[str, ...]
    """Anchors of other sections that were put here."""


def contents_entry(line: str, number: int) -> Entry | None:
    """A line of the table of contents; `number` is its place in the file."""
    found = _ENTRY.match(line)
    if not found:
        return None
    text = plain(found[1])
    if found[2].startswith("_Toc"):  # one that kept its page number
        text = _PAGE.sub("", text)
    section, title = split_number(text)
    return Entry(section, title, found[2], number)


def split_number(text: str) -> tuple[str, str]:
    """Number and title of a heading's text."""
    found = _NUMBER.match(text)
    return (found[1], found[2]) if found else ("", text)


def is_heading(lines: Sequence[str], index: int) -> bool:
    """True if a heading, or anchors and then a heading, stand at this line: where the front matter ends."""
    while index < len(lines) and ANCHOR.match(lines[index]):
        index += 1
    return index < len(lines) and bool(HEADING.match(lines[index]))


def outline(lines: Sequence[str], start: int, toc: Sequence[Entry]) -> tuple[list[Head], list[str]]:
    """The headings from a line on, in order, and what is wrong with them."""
    finder = _Finder(lines, toc)
    finder.scan(start)
    finder.complete(start)
    return finder.result()


class _Finder:
    def __init__(self, lines: Sequence[str], toc: Sequence[Entry]) -> None:
        self.lines = lines
        self.toc = [entry for entry in toc if entry.number]
        self.by_number = {entry.number: entry for entry in self.toc}
        self.by_anchor = {entry.anchor: entry for entry in self.toc}
        self.heads: dict[int, Head] = {}
        """By the line that holds the title."""
        self.findings: list[str] = []
        self.by_text: dict[str, list[int]] = {}
        """Where each title of the table of contents stands as a line by itself."""

    def scan(self, start: int) -> None:
        """Take the headings that show themselves."""
        titles = {text for entry in self.toc for text in (entry.title, f"{entry.number} {entry.title}")}
        wanted = {text.casefold() for text in titles}
        longest = max(map(len, wanted), default=0) * 2 + 200  # of a title with its markup
        fenced = False
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if line.startswith("```"):
                fenced = not fenced
            if fenced or not line:
                continue
            if line[0] in "<|-!":
                continue
            found = HEADING.match(line) if line[0] == "#" else None
            text = plain(found[1] if found else line) if found or len(line) < longest else ""
            if text.casefold() in wanted:
                self.by_text.setdefault(text.casefold(), []).append(index)
            if found:
                self._heading(index, text)

    def _heading(self, index: int, text: str) -> None:
        number, title = split_number(text)
        if number in self.by_number or (number and not self.toc):
            self._take(index, number, title)
            return
        for anchor in self._anchors(index):
            entry = self.by_anchor.get(anchor)
            if entry and _same(text, entry):
                self._take(index, entry.number, entry.title)
                return
        if text.lower() in _UNNUMBERED:
            self._take(index, "", text)
        elif number and (self._anchors(index) or self._hashes(index) == min(number.count(".") + 1, 6)):
            self._take(index, number, title)
            self.findings.append(f"line {index + 1}: section {number} is not in the table of contents")

    def complete(self, start: int) -> None:
        """Find what the table of contents lists and no heading has: paragraphs with the section's title.

        Each is looked for between its neighbours in the table, for the same titles come again and again: first with
        its own anchor, then with any, then without.
        """
        for rank in range(3):
            where = {head.number: line for line, head in sorted(self.heads.items(), reverse=True)}
            places = [where.get(entry.number, -1) for entry in self.toc]
            above = start
            for position, entry in enumerate(self.toc):
                if places[position] >= 0:
                    above = max(above, places[position] + 1)
                    continue
                below = next((place for place in places[position + 1 :] if place >= above), len(self.lines))
                for index in self._titled(entry, above, below):
                    if self._rank(index, entry) <= rank:
                        self._take(index, entry.number, entry.title)
                        places[position] = index
                        above = index + 1
                        break
        found = {head.number for head in self.heads.values()}
        for entry in self.toc:
            if entry.number not in found:
                what = f"the table of contents lists section {entry.number} {entry.title}, which the text does not have"
                self.findings.append(f"line {entry.line}: {what}")

    def _titled(self, entry: Entry, above: int, below: int) -> Iterator[int]:
        """The lines between two places that could be a section's title."""
        texts = (entry.title.casefold(), f"{entry.number} {entry.title}".casefold())
        places = sorted(index for text in texts for index in self.by_text.get(text, ()))
        return (index for index in places if above <= index < below and index not in self.heads)

    def _rank(self, index: int, entry: Entry) -> int:
        anchors = self._anchors(index)
        return 0 if entry.anchor in anchors else 1 if anchors else 2

    def _hashes(self, index: int) -> int:
        line = self.lines[index]
        return len(line) - len(line.lstrip("#"))

    def _anchors(self, index: int) -> list[str]:
        """The anchors directly above a line, the nearest first."""
        return [found[1] for place in self._anchor_lines(index) if (found := ANCHOR.match(self.lines[place]))]

    def _anchor_lines(self, index: int) -> Iterator[int]:
        place = index - 1
        while place >= 0 and ANCHOR.match(self.lines[place]):
            yield place
            place -= 1
        if place == index - 1 and place > 0 and not self.lines[place] and ANCHOR.match(self.lines[place - 1]):
            yield place - 1  # that of the revision history stands apart

    def _take(self, index: int, number: str, title: str) -> None:
        anchors = self._anchors(index)
        anchor = f"Section_{number}"
        if anchor not in anchors:
            anchor = anchors[0] if anchors else ""
        first = min(self._anchor_lines(index), default=index)
        aliases = tuple(name for name in reversed(anchors) if name != anchor)
        self.heads[index] = Head(first, index + 1, number, title, anchor, aliases)

    def result(self) -> tuple[list[Head], list[str]]:
        """The headings in order; a number counts once."""
        heads: list[Head] = []
        seen: set[str] = set()
        for _, head in sorted(self.heads.items()):
            if head.number and head.number in seen:
                self.findings.append(f"line {head.start + 1}: section {head.number} occurs twice")
            seen.add(head.number)
            heads.append(head)
        return heads, self.findings


def _same(line: str, entry: Entry) -> bool:
    """True if a line is the heading that the table of contents lists there."""
    text = plain(line).casefold()
    title = fold(entry.title).casefold()
    return text in (title, f"{entry.number} {title}")
