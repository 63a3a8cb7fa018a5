"""Where a layout contradicts itself: the drawing, the definitions, and the sizes that the sentences speak of."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from plugfest.records.findings import Finding
from plugfest.simulate.structures.prose import ARRAY
from plugfest.simulate.structures.sketch import Part, Sentence, Sketch, key
from plugfest.specs.layouts import bits_of

_WIDTH = re.compile(
    r"^(?:This (?:field|member) (?:is|contains|specifies) an?|An?|This is an?|The) (?:unsigned |signed )?"
    r"(\d+)[- ](bit|byte)s?,? "
    r"(?:little-endian |big-endian )?(?:unsigned |signed )?"
    r"(?:integer|value|field|number|unsigned|signed|bit ?mask|identifier|ID|flags?|word)\b",
    re.IGNORECASE,
)
_CONSTANT = re.compile(
    r"\bMUST (?:be set to|be|set this field to|set this to) (?:the value )?(0x[0-9A-Fa-f]+|\d+)\b"
    r"(?! (?:or|to|and|plus)\b|-)"
)
_WHOLE = re.compile(
    r"\b(?:is|as) an? (\d+)-byte (?:structure|packet|message)\b(?! that (?:contains|follows))"
    r"|\bstructure (?:is|MUST be) (\d+) bytes (?:long|in (?:length|size))\b"
)
DRAWN = 64
"""Up to so many bits a field is drawn as long as it is."""


def check(sketch: Sketch, document: str, titles: Container[str] = ()) -> Iterator[Finding]:
    """What contradicts itself in one layout. `titles`: words that are names of something else in the document."""
    for part in sketch.parts:
        yield from _drawing(sketch, part, document)
        yield from _width(sketch, part, document)
    yield from _structure_size(sketch, document)
    yield from _whole(sketch, document)
    yield from _case(sketch, document, titles)


def _finding(
    sketch: Sketch, document: str, rule: str, sentence: Sentence | None, line: int, subject: str, reason: str
) -> Finding:
    return Finding(
        document=document,
        rule=f"layout.{rule}",
        section=sketch.section.number,
        line=sentence.line if sentence else line,
        subject=subject,
        reason=reason,
        other_section=sketch.section.number,
        other_line=sketch.layout.line,
        quote=sentence.text if sentence else "",
    )


def _bytes(bits: int) -> str:
    if bits % 8:
        return f"{bits} {'bit' if bits == 1 else 'bits'}"
    return f"{bits // 8} {'byte' if bits == 8 else 'bytes'}"


def _drawing(sketch: Sketch, part: Part, document: str) -> Iterator[Finding]:
    """The definition gives a field another size than the drawing."""
    defined = bits_of(part.definition.size)
    if defined is None or part.drawn is None or defined == part.drawn:
        return
    if defined > DRAWN or part.drawn > DRAWN or (part.drawn == DRAWN and defined > part.drawn):
        return
    if _goes_on(sketch, part):
        return
    reason = f"drawn as {_bytes(part.drawn)}, defined as {_bytes(defined)}"
    sentence = next(iter(part.definition.sentences), None)
    yield _finding(sketch, document, "drawing", sentence, part.definition.line, f"{sketch.title}.{part.name}", reason)


def _goes_on(sketch: Sketch, part: Part) -> bool:
    """The box says its size itself, or boxes without a name of their own follow it."""
    names = [box.name for box in sketch.layout.boxes]
    places = [place for place, name in enumerate(names) if key(name).startswith(key(part.name))]
    return any(
        re.search(r"\(\d+ bytes?\)", names[place]) or re.match(r"-$|\.\.\.\w?$", (*names, "")[place + 1])
        for place in places
    )


def _width(sketch: Sketch, part: Part, document: str) -> Iterator[Finding]:
    """The definition's first sentence speaks of another size than its head."""
    sentence = next(iter(part.definition.sentences), None)
    if sentence is None or not part.bits or ARRAY.search(sentence.text):
        return
    found = _WIDTH.match(sentence.text)
    if not found:
        return
    told = int(found[1]) * (8 if found[2].lower() == "byte" else 1)
    if told == part.bits or (found[2].lower() == "byte" and part.bits % told == 0 and " each" in sentence.text):
        return
    reason = f"{_bytes(part.bits)} in the drawing and the head of the definition, {_bytes(told)} in its text"
    yield _finding(sketch, document, "width", sentence, part.definition.line, f"{sketch.title}.{part.name}", reason)


def _structure_size(sketch: Sketch, document: str) -> Iterator[Finding]:
    """A field with the size of the structure has to have a value that the fields contradict."""
    part = next((p for p in sketch.parts if key(p.name) == "structuresize"), None)
    total = _fixed(sketch)
    if part is None or total is None:
        return
    for sentence in part.definition.sentences[:2]:
        found = _CONSTANT.search(sentence.text)
        if found and re.search(r"\bsize\b|\blength\b|\bbytes\b", part.definition.text):
            told = int(found[1], 0)
            if told * 8 != total and told * 8 != total + 8:
                reason = f"has to be {told}, and the fields take {_bytes(total)}"
                yield _finding(
                    sketch,
                    document,
                    "structure-size",
                    sentence,
                    part.definition.line,
                    f"{sketch.title}.{part.name}",
                    reason,
                )
            return


def _whole(sketch: Sketch, document: str) -> Iterator[Finding]:
    """The text before the drawing says how long the structure is, and the fields contradict it."""
    total = _fixed(sketch)
    if total is None or sketch.ordinal > 1:
        return
    for sentence in sketch.lead[-2:]:
        if found := _WHOLE.search(sentence.text):
            told = int(found[1] or found[2])
            if told * 8 != total:
                reason = f"said to be {told} bytes long, and the fields take {_bytes(total)}"
                yield _finding(sketch, document, "whole-size", sentence, sentence.line, sketch.title, reason)


def _fixed(sketch: Sketch) -> int | None:
    """The bits of a layout whose fields all have a fixed size."""
    if any(part.bits is None for part in sketch.parts):
        return None
    return sum(part.bits or 0 for part in sketch.parts)


_ELSEWHERE = re.compile(r" (?:structure|enumeration|type|object|element|value of|field of the|variable|parameter|ADM)")
_NAME = re.compile(r"(?<![\w.\[\]-])[A-Za-z][A-Za-z0-9_]{4,}(?![\w-])")


def _case(sketch: Sketch, document: str, titles: Container[str]) -> Iterator[Finding]:
    """A definition writes a field's name with other capitals than the drawing."""
    written = {part.name: part for part in sketch.parts}
    folded: dict[str, str] = {}
    for name in written:
        if re.fullmatch(r"\w+", name) and re.search(r"[a-z][A-Z]|_", name):
            folded[name.casefold()] = name
    seen: set[str] = set()
    for part in sketch.parts:
        for sentence in part.definition.sentences:
            for found in _NAME.finditer(sentence.text):
                word = found[0]
                drawn = folded.get(word.casefold())
                if drawn is None or word in written or word in seen or word in titles:
                    continue
                if word.isupper() and not drawn.isupper():  # the name of something else
                    continue
                if _ELSEWHERE.match(sentence.text, found.end()) or not re.search(r"[a-z][A-Z]|_|[A-Z]{2}", word):
                    continue
                seen.add(word)
                reason = f"{drawn} in the drawing"
                yield _finding(sketch, document, "case", sentence, sentence.line, f"{sketch.title}.{word}", reason)
