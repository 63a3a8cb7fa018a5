"""What the field is: there or not, how long, of which kind, how it ends."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.families.common import Given
from plugfest.simulate.rules.scope import key
from plugfest.simulate.rules.values import literal, value

_THERE = re.compile(
    r"^(?:be (?:present|included|specified|provided|supplied)|exist|appear)(?: in (?:the|"
    r"this) (?:\w+ )?(?:message|structure|packet|request|response|PDU|payload|stream|record|serialization stream|"
    r"header|blob|data|buffer))?$",
    re.I,
)
_ABSENT = re.compile(r"^(?:be (?:absent|omitted|excluded|left out)(?: from the \w+)?|not (?:be )?present)$", re.I)
_EMPTY = re.compile(
    r"^be (?:(?:an? )?empty(?: string| array| list| buffer| field)?|of (?:zero length|length zero)|zero[- ]length|"
    r"(?:an? )?zero-length (?:string|array|buffer)|NULL|set to NULL|(?:set to )?(?:a |the )?(?:empty string|"
    r"NULL (?:value|string|pointer)))$"
)
_NULL = re.compile(r"^(?:be|be set to|contain|equal)(?: a| the)? (?:NULL|null)(?: value| pointer)?$")


def presence(given: Given) -> m.Predicate | None:
    """Present, absent or empty."""
    if not isinstance(given.subject, m.Member) or given.flag:
        return None
    if _THERE.match(given.body):
        return m.Present(member=given.subject)
    if _ABSENT.match(given.body) or _EMPTY.match(given.body) or _NULL.match(given.body):
        return m.Not(of=m.Present(member=given.subject))
    return None


_LONG = re.compile(
    r"^(?:be|have|contain|be of|consist of|occupy|be set to|be of a)\s+(?:(?:a )?(?:total |fixed |"
    r"maximum )?(?:length|size) (?:of )?)?(?P<how>exactly |at least |at most |no more than |no longer than |"
    r"no greater than |no larger than |not more than |less than or equal to |less than |greater than or equal to |"
    r"greater than |fewer than |up to |more than |shorter than |longer than |not longer than |not greater than |"
    r"a maximum of |a minimum of )?(?P<count>\w+) (?:\(\w+\) )?(?:(?:Unicode|ASCII|wide|UTF-16|single-byte|MBCS|"
    r"ANSI|OEM|16-bit|8-bit) )?(?P<unit>bytes?|octets?|characters?|elements?|entries|entry|items?)(?: long|"
    r" in (?:length|size)| in total length| wide)?(?:,? (?:not )?(?P<null>including|counting|inclusive of) (?:the|"
    r"any|its) (?:terminating )?(?:null|NULL)[- ]?(?:terminator|terminating character|character|termination)?)?$",
    re.I,
)
_SPAN = re.compile(
    r"^be (?:between )?(?P<least>\w+) (?:to|and|-) (?P<most>\w+) (?P<unit>bytes|characters)(?: long| in (?:length|"
    r"size))?(?:,? inclusive)?$",
    re.I,
)


def length(given: Given) -> m.Predicate | None:
    """So many bytes, characters or elements."""
    if not isinstance(given.subject, m.Member | m.Measure) or given.flag:
        return None
    if (found := _SPAN.match(given.body)) and isinstance(given.subject, m.Member):
        least, most = literal(found["least"], given.scope), literal(found["most"], given.scope)
        if least is None or most is None:
            return None
        return m.Between(value=_measured(given.subject, found["unit"]), least=least, most=most)
    found = _LONG.match(given.body)
    if not found:
        return None
    count = literal(found["count"], given.scope) or given.scope.member(found["count"])
    if not isinstance(count, m.Number | m.Member) or (isinstance(count, m.Number) and count.name):
        return None
    if isinstance(given.subject, m.Measure):
        left: m.Value = given.subject
    elif (
        re.search(r"len|siz|offs|^cb|count|cch|number", given.subject.path[-1], re.I)
        and "long" not in given.body
        and " in " not in given.body
    ):
        left = given.subject
    else:
        left = _measured(given.subject, found["unit"])
    return m.Compare(left=left, operator=_HOW[(found["how"] or "exactly ").strip().lower()], right=count)  # type: ignore[arg-type]


_HOW = {
    "exactly": "==",
    "at least": ">=",
    "a minimum of": ">=",
    "greater than or equal to": ">=",
    "greater than": ">",
    "more than": ">",
    "longer than": ">",
    "less than": "<",
    "fewer than": "<",
    "shorter than": "<",
    "at most": "<=",
    "no more than": "<=",
    "no longer than": "<=",
    "no greater than": "<=",
    "no larger than": "<=",
    "not more than": "<=",
    "not longer than": "<=",
    "not greater than": "<=",
    "less than or equal to": "<=",
    "up to": "<=",
    "a maximum of": "<=",
}


def _measured(member: m.Member, unit: str) -> m.Measure:
    unit = unit.lower()
    kind = "bytes" if unit.startswith(("byte", "octet")) else "characters" if unit.startswith("char") else "elements"
    return m.Measure(of=member, unit=kind)  # type: ignore[arg-type]


_STRING = re.compile(
    r"^(?:be|contain|hold|be encoded as|be represented as|be set to|be formatted as|specify|be stored as|"
    r"consist of)\s+(?:an?|the)\s+(?P<before>(?:[\w\-]+,? ){0,6})(?P<noun>string|name|path|pathname|URL|"
    r"UNC path)(?:,? (?:in|using|with|of) (?:\w+[- ]){0,4}(?:format|encoding|characters|order))?(?P<after>.*)$",
    re.I,
)
_TERMINATED = re.compile(
    r"^be (?:null|zero|NULL)[ -]?terminated$|^be terminated (?:by|with) (?:a |the )?(?:single |Unicode |"
    r"UTF-16 )?(?:null|NULL|zero)(?:[- ](?:terminator|character|byte|termination character))?$|"
    r"^end with a (?:null|NULL|zero)(?: character| byte| terminator)?$|^include (?:the|a) (?:terminating null|"
    r"null|NULL)[- ]?(?:character|terminator)?$",
    re.I,
)
_HOLDING = re.compile(
    r"^\s*(?:(?:that|which) (?:contains|specifies|indicates|represents|identifies|holds|describes|provides|is) .*|"
    r"containing .*|specifying .*|representing .*|identifying .*|for .*|of the .*)?$"
)


def string(given: Given) -> m.Predicate | None:
    """A string, null-terminated or not."""
    if not isinstance(given.subject, m.Member) or given.flag:
        return None
    if _TERMINATED.match(given.body):
        return m.Ends(value=given.subject)
    if re.match(
        r"^be an? (?:null|NULL)[- ]terminated (?:array|sequence|list) of (?:[\w-]+ ){0,4}characters(?: .*)?$",
        given.body,
    ):
        return m.Ends(value=given.subject)
    if re.match(r"^be an? (?:\w+ )?string without a (?:terminating null|null terminating) character$", given.body):
        return m.Not(of=m.Ends(value=given.subject))
    found = _STRING.match(given.body)
    if not found or found["noun"].lower() not in ("string", "name") or not _HOLDING.match(found["after"]):
        return None
    words = found["before"].lower()
    if re.search(r"\b(?:pointer|offset|array|list|identifier|length|size|to|of)\b", words):
        return None
    if re.search(r"null[- ]terminated|zero[- ]terminated", words) and not re.search(r"\bnon|not ", words):
        return m.Ends(value=given.subject)
    if found["noun"].lower() == "string" and re.search(r"unicode|ascii|utf|ansi|oem|wide", words):
        return m.Kind(
            value=given.subject,
            kind="string",
            bits=16 if re.search(r"unicode|utf-16|wide", words) else 8,
            name=found["before"].strip(),
        )
    return None


_INTEGER = re.compile(
    r"^(?:be|contain|specify|be interpreted as|be treated as|hold|be represented as|"
    r"be encoded as)\s+an?\s+(?:valid )?(?P<sign>unsigned |signed )?(?:(?P<bits>\d+)-?\s?(?P<unit>bit|"
    r"byte),?\s*)?(?P<sign2>unsigned |signed )?(?:little-endian |big-endian )?(?:integer|"
    r"number)(?: value)?(?:,? (?:in|with|using) (?:little|big)-endian (?:byte[- ]order|format|order|encoding)|"
    r" in network[- ]byte[- ]order)?(?P<after>.*)$",
    re.I,
)
_GUID = re.compile(
    r"^(?:be|contain|be set to|hold)\s+an?\s+(?:valid |unique )?(?:GUID|UUID|"
    r"globally unique identifier)(?: \((?:GUID|UUID)\))?(?: structure| value)?(?P<after>.*)$",
    re.I,
)
_STRUCTURE = re.compile(
    r"^(?:be|contain|hold|be set to|be formatted as|be encoded as|be in the format of|consist of|conform to|"
    r"be a valid|be of type|have)\s+(?:an?|the|one|exactly one|"
    r"a single)?\s*(?:valid )?(?P<name>[A-Z_]\w*(?:[ -][A-Z0-9_]\w*)*)(?:\s+(?P<noun>structure|object|header|"
    r"packet|data structure|record|type|message|element|format))?(?P<after>.*)$"
)
_ARRAY = re.compile(
    r"^(?:be|contain|hold|consist of)\s+(?:an?|the)\s+(?:array|list|sequence|collection)\s+of\s+(?P<of>.+)$", re.I
)


def kind(given: Given) -> m.Predicate | None:
    """An integer of so many bits, a GUID, a structure that has a name, an array."""
    if not isinstance(given.subject, m.Member) or given.flag:
        return None
    if (found := _GUID.match(given.body)) and _HOLDING.match(found["after"]):
        return m.Kind(value=given.subject, kind="guid")
    if (found := _INTEGER.match(given.body)) and _HOLDING.match(found["after"]):
        sign = (found["sign"] or found["sign2"] or "unsigned ").strip().lower()
        bits = int(found["bits"] or 0) * (8 if (found["unit"] or "").lower() == "byte" else 1)
        return m.Kind(value=given.subject, kind=sign, bits=bits)  # type: ignore[arg-type]
    if (found := _ARRAY.match(given.body)) and re.search(r"structures?\b|elements\b|entries\b", found["of"]):
        return m.Kind(value=given.subject, kind="array")
    if (found := _STRUCTURE.match(given.body)) and _HOLDING.match(found["after"]):
        if (
            found["noun"] in ("structure", "object", "header", "data structure", "record", "packet")
            and key(found["name"]) not in given.scope.fields
        ):
            return m.Kind(value=given.subject, kind="structure", name=found["name"])
    return None


_ORDER = re.compile(
    r"^(?:be )?(?:(?:encoded|specified|represented|stored|sent|transmitted|formatted|expressed|interpreted|"
    r"treated|written|in)\s+)*(?:in|using|as)?\s*(?:the )?(?:(?P<little>little-endian)|(?P<big>big-endian|"
    r"network[- ]byte[- ]order|network order))(?: (?:byte[ -]order|format|order|encoding|encoded|representation|"
    r"byte format|notation|byte ordering|integer))?$",
    re.I,
)


def byte_order(given: Given) -> m.Predicate | None:
    """Little-endian or big-endian."""
    found = _ORDER.match(given.body)
    if not found or not isinstance(given.subject, m.Member):
        return None
    return m.Ordered(value=given.subject, order="little" if found["little"] else "big")


_SIGNED = r"(?P<sign>unsigned|signed)?"
_TYPED = (
    (
        re.compile(
            r"^an? (?:unsigned |signed )?(?P<bits>\d+)-?\s?(?P<unit>bit|byte) (?P<sign>unsigned |"
            r"signed )?(?:integer|value|number)\b(?! array)",
            re.I,
        ),
        "integer",
    ),
    (re.compile(r"^an? (?:unsigned|signed) (?P<bits>\d+)-(?P<unit>bit|byte) (?P<sign>)integer\b", re.I), "integer"),
    (
        re.compile(
            r"^an? (?P<bits>)(?P<unit>)(?P<sign>)(?:ULONG|USHORT|DWORD|WORD|UCHAR|UINT32|UINT16|unsigned (?:short|"
            r"long|int|char|integer))\b",
            re.I,
        ),
        "integer",
    ),
    (
        re.compile(
            r"^[Aa]n? (?:variable-length )?(?:array of )?(?:null|NULL|"
            r"zero)[- ]terminated (?:[\w-]+ ){0,4}(?:string|characters)\b"
        ),
        "terminated",
    ),
    (re.compile(r"^[Aa]n? (?:variable-length )?(?P<wide>Unicode|UTF-16|ASCII|ANSI|UTF-8) string\b"), "string"),
    (re.compile(r"^[Aa]n? (?:\d+-byte |16-byte )?(?:GUID|UUID)\b"), "guid"),
    (re.compile(r"^[Aa]n? (?P<name>[A-Z]\w*[A-Z_]\w*) (?:structure|object|packet|data structure)\b"), "structure"),
)


def typed(described: str, given: Given) -> m.Predicate | None:
    """What the description of a field says that it is: `A 32-bit unsigned integer that …`."""
    if not isinstance(given.subject, m.Member):
        return None
    for pattern, kind_ in _TYPED:
        if found := pattern.match(described):
            if kind_ == "terminated":
                return m.Ends(value=given.subject)
            if kind_ == "integer":
                bits = int(found["bits"] or 0) * (8 if (found["unit"] or "").lower() == "byte" else 1)
                sign = "signed" if re.search(r"(?<!un)\bsigned", found[0], re.I) else "unsigned"
                return m.Kind(value=given.subject, kind=sign, bits=bits) if bits <= 64 else None  # type: ignore[arg-type]
            if kind_ == "string":
                wide = 16 if found["wide"] in ("Unicode", "UTF-16") else 8
                return m.Kind(value=given.subject, kind="string", bits=wide)
            name = found["name"] if kind_ == "structure" else ""
            return m.Kind(value=given.subject, kind=kind_, name=name)  # type: ignore[arg-type]
    return None


_OF_LENGTH = re.compile(
    r"^(?:be|have) (?:a |the )?(?:length|size) (?:equal to|that is specified by|specified by|given by|"
    r"of)\s+(?P<value>.+)$|^be of (?:length|size)\s+(?P<other>.+)$",
    re.I,
)


def measured(given: Given) -> m.Predicate | None:
    """Its length is what another field says."""
    found = _OF_LENGTH.match(given.body)
    if not found or not isinstance(given.subject, m.Member):
        return None
    right = value(found["value"] or found["other"], given.scope)
    if not isinstance(right, m.Member | m.Sum):
        return None
    return m.Compare(left=m.Measure(of=given.subject, unit="bytes"), operator="==", right=right)
