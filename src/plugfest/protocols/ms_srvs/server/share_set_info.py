"""[MS-SRVS] 3.1.4.11: NetrShareSetInfo.

The document contradicts itself about Share.FileSecurity at level 1501: it is to be set to what the client gave, and to
NULL. The first is what the level is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_erref import Refused
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags, ShareParameter, ShareType
from plugfest.protocols.ms_srvs.server.access import OPERATORS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import Share
from plugfest.protocols.ms_srvs.server.scope import Scope, find
from plugfest.protocols.ms_srvs.server.share_info import has_valid_descriptor, has_valid_remark, members
from plugfest.protocols.ms_srvs.types import NetrShareSetInfo, NetrShareSetInfoResponse

_ACCESS = Access("MS-SRVS:3.1.4.11:14b2f34d6c", "MS-SRVS:3.1.4.11:581cad1087")
_SCOPE = Scope(resets="MS-SRVS:3.1.4.11:e1e9b67f9f", strips="MS-SRVS:3.1.4.11:13b08218a9")


class _Level(msgspec.Struct, frozen=True):
    """What a level changes: the requirement, and member → its own requirement."""

    rule: str
    members: dict[str, str] = {}


_LEVELS = {
    1: _Level("MS-SRVS:3.1.4.11:3b692271a0", {"remark": "MS-SRVS:3.1.4.11:4105aa7a33"}),
    2: _Level(
        "MS-SRVS:3.1.4.11:c12117cdcd",
        {"remark": "MS-SRVS:3.1.4.11:df9985d08c", "max_uses": "MS-SRVS:3.1.4.11:6b3ba50176"},
    ),
    502: _Level(
        "MS-SRVS:3.1.4.11:b3a9a22404",
        {
            "remark": "MS-SRVS:3.1.4.11:170aeb242a",
            "max_uses": "MS-SRVS:3.1.4.11:8eb23bb16c",
            "security_descriptor": "MS-SRVS:3.1.4.11:341c31b623",
        },
    ),
    503: _Level(
        "MS-SRVS:3.1.4.11:89790e7ca7",
        {
            "remark": "MS-SRVS:3.1.4.11:23381d3e69",
            "max_uses": "MS-SRVS:3.1.4.11:2a09e61052",
            "security_descriptor": "MS-SRVS:3.1.4.11:494bae3cc9",
        },
    ),
    1004: _Level("MS-SRVS:3.1.4.11:278f213fa5", {"remark": "MS-SRVS:3.1.4.11:1266074e46"}),
    1005: _Level("MS-SRVS:3.1.4.11:124e8ee3ed"),
    1006: _Level("MS-SRVS:3.1.4.11:7f5363e61c", {"max_uses": "MS-SRVS:3.1.4.11:e051640655"}),
    1501: _Level("MS-SRVS:3.1.4.11:0f1d45f8e2", {"security_descriptor": "MS-SRVS:3.1.4.11:5cf5b7d686"}),
}
_FLAGS = {
    ShareFlags.CSC_MASK: "MS-SRVS:3.1.4.11:77ba4a442a",
    ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM: "MS-SRVS:3.1.4.11:4a90817b9c",
    ShareFlags.SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING: "MS-SRVS:3.1.4.11:757f6b46cc",
    ShareFlags.SHI1005_FLAGS_FORCE_SHARED_DELETE: "MS-SRVS:3.1.4.11:b1516061a0",
    ShareFlags.SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS: "MS-SRVS:3.1.4.11:4f19e7bc97",
    ShareFlags.SHI1005_FLAGS_FORCE_LEVELII_OPLOCK: "MS-SRVS:3.1.4.11:3d59b05bf6",
}
"""Flags of level 1005 → the requirement to take them over."""
_DFS = int(ShareFlags.SHI1005_FLAGS_DFS | ShareFlags.SHI1005_FLAGS_DFS_ROOT)
_NOT_SETTABLE = {
    502: {
        "netname": "MS-SRVS:2.2.4.26:fe85da8b7c",
        "type": "MS-SRVS:2.2.4.26:303c4b65f2",
        "path": "MS-SRVS:2.2.4.26:702d1b85c4",
    },
    503: {
        "netname": "MS-SRVS:2.2.4.27:cf4bf59f7e",
        "type": "MS-SRVS:2.2.4.27:0409c48645",
        "path": "MS-SRVS:2.2.4.27:d972b61e29",
    },
}
"""Level → members that stay as they are; levels 1 and 2 have the members of level 502."""


def share_set_info(call: Call, request: NetrShareSetInfo) -> NetrShareSetInfoResponse:
    """3.1.4.11 NetrShareSetInfo."""
    rules, level = call.rules, request.Level or 0
    call.require(bool(request.NetName), "MS-SRVS:3.1.4.11:a843a88aa5", NetApiStatus.ERROR_INVALID_PARAMETER)
    if level not in _LEVELS:
        raise Failed(rules.value("MS-SRVS:3.1.4.11:36a321a62c", NetApiStatus.ERROR_INVALID_LEVEL))
    _ACCESS.check(call, *OPERATORS)
    if request.ShareInfo is None:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    values = members(call, level, request.ShareInfo)
    server_name = _SCOPE.server_name(rules, call.state, request.ServerName)
    share = find(call.server.query_shares(), server_name, request.NetName)
    if share is None and not rules.on("MS-SRVS:3.1.4.11:0aa7e77bc5"):  # both names must match
        share = call.server.query_shares()[0]
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.11:05434abe19", NetApiStatus.NERR_NetNameNotFound))
    for name, rule in _NOT_SETTABLE.get(502 if level in (1, 2) else level, {}).items():
        call.ignore(name in values and values[name] != getattr(share.info, f"shi503_{name}"), rule)
    _check_members(call, request, share, values)
    if level == 1005:
        changed = _changed_flags(call, share, values["flags"])
    else:
        changed = _changed_info(call, level, share, values)
    if rules.on(_LEVELS[level].rule):
        try:
            call.server.update_share(changed)
        except Refused:
            raise Failed(NetApiStatus.ERROR_INVALID_DATA) from None
    call.server.persist()
    return NetrShareSetInfoResponse(0 if request.ParmErr is not None else None, NetApiStatus.NERR_Success)


def _check_members(call: Call, request: NetrShareSetInfo, share: Share, values: dict[str, Any]) -> None:
    """3.1.4.11: raise Failed for a member that is not valid."""
    special = share.info.shi503_type & ShareType.STYPE_SPECIAL
    given = request.Level == 502 and values["security_descriptor"]
    if special and given:
        _invalid(call, request, "MS-SRVS:3.1.4.11:71356ee7dd", ShareParameter.SHARE_FILE_SD_PARMNUM)
    if not has_valid_remark(values):
        _invalid(call, request, "MS-SRVS:3.1.4.11:2459295720", ShareParameter.SHARE_REMARK_PARMNUM)
    if not has_valid_descriptor(values):
        _invalid(call, request, "MS-SRVS:3.1.4.11:f173568d6d", ShareParameter.SHARE_FILE_SD_PARMNUM)


def _invalid(call: Call, request: NetrShareSetInfo, rule: str, member: ShareParameter) -> None:
    rules = call.rules
    at_fault = None
    if request.ParmErr is not None:
        member = rules.value("MS-SRVS:3.1.4.11:1aaf891c68", member)
        at_fault = int(rules.value("MS-SRVS:3.1.4.11:d774b6f195", member))
    if rules.on(rule) and rules.on("MS-SRVS:3.1.4.11:c6714434dd"):
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER, ParmErr=at_fault)


def _changed_info(call: Call, level: int, share: Share, values: dict[str, Any]) -> Share:
    """The members that a level lets the client change."""
    settable = _LEVELS[level].members
    changes = {f"shi503_{name}": call.rules.value(rule, values[name]) for name, rule in settable.items()}
    return msgspec.structs.replace(share, info=msgspec.structs.replace(share.info, **changes))


def _changed_flags(call: Call, share: Share, flags: int) -> Share:
    """Level 1005: of files only, and without a say about DFS."""
    rules = call.rules
    if share.info.shi503_type & 0xFF != ShareType.STYPE_DISKTREE:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    call.ignore(flags & _DFS, "MS-SRVS:2.2.4.29:db19dc1204")
    if flags & ShareFlags.SHI1005_FLAGS_ENABLE_HASH:
        raise Failed(NetApiStatus.ERROR_NOT_SUPPORTED)  # note 63: there is no branch cache
    taken = int(rules.value("MS-SRVS:3.1.4.11:2b5950864e", flags))
    for mask, rule in _FLAGS.items():
        if not rules.on(rule):
            taken = taken & ~int(mask) | share.flags & int(mask)
    return msgspec.structs.replace(share, flags=taken & ~_DFS | share.flags & _DFS)


METHODS: Mapping[type[Any], Any] = {NetrShareSetInfo: share_set_info}
