"""[MS-WKST] 3.2.4.1: the workstation service, as far as clients of a file server ask it: NetrWkstaGetInfo.

Departure: DomainNameFQDN, which 3.2.4.1 gives as wki*_langroup, is the name of the domain or workgroup.
"""

from __future__ import annotations

from typing import Any, Protocol

from plugfest.protocols.ms_rpce.pdus import FaultStatus
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs.constants import NetApiStatus, PlatformId
from plugfest.protocols.ms_srvs.server import Caller, LocalGroup
from plugfest.protocols.ms_wkst.types import (
    WKSSVC,
    WKSTA_INFO_100,
    WKSTA_INFO_101,
    WKSTA_INFO_102,
    WKSTA_INFO_502,
    NetrWkstaGetInfo,
    NetrWkstaGetInfoResponse,
)
from plugfest.wire.ndr import NDR, TransferSyntax

_VERSION = (10, 0)
_LEVELS = (100, 101, 102, 502)
_GUARDED = (102, 502)
"""Note 29: the levels that administrators may ask for."""


class Workstation(Protocol):
    """What the service asks the computer."""

    def computer_name(self) -> str:
        """ComputerNameNetBIOS."""

    def domain_name(self) -> str:
        """The domain or workgroup."""

    def logged_on_users(self) -> int:
        """How many are logged on now."""


class WorkstationService:
    """Serves the wkssvc interface; the context of a call is a Caller."""

    interface = WKSSVC

    def __init__(self, workstation: Workstation) -> None:
        self._workstation = workstation

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax = NDR) -> bytes:
        """Execute a method. Raises Fault for one that is not served, WireError for a bad stub."""
        if opnum != NetrWkstaGetInfo.opnum:
            raise Fault(FaultStatus.nca_s_op_rng_error, f"wkssvc opnum {opnum}")
        request, _ = NetrWkstaGetInfo.decode_from(stub, syntax=syntax)
        return self.wksta_get_info(request, context).encode(syntax=syntax)

    def wksta_get_info(self, request: NetrWkstaGetInfo, caller: Caller) -> NetrWkstaGetInfoResponse:
        """3.2.4.1 NetrWkstaGetInfo."""
        level = request.Level
        if level not in _LEVELS:
            return NetrWkstaGetInfoResponse(level, None, NetApiStatus.ERROR_INVALID_LEVEL)
        if level in _GUARDED and not caller.is_in(LocalGroup.Administrators):
            return NetrWkstaGetInfoResponse(level, None, NetApiStatus.ERROR_ACCESS_DENIED)
        return NetrWkstaGetInfoResponse(level, self._info(level), NetApiStatus.NERR_Success)

    def _info(self, level: int) -> WKSTA_INFO_100 | WKSTA_INFO_101 | WKSTA_INFO_102 | WKSTA_INFO_502:
        workstation = self._workstation
        names = (PlatformId.PLATFORM_ID_NT, workstation.computer_name(), workstation.domain_name(), *_VERSION)
        if level == 100:
            return WKSTA_INFO_100(*names)
        if level == 101:
            return WKSTA_INFO_101(*names, None)
        if level == 102:
            return WKSTA_INFO_102(*names, None, workstation.logged_on_users())
        return WKSTA_INFO_502(
            wki502_keep_conn=600,
            wki502_max_cmds=50,
            wki502_sess_timeout=60,
        )
