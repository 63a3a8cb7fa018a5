"""[MS-SRVS] 3.1.4.8, 3.1.4.9, 3.1.4.10 and 3.1.4.16: what tells shares.

Departure: NetrShareEnum (notes 58 and 59) asks administrators only for levels 2, 502 and 503, as NetrShareGetInfo does
(notes 61 and 62). Taken literally no ordinary user could list shares, which Windows and Samba allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareType
from plugfest.protocols.ms_srvs.fillings import SHARE_ENUM, SHARE_GET_INFO
from plugfest.protocols.ms_srvs.paging import SHARES, STICKY_SHARES, PagingRules, enumeration
from plugfest.protocols.ms_srvs.server.access import ANY_KEEPER, OPERATORS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import Share
from plugfest.protocols.ms_srvs.server.scope import Scope, find, same
from plugfest.protocols.ms_srvs.server.share_info import CLUSTER
from plugfest.protocols.ms_srvs.types import (
    SHARE_ENUM_STRUCT,
    NetrShareCheck,
    NetrShareCheckResponse,
    NetrShareEnum,
    NetrShareEnumResponse,
    NetrShareEnumSticky,
    NetrShareEnumStickyResponse,
    NetrShareGetInfo,
    NetrShareGetInfoResponse,
)

_GUARDED = (2, 502, 503)
"""The levels that not everybody may ask for."""
_NAMED_ONLY = 501
"""The level that everybody may ask for who gave a name."""
_ENUM_ACCESS = Access("MS-SRVS:3.1.4.8:3cb0f7c51e", "MS-SRVS:3.1.4.8:16af1273b4")
_ENUM_SCOPE = Scope(resets="MS-SRVS:3.1.4.8:7bf5f2f518", strips="MS-SRVS:3.1.4.8:d6996fe5b6")
_GET_ACCESS = Access("MS-SRVS:3.1.4.10:1eff8c159e", "MS-SRVS:3.1.4.10:e6be06940e")
_GET_SCOPE = Scope(resets="MS-SRVS:3.1.4.10:6fc7b94bae", strips="MS-SRVS:3.1.4.10:f754ca274e")


def share_enum(call: Call, request: NetrShareEnum) -> NetrShareEnumResponse:
    """3.1.4.8 NetrShareEnum."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    if level not in SHARE_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.8:cd9e53458c", NetApiStatus.ERROR_INVALID_LEVEL))
    _check_enum_access(call, level)
    # the list keeps the order in which shares were added, and all of it is told
    shares = rules.value("MS-SRVS:3.1.4.8:c8127c0bb8", tuple(call.server.query_shares()))
    if not rules.on("MS-SRVS:3.1.4.8:accce4b6fb"):
        shares = shares[1:]
    if not rules.on("MS-SRVS:3.1.4.8:435d1623e7"):
        shares = tuple(one for one in shares if not one.info.shi503_type & ShareType.STYPE_SPECIAL)
    return NetrShareEnumResponse(*_enumerated(call, request, shares, SHARES))


def share_enum_sticky(call: Call, request: NetrShareEnumSticky) -> NetrShareEnumStickyResponse:
    """3.1.4.9 NetrShareEnumSticky: as NetrShareEnum, but for level 501 and the shares that will not be there again."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    if level not in SHARE_ENUM or (level == 501 and rules.on("MS-SRVS:3.1.4.9:edd73bb786")):
        raise Failed(NetApiStatus.ERROR_INVALID_LEVEL)
    _check_enum_access(call, level)
    all_of_them = not rules.on("MS-SRVS:3.1.4.9:d9a2ad3e28")
    shares = tuple(one for one in call.server.query_shares() if one.is_persistent or all_of_them)
    return NetrShareEnumStickyResponse(*_enumerated(call, request, shares, STICKY_SHARES))


def _check_enum_access(call: Call, level: int) -> None:
    if level in _GUARDED or (level == _NAMED_ONLY and call.caller.is_anonymous):
        _ENUM_ACCESS.check(call, *OPERATORS)


def _enumerated(
    call: Call, request: NetrShareEnum | NetrShareEnumSticky, shares: tuple[Share, ...], paging: PagingRules
) -> tuple[SHARE_ENUM_STRUCT, int, int | None, NetApiStatus]:
    """What is common to both: a page of the list."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    server_name = _ENUM_SCOPE.server_name(rules, call.state, request.ServerName)
    entries = [
        (index, _values(call, share, "MS-SRVS:3.1.4.8:d212e5604f.1"))
        for index, share in enumerate(shares, start=1)
        if _is_told(call, share, server_name, level)
    ]
    return enumeration(rules, paging, SHARE_ENUM[level], request, entries, len(shares))


