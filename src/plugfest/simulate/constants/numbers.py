"""Numbers as documents write them: `0x00000001`, `1`, `(-1)`, `0x0000–0x00FF`, `"text"`."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"\(?(?P<{0}>-?(?:0[xX][0-9A-Fa-f]+|[0-9]+))(?:[uU]?[lL]{{0,2}})\)?"
_ONE = re.compile(_NUMBER.format("first") + r"(?:\s*(?:-|–|—|\.\.|to|through)\s*" + _NUMBER.format("last") + r")?$")
_QUOTED = re.compile(r'["“](?P<text>[^"”]*)["”]$')


class Written(NamedTuple):
    """A value as written: a number, both ends of a range, or a string."""

    value: int | str
    last: int | None = None


def read(text: str) -> Written | None:
    """The value that a text is, as a whole; None if it is none."""
    text = text.strip()
    if found := _ONE.match(text):
        last = found["last"]
        return Written(int(found["first"], 0) if not _octal(found["first"]) else int(found["first"]), _last(last))
    if quoted := _QUOTED.match(text):
        return Written(quoted["text"])
    return None


def _octal(text: str) -> bool:
    """Decimal with leading zeros, which Python does not take for one."""
    return text.lstrip("-").startswith("0") and "x" not in text.lower()


def _last(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if _octal(text) else int(text, 0)


def digits(text: str) -> int:
    """How many digits a hexadecimal number is written with; 0 for another."""
    found = re.fullmatch(r"0[xX]([0-9A-Fa-f]+)[uUlL]*", text.strip())
    return len(found[1]) if found else 0


def single_bit(value: int | str) -> bool:
    """Is exactly one bit set in it?"""
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0
