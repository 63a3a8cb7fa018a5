"""What sentences say of sizes: lengths, counts, offsets, arrays, terminators, encodings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plugfest.simulate.structures.sketch import Sentence, key

Unit = Literal["bytes", "characters", "elements", "bits"]

_UNITS: dict[str, Unit] = {
    "byte": "bytes", "bytes": "bytes", "octet": "bytes", "octets": "bytes",
    "character": "characters", "characters": "characters", "wchar": "characters", "wchars": "characters",
    "bit": "bits", "bits": "bits",
}  # fmt: skip
_UNIT = (
    r"(?:8-bit |16-bit |Unicode |UNICODE |ASCII |ANSI |wide |UTF-16 )?"
    r"(?P<unit>bytes?|octets?|characters?|WCHARs?|bits?)"
)
_LENGTH = (
    re.compile(rf"\b(?:length|size)s?\b\s*,?\s*(?:\(?(?:expressed |measured |specified )?in {_UNIT}\)?)", re.I),
    re.compile(rf"\bnumber of {_UNIT}\b", re.I),
    re.compile(r"\b(?:byte|octet) (?:count|length|size)\b(?P<unit>)", re.I),
    re.compile(rf"\bcount,? (?:in|of)(?: the)? {_UNIT}\b", re.I),
    re.compile(r"(?<!variable-)(?<!variable )(?<!fixed-)\b(?:length|size)s?\b(?P<unit>)", re.I),
)
_LATE_UNIT = re.compile(rf"\bin {_UNIT}\b", re.I)
_COUNT = re.compile(r"\b(?:the |a )?(?:total )?(?:number|count) of\b|\bhow many\b|\bnumber \(count\) of\b", re.I)
_NOT_MEASURE = re.compile(
    r"\b(?:maximum|minimum|max|min|largest|smallest|requested (?:size|length|number|count)|remaining|available|desired"
    r"|allocat\w+|compressed size of"
    r"|block size|sector size|cluster size|page size|total number of free)\b",
    re.I,
)
_WAY = re.compile(r"\bnumber of bytes from the (?:start|beginning) of .+? (?P<to>to (?!the end\b))")
_OWN_SIZE = re.compile(r"\b[Tt]his field is \d+ (?:bits|bytes) in length\b")
_OFFSET = re.compile(r"\boffset\b", re.I)
_BASE = (
    re.compile(
        r"\b(?:from|relative to|since)\b.*?\b(?:start|beginning|begin|first byte|top|base) of (?:the |this )?"
        r"(?P<base>[^,.;()]+)",
        re.I,
    ),
    re.compile(r"\b(?:from|relative to) (?:the )?(?P<base>[\w ]+?)(?:,| to | at |$|\.)", re.I),
)
TERMINATED = re.compile(
    r"(?<!not )(?<!non-)(?<!non)\b(?:null|zero|NUL)[-–‑ ]?terminated"
    r"|terminated (?:by|with) (?:a |an )?(?:\w+ )?(?:null|NUL|zero)"
    r"|\bends with a null|\bnull-terminating|with a terminating null|followed by a null",
    re.I,
)
NOT_TERMINATED = re.compile(
    r"\b(?:not|need not be|isn't|MUST NOT be|is not|are not|without)\b[^.]{0,40}(?:null|zero)[-–‑ ]?terminat"
    r"|non[- ]null[- ]terminated",
    re.I,
)
STRINGS = re.compile(
    r"\b(?:array|list|sequence|series|set|number) of (?:\w+[- ]){0,4}(?:null|zero)[- ]terminated (?:\w+ ){0,4}strings\b"
    r"|\b(?:zero|one) or more null-terminated (?:\w+ ){0,3}strings\b"
    r"|\bmultiple (?:null|zero)[- ]terminated (?:[\w()]+ )*(?:16-bit )?strings\b",
    re.I,
)
ARRAY = re.compile(
    r"\b(?:array|list|sequence|series|set|collection|vector)s? of\b|\bzero or more\b|\bone or more\b", re.I
)
WIDE = re.compile(r"\bUnicode\b|\bUTF-?16(?:LE)?\b|\bWCHARs?\b|\bwide[- ]char|\bUCS-2\b", re.I)
NARROW = re.compile(r"\bASCII\b|\bANSI\b|\bOEM\b|\bsingle-byte char", re.I)
UTF8 = re.compile(r"\bUTF-?8\b", re.I)
STRING = re.compile(r"\bstrings?\b|\bcharacters?\b", re.I)
ENCODED = re.compile(
    r"\b(?:[BP]ER|DER|ASN\.1|Coord Field|variable-length (?:integer|encoding)|variable number of (?:bytes|bits))\b"
)
INTEGERS = re.compile(
    r"\b(?P<bits>8|16|32|64)-bit,? (?:\w+,? ){0,2}?(?:integers?|values?|IDs?|numbers?|words?|identifiers?)\b"
    r"|\b(?P<bytes>[1248]|two|four|eight|one)-(?:byte|octet) (?:\w+ ){0,2}?"
    r"(?:integers?|values?|IDs?|numbers?|identifiers?|words?)\b"
    r"|\b(?P<name>USHORT|ULONG|DWORD|WORD|U?INT16|U?INT32|INT|ULONGLONG|U?INT64|unsigned short|unsigned long"
    r"|unsigned int|HRESULT|UCHAR|BYTE|UINT8)s?\b"
    r"|\b(?P<byte>array|list|sequence|number|series) of (?:unsigned )?(?:bytes|octets|8-bit)\b"
    r"|\barray of (?P<address>IPv4 address)",
    re.IGNORECASE,
)
_SIZES = {
    "one": 1, "byte": 1, "uchar": 1, "uint8": 1, "two": 2, "ushort": 2, "word": 2, "uint16": 2, "int16": 2,
    "unsigned short": 2, "four": 4, "ulong": 4, "dword": 4, "uint32": 4, "int32": 4, "int": 4, "hresult": 4,
    "unsigned long": 4, "unsigned int": 4, "eight": 8, "ulonglong": 8, "uint64": 8, "int64": 8,
}  # fmt: skip
_PIECES = re.compile(
    r"\b(\d+)-(?:byte|octet)\b(?! (?:align|bound|padd))|\beach (?:\w+ ){0,2}(?:by|of|in) (\d+) bytes\b"
)
TOTAL = re.compile(
    r"of (?:this|the|the entire|the whole|the complete|the total|an entire)(?: \w+)? (?:structure|message|packet|PDU"
    r"|record|header and data|block|entry|request|response|object|element|unit|option"
    r"|buffer that contains this structure)\b",
    re.IGNORECASE,
)


@dataclass
class Measure:
    """What a sentence says that its field tells: the size, the number or the place of something."""

    kind: Literal["length", "count", "offset"]
    unit: Unit
    rest: str
    """The words that say of what."""
    sentence: Sentence


def measure(sentences: Sequence[Sentence]) -> Measure | None:
    """What a field of integers tells of others."""
    for sentence in [one for one in sentences if not _OWN_SIZE.search(one.text)][:3]:
        found = _measure(sentence)
        if found and not _NOT_MEASURE.search(sentence.text[: len(sentence.text) - len(found.rest) + 20]):
            return found
    return None


def _measure(sentence: Sentence) -> Measure | None:
    text = sentence.text
    offset = _OFFSET.search(text)
    if offset and not re.search(r"\b(?:length|size|number)\b", text[: offset.start()]):
        return Measure("offset", "bytes", text[offset.end() :], sentence)
    if way := _WAY.search(text):
        return Measure("offset", "bytes", text[way.start("to") :], sentence)
    for pattern in _LENGTH:
        if found := pattern.search(text):
            unit = found["unit"]
            if not unit and (late := _LATE_UNIT.search(text, found.end())):
                unit = late["unit"]
            return Measure("length", _UNITS.get((unit or "bytes").lower(), "bytes"), text[found.end() :], sentence)
    if found := _COUNT.search(text):
        return Measure("count", "elements", text[found.end() :], sentence)
    return None


def offset_base(text: str) -> str:
    """What an offset counts from, in the document's words; empty if it does not say."""
    for pattern in _BASE:
        if found := pattern.search(text):
            base = re.split(r"\b(?:to|at|of|that|which|where|and|in|for|as)\b", found["base"])[0]
            return base.strip().removesuffix(" structure").removesuffix(" field").strip()
    return ""


