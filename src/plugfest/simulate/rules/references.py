"""Noun phrases that name a field, a part of one, or a measure of one."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.scope import Scope, key

_NOUN = (
    r"(?:fields?|members?|parameters?|elements?|bit ?fields?|sub-?fields?|flags?|bits?|bytes?|octets?|values?|"
    r"arrays?|strings?|structures?|buffers?|attributes?|integers?|properties|property|arguments?|variables?)"
)
_SELF = re.compile(
    r"(?:(?:it|this|that|these|them|this one|its (?:value|contents?)|the (?:field|member|parameter)(?:'s value)?"
    rf"|(?:this|these) (?:\w+-bit |reserved |entire |single )?{_NOUN}"
    r"|the (?:\w+-bit |reserved |entire |single )?(?:fields?|members?|parameters?|values?|bits?|bytes?|flags?|"
    r"strings?|integers?|arrays?)"
    r"|this (?:\d+-(?:bit|byte) )?(?:unsigned |signed )?(?:integer|number|identifier|offset|size|length|count|"
    r"handle|name|type|index|version|string|opcode|code|mask|GUID|address|header|reserved field|padding|pad|data|"
    r"descriptor|array|list|structure))"
    r"(?:'s value)?)",
    re.I,
)
_VALUE_OF = re.compile(
    r"^(?:(?:any|all|the|each)\s+)?(?:actual |numeric )?(?:values?|contents?|data)\s+(?:of|for|in|stored in|"
    r"specified (?:by|in)|contained in|held in)\s+",
    re.I,
)
_OF_THIS = re.compile(
    r"\s+(?:of|in|within|for)\s+(?:this|the same|the current|the containing|"
    r"the enclosing)\s+(?:\w+\s+)?(?:structure|message|packet|PDU|header|request|response|record|object|block|"
    r"entry|element|datum|command|frame|blob)$",
    re.I,
)
_NAMED = re.compile(
    rf"^(?:the\s+)?(?P<name>[\w./\-\[\]]+(?: [\w./\-]+){{0,4}}?)(?:\s+{_NOUN})?(?:\s+\((?:\d+|one|two|three|four|"
    rf"five|six|seven|eight) bits? in size\))?$",
    re.I,
)
_INSIDE = re.compile(rf"^(?:the\s+)?(?P<inner>[\w\-]+)(?:\s+{_NOUN})?\s+(?:of|in|within)\s+(?P<outer>.+)$", re.I)
_EMBEDDED = re.compile(rf"^(?:the\s+)?(?:embedded|nested)\s+(?P<name>\w+)(?:\s+{_NOUN})?$", re.I)
_NO_NAMES = frozenset(
    [
        "such",
        "any",
        "these",
        "those",
        "which",
        "what",
        "value",
        "values",
        "field",
        "fields",
        "member",
        "server",
        "client",
        "sender",
        "receiver",
        "length",
        "size",
        "number",
        "count",
        "message",
        "structure",
        "packet",
        "data",
        "contents",
        "content",
        "string",
        "bits",
        "bit",
        "flag",
        "flags",
        "byte",
        "bytes",
        "array",
        "buffer",
        "all",
        "any",
        "each",
        "remaining",
        "other",
        "following",
        "high",
        "low",
        "upper",
        "lower",
        "first",
        "second",
        "third",
        "last",
        "next",
        "previous",
        "total",
        "sum",
        "offset",
    ]
)
_TITLED = re.compile(r"^(?:[Tt]he\s+)?((?:[A-Z]\w* ){1,3}[A-Z]\w*) field$")
_HEADED = re.compile(r"^(?:the\s+)?(?P<outer>(?:\w+ ){0,4}(?:[Hh]eader|HEADER)) (?P<inner>\w+) (?:field|member|bit)$")
_DOTTED = re.compile(rf"^(?:the\s+)?(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?:\s+(?:bit\s+)?{_NOUN})?$", re.I)
_DETERMINERS = frozenset(
    ["such", "any", "these", "those", "which", "what", "each", "every", "all", "other", "both", "no", "another"]
)
_PART = re.compile(
    r"^(?:the\s+)?(?P<end>low(?:er|est)?|high(?:er|est)?|upper|least[- ]significant|"
    r"most[- ]significant)(?:[- ]order)?\s+(?:(?P<count>\w+)\s+)?(?P<unit>bits?|bytes?|nibble|word)(?:\s+(?:of|"
    r"in)\s+(?P<of>.+))?$",
    re.I,
)
_MEASURES = (
    re.compile(
        r"^(?:the\s+)?(?:total\s+|exact\s+|actual\s+)?(?:length|size),?\s+in\s+(?P<unit>bytes|octets|characters|"
        r"elements),?\s+of\s+(?P<of>.+)$", re.I),
    re.compile(
        r"^(?:the\s+)?(?:total\s+|exact\s+|actual\s+)?(?:length|"
        r"size)\s+of\s+(?P<of>.+?)(?:,?\s+in\s+(?P<unit>bytes|octets|characters|elements))?$", re.I),
    re.compile(
        r"^(?:the\s+)?(?:total\s+|exact\s+)?(?:number|count)\s+of\s+(?P<unit>bytes|octets|characters|elements|"
        r"entries|items)\s+(?:(?:contained |specified |present |stored )?(?:in|of|for)|(?:required|needed|"
        r"used) by|occupied by|that (?:are )?(?:contained |present )?in)\s+(?P<of>.+)$", re.I),
    re.compile(r"^(?P<of>.+?)'s\s+(?:length|size)(?:,?\s+in\s+(?P<unit>bytes|octets|characters|elements))?$", re.I),
)  # fmt: skip
_COUNTED = re.compile(
    r"^(?:the\s+)?(?:total\s+|exact\s+)?(?:number|count)\s+of\s+(?P<unit>[\w\- ]+?)\s+(?:(?:contained |specified |"
    r"present |stored |listed )?(?:in|of)|that (?:are )?(?:contained |present )?in)\s+(?P<of>.+)$",
    re.I,
)
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]


def is_self(text: str) -> bool:
    """Does a phrase mean the field whose definition it stands in?"""
    return bool(_SELF.fullmatch(_VALUE_OF.sub("", text.strip())))


def reference(text: str, scope: Scope) -> m.Value | None:
    """The field, or the part or the measure of one, that a phrase names; None if it names none."""
    text = _OF_THIS.sub("", text.strip().strip(","))
    if not text:
        return None
    if (
        re.fullmatch(r"(?:the )?(?:length|size)", text, re.I)
        and not scope.member(text)
        and not re.search(r"len|size", scope.field, re.I)
    ):
        return m.Measure(of=scope.me, unit="bytes") if re.fullmatch(r"Length|Size", text) else None
    return field(text, scope) or measure(text, scope) or part(text, scope) or _sum(text, scope)


def _sum(text: str, scope: Scope) -> m.Value | None:
    """`The sum of the A, B, and C fields`."""
    found = re.match(
        r"^(?:the\s+)?sum of (?:the )?(?:values of )?(?:the )?(?P<names>\w+(?:, (?:and )?\w+| and \w+)+)(?: fields)?$",
        text,
        re.I,
    )
    members = [scope.member(name) for name in re.findall(r"\w+", found["names"]) if name != "and"] if found else []
    if not members or not all(members):
        return None
    total: m.Value | None = None
    for one in members:
        assert one is not None
        total = one if total is None else m.Sum(left=total, operator="+", right=one)
    return total


def field(text: str, scope: Scope) -> m.Member | None:
    """The field that a phrase names."""
    bare = _VALUE_OF.sub("", _OF_THIS.sub("", text.strip()))
    if re.search(r"\[\w+\]", bare):
        return None  # one element of an array
    if _SELF.fullmatch(bare):
        return scope.me if scope.field else None
    if embedded := _EMBEDDED.match(bare):
        return m.Member(path=(scope.field, embedded["name"])) if scope.nested else None
    if named := _NAMED.match(bare):
        name = re.sub(r"^(?:the|value of) ", "", named["name"], flags=re.I)
        said = re.fullmatch(rf"(?:the\s+)?[\w\-]+\s+(?P<noun>{_NOUN})(?:\s+\(.*\))?", bare, re.I)
        exact = bare in scope.fields.values()
        if (said or exact or key(name) not in _NO_NAMES) and (found := scope.member(name)):
            return found
        if said and re.fullmatch(r"[A-Za-z_]\w*", name) and _may_hold(said["noun"].lower(), name, scope):
            return m.Member(path=(scope.field, name))
    if (titled := _TITLED.match(bare)) and scope.nested:
        return m.Member(path=(scope.field, titled[1]))
    if headed := _HEADED.match(bare):
        return _inside(headed, scope)
    if (other := _OTHER.match(bare)) and not re.search(r"header\b", other["message"], re.I):
        return _of_other(other, scope)
    if dotted := _DOTTED.match(bare):
        first, *rest = dotted["path"].split(".")
        outer = scope.member(first)
        if outer is None and len(rest) == 1 and first in ("Flags", "flags"):
            return scope.member(rest[0])
        return m.Member(path=(*outer.path, *rest)) if outer else None
    if inside := _INSIDE.match(bare):
        return _inside(inside, scope)
    return None


_OTHER = re.compile(
    rf"^(?:the\s+)?(?P<inner>\w+)\s+{_NOUN}\s+(?:of|in|from|within)\s+the\s+(?:corresponding\s+|associated\s+|"
    rf"preceding\s+|previous\s+|original\s+|matching\s+)?(?P<message>[A-Z][\w() -]*?(?:\s+(?:request|response|"
    rf"message|packet|PDU|structure)){{0,2}})$"
)


def _of_other(found: re.Match[str], scope: Scope) -> m.Member | None:
    """`The Flags field of the SMB2 CLOSE Request`: of another message, whose values stand under its title."""
    title = scope.constants.message(found["message"])
    if title is None or key(title) == key(scope.structure):
        return None
    return m.Member(path=(title, found["inner"]))


def _may_hold(noun: str, name: str, scope: Scope) -> bool:
    """Can the field have a part of that name?"""
    if re.fullmatch(r"bit ?field|sub-?field", noun):
        return True
    return scope.nested and name.lower() not in _DETERMINERS and noun.rstrip("s") in ("field", "member", "element")


def _inside(found: re.Match[str], scope: Scope) -> m.Member | None:
    """`the Type field of the Header field`."""
    if found["inner"].lower() in _NO_NAMES | _DETERMINERS or found["inner"].lower() in _WORDS:
        return None
    outer = field(found["outer"], scope)
    if outer is None and scope.nested and re.search(r"header$|\bPDU$", found["outer"], re.I):
        outer = scope.me if key(scope.field).rstrip("0123456789").endswith(("header", "hdr")) else None
        named = key(re.sub(r"^the\s+", "", found["outer"], flags=re.I))
        if outer and "share" in named and key(scope.field) not in ("header", "hdr", named):
            outer = m.Member(path=(scope.field, named))
    if outer is None and scope.nested:
        said = re.sub(r"^(?:the|this)\s+|\s+(?:header|structure|field|PDU)$", "", found["outer"], flags=re.I)
        mine = key(scope.field)
        if key(said) in (mine, mine.removesuffix("header")) or re.fullmatch(
            r"(?:the|this)\s+(?:message |packet |common |common message |PDU )?(?:header|structure)",
            found["outer"],
            re.I,
        ):
            outer = scope.me
    if outer is None or (outer.path == (scope.field,) and not scope.nested):
        return None
    return m.Member(path=(*outer.path, found["inner"]))


def measure(text: str, scope: Scope) -> m.Value | None:
    """The length, size or number of something in a field, or of the whole structure."""
    for pattern in _MEASURES:
        if found := pattern.match(text):
            unit = (found["unit"] or "bytes").lower()
            return _measured(found["of"], "bytes" if unit == "octets" else unit, scope, bool(found["unit"]))
    if (found := _COUNTED.match(text)) and (of := field(found["of"], scope)):
        return m.Measure(of=of, unit="elements")
    return None


def _measured(of: str, unit: str, scope: Scope, said: bool) -> m.Value | None:
    with_null = bool(re.search(r"\b(?:including|inclusive of) the (?:terminating )?null", of))
    if unit == "bytes" and not said and re.search(r"\bstring\b", of):
        unit = "characters"
    of = re.sub(r",? (?:including|inclusive of) .*$", "", of.strip())
    if unit == "bytes" and re.fullmatch(
        r"(?:this|the (?:entire|whole|complete))\s+(?:\w+\s+)?(?:structure|message|packet|PDU|record|object|datum|"
        r"block|TLV|element|entry|option)",
        of,
        re.I,
    ):
        return m.Whole()
    named = re.fullmatch(
        r"the (?:entire |whole |complete )?(?P<name>[\w ]+?) (?:structure|message|packet|PDU|attribute|TLV|record)",
        of,
        re.I,
    )
    if (
        named
        and unit == "bytes"
        and key(named["name"]) in key(scope.structure)
        and len(named["name"]) > 4
        and not scope.member(named["name"])
    ):
        return m.Whole()
    found = field(re.sub(r"^(?:the )?data (?:contained |that is contained )?in\s+", "", of), scope)
    if found is None:
        return None
    if unit == "characters":
        size = m.Measure(of=found, unit="characters")
        return m.Sum(left=size, operator="+", right=m.Number(value=1)) if with_null else size
    return m.Measure(of=found, unit="bytes" if unit == "bytes" else "elements")


def part(text: str, scope: Scope) -> m.Bits | None:
    """`The low-order byte`, `the upper 4 bits of the Flags field`."""
    found = _PART.match(text)
    if not found:
        return None
    of = field(found["of"], scope) if found["of"] else scope.me
    if of is None:
        return None
    word = (found["count"] or "one").lower()
    times = int(word) if word.isdigit() else _WORDS.index(word) if word in _WORDS else 0
    width = times * {"bit": 1, "byte": 8, "nibble": 4, "word": 16}[found["unit"].lower().rstrip("s")]
    if not width:
        return None
    if found["end"].lower().startswith(("low", "least")):
        return m.Bits(of=of, first=0, count=width)
    total = bits_of_size(scope.size) if of == scope.me else None
    return m.Bits(of=of, first=total - width, count=width) if total and total > width else None


def bits_of_size(size: str) -> int | None:
    """`4 bytes` as 32."""
    found = re.match(r"(\d+)\s*(bit|byte)s?$", size.strip(), re.I)
    return int(found[1]) * (8 if found[2].lower() == "byte" else 1) if found else None
