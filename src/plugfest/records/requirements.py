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


class Untestable(StrEnum):
    """Why a server's test over the network cannot decide a requirement: the closed list that `facts/` uses."""

    CLIENT = "client"
    """It binds the client or the caller of a method."""
    DEFINITION = "definition"
    """It introduces or defines; what can be seen stands in other statements."""
    REPEATS = "repeats"
    """It says again what a testable statement of the document says."""
    INTERNAL = "internal"
    """A state or a step inside the server that no message shows."""
    LOCAL = "local"
    """It needs an event at the server itself: a start, a restart, an application, a failing part."""
    UNSPECIFIED = "unspecified"
    """It leaves the result to the implementation, so there is nothing to compare with."""
    CONTRADICTED = "contradicted"
    """Another statement of the document says the opposite."""
    ENVIRONMENT = "environment"
    """It needs hardware, software or names that a target cannot be expected to have."""
    OPTIONAL = "optional"
    """It permits, or it belongs to a part that a server may leave out."""


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
    reason: Untestable | None = None
    """Why it is not testable."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one document at one revision: `src/plugfest/facts/DOC.json`."""

    document: str
    revision: str
    date: str
    requirements: tuple[Fact, ...]
