"""[MS-SMB2] 3.3.4.16 to 3.3.4.18: what the server service ([MS-SRVS]) asks the file server that it is part of.

Everything is told as it stands when the call arrives; nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from plugfest.protocols.ms_rpce import ServerAssociation
from plugfest.protocols.ms_srvs.constants import PlatformId, SessionUserFlags, SoftwareType
from plugfest.protocols.ms_srvs.server import Caller, LocalGroup, ServerService
from plugfest.protocols.ms_srvs.types import (
    SERVER_INFO_103,
    SERVER_INFO_503,
    SESSION_INFO_502,
    SHARE_INFO_503_I,
    SHARE_INFO_1005,
    TIME_OF_DAY_INFO,
)

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import Session, User

_SECOND = 10_000_000
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = 11_644_473_600
_CLOCK_TICK = 310
"""[MS-SRVS] 2.2.4.105 tod_tinterval: ten-thousandths of a second between two readings of the clock."""


def srvsvc(server: Server, session: Session) -> ServerAssociation:
    """What listens behind a new instance of the pipe srvsvc."""
    service = ServerService(LiveView(server), server.rules)
    return ServerAssociation((service,), caller(session.user, session.user_name), endpoint=r"\PIPE\srvsvc")


def caller(user: User | None, name: str) -> Caller:
    """Who calls, with the groups by which [MS-SRVS] decides."""
    if user is None:
        return Caller(name)
    known = {group.name: group.value for group in LocalGroup}
    return Caller(user.name, frozenset(known[group] for group in user.groups if group in known))


class LiveView:
    """The server's state, as [MS-SRVS] speaks of it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def query_shares(self) -> Sequence[tuple[SHARE_INFO_503_I, SHARE_INFO_1005]]:
        """3.3.4.16."""
        return [
            (
                SHARE_INFO_503_I(
                    shi503_netname=share.name,
                    shi503_type=share.type,
                    shi503_remark=share.remark,
                    shi503_max_uses=share.max_uses,
                    shi503_current_uses=share.current_uses,
                    shi503_path=share.path,
                    shi503_passwd=None,
                    shi503_servername="*",
                    shi503_security_descriptor=share.security_descriptor,
                ),
                SHARE_INFO_1005(shi1005_flags=int(share.flags) | (0x8000 if share.encrypt_data else 0)),
            )
            for share in self._server.share_list
        ]

    def query_sessions(self) -> Sequence[SESSION_INFO_502]:
        """3.3.4.18, of the sessions whose log-on is over."""
        now = self._server.now
        return [
            SESSION_INFO_502(
                sesi502_cname="\\\\" + session.connection.peer.rpartition(":")[0],
                sesi502_username=session.user_name,
                sesi502_num_opens=len(session.open_table),
                sesi502_time=(now - session.creation_time) // _SECOND,
                sesi502_idle_time=(now - session.idle_time) // _SECOND,
                sesi502_user_flags=int(SessionUserFlags.SESS_GUEST) if session.is_guest else 0,
                sesi502_cltype_name="",
                sesi502_transport=r"\Device\LanmanServer",
            )
            for session in self._server.session_table.values()
            if session.state == "Valid"
        ]

    def server_info_103(self) -> SERVER_INFO_103:
        """[MS-SRVS] 3.1.1.1 ServerInfo103."""
        config = self._server.config
        return SERVER_INFO_103(
            sv103_platform_id=PlatformId.PLATFORM_ID_NT,
            sv103_name=config.name,
            sv103_version_major=10,
            sv103_version_minor=0,
            sv103_type=SoftwareType.SV_TYPE_WORKSTATION | SoftwareType.SV_TYPE_SERVER | SoftwareType.SV_TYPE_SERVER_NT,
            sv103_comment=config.comment,
            sv103_users=0xFFFFFFFF,
            sv103_disc=15,
            sv103_hidden=0,
            sv103_announce=240,
            sv103_anndelta=3000,
            sv103_licenses=0,
            sv103_userpath="C:\\",
        )

    def server_info_599(self) -> SERVER_INFO_503:
        """[MS-SRVS] 3.1.1.1 ServerInfo599."""
        config = self._server.config
        return SERVER_INFO_503(
            sv503_sessopens=config.max_opens,
            sv503_sessvcs=1,
            sv503_sizreqbuf=16644,
            sv503_sessusers=config.max_sessions,
            sv503_sessconns=config.max_sessions,
            sv503_timesource=1,
            sv503_acceptdownlevelapis=1,
            sv503_domain=config.domain,
            sv503_maxmpxct=config.max_pending,
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

    def scoped_names(self) -> frozenset[str]:
        """No transport here is scoped."""
        return frozenset()

    def aliases(self) -> Mapping[str, str]:
        """No aliases yet."""
        return {}
