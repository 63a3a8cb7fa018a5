"""[MS-SRVS] 3.1.4.7: NetrShareAdd.

What the document leaves open: a max_uses of 0 is one that is not specified; the caller who has no access to the
directory gets ERROR_ACCESS_DENIED, and a directory that is not there is NERR_UnknownDevDir, as the return codes say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags, ShareParameter, ShareType, SoftwareType
from plugfest.protocols.ms_srvs.server.access import Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import ANY_SERVER, Share
from plugfest.protocols.ms_srvs.server.scope import bare, same
from plugfest.protocols.ms_srvs.server.share_info import (
    CLUSTER,
    MAX_SHARE_NAME,
    has_valid_descriptor,
    has_valid_remark,
    has_valid_type,
    is_special,
    members,
)
from plugfest.protocols.ms_srvs.types import SHARE_INFO_503_I, NetrShareAdd, NetrShareAddResponse

_LEVELS = (2, 502, 503)
_ACCESS = Access("MS-SRVS:3.1.4.7:8d719f7a41", "MS-SRVS:3.1.4.7:199d9957ff")
_RESERVED_NAMES = ("pipe", "mailslot")
_UNSPECIFIED_MAX_USES = 0xFFFF
_FLAGS = {
    ShareFlags.CSC_MASK: "MS-SRVS:3.1.4.7:186affa6e1",
    ShareFlags.SHI1005_FLAGS_DFS: "MS-SRVS:3.1.4.7:3da88e6880",
    ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM: "MS-SRVS:3.1.4.7:ba8c2ae93d",
    ShareFlags.SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING: "MS-SRVS:3.1.4.7:a8d0200a2a",
    ShareFlags.SHI1005_FLAGS_FORCE_SHARED_DELETE: "MS-SRVS:3.1.4.7:23fe416b28",
    ShareFlags.SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS: "MS-SRVS:3.1.4.7:5c02205fcc",
    ShareFlags.SHI1005_FLAGS_FORCE_LEVELII_OPLOCK: "MS-SRVS:3.1.4.7:453bcc5fc2",
}
"""Flags that a new share does not have → the requirement."""


def share_add(call: Call, request: NetrShareAdd) -> NetrShareAddResponse:
    """3.1.4.7 NetrShareAdd."""
    rules, level = call.rules, request.Level or 0
    if level not in _LEVELS:
        raise Failed(rules.value("MS-SRVS:3.1.4.7:15d99ffef6", NetApiStatus.ERROR_INVALID_LEVEL))
    if request.InfoStruct is None:
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    values = members(call, level, request.InfoStruct)
    if rules.on("MS-SRVS:3.1.4.7:8d3520835a.2"):
        values["type"] &= ~int(CLUSTER)
    is_printer_share = values["type"] & 0xFF == ShareType.STYPE_PRINTQ
    _ACCESS.check_share_keeper(call, is_printer_share)
    name = values["netname"] or ""
    reserved = name.casefold() in _RESERVED_NAMES
    call.require(not reserved, "MS-SRVS:3.1.4.7:4edbef9862", NetApiStatus.ERROR_ACCESS_DENIED)
    named = 0 < len(name) <= MAX_SHARE_NAME
    at_fault = _parameter_error(call, request, ShareParameter.SHARE_NETNAME_PARMNUM)
    call.require(named, "MS-SRVS:3.1.4.7:1fc681ee60", NetApiStatus.ERROR_INVALID_PARAMETER, ParmErr=at_fault)
    _check_duplicate(call, level, values)
    invalid = _invalid_member(name, values)
    if invalid is not None:
        at_fault = _parameter_error(call, request, invalid)
        call.require(False, "MS-SRVS:3.1.4.7:02dbed10fb", NetApiStatus.ERROR_INVALID_PARAMETER, ParmErr=at_fault)
    _check_directory(call, name, values)
    if rules.on("MS-SRVS:3.1.4.7:fd5accd3cb"):
        _register(call, _share(call, level, values))
    if is_printer_share and rules.on("MS-SRVS:3.1.4.7:49741895c6"):
        call.state.announce(SoftwareType.SV_TYPE_PRINTQ_SERVER)
    call.server.persist()
    return NetrShareAddResponse(0 if request.ParmErr is not None else None, NetApiStatus.NERR_Success)


def _parameter_error(call: Call, request: NetrShareAdd, member: ShareParameter) -> int | None:
    """ParmErr, for a client that gave room for it."""
    if request.ParmErr is None:
        return None
    return int(call.rules.value("MS-SRVS:3.1.4.7:ccbcde53d3", member))


def _check_duplicate(call: Call, level: int, values: dict[str, Any]) -> None:
    rule = "MS-SRVS:3.1.4.7:f2a8c17531" if level == 503 else "MS-SRVS:3.1.4.7:2a0647717e"
    server_name, every_name = _server_name(level, values), not call.rules.on(rule)
    for share in call.server.query_shares():
        if same(share.name, values["netname"]) and (every_name or same(share.server_name, server_name)):
            raise Failed(call.rules.value("MS-SRVS:3.1.4.7:bfcf058c61", NetApiStatus.NERR_DuplicateShare))


def _server_name(level: int, values: dict[str, Any]) -> str:
    return bare(values.get("servername")) or ANY_SERVER if level == 503 else ANY_SERVER


def _invalid_member(name: str, values: dict[str, Any]) -> ShareParameter | None:
    """3.1.4.7: the first member that is not valid."""
    kind, path = values["type"], values["path"] or ""
    is_disk = kind & 0xFF == ShareType.STYPE_DISKTREE
    if not has_valid_type(kind) or (name.startswith("\\\\?\\") and is_disk):
        return ShareParameter.SHARE_TYPE_PARMNUM
    if not has_valid_remark(values):
        return ShareParameter.SHARE_REMARK_PARMNUM
    if is_special(name):
        valid_path = not path
    else:
        valid_path = bool(path) and not _has_dots(path) and (not is_disk or _is_absolute(path))
    if not valid_path:
        return ShareParameter.SHARE_PATH_PARMNUM
    return None if has_valid_descriptor(values) else ShareParameter.SHARE_FILE_SD_PARMNUM


def _has_dots(path: str) -> bool:
    return any(part in (".", "..") for part in path.replace("/", "\\").split("\\"))


def _is_absolute(path: str) -> bool:
    """From a drive's root directory, or as the host of this server writes it."""
    return path.startswith("/") or (path[:1].isalpha() and path[1:3] in (":\\", ":/"))


