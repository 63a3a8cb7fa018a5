"""[MS-SRVS] 3.1.4.12 to 3.1.4.15 and 3.1.4.47: what deletes shares, at once, for the next start, or in two steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_erref import Refused
from plugfest.protocols.ms_srvs.constants import NetApiStatus, SoftwareType
from plugfest.protocols.ms_srvs.server.access import Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import ANY_SERVER, Share
from plugfest.protocols.ms_srvs.server.scope import Scope, bare, find
from plugfest.protocols.ms_srvs.types import (
    NetrShareDel,
    NetrShareDelCommit,
    NetrShareDelCommitResponse,
    NetrShareDelEx,
    NetrShareDelExResponse,
    NetrShareDelResponse,
    NetrShareDelStart,
    NetrShareDelStartResponse,
    NetrShareDelSticky,
    NetrShareDelStickyResponse,
)

_HANDLE_SIZE = 20
_NO_HANDLE = bytes(_HANDLE_SIZE)
_DEL_ACCESS = Access("MS-SRVS:3.1.4.12:ed7fed61a5", "MS-SRVS:3.1.4.12:0be63c2d80")
_DEL_SCOPE = Scope(resets="MS-SRVS:3.1.4.12:86840f6060", strips="MS-SRVS:3.1.4.12:8d46b52cfe")
_STICKY_ACCESS = Access("MS-SRVS:3.1.4.13:1f73761cba", "MS-SRVS:3.1.4.13:0f3541cb9b")
_STICKY_SCOPE = Scope(resets="MS-SRVS:3.1.4.13:1532636405", strips="MS-SRVS:3.1.4.13:7341653fcc")
_START_ACCESS = Access("MS-SRVS:3.1.4.14:71d814ca19", "MS-SRVS:3.1.4.14:17a71a53a4")
_START_SCOPE = Scope(resets="MS-SRVS:3.1.4.14:e95431483f", strips="MS-SRVS:3.1.4.14:2d768da861")
_EX_ACCESS = Access("MS-SRVS:3.1.4.47:478e709dbf", "MS-SRVS:3.1.4.47:6093fd01e2")


def share_del(call: Call, request: NetrShareDel) -> NetrShareDelResponse:
    """3.1.4.12 NetrShareDel."""
    rules = call.rules
    call.ignore(request.Reserved, "MS-SRVS:3.1.4.12:8ac3042a2a")
    server_name = _DEL_SCOPE.server_name(rules, call.state, request.ServerName)
    share = _found(call, server_name, request.NetName, "MS-SRVS:3.1.4.12:34c59c5e18")
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.12:b7778c6621", NetApiStatus.NERR_NetNameNotFound))
    _DEL_ACCESS.check_share_keeper(call, share.is_printer_share)
    if rules.on("MS-SRVS:3.1.4.12:19fdd27479"):
        _delete(call, share)
    if share.is_printer_share and rules.on("MS-SRVS:3.1.4.12:b83631657a"):
        _retract_printers(call)
    return NetrShareDelResponse(NetApiStatus.NERR_Success)


def _found(call: Call, server_name: str, name: str | None, rule: str) -> Share | None:
    """The share of both names; of the last name only where the rule is broken."""
    shares = call.server.query_shares()
    if call.rules.on(rule):
        return find(shares, server_name, name)
    return next((one for one in shares if one.name.casefold() == (name or "").casefold()), None)


def _delete(call: Call, share: Share) -> None:
    """[MS-SMB2] 3.3.4.15; of a sticky share nothing is kept."""
    try:
        call.server.deregister_share(share)
    except Refused:
        raise Failed(NetApiStatus.NERR_NetNameNotFound) from None
    call.server.persist()


def _retract_printers(call: Call) -> None:
    """3.1.6.10, where PrinterShareCount became 0."""
    if not any(one.is_printer_share for one in call.server.query_shares()):
        call.state.retract(SoftwareType.SV_TYPE_PRINTQ_SERVER)


def share_del_sticky(call: Call, request: NetrShareDelSticky) -> NetrShareDelStickyResponse:
    """3.1.4.13 NetrShareDelSticky: the share stays until the server ends."""
    rules = call.rules
    call.ignore(request.Reserved, "MS-SRVS:3.1.4.13:afa779a5ed")
    call.require(bool(request.NetName), "MS-SRVS:3.1.4.13:7176019b3d", NetApiStatus.ERROR_INVALID_PARAMETER)
    server_name = _STICKY_SCOPE.server_name(rules, call.state, request.ServerName)
    share = find(call.server.query_shares(), server_name, request.NetName)
    if share is not None and not share.is_persistent and rules.on("MS-SRVS:3.1.4.13:090aa538b9"):
        share = None
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.13:bfe767f9b8", NetApiStatus.NERR_NetNameNotFound))
    _STICKY_ACCESS.check_share_keeper(call, share.is_printer_share)
    if rules.on("MS-SRVS:3.1.4.13:82b1d6853f"):
        call.server.update_share(msgspec.structs.replace(share, is_persistent=False))
        call.server.persist()
    return NetrShareDelStickyResponse(NetApiStatus.NERR_Success)


def share_del_start(call: Call, request: NetrShareDelStart) -> NetrShareDelStartResponse:
    """3.1.4.14 NetrShareDelStart."""
    rules = call.rules
    call.ignore(request.Reserved, "MS-SRVS:3.1.4.14:124ebe092e")
    server_name = _START_SCOPE.server_name(rules, call.state, request.ServerName)
    share = _found(call, server_name, request.NetName, "MS-SRVS:3.1.4.14:edfdbaa2f0")
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.14:de78f96a6c", NetApiStatus.NERR_NetNameNotFound))
    _START_ACCESS.check_share_keeper(call, share.is_printer_share)
    if rules.on("MS-SRVS:3.1.4.14:1d6cb7a2fd"):
        call.server.update_share(msgspec.structs.replace(share, is_marked_for_deletion=True))
    handle = _handle(call, share)
    if not rules.on("MS-SRVS:3.1.4.14:a4d1bb5544"):  # the share stays until the second step
        _delete(call, share)
    return NetrShareDelStartResponse(rules.value("MS-SRVS:3.1.4.14:007b003d85", handle), NetApiStatus.NERR_Success)


def _handle(call: Call, share: Share) -> bytes:
    """One a share, however often it is asked for."""
    names = (share.server_name, share.name)
    known = next((handle for handle, of in call.state.deletions.items() if of == names), None)
    handle = known or bytes(4) + call.server.random(_HANDLE_SIZE - 4)
    call.state.deletions[handle] = names
    return handle


def share_del_commit(call: Call, request: NetrShareDelCommit) -> NetrShareDelCommitResponse:
    """3.1.4.15 NetrShareDelCommit: for whoever has the handle."""
    rules = call.rules
    unknown = rules.value("MS-SRVS:3.1.4.15:cc78742a76", NetApiStatus.ERROR_INVALID_PARAMETER)
    names = call.state.deletions.pop(request.ContextHandle_, None)
    share = find(call.server.query_shares(), *names) if names is not None else None
    marked = share is not None and (share.is_marked_for_deletion or not rules.on("MS-SRVS:3.1.4.15:b843c52b11"))
    if share is None or not marked:
        raise Failed(unknown, ContextHandle_=_NO_HANDLE)
    if rules.on("MS-SRVS:3.1.4.15:5a33b4c35c"):
        _delete(call, share)
        _retract_printers(call)
    return NetrShareDelCommitResponse(_NO_HANDLE, NetApiStatus.NERR_Success)


def share_del_ex(call: Call, request: NetrShareDelEx) -> NetrShareDelExResponse:
    """3.1.4.47 NetrShareDelEx."""
    rules, info = call.rules, request.ShareInfo
    if request.Level != 503:
        raise Failed(NetApiStatus.ERROR_INVALID_LEVEL)
    name: str = getattr(info, "shi503_netname", None) or ""
    call.require(bool(name), "MS-SRVS:3.1.4.47:d523b22e5f", NetApiStatus.ERROR_INVALID_PARAMETER)
    server_name = bare(getattr(info, "shi503_servername", None)) or ANY_SERVER
    share = _found(call, server_name, name, "MS-SRVS:3.1.4.47:c5b2393ef6")
    if share is None:
        raise Failed(rules.value("MS-SRVS:3.1.4.47:b5e8c95d13", NetApiStatus.NERR_NetNameNotFound))
    _EX_ACCESS.check_share_keeper(call, share.is_printer_share)
    if rules.on("MS-SRVS:3.1.4.47:01e0b7f624"):
        _delete(call, share)
    if share.is_printer_share and rules.on("MS-SRVS:3.1.4.47:c1f13cf0bb"):
        _retract_printers(call)
    return NetrShareDelExResponse(NetApiStatus.NERR_Success)


METHODS: Mapping[type[Any], Any] = {
    NetrShareDel: share_del,
    NetrShareDelSticky: share_del_sticky,
    NetrShareDelStart: share_del_start,
    NetrShareDelCommit: share_del_commit,
    NetrShareDelEx: share_del_ex,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {NetrShareDelEx: "MS-SRVS:3.1.4.47:16b9949b26"}
