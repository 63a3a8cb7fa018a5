"""[MS-SRVS] 3.1.4: one call of a method: who calls, what it works on, and how it fails."""

from __future__ import annotations

from typing import Any

import msgspec

from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server.model import FileServer, ServiceState
from plugfest.protocols.rules import Rules


class Failed(Exception):
    """The method ends with this error code. `values` are members of its response that say more than their default."""

    def __init__(self, status: NetApiStatus, **values: Any) -> None:
        super().__init__(status)
        self.status = status
        self.values = values


class Caller(msgspec.Struct, frozen=True):
    """Who calls: the identity that the transport authenticated (2.1), and the SIDs of its groups."""

    user_name: str = ""
    groups: frozenset[str] = frozenset()
    is_anonymous: bool = False

    def is_in(self, *groups: str) -> bool:
        """Is the caller a member of one of these?"""
        return not self.groups.isdisjoint(groups)


class Call(msgspec.Struct, frozen=True):
    """What a method is given beside its request."""

    server: FileServer
    rules: Rules
    caller: Caller

    @property
    def state(self) -> ServiceState:
        """What the service itself keeps."""
        return self.server.state

    def require(self, condition: bool, rule: str, status: NetApiStatus, **values: Any) -> None:
        """Raise Failed where the condition is not met, as this requirement has it."""
        if not condition and self.rules.on(rule):
            raise Failed(status, **values)

    def ignore(self, value: object, rule: str) -> None:
        """What this value is does not matter; where that rule is broken, any but the default one is refused."""
        if value and not self.rules.on(rule):
            raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
