"""The pipe wkssvc: the workstation service ([MS-WKST]) on this server's own state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_rpce import ServerAssociation
from plugfest.protocols.ms_smb2.server.srvsvc import caller
from plugfest.protocols.ms_wkst.server import WorkstationService

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Session


def wkssvc(server: Server, session: Session) -> ServerAssociation:
    """What listens behind a new instance of the pipe wkssvc."""
    service = WorkstationService(_Computer(server))
    return ServerAssociation((service,), caller(session), endpoint=r"\PIPE\wkssvc")


class _Computer:
    """The server as a workstation."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def computer_name(self) -> str:
        """See Workstation."""
        return self._server.config.name

    def domain_name(self) -> str:
        """See Workstation."""
        return self._server.config.domain

    def logged_on_users(self) -> int:
        """See Workstation."""
        return sum(session.state == "Valid" for session in self._server.session_table.values())
