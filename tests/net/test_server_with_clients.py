"""`plugfest serve` used by clients that nobody here wrote: smbclient, rpcclient, smbprotocol, impacket."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest

from tests.peers import need, run

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server of its own process, ended by its pid."""
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--name", "REFERENCE"]
    command += ["--user", "alice:secret:Administrators", "--user", "bob:hidden"]
    command += ["--share", "public", "--share", "enc,encrypt"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    line = server.stdout.readline()
    found = re.search(r"serves public, enc, IPC\$ as \\\\REFERENCE on 127\.0\.0\.1:(\d+)", line)
    assert found, line
    yield int(found[1])
    server.send_signal(signal.SIGTERM)
    assert server.wait(10) == 0
    server.stdout.close()


DIALECTS = ["SMB2_02", "SMB2_10", "SMB3_00", "SMB3_02", "SMB3_11"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_smbclient_lists_the_shares(port: int, dialect: str) -> None:
    smbclient = need("smbclient", "smbclient")
    output = run(smbclient, "-p", str(port), "-m", dialect, "-U", "alice%secret", "-g", "-L", "127.0.0.1", status=None)
    assert re.findall(r"^(\w+)\|([^|]+)\|", output, re.M)[:3] == [("Disk", "public"), ("Disk", "enc"), ("IPC", "IPC$")]


@pytest.mark.parametrize("protection", ["sign", "encrypt"])
def test_smbclient_signed_and_encrypted(port: int, protection: str) -> None:
    smbclient = need("smbclient", "smbclient")
    output = run(
        smbclient, "-p", str(port), "-U", "alice%secret", f"--client-protection={protection}", "-g", "-L", "127.0.0.1",
        status=None,
    )  # fmt: skip
    assert "Disk|public|" in output


def test_a_wrong_password_is_refused(port: int) -> None:
    smbclient = need("smbclient", "smbclient")
    output = run(smbclient, "-p", str(port), "-U", "alice%wrong", "//127.0.0.1/IPC$", "-c", "exit", status=1)
    assert "NT_STATUS_LOGON_FAILURE" in output


def test_rpcclient_asks_for_shares(port: int) -> None:
    rpcclient = need("rpcclient", "smbclient")
    command = [rpcclient, "-p", str(port), "-U", "alice%secret", "127.0.0.1", "-c"]
    assert re.findall(r"netname: (\S+)", run(*command, "netshareenumall")) == ["public", "enc", "IPC$"]
    one = run(*command, "netsharegetinfo public")
    assert "netname: public" in one
    assert "max_uses:\t-1" in one
    assert "WERR_NERR_NETNAMENOTFOUND" in run(*command, "netsharegetinfo nosuch", status=None).upper().replace(" ", "")
    assert "platform_id     :\t500" in run(*command, "srvinfo")


@pytest.mark.parametrize("encrypted", [False, True], ids=["signed", "encrypted"])
def test_smbprotocol_calls_over_a_pipe(port: int, encrypted: bool) -> None:
    pytest.importorskip("smbprotocol")
    from smbprotocol.connection import Connection
    from smbprotocol.open import (
        CreateDisposition,
        CreateOptions,
        FileAttributes,
        FilePipePrinterAccessMask,
        ImpersonationLevel,
        Open,
        ShareAccess,
    )
    from smbprotocol.session import Session
    from smbprotocol.tree import TreeConnect

    from plugfest.protocols.ms_rpce import ClientAssociation
    from plugfest.protocols.ms_rpce.client import Responded
    from plugfest.protocols.ms_srvs.types import SHARE_ENUM_STRUCT, SHARE_INFO_1_CONTAINER, SRVSVC, NetrShareEnum

    connection = Connection(uuid.uuid4(), "127.0.0.1", port, require_signing=True)
    connection.connect()
    try:
        session = Session(connection, "alice", "secret", require_encryption=encrypted, auth_protocol="ntlm")
        session.connect()
        tree = TreeConnect(session, r"\\127.0.0.1\IPC$")
        tree.connect()
        access = FilePipePrinterAccessMask.GENERIC_READ | FilePipePrinterAccessMask.GENERIC_WRITE
        pipe = Open(tree, "srvsvc")
        pipe.create(
            ImpersonationLevel.Impersonation,
            access,
            FileAttributes.FILE_ATTRIBUTE_NORMAL,
            ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE,
            CreateDisposition.FILE_OPEN,
            CreateOptions.FILE_NON_DIRECTORY_FILE,
        )
        association = ClientAssociation()
        pipe.write(association.bind(SRVSVC))
        association.receive(pipe.read(0, 4280))
        method = NetrShareEnum(
            InfoStruct=SHARE_ENUM_STRUCT(1, SHARE_INFO_1_CONTAINER()), PreferedMaximumLength=0xFFFFFFFF
        )
        for part in association.call(method):
            pipe.write(part)
        (event,) = association.receive(pipe.read(0, 4280))
        assert isinstance(event, Responded)
        container = method.response().decode(event.stub).InfoStruct.ShareInfo
        assert [share.shi1_netname for share in container.Buffer] == ["public", "enc", "IPC$"]
        pipe.close()
        tree.disconnect()
        session.disconnect()
    finally:
        connection.disconnect()


def test_impacket_opens_with_smb1_and_goes_on_in_3_1_1(port: int) -> None:
    pytest.importorskip("impacket")
    from impacket.smbconnection import SMBConnection

    connection = SMBConnection("127.0.0.1", "127.0.0.1", sess_port=port)
    connection.login("alice", "secret")
    assert connection.getDialect() == 0x311
    assert [share["shi1_netname"].rstrip("\0") for share in connection.listShares()] == ["public", "enc", "IPC$"]
    connection.close()


def test_any_bytes_on_the_port_are_survived(port: int) -> None:
    numbers = random.Random(os.environ.get("PYTEST_XDIST_WORKER", "1"))
    for size in (0, 1, 3, 4, 70, 1000, 70000):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
            data = numbers.randbytes(size)
            try:
                peer.sendall(data[: size // 2])
                peer.sendall(b"\0" + len(data).to_bytes(3, "big") + data)
                peer.shutdown(socket.SHUT_WR)
                while peer.recv(65536):
                    pass
            except OSError:  # it ended the connection at the first wrong byte
                pass
    test_smbclient_lists_the_shares(port, "SMB3_11")


def test_a_port_in_use_is_one_line(port: int) -> None:
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", f"127.0.0.1:{port}", "--user", "a:b"]
    output = run(*command, status=2)
    assert output.startswith(f"plugfest: cannot listen on 127.0.0.1:{port}: ")
    assert output.count("\n") == 1
