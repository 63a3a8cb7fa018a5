"""Which sections bind nobody: worked examples, appendices on products, lists of changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugfest.records.documents import Section

_EXAMPLES = re.compile(r"\bexamples?\b|\bsamples?\b|\bwalkthrough\b", re.IGNORECASE)
_APART = re.compile(r"product behavior|change tracking|^index$|^references$|glossary", re.IGNORECASE)


def binding(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections of a document without examples and what is informative by its kind, with all that is below them."""
    left_out: list[str] = []
    for section in sections:
        number = section.number
        if left_out and number and any(number.startswith(f"{top}.") for top in left_out):
            continue
        if _APART.search(section.title) or _EXAMPLES.search(section.title):
            if number:
                left_out.append(number)
            continue
        yield section
