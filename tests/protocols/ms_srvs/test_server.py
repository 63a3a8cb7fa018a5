"""[MS-SRVS] 3.1.4: what the service answers."""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.errors import WireError
from plugfest.protocols.ms_rpce import Fault
from plugfest.protocols.ms_srvs import SRVSVC, Caller, LocalGroup, ServerService
from plugfest.protocols.ms_srvs.client import entries, session_enum, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.paging import entry_size
from plugfest.protocols.ms_srvs.server.service import METHODS
from plugfest.protocols.ms_srvs.types import (
    SHARE_INFO_1,
    SHARE_INFO_1005,
    NetrRemoteTOD,
    NetrServerGetInfo,
    NetrShareGetInfo,
)
from tests.protocols.ms_srvs.helpers import SD, USER, Constant, call


def _names(response: Any) -> list[str]:
    return [getattr(entry, entry.__struct_fields__[0]) for entry in entries(response)]


LOCAL = ["IPC$", "data", "Ünï 😀", "last"]


@pytest.mark.parametrize("level", [0, 1, 2, 501, 502])
def test_shares_of_each_level(level: int) -> None:
    response = call(share_enum(level))
    assert _names(response) == LOCAL
    assert (response.TotalEntries, response.ResumeHandle, response.ReturnValue) == (4, None, 0)
    assert response.InfoStruct.Level == level


def test_members_come_from_the_share() -> None:
    ipc, data, *_ = entries(call(share_enum(502)))
    assert (ipc.shi502_type, ipc.shi502_remark, ipc.shi502_path) == (0x80000003, "IPC", "C:\\IPC$")
    assert (ipc.shi502_max_uses, ipc.shi502_current_uses, ipc.shi502_security_descriptor) == (0xFFFFFFFF, 2, SD)
    assert (ipc.shi502_passwd, ipc.shi502_permissions) == (None, 0)
    assert data.shi502_type == 0  # without the cluster bits
    assert entries(call(share_enum(501)))[0].shi501_flags == 0x30


def test_level_503_tells_the_shares_of_all_servers() -> None:
    response = call(share_enum(503))
    assert _names(response) == ["IPC$", "data", "Ünï 😀", "scoped", "last"]
    assert entries(response)[3].shi503_servername == "cluster"


@pytest.mark.parametrize("level", [3, 500, 1005, 0xFFFFFFFF])
def test_a_level_that_does_not_exist(level: int) -> None:
    for response in (call(share_enum(level)), call(session_enum(level)), call(NetrShareGetInfo(None, "data", 3))):
        assert response.ReturnValue == NetApiStatus.ERROR_INVALID_LEVEL
    assert call(NetrServerGetInfo(None, level)).ReturnValue == NetApiStatus.ERROR_INVALID_LEVEL


@pytest.mark.parametrize(
    ("server_name", "names"),
    [
        (None, LOCAL),
        ("", LOCAL),
        ("\\\\", LOCAL),
        ("\\\\anything", LOCAL),
        ("\\\\CLUSTER", ["scoped"]),
        ("cluster", ["scoped"]),
        ("nick", ["scoped"]),
    ],
)
def test_whose_shares_are_meant(server_name: str | None, names: list[str]) -> None:
    assert _names(call(share_enum(1, server_name))) == names
    found = call(NetrShareGetInfo(server_name, "scoped", 0)).ReturnValue == NetApiStatus.NERR_Success
    assert found == (names == ["scoped"])


def test_pages_of_shares() -> None:
    seen, resume, totals = [], 0, []
    while True:
        response = call(share_enum(1, preferred=60, resume=resume))
        seen += _names(response)
        totals.append(response.TotalEntries)
        if response.ReturnValue != NetApiStatus.ERROR_MORE_DATA:
            break
        resume = response.ResumeHandle
        assert resume
    assert response.ReturnValue == NetApiStatus.NERR_Success
    assert (seen, totals) == (LOCAL, [4, 3, 2])
    assert response.ResumeHandle == 0


def test_nothing_fits() -> None:
    response = call(share_enum(1, preferred=0, resume=0))
    assert (_names(response), response.TotalEntries, response.ReturnValue) == ([], 4, NetApiStatus.ERROR_MORE_DATA)
    assert call(share_enum(1, preferred=60)).ResumeHandle is None


def test_a_handle_behind_the_end() -> None:
    for handle in (5, 6, 0xFFFFFFFF):
        response = call(share_enum(1, resume=handle))
        assert (_names(response), response.TotalEntries, response.ReturnValue) == ([], 0, 0)
        assert call(session_enum(1, resume=handle)).ReturnValue == 0


def test_the_size_of_an_entry() -> None:
    assert entry_size(SHARE_INFO_1("ab", 0, None)) == 12 + 6
    assert entry_size(SHARE_INFO_1005(1)) == 4


def test_who_may_list_shares() -> None:
    for level in (0, 1, 501):
        assert call(share_enum(level), USER).ReturnValue == 0
    for level in (2, 502, 503):
        response = call(share_enum(level), USER)
        assert (response.ReturnValue, entries(response)) == (NetApiStatus.ERROR_ACCESS_DENIED, ())
        assert call(NetrShareGetInfo(None, "data", level), USER).ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED
        power = Caller("p", frozenset({LocalGroup.PowerUsers}))
        assert call(NetrShareGetInfo(None, "data", level), power).ReturnValue == 0


