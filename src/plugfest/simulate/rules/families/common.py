"""What the families share: the clause that they are given."""

from __future__ import annotations

import re
from typing import NamedTuple

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.scope import Scope


class Given(NamedTuple):
    """What follows a keyword, and what it is said of."""

    body: str
    """`be set to zero`: the verb and what follows, harmless tails removed."""
    subject: m.Value
    scope: Scope
    flag: bool = False
    """The subject is a flag of the field, not the whole field."""


def either(text: str) -> list[str]:
    """`A, B, or C` as its parts."""
    text = text.strip()
    for word in ("either ", "one of "):
        text = text.removeprefix(word)
    if " or " not in text:
        return [text]
    head, last = text.rsplit(" or ", 1)
    return [part.strip().removeprefix("or ") for part in (*head.rstrip(", ").split(", "), last) if part.strip()]


def is_size(text: str, given: Given) -> bool:
    """`be 4 bytes` of a field that is no length tells its size, which is another family's."""
    if not re.search(r"\b(?:bytes?|octets?|characters|bits|elements|entries)\b", text) or not re.match(
        r"^\w+ (?:bytes?|octets?|characters|bits|elements|entries)\b[\w, ]*$", text
    ):
        return False
    if not isinstance(given.subject, m.Member):
        return not isinstance(given.subject, m.Measure)
    return not re.search(r"len|siz|offs|cb|count|cch|number|width|align", given.subject.path[-1], re.I)
