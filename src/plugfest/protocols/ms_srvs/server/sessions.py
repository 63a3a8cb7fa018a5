"""[MS-SRVS] 3.1.4.5 and 3.1.4.6: NetrSessionEnum and NetrSessionDel."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_erref import Refused
from plugfest.protocols.ms_srvs.constants import MAX_NAME, NetApiStatus
from plugfest.protocols.ms_srvs.fillings import SESSION_ENUM
from plugfest.protocols.ms_srvs.paging import SESSIONS, enumeration
from plugfest.protocols.ms_srvs.server.access import OPERATORS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.scope import bare, same
from plugfest.protocols.ms_srvs.types import (
    SESSION_INFO_502,
    NetrSessionDel,
    NetrSessionDelResponse,
    NetrSessionEnum,
    NetrSessionEnumResponse,
)

_ENUM_ACCESS = Access("MS-SRVS:3.1.4.5:887eb06ce1", "MS-SRVS:3.1.4.5:28b16e877a")
_USER_FLAGS = {
    1: "MS-SRVS:2.2.4.12:aa76c36067",
    2: "MS-SRVS:2.2.4.13:e7405b74f6",
    502: "MS-SRVS:2.2.4.15:1853199e9a",
}
"""Level → the requirement on the values of its sesi*_user_flags."""
_DEL_ACCESS = Access("MS-SRVS:3.1.4.6:a0cf7c380b", "MS-SRVS:3.1.4.6:070f2d6c1b")


def session_enum(call: Call, request: NetrSessionEnum) -> NetrSessionEnumResponse:
    """3.1.4.5 NetrSessionEnum."""
    rules, level = call.rules, request.InfoStruct.Level or 0
    client, user = request.ClientName or "", request.UserName or ""
    if level not in SESSION_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.5:2f6b5a0cf4", NetApiStatus.ERROR_INVALID_LEVEL))
    _ENUM_ACCESS.check(call, *OPERATORS)
    named = not client or client.startswith("\\\\")
    call.require(named, "MS-SRVS:3.1.4.5:744764475b", NetApiStatus.NERR_InvalidComputer)
    call.require(len(client) < MAX_NAME, "MS-SRVS:3.1.4.5:a7fab857ea", NetApiStatus.ERROR_INVALID_PARAMETER)
    call.require(len(user) < MAX_NAME, "MS-SRVS:3.1.4.5:d46e98acd6", NetApiStatus.ERROR_INVALID_PARAMETER)
    sessions = call.server.query_sessions()
    if not rules.on("MS-SRVS:3.1.4.5:e990c44fb4"):  # all of SessionList
        sessions = sessions[:-1]
    entries = [
        (index, _values(call, level, info))
        for index, (_, info) in enumerate(sessions, start=1)
        if _is_chosen(call, info, request)
    ]
    if client or user:
        missing = NetApiStatus.NERR_UserNotFound if user else NetApiStatus.NERR_ClientNameNotFound
        call.require(bool(entries), "MS-SRVS:3.1.4.5:3b6a4753d9", missing)
    page = enumeration(rules, SESSIONS, SESSION_ENUM[level], request, entries, len(sessions))
    return NetrSessionEnumResponse(*page)


def _is_chosen(call: Call, session: SESSION_INFO_502, request: NetrSessionEnum) -> bool:
    """3.1.4.5: the session matches all qualifiers."""
    rules = call.rules
    if not rules.on("MS-SRVS:3.1.4.5:ef668219b2"):
        return True
    client, user = request.ClientName, request.UserName
    if client and not same(bare(session.sesi502_cname), bare(client)) and rules.on("MS-SRVS:3.1.4.5:249004212f"):
        return False
    return not (user and not same(session.sesi502_username, user) and rules.on("MS-SRVS:3.1.4.5:b5e900eb41"))


def _values(call: Call, level: int, session: SESSION_INFO_502) -> dict[str, Any]:
    """The members of any SESSION_INFO, by name without prefix."""
    values = {name.partition("_")[2]: getattr(session, name) for name in session.__struct_fields__}
    if level in _USER_FLAGS:
        values["user_flags"] = call.rules.value(_USER_FLAGS[level], values["user_flags"])
    return values


def session_del(call: Call, request: NetrSessionDel) -> NetrSessionDelResponse:
    """3.1.4.6 NetrSessionDel."""
    client, user = request.ClientName or "", request.UserName or ""
    _DEL_ACCESS.check(call, *OPERATORS)
    named = not client or client.startswith("\\\\")
    call.require(named, "MS-SRVS:3.1.4.6:c2d89d90e9", NetApiStatus.NERR_ClientNameNotFound)
    call.require(len(client) < MAX_NAME, "MS-SRVS:3.1.4.6:13a32cf0eb", NetApiStatus.ERROR_INVALID_PARAMETER)
    call.require(len(user) < MAX_NAME, "MS-SRVS:3.1.4.6:e6d41bba03", NetApiStatus.ERROR_INVALID_PARAMETER)
    call.require(bool(client or user), "MS-SRVS:3.1.4.6:a4983e1eac", NetApiStatus.NERR_ClientNameNotFound)
    matching = [
        global_session_id
        for global_session_id, info in call.server.query_sessions()
        if (not client or same(bare(info.sesi502_cname), bare(client)))
        and (not user or same(info.sesi502_username, user))
    ]
    call.require(bool(matching), "MS-SRVS:3.1.4.6:0fef419ccc", NetApiStatus.NERR_ClientNameNotFound)
    if not call.rules.on("MS-SRVS:3.1.4.6:1b8b06509b"):
        matching = matching[:1]
    if call.rules.on("MS-SRVS:3.1.4.6:69a1f52506") and call.rules.on("MS-SRVS:3.1.4.6:342a477a2f"):
        for global_session_id in matching:
            with contextlib.suppress(Refused):  # it went by itself: two sessions may end together
                call.server.close_session(global_session_id)
    return NetrSessionDelResponse(NetApiStatus.NERR_Success)


METHODS: Mapping[type[Any], Any] = {NetrSessionEnum: session_enum, NetrSessionDel: session_del}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrSessionEnum: "MS-SRVS:3.1.4.5:badd5394f0",
    NetrSessionDel: "MS-SRVS:3.1.4.6:a29bec66b5",
}