def test_one_share() -> None:
    response = call(NetrShareGetInfo(None, "DATA", 1))
    assert (response.Level, response.InfoStruct) == (1, SHARE_INFO_1("data", 0, "files"))
    assert call(NetrShareGetInfo(None, "data", 1005)).InfoStruct == SHARE_INFO_1005(0x30)
    for level in (0, 2, 501, 502, 503):
        assert call(NetrShareGetInfo(None, "data", level)).ReturnValue == 0
    assert call(NetrShareGetInfo(None, "nothing", 1)).ReturnValue == NetApiStatus.NERR_NetNameNotFound
    assert call(NetrShareGetInfo(None, "", 1)).ReturnValue == NetApiStatus.ERROR_INVALID_PARAMETER


@pytest.mark.parametrize("level", [0, 1, 2, 10, 502])
def test_sessions_of_each_level(level: int) -> None:
    response = call(session_enum(level))
    assert _names(response) == ["\\\\10.0.0.1", "HOST2"]
    assert response.TotalEntries == 2


def test_members_come_from_the_session() -> None:
    assert str(entries(call(session_enum(502)))[1]).count("bob") == 1
    one = entries(call(session_enum(2)))[1]
    assert (one.sesi2_num_opens, one.sesi2_time, one.sesi2_idle_time, one.sesi2_user_flags) == (4, 50, 6, 1)


@pytest.mark.parametrize(
    ("client", "user", "names"),
    [
        ("\\\\10.0.0.1", None, ["alice"]),
        ("\\\\host2", "", ["bob"]),
        ("", "BOB", ["bob"]),
        ("\\\\host2", "bob", ["bob"]),
    ],
)
def test_sessions_that_match(client: str, user: str | None, names: list[str]) -> None:
    response = call(session_enum(1, client_name=client, user_name=user))
    assert [entry.sesi1_username for entry in entries(response)] == names
    assert response.TotalEntries == 1


@pytest.mark.parametrize(
    ("client", "user", "status"),
    [
        ("\\\\nowhere", None, NetApiStatus.NERR_ClientNameNotFound),
        (None, "nobody", NetApiStatus.NERR_UserNotFound),
        ("\\\\host2", "alice", NetApiStatus.NERR_UserNotFound),
        ("host2", None, NetApiStatus.NERR_InvalidComputer),
        ("\\\\" + "x" * 1022, None, NetApiStatus.ERROR_INVALID_PARAMETER),
        (None, "x" * 1024, NetApiStatus.ERROR_INVALID_PARAMETER),
    ],
)
def test_qualifiers_that_fail(client: str | None, user: str | None, status: NetApiStatus) -> None:
    response = call(session_enum(1, client_name=client, user_name=user))
    assert (response.ReturnValue, entries(response)) == (status, ())


def test_pages_of_sessions() -> None:
    response = call(session_enum(10, preferred=60, resume=0))
    assert (_names(response), response.ResumeHandle) == (["\\\\10.0.0.1"], 1)
    assert response.ReturnValue == NetApiStatus.ERROR_MORE_DATA
    response = call(session_enum(10, preferred=60, resume=1))
    assert (_names(response), response.TotalEntries, response.ReturnValue) == (["HOST2"], 1, 0)


def test_who_may_list_sessions() -> None:
    assert call(session_enum(0), USER).ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED


def test_the_server() -> None:
    info = call(NetrServerGetInfo(None, 102)).InfoStruct
    assert (info.sv102_name, info.sv102_type, info.sv102_licenses) == ("SERVER", 0x9003, 0)  # type: ignore[union-attr]
    assert call(NetrServerGetInfo("\\\\me", 101)).InfoStruct.sv101_name == "\\\\me"  # type: ignore[union-attr]
    assert call(NetrServerGetInfo(None, 503)).InfoStruct.sv503_domain == "GROUP"  # type: ignore[union-attr]
    assert call(NetrServerGetInfo(None, 502)).InfoStruct.sv502_sessvcs == 2  # type: ignore[union-attr]
    for level in (100, 101, 103):
        assert call(NetrServerGetInfo(None, level), USER).ReturnValue == 0
    for level in (102, 502, 503):
        assert call(NetrServerGetInfo(None, level), USER).ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED
    assert call(NetrServerGetInfo("x" * 1023, 100)).ReturnValue == 0
    assert call(NetrServerGetInfo("x" * 1024, 100)).ReturnValue == NetApiStatus.ERROR_INVALID_PARAMETER


def test_the_time() -> None:
    assert call(NetrRemoteTOD("\\\\anything"), USER).BufferPtr == Constant().time_of_day()


def test_methods_that_are_not_served() -> None:
    service = ServerService(Constant())
    for opnum in (29, 42, 47, 58):
        with pytest.raises(Fault):
            service.call(opnum, b"", USER)
    for opnum in range(8):
        assert service.call(opnum, b"anything", USER) == NetApiStatus.ERROR_NOT_SUPPORTED.to_bytes(4, "little")
    with pytest.raises(WireError):
        service.call(15, b"\1", USER)


def test_all_methods_are_served() -> None:
    assert set(METHODS) == set(SRVSVC.methods)
    assert len(METHODS) == 47
