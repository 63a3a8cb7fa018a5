"""[MS-SRVS] 3.1: the server service, for the methods that `types` declares. Sans-IO: stubs in, stubs out.

It keeps no lists of its own: the file server that it is part of tells the shares, the sessions, the configuration and
the time when a call arrives ([MS-SMB2] 3.3.4.16, 3.3.4.18). Each rule that a client can observe is marked with its
requirement.

Departures from the document:

- NetrShareEnum (3.1.4.8, notes 58 and 59) asks administrators only for levels 2, 502 and 503, as NetrShareGetInfo does
  (notes 61 and 62). Taken literally no ordinary user could list shares, which Windows and Samba allow.
- A ServerName that became "*" is not normalised further: 3.1.6.8 would make it the DefaultServerName, NULL, which is
  no share's server name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from plugfest.protocols.ms_rpce.pdus import FaultStatus
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareType
from plugfest.protocols.ms_srvs.fillings import SERVER_GET_INFO, SESSION_ENUM, SHARE_ENUM, SHARE_GET_INFO
from plugfest.protocols.ms_srvs.paging import SESSIONS, SHARES, page, resume
from plugfest.protocols.ms_srvs.types import (
    SERVER_INFO_103,
    SERVER_INFO_503,
    SESSION_ENUM_STRUCT,
    SESSION_INFO_502,
    SHARE_ENUM_STRUCT,
    SHARE_INFO_503_I,
    SHARE_INFO_1005,
    SRVSVC,
    TIME_OF_DAY_INFO,
    NetrRemoteTOD,
    NetrRemoteTODResponse,
    NetrServerGetInfo,
    NetrServerGetInfoResponse,
    NetrSessionEnum,
    NetrSessionEnumResponse,
    NetrShareEnum,
    NetrShareEnumResponse,
    NetrShareGetInfo,
    NetrShareGetInfoResponse,
)
from plugfest.protocols.rules import RULES, Rules
from plugfest.wire.ndr import Response

MAX_NAME = 1024
"""Characters of a ServerName, ClientName or UserName, with terminator (3.1.4.5, 3.1.4.17)."""


class LocalGroup(StrEnum):
    """[MS-DTYP] 2.4.2.4: the local groups that the notes of 3.1.4 name."""

    Administrators = "S-1-5-32-544"
    PowerUsers = "S-1-5-32-547"
    ServerOperators = "S-1-5-32-549"
    PrintOperators = "S-1-5-32-550"


class Caller(msgspec.Struct, frozen=True):
    """Who calls: the identity that the transport authenticated (2.1), and the SIDs of its groups."""

    user_name: str = ""
    groups: frozenset[str] = frozenset()

    def is_in(self, *groups: LocalGroup) -> bool:
        """Is the caller a member of one of these?"""
        return not self.groups.isdisjoint(groups)


class FileServer(Protocol):
    """What the service asks the file server whose shares and sessions it tells about."""

    def query_shares(self) -> Sequence[tuple[SHARE_INFO_503_I, SHARE_INFO_1005]]:
        """[MS-SMB2] 3.3.4.16 for each share, in the order in which they were added."""

    def query_sessions(self) -> Sequence[SESSION_INFO_502]:
        """[MS-SMB2] 3.3.4.18 for each session, in the order in which they were registered."""

    def server_info_103(self) -> SERVER_INFO_103:
        """ServerConfiguration.ServerInfo103; sv103_type is GlobalServerAnnounce."""

    def server_info_599(self) -> SERVER_INFO_503:
        """ServerConfiguration.ServerInfo599, as far as level 503 shows it."""

    def time_of_day(self) -> TIME_OF_DAY_INFO:
        """The time now, and since the system started."""

    def scoped_names(self) -> frozenset[str]:
        """Transport.ServerName of the transports with SVTI2_SCOPED_NAME, in lower case."""

    def aliases(self) -> Mapping[str, str]:
        """Alias.alias, in lower case → Alias.target."""


class ServerService:
    """Serves the srvsvc interface: a Service of `ms_rpce`, whose context is a Caller."""

    interface = SRVSVC

    def __init__(self, server: FileServer, rules: Rules = RULES) -> None:
        self.server = server
        self.rules = rules
        self._methods: dict[int, Callable[[Any, Caller], Response]] = {
            NetrSessionEnum.opnum: self.session_enum,
            NetrShareEnum.opnum: self.share_enum,
            NetrShareGetInfo.opnum: self.share_get_info,
            NetrServerGetInfo.opnum: self.server_get_info,
            NetrRemoteTOD.opnum: self.remote_tod,
        }

    def call(self, opnum: int, stub: bytes, context: Any) -> bytes:
        """Execute a method. Raises Fault for one that is not served, WireError for a bad stub."""
        method = self.interface.method(opnum)
        if method is None:
            raise Fault(FaultStatus.nca_s_op_rng_error, f"srvsvc opnum {opnum}")
        request, _ = method.decode_from(stub)  # what follows may be a verification trailer, [MS-RPCE] 2.2.2.13
        return self._methods[opnum](request, context).encode()

    # --- shares ---------------------------------------------------------------------------------------------------

    def share_enum(self, request: NetrShareEnum, caller: Caller) -> NetrShareEnumResponse:
        """3.1.4.8 NetrShareEnum."""
        rules, level = self.rules, request.InfoStruct.Level or 0

        def failed(status: NetApiStatus) -> NetrShareEnumResponse:
            container = SHARE_ENUM[level].container() if level in SHARE_ENUM else None  # type: ignore[misc]
            return NetrShareEnumResponse(SHARE_ENUM_STRUCT(level, container), 0, request.ResumeHandle, status)

        if level not in SHARE_ENUM:
            # no other level is valid
            status = rules.value("MS-SRVS:3.1.4.8:cd9e53458c", NetApiStatus.ERROR_INVALID_LEVEL)
            return failed(status)
        if (
            # the caller's permissions are checked, and without them the call fails
            level in (2, 502, 503)
            and not caller.is_in(LocalGroup.Administrators, LocalGroup.ServerOperators)
            and rules.on("MS-SRVS:3.1.4.8:3cb0f7c51e")
            and rules.on("MS-SRVS:3.1.4.8:16af1273b4")
        ):
            return failed(NetApiStatus.ERROR_ACCESS_DENIED)
        name = self._share_server_name(
            request.ServerName, reset="MS-SRVS:3.1.4.8:7bf5f2f518", strip="MS-SRVS:3.1.4.8:d6996fe5b6"
        )
        # the list keeps the order in which shares were added, and all of it is told
        shares = rules.value("MS-SRVS:3.1.4.8:c8127c0bb8", tuple(self.server.query_shares()))
        if not rules.on("MS-SRVS:3.1.4.8:435d1623e7"):
            shares = tuple(one for one in shares if not (one[0].shi503_type or 0) & ShareType.STYPE_SPECIAL)
        filling = SHARE_ENUM[level]
        first = resume(rules, SHARES, request.ResumeHandle, len(shares))
        entries: list[tuple[int, Any]] = []
        for index, (share, flags) in enumerate(shares[first:], start=first + 1):
            if self._enumerated(share, name, level):
                filled = filling.filled(rules, self._share_values(share, flags, "MS-SRVS:3.1.4.8:d212e5604f.1"))
                entries.append((index, filled))
        told = page(rules, SHARES, entries, request.PreferedMaximumLength, request.ResumeHandle, first)
        taken = rules.value(filling.rule, told.entries)
        info = SHARE_ENUM_STRUCT(level, filling.container(Buffer=taken))  # type: ignore[misc]
        return NetrShareEnumResponse(info, told.total, told.resume, told.status)

    def _enumerated(self, share: SHARE_INFO_503_I, name: str, level: int) -> bool:
        """3.1.4.8: level 503 tells all shares, the others those of the server that was asked."""
        if level == 503 and self.rules.on("MS-SRVS:3.1.4.8:b354a79233"):
            return True
        return not self.rules.on("MS-SRVS:3.1.4.8:a48c9df50d") or _same(share.shi503_servername, name)

    def _share_values(self, share: SHARE_INFO_503_I, flags: SHARE_INFO_1005, cluster_rule: str) -> dict[str, Any]:
        """The members of any SHARE_INFO, by name without prefix."""
        values = {name.partition("_")[2]: getattr(share, name) for name in share.__struct_fields__}
        values["flags"] = flags.shi1005_flags
        if self.rules.on(cluster_rule):  # cluster bits are for the server's own use
            values["type"] = values["type"] & ~int(_CLUSTER)
        return values

    def share_get_info(self, request: NetrShareGetInfo, caller: Caller) -> NetrShareGetInfoResponse:
        """3.1.4.10 NetrShareGetInfo."""
        rules, level = self.rules, request.Level

        def failed(status: NetApiStatus) -> NetrShareGetInfoResponse:
            return NetrShareGetInfoResponse(level, None, status)

        if not request.NetName and rules.on("MS-SRVS:3.1.4.10:3a38438a7d"):
            # a share without a name cannot be meant
            return failed(NetApiStatus.ERROR_INVALID_PARAMETER)
        if level not in SHARE_GET_INFO:
            # no other level is valid
            return failed(rules.value("MS-SRVS:3.1.4.10:0819b2b195", NetApiStatus.ERROR_INVALID_LEVEL))
        allowed = (
            LocalGroup.Administrators,
            LocalGroup.ServerOperators,
            LocalGroup.PrintOperators,
            LocalGroup.PowerUsers,
        )
        if (
            # the caller's permissions are checked, and without them the call fails
            level in (2, 502, 503)
            and not caller.is_in(*allowed)
            and rules.on("MS-SRVS:3.1.4.10:1eff8c159e")
            and rules.on("MS-SRVS:3.1.4.10:e6be06940e")
        ):
            return failed(NetApiStatus.ERROR_ACCESS_DENIED)
        server_name = self._share_server_name(
            request.ServerName, reset="MS-SRVS:3.1.4.10:6fc7b94bae", strip="MS-SRVS:3.1.4.10:f754ca274e"
        )
        # share and server name must both match
        by_name = rules.on("MS-SRVS:3.1.4.10:53c5737111")
        found = next(
            (
                (share, flags)
                for share, flags in self.server.query_shares()
                if (_same(share.shi503_netname, request.NetName) or (not by_name and _begins(share, request.NetName)))
                and _same(share.shi503_servername, server_name)
            ),
            None,
        )
        if found is None:
            # no such share
            return failed(rules.value("MS-SRVS:3.1.4.10:bae7c331c3", NetApiStatus.NERR_NetNameNotFound))
        filling = SHARE_GET_INFO[level]
        if not rules.on(filling.rule) or not rules.on("MS-SRVS:3.1.4.10:7e67d93a12"):
            return failed(NetApiStatus.NERR_Success)
        info = filling.filled(rules, self._share_values(*found, "MS-SRVS:3.1.4.10:0f185bd705.1"))
        return NetrShareGetInfoResponse(level, info, NetApiStatus.NERR_Success)

    def _share_server_name(self, server_name: str | None, *, reset: str, strip: str) -> str:
        """3.1.4.8, 3.1.4.10: whose shares are meant: "*", or a scoped name."""
        rules = self.rules
        name = server_name or ""
        if rules.on(strip):
            name = name.removeprefix("\\\\")
        known = name.lower() in self.server.scoped_names() or name.lower() in self.server.aliases()
        if not known and (not name or rules.on(reset)):  # no name is the local server
            return "*"
        # 3.1.6.8, for an empty ShareName: an alias stands for its target
        return self.server.aliases().get(name.lower(), name) if rules.on("MS-SRVS:3.1.6.8:4ba7816554") else name

    # --- sessions -------------------------------------------------------------------------------------------------

    def session_enum(self, request: NetrSessionEnum, caller: Caller) -> NetrSessionEnumResponse:
        """3.1.4.5 NetrSessionEnum."""
        rules, level = self.rules, request.InfoStruct.Level or 0

        def failed(status: NetApiStatus) -> NetrSessionEnumResponse:
            container = SESSION_ENUM[level].container() if level in SESSION_ENUM else None  # type: ignore[misc]
            return NetrSessionEnumResponse(SESSION_ENUM_STRUCT(level, container), 0, request.ResumeHandle, status)

        refused = self._session_refused(request, caller, level)
        if refused:
            return failed(refused)
        sessions = tuple(self.server.query_sessions())
        chosen = [(index, session) for index, session in enumerate(sessions, start=1) if self._chosen(session, request)]
        if not chosen and (request.ClientName or request.UserName) and rules.on("MS-SRVS:3.1.4.5:3b6a4753d9"):
            # a qualifier that nothing matches
            return failed(NetApiStatus.NERR_UserNotFound if request.UserName else NetApiStatus.NERR_ClientNameNotFound)
        first = resume(rules, SESSIONS, request.ResumeHandle, len(sessions))
        filling = SESSION_ENUM[level]
        entries = [(index, filling.filled(rules, _session_values(s))) for index, s in chosen if index > first]
        told = page(rules, SESSIONS, entries, request.PreferedMaximumLength, request.ResumeHandle, first)
        taken = rules.value(filling.rule, told.entries)
        info = SESSION_ENUM_STRUCT(level, filling.container(Buffer=taken))  # type: ignore[misc]
        return NetrSessionEnumResponse(info, told.total, told.resume, told.status)

    def _session_refused(self, request: NetrSessionEnum, caller: Caller, level: int) -> NetApiStatus | None:
        """3.1.4.5: the reasons to fail the call before looking at a session."""
        rules = self.rules
        if level not in SESSION_ENUM:
            # no other level is valid
            return rules.value("MS-SRVS:3.1.4.5:2f6b5a0cf4", NetApiStatus.ERROR_INVALID_LEVEL)
        if (
            # the caller's permissions are checked, and without them the call fails
            not caller.is_in(LocalGroup.Administrators, LocalGroup.ServerOperators)
            and rules.on("MS-SRVS:3.1.4.5:887eb06ce1")
            and rules.on("MS-SRVS:3.1.4.5:28b16e877a")
        ):
            return NetApiStatus.ERROR_ACCESS_DENIED
        client, user = request.ClientName or "", request.UserName or ""
        if client and not client.startswith("\\\\") and rules.on("MS-SRVS:3.1.4.5:744764475b"):
            # a computer is named with two backslashes
            return NetApiStatus.NERR_InvalidComputer
        if len(client) + 1 > MAX_NAME and rules.on("MS-SRVS:3.1.4.5:a7fab857ea"):
            return NetApiStatus.ERROR_INVALID_PARAMETER
        if len(user) + 1 > MAX_NAME and rules.on("MS-SRVS:3.1.4.5:d46e98acd6"):
            return NetApiStatus.ERROR_INVALID_PARAMETER
        if request.ServerName and not rules.on("MS-SRVS:3.1.4.5:badd5394f0"):  # ServerName says nothing
            return NetApiStatus.NERR_InvalidComputer
        return None

    def _chosen(self, session: SESSION_INFO_502, request: NetrSessionEnum) -> bool:
        """3.1.4.5: the session matches all qualifiers."""
        rules = self.rules
        if not rules.on("MS-SRVS:3.1.4.5:ef668219b2"):
            return True
        client, user = request.ClientName, request.UserName
        if client and not _same(_bare(session.sesi502_cname), _bare(client)) and rules.on("MS-SRVS:3.1.4.5:249004212f"):
            return False
        return not (user and not _same(session.sesi502_username, user) and rules.on("MS-SRVS:3.1.4.5:b5e900eb41"))

    # --- the server -----------------------------------------------------------------------------------------------

    def server_get_info(self, request: NetrServerGetInfo, caller: Caller) -> NetrServerGetInfoResponse:
        """3.1.4.17 NetrServerGetInfo."""
        rules, level, name = self.rules, request.Level, request.ServerName

        def failed(status: NetApiStatus) -> NetrServerGetInfoResponse:
            return NetrServerGetInfoResponse(level, None, status)

        if name is not None and len(name) >= MAX_NAME and rules.on("MS-SRVS:3.1.4.17:8629c6bf0e"):
            # a ServerName has its limit
            return failed(NetApiStatus.ERROR_INVALID_PARAMETER)
        if level not in SERVER_GET_INFO:
            # no other level is valid
            return failed(rules.value("MS-SRVS:3.1.4.17:b8863e8974", NetApiStatus.ERROR_INVALID_LEVEL))
        allowed = _SERVER_INFO_GROUPS.get(level, ())
        if (
            # the caller's permissions are checked, and without them the call fails
            allowed
            and not caller.is_in(*allowed)
            and rules.on("MS-SRVS:3.1.4.17:9221268f8c")
            and rules.on("MS-SRVS:3.1.4.17:de572f4cda")
        ):
            return failed(NetApiStatus.ERROR_ACCESS_DENIED)
        filling = SERVER_GET_INFO[level]
        if not rules.on(filling.rule) or not rules.on("MS-SRVS:3.1.4.17:685c52cfe0"):
            return failed(NetApiStatus.NERR_Success)
        configuration = self.server.server_info_599() if level in (502, 503) else self.server.server_info_103()
        values = {
            member.partition("_")[2]: getattr(configuration, member) for member in configuration.__struct_fields__
        }
        if level in _SERVER_NAMES:
            unnamed, named = _SERVER_NAMES[level]
            values["name"] = rules.value(unnamed, values["name"]) if name is None else rules.value(named, name)
            values["licenses"] = 0
        return NetrServerGetInfoResponse(level, filling.filled(rules, values), NetApiStatus.NERR_Success)

    def remote_tod(self, request: NetrRemoteTOD, caller: Caller) -> NetrRemoteTODResponse:
        """3.1.4.21 NetrRemoteTOD: for every caller, whatever the ServerName."""
        rules = self.rules
        if request.ServerName and not rules.on("MS-SRVS:3.1.4.21:984d072f60"):
            return NetrRemoteTODResponse(None, NetApiStatus.NERR_InvalidComputer)
        if not rules.on("MS-SRVS:3.1.4.21:955860dd6c") or not rules.on("MS-SRVS:3.1.4.21:59904725f2"):
            return NetrRemoteTODResponse(None, NetApiStatus.NERR_Success)
        now = self.server.time_of_day()
        changed = {
            "tod_hours": rules.value("MS-SRVS:2.2.4.105:f581a5220c", now.tod_hours),
            "tod_mins": rules.value("MS-SRVS:2.2.4.105:8dbea9a20e", now.tod_mins),
            "tod_secs": rules.value("MS-SRVS:2.2.4.105:6fa765b702", now.tod_secs),
            "tod_hunds": rules.value("MS-SRVS:2.2.4.105:6217970c69", now.tod_hunds),
            "tod_timezone": rules.value("MS-SRVS:2.2.4.105:c978eb2b56", now.tod_timezone),
            "tod_tinterval": rules.value("MS-SRVS:2.2.4.105:b2ce904323", now.tod_tinterval),
            "tod_day": rules.value("MS-SRVS:2.2.4.105:eb0477d5cf", now.tod_day),
            "tod_month": rules.value("MS-SRVS:2.2.4.105:2facd3ea51", now.tod_month),
            "tod_weekday": rules.value("MS-SRVS:2.2.4.105:7641c42923", now.tod_weekday),
        }
        return NetrRemoteTODResponse(msgspec.structs.replace(now, **changed), NetApiStatus.NERR_Success)


_SERVER_NAMES = {
    100: ("MS-SRVS:3.1.4.17:d9b8449548", "MS-SRVS:3.1.4.17:1562390f54"),
    101: ("MS-SRVS:3.1.4.17:a1e50a3cae", "MS-SRVS:3.1.4.17:490b4b888c"),
    102: ("MS-SRVS:3.1.4.17:3099b07d88", "MS-SRVS:3.1.4.17:defab9bf8c"),
}
"""Level → the rule for the name without a ServerName, and with one."""
_SERVER_INFO_GROUPS = {
    102: (LocalGroup.Administrators, LocalGroup.ServerOperators, LocalGroup.PowerUsers),
    502: (LocalGroup.Administrators, LocalGroup.ServerOperators, LocalGroup.PowerUsers),
    503: (LocalGroup.Administrators, LocalGroup.ServerOperators),
}
"""3.1.4.17, notes 80 and 81: level → the groups that may ask for it."""
_CLUSTER = ShareType.STYPE_CLUSTER_FS | ShareType.STYPE_CLUSTER_SOFS | ShareType.STYPE_CLUSTER_DFS


def _session_values(session: SESSION_INFO_502) -> dict[str, Any]:
    """The members of any SESSION_INFO, by name without prefix."""
    return {name.partition("_")[2]: getattr(session, name) for name in session.__struct_fields__}


def _same(one: str | None, other: str | None) -> bool:
    """Are the names the same? Case does not matter."""
    return (one or "").casefold() == (other or "").casefold()


def _begins(share: SHARE_INFO_503_I, name: str) -> bool:
    """Does the share's name begin so?"""
    return (share.shi503_netname or "").casefold().startswith(name.casefold())


def _bare(name: str | None) -> str:
    """A computer's name without its backslashes."""
    return (name or "").removeprefix("\\\\")
