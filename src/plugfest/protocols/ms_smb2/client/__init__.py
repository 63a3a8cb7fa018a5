"""[MS-SMB2] 3.2: the client's state and rules, sans-IO.

connection: [MS-SMB2] 3.2.1.2, 3.2.4.1 · receiving: 3.2.5.1, 3.2.5.4 to 3.2.5.9 · negotiation: 3.2.4.2.2, 3.2.5.2 ·
authentication: 3.2.4.2.3, 3.2.5.3 · model: 3.2.1.3 to 3.2.1.8 · sequence: 3.2.4.1.6 · settings: 3.2.1.1
"""

from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client.authentication import Authentication, Mechanism
from plugfest.protocols.ms_smb2.client.connection import Connection, Message, Outgoing
from plugfest.protocols.ms_smb2.client.model import Channel, Open, Reply, Request, Session, TreeConnect
from plugfest.protocols.ms_smb2.client.negotiation import check_validation, validate_request
from plugfest.protocols.ms_smb2.client.receiving import Incoming
from plugfest.protocols.ms_smb2.client.settings import ClientSettings

__all__ = [
    "Authentication",
    "Channel",
    "ClientSettings",
    "Connection",
    "Credentials",
    "Incoming",
    "Mechanism",
    "Message",
    "Open",
    "Outgoing",
    "Reply",
    "Request",
    "Session",
    "TreeConnect",
    "check_validation",
    "validate_request",
]
