"""Our server beside smbd and impacket's smbserver: the same peers use all three, in turn, in one run on loopback.

    python bench/bench_server.py [bulk] [pairs] [connects] [--rounds N]

Bulk: smbclient puts and gets a file of 256 MiB, from memory and into nothing; the speed is its own figure, which leaves
the connecting out. Pairs and connects: Samba's own bindings for Python (Debian's python3-samba, run with the system's
Python), create and close of one file, one after the other, and connect, log-on and tree connect. They know port 445
only, so each server has that of a loopback address of its own, for which one has to be root. Impacket's server they do
not get on with, so pairs beside that one come from our client, in the one dialect that it has, 2.0.2, on each server.
Needs Debian's samba, smbclient and python3-samba, and the extra `bench`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
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
from plugfest.net import connect
from plugfest.net.loop import run
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, Dialect, ShareAccess
from plugfest.protocols.ms_smb2.create import CloseRequest, CreateRequest

SIZE = 256 << 20
PAIRS, CONNECTS = 2000, 60
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


def smbclient(server: Server, protection: str, command: str) -> float:
    """MB/s, as it says itself; NaN where it failed."""
    arguments = ["smbclient", "-U", f"{server.user}%{server.password}", "-m", "SMB3"]
    arguments += [f"--client-protection={protection}", f"//{server.host}/{server.share}", "-c", command]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    found = re.search(r"\(([\d.]+) (?:KiloBytes/sec|kb/s)\)", done.stdout + done.stderr)
    return float(found[1]) * 1024 / 1e6 if found else float("nan")


def bindings(server: Server) -> tuple[float, float]:
    """Pairs and connects a second; NaN where it failed."""
    arguments = [server.host, server.share, server.user, server.password, str(PAIRS), str(CONNECTS)]
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", PAIRS_AND_CONNECTS, *arguments], check=False, capture_output=True, text=True
    )
    numbers = done.stdout.split()
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else (float("nan"), float("nan"))


def our_pairs(server: Server) -> float:
    """Pairs a second from our client, unsigned, 2.0.2. Impacket's answers are not held to the document."""
    settings = ClientSettings(dialects=(Dialect.SMB_2_0_2,), strict=False)
    body = CreateRequest(
        name="bench.dat",
        desired_access=AccessMask.FILE_READ_ATTRIBUTES,
        share_access=ShareAccess(7),
        create_disposition=CreateDisposition.FILE_OPEN_IF,
    )

    async def pairs() -> float:
        url = f"smb://{server.user}:{server.password}@{server.host}/{server.share}"
        async with connect(url, settings=settings) as tree:
            began = time.perf_counter()
            for _ in range(PAIRS):
                opened = (await tree.request(body)).check().open
                assert opened is not None
                (await tree.request(CloseRequest(file_id=opened.file_id))).check()
            return PAIRS / (time.perf_counter() - began)

    return run(pairs())


def measure(server: Server, parts: list[str], source: Path, seen: dict[tuple[str, str], list[float]]) -> None:
    """One round."""

    def note(what: str, value: float) -> None:
        seen.setdefault((what, server.name), []).append(value)

    if "bulk" in parts:
        for protection in ("off", "sign", "encrypt") if server.name != "impacket" else ("off",):
            note(f"write MB/s, protection {protection}", smbclient(server, protection, f"put {source} bench.dat"))
            note(f"read MB/s, protection {protection}", smbclient(server, protection, f"get bench.dat {os.devnull}"))
    if "pairs" in parts and server.name != "smbd":
        note("pairs/s, our client", our_pairs(server))
    if server.name != "impacket" and ("pairs" in parts or "connects" in parts):
        pairs, connects = bindings(server)
        note("pairs/s, Samba's bindings", pairs)
        note("connects/s, Samba's bindings", connects)


@contextlib.contextmanager
def a_file() -> Iterator[Path]:
    """In memory where there is a file system in memory."""
    memory = Path("/dev/shm")
    with tempfile.NamedTemporaryFile(dir=memory if memory.is_dir() else None) as file:
        file.write(os.urandom(1 << 20) * (SIZE >> 20))
        file.flush()
        yield Path(file.name)


def main() -> int:
    """Print the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help="bulk, pairs, connects")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    parts = arguments.parts or ["bulk", "pairs", "connects"]
    if shutil.which("smbclient") is None:
        print("skipped: smbclient is not installed (Debian package smbclient)")
        return 0
    seen: dict[tuple[str, str], list[float]] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        source = stack.enter_context(a_file())
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
        for _ in range(arguments.rounds):
            for server in servers:
                measure(server, parts, source, seen)
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
