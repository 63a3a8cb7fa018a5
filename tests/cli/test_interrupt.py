"""Ctrl-C while cases run, as a user presses it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugfest.cli.main import main
from tests.conformance.helpers import write_suite

SUITE = '''
import anyio

@case(MUST)
async def test_first(connection: Connection) -> None:
    """It holds."""
    expect.true(True, "", "")

@case(MUST)
async def test_waits(connection: Connection) -> None:
    """It waits for what never comes."""
    with open("waits", "w"):
        pass
    await anyio.sleep(20)
'''
START = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from plugfest.cli.main import main; "


def interrupted(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run plugfest, and press Ctrl-C as soon as the second case waits."""
    os.mkfifo(folder / "waits")
    command = [sys.executable, "-c", f"{START}main({list(arguments)!r})"]
    environment = {**os.environ, "PLUGFEST_RUNS": str(folder / "runs")}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        (folder / "waits").open().close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


@pytest.mark.parametrize("more", [(), ("-n", "2"), ("--repeat", "2")])
def test_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: str) -> None:
    suite = write_suite(tmp_path, SUITE)
    ended = interrupted(tmp_path, "test", "--suite", str(suite), *more)
    assert (ended.returncode, ended.stderr) == (130, "plugfest: interrupted\n")
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    with pytest.raises(SystemExit):
        main(["report", "--list", "--json"])
    (run,) = json.loads(capsys.readouterr().out)
    assert run["finished"] is False
    assert set(run["counts"]) <= {"pass"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), BaseExceptionGroup("tasks", [KeyboardInterrupt()])])
def test_any_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException) -> None:
    def interrupt(*_: object) -> None:
        raise error

    monkeypatch.setattr("plugfest.specs.open_library", interrupt)
    with pytest.raises(SystemExit) as ended:
        main(["docs", "list"])
    assert (ended.value.code, capsys.readouterr().err) == (130, "plugfest: interrupted\n")


def test_a_proof(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, SUITE)
    ended = interrupted(tmp_path, "cases", "prove", "--suite", str(suite))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "plugfest: interrupted\n")
