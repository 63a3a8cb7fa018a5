"""[MS-DTYP] 2.5.2: the token of a session: the SIDs and privileges of its user on this server."""

from __future__ import annotations

import hashlib

from plugfest.protocols.ms_dtyp import Sid, Token
from plugfest.protocols.ms_dtyp.sid import (
    ADMINISTRATORS,
    ANONYMOUS,
    AUTHENTICATED_USERS,
    BACKUP_OPERATORS,
    EVERYONE,
    GUESTS,
    NETWORK,
    POWER_USERS,
    PRINT_OPERATORS,
    SERVER_OPERATORS,
    USERS,
)
from plugfest.protocols.ms_smb2.server.objects import ServerConfig, Session

GROUPS = {
    "Administrators": ADMINISTRATORS,
    "BackupOperators": BACKUP_OPERATORS,
    "PowerUsers": POWER_USERS,
    "PrintOperators": PRINT_OPERATORS,
    "ServerOperators": SERVER_OPERATORS,
}
_PRIVILEGES = {
    "Administrators": frozenset(
        ("SeBackupPrivilege", "SeRestorePrivilege", "SeSecurityPrivilege", "SeTakeOwnershipPrivilege")
    ),
    "BackupOperators": frozenset(("SeBackupPrivilege", "SeRestorePrivilege")),
}
FIRST_USER = 1000
_DOMAIN_USERS = 513


def machine_sid(name: str) -> Sid:
    """The SID that the accounts of a server of this name are below: the same at every start."""
    digest = hashlib.blake2s(name.casefold().encode(), digest_size=12).digest()
    parts = (21, *(int.from_bytes(digest[index : index + 4], "little") for index in (0, 4, 8)))
    return Sid(1, len(parts), (5).to_bytes(6, "big"), parts)


def token_of(config: ServerConfig, session: Session) -> Token:
    """Who the session's user is, and what it may do beyond the security descriptors."""
    machine = machine_sid(config.name)
    if session.user is None:
        sid = GUESTS if session.is_guest else ANONYMOUS
        return Token(sid, sid, frozenset((EVERYONE, NETWORK)))
    relative_id = FIRST_USER + next(i for i, user in enumerate(config.users) if user.name == session.user.name)
    groups = {EVERYONE, NETWORK, AUTHENTICATED_USERS, USERS}
    groups.update(GROUPS[name] for name in session.user.groups if name in GROUPS)
    privileges = frozenset().union(*(_PRIVILEGES.get(name, frozenset()) for name in session.user.groups))
    return Token(machine.child(relative_id), machine.child(_DOMAIN_USERS), frozenset(groups), privileges)
