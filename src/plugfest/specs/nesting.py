"""The nesting of lists, which the Markdown files lost.

Indentation decides where there is one. Else the tree is inferred, section by section, in two steps: blocks of
pseudocode are matched first, since their ends are written down; the rest follows what a reader does: an item that
introduces ("as follows:", "if any of the following is true") has the next ones under it, until one looks like an item
of an outer level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from plugfest.records.documents import AnyBlock, List, Paragraph
from plugfest.specs.inline import plain, without_notes
from plugfest.specs.pseudocode import HEADING, is_else
from plugfest.specs.pseudocode import blocks as matched_blocks

_TO_END = r"(?:[^.]|\.(?=\w))*[:.]"
_ANY_OF = re.compile(
    r"(?:following|these)\b[^.]{0,60}"
    rf"\b(?:true|met|satisfied|hold|occur|apply|applies|happens?|cases?|conditions?)\b(?:{_TO_END})?$"
    rf"|\b(?:following|these)\s+(?:conditions?|cases?|criteria|reasons?)\b{_TO_END}$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?::|\bas follows[.,]?|\bthe following(?: \w+){0,4}[.,]|\bfollowing (?:\w+ ){0,3}"
    r"(?:steps|rules|values|fields|actions|operations|conditions|parameters|flags|order|information)[.,]?)$",
    re.IGNORECASE,
)
_REFERS_TO_FIGURE = re.compile(r"following (?:\w+ )?(?:tables?|figures?|diagrams?|examples?|sections?|subsections?)\b")
_CONDITION_ONLY = re.compile(
    r"(?:If|Otherwise|Else|For|When|While|In|On)\b(?:[^.]|\.(?=\w))*,(?:\s+then)?$|(?:Otherwise|Else)[.,:]?$"
)
_VALUE = re.compile(r"\b(?:is|are|be) set to:$")
_RETURNED = re.compile(r"\breturns?:$")
_PROCEDURE = re.compile(r"\b(?:pseudocode|algorithm)\b[^.]*:$", re.IGNORECASE)
_STATEMENT = re.compile(r"//|Set\b|Initialize\b|Return\b|[\w.]+ (?:[|&+-]?=) ")
_CONSEQUENCE = re.compile(r",|\bthen\b|:\s")
_KEYWORD = re.compile(r"\b(?:MUST|SHOULD|MAY|SHALL)\b")
_FIRST = re.compile(r"(\W*)([\w.*|/-]+)")
_NAME = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")


SAME_WORDS = 4
SAME_WORD = 0.75
BREAKS = 3.0
CONDITION = 2.0
STAY = 2.0
"""How much likelier an item stays at the level of the one before it than its looks say; measured on print."""


def nest(blocks: Sequence[AnyBlock]) -> tuple[AnyBlock, ...]:
    """The blocks of a section with the depths of list items, and of paragraphs that stand inside a list's block."""
    if not any(isinstance(block, List) for block in blocks) or any(_indented(block) for block in blocks):
        return tuple(blocks)
    units: list[_Unit] = []
    before = ""
    for number, block in enumerate(blocks):
        if isinstance(block, List):
            units += [_Unit(number, _text(item.text), item.text) for item in block.items]
            before = ""
        elif isinstance(block, Paragraph):
            before = _text(block.text)
            units.append(_Unit(number, before, block.text, paragraph=True))
        else:
            units.append(_Unit(number, "", "", paragraph=True))
    _assign(units)
    depths: dict[int, list[int]] = {}
    for unit in units:
        depths.setdefault(unit.block, []).append(unit.depth)
    return tuple(_with_depths(block, depths[number]) for number, block in enumerate(blocks))


class _Unit:
    """A list item, or a block between lists, on its way to a depth."""

    def __init__(self, block: int, text: str, raw: str, *, paragraph: bool = False) -> None:
        self.block = block
        self.text = text
        self.raw = raw
        self.paragraph = paragraph
        self.depth = 0
        self.opens_block = False


def _text(raw: str) -> str:
    return without_notes(plain(raw))


