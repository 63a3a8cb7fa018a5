"""[MS-SRVS] 3.1.4.22 to 3.1.4.26: the transports that the server is bound to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.fillings import TRANSPORT_ENUM
from plugfest.protocols.ms_srvs.paging import TRANSPORTS, enumeration
from plugfest.protocols.ms_srvs.server.access import OPERATORS, SHARE_KEEPERS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import SVTI2_REMAP_PIPE_NAMES, SVTI2_SCOPED_NAME, Transport
from plugfest.protocols.ms_srvs.server.scope import same
from plugfest.protocols.ms_srvs.types import (
    NetrServerTransportAdd,
    NetrServerTransportAddEx,
    NetrServerTransportAddExResponse,
    NetrServerTransportAddResponse,
    NetrServerTransportDel,
    NetrServerTransportDelEx,
    NetrServerTransportDelExResponse,
    NetrServerTransportDelResponse,
    NetrServerTransportEnum,
    NetrServerTransportEnumResponse,
)

_ADD_ACCESS = Access("MS-SRVS:3.1.4.23:9658fdf603", "MS-SRVS:3.1.4.23:0f62bd3309")
_ENUM_ACCESS = Access("MS-SRVS:3.1.4.24:7422d922d3", "MS-SRVS:3.1.4.24:dcfe91f596")
_DEL_ACCESS = Access("MS-SRVS:3.1.4.26:0e551e460f", "MS-SRVS:3.1.4.26:97685f66c5")
_MAX_DOMAIN = 15
_FLAGS = SVTI2_REMAP_PIPE_NAMES | SVTI2_SCOPED_NAME
_NO_NETWORK_ADDRESS = "000000000000"
"""svti*_networkaddress of a transport without an address of its own below TCP."""


def transport_add(call: Call, request: NetrServerTransportAdd) -> NetrServerTransportAddResponse:
    """3.1.4.22 NetrServerTransportAdd: as NetrServerTransportAddEx, for level 0."""
    call.require(request.Level == 0, "MS-SRVS:3.1.4.22:7bce961af7", NetApiStatus.ERROR_INVALID_LEVEL)
    return NetrServerTransportAddResponse(_add(call, request.Buffer))


def transport_add_ex(call: Call, request: NetrServerTransportAddEx) -> NetrServerTransportAddExResponse:
    """3.1.4.23 NetrServerTransportAddEx."""
    if request.Level not in (0, 1, 2, 3):
        raise Failed(call.rules.value("MS-SRVS:3.1.4.23:79c63a586f", NetApiStatus.ERROR_INVALID_LEVEL))
    return NetrServerTransportAddExResponse(_add(call, request.Buffer))


def _add(call: Call, info: Any) -> NetApiStatus:
    rules = call.rules
    _ADD_ACCESS.check(call, *OPERATORS)
    transport = _transport(call, info)
    if rules.on("MS-SRVS:3.1.4.23:c6dacc5493"):
        _check(call, transport)
    if any(_is_same(one, transport) for one in call.state.transport_list):
        raise Failed(NetApiStatus.ERROR_DUP_NAME)
    _bind(call, transport, enable=True)
    if rules.on("MS-SRVS:3.1.4.23:1537e68dd4"):
        call.state.transport_list.append(
            Transport(
                rules.value("MS-SRVS:3.1.4.23:f0d9bb0010", transport.name),
                rules.value("MS-SRVS:3.1.4.23:2761cff681", transport.address),
                rules.value("MS-SRVS:3.1.4.23:5bc18dcf38", transport.domain),
                rules.value("MS-SRVS:3.1.4.23:92fc55da43", transport.flags),
            )
        )
        call.server.persist()
    return rules.value("MS-SRVS:3.1.4.23:585d92bbde", NetApiStatus.NERR_Success)


def _transport(call: Call, info: Any) -> Transport:
    """What any SERVER_TRANSPORT_INFO says."""
    values = {name.partition("_")[2]: getattr(info, name) for name in info.__struct_fields__} if info else {}
    call.ignore(values.get("networkaddress"), "MS-SRVS:2.2.4.96:0dfc188a53")
    name, address = values.get("transportname") or "", values.get("transportaddress") or b""
    return Transport(name, address, values.get("domain"), values.get("flags", 0))


def _check(call: Call, transport: Transport) -> None:
    """3.1.4.23: raise Failed for what is not valid."""
    invalid = NetApiStatus.ERROR_INVALID_PARAMETER
    call.require(bool(transport.name and transport.address), "MS-SRVS:3.1.4.23:72bf1f3923", invalid)
    call.require(len(transport.domain or "") <= _MAX_DOMAIN, "MS-SRVS:3.1.4.23:698b09b033", invalid)
    call.require(not transport.flags & ~_FLAGS, "MS-SRVS:3.1.4.23:a8ac525118", invalid)


def _is_same(one: Transport, other: Transport) -> bool:
    return same(one.name, other.name) and same(one.server_name, other.server_name)


def _bind(call: Call, transport: Transport, *, enable: bool) -> None:
    try:
        call.server.bind_transport(transport.name, transport.server_name, enable)
    except Refused as refused:
        supported = refused.status != NtStatus.STATUS_NOT_SUPPORTED
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER if supported else NetApiStatus.ERROR_NOT_SUPPORTED) from None


def transport_enum(call: Call, request: NetrServerTransportEnum) -> NetrServerTransportEnumResponse:
    """3.1.4.24 NetrServerTransportEnum."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    if level not in TRANSPORT_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.24:e5bee9cbd2", NetApiStatus.ERROR_INVALID_LEVEL))
    _ENUM_ACCESS.check(call, *SHARE_KEEPERS)
    transports = rules.value("MS-SRVS:3.1.4.24:b72c0c892b", tuple(call.state.transport_list))
    entries = [(index, _values(call, one)) for index, one in enumerate(transports, start=1)]
    page = enumeration(rules, TRANSPORTS, TRANSPORT_ENUM[level], request, entries, len(transports))
    return NetrServerTransportEnumResponse(*page)


