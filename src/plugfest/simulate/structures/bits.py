"""Bit fields: which of them share an integer, and which end of it the first one drawn is.

[MS-DTYP] 2.1 draws the most significant bit first. A document whose values contradict that is believed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from plugfest.simulate.structures.model import BitField, Order
from plugfest.simulate.structures.sketch import Part, key

_MASK = re.compile(r"\b0x([0-9A-Fa-f]{2,16})\b")
_NUMBERED = re.compile(
    r"\b[Bb]it 0\b[^.]{0,60}\b(least|most)[- ]significant\b|\b(least|most)[- ]significant bit[^.]{0,40}\b[Bb]it 0\b"
)
_UNUSED = re.compile(r"(?:0|X|Z|-|reserved\w*|unused\w*|padding\w*|not used)$", re.IGNORECASE)
WORD = 32


def groups(parts: Sequence[Part], word: int = WORD) -> Iterator[list[Part]]:
    """The fields in order; those that are bits of one integer, of at most `word` bits, together."""
    run: list[Part] = []
    filled = 0
    for part in parts:
        if part.bits is not None and (filled % 8 or part.bits % 8 or (run and _in_bits(part))):
            run.append(part)
            filled += part.bits
            continue
        yield from _units(run, word)
        run, filled = [], 0
        yield [part]
    yield from _units(run, word)


def _in_bits(part: Part) -> bool:
    """Its size is given in bits, so it goes on with the integer of those before it."""
    return bool(re.search(r"\bbits?\b", part.size)) and (part.bits or 0) < WORD


def _units(run: list[Part], word: int) -> Iterator[list[Part]]:
    """A run of bits cut where an integer of so many bits ends; all of it where no field ends there."""
    unit: list[Part] = []
    filled = 0
    sizes = [part.bits or 0 for part in run]
    if sum(sizes) > word and sum(sizes) % word and set(range(8, sum(sizes), 8)) <= set(itertools.accumulate(sizes)):
        word = 8  # no integer has so many bits
    for part in run:
        unit.append(part)
        filled += part.bits or 0
        if filled == word:
            yield unit
            unit, filled = [], 0
    if unit:
        yield unit


def fields(group: Sequence[Part], order: Order, texts: str) -> list[BitField]:
    """What each field of a group is in its integer."""
    total = sum(part.bits or 0 for part in group)
    lowest_first = _lowest_first(group, total, texts, order)
    result: list[BitField] = []
    before = 0
    for part in group:
        bits = part.bits or 0
        shift = before if lowest_first else total - before - bits
        result.append(BitField(width=bits, shift=shift, unit=total // 8, order=order, first=part is group[0]))
        before += bits
    return result


def _lowest_first(group: Sequence[Part], total: int, texts: str, order: Order) -> bool:
    """Whether the first bit drawn is the lowest: by the masks that the text gives for single bits, by its words, by
    its name, or because the unused bits, which are the highest of a little-endian integer, are drawn last."""
    votes = 0
    before = 0
    masks = _masks(group)
    for part in group:
        bits = part.bits or 0
        mask = masks.get(key(part.name))
        if mask is not None and bits == 1 and mask.bit_count() == 1 and mask < 1 << total:
            low, high = before, total - before - 1
            if low != high:
                votes += (mask == 1 << low) - (mask == 1 << high)
        before += bits
    if votes:
        return votes > 0
    if group[0].mask:
        return True
    said = _NUMBERED.search(texts)
    if said is not None:
        return (said[1] or said[2]) == "least"
    return order == "little" and bool(_UNUSED.match(group[-1].name)) and not _UNUSED.match(group[0].name)


def _masks(group: Sequence[Part]) -> dict[str, int]:
    """The masks of single bits, by the names of their fields."""
    found: dict[str, int] = {}
    for part in group:
        told = _MASK.search(part.definition.size) or _MASK.search(
            " ".join(s.text for s in part.definition.sentences[:1])
        )
        if told:
            found.setdefault(key(part.name), int(told[1], 16))
        for table in part.definition.tables:
            for value in table.values:
                try:
                    found.setdefault(key(value.name), int(value.value, 0))
                except ValueError:
                    continue
    return found
