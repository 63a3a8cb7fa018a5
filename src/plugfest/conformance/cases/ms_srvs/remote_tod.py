"""[MS-SRVS] 3.1.4.21 NetrRemoteTOD, and 2.2.4.105 TIME_OF_DAY_INFO."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, reference
from plugfest.conformance.needs import log_on
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.types import TIME_OF_DAY_INFO, NetrRemoteTOD

_RANGES = {
    "tod_hours": (0, 23, "MS-SRVS:2.2.4.105:f581a5220c"),
    "tod_mins": (0, 59, "MS-SRVS:2.2.4.105:8dbea9a20e"),
    "tod_secs": (0, 59, "MS-SRVS:2.2.4.105:6fa765b702"),
    "tod_hunds": (0, 99, "MS-SRVS:2.2.4.105:6217970c69"),
    "tod_day": (1, 31, "MS-SRVS:2.2.4.105:eb0477d5cf"),
    "tod_month": (1, 12, "MS-SRVS:2.2.4.105:2facd3ea51"),
    "tod_weekday": (0, 6, "MS-SRVS:2.2.4.105:7641c42923"),
}
_WEST, _EAST = 12 * 60, -14 * 60
"""The time zones that are farthest from Greenwich."""
_SECOND = 10_000
"""In ten-thousandths: tod_secs tells of clocks that they tick once a second at least."""
_NO_SERVER = "no-server-has-this-name"


async def _time_of_day(rpc: RpcClient) -> TIME_OF_DAY_INFO:
    """Not judged."""
    found: TIME_OF_DAY_INFO | None = (await reference(rpc, NetrRemoteTOD(None))).BufferPtr
    if found is None:
        raise Inconclusive("NetrRemoteTOD tells no time")
    return found


@case(covers=["MS-SRVS:3.1.4.21:955860dd6c", "MS-SRVS:3.1.4.21:59904725f2"], needs=[log_on])
async def test_time_of_day(srvsvc: RpcClient) -> None:
    """An ordinary user is told the time of day."""
    response = await expect.returns(called(srvsvc, NetrRemoteTOD(None)))
    expect.instance(response.BufferPtr, TIME_OF_DAY_INFO, "BufferPtr")


@case(covers="MS-SRVS:3.1.4.21:984d072f60", needs=[log_on])
async def test_server_name_is_ignored(srvsvc: RpcClient) -> None:
    """Whatever the ServerName, this server tells its time."""
    for name in (_NO_SERVER, rf"\\{_NO_SERVER}", ""):
        await expect.returns(called(srvsvc, NetrRemoteTOD(name)))


@case(covers=[rule for _, _, rule in _RANGES.values()], needs=[log_on])
async def test_ranges(srvsvc: RpcClient) -> None:
    """The parts of time and date are in their ranges."""
    told = await _time_of_day(srvsvc)
    for name, (lowest, highest, rule) in _RANGES.items():
        value: int = getattr(told, name)
        expected = f"{name}: {lowest} to {highest}"
        expect.true(lowest <= value <= highest, expected=expected, actual=str(value), requirement=rule)


@case(covers="MS-SRVS:2.2.4.105:c978eb2b56", needs=[log_on])
async def test_time_zone(srvsvc: RpcClient) -> None:
    """The time zone is in minutes from Greenwich, west of it positive; -1 says that it is not known."""
    zone = (await _time_of_day(srvsvc)).tod_timezone
    expect.true(_EAST <= zone <= _WEST, expected=f"tod_timezone: {_EAST} to {_WEST} minutes", actual=str(zone))


@case(covers="MS-SRVS:2.2.4.105:b2ce904323", needs=[log_on])
async def test_interval(srvsvc: RpcClient) -> None:
    """The interval of the clock is in ten-thousandths of a second, so no more than 10,000."""
    interval = (await _time_of_day(srvsvc)).tod_tinterval
    expected = f"tod_tinterval: 1 to {_SECOND} ten-thousandths of a second"
    expect.true(0 < interval <= _SECOND, expected=expected, actual=str(interval))
