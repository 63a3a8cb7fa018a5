"""Every error that plugfest raises on purpose. Anything else that escapes is a defect of ours."""

from __future__ import annotations


class Error(Exception):
    """Base of all errors that plugfest raises on purpose."""


class WireError(Error):
    """Bytes that do not have the layout of the structure they should be.

    `structure` and `field` are the document's names, `offset` is the byte offset in the buffer that was decoded.
    """

    def __init__(self, structure: str, field: str, offset: int, reason: str) -> None:
        super().__init__(f"{structure}.{field} at byte {offset}: {reason}" if field else f"{structure}: {reason}")
        self.structure = structure
        self.field = field
        self.offset = offset
        self.reason = reason


class LocalProtocolError(Error):
    """Our caller asked for something that the protocol forbids in this state."""


class RemoteProtocolError(Error):
    """The peer broke a rule, closed or fell silent where that was not expected; `requirement` is its id if known."""

    def __init__(self, message: str, requirement: str | None = None) -> None:
        super().__init__(message)
        self.requirement = requirement


class Disconnected(RemoteProtocolError):
    """The peer closed the connection."""


class DeadlineExceeded(RemoteProtocolError):
    """The peer did not answer in time."""


class StatusError(Error):
    """The peer refused properly: `status` is the NTSTATUS, RPC fault or Win32 error, `operation` what was asked."""

    def __init__(self, operation: str, status: int) -> None:
        name = getattr(status, "name", None)
        super().__init__(f"{operation}: {name or 'status'} (0x{status:08X})")
        self.operation = operation
        self.status = status


class SpecError(Error):
    """A document that cannot be read as a specification, or something that is not in it."""

    def __init__(self, message: str, document: str = "", section: str = "", line: int = 0) -> None:
        place = " ".join(part for part in (document, section, f"line {line}" if line else "") if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.document = document
        self.section = section
        self.line = line


class InputError(Error):
    """What the user gave is unusable: one line says what and where. The command line exits with 2."""


class TargetUnreachable(Error):
    """Nothing answers at the target's address. The command line exits with 3."""
