"""[MS-SRVS] 3.1: the server's side."""

from plugfest.protocols.ms_srvs.server.access import LocalGroup
from plugfest.protocols.ms_srvs.server.call import Caller
from plugfest.protocols.ms_srvs.server.model import (
    Alias,
    FileServer,
    ServiceState,
    SessionEntry,
    Share,
    Transport,
    TreeConnectEntry,
)
from plugfest.protocols.ms_srvs.server.service import ServerService

__all__ = [
    "Alias",
    "Caller",
    "FileServer",
    "LocalGroup",
    "ServerService",
    "ServiceState",
    "SessionEntry",
    "Share",
    "Transport",
    "TreeConnectEntry",
]
