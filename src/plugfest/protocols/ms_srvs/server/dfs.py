"""[MS-SRVS] 3.1.4.35 to 3.1.4.43: the methods on DFS, as a server without DFS answers them: with an error, and nothing
else (notes 129 and 148)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.types import (
    NetrDfsCreateExitPoint,
    NetrDfsCreateLocalPartition,
    NetrDfsDeleteExitPoint,
    NetrDfsDeleteLocalPartition,
    NetrDfsFixLocalVolume,
    NetrDfsGetVersion,
    NetrDfsManagerReportSiteInfo,
    NetrDfsModifyPrefix,
    NetrDfsSetLocalVolumeState,
)
from plugfest.wire.ndr import Response

_RULES: Mapping[type[Any], str] = {
    NetrDfsGetVersion: "MS-SRVS:3.1.4.35:5c5b5c0a19",
    NetrDfsCreateLocalPartition: "MS-SRVS:3.1.4.36:50824941a4",
    NetrDfsDeleteLocalPartition: "MS-SRVS:3.1.4.37:7917b3c732",
    NetrDfsSetLocalVolumeState: "MS-SRVS:3.1.4.38:3438ef8988",
    NetrDfsCreateExitPoint: "MS-SRVS:3.1.4.39:3def5842cb",
    NetrDfsModifyPrefix: "MS-SRVS:3.1.4.40:d95ec5dbb4",
    NetrDfsDeleteExitPoint: "MS-SRVS:3.1.4.41:d382cac73a",
    NetrDfsFixLocalVolume: "MS-SRVS:3.1.4.42:4feb08d1b5",
}
"""Method → the requirement not to do anything."""


def no_dfs(call: Call, request: Any) -> Response:
    """3.1.4.35 to 3.1.4.43."""
    status = NetApiStatus.ERROR_NOT_SUPPORTED
    if isinstance(request, NetrDfsGetVersion):
        status = NetApiStatus.ERROR_FILE_NOT_FOUND
    values = {"ShortPrefix": "\0" * request.ShortPrefixLen} if isinstance(request, NetrDfsCreateExitPoint) else {}
    rule = _RULES.get(type(request), "")
    if rule and not call.rules.on(rule):
        status = NetApiStatus.NERR_Success
    raise Failed(status, **values)


METHODS: Mapping[type[Any], Any] = dict.fromkeys((*_RULES, NetrDfsManagerReportSiteInfo), no_dfs)
