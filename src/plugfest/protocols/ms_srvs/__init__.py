"""[MS-SRVS]: the Server Service Remote Protocol, both sides, sans-IO."""

from plugfest.protocols.ms_srvs.server import Caller, FileServer, LocalGroup, ServerService
from plugfest.protocols.ms_srvs.types import SRVSVC

__all__ = ["SRVSVC", "Caller", "FileServer", "LocalGroup", "ServerService"]
