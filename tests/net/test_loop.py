"""What every program of ours runs on."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from plugfest.net import run

CHILD = """
import resource
from plugfest.net import run

async def main():
    for warm_up in (True, False):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for _ in range(100):
            first, second = b"x" * (1 << 20), b"y" * (1 << 20)
            del first, second
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

print(run(main()))
"""


def test_what_the_coroutine_gives() -> None:
    async def answer() -> int:
        return 42

    assert run(answer()) == 42


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back that soon")
def test_large_messages_are_made_of_memory_that_is_there() -> None:
    """200 MiB, of which each page would be a fault if freed memory went back to the system."""
    child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)
    assert int(child.stdout) < 5000
