"""What the cases of [MS-SRVS] share."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.conformance.cases.ms_srvs import calls, paging
from plugfest.conformance.verdicts import Inconclusive, NotApplicable, Unmet
from plugfest.errors import RemoteProtocolError, WireError
from plugfest.protocols.ms_rpce import Responded
from plugfest.protocols.ms_srvs.client import share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.paging import entry_size
from plugfest.protocols.ms_srvs.types import (
    SHARE_INFO_0,
    SHARE_INFO_2,
    SHARE_INFO_501,
    NetrShareGetInfo,
    NetrShareGetInfoResponse,
)

TEXTS = st.text(st.characters(codec="utf-16-le", max_codepoint=0xFFFF), max_size=30)


class Answering:
    """In place of an RpcClient: gives these stubs, one after the other; the last one again and again."""

    def __init__(self, *stubs: bytes) -> None:
        self._stubs = list(stubs)
        self.association = self

    def call(self, request: Any) -> list[bytes]:
        """Nothing is sent."""
        return []

    async def transact(self, pdus: list[bytes]) -> Responded:
        """The next stub."""
        stub = self._stubs.pop(0) if len(self._stubs) > 1 else self._stubs[0]
        return Responded(1, 0, stub)


def stubs(*stubs: bytes) -> Any:
    return Answering(*stubs)


def answering(*responses: NetrShareGetInfoResponse) -> Any:
    return stubs(*(response.encode() for response in responses))


def told(name: str) -> NetrShareGetInfoResponse:
    return NetrShareGetInfoResponse(0, SHARE_INFO_0(shi0_netname=name))


def test_a_level_that_the_server_does_not_know_is_a_failure_with_its_code() -> None:
    stub = (503).to_bytes(4, "little") + (124).to_bytes(4, "little")  # as smbd answers
    answer = anyio.run(calls.called, stubs(stub), NetrShareGetInfo(None, "share", 503))
    assert answer == calls.Failure(NetApiStatus.ERROR_INVALID_LEVEL)


def test_a_bad_stub_that_says_success_is_bad() -> None:
    with pytest.raises(WireError):
        anyio.run(calls.called, stubs(bytes(8)), NetrShareGetInfo(None, "share", 1))


def test_a_reference_is_not_judged() -> None:
    request = NetrShareGetInfo(None, "share", 0)
    failed = NetrShareGetInfoResponse(0, None, NetApiStatus.NERR_NetNameNotFound)
    unknown = NetrShareGetInfoResponse(0, None, NetApiStatus.ERROR_INVALID_LEVEL)
    with pytest.raises(Inconclusive):
        anyio.run(calls.reference, answering(failed), request)
    with pytest.raises(NotApplicable):
        anyio.run(calls.reference, answering(unknown), request)


def test_what_differs_is_unmet_and_names_its_requirement() -> None:
    async def compare() -> None:
        one, other = answering(told("one")), answering(told("other"))
        rules = {"netname": "MS-SRVS:3.1.4.10:107392eab0"}
        await calls.expect_same(
            lambda: calls.share_info(one, "share", 0), lambda: calls.share_info(other, "share", 0), rules
        )

    with pytest.raises(Unmet) as caught:
        anyio.run(compare)
    assert caught.value.requirement == "MS-SRVS:3.1.4.10:107392eab0"


def test_another_level_than_asked_for_is_unmet_where_judged_and_inconclusive_where_compared() -> None:
    rules = {"flags": "MS-SRVS:3.1.4.10:d349a423ff"}
    full = NetrShareGetInfoResponse(501, SHARE_INFO_501(shi501_netname="one", shi501_flags=0))

    async def compare(actual: NetrShareGetInfoResponse, other: NetrShareGetInfoResponse) -> None:
        one, two = answering(actual), answering(other)
        await calls.expect_same(
            lambda: calls.share_info(one, "share", 501), lambda: calls.share_info(two, "share", 501), rules
        )

    with pytest.raises(Unmet, match="SHARE_INFO_0") as caught:
        anyio.run(compare, told("one"), full)
    assert caught.value.requirement == rules["flags"]
    with pytest.raises(Unmet):
        anyio.run(compare, told("one"), told("one"))
    with pytest.raises(RemoteProtocolError, match="SHARE_INFO_0 came, which has no flags"):
        anyio.run(compare, full, told("one"))


def test_a_bad_stub_that_says_more_data_is_bad() -> None:
    with pytest.raises(WireError):
        anyio.run(calls.called, stubs((234).to_bytes(4, "little")), NetrShareGetInfo(None, "share", 1))


def test_a_reading_that_changes_is_made_again() -> None:
    rpc = answering(told("one"), told("two"), told("three"), told("three"))

    async def name() -> str:
        info = await calls.share_info(rpc, "share", 0)
        return str(info.shi0_netname)

    assert anyio.run(calls.steady, name) == "three"


def test_a_reading_that_never_stays_the_same_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_PAUSE", 0)
    numbers = iter(range(1000))

    async def number() -> int:
        return next(numbers)

    with pytest.raises(Inconclusive):
        anyio.run(calls.steady, number)


@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_the_size_of_an_entry_lies_between_least_and_most(name: str, remark: str, path: str | None) -> None:
    entry = SHARE_INFO_2(shi2_netname=name, shi2_remark=remark, shi2_path=path)
    assert paging.least(entry) <= entry_size(entry) <= paging.most(entry)


def test_too_few_entries_for_two_answers() -> None:
    entries = [SHARE_INFO_0(shi0_netname="a" * 50), SHARE_INFO_0(shi0_netname="b")]
    with pytest.raises(NotApplicable):
        paging.too_short(paging.SHARES, entries)
    assert paging.too_short(paging.SHARES, entries * 2) < sum(map(paging.least, entries * 2))
    assert share_enum(0).PreferedMaximumLength > paging.too_short(paging.SHARES, entries * 2)