def _is_told(call: Call, share: Share, server_name: str, level: int) -> bool:
    """3.1.4.8: level 503 tells all shares, the others those of the server that was asked."""
    if level == 503 and call.rules.on("MS-SRVS:3.1.4.8:b354a79233"):
        return True
    return not call.rules.on("MS-SRVS:3.1.4.8:a48c9df50d") or same(share.server_name, server_name)


def _values(call: Call, share: Share, cluster_rule: str) -> dict[str, Any]:
    """The members of any SHARE_INFO, by name without prefix."""
    values = {name.partition("_")[2]: getattr(share.info, name) for name in share.info.__struct_fields__}
    values["flags"] = share.flags
    values["type"] = _without_cluster(call, values["type"], cluster_rule)
    return values


def _without_cluster(call: Call, kind: int, rule: str) -> int:
    """Cluster bits are for the server's own use; where the rule is broken, they stay, and what is no disk has one."""
    if call.rules.on(rule):
        return kind & ~int(CLUSTER)
    return kind | int(ShareType.STYPE_CLUSTER_FS) if kind & 0xFF else kind


def share_get_info(call: Call, request: NetrShareGetInfo) -> NetrShareGetInfoResponse:
    """3.1.4.10 NetrShareGetInfo."""
    rules, level = call.rules, request.Level
    call.require(bool(request.NetName), "MS-SRVS:3.1.4.10:3a38438a7d", NetApiStatus.ERROR_INVALID_PARAMETER)
    if level not in SHARE_GET_INFO:
        raise Failed(rules.value("MS-SRVS:3.1.4.10:0819b2b195", NetApiStatus.ERROR_INVALID_LEVEL))
    if level in _GUARDED:
        _GET_ACCESS.check(call, *ANY_KEEPER)
    server_name = _GET_SCOPE.server_name(rules, call.state, request.ServerName)
    shares = call.server.query_shares()
    share = find(shares, server_name, request.NetName)
    if share is None and not rules.on("MS-SRVS:3.1.4.10:53c5737111"):  # share and server name must both match
        wanted = request.NetName.casefold()
        share = next((one for one in shares if one.name.casefold().startswith(wanted)), None)
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.10:bae7c331c3", NetApiStatus.NERR_NetNameNotFound))
    filling = SHARE_GET_INFO[level]
    if not rules.on(filling.rule) or not rules.on("MS-SRVS:3.1.4.10:7e67d93a12"):
        raise Failed(NetApiStatus.NERR_Success)
    info = filling.filled(rules, _values(call, share, "MS-SRVS:3.1.4.10:0f185bd705.1"))
    return NetrShareGetInfoResponse(level, info, NetApiStatus.NERR_Success)


def share_check(call: Call, request: NetrShareCheck) -> NetrShareCheckResponse:
    """3.1.4.16 NetrShareCheck: for every caller. A device is what a share's path leads to."""
    rules = call.rules
    device = _device(request.Device)
    matches = rules.on("MS-SRVS:3.1.4.16:c23d9b1e6e")
    for share in call.server.query_shares():
        path = share.info.shi503_path
        if path is not None and matches and _device(path) == device:
            kind = share.info.shi503_type & ~int(ShareType.STYPE_TEMPORARY)
            if rules.on("MS-SRVS:3.1.4.16:539dbcf975"):
                kind &= ~int(ShareType.STYPE_SPECIAL)
            if rules.on("MS-SRVS:3.1.4.16:d922e6817d.1"):
                kind &= ~int(CLUSTER)
            else:
                kind |= int(ShareType.STYPE_CLUSTER_FS)
            return NetrShareCheckResponse(kind, NetApiStatus.NERR_Success)
    raise Failed(rules.value("MS-SRVS:3.1.4.16:8a5a48c17c", NetApiStatus.NERR_DeviceNotShared))


def _device(path: str) -> str:
    """A path, or a drive, whether or not with its root directory."""
    return path.replace("/", "\\").rstrip("\\").casefold()


METHODS: Mapping[type[Any], Any] = {
    NetrShareEnum: share_enum,
    NetrShareEnumSticky: share_enum_sticky,
    NetrShareGetInfo: share_get_info,
    NetrShareCheck: share_check,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {NetrShareCheck: "MS-SRVS:3.1.4.16:1343e5d0bd"}
