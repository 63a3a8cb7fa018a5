"""[MS-SRVS] of `plugfest serve`, as Samba's rpcclient and net use it. net asks port 445 only: of a loopback alias."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.peers import need, run

pytestmark = pytest.mark.integration
_PORT = 445
Command = Callable[..., str]


def _free_alias() -> str:
    """A loopback address whose port 445 nobody has, and no other worker tries."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    for last in range(60, 100):
        address = f"127.0.{worker % 256}.{last}"
        with socket.socket() as probe:
            try:
                probe.bind((address, _PORT))
            except PermissionError:
                pytest.skip("port 445 is not ours to bind")
            except OSError:
                continue
        return address
    pytest.skip("no loopback alias has port 445 free")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is shared, and what may be."""
    folder = tmp_path_factory.mktemp("srvsvc")
    for name in ("public", "other"):
        (folder / name).mkdir()
    (folder / "public" / "file.txt").write_text("content")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where a server of its own process listens, ended by its pid."""
    address = _free_alias()
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", f"{address}:{_PORT}", "--name", "REFERENCE"]
    command += [
        "--user",
        "alice:secret:Administrators",
        "--user",
        "bob:hidden",
        "--share",
        f"public={folder / 'public'}",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert address in server.stdout.readline()
    yield address
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0
    server.stdout.close()


@pytest.fixture
def rpcclient(address: str) -> Command:
    """Runs one command of rpcclient."""
    program = need("rpcclient", "smbclient")

    def rpcclient(command: str, user: str = "alice%secret") -> str:
        return run(program, "-U", user, address, "-c", command, status=None)

    return rpcclient


@pytest.fixture
def net(address: str) -> Command:
    """Runs one command of `net rpc`."""
    program = need("net", "samba-common-bin")

    def net(*words: str) -> str:
        return run(program, "rpc", *words, "-S", address, "-U", "alice%secret", status=None)

    return net


# --- rpcclient: every command that it has for srvsvc ------------------------------------------------------------------


def test_srvinfo(rpcclient: Command) -> None:
    assert re.search(r"platform_id\s+:\s+500", rpcclient("srvinfo"))


@pytest.mark.parametrize("command", ["netshareenum", "netshareenumall"])
@pytest.mark.parametrize("level", ["", " 1", " 2", " 502"])
def test_netshareenum(rpcclient: Command, command: str, level: str) -> None:
    assert "netname: public" in rpcclient(command + level)


@pytest.mark.parametrize("level", ["", " 1", " 2", " 502", " 1005"])
def test_netsharegetinfo(rpcclient: Command, level: str) -> None:
    output = rpcclient("netsharegetinfo public" + level)
    assert ("csc caching" if level == " 1005" else "netname: public") in output


def test_netsharesetinfo_and_netsharesetdfsflags(rpcclient: Command) -> None:
    rpcclient("netsharesetinfo public changed")
    assert re.search(r"remark:\s+changed", rpcclient("netsharegetinfo public"))
    rpcclient("netsharesetdfsflags public 0x20")
    assert "csc caching: 2" in rpcclient("netsharegetinfo public 1005")


def test_netshareadd_and_netsharedel(rpcclient: Command, address: str, folder: Path) -> None:
    assert "result was" not in rpcclient(f"netshareadd {folder / 'other'} added 5 hello")
    output = rpcclient("netsharegetinfo added 502")
    assert f"path:\t{folder / 'other'}" in output
    assert re.search(r"max_uses:\s+5", output)
    run(need("smbclient", "smbclient"), "-U", "bob%hidden", f"//{address}/added", "-c", "mkdir made")
    assert (folder / "other" / "made").is_dir()
    assert "NERR_DUPLICATESHARE" in rpcclient(f"netshareadd {folder / 'other'} added").upper()
    assert "NERR_UNKNOWNDEVDIR" in rpcclient(f"netshareadd {folder / 'nosuch'} more").upper()
    assert "result was" not in rpcclient("netsharedel added")
    assert "NERR_NETNAMENOTFOUND" in rpcclient("netsharedel added").upper()


def test_netfileenum(rpcclient: Command) -> None:
    assert "\\PIPE\\srvsvc" in rpcclient("netfileenum")


def test_netremotetod(rpcclient: Command) -> None:
    assert "result was" not in rpcclient("netremotetod")


def test_netnamevalidate(rpcclient: Command) -> None:
    assert "result was" not in rpcclient("netnamevalidate share 9")
    assert "result was" in rpcclient('netnamevalidate "sh|are" 9')


def test_netfilegetsec(rpcclient: Command) -> None:
    assert "S-1-1-0" in rpcclient("netfilegetsec public file.txt")
    assert "FILE_NOT_FOUND" in rpcclient("netfilegetsec public nosuch.txt")


@pytest.mark.parametrize("level", ["", r" \\\\127.0.0.1 alice 0", r" \\\\127.0.0.1 alice 502"])
def test_netsessenum(rpcclient: Command, level: str) -> None:
    assert re.search(r"Received \d+ entries", rpcclient("netsessenum" + level))


def test_netsessdel(rpcclient: Command) -> None:
    assert "NERR_CLIENTNAMENOTFOUND" in rpcclient("netsessdel \\\\10.9.8.7 nobody").upper()


def test_netdiskenum(rpcclient: Command) -> None:
    assert "result was" not in rpcclient("netdiskenum")


def test_netconnenum(rpcclient: Command) -> None:
    assert "result was" not in rpcclient("netconnenum 1 public")


@pytest.mark.parametrize(
    "command", ["netshareenum 502", "netfileenum", "netsessenum", "netdiskenum", "netsharedel public"]
)
def test_who_may(rpcclient: Command, command: str) -> None:
    assert re.search("ACCESS_DENIED|Received 0 entries", rpcclient(command, "bob%hidden"))


@pytest.mark.parametrize("level", [100, 101, 102])
def test_wkssvc_wkstagetinfo(rpcclient: Command, level: int) -> None:
    assert "result was" not in rpcclient(f"wkssvc_wkstagetinfo {level}")


# --- net rpc ----------------------------------------------------------------------------------------------------------


def test_net_rpc_share(net: Command, folder: Path) -> None:
    assert net("share", "list").split() == ["public", "IPC$"]
    net("share", "add", f"more={folder / 'other'}")
    assert "more" in net("share", "list").split()
    net("share", "delete", "more")
    assert net("share", "list").split() == ["public", "IPC$"]


def test_net_rpc_file(net: Command, address: str) -> None:
    smbconnection = pytest.importorskip("impacket.smbconnection")
    client = smbconnection.SMBConnection(address, address)
    client.login("bob", "hidden")
    client.openFile(client.connectTree("public"), "file.txt")
    found = re.search(r"^(\d+)\s+bob\s.*file\.txt", net("file"), re.M)
    assert found
    assert "file.txt" in net("file", "user", "bob")
    net("file", "close", found[1])
    assert "file.txt" not in net("file")
    client.close()


def test_net_rpc_share_allowedusers(net: Command, tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text("somebody\n S-1-5-21-1-2-3-1000\n S-1-1-0\n")
    assert re.search(r"public\s+ ?somebody", net("share", "allowedusers", str(users)))


def test_net_rpc_info(net: Command) -> None:
    output = net("info")
    assert "Domain Name: REFERENCE" in output
    assert "Num users: 2" in output


# --- names and SIDs ---------------------------------------------------------------------------------------------------


def test_names_and_sids(rpcclient: Command) -> None:
    known = rpcclient("lookupnames alice Administrators nobody")
    assert re.search(r"alice S-1-5-21-\d+-\d+-\d+-1000 \(User: 1\)", known)
    assert "S-1-5-32-544 (Local Group: 4)" in known
    assert r"BUILTIN\Administrators (4)" in rpcclient("lookupsids S-1-5-32-544 S-1-5-21-1-2-3-4")
    assert "Account Name: bob, Authority Name: REFERENCE" in rpcclient("getusername", "bob%hidden")


def test_users_and_groups(rpcclient: Command) -> None:
    assert "user:[alice] rid:[0x3e8]" in rpcclient("enumdomusers")
    assert "group:[Administrators] rid:[0x220]" in rpcclient("enumalsgroups builtin")
    assert re.search(r"sid:\[S-1-5-21-[\d-]+-1000\]", rpcclient("queryaliasmem builtin 544"))
    assert "NT_STATUS_ACCESS_DENIED" in rpcclient("enumdomusers", "bob%hidden")
