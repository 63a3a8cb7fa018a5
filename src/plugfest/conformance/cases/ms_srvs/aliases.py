"""[MS-SRVS] 3.1.4.44 to 3.1.4.46: other names of the server are added, listed and deleted."""

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
from plugfest.protocols.ms_srvs.client import entries, enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import (
    SERVER_ALIAS_INFO_0,
    SERVER_ALIAS_INFO_0_CONTAINER,
    NetrServerAliasAdd,
    NetrServerAliasDel,
    NetrServerAliasEnum,
    NetrServerTransportEnum,
)

pytestmark = alone  # they count aliases

_NO_SERVER = "no-server-has-this-name"
_PLENTY = 0x10000
"""A PreferedMaximumLength that is none of those the rules speak of, and enough."""
ALIASES = Enumeration(
    lambda preferred, resume: enum(NetrServerAliasEnum, 0, PreferedMaximumLength=preferred, ResumeHandle=resume),
    ("alias", "target"),
    "aliases",
)


def _add(alias: str, target: str, default: int = 0, server: str | None = None, reserved: int = 0) -> Any:
    return NetrServerAliasAdd(server, 0, SERVER_ALIAS_INFO_0(alias, target, default, reserved))


def _delete(alias: str, target: str = "", default: int = 0) -> Any:
    return NetrServerAliasDel(None, 0, SERVER_ALIAS_INFO_0(alias, target, default))


def _list(level: int = 0, **members: Any) -> Any:
    return enum(NetrServerAliasEnum, level, **members)


async def _names(rpc: RpcClient) -> list[str]:
    """The aliases that there are, not judged."""
    found = entries(await reference(rpc, _list(PreferedMaximumLength=_PLENTY)))
    return [member(entry, "alias") or "" for entry in found]


@pytest.fixture
async def name(administrator_srvsvc: RpcClient) -> str:
    """The server's own name, as its transports have it."""
    response = await called(administrator_srvsvc, enum(NetrServerTransportEnum, 0))
    if response.ReturnValue == NetApiStatus.NERR_Success:
        for entry in entries(response):
            if address := bytes(member(entry, "transportaddress") or b"").rstrip(b"\0 "):
                return address.decode("latin-1")
    raise NotApplicable("the target tells of no transport whose name could get an alias")


@asynccontextmanager
async def _added(rpc: RpcClient, alias: str, target: str, default: int = 0) -> AsyncIterator[None]:
    """An alias, while the block runs. That it can be added is not judged."""
    response = await called(rpc, _add(alias, target, default))
    if response.ReturnValue == NetApiStatus.ERROR_NOT_SUPPORTED:
        raise NotApplicable("the target adds no aliases")
    if response.ReturnValue != NetApiStatus.NERR_Success:
        raise Inconclusive(f"no alias could be added: {NetApiStatus(response.ReturnValue).name}")
    try:
        yield
    finally:
        await called(rpc, _delete(alias, target, default))


