"""Our client beside smbclient, Samba's C bindings, smbprotocol, impacket and rpcclient on one private smbd.

    python bench/bench_client.py [bulk] [pairs] [connect] [rpc] [--rounds N]

Everything that is compared runs in turn, a round after the other, on the same server; medians of the rounds and their
ratios are printed, with what signs or encrypts. Peers that are not installed are left out, which is said. Ours runs on
uvloop where the extra `fast` is installed. Samba's bindings know only port 445: pairs need that port to be free.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from plugfest.conformance.smbd import Smbd, SmbdUnavailable, private_smbd
from plugfest.net import connect, open_rpc
from plugfest.net.loop import loop_factory, run
from plugfest.net.tree import Tree
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, Dialect, ShareAccess, SigningAlgorithm
from plugfest.protocols.ms_smb2.create import CloseRequest, CreateRequest
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.types import SRVSVC

SIZE = 256 * 1024 * 1024
PAIRS = 1000
CONNECTS = 15
CALLS = 200
Runs = dict[str, Callable[[Smbd], float]]

PROTECTIONS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unsigned": ({}, ("--client-protection=off", "--option=client signing=disabled")),
    "GMAC-signed": (
        {"require_signing": True},
        ("--client-protection=sign", "--option=client smb3 signing algorithms=AES-128-GMAC"),
    ),
    "CMAC-signed": (
        {"require_signing": True, "signing_algorithms": (SigningAlgorithm.AES_CMAC,)},
        ("--client-protection=sign", "--option=client smb3 signing algorithms=AES-128-CMAC"),
    ),
    "GCM-encrypted": (
        {"encrypt": True},
        ("--client-protection=encrypt", "--option=client smb3 encryption algorithms=AES-128-GCM"),
    ),
}
"""What protects the data → our settings, smbclient's options."""


def settings(**more: Any) -> ClientSettings:
    return ClientSettings(dialects=(Dialect.SMB_3_1_1,), **more)


def log_on(smbd: Smbd) -> tuple[str, ...]:
    """For Samba's programs."""
    return ("-p", str(smbd.port), "-U", f"{smbd.user}%{smbd.password}")


# --- bulk -------------------------------------------------------------------------------------------------------------


def our_read(options: dict[str, Any]) -> Callable[[Smbd], float]:
    async def read(smbd: Smbd) -> float:
        async with connect(smbd.url(), settings=settings(**options)) as tree, tree.open("big") as file:
            with Path(os.devnull).open("wb") as sink:  # noqa: ASYNC230 - it takes everything at once
                began, count = time.perf_counter(), 0
                async for part in file:
                    count += sink.write(part)
                assert count == SIZE
                return SIZE / (time.perf_counter() - began) / 1e6

    return lambda smbd: run(read(smbd))


def our_write(options: dict[str, Any], source: Path) -> Callable[[Smbd], float]:
    def parts() -> Iterator[bytes]:
        with source.open("rb") as file:
            while part := file.read(1024 * 1024):
                yield part

    async def write(smbd: Smbd) -> float:
        async with connect(smbd.url(), settings=settings(**options)) as tree, tree.open("written", "w") as file:
            began = time.perf_counter()
            assert await file.write_from(parts()) == SIZE
            return SIZE / (time.perf_counter() - began) / 1e6

    return lambda smbd: run(write(smbd))


def smbclients(options: tuple[str, ...], command: str) -> Callable[[Smbd], float]:
    """Its own figure, which leaves out the connecting."""

    def transfer(smbd: Smbd) -> float:
        done = subprocess.run(
            ["smbclient", f"//{smbd.host}/share", *log_on(smbd), "-m", "SMB3_11", *options, "-c", command],
            capture_output=True,
            text=True,
            check=True,
        )
        found = re.search(r"\(([\d.]+) (?:KiloBytes/sec|kb/s)\)", done.stdout + done.stderr)
        assert found, done.stdout + done.stderr
        return float(found[1]) * 1024 / 1e6

    return transfer