_WORDS = ("length", "size", "count", "number", "offset", "type", "data", "version", "name", "value")
"""Names of fields that are words of sentences, too."""


def mentioned(text: str, names: Sequence[str]) -> list[str]:
    """The names of fields that a text has, in its order."""
    found = []
    folded = text.casefold()
    for name in names:
        bare = name.strip()
        if len(key(name)) < 2 or bare.casefold() not in folded:
            continue
        if bare in _WORDS:
            bare_words = rf"\bthe {bare}\b(?!,? (?:of|in)\b)|\b{bare} (?:field|member)\b"
            if place := re.search(bare_words, text):
                found.append((place.start(), -len(name), name))
            continue
        loosely = re.I if len(bare) > 5 and re.search(r"[a-z][A-Z]|_", bare) else 0
        place = re.search(rf"(?<![\w.]){re.escape(bare)}(?:\[\])?(?!\w|\.\w)", text, loosely)
        if place:
            found.append((place.start(), -len(name), name))
    return [name for _, _, name in sorted(found)]


_PREFIX = re.compile(
    r"^(?:(?:[Nn]umber|[Ss]ize|[Ll]ength|[Cc]ount|[Oo]ffset)(?:Of|To|In)|(?:[Oo]ffset|[Ll]ength|[Ss]ize)(?=[A-Z])"
    r"|(?:num|cb|cch|ccb|dw|c|n|ib|w|us|ul|ull|u|b|o|off)(?=[A-Z]))"
)
_SUFFIX = re.compile(
    r"(?:length|len|size|count|bytes?|(?:buffer)?(?:offset|off)|num|number|_cb|cb|chars)(?:inbytes|inchars|incharacters)?$",
    re.I,
)


def stem(name: str) -> str:
    """What is left of a name without the words for sizes and places: `FileNameLength` → `filename`."""
    bare = re.sub(r"[\s_-]+", "", name)
    shorter = _PREFIX.sub("", bare)
    while (next_one := _SUFFIX.sub("", shorter)) and next_one != shorter:
        shorter = next_one
    return (shorter or bare).casefold()


def wide(text: str) -> bool:
    """Characters of two bytes."""
    return bool(WIDE.search(text)) and not UTF8.search(text)


def element_size(text: str) -> int | None:
    """Bytes of the pieces that a text speaks of: `32-byte IDs`."""
    found = _PIECES.search(text)
    return int(found[1] or found[2]) if found else None


def integer_size(text: str) -> int | None:
    """Bytes of the integers that a text speaks of."""
    found = INTEGERS.search(text)
    if not found:
        return None
    if found["bits"]:
        return int(found["bits"]) // 8
    if found["byte"] or found["address"]:
        return 1 if found["byte"] else 4
    word = (found["bytes"] or found["name"]).lower()
    return int(word) if word.isdecimal() else _SIZES.get(word)
