"""One name, different values in two documents, of which one refers to the other: `constant.other-document`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from plugfest.records.findings import Finding
from plugfest.simulate.constants.model import Constants

_DISTINCT = re.compile(r"(?=.{10})[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]$")
Place = tuple[str, int]
"""Section and line."""
Values = dict[int, Place]
"""Value → where it stands first."""


def index(documents: Mapping[str, Constants]) -> dict[str, dict[str, Values]]:
    """Name → document → values, of the names that two documents have and that tell themselves apart."""
    found: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(dict))
    for document, constants in documents.items():
        for one in constants.sets:
            for member in one.members:
                if isinstance(member.value, int) and member.last is None and _DISTINCT.match(member.name):
                    found[member.name][document].setdefault(member.value & 0xFFFFFFFF, (one.section, member.line))
    return {name: dict(by_document) for name, by_document in found.items() if len(by_document) > 1}


def check(
    document: str,
    names: Mapping[str, Mapping[str, Values]],
    codes: Mapping[str, frozenset[int]],
    refers: Callable[[str], bool],
) -> Iterator[Finding]:
    """The findings of one document; `refers` tells if it speaks of another one."""
    for name, by_document in names.items():
        own = by_document.get(document)
        if own is None or name in codes:
            continue
        for other, values in by_document.items():
            if other == document or own.keys() & values.keys() or not refers(other):
                continue
            (value, (section, line)), (theirs, (place, _)) = next(iter(own.items())), next(iter(values.items()))
            yield Finding(
                document=document, rule="constant.other-document", section=section, line=line, subject=name,
                reason=f"0x{value:08X} here, 0x{theirs:08X} in [{other}] {place}", quote=f"{name} 0x{value:08X}",
            )  # fmt: skip
