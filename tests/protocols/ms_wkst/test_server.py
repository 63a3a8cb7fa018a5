"""[MS-WKST] 3.2.4.1 NetrWkstaGetInfo."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs import Caller, LocalGroup
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_wkst.server import WorkstationService
from plugfest.protocols.ms_wkst.types import WKSTA_INFO_502, NetrWkstaGetInfo, NetrWkstaGetInfoResponse
from plugfest.wire.ndr import NDR, NDR64, TransferSyntax

ADMINISTRATOR = Caller("root", frozenset({LocalGroup.Administrators}))
USER = Caller("alice")


class Computer:
    def computer_name(self) -> str:
        return "LAB"

    def domain_name(self) -> str:
        return "GROUP"

    def logged_on_users(self) -> int:
        return 3


def _asked(level: int, caller: Caller = ADMINISTRATOR, syntax: TransferSyntax = NDR) -> NetrWkstaGetInfoResponse:
    request = NetrWkstaGetInfo("server", level)
    stub = WorkstationService(Computer()).call(request.opnum, request.encode(syntax=syntax), caller, syntax)
    return NetrWkstaGetInfoResponse.decode(stub, syntax=syntax)


@pytest.mark.parametrize("syntax", [NDR, NDR64], ids=("NDR", "NDR64"))
@pytest.mark.parametrize("level", [100, 101, 102])
def test_names_and_version(level: int, syntax: TransferSyntax) -> None:
    response = _asked(level, syntax=syntax)
    assert response.ReturnValue == NetApiStatus.NERR_Success
    info: Any = response.WkstaInfo
    members = {name.split("_", 1)[1]: getattr(info, name) for name in info.__struct_fields__}
    assert members["computername"] == "LAB"
    assert members["langroup"] == "GROUP"
    assert (members["platform_id"], members["ver_major"], members["ver_minor"]) == (500, 10, 0)
    if level == 102:
        assert members["logged_on_users"] == 3


def test_settings() -> None:
    info = _asked(502).WkstaInfo
    assert isinstance(info, WKSTA_INFO_502)
    assert info.wki502_keep_conn == 600


@pytest.mark.parametrize("level", [102, 502])
def test_levels_of_administrators(level: int) -> None:
    response = _asked(level, USER)
    assert response.ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED
    assert response.WkstaInfo is None


@pytest.mark.parametrize("level", [100, 101])
def test_levels_of_everybody(level: int) -> None:
    assert _asked(level, USER).ReturnValue == NetApiStatus.NERR_Success


def test_a_level_that_does_not_exist() -> None:
    assert _asked(103, USER).ReturnValue == NetApiStatus.ERROR_INVALID_LEVEL


@pytest.mark.parametrize("opnum", [1, 2, 30, 65535])
def test_methods_that_are_not_served(opnum: int) -> None:
    with pytest.raises(Fault):
        WorkstationService(Computer()).call(opnum, b"", ADMINISTRATOR)


@given(st.binary(max_size=100), st.sampled_from((NDR, NDR64)))
def test_a_hostile_stub(stub: bytes, syntax: TransferSyntax) -> None:
    with contextlib.suppress(WireError):
        WorkstationService(Computer()).call(NetrWkstaGetInfo.opnum, stub, USER, syntax)
