"""[MS-SRVS] 3.1.4.5 NetrSessionEnum: ResumeHandle, PreferedMaximumLength, TotalEntries.

Three sessions are there at least: two of the user, and the administrator's, who asks.
"""

from __future__ import annotations

import pytest

from plugfest.conformance import Target, alone, case, expect
from plugfest.conformance.cases.ms_srvs import paging
from plugfest.conformance.cases.ms_srvs.calls import called
from plugfest.conformance.cases.ms_srvs.paging import SESSIONS
from plugfest.conformance.fixtures import LogOn
from plugfest.conformance.needs import administrator, log_on
from plugfest.net import RpcClient
from plugfest.net.client import Session
from plugfest.protocols.ms_srvs.client import entries, session_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus

pytestmark = alone  # they count sessions

Sessions = tuple[Session, Session]


@pytest.fixture
async def two_sessions(log_on: LogOn) -> Sessions:
    """So that there are some to be told one by one."""
    return await log_on(), await log_on()


@case(covers="MS-SRVS:3.1.4.5:48ac30bc76", needs=[administrator, log_on])
async def test_starts_at_the_beginning(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """Without a handle, and with 0, the enumeration begins with the first session."""
    await paging.starts_at_the_beginning(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:db89c404ee", needs=[administrator, log_on])
async def test_goes_on_after_the_index(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """With a handle the enumeration goes on after so many sessions."""
    await paging.goes_on_after_the_index(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:7060944031", needs=[administrator, log_on])
async def test_nothing_behind_the_end(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """With a handle behind the last session the call succeeds and returns none."""
    await paging.nothing_behind_the_end(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:e990c44fb4", needs=[administrator, log_on])
async def test_all_of_the_list(two_sessions: Sessions, administrator_srvsvc: RpcClient, target: Target) -> None:
    """Who is logged on is told, and with a handle of 1 all but the first."""
    everything = SESSIONS.told(await paging.page(administrator_srvsvc, SESSIONS))
    users = [str(user).rpartition("\\")[2].casefold() for _, user in everything]
    for role, count in (("user", len(two_sessions)), ("administrator", 1)):
        found = users.count(target.credentials(role).user.rpartition("\\")[2].casefold())
        expect.true(found >= count, expected=f"{count} of the {role} at least", actual=str(found))
    rest = SESSIONS.told(await paging.page(administrator_srvsvc, SESSIONS, resume=1))
    expect.equal(len(rest), len(everything) - 1, "number of sessions from 1")


@case(covers=["MS-SRVS:3.1.4.5:0907db8a19", "MS-SRVS:3.1.4.5:d5a26a0253"], needs=[administrator, log_on])
async def test_everything_at_once(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """With MAX_PREFERRED_LENGTH all sessions come in one answer."""
    response = await expect.returns(called(administrator_srvsvc, session_enum(1)), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "sessions of TotalEntries")


@case(covers="MS-SRVS:3.1.4.5:2441ff60b4", needs=[administrator, log_on])
async def test_as_many_as_fit(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """A PreferedMaximumLength that is too short for all gets as many sessions as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:d76e54afee", needs=[administrator, log_on])
async def test_total_entries(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """TotalEntries is the number of sessions from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:e40080212d", needs=[administrator, log_on])
async def test_no_handle_without_one(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:bbafd0d00e", needs=[administrator, log_on])
async def test_handle_is_the_last_index(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """With ERROR_MORE_DATA the handle is the index of the last session that was returned."""
    await paging.handle_is_the_last_index(administrator_srvsvc, SESSIONS)


@case(covers="MS-SRVS:3.1.4.5:0def12ed00", needs=[administrator, log_on])
async def test_pages_make_the_whole(two_sessions: Sessions, administrator_srvsvc: RpcClient) -> None:
    """Page after page, with the handles that come back, each session is returned once."""
    await paging.pages_make_the_whole(administrator_srvsvc, SESSIONS)