def smbprotocol_read(smbd: Smbd) -> float:
    import smbclient as peer

    with peer.open_file(
        rf"\\{smbd.host}\share\big",
        mode="rb",
        buffering=0,
        **{"port": smbd.port, "username": smbd.user, "password": smbd.password},
    ) as file:
        began, count = time.perf_counter(), 0
        while part := file.read(1024 * 1024):
            count += len(part)
        seconds = time.perf_counter() - began
    peer.reset_connection_cache()
    assert count == SIZE
    return SIZE / seconds / 1e6


def impackets_read(smbd: Smbd) -> float:
    from impacket.smbconnection import SMBConnection

    peer = SMBConnection(smbd.host, smbd.host, sess_port=smbd.port)
    peer.login(smbd.user, smbd.password)
    sizes: list[int] = []
    began = time.perf_counter()
    peer.getFile("share", "big", lambda data: sizes.append(len(data)))
    seconds = time.perf_counter() - began
    peer.close()
    assert sum(sizes) == SIZE
    return SIZE / seconds / 1e6


def bulk(rounds: int) -> None:
    """256 MiB read and written, beside smbclient; smbprotocol and impacket read once, as they do by default."""
    with private_smbd() as smbd, a_file() as source:
        (smbd.files / "big").write_bytes(source.read_bytes())
        (smbd.files / "big").chmod(0o666)
        for protection, (ours, theirs) in PROTECTIONS.items():
            reading: Runs = {
                "plugfest": our_read(ours),
                "smbclient": smbclients(theirs, f"get big {os.devnull}"),
            }
            writing: Runs = {
                "plugfest": our_write(ours, source),
                "smbclient": smbclients(theirs, f"put {source} written"),
            }
            show(f"read 256 MiB {protection}", measure(smbd, reading, rounds), "MB/s", "smbclient")
            show(f"write 256 MiB {protection}", measure(smbd, writing, rounds), "MB/s", "smbclient")
        others: Runs = {"plugfest": our_read({"require_signing": True}), "smbprotocol": smbprotocol_read}
        others["impacket"] = impackets_read
        show("read 256 MiB, signed as each does", measure(smbd, others, 1), "MB/s", "smbprotocol")


