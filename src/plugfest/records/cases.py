"""Cases: what a test covers, needs and does to a target."""

from __future__ import annotations

import msgspec


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One conformance case, as collected."""

    id: str
    """Path and name: `ms_srvs/share_enum.py::test_level_1`; its position does not matter."""
    title: str
    """First line of its docstring, in our own words."""
    scenario: str = ""
    """Beginning of its file's docstring: what it and its neighbours are about."""
    covers: tuple[str, ...]
    """Requirement ids that it cites."""
    needs: tuple[str, ...] = ()
    disruptive: bool = False
    alone: bool = False
    """It counts what others make (sessions, opens, shares): no other case may run beside it."""
    malforms: bool = False
    """It sends a message that is malformed on purpose, so other decoders will complain."""
    path: str = ""
    line: int = 0
