"""[MS-SRVS] 3.1.4.44, 3.1.4.45 and 3.1.4.46: other names for the server, under which its shares are seen.

Departure: 2.2.4.102 has srvai0_default ignored by NetrServerAliasDel, where 3.1.4.46 checks it; the latter is done.
The entry of a DefaultServerName stands in AliasList with an empty alias, and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.fillings import ALIAS_ENUM
from plugfest.protocols.ms_srvs.paging import ALIASES, enumeration
from plugfest.protocols.ms_srvs.server.access import OPERATORS, SHARE_KEEPERS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import Alias
from plugfest.protocols.ms_srvs.server.scope import same
from plugfest.protocols.ms_srvs.types import (
    NetrServerAliasAdd,
    NetrServerAliasAddResponse,
    NetrServerAliasDel,
    NetrServerAliasDelResponse,
    NetrServerAliasEnum,
    NetrServerAliasEnumResponse,
)

_ENUM_ACCESS = Access("MS-SRVS:3.1.4.45:9ab66e6719", "MS-SRVS:3.1.4.45:90f9b21da2")
_DEL_ACCESS = Access("MS-SRVS:3.1.4.46:a9579dd3be", "MS-SRVS:3.1.4.46:8ba1495bbd")


def alias_add(call: Call, request: NetrServerAliasAdd) -> NetrServerAliasAddResponse:
    """3.1.4.44 NetrServerAliasAdd."""
    rules, state, info = call.rules, call.state, request.InfoStruct
    invalid = NetApiStatus.ERROR_INVALID_PARAMETER
    if request.Level != 0:
        raise Failed(rules.value("MS-SRVS:3.1.4.44:1581d92a26", NetApiStatus.ERROR_INVALID_LEVEL))
    if not call.caller.is_in(*OPERATORS):
        raise Failed(NetApiStatus.ERROR_ACCESS_DENIED)
    if info is None:
        raise Failed(invalid)
    call.ignore(info.srvai0_reserved, "MS-SRVS:2.2.4.102:d422ca0225")
    alias, target, default = info.srvai0_alias or "", info.srvai0_target or "", bool(info.srvai0_default)
    known = any(same(one.server_name, target) for one in state.transport_list)
    call.require(bool(target) and known, "MS-SRVS:3.1.4.44:7ccfefde65", invalid)
    call.require(bool(alias) != default, "MS-SRVS:3.1.4.44:ca69d1096d", invalid)
    taken = any(same(one.alias, alias) for one in state.alias_list)
    call.require(not alias or not taken, "MS-SRVS:3.1.4.44:15c407d762", invalid)
    if default:
        free = state.default_server_name is None
        call.require(free, "MS-SRVS:3.1.4.44:bef26dcbe7", NetApiStatus.NERR_DuplicateShare)
        if rules.on("MS-SRVS:3.1.4.44:405f11f4e5"):
            state.default_server_name = target
    if rules.on("MS-SRVS:3.1.4.44:e9e8b2b7a7"):
        state.alias_list.append(Alias(alias, target, default))
        call.server.persist()
    return NetrServerAliasAddResponse(NetApiStatus.NERR_Success)


def alias_enum(call: Call, request: NetrServerAliasEnum) -> NetrServerAliasEnumResponse:
    """3.1.4.45 NetrServerAliasEnum."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    if level not in ALIAS_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.45:496a626cbb", NetApiStatus.ERROR_INVALID_LEVEL))
    _ENUM_ACCESS.check(call, *OPERATORS)
    aliases = rules.value("MS-SRVS:3.1.4.45:add8c647ae", tuple(call.state.alias_list))
    entries = [
        (index, {"alias": one.alias, "target": one.target, "default": int(one.default), "reserved": 0})
        for index, one in enumerate(aliases, start=1)
    ]
    page = enumeration(rules, ALIASES, ALIAS_ENUM[level], request, entries, len(aliases))
    return NetrServerAliasEnumResponse(*page)


def alias_del(call: Call, request: NetrServerAliasDel) -> NetrServerAliasDelResponse:
    """3.1.4.46 NetrServerAliasDel."""
    rules, state, info = call.rules, call.state, request.InfoStruct
    if request.Level != 0:
        raise Failed(NetApiStatus.ERROR_INVALID_LEVEL)
    _DEL_ACCESS.check(call, *SHARE_KEEPERS)
    if info is None:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    alias, default = info.srvai0_alias or "", bool(info.srvai0_default)
    call.require(bool(alias) != default, "MS-SRVS:3.1.4.46:f7408bb92c", NetApiStatus.ERROR_INVALID_PARAMETER)
    found = next((one for one in state.alias_list if same(one.alias, alias)), None)
    if found is not None and info.srvai0_target and not same(found.target, info.srvai0_target):
        found = found if rules.on("MS-SRVS:3.1.4.46:19a5107e18") else None
    if found is None:
        raise Failed(NetApiStatus.NERR_NetNameNotFound)
    if rules.on("MS-SRVS:3.1.4.46:de0d93142f"):
        state.alias_list.remove(found)
        if found.default:
            state.default_server_name = None
        call.server.persist()
    return NetrServerAliasDelResponse(NetApiStatus.NERR_Success)


METHODS: Mapping[type[Any], Any] = {
    NetrServerAliasAdd: alias_add,
    NetrServerAliasEnum: alias_enum,
    NetrServerAliasDel: alias_del,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrServerAliasAdd: "MS-SRVS:3.1.4.44:f7fda16045",
    NetrServerAliasEnum: "MS-SRVS:3.1.4.45:e53607d5c1",
}
