"""What is derived from the abstract data model of a document."""

from __future__ import annotations

import msgspec


class Use(msgspec.Struct, frozen=True, array_like=True):
    """A sentence that speaks of a variable."""

    section: str
    line: int
    writes: bool
    """It sets, adds to, removes from or clears the variable; else it reads it."""


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """A state variable: `Connection.ClientGuid`, `ShareList`."""

    owner: str
    """What it is a property of: `Connection`, `Server.Share`; empty for a global one."""
    name: str
    role: str
    """Title of the section that the data model belongs to: `Server Details`."""
    section: str
    line: int
    type: str = ""
    """`Boolean`, `list`, `table`, `GUID` … where the definition begins with it."""
    uses: tuple[Use, ...] = ()

    @property
    def full(self) -> str:
        """The name with its owner."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """A timer of a section `Timers`."""

    name: str
    role: str
    section: str
    line: int
    uses: tuple[Use, ...] = ()


class State(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document."""

    document: str
    variables: tuple[Variable, ...] = ()
    timers: tuple[Timer, ...] = ()

    def owners(self) -> dict[str, set[str]]:
        """The names that each owner has, by the owner's last part."""
        found: dict[str, set[str]] = {}
        for one in self.variables:
            if one.owner:
                found.setdefault(one.owner.rpartition(".")[2], set()).add(one.name)
        return found
