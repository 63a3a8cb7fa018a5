"""[MS-SRVS] 3.1.3: what the server service begins with, and what of it is kept from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from plugfest.errors import InputError
from plugfest.protocols.ms_srvs.constants import PlatformId, SoftwareType
from plugfest.protocols.ms_srvs.server.model import Alias, ServiceState, Share, Transport
from plugfest.protocols.ms_srvs.types import SERVER_INFO_103, SERVER_INFO_599

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server
    from plugfest.protocols.ms_smb2.server.objects import ServerConfig

DIRECT_TCP = "\\Device\\NetbiosSmb"
"""The one transport that there is: SMB over TCP, without NetBIOS ([MS-SRVS] 2.2.4.96, note 28)."""
_NAME_LENGTH = 16
_UNIX_EPOCH = 11_644_473_600


class Kept(msgspec.Struct, frozen=True):
    """What is written down: sticky shares, transports, aliases and ServerConfiguration ([MS-SRVS] 3.1.1)."""

    shares: tuple[Share, ...]
    transports: tuple[Transport, ...]
    aliases: tuple[Alias, ...]
    default_server_name: str | None
    server_info_103: SERVER_INFO_103
    server_info_599: SERVER_INFO_599


def new_service_state(config: ServerConfig, now: int) -> ServiceState:
    """The state at the first start. Raises InputError where what was kept is damaged."""
    state = ServiceState(_server_info_103(config), _server_info_599(config))
    state.announce(SoftwareType.SV_TYPE_WORKSTATION | SoftwareType.SV_TYPE_NT | SoftwareType.SV_TYPE_SERVER_NT)
    state.statistics_start_time = now // 10_000_000 - _UNIX_EPOCH & 0xFFFFFFFF
    address = config.name.encode("latin-1", "replace").ljust(_NAME_LENGTH)[:_NAME_LENGTH]
    state.transport_list = [Transport(DIRECT_TCP, address, config.domain)]
    return state


def restore(server: Server) -> None:
    """3.1.3: bring back what was kept."""
    if not server.config.kept:
        return
    try:
        kept = msgspec.json.decode(server.config.kept, type=Kept)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the server's state cannot be read: {error}") from None
    from plugfest.protocols.ms_smb2.server import shares

    state = server.service_state
    state.transport_list = list(kept.transports)
    state.alias_list = list(kept.aliases)
    state.default_server_name = kept.default_server_name
    state.server_info_103, state.server_info_599 = kept.server_info_103, kept.server_info_599
    for share in kept.shares:
        shares.restore(server, share)


def persist(server: Server) -> None:
    """Have it written down as it is now."""
    from plugfest.protocols.ms_smb2.server import shares

    state = server.service_state
    kept = Kept(
        tuple(shares.told(share) for share in server.share_list if share.is_kept and share.is_persistent),
        tuple(state.transport_list),
        tuple(state.alias_list),
        state.default_server_name,
        state.server_info_103,
        state.server_info_599,
    )
    server.keep(msgspec.json.encode(kept))


def _server_info_103(config: ServerConfig) -> SERVER_INFO_103:
    """[MS-SRVS] 3.1.1.4, with the values of note 40 where the server has none of its own."""
    return SERVER_INFO_103(
        sv103_platform_id=PlatformId.PLATFORM_ID_NT,
        sv103_name=config.name,
        sv103_version_major=10,
        sv103_version_minor=0,
        sv103_comment=config.comment,
        sv103_users=0xFFFFFFFF,
        sv103_disc=15,
        sv103_hidden=0,
        sv103_announce=240,
        sv103_anndelta=3000,
        sv103_licenses=0,
        sv103_userpath="c:\\",
    )


def _server_info_599(config: ServerConfig) -> SERVER_INFO_599:
    """[MS-SRVS] 3.1.1.4, with the values of note 41 where the server has none of its own."""
    return SERVER_INFO_599(
        sv599_sessopens=min(config.max_opens, 16384),
        sv599_sessvcs=1,
        sv599_opensearch=2048,
        sv599_sizreqbuf=16644,
        sv599_initworkitems=4,
        sv599_maxworkitems=16,
        sv599_rawworkitems=4,
        sv599_irpstacksize=11,
        sv599_maxrawbuflen=65535,
        sv599_sessusers=min(config.max_sessions, 2048),
        sv599_sessconns=2048,
        sv599_maxpagedmemoryusage=0xFFFFFFFF,
        sv599_maxnonpagedmemoryusage=0xFFFFFFFF,
        sv599_enablesoftcompat=1,
        sv599_enableforcedlogoff=1,
        sv599_timesource=1,
        sv599_acceptdownlevelapis=1,
        sv599_lmannounce=0,
        sv599_domain=config.domain,
        sv599_maxcopyreadlen=8192,
        sv599_maxcopywritelen=0,
        sv599_minkeepsearch=480,
        sv599_maxkeepsearch=3600,
        sv599_minkeepcomplsearch=240,
        sv599_maxkeepcomplsearch=600,
        sv599_threadcountadd=2,
        sv599_numblockthreads=2,
        sv599_scavtimeout=30,
        sv599_minrcvqueue=2,
        sv599_minfreeworkitems=2,
        sv599_xactmemsize=0x100000,
        sv599_threadpriority=1,
        sv599_maxmpxct=min(config.max_pending, 65535),
        sv599_oplockbreakwait=35,
        sv599_oplockbreakresponsewait=config.oplock_break_timeout,
        sv599_enableoplocks=1,
        sv599_enableoplockforceclose=0,
        sv599_enablefcbopens=1,
        sv599_enableraw=1,
        sv599_enablesharednetdrives=0,
        sv599_minfreeconnections=2,
        sv599_maxfreeconnections=2,
        sv599_initsesstable=4,
        sv599_initconntable=8,
        sv599_initfiletable=16,
        sv599_initsearchtable=8,
        sv599_alertschedule=5,
        sv599_errorthreshold=10,
        sv599_networkerrorthreshold=5,
        sv599_diskspacethreshold=10,
        sv599_maxlinkdelay=60,
        sv599_minlinkthroughput=0,
        sv599_linkinfovalidtime=60,
        sv599_scavqosinfoupdatetime=300,
        sv599_maxworkitemidletime=30,
    )
