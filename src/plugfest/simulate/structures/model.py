"""What is derived from a packet layout and its field definitions: a structure as data, each part with its place.

A structure is its members in order. A member has a *form* (what it is), an *extent* (where its size comes from), may
lie *at* an offset that another member tells, and may be there only under a *condition*. Names are the document's own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from plugfest.records.findings import Finding

Order = Literal["little", "big"]


class Source(msgspec.Struct, frozen=True, array_like=True):
    """The place that a part was derived from. The quote is kept beside the user's library and nowhere else."""

    section: str
    line: int
    quote: str = ""


class _Part(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=str.lower, omit_defaults=True):
    """A part of a structure's description, told apart by its class's name."""


# --- values of other members ------------------------------------------------------------------------------------------


class Reference(_Part, frozen=True):
    """What a member's value tells: `times` · value / `over` (rounded up) + `plus`, less the values of others."""

    member: str
    """Its name as written."""
    times: int = 1
    over: int = 1
    plus: int = 0
    less: tuple[str, ...] = ()
    table: tuple[tuple[int, int], ...] = ()
    """What each value stands for, where it is a code and no number of bytes."""
    source: Source | None = None


# --- conditions -------------------------------------------------------------------------------------------------------


class Compare(_Part, frozen=True):
    """A member's value compared with numbers."""

    member: str
    operator: Literal["is", "is not", "has", "has not", "less", "greater", "at least", "at most", "contains", "lacks"]
    """`has`: all the bits are set; `has not`: none is; `contains`: an array holds one of the values."""
    values: tuple[int, ...]
    names: tuple[str, ...] = ()
    """The tokens that the document gives instead of numbers."""


class All(_Part, frozen=True):
    """Every one of them holds."""

    of: tuple[Condition, ...]


class Any(_Part, frozen=True):
    """One of them holds."""

    of: tuple[Condition, ...]


class Left(_Part, frozen=True):
    """Bytes are left for it: what is optional at the end of a structure whose end is known."""


class Message(_Part, frozen=True):
    """The message that the structure is the header of is a request, or a response."""

    role: Literal["request", "response", "not request", "not response"]


Condition = Compare | All | Any | Left | Message


# --- forms ------------------------------------------------------------------------------------------------------------


class Number(_Part, frozen=True):
    """An integer of whole bytes."""

    size: int
    """In bytes; 3, 6 and others occur."""
    signed: bool = False
    order: Order = "little"
    means: Literal["number", "filetime", "float"] = "number"


class BitField(_Part, frozen=True):
    """Some bits of an integer that it shares with its neighbours; the unit is written with the first of them."""

    width: int
    shift: int
    """From the least significant bit of the unit."""
    unit: int
    """Bytes of the integer that holds it."""
    order: Order = "little"
    first: bool = False
    """It is the first one of its unit."""


class Blob(_Part, frozen=True):
    """Bytes that the document does not divide further."""


class Guid(_Part, frozen=True):
    """A GUID, [MS-DTYP] 2.3.4.2."""

    order: Order = "little"


class Text(_Part, frozen=True):
    """A string of characters."""

    encoding: Literal["utf-16-le", "utf-16-be", "utf-8", "ascii", "oem"]


class Inner(_Part, frozen=True):
    """Another structure, by the place that defines it."""

    document: str
    section: str
    name: str
    role: Literal["", "request", "response", "other"] = ""
    """What the message is that it is the header of, where the header hangs on that."""
    without: tuple[str, ...] = ()
    """The members that it does not have here: those of other messages, and the room for what this one has behind it."""
    order: Order | None = None
    """The byte order that it has here, where its document leaves that to others."""


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a union."""

    name: str
    members: tuple[Member, ...]
    condition: Condition | None = None
    """None: where no other arm's condition holds."""


class Union(_Part, frozen=True):
    """Bytes that are read in different ways."""

    arms: tuple[Arm, ...]


class Array(_Part, frozen=True):
    """Elements of one form. `align`: each begins at a multiple of it, counted from the base of offsets."""

    element: Form
    extent: Extent
    """The extent of one element."""
    align: int = 1
    next: str = ""
    """The element's member that tells how far the next one is, 0 in the last."""


class Region(_Part, frozen=True):
    """Room for the members that lie in it, each at an offset that another one tells; what they leave is kept."""


Form = Number | BitField | Blob | Guid | Text | Inner | Union | Array | Region


