"""Packet layouts: the fields behind the boxes.

A drawing has 32 bits a line, so a field that crosses a line is two boxes, and one with many bytes is drawn shorter than
it is. The definitions below the drawing say how long each field is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from plugfest.records.documents import AnyBlock, Bits, Field, Layout, LayoutField
from plugfest.specs.inline import plain

_SIZE = re.compile(r"\s*\(([^()]*\b(?:bits?|bytes?|octets?|variable|optional)\b[^()]*)\)\s*$", re.IGNORECASE)
_BITS = re.compile(r"(\d+)(?:\s*[- ]\s*|\s+)?(bit|byte|octet)s?\b", re.IGNORECASE)
_Sizes = dict[str, list[str]]
"""Name → the sizes that it is defined with."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_LITERALS = re.compile(r"(?:0x[0-9A-Fa-f]+|[0-9XZ]|reserved\w*|unused\w*|not used)$", re.IGNORECASE)
_CONTINUED = re.compile(r"^(?:\.\.\.|…)\s*|\s*(?:\.\.\.|…)$|\s*\((?:cont\w*\.?)\)$", re.IGNORECASE)
_ONLY_CONTINUED = re.compile(r"(?:\.\.\.|…|\(?continued\)?)?$", re.IGNORECASE)


def with_fields(blocks: Sequence[AnyBlock]) -> tuple[AnyBlock, ...]:
    """The blocks of a section, the fields of each layout worked out with the definitions up to the next layout."""
    result: list[AnyBlock] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Layout):
            result.append(block)
            continue
        definitions: list[Field] = []
        for follows in blocks[index + 1 :]:
            if isinstance(follows, Layout):
                break
            if isinstance(follows, Field):
                definitions.append(follows)
        result.append(msgspec.structs.replace(block, fields=layout_fields(block.boxes, definitions)))
    return tuple(result)


def bits_of(size: str) -> int | None:
    """`4 bytes` as 32; None for `variable` and what is no fixed size."""
    found = _BITS.match(size.strip())
    if not found or re.search(r"\b(?:or|to|variable|optional)\b", size):
        return None
    return int(found[1]) * (1 if found[2].lower() == "bit" else 8)


def layout_fields(boxes: Sequence[Bits], definitions: Sequence[Field]) -> tuple[LayoutField, ...]:
    """The fields of a layout, in order, with their offsets as far as they are fixed."""
    sizes: _Sizes = {}
    for definition in definitions:
        sizes.setdefault(_key(definition.name), []).append(definition.size)
    result: list[LayoutField] = []
    offset: int | None = 0
    for name, drawn in _merged(boxes, sizes):
        clean, size = _split_size(name)
        size = _defined_size(clean, sizes, drawn) or size
        bits = bits_of(size) if size else drawn
        result.append(LayoutField(name=clean, size=size, bits=bits, offset=offset))
        offset = None if offset is None or bits is None else offset + bits
    return tuple(result)


def _key(name: str) -> str:
    return "".join(plain(name).casefold().split())


def _split_size(name: str) -> tuple[str, str]:
    found = _SIZE.search(name)
    return (name[: found.start()].strip(), found[1]) if found else (name.strip(), "")


def _defined_size(name: str, sizes: _Sizes, drawn: int) -> str:
    """What the definitions say; of several of one name (a field's own parts are defined too) that which is as drawn."""
    key = _key(name)
    if key in sizes:
        return next((size for size in sizes[key] if bits_of(size) == drawn), sizes[key][0])
    short = [found[0] for defined, found in sizes.items() if key and defined.startswith((f"{key}-", f"{key}("))]
    return short[0] if len(short) == 1 else ""


def _merged(boxes: Sequence[Bits], sizes: _Sizes) -> list[tuple[str, int]]:
    """Name and drawn bits of each field: boxes that continue the one before are joined to it."""
    result: list[tuple[str, int]] = []
    for box in boxes:
        width = box.last - box.first + 1
        if result and _continues(box, result[-1], sizes):
            name, drawn = result[-1]
            result[-1] = (_CONTINUED.sub("", name).strip(), drawn + width)
        else:
            result.append((box.name, width))
    return result


def _continues(box: Bits, before: tuple[str, int], sizes: _Sizes) -> bool:
    name, drawn = before
    if _ONLY_CONTINUED.match(box.name.strip()):
        return True
    bare, above = _CONTINUED.sub("", box.name).strip(), _CONTINUED.sub("", name).strip()
    if bare != above or _LITERALS.match(bare) or not _WORD.match(bare):
        return False
    if bare != box.name.strip() or above != name.strip():  # `cSeconds...`, `...cSeconds`
        return True
    joined = drawn + box.last - box.first + 1
    defined = bits_of(_defined_size(_split_size(bare)[0], sizes, joined))
    return box.first % 32 == 0 and defined is not None and defined >= joined
