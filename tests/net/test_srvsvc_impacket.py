"""[MS-SRVS] over pipes of `plugfest serve`, as impacket calls it, in NDR and NDR64."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.integration
srvs = pytest.importorskip("impacket.dcerpc.v5.srvs")
NDR = ("8a885d04-1ceb-11c9-9fe8-08002b104860", "2.0")
NDR64 = ("71710533-beba-4937-8319-b5dbef9ccc36", "1.0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is shared, and what may be."""
    folder = tmp_path_factory.mktemp("srvsvc")
    for name in ("public", "other"):
        (folder / name).mkdir()
    (folder / "public" / "file.txt").write_text("content")
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """The port of a server of its own process, ended by its pid."""
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--name", "REFERENCE"]
    command += ["--user", "alice:secret:Administrators", "--user", "bob:hidden"]
    command += ["--share", f"public={folder / 'public'}", "--share", "memory"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    found = re.search(r":(\d+)$", server.stdout.readline().strip())
    assert found
    yield int(found[1])
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0
    server.stdout.close()


def _bound(port: int, syntax: tuple[str, str], user: str = "alice", password: str = "secret") -> Any:
    from impacket.dcerpc.v5 import transport

    rpc = transport.DCERPCTransportFactory(r"ncacn_np:127.0.0.1[\pipe\srvsvc]")
    rpc.set_dport(port)
    rpc.set_credentials(user, password)
    dce = rpc.get_dce_rpc()
    dce.connect()
    dce.bind(srvs.MSRPC_UUID_SRVS, transfer_syntax=syntax)
    return dce


@pytest.fixture(params=[NDR, NDR64], ids=["NDR", "NDR64"])
def dce(request: pytest.FixtureRequest, port: int) -> Iterator[Any]:
    """An administrator's binding."""
    dce = _bound(port, request.param)
    yield dce
    dce.disconnect()


def _refused(call: Callable[[], Any], code: int) -> None:
    from impacket.dcerpc.v5.rpcrt import DCERPCException

    with pytest.raises(DCERPCException) as caught:
        call()
    assert caught.value.get_error_code() == code


def _text(value: str) -> str:
    return value.rstrip("\0")


@pytest.mark.parametrize("level", [0, 1])
def test_connections(dce: Any, level: int) -> None:
    answer = srvs.hNetrConnectionEnum(dce, "IPC$\0", level)
    assert answer["TotalEntries"] == len(answer["InfoStruct"]["ConnectInfo"][f"Level{level}"]["Buffer"]) > 0


@pytest.mark.parametrize("level", [2, 3])
def test_files(dce: Any, level: int) -> None:
    answer = srvs.hNetrFileEnum(dce, "\0", "\0", level)
    one = answer["InfoStruct"]["FileInfo"][f"Level{level}"]["Buffer"][0]
    told = srvs.hNetrFileGetInfo(dce, one[f"fi{level}_id"], level)
    assert told["InfoStruct"][f"FileInfo{level}"][f"fi{level}_id"] == one[f"fi{level}_id"]
    _refused(lambda: srvs.hNetrFileGetInfo(dce, 0x7FFFFFFF, level), 2)
    _refused(lambda: srvs.hNetrFileClose(dce, 0x7FFFFFFF), 2314)


@pytest.mark.parametrize("level", [0, 1, 2, 10, 502])
def test_sessions(dce: Any, level: int) -> None:
    answer = srvs.hNetrSessionEnum(dce, "\0", "alice\0", level)
    assert len(answer["InfoStruct"]["SessionInfo"][f"Level{level}"]["Buffer"]) > 0


def test_a_session_ends(dce: Any, port: int) -> None:
    other = _bound(port, NDR, "bob", "hidden")
    srvs.hNetrSessionDel(dce, "\0", "bob\0")
    with pytest.raises(Exception, match=r"Error while reading|STATUS_USER_SESSION_DELETED"):
        srvs.hNetrRemoteTOD(other)
    other.get_rpc_transport().get_socket().close()
    _refused(lambda: srvs.hNetrSessionDel(dce, "\0", "bob\0"), 2312)


@pytest.mark.parametrize("level", [0, 1, 2, 501, 502, 503])
def test_shares(dce: Any, level: int) -> None:
    answer = srvs.hNetrShareEnum(dce, level)
    entries = answer["InfoStruct"]["ShareInfo"][f"Level{level}"]["Buffer"]
    assert [_text(one[f"shi{level}_netname"]) for one in entries] == ["public", "memory", "IPC$"]


@pytest.mark.parametrize("level", [0, 1, 2, 502, 503])
def test_sticky_shares(dce: Any, level: int) -> None:
    answer = srvs.hNetrShareEnumSticky(dce, level)
    entries = answer["InfoStruct"]["ShareInfo"][f"Level{level}"]["Buffer"]
    assert [_text(one[f"shi{level}_netname"]) for one in entries] == ["public", "memory"]


@pytest.mark.parametrize("level", [0, 1, 2, 501, 502, 503, 1005])
def test_one_share(dce: Any, level: int) -> None:
    answer = srvs.hNetrShareGetInfo(dce, "public\0", level)
    info = answer["InfoStruct"][f"ShareInfo{level}"]
    if level != 1005:
        assert _text(info[f"shi{level}_netname"]) == "public"


def _share(level: int, name: str, path: Path) -> Any:
    info = {2: srvs.SHARE_INFO_2, 502: srvs.SHARE_INFO_502, 503: srvs.SHARE_INFO_503}[level]()
    values = {"netname": name, "type": 0, "remark": "a remark\0", "max_uses": 0xFFFFFFFF, "path": f"{path}\0"}
    for member, value in values.items():
        info[f"shi{level}_{member}"] = value
    for member in ("permissions", "current_uses"):
        info[f"shi{level}_{member}"] = 0
    info[f"shi{level}_passwd"] = srvs.NULL
    if level == 503:
        info["shi503_servername"] = srvs.NULL
    if level in (502, 503):
        info[f"shi{level}_security_descriptor"] = srvs.NULL
    return info


@pytest.mark.parametrize("level", [2, 502, 503])
def test_a_share_comes_and_goes(dce: Any, port: int, folder: Path, level: int) -> None:
    from impacket.smbconnection import SMBConnection

    srvs.hNetrShareAdd(dce, level, _share(level, "added\0", folder / "other"))
    _refused(lambda: srvs.hNetrShareAdd(dce, level, _share(level, "added\0", folder / "other")), 2118)
    client = SMBConnection("127.0.0.1", "127.0.0.1", sess_port=port)
    client.login("bob", "hidden")
    client.createDirectory("added", f"by-{level}")
    assert (folder / "other" / f"by-{level}").is_dir()
    client.deleteDirectory("added", f"by-{level}")
    remark = srvs.SHARE_INFO_1()
    remark["shi1_netname"], remark["shi1_type"], remark["shi1_remark"] = "added\0", 0, "another\0"
    srvs.hNetrShareSetInfo(dce, "added\0", 1, remark)
    told = srvs.hNetrShareGetInfo(dce, "added\0", 1)["InfoStruct"]["ShareInfo1"]
    assert _text(told["shi1_remark"]) == "another"
    tree = client.connectTree("added")
    srvs.hNetrShareDel(dce, "added\0")
    with pytest.raises(Exception, match="STATUS_NETWORK_NAME_DELETED"):
        client.openFile(tree, "anything")
    client.close()
    again = SMBConnection("127.0.0.1", "127.0.0.1", sess_port=port)
    again.login("bob", "hidden")
    with pytest.raises(Exception, match="STATUS_BAD_NETWORK_NAME"):
        again.connectTree("added")
    again.close()


def test_deletion_in_two_steps(dce: Any, folder: Path) -> None:
    srvs.hNetrShareAdd(dce, 2, _share(2, "added\0", folder / "other"))
    handle = srvs.hNetrShareDelStart(dce, "added\0")["ContextHandle"]
    srvs.hNetrShareGetInfo(dce, "added\0", 1)
    srvs.hNetrShareDelCommit(dce, handle)
    _refused(lambda: srvs.hNetrShareGetInfo(dce, "added\0", 1), 2310)


def test_deletion_of_what_is_kept(dce: Any, folder: Path) -> None:
    srvs.hNetrShareAdd(dce, 2, _share(2, "added\0", folder / "other"))
    srvs.hNetrShareDelSticky(dce, "added\0")
    sticky = srvs.hNetrShareEnumSticky(dce, 0)["InfoStruct"]["ShareInfo"]["Level0"]["Buffer"]
    assert "added" not in [_text(one["shi0_netname"]) for one in sticky]
    request = srvs.NetrShareDelEx()
    request["ServerName"], request["Level"] = srvs.NULL, 503
    request["ShareInfo"]["tag"] = 503
    request["ShareInfo"]["ShareInfo503"] = _share(503, "added\0", folder / "other")
    assert dce.request(request)["ErrorCode"] == 0
    _refused(lambda: srvs.hNetrShareDel(dce, "added\0"), 2310)


def test_device(dce: Any, folder: Path) -> None:
    assert srvs.hNetrShareCheck(dce, f"{folder / 'public'}\0")["Type"] == 0
    _refused(lambda: srvs.hNetrShareCheck(dce, "Z:\0"), 2311)


@pytest.mark.parametrize("level", [100, 101, 102, 103, 502, 503])
def test_server(dce: Any, level: int) -> None:
    info = srvs.hNetrServerGetInfo(dce, level)["InfoStruct"][f"ServerInfo{level}"]
    if level < 104:
        assert _text(info[f"sv{level}_name"]) == "REFERENCE"


def test_disks(dce: Any) -> None:
    answer = srvs.hNetrServerDiskEnum(dce, 0)
    assert answer["DiskInfoStruct"]["EntriesRead"] == 2  # with the one that ends the list


def test_statistics(dce: Any) -> None:
    statistics = srvs.hNetrServerStatisticsGet(dce, "\0", 0, 0)["InfoStruct"]
    assert statistics["sts0_sopens"] > 0
    assert statistics["sts0_bytesrcvd_low"] > 0


def test_time(dce: Any) -> None:
    assert srvs.hNetrRemoteTOD(dce)["BufferPtr"]["tod_year"] >= 2026


@pytest.mark.parametrize("level", [0, 1, 2])
def test_transports(dce: Any, level: int) -> None:
    entries = srvs.hNetrServerTransportEnum(dce, level)["InfoStruct"]["XportInfo"][f"Level{level}"]["Buffer"]
    assert _text(entries[0][f"svti{level}_transportname"]) == r"\Device\NetbiosSmb"


def _transport(name: str) -> Any:
    info = srvs.SERVER_TRANSPORT_INFO_0()
    info["svti0_numberofvcs"] = 0
    info["svti0_transportname"] = "\\Device\\NetbiosSmb\0"
    info["svti0_transportaddress"] = [bytes([one]) for one in name.encode()]
    info["svti0_transportaddresslength"] = len(name)
    info["svti0_networkaddress"] = "000000000000\0"
    return info


def test_a_transport_comes_and_goes(dce: Any) -> None:
    for add, delete, extended in (
        (srvs.NetrServerTransportAdd, srvs.NetrServerTransportDel, False),
        (srvs.NetrServerTransportAddEx, srvs.NetrServerTransportDelEx, True),
    ):
        for kind, codes in ((add, (0, 52)), (delete, (0, 2310))):
            for code in codes:
                request = kind()
                request["ServerName"], request["Level"] = srvs.NULL, 0
                if extended:
                    request["Buffer"]["tag"] = 0
                    request["Buffer"]["Transport0"] = _transport("SECOND")
                else:
                    request["Buffer"] = _transport("SECOND")
                if code:
                    _refused(lambda request=request: dce.request(request), code)  # type: ignore[misc]
                else:
                    assert dce.request(request)["ErrorCode"] == 0


def test_aliases(dce: Any) -> None:
    info = srvs.SERVER_ALIAS_INFO_0()
    info["srvai0_alias"], info["srvai0_target"] = "NICK\0", "REFERENCE\0"
    info["srvai0_default"], info["srvai0_reserved"] = 0, 0
    srvs.hNetrServerAliasAdd(dce, 0, info)
    entries = srvs.hNetrServerAliasEnum(dce, 0)["InfoStruct"]["ServerAliasInfo"]["Level0"]["Buffer"]
    assert [(_text(one["srvai0_alias"]), _text(one["srvai0_target"])) for one in entries] == [("NICK", "REFERENCE")]
    srvs.hNetrServerAliasDel(dce, 0, info)
    _refused(lambda: srvs.hNetrServerAliasDel(dce, 0, info), 2310)


def test_security_of_files(dce: Any) -> None:
    told = srvs.hNetrpGetFileSecurity(dce, "public\0", "\\file.txt\0", 4)
    srvs.hNetrpSetFileSecurity(dce, "public\0", "\\file.txt\0", 4, told)
    again = srvs.hNetrpGetFileSecurity(dce, "public\0", "\\file.txt\0", 4)
    assert again[4:] == told[4:]  # behind the control bits
    _refused(lambda: srvs.hNetrpGetFileSecurity(dce, "public\0", "\\nosuch.txt\0", 4), 2)


def test_paths(dce: Any) -> None:
    assert srvs.hNetprPathType(dce, "\\pagefile.sys\0", 1)["PathType"] == 8194
    answer = srvs.hNetprPathCanonicalize(dce, "a\\..\\b.txt\0", "C:\\dir\0")
    assert b"".join(answer["Outbuf"]).decode("utf-16-le").rstrip("\0") == "C:\\dir\\b.txt"
    assert srvs.hNetprPathCompare(dce, "C:\\a\0", "C:\\.\\a\0")["ErrorCode"] == 0


def test_names(dce: Any) -> None:
    assert srvs.hNetprNameValidate(dce, "name\0", 4)["ErrorCode"] == 0
    _refused(lambda: srvs.hNetprNameValidate(dce, "na/me\0", 4), 123)
    assert srvs.hNetprNameCanonicalize(dce, "name\0", 40, 4)["ErrorCode"] == 0
    assert srvs.hNetprNameCompare(dce, "name\0", "NAME\0", 4)["ErrorCode"] == 0


def test_there_is_no_dfs(dce: Any) -> None:
    _refused(lambda: srvs.hNetrDfsGetVersion(dce), 2)


def test_who_may(port: int) -> None:
    dce = _bound(port, NDR64, "bob", "hidden")
    for call in (
        lambda: srvs.hNetrSessionEnum(dce, "\0", "\0", 10),
        lambda: srvs.hNetrFileEnum(dce, "\0", "\0", 3),
        lambda: srvs.hNetrShareEnum(dce, 502),
        lambda: srvs.hNetrShareDel(dce, "public\0"),
        lambda: srvs.hNetrServerGetInfo(dce, 502),
        lambda: srvs.hNetrServerStatisticsGet(dce, "\0", 0, 0),
        lambda: srvs.hNetrServerDiskEnum(dce, 0),
    ):
        _refused(call, 5)
    dce.disconnect()
