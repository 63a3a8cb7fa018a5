"""Verdicts, the runs they belong to, and the exchange that proves them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class VerdictKind(StrEnum):
    """How a case ended. Every selected case ends in exactly one."""

    PASS = "pass"
    FAIL = "fail"
    """A MUST is broken."""
    DEVIATION = "deviation"
    """A SHOULD is not followed."""
    INCONCLUSIVE = "inconclusive"
    """The peer or the transport failed outside what the case expects: nothing is known."""
    NOT_APPLICABLE = "not_applicable"
    """Role, dialect, capability, credential or permission is absent."""
    ERROR = "error"
    """We broke."""


class FieldValue(msgspec.Struct, frozen=True):
    """One decoded field, for people: dotted name, value as text, byte offset in the message (-1 where unknown)."""

    name: str
    value: str
    offset: int = -1


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message of an exchange, as it was on the wire and decoded."""

    number: int
    """From 1, in the order sent and received."""
    time: float
    """Seconds since the case began."""
    sent: bool
    """True from us to the peer."""
    connection: int
    """Which connection of the case, from 1."""
    name: str
    """For example `SMB2 TREE_CONNECT Request`, or `NetrShareEnum response`."""
    section: str = ""
    """`DOC section` that defines its structure."""
    data: bytes = b""
    """The message without transport framing; the decrypted one where it was encrypted."""
    encrypted: bool = False
    fields: tuple[FieldValue, ...] = ()
    summary: str = ""
    """One line: the status, a name, a level."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What went over the wire during a case."""

    messages: tuple[Message, ...] = ()
    capture: str = ""
    """Path of the pcapng, relative to the run's folder; empty if nothing was sent."""
    decrypted: str = ""
    """Path of the decrypted view beside it, where the exchange was encrypted."""
    keys: str = ""
    """Path of keys.txt beside it, where the exchange was encrypted."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How one case ended in one run, against the requirements it cites."""

    case: str
    kind: VerdictKind
    title: str = ""
    covers: tuple[str, ...] = ()
    requirement: str = ""
    """The requirement that the failed expectation was about; the first cited where none was named."""
    expected: str = ""
    actual: str = ""
    reason: str = ""
    """Why it is not a pass, in one line."""
    known: str = ""
    """The reason in the target's profile, where this deviation is known."""
    unexpected_pass: bool = False
    """The profile expects this case to fail, and it passed."""
    malforms: bool = False
    duration: float = 0.0
    """Seconds."""
    exchange: Exchange = Exchange()
    detail: str = ""
    """Traceback of an `error`."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the suites against one target."""

    id: str
    target: str
    """The target's address, without its password."""
    started: str
    """ISO 8601, UTC."""
    duration: float = 0.0
    version: str = ""
    """Of plugfest."""
    profile: str = ""
    capabilities: dict[str, str] = {}
    """What the target can do, as detected."""
    revisions: dict[str, str] = {}
    """Document → revision of the facts that the verdicts rest on."""
    replays: str = ""
    """The run of which this one repeats a single case; empty for a run of its own."""
    finished: bool = True
    """False: it was interrupted, or is still running, and cases are missing."""
    folder: str = ""
    """Where its captures lie."""
