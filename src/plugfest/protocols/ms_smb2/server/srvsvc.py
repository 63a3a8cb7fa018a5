"""The pipe srvsvc: the server service ([MS-SRVS]) on this server's own state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_rpce import ServerAssociation
from plugfest.protocols.ms_smb2.server.live_view import LiveView
from plugfest.protocols.ms_srvs import Caller, LocalGroup, ServerService

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Session


def srvsvc(server: Server, session: Session) -> ServerAssociation:
    """What listens behind a new instance of the pipe srvsvc."""
    service = ServerService(LiveView(server, session), server.rules)
    return ServerAssociation((service,), caller(session), endpoint=r"\PIPE\srvsvc")


def caller(session: Session) -> Caller:
    """Who calls, with the groups by which [MS-SRVS] decides."""
    user = session.user
    if user is None:
        return Caller(session.user_name, is_anonymous=session.is_anonymous)
    known = {group.name: group.value for group in LocalGroup}
    return Caller(user.name, frozenset(known[group] for group in user.groups if group in known))
