"""[MS-SRVS] 3.1.4.8 NetrShareEnum: ResumeHandle, PreferedMaximumLength, TotalEntries."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs import paging
from plugfest.conformance.cases.ms_srvs.calls import called
from plugfest.conformance.cases.ms_srvs.paging import SHARES
from plugfest.conformance.needs import log_on
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus


@case(covers="MS-SRVS:3.1.4.8:1187ea4d22", needs=[log_on])
async def test_starts_at_the_beginning(srvsvc: RpcClient) -> None:
    """Without a handle, and with 0, the enumeration begins with the first share."""
    await paging.starts_at_the_beginning(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:9b302b8cc0", needs=[log_on])
async def test_goes_on_after_the_index(srvsvc: RpcClient) -> None:
    """With a handle the enumeration goes on after so many shares."""
    await paging.goes_on_after_the_index(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:0d4ae1878d", needs=[log_on])
async def test_nothing_behind_the_end(srvsvc: RpcClient) -> None:
    """With a handle behind the last share the call succeeds and returns none."""
    await paging.nothing_behind_the_end(srvsvc, SHARES)


@case(covers=["MS-SRVS:3.1.4.8:44effb7cbc", "MS-SRVS:3.1.4.8:63f200b027"], needs=[log_on])
async def test_everything_at_once(srvsvc: RpcClient) -> None:
    """With MAX_PREFERRED_LENGTH all shares come in one answer."""
    response = await expect.returns(called(srvsvc, share_enum(501)), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "shares of TotalEntries")


@case(covers="MS-SRVS:3.1.4.8:42fd8b2a8c", needs=[log_on])
async def test_as_many_as_fit(srvsvc: RpcClient) -> None:
    """A PreferedMaximumLength that is too short for all gets as many shares as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:ac12e6cfff", needs=[log_on])
async def test_total_entries(srvsvc: RpcClient) -> None:
    """TotalEntries is the number of shares from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:f503ac642f", needs=[log_on])
async def test_no_handle_without_one(srvsvc: RpcClient) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:fc3d906443", needs=[log_on])
async def test_handle_is_the_last_index(srvsvc: RpcClient) -> None:
    """With ERROR_MORE_DATA the handle is the index of the last share that was returned."""
    await paging.handle_is_the_last_index(srvsvc, SHARES)


@case(covers="MS-SRVS:3.1.4.8:6b88ceb9ad", needs=[log_on])
async def test_pages_make_the_whole(srvsvc: RpcClient) -> None:
    """Page after page, with the handles that come back, each share is returned once."""
    await paging.pages_make_the_whole(srvsvc, SHARES)
