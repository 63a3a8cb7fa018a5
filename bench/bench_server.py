"""Our server beside smbd and impacket's smbserver: the same peers use all three, in turn, in one run on loopback.

Bulk: smbclient puts and gets a file of 256 MiB, its connecting included. Pairs and connects: Samba's own bindings for
Python (Debian's python3-samba, run with the system's Python), create and close of one file, one after the other, and
connect, log-on and tree connect. They know port 445 only, so each server has that of a loopback address of its own,
for which one has to be root; impacket's server they do not get on with, so pairs on it come from impacket's client.
Needs Debian's samba, smbclient and python3-samba, and the extra `bench`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugfest.conformance.smbd import SmbdUnavailable, private_smbd

SIZE = 256 << 20
PAIRS, CONNECTS, ROUNDS = 2000, 60, 5
SYSTEM_PYTHON = "/usr/bin/python3"

PAIRS_AND_CONNECTS = """
import sys, time
from samba import credentials
from samba.param import LoadParm
from samba.samba3 import libsmb_samba_internal as libsmb, param
host, share, user, password, pairs, connects = sys.argv[1:]
lp = param.get_context()
lp.load_default()
lp.set("client min protocol", "SMB2")
creds = credentials.Credentials()
creds.guess(LoadParm())
creds.set_username(user)
creds.set_password(password)
def connect():
    return libsmb.Conn(host, share, lp, creds)
conn = connect()
def pair():
    conn.close(conn.create("bench.dat", DesiredAccess=0x80, ShareAccess=7, CreateDisposition=3))
pair()
began = time.perf_counter()
for _ in range(int(pairs)):
    pair()
print(int(pairs) / (time.perf_counter() - began))
began = time.perf_counter()
for _ in range(int(connects)):
    connect()
print(int(connects) / (time.perf_counter() - began))
"""

IMPACKET = """
import sys
from impacket import smbserver
from impacket.ntlm import compute_lmhash, compute_nthash
server = smbserver.SimpleSMBServer(listenAddress=sys.argv[1], listenPort=445)
server.addShare("SHARE", sys.argv[2], readOnly="no")
server.setSMB2Support(True)
server.addCredential("alice", 0, compute_lmhash("secret").hex(), compute_nthash("secret").hex())
server.start()
"""


class Server(NamedTuple):
    """A server to measure."""

    name: str
    host: str
    share: str
    user: str
    password: str


@contextlib.contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    """The process, ended by its pid."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def ours(name: str, host: str, *arguments: str) -> Iterator[Server]:
    """`plugfest serve`."""
    command = [sys.executable, "-m", "plugfest", "serve", *arguments, "--listen", f"{host}:445"]
    with running(*command, "--user", "alice:secret") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield Server(name, host, "share", "alice", "secret")


@contextlib.contextmanager
def impackets(host: str, folder: str) -> Iterator[Server]:
    """impacket's SimpleSMBServer."""
    with running(sys.executable, "-c", IMPACKET, host, folder):
        time.sleep(2)
        yield Server("impacket", host, "SHARE", "alice", "secret")


def smbclient(server: Server, protection: str, command: str, folder: Path) -> float:
    """Seconds that the command took, connecting included; NaN where it failed."""
    arguments = ["smbclient", "-U", f"{server.user}%{server.password}", "-m", "SMB3"]
    arguments += [f"--client-protection={protection}", f"//{server.host}/{server.share}", "-c", command]
    began = time.perf_counter()
    done = subprocess.run(arguments, check=False, capture_output=True, cwd=folder)
    return time.perf_counter() - began if done.returncode == 0 else float("nan")


def bindings(server: Server) -> tuple[float, float]:
    """Pairs and connects a second; NaN where it failed."""
    arguments = [server.host, server.share, server.user, server.password, str(PAIRS), str(CONNECTS)]
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", PAIRS_AND_CONNECTS, *arguments], check=False, capture_output=True, text=True
    )
    numbers = done.stdout.split()
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else (float("nan"), float("nan"))


def impackets_client(server: Server) -> float:
    """Pairs a second from impacket's client, which can use impacket's server; Samba's bindings cannot."""
    from impacket.smbconnection import SMBConnection

    connection = SMBConnection(server.host, server.host)
    connection.login(server.user, server.password)
    tree = connection.connectTree(server.share)
    began = time.perf_counter()
    for _ in range(PAIRS // 10):
        connection.closeFile(tree, connection.openFile(tree, "bench.dat", desiredAccess=1))
    return PAIRS / 10 / (time.perf_counter() - began)


def measure(server: Server, folder: Path, seen: dict[tuple[str, str], list[float]]) -> None:
    """One round."""
    protections = ("off", "sign", "encrypt") if server.name != "impacket" else ("off",)
    for protection in protections:
        for direction, command in (("write", "put source.dat bench.dat"), ("read", "get bench.dat read.dat")):
            rate = SIZE / 1e6 / smbclient(server, protection, command, folder)
            seen.setdefault((f"{direction} MB/s, protection {protection}", server.name), []).append(rate)
    seen.setdefault(("pairs/s, impacket's client", server.name), []).append(impackets_client(server))
    if server.name == "impacket":
        return
    pairs, connects = bindings(server)
    seen.setdefault(("pairs/s, Samba's bindings", server.name), []).append(pairs)
    seen.setdefault(("connects/s, Samba's bindings", server.name), []).append(connects)


def main() -> int:
    """Print the medians and the ratios."""
    if shutil.which("smbclient") is None:
        print("skipped: smbclient is not installed (Debian package smbclient)")
        return 0
    rounds = int(os.environ.get("ROUNDS", ROUNDS))
    seen: dict[tuple[str, str], list[float]] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        (folder / "source.dat").write_bytes(os.urandom(1 << 20) * (SIZE >> 20))
        for name in ("disk", "impacket"):
            (folder / name).mkdir()
        try:
            smbd = stack.enter_context(private_smbd(settings={"smb ports": "445"}))
        except SmbdUnavailable as reason:
            print(f"skipped: {reason}")
            return 0
        servers = [
            Server("smbd", smbd.host, smbd.share, smbd.user, smbd.password),
            stack.enter_context(ours("disk", "127.0.0.2", str(folder / "disk"))),
            stack.enter_context(ours("memory", "127.0.0.3", "--share", "share")),
            stack.enter_context(impackets("127.0.0.4", str(folder / "impacket"))),
        ]
        for _ in range(rounds):
            for server in servers:
                measure(server, folder, seen)
    medians = {key: statistics.median(values) for key, values in seen.items()}
    for what in dict.fromkeys(what for what, _ in medians):
        for name in ("disk", "memory"):
            value = medians[what, name]
            against = [(peer, medians[what, peer]) for peer in ("smbd", "impacket") if (what, peer) in medians]
            ratios = ", ".join(f"{value / other:6.2f} x {peer} ({other:.0f})" for peer, other in against)
            print(f"{what:30} plugfest, {name:6} {value:8.0f}: {ratios}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
