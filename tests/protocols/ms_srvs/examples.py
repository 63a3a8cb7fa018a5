"""A request and a response of each method, with every kind of member in use."""

from __future__ import annotations

from plugfest.protocols.ms_srvs.types import (
    SERVER_INFO_102,
    SESSION_ENUM_STRUCT,
    SESSION_INFO_502,
    SESSION_INFO_502_CONTAINER,
    SHARE_ENUM_STRUCT,
    SHARE_INFO_1,
    SHARE_INFO_1_CONTAINER,
    SHARE_INFO_502_I,
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
from plugfest.wire.ndr import NdrStructure

_SD = bytes.fromhex("0100048000000000000000000000000000000000")
_SHARES = SHARE_INFO_1_CONTAINER(Buffer=(SHARE_INFO_1("IPC$", 0x80000003), SHARE_INFO_1("dätä", 0, "remark")))
_SESSIONS = SESSION_INFO_502_CONTAINER(Buffer=(SESSION_INFO_502("host", "alice", 1, 2, 3, 0, "", "tcp"),))

EXAMPLES: dict[str, NdrStructure] = {
    type(value).__name__: value
    for value in (
        NetrSessionEnum("server", "\\\\host", "alice", SESSION_ENUM_STRUCT(None, SESSION_INFO_502_CONTAINER()), 100, 0),
        NetrSessionEnumResponse(SESSION_ENUM_STRUCT(None, _SESSIONS), 1, 0, 0),
        NetrShareEnum("server", SHARE_ENUM_STRUCT(None, SHARE_INFO_1_CONTAINER()), 0xFFFFFFFF, 7),
        NetrShareEnumResponse(SHARE_ENUM_STRUCT(None, _SHARES), 2, None, 0),
        NetrShareGetInfo(None, "share", 502),
        NetrShareGetInfoResponse(
            502, SHARE_INFO_502_I("share", 0, "files", 0, 0xFFFFFFFF, 1, "C:\\share", "", None, _SD)
        ),
        NetrServerGetInfo("\\\\server", 102),
        NetrServerGetInfoResponse(102, SERVER_INFO_102(500, "SRV", 10, 0, 3, "", 5, -1, 0, 240, 3000, 0, "c:\\")),
        NetrRemoteTOD("\\\\server"),
        NetrRemoteTODResponse(TIME_OF_DAY_INFO(1, 2, 3, 4, 5, 6, -60, 310, 20, 11, 2026, 5), 0),
    )
}  # fmt: skip