# --- extents ----------------------------------------------------------------------------------------------------------


class Fixed(_Part, frozen=True):
    """So many bytes; for bits, so many bits of their unit."""

    bits: int


class Measured(_Part, frozen=True):
    """What another member tells: in bytes, in characters of the text or in elements of the array."""

    by: Reference
    unit: Literal["bytes", "characters", "elements"] = "bytes"


class Terminated(_Part, frozen=True):
    """Up to a terminator, which belongs to it."""

    by: bytes = b"\0"
    unit: int = 1
    """The terminator begins at a multiple of it, counted from the member's start."""


class Remaining(_Part, frozen=True):
    """Up to the end of the structure, or to the members of fixed size behind it."""


class Own(_Part, frozen=True):
    """What its form says by itself: a nested structure, a union of arms of different sizes."""


class Filler(_Part, frozen=True):
    """Up to a multiple of `to`, or to the place of the member that `before` names."""

    to: int = 1
    before: str = ""


Extent = Fixed | Measured | Terminated | Remaining | Own | Filler


class At(_Part, frozen=True):
    """The member lies where another one says: bytes from `base`, nothing there where it is 0.

    `base`: empty for the structure's own start, the name of a member, or of the structure (`SMB2 header`) in which
    this one stands.
    """

    by: Reference
    base: str = ""


# --- the structure ----------------------------------------------------------------------------------------------------


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the structure."""

    name: str
    """As written."""
    form: Form
    extent: Extent
    bit_offset: int | None = None
    """From the structure's start, in bits; None behind a member of variable size."""
    at: At | None = None
    align: int = 1
    condition: Condition | None = None
    constant: int | None = None
    """The one value that it has to have."""
    tokens: tuple[tuple[str, int], ...] = ()
    """The values that the document names for it."""
    sources: tuple[Source, ...] = ()


class DerivedStructure(msgspec.Struct, frozen=True, kw_only=True):
    """One layout, compiled."""

    document: str
    section: str
    """Its number."""
    title: str
    """The section's title, as written; with the ordinal (`title #2`) where a section has several layouts."""
    name: str
    """The structure's name: the title without what surrounds it."""
    line: int
    """Of the layout."""
    order: Order = "little"
    order_source: Source | None = None
    """Where the document says so; None where nothing does and little-endian is assumed."""
    members: tuple[Member, ...] = ()
    extent: Extent | None = None
    """What tells the size of the whole, if a member does."""
    follows: tuple[Inner, ...] = ()
    """The header that comes before it in a message; one of these forms of it."""
    condition: Condition | None = None
    """When a structure with several forms takes this one; over its own members."""

    @property
    def place(self) -> str:
        """`MS-SMB2:SMB2 NEGOTIATE Request`."""
        return f"{self.document}:{self.title}"


class Reason(StrEnum):
    """Why a layout is not compiled."""

    NO_FIELDS = "the layout has no fields"
    NO_SIZE = "nothing tells the size of a field"
    NO_END = "nothing tells where a field of variable size ends"
    NO_CONDITION = "what decides if a field is there is not in the message"
    NO_CHOICE = "what decides between the ways to read a field is not in the message"
    NO_STRUCTURE = "the structure of a field is not defined, or was itself refused"
    NO_PLACE = "the place of a field is not told"
    BITS = "the bit fields do not fill whole bytes"
    CONTRADICTION = "the sizes that the text gives contradict each other"
    RECURSIVE = "it contains itself without an end"
    ENCODING = "the field's encoding is described by an algorithm, not by a layout"
    NOT_BYTES = "the layout does not describe bytes of a message"


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A layout that is not compiled: why, and what stands there."""

    document: str
    section: str
    title: str
    line: int
    """Of the sentence or the field that stands in the way."""
    reason: Reason
    field: str = ""
    quote: str = ""
    example: bool = False
    """It stands in a worked example."""


class Structures(msgspec.Struct, frozen=True, kw_only=True):
    """All layouts of a document."""

    document: str
    revision: str
    compiled: tuple[DerivedStructure, ...] = ()
    refused: tuple[Refusal, ...] = ()
    merged: int = 0
    """Layouts that tell too little alone, and were compiled with the structures that have their fields: what is drawn
    apart, a header whose form hangs on the kind of the message."""
    examples: int = 0
    """Layouts in worked examples, which are not compiled."""
    findings: tuple[Finding, ...] = ()
