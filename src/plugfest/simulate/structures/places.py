"""What lies at offsets: the field that each offset leads to, what it counts from, and the length that goes with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plugfest.simulate.structures.context import Context
from plugfest.simulate.structures.lengths import length_of
from plugfest.simulate.structures.model import Measured, Source
from plugfest.simulate.structures.prose import Measure, mentioned, offset_base, stem
from plugfest.simulate.structures.sketch import Part, key

_NEXT = re.compile(
    r"\b(?:next|subsequent|following) (?:\w+ )?(?:entry|structure|element|record|item|\w+)\b", re.IGNORECASE
)
_FIELD = re.compile(r"\bfrom the (?P<end>end|start|beginning) of (?:the )?(?P<name>\w+)(?: field)?\b")
_FOREIGN = re.compile(
    r"\brequested\b"
    r"|\b(?:in|into|within|of) (?:the|a|an) (?:\w+ )?(?:file|stream|volume|disk|source|destination|target)\b",
    re.I,
)


@dataclass
class Place:
    """An offset, and the length that goes with it."""

    offset: Part
    base: str
    measure: Measure
    plus: int = 0
    """Bytes from the base to where it counts from."""
    length: Measured | None = None
    length_part: Part | None = None
    sources: list[Source] = field(default_factory=list)


def places(context: Context) -> dict[int, list[Place]]:
    """What lies at offsets, by the identity of the part that holds it."""
    result: dict[int, list[Place]] = {}
    for part in context.numbers:
        found = context.measures.get(id(part))
        if not found or found.kind != "offset" or _NEXT.search(found.rest):
            continue
        target = _target(context, part, found)
        fixed = _from_field(context, found.sentence.text)
        base = _base(context, found.sentence.text) if fixed is None else ""
        if target is None or base is None:
            continue
        place = Place(part, base, found, fixed or 0, sources=[found.sentence.source()])
        _with_length(context, place, target)
        result.setdefault(id(target), []).append(place)
    return result


def _from_field(context: Context, text: str) -> int | None:
    """The bytes before the place that an offset counts from, where that is the start or the end of a fixed field."""
    found = _FIELD.search(text)
    before = 0
    for part in context.whole:
        if part.bits is None:
            return None
        if found and key(part.name) == key(found["name"]):
            return (before + (part.bits if found["end"] == "end" else 0)) // 8
        before += part.bits
    return None


def _target(context: Context, part: Part, found: Measure) -> Part | None:
    """The field that an offset leads to: it names it, is named by it, or is named after it."""
    by_name = {p.name: p for p in context.variable}
    words = offset_base(found.sentence.text)
    base = key(words)
    named = mentioned(found.rest, list(by_name))
    direct = [name for name in named if key(name) != base]
    if direct:
        return by_name[direct[0]]
    if mentions := [p for p in context.variable if mentioned(p.definition.text, [part.name])]:
        return mentions[0]
    if named:
        return by_name[named[0]]
    own = stem(part.name)
    if alike := [p for p in context.variable if stem(p.name) == own]:
        return alike[0]
    alike = [p for p in context.variable if len(own) > 3 and key(p.name).startswith(own)]
    if len(alike) == 1:
        return alike[0]
    if (
        words
        and len(context.variable) == 1
        and re.match(r"(?:buffer|data|payload|\w*buffer)$", context.variable[0].name, re.I)
    ):
        return context.variable[0]
    return None


def _base(context: Context, text: str) -> str | None:
    """What an offset counts from: empty for this structure, the name of a field, `message` for what it stands in.

    None where it is something else: a file, a stream.
    """
    words = offset_base(text)
    if named := next((p.name for p in context.parts if key(p.name) == key(words)), None):
        return named
    if _FOREIGN.search(text) or (not words and re.search(r"\b(?:in|into|within) (?:the|a|an) \w+", text)):
        return None
    titles = (key(context.sketch.title), key(context.sketch.section.title))
    if not words or key(words) in titles or any(title.startswith(key(words)) for title in titles):
        return ""
    if re.search(r"\b(?:structure|this \w+)$", words, re.I):
        return ""
    return (
        "message"
        if re.search(r"\b(?:header|message|packet|PDU|request|response|command|frame)$", words, re.I)
        else None
    )


def _with_length(context: Context, place: Place, target: Part) -> None:
    """Find the length or count that goes with an offset."""
    own = stem(place.offset.name)
    free = [p for p in context.numbers if p is not place.offset and p.name not in context.used]
    measuring = [p for p in free if (m := context.measures.get(id(p))) and m.kind != "offset"]
    alike = [p for p in measuring if stem(p.name) == own and not re.search(r"Max", p.name)]
    if not alike:
        twins = [p for p in free if stem(p.name) == own and re.search(r"(?:Length|Len|Count|Size)$", p.name)]
        alike = [p for p in twins if mentioned(target.definition.text, [p.name])]
    if not alike:
        order = mentioned(target.definition.text, [place.offset.name, *(p.name for p in measuring)])
        if place.offset.name in order:
            behind = order[order.index(place.offset.name) + 1 :]
            alike = [p for p in measuring if p.name in behind[:1]]
    if not alike:
        alike = [p for p in measuring if mentioned(context.measures[id(p)].rest, [target.name])]
    if alike:
        told = context.measures.get(id(alike[0]))
        sentence = told.sentence if told else target.definition.sentences[0]
        place.length = length_of(context, alike[0], target, sentence)
        place.length_part = alike[0]
        context.used.add(alike[0].name)
        place.sources.append(sentence.source())
