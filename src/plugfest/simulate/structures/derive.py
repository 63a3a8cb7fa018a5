"""Derives a structure from a sketch: sizes from the definitions, lengths, counts and places from the prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from plugfest.simulate.structures.conditions import Names, condition
from plugfest.simulate.structures.model import (
    Arm,
    Array,
    At,
    BitField,
    Blob,
    Condition,
    DerivedStructure,
    Extent,
    Filler,
    Fixed,
    Form,
    Guid,
    Inner,
    Measured,
    Member,
    Number,
    Order,
    Own,
    Reason,
    Reference,
    Refusal,
    Region,
    Remaining,
    Source,
    Terminated,
    Text,
    Union,
)
from plugfest.simulate.structures.prose import (
    ARRAY,
    NARROW,
    NOT_TERMINATED,
    STRING,
    TERMINATED,
    UTF8,
    WIDE,
    Measure,
    integer_size,
    measure,
    mentioned,
    offset_base,
    stem,
)
from plugfest.simulate.structures.sketch import Definition, Part, Sentence, Sketch, key
from plugfest.specs.layouts import bits_of

PRESENT = re.compile(
    r"(?P<condition>(?:If|When) .+?), (?:then )?"
    r"(?:(?:this field|the field|it) (?:will |MUST )?(?:be present|contains?|is present)\b|an? (?:list|array) of)"
)


ORDER = re.compile(r"\b(?:network byte order|big[- ]endian|little[- ]endian)\b", re.I)


CONSTANT = re.compile(
    r"\bMUST (?:be (?:set to )?|set (?:this|this field|it|this value|the field) to |contain |have the value )"
    r"(?:the value |a value of )?(0x[0-9A-Fa-f]+|\d+)(?= |,|;|\.(?!\d)|$)(?! (?:or|to|and|bytes|through)\b|-)"
)
FORM = re.compile(
    r"(?P<condition>(?:If|When) .+?), (?:then )?(?:the|this) .*\b(?:takes? the following form|is formatted as follows)"
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


@dataclass
class Place:
    """An offset, and the length that goes with it."""

    offset: Part
    offset_name: str
    base: str
    measure: Measure
    length: Reference | None = None
    length_unit: str = "bytes"
    sources: list[Source] = field(default_factory=list)


def derive(sketch: Sketch, book: Book) -> DerivedStructure | Refusal:
    """The structure, or why there is none."""
    try:
        return _Deriver(sketch, book).structure()
    except Refused as refused:
        part = refused.part
        definition = part.definition if isinstance(part, Part) else part
        sentence = refused.sentence or next(iter(definition.sentences), None)
        return Refusal(
            document=book.name,
            section=sketch.section.number,
            title=sketch.title,
            line=sentence.line if sentence else definition.line or sketch.layout.line,
            reason=refused.reason,
            field=part.name,
            quote=sentence.text if sentence else "",
        )


class _Deriver:
    def __init__(self, sketch: Sketch, book: Book) -> None:
        self.sketch = sketch
        self.book = book
        self.parts = _flat(sketch.parts)
        self.order, self.order_source = book.order(sketch.section.number, sketch.lead)
        self.variable = [part for part in self.parts if part.bits is None]
        self.measures = {
            id(part): found
            for part in self.numbers()
            if (found := measure(part.name, part.definition.sentences)) is not None
        }
        self.used: set[str] = set()
        """The names of lengths and counts that are taken."""
        self.names = Names([part.name for part in self.parts], self._number, {p.name for p in self.variable})

    def numbers(self) -> list[Part]:
        """The parts that can be lengths, counts and offsets."""
        return [part for part in self.parts if part.bits is not None and part.bits <= 64]

    def structure(self) -> DerivedStructure:
        """All members in order."""
        sketch = self.sketch
        if not sketch.parts:
            raise Refused(Reason.NO_FIELDS, Definition(sketch.title))
        places = self._places()
        members: list[Member] = []
        for group in _groups(sketch.parts):
            if len(group) > 1 or (group[0].bits or 0) % 8:
                members += self._bit_fields(group)
            elif group[0].bits is not None:
                members.append(self._fixed(group[0]))
            else:
                members += self._variable(group[0], places.get(id(group[0]), []))
        return DerivedStructure(
            document=self.book.name,
            section=sketch.section.number,
            title=sketch.title,
            name=sketch.title,
            line=sketch.layout.line,
            order=self.order,
            order_source=self.order_source,
            members=tuple(_with_offsets(members)),
            extent=self._total(members),
            follows=self.book.header(sketch.lead),
            condition=self._form_condition(),
        )

    def _form_condition(self) -> Condition | None:
        """When a structure that has several forms takes the one that is drawn here."""
        found = next((f for s in self.sketch.lead[-2:] if (f := FORM.match(s.text))), None)
        return condition(found["condition"], self.names) if found else None

    # --- members of fixed size ----------------------------------------------------------------------------------------

    def _fixed(self, part: Part) -> Member:
        assert part.bits is not None
        union = self._union(part)
        form = union or self._fixed_form(part.definition, part.bits)
        return Member(
            name=part.name,
            form=form,
            extent=Fixed(part.bits),
            condition=self._presence(part.definition),
            constant=_constant(part.definition) if isinstance(form, Number) else None,
            tokens=_tokens(part.definition),
            sources=_sources(part.definition),
        )

    def _fixed_form(self, definition: Definition, bits: int) -> Form:
        text = definition.text
        size = bits // 8
        for inner, _ in self.book.inner(definition.sentences[:2]):
            if self.book.bits(inner) == bits:
                return inner
        if bits == 128 and re.search(r"\bGUID\b|\bUUID\b", text):
            return Guid(order=self.order)
        order = self._order(definition)
        if size in (1, 2, 4, 8):
            means = "filetime" if size == 8 and re.search(r"\bFILETIME\b", text) else "number"
            return Number(size=size, order=order, means=means)  # type: ignore[arg-type]
        told = measure(definition.name, definition.sentences) if size < 8 else None
        if told or re.search(rf"\b{bits}-bit (?:un)?signed integer", text):
            return Number(size=size, order=order)
        return Blob()

    def _order(self, definition: Definition) -> Order:
        """The byte order of one field: its own if it tells one."""
        return self.book.order("", definition.sentences)[0] if ORDER.search(definition.text) else self.order

    def _union(self, part: Part) -> Union | None:
        """The ways to read a field that is named after them, or whose definition lists them."""
        assert part.bits is not None
        inner = part.definition.inner
        if not inner or not ("/" in part.name or re.search(r"interpreted in different ways", part.definition.text)):
            return None
        arms: list[Arm] = []
        for way in _ways(part.name) or [[one.name] for one in inner]:
            definitions = [next((d for d in inner if key(d.name) == key(name)), None) for name in way]
            members = []
            for one in definitions:
                bits = bits_of(one.size) if one else None
                if one is None or bits is None or bits % 8:
                    return None
                form = self._fixed_form(one, bits)
                members.append(
                    Member(name=one.name, form=form, extent=Fixed(bits), tokens=_tokens(one), sources=_sources(one))
                )
            if sum(m.extent.bits for m in members if isinstance(m.extent, Fixed)) != part.bits:
                return None
            arms.append(Arm(name=", ".join(way), members=tuple(members), condition=self._arm_condition(part, way)))
        return Union(arms=tuple(arms)) if len(arms) > 1 else None

    def _arm_condition(self, part: Part, way: Sequence[str]) -> Condition | None:
        everything = part.definition.sentences + [s for one in part.definition.inner for s in one.sentences]
        for sentence in everything:
            found = re.match(r"(If .+?), (?:then )?(?:this|the) .*?\binterpreted as\b(.*)", sentence.text)
            if found and re.search(rf"\b{re.escape(way[0])}\b", found[2]):
                return condition(found[1], self.names)
        return None

    def _bit_fields(self, group: list[Part]) -> list[Member]:
        """Bits that share an integer, drawn from the most significant one on."""
        total = sum(part.bits or 0 for part in group)
        if total % 8:
            raise Refused(Reason.BITS, group[-1])
        left = total
        members = []
        for part in group:
            bits = part.bits or 0
            left -= bits
            form = BitField(width=bits, shift=left, unit=total // 8, order=self.order, first=part is group[0])
            members.append(Member(name=part.name, form=form, extent=Fixed(bits), sources=_sources(part.definition)))
        return members

    # --- members of variable size -------------------------------------------------------------------------------------

    def _variable(self, part: Part, places: list[Place]) -> list[Member]:
        if len(places) > 1 or any(key(place.base) == key(part.name) for place in places):
            return self._region(part, places)
        presence = self._presence(part.definition)
        if places:
            return [self._located(part.name, part.definition, places[0], presence)]
        filler = self._filler(part)
        if filler:
            return [Member(name=part.name, form=Blob(), extent=filler, sources=_sources(part.definition))]
        extent, sources = self._extent(part)
        form, extent = self._form(part.name, part.definition.sentences, extent, part)
        return [Member(
            name=part.name, form=form, extent=extent, condition=presence,
            sources=(*_sources(part.definition), *sources),
        )]  # fmt: skip

    def _region(self, part: Part, places: list[Place]) -> list[Member]:
        """A buffer with several things in it, each at its own offset."""
        members = [Member(name=part.name, form=Region(), extent=Own(), sources=_sources(part.definition))]
        for place in places:
            name = re.sub(r"(?:Buffer)?Offset$", "", place.offset_name) or place.offset_name
            members.append(self._located(name, part.definition, place, None))
        return members

    def _located(self, name: str, definition: Definition, place: Place, presence: Condition | None) -> Member:
        sentences = [place.measure.sentence]
        lengths = [p for p in self.parts if place.length and p.name == place.length.member]
        sentences += [s for p in lengths for s in p.definition.sentences[:1]]
        if re.search(r"\b(?:name|string|path|pattern)\b", place.measure.sentence.text):
            sentences += [s for s in definition.sentences[:1] if WIDE.search(s.text)]
        if name == definition.name:
            sentences = [*definition.sentences, *sentences]
        extent: Extent = Own()
        if place.length:
            extent = Measured(by=place.length, unit=place.length_unit)  # type: ignore[arg-type]
        form, extent = self._form(
            name, sentences, extent, next(p for p in self.sketch.parts if p.definition is definition)
        )
        return Member(
            name=name,
            form=form,
            extent=extent,
            at=At(by=Reference(member=place.offset_name, source=place.measure.sentence.source()), base=place.base),
            condition=presence,
            align=_alignment(place.measure.sentence.text),
            sources=tuple(place.sources),
        )

    def _filler(self, part: Part) -> Filler | None:
        text = part.definition.text
        if not re.match(r"(?:\w*padding|pad\d*|\w*pad)$", part.name, re.I) and not re.search(
            r"\bpadding\b", text, re.I
        ):
            return None
        index = self.parts.index(part)
        later = [other for other in self.parts[index + 1 :] if other.bits is None]
        if later and self._places().get(id(later[0])):
            return Filler(before=later[0].name)
        align = _alignment(text)
        return Filler(to=align) if align > 1 else None

    def _extent(self, part: Part) -> tuple[Extent, tuple[Source, ...]]:
        """Where the end of a field of variable size is told."""
        text = part.definition.text
        told = self._told_by(part)
        if told:
            reference, unit, source = told
            self.used.add(reference.member)
            return Measured(by=reference, unit=unit), (source,)  # type: ignore[arg-type]
        if TERMINATED.search(text) and not NOT_TERMINATED.search(text):
            wide = bool(WIDE.search(text)) and not UTF8.search(text)
            return Terminated(by=b"\0\0" if wide else b"\0", unit=2 if wide else 1), ()
        return Own(), ()

    def _told_by(self, part: Part) -> tuple[Reference, str, Source] | None:
        """The length or the count of a field: it names it, is named by it, or is named after it."""
        candidates = [p for p in self.numbers() if p.name not in self.used and self._measures(p)]
        named = mentioned(part.definition.text, [p.name for p in candidates])
        by_name = {p.name: p for p in candidates}
        for name in named:
            sentence = next(s for s in part.definition.sentences if mentioned(s.text, [name]))
            if re.search(
                r"\b(?:length|size|number|count|bytes|contains|array of|of length|specified by|indicated)\b",
                sentence.text,
                re.I,
            ):
                return self._reference(by_name[name], sentence.source())
        variable = [p.name for p in self.variable]
        for candidate in candidates:
            found = self.measures[id(candidate)]
            if mentioned(found.rest, variable)[:1] == [part.name]:
                return self._reference(candidate, found.sentence.source())
        for candidate in candidates:
            found = self.measures[id(candidate)]
            if stem(candidate.name) == stem(part.name) and not mentioned(found.rest, variable):
                return self._reference(candidate, found.sentence.source())
        return None

    def _measures(self, part: Part) -> bool:
        found = self.measures.get(id(part))
        return found is not None and found.kind != "offset"

    def _reference(self, part: Part, source: Source) -> tuple[Reference, str, Source]:
        found = self.measures.get(id(part))
        if found is None:
            return Reference(member=part.name, source=source), "bytes", source
        unit = "elements" if found.kind == "count" else found.unit
        if unit == "bits":
            return Reference(member=part.name, over=8, source=source), "bytes", source
        return Reference(member=part.name, source=source), unit, source

    def _form(self, name: str, sentences: Sequence[Sentence], extent: Extent, part: Part) -> tuple[Form, Extent]:
        """What a field of variable size is made of, and its extent when nothing but its form tells that."""
        text = " ".join(sentence.text for sentence in sentences)
        last = part is self.parts[-1] or extent != Own()
        inner = self.book.inner(sentences)
        counted = isinstance(extent, Measured) and extent.unit == "elements"
        distinct = list(dict.fromkeys((one.document, one.section, one.name) for one, _ in inner))
        array = counted or bool(ARRAY.search(text))
        rest: Extent = Remaining() if extent == Own() and last else extent
        if len(distinct) == 1:
            target, sentence = inner[0]
            if array or ARRAY.search(sentence.text):
                link = self.book.next_link(target)
                if not (extent == Own() and not last):
                    return Array(
                        element=target, extent=Own(), align=_alignment(text), next="" if counted else link
                    ), rest
            return target, extent
        size = integer_size(text)
        if array and size:
            if extent == Own() and not last:
                raise Refused(Reason.NO_END, part)
            return Array(element=Number(size=size, order=self.order), extent=Fixed(size * 8)), rest
        if counted:
            raise Refused(Reason.NO_STRUCTURE, part)
        if extent == Own() and not last:
            raise Refused(Reason.NO_END, part)
        if STRING.search(text) or WIDE.search(text) or isinstance(extent, Terminated):
            if UTF8.search(text):
                return Text(encoding="utf-8"), rest
            if WIDE.search(text):
                return Text(encoding="utf-16-le"), rest
            if NARROW.search(text):
                return Text(encoding="ascii"), rest
        return Blob(), rest

    # --- places -------------------------------------------------------------------------------------------------------

    def _places(self) -> dict[int, list[Place]]:
        """What lies at offsets, by the part that holds it."""
        if not hasattr(self, "_found_places"):
            self._found_places = self._find_places()
        return self._found_places

    def _find_places(self) -> dict[int, list[Place]]:
        result: dict[int, list[Place]] = {}
        for part in self.numbers():
            found = self.measures.get(id(part))
            if not found or found.kind != "offset" or re.search(r"\b(?:next|subsequent)\b", found.sentence.text):
                continue
            target = self._target(part, found)
            base = self._base(found.sentence.text)
            if target is None or base is None:
                continue
            place = Place(part, part.name, base, found)
            place.sources.append(found.sentence.source())
            self._with_length(place, target)
            result.setdefault(id(target), []).append(place)
        return result

    def _target(self, part: Part, found: Measure) -> Part | None:
        """The field that an offset leads to."""
        variable = [p.name for p in self.variable]
        named = mentioned(found.rest, variable)
        base = key(offset_base(found.sentence.text))
        by_name = {p.name: p for p in self.variable}
        direct = [name for name in named if key(name) != base]
        if direct:
            return by_name[direct[0]]
        mentions = [p for p in self.variable if mentioned(p.definition.text, [part.name])]
        if mentions:
            return mentions[0]
        if named:
            return by_name[named[0]]
        own = stem(part.name)
        alike = [p for p in self.variable if stem(p.name) == own]
        if alike:
            return alike[0]
        if not offset_base(found.sentence.text):
            return None
        if len(self.variable) == 1 and re.match(r"(?:buffer|data|payload|\w*buffer)$", self.variable[0].name, re.I):
            return self.variable[0]
        return None

    def _base(self, text: str) -> str | None:
        """The base of an offset: empty for this structure, the name of a field, `message` for what it stands in.

        None where it counts from something else: a file, a stream.
        """
        words = offset_base(text)
        named = next((p.name for p in self.parts if key(p.name) == key(words)), None)
        if named:
            return named
        if not words and re.search(r"\b(?:in|into|within) (?:the|a|an) \w+", text):
            return None
        if not words or re.fullmatch(r"(?:this|the)? ?(?:\w+ )?(?:structure|data structure)", words, re.I):
            return ""
        if key(words) in (key(self.sketch.title), key(self.sketch.section.title)):
            return ""
        return "message" if re.search(r"\b(?:header|message|packet|PDU|request|response)$", words, re.I) else None

    def _with_length(self, place: Place, target: Part) -> None:
        """Find the length or count that goes with an offset."""
        own = stem(place.offset_name)
        candidates = [p for p in self.numbers() if self._measures(p) and p.name not in self.used]
        alike = [p for p in candidates if stem(p.name) == own]
        if not alike:
            twins = [
                p for p in self.numbers() if p is not place.offset and stem(p.name) == own and p.name not in self.used
            ]
            alike = [p for p in twins if re.search(r"(?:Length|Len|Count|Size)$", p.name)]
            alike = [p for p in alike if mentioned(target.definition.text, [p.name])]
        if not alike:
            order = mentioned(target.definition.text, [place.offset_name, *(p.name for p in candidates)])
            if place.offset_name in order:
                behind = order[order.index(place.offset_name) + 1 :]
                alike = [p for p in candidates if p.name in behind[:1]]
        if not alike:
            alike = [p for p in candidates if mentioned(self.measures[id(p)].rest, [target.name])]
        if alike:
            tells = self.measures.get(id(alike[0]))
            sentence = tells.sentence if tells else target.definition.sentences[0]
            reference, unit, source = self._reference(alike[0], sentence.source())
            self.used.add(reference.member)
            place.length, place.length_unit = reference, unit
            place.sources.append(source)

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _presence(self, definition: Definition) -> Condition | None:
        for sentence in definition.sentences:
            if found := PRESENT.match(sentence.text):
                return condition(found["condition"], self.names)
        return None

    def _number(self, member: str, token: str) -> int | None:
        """The value of a token, by the tables of the member first."""
        for part in self.parts:
            if part.name == member:
                for table in part.definition.tables:
                    for value in table.values:
                        if value.name.strip() == token and (number := _integer(value.value)) is not None:
                            return number
        return self.book.number(token)

    def _total(self, members: Sequence[Member]) -> Extent | None:
        """The member that tells the size of the whole structure."""
        return None


def _integer(text: str) -> int | None:
    try:
        return int(text.strip().removesuffix("L"), 0)
    except ValueError:
        return None


def _flat(parts: Sequence[Part]) -> list[Part]:
    """The parts, and the parts of those that are read in different ways."""
    result: list[Part] = []
    for part in parts:
        ways = _ways(part.name)
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


def _ways(name: str) -> list[list[str]]:
    """`(A,B)/C` as [[A, B], [C]]; empty for a plain name."""
    if "/" not in name:
        return []
    return [[n.strip() for n in way.strip(" ()").split(",")] for way in name.split("/")]


def _groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Bits that share bytes, together; everything else on its own."""
    groups: list[list[Part]] = []
    filled = 0
    for part in parts:
        if part.bits is not None and (filled % 8 or part.bits % 8):
            if filled % 8:
                groups[-1].append(part)
            else:
                groups.append([part])
                filled = 0
            filled += part.bits
        else:
            groups.append([part])
            filled = 0
    return groups


