"""Conditions in sentences: "If the Dialects field contains 0x0311", "if FLAG is set in the Flags field"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from plugfest.simulate.structures.model import All, Any, Compare, Condition, Left

_VALUE = r"(?:0x[0-9A-Fa-f]+|\d+|zero|one|nonzero|non-zero|TRUE|FALSE|[A-Za-z_]\w+)"
_VALUES = rf"{_VALUE}(?:(?:, | or |, or |/){_VALUE})*"
_OF = r"(?:the )?(?:value (?:of|in|contained in) )?(?:the )?(?P<member>[A-Za-z_][\w.]*)(?:\[\])?(?: (?:field|member|bit|flag|value|array))?(?: value)?"
_NUMBERS = {"zero": 0, "one": 1, "true": 1, "false": 0}

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
        rf"(?:either )?(?P<values>{_VALUES})",
        "is",
    ),
)
_FLAGS = (
    (
        rf"(?:the )?(?P<values>[A-Za-z_]\w+)(?: \({_VALUE}\))?(?: bit| flag| value)? (?:is|bit is|flag is) (?P<no>not )?"
        rf"(?:set|present|specified|included)(?: to 1)? in {_OF}"
    ),
    (
        rf"{_OF} (?:has|contains|includes|specifies) (?:the )?(?P<values>[A-Z_][A-Z0-9_]+)"
        rf"(?: \({_VALUE}\))? (?:bit|flag)(?: set)?(?P<no>)"
    ),
)


@dataclass
class Names:
    """The members that a condition can speak of, and the values of tokens."""

    members: Sequence[str]
    number: Callable[[str, str], int | None]
    """The number of a token in the tables of a member, or of the document."""
    arrays: set[str] = field(default_factory=set)
    """The members that are arrays."""

    def member(self, name: str) -> str | None:
        """The member as it is written in the layout."""
        wanted = name.strip(". ").casefold()
        return next((member for member in self.members if member.casefold() == wanted), None)


def condition(text: str, names: Names) -> Condition | None:
    """The condition that a clause states; None if it is not understood to its last word."""
    text = _clean(text)
    for word, kind in ((" and ", All), (" or ", Any)):
        pieces = text.split(word)
        if len(pieces) > 1:
            found = [_single(piece, names) for piece in pieces]
            if all(found):
                return kind(of=tuple(one for one in found if one))
    return _single(text, names)


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text.strip().rstrip(",.:;"))
    text = re.sub(r"^(?:only )?(?:if|when|and) (?:and only if )?", "", text, flags=re.IGNORECASE)
    return re.sub(r"[\"“”]", "", text)


def _single(text: str, names: Names) -> Condition | None:
    text = text.strip().rstrip(",.")
    for pattern in _FLAGS:
        found = re.fullmatch(pattern, text)
        if found and (member := names.member(found["member"])):
            number = _number(found["values"], member, names)
            if number:
                return Compare(
                    member=member,
                    operator="has not" if found["no"] else "has",
                    values=(number,),
                    names=(found["values"],),
                )
    for pattern, operator in _COMPARED:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found and (member := names.member(found["member"])):
            made = _compare(member, operator, found["values"], names)
            if made:
                return made
    return None


def _compare(member: str, operator: str, text: str, names: Names) -> Condition | None:
    if text.lower() in ("nonzero", "non-zero"):
        return Compare(member=member, operator="is not" if operator != "is not" else "is", values=(0,))
    tokens = [token for token in re.split(r", or |, | or |/", text) if token]
    numbers = [_number(token, member, names) for token in tokens]
    if any(number is None for number in numbers):
        return None
    if operator == "contains" and member not in names.arrays:
        operator = "is"
    if operator == "lacks" and member not in names.arrays:
        operator = "is not"
    words = tuple(token for token in tokens if not re.match(r"0x|\d", token) and token.lower() not in _NUMBERS)
    return Compare(
        member=member,
        operator=operator,  # type: ignore[arg-type]
        values=tuple(number for number in numbers if number is not None),
        names=words,
    )


def _number(token: str, member: str, names: Names) -> int | None:
    token = token.strip()
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
        case Left():
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
