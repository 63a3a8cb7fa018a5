"""Requirements: normative statements of a document, and the facts about them that travel without its prose."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple, Self

import msgspec

from plugfest.errors import InputError

_ID = re.compile(r"([A-Z][A-Z0-9_+-]*):([0-9A-Z][0-9A-Z.]*):([0-9a-f]{10})((?:~[0-9]+)?(?:\.[0-9]+)?)\Z")


class Level(StrEnum):
    """The RFC 2119 keyword that makes a sentence normative; the strongest one where a sentence has several."""

    MUST = "MUST"
    MUST_NOT = "MUST NOT"
    SHOULD = "SHOULD"
    SHOULD_NOT = "SHOULD NOT"
    MAY = "MAY"

    @property
    def mandatory(self) -> bool:
        """True where breaking it is a failure, not a deviation."""
        return self in (Level.MUST, Level.MUST_NOT)


class Actor(StrEnum):
    """Who has to do what the requirement says."""

    CLIENT = "client"
    SERVER = "server"
    BOTH = "both"


class RequirementId(NamedTuple):
    """`DOC:SECTION:HASH`, for example `MS-SRVS:3.1.4.8:9f3c2a71d0`; see the design page on ids.

    Document and hash (with its suffix) identify; the section tells where the statement stands and may change.
    """

    document: str
    section: str
    hash: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take an id apart. Raises InputError if it is none."""
        found = _ID.match(text)
        if not found:
            raise InputError(f"{text!r} is not a requirement id (DOC:SECTION:HASH)")
        return cls(found[1], found[2], found[3] + found[4])

    def __str__(self) -> str:
        return f"{self.document}:{self.section}:{self.hash}"


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One normative statement of one revision of a document."""

    id: str
    document: str
    section: str
    title: str
    """Title of the section."""
    level: Level
    actor: Actor
    text: str
    """The sentence as it stands, link markup and note marks removed. Prose of the document: never committed."""
    lead_in: str = ""
    """The sentence a list item inherits its keyword from, or the name of the field the statement stands under."""
    notes: tuple[int, ...] = ()
    """Numbers of the product-behaviour notes that the sentence carries."""
    line: int = 0
    """Line of the source file where the statement's block begins."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is committed of a requirement: no prose."""

    id: str
    section: str
    level: Level
    actor: Actor
    testable: bool | None = None
    """A human decision; None until somebody took it."""
    reason: str = ""
    """Why it is not testable; from a short closed list."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one document at one revision: `src/plugfest/facts/DOC.json`."""

    document: str
    revision: str
    date: str
    requirements: tuple[Fact, ...]
