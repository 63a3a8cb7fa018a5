"""The pipes lsarpc and samr: names and SIDs ([MS-LSAT]), users and groups ([MS-SAMR]) of this server's own accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plugfest.protocols.ms_dtyp import Sid
from plugfest.protocols.ms_lsat.server import ALIASES, LsaService
from plugfest.protocols.ms_rpce import ServerAssociation
from plugfest.protocols.ms_samr.server import SamService
from plugfest.protocols.ms_smb2.server import tokens
from plugfest.protocols.ms_smb2.server.srvsvc import caller

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Session


def lsarpc(server: Server, session: Session) -> ServerAssociation:
    """What listens behind a new instance of the pipe lsarpc."""
    return ServerAssociation((LsaService(_Directory(server)),), caller(session), endpoint=r"\PIPE\lsarpc")


def samr(server: Server, session: Session) -> ServerAssociation:
    """What listens behind a new instance of the pipe samr."""
    return ServerAssociation((SamService(_Directory(server)),), caller(session), endpoint=r"\PIPE\samr")


class _Directory:
    """The server's accounts."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def computer_name(self) -> str:
        """See Directory."""
        return self._server.config.name

    def domain_name(self) -> str:
        """See Directory."""
        return self._server.config.domain

    def machine_sid(self) -> Sid:
        """See Directory."""
        return tokens.machine_sid(self._server.config.name)

    def users(self) -> Sequence[tuple[str, int]]:
        """See Directory."""
        return [(user.name, tokens.FIRST_USER + index) for index, user in enumerate(self._server.config.users)]

    def aliases(self) -> Sequence[tuple[str, int, Sequence[int]]]:
        """See Accounts."""
        users = [(tokens.FIRST_USER + index, user.groups) for index, user in enumerate(self._server.config.users)]
        members = {
            sid.sub_authorities[-1]: [rid for rid, groups in users if group in groups]
            for group, sid in tokens.GROUPS.items()
        }
        return [(ALIASES[relative_id], relative_id, members[relative_id]) for relative_id in sorted(members)]

    def random(self, count: int) -> bytes:
        """See Directory."""
        return self._server.random(count)
