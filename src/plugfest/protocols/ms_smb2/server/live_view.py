"""[MS-SMB2] 3.3.4.12 to 3.3.4.24: what the server service ([MS-SRVS]) asks the file server that it is part of.

Everything is told as it stands when the call arrives; nothing is kept twice.

Departures: [MS-SMB2] 3.3.4.20 gives fi3_permissions the access mask of the open; [MS-SRVS] 2.2.4.7 has bits of its own
for that, which are given here. FileList begins with the open that is there longest. A call about a file whose oplock
has to be broken does not wait: it begins the break and fails with ERROR_SHARING_VIOLATION, and succeeds when made
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask
from plugfest.protocols.ms_smb2.server import shares
from plugfest.protocols.ms_smb2.server.service_state import DIRECT_TCP, persist
from plugfest.protocols.ms_srvs.constants import FilePermissions, SessionUserFlags
from plugfest.protocols.ms_srvs.server import ServiceState, SessionEntry, Share, Transport, TreeConnectEntry
from plugfest.protocols.ms_srvs.types import (
    CONNECTION_INFO_1,
    FILE_INFO_3,
    SESSION_INFO_502,
    STAT_SERVER_0,
    TIME_OF_DAY_INFO,
)

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Connection, Open, Session

_SECOND = 10_000_000
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = 11_644_473_600
_CLOCK_TICK = 310
"""[MS-SRVS] 2.2.4.105 tod_tinterval: ten-thousandths of a second between two readings of the clock."""
_PERMISSIONS = (
    (AccessMask.FILE_READ_DATA, FilePermissions.PERM_FILE_READ),
    (AccessMask.FILE_WRITE_DATA, FilePermissions.PERM_FILE_WRITE),
    (AccessMask.FILE_APPEND_DATA, FilePermissions.PERM_FILE_CREATE),
    (AccessMask.FILE_EXECUTE, FilePermissions.ACCESS_EXEC),
    (AccessMask.DELETE, FilePermissions.ACCESS_DELETE),
    (AccessMask.FILE_WRITE_ATTRIBUTES, FilePermissions.ACCESS_ATRIB),
    (AccessMask.WRITE_DAC, FilePermissions.ACCESS_PERM),
)
_OWNER_GROUP_DACL, _OWNER_GROUP, _DACL, _SACL = 0x7, 0x3, 0x4, 0x8


class LiveView:
    """The server's state, as [MS-SRVS] speaks of it to the user of a session."""

    def __init__(self, server: Server, session: Session) -> None:
        self._server = server
        self._session = session

    @property
    def state(self) -> ServiceState:
        """What the service alone keeps."""
        return self._server.service_state

    # --- shares ---------------------------------------------------------------------------------------------------

    def query_shares(self) -> Sequence[Share]:
        """3.3.4.16."""
        return [shares.told(share) for share in self._server.share_list]

    def register_share(self, share: Share) -> None:
        """3.3.4.13."""
        shares.register(self._server, share)

    def update_share(self, share: Share) -> None:
        """3.3.4.14."""
        shares.update(self._server, share)

    def deregister_share(self, share: Share) -> None:
        """3.3.4.15."""
        shares.deregister(self._server, share)

    def has_directory(self, path: str) -> bool:
        """For the user who calls."""
        return shares.has_directory(self._server, path, self._server.security_context(self._session))

    # --- sessions, tree connects, opens -----------------------------------------------------------------------------

    def query_sessions(self) -> Sequence[SessionEntry]:
        """3.3.4.18, of the sessions whose log-on is over."""
        sessions = [one for one in self._server.session_table.values() if one.state == "Valid"]
        return [SessionEntry(one.session_id, self._session_info(one)) for one in sessions]

    def _session_info(self, session: Session) -> SESSION_INFO_502:
        now = self._server.now
        return SESSION_INFO_502(
            sesi502_cname=_computer_name(session.connection),
            sesi502_username=session.user_name,
            sesi502_num_opens=len(session.open_table),
            sesi502_time=(now - session.creation_time) // _SECOND,
            sesi502_idle_time=(now - session.idle_time) // _SECOND,
            sesi502_user_flags=int(SessionUserFlags.SESS_GUEST) if session.is_guest else 0,
            sesi502_cltype_name="",
            sesi502_transport=DIRECT_TCP,
        )

    def close_session(self, global_session_id: int) -> None:
        """3.3.4.12."""
        session = self._server.session_table.get(global_session_id)
        if session is None:
            raise Refused(NtStatus.STATUS_USER_SESSION_DELETED)
        self._server.end_session(session)

    def query_tree_connects(self) -> Sequence[TreeConnectEntry]:
        """3.3.4.19."""
        now = self._server.now
        return [
            TreeConnectEntry(
                _computer_name(one.session.connection),
                CONNECTION_INFO_1(
                    coni1_id=one.global_id,
                    coni1_type=one.share.type,
                    coni1_num_opens=one.open_count,
                    coni1_num_users=1,
                    coni1_time=(now - one.creation_time) // _SECOND,
                    coni1_username=one.session.user_name,
                    coni1_netname=one.share.name,
                ),
            )
            for one in self._server.tree_connect_table
        ]

    def query_opens(self) -> Sequence[FILE_INFO_3]:
        """3.3.4.20."""
        return [
            FILE_INFO_3(
                fi3_id=one.global_id,
                fi3_permissions=_permissions(one),
                fi3_num_locks=0,
                fi3_pathname=_path(one),
                fi3_username=one.session.user_name,
            )
            for one in self._server.open_table
        ]

    def close_open(self, global_file_id: int) -> None:
        """3.3.4.17."""
        open_ = self._server.open_table.get(global_file_id)
        if open_ is None:
            raise Refused(NtStatus.STATUS_FILE_CLOSED)
        self._server.close_open(open_)

    # --- transports -----------------------------------------------------------------------------------------------

    def bind_transport(self, transport_name: str, server_name: str, enable: bool) -> None:
        """3.3.4.21: all names of the server are reached at the one place where it listens."""
        if transport_name.casefold() != DIRECT_TCP.casefold():
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)

    def connection_count(self, transport: Transport) -> int:
        """Clients do not say on which of its names they came; all count for the first."""
        first = next((one for one in self.state.transport_list if one.name == transport.name), None)
        return len(self._server.connections) if transport == first else 0

    # --- the server -----------------------------------------------------------------------------------------------

    def query_statistics(self) -> STAT_SERVER_0:
        """3.3.4.24."""
        statistics = self._server.statistics
        return STAT_SERVER_0(
            sts0_fopens=statistics.fopens & 0xFFFFFFFF,
            sts0_sopens=statistics.sopens & 0xFFFFFFFF,
            sts0_stimedout=statistics.stimedout & 0xFFFFFFFF,
            sts0_pwerrors=statistics.pwerrors & 0xFFFFFFFF,
            sts0_permerrors=statistics.permerrors & 0xFFFFFFFF,
            sts0_bytessent_low=statistics.bytes_sent & 0xFFFFFFFF,
            sts0_bytessent_high=statistics.bytes_sent >> 32,
            sts0_bytesrcvd_low=statistics.bytes_received & 0xFFFFFFFF,
            sts0_bytesrcvd_high=statistics.bytes_received >> 32,
        )

    def time_of_day(self) -> TIME_OF_DAY_INFO:
        """[MS-SRVS] 2.2.4.105, in UTC: the server's time zone is 0 minutes west."""
        server = self._server
        now = _EPOCH + timedelta(microseconds=server.now // 10)
        return TIME_OF_DAY_INFO(
            tod_elapsedt=server.now // _SECOND - _UNIX_EPOCH & 0xFFFFFFFF,
            tod_msecs=(server.now - server.start_time) // 10_000 & 0xFFFFFFFF,
            tod_hours=now.hour,
            tod_mins=now.minute,
            tod_secs=now.second,
            tod_hunds=now.microsecond // 10_000,
            tod_timezone=0,
            tod_tinterval=_CLOCK_TICK,
            tod_day=now.day,
            tod_month=now.month,
            tod_year=now.year,
            tod_weekday=now.isoweekday() % 7,
        )

    def disks(self) -> Sequence[str]:
        """One: what a client of another system would take the host's file system for."""
        return ("C:",)

    def random(self, count: int) -> bytes:
        """From outside."""
        return self._server.random(count)

    def persist(self) -> None:
        """[MS-SRVS] 3.1.3: for the next start."""
        persist(self._server)

    # --- security of files ----------------------------------------------------------------------------------------

    def file_security(self, share: Share, path: str, information: int) -> bytes:
        """As a client would ask for it that opened the file; Refused with the status that this has."""
        access = AccessMask.READ_CONTROL if information & ~_SACL else AccessMask(0)
        open_ = self._opened(share, path, int(access | self._sacl(information)))
        try:
            return ms_fsa.query_security(open_, information)
        finally:
            ms_fsa.close_file(open_)

    def set_file_security(self, share: Share, path: str, information: int, descriptor: bytes) -> None:
        """The same, for a change."""
        access = AccessMask.WRITE_OWNER if information & _OWNER_GROUP else AccessMask(0)
        access |= AccessMask.WRITE_DAC if information & _DACL else AccessMask(0)
        open_ = self._opened(share, path, int(access | self._sacl(information)))
        try:
            ms_fsa.set_security(open_, information, descriptor)
        finally:
            ms_fsa.close_file(open_)

    def _sacl(self, information: int) -> AccessMask:
        return AccessMask.ACCESS_SYSTEM_SECURITY if information & _SACL else AccessMask(0)

    def _opened(self, share: Share, path: str, access: int) -> ms_fsa.Open:
        volume = shares.find(self._server, share.server_name, share.name).volume
        if volume is None:
            raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
        context = self._server.security_context(self._session)
        share_all = 0x7
        try:
            return ms_fsa.open_file(volume, context, path.strip("\\"), access, share_access=share_all)[0]
        except ms_fsa.MustWait:
            raise Refused(NtStatus.STATUS_SHARING_VIOLATION) from None


def _computer_name(connection: Connection) -> str:
    """Connection.ClientName: the address that the client came from."""
    return "\\\\" + connection.peer.rpartition(":")[0]


def _permissions(open_: Open) -> int:
    """[MS-SRVS] 2.2.4.7."""
    return sum(int(permission) for access, permission in _PERMISSIONS if open_.granted_access & access)


def _path(open_: Open) -> str:
    """Open.PathName: the path on the server."""
    if open_.file is None:
        return "\\PIPE\\" + open_.name.removeprefix("\\")
    base, name = open_.tree_connect.share.path, open_.file.path
    if base.startswith("/"):
        return base.rstrip("/") + "/" + name.replace("\\", "/")
    return base.rstrip("\\") + "\\" + name
