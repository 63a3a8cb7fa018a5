"""What a constraining sentence of a field definition becomes: a rule with a predicate, as data.

A predicate is a small tree over the members of one structure, by the names that the document gives them; `compiler`
makes a Python function of it. A sentence that becomes none is refused, with a reason of a closed list.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from plugfest.records.requirements import Actor, Level


class _Node(msgspec.Struct, frozen=True, kw_only=True, tag_field="node", tag=str.lower, omit_defaults=True):
    """A node of the tree, told apart by its class's name."""


# --- values -----------------------------------------------------------------------------------------------------------


class Number(_Node, frozen=True):
    """A number; `name` is the token that the document writes for it."""

    value: int
    name: str = ""


class Text(_Node, frozen=True):
    """A string of characters, or the bytes of one."""

    value: str


class Member(_Node, frozen=True):
    """The value of a member; a longer path leads into nested structures."""

    path: tuple[str, ...]


class Measure(_Node, frozen=True):
    """How large a value is: in bytes, characters or elements."""

    of: Value
    unit: Literal["bytes", "characters", "elements"]


class Whole(_Node, frozen=True):
    """The size in bytes of the structure, or from its beginning to behind a member."""


class Bits(_Node, frozen=True):
    """Some bits of a number: `count` from `first`, counted from the least significant one."""

    of: Value
    first: int
    count: int


class Sum(_Node, frozen=True):
    """An arithmetic expression of two values."""

    left: Value
    operator: Literal["+", "-", "*", "//"]
    right: Value


Value = Number | Text | Member | Measure | Whole | Bits | Sum


# --- predicates -------------------------------------------------------------------------------------------------------


class Compare(_Node, frozen=True):
    """Two values compared. A string of bytes equals 0 when all its bytes are 0."""

    left: Value
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    right: Value


class Between(_Node, frozen=True):
    """A number in a range, both ends included."""

    value: Value
    least: Value
    most: Value


class OneOf(_Node, frozen=True):
    """A value of a list, or inside one of the ranges."""

    value: Value
    values: tuple[Number | Text, ...]
    ranges: tuple[tuple[int, int], ...] = ()


class OnlyBits(_Node, frozen=True):
    """A number with no bit set outside a mask."""

    value: Value
    mask: int
    names: tuple[str, ...] = ()


class HasBits(_Node, frozen=True):
    """A number with all the bits of a mask set."""

    value: Value
    mask: int
    name: str = ""


class Contains(_Node, frozen=True):
    """An array with at least one (`every`: nothing but) of the values."""

    value: Value
    values: tuple[Number | Text, ...]
    every: bool = False


class MultipleOf(_Node, frozen=True):
    """A number that another one divides."""

    value: Value
    of: int


class Present(_Node, frozen=True):
    """A member is there: not left out, not empty."""

    member: Member


class Ends(_Node, frozen=True):
    """A string that ends with a terminator."""

    value: Value
    characters: int = 1
    """How many null characters."""


class Kind(_Node, frozen=True):
    """A value of one kind and size: `bits` of an unsigned integer, a GUID, a string, a structure."""

    value: Value
    kind: Literal["unsigned", "signed", "guid", "string", "structure", "array"]
    bits: int = 0
    name: str = ""


class Ordered(_Node, frozen=True):
    """The byte order of a field; it is the codec's to keep, and the derived structure is held to it."""

    value: Value
    order: Literal["little", "big"]


class Told(_Node, frozen=True):
    """The situation that the sentence speaks of, which no field tells: who runs the rule says if it is given."""


class Not(_Node, frozen=True):
    """The opposite."""

    of: Predicate


class All(_Node, frozen=True):
    """Every one of them holds."""

    of: tuple[Predicate, ...]


class Any(_Node, frozen=True):
    """One of them holds."""

    of: tuple[Predicate, ...]


Predicate = (
    Compare
    | Between
    | OneOf
    | OnlyBits
    | HasBits
    | Contains
    | MultipleOf
    | Present
    | Ends
    | Kind
    | Ordered
    | Told
    | Not
    | All
    | Any
)


# --- rules ------------------------------------------------------------------------------------------------------------


class Use(StrEnum):
    """What a rule is good for. The list is closed."""

    SENT = "sent"
    """It judges what was sent: the predicate has to hold."""
    IGNORED = "ignored"
    """The receiver does not look at the field: a suite sends another value and expects the same answer."""
    REFUSED = "refused"
    """The receiver does not take the message where the condition holds: a suite sends such a one. It answers with the
    error `status`, or the message is `discarded`, or the sender `disconnected`."""

    LAYOUT = "layout"
    """It tells how the bytes lie: the derived structure is held to it, and so is whoever writes a codec."""


class FieldRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One constraint on one field of one structure."""

    requirement: str
    """The id of the requirement that it was read from."""
    document: str
    section: str
    structure: str
    """Title of the section; with the layout's ordinal (`title #2`) where a section has several."""
    field: str
    """The field whose definition the sentence stands in; `Reserved#2` is the second of its name."""
    use: Use
    level: Level
    actor: Actor
    """Who sends what is judged; for `ignored` and `refused` who receives it."""
    family: str
    """The pattern that the sentence was read with."""
    predicate: Predicate | None = None
    """None where the use is `ignored`: nothing on the wire breaks it."""
    condition: Predicate | None = None
    """The rule says something only where this holds."""
    status: str = ""
    line: int = 0


class Reason(StrEnum):
    """Why a sentence does not become a rule. The list is closed."""

    PROCESSING = "it tells what to do, not what a field holds"
    MEANING = "what the value has to be is meant, not given"
    CONDITION = "its condition is not about fields of this structure"
    CONTEXT = "it hangs on the sentence before it"
    ELSEWHERE = "it compares with another message or with state"
    REFERENCE = "what is demanded stands in another section or document"
    TABLE = "the values that follow cannot be read as numbers or strings"
    NAME = "a name in it has no value, or several"
    SUBJECT = "what it speaks of is no field of this structure"
    LAYOUT = "it tells how the bytes lie, which the codec obeys"
    ROW = "it tells what a value means, or when it is chosen"
    WORDING = "its wording is not understood"


class RefusedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that did not become a rule."""

    requirement: str
    section: str
    field: str
    reason: Reason
    line: int = 0


class FieldRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document."""

    document: str
    revision: str
    rules: tuple[FieldRule, ...] = ()
    refused: tuple[RefusedSentence, ...] = ()
    sentences: int = 0
    """How many sentences inside field definitions of packet layouts have a MUST or SHOULD."""
    compiled: int = 0
    """How many of them became rules, every statement of them."""
    told: int = 0
    """How many more became rules for a situation that no field tells, so that who runs them has to."""
    members: int = 0
    """The same inside the definitions of members and parameters that stand below IDL."""
    members_compiled: int = 0
    members_told: int = 0
