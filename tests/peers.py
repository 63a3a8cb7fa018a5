"""Programs that nobody here wrote: found, or the test that wants one skips (fails, where all have to be there)."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NoReturn

import pytest

_MORE = os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"


def absent(reason: str) -> NoReturn:
    """A peer is not there: the test skips, or fails where all have to be."""
    if os.environ.get("PLUGFEST_REQUIRE_PEERS"):
        pytest.fail(reason)
    pytest.skip(reason)


def need(program: str, package: str) -> str:
    """The path of a program; without it the test skips with the reason, or fails if PLUGFEST_REQUIRE_PEERS is set."""
    found = shutil.which(program, path=os.environ.get("PATH", "") + _MORE)
    if found is None:
        absent(f"{program} is not installed (Debian package {package})")
    return found


def run(*command: str, deadline: float = 30, status: int | None = 0) -> str:
    """What a program prints, standard error included; its exit status must be `status` (None: any)."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=deadline, check=False)
    output = done.stdout + done.stderr
    assert status is None or done.returncode == status, f"{' '.join(command)}: exit {done.returncode}\n{output}"
    return output
