"""[MS-SRVS] 3.1.4.6 NetrSessionDel: sessions of a client, of a user, or of both are ended.

The sessions that are ended are the second user's; those of others stay.
"""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import Changed, called, denied, member, names, patiently, reference
from plugfest.conformance.fixtures import LogOn
from plugfest.conformance.needs import administrator, log_on, not_administrator, second_user
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.net.client import Session
from plugfest.protocols.ms_srvs.client import entries, session_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import NetrSessionDel

pytestmark = alone  # they end sessions

_NO_CLIENT = r"\\no-client-has-this-name"
_NO_USER = "no-user-has-this-name"
_TOO_LONG = "a" * 1024
_NEEDS = [administrator, second_user]


@pytest.fixture
async def victims(log_on: LogOn) -> tuple[Session, Session]:
    """Two sessions of the second user."""
    return await log_on("second_user"), await log_on("second_user")


def _delete(client: str | None = None, user: str | None = None, server: str | None = None) -> Any:
    return NetrSessionDel(server, client, user)


async def _count(rpc: RpcClient, user: str) -> int:
    """How many sessions the user has, not judged."""
    listed = entries(await reference(rpc, session_enum(1)))
    return sum(str(member(entry, "username")).casefold() == user.casefold() for entry in listed)


async def _left(rpc: RpcClient, user: str) -> int:
    """The same after a while, where some are left: another process may have the session than the one that is asked."""

    @patiently
    async def none_left() -> int:
        if found := await _count(rpc, user):
            raise Changed(f"{user} has {found} sessions")
        return 0

    try:
        return await none_left()
    except Changed:
        return await _count(rpc, user)


def _user(target: Target) -> str:
    account = target.profile.second_user
    assert account
    return account.name


async def _client(rpc: RpcClient, user: str) -> str:
    """What the server calls the computer that the user is at, not judged."""
    known = names(entries(await reference(rpc, session_enum(0))), "cname")
    for entry in entries(await reference(rpc, session_enum(1))):
        if str(member(entry, "username")).casefold() == user.casefold():
            client = str(member(entry, "cname"))
            if client.casefold() not in known:
                raise Inconclusive(f"levels 0 and 1 do not agree about the client {client}")
            return "\\\\" + client.lstrip("\\")
    raise Inconclusive(f"{user} has logged on, and no session of theirs is listed")


Victims = tuple[Session, Session]


@case(
    covers=["MS-SRVS:3.1.4.6:69a1f52506", "MS-SRVS:3.1.4.6:1b8b06509b"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_sessions_of_a_user(victims: Victims, administrator_srvsvc: RpcClient, target: Target) -> None:
    """All sessions of a user are ended."""
    rpc, user = administrator_srvsvc, _user(target)
    before = await _count(rpc, user)
    await expect.returns(called(rpc, _delete(user=user)), requirement="MS-SRVS:3.1.4.6:69a1f52506")
    left = await _left(rpc, user)
    fewer = f"fewer than {before} sessions of {user}"
    expect.true(left < before, expected=fewer, actual=str(left), requirement="MS-SRVS:3.1.4.6:69a1f52506")
    expect.equal(left, 0, f"sessions of {user}", requirement="MS-SRVS:3.1.4.6:1b8b06509b")


@case(covers="MS-SRVS:3.1.4.6:342a477a2f", needs=_NEEDS, disruptive=True)
async def test_client_and_user_have_to_match(victims: Victims, administrator_srvsvc: RpcClient, target: Target) -> None:
    """With both a client and a user, the sessions of that user from that client are ended, and no others."""
    rpc, user = administrator_srvsvc, _user(target)
    client = await _client(rpc, user)
    await expect.returns(called(rpc, _delete(_NO_CLIENT, user)), NetApiStatus.NERR_ClientNameNotFound)
    expect.equal(await _count(rpc, user), len(victims), f"sessions of {user}, of another client ended")
    await expect.returns(called(rpc, _delete(client, user)))
    expect.equal(await _left(rpc, user), 0, f"sessions of {user}")


@case(covers="MS-SRVS:3.1.4.6:0fef419ccc", needs=[administrator], disruptive=True)
async def test_no_such_session(administrator_srvsvc: RpcClient) -> None:
    """Where no session matches, the client is not found."""
    for request in (_delete(_NO_CLIENT), _delete(user=_NO_USER), _delete(_NO_CLIENT, _NO_USER)):
        await expect.returns(called(administrator_srvsvc, request), NetApiStatus.NERR_ClientNameNotFound)


@case(
    covers=[
        "MS-SRVS:3.1.4.6:13a32cf0eb",
        "MS-SRVS:3.1.4.6:e6d41bba03",
        "MS-SRVS:3.1.4.6:a4983e1eac",
    ],
    needs=[administrator],
    disruptive=True,
)
async def test_names(administrator_srvsvc: RpcClient) -> None:
    """Names have 1,023 characters at most, and one of the two is there."""
    not_found, invalid = NetApiStatus.NERR_ClientNameNotFound, NetApiStatus.ERROR_INVALID_PARAMETER
    requests = [
        (_delete("\\\\" + _TOO_LONG), (invalid,), "MS-SRVS:3.1.4.6:13a32cf0eb"),
        (_delete(user=_TOO_LONG), (invalid,), "MS-SRVS:3.1.4.6:e6d41bba03"),
        (_delete(), (not_found, invalid), "MS-SRVS:3.1.4.6:a4983e1eac"),
    ]
    for request, codes, rule in requests:
        await expect.returns(called(administrator_srvsvc, request), *codes, requirement=rule)


@case(
    covers=["MS-SRVS:3.1.4.6:a0cf7c380b", "MS-SRVS:3.1.4.6:070f2d6c1b"],
    needs=[log_on, not_administrator, second_user],
    disruptive=True,
)
async def test_ending_is_for_administrators(victims: Victims, srvsvc: RpcClient, target: Target) -> None:
    """An ordinary user ends nobody's sessions."""
    await denied(srvsvc, _delete(user=_user(target)), "MS-SRVS:3.1.4.6:070f2d6c1b")


@case(covers="MS-SRVS:3.1.4.6:c2d89d90e9", needs=_NEEDS, disruptive=True)
async def test_a_client_begins_with_backslashes(
    victims: Victims, administrator_srvsvc: RpcClient, target: Target
) -> None:
    """A client without the two backslashes is not found, though it has sessions."""
    rpc, user = administrator_srvsvc, _user(target)
    client = (await _client(rpc, user)).lstrip("\\")
    await expect.returns(called(rpc, _delete(client, user)), NetApiStatus.NERR_ClientNameNotFound)


@case(covers="MS-SRVS:3.1.4.6:a29bec66b5", needs=_NEEDS, disruptive=True)
async def test_server_name_is_ignored(victims: Victims, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Whatever the ServerName, the sessions of this server are ended."""
    await expect.returns(called(administrator_srvsvc, _delete(user=_user(target), server="no-server-has-this-name")))
