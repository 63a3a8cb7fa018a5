"""[MS-SRVS] 3.1.4.27 and 3.1.4.28: NetrpGetFileSecurity and NetrpSetFileSecurity.

Who may read and change a security descriptor is what it says itself (notes 105 and 107): the object store decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import Share
from plugfest.protocols.ms_srvs.server.scope import same
from plugfest.protocols.ms_srvs.types import (
    ADT_SECURITY_DESCRIPTOR,
    NetrpGetFileSecurity,
    NetrpGetFileSecurityResponse,
    NetrpSetFileSecurity,
    NetrpSetFileSecurityResponse,
)

_NOT_FOUND = (
    NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
    NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
    NtStatus.STATUS_OBJECT_NAME_INVALID,
    NtStatus.STATUS_OBJECT_PATH_SYNTAX_BAD,
)
_DENIED = (NtStatus.STATUS_ACCESS_DENIED, NtStatus.STATUS_PRIVILEGE_NOT_HELD, NtStatus.STATUS_INVALID_OWNER)


def get_file_security(call: Call, request: NetrpGetFileSecurity) -> NetrpGetFileSecurityResponse:
    """3.1.4.27 NetrpGetFileSecurity."""
    rules = call.rules
    share = _share(call, request.ShareName, "MS-SRVS:3.1.4.27:082bdcb4cb")
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.27:ecfe039c35", NetApiStatus.NERR_NetNameNotFound))
    path = request.lpFileName if rules.on("MS-SRVS:3.1.4.27:1baa8745d2") else ""
    try:
        data = call.server.file_security(share, path, request.RequestedInformation)
    except Refused as refused:
        if refused.status in _NOT_FOUND:
            raise Failed(rules.value("MS-SRVS:3.1.4.27:28c60c4582", NetApiStatus.ERROR_FILE_NOT_FOUND)) from None
        enforced = rules.on("MS-SRVS:3.1.4.27:f729419d16") and rules.on("MS-SRVS:3.1.4.27:be21b4e541")
        raise Failed(_status(refused) if enforced else NetApiStatus.NERR_Success) from None
    data = rules.value("MS-SRVS:3.1.4.27:7aa938cc9b", data)
    return NetrpGetFileSecurityResponse(ADT_SECURITY_DESCRIPTOR(Buffer=data), NetApiStatus.NERR_Success)


def _share(call: Call, name: str | None, rule: str) -> Share | None:
    """The first share of that name; the first share at all where the rule is broken."""
    by_name = call.rules.on(rule)
    return next((one for one in call.server.query_shares() if same(one.name, name) or not by_name), None)


def _status(refused: Refused) -> NetApiStatus:
    return NetApiStatus.ERROR_ACCESS_DENIED if refused.status in _DENIED else NetApiStatus.ERROR_INVALID_PARAMETER


def set_file_security(call: Call, request: NetrpSetFileSecurity) -> NetrpSetFileSecurityResponse:
    """3.1.4.28 NetrpSetFileSecurity."""
    rules = call.rules
    share = _share(call, request.ShareName, "MS-SRVS:3.1.4.28:1ab707a8f6")
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.28:d9237a29e7", NetApiStatus.NERR_NetNameNotFound))
    path = request.lpFileName if rules.on("MS-SRVS:3.1.4.28:55ff227f66") else ""
    descriptor = request.SecurityDescriptor.Buffer or b""
    try:
        if rules.on("MS-SRVS:3.1.4.28:c26ff29246"):
            call.server.set_file_security(share, path, request.SecurityInformation, descriptor)
    except Refused as refused:
        if refused.status in _NOT_FOUND:
            raise Failed(rules.value("MS-SRVS:3.1.4.28:9f70ae4845", NetApiStatus.ERROR_FILE_NOT_FOUND)) from None
        enforced = rules.on("MS-SRVS:3.1.4.28:3d5918ad2f") and rules.on("MS-SRVS:3.1.4.28:37301bbb32")
        raise Failed(_status(refused) if enforced else NetApiStatus.NERR_Success) from None
    return NetrpSetFileSecurityResponse(NetApiStatus.NERR_Success)


METHODS: Mapping[type[Any], Any] = {
    NetrpGetFileSecurity: get_file_security,
    NetrpSetFileSecurity: set_file_security,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrpGetFileSecurity: "MS-SRVS:3.1.4.27:9e619aa3ed",
    NetrpSetFileSecurity: "MS-SRVS:3.1.4.28:40f946e1ac",
}
