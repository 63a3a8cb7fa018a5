"""[MS-SRVS] 3.1.4.5 NetrSessionEnum: levels, qualifiers, access."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import (
    called,
    complete,
    denied,
    judged_member,
    member,
    names,
    reference,
    refused,
)
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.net import RpcClient
from plugfest.net.client import Session
from plugfest.protocols.ms_srvs.client import entries, session_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    SESSION_INFO_0_CONTAINER,
    SESSION_INFO_1_CONTAINER,
    SESSION_INFO_2_CONTAINER,
    SESSION_INFO_10_CONTAINER,
    SESSION_INFO_502_CONTAINER,
)

pytestmark = alone  # they count sessions

_LISTED = (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA)
_NOT_FOUND = (NetApiStatus.NERR_UserNotFound, NetApiStatus.NERR_ClientNameNotFound)
_NO_SERVER = "no-server-has-this-name"
_NO_CLIENT = r"\\no-client-has-this-name"
_NO_USER = "no-user-has-this-name"
_TOO_LONG = 1024
"""Characters that are too many with the terminator."""


async def _lists(rpc: RpcClient, level: int, container: type[Any]) -> Any:
    """The level's own container comes back, and not empty: the session through which we ask exists."""
    response = await expect.returns(called(rpc, session_enum(level)), *_LISTED)
    expect.equal(response.InfoStruct.Level, level, "Level")
    expect.instance(response.InfoStruct.SessionInfo, container, "SessionInfo")
    expect.not_equal(len(entries(response)), 0, "number of sessions")


