"""[MS-SRVS] 3.1.4.22 to 3.1.4.26: transports are added, listed and deleted.

A server is reached over a transport that it has already, under one name more: the address is new, the transport is not.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from plugfest.conformance import alone, case, expect
from plugfest.conformance.cases.ms_srvs import paging
from plugfest.conformance.cases.ms_srvs.calls import called, denied, member, reference, refused
from plugfest.conformance.cases.ms_srvs.paging import Enumeration
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs import types
from plugfest.protocols.ms_srvs.client import entries, enum
from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    NetrServerTransportAdd,
    NetrServerTransportAddEx,
    NetrServerTransportDel,
    NetrServerTransportDelEx,
    NetrServerTransportEnum,
)

pytestmark = alone  # they count transports

_DIRECT_TCP = r"\Device\NetbiosSmb"
_NO_SERVER = "no-server-has-this-name"
_PLENTY = 0x10000
SCOPED_NAME = 4
"""2.2.4.96: SVTI2SCOPED_NAME."""
_DOMAIN = "FLOCK"
TRANSPORTS = Enumeration(
    lambda preferred, resume: enum(NetrServerTransportEnum, 0, PreferedMaximumLength=preferred, ResumeHandle=resume),
    ("transportname", "transportaddress"),
    "transports",
)


def _info(level: int, kind: str | None, address: str | None, **members: Any) -> Any:
    structure = getattr(types, f"SERVER_TRANSPORT_INFO_{level}")
    given = {"transportname": kind, "transportaddress": address.encode() if address else None, **members}
    known = {field.partition("_")[2] for field in structure.__struct_fields__}
    return structure(**{f"svti{level}_{key}": value for key, value in given.items() if key in known})


def _add(level: int, kind: str | None, address: str | None, server: str | None = None, **members: Any) -> Any:
    return NetrServerTransportAddEx(server, level, _info(level, kind, address, **members))


def _delete(kind: str, address: str, level: int = 0, server: str | None = None) -> Any:
    return NetrServerTransportDelEx(server, level, _info(level, kind, address))


def _list(level: int = 0, **members: Any) -> Any:
    return enum(NetrServerTransportEnum, level, **members)


def _address(entry: Any) -> str:
    return bytes(member(entry, "transportaddress") or b"").rstrip(b"\0").decode("latin-1")


async def _count(rpc: RpcClient) -> int:
    """How many transports there are, not judged."""
    if found := entries(await reference(rpc, _list(2, PreferedMaximumLength=_PLENTY))):
        return len(found)
    raise Inconclusive("the target tells of no transport, though we reach it")


@asynccontextmanager
async def added(rpc: RpcClient, kind: str, address: str, level: int = 0, **members: Any) -> AsyncIterator[None]:
    """A transport, while the block runs. That it can be added is not judged."""
    response = await called(rpc, _add(level, kind, address, **members))
    if response.ReturnValue == NetApiStatus.ERROR_NOT_SUPPORTED:
        raise NotApplicable("the target adds no transports")
    if response.ReturnValue != NetApiStatus.NERR_Success:
        raise Inconclusive(f"no transport could be added: {NetApiStatus(response.ReturnValue).name}")
    try:
        yield
    finally:
        await called(rpc, _delete(kind, address))


async def has(rpc: RpcClient, address: str) -> bool:
    """Whether there is a transport of that address, not judged."""
    listed = entries(await reference(rpc, _list(2, PreferedMaximumLength=_PLENTY)))
    return address in [_address(entry) for entry in listed]


async def name_of_one(rpc: RpcClient) -> str:
    """The name of a transport that the target has; where it does not tell, of the one that serves port 445."""
    listed = entries(await reference(rpc, _list(2, PreferedMaximumLength=_PLENTY)))
    return next((str(name) for entry in listed if (name := member(entry, "transportname"))), _DIRECT_TCP)


@pytest.fixture
async def kind(administrator_srvsvc: RpcClient) -> str:
    """A transport of the target."""
    return await name_of_one(administrator_srvsvc)


@pytest.fixture
async def some(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> AsyncIterator[RpcClient]:
    """The administrator's pipe, with three transports more than there were."""
    rpc = administrator_srvsvc
    async with (
        added(rpc, kind, unique("one")),
        added(rpc, kind, unique("two")),
        added(rpc, kind, unique("three")),
    ):
        yield rpc


# --- NetrServerTransportAdd and NetrServerTransportAddEx --------------------------------------------------------------


