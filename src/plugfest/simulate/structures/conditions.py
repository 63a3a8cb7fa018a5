"""Conditions in sentences: "If the Dialects field contains 0x0311", "if FLAG is set in the Flags field"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plugfest.simulate.structures.model import All, Any, Compare, Condition, Left, Message

_VALUE = r"(?:0x[0-9A-Fa-f]+|\d+|[A-Za-z_]\w+)(?: \((?:0x[0-9A-Fa-f]+|\d+)\))?"
_VALUES = rf"{_VALUE}(?:(?:, or |, | or |/){_VALUE})*"
_OF = (
    r"(?:the )?(?:value (?:of|in|contained in|specified in) )?(?:the )?(?P<member>[A-Za-z_][\w.]*)(?:\[\])?"
    r"(?: (?:field|member|bit|flag|value|array|element))?(?: value)?(?: of (?:this|the) \w+)?"
)
_NUMBERS = {"zero": 0, "one": 1, "true": 1, "false": 0, "nonzero": 0}
_COMPARED = (
    (rf"{_OF} (?:does not|doesn't) contain (?:the value )?(?P<values>{_VALUES})", "lacks"),
    (rf"{_OF} contains (?:the value )?(?P<values>{_VALUES})", "contains"),
    (
        rf"{_OF} (?:is|are|MUST be) (?:not equal to|not set to|set to a value other than|other than|not) "
        rf"(?:the value )?(?:of )?(?P<values>{_VALUES})",
        "is not",
    ),
    (rf"{_OF} is (?:greater than or equal to|at least) (?P<values>{_VALUE})", "at least"),
    (rf"{_OF} is (?:less than or equal to|at most) (?P<values>{_VALUE})", "at most"),
    (rf"{_OF} is greater than (?P<values>{_VALUE})", "greater"),
    (rf"{_OF} is less than (?P<values>{_VALUE})", "less"),
    (
        rf"{_OF} (?:is|equals|has|contains|=|==) ?(?:set to|equal to|a value of|the value)? ?(?:the value )?(?:of )?"
        rf"(?:either |one of the following:? (?:values:? )?)?(?P<values>{_VALUES})",
        "is",
    ),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), operator) for pattern, operator in _COMPARED)
_PAREN = r"(?: \((?:0x[0-9A-Fa-f]+|\d+)\))?"
_TOKEN = rf"(?P<values>[A-Za-z_]\w+){_PAREN}(?: bit| flag| value)?{_PAREN}"
_SET = r"(?:set|present|specified|included|enabled)(?: to (?:1|one|0x0*1|TRUE))?"
_FLAGS = (
    re.compile(rf"(?:the )?{_TOKEN} (?:is|bit is|flag is) (?P<no>not )?{_SET} (?:in|within) {_OF}"),
    re.compile(rf"(?:the )?{_TOKEN} (?:of|in) {_OF} is (?P<no>not )?{_SET}"),
    re.compile(rf"{_OF} (?:has|contains|includes|specifies|indicates) (?:the )?{_TOKEN}(?: set)?(?P<no>)"),
)
_ALONE = re.compile(rf"(?:the )?{_TOKEN} is (?P<no>not )?(?:{_SET}|TRUE|(?P<clear>clear(?:ed)?|unset|FALSE))")
_TOP = re.compile(rf"the (?P<end>most|least)[- ]significant bit of {_OF} is (?P<no>not )?(?:set|1)")
_OPPOSITE = {
    "is": "is not", "is not": "is", "has": "has not", "has not": "has", "contains": "lacks", "lacks": "contains",
    "less": "at least", "at least": "less", "greater": "at most", "at most": "greater",
}  # fmt: skip


def _nobody(token: str) -> str | None:
    return None


def _no_bits(member: str) -> int:
    return 0


@dataclass
class Names:
    """The members that a condition can speak of, and the values of tokens."""

    members: Sequence[str]
    number: Callable[[str, str], int | None]
    """The number of a token in the tables of a member, or of the document."""
    arrays: set[str] = field(default_factory=set)
    """The members that are arrays."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Members by their other names, in lower case."""
    bits: Callable[[str], int] = _no_bits
    """How wide a member is."""
    owner: Callable[[str], str | None] = _nobody
    """The member that a token is a value of."""

    def member(self, name: str) -> str | None:
        """The member as it is written in the layout."""
        for wanted in (name.strip(". ").casefold(), name.rpartition(".")[2].casefold()):
            if found := next((member for member in self.members if member.casefold() == wanted), None):
                return found
        if found := self.aliases.get(wanted):
            return found
        bare = wanted.replace(" ", "")
        return next((member for member in self.members if member.casefold().replace(" ", "") == bare), None)


def condition(text: str, names: Names) -> Condition | None:
    """The condition that a clause states; None if it is not understood to its last word."""
    text = _clean(text)
    whole = _single(text, names)
    if whole:
        return whole
    for word, kind in ((" and ", All), (" or ", Any)):
        pieces = text.split(word)
        if len(pieces) > 1:
            found = [_single(re.sub(r"^(?:if|when) ", "", piece), names) for piece in pieces]
            if all(found):
                return kind(of=tuple(one for one in found if one))
    return None


