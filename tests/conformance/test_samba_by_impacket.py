"""What Samba's profile says of its server service, seen by another client than ours: impacket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest

from plugfest.conformance.smbd import Smbd
from plugfest.conformance.targets import load_profile

pytest.importorskip("impacket", reason="impacket is not installed")
from impacket.dcerpc.v5 import srvs, transport
from impacket.dcerpc.v5.dtypes import LPLONG, NULL
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.smbconnection import SMBConnection

pytestmark = pytest.mark.integration

Pipe = Any
TEMPORARY, CLUSTER, BY_ACCESS = 0x40000000, 0x02000000, 0x0800
_MISSING = "nca_s_op_rng_error"


@contextmanager
def _pipe(smbd: Smbd, user: str, password: str) -> Iterator[Pipe]:
    pipe = transport.SMBTransport(smbd.host, smbd.port, r"\srvsvc", user, password).get_dce_rpc()
    pipe.connect()
    try:
        pipe.bind(srvs.MSRPC_UUID_SRVS)
        yield pipe
    finally:
        pipe.disconnect()


@pytest.fixture
def pipe(private_smbd: Smbd) -> Iterator[Pipe]:
    with _pipe(private_smbd, private_smbd.administrator, private_smbd.administrator_password) as found:
        yield found


@pytest.fixture
def share(pipe: Pipe, private_smbd: Smbd) -> Iterator[str]:
    """A share, for as long as the test runs."""
    assert _outcome(lambda: _add(pipe, private_smbd, "scratch")) == "0"
    yield "scratch\0"
    _outcome(lambda: srvs.hNetrShareDel(pipe, "scratch\0"))


def _outcome(call: Callable[[], Any]) -> str:
    """What a call comes to: a return value, or a fault."""
    try:
        return str(call()["ErrorCode"])
    except DCERPCException as error:
        code = error.get_error_code()
        return str(error) if code is None else str(code)


def _info(smbd: Smbd, name: str, kind: int = 0, remark: str = "") -> Any:
    info = srvs.SHARE_INFO_502()
    given = {"netname": f"{name}\0", "type": kind, "remark": f"{remark}\0", "permissions": 0, "max_uses": 7}
    given |= {"current_uses": 0, "path": "C:" + str(smbd.files).replace("/", "\\") + "\0", "passwd": NULL}
    given |= {"reserved": 0, "security_descriptor": NULL}
    for key, value in given.items():
        info[f"shi502_{key}"] = value
    return info


def _add(pipe: Pipe, smbd: Smbd, name: str, kind: int = 0) -> Any:
    request = srvs.NetrShareAdd()
    request["ServerName"], request["Level"], request["ParmErr"] = NULL, 502, 0
    request["InfoStruct"]["tag"] = 502
    request["InfoStruct"]["ShareInfo502"] = _info(smbd, name, kind)
    return pipe.request(request)


def _change(pipe: Pipe, name: str, level: int, info: Any) -> Any:
    request = srvs.NetrShareSetInfo()
    request["ServerName"], request["NetName"], request["Level"], request["ParmErr"] = NULL, name, level, 0
    request["ShareInfo"]["tag"] = level
    request["ShareInfo"][f"ShareInfo{level}"] = info
    return pipe.request(request)


CALLS: dict[str, tuple[Callable[[Pipe], Any], str]] = {
    "NetrFileGetInfo": (lambda pipe: srvs.hNetrFileGetInfo(pipe, 5, 3), _MISSING),
    "NetrShareCheck": (lambda pipe: srvs.hNetrShareCheck(pipe, "C:\0"), _MISSING),
    "NetrServerStatisticsGet": (lambda pipe: srvs.hNetrServerStatisticsGet(pipe, "SMBServer\0", 0, 0), _MISSING),
    "NetrServerTransportEnum": (lambda pipe: srvs.hNetrServerTransportEnum(pipe, 0), _MISSING),
    "NetprPathType": (lambda pipe: srvs.hNetprPathType(pipe, "loft\0", 0), _MISSING),
    "NetprPathCanonicalize": (lambda pipe: srvs.hNetprPathCanonicalize(pipe, "loft\0", "\0"), _MISSING),
    "NetprPathCompare": (lambda pipe: srvs.hNetprPathCompare(pipe, "a\0", "b\0"), _MISSING),
    "NetprNameCanonicalize": (lambda pipe: srvs.hNetprNameCanonicalize(pipe, "a\0", 100, 1), _MISSING),
    "NetprNameCompare": (lambda pipe: srvs.hNetprNameCompare(pipe, "a\0", "b\0", 1), _MISSING),
    "NetrShareDelStart": (lambda pipe: srvs.hNetrShareDelStart(pipe, "none\0"), _MISSING),
    "NetrServerAliasEnum": (lambda pipe: srvs.hNetrServerAliasEnum(pipe, 0), _MISSING),
    "a user's name": (lambda pipe: srvs.hNetprNameValidate(pipe, "alice\0", 1), "124"),
    "a name of no type": (lambda pipe: srvs.hNetprNameValidate(pipe, "alice\0", 14), "124"),
    "empty qualifier": (lambda pipe: srvs.hNetrConnectionEnum(pipe, "\0", 1), "123"),
    "files at level 2": (lambda pipe: srvs.hNetrFileEnum(pipe, NULL, NULL, 2), "124"),
    "long BasePath": (lambda pipe: srvs.hNetrFileEnum(pipe, "a" * 1024 + "\0", NULL, 3), "0"),
    "no such file": (lambda pipe: srvs.hNetrFileClose(pipe, 0x7FFFFFFE), "2"),
    "no such client": (lambda pipe: srvs.hNetrSessionDel(pipe, "\\\\nobody\0", NULL), "5"),
    "no such share": (lambda pipe: srvs.hNetrShareDel(pipe, "none\0"), "67"),
}
"""What is called → how, and what comes."""


@pytest.mark.parametrize("name", CALLS)
def test_calls(pipe: Pipe, name: str) -> None:
    call, expected = CALLS[name]
    assert _outcome(lambda: call(pipe)) == expected


def test_every_missing_method_is_asked_for() -> None:
    """But for those that impacket cannot call as they are."""
    missing = {one.reason.split()[1] for one in load_profile("samba-4.17").deviations if "opnum" in one.actual}
    others = {"NetrServerTransportDelEx", "NetrServerAliasAdd", "NetrServerAliasDel", "NetrShareDelEx"}
    assert missing - others == {name for name, (_, expected) in CALLS.items() if expected == _MISSING}


@pytest.mark.parametrize("kind", [TEMPORARY, CLUSTER, 9])
def test_shares_of_other_types_are_not_added(pipe: Pipe, private_smbd: Smbd, kind: int) -> None:
    assert _outcome(lambda: _add(pipe, private_smbd, "other", kind)) == "5"


def test_what_is_there_exists_as_a_file_does(pipe: Pipe, private_smbd: Smbd, share: str) -> None:
    assert _outcome(lambda: _add(pipe, private_smbd, "scratch")) == "80"


def test_changes_of_a_share(pipe: Pipe, private_smbd: Smbd, share: str) -> None:
    def change(**members: Any) -> str:
        return _outcome(lambda: _change(pipe, share, 502, _info(private_smbd, "scratch", **members)))

    assert change(remark="r" * 49) == "0"
    assert change(kind=TEMPORARY) == "5"
    flags = srvs.SHARE_INFO_1005()
    flags["shi1005_flags"] = BY_ACCESS
    assert _outcome(lambda: _change(pipe, share, 1005, flags)) == "0"
    told = srvs.hNetrShareGetInfo(pipe, share, 1005)["InfoStruct"]["ShareInfo1005"]
    assert told["shi1005_flags"] == 0


def test_uses_are_constants_at_level_502(pipe: Pipe, share: str) -> None:
    at_2 = srvs.hNetrShareGetInfo(pipe, share, 2)["InfoStruct"]["ShareInfo2"]
    at_502 = srvs.hNetrShareGetInfo(pipe, share, 502)["InfoStruct"]["ShareInfo502"]
    assert (at_2["shi2_max_uses"], at_2["shi2_current_uses"]) == (7, 0)
    assert (at_502["shi502_max_uses"], at_502["shi502_current_uses"]) == (0xFFFFFFFF, 1)


def test_no_longer_sticky_is_gone(pipe: Pipe, share: str) -> None:
    assert _outcome(lambda: srvs.hNetrShareDelSticky(pipe, share)) == "0"
    assert _outcome(lambda: srvs.hNetrShareGetInfo(pipe, share, 1)) == "123"


class _SetInfo(srvs.NetrServerSetInfo):  # type: ignore[misc]
    """impacket's lacks the last parameter."""

    structure = (*srvs.NetrServerSetInfo.structure, ("ParmErr", LPLONG))


