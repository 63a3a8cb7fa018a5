"""Which number tells the size of a field, in what unit, and what has to be added or taken away."""

from __future__ import annotations

import re

from plugfest.simulate.structures.context import Context, Refused, integer
from plugfest.simulate.structures.model import Measured, Reason, Reference, Source
from plugfest.simulate.structures.prose import TERMINATED, TOTAL, Measure, mentioned, stem, wide
from plugfest.simulate.structures.sketch import Part, Sentence
from plugfest.specs.inline import plain

_SIZING = re.compile(
    r"\b(?:lengths?|sizes?|numbers?|counts?|bytes|elements|entries|contains|array of|of length|specified (?:by|in)"
    r"|indicated (?:by|in)|determined by|equal to|given by|defined by)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:not including|excluding|does not include|not counting|exclusive of|without|MUST NOT include)\b([^.;]*)", re.I
)
_INCLUDED = re.compile(r"\b(?:including|includes|inclusive of|plus)\b([^.;]*)", re.I)
_ITSELF = re.compile(r"\b(?:this field|itself|the length field|the size field|this member)\b", re.I)
_BEHIND = re.compile(r"\b(?:that follows?|following|after|remaining|remainder|rest of|subsequent)\b", re.I)
_SEVERAL = re.compile(r"\bof (?:all of )?(?:the )?((?:[\w ]+, )*[\w ]+,? (?:and|plus) (?:the )?\w+) fields\b")
_MORE_BYTES = re.compile(r"\bfields?,? plus (\d+)\b|\b(\d+),? plus the (?:length|size)\b", re.I)
_MINUS = re.compile(r"\bminus (?:the )?(?:size of (?:the )?)?(?P<what>\d+|\w+)|\s[-–] (?P<number>\d+)\b", re.I)
_TIMES = re.compile(r"\b(?:multiplied by|times|[*×]) ?(\d+|two|four|eight)\b|\b(twice)\b", re.I)
_UNITS = re.compile(
    r"\b(?:in|of) (?:units? of |multiples of )?(?:(\d+|two|four|eight)[- ](byte|bit|octet)s?"
    r"(?: (?:units|words|blocks|multiples|increments))?"
    r"|(DWORDs?|WORDs?|ULONGs?|USHORTs?|QWORDs?))\b"
)
_MORE = re.compile(
    r"\bof (?:this|the) (?:\w+ )?(?:message|packet|structure) and (?:the|its) \w+\b"
    r"|\bbytes plus the (?:size|length) of\b"
)
_ALWAYS = re.compile(r"\bMUST be (?:set to )?(?!0\b|0x0+\b)(?:0x[0-9A-Fa-f]+|\d+)\b(?! (?:or|if|when)\b)")
"""One number cannot be the size of a whole that varies."""
_OF_THE = re.compile(r"^ ?(?:in bytes,? )?(?:of )?(?:the )?")
_COUNTED = re.compile(
    r"\bnumber of (?:array )?elements (?:in the array )?(?:is|are|MUST be) (?:determined|specified|given|indicated) by "
    r"(?:the (?:value of the )?)?(?P<name>\w+)(?: field)?\b"
)
_PRODUCT = re.compile(r"\bproduct of (?:the )?(?:values? of )?(?:the )?\w+ (?:fields? )?and\b")
_SO_MANY = re.compile(
    r"\b(?:array|string|sequence) of (?:the )?(?P<name>\w+) (?:[\w-]+ ){0,2}?"
    r"(?:(?P<unit>characters|WCHARs)|bytes|octets)\b"
)
_NUMBERS = {"one": 1, "two": 2, "four": 4, "eight": 8}
_WORDS = {"word": 2, "ushort": 2, "dword": 4, "ulong": 4, "qword": 8}


