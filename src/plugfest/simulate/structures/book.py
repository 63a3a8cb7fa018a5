"""A document as the derivation of its structures sees it: byte order, names of structures, tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from plugfest.records.documents import List, Paragraph, Section, Table
from plugfest.simulate.structures.claims import Names, claims
from plugfest.simulate.structures.model import (
    Inner,
    Order,
    Source,
)
from plugfest.simulate.structures.orders import LENT
from plugfest.simulate.structures.presence import holds_anyway
from plugfest.simulate.structures.prose import measure
from plugfest.simulate.structures.sketch import Sentence, Sketch, block_sentences, sketches
from plugfest.specs.inline import LINK, plain

_GENERAL = re.compile(
    r"\b(?:unless (?:\w+ )?(?:otherwise|noted|specified|stated)|(?:all|any|every) (?:of the )?(?:[\w-]+ ){0,3}"
    r"(?:fields?|integers?|values?|data|structures?|messages?|numbers?|types|packets?)|multi(?:ple)?-?byte"
    r"|(?:messages|packets|structures|fields of the structure|protocol) (?:are|is|MUST be|MUST use)|uses)\b",
    re.I,
)
_PARTICULAR = re.compile(
    r"\bUTF-|\bUnicode\b|\bcharacters?\b|\bstrings?\b|\bthis (?:field|value|integer)\b|\bGUIDs?\b|\bflags are\b"
    r"|\bThe (?:\w+ and )?\w+ fields? of\b|\bport\b|\baddress(?:es)?\b|\bhash\b|\bchecksum\b|\battribute\b|\bexample\b",
    re.I,
)
_BIG = re.compile(
    r"\b(?:network[- ]byte[- ]order|network order(?!\))|big[- ]endian|most[- ]significant byte first)\b", re.I
)
_LITTLE = re.compile(r"\b(?:little[- ]endian|least[- ]significant byte first)\b", re.I)


_WIDE_STRINGS = re.compile(
    r"\b[Aa]ll (?:\w+ )?strings are (?:encoded in |[\w-]+ and are stored as )?(?:Unicode|UTF-16LE)\b(?! (?:and|or) A)"
)
_HEADED = re.compile(r"\bheader\b.*\b(?:that is |and is |which is )?followed by (?:this|the following)\b", re.I)
_OWN_SECTION = re.compile(r"#Section_([0-9A-Z][0-9A-Z.]*)$")


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
        self.titles = {word for section in self.sections for word in re.findall(r"\w+", section.title)}
        self._tokens: dict[str, set[int]] | None = None

    def order(self, section: str, sentences: Sequence[Sentence]) -> tuple[Order, Source | None]:
        """The byte order, and where the document says so: beside the layout, in a section above, or for all."""
        for sentence in sentences:
            if found := order_of(sentence.text):
                return found, sentence.source()
        number = section
        while number:
            if number in self._orders:
                return self._orders[number]
            number = number.rpartition(".")[0]
        return self._order

    @cached_property
    def _orders(self) -> dict[str, tuple[Order, Source]]:
        """What sections say of the byte order of all that is below them."""
        found: dict[str, tuple[Order, Source]] = {}
        for section in self.sections:
            for block in section.blocks:
                if not isinstance(block, Paragraph | List):
                    continue
                for sentence in block_sentences(block, section.number):
                    order = order_of(sentence.text)
                    if order and _GENERAL.search(sentence.text) and not _PARTICULAR.search(sentence.text):
                        found.setdefault(section.number, (order, sentence.source()))
        return found

    @cached_property
    def _order(self) -> tuple[Order, Source | None]:
        """What holds for the whole document: what most of the sections on messages in general say."""
        general = [said for number, said in self._orders.items() if re.fullmatch(r"[12](?:\.\d+){0,2}", number)]
        for order in ("little", "big"):
            alike = [said for said in general if said[0] == order]
            if alike and len(alike) * 2 > len(general):
                return alike[0]
        return self._usual or ("little", None)

    @property
    def _usual(self) -> tuple[Order, Source | None] | None:
        """What many definitions of fields say, each for itself, where none says otherwise and nothing holds for all."""
        parts = [part for sketch in self.sketches for part in sketch.parts if part.bits and part.bits > 8]
        told = [(order, s) for part in parts for s in part.definition.sentences if (order := order_of(s.text))]
        if len(told) * 3 < len(parts) or len({order for order, _ in told}) != 1:
            return None
        return told[0][0], told[0][1].source()

    def inner(self, sentences: Sequence[Sentence]) -> list[tuple[Inner, Sentence]]:
        """The structures that sentences say lie in a field, in their order."""
        found: dict[Inner, Sentence] = {}
        for claim in claims(sentences, holds_anyway, self.names):
            book = self.other(claim.document) if claim.document not in ("", self.name) else self
            targets = [one for one in book.by_section.get(claim.section, []) if not one.inside] if book else []
            if book and len(targets) == 1:
                inner = Inner(document=book.name, section=targets[0].section.number, name=targets[0].title)
                found.setdefault(inner, claim.sentence)
        return list(found.items())

    @cached_property
    def wide(self) -> bool:
        """All strings of the document have characters of two bytes."""
        return self._says(_WIDE_STRINGS, "nicode")

    @cached_property
    def lends(self) -> bool:
        """The document leaves the byte order of its structures to the protocols that use them."""
        return self._says(LENT, "endianness")

    def _says(self, pattern: re.Pattern[str], word: str) -> bool:
        """Whether a paragraph says something; only those that have the word are looked at."""
        texts = (block.text for section in self.sections for block in section.blocks if isinstance(block, Paragraph))
        return any(pattern.search(plain(text)) for text in texts if word in text)

    def called(self, name: str) -> Inner | None:
        """The structure of that name in the document, if there is one."""
        section = self.names.section(name)
        targets = [one for one in self.by_section.get(section or "", []) if not one.inside]
        if len(targets) != 1:
            return None
        return Inner(document=self.name, section=targets[0].section.number, name=targets[0].title)

    def header(self, sentences: Sequence[Sentence]) -> tuple[Inner, ...]:
        """The forms of the header that sentences say comes before a structure."""
        for sentence in sentences:
            if not _HEADED.search(sentence.text):
                continue
            for link in LINK.finditer(sentence.raw):
                number = _OWN_SECTION.match(link[2])
                if number and "header" in link[1].lower():
                    return tuple(
                        Inner(document=self.name, section=sketch.section.number, name=sketch.title)
                        for sketch in self.sketches
                        if f"{sketch.section.number}.".startswith(f"{number[1]}.")
                    )
        return ()

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
            found = measure(part.definition.sentences)
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


def order_of(text: str) -> Order | None:
    """The byte order that a sentence speaks of, if it is one and it is not denied."""
    big, little = _BIG.search(text), _LITTLE.search(text)
    if bool(big) == bool(little) or re.search(r"\bnot (?:in )?(?:little|big|network)", text, re.I):
        return None
    return "big" if big else "little"
