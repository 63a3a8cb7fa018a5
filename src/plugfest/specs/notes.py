"""Product-behaviour notes, each tied to the sentence that carries its mark."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from plugfest.records.documents import AnyBlock, Document, Note
from plugfest.specs.inline import notes, plain, without_notes
from plugfest.specs.sentences import sentences
from plugfest.specs.texts import texts


class ProductNote(msgspec.Struct, frozen=True, kw_only=True):
    """One note and where it is referred to."""

    number: int
    section: str
    """Section that carries the mark; what the note says where no mark was found."""
    sentence: str
    """The sentence with the mark; empty if there is none."""
    line: int
    """Of the sentence; 0 if there is none."""
    blocks: tuple[AnyBlock, ...]
    """The note itself and what belongs to it."""

    @property
    def text(self) -> str:
        """Its first paragraph."""
        first = self.blocks[0]
        return plain(first.text) if isinstance(first, Note) else ""


def product_notes(document: Document) -> Iterator[ProductNote]:
    """The notes of a document in order."""
    marks = _marks(document)
    for number, section, blocks in _bodies(document):
        place, sentence, line = marks.get(number, (section, "", 0))
        yield ProductNote(number=number, section=place, sentence=sentence, line=line, blocks=tuple(blocks))


def _bodies(document: Document) -> list[tuple[int, str, list[AnyBlock]]]:
    """Number, section and blocks of each note."""
    result: list[tuple[int, str, list[AnyBlock]]] = []
    for section in document.sections:
        current: list[AnyBlock] = []
        for block in section.blocks:
            if isinstance(block, Note):
                current = [block]
                result.append((block.number, block.section, current))
            else:
                current.append(block)
    return result


def _marks(document: Document) -> dict[int, tuple[str, str, int]]:
    """Number → section, sentence and line of the first mark of each note."""
    result: dict[int, tuple[str, str, int]] = {}
    for section in document.sections:
        above = section.title
        for piece in texts(section.blocks):
            if "<" not in piece.text or not notes(piece.text):
                above = piece.text or above
                continue
            for sentence in sentences(plain(piece.text)):
                said = without_notes(sentence).strip()
                if not said:  # a mark by itself belongs to what stands above
                    said = (sentences(without_notes(plain(above))) or [""])[-1]
                for number in notes(sentence):
                    result.setdefault(number, (section.number or section.parent, said, piece.line))
            above = piece.text
    return result
