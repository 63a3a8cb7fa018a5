"""The field is one value, or one of several: `be set to 36`, `be 0 or 2`, `equal the Length field`."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.families.common import Given, either, is_size
from plugfest.simulate.rules.values import literal, value

_VERB = re.compile(
    r"^(?:be(?: set| equal| initialized| assigned| identical| filled| given| encoded as| specified as| written as|"
    r" exactly| coded as| hard-?coded| populated)?(?: to| with)?|set to|contain|equal|hold|match|specify|have|"
    r"carry|indicate|represent|be the same as|return|consist of|store)\s+(?P<value>.+)$",
    re.I,
)
_VALUE = re.compile(r"^(?:be|contain|equal|have|hold|specify|match|take|be set to|be equal to|be one of|set to)\s+")
_ZEROED = re.compile(r"^be (?:zeroed(?: out)?|zero-filled|cleared to zero|filled with (?:zeros|zeroes|zero))$")
_SAME = re.compile(
    r"^(?:the\s+)?same(?: value)?\s+(?:as|that is specified in)\s+(?:the\s+value\s+(?:of|in)\s+)?(?P<value>.+)$", re.I
)


def constant(given: Given) -> m.Predicate | None:
    """Equal to a value."""
    if _ZEROED.match(given.body):
        return m.Compare(left=given.subject, operator="==", right=m.Number(value=0))
    found = _VERB.match(given.body)
    if not found or given.flag:
        return None
    text = found["value"].strip()
    valued = bool(re.match(r"(?:the|an?) (?:\w+ )?value\b", text))
    text = re.sub(r"^(?:a value (?:equal to|of)|equal to)\s+", "", text)
    if same := _SAME.match(text):
        text = same["value"]
    verb = given.body[: found.start("value")].strip().lower()
    several = either(text)
    if len(several) > 1:
        literals = [literal(_bare(part), given.scope) for part in several]
        known = tuple(one for one in literals if one is not None)
        return m.OneOf(value=given.subject, values=known) if len(known) == len(several) else None
    if is_size(text, given):
        return None
    right = value(text, given.scope)
    if right is None or right == given.subject:
        return None
    if verb in ("specify", "indicate", "represent", "have", "consist of") and not isinstance(
        right, m.Measure | m.Whole | m.Sum
    ):
        if not (isinstance(right, m.Number) and valued):
            return None
    if (
        isinstance(right, m.Member)
        and verb in ("contain", "hold", "store", "return", "have")
        and not re.search(r"\bvalue\b", text)
    ):
        return None
    return m.Compare(left=given.subject, operator="==", right=right)


def _bare(text: str) -> str:
    return re.sub(r"^(?:set )?(?:to )?(?:the value |a value of |the value of |equal to )?", "", text.strip())


_FOLLOWING = (
    r"(?:the\s+)?(?:following|below)(?:\s+(?:\w+[ -]){0,3}?(?:values?|flags?|constants?|options?|codes?|types?|"
    r"numbers?|identifiers?|strings?|opcodes?|bits?|enumerations?|entries|algorithms|possible values|settings|"
    r"attributes|levels|modes|commands|members))?(?:\s+(?:listed|defined|given|specified|shown)?\s*(?:in|"
    r"from) the (?:following )?table)?(?:, in (?:little|big)-endian (?:byte order|format))?"
)
_TABLE = (
    r"(?:the\s+)?(?:\w+\s+)?(?:values?|flags?|constants?|options?|codes?|types?)\s+(?:(?:listed|defined|given|"
    r"specified|shown|that (?:is|are) (?:listed|specified))\s+)?(?:in|from|by) (?:the )?(?:following|table|"
    r"table (?:below|that follows))\s*(?:table|list)?"
)
_ONE = re.compile(
    rf"^(?:be|contain|have|be set to|specify|equal|be equal to|take|hold|be assigned|use|be specified as|set to|"
    rf"be chosen from|be constructed using|indicate|be of|be selected from|be given|return)\s+(?:(?:exactly |only |"
    rf"either )?(?:one|any one|any|a single one)\s+(?:and only one\s+)?of|one from|from|to one of|with one of|"
    rf"a value from|either of|either one of)\s+(?:{_FOLLOWING}|{_TABLE})(?:,? (?:which|that) (?!are not|"
    rf"is not)\w+.*|,? (?:indicating|to indicate|specifying|to specify) .*)?$",
    re.I,
)
_PLAIN = re.compile(
    rf"^(?:be|have|contain|be set to|be constructed using|be constructed from|be set using|take on|"
    rf"be defined by)\s+(?:one\s+)?(?:{_FOLLOWING}|{_TABLE})(?:,? (?:which|that) (?!are not|is not)\w+.*|"
    rf",? (?:indicating|to indicate|specifying|to specify) .*)?$",
    re.I,
)
_BITS = re.compile(
    rf"^(?:be|contain|have|be set to|specify|be composed of|consist of|be constructed (?:by|from|using)|"
    rf"be made up of|be formed (?:by|from)|be built (?:by|from)|indicate|include|be comprised of|be set (?:by|"
    rf"using)|be defined by|be specified (?:by|as)|use|be one of|be either (?:0|zero) or)\s+(?:(?:by\s+)?using\s+|"
    rf"by\s+)?(?:(?:either\s+)?(?:0|zero|0x0+|NULL)(?:,)? or\s+)?(?:(?:a|an|any|the|some|"
    rf"one of or a)\s+)?(?:valid\s+|legal\s+|possible\s+|logical\s+)?"
    rf"(?:(?:bitwise|bit-?wise|logical|inclusive|binary)?[ -]*(?:or(?:ing|ed)?\b(?: operator| operation|"
    rf" combination)?|combination|combinations|mask|set|union|sum|bit ?mask|bit field|bitmap|"
    rf"combining)(?: together)?(?: \(bitwise OR\))?\s*(?:of|on|from|with)?)?\s*(?:(?:any |"
    rf"a )?(?:combination of )?(?:(?:zero|none|one|0|1)(?:, one,?)? or more|any|any combination|"
    rf"one or a combination|either one or both|one or any combination|one, or a combination|one or both|"
    rf"one or the other or both|at least one|none or more|any number|"
    rf"all)(?: \(bitwise ORed\))?(?:\s+of)?)?\s*(?:or more of\s+)?(?:{_FOLLOWING}|{_TABLE})(?:, combined.*|"
    rf",? (?:which|that) (?!are not|is not)\w+.*|,? (?:indicating|to indicate|specifying|to specify) .*)?$",
    re.I,
)
_COMBINED = re.compile(
    r"\b(?:or|ored|oring|or'ed|combin\w+|mask|more|bitwise|both|any combination|constructed|at least one|sum|"
    r"logical)\b",
    re.I,
)
_LEAST = re.compile(r"\bat least one\b|\bone or more\b|\bone or (?:a|any) combination", re.I)


def one_of_listed(given: Given) -> m.Predicate | None:
    """One of the values that follow, or a combination of the bits that follow."""
    scope = given.scope
    if scope.listed is None or given.flag:
        return None
    plain = _PLAIN.match(given.body)
    one = _ONE.match(given.body)
    bits = None if one else _BITS.match(given.body)
    if not (one or bits or plain):
        return None
    numbers = [known.value for known in scope.listed.values if isinstance(known, m.Number)]
    combined = bool(bits and _COMBINED.search(given.body)) or "constructed" in given.body
    if scope.array or (bits and re.search(r"^contain at least one", given.body) and not _bit_values(numbers)):
        return m.Contains(value=given.subject, values=scope.listed.values) if scope.listed.complete else None
    if combined:
        return _mask(given, numbers)
    if not scope.listed.complete:
        return None
    if plain and not one and len(scope.listed.values) < 1:
        return None
    values = _in_place(given.subject, scope.listed.values) if isinstance(given.subject, m.Bits) else scope.listed.values
    return m.OneOf(value=given.subject, values=values, ranges=scope.listed.ranges) if values else None


def _in_place(subject: m.Bits, values: tuple[m.Number | m.Text, ...]) -> tuple[m.Number | m.Text, ...]:
    """`The high 4 bits`, with values like 0x20: the values are written as they stand in the whole."""
    numbers = [one for one in values if isinstance(one, m.Number)]
    if len(numbers) != len(values):
        return ()
    if all(one.value < 1 << subject.count for one in numbers):
        return values
    if any(one.value & ((1 << subject.first) - 1) or one.value >> subject.first >> subject.count for one in numbers):
        return ()
    return tuple(m.Number(value=one.value >> subject.first, name=one.name) for one in numbers)


def _bit_values(numbers: list[int]) -> bool:
    return bool(numbers) and all(one & (one - 1) == 0 for one in numbers)


def _mask(given: Given, numbers: list[int]) -> m.Predicate | None:
    listed = given.scope.listed
    if listed is None or not listed.complete or listed.ranges or len(numbers) != len(listed.values):
        return None
    mask = 0
    for one in numbers:
        mask |= one
    names = tuple(one.name for one in listed.values if isinstance(one, m.Number) and one.name)
    only = m.OnlyBits(value=given.subject, mask=mask, names=names)
    if _LEAST.search(given.body) and 0 not in numbers and not re.search(r"\bzero\b|\b0\b", given.body):
        return m.All(of=(only, m.Compare(left=given.subject, operator="!=", right=m.Number(value=0))))
    return only


_ENUMERATION = re.compile(
    r"^(?:be|contain|have|be set to|specify|be of|hold|take)\s+(?:one|any|exactly one|a (?:valid |"
    r"legal )?(?:value|member|element|constant|combination)|any one|values?)(?:\s+as)?(?:\s+(?:of|from|"
    r"in))?(?:\s+(?:the\s+)?(?:values?|members?|constants?|flags?))?(?:\s+(?:that (?:is|are) )?(?:defined|"
    r"specified|listed|given|enumerated))?(?:\s+(?:of|from|in|"
    r"by))?(?:\s+the)?\s+(?P<name>[A-Za-z_]\w*)(?:\s+(?P<noun>[Ee]numeration(?: table)?|enum|enumerated type|"
    r"flags|constants|values|data type))?(?: values?)?$"
)
_COMBINATION = re.compile(r"combination|bitwise|flags\b|one or more|zero or more", re.I)


_FROM = re.compile(
    r"^be (?:defined |specified |taken |chosen )?(?:from|in|by|an?) (?:value (?:from|in|"
    r"of) )?(?:the )?(?P<name>[A-Z]\w*)(?: (?P<noun>Enumeration|enumeration|enum))(?: table)?(?: values?)?$"
)


def enumeration(given: Given) -> m.Predicate | None:
    """One of the members of an enumeration that another section defines."""
    found = _ENUMERATION.match(given.body) or _FROM.match(given.body)
    if (
        not found
        or given.flag
        or not re.search(r"[A-Z_].*[A-Z_]|[Ee]numeration|enum", found["name"] + (found["noun"] or ""))
    ):
        return None
    members = given.scope.constants.enumeration(found["name"])
    if not members:
        return None
    values = tuple(m.Number(value=value, name=name) for name, value in members.items())
    if _COMBINATION.search(given.body):
        mask = 0
        for one in members.values():
            mask |= one
        return m.OnlyBits(value=given.subject, mask=mask, names=tuple(members))
    return m.OneOf(value=given.subject, values=values)
