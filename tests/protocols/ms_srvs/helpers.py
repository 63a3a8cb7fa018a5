"""A file server of constants that can be changed through the service, and calls to the service on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_srvs import Caller, LocalGroup, ServerService
from plugfest.protocols.ms_srvs.server import (
    Alias,
    ServiceState,
    SessionEntry,
    Share,
    Transport,
    TreeConnectEntry,
)
from plugfest.protocols.ms_srvs.server.scope import same
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
from plugfest.protocols.rules import Mutant, Rules
from plugfest.wire.ndr import NDR, NdrStructure, Request, TransferSyntax

R = TypeVar("R", bound=NdrStructure)

ADMINISTRATOR = Caller("root", frozenset({LocalGroup.Administrators}))
USER = Caller("alice", frozenset({"S-1-5-32-545"}))
SD = bytes.fromhex("0100048000000000000000000000000000000000")


def of_group(group: LocalGroup) -> Caller:
    """A caller who is in this group only."""
    return Caller("member", frozenset({group}))


def share(name: str, kind: int = 0, remark: str = "", server: str = "*", **properties: Any) -> Share:
    """A share of the folder of its name."""
    info = SHARE_INFO_503_I(name, kind, remark, 0, 0xFFFFFFFF, 2, f"C:\\{name}", None, server, None, SD)
    return Share(info, 0x30, **properties)


def _state() -> ServiceState:
    info_103 = SERVER_INFO_103(500, "SERVER", 10, 1, 0, "comment", 100, 15, 0, 240, 3000, 7, "c:\\", 0)
    state = ServiceState(info_103, SERVER_INFO_599(1, 2, 3, sv599_domain="GROUP", sv599_maxfreeconnections=9))
    state.global_server_announce = 0x9003
    state.statistics_start_time = 1000
    state.transport_list = [
        Transport("\\Device\\NetbiosSmb", b"SERVER".ljust(16), "GROUP"),
        Transport("\\Device\\NetbiosSmb", b"cluster".ljust(16), "GROUP", 4),
    ]
    state.alias_list = [Alias("nick", "cluster"), Alias("twin", "SERVER")]
    return state


class Constant:
    """What `FileServer` asks for; the same until somebody changes it."""

    def __init__(self) -> None:
        self.state = _state()
        self.shares = [share("IPC$", 0x80000003, "IPC", is_persistent=False), share("data", 0x06000000, "files")]
        self.shares += [share("Ünï 😀"), share("scoped", server="cluster"), share("last", is_persistent=False)]
        self.sessions = [
            SESSION_INFO_502("\\\\10.0.0.1", "alice", 1, 20, 3, 0, "", "tcp"),
            SESSION_INFO_502("HOST2", "bob", 4, 50, 6, 1, "", "tcp"),
        ]
        self.tree_connects = [
            TreeConnectEntry("\\\\10.0.0.1", CONNECTION_INFO_1(7, 0x80000003, 1, 1, 60, "alice", "IPC$")),
            TreeConnectEntry("\\\\10.0.0.1", CONNECTION_INFO_1(8, 0, 2, 1, 50, "alice", "data")),
            TreeConnectEntry("\\\\HOST2", CONNECTION_INFO_1(9, 0, 0, 1, 40, "bob", "data")),
        ]
        self.opens = [
            FILE_INFO_3(21, 3, 0, "C:\\data\\one.txt", "alice"),
            FILE_INFO_3(22, 1, 2, "C:\\data\\sub\\two.txt", "bob"),
            FILE_INFO_3(23, 3, 0, "\\PIPE\\srvsvc", "alice"),
        ]
        self.folders = {"C:\\new", "C:\\data", "C:\\queue", "/srv/new"}
        self.forbidden = {"C:\\forbidden"}
        self.security = {"file.txt": SD}
        self.persisted = 0

    # --- shares ---------------------------------------------------------------------------------------------------

    def query_shares(self) -> Sequence[Share]:
        return self.shares

    def _index(self, wanted: Share) -> int:
        for index, one in enumerate(self.shares):
            if same(one.name, wanted.name) and same(one.server_name, wanted.server_name):
                return index
        raise Refused(NtStatus.STATUS_BAD_NETWORK_NAME)

    def register_share(self, share: Share) -> None:
        self.shares.append(share)

    def update_share(self, share: Share) -> None:
        self.shares[self._index(share)] = share

    def deregister_share(self, share: Share) -> None:
        del self.shares[self._index(share)]

    def has_directory(self, path: str) -> bool:
        if path in self.forbidden:
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        return path in self.folders

    # --- sessions, tree connects, opens -----------------------------------------------------------------------------

    def query_sessions(self) -> Sequence[SessionEntry]:
        return [SessionEntry(number, info) for number, info in enumerate(self.sessions)]

    def close_session(self, global_session_id: int) -> None:
        self.sessions[global_session_id] = SESSION_INFO_502("\\\\gone")

    def query_tree_connects(self) -> Sequence[TreeConnectEntry]:
        return self.tree_connects

    def query_opens(self) -> Sequence[FILE_INFO_3]:
        return self.opens

    def close_open(self, global_file_id: int) -> None:
        left = [one for one in self.opens if one.fi3_id != global_file_id]
        if len(left) == len(self.opens):
            raise Refused(NtStatus.STATUS_FILE_CLOSED)
        self.opens = left

    # --- the rest -------------------------------------------------------------------------------------------------

    def bind_transport(self, transport_name: str, server_name: str, enable: bool) -> None:
        if "NetbiosSmb" not in transport_name:
            raise Refused(NtStatus.STATUS_NOT_SUPPORTED)

    def connection_count(self, transport: Transport) -> int:
        return 3 if transport.server_name == "SERVER" else 0

    def query_statistics(self) -> STAT_SERVER_0:
        return STAT_SERVER_0(sts0_fopens=4, sts0_sopens=2, sts0_bytessent_low=100, sts0_bytesrcvd_high=1)

    def time_of_day(self) -> TIME_OF_DAY_INFO:
        return TIME_OF_DAY_INFO(1, 2, 3, 4, 5, 6, -60, 310, 20, 11, 2026, 5)

    def disks(self) -> Sequence[str]:
        return ("C:", "D:")

    def file_security(self, share: Share, path: str, information: int) -> bytes:
        if path not in self.security:
            raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
        if information & 8:
            raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
        return self.security[path]

    def set_file_security(self, share: Share, path: str, information: int, descriptor: bytes) -> None:
        self.file_security(share, path, information)
        self.security[path] = descriptor

    def random(self, count: int) -> bytes:
        return bytes(range(1, count + 1))

    def persist(self) -> None:
        self.persisted += 1


def broken(*mutants: str) -> Rules:
    """Rules of which these are broken; each is `ID` or `ID:operator`."""
    return Rules(tuple(Mutant(*(m.rsplit(":", 1) if m.count(":") > 2 else (m,))) for m in mutants))


def call(
    request: Request[R],
    caller: Caller = ADMINISTRATOR,
    *mutants: str,
    server: Any = None,
    syntax: TransferSyntax = NDR,
) -> R:
    """The response, through stubs both ways."""
    service = ServerService(server or Constant(), broken(*mutants))
    stub = service.call(request.opnum, request.encode(syntax=syntax), caller, syntax)
    return request.response().decode(stub, syntax=syntax)
