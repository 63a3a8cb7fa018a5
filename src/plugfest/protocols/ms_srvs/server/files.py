"""[MS-SRVS] 3.1.4.2, 3.1.4.3 and 3.1.4.4: NetrFileEnum, NetrFileGetInfo and NetrFileClose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_erref import Refused
from plugfest.protocols.ms_srvs.constants import MAX_NAME, NetApiStatus
from plugfest.protocols.ms_srvs.fillings import FILE_ENUM, FILE_GET_INFO
from plugfest.protocols.ms_srvs.paging import FILES, enumeration
from plugfest.protocols.ms_srvs.server.access import OPERATORS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.scope import same
from plugfest.protocols.ms_srvs.types import (
    FILE_INFO_3,
    NetrFileClose,
    NetrFileCloseResponse,
    NetrFileEnum,
    NetrFileEnumResponse,
    NetrFileGetInfo,
    NetrFileGetInfoResponse,
)

_ENUM_ACCESS = Access("MS-SRVS:3.1.4.2:8bc23bf0f8", "MS-SRVS:3.1.4.2:6ac9f36ee9")
_GET_ACCESS = Access("MS-SRVS:3.1.4.3:fcbb63d34c", "MS-SRVS:3.1.4.3:570ccf4232")
_CLOSE_ACCESS = Access("MS-SRVS:3.1.4.4:bd9ee2434b", "MS-SRVS:3.1.4.4:cd16b5e6cb")


def file_enum(call: Call, request: NetrFileEnum) -> NetrFileEnumResponse:
    """3.1.4.2 NetrFileEnum."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    base_path, user = request.BasePath or "", request.UserName or ""
    if level not in FILE_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.2:5affd54e44", NetApiStatus.ERROR_INVALID_LEVEL))
    _ENUM_ACCESS.check(call, *OPERATORS)
    call.require(len(base_path) < MAX_NAME, "MS-SRVS:3.1.4.2:eab022302c", NetApiStatus.ERROR_INVALID_PARAMETER)
    call.require(len(user) < MAX_NAME, "MS-SRVS:3.1.4.2:804ff76118", NetApiStatus.ERROR_INVALID_PARAMETER)
    opens = rules.value("MS-SRVS:3.1.4.2:9c8755453f", tuple(call.server.query_opens()))
    entries = [
        (index, _values(one)) for index, one in enumerate(opens, start=1) if _is_chosen(call, one, base_path, user)
    ]
    return NetrFileEnumResponse(*enumeration(rules, FILES, FILE_ENUM[level], request, entries, len(opens)))


def _is_chosen(call: Call, one: FILE_INFO_3, base_path: str, user: str) -> bool:
    """3.1.4.2: the path begins with BasePath, up to a backslash; the user is UserName."""
    rules = call.rules
    if base_path and not _leads_to(base_path, one.fi3_pathname or "") and rules.on("MS-SRVS:3.1.4.2:d314f41b02"):
        return False
    return not (user and not same(one.fi3_username, user) and rules.on("MS-SRVS:3.1.4.2:a9f7f6241e"))


def _leads_to(base_path: str, path: str) -> bool:
    """Is the one path the other, or a directory above it? Case does not matter, nor which slashes are used."""
    base = base_path.replace("/", "\\").casefold().rstrip("\\")
    folded = path.replace("/", "\\").casefold()
    return folded == base or folded.startswith(base + "\\")


def _values(one: FILE_INFO_3) -> dict[str, Any]:
    """The members of any FILE_INFO, by name without prefix."""
    return {name.partition("_")[2]: getattr(one, name) for name in one.__struct_fields__}


def file_get_info(call: Call, request: NetrFileGetInfo) -> NetrFileGetInfoResponse:
    """3.1.4.3 NetrFileGetInfo."""
    rules, level = call.rules, request.Level
    if level not in FILE_GET_INFO:
        raise Failed(rules.value("MS-SRVS:3.1.4.3:ec65952127", NetApiStatus.ERROR_INVALID_LEVEL))
    _GET_ACCESS.check(call, *OPERATORS)
    found = next((one for one in call.server.query_opens() if one.fi3_id == request.FileId), None)
    if found is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.3:1c45f53369", NetApiStatus.ERROR_FILE_NOT_FOUND))
    filling = FILE_GET_INFO[level]
    if not rules.on(filling.rule) or not rules.on("MS-SRVS:3.1.4.3:c426009e21"):
        raise Failed(NetApiStatus.NERR_Success)
    return NetrFileGetInfoResponse(level, filling.filled(rules, _values(found)), NetApiStatus.NERR_Success)


def file_close(call: Call, request: NetrFileClose) -> NetrFileCloseResponse:
    """3.1.4.4 NetrFileClose."""
    rules = call.rules
    _CLOSE_ACCESS.check(call, *OPERATORS)
    try:
        if rules.on("MS-SRVS:3.1.4.4:3cfa6b0eb8"):
            call.server.close_open(request.FileId)
    except Refused:
        raise Failed(rules.value("MS-SRVS:3.1.4.4:af8b0e8481", NetApiStatus.NERR_FileIdNotFound)) from None
    return NetrFileCloseResponse(rules.value("MS-SRVS:3.1.4.4:34e44a8956", NetApiStatus.NERR_Success))


METHODS: Mapping[type[Any], Any] = {
    NetrFileEnum: file_enum,
    NetrFileGetInfo: file_get_info,
    NetrFileClose: file_close,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrFileEnum: "MS-SRVS:3.1.4.2:64ec111efc",
    NetrFileGetInfo: "MS-SRVS:3.1.4.3:8b4811d39f",
    NetrFileClose: "MS-SRVS:3.1.4.4:b05be3f224",
}
