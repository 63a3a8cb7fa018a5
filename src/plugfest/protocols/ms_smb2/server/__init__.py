"""[MS-SMB2] 3.3: the server role, sans-IO. `core.Server` is the state of all connections; see its docstring."""

from plugfest.protocols.ms_smb2.server.core import Server
from plugfest.protocols.ms_smb2.server.events import (
    Closed,
    Command,
    Connected,
    Disconnect,
    Drain,
    Event,
    Keep,
    Received,
    Send,
    SetTimer,
    Tick,
)
from plugfest.protocols.ms_smb2.server.objects import ServerConfig, Share, User
from plugfest.protocols.ms_smb2.server.pipes import NamedPipes, PipeService

__all__ = [
    "Closed",
    "Command",
    "Connected",
    "Disconnect",
    "Drain",
    "Event",
    "Keep",
    "NamedPipes",
    "PipeService",
    "Received",
    "Send",
    "Server",
    "ServerConfig",
    "SetTimer",
    "Share",
    "Tick",
    "User",
]