def _constant(definition: Definition) -> int | None:
    """The number that a field of integers MUST be set to, whatever else is in the message."""
    for sentence in definition.sentences[:3]:
        if re.match(r"(?:If|When|For|In|Otherwise)\b", sentence.text):
            return None
        if found := CONSTANT.search(sentence.text):
            return int(found[1], 0)
    return None


def _tokens(definition: Definition) -> tuple[tuple[str, int], ...]:
    """The values that the tables of a definition name."""
    return tuple(
        (value.name, number)
        for table in definition.tables
        for value in table.values
        if value.name and (number := _integer(value.value)) is not None
    )


def _sources(definition: Definition) -> tuple[Source, ...]:
    return tuple(sentence.source() for sentence in definition.sentences[:1])


def _alignment(text: str) -> int:
    found = re.search(r"\b(\d+)-?\s?(byte|bit)[- ]?align|align\w* (?:to|on) (?:an? )?(\d+)[- ](byte|bit)", text)
    if not found:
        return 1
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
    return int(number) // (8 if unit == "bit" else 1)


def _with_offsets(members: Sequence[Member]) -> list[Member]:
    """The members with their places, as far as these are fixed."""
    offset: int | None = 0
    result = []
    for member in members:
        result.append(msgspec.structs.replace(member, bit_offset=offset))
        fixed = isinstance(member.extent, Fixed) and not member.condition and not member.at
        offset = offset + member.extent.bits if fixed and offset is not None else None  # type: ignore[union-attr]
    return result
