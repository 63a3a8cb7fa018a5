"""Links and citations: what a document refers to, and whether it is there.

Links go to a section (`#Section_3.1.4`), a glossary term (`#gt_…`), another document, or out of the library. Besides,
documents cite each other in words: `[MS-SMB2] section 3.3.5.7`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from plugfest.records.documents import Document, Section, Term
from plugfest.specs.inline import IMAGE, LINK, fold, plain, without_links
from plugfest.specs.texts import Text, texts


class LinkState(StrEnum):
    """What became of a link."""

    RESOLVED = "resolved"
    DANGLING = "dangling"
    """Its target is not in the document that it names."""
    MISLABELLED = "mislabelled"
    """Its label names another section than its target."""
    ABSENT = "absent"
    """The document that it names is not in the library."""
    OUTSIDE = "outside"
    """It leads out of the library: a web page, an address."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link or citation."""

    document: str
    """Where it stands."""
    section: str
    line: int
    label: str
    target: str
    """Document that it names; empty for one outside."""
    place: str
    """Section number or anchor in that document; empty for the document as a whole."""
    cited: bool = False
    """In words, without a link."""
    state: LinkState = LinkState.RESOLVED


Titles = Callable[[str], dict[str, str] | None]
"""Number → title of the sections of a document; None if it is not known."""

_SECTION = re.compile(r"Section_([0-9A-Z][0-9A-Z.]*)$")
_DOCUMENT = re.compile(r"(?:\.\./)+([A-Z][\w+-]*)/\1\.md(?:#(.*))?$")
_CITATION = re.compile(
    r"\[(M[SC]-[A-Z0-9]+(?:[-+_][A-Z0-9]+)*)\],?\s+(?:in\s+)?sections?\s+"
    r"((?:\d+(?:\.\d+)*)(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through|to)\s+)\d+(?:\.\d+)+(?!\d))*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LABEL_NUMBER = re.compile(r"(?:^|\(?\bsections?\s+)(\d+(?:\.\d+)+)\)?$", re.IGNORECASE)


def links(document: Document, titles: Titles) -> Iterator[Link]:
    """Every link and citation of a document. `titles` tells what is in the others."""
    own = {section.number: section.title for section in document.sections if section.number}
    finder = _Finder(document, own, titles)
    for section in document.sections:
        for piece in texts(section.blocks):
            yield from finder.in_text(piece, section)


class _Finder:
    def __init__(self, document: Document, own: dict[str, str], titles: Titles) -> None:
        self.name = document.name
        self.own = own
        self.titles = titles
        self.by_title: dict[str, set[str]] = {}
        for number, title in own.items():
            self.by_title.setdefault(fold(title).casefold(), set()).add(number)
        self.anchors = {block.anchor for block in document.blocks() if isinstance(block, Term)}
        for section in document.sections:
            self.anchors |= {section.anchor, *section.aliases}
            for piece in texts(section.blocks):
                if "<a id=" in piece.text:
                    self.anchors |= set(re.findall(r'<a id="([^"]*)">', piece.text))

    def in_text(self, piece: Text, section: Section) -> Iterator[Link]:
        """The links and citations in one piece of text."""
        if "](" in piece.text:
            for found in LINK.finditer(IMAGE.sub("", piece.text)):
                yield self._link(plain(found[0]), found[2], piece.line, section.number or section.parent)
        if "section" in piece.text.lower() and ("[MS-" in piece.text or "[MC-" in piece.text):
            yield from self._citations(plain(without_links(piece.text)), piece.line, section.number or section.parent)

    def _make(self, section: str, line: int, label: str, target: str, place: str, state: LinkState) -> Link:
        return Link(
            document=self.name, section=section, line=line, label=label, target=target, place=place, state=state
        )

    def _link(self, label: str, target: str, line: int, section: str) -> Link:
        if found := _DOCUMENT.match(target):
            name, anchor = found[1], found[2] or ""
            number = _SECTION.match(anchor)
            return self._make(section, line, label, name, number[1] if number else anchor, self._in(name, number))
        if not target.startswith("#"):
            return self._make(section, line, label, "", target, LinkState.OUTSIDE)
        anchor = target[1:]
        if number := _SECTION.match(anchor):
            return self._make(section, line, label, self.name, number[1], self._to_section(label, number[1]))
        known = anchor in self.anchors
        return self._make(section, line, label, self.name, anchor, LinkState.RESOLVED if known else LinkState.DANGLING)

    def _in(self, name: str, number: re.Match[str] | None) -> LinkState:
        titles = self.own if name == self.name else self.titles(name)
        if titles is None:
            return LinkState.ABSENT
        return LinkState.RESOLVED if number is None or number[1] in titles else LinkState.DANGLING

    def _to_section(self, label: str, number: str) -> LinkState:
        if number not in self.own:
            return LinkState.RESOLVED if f"Section_{number}" in self.anchors else LinkState.DANGLING
        said = _LABEL_NUMBER.search(label)
        if said and said[1] != number and said[1] in self.own:
            return LinkState.MISLABELLED
        named = self.by_title.get(label.casefold(), set())
        own_title = fold(self.own[number]).casefold()
        alike = label.casefold() in own_title or label.casefold().startswith(f"{own_title} (")
        if named and number not in named and not said and not alike:
            return LinkState.MISLABELLED
        return LinkState.RESOLVED

    def _citations(self, text: str, line: int, section: str) -> Iterator[Link]:
        for found in _CITATION.finditer(text):
            name = found[1].upper()
            titles = self.own if name == self.name else self.titles(name)
            for number in _NUMBER.findall(found[2]):
                state = LinkState.ABSENT
                if titles is not None:
                    state = LinkState.RESOLVED if number in titles else LinkState.DANGLING
                yield msgspec.structs.replace(
                    self._make(section, line, f"[{name}] section {number}", name, number, state), cited=True
                )
