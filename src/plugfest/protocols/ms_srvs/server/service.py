"""[MS-SRVS] 3.1: the server service: a Service of `ms_rpce`. Sans-IO: stubs in, stubs out.

What a method does stands in the module of its group. Each rule that a client can observe is marked with its
requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plugfest.protocols.ms_rpce.pdus import FaultStatus
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server import (
    aliases,
    connections,
    dfs,
    files,
    names,
    paths,
    security,
    server_info,
    server_settings,
    sessions,
    share_add,
    share_delete,
    share_set_info,
    shares,
    transports,
)
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import FileServer
from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.protocols.rules import RULES, Rules
from plugfest.wire.ndr import NDR, Request, Response, TransferSyntax

Method = Callable[[Call, Any], Response]

METHODS: Mapping[type[Request[Any]], Method] = {
    **connections.METHODS,
    **files.METHODS,
    **sessions.METHODS,
    **shares.METHODS,
    **share_add.METHODS,
    **share_set_info.METHODS,
    **share_delete.METHODS,
    **server_info.METHODS,
    **server_settings.METHODS,
    **transports.METHODS,
    **aliases.METHODS,
    **security.METHODS,
    **paths.METHODS,
    **names.METHODS,
    **dfs.METHODS,
}
IGNORED_SERVER_NAMES: Mapping[type[Request[Any]], str] = {
    **connections.IGNORED_SERVER_NAMES,
    **files.IGNORED_SERVER_NAMES,
    **sessions.IGNORED_SERVER_NAMES,
    **shares.IGNORED_SERVER_NAMES,
    **share_add.IGNORED_SERVER_NAMES,
    **share_delete.IGNORED_SERVER_NAMES,
    **server_info.IGNORED_SERVER_NAMES,
    **server_settings.IGNORED_SERVER_NAMES,
    **transports.IGNORED_SERVER_NAMES,
    **aliases.IGNORED_SERVER_NAMES,
    **security.IGNORED_SERVER_NAMES,
    **paths.IGNORED_SERVER_NAMES,
    **names.IGNORED_SERVER_NAMES,
}
"""Method → the requirement that its ServerName says nothing."""
_RESERVED = range(8)
"""3.1.4: Opnum0NotUsedOnWire to Opnum7NotUsedOnWire are answered; 29, 42 and 47 are nobody's."""


class ServerService:
    """Serves the srvsvc interface; the context of a call is a Caller."""

    interface = SRVSVC

    def __init__(self, server: FileServer, rules: Rules = RULES) -> None:
        self.server = server
        self.rules = rules

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax = NDR) -> bytes:
        """Execute a method. Raises Fault for one that does not exist, WireError for a bad stub."""
        if opnum in _RESERVED:
            return int(NetApiStatus.ERROR_NOT_SUPPORTED).to_bytes(4, "little")
        method = self.interface.method(opnum)
        if method is None or method not in METHODS:
            raise Fault(FaultStatus.nca_s_op_rng_error, f"srvsvc opnum {opnum}")
        # what follows may be a verification trailer, [MS-RPCE] 2.2.2.13
        request, _ = method.decode_from(stub, syntax=syntax)
        return self._answer(method, request, Call(self.server, self.rules, context)).encode(syntax=syntax)

    def _answer(self, method: type[Request[Any]], request: Any, call: Call) -> Response:
        try:
            ignored = IGNORED_SERVER_NAMES.get(method)
            if ignored is not None and request.ServerName and not self.rules.on(ignored):
                raise Failed(NetApiStatus.NERR_InvalidComputer)
            return METHODS[method](call, request)
        except Failed as failed:
            return refusal(request, failed)


def refusal(request: Any, failed: Failed) -> Response:
    """The response of a method that fails: what the client gave is given back, and nothing is in it."""
    response = request.response()
    values: dict[str, Any] = {"ReturnValue": failed.status}
    for name in ("Level", "ResumeHandle", "ParmErr"):
        if name in response.__struct_fields__:
            values[name] = getattr(request, name)
    info = getattr(request, "InfoStruct", None)
    if "TotalEntries" in response.__struct_fields__ and info is not None:
        values["InfoStruct"] = emptied(info)
    answer: Response = response(**(values | failed.values))
    return answer


def emptied(info: Any) -> Any:
    """An enumeration's InfoStruct with its level and nothing in its container."""
    level, container = (getattr(info, name) for name in info.__struct_fields__)
    return type(info)(level, type(container)() if container is not None else None)
