"""What hostile clients do to `plugfest serve`, and what honest ones notice of it: nothing."""

from __future__ import annotations

import contextlib
import itertools
import socket
from pathlib import Path

from tests.cli.test_serve import serving
from tests.net.remote import Remote

MB = 1_000_000
SILENT = 500


def resident(pid: int) -> int:
    """Bytes."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) * 1024


def test_who_says_nothing_keeps_nobody_out() -> None:
    with serving("--user", "alice:secret") as (process, port), contextlib.ExitStack() as stack:
        stack.enter_context(Remote(port)).ready()
        before = resident(process.pid)
        for number in range(SILENT):
            silent = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            if number % 2:
                silent.sendall(bytes.fromhex("0000ffff") + bytes(1024))
        stack.enter_context(Remote(port)).ready()
        assert resident(process.pid) - before < 8 * MB


def test_who_trickles_is_ended() -> None:
    with serving("--user", "alice:secret", "--limit", "logon_timeout=1") as (_, port), Remote(port) as honest:
        tree = honest.ready()
        with socket.create_connection(("127.0.0.1", port), timeout=0.1) as slow:
            slow.sendall(bytes.fromhex("0000ffff"))
            for count in itertools.count():
                assert count < 300, "it lasts"
                try:
                    slow.sendall(b"x")
                    if not slow.recv(1):
                        break
                except TimeoutError:
                    continue
                except ConnectionError:
                    break
        honest.open_pipe(tree, "srvsvc")
