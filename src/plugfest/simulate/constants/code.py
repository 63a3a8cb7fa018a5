"""Constants of IDL and C: `#define`, `const`, the members of enumerations with the numbers that they imply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugfest.records.documents import Code
from plugfest.simulate.constants.model import Constant
from plugfest.simulate.constants.numbers import read

_VALUE = r"(?P<value>\(?-?(?:0[xX][0-9A-Fa-f]+|\d+)\w*\)?)"
_DEFINE = re.compile(rf"^\s*#define\s+(?P<name>[A-Za-z_]\w*)\s+{_VALUE}\s*(?://|/\*|$)")
_CONST = re.compile(rf"\bconst\s+[\w ]+?\b(?P<name>[A-Za-z_]\w*)\s*=\s*{_VALUE}\s*;")
_ENUM = re.compile(r"\benum\b\s*(?P<tag>\w+)?[^{};]*\{(?P<body>[^{}]*)\}\s*\*?(?P<name>\w+)?", re.DOTALL)
_MEMBER = re.compile(
    rf"\s*(?:\[[^\]]*\]\s*)?(?P<name>[A-Za-z_]\w*)\s*(?:=\s*(?:{_VALUE}|(?P<other>\w+)))?\s*$", re.DOTALL
)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)

Coded = tuple[str, tuple[Constant, ...]]
"""The name of an enumeration, empty for what stands alone, and its members."""


def constants(block: Code) -> Iterator[Coded]:
    """What a block of code defines."""
    first = block.line + int(block.fenced)
    alternative = False
    for number, text in enumerate(block.text.splitlines(), first):
        if text.lstrip().startswith(("#else", "#elif", "#endif")):
            alternative = not text.lstrip().startswith("#endif")
        if (
            not alternative
            and (found := _DEFINE.match(text) or _CONST.search(text))
            and (written := read(found["value"]))
        ):
            yield "", (Constant(name=found["name"], value=written.value, line=number),)
    text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), block.text)
    for found in _ENUM.finditer(text):
        line = first + text.count("\n", 0, found.start("body"))
        if members := tuple(_members(found["body"], line)):
            yield found["name"] or found["tag"] or "", members


def _members(body: str, line: int) -> Iterator[Constant]:
    """The members of an enumeration; one without a value is one more than the one before."""
    following: int | None = 0
    known: dict[str, int] = {}
    for part in body.split(","):
        at = line + part[: len(part) - len(part.lstrip())].count("\n")
        line += part.count("\n")
        if not (found := _MEMBER.match(part)):
            following = None  # an expression
            continue
        written = read(found["value"]) if found["value"] else None
        value = written.value if written else known.get(found["other"] or "") if found["other"] else following
        if not isinstance(value, int):
            following = None
            continue
        known[found["name"]] = value
        following = value + 1
        yield Constant(name=found["name"], value=value, line=at)
