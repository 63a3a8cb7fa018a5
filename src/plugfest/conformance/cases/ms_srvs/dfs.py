"""[MS-SRVS] 3.1.4.35 to 3.1.4.42: the methods of DFS, which a server had better refuse."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import case
from plugfest.conformance.cases.ms_srvs.calls import denied
from plugfest.conformance.needs import administrator
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.types import (
    NetrDfsCreateExitPoint,
    NetrDfsCreateLocalPartition,
    NetrDfsDeleteExitPoint,
    NetrDfsDeleteLocalPartition,
    NetrDfsFixLocalVolume,
    NetrDfsGetVersion,
    NetrDfsModifyPrefix,
    NetrDfsSetLocalVolumeState,
)

_METHODS: dict[str, Any] = {
    "MS-SRVS:3.1.4.35:5c5b5c0a19": NetrDfsGetVersion(),
    "MS-SRVS:3.1.4.36:50824941a4": NetrDfsCreateLocalPartition(),
    "MS-SRVS:3.1.4.37:7917b3c732": NetrDfsDeleteLocalPartition(),
    "MS-SRVS:3.1.4.38:3438ef8988": NetrDfsSetLocalVolumeState(),
    "MS-SRVS:3.1.4.39:3def5842cb": NetrDfsCreateExitPoint(),
    "MS-SRVS:3.1.4.40:d95ec5dbb4": NetrDfsModifyPrefix(),
    "MS-SRVS:3.1.4.41:d382cac73a": NetrDfsDeleteExitPoint(),
    "MS-SRVS:3.1.4.42:4feb08d1b5": NetrDfsFixLocalVolume(),
}
"""Requirement → a call that could change nothing even where it is carried out: it names nothing."""


@case(covers=[*_METHODS], needs=[administrator])
async def test_refused(administrator_srvsvc: RpcClient) -> None:
    """None of the methods of DFS is carried out."""
    for rule, request in _METHODS.items():
        await denied(administrator_srvsvc, request, rule)
