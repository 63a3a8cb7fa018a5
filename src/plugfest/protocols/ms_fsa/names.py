"""[MS-FSA] 2.1.4.3 and 2.1.4.4: wildcards, and names that are compared without regard to case."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_WILDCARDS = re.compile(r'[*?<>"]')


def fold(name: str) -> str:
    """The name in upper case: character by character, and no character that has no single one in the same plane."""
    return name.upper() if name.isascii() else "".join(map(_upper, name))


@lru_cache(maxsize=4096)
def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 and character <= "\uffff" and upper <= "\uffff" else character


def has_wildcards(expression: str) -> bool:
    """2.1.4.3."""
    return _WILDCARDS.search(expression) is not None


_ELEMENTS = {
    "*": ".*",
    "?": ".",
    "<": r"(?:.*(?=.*\.)|.*\.(?=[^.]*\Z)|[^.]*(?=[^.]*\Z))",  # DOS_STAR: not beyond the last period
    ">": r"(?:[^.]|(?=\.)|\Z)",  # DOS_QM: nothing where a period or the end is
    '"': r"(?:\.|\Z)",  # DOS_DOT
}


@lru_cache(maxsize=256)
def matcher(expression: str) -> Callable[[str], object]:
    """2.1.4.4 with Ignorecase: what tells if a folded name is in the expression."""
    if expression == "*":
        return lambda name: True
    collapsed = re.sub(r"\*+", "*", fold(expression))
    if collapsed.count("*") + collapsed.count("<") > 8:
        return _Patient(collapsed)
    pattern = "".join(_ELEMENTS.get(character) or re.escape(character) for character in collapsed)
    return re.compile(pattern, re.DOTALL).fullmatch


class _Patient:
    """The same in time that grows with name times expression, for expressions that make a backtracking search explode:
    the set of places of the expression that are reached after each character."""

    def __init__(self, expression: str) -> None:
        self.expression = expression

    def __call__(self, name: str) -> bool:
        places = self._through({0}, name, 0)
        for at, character in enumerate(name):
            places = self._through(self._step(places, character, name, at), name, at + 1)
            if not places:
                return False
        return len(self.expression) in places

    def _step(self, places: set[int], character: str, name: str, at: int) -> set[int]:
        """The places after a character was matched."""
        reached = set()
        for place in places:
            element = self.expression[place] if place < len(self.expression) else ""
            last_period = character == "." and "." not in name[at + 1 :]
            if element == "*" or (element == "<" and not last_period):
                reached.add(place)
            elif element in (character, "?", "<") or element == ('"' if character == "." else ">"):
                reached.add(place + 1)
        return reached

    def _through(self, places: set[int], name: str, at: int) -> set[int]:
        """Those places, and what is behind elements that match nothing here."""
        reached, waiting = set(places), list(places)
        while waiting:
            place = waiting.pop()
            element = self.expression[place] if place < len(self.expression) else ""
            empty = element in ("*", "<")
            empty = empty or (element == ">" and (at == len(name) or name[at] == "."))
            empty = empty or (element == '"' and at == len(name))
            if empty and element and place + 1 not in reached:
                reached.add(place + 1)
                waiting.append(place + 1)
        return reached
