"""The structures of all documents of a library, derived and linked when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from plugfest.errors import InputError
from plugfest.simulate.structures.book import DocumentBook
from plugfest.simulate.structures.checks import check
from plugfest.simulate.structures.claims import bare
from plugfest.simulate.structures.derive import derive
from plugfest.simulate.structures.linking import Target, Unlinked, alone, as_header, ends, linked
from plugfest.simulate.structures.model import DerivedStructure, Inner, Refusal, Structures
from plugfest.simulate.structures.record import Codecs
from plugfest.simulate.structures.sketch import Sketch, key
from plugfest.specs import Library

_UNKNOWN = Target(None, False)


class Shelf:
    """The documents of a library as books of structures."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.codecs = Codecs(self.structure)
        self._books: dict[str, DocumentBook | None] = {}
        self._found: dict[tuple[str, str, str], DerivedStructure | Refusal] = {}
        self._linked: dict[tuple[str, str, str], DerivedStructure] = {}
        """Those that can lie in others, whether or not they can be read alone."""
        self._open: set[tuple[str, str, str]] = set()
        self._ends: dict[tuple[str, str, str], bool] = {}

    def book(self, name: str) -> DocumentBook | None:
        """One document; None if the library has none of that name."""
        if name not in self._books:
            try:
                document = self.library.document(name)
            except InputError:
                self._books[name] = None
            else:
                self._books[name] = DocumentBook(document.name, list(document.sections()), self.book)
        return self._books[name]

    def structures(self, name: str) -> Structures:
        """All structures of a document. Raises InputError."""
        document = self.library.document(name)
        book = self.book(document.name)
        assert book
        found = [self._derived(book, sketch) for sketch in book.sketches]
        merged = {
            id(inside) for one, sketch in zip(found, book.sketches, strict=True) for inside in _merged(one, sketch)
        }
        apart = [
            one
            for one, sketch in zip(found, book.sketches, strict=True)
            if isinstance(one, Refusal) and id(sketch) not in merged and _place(book, sketch) not in self._linked
        ]
        return Structures(
            document=document.name,
            revision=document.revision,
            compiled=tuple(one for one in found if isinstance(one, DerivedStructure)),
            refused=tuple(apart),
            merged=sum(isinstance(one, Refusal) for one in found) - len(apart),
            examples=book.examples,
            findings=tuple(finding for sketch in book.sketches for finding in check(sketch, book.name, book.titles)),
        )

    def find(self, name: str, wanted: str) -> list[DerivedStructure]:
        """The structures of a document by title or name, or by the number of their section. Raises InputError."""
        return [one for one in self.structures(name).compiled if _is(one, wanted)]

    def refused(self, name: str, wanted: str) -> list[Refusal]:
        """The same for what was refused."""
        return [one for one in self.structures(name).refused if _is(one, wanted)]

    def structure(self, inner: Inner) -> DerivedStructure | None:
        """A structure by its place; None if there is none, or it was refused."""
        return self._target(inner).structure

    def _target(self, inner: Inner) -> Target:
        book = self.book(inner.document)
        sketch = book.sketch(inner) if book else None
        if book is None or sketch is None:
            return _UNKNOWN
        place = (inner.document, inner.section, inner.name)
        if place in self._open:  # it lies in itself: in an array that can be empty, or behind a condition
            derived = derive(sketch, book)
            return Target(derived, True, True, book.lends) if isinstance(derived, DerivedStructure) else _UNKNOWN
        self._derived(book, sketch)
        found = self._linked.get(place)
        if found is None:
            return _UNKNOWN
        if inner.without or inner.role or inner.order:
            found = as_header(found, inner)
            return Target(found, ends(found, self._target))
        if place not in self._ends:
            self._ends[place] = True  # for what lies in itself
            self._ends[place] = ends(found, self._target)
        return Target(found, self._ends[place], lent=book.lends)

    def _derived(self, book: DocumentBook, sketch: Sketch) -> DerivedStructure | Refusal:
        place = _place(book, sketch)
        if place not in self._found:
            self._open.add(place)
            found = derive(sketch, book)
            if isinstance(found, DerivedStructure):
                try:
                    found = self._linked[place] = linked(found, self._target)
                    alone(found)
                except Unlinked as unlinked:
                    found = _refusal(found, unlinked)
            self._found[place] = found
            self._open.discard(place)
        return self._found[place]


def _merged(structure: DerivedStructure | Refusal, sketch: Sketch) -> Iterator[Sketch]:
    """The layouts that are drawn apart, and whose fields a compiled structure has for its own."""
    if isinstance(structure, Refusal):
        return
    names = {member.name for member in structure.members}
    for part in sketch.parts:
        if part.nested and all(inside.name in names for inside in part.nested.parts):
            yield part.nested


def _place(book: DocumentBook, sketch: Sketch) -> tuple[str, str, str]:
    return book.name, sketch.section.number, sketch.title


def _is(one: DerivedStructure | Refusal, wanted: str) -> bool:
    own = key(wanted)
    return own in (key(one.title), key(bare(one.title)), one.section) or own == key(one.title.partition("(")[0])


def _refusal(structure: DerivedStructure, unlinked: Unlinked) -> Refusal:
    source = next(iter(unlinked.member.sources), None)
    return Refusal(
        document=structure.document,
        section=structure.section,
        title=structure.title,
        line=source.line if source else structure.line,
        reason=unlinked.reason,
        field=unlinked.member.name,
        quote=source.quote if source else "",
    )
