"""[MS-SRVS] 3.1.1: the abstract data model.

Shares, sessions, tree connects and opens are the file server's, which tells them when a call arrives (`FileServer`);
what the service alone knows stands in `ServiceState`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import msgspec

from plugfest.protocols.ms_srvs.constants import ShareType, SoftwareType
from plugfest.protocols.ms_srvs.types import (
    CONNECTION_INFO_1,
    FILE_INFO_3,
    SERVER_INFO_103,
    SERVER_INFO_599,
    SESSION_INFO_502,
    SHARE_INFO_503_I,
    STAT_SERVER_0,
    TIME_OF_DAY_INFO,
)

SVTI2_REMAP_PIPE_NAMES = 0x00000002
SVTI2_SCOPED_NAME = 0x00000004
"""2.2.4.96."""
ANY_SERVER = "*"
"""3.1.1.7 Share.ServerName of a share that belongs to no name of its own."""


class Share(msgspec.Struct, frozen=True):
    """3.1.1.7, as the file server tells it ([MS-SMB2] 3.3.4.16)."""

    info: SHARE_INFO_503_I
    flags: int = 0
    """shi1005_flags."""
    is_persistent: bool = True
    is_marked_for_deletion: bool = False

    @property
    def name(self) -> str:
        """Share.ShareName."""
        return self.info.shi503_netname or ""

    @property
    def server_name(self) -> str:
        """Share.ServerName."""
        return self.info.shi503_servername or ANY_SERVER

    @property
    def is_printer_share(self) -> bool:
        """Share.IsPrinterShare."""
        return self.info.shi503_type & 0xFF == ShareType.STYPE_PRINTQ


class Transport(msgspec.Struct, frozen=True):
    """3.1.1.2. Transport.ConnectionCount is the file server's."""

    name: str
    address: bytes
    """svti3_transportaddress."""
    domain: str | None = None
    flags: int = 0

    @property
    def server_name(self) -> str:
        """Transport.ServerName: the address without what pads it."""
        return self.address.decode("latin-1").rstrip(" \0")


class Alias(msgspec.Struct, frozen=True):
    """3.1.1.3."""

    alias: str
    target: str
    default: bool = False


@dataclass
class ServiceState:
    """3.1.1.1 and 3.1.1.4, but for the lists that the file server keeps."""

    server_info_103: SERVER_INFO_103
    server_info_599: SERVER_INFO_599
    transport_list: list[Transport] = field(default_factory=list)
    alias_list: list[Alias] = field(default_factory=list)
    default_server_name: str | None = None
    global_server_announce: int = int(SoftwareType.SV_TYPE_SERVER)
    statistics_start_time: int = 0
    """Seconds since 1970."""
    deletions: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    """SHARE_DEL_HANDLE (2.2.1.2) → Share.ServerName and Share.ShareName."""

    def announce(self, service: SoftwareType) -> None:
        """3.1.6.9: a service is there."""
        self.global_server_announce |= service

    def retract(self, service: SoftwareType) -> None:
        """3.1.6.10: a service is gone."""
        self.global_server_announce &= ~service

    def scoped_names(self) -> frozenset[str]:
        """Transport.ServerName of the transports with SVTI2_SCOPED_NAME, in one case."""
        return frozenset(one.server_name.casefold() for one in self.transport_list if one.flags & SVTI2_SCOPED_NAME)


class SessionEntry(NamedTuple):
    """3.1.1.8."""

    global_session_id: int
    info: SESSION_INFO_502


class TreeConnectEntry(NamedTuple):
    """3.1.1.5, with the name of the computer that it was made from."""

    computer_name: str
    info: CONNECTION_INFO_1


class FileServer(Protocol):
    """What the service asks the file server that it is part of: the events of [MS-SMB2] 3.3.4.12 to 3.3.4.24.

    What changes something raises Refused where that does not work.
    """

    @property
    def state(self) -> ServiceState:
        """What the service alone keeps."""

    def query_shares(self) -> Sequence[Share]:
        """ShareList, in the order in which shares were added; [MS-SMB2] 3.3.4.16."""

    def register_share(self, share: Share) -> None:
        """[MS-SMB2] 3.3.4.13."""

    def update_share(self, share: Share) -> None:
        """[MS-SMB2] 3.3.4.14: change the share of this name and server name."""

    def deregister_share(self, share: Share) -> None:
        """[MS-SMB2] 3.3.4.15: close what is open on it, and forget it."""

    def has_directory(self, path: str) -> bool:
        """Is there a local directory of that path which the caller has access to?"""

    def query_sessions(self) -> Sequence[SessionEntry]:
        """SessionList, in the order in which sessions were registered; [MS-SMB2] 3.3.4.18."""

    def close_session(self, global_session_id: int) -> None:
        """[MS-SMB2] 3.3.4.12."""

    def query_tree_connects(self) -> Sequence[TreeConnectEntry]:
        """TreeConnectList; [MS-SMB2] 3.3.4.19."""

    def query_opens(self) -> Sequence[FILE_INFO_3]:
        """FileList; [MS-SMB2] 3.3.4.20."""

    def close_open(self, global_file_id: int) -> None:
        """[MS-SMB2] 3.3.4.17."""

    def bind_transport(self, transport_name: str, server_name: str, enable: bool) -> None:
        """[MS-SMB2] 3.3.4.21."""

    def connection_count(self, transport: Transport) -> int:
        """Transport.ConnectionCount."""

    def query_statistics(self) -> STAT_SERVER_0:
        """[MS-SMB2] 3.3.4.24."""

    def time_of_day(self) -> TIME_OF_DAY_INFO:
        """The time now, and since the system started."""

    def disks(self) -> Sequence[str]:
        """The drives of the computer, such as C:."""

    def file_security(self, share: Share, path: str, information: int) -> bytes:
        """The parts that `information` ([MS-DTYP] 2.4.7) names of the security descriptor of a file."""

    def set_file_security(self, share: Share, path: str, information: int, descriptor: bytes) -> None:
        """Change these parts."""

    def random(self, count: int) -> bytes:
        """Unpredictable bytes."""

    def persist(self) -> None:
        """Keep sticky shares, transports, aliases and configuration as they are now, for the next start."""