@case(covers="MS-SRVS:3.1.4.5:6533e3b981", needs=[administrator, log_on])
async def test_level_0(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Level 0 lists sessions in SESSION_INFO_0 structures."""
    await _lists(administrator_srvsvc, 0, SESSION_INFO_0_CONTAINER)


@case(covers="MS-SRVS:3.1.4.5:7dd9c7a76a", needs=[administrator, log_on])
async def test_level_1(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Level 1 lists sessions in SESSION_INFO_1 structures."""
    await _lists(administrator_srvsvc, 1, SESSION_INFO_1_CONTAINER)


@case(covers="MS-SRVS:3.1.4.5:b6013c6ff0", needs=[administrator, log_on])
async def test_level_2(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Level 2 lists sessions in SESSION_INFO_2 structures."""
    await _lists(administrator_srvsvc, 2, SESSION_INFO_2_CONTAINER)


@case(covers="MS-SRVS:3.1.4.5:df4c32e7bf", needs=[administrator, log_on])
async def test_level_10(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Level 10 lists sessions in SESSION_INFO_10 structures."""
    await _lists(administrator_srvsvc, 10, SESSION_INFO_10_CONTAINER)


@case(covers="MS-SRVS:3.1.4.5:8a0f303412", needs=[administrator, log_on])
async def test_level_502(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Level 502 lists sessions in SESSION_INFO_502 structures."""
    await _lists(administrator_srvsvc, 502, SESSION_INFO_502_CONTAINER)


@case(covers="MS-SRVS:3.1.4.5:2f6b5a0cf4", needs=[administrator])
async def test_invalid_level(administrator_srvsvc: RpcClient) -> None:
    """Levels that the method does not have are refused as such."""
    for level in (3, 11, 503, 0xFFFFFFFF):
        await refused(administrator_srvsvc, session_enum(level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.5:badd5394f0", needs=[administrator, log_on])
async def test_server_name_is_ignored(session: Session, administrator_srvsvc: RpcClient) -> None:
    """Whatever the ServerName, the sessions of this server are listed."""
    await reference(administrator_srvsvc, session_enum(1))
    for name in (_NO_SERVER, rf"\\{_NO_SERVER}", ""):
        response = await expect.returns(called(administrator_srvsvc, session_enum(1, name)), *_LISTED)
        expect.not_equal(len(entries(response)), 0, f"number of sessions of {name!r}")


async def _session_of(rpc: RpcClient, name: str) -> tuple[tuple[Any, ...], str]:
    """All sessions, not judged, and the ClientName of one that this user has, as it has to be given."""
    everything = await complete(rpc, session_enum(1))
    for session in everything:
        if (member(session, "username") or "").casefold() == name.casefold():
            client = member(session, "cname") or ""
            return everything, client if client.startswith("\\\\") else rf"\\{client}"
    raise Inconclusive(f"{name}'s session is not listed")


@case(covers="MS-SRVS:3.1.4.5:b5e900eb41", needs=[administrator, log_on])
async def test_user_name(administrator_srvsvc: RpcClient, session: Session, target: Target) -> None:
    """With a UserName only the sessions of that user are listed."""
    name = target.credentials().user
    await _session_of(administrator_srvsvc, name)
    request = session_enum(1, user_name=name)
    response = await expect.returns(called(administrator_srvsvc, request), *_LISTED)
    expect.equal(set(names(entries(response), "username")), {name.casefold()}, "users of the sessions")


@case(covers="MS-SRVS:3.1.4.5:249004212f", needs=[administrator])
async def test_client_name(administrator_srvsvc: RpcClient, target: Target) -> None:
    """With a ClientName only the sessions from that computer are listed: ours is, and from no other any."""
    _, client = await _session_of(administrator_srvsvc, target.credentials("administrator").user)
    request = session_enum(1, client_name=client)
    response = await expect.returns(called(administrator_srvsvc, request), *_LISTED)
    clients = {name.removeprefix("\\\\") for name in names(entries(response), "cname")}
    expect.equal(clients, {client.removeprefix("\\\\").casefold()}, "computers of the sessions")
    none = await expect.reply(called(administrator_srvsvc, session_enum(1, client_name=_NO_CLIENT)))
    found = entries(none) if hasattr(none, "InfoStruct") else ()
    expect.equal(len(found), 0, f"number of sessions from {_NO_CLIENT}")


@case(covers="MS-SRVS:3.1.4.5:ef668219b2", needs=[administrator, log_on])
async def test_all_qualifiers(administrator_srvsvc: RpcClient, session: Session, target: Target) -> None:
    """With a ClientName and a UserName only the sessions that match both are listed."""
    name = target.credentials().user
    everything, client = await _session_of(administrator_srvsvc, name)
    if len(set(names(everything, "username"))) < 2:
        raise NotApplicable("the sessions that are listed are one user's; name an administrator and a user")
    request = session_enum(1, client_name=client, user_name=name)
    response = await expect.returns(called(administrator_srvsvc, request), *_LISTED)
    told = {(judged_member(one, "cname") or "", judged_member(one, "username") or "") for one in entries(response)}
    wanted = {(client.removeprefix("\\\\").casefold(), name.casefold())}
    actual = {(computer.removeprefix("\\\\").casefold(), user.casefold()) for computer, user in told}
    expect.equal(actual, wanted, "computers and users of the sessions")


@case(covers="MS-SRVS:3.1.4.5:3b6a4753d9", needs=[administrator])
async def test_nothing_matches(administrator_srvsvc: RpcClient) -> None:
    """A qualifier that no session matches is an error."""
    await refused(administrator_srvsvc, session_enum(1, user_name=_NO_USER), *_NOT_FOUND)
    await refused(administrator_srvsvc, session_enum(1, client_name=_NO_CLIENT), *_NOT_FOUND)


@case(covers="MS-SRVS:3.1.4.5:744764475b", needs=[administrator])
async def test_client_name_without_backslashes(administrator_srvsvc: RpcClient) -> None:
    """A ClientName that does not begin with two backslashes is no computer's."""
    for name in ("127.0.0.1", r"\127.0.0.1"):
        request = session_enum(1, client_name=name)
        await refused(administrator_srvsvc, request, NetApiStatus.NERR_InvalidComputer)


@case(covers="MS-SRVS:3.1.4.5:a7fab857ea", needs=[administrator])
async def test_long_client_name(administrator_srvsvc: RpcClient) -> None:
    """A ClientName of more than 1,024 characters with its terminator is an invalid parameter."""
    request = session_enum(1, client_name="\\\\".ljust(_TOO_LONG, "c"))
    await refused(administrator_srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.5:d46e98acd6", needs=[administrator])
async def test_long_user_name(administrator_srvsvc: RpcClient) -> None:
    """A UserName of more than 1,024 characters with its terminator is an invalid parameter."""
    request = session_enum(1, user_name="u" * _TOO_LONG)
    await refused(administrator_srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(
    covers=["MS-SRVS:3.1.4.5:887eb06ce1", "MS-SRVS:3.1.4.5:28b16e877a"],
    needs=[log_on, not_administrator],
)
async def test_sessions_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not get the list of those who are logged on."""
    await denied(srvsvc, session_enum(502), "MS-SRVS:3.1.4.5:28b16e877a")