def told_by(context: Context, part: Part) -> tuple[Measured, Source] | None:
    """The length or the count of a field: it names it, is named by it, or is named after it."""
    before = context.parts[: next(i for i, p in enumerate(context.parts) if p is part)]
    free = [p for p in context.numbers if (m := context.measures.get(id(p))) and m.kind != "offset"]
    free = [p for p in free if any(p is one for one in before) and not _of_more(context.measures[id(p)])]
    variable = [p.name for p in context.variable]
    if told := _told_outright(context, part, before):
        return told
    if any(_PRODUCT.search(sentence.text) for sentence in part.definition.sentences):
        return None
    if coded := _coded(part, before):
        return coded
    for sentence in part.definition.sentences:
        if _SIZING.search(sentence.text) and not re.match(r"(?:If|When)\b", sentence.text):
            named = [p for p in free if mentioned(sentence.text, [p.name])]
            if 0 < len(named) < 3:  # of more, each tells the size of a part
                return _measured(context, named[0], part, sentence)
    for candidate in free:
        found = context.measures[id(candidate)]
        starting = re.compile(rf"\b(?:length|size) of (?:the |all )?data starting at (?:the )?{re.escape(part.name)}\b")
        for sentence in candidate.definition.sentences if found.kind == "length" else ():
            if starting.search(sentence.text):
                return _measured(context, candidate, part, sentence)
        if mentioned(found.rest, variable)[:1] == [part.name] and not _whole(context, candidate, found):
            return _measured(context, candidate, part, found.sentence)
    for candidate in free:
        found = context.measures[id(candidate)]
        words = re.split(r"\.(?!\w)|[,;]|\b(?:in|that|of)\b", _OF_THE.sub("", found.rest))[0]
        if _spaced(part.name) == _spaced(words):
            return _measured(context, candidate, part, found.sentence)
    for candidate in free:
        found = context.measures[id(candidate)]
        alike = stem(candidate.name) == stem(part.name)
        if alike and not mentioned(found.rest, variable) and not _whole(context, candidate, found):
            return _measured(context, candidate, part, found.sentence)
    return None


def _of_more(found: Measure) -> bool:
    """The length of a message and what comes with it, or of something that is not named besides."""
    return found.kind == "length" and bool(_MORE.search(found.sentence.text))


