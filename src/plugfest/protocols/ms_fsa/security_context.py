"""[MS-FSA] 2.1.1.13 SecurityContext, and 2.1.4.14 AccessCheck with the answers remembered."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp import (
    AceFlags,
    SdControl,
    SecurityDescriptor,
    Token,
    granted_access,
    new_descriptor,
)
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS
from plugfest.protocols.ms_erref import NtStatus, Refused

_KEPT = 1024


@lru_cache(maxsize=_KEPT)
def decode(security: bytes) -> SecurityDescriptor:
    """A descriptor as a storage keeps it; nothing is one that allows everybody everything."""
    try:
        return SecurityDescriptor.decode(security) if security else SecurityDescriptor()
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_SECURITY_DESCR) from None


def _inherit(parent: SecurityDescriptor, is_directory: bool, token: Token) -> SecurityDescriptor:
    """What follows from the parent alone. Only where the parent itself is marked as inheriting automatically, what it
    hands on is marked so too ([MS-DTYP] 2.5.3.4.1 AutoInheritFlags)."""
    made = new_descriptor(parent, None, is_directory, token)
    if parent.control & SdControl.SE_DACL_AUTO_INHERITED or made.dacl is None:
        return made
    aces = tuple(
        msgspec.structs.replace(ace, flags=AceFlags(ace.flags & ~AceFlags.INHERITED_ACE)) for ace in made.dacl.aces
    )
    dacl = msgspec.structs.replace(made.dacl, aces=aces)
    return msgspec.structs.replace(made, dacl=dacl, control=made.control & ~SdControl.SE_DACL_AUTO_INHERITED)


class SecurityContext:
    """Who opens: one for each session, since it remembers what was decided for its token."""

    __slots__ = (
        "_granted",
        "_inherited",
        "has_backup_access",
        "has_manage_volume_access",
        "has_restore_access",
        "has_security_access",
        "is_administrator",
        "token",
    )

    def __init__(self, token: Token) -> None:
        self.token = token
        self.has_backup_access = token.has("SeBackupPrivilege")
        self.has_restore_access = token.has("SeRestorePrivilege")
        self.has_security_access = token.has("SeSecurityPrivilege")
        self.has_manage_volume_access = token.has("SeManageVolumePrivilege")
        self.is_administrator = token.holds(ADMINISTRATORS)
        self._granted: dict[bytes, int] = {}
        self._inherited: dict[tuple[bytes, bool], bytes] = {}

    def granted(self, security: bytes) -> int:
        """Everything that this descriptor allows the token."""
        granted = self._granted.get(security)
        if granted is None:
            if len(self._granted) >= _KEPT:
                self._granted.clear()
            granted = self._granted[security] = granted_access(self.token, decode(security))
        return granted

    def new_security(self, parent: bytes, is_directory: bool, given: SecurityDescriptor | None) -> bytes:
        """[MS-DTYP] 2.5.3.4.1: the descriptor of what is made in a directory that `parent` protects.

        A DACL that is given stands alone; inherited ACEs are not put behind it.
        """
        if given is not None:
            explicit = bool(given.control & SdControl.SE_DACL_PRESENT)
            return new_descriptor(None if explicit else decode(parent), given, is_directory, self.token).encode()
        key = (parent, is_directory)
        security = self._inherited.get(key)
        if security is None:
            if len(self._inherited) >= _KEPT:
                self._inherited.clear()
            security = self._inherited[key] = _inherit(decode(parent), is_directory, self.token).encode()
        return security
