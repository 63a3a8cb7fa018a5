"""A file server of constants, and calls to the service on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from plugfest.protocols.ms_srvs import Caller, LocalGroup, ServerService
from plugfest.protocols.ms_srvs.types import (
    SERVER_INFO_103,
    SERVER_INFO_503,
    SESSION_INFO_502,
    SHARE_INFO_503_I,
    SHARE_INFO_1005,
    TIME_OF_DAY_INFO,
)
from plugfest.protocols.rules import Mutant, Rules
from plugfest.wire.ndr import NdrStructure, Request

R = TypeVar("R", bound=NdrStructure)

ADMINISTRATOR = Caller("root", frozenset({LocalGroup.Administrators}))
USER = Caller("alice", frozenset({"S-1-5-32-545"}))
SD = bytes.fromhex("0100048000000000000000000000000000000000")


def _share(name: str, kind: int = 0, remark: str = "", server: str = "*") -> tuple[SHARE_INFO_503_I, SHARE_INFO_1005]:
    info = SHARE_INFO_503_I(name, kind, remark, 0, 0xFFFFFFFF, 2, f"C:\\{name}", None, server, None, SD)
    return info, SHARE_INFO_1005(0x30)


class Constant:
    """What `FileServer` asks for, always the same."""

    def __init__(self) -> None:
        self.shares = [_share("IPC$", 0x80000003, "IPC"), _share("data", 0x06000000, "files"), _share("Ünï 😀")]
        self.shares += [_share("scoped", server="cluster"), _share("last")]
        self.sessions = [
            SESSION_INFO_502("\\\\10.0.0.1", "alice", 1, 20, 3, 0, "", "tcp"),
            SESSION_INFO_502("HOST2", "bob", 4, 50, 6, 1, "", "tcp"),
        ]

    def query_shares(self) -> Sequence[tuple[SHARE_INFO_503_I, SHARE_INFO_1005]]:
        return self.shares

    def query_sessions(self) -> Sequence[SESSION_INFO_502]:
        return self.sessions

    def server_info_103(self) -> SERVER_INFO_103:
        return SERVER_INFO_103(500, "SERVER", 10, 1, 0x9003, "comment", 100, 15, 0, 240, 3000, 7, "c:\\", 0)

    def server_info_599(self) -> SERVER_INFO_503:
        return SERVER_INFO_503(1, 2, 3, sv503_domain="GROUP", sv503_maxfreeconnections=9)

    def time_of_day(self) -> TIME_OF_DAY_INFO:
        return TIME_OF_DAY_INFO(1, 2, 3, 4, 5, 6, -60, 310, 20, 11, 2026, 5)

    def scoped_names(self) -> frozenset[str]:
        return frozenset({"cluster"})

    def aliases(self) -> Mapping[str, str]:
        return {"nick": "cluster"}


def call(request: Request[R], caller: Caller = ADMINISTRATOR, *mutants: str, server: Any = None) -> R:
    """The response, through stubs both ways; each mutant is `ID` or `ID:operator`."""
    broken = tuple(Mutant(*(m.rsplit(":", 1) if m.count(":") > 2 else (m,))) for m in mutants)
    service = ServerService(server or Constant(), Rules(broken))
    return request.response().decode(service.call(request.opnum, request.encode(), caller))