def _indented(block: AnyBlock) -> bool:
    if isinstance(block, List):
        return any(item.depth for item in block.items)
    return isinstance(block, Paragraph) and block.depth > 0


def _with_depths(block: AnyBlock, depths: list[int]) -> AnyBlock:
    if not any(depths):
        return block
    if isinstance(block, List):
        items = tuple(
            msgspec.structs.replace(item, depth=depth) if depth else item
            for item, depth in zip(block.items, depths, strict=True)
        )
        return msgspec.structs.replace(block, items=items)
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, depth=depths[0])
    return block


def _assign(units: list[_Unit]) -> None:
    ends = matched_blocks([unit.text for unit in units])
    for opener in ends:
        units[opener].opens_block = True
    _fill(units, ends, 0, len(units), 0)


def _fill(units: list[_Unit], ends: dict[int, int], start: int, stop: int, base: int) -> None:
    """Depths of units[start:stop], which stand in a block of pseudocode at depth `base`, or in none.

    A block inside counts as one item, its opener, when the looks of the items at this level are compared.
    """
    level: list[int] = []
    index = start
    while index < stop:
        level.append(index)
        index = ends.get(index, index) + 1
    _runs(units, level, base)
    for opener in level:
        if opener not in ends:
            continue
        depth, end = units[opener].depth, ends[opener]
        first = inner = opener + 1
        while inner < end:  # the parts of this very block
            if is_else(units[inner].text):
                _fill(units, ends, first, inner, depth + 1)
                units[inner].depth = depth
                first = inner = inner + 1
            else:
                inner = ends.get(inner, inner) + 1
        _fill(units, ends, first, end, depth + 1)
        units[end].depth = depth


def _runs(units: list[_Unit], level: list[int], base: int) -> None:
    """Depths at one level: paragraphs stand at its base, and the items between them are compared among themselves."""
    run: list[_Unit] = []
    before = ""
    for index in [*level, -1]:
        unit = units[index]
        if index >= 0 and not unit.paragraph:
            run.append(unit)
            continue
        for item, depth in zip(run, _by_shape(run, before), strict=True):
            item.depth = base + depth
        if index >= 0:
            run, before = [], unit.text
            unit.depth = base


def introduces(text: str) -> bool:
    """True if the items after this one stand under it."""
    if text.endswith(":") or HEADING.match(text):
        return True
    if _REFERS_TO_FIGURE.search(text):
        return False
    return bool(_INTRODUCES.search(text) or _CONDITION_ONLY.match(text) or _ANY_OF.search(text))


_CLEAR = frozenset({"bold", "italic", "constant", "literal"})


class _Shape:
    """What an item looks like, as far as its level shows in it."""

    def __init__(self, text: str, raw: str) -> None:
        found = _FIRST.match(text)
        self.first = found[2].lower() if found else ""
        word = found[2] if found else ""
        if HEADING.match(text):
            self.kind = "heading"
        elif re.match(r"(?:All|Any|The) (?:the )?(?:other|remaining)\b", text):
            self.kind = "rest"
        elif self.first in ("if", "when", "unless"):
            self.kind = "if"
        elif self.first in ("otherwise", "else", "elseif"):
            self.kind = "else"
        elif raw.startswith(("***", "**")):
            self.kind = "bold"
        elif raw.startswith("*"):
            self.kind = "italic"
        elif _NAME.match(word):
            self.kind = "constant"
        elif self.first in ("the", "a", "an", "any", "all", "each", "this", "no"):
            self.kind = "noun"
        elif self.first in ("for", "in", "on", "at", "during", "while", "after", "before", "by", "from", "with"):
            self.kind = "circumstance"
        elif self.first.endswith("ing"):
            self.kind = "gerund"
        elif raw[:1] in "\"“'0123456789<>=-[(":
            self.kind = "literal"
        else:
            self.kind = "word"
        self.keyword = bool(_KEYWORD.search(text))
        self.introduces = introduces(text)
        self.full_stop = text.endswith(".")
        self.words = text.lower().split()[:SAME_WORDS]
        self.clause = self.kind == "if" and (self.keyword or bool(_CONSEQUENCE.search(text)))
        self.statement = False
        self.bare_condition = self.kind == "if" and not self.clause and not self.introduces

    def likeness(self, other: _Shape) -> float:
        """How much two items look like siblings."""
        score = 0.0
        if self.kind == other.kind or {self.kind, other.kind} == {"if", "else"}:
            score += 3
        score += SAME_WORD * _common(self.words, other.words)
        score += 1.5 if self.keyword == other.keyword else -0.5
        score += 2 if self.introduces == other.introduces else 0
        score += 0.5 if self.full_stop == other.full_stop else 0
        if self.kind == other.kind == "if" and self.clause != other.clause:
            score -= 3
        return score


