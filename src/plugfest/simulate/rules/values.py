"""Noun phrases that stand for a value: numbers, names, strings, other fields, and what is reckoned from them."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.references import reference
from plugfest.simulate.rules.scope import Scope, number

_WORDS = {
    word: value
    for value, word in enumerate(
        [
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
    )
}
_LEAD = re.compile(
    r"^(?:(?:exactly|equal to|set to|the (?:fixed |constant |literal |following |hexadecimal |decimal |integer |"
    r"numeric |default |single |specific |ASCII )*(?:value|constant)(?:\s+of)?(?!\s+(?:in|from|specified|stored|"
    r"contained|returned|for|that|which|sent|received|assigned|defined|given|used|indicated)\b)|the (?:number|"
    r"octet|byte|flag|integer|bytes|values|single byte|bit pattern|binary value|bit value)(?! of\b)|a (?:fixed |"
    r"constant |single |default |decimal )?value(?: of)?|an? (?:constant )?value|a (?:length|size|count|version|"
    r"maximum|minimum) of|the (?:literal |ASCII |Unicode |fixed )*string|a (?:literal )?string|"
    r"(?:the )?(?:ASCII )?character)\s+)(?=\S)",
    re.I,
)
_UNIT = re.compile(
    r"\s+(?:bytes?|octets?|bits?|characters|milliseconds|seconds|minutes|hours|days|elements?|"
    r"entries)(?:\s+(?:long|in (?:length|size)))?$",
    re.I,
)
_HEX = r"0x[0-9A-Fa-f]+"
_NAME = r"[A-Za-z_]\w*"
_GUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_ENUMERATION = re.compile(
    rf"^({_NAME})(?:\s*\(({_HEX}|\d+)\))?\s+(?:from|of|in|enumeration value (?:from|of)|value (?:from|of|in)|"
    rf"as (?:specified|defined) in)\s+(?:the\s+)?[\w ]+?(?:\s+[Ee]numeration|\s+table|\s+enum)?(?:\s+table)?$"
)
_ENUMERATION_FIRST = re.compile(
    rf"^(?:the\s+)?(?:\w+\s+)?(?:[Ee]numeration|enum)(?:\s+table)?\s+value\s+(?:of\s+)?({_NAME})$"
)


_TOLD = re.compile(r"^the (?:length|size) \((?P<number>\d+)\),? in bytes,? of the \w+ field$")


def value(text: str, scope: Scope) -> m.Value | None:
    """What a phrase stands for; None if it is no value that can be reckoned."""
    text = text.strip().strip(",").strip()
    if told := _TOLD.match(text):
        return m.Number(value=int(told["number"]))
    before = None
    text = re.sub(r"^the transaction subcommand (?:value )?(?:of )?", "", text)
    while before != text:
        before, text = text, _LEAD.sub("", text)
    return literal(text, scope) or _enumerated(text, scope) or _reckoned(text, scope) or reference(text, scope)


def literal(text: str, scope: Scope) -> m.Number | m.Text | None:
    """A number, a string, or a name that has a number."""
    text = text.strip().replace("(that is, ", "(")
    if found := re.fullmatch(
        r'"([^"]*)"(?:\s+(?:in|using|as) (?:an )?(?:ASCII|Unicode)(?: string| characters)?)?'
        r"(?:\s+\(0x[0-9A-Fa-f]+\))?(?: string)?",
        text,
    ):
        quoted = number(found[1]) if found[1].startswith("0x") else None
        return m.Number(value=quoted) if quoted is not None else m.Text(value=found[1]) if found[1] else None
    if found := re.fullmatch(rf"\{{?({_GUID})\}}?", text):
        return m.Text(value=found[1].lower())
    if re.fullmatch(r"(?:the ASCII string )?\(?(?:'[^']{1,2}',? ?){3,}\)?", text):
        return m.Text(value="".join(re.findall(r"'([^']{1,2})'", text)).replace("\\0", ""))
    if (plain := _plain(text)) is not None:
        return m.Number(value=plain)
    if found := re.fullmatch(
        rf"({_NAME}|[\w.,]+)\s*\(({_HEX}|\d+|{_NAME})(?:\s+(?:bytes|octets|bits|in hexadecimal))?\)", text
    ):
        return _both(found[1], found[2], scope)
    if re.fullmatch(r"(?:an? |the )?(?:NULL|null|nil|all-zero|zero) GUID|GUID_NULL", text):
        return m.Number(value=0, name="GUID_NULL")
    if found := re.fullmatch(rf"{_NAME} \(\{{?({_GUID})\}}?\)", text):
        return m.Text(value=found[1].lower())
    if found := re.fullmatch(rf"({_HEX}) \(decimal (\d+)\)", text):
        return _both(found[1], found[2], scope)
    if found := re.fullmatch(r"-(\d+)", text):
        return m.Number(value=-int(found[1]))
    if (found := re.fullmatch(rf"({_HEX}|\d+)\s*\(([A-Za-z][\w ,.'/-]*)\)", text)) and not _AMONG.search(found[2]):
        return m.Number(value=number(found[1]) or 0)
    if found := re.fullmatch(rf"({_HEX}|\d+)\s+({_NAME})", text):
        return _both(found[1], found[2], scope) if scope.constants.known(found[2]) else None
    if found := re.fullmatch(rf"({_NAME})\s*(?:=|,)?\s*({_HEX})", text):
        return _both(found[1], found[2], scope)
    if re.fullmatch(_NAME, text):
        if text == "FALSE":
            return m.Number(value=0, name=text)
        known = scope.constants.get(text)
        if known is None and scope.listed:
            own = [one for one in scope.listed.values if isinstance(one, m.Number) and one.name == text]
            known = own[0].value if len(own) == 1 else None
        return None if known is None else m.Number(value=known, name=text)
    return None


_AMONG = re.compile(r"\b(?:if|when|unless|or|for|except|only|minimum|maximum|plus|minus|bits?)\b")
"""Words of a parenthesis that may change the number before it."""


def _plain(text: str) -> int | None:
    if found := re.fullmatch(r"([\d,]+) ?(KB|MB|GB|TB|kilobytes?|megabytes?|gigabytes?)", text):
        known = number(found[1])
        return None if known is None else known << {"K": 10, "M": 20, "G": 30, "T": 40}[found[2][0].upper()]
    bare = _UNIT.sub("", text)
    if bare.lower() in _WORDS:
        return _WORDS[bare.lower()]
    if bare.lower() in ("all zeros", "all zeroes", "all zero", "binary zero", "zeros", "zeroes", "all 0s"):
        return 0
    return number(bare)


def _both(one: str, other: str, scope: Scope) -> m.Number | None:
    """A value said twice: `NAME (0x01)`, `0x10 (16)`, `zero (0x00)`. None if the two do not agree."""
    values = [_plain(text) for text in (one, other)]
    names = [text for text, known in zip((one, other), values, strict=True) if known is None]
    known = {known for known in values if known is not None}
    if len(known) != 1 or any(not re.fullmatch(_NAME, name) for name in names):
        return None
    (found,) = known
    elsewhere = scope.constants.get(names[0]) if names else None
    if elsewhere is not None and elsewhere != found:
        return None
    return m.Number(value=found, name=names[0] if names else "")


_LOW_BYTE = re.compile(
    r"^the low(?:er|[- ]order) byte of (?:the )?(?:.* )?(?:value )?(?P<name>[A-Z]\w*_\w+|"
    r"0x[0-9A-Fa-f]+)(?: (?:value|.*[Ee]numeration.*))?$"
)


def _enumerated(text: str, scope: Scope) -> m.Number | None:
    """`NAME from the X enumeration`."""
    if found := _LOW_BYTE.match(text):
        whole = literal(found["name"], scope)
        return m.Number(value=whole.value & 0xFF, name=whole.name) if isinstance(whole, m.Number) else None
    if found := re.match(rf"^({_HEX}|\d+) \(({_NAME})\) (?:from|of|in) the [\w ]+$", text):
        return _both(found[1], found[2], scope)
    if found := _ENUMERATION.match(text):
        if found[2]:
            return _both(found[1], found[2], scope)
        known = scope.constants.get(found[1])
        return None if known is None else m.Number(value=known, name=found[1])
    if found := _ENUMERATION_FIRST.match(text):
        known = scope.constants.get(found[1])
        return None if known is None else m.Number(value=known, name=found[1])
    return None


_SUMS = (
    (re.compile(r"^(?:the\s+)?sum\s+of\s+(?P<left>.+?)\s+and\s+(?P<right>.+)$", re.I), "+"),
    (re.compile(r"^(?P<left>.+?)(?:\s+(?:plus|added to)\s+|\s*\+\s*)(?P<right>.+)$", re.I), "+"),
    (re.compile(r"^(?P<left>.+?)\s+(?:minus|-)\s+(?P<right>.+)$", re.I), "-"),
    (re.compile(r"^(?P<left>.+?),?\s+(?:divided by|/)\s+(?P<right>.+)$", re.I), "//"),
    (re.compile(r"^(?P<left>.+?)(?:\s+(?:multiplied by|times|x)\s+|\s*\*\s*)(?P<right>.+)$", re.I), "*"),
    (re.compile(r"^(?P<right>.+?)\s+(?:more|greater)\s+than\s+(?P<left>.+)$", re.I), "+"),
    (re.compile(r"^(?P<right>.+?)\s+less\s+than\s+(?P<left>.+)$", re.I), "-"),
    (re.compile(r"^(?P<right>.+?)\s+(?:bytes\s+)?plus\s+(?P<left>.+)$", re.I), "+"),
)  # fmt: skip


def _reckoned(text: str, scope: Scope) -> m.Value | None:
    """A sum, a difference, a product."""
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return value(text[1:-1], scope)
    if twice := re.match(r"^(?:twice|double)\s+(.+)$", text, re.I):
        inner = value(twice[1], scope)
        return m.Sum(left=m.Number(value=2), operator="*", right=inner) if inner and _numeric(inner) else None
    for pattern, operator in _SUMS:
        if found := pattern.match(text):
            left, right = value(found["left"], scope), value(found["right"], scope)
            if left and right and _numeric(left) and _numeric(right):
                return m.Sum(left=left, operator=operator, right=right)  # type: ignore[arg-type]
    return None


def _numeric(found: m.Value) -> bool:
    return not isinstance(found, m.Text)
