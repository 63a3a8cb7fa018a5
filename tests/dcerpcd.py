"""Samba's RPC daemon on a loopback address of its own: an endpoint mapper and interfaces over TCP, for one test."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.peers import absent, need

DAEMON = Path("/usr/libexec/samba/samba-dcerpcd")
USER, PASSWORD = "games", "Pass-4-rpc"  # an account that Debian always has
SHARES = 120
"""So many that a listing of them takes several fragments."""
_FOLDERS = ("private", "lock", "state", "cache", "pid", "ncalrpc", "log", "share")
_MAPPER = 135
_START = 20.0


class Dcerpcd(NamedTuple):
    """The running daemon."""

    host: str
    configuration: Path


@contextmanager
def private_dcerpcd() -> Iterator[Dcerpcd]:
    """Run it until the block ends. Without the daemon, root or a free port 135 the test skips."""
    pdbedit = need("pdbedit", "samba")
    if not DAEMON.exists():
        absent("samba-dcerpcd is not installed (Debian package samba)")
    if os.geteuid() != 0:
        pytest.skip("samba-dcerpcd needs root to act as its users")
    host = _address()
    with tempfile.TemporaryDirectory(prefix="pf-rpcd-", dir="/tmp", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in _FOLDERS:
            (folder / name).mkdir()
        configuration = folder / "smb.conf"
        configuration.write_text(_configuration(folder, host))
        twice = f"{PASSWORD}\n{PASSWORD}\n"
        add = [pdbedit, "-s", configuration, "-a", "-t", "-u", USER]
        subprocess.run(add, input=twice, text=True, capture_output=True, check=True)
        command = [DAEMON, "--libexec-rpcds", "-s", configuration, "-F", "--no-process-group"]
        with (folder / "log" / "stdout").open("wb") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            _await(process, host)
            yield Dcerpcd(host, configuration)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)  # the session that we started it in: its workers, too
            process.wait(10)


def _address() -> str:
    """An address of the loopback network with a free port 135."""
    reason = ""
    for _ in range(20):
        host = f"127.{random.randint(1, 250)}.{random.randint(1, 250)}.{random.randint(2, 250)}"
        with socket.socket() as probe:
            try:
                probe.bind((host, _MAPPER))
            except OSError as error:
                reason = str(error)
            else:
                return host
    pytest.skip(f"port {_MAPPER} cannot be bound on loopback: {reason}")


def _configuration(folder: Path, host: str) -> str:
    directories = {
        "private dir": "private",
        "lock directory": "lock",
        "state directory": "state",
        "cache directory": "cache",
        "pid directory": "pid",
        "ncalrpc dir": "ncalrpc",
    }
    settings = {
        "workgroup": "WORKGROUP",
        "netbios name": "PRIVATESMBD",
        "server role": "standalone server",
        "interfaces": f"{host}/8",
        "bind interfaces only": "yes",
        "disable netbios": "yes",
        "map to guest": "never",
        "disable spoolss": "yes",
        "rpc start on demand helpers": "no",
        "allow dcerpc auth level connect": "yes",
        "log file": f"{folder}/log/log.%m",
        "passdb backend": f"tdbsam:{folder}/private/passdb.tdb",
        **{key: str(folder / name) for key, name in directories.items()},
    }
    lines = ["[global]", *(f"{key} = {value}" for key, value in settings.items())]
    for number in range(SHARES):
        lines += [f"[share{number}]", f"path = {folder}/share", f"comment = the share of number {number}"]
    return "\n".join(lines) + "\n"


def _await(process: subprocess.Popen[bytes], host: str) -> None:
    """Until the endpoint mapper listens, which it does last."""
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"samba-dcerpcd ended at once: {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex((host, _MAPPER)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"samba-dcerpcd does not listen on {host}:{_MAPPER} after {_START:g} s")