def _values(call: Call, transport: Transport) -> dict[str, Any]:
    """The members of any SERVER_TRANSPORT_INFO, by name without prefix."""
    count = call.server.connection_count(transport)
    return {
        "numberofvcs": count or call.rules.value("MS-SRVS:3.1.4.23:d12f5cbbf6", 0),
        "transportname": transport.name,
        "transportaddress": transport.address,
        "transportaddresslength": None,
        "networkaddress": _NO_NETWORK_ADDRESS,
        "domain": transport.domain or "",
        "flags": transport.flags,
    }


def transport_del(call: Call, request: NetrServerTransportDel) -> NetrServerTransportDelResponse:
    """3.1.4.25 NetrServerTransportDel: as NetrServerTransportDelEx with the structure of level 0."""
    call.ignore(request.Level, "MS-SRVS:3.1.4.25:be7e74b482")
    if not call.rules.on("MS-SRVS:3.1.4.25:9ed280cbd7"):
        raise Failed(NetApiStatus.ERROR_INVALID_LEVEL)
    return NetrServerTransportDelResponse(_delete(call, request.Buffer))


def transport_del_ex(call: Call, request: NetrServerTransportDelEx) -> NetrServerTransportDelExResponse:
    """3.1.4.26 NetrServerTransportDelEx."""
    if request.Level not in (0, 1):
        raise Failed(call.rules.value("MS-SRVS:3.1.4.26:f42aba7235", NetApiStatus.ERROR_INVALID_LEVEL))
    return NetrServerTransportDelExResponse(_delete(call, request.Buffer))


def _delete(call: Call, info: Any) -> NetApiStatus:
    rules, state = call.rules, call.state
    _DEL_ACCESS.check(call, *OPERATORS)
    wanted = _transport(call, info)
    if not wanted.name or not wanted.address:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    both = rules.on("MS-SRVS:3.1.4.26:80f4f4e30e")  # name and address must match
    found = next((one for one in state.transport_list if _is_same(one, wanted) or not both), None)
    if found is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.26:6c8718c1f2", NetApiStatus.NERR_NetNameNotFound))
    _bind(call, found, enable=False)
    if rules.on("MS-SRVS:3.1.4.26:bf4569fd81"):
        state.transport_list.remove(found)
        call.server.persist()
    return NetApiStatus.NERR_Success


METHODS: Mapping[type[Any], Any] = {
    NetrServerTransportAdd: transport_add,
    NetrServerTransportAddEx: transport_add_ex,
    NetrServerTransportEnum: transport_enum,
    NetrServerTransportDel: transport_del,
    NetrServerTransportDelEx: transport_del_ex,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrServerTransportAdd: "MS-SRVS:3.1.4.22:1808624193",
    NetrServerTransportAddEx: "MS-SRVS:3.1.4.23:03f86310a2",
    NetrServerTransportEnum: "MS-SRVS:3.1.4.24:bfe4e2ded8",
    NetrServerTransportDel: "MS-SRVS:3.1.4.25:de6b6c43fb",
    NetrServerTransportDelEx: "MS-SRVS:3.1.4.26:aa9bc4cdf7",
}