def _check_directory(call: Call, name: str, values: dict[str, Any]) -> None:
    """3.1.4.7: the directory of a share of files exists, and the caller has access to it."""
    if values["type"] & 0xFF != ShareType.STYPE_DISKTREE or is_special(name):
        return
    try:
        exists = call.server.has_directory(values["path"])
    except Refused:
        raise Failed(NetApiStatus.ERROR_ACCESS_DENIED) from None
    if not exists:
        raise Failed(NetApiStatus.NERR_UnknownDevDir)


def _share(call: Call, level: int, values: dict[str, Any]) -> Share:
    """3.1.4.7: the new Share, with nothing but what the client gave."""
    rules, kind = call.rules, values["type"]
    server_name = rules.value("MS-SRVS:3.1.4.7:d2d00c72b0", _server_name(level, values))
    if server_name == ANY_SERVER:
        server_name = rules.value("MS-SRVS:3.1.1.7:c5c331e3b8", server_name)
    info = SHARE_INFO_503_I(
        shi503_netname=rules.value("MS-SRVS:3.1.4.7:18bf519dd9", values["netname"]),
        shi503_type=rules.value("MS-SRVS:3.1.4.7:152da1506d", kind),
        shi503_remark=rules.value("MS-SRVS:3.1.4.7:cd7d4142fa", values["remark"] or ""),
        shi503_max_uses=_max_uses(call, level, values["max_uses"]),
        shi503_current_uses=rules.value("MS-SRVS:3.1.4.7:ba6810f3d5", 0),
        shi503_path=rules.value("MS-SRVS:3.1.4.7:4ec62d510f", values["path"]),
        shi503_servername=server_name,
        shi503_security_descriptor=rules.value("MS-SRVS:3.1.4.7:380606d837", values.get("security_descriptor") or None),
    )
    flags = sum(int(flag) for flag, rule in _FLAGS.items() if not rules.on(rule))
    if kind & ShareType.STYPE_TEMPORARY:
        is_persistent = rules.value("MS-SRVS:3.1.4.7:de46fb2c37", False)
    else:
        is_persistent = rules.value("MS-SRVS:3.1.4.7:a14a4abd41", True)
    return Share(info, flags, is_persistent)


def _max_uses(call: Call, level: int, given: int) -> int:
    unlimited = "MS-SRVS:2.2.4.27:6bcfc9e98b" if level == 503 else "MS-SRVS:2.2.4.26:0c4badfe45"
    if given == 0xFFFFFFFF and not call.rules.on(unlimited):
        return 0
    return call.rules.value("MS-SRVS:3.1.4.7:50364fc10e", given or _UNSPECIFIED_MAX_USES)


def _register(call: Call, share: Share) -> None:
    try:
        if call.rules.on("MS-SRVS:3.1.4.7:6e45ec5966"):
            call.server.register_share(share)
    except Refused as refused:
        invalid = refused.status == NtStatus.STATUS_INVALID_PARAMETER
        raise Failed(NetApiStatus.ERROR_INVALID_DATA if invalid else NetApiStatus.NERR_DuplicateShare) from None


METHODS: Mapping[type[Any], Any] = {NetrShareAdd: share_add}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {NetrShareAdd: "MS-SRVS:3.1.4.7:b163d20f0b"}
