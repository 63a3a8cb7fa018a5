"""A document as the derivation of its structures sees it: byte order, names of structures, tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plugfest.records.documents import Section, Table
from plugfest.simulate.structures.derive import derive
from plugfest.simulate.structures.model import (
    DerivedStructure,
    Fixed,
    Inner,
    Order,
    Refusal,
    Source,
    Structures,
)
from plugfest.simulate.structures.prose import measure
from plugfest.simulate.structures.sketch import Sentence, Sketch, key, sketches
from plugfest.specs.inline import LINK

_BIG = re.compile(r"\b(?:network byte order|big[- ]endian)\b", re.I)
_LITTLE = re.compile(r"\blittle[- ]endian\b", re.I)
_SECTION = re.compile(r"#Section_([0-9A-Z][0-9A-Z.]*)$")
_CLEAN = re.compile(r"\b(?:structure|packet|message|request values|response values|values|format)\b|\(.*?\)", re.I)


class DocumentBook:
    """One document."""

    def __init__(self, name: str, sections: Sequence[Section], other: Callable[[str], DocumentBook | None]) -> None:
        self.name = name
        self.sections = list(sections)
        self.other = other
        self.sketches = [sketch for sketch in sketches(self.sections) if not sketch.example]
        self.examples = sum(sketch.example for sketch in sketches(self.sections))
        self.by_section: dict[str, list[Sketch]] = {}
        self.by_name: dict[str, Sketch | None] = {}
        for sketch in self.sketches:
            self.by_section.setdefault(sketch.section.number, []).append(sketch)
            own = key(_CLEAN.sub("", sketch.title))
            self.by_name[own] = None if own in self.by_name else sketch
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
        found: list[tuple[Inner, Sentence]] = []
        for sentence in sentences:
            for link in LINK.finditer(sentence.raw):
                number = _SECTION.match(link[2])
                targets = self.by_section.get(number[1], []) if number else []
                if len(targets) == 1 and _tells(sentence.text, link[1], targets[0].title):
                    inner = Inner(document=self.name, section=targets[0].section.number, name=targets[0].title)
                    if inner not in [one for one, _ in found]:
                        found.append((inner, sentence))
        if found:
            return found
        for sentence in sentences:
            for word in re.findall(
                r"\b[A-Z][A-Za-z0-9]*(?:[_ ][A-Z0-9][A-Za-z0-9_]*)+|\b[A-Z_0-9]{5,}\b", sentence.text
            ):
                sketch = self.by_name.get(key(word)) or self.by_name.get(key(word.removesuffix("s")))
                if sketch:
                    found.append(
                        (Inner(document=self.name, section=sketch.section.number, name=sketch.title), sentence)
                    )
        return found

    def bits(self, inner: Inner) -> int | None:
        """The size of a structure, where it is fixed."""
        sketch = self._sketch(inner)
        if sketch is None or any(part.bits is None for part in sketch.parts):
            return None
        return sum(part.bits or 0 for part in sketch.parts)

    def next_link(self, inner: Inner) -> str:
        """The member that tells how far the next structure is; empty if none does."""
        sketch = self._sketch(inner)
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

    def _sketch(self, inner: Inner) -> Sketch | None:
        if inner.document != self.name:
            book = self.other(inner.document)
            return book._sketch(inner) if book else None
        return next((s for s in self.by_section.get(inner.section, []) if s.title == inner.name), None)

    def structures(self, revision: str) -> Structures:
        """All of them."""
        compiled: list[DerivedStructure] = []
        refused: list[Refusal] = []
        for sketch in self.sketches:
            found = derive(sketch, self)
            (compiled if isinstance(found, DerivedStructure) else refused).append(found)  # type: ignore[arg-type]
        return Structures(
            document=self.name,
            revision=revision,
            compiled=tuple(compiled),
            refused=tuple(refused),
            examples=self.examples,
        )


def _tells(text: str, label: str, title: str) -> bool:
    """Whether a sentence that links to a structure says that it is the field's content."""
    return bool(
        re.search(
            r"\b(?:structures?|array|list|format|formatted|contains?|packets?|elements?|header|identifier|type|takes this form)\b",
            text,
        )
    ) and bool(label or title)


_ = Fixed
