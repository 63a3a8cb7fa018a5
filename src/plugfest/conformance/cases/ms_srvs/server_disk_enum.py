"""[MS-SRVS] 3.1.4.19 NetrServerDiskEnum, and 2.2.4.91 DISK_INFO."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, reference
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH
from plugfest.protocols.ms_srvs.types import DISK_ENUM_CONTAINER, DISK_INFO, NetrServerDiskEnum

_MOST = 26
"""Drives, and TotalEntries (3.1.4.19)."""


def _request(
    name: str | None = None, given: tuple[str, ...] = (), preferred: int = MAX_PREFERRED_LENGTH, resume: int | None = 0
) -> Any:
    container = DISK_ENUM_CONTAINER(Buffer=tuple(DISK_INFO(disk) for disk in given) or None)
    return NetrServerDiskEnum(name, 0, container, preferred, resume)


def _disks(response: Any) -> list[str]:
    """The drives: without the empty entry that ends the list."""
    return [entry.Disk for entry in response.DiskInfoStruct.Buffer or () if entry.Disk]


async def _reference(rpc: RpcClient) -> list[str]:
    found = _disks(await reference(rpc, _request()))
    if not found:
        raise NotApplicable("the target tells of no drive")
    return found


@case(covers="MS-SRVS:3.1.4.19:0c8cdb3d75", needs=[administrator])
async def test_drives_come_as_disk_info(administrator_srvsvc: RpcClient) -> None:
    """The drives come in DISK_INFO structures, as many as TotalEntries says."""
    response = await expect.returns(called(administrator_srvsvc, _request()))
    expect.equal(len(_disks(response)), response.TotalEntries, "number of drives (as TotalEntries)")
    expect.true(bool(response.DiskInfoStruct.Buffer), expected="a buffer", actual="none")


@case(covers="MS-SRVS:3.1.4.19:fdae77889d", needs=[administrator])
async def test_total_entries(administrator_srvsvc: RpcClient) -> None:
    """TotalEntries counts the drives, EntriesRead one more: an empty entry ends the list."""
    response = await expect.returns(called(administrator_srvsvc, _request()))
    expect.equal(response.TotalEntries, len(_disks(response)), "TotalEntries (as there are drives)")
    expect.equal(len(response.DiskInfoStruct.Buffer or ()), response.TotalEntries + 1, "EntriesRead")
    inside = 0 <= response.TotalEntries <= _MOST
    expect.true(inside, expected=f"TotalEntries from 0 to {_MOST}", actual=str(response.TotalEntries))


@case(
    covers=["MS-SRVS:2.2.4.91:815b9260b8", "MS-SRVS:2.2.4.91:e63ccb8639", "MS-SRVS:2.2.4.91:be9415e740"],
    needs=[administrator],
)
async def test_names_of_drives(administrator_srvsvc: RpcClient) -> None:
    """A drive is a capital letter and a colon."""
    for disk in await _reference(administrator_srvsvc):
        length = len(disk) == 2
        expect.true(length, expected="two characters", actual=repr(disk), requirement="MS-SRVS:2.2.4.91:815b9260b8")
        letter = "A" <= disk[0] <= "Z"
        expect.true(letter, expected="A to Z", actual=repr(disk[0]), requirement="MS-SRVS:2.2.4.91:e63ccb8639")
        expect.equal(disk[1], ":", "the second character", requirement="MS-SRVS:2.2.4.91:be9415e740")


_IGNORED = {
    "ServerName": ("MS-SRVS:3.1.4.19:9a434e9b53", _request(name="no-server-has-this-name")),
    "DiskInfoStruct": ("MS-SRVS:3.1.4.19:871a2f5994", _request(given=("Q:", ""))),
    "PreferedMaximumLength": ("MS-SRVS:3.1.4.19:2d576089d3", _request(preferred=1)),
    "ResumeHandle": ("MS-SRVS:3.1.4.19:32fee00b79", _request(resume=1)),
}


@case(covers=[rule for rule, _ in _IGNORED.values()], needs=[administrator])
async def test_what_is_ignored(administrator_srvsvc: RpcClient) -> None:
    """Whatever ServerName, DiskInfoStruct, PreferedMaximumLength and ResumeHandle are, all drives are told."""
    disks = await _reference(administrator_srvsvc)
    for name, (rule, request) in _IGNORED.items():
        response = await expect.returns(called(administrator_srvsvc, request), requirement=rule)
        expect.equal(_disks(response), disks, f"the drives, with another {name}", requirement=rule)


@case(
    covers=["MS-SRVS:3.1.4.19:cbe004ff46", "MS-SRVS:3.1.4.19:913d928292"],
    needs=[log_on, not_administrator],
)
async def test_drives_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not get the drives."""
    await denied(srvsvc, _request(), "MS-SRVS:3.1.4.19:913d928292")