def _spaced(name: str) -> str:
    """A name as words: `ControlPoints` as `control points`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name.strip()).casefold().strip()


def _coded(part: Part, before: list[Part]) -> tuple[Measured, Source] | None:
    """An earlier field with a table of how many bytes this one takes."""
    size = re.compile(rf"\b{re.escape(part.name)}\b[^.]*\b(1|2|4|8|one|two|four|eight) bytes?\b", re.I)
    for teller in before:
        rows = [value for table in teller.definition.tables for value in table.values]
        found = [(integer(row.value), size.search(plain(row.meaning))) for row in rows]
        table = tuple((n, _NUMBERS.get(m[1].lower()) or int(m[1])) for n, m in found if n is not None and m)
        if len(table) > 1 and teller.definition.sentences:
            source = teller.definition.sentences[0].source()
            return Measured(by=Reference(member=teller.name, table=table, source=source)), source
    return None


def _told_outright(context: Context, part: Part, before: list[Part]) -> tuple[Measured, Source] | None:
    """The number that a declaration has in brackets, or that the field is said to be so many characters of."""
    numbers = {p.name: p for p in before if p.bits is not None and p.bits <= 64 and id(p) not in context.measures}
    for sentence in part.definition.sentences:
        found = _SO_MANY.search(sentence.text)
        if found and found["name"] in numbers:
            reference = Reference(member=found["name"], source=sentence.source())
            return Measured(by=reference, unit="characters" if found["unit"] else "bytes"), sentence.source()
        found = _COUNTED.search(sentence.text)
        if found and found["name"] in numbers:
            reference = Reference(member=found["name"], source=sentence.source())
            return Measured(by=reference, unit="elements"), sentence.source()
    declared = context.sketch.declared(part.name)
    teller = next((p for p in before if declared and p.name == declared.text), None)
    if declared and teller and teller.bits:
        source = Source(declared.section, declared.line, f"{part.name}[{declared.text}]")
        return Measured(by=Reference(member=teller.name, source=source)), source
    return None


def _measured(context: Context, candidate: Part, part: Part, sentence: Sentence) -> tuple[Measured, Source]:
    context.used.add(candidate.name)
    return length_of(context, candidate, part, sentence), sentence.source()


def length_of(context: Context, candidate: Part, part: Part, sentence: Sentence) -> Measured:
    """How a number tells the size of a field. Raises Refused where the words are not understood."""
    found = context.measures.get(id(candidate))
    source = sentence.source()
    if found is None:
        return Measured(by=Reference(member=candidate.name, source=source))
    unit = "elements" if found.kind == "count" else found.unit
    if unit == "bits":
        return Measured(by=Reference(member=candidate.name, over=8, source=source))
    reference = Reference(
        member=candidate.name,
        times=_times(found, sentence, part),
        plus=_plus(context, candidate, found, part, unit),
        source=source,
    )
    return Measured(by=reference, unit=unit)


def _times(found: Measure, sentence: Sentence, part: Part) -> int:
    if found.kind == "length" and (told := _UNITS.search(found.sentence.text)):
        if told[3]:
            return _WORDS[told[3].lower().rstrip("s")]
        number = _NUMBERS.get(told[1]) or int(told[1])
        return number if told[2] != "bit" else number // 8
    if (
        found.kind == "length"
        and (told := _TIMES.search(sentence.text))
        and part.definition.sentences
        and sentence in part.definition.sentences
    ):
        return 2 if told[2] else _NUMBERS.get(told[1]) or int(told[1])
    return 1


def _plus(context: Context, candidate: Part, found: Measure, part: Part, unit: str) -> int:
    """What has to be added: a terminator that is not counted, or the fields that are."""
    text = (
        found.sentence.text
        + " "
        + " ".join(s.text for s in candidate.definition.sentences if re.search(r"\bnull\b|terminat", s.text))
    )
    excluded = _EXCLUDED.search(text)
    if (
        excluded
        and re.search(r"\bnull\b|terminat|\bNUL\b", excluded[1], re.I)
        and TERMINATED.search(part.definition.text)
    ):
        return 2 if unit == "bytes" and wide(part.definition.text) else 1
    if several := _SEVERAL.search(found.sentence.text):
        names = mentioned(several[1], [p.name for p in context.parts])
        others = [p for p in context.parts if p.name in names and p is not part]
        if part.name in names and others:
            if any(p.bits is None for p in others):
                raise Refused(Reason.NO_END, part, found.sentence)
            return -sum(p.bits or 0 for p in others) // 8
    if more := _MORE_BYTES.search(found.sentence.text):
        return -int(more[1] or more[2])
    included = _INCLUDED.search(found.sentence.text)
    if included:
        counted = [p for p in context.parts if p.name in mentioned(included[1], [q.name for q in context.parts])]
        counted = [p for p in counted if p is not part and p.bits is not None]
        if _ITSELF.search(included[1]) and candidate not in counted:
            counted.append(candidate)
        if counted:
            return -sum(p.bits or 0 for p in counted) // 8
    if told := next(
        (m for s in part.definition.sentences if candidate.name in s.text and (m := _MINUS.search(s.text))), None
    ):
        number = told["number"] or told["what"]
        if number.isdecimal():
            return -int(number)
        raise Refused(Reason.NO_END, part)
    return 0


def whole(context: Context) -> Measured | None:
    """The number that tells the size of the whole structure."""
    for candidate in context.numbers:
        found = context.measures.get(id(candidate))
        if found and _whole(context, candidate, found) and not _ALWAYS.search(candidate.definition.text):
            plus = _whole_plus(context, candidate, found)
            if plus is not None:
                return Measured(by=Reference(member=candidate.name, plus=plus, source=found.sentence.source()))
    return None


def _whole(context: Context, candidate: Part, found: Measure) -> bool:
    if found.kind != "length" or found.unit != "bytes" or candidate.name in context.used:
        return False
    if re.search(r"\bin (?:chunks|words|blocks|units)\b", found.sentence.text, re.I):
        return False
    rest = found.rest.strip(" ,")
    title = re.escape(context.sketch.section.title.split(" (")[0])
    named = re.match(rf"of (?:the |this )?(?:entire |whole |complete )?(?:{title})\b|including this header\b", rest)
    return bool(named or TOTAL.match(rest)) and not mentioned(rest.split(",")[0], [p.name for p in context.variable])


def _whole_plus(context: Context, candidate: Part, found: Measure) -> int | None:
    """What is to be added to the number for the size of the whole; None where the words are not understood."""
    text = found.sentence.text + " ".join(s.text for s in candidate.definition.sentences[1:3])
    index = next(i for i, p in enumerate(context.parts) if p is candidate)
    before = context.parts[: index + 1]
    if any(p.bits is None for p in before):
        return None
    upto = sum(p.bits or 0 for p in before) // 8
    if excluded := _EXCLUDED.search(text):
        names = mentioned(excluded[1], [p.name for p in context.parts])
        left_out = [p for p in context.parts if p.name in names]
        if _ITSELF.search(excluded[1]) and candidate not in left_out:
            left_out.append(candidate)
        if not left_out or any(p.bits is None for p in left_out):
            return None
        return sum(p.bits or 0 for p in left_out) // 8
    if _BEHIND.search(found.rest):
        return upto
    return 0
