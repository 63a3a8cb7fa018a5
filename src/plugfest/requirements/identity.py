"""Ids of requirements: `DOC:SECTION:HASH`, the same on every machine, untouched by edits elsewhere.

HASH is the first 10 hex digits of BLAKE2s-256 over, joined by U+001F in UTF-8:

1. the titles from the top section down to the statement's,
2. the lead-in or the name (of a field, of a table's row) where the statement stands under one,
3. the source sentence.

Each part is Unicode NFKC, without link markup, emphasis and note marks, white space folded. The lead-in is the nearest
text above that introduces, in the same list or directly before it, whatever the nesting of the list: the nesting is
inferred for some formats and known for others, and an id must not depend on the reader.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from plugfest.specs.inline import fold, without_emphasis, without_links, without_notes

SEPARATOR = "\x1f"
DIGITS = 10


def normal(text: str) -> str:
    """A part of the hash's input: NFKC, no link markup, emphasis or note marks, white space folded."""
    return fold(without_notes(without_emphasis(without_links(text))))


def statement_hash(titles: Iterable[str], under: str, sentence: str) -> str:
    """The hash of one statement; `under` is its lead-in or name, empty where it stands under none."""
    return Hasher(titles).hash(under, sentence)


class Hasher:
    """Hashes the statements of one section."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = hashlib.blake2s((SEPARATOR.join(map(normal, titles)) + SEPARATOR).encode())

    def hash(self, under: str, sentence: str) -> str:
        """The hash of one statement."""
        digest = self._titles.copy()
        if under:
            digest.update((normal(under) + SEPARATOR).encode())
        digest.update(normal(sentence).encode())
        return digest.hexdigest()[:DIGITS]


class Numbering:
    """Gives `~2`, `~3` … to statements of a document with the same hash, in the order of the document."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def unique(self, value: str) -> str:
        """The hash with its mark, where it is not the first."""
        self._seen[value] += 1
        times = self._seen[value]
        return value if times == 1 else f"{value}~{times}"
