"""A document as the derivation of its structures sees it: byte order, names of structures, tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plugfest.records.documents import Section, Table
from plugfest.simulate.structures.claims import Names, claims
from plugfest.simulate.structures.derive import PRESENT
from plugfest.simulate.structures.model import (
    Inner,
    Order,
    Source,
)
from plugfest.simulate.structures.prose import measure
from plugfest.simulate.structures.sketch import Sentence, Sketch, sketches

_BIG = re.compile(r"\b(?:network byte order|big[- ]endian)\b", re.I)
_LITTLE = re.compile(r"\blittle[- ]endian\b", re.I)


class DocumentBook:
    """One document."""

    def __init__(self, name: str, sections: Sequence[Section], other: Callable[[str], DocumentBook | None]) -> None:
        self.name = name
        self.sections = list(sections)
        self.other = other
        self.sketches = [sketch for sketch in sketches(self.sections) if not sketch.example]
        self.examples = sum(sketch.example for sketch in sketches(self.sections))
        self.by_section: dict[str, list[Sketch]] = {}
        for sketch in self.sketches:
            self.by_section.setdefault(sketch.section.number, []).append(sketch)
        self.names = Names([(sketch.section.number, sketch.title) for sketch in self.sketches])
        self._tokens: dict[str, set[int]] | None = None

    def order(self, section: str, sentences: Sequence[Sentence]) -> tuple[Order, Source | None]:
        """The byte order, and where the document says so."""
        for sentence in sentences:
            if _BIG.search(sentence.text):
                return "big", sentence.source()
            if _LITTLE.search(sentence.text):
                return "little", sentence.source()
        return "little", None

    def inner(self, sentences: Sequence[Sentence]) -> list[tuple[Inner, Sentence]]:
        """The structures that sentences say lie in a field, in their order."""
        found: dict[Inner, Sentence] = {}
        for claim in claims(sentences, holds_anyway, self.names):
            book = self.other(claim.document) if claim.document not in ("", self.name) else self
            targets = book.by_section.get(claim.section, []) if book else []
            if book and len(targets) == 1:
                inner = Inner(document=book.name, section=targets[0].section.number, name=targets[0].title)
                found.setdefault(inner, claim.sentence)
        return list(found.items())

    def bits(self, inner: Inner) -> int | None:
        """The size of a structure, where it is fixed."""
        sketch = self.sketch(inner)
        if sketch is None or any(part.bits is None for part in sketch.parts):
            return None
        return sum(part.bits or 0 for part in sketch.parts)

    def next_link(self, inner: Inner) -> str:
        """The member that tells how far the next structure is; empty if none does."""
        sketch = self.sketch(inner)
        for part in sketch.parts[:2] if sketch else []:
            found = measure(part.name, part.definition.sentences)
            if found and found.kind == "offset" and re.search(r"\b(?:next|subsequent)\b", found.sentence.text):
                return part.name
        return ""

    def number(self, token: str) -> int | None:
        """The number that a token stands for, if it is one number in the whole document."""
        if self._tokens is None:
            self._tokens = {}
            for section in self.sections:
                for block in section.blocks:
                    if isinstance(block, Table):
                        for value in block.values:
                            try:
                                self._tokens.setdefault(value.name.strip(), set()).add(int(value.value.strip(), 0))
                            except ValueError:
                                continue
        numbers = self._tokens.get(token, set())
        return next(iter(numbers)) if len(numbers) == 1 else None

    def sketch(self, inner: Inner) -> Sketch | None:
        """The layout at a place."""
        if inner.document != self.name:
            book = self.other(inner.document)
            return book.sketch(inner) if book else None
        return next((s for s in self.by_section.get(inner.section, []) if s.title == inner.name), None)


def holds_anyway(sentence: Sentence) -> bool:
    """A sentence with a condition that decides if the field is there, not what is in it."""
    return bool(PRESENT.match(sentence.text))
