"""[MS-SRVS] 3.1.4.29, 3.1.4.30 and 3.1.4.31: NetprPathType, NetprPathCanonicalize and NetprPathCompare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_srvs.constants import NetApiStatus, PathType
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.path_type import InvalidName, canonical, is_path, path_type
from plugfest.protocols.ms_srvs.types import (
    NetprPathCanonicalize,
    NetprPathCanonicalizeResponse,
    NetprPathCompare,
    NetprPathCompareResponse,
    NetprPathType,
    NetprPathTypeResponse,
)

_OLD_STYLE = 1
_CANONICALIZED = 1


def netpr_path_type(call: Call, request: NetprPathType) -> NetprPathTypeResponse:
    """3.1.4.29 NetprPathType: for every caller."""
    rules, path = call.rules, request.PathName
    valid = request.Flags in (0, _OLD_STYLE)
    call.require(valid, "MS-SRVS:3.1.4.29:ff88a184e8", NetApiStatus.ERROR_INVALID_PARAMETER)
    if not is_path(rules, path, request.Flags == _OLD_STYLE):
        raise Failed(NetApiStatus.ERROR_INVALID_NAME)
    try:
        kind = path_type(rules, path)
    except InvalidName:
        raise Failed(rules.value("MS-SRVS:3.1.4.29:6b97f1065e", NetApiStatus.ERROR_INVALID_NAME)) from None
    kind = rules.value("MS-SRVS:3.1.4.29:a15978d012", kind)
    told = rules.value("MS-SRVS:3.1.4.29:8540629db5", int(kind))
    return NetprPathTypeResponse(rules.value("MS-SRVS:3.1.4.29:6c02b7d579", told), NetApiStatus.NERR_Success)


def _checked_type(call: Call, path: str) -> PathType:
    """Raises InvalidName for what NetprPathType refuses."""
    if not is_path(call.rules, path, old_style=False):
        raise InvalidName
    return path_type(call.rules, path)


def path_canonicalize(call: Call, request: NetprPathCanonicalize) -> NetprPathCanonicalizeResponse:
    """3.1.4.30 NetprPathCanonicalize: for every caller."""
    rules = call.rules
    empty = {"Outbuf": bytes(request.OutbufLen), "PathType": request.PathType}
    invalid = NetApiStatus.ERROR_INVALID_PARAMETER
    call.require(request.Flags == 0, "MS-SRVS:3.1.4.30:709ffe2db3", invalid, **empty)
    try:
        if request.PathType == 0 and rules.on("MS-SRVS:3.1.4.30:873be1b00b"):
            _checked_type(call, request.PathName)
    except InvalidName:
        raise Failed(rules.value("MS-SRVS:3.1.4.30:ca60fb4781", NetApiStatus.ERROR_INVALID_NAME), **empty) from None
    try:
        if request.Prefix and rules.on("MS-SRVS:3.1.4.30:61a71c9af6"):
            _checked_type(call, request.Prefix)
    except InvalidName:
        raise Failed(rules.value("MS-SRVS:3.1.4.30:ca60fb4781~2", NetApiStatus.ERROR_INVALID_NAME), **empty) from None
    path = _joined(call, request.Prefix, request.PathName)
    try:
        path = canonical(path) if rules.on("MS-SRVS:3.1.4.30:35fb9ed078") else path
        kind = rules.value("MS-SRVS:3.1.4.30:0286fe6d23", _checked_type(call, path))
    except InvalidName:
        raise Failed(rules.value("MS-SRVS:3.1.4.30:ca60fb4781~3", NetApiStatus.ERROR_INVALID_NAME), **empty) from None
    data = path.encode("utf-16-le", "surrogatepass") + bytes(2)
    fits = len(data) <= request.OutbufLen
    call.require(fits, "MS-SRVS:3.1.4.30:24a3bd8fb5", NetApiStatus.NERR_BufTooSmall, **empty)
    told = rules.value("MS-SRVS:3.1.4.30:4bdf410cff", int(kind))
    return NetprPathCanonicalizeResponse(data.ljust(request.OutbufLen, b"\0"), told, NetApiStatus.NERR_Success)


def _joined(call: Call, prefix: str, path: str) -> str:
    """The path behind its prefix, with a separator between them."""
    rules = call.rules
    if not prefix or not rules.on("MS-SRVS:3.1.4.30:dd5ad30354"):
        return path
    if not prefix.endswith(("\\", "/")) and rules.on("MS-SRVS:3.1.4.30:7bbc9cec48"):
        prefix += "\\"
    return prefix + path if rules.on("MS-SRVS:3.1.4.30:a20faa7ad0") else path + prefix


def path_compare(call: Call, request: NetprPathCompare) -> NetprPathCompareResponse:
    """3.1.4.31 NetprPathCompare: for every caller."""
    rules = call.rules
    one, other = request.PathName1, request.PathName2
    valid = request.Flags in (0, _CANONICALIZED)
    call.require(valid, "MS-SRVS:3.1.4.31:e185d1b59e", NetApiStatus.ERROR_INVALID_PARAMETER)
    canonicalize = request.Flags == 0 and rules.on("MS-SRVS:3.1.4.31:1c81ac1842")
    if canonicalize or (request.Flags == _CANONICALIZED and not rules.on("MS-SRVS:3.1.4.31:b455708fed")):
        try:
            kinds = _checked_type(call, one), _checked_type(call, other)
            one, other = canonical(one), canonical(other)
        except InvalidName:
            raise Failed(rules.value("MS-SRVS:3.1.4.31:14597c934c", NetApiStatus.ERROR_INVALID_NAME)) from None
        differ = kinds[0] != kinds[1] and rules.on("MS-SRVS:3.1.4.31:71330e9e7c")
        if differ and rules.on("MS-SRVS:3.1.4.31:00b59aca6b"):
            return NetprPathCompareResponse(1)
    return NetprPathCompareResponse(rules.value("MS-SRVS:3.1.4.31:4d4af233d9", (one > other) - (one < other)))


METHODS: Mapping[type[Any], Any] = {
    NetprPathType: netpr_path_type,
    NetprPathCanonicalize: path_canonicalize,
    NetprPathCompare: path_compare,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetprPathType: "MS-SRVS:3.1.4.29:f823303659",
    NetprPathCanonicalize: "MS-SRVS:3.1.4.30:f6c21159ad",
    NetprPathCompare: "MS-SRVS:3.1.4.31:fa2814dc97",
}
