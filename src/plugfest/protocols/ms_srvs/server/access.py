"""[MS-SRVS] 3.1.4: who may call a method: its notes name local groups, and anybody else gets ERROR_ACCESS_DENIED."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server.call import Call, Failed


class LocalGroup(StrEnum):
    """[MS-DTYP] 2.4.2.4: the local groups that the notes of 3.1.4 name."""

    Administrators = "S-1-5-32-544"
    PowerUsers = "S-1-5-32-547"
    ServerOperators = "S-1-5-32-549"
    PrintOperators = "S-1-5-32-550"


OPERATORS = (LocalGroup.Administrators, LocalGroup.ServerOperators)
"""Whom most methods ask for."""
SHARE_KEEPERS = (*OPERATORS, LocalGroup.PowerUsers)
"""Who may add and delete shares of files."""
ANY_KEEPER = (*SHARE_KEEPERS, LocalGroup.PrintOperators)
"""All four groups."""


class Access(msgspec.Struct, frozen=True):
    """The two requirements of a method: that permissions are checked, and that the call fails without them."""

    enforced: str
    fails: str

    def check(self, call: Call, *allowed: LocalGroup) -> None:
        """Raise Failed unless the caller is in one of these groups."""
        if not call.caller.is_in(*allowed) and call.rules.on(self.enforced) and call.rules.on(self.fails):
            raise Failed(NetApiStatus.ERROR_ACCESS_DENIED)

    def check_share_keeper(self, call: Call, is_printer_share: bool) -> None:
        """Raise Failed unless the caller may add and delete shares of this kind."""
        self.check(call, *((LocalGroup.PrintOperators, *OPERATORS) if is_printer_share else SHARE_KEEPERS))