def test_settings_are_for_nobody(private_smbd: Smbd) -> None:
    """NetrServerSetInfo succeeds, for an ordinary user, too, and changes nothing."""
    with _pipe(private_smbd, private_smbd.user, private_smbd.password) as pipe:
        request = _SetInfo()
        request["ServerName"], request["Level"], request["ParmErr"] = NULL, 1005, 0
        request["InfoStruct"]["tag"] = 1005
        request["InfoStruct"]["ServerInfo1005"]["sv1005_comment"] = "changed\0"
        pipe.call(22, request)
        assert pipe.recv()[-4:] == bytes(4)
        told = srvs.hNetrServerGetInfo(pipe, 101)["InfoStruct"]["ServerInfo101"]
        assert told["sv101_comment"] == "private smbd\0"
        assert _outcome(lambda: srvs.hNetrServerDiskEnum(pipe, 0)) == "0"


def test_tree_connects_are_to_ipc(pipe: Pipe, private_smbd: Smbd) -> None:
    """As many as there are at level 1, one at level 0, and one for whatever computer."""
    connections = [SMBConnection(private_smbd.host, private_smbd.host, sess_port=private_smbd.port) for _ in range(3)]
    for connection in connections:
        connection.login(private_smbd.user, private_smbd.password)
        connection.connectTree("share")

    def told(qualifier: str, level: int, preferred: int = 0xFFFFFFFF) -> tuple[int, list[Any]]:
        answer = srvs.hNetrConnectionEnum(pipe, f"{qualifier}\0", level, preferedMaximumLength=preferred)
        return answer["ErrorCode"], answer["InfoStruct"]["ConnectInfo"][f"Level{level}"]["Buffer"]

    try:
        code, entries = told("share", 1, preferred=40)
        assert code == 0
        assert {(entry["coni1_type"], entry["coni1_netname"]) for entry in entries} == {(3, "IPC$\0")}
        assert len(entries) >= 3
        for qualifier, level in (("share", 0), (r"\\127.0.0.1", 1), (r"\\nobody", 1)):
            assert len(told(qualifier, level)[1]) == 1
    finally:
        for connection in connections:
            connection.close()


def test_descriptors_of_files_are_not_set(pipe: Pipe, private_smbd: Smbd) -> None:
    """Not by the owner of the file either, who is an administrator; all of it is told, whatever is asked for."""
    connection = SMBConnection(private_smbd.host, private_smbd.host, sess_port=private_smbd.port)
    connection.login(private_smbd.administrator, private_smbd.administrator_password)
    connection.putFile("share", "described", BytesIO(b"x").read)
    try:
        owner, acl, all_three = (
            srvs.hNetrpGetFileSecurity(pipe, "share\0", "described\0", wanted) for wanted in (1, 4, 7)
        )
        assert owner == acl == all_three != b""
        assert _outcome(lambda: srvs.hNetrpSetFileSecurity(pipe, "share\0", "described\0", 4, all_three)) == "5"
    finally:
        connection.deleteFile("share", "described")
        connection.close()
