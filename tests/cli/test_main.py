"""The program as a whole: where its output cannot go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-m", "plugfest")
FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [("cases", "list"), ("report", "--list", "--json"), ("--help",)])
def test_a_full_disk_is_one_line(command: tuple[str, ...], unbuffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with FULL.open("wb") as full:
        done = subprocess.run([*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "plugfest: standard output: No space left on device\n")


@pytest.mark.parametrize("command", [("cases", "list"), ("cases", "list", "--json"), ("--help",), ("--version",)])
def test_nobody_reads(command: tuple[str, ...]) -> None:
    with subprocess.Popen([*PROGRAM, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        problem = running.stderr.read()
    assert (running.returncode, problem) == (0, "")
