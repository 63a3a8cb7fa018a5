"""[MS-SRVS] 3.1.4.18: NetrServerSetInfo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server.access import OPERATORS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.settings import (
    SERVER_INFO_103_IGNORED,
    SERVER_INFO_103_SETTINGS,
    SERVER_INFO_599_SETTINGS,
    SET_LEVELS,
    Handling,
    Setting,
)
from plugfest.protocols.ms_srvs.types import NetrServerSetInfo, NetrServerSetInfoResponse

_ACCESS = Access("MS-SRVS:3.1.4.18:d0f519fef1", "MS-SRVS:3.1.4.18:de6b7f2587")


def server_set_info(call: Call, request: NetrServerSetInfo) -> NetrServerSetInfoResponse:
    """3.1.4.18 NetrServerSetInfo: nothing is changed where anything is not valid."""
    rules, level, info = call.rules, request.Level or 0, request.ServerInfo
    if level == 103:
        raise Failed(rules.value("MS-SRVS:3.1.4.18:b33aa7281c", NetApiStatus.ERROR_INVALID_LEVEL))
    if level not in SET_LEVELS:
        raise Failed(rules.value("MS-SRVS:3.1.4.18:11fc3816e1", NetApiStatus.ERROR_INVALID_LEVEL))
    _ACCESS.check(call, *OPERATORS)
    if info is None:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    of_103: dict[str, Any] = {}
    of_599: dict[str, Any] = {}
    for member in info.__struct_fields__:
        name, value = member.partition("_")[2], getattr(info, member)
        if name in SERVER_INFO_103_IGNORED:
            call.ignore(value, SERVER_INFO_103_IGNORED[name])
        elif name in SERVER_INFO_103_SETTINGS and level not in (502, 503, 599):
            if _is_taken(call, request, SERVER_INFO_103_SETTINGS[name], value):
                of_103[f"sv103_{name}"] = value
        elif name in SERVER_INFO_599_SETTINGS and _is_taken(call, request, SERVER_INFO_599_SETTINGS[name], value):
            of_599[f"sv599_{name}"] = value
    if not SET_LEVELS[level] or rules.on(SET_LEVELS[level]):
        state = call.state
        state.server_info_103 = msgspec.structs.replace(state.server_info_103, **of_103)
        state.server_info_599 = msgspec.structs.replace(state.server_info_599, **of_599)
        call.server.persist()
    return NetrServerSetInfoResponse(0 if request.ParmErr is not None else None, NetApiStatus.NERR_Success)


def _is_taken(call: Call, request: NetrServerSetInfo, setting: Setting, value: Any) -> bool:
    """Is the member to be stored? Raises Failed where it is not valid."""
    rules = call.rules
    if setting.handling is Handling.IGNORED:
        return bool(setting.rule) and not rules.on(setting.rule)
    if not setting.is_valid(value) and _is_validated(call, setting):
        at_fault = None
        if request.ParmErr is not None:
            at_fault = rules.value("MS-SRVS:3.1.4.18:b1456741b8", setting.parameter)
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER, ParmErr=at_fault)
    return setting.handling is Handling.STORED


def _is_validated(call: Call, setting: Setting) -> bool:
    """The requirements on its range are in force."""
    if setting.range_rule and not call.rules.on(setting.range_rule):
        return False
    return setting.handling is Handling.STORED or not setting.rule or call.rules.on(setting.rule)


METHODS: Mapping[type[Any], Any] = {NetrServerSetInfo: server_set_info}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {NetrServerSetInfo: "MS-SRVS:3.1.4.18:6880175771"}