@contextmanager
def a_file() -> Iterator[Path]:
    """In memory where there is a file system in memory."""
    memory = Path("/dev/shm")
    with tempfile.NamedTemporaryFile(dir=memory if memory.is_dir() else None) as file:
        block = os.urandom(1024 * 1024)
        for _ in range(SIZE // len(block)):
            file.write(block)
        file.flush()
        yield Path(file.name)


# --- create and close -------------------------------------------------------------------------------------------------

ACCESS = 0x0012019F
_BINDINGS = """
import sys, time
from samba.samba3 import libsmb_samba_internal as libsmb, param
from samba.credentials import SMB_SIGNING_OFF, SMB_SIGNING_REQUIRED, Credentials
host, user, password, signing, count = sys.argv[1:]
loaded = param.get_context()
loaded.load_default()
credentials = Credentials()
credentials.guess(loaded)
credentials.set_username(user)
credentials.set_password(password)
credentials.set_smb_signing(SMB_SIGNING_REQUIRED if signing == "1" else SMB_SIGNING_OFF)
connection = libsmb.Conn(host, "share", loaded, creds=credentials)
def pairs(count):
    for _ in range(count):
        connection.close(connection.create("pair", DesiredAccess=%d, ShareAccess=7, CreateDisposition=3))
pairs(20)
began = time.perf_counter()
pairs(int(count))
print(int(count) / (time.perf_counter() - began))
"""


def bindings(signed: bool) -> Callable[[Smbd], float]:
    """Pairs a second with Samba's own client library, called from the system's Python."""

    def pairs(smbd: Smbd) -> float:
        arguments = (smbd.host, smbd.user, smbd.password, str(int(signed)), str(PAIRS))
        done = subprocess.run(
            ["/usr/bin/python3", "-c", _BINDINGS % ACCESS, *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return float(done.stdout)

    return pairs


def our_pairs(in_flight: int, signed: bool) -> Callable[[Smbd], float]:
    async def one(tree: Tree, name: str, count: int) -> None:
        body = CreateRequest(
            name=name,
            desired_access=AccessMask(ACCESS),
            share_access=ShareAccess(7),
            create_disposition=CreateDisposition.FILE_OPEN_IF,
        )
        for _ in range(count):
            opened = (await tree.request(body)).check().open
            assert opened is not None
            (await tree.request(CloseRequest(file_id=opened.file_id))).check()

    async def pairs(smbd: Smbd) -> float:
        async with connect(smbd.url(), settings=settings(require_signing=signed)) as tree:
            await one(tree, "pair", 20)
            began = time.perf_counter()
            names = ["pair"] if in_flight == 1 else [f"pair{number}" for number in range(in_flight)]
            await asyncio.gather(*(one(tree, name, PAIRS // in_flight) for name in names))
            return PAIRS / (time.perf_counter() - began)

    return lambda smbd: run(pairs(smbd))


def smbprotocol_pairs(smbd: Smbd) -> float:
    from smbprotocol.connection import Connection
    from smbprotocol.open import CreateDisposition, ImpersonationLevel, Open
    from smbprotocol.session import Session
    from smbprotocol.tree import TreeConnect

    connection = Connection(uuid4(), smbd.host, smbd.port, require_signing=True)
    connection.connect()
    session = Session(connection, smbd.user, smbd.password, require_encryption=False)
    session.connect()
    tree = TreeConnect(session, rf"\\{smbd.host}\share")
    tree.connect()
    began = time.perf_counter()
    for _ in range(PAIRS // 4):
        file = Open(tree, "pair")
        file.create(ImpersonationLevel.Impersonation, ACCESS, 0x80, 7, CreateDisposition.FILE_OPEN_IF, 0)
        file.close(False)
    seconds = time.perf_counter() - began
    connection.disconnect(True)
    return PAIRS // 4 / seconds


def impackets_pairs(smbd: Smbd) -> float:
    from impacket.smbconnection import SMBConnection

    peer = SMBConnection(smbd.host, smbd.host, sess_port=smbd.port)
    peer.login(smbd.user, smbd.password)
    tree = peer.connectTree("share")
    began = time.perf_counter()
    for _ in range(PAIRS // 4):
        peer.closeFile(tree, peer.createFile(tree, "pair", ACCESS, 7, 0x40, 3))
    seconds = time.perf_counter() - began
    peer.close()
    return PAIRS // 4 / seconds


def pairs(rounds: int) -> None:
    """CREATE and CLOSE, one pair after the other and 8 in flight, beside Samba's bindings one after the other."""
    if not is_free(445):
        print("pairs: left out, port 445 is taken, and Samba's bindings know no other")
        return
    with private_smbd(also_port=445) as smbd:
        for signed, name in ((False, "unsigned"), (True, "GMAC-signed")):
            peers: Runs = {
                "plugfest": our_pairs(1, signed),
                "bindings": bindings(signed),
                "plugfest, 8 in flight": our_pairs(8, signed),
            }
            if signed:
                peers |= {"smbprotocol": smbprotocol_pairs, "impacket": impackets_pairs}
            show(f"create and close {name}", measure(smbd, peers, rounds), "pairs/s", "bindings")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # those that linger do not matter
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# --- connecting, RPC --------------------------------------------------------------------------------------------------


def our_connects(smbd: Smbd) -> float:
    async def connects() -> float:
        began = time.perf_counter()
        for _ in range(CONNECTS):
            async with connect(smbd.url(), settings=settings()):
                pass
        return CONNECTS / (time.perf_counter() - began)

    return run(connects())


def smbprotocol_connects(smbd: Smbd) -> float:
    from smbprotocol.connection import Connection
    from smbprotocol.session import Session
    from smbprotocol.tree import TreeConnect

    began = time.perf_counter()
    for _ in range(CONNECTS):
        connection = Connection(uuid4(), smbd.host, smbd.port, require_signing=True)
        connection.connect()
        session = Session(connection, smbd.user, smbd.password, require_encryption=False)
        session.connect()
        TreeConnect(session, rf"\\{smbd.host}\share").connect()
        connection.disconnect(True)
    return CONNECTS / (time.perf_counter() - began)


def impackets_connects(smbd: Smbd) -> float:
    from impacket.smbconnection import SMBConnection

    began = time.perf_counter()
    for _ in range(CONNECTS):
        peer = SMBConnection(smbd.host, smbd.host, sess_port=smbd.port)
        peer.login(smbd.user, smbd.password)
        peer.connectTree("share")
        peer.close()
    return CONNECTS / (time.perf_counter() - began)


def connects(rounds: int) -> None:
    """TCP, NEGOTIATE, log-on, TREE_CONNECT, and all back."""
    with private_smbd() as smbd:
        peers: Runs = {"plugfest": our_connects, "smbprotocol": smbprotocol_connects, "impacket": impackets_connects}
        show("connect, log on, connect to a share", measure(smbd, peers, rounds), "a second", "smbprotocol")


def our_calls(smbd: Smbd) -> float:
    async def calls() -> float:
        async with connect(smbd.url("IPC$"), settings=settings(require_signing=True)) as tree:
            rpc = await open_rpc(tree, "srvsvc", SRVSVC)
            assert entries(await rpc.call(share_enum(1)))
            began = time.perf_counter()
            for _ in range(CALLS):
                entries(await rpc.call(share_enum(1)))
            return CALLS / (time.perf_counter() - began)

    return run(calls())


def rpcclients_calls(smbd: Smbd) -> float:
    """The time that more calls take than one: the rest is connecting."""

    def seconds(count: int) -> float:
        commands = ";".join(["netshareenumall"] * count)
        began = time.perf_counter()
        subprocess.run(
            ["rpcclient", smbd.host, *log_on(smbd), "--client-protection=sign", "-c", commands],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - began

    return CALLS / (seconds(CALLS + 1) - seconds(1))


def calls(rounds: int) -> None:
    """NetrShareEnum, one call after the other, signed."""
    with private_smbd() as smbd:
        peers: Runs = {"plugfest": our_calls, "rpcclient": rpcclients_calls}
        show("NetrShareEnum, GMAC-signed", measure(smbd, peers, rounds), "calls/s", "rpcclient")


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(smbd: Smbd, runs: Runs, rounds: int) -> dict[str, float]:
    """Medians: every run once a round."""
    seen: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, one in runs.items():
            seen[name].append(one(smbd))
    return {name: statistics.median(values) for name, values in seen.items()}


def show(what: str, medians: dict[str, float], unit: str, peer: str) -> None:
    """One line a client, with its ratio to the peer."""
    for name, value in medians.items():
        print(f"{what:38} {name:22} {value:8.0f} {unit:9} {value / medians[peer]:6.2f} × {peer}", flush=True)


def main() -> int:
    """Run what was asked for."""
    parts: dict[str, Callable[[int], None]] = {"bulk": bulk, "pairs": pairs, "connect": connects, "rpc": calls}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=", ".join(parts))
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    missing = [name for name in ("smbclient", "rpcclient") if shutil.which(name) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} are not installed (Debian packages smbclient, python3-samba)")
        return 0
    print(f"event loop: {'uvloop' if loop_factory() else 'asyncio'}; medians of {arguments.rounds}")
    try:
        for name in arguments.parts or parts:
            parts[name](arguments.rounds)
    except SmbdUnavailable as reason:
        print(f"skipped: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
