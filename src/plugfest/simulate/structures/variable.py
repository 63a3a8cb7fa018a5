"""Members of variable size: where they end, and what they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from plugfest.simulate.structures.claims import bare
from plugfest.simulate.structures.context import Context, Refused, sources
from plugfest.simulate.structures.lengths import told_by
from plugfest.simulate.structures.model import (
    Array,
    At,
    Blob,
    Condition,
    Extent,
    Filler,
    Fixed,
    Form,
    Guid,
    Inner,
    Measured,
    Member,
    Number,
    Own,
    Reason,
    Reference,
    Region,
    Remaining,
    Source,
    Terminated,
    Text,
)
from plugfest.simulate.structures.places import Place
from plugfest.simulate.structures.presence import holds_anyway, presence
from plugfest.simulate.structures.prose import (
    ARRAY,
    ENCODED,
    NARROW,
    NOT_TERMINATED,
    STRING,
    STRINGS,
    TERMINATED,
    UTF8,
    WIDE,
    element_size,
    integer_size,
    wide,
)
from plugfest.simulate.structures.sketch import Part, Sentence, key

_ALIGNED = re.compile(
    r"\b(\d+|two|four|eight)[- ]?(byte|bit)[- ]?(?:align|boundar)"
    r"|\balign\w* (?:to|on) (?:an? )?(\d+|two|four|eight)[- ](byte|bit)"
    r"|\b(quad|double)?[- ]?word (?P<word>boundary)",
    re.I,
)
_MULTIPLE = re.compile(r"\b(?:multiple of|divisible by) (\d+|two|four|eight)\b(?! (?:or|and))", re.I)
_CONDITIONAL = re.compile(r"(?:If|When|Otherwise|For example)\b")
_PADS = re.compile(
    r"\b(?:padding|alignment|pads?)\b|\b(?:added|used|inserted|needed) to (?:\w+ )?(?:align|pad|restore)"
    r"|\bMUST be aligned\b",
    re.I,
)
_PLACED = re.compile(r"\boffset\b|\b(?:size|length), in bytes\b")
_OF_BYTES = re.compile(r"\b(?:array|sequence|series) of bytes\b")
_NUMBERS = {"two": 2, "four": 4, "eight": 8}
_BYTES = re.compile(r"\bterminated (?:by|with) (?:a |an |the )?(?:\w+ )?(?:sequence )?0x([0-9A-Fa-f]{2,8})\b")


def variable_members(context: Context, part: Part, places: list[Place]) -> list[Member]:
    """The members that a field of variable size becomes."""
    if len(places) > 1 or any(key(place.base) == key(part.name) for place in places):
        return _region(context, part, places)
    if places:
        sized = places[0].length is not None
        return [_located(context, part.name, part, places[0], presence(context, part, sized or True))]
    if room := filler(context, part):
        return [Member(name=part.name, form=Blob(), extent=room, sources=sources(part.definition))]
    extent, told = _extent(context, part)
    there = presence(context, part, isinstance(extent, Measured) or context.last(part))
    form, extent = _form(context, part.definition.sentences, extent, part)
    found = (*sources(part.definition), *told)
    return [Member(name=part.name, form=form, extent=extent, condition=there, sources=found)]


def alignment(text: str) -> int:
    """The boundary, in bytes, that a text speaks of; 1 if none."""
    found = _ALIGNED.search(text)
    if not found:
        return 1
    if found["word"]:
        return {"quad": 8, "double": 4}.get((found[5] or "").lower(), 2)
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
    return (_NUMBERS.get(number.lower()) or int(number)) // (8 if unit == "bit" else 1) or 1


def _region(context: Context, part: Part, places: list[Place]) -> list[Member]:
    """A buffer with several things in it, each at its own offset."""
    members = [Member(name=part.name, form=Region(), extent=Own(), sources=sources(part.definition))]
    for place in places:
        name = re.sub(r"(?:Buffer)?Offset$", "", place.offset.name) or place.offset.name
        members.append(_located(context, name, part, place, None))
    return members


def _located(context: Context, name: str, part: Part, place: Place, there: Condition | None) -> Member:
    sentences = [place.measure.sentence]
    if place.length_part:
        sentences += place.length_part.definition.sentences[:1]
    own = place.offset.definition
    if re.search(r"\bstring of\b|\bcharacters\b", own.text):
        sentences += [s for s in own.sentences if s is not place.measure.sentence]
    elif re.search(r"\b(?:name|string|path|pattern)\b", place.measure.sentence.text):
        sentences += [s for s in part.definition.sentences[:1] if WIDE.search(s.text)]
    if name == part.name:
        sentences = [*part.definition.sentences, *sentences]
    extent: Extent = place.length or _terminator(sentences, context.book.wide) or Own()
    form, extent = _form(context, sentences, extent, part, located=True)
    by = Reference(member=place.offset.name, plus=place.plus, source=place.measure.sentence.source())
    return Member(
        name=name,
        form=form,
        extent=extent,
        at=At(by=by, base=place.base),
        condition=there,
        align=alignment(place.measure.sentence.text),
        sources=tuple(place.sources),
    )


def filler(context: Context, part: Part) -> Filler | None:
    """Padding: up to what an offset leads to, or to a boundary."""
    text = part.definition.text
    first = part.definition.sentences[0].text if part.definition.sentences else ""
    named = re.match(r"_?(?:\w*padding\w*|(?:zero)?pad\d*|\w*pad)$|align", part.name, re.I)
    if not named and (context.book.inner(part.definition.sentences) or not _PADS.search(first)):
        return None
    index = next(i for i, p in enumerate(context.parts) if p is part)
    later = [other for other in context.parts[index + 1 :] if other.bits is None]
    if later and (found := context.places.get(id(later[0]))) and not any(p.base == later[0].name for p in found):
        return Filler(before=later[0].name)
    align = alignment(text)
    if align <= 1 and (multiple := _MULTIPLE.search(text)):
        align = _NUMBERS.get(multiple[1].lower()) or int(multiple[1])
    return Filler(to=align) if 1 < align <= 4096 else None


def _extent(context: Context, part: Part) -> tuple[Extent, tuple[Source, ...]]:
    """Where the end of a field of variable size is told."""
    if told := told_by(context, part):
        return told[0], (told[1],)
    several = STRINGS.search(part.definition.text)
    return (None if several else _terminator(part.definition.sentences, context.book.wide)) or Own(), ()


def _terminator(sentences: Sequence[Sentence], always_wide: bool = False) -> Terminated | None:
    text = " ".join(sentence.text for sentence in sentences)
    if found := _BYTES.search(text):
        return Terminated(by=bytes.fromhex(found[1]))
    if not TERMINATED.search(text) or NOT_TERMINATED.search(text):
        return None
    broad = wide(text) or (always_wide and not NARROW.search(text) and not UTF8.search(text))
    return Terminated(by=b"\0\0", unit=2) if broad else Terminated()


def _form(
    context: Context, sentences: Sequence[Sentence], extent: Extent, part: Part, located: bool = False
) -> tuple[Form, Extent]:
    """What a field of variable size is made of, and its extent when nothing but its form tells that."""
    if part.nested and not located:
        inside = Inner(document=context.book.name, section=context.sketch.section.number, name=part.nested.title)
        first = part.definition.sentences[0].text if part.definition.sentences else ""
        if isinstance(extent, Measured) and extent.unit == "elements":
            return Array(element=inside, extent=Own()), extent
        if ARRAY.search(first):
            if isinstance(extent, Own) and not context.last(part):
                raise Refused(Reason.NO_END, part)
            return Array(element=inside, extent=Own()), Remaining() if isinstance(extent, Own) else extent
        return inside, Own() if isinstance(extent, Terminated) else extent
    text = " ".join(s.text for s in sentences if not _CONDITIONAL.match(s.text) or holds_anyway(s))
    ended = extent != Own() or (context.last(part) and not located)
    rest: Extent = Remaining() if extent == Own() and ended else extent
    if not ended and ENCODED.search(text):
        raise Refused(Reason.ENCODING, part)
    if structured := _structured(context, sentences, extent, rest, ended) or _named_so(context, part, extent):
        return structured
    spoken = " ".join(s.text for s in sentences[:4] if s.text in text and not (located and _PLACED.search(s.text)))
    counted = isinstance(extent, Measured) and extent.unit == "elements"
    if counted or (ARRAY.search(spoken) and not (isinstance(extent, Measured) and extent.unit == "characters")):
        if element := _element(context, spoken):
            return (element, rest) if ended else _no_end(part)
    if isinstance(extent, Measured) and extent.unit == "elements":
        if located or not context.last(part):
            raise Refused(Reason.NO_STRUCTURE, part)
        return Blob(), Remaining()  # elements that no layout describes: they are not divided
    if isinstance(extent, Measured) and extent.unit == "characters":
        teller = next(p for p in context.parts if p.name == extent.by.member)
        text = f"{part.definition.text} {teller.definition.text}"
    return (_text(text, extent, context.book.wide), rest) if ended else _no_end(part)


def _in_bytes(extent: Extent) -> Extent:
    """A count of bytes is a length."""
    return Measured(by=extent.by) if isinstance(extent, Measured) else extent


def _no_end(part: Part) -> NoReturn:
    raise Refused(Reason.NO_END, part)


def _begins_with(text: str, name: str) -> bool:
    """`A NAME structure that …`: the others that the sentence names are what it is about."""
    return bool(re.match(rf"(?:An?|The|One) (?:[a-z-]+ )?{re.escape(name)}\b", text))


def _structured(
    context: Context, sentences: Sequence[Sentence], extent: Extent, rest: Extent, ended: bool
) -> tuple[Form, Extent] | None:
    """A structure, or an array of them, where the sentences claim exactly one."""
    inner = context.inner(sentences)
    if len(inner) > 1 and inner[0][1] is sentences[0] and _begins_with(sentences[0].text, bare(inner[0][0].name)):
        inner = inner[:1]
    if len(inner) != 1:
        return None
    target, sentence = inner[0]
    counted = isinstance(extent, Measured) and extent.unit == "elements"
    if counted or any(ARRAY.search(_OF_BYTES.sub("", one.text)) for one in (sentence, sentences[0])):
        if not ended:
            return None
        link = "" if counted else context.book.next_link(target)
        return Array(
            element=target, extent=Own(), align=alignment(" ".join(s.text for s in sentences)), next=link
        ), rest
    return target, Own() if isinstance(extent, Terminated) else extent  # the structure tells itself where it ends


def _named_so(context: Context, part: Part, extent: Extent) -> tuple[Form, Extent] | None:
    """As many structures as a number tells, of the one that the field is named after."""
    if not isinstance(extent, Measured) or extent.unit != "elements":
        return None
    found = context.book.called(part.name)
    return (Array(element=found, extent=Own()), extent) if found else None


def _element(context: Context, text: str) -> Array | None:
    """An array of strings, of integers, or of bytes in pieces of one size."""
    if STRINGS.search(text):
        broad = wide(text)
        end = Terminated(by=b"\0\0", unit=2) if broad else Terminated()
        return Array(element=Text(encoding="utf-16-le" if broad else "ascii"), extent=end)
    if size := integer_size(text):
        return Array(element=Number(size=size, order=context.order), extent=Fixed(size * 8))
    if re.search(r"\b[GU]UIDs?\b", text):
        return Array(element=Guid(order=context.order), extent=Fixed(128))
    if size := element_size(text):
        return Array(element=Blob(), extent=Fixed(size * 8))
    return None


def _text(text: str, extent: Extent, always_wide: bool) -> Form:
    if (
        STRING.search(text)
        or WIDE.search(text)
        or isinstance(extent, Terminated)
        or (isinstance(extent, Measured) and extent.unit == "characters")
    ):
        if UTF8.search(text):
            return Text(encoding="utf-8")
        if WIDE.search(text) or (always_wide and STRING.search(text) and not NARROW.search(text)):
            return Text(encoding="utf-16-le")
        if NARROW.search(text):
            return Text(encoding="ascii")
    return Blob()
