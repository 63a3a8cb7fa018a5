"""[MS-SRVS] 3.1.4.20 NetrServerStatisticsGet, and 2.2.4.39 STAT_SERVER_0."""

from __future__ import annotations

import time
from typing import Any

from plugfest.conformance import alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, reference, refused
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import STAT_SERVER_0, NetrRemoteTOD, NetrServerStatisticsGet

pytestmark = alone  # others open pipes

_ZERO = {
    "sts0_devopens": "MS-SRVS:2.2.4.39:32b1069ee1",
    "sts0_serrorout": "MS-SRVS:2.2.4.39:a993ab0d5a",
    "sts0_syserrors": "MS-SRVS:2.2.4.39:712ba16663",
    "sts0_avresponse": "MS-SRVS:2.2.4.39:87fd252dcb",
    "sts0_reqbufneed": "MS-SRVS:2.2.4.39:52a24e0526",
    "sts0_bigbufneed": "MS-SRVS:2.2.4.39:727fbb5667",
}
_CLOCKS = 2
"""Seconds by which two readings of a clock may differ."""


def _request(name: str | None = None, service: str | None = None, level: int = 0, options: int = 0) -> Any:
    return NetrServerStatisticsGet(name, service, level, options)


async def _statistics(rpc: RpcClient) -> STAT_SERVER_0:
    found = (await reference(rpc, _request())).InfoStruct
    if found is None:
        raise Inconclusive("NetrServerStatisticsGet tells no statistics")
    return found  # type: ignore[no-any-return]


@case(covers="MS-SRVS:3.1.4.20:c2fcdb499a", needs=[administrator])
async def test_statistics(administrator_srvsvc: RpcClient) -> None:
    """The statistics come back."""
    response = await expect.returns(called(administrator_srvsvc, _request()))
    expect.instance(response.InfoStruct, STAT_SERVER_0, "InfoStruct")


@case(covers=[*_ZERO.values()], needs=[administrator])
async def test_what_is_zero(administrator_srvsvc: RpcClient) -> None:
    """What servers do not count any more is 0."""
    told = await _statistics(administrator_srvsvc)
    for name, rule in _ZERO.items():
        expect.equal(getattr(told, name), 0, name, requirement=rule)


@case(covers="MS-SRVS:2.2.4.39:07b73f9a71", needs=[administrator])
async def test_start_is_in_seconds(administrator_srvsvc: RpcClient) -> None:
    """sts0_start counts seconds since 1970: not later than now, and not a lifetime ago."""
    told = await _statistics(administrator_srvsvc)
    now = (await reference(administrator_srvsvc, NetrRemoteTOD(None))).BufferPtr.tod_elapsedt
    year = 366 * 24 * 3600
    inside = now - 10 * year < told.sts0_start <= now + _CLOCKS
    expect.true(inside, expected=f"sts0_start up to {now}, within ten years", actual=str(told.sts0_start))


@case(covers="MS-SRVS:2.2.4.39:b9870f1daa", needs=[administrator])
async def test_pipes_count(administrator_srvsvc: RpcClient) -> None:
    """sts0_fopens counts named pipes that are opened, too."""
    before = await _statistics(administrator_srvsvc)
    await (await administrator_srvsvc.pipe.tree.open_pipe("srvsvc")).close()
    after = await _statistics(administrator_srvsvc)
    more = before.sts0_fopens < after.sts0_fopens
    expect.true(more, expected=f"sts0_fopens above {before.sts0_fopens}", actual=str(after.sts0_fopens))


@case(covers="MS-SRVS:3.1.4.20:df987e9de6", needs=[administrator])
async def test_start_does_not_move(administrator_srvsvc: RpcClient) -> None:
    """sts0_start is the time at which the counting began: in the past, and the same whenever it is asked."""
    now = (await reference(administrator_srvsvc, NetrRemoteTOD(None))).BufferPtr.tod_elapsedt
    first = await _statistics(administrator_srvsvc)
    started = time.monotonic()
    while time.monotonic() - started < 1.1:
        last = await _statistics(administrator_srvsvc)
    past = last.sts0_start <= now + _CLOCKS
    expect.true(past, expected=f"sts0_start up to {now}", actual=str(last.sts0_start))
    expect.equal(last.sts0_start, first.sts0_start, "sts0_start, a second later")


@case(covers="MS-SRVS:3.1.4.20:4b810a939f", needs=[administrator])
async def test_other_levels(administrator_srvsvc: RpcClient) -> None:
    """There is level 0 and no other."""
    for level in (1, 2, 502):
        await refused(administrator_srvsvc, _request(level=level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.20:7cd252c80f", needs=[administrator])
async def test_options(administrator_srvsvc: RpcClient) -> None:
    """There are no options."""
    for options in (1, 0x80000000):
        await refused(administrator_srvsvc, _request(options=options), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers=["MS-SRVS:3.1.4.20:297cbbc314", "MS-SRVS:3.1.4.20:73b4794487"], needs=[administrator])
async def test_names_are_ignored(administrator_srvsvc: RpcClient) -> None:
    """Whatever the ServerName and the Service, this server tells its statistics."""
    other = "nothing-has-this-name"
    requests = {
        "MS-SRVS:3.1.4.20:297cbbc314": _request(name=other),
        "MS-SRVS:3.1.4.20:73b4794487": _request(service=other),
    }
    for rule, given in requests.items():
        await expect.returns(called(administrator_srvsvc, given), requirement=rule)


@case(
    covers=["MS-SRVS:3.1.4.20:aecc518f2b", "MS-SRVS:3.1.4.20:8c21fb040a"],
    needs=[log_on, not_administrator],
)
async def test_statistics_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not get the statistics."""
    await denied(srvsvc, _request(), "MS-SRVS:3.1.4.20:8c21fb040a")
