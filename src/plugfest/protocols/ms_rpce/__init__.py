"""[C706] and [MS-RPCE]: connection-oriented RPC, both sides, sans-IO."""

from plugfest.protocols.ms_rpce.client import BindRefused, Bound, ClientAssociation, Event, Faulted, Responded
from plugfest.protocols.ms_rpce.pdus import FaultStatus, Pdu
from plugfest.protocols.ms_rpce.security import AuthenticationLevel, ClientSecurity
from plugfest.protocols.ms_rpce.server import Fault, ServerAssociation, Service

__all__ = [
    "AuthenticationLevel",
    "BindRefused",
    "Bound",
    "ClientAssociation",
    "ClientSecurity",
    "Event",
    "Fault",
    "FaultStatus",
    "Faulted",
    "Pdu",
    "Responded",
    "ServerAssociation",
    "Service",
]