@pytest.fixture
async def some(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> AsyncIterator[RpcClient]:
    """The administrator's pipe, with three aliases more than there were."""
    rpc = administrator_srvsvc
    async with (
        _added(rpc, unique("one"), name),
        _added(rpc, unique("two"), name),
        _added(rpc, unique("three"), name),
    ):
        yield rpc


# --- NetrServerAliasAdd -----------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.44:e9e8b2b7a7", needs=[administrator], disruptive=True)
async def test_added(some: RpcClient, name: str, unique: Unique) -> None:
    """An alias that was added is listed."""
    rpc, alias = some, unique("alias")
    try:
        await expect.returns(called(rpc, _add(alias, name)))
        expect.true(alias in await _names(rpc), expected=f"{alias} is listed", actual="it is not")
    finally:
        await called(rpc, _delete(alias))


@case(covers="MS-SRVS:3.1.4.44:7ccfefde65", needs=[administrator], disruptive=True)
async def test_target_has_to_be_known(administrator_srvsvc: RpcClient, unique: Unique) -> None:
    """An alias is of a name that the server has."""
    rpc, alias = administrator_srvsvc, unique("alias")
    try:
        for target in ("", _NO_SERVER):
            await refused(rpc, _add(alias, target), NetApiStatus.ERROR_INVALID_PARAMETER)
    finally:
        await called(rpc, _delete(alias))


@case(covers="MS-SRVS:3.1.4.44:1581d92a26", needs=[administrator])
async def test_levels_of_add(administrator_srvsvc: RpcClient) -> None:
    """There is level 0 and no other."""
    for level in (1, 100):
        await refused(administrator_srvsvc, NetrServerAliasAdd(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.44:ca69d1096d", needs=[administrator], disruptive=True)
async def test_alias_or_default(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """An alias has a name, the default has none."""
    rpc, alias = administrator_srvsvc, unique("alias")
    try:
        for request in (_add("", name, 0), _add(alias, name, 1)):
            await refused(rpc, request, NetApiStatus.ERROR_INVALID_PARAMETER)
    finally:
        await called(rpc, _delete(alias))


@case(covers="MS-SRVS:3.1.4.44:15c407d762", needs=[administrator], disruptive=True)
async def test_an_alias_is_unique(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """An alias that is there is not added again."""
    rpc, alias = administrator_srvsvc, unique("alias")
    async with _added(rpc, alias, name):
        for same in (alias, alias.upper()):
            await refused(rpc, _add(same, name), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers=["MS-SRVS:3.1.4.44:bef26dcbe7", "MS-SRVS:3.1.4.44:405f11f4e5"], needs=[administrator], disruptive=True)
async def test_one_default(administrator_srvsvc: RpcClient, name: str) -> None:
    """A default that was set is the default: there is no second one."""
    rpc = administrator_srvsvc
    async with _added(rpc, "", name, 1):
        for rule in ("MS-SRVS:3.1.4.44:bef26dcbe7", "MS-SRVS:3.1.4.44:405f11f4e5"):
            await denied(rpc, _add("", name, 1), rule)


@case(covers="MS-SRVS:2.2.4.102:d422ca0225", needs=[administrator], disruptive=True)
async def test_reserved(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """Whatever srvai0_reserved is, the alias is added."""
    rpc, alias = administrator_srvsvc, unique("alias")
    try:
        await expect.returns(called(rpc, _add(alias, name, reserved=7)))
    finally:
        await called(rpc, _delete(alias))


@case(covers=["MS-SRVS:3.1.4.44:f7fda16045", "MS-SRVS:3.1.4.45:e53607d5c1"], needs=[administrator], disruptive=True)
async def test_server_names_are_ignored(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """Whatever the ServerName, the aliases of this server are meant."""
    rpc, alias = administrator_srvsvc, unique("alias")
    requests = {
        "MS-SRVS:3.1.4.44:f7fda16045": _add(alias, name, server=_NO_SERVER),
        "MS-SRVS:3.1.4.45:e53607d5c1": _list(ServerName=_NO_SERVER),
    }
    try:
        for rule, request in requests.items():
            await expect.returns(called(rpc, request), requirement=rule)
    finally:
        await called(rpc, _delete(alias))


# --- NetrServerAliasEnum ----------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.45:b7352d19c7", needs=[administrator], disruptive=True)
async def test_level_0(some: RpcClient) -> None:
    """Level 0 comes in its container, not empty."""
    response = await expect.returns(called(some, _list(PreferedMaximumLength=_PLENTY)))
    expect.instance(response.InfoStruct.ServerAliasInfo, SERVER_ALIAS_INFO_0_CONTAINER, "ServerAliasInfo")
    expect.not_equal(len(entries(response)), 0, "number of aliases")


@case(covers="MS-SRVS:3.1.4.45:add8c647ae", needs=[administrator], disruptive=True)
async def test_all_are_listed(some: RpcClient, name: str, unique: Unique) -> None:
    """Every alias is listed with its target."""
    listed = entries(await expect.returns(called(some, _list(PreferedMaximumLength=_PLENTY))))
    found = [(member(one, "alias"), member(one, "target")) for one in listed]
    wanted = [(unique(purpose), name) for purpose in ("one", "two", "three")]
    ours = [one for one in found if one in wanted]
    expect.equal(ours, wanted, "aliases that were added, in the order of the list")


@case(covers="MS-SRVS:3.1.4.45:496a626cbb", needs=[administrator])
async def test_unknown_levels(administrator_srvsvc: RpcClient) -> None:
    """There is level 0 and no other."""
    for level in (1, 7):
        await refused(administrator_srvsvc, _list(level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.45:a916bff8ae", needs=[administrator], disruptive=True)
async def test_everything_at_once(some: RpcClient) -> None:
    """With MAX_PREFERRED_LENGTH all aliases come in one answer."""
    response = await expect.returns(called(some, _list()), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "aliases of TotalEntries")


@case(covers="MS-SRVS:3.1.4.45:8c746723f3", needs=[administrator], disruptive=True)
async def test_starts_at_the_beginning(some: RpcClient) -> None:
    """Without a handle, and with 0, the enumeration begins with the first alias."""
    await paging.starts_at_the_beginning(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:3fd4128f16", needs=[administrator], disruptive=True)
async def test_goes_on_after_the_index(some: RpcClient) -> None:
    """With a handle the enumeration goes on after so many aliases."""
    await paging.goes_on_after_the_index(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:696e6482de", needs=[administrator], disruptive=True)
async def test_as_many_as_fit(some: RpcClient) -> None:
    """A PreferedMaximumLength that is too short for all gets as many aliases as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:806bb5ec06", needs=[administrator], disruptive=True)
async def test_total_entries(some: RpcClient) -> None:
    """TotalEntries is the number of aliases from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:e76b4f9fc0", needs=[administrator], disruptive=True)
async def test_no_handle_without_one(some: RpcClient) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:12c212d481", needs=[administrator], disruptive=True)
async def test_handle_is_the_last_index(some: RpcClient) -> None:
    """With ERROR_MORE_DATA the handle is the index of the last alias that was returned."""
    await paging.handle_is_the_last_index(some, ALIASES)


@case(covers="MS-SRVS:3.1.4.45:3529ac512e", needs=[administrator], disruptive=True)
async def test_pages_make_the_whole(some: RpcClient) -> None:
    """Page after page, with the handles that come back, each alias is returned once."""
    await paging.pages_make_the_whole(some, ALIASES)


@case(covers=["MS-SRVS:3.1.4.45:9ab66e6719", "MS-SRVS:3.1.4.45:90f9b21da2"], needs=[log_on, not_administrator])
async def test_aliases_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user is told no aliases."""
    await denied(srvsvc, _list(), "MS-SRVS:3.1.4.45:90f9b21da2")


# --- NetrServerAliasDel -----------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.46:de0d93142f", needs=[administrator], disruptive=True)
async def test_deleted(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """An alias that was deleted is not listed any more."""
    rpc, alias = administrator_srvsvc, unique("alias")
    async with _added(rpc, alias, name):
        await expect.returns(called(rpc, _delete(alias)))
        expect.true(alias not in await _names(rpc), expected=f"{alias} is gone", actual="it is listed")


@case(covers="MS-SRVS:3.1.4.46:f7408bb92c", needs=[administrator])
async def test_alias_or_default_of_delete(administrator_srvsvc: RpcClient) -> None:
    """An alias has a name, the default has none."""
    for request in (_delete("", default=0), _delete("alias", default=1)):
        await refused(administrator_srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.46:19a5107e18", needs=[administrator], disruptive=True)
async def test_target_is_ignored(administrator_srvsvc: RpcClient, name: str, unique: Unique) -> None:
    """Whatever the target, the alias is deleted."""
    rpc, alias = administrator_srvsvc, unique("alias")
    async with _added(rpc, alias, name):
        await expect.returns(called(rpc, _delete(alias, _NO_SERVER)))


@case(
    covers=["MS-SRVS:3.1.4.46:a9579dd3be", "MS-SRVS:3.1.4.46:8ba1495bbd"],
    needs=[administrator, log_on, not_administrator],
    disruptive=True,
)
async def test_deleting_is_for_administrators(srvsvc: RpcClient, some: RpcClient, unique: Unique) -> None:
    """An ordinary user deletes no alias."""
    await denied(srvsvc, _delete(unique("one")), "MS-SRVS:3.1.4.46:8ba1495bbd")
