"""`plugfest serve` as a user runs it: a process of its own, that is asked to end."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugfest.capture import read_messages
from plugfest.net import SmbUrl, connect
from plugfest.protocols.ms_nlmp import Credentials

PLUGFEST = (sys.executable, "-m", "plugfest")


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process, and its port."""
    command = [*PLUGFEST, "serve", "--listen", "127.0.0.1:0", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r" on 127\.0\.0\.1:(\d+)$", line)
        assert found, line or process.communicate()[1]
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


async def files_of(port: int, share: str) -> list[str]:
    """The names in the share's root."""
    async with connect(SmbUrl("127.0.0.1", port, Credentials("alice", "secret"), share)) as tree:
        return [entry.file_name async for entry in tree.list("")]


def test_a_folder_is_served_captured_and_logged(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "hello.txt").write_text("hello", encoding="utf-8")
    capture = tmp_path / "traffic.pcapng"
    with serving(folder, "--user", "alice:secret", "--capture", capture, "--log-json") as (process, port):
        assert "hello.txt" in asyncio.run(files_of(port, "share"))
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    log = [json.loads(line) for line in output.splitlines()]
    assert [entry["message"] for entry in log][:2] == ["SMB2 NEGOTIATE Request", "SMB2 NEGOTIATE Response"]
    assert [entry["sent"] for entry in log][:2] == [False, True]
    assert len(list(read_messages(capture))) == len(log)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "at least one --user"),
        (("/no/such/folder", "--user", "a:b"), "/no/such/folder is no folder"),
        (("--user", "a"), "NAME:PASSWORD is wanted"),
        (("--user", "a:b", "--listen", "nowhere"), "HOST:PORT is wanted"),
        (("--user", "a:b", "--config", "absent.toml"), "absent.toml: No such file"),
        (("--user", "a:b", "--max-dialect", "9"), "'9' is no dialect"),
        (("--user", "a:b", "--capture", "/no/such/folder/x.pcapng"), "no folder"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = subprocess.run([*PLUGFEST, "serve", *arguments], check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