def negated(condition: Condition) -> Condition | None:
    """The opposite."""
    match condition:
        case Compare(operator=operator):
            return Compare(
                member=condition.member,
                operator=_OPPOSITE[operator],  # type: ignore[arg-type]
                values=condition.values,
                names=condition.names,
            )
        case All(of=of):
            parts = [negated(one) for one in of]
            return Any(of=tuple(one for one in parts if one)) if all(parts) else None
        case Any(of=of):
            parts = [negated(one) for one in of]
            return All(of=tuple(one for one in parts if one)) if all(parts) else None
    return None


def compares(condition: Condition) -> Iterator[Compare]:
    """The comparisons that a condition is made of."""
    match condition:
        case Compare():
            yield condition
        case All(of=of) | Any(of=of):
            for one in of:
                yield from compares(one)


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text.strip().rstrip(",.:;"))
    text = re.sub(r"^(?:[Oo]nly )?(?:if|when|and)\b (?:and only if )?", "", text, flags=re.IGNORECASE)
    text = re.sub(r" \((?:see |as \w+ in )?(?:section )?[\d.]+\.[\d.]+\)", "", text)
    return re.sub(r"[\"“”]", "", text).replace(" _", "_")


def _single(text: str, names: Names) -> Condition | None:
    text = text.strip().rstrip(",.")
    for pattern in _FLAGS:
        found = pattern.fullmatch(text)
        if found and (member := names.member(found["member"])):
            if number := _number(found["values"], member, names):
                return _flag(member, number, found["values"], bool(found["no"]))
    for pattern, operator in _COMPILED:
        found = pattern.fullmatch(text)
        if found and (member := names.member(found["member"])):
            if made := _compare(member, operator, found["values"], names):
                return made
    if (found := _TOP.fullmatch(text)) and (member := names.member(found["member"])) and names.bits(member):
        mask = 1 if found["end"] == "least" else 1 << names.bits(member) - 1
        return _flag(member, mask, f"0x{mask:X}", bool(found["no"]))
    if found := _ALONE.fullmatch(text):
        no = bool(found["no"]) != bool(found["clear"])
        if (member := names.member(found["values"])) and " present" not in text:
            return Compare(member=member, operator="is" if no else "is not", values=(0,))
        owner = names.owner(found["values"])
        number = names.number(owner, found["values"]) if owner else None
        if owner and number:
            return _flag(owner, number, found["values"], no)
    return None


def _flag(member: str, number: int, token: str, no: bool) -> Condition:
    return Compare(member=member, operator="has not" if no else "has", values=(number,), names=(token,))


def _compare(member: str, operator: str, text: str, names: Names) -> Condition | None:
    if text.lower() in ("nonzero", "non-zero"):
        return Compare(member=member, operator="is" if operator == "is not" else "is not", values=(0,))
    tokens = [re.sub(r" \(.*", "", token) for token in re.split(r", or |, | or |/", text) if token]
    numbers = [_number(token, member, names) for token in tokens]
    if any(number is None for number in numbers):
        return None
    if operator in ("contains", "lacks") and member not in names.arrays:
        operator = "is" if operator == "contains" else "is not"
    words = tuple(token for token in tokens if not re.match(r"0x|\d", token) and token.lower() not in _NUMBERS)
    return Compare(
        member=member,
        operator=operator,  # type: ignore[arg-type]
        values=tuple(number for number in numbers if number is not None),
        names=words,
    )


def _number(token: str, member: str, names: Names) -> int | None:
    token = re.sub(r" \(.*", "", token.strip())
    if re.fullmatch(r"0x[0-9A-Fa-f]+", token):
        return int(token, 16)
    if token.isdecimal():
        return int(token)
    if token.lower() in _NUMBERS:
        return _NUMBERS[token.lower()]
    return names.number(member, token)


def holds(condition: Condition, values: Mapping[str, object]) -> bool:
    """Whether a condition holds for the values of members, by their names."""
    match condition:
        case All(of=of):
            return all(holds(one, values) for one in of)
        case Any(of=of):
            return any(holds(one, values) for one in of)
        case Left() | Message():
            return True
        case Compare(member=member, operator=operator, values=wanted):
            value = values.get(member)
            if value is None:
                return False
            if isinstance(value, tuple):
                return (operator == "contains") == any(one in value for one in wanted)
            return isinstance(value, int) and _COMPARE[operator](value, wanted)


_COMPARE: dict[str, Callable[[int, tuple[int, ...]], bool]] = {
    "is": lambda value, wanted: value in wanted,
    "is not": lambda value, wanted: value not in wanted,
    "has": lambda value, wanted: value & wanted[0] == wanted[0],
    "has not": lambda value, wanted: not value & wanted[0],
    "less": lambda value, wanted: value < wanted[0],
    "greater": lambda value, wanted: value > wanted[0],
    "at least": lambda value, wanted: value >= wanted[0],
    "at most": lambda value, wanted: value <= wanted[0],
    "contains": lambda value, wanted: value in wanted,
    "lacks": lambda value, wanted: value not in wanted,
}
