"""What the derivation of one layout knows: its fields, what they measure, and the document around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from plugfest.simulate.structures.conditions import Names
from plugfest.simulate.structures.model import Inner, Order, Reason, Source
from plugfest.simulate.structures.prose import Measure, measure
from plugfest.simulate.structures.sketch import Definition, Part, Sentence, Sketch, key
from plugfest.specs.layouts import bits_of

if TYPE_CHECKING:
    from plugfest.simulate.structures.places import Place

_MAYBE = re.compile(r"\b[Oo]ptional\b|\b(?:not|NOT|only) (?:be )?present\b|\bpresent (?:only )?(?:if|when)\b")
ORDER = re.compile(
    r"\b(?:network[- ](?:byte[- ])?order|big[- ]endian|little[- ]endian|significant byte first)\b", re.IGNORECASE
)


class Book(Protocol):
    """What the rest of the document tells."""

    name: str

    def order(self, section: str, sentences: Sequence[Sentence]) -> tuple[Order, Source | None]:
        """The byte order, and where the document says so."""

    def inner(self, sentences: Sequence[Sentence]) -> list[tuple[Inner, Sentence]]:
        """The structures that sentences say lie in a field, in their order."""

    def bits(self, inner: Inner) -> int | None:
        """The size of a structure, where it is fixed."""

    def next_link(self, inner: Inner) -> str:
        """The member that tells how far the next structure is; empty if none does."""

    @property
    def wide(self) -> bool:
        """All strings of the document have characters of two bytes."""

    def called(self, name: str) -> Inner | None:
        """The structure of that name in the document, if there is one."""

    def header(self, sentences: Sequence[Sentence]) -> tuple[Inner, ...]:
        """The forms of the header that sentences say comes before a structure."""

    def number(self, token: str) -> int | None:
        """The number that a token stands for."""


class Refused(Exception):
    """A part that cannot be derived."""

    def __init__(self, reason: Reason, part: Part | Definition, sentence: Sentence | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.part = part
        self.sentence = sentence


class Context:
    """One layout, being derived."""

    def __init__(self, sketch: Sketch, book: Book) -> None:
        self.sketch = sketch
        self.book = book
        self.whole = unfolded(sketch)
        """The fields of the layout, those drawn apart in their place."""
        self.parts = flat(self.whole)
        """The same, with the parts of the first way to read a field in place of the field."""
        self.order, self.order_source = book.order(sketch.section.number, [*sketch.lead, *sketch.presented])
        self.variable = [part for part in self.parts if part.bits is None]
        self.numbers = [part for part in self.parts if part.bits is not None and part.bits <= 64]
        """What can be a length, a count or an offset."""
        self.used: set[str] = set()
        """The names of lengths and counts that are taken."""
        self.names = Names(
            [part.name for part in self.parts],
            self._number,
            {part.name for part in self.variable},
            {part.definition.alias.casefold(): part.name for part in self.parts if part.definition.alias},
            self._bits,
            self._owner,
        )

    @cached_property
    def places(self) -> dict[int, list[Place]]:
        """What lies at offsets, by the identity of the part that holds it."""
        from plugfest.simulate.structures.places import places

        return places(self)

    @cached_property
    def measures(self) -> dict[int, Measure]:
        """What numbers tell of others, by the identity of the part."""
        found = {id(part): measure(part.definition.sentences) for part in self.numbers if not _coded(part)}
        return {place: one for place, one in found.items() if one}

    def inner(self, sentences: Sequence[Sentence]) -> list[tuple[Inner, Sentence]]:
        """The structures that sentences say lie in a field. That they speak of this one tells where the field lies."""
        own = (self.book.name, self.sketch.section.number)
        return [one for one in self.book.inner(sentences) if (one[0].document, one[0].section) != own]

    def order_of(self, definition: Definition) -> Order:
        """The byte order of one field: its own if it tells one."""
        return self.book.order("", definition.sentences)[0] if ORDER.search(definition.text) else self.order

    def part(self, definition: Definition) -> Part:
        """The part that a definition belongs to."""
        return next(part for part in self.whole if part.definition is definition)

    def last(self, part: Part) -> bool:
        """Nothing of variable size lies behind a part, so that the end of the structure tells where it ends."""
        index = next(i for i, one in enumerate(self.parts) if one is part)
        return all(one.bits is not None and not _MAYBE.search(one.definition.text) for one in self.parts[index + 1 :])

    def _number(self, member: str, token: str) -> int | None:
        """The value of a token, by the tables of the member first."""
        for part in self.parts:
            if part.name == member and (found := dict(tokens(part.definition)).get(token.strip())) is not None:
                return found
        return self.book.number(token)

    def _bits(self, name: str) -> int:
        """How wide a field is; 0 where it varies."""
        return next((part.bits or 0 for part in self.parts if part.name == name), 0)

    def _owner(self, token: str) -> str | None:
        """The one field whose tables have a token."""
        owners = [part.name for part in self.parts if token in dict(tokens(part.definition))]
        return owners[0] if len(owners) == 1 else None


def _coded(part: Part) -> bool:
    """A few bits with a table of what their values stand for: no number to count with."""
    return (part.bits or 0) < 8 and any(table.values for table in part.definition.tables)


def tokens(definition: Definition) -> tuple[tuple[str, int], ...]:
    """The values that the tables of a definition name."""
    return tuple(
        (value.name.strip(), number)
        for table in definition.tables
        for value in table.values
        if value.name and (number := integer(value.value)) is not None
    )


def integer(text: str) -> int | None:
    """A number as documents write it."""
    try:
        return int(text.strip().removesuffix("L"), 0)
    except ValueError:
        return None


def sources(definition: Definition) -> tuple[Source, ...]:
    """Where a definition begins."""
    return tuple(sentence.source() for sentence in definition.sentences[:1])


def unfolded(sketch: Sketch) -> list[Part]:
    """The fields of a layout. What is drawn apart stands for a field of fixed size, or one that offsets lead into."""
    result: list[Part] = []
    told = " ".join(p.definition.text for one in [sketch, *_inside(sketch)] for p in one.parts if p.bits is not None)
    for part in sketch.parts:
        inside = unfolded(part.nested) if part.nested else []
        leads = any("offset" in told and re.search(rf"\bto (?:the )?{re.escape(p.name)}\b", told, re.I) for p in inside)
        result += inside if inside and (part.bits is not None or leads) else [part]
    return result


def _inside(sketch: Sketch) -> list[Sketch]:
    return [part.nested for part in sketch.parts if part.nested]


def flat(parts: Sequence[Part]) -> list[Part]:
    """The parts; of one that is read in different ways, those of the way with the most."""
    result: list[Part] = []
    for part in parts:
        ways = ways_of(part.name)
        inner = {key(one.name): one for one in part.definition.inner}
        first = max(ways, key=len) if ways else []
        if first and all(key(name) in inner for name in first):
            for name in first:
                one = inner[key(name)]
                bits = bits_of(one.size)
                result.append(Part(one.name, bits, bits, one.size, one))
        else:
            result.append(part)
    return result


def ways_of(name: str) -> list[list[str]]:
    """`(A,B)/C` as [[A, B], [C]]; empty for a plain name."""
    if "/" not in name:
        return []
    return [[n.strip() for n in way.strip(" ()").split(",")] for way in name.split("/")]