@case(covers=["MS-SRVS:3.1.4.23:1537e68dd4", "MS-SRVS:3.1.4.23:585d92bbde"], needs=[administrator], disruptive=True)
async def test_added(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """A transport that was added is listed."""
    rpc, name = administrator_srvsvc, unique("transport")
    before = await _count(rpc)
    try:
        await expect.returns(called(rpc, _add(0, kind, name)), requirement="MS-SRVS:3.1.4.23:585d92bbde")
        expect.equal(await _count(rpc), before + 1, "number of transports", requirement="MS-SRVS:3.1.4.23:1537e68dd4")
    finally:
        await called(rpc, _delete(kind, name))


_MEMBERS = {
    "transportname": "MS-SRVS:3.1.4.23:f0d9bb0010",
    "transportaddress": "MS-SRVS:3.1.4.23:2761cff681",
    "domain": "MS-SRVS:3.1.4.23:5bc18dcf38",
    "flags": "MS-SRVS:3.1.4.23:92fc55da43",
    "numberofvcs": "MS-SRVS:3.1.4.23:d12f5cbbf6",
}


@case(covers=[*_MEMBERS.values()], needs=[administrator], disruptive=True)
async def test_members(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """A new transport has the members that were given, and no connections."""
    rpc, name = administrator_srvsvc, unique("transport")
    request = _list(2, PreferedMaximumLength=_PLENTY)
    before = [_address(entry) for entry in entries(await reference(rpc, request))]
    async with added(rpc, kind, name, 2, domain=_DOMAIN, flags=SCOPED_NAME):
        new = [entry for entry in entries(await reference(rpc, request)) if _address(entry) not in before]
        expect.equal(len(new), 1, "transports that are new")
        wanted = {"transportname": kind, "transportaddress": name, "domain": _DOMAIN, "flags": SCOPED_NAME}
        for key, rule in _MEMBERS.items():
            told = _address(new[0]) if key == "transportaddress" else member(new[0], key)
            expect.equal(told, wanted.get(key, 0), f"svti2_{key}", requirement=rule)
        await called(rpc, _delete(member(new[0], "transportname") or kind, _address(new[0])))


@case(covers="MS-SRVS:3.1.4.23:79c63a586f", needs=[administrator])
async def test_levels_of_add(administrator_srvsvc: RpcClient) -> None:
    """Levels are 0 to 3."""
    for level in (4, 100):
        await refused(administrator_srvsvc, NetrServerTransportAddEx(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(
    covers=[
        "MS-SRVS:3.1.4.23:c6dacc5493",
        "MS-SRVS:3.1.4.23:72bf1f3923",
        "MS-SRVS:3.1.4.23:698b09b033",
        "MS-SRVS:3.1.4.23:a8ac525118",
    ],
    needs=[administrator],
    disruptive=True,
)
async def test_what_is_not_valid(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """A name and an address have to be there, a domain has 15 characters at most, flags are 2 and 4."""
    rpc, name = administrator_srvsvc, unique("transport")
    requests = [
        (_add(0, None, name), "MS-SRVS:3.1.4.23:72bf1f3923"),
        (_add(0, kind, None), "MS-SRVS:3.1.4.23:72bf1f3923"),
        (_add(1, kind, name, domain="D" * 16), "MS-SRVS:3.1.4.23:698b09b033"),
        (_add(2, kind, name, flags=8), "MS-SRVS:3.1.4.23:a8ac525118"),
        (_add(2, kind, name, flags=1), "MS-SRVS:3.1.4.23:c6dacc5493"),
    ]
    try:
        for request, rule in requests:
            await expect.returns(called(rpc, request), NetApiStatus.ERROR_INVALID_PARAMETER, requirement=rule)
    finally:
        await called(rpc, _delete(kind, name))


@case(covers="MS-SRVS:3.1.4.22:7bce961af7", needs=[administrator], disruptive=True)
async def test_add_without_ex(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """NetrServerTransportAdd adds one at level 0, and knows no other level."""
    rpc, name = administrator_srvsvc, unique("transport")
    before = await _count(rpc)
    try:
        await expect.returns(called(rpc, NetrServerTransportAdd(None, 0, _info(0, kind, name))))
        expect.equal(await _count(rpc), before + 1, "number of transports")
        other = NetrServerTransportAdd(None, 1, _info(0, kind, unique("other")))
        await refused(rpc, other, NetApiStatus.ERROR_INVALID_LEVEL)
    finally:
        await called(rpc, _delete(kind, name))
        await called(rpc, _delete(kind, unique("other")))


@case(
    covers=["MS-SRVS:3.1.4.23:9658fdf603", "MS-SRVS:3.1.4.23:0f62bd3309"],
    needs=[administrator, log_on, not_administrator],
    disruptive=True,
)
async def test_adding_is_for_administrators(srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """An ordinary user adds no transport."""
    await denied(srvsvc, _add(0, kind, unique("transport")), "MS-SRVS:3.1.4.23:0f62bd3309")


@case(covers="MS-SRVS:2.2.4.96:0dfc188a53", needs=[administrator], disruptive=True)
async def test_network_address_is_ignored(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """Whatever the network address, the transport is added."""
    rpc, name = administrator_srvsvc, unique("transport")
    try:
        await expect.returns(called(rpc, _add(0, kind, name, networkaddress="no address")))
    finally:
        await called(rpc, _delete(kind, name))


# --- NetrServerTransportEnum ------------------------------------------------------------------------------------------


_CONTAINERS: dict[int, tuple[type[Any], str]] = {
    0: (types.SERVER_XPORT_INFO_0_CONTAINER, "MS-SRVS:3.1.4.24:4076545591"),
    1: (types.SERVER_XPORT_INFO_1_CONTAINER, "MS-SRVS:3.1.4.24:d899c38d17"),
}


@case(covers=[rule for _, rule in _CONTAINERS.values()], needs=[administrator], disruptive=True)
async def test_levels(some: RpcClient) -> None:
    """Levels 0 and 1 come in their own containers, not empty."""
    for level, (container, rule) in _CONTAINERS.items():
        response = await expect.returns(called(some, _list(level)), requirement=rule)
        expect.instance(response.InfoStruct.XportInfo, container, "XportInfo", requirement=rule)
        expect.not_equal(len(entries(response)), 0, "number of transports", requirement=rule)


@case(covers="MS-SRVS:3.1.4.24:b72c0c892b", needs=[administrator], disruptive=True)
async def test_all_are_listed(some: RpcClient) -> None:
    """Every transport is listed."""
    listed = entries(await expect.returns(called(some, _list(2, PreferedMaximumLength=_PLENTY))))
    expect.true(len(listed) > 3, expected="three that were added, and what there was", actual=str(len(listed)))


@case(covers="MS-SRVS:3.1.4.24:e5bee9cbd2", needs=[administrator])
async def test_unknown_levels(administrator_srvsvc: RpcClient) -> None:
    """Level 3 can be added and not listed; others are not known at all."""
    for level in (3, 7):
        await refused(administrator_srvsvc, _list(level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.24:444b96ade1", needs=[administrator], disruptive=True)
async def test_everything_at_once(some: RpcClient) -> None:
    """With MAX_PREFERRED_LENGTH all transports come in one answer."""
    request = _list(PreferedMaximumLength=MAX_PREFERRED_LENGTH)
    response = await expect.returns(called(some, request), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "transports of TotalEntries")


@case(covers="MS-SRVS:3.1.4.24:9b3c0a9ea9", needs=[administrator], disruptive=True)
async def test_starts_at_the_beginning(some: RpcClient) -> None:
    """Without a handle, and with 0, the enumeration begins with the first transport."""
    await paging.starts_at_the_beginning(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:21c121300e", needs=[administrator], disruptive=True)
async def test_goes_on_after_the_index(some: RpcClient) -> None:
    """With a handle the enumeration goes on after so many transports."""
    await paging.goes_on_after_the_index(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:9c76c9dd1e", needs=[administrator], disruptive=True)
async def test_as_many_as_fit(some: RpcClient) -> None:
    """A PreferedMaximumLength that is too short for all gets as many transports as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:9006b057a4", needs=[administrator], disruptive=True)
async def test_total_entries(some: RpcClient) -> None:
    """TotalEntries is the number of transports from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:4c557adbf5", needs=[administrator], disruptive=True)
async def test_no_handle_without_one(some: RpcClient) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:80ccce241d", needs=[administrator], disruptive=True)
async def test_handle_is_the_last_index(some: RpcClient) -> None:
    """With ERROR_MORE_DATA the handle is the index of the last transport that was returned."""
    await paging.handle_is_the_last_index(some, TRANSPORTS)


@case(covers="MS-SRVS:3.1.4.24:a30c9a85f3", needs=[administrator], disruptive=True)
async def test_pages_make_the_whole(some: RpcClient) -> None:
    """Page after page, with the handles that come back, each transport is returned once."""
    await paging.pages_make_the_whole(some, TRANSPORTS)


@case(
    covers=["MS-SRVS:3.1.4.24:7422d922d3", "MS-SRVS:3.1.4.24:dcfe91f596"],
    needs=[log_on, not_administrator],
)
async def test_transports_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user is told no transports."""
    await denied(srvsvc, _list(), "MS-SRVS:3.1.4.24:dcfe91f596")


# --- NetrServerTransportDel and NetrServerTransportDelEx --------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.26:bf4569fd81", needs=[administrator], disruptive=True)
async def test_deleted(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """A transport that was deleted is not listed any more."""
    rpc, name = administrator_srvsvc, unique("transport")
    async with added(rpc, kind, name):
        before = await _count(rpc)
        await expect.returns(called(rpc, _delete(kind, name)))
        expect.equal(await _count(rpc), before - 1, "number of transports")


@case(covers=["MS-SRVS:3.1.4.26:80f4f4e30e", "MS-SRVS:3.1.4.26:6c8718c1f2"], needs=[administrator], disruptive=True)
async def test_which_is_deleted(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """Both name and address have to match."""
    rpc, name = administrator_srvsvc, unique("transport")
    async with added(rpc, kind, name):
        for request, rule in (
            (_delete(kind, unique("address")), "MS-SRVS:3.1.4.26:80f4f4e30e"),
            (_delete(kind, unique("other")), "MS-SRVS:3.1.4.26:6c8718c1f2"),
        ):
            await expect.returns(called(rpc, request), NetApiStatus.NERR_NetNameNotFound, requirement=rule)


@case(covers="MS-SRVS:3.1.4.26:f42aba7235", needs=[administrator])
async def test_levels_of_delete(administrator_srvsvc: RpcClient) -> None:
    """Levels are 0 and 1."""
    for level in (4, 100):
        await refused(administrator_srvsvc, NetrServerTransportDelEx(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers=["MS-SRVS:3.1.4.25:9ed280cbd7", "MS-SRVS:3.1.4.25:be7e74b482"], needs=[administrator], disruptive=True)
async def test_delete_without_ex(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """NetrServerTransportDel deletes one, whatever level it is told."""
    rpc, name = administrator_srvsvc, unique("transport")
    for level, rule in ((0, "MS-SRVS:3.1.4.25:9ed280cbd7"), (7, "MS-SRVS:3.1.4.25:be7e74b482")):
        async with added(rpc, kind, name):
            given = NetrServerTransportDel(None, level, _info(0, kind, name))
            await expect.returns(called(rpc, given), requirement=rule)


@case(
    covers=["MS-SRVS:3.1.4.26:0e551e460f", "MS-SRVS:3.1.4.26:97685f66c5"],
    needs=[administrator, log_on, not_administrator],
    disruptive=True,
)
async def test_deleting_is_for_administrators(srvsvc: RpcClient, some: RpcClient, kind: str, unique: Unique) -> None:
    """An ordinary user deletes no transport."""
    await denied(srvsvc, _delete(kind, unique("one")), "MS-SRVS:3.1.4.26:97685f66c5")


@case(
    covers=[
        "MS-SRVS:3.1.4.22:1808624193",
        "MS-SRVS:3.1.4.23:03f86310a2",
        "MS-SRVS:3.1.4.24:bfe4e2ded8",
        "MS-SRVS:3.1.4.25:de6b6c43fb",
        "MS-SRVS:3.1.4.26:aa9bc4cdf7",
    ],
    needs=[administrator],
    disruptive=True,
)
async def test_server_names_are_ignored(administrator_srvsvc: RpcClient, kind: str, unique: Unique) -> None:
    """Whatever the ServerName, the transports of this server are meant."""
    rpc, name = administrator_srvsvc, unique("transport")
    info = _info(0, kind, name)
    requests: list[tuple[Any, str]] = [
        (NetrServerTransportAdd(_NO_SERVER, 0, info), "MS-SRVS:3.1.4.22:1808624193"),
        (_list(ServerName=_NO_SERVER), "MS-SRVS:3.1.4.24:bfe4e2ded8"),
        (NetrServerTransportDel(_NO_SERVER, 0, info), "MS-SRVS:3.1.4.25:de6b6c43fb"),
        (_add(0, kind, name, server=_NO_SERVER), "MS-SRVS:3.1.4.23:03f86310a2"),
        (_delete(kind, name, server=_NO_SERVER), "MS-SRVS:3.1.4.26:aa9bc4cdf7"),
    ]
    try:
        for request, rule in requests:
            await expect.returns(called(rpc, request), requirement=rule)
    finally:
        await called(rpc, _delete(kind, name))