def _common(one: list[str], other: list[str]) -> int:
    """How many words two items begin with in common."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


class _Level:
    """One open level of the list: what its introduction announced, and its items so far."""

    def __init__(self, introduction: str) -> None:
        self.conditions = bool(_ANY_OF.search(introduction))
        self.procedure = bool(_PROCEDURE.search(introduction))
        self.returned = bool(_RETURNED.search(introduction))
        self.named = self.returned or bool(_VALUE.search(introduction))
        self.items: list[_Shape] = []

    def broken_by(self, shape: _Shape) -> bool:
        """True if the items here were all of one clear kind, and this one is not."""
        kinds = {item.kind for item in self.items}
        if self.items[-1].kind == "else" and shape.kind == "if":
            return True
        return len(self.items) > 1 and len(kinds) == 1 and shape.kind not in kinds and bool(kinds & _CLEAR)


def _by_shape(units: Sequence[_Unit], before: str) -> list[int]:
    """Depths by what introduces and what looks alike."""
    levels = [_Level(before)]
    depths: list[int] = []
    opens = False
    for position, unit in enumerate(units):
        shape = _Shape(unit.text, unit.raw)
        shape.statement = unit.opens_block or bool(_STATEMENT.match(unit.text))
        if opens:
            levels.append(_Level(units[position - 1].text))
        elif len(levels) > 1:
            del levels[_level_of(shape, levels) + 1 :]
        levels[-1].items.append(shape)
        depths.append(len(levels) - 1)
        last = position + 1 == len(units)
        opens = not (unit.opens_block or last) and (shape.introduces or _heads(shape, units[position + 1].text, levels))
    return depths


def _heads(shape: _Shape, follows: str, levels: list[_Level]) -> bool:
    """True if an item is a condition with no consequence of its own: that is in the items under it."""
    if not shape.bare_condition or any(level.conditions for level in levels):
        return False
    siblings = levels[-1].items[:-1]
    return not any(item.bare_condition for item in siblings) and not _Shape(follows, follows).bare_condition


def _level_of(shape: _Shape, levels: list[_Level]) -> int:
    """The level that an item belongs to, where several are open."""
    deepest = len(levels) - 1
    if shape.kind == "rest":
        return deepest
    if shape.kind in ("else", "heading"):
        alike = ("if", "else") if shape.kind == "else" else ("heading",)
        for index in range(deepest, -1, -1):
            if any(
                item.kind in alike
                for item in (levels[index].items[-1:] if shape.kind == "else" else levels[index].items)
            ):
                return index
        if shape.kind == "heading":
            return 0
    best, best_score = deepest, -10.0
    for index in range(deepest, -1, -1):
        level = levels[index]
        if level.items[0].kind == "heading":
            break  # only headings stand beside headings
        score = max(shape.likeness(item) for item in level.items[-4:])
        if level.conditions:
            score += -8 if shape.keyword else CONDITION * (not shape.statement and not shape.introduces)
        if level.procedure and shape.statement:
            score += STAY
        if level.named and shape.keyword and shape.kind not in _CLEAR:
            score -= 8  # values are named there, nobody is told to do anything
        if index == deepest:
            told = shape.keyword or shape.statement or shape.introduces
            score += STAY if level.returned and not told else STAY - (BREAKS * level.broken_by(shape))
        if score > best_score:
            best, best_score = index, score
    return best
